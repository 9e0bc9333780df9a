//! Structured pages: YAML files whose first line names a type.
//!
//! The data stays as it was written, but for two kinds of members: links, which are resolved with those of the
//! page's Markdown, and Markdown texts, which are parsed documents of their own.

mod fields;

pub(super) use fields::escape;

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::base::{FileId, Span};
use crate::config::json;
use crate::diag::{Code, Diagnostic};
use crate::markdown::{Document, ParseOptions};

use super::FileFacts;
use super::page::Layout;
use super::schema_page::{self, DefinedUid, Schemas};

/// A Markdown text in a structured page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TextField {
    /// Where it is in the data, as a JSON pointer.
    pub(super) pointer: String,
    /// What it says. Its spans count in the text alone; `lines` leads back to the file.
    pub(super) document: Arc<Document>,
    /// What it says of itself to others.
    pub(super) facts: Arc<FileFacts>,
    /// Pairs of an offset in the text and the same place in the file, for each line.
    pub(super) lines: Vec<(u32, u32)>,
    /// It is a part of a line: shown without a paragraph around it.
    pub(super) inline: bool,
}

impl TextField {
    /// A text that was parsed, with its place in the data and its lines.
    pub(super) fn new(pointer: String, document: Document, lines: Vec<(u32, u32)>, inline: bool) -> Self {
        let facts = Arc::new(FileFacts::of(&document));
        TextField { pointer, document: Arc::new(document), facts, lines, inline }
    }

    /// A place in the text as a place in the file.
    pub(super) fn in_file(&self, span: Span) -> Span {
        let at = self.lines.partition_point(|(offset, _)| *offset <= span.start);
        match at.checked_sub(1).and_then(|i| self.lines.get(i)) {
            Some((offset, file)) => {
                let start = file + (span.start - offset);
                Span { file: span.file, start, end: start + (span.end - span.start) }
            }
            None => Span { file: span.file, start: 0, end: 0 },
        }
    }
}

/// A link in a structured page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LinkField {
    pub(super) pointer: String,
    pub(super) target: String,
    pub(super) span: Span,
    /// It is shown (a picture), not gone to.
    pub(super) resource: bool,
}

/// A structured page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct DataPage {
    pub(super) layout: Layout,
    /// The type as written.
    pub(super) mime: String,
    pub(super) data: Value,
    pub(super) texts: Vec<TextField>,
    pub(super) links: Vec<LinkField>,
    /// Ids of questions and the like.
    pub(super) anchors: Vec<String>,
    /// Names that it defines, for itself and for parts of it.
    pub(super) uids: Vec<DefinedUid>,
    /// Names of other things that it states as data, and where.
    pub(super) references: Vec<(String, Span)>,
    /// It is data for other pages.
    pub(super) component: bool,
}

impl DataPage {
    /// A page in which nothing was looked for yet.
    pub(super) fn new(layout: Layout, mime: &str, data: Value) -> Self {
        DataPage {
            layout,
            mime: mime.to_owned(),
            data,
            texts: Vec::new(),
            links: Vec::new(),
            anchors: Vec::new(),
            uids: Vec::new(),
            references: Vec::new(),
            component: false,
        }
    }

    /// The metadata that the file states.
    pub(super) fn metadata(&self) -> Map<String, Value> {
        self.data.get("metadata").and_then(Value::as_object).cloned().unwrap_or_default()
    }
}

/// The type of a file: named by the first line (spaces are tolerated), in JSON by the file that `$schema` names.
pub(super) fn mime(text: &str) -> Option<&str> {
    if text.trim_start().starts_with('{') {
        let (_, after) = text.split_once("\"$schema\"")?;
        let address =
            after.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?.split('"').next()?;
        let name = address.rsplit('/').next().unwrap_or(address);
        return Some(name.strip_suffix(".json").unwrap_or(name)).filter(|n| !n.is_empty());
    }
    let line = text.lines().next()?.trim();
    let rest = line.strip_prefix('#')?.trim_start_matches('#').trim_start();
    let (word, name) = rest.split_once(':')?;
    let name = name.trim();
    (word.trim().eq_ignore_ascii_case("YamlMime") && !name.is_empty()).then_some(name)
}

/// What a type is to a site.
pub(super) enum Kind {
    /// A page with this layout.
    Page(Layout),
    /// Data that pages refer to; no page of its own.
    Component,
}

/// What a type is; `None` for one without a layout of its own.
pub(super) fn kind(mime: &str, data: Option<&Value>) -> Option<Kind> {
    Some(match mime.to_ascii_lowercase().as_str() {
        "landing" => Kind::Page(Layout::Landing),
        "hub" => Kind::Page(Layout::Hub),
        "faq" => Kind::Page(Layout::Faq),
        "marketing" => Kind::Page(Layout::Marketing),
        "howto" => Kind::Page(Layout::HowTo),
        "tutorial" => Kind::Page(Layout::Tutorial),
        "landingdata" => Kind::Page(Layout::LandingData),
        "yamldocument" => {
            let kind = data.and_then(|d| d.get("documentType")).and_then(Value::as_str);
            if kind.is_some_and(|k| k.eq_ignore_ascii_case("LandingData")) {
                Kind::Page(Layout::LandingData)
            } else {
                return None;
            }
        }
        "contextobject" | "zonepivotgroups" | "tableofcontent" | "xrefmap" => Kind::Component,
        _ => return None,
    })
}

/// The data of a file that is no page but data for others; `None` for all other files.
pub(super) fn component(text: &str) -> Option<Value> {
    let kind = kind(mime(text)?, None)?;
    if matches!(kind, Kind::Component) { crate::yaml::parse(text).ok().map(|p| p.value) } else { None }
}

/// Reads a structured page. `None` when the file makes no page; what is wrong goes to `sink`.
pub(super) fn read(
    file: FileId,
    text: &str,
    options: &ParseOptions,
    (docset, schemas): (usize, &Schemas),
    sink: &mut Vec<Diagnostic>,
) -> Option<DataPage> {
    let first_line = Span::new(file, 0..text.lines().next().unwrap_or_default().len());
    let Some(mime) = mime(text) else {
        sink.push(
            Diagnostic::new(Code::SchemaNotFound, first_line, "the file does not say what kind of page it is")
                .help("begin it with ### YamlMime:Landing (or Hub, FAQ, ...), or take it out of the content patterns"),
        );
        return None;
    };
    if let Some(schema) = schemas.get(docset, mime) {
        return schema_page::read((mime, schema), file, text, options, sink);
    }
    let data = data(file, text, sink)?;
    let layout = match kind(mime, Some(&data)) {
        Some(Kind::Page(layout)) => layout,
        Some(Kind::Component) => return None,
        None => {
            sink.push(
                Diagnostic::new(
                    Code::SchemaNotFound,
                    first_line,
                    format!("\"{mime}\" has no layout of its own"),
                )
                .help("it is shown as headings, text and links"),
            );
            Layout::Other
        }
    };
    Some(fields::collect(layout, mime, data, &fields::Place { file, text, options }))
}

/// The data of a file, YAML or JSON. `None` when it is neither, which goes to `sink`.
pub(super) fn data(file: FileId, text: &str, sink: &mut Vec<Diagnostic>) -> Option<Value> {
    if text.trim_start().starts_with('{') {
        return match json::parse(file, text) {
            Ok(value) => value.map(|v| v.to_value()),
            Err(error) => {
                sink.push(error.help("mend the JSON; the page is left out"));
                None
            }
        };
    }
    let parsed = match crate::yaml::parse(text) {
        Ok(parsed) => parsed,
        Err(e) => {
            let at = Span::at(file, e.offset as usize);
            let code = if e.limit { Code::YamlLimitExceeded } else { Code::YamlSyntax };
            let message = format!("the file is no valid YAML: {}", e.message);
            sink.push(Diagnostic::new(code, at, message).help("mend the YAML; the page is left out"));
            return None;
        }
    };
    for (key, offset) in &parsed.duplicates {
        let at = *offset as usize;
        sink.push(
            Diagnostic::new(
                Code::YamlDuplicateKey,
                Span::new(file, at..at + key.len()),
                format!("\"{key}\" stands here for the second time; the last one counts"),
            )
            .help("remove one of them"),
        );
    }
    Some(parsed.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_type_stands_on_the_first_line() {
        assert_eq!(mime("### YamlMime:FAQ\nx: 1"), Some("FAQ"));
        assert_eq!(mime("# YamlMime: Hub \n"), Some("Hub"));
        assert_eq!(mime("items: []\n### YamlMime:FAQ"), None);
    }

    #[test]
    fn links_texts_and_question_ids_are_found() {
        let text = "### YamlMime:FAQ\ntitle: T\nsummary: |\n  See [a](a.md).\nsections:\n  - name: G\n    questions:\n      - question: |\n          Is it (really) so?\n        answer: |\n          No.\n\n          See [b](b.md).\n";
        let page = read(FileId(0), text, &ParseOptions::default(), (0, &Schemas::default()), &mut Vec::new())
            .expect("a page");
        assert_eq!(page.layout, Layout::Faq);
        assert_eq!(page.anchors, ["g", "is-it--really--so-"]);
        let answer = page.texts.iter().find(|t| t.pointer.ends_with("/answer")).expect("an answer");
        let at = answer.document.source.find("See").expect("there");
        let span = answer.in_file(Span::new(FileId(0), at..at + 3));
        assert_eq!(&text[span.range()], "See");
        assert!(span.start > 150);
    }
}
