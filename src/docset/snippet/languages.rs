//! Names of code languages, their aliases and file extensions, and how each marks regions (DocFX's table).

/// How a family of languages marks the regions of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// `// <tag>` … `// </tag>`, with the text around the tag: before and after it.
    Comment(&'static str, &'static str),
    /// `/* <tag> */` … `/* </tag> */`, where the end's name is not looked at.
    Css,
    /// `#region tag` … `#endregion`.
    Region,
}

const SLASHES: Family = Family::Comment("//", "");
const QUOTE: Family = Family::Comment("'", "");
const MARKUP: Family = Family::Comment("<!--", "-->");
const DASHES: Family = Family::Comment("--", "");
const HASH: Family = Family::Comment("#", "");
const REM: Family = Family::Comment("rem", "");
const PERCENT: Family = Family::Comment("%", "");
const SEMICOLON: Family = Family::Comment(";", "");

/// Every family, in the order in which they are tried for an unknown language.
pub(super) const ALL: &[Family] =
    &[SLASHES, Family::Region, QUOTE, MARKUP, DASHES, HASH, REM, PERCENT, SEMICOLON, Family::Css];

/// A language: canonical name, other names (also as extensions), families.
type Language = (&'static str, &'static [&'static str], &'static [Family]);

const LANGUAGES: &[Language] = &[
    ("actionscript", &["as"], &[SLASHES]),
    ("arduino", &["ino"], &[SLASHES]),
    ("assembly", &["nasm", "asm"], &[SLASHES]),
    ("batchfile", &["bat", "cmd"], &[REM]),
    ("cpp", &["c", "c++", "objective-c", "obj-c", "objc", "objectivec", "h", "hpp", "cc", "m"], &[SLASHES]),
    ("csharp", &["cs"], &[SLASHES, Family::Region]),
    ("cshtml", &["aspx-cs", "aspx-csharp"], &[SLASHES, MARKUP, Family::Region]),
    ("css", &[], &[Family::Css]),
    ("cuda", &["cu", "cuh"], &[SLASHES]),
    ("d", &["dlang"], &[SLASHES]),
    ("erlang", &["erl"], &[PERCENT]),
    ("fsharp", &["fs", "fsi", "fsx"], &[SLASHES]),
    ("go", &["golang"], &[SLASHES]),
    ("handlebars", &["hbs"], &[MARKUP]),
    ("haskell", &["hs"], &[DASHES]),
    ("html", &["jsp", "asp", "aspx", "ascx"], &[MARKUP]),
    ("java", &["gradle"], &[SLASHES]),
    ("javascript", &["js", "node", "json"], &[SLASHES]),
    ("lisp", &["lsp"], &[SEMICOLON]),
    ("lua", &[], &[DASHES]),
    ("matlab", &[], &[PERCENT]),
    ("pascal", &["pas"], &[SLASHES]),
    ("perl", &["pl"], &[HASH]),
    ("php", &[], &[SLASHES, MARKUP]),
    ("powershell", &["posh", "ps1"], &[HASH]),
    ("processing", &["pde"], &[SLASHES]),
    ("python", &["py"], &[HASH]),
    ("r", &[], &[HASH]),
    ("react", &["tsx"], &[SLASHES, MARKUP]),
    ("ruby", &["ru", "erb", "rb", ""], &[HASH, MARKUP]),
    ("rust", &["rs"], &[SLASHES]),
    ("scala", &[], &[SLASHES]),
    ("shell", &["sh", "bash"], &[HASH]),
    ("smalltalk", &["st"], &[SLASHES]),
    ("sql", &[], &[DASHES]),
    ("swift", &[], &[SLASHES]),
    ("typescript", &["ts"], &[SLASHES]),
    ("vb", &["vbnet", "vbscript", "bas", "vbs", "vba"], &[QUOTE, Family::Region]),
    ("vbhtml", &["aspx-vb"], &[QUOTE, MARKUP, Family::Region]),
    ("xaml", &[], &[MARKUP]),
    ("xml", &["xsl", "xslt", "xsd", "wsdl", "csdl", "edmx"], &[MARKUP]),
];

fn find(name: &str) -> Option<&'static Language> {
    LANGUAGES.iter().find(|(canonical, aliases, _)| *canonical == name || aliases.contains(&name))
}

/// The canonical name of a language or a file extension without its dot.
pub(super) fn canonical(name: &str) -> Option<&'static str> {
    find(name).map(|l| l.0)
}

/// How a language marks regions; `None` for a language without an entry. DocFX compares names with their case.
pub(super) fn families(name: &str) -> Option<&'static [Family]> {
    find(name).map(|l| l.2)
}
