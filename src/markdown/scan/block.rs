//! Marks that take a line for themselves.

use std::ops::Range;

use crate::diag::{Code, Severity};

use super::super::ast::AlertKind;
use super::super::directive;
use super::super::grammar::{self, attributes, bracket_text, run_of, skip_blanks, skip_name};
use super::super::options::ParseOptions;
use super::{Container, Fault, Line, Mark, MarkKind};

/// Adds the mark of a line, if it is one; whether it was (a malformed one stays text: `false`).
pub(super) fn marks(line: Line<'_>, options: &ParseOptions, out: &mut Vec<Mark>) -> bool {
    let body = line.body();
    let kind = if body.starts_with(":::") {
        if options.inline_only { None } else { colons(body) }
    } else if body.starts_with("[!") {
        brackets(line, options)
    } else {
        None
    };
    let Some(kind) = kind else { return false };
    let start = line.body_start();
    let consumed = kind.is_block();
    out.push(Mark { range: start..start + body.len(), kind });
    consumed
}

fn fault(code: Code, severity: Severity, message: String, help: &'static str) -> MarkKind {
    MarkKind::Fault(Box::new(Fault { code, severity, message, help }))
}

/// Whether attributes make a mark; none when it is to be read as text. The error is a writer's sentence.
type Check = fn(&grammar::Attributes<'_>) -> Result<Option<MarkKind>, String>;

const END_HELP: &str = "Leave nothing but the marker on its line.";

fn colons(body: &str) -> Option<MarkKind> {
    let count = run_of(body, 0, b':');
    let name_at = skip_blanks(body, count);
    let name_end = skip_name(body, name_at);
    let name = body.get(name_at..name_end)?;
    let rest = body.get(name_end..)?;
    if let Some(kind) = end_marker(name, rest, count) {
        return Some(kind);
    }
    let is = |n: &str| name.eq_ignore_ascii_case(n);
    if is("moniker") {
        return moniker(rest, count);
    }
    if is("row") {
        return rest.starts_with(":::").then_some(MarkKind::Open(Container::Row, count));
    }
    if is("column") {
        return column(body, name_end, count);
    }
    if count != 3 {
        return None;
    }
    let (code, check): (Code, Check) = if is("zone") {
        (Code::InvalidZone, |a| {
            if a.closed {
                return Err("Nothing may follow the attributes of a zone.".into());
            }
            directive::zone(a).map(|_| Some(MarkKind::Open(Container::Zone, 3)))
        })
    } else if is("form") {
        (Code::InvalidForm, |a| directive::form(a).map(|()| Some(MarkKind::Form)))
    } else if is("code") {
        (Code::InvalidCode, |a| directive::code(a).map(|()| Some(MarkKind::ColonCode)))
    } else if is("comparison") {
        (Code::MethodSetNotFound, |a| directive::comparison(a).map(|()| Some(MarkKind::Comparison)))
    } else if is("image") {
        (Code::InvalidImage, |a| complex(a, Container::Image, directive::image))
    } else if is("video") {
        (Code::InvalidVideo, |a| complex(a, Container::Video, directive::video))
    } else {
        return unknown(name);
    };
    let help = "Write attributes as name=\"value\", separated by spaces.";
    match attributes(body, name_end).and_then(|a| check(&a)) {
        Ok(kind) => kind,
        // A faulty picture or film in text is told where it is read as text.
        Err(_) if matches!(code, Code::InvalidImage | Code::InvalidVideo) && name_at == count => None,
        Err(message) => Some(fault(code, Severity::Error, message, help)),
    }
}

/// A name that stands for nothing. Those of constructs that are read in text are no fault of a line.
fn unknown(name: &str) -> Option<MarkKind> {
    let known = name.is_empty() || name.eq_ignore_ascii_case("no-loc") || name.starts_with('-');
    (!known).then(|| {
        let message = format!("There is no construct \":::{name}\", so the line is shown as text.");
        let help = "Use a construct of the authoring guide, or put text that is meant so in back-ticks.";
        fault(Code::UnknownDirective, Severity::Suggestion, message, help)
    })
}

fn complex(
    attributes: &grammar::Attributes<'_>,
    container: Container,
    check: fn(&grammar::Attributes<'_>) -> Result<(), String>,
) -> Result<Option<MarkKind>, String> {
    if !attributes.get("type").is_some_and(|t| t.eq_ignore_ascii_case("complex")) {
        return Ok(None);
    }
    check(attributes).map(|()| Some(MarkKind::Open(container, 3)))
}

/// `zone-end` and its relatives.
fn end_marker(name: &str, rest: &str, count: usize) -> Option<MarkKind> {
    let is = |n: &str| name.eq_ignore_ascii_case(n);
    let rest = rest.trim_matches([' ', '\t']);
    let (container, tail) = if name == "zone-end" {
        (Container::Zone, rest)
    } else if is("moniker-end") {
        (Container::Moniker, rest)
    } else if is("row-end") || is("column-end") {
        let container = if is("row-end") { Container::Row } else { Container::Column };
        (container, rest.strip_prefix(":::").map_or(rest, |r| r.trim_start_matches(':')))
    } else if is("image-end") || is("video-end") {
        let container = if is("image-end") { Container::Image } else { Container::Video };
        let missing = (!rest.starts_with(":::")).then(|| {
            Box::new(Fault {
                code: container.code(),
                severity: Severity::Warning,
                message: format!("The end of the {} lacks its closing colons.", container.name()),
                help: "Write \":::\" after the name: `:::image-end:::`.",
            })
        });
        return Some(MarkKind::Close(container, 3, missing));
    } else {
        return None;
    };
    let tail = tail.trim_start_matches([' ', '\t']);
    let told = (!tail.is_empty()).then(|| {
        Box::new(Fault {
            code: container.code(),
            severity: Severity::Warning,
            message: format!("The text after the end of the {} is not shown: \"{tail}\".", container.name()),
            help: END_HELP,
        })
    });
    Some(MarkKind::Close(container, count, told))
}

const MONIKER_HELP: &str = "Write `::: moniker range=\"…\"` and nothing else on the line.";

fn moniker(rest: &str, count: usize) -> Option<MarkKind> {
    let rest = rest.trim_start_matches([' ', '\t']);
    let head = rest.get(..7)?;
    if !head.eq_ignore_ascii_case("range=\"") {
        return None;
    }
    let value = rest.get(7..)?;
    if !value.contains('"') {
        let message = "The range of the moniker lacks its closing double quote.".to_owned();
        return Some(fault(Code::InvalidMonikerRange, Severity::Warning, message, MONIKER_HELP));
    }
    Some(MarkKind::Open(Container::Moniker, count))
}

fn column(body: &str, at: usize, count: usize) -> Option<MarkKind> {
    if body.get(at..)?.starts_with(":::") {
        return Some(MarkKind::Open(Container::Column, count));
    }
    match attributes(body, at) {
        Ok(a) if a.closed && !a.pairs.is_empty() && a.unknown(&["span"]).is_none() => {
            Some(MarkKind::Open(Container::Column, count))
        }
        _ => None,
    }
}

fn brackets(line: Line<'_>, options: &ParseOptions) -> Option<MarkKind> {
    let body = line.body();
    let bytes = body.as_bytes();
    match bytes.get(2)? {
        b'i' | b'I'
            if !options.inline_only && grammar::include(body, b'+').is_some_and(|i| i.end == body.len()) =>
        {
            return Some(MarkKind::BlockInclude);
        }
        b'c' | b'C' if !options.inline_only && grammar::code(body, "[!code").is_some() => {
            return Some(MarkKind::BracketCode);
        }
        b'n' | b'N' if !options.inline_only && grammar::code(body, "[!notebook").is_some() => {
            return Some(MarkKind::Notebook);
        }
        _ => {}
    }
    if line.quoted && !options.inline_only { quote_marker(line, options) } else { None }
}

/// `[!NOTE]`, `[!div …]`, `[!VIDEO …]` right after a quote mark.
fn quote_marker(line: Line<'_>, options: &ParseOptions) -> Option<MarkKind> {
    let body = line.body();
    let inner = bracket_text(body, 2)?;
    let text = body.get(inner.clone())?;
    let kind = if let Some(kind) = alert_kind(text, options) {
        MarkKind::Alert(kind)
    } else if text.get(..3).is_some_and(|t| t.eq_ignore_ascii_case("div")) {
        let start = line.body_start() + inner.start + 3;
        MarkKind::Div(start..line.body_start() + inner.end)
    } else if text.get(..6).is_some_and(|t| t.eq_ignore_ascii_case("video ")) {
        let url = text.get(6..)?;
        if !url.starts_with("http://") && !url.starts_with("https://") {
            return None;
        }
        let start = line.body_start() + inner.start + 6;
        MarkKind::QuoteVideo(Range { start, end: line.body_start() + inner.end })
    } else {
        return None;
    };
    if inner.end + 1 == body.len() {
        return Some(kind);
    }
    let message = format!("Text on the line of \"[!{text}]\" makes it an ordinary quote.");
    let help = "Begin the text on the next line, after `> `.";
    Some(fault(Code::InvalidNoteSection, Severity::Warning, message, help))
}

fn alert_kind(text: &str, options: &ParseOptions) -> Option<AlertKind> {
    if let Some(i) = options.alerts.iter().position(|a| a.name.eq_ignore_ascii_case(text)) {
        return u16::try_from(i).ok().map(AlertKind::Custom);
    }
    built_in_alert(text)
}

/// The kind of alert that a word names everywhere.
pub(super) fn built_in_alert(text: &str) -> Option<AlertKind> {
    const BUILT_IN: [(&str, AlertKind); 5] = [
        ("note", AlertKind::Note),
        ("tip", AlertKind::Tip),
        ("important", AlertKind::Important),
        ("warning", AlertKind::Warning),
        ("caution", AlertKind::Caution),
    ];
    BUILT_IN.iter().find(|(n, _)| n.eq_ignore_ascii_case(text)).map(|(_, k)| *k)
}
