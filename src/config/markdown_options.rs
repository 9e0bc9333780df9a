//! Names of Markdown extensions to switches.

use crate::base::Span;
use crate::diag::{Code, Diagnostic};
use crate::markdown::{AlertType, Extensions};

/// Extensions that change nothing here: they are always on, or have no effect in DocFX either.
const WITHOUT_EFFECT: &[&str] = &[
    "alerts",
    "autolinks",
    "bootstrap",
    "citations",
    "common",
    "customcontainers",
    "diagrams",
    "emojis",
    "figures",
    "footers",
    "globalization",
    "gridtables",
    "listextras",
    "autoidentifiers",
    "mathematics",
    "medialinks",
    "noopenerlinks",
    "nofollowlinks",
    "noreferrerlinks",
    "nohtml",
    "nonascii-noescape",
    "yaml",
];

/// Names that are switches.
const SWITCHES: &[&str] = &[
    "abbreviations",
    "advanced",
    "attributes",
    "definitionlists",
    "emphasisextras",
    "footnotes",
    "gfm-pipetables",
    "hardlinebreak",
    "pipetables",
    "smartypants",
    "tasklists",
];

/// Switches on the extension `name`, letter case aside. `false`: there is no such extension.
pub(super) fn enable(extensions: &mut Extensions, name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    match name.as_str() {
        "abbreviations" => extensions.abbreviations = true,
        "attributes" => extensions.attributes = true,
        "definitionlists" => extensions.definition_lists = true,
        "emphasisextras" => extensions.emphasis_extras = true,
        "footnotes" => extensions.footnotes = true,
        "gfm-pipetables" => extensions.gfm_tables = true,
        "hardlinebreak" => extensions.hard_line_breaks = true,
        "pipetables" => extensions.gfm_tables = false,
        "smartypants" => extensions.smart_punctuation = true,
        "tasklists" => extensions.task_lists = true,
        // Markdig's bundle.
        "advanced" => {
            extensions.abbreviations = true;
            extensions.attributes = true;
            extensions.definition_lists = true;
            extensions.emphasis_extras = true;
            extensions.footnotes = true;
            extensions.task_lists = true;
        }
        other => return WITHOUT_EFFECT.contains(&other),
    }
    true
}

/// Adds or replaces an alert type.
pub(super) fn alert(alerts: &mut Vec<AlertType>, name: &str, class: &str) {
    alerts.retain(|a| !a.name.eq_ignore_ascii_case(name));
    alerts.push(AlertType { name: name.to_owned(), class: class.to_owned() });
}

/// What to say of a name that is no extension.
pub(super) fn unknown(name: &str, span: impl Into<Option<Span>>) -> Diagnostic {
    let message = format!("there is no Markdown extension `{name}`");
    let known = SWITCHES.iter().chain(WITHOUT_EFFECT).copied();
    let diagnostic = Diagnostic::new(Code::InvalidValue, span, message);
    match super::nearest(name, known) {
        Some(near) => diagnostic.help(format!("Did you mean `{near}`?")),
        None => diagnostic.help(format!("The extensions are {}.", SWITCHES.join(", "))),
    }
}
