//! What authors name in a fence and readers want a caption for, but no colours.

use super::{Language, Syntax, entry};

pub(super) const LANGUAGES: &[Language] = &[
    entry("output", "Output", "out", Syntax::Plain),
    entry("console", "Console", "terminal shell-session shellsession dbgconsole", Syntax::Plain),
    entry("syntax", "Syntax", "dbgsyntax", Syntax::Plain),
    entry("dbgcmd", "Debugger command", "windbg", Syntax::Plain),
    entry("text", "Text", "txt plaintext plain none nohighlight ascii", Syntax::Plain),
    entry("input", "Input", "", Syntax::Plain),
    entry("log", "Log", "logs", Syntax::Plain),
    entry("copilot-prompt", "Copilot prompt", "", Syntax::Plain),
    entry("pseudocode", "Pseudocode", "", Syntax::Plain),
    entry("diagram", "Diagram", "", Syntax::Plain),
    entry("example", "Example", "", Syntax::Plain),
    entry("mermaid", "Mermaid", "", Syntax::Plain),
    entry("guid", "GUID", "", Syntax::Plain),
    entry("query", "Query", "", Syntax::Plain),
    entry("regex", "Regular expression", "regexp", Syntax::Plain),
    entry("gpd", "GPD", "", Syntax::Plain),
    entry("gdl", "GDL", "", Syntax::Plain),
    entry("ppd", "PPD", "", Syntax::Plain),
    entry("sdel", "SDEL", "", Syntax::Plain),
    entry("def", "Module definition", "", Syntax::Plain),
    entry("rgs", "Registrar script", "", Syntax::Plain),
    entry("bcdedit", "BCDEdit", "", Syntax::Plain),
];
