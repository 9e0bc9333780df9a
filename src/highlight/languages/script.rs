//! Scripting languages, query languages aside.

use super::super::grammar::{Escape, Grammar, Inside, LineRule, Rule, between, filled, quote, quote_lines};
use super::super::sink::Class::{Attribute, Function, Keyword, Meta, Type, Variable};
use super::{Language, Syntax, entry};

pub(super) const LANGUAGES: &[Language] = &[
    entry("python", "Python", "py python3 py3 ipython jupyter", Syntax::Table(&PYTHON)),
    entry("ruby", "Ruby", "rb rake", Syntax::Table(&RUBY)),
    entry("perl", "Perl", "pl pm", Syntax::Table(&PERL)),
    entry("lua", "Lua", "", Syntax::Table(&LUA)),
    entry("r", "R", "rscript", Syntax::Table(&R)),
    entry("julia", "Julia", "jl", Syntax::Table(&JULIA)),
    entry("haskell", "Haskell", "hs", Syntax::Table(&HASKELL)),
    entry("matlab", "MATLAB", "octave", Syntax::Table(&MATLAB)),
    entry("elixir", "Elixir", "ex exs", Syntax::Table(&ELIXIR)),
];

const PYTHON: Grammar = Grammar {
    rules: &[
        Rule::Line("#"),
        quote_lines("\"\"\""),
        quote_lines("'''"),
        quote("\""),
        quote("'"),
        Rule::Name("@", Attribute, "."),
    ],
    line: &[LineRule::Prompt(">>> ", ""), LineRule::Prompt("... ", "")],
    words: &[
        (
            Keyword,
            "False None True and as assert async await break case class continue def del elif else except finally for \
             from global if import in is lambda match nonlocal not or pass raise return self try while with yield",
        ),
        (Type, "bool bytes complex dict float frozenset int list object set str tuple type"),
    ],
    calls: true,
    ..Grammar::NONE
};

const RUBY: Grammar = Grammar {
    rules: &[
        Rule::Line("#"),
        filled("\"", "\"", Escape::Byte(b'\\'), Inside::HashBrace),
        quote_lines("'"),
        Rule::Name("@@", Variable, ""),
        Rule::Name("@", Variable, ""),
        Rule::Name("$", Variable, ""),
        Rule::Mark("::", Meta),
        Rule::Name(":", Attribute, ""),
    ],
    words: &[(
        Keyword,
        "BEGIN END alias and begin break case class def defined? do else elsif end ensure extend false for if in include \
         loop module next nil not or private protected public raise redo require require_relative rescue retry return \
         self super then true undef unless until when while yield attr_accessor attr_reader attr_writer",
    )],
    calls: true,
    capitals: true,
    ..Grammar::NONE
};

const PERL: Grammar = Grammar {
    rules: &[
        Rule::Line("#"),
        filled("\"", "\"", Escape::Byte(b'\\'), Inside::Dollar),
        quote_lines("'"),
        Rule::Name("$", Variable, ":"),
        Rule::Mark("$_", Variable),
        Rule::Name("@", Variable, ":"),
        Rule::Name("%", Variable, ":"),
    ],
    words: &[
        (
            Keyword,
            "BEGIN END and cmp do else elsif eq for foreach ge given goto gt if last le local lt my ne next no not or our \
             package redo require return sub unless until use when while xor",
        ),
        (
            Function,
            "bless chomp close defined delete die each eval exists grep join keys length map open pop print printf push \
             ref reverse say scalar shift sort splice split sprintf substr undef unshift values wantarray warn",
        ),
    ],
    calls: true,
    ..Grammar::NONE
};

const LUA: Grammar = Grammar {
    rules: &[Rule::Block("--[[", "]]"), Rule::Line("--"), between("[[", "]]"), quote("\""), quote("'")],
    words: &[(
        Keyword,
        "and break do else elseif end false for function goto if in local nil not or repeat return then true until while",
    )],
    calls: true,
    ..Grammar::NONE
};

const R: Grammar = Grammar {
    rules: &[
        Rule::Line("#"),
        quote_lines("\""),
        quote_lines("'"),
        between("`", "`"),
        Rule::Mark("<-", Keyword),
    ],
    words: &[(
        Keyword,
        "FALSE Inf NA NULL NaN TRUE break else for function if in next repeat return while library require",
    )],
    word_bytes: ".",
    calls: true,
    ..Grammar::NONE
};

const JULIA: Grammar = Grammar {
    rules: &[
        Rule::Block("#=", "=#"),
        Rule::Line("#"),
        quote_lines("\"\"\""),
        filled("\"", "\"", Escape::Byte(b'\\'), Inside::Dollar),
        Rule::Char,
        Rule::Name("@", Attribute, "."),
    ],
    words: &[(
        Keyword,
        "abstract baremodule begin break catch const continue do else elseif end export false finally for function \
         global if import in isa let local macro module mutable nothing primitive quote return struct true try type \
         using where while",
    )],
    word_bytes: "!",
    calls: true,
    capitals: true,
    ..Grammar::NONE
};

const HASKELL: Grammar = Grammar {
    rules: &[Rule::Line("-- "), Rule::Nested("{-", "-}"), quote("\""), Rule::Char],
    words: &[(
        Keyword,
        "as case class data default deriving do else family forall foreign hiding if import in infix infixl infixr \
         instance let module newtype of qualified then type where",
    )],
    word_bytes: "'",
    capitals: true,
    ..Grammar::NONE
};

const MATLAB: Grammar = Grammar {
    rules: &[Rule::Block("%{", "%}"), Rule::Line("%"), quote("\"")],
    words: &[(
        Keyword,
        "break case catch classdef continue else elseif end enumeration events for function global if methods \
         otherwise parfor persistent properties return spmd switch try while true false",
    )],
    calls: true,
    ..Grammar::NONE
};

const ELIXIR: Grammar = Grammar {
    rules: &[
        Rule::Line("#"),
        filled("\"\"\"", "\"\"\"", Escape::Byte(b'\\'), Inside::HashBrace),
        filled("\"", "\"", Escape::Byte(b'\\'), Inside::HashBrace),
        quote("'"),
        Rule::Name("@", Attribute, ""),
        Rule::Name(":", Attribute, ""),
    ],
    words: &[(
        Keyword,
        "after alias and case catch cond def defguard defimpl defmacro defmodule defp defprotocol defstruct do else end \
         false fn for if import in nil not or quote raise receive require rescue super true try unless unquote use \
         when with",
    )],
    calls: true,
    capitals: true,
    ..Grammar::NONE
};
