//! Shells and build scripts.

use super::super::grammar::{Escape, Grammar, Inside, LineRule, Rule, between, filled, quote};
use super::super::sink::Class::{Attribute, Comment, Function, Keyword, Meta, Number, Type, Variable};
use super::{Language, Syntax, entry};

pub(super) const LANGUAGES: &[Language] = &[
    entry("powershell", "PowerShell", "ps ps1 psm1 psd1 pwsh posh", Syntax::Table(&POWERSHELL)),
    entry("azurepowershell", "Azure PowerShell", "azurepowershell-interactive", Syntax::Table(&POWERSHELL)),
    entry("bash", "Bash", "inputrc bahs", Syntax::Table(&BASH)),
    entry("sh", "Shell", "shell zsh ksh csh fish linux", Syntax::Table(&BASH)),
    entry("azurecli", "Azure CLI", "azurecli-interactive az", Syntax::Table(&BASH)),
    entry("dotnetcli", ".NET CLI", "dotnet", Syntax::Table(&BASH)),
    entry("cli", "CLI", "git npm", Syntax::Table(&BASH)),
    entry(
        "cmd",
        "Windows Command Prompt",
        "bat batch command dos ms-dos msdos commandprompt",
        Syntax::Table(&CMD),
    ),
    entry("dockerfile", "Dockerfile", "docker containerfile", Syntax::Table(&DOCKERFILE)),
    entry("makefile", "Makefile", "make mk nmake gnumake", Syntax::Table(&MAKEFILE)),
    entry("cmake", "CMake", "cmakelists", Syntax::Table(&CMAKE)),
];

const POWERSHELL: Grammar = Grammar {
    rules: &[
        Rule::Block("<#", "#>"),
        Rule::Line("#"),
        filled("@\"\n", "\n\"@", Escape::None, Inside::Dollar),
        filled("@\"\r\n", "\n\"@", Escape::None, Inside::Dollar),
        between("@'\n", "\n'@"),
        between("@'\r\n", "\n'@"),
        filled("\"", "\"", Escape::ByteOrDoubled(b'`'), Inside::Dollar),
        filled("'", "'", Escape::Doubled, Inside::Nothing),
        Rule::Enclosed("${", "}", Variable, "*"),
        Rule::Name("$", Variable, ":"),
        Rule::Mark("$_", Variable),
        Rule::Mark("$?", Variable),
        Rule::Mark("$$", Variable),
        Rule::Mark("$^", Variable),
        Rule::Name("@", Variable, ""),
        Rule::Flag("-", Attribute),
        Rule::BracketType,
    ],
    line: &[LineRule::Prompt("PS ", ">"), LineRule::Prompt("PS>", ""), LineRule::Prompt(">> ", "")],
    words: &[
        (
            Keyword,
            "assembly base begin break catch class clean command configuration continue data define do dynamicparam \
             else elseif end enum exit filter finally for foreach from function hidden if in inlinescript interface \
             module namespace parallel param private process public return sequence static switch throw trap try \
             type until using var while workflow",
        ),
        (
            Keyword,
            "-and -or -xor -not -band -bor -bxor -bnot -shl -shr -eq -ne -gt -ge -lt -le -like -notlike -match -notmatch \
             -contains -notcontains -in -notin -is -isnot -as -replace -split -join -ceq -cne -cgt -cge -clt -cle -clike \
             -cnotlike -cmatch -cnotmatch -ccontains -cnotcontains -creplace -csplit -ieq -ine -ilike -inotlike -imatch \
             -inotmatch -icontains -inotcontains -ireplace -isplit -f",
        ),
    ],
    fold: true,
    word_bytes: "-",
    verb_noun: true,
    commands: true,
    ..Grammar::NONE
};

const BASH: Grammar = Grammar {
    rules: &[
        Rule::LineAfterBlank("#"),
        filled("\"", "\"", Escape::Byte(b'\\'), Inside::Dollar),
        between("'", "'"),
        Rule::Enclosed("${", "}", Variable, "*"),
        Rule::Name("$", Variable, ""),
        Rule::Mark("$?", Variable),
        Rule::Mark("$@", Variable),
        Rule::Mark("$#", Variable),
        Rule::Mark("$1", Variable),
        Rule::Mark("$2", Variable),
        Rule::Flag("--", Attribute),
        Rule::Flag("-", Attribute),
        Rule::Enclosed("<", ">", Variable, "- "),
    ],
    line: &[LineRule::Rest("#!", Meta), LineRule::Prompt("$ ", "")],
    words: &[(
        Keyword,
        "alias break case continue declare do done elif else esac eval exec exit export fi for function if in let \
         local readonly return select set shift source sudo then time trap typeset unalias unset until while",
    )],
    word_bytes: "-",
    commands: true,
    ..Grammar::NONE
};

const CMD: Grammar = Grammar {
    rules: &[
        quote("\""),
        Rule::Enclosed("%%", "%%", Variable, "~:"),
        Rule::Enclosed("%", "%", Variable, "~:=,() "),
        Rule::Enclosed("!", "!", Variable, "~:=,"),
        Rule::Name("%%", Variable, ""),
        Rule::Flag("/", Attribute),
        Rule::Flag("--", Attribute),
        Rule::Flag("-", Attribute),
    ],
    line: &[
        LineRule::RestAfterWord("rem", Comment),
        LineRule::RestAfterWord("@rem", Comment),
        LineRule::Rest("::", Comment),
        LineRule::Rest(":", Meta),
        LineRule::Prompt("C:\\", ">"),
    ],
    words: &[
        (
            Keyword,
            "call defined do else endlocal equ errorlevel exist exit for geq goto gtr if in leq lss neq not pause set \
             setlocal shift",
        ),
        (Number, "nul con prn"),
    ],
    fold: true,
    word_bytes: "-.",
    commands: true,
    ..Grammar::NONE
};

const DOCKERFILE: Grammar = Grammar {
    rules: &[
        Rule::LineAfterBlank("#"),
        quote("\""),
        quote("'"),
        Rule::Enclosed("${", "}", Variable, "*"),
        Rule::Name("$", Variable, ""),
        Rule::Flag("--", Attribute),
        Rule::Flag("-", Attribute),
    ],
    words: &[(
        Keyword,
        "ADD ARG AS CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER \
         VOLUME WORKDIR",
    )],
    word_bytes: "-",
    ..Grammar::NONE
};

const MAKEFILE: Grammar = Grammar {
    rules: &[
        Rule::Line("#"),
        quote("\""),
        quote("'"),
        Rule::Enclosed("$(", ")", Variable, "*"),
        Rule::Enclosed("${", "}", Variable, "*"),
        Rule::Mark("$@", Variable),
        Rule::Mark("$<", Variable),
        Rule::Mark("$^", Variable),
        Rule::Mark("$*", Variable),
        Rule::Flag("-", Attribute),
    ],
    line: &[
        LineRule::Rest("!", super::super::sink::Class::Preprocessor),
        LineRule::Key { ends: ":=", blanks: true, indented: false },
    ],
    words: &[(
        Keyword,
        "define else endef endif export ifdef ifeq ifndef ifneq include override private undefine unexport vpath",
    )],
    word_bytes: "-",
    ..Grammar::NONE
};

const CMAKE: Grammar = Grammar {
    rules: &[
        Rule::Block("#[[", "]]"),
        Rule::Line("#"),
        between("[[", "]]"),
        filled("\"", "\"", Escape::Byte(b'\\'), Inside::DollarBrace),
        Rule::Enclosed("${", "}", Variable, "*"),
        Rule::Enclosed("$<", ">", Variable, "*"),
    ],
    words: &[
        (
            Keyword,
            "block break continue else elseif endblock endforeach endfunction endif endmacro endwhile foreach function \
             if include macro return while",
        ),
        (
            Type,
            "AND COMMAND DEFINED EQUAL EXISTS FALSE GREATER IN LESS LISTS MATCHES NOT OFF ON OR PRIVATE PUBLIC STREQUAL TARGET TRUE",
        ),
        (Function, "project add_executable add_library target_link_libraries set option find_package"),
    ],
    calls: true,
    ..Grammar::NONE
};
