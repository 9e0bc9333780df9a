//! Names of Markdown extensions to switches.

use crate::base::Span;
use crate::diag::{Code, Diagnostic};
use crate::markdown::{AlertType, Extensions};

/// Extensions that change nothing here: they are always on, or have no effect in DocFX either.
const WITHOUT_EFFECT: &[&str] =
    &["alerts", "autolinks", "common", "diagrams", "mathematics", "medialinks", "nonascii-noescape", "yaml"];

/// Extensions of Markdig's that docwright does not read.
const NOT_READ: &[&str] =
    &["customcontainers", "figures", "footers", "globalization", "gridtables", "listextras"];

/// Names that are switches.
const SWITCHES: &[&str] = &[
    "abbreviations",
    "advanced",
    "attributes",
    "autoidentifiers",
    "bootstrap",
    "citations",
    "definitionlists",
    "emojis",
    "emphasisextras",
    "footnotes",
    "gfm-pipetables",
    "hardlinebreak",
    "nofollowlinks",
    "nohtml",
    "noopenerlinks",
    "noreferrerlinks",
    "pipetables",
    "smartypants",
    "tasklists",
];

/// Switches on the extension `name`, letter case aside. What there is to say of it, if it is not read as Markdig does.
pub(super) fn enable(extensions: &mut Extensions, name: &str) -> Option<Unread> {
    let name = name.to_ascii_lowercase();
    match name.as_str() {
        "abbreviations" => extensions.abbreviations = true,
        "attributes" => extensions.attributes = true,
        "autoidentifiers" => extensions.auto_identifiers = true,
        "bootstrap" => extensions.bootstrap = true,
        "citations" => extensions.citations = true,
        "definitionlists" => extensions.definition_lists = true,
        "emojis" => extensions.smileys = true,
        "emphasisextras" => extensions.emphasis_extras = true,
        "footnotes" => extensions.footnotes = true,
        "gfm-pipetables" => extensions.gfm_tables = true,
        "hardlinebreak" => extensions.hard_line_breaks = true,
        "nofollowlinks" => extensions.no_follow = true,
        "nohtml" => extensions.no_html = true,
        "noopenerlinks" => extensions.no_opener = true,
        "noreferrerlinks" => extensions.no_referrer = true,
        "pipetables" => extensions.gfm_tables = false,
        "smartypants" => extensions.smart_punctuation = true,
        "tasklists" => extensions.task_lists = true,
        // Markdig's bundle.
        "advanced" => {
            extensions.abbreviations = true;
            extensions.attributes = true;
            extensions.citations = true;
            extensions.definition_lists = true;
            extensions.emphasis_extras = true;
            extensions.footnotes = true;
            extensions.task_lists = true;
            return Some(Unread::Bundle);
        }
        other if WITHOUT_EFFECT.contains(&other) => {}
        other if NOT_READ.contains(&other) => return Some(Unread::Extension),
        _ => return Some(Unread::Unknown),
    }
    None
}

/// Applies the options that `docfx.json` gives an extension: those that it shares with a switch of its own. The names
/// of the others.
pub(super) fn set<'a>(
    extensions: &mut Extensions,
    name: &str,
    options: impl Iterator<Item = (&'a str, Option<bool>)>,
) -> Vec<String> {
    let mut unread = Vec::new();
    for (option, value) in options {
        let tables = name.eq_ignore_ascii_case("pipetables");
        match (tables, option.to_ascii_lowercase().as_str()) {
            (true, "useheaderforcolumncount") => extensions.gfm_tables = value == Some(true),
            // There is no table without one here.
            (true, "requireheaderseparator") if value == Some(true) => {}
            _ => unread.push(option.to_owned()),
        }
    }
    unread
}

/// Why an extension is not read, or not in full.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unread {
    /// Markdig has it.
    Extension,
    /// A bundle of which some are not read.
    Bundle,
    /// There is none of the name.
    Unknown,
}

/// Adds or replaces an alert type.
pub(super) fn alert(alerts: &mut Vec<AlertType>, name: &str, class: &str) {
    alerts.retain(|a| !a.name.eq_ignore_ascii_case(name));
    alerts.push(AlertType { name: name.to_owned(), class: class.to_owned() });
}

/// What to say of an extension that is not read.
pub(super) fn unread(name: &str, why: Unread, span: impl Into<Option<Span>>) -> Diagnostic {
    let left_out = NOT_READ.join(", ");
    match why {
        Unread::Extension => {
            let message = format!("the Markdown extension `{name}` is not read; its signs are shown as text");
            Diagnostic::new(Code::InvalidValue, span, message)
                .help("Take it out, and write what needs it in other Markdown or in HTML.")
        }
        Unread::Bundle => {
            let message = format!("of the Markdown extensions in `{name}` some are not read: {left_out}");
            Diagnostic::new(Code::InvalidValue, span, message)
                .help("Name the extensions that the pages need one by one.")
        }
        Unread::Unknown => {
            let message = format!("there is no Markdown extension `{name}`");
            let known = SWITCHES.iter().chain(WITHOUT_EFFECT).chain(NOT_READ).copied();
            let diagnostic = Diagnostic::new(Code::InvalidValue, span, message);
            match super::nearest(name, known) {
                Some(near) => diagnostic.help(format!("Did you mean `{near}`?")),
                None => diagnostic.help(format!("The extensions are {}.", SWITCHES.join(", "))),
            }
        }
    }
}

/// What to say of an option that is not read.
pub(super) fn unread_option(name: &str, option: &str, span: impl Into<Option<Span>>) -> Diagnostic {
    let message = format!("the option `{option}` of the Markdown extension `{name}` is not read");
    Diagnostic::new(Code::InvalidValue, span, message).help("Take it out; the extension's usual rules hold.")
}
