//! The .NET languages and the other Basics.

use super::super::grammar::{Grammar, LineRule, Rule, between, doubled, marked_quote, quote};
use super::super::sink::Class::{Attribute, Comment, Keyword, Type};
use super::{Language, Syntax, entry};

pub(super) const LANGUAGES: &[Language] = &[
    entry("csharp", "C#", "c# cs csx cake", Syntax::Table(&CSHARP)),
    entry("vb", "VB", "vbnet vb.net visualbasic basic", Syntax::Table(&VB)),
    entry("vbs", "VBScript", "vbscript", Syntax::Table(&VB)),
    entry("vba", "VBA", "", Syntax::Table(&VB)),
    entry("fsharp", "F#", "f# fs fsx fsi", Syntax::Table(&FSHARP)),
    entry("msil", "MSIL", "il cil", Syntax::Table(&MSIL)),
    entry("t4", "T4", "tt", Syntax::Table(&CSHARP)),
];

const CSHARP: Grammar = Grammar {
    rules: &[
        Rule::Line("//"),
        Rule::Block("/*", "*/"),
        between("\"\"\"", "\"\"\""),
        between("$\"\"\"", "\"\"\""),
        doubled("@\"", "\"", true),
        doubled("$@\"", "\"", true),
        doubled("@$\"", "\"", true),
        marked_quote("$\"", "\""),
        quote("\""),
        Rule::Char,
    ],
    line: &[LineRule::Directive("#")],
    words: &[
        (
            Keyword,
            "abstract add alias and as ascending async await base break by case catch checked class const continue \
             default delegate descending do else enum equals event explicit extern false file finally fixed for \
             foreach from get global goto group if implicit in init interface internal into is join let lock managed \
             nameof namespace new not null on operator or orderby out override params partial private protected \
             public readonly record ref remove required return scoped sealed select set sizeof stackalloc static \
             struct switch this throw true try typeof unchecked unmanaged unsafe using value var virtual volatile \
             when where while with yield",
        ),
        (
            Type,
            "bool byte char decimal double dynamic float int long nint nuint object sbyte short string uint ulong \
             ushort void",
        ),
    ],
    calls: true,
    capitals: true,
    ..Grammar::NONE
};

const VB: Grammar = Grammar {
    rules: &[
        Rule::Line("'"),
        doubled("\"", "\"", false),
        Rule::Enclosed("<", ">", Attribute, "()\":=., "),
        Rule::Enclosed("&", "&", super::super::sink::Class::Number, ""),
    ],
    line: &[LineRule::RestAfterWord("rem", Comment), LineRule::Directive("#")],
    words: &[
        (
            Keyword,
            "AddHandler AddressOf Alias And AndAlso As Async Await ByRef ByVal Call Case Catch CBool CByte CChar CDate \
             CDbl CDec CInt Class CLng CObj Const Continue CStr CType Declare Default Delegate Dim DirectCast Do Each \
             Else ElseIf End EndIf Enum Erase Error Event Exit Explicit False Finally For Friend From Function Get \
             GetType Global GoSub GoTo Handles If Implements Imports In Inherits Interface Is IsNot Iterator Let Lib \
             Like Loop Me Mod Module MustInherit MustOverride MyBase MyClass NameOf Namespace Narrowing New Next Not \
             Nothing NotInheritable NotOverridable Null Of On Operator Option Optional Or OrElse Out Overloads \
             Overridable Overrides ParamArray Partial Preserve Private Property Protected Public RaiseEvent ReadOnly \
             ReDim RemoveHandler Resume Return Select Set Shadows Shared Static Step Stop Strict Structure Sub \
             SyncLock Then Throw To True Try TryCast TypeOf Until Using Wend When Where While Widening With WithEvents \
             WriteOnly Xor Yield",
        ),
        (
            Type,
            "Boolean Byte Char Date Decimal Double Integer Long Object SByte Short Single String UInteger ULong \
             UShort Variant",
        ),
    ],
    fold: true,
    calls: true,
    ..Grammar::NONE
};

const FSHARP: Grammar = Grammar {
    rules: &[
        Rule::Line("//"),
        Rule::Nested("(*", "*)"),
        between("\"\"\"", "\"\"\""),
        doubled("@\"", "\"", true),
        marked_quote("$\"", "\""),
        quote("\""),
        Rule::Char,
        Rule::Enclosed("[<", ">]", Attribute, "*"),
    ],
    line: &[LineRule::Directive("#")],
    words: &[
        (
            Keyword,
            "abstract and as assert base begin class default delegate do done downcast downto elif else end exception \
             extern false finally fixed for fun function global if in inherit inline interface internal lazy let let! \
             match match! member module mutable namespace new not null of open or override private public rec return \
             return! select static struct then to true try type upcast use use! val void when while with yield yield!",
        ),
        (
            Type,
            "array bool byte char decimal double exn float float32 int int16 int32 int64 list nativeint obj option \
             sbyte seq single string uint16 uint32 uint64 unit",
        ),
    ],
    word_bytes: "'",
    capitals: true,
    ..Grammar::NONE
};

const MSIL: Grammar = Grammar {
    rules: &[
        Rule::Line("//"),
        Rule::Block("/*", "*/"),
        quote("\""),
        quote("'"),
        Rule::Name(".", Keyword, ""),
    ],
    words: &[
        (
            Keyword,
            "abstract ansi auto beforefieldinit box br brfalse brtrue call callvirt cil class extends hidebysig \
             instance ldarg ldc ldfld ldloc ldstr managed newobj nop pop private public ret rtspecialname sealed \
             specialname static stfld stloc throw valuetype virtual",
        ),
        (
            Type,
            "bool char float32 float64 int8 int16 int32 int64 native object string uint8 uint16 uint32 uint64 void",
        ),
    ],
    word_bytes: ".",
    ..Grammar::NONE
};
