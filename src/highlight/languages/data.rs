//! Data, configuration and query languages, assemblers, and texts made of lines.

use super::super::grammar::{Escape, Grammar, Inside, LineRule, Rule, between, doubled, filled, quote};
use super::super::sink::Class::{
    Attribute, Comment, Deletion, Function, Insertion, Keyword, Meta, Preprocessor, Type, Variable,
};
use super::{Language, Syntax, entry};

pub(super) const LANGUAGES: &[Language] = &[
    entry("json", "JSON", "jsonl ndjson geojson ipynb webmanifest", Syntax::Table(&JSON)),
    entry("jsonc", "JSON", "json5 hjson", Syntax::Table(&JSON)),
    entry("yaml", "YAML", "yml azurepipelines azure-pipelines", Syntax::Yaml),
    entry("markdown", "Markdown", "md mdx", Syntax::Markdown),
    entry(
        "sql",
        "SQL",
        "tsql t-sql mysql pgsql postgresql psqlshell plsql sqlite wql wmi",
        Syntax::Table(&SQL),
    ),
    entry("kusto", "Kusto", "kql csl", Syntax::Table(&KUSTO)),
    entry("ini", "INI", "cfg conf editorconfig gitconfig systemd desktop", Syntax::Table(&INI)),
    entry("toml", "TOML", "", Syntax::Table(&TOML)),
    entry("properties", "Properties", "env dotenv", Syntax::Table(&PROPERTIES)),
    entry("inf", "INF", "cinf", Syntax::Table(&INF)),
    entry("registry", "Registry", "reg", Syntax::Table(&INF)),
    entry("terraform", "Terraform", "tf hcl tfvars", Syntax::Table(&TERRAFORM)),
    entry("diff", "Diff", "patch udiff", Syntax::Table(&DIFF)),
    entry("asm", "Assembly", "assembly masm nasm x86asm armasm gas", Syntax::Table(&ASM)),
    entry("gitignore", "Git ignore rules", "ignore dockerignore gitattributes", Syntax::Table(&IGNORE)),
    entry("dax", "DAX", "", Syntax::Table(&DAX)),
    entry("powerfx", "Power Fx", "power-fx", Syntax::Table(&DAX)),
    entry("powerquery", "Power Query M", "powerquery-m pq m", Syntax::Table(&POWER_QUERY)),
    entry("protobuf", "Protocol Buffers", "proto", Syntax::Table(&PROTOBUF)),
    entry("ddf", "Cabinet directives", "", Syntax::Table(&DDF)),
];

const JSON: Grammar = Grammar {
    rules: &[Rule::Line("//"), Rule::Block("/*", "*/"), quote("\"")],
    words: &[(Keyword, "true false null")],
    string_keys: true,
    ..Grammar::NONE
};

const SQL: Grammar = Grammar {
    rules: &[
        Rule::Line("--"),
        Rule::Block("/*", "*/"),
        doubled("'", "'", true),
        doubled("\"", "\"", false),
        Rule::Name("@@", Variable, ""),
        Rule::Name("@", Variable, ""),
    ],
    words: &[
        (
            Keyword,
            "ADD ALL ALTER AND ANY AS ASC AUTHORIZATION BACKUP BEGIN BETWEEN BREAK BULK BY CASCADE CASE CHECK CLOSE \
             CLUSTERED COLLATE COLUMN COMMIT CONSTRAINT CONTINUE CREATE CROSS CURRENT CURSOR DATABASE DEALLOCATE DECLARE \
             DEFAULT DELETE DENY DESC DISTINCT DISTRIBUTED DROP ELSE END ESCAPE EXCEPT EXEC EXECUTE EXISTS EXIT EXTERNAL \
             FETCH FILE FOR FOREIGN FROM FULL FUNCTION GO GOTO GRANT GROUP HAVING IDENTITY IF IN INDEX INNER INSERT \
             INTERSECT INTO IS ISA JOIN KEY KILL LEFT LIKE LIMIT MERGE NATURAL NOCHECK NONCLUSTERED NOT NULL OF OFF \
             OFFSET ON OPEN OPTION OR ORDER OUTER OVER PARTITION PERCENT PRIMARY PRINT PROC PROCEDURE RAISERROR \
             REFERENCES REPLACE RESTORE RETURN RETURNING RETURNS REVOKE RIGHT ROLLBACK ROW ROWS SAVE SCHEMA SELECT SET \
             SOME STATISTICS TABLE THEN THROW TO TOP TRAN TRANSACTION TRIGGER TRUNCATE TRY UNION UNIQUE UPDATE USE USING \
             VALUES VIEW WAITFOR WHEN WHERE WHILE WITH WITHIN ASSOCIATORS TRUE FALSE",
        ),
        (
            Type,
            "BIGINT BINARY BIT BLOB CHAR DATE DATETIME DATETIME2 DATETIMEOFFSET DECIMAL FLOAT IMAGE INT INTEGER JSON \
             MONEY NCHAR NTEXT NUMERIC NVARCHAR REAL SMALLDATETIME SMALLINT SMALLMONEY TEXT TIME TIMESTAMP TINYINT \
             UNIQUEIDENTIFIER VARBINARY VARCHAR XML",
        ),
    ],
    fold: true,
    calls: true,
    ..Grammar::NONE
};

const KUSTO: Grammar = Grammar {
    rules: &[Rule::Line("//"), between("```", "```"), quote("\""), quote("'"), doubled("@\"", "\"", false)],
    words: &[
        (
            Keyword,
            "and as asc between by consume count datatable declare desc distinct evaluate extend externaldata facet find \
             fork from getschema has has_all has_any in invoke join kind let limit lookup make-series materialize \
             mv-apply mv-expand nulls of on or order parse parse-where partition pattern print project project-away \
             project-keep project-rename project-reorder range reduce render sample sample-distinct scan search \
             serialize set sort step summarize take to top top-nested typeof union where with contains startswith \
             endswith matches regex true false null",
        ),
        (Type, "bool datetime decimal dynamic guid int long real string timespan"),
    ],
    word_bytes: "-",
    calls: true,
    ..Grammar::NONE
};

const INI: Grammar = Grammar {
    rules: &[
        quote("\""),
        Rule::LineAfterBlank(";"),
        Rule::Enclosed("%", "%", Variable, ".-"),
        Rule::Enclosed("${", "}", Variable, "*"),
    ],
    line: &[
        LineRule::Rest(";", Comment),
        LineRule::Rest("#", Comment),
        LineRule::Section,
        LineRule::Key { ends: "=:", blanks: true, indented: true },
    ],
    words: &[(Keyword, "true false yes no on off none")],
    fold: true,
    word_bytes: "-.",
    ..Grammar::NONE
};

const TOML: Grammar = Grammar {
    rules: &[
        Rule::Line("#"),
        filled("\"\"\"", "\"\"\"", Escape::Byte(b'\\'), Inside::Nothing),
        between("'''", "'''"),
        quote("\""),
        Rule::Enclosed("'", "'", super::super::sink::Class::String, "*"),
    ],
    line: &[LineRule::Section, LineRule::Key { ends: "=", blanks: true, indented: true }],
    words: &[(Keyword, "true false inf nan")],
    word_bytes: "-",
    ..Grammar::NONE
};

const PROPERTIES: Grammar = Grammar {
    rules: &[quote("\""), Rule::Enclosed("${", "}", Variable, "*")],
    line: &[
        LineRule::Rest("#", Comment),
        LineRule::Rest("!", Comment),
        LineRule::Key { ends: "=:", blanks: true, indented: true },
    ],
    words: &[(Keyword, "true false export")],
    word_bytes: "-.",
    ..Grammar::NONE
};

const INF: Grammar = Grammar {
    rules: &[doubled("\"", "\"", false), Rule::Line(";"), Rule::Enclosed("%", "%", Variable, ".- ")],
    line: &[
        LineRule::Section,
        LineRule::Rest("Windows Registry Editor", Meta),
        LineRule::Key { ends: "=", blanks: true, indented: true },
    ],
    words: &[
        (
            Keyword,
            "HKCR HKCU HKLM HKU HKR HKEY_CLASSES_ROOT HKEY_CURRENT_USER HKEY_LOCAL_MACHINE HKEY_USERS \
             HKEY_CURRENT_CONFIG",
        ),
        (Type, "dword hex qword"),
    ],
    fold: true,
    string_keys: false,
    ..Grammar::NONE
};

const TERRAFORM: Grammar = Grammar {
    rules: &[
        Rule::Line("#"),
        Rule::Line("//"),
        Rule::Block("/*", "*/"),
        filled("\"", "\"", Escape::Byte(b'\\'), Inside::DollarBrace),
    ],
    line: &[LineRule::Key { ends: "=", blanks: true, indented: true }],
    words: &[
        (
            Keyword,
            "backend check data dynamic else endfor endif false for for_each if import in lifecycle locals module moved \
             null output provider provisioner removed required_providers resource terraform true variable",
        ),
        (Type, "any bool list map number object set string tuple"),
    ],
    word_bytes: "-",
    calls: true,
    ..Grammar::NONE
};

const DIFF: Grammar = Grammar {
    line: &[
        LineRule::Rest("+++", Meta),
        LineRule::Rest("---", Meta),
        LineRule::Rest("@@", Preprocessor),
        LineRule::Rest("+", Insertion),
        LineRule::Rest("-", Deletion),
        LineRule::RestAfterWord("diff", Meta),
        LineRule::RestAfterWord("index", Meta),
    ],
    numbers: false,
    ..Grammar::NONE
};

const ASM: Grammar = Grammar {
    rules: &[
        Rule::Line(";"),
        Rule::Line("//"),
        quote("\""),
        Rule::Enclosed("'", "'", super::super::sink::Class::String, "* "),
        Rule::Name("%", Variable, ""),
        Rule::Name(".", Preprocessor, ""),
    ],
    line: &[LineRule::Key { ends: ":", blanks: false, indented: true }],
    words: &[
        (
            Keyword,
            "adc add addps and b bl blr br bsf bsr bt bx call cbz cbnz cdq clc cld cli cmovz cmp cmpxchg cmps cpuid cqo cwd \
             dec div eor fadd fld fmul fst fstp fsub idiv imul in inc int iret ja jae jb jbe jc je jg jge jl jle jmp jna jnb \
             jne jno jns jnz jo jp js jz ldp ldr lea leave lock lods lodsb lodsd loop lsl lsr mov movaps movd movdqa movdqu \
             movq movs movsb movsd movss movsx movsxd movups movzx mul mulps neg nop not or orr out pop popad popfq push \
             pushad pushfq rcl rcr rdtsc rep repe repne ret retn rol ror sal sar sbb scas seta setb sete setne setz shl shr \
             stc std sti stos stosb stosd stp str sub svc syscall sysenter test tst ud2 vaddps vmovaps vmovups xadd xchg \
             xor xorps",
        ),
        (
            Variable,
            "al ah ax eax rax bl bh bx ebx rbx cl ch cx ecx rcx dl dh dx edx rdx si esi rsi di edi rdi bp ebp rbp sp esp \
             rsp ip eip rip r8 r9 r10 r11 r12 r13 r14 r15 r8d r9d r10d r11d r12d r13d r14d r15d cs ds es fs gs ss cr0 cr2 \
             cr3 cr4 xmm0 xmm1 xmm2 xmm3 xmm4 xmm5 xmm6 xmm7 ymm0 ymm1 ymm2 ymm3 x0 x1 x2 x3 x4 x5 x6 x7 x8 x9 x29 x30 w0 \
             w1 w2 lr pc",
        ),
        (
            Preprocessor,
            "align assume db dd dq dw dup else end endif endm endp ends equ extern extrn global if ifdef include \
             includelib invoke label macro offset option org proc proto ptr public section segment struct textequ title",
        ),
        (Type, "byte dword oword qword real4 real8 sbyte sdword sword tbyte word xmmword ymmword"),
    ],
    fold: true,
    ..Grammar::NONE
};

const IGNORE: Grammar = Grammar {
    line: &[LineRule::Rest("#", Comment), LineRule::Rest("!", Keyword)],
    numbers: false,
    ..Grammar::NONE
};

const DAX: Grammar = Grammar {
    rules: &[
        Rule::Line("//"),
        Rule::Line("--"),
        Rule::Block("/*", "*/"),
        doubled("\"", "\"", false),
        Rule::Enclosed("[", "]", Variable, "*"),
        Rule::Enclosed("'", "'", Type, "*"),
    ],
    words: &[(
        Keyword,
        "And As By Column Define Desc Evaluate Exactin False In Measure Not Or Order Return Self Start At Table True Var",
    )],
    fold: true,
    word_bytes: ".",
    calls: true,
    ..Grammar::NONE
};

const POWER_QUERY: Grammar = Grammar {
    rules: &[
        Rule::Line("//"),
        Rule::Block("/*", "*/"),
        doubled("#\"", "\"", false),
        doubled("\"", "\"", false),
    ],
    words: &[
        (
            Keyword,
            "and as each else error false if in is let meta not null or otherwise section shared then true try type",
        ),
        (
            Type,
            "any anynonnull binary date datetime datetimezone duration function list logical none number record table text time",
        ),
        (Function, "#binary #date #datetime #duration #table #time"),
    ],
    word_bytes: ".",
    calls: true,
    ..Grammar::NONE
};

const PROTOBUF: Grammar = Grammar {
    rules: &[Rule::Line("//"), Rule::Block("/*", "*/"), quote("\""), quote("'")],
    words: &[
        (
            Keyword,
            "enum extend extensions false import message oneof option optional package public repeated required reserved \
             returns rpc service stream syntax to true weak",
        ),
        (
            Type,
            "bool bytes double fixed32 fixed64 float int32 int64 map sfixed32 sfixed64 sint32 sint64 string uint32 uint64",
        ),
    ],
    capitals: true,
    ..Grammar::NONE
};

const DDF: Grammar = Grammar {
    rules: &[quote("\""), Rule::Name(".", Keyword, "")],
    line: &[LineRule::Rest(";", Comment)],
    words: &[(Attribute, "on off")],
    fold: true,
    ..Grammar::NONE
};
