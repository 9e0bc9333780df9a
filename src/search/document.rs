//! One page or method to its search document: sections to quote from, and words with how much they weigh.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::base::url;
use crate::docset::{NodeRef, PageView};
use crate::markdown::{NodeId, NodeKind};

use super::tokenize::{each_word, words};
use super::vocabulary::{Collector, Vocabulary, WordUse};
use super::{Kind, Meta, MethodMeta};

/// How much of a section is kept to quote from, in bytes.
const SECTION_TEXT: usize = 700;
/// How much of a page is kept to quote from, in bytes.
const PAGE_TEXT: usize = 8_000;
/// How much of one block of code is read, in bytes: the rest is output and data.
const CODE_TEXT: usize = 4_000;

/// Where a word stood, in units of body text: a word in code counts a quarter of a word in prose.
const IN_TEXT: u32 = 4;
const IN_CODE: u32 = 1;

/// A page or method, taken apart for the index.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SearchDoc {
    pub(super) kind: Kind,
    pub(super) url: String,
    pub(super) topic: String,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) area: String,
    pub(super) topic_type: String,
    /// Those it holds for; empty means all.
    pub(super) versions: Vec<String>,
    pub(super) sections: Vec<Section>,
    pub(super) words: Vocabulary,
    /// Words of body text in units.
    pub(super) length: u32,
}

/// A heading and what is under it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Section {
    pub(super) anchor: String,
    pub(super) heading: String,
    pub(super) text: String,
}

/// Takes a page apart.
pub fn document(view: &PageView, meta: &Meta<'_>) -> SearchDoc {
    let mut draft = Draft::new(meta);
    if let Some(data) = &view.data {
        read_data(view, data, &mut draft);
    } else {
        read_tree(view, PageView::ROOT, &mut draft);
    }
    draft.finish()
}

/// Takes a method apart.
pub fn method(meta: &MethodMeta<'_>) -> SearchDoc {
    let mut draft = Draft::start(Kind::Method, meta.name, meta.summary);
    draft.doc.url = meta.url.to_owned();
    draft.doc.topic = meta.topic.to_owned();
    draft.doc.versions = meta.versions.to_vec();
    draft.doc.area = meta.area.to_owned();
    draft.text(meta.summary);
    draft.text(meta.text);
    draft.finish()
}

/// What is left to do while a tree is read.
enum Step {
    Enter(NodeRef),
    /// The end of a block: words do not run over it.
    Space,
}

/// Reads the blocks below a node in order.
fn read_tree(view: &PageView, root: NodeRef, draft: &mut Draft) {
    let mut stack = vec![Step::Enter(root)];
    let mut text = String::new();
    let mut children = Vec::new();
    while let Some(step) = stack.pop() {
        let Step::Enter(at) = step else {
            text.push(' ');
            continue;
        };
        let Some(occurrence) = view.occurrence(at) else { continue };
        let doc = &occurrence.doc;
        match doc.kind(at.node) {
            NodeKind::Heading(index) => {
                draft.flush(&mut text);
                let level = doc.headings.get(index as usize).map_or(2, |h| h.level);
                view.push_text(at, &mut text);
                draft.heading(level, view.heading_id(at).unwrap_or_default(), &text);
                text.clear();
            }
            NodeKind::CodeBlock(_) | NodeKind::Snippet(_) => {
                draft.flush(&mut text);
                view.push_text(at, &mut text);
                draft.code(&text);
                text.clear();
            }
            NodeKind::Text(t) | NodeKind::CodeSpan(t) | NodeKind::NoLoc(t) => text.push_str(doc.str(t)),
            NodeKind::SoftBreak | NodeKind::HardBreak => text.push(' '),
            NodeKind::Xref(_) | NodeKind::Abbreviation(_) | NodeKind::MathInline(_) => {
                view.push_text(at, &mut text);
            }
            NodeKind::HtmlBlock(_) | NodeKind::HtmlInline(_) | NodeKind::Include(_) => {}
            kind => {
                if is_block(kind) {
                    stack.push(Step::Space);
                }
                view.push_children(at, &mut children);
                stack.extend(children.drain(..).rev().map(Step::Enter));
            }
        }
    }
    draft.flush(&mut text);
}

fn is_block(kind: NodeKind) -> bool {
    !matches!(
        kind,
        NodeKind::Emphasis
            | NodeKind::Strong
            | NodeKind::Strike
            | NodeKind::Subscript
            | NodeKind::Superscript
            | NodeKind::Inserted
            | NodeKind::Marked
            | NodeKind::Citation
            | NodeKind::Link(_)
            | NodeKind::MarkdownImage(_)
    )
}

/// Reads the texts of a structured page: strings that are no addresses, and its Markdown fields.
fn read_data(view: &PageView, data: &Value, draft: &mut Draft) {
    const NO_TEXT: [&str; 9] =
        ["url", "href", "src", "imageSrc", "image", "itemType", "linkListType", "metadata", "uid"];
    let mut stack = vec![data];
    while let Some(value) = stack.pop() {
        match value {
            Value::String(text) => draft.text(text),
            Value::Array(items) => stack.extend(items.iter().rev()),
            Value::Object(fields) => {
                let document =
                    fields.get("markdown").and_then(Value::as_u64).and_then(|n| u32::try_from(n).ok());
                if let Some(doc) = document {
                    read_tree(view, NodeRef { doc, node: NodeId::ROOT }, draft);
                    continue;
                }
                let texts = fields.iter().filter(|(key, _)| !NO_TEXT.contains(&key.as_str()));
                stack.extend(texts.map(|(_, value)| value).rev());
            }
            _ => {}
        }
    }
}

/// A document in the making, for pages that are data rather than Markdown: sections in order, text under them.
#[derive(Debug)]
pub struct Draft {
    doc: SearchDoc,
    words: Collector,
    /// Bytes of section text so far.
    kept: usize,
}

impl Draft {
    /// Starts a page.
    pub fn new(meta: &Meta<'_>) -> Self {
        let mut draft = Draft::start(Kind::Page, meta.title, meta.description);
        draft.doc.url = url::encode_path(meta.out.as_str());
        meta.topic.clone_into(&mut draft.doc.topic);
        meta.area.clone_into(&mut draft.doc.area);
        meta.topic_type.clone_into(&mut draft.doc.topic_type);
        meta.versions.clone_into(&mut draft.doc.versions);
        // The file's name says what a page is about, often in other words than its title.
        let name = meta.topic.rsplit('/').next().unwrap_or_default();
        draft.field(name, |word| word.about = word.about.max(40));
        draft
    }

    fn start(kind: Kind, title: &str, description: &str) -> Self {
        let mut draft = Draft {
            doc: SearchDoc {
                kind,
                url: String::new(),
                topic: String::new(),
                title: one_line(title),
                description: one_line(description),
                area: String::new(),
                topic_type: String::new(),
                versions: Vec::new(),
                sections: vec![Section::default()],
                words: Vocabulary::default(),
                length: 0,
            },
            words: Collector::default(),
            kept: 0,
        };
        let strength = share(220, title);
        draft.field(title, |word| word.title = word.title.max(strength));
        draft.field(description, |word| word.about = word.about.max(30));
        draft
    }

    /// Starts a section; `anchor` is empty where there is none to link to.
    pub fn heading(&mut self, level: u8, anchor: &str, text: &str) {
        let heading = one_line(text);
        // The title is no section of its own.
        if level <= 1 || heading == self.doc.title {
            let strength = share(60, &heading);
            self.field(&heading, |word| word.heading = word.heading.max(strength));
            return;
        }
        let strength = share(if level == 2 { 90 } else { 60 }, &heading);
        self.field(&heading, |word| word.heading = word.heading.max(strength));
        self.doc.sections.push(Section { anchor: anchor.to_owned(), heading, text: String::new() });
    }

    /// Text of the current section.
    pub fn text(&mut self, text: &str) {
        self.count(text, IN_TEXT);
        let Some(section) = self.doc.sections.last_mut() else { return };
        let mut rest = text;
        while let Some(word) = next_piece(&mut rest) {
            if section.text.len() >= SECTION_TEXT || self.kept >= PAGE_TEXT {
                break;
            }
            if !section.text.is_empty() {
                section.text.push(' ');
            }
            section.text.push_str(word);
            self.kept += word.len() + 1;
        }
    }

    /// Code of the current section: found, but weighs less and is not quoted.
    pub fn code(&mut self, text: &str) {
        let end = text.floor_char_boundary(CODE_TEXT.min(text.len()));
        self.count(text.get(..end).unwrap_or_default(), IN_CODE);
    }

    /// The finished document.
    pub fn finish(mut self) -> SearchDoc {
        self.doc.words = self.words.finish();
        self.doc.sections.retain(|s| !s.heading.is_empty() || !s.text.is_empty());
        self.doc
    }

    fn flush(&mut self, text: &mut String) {
        if !text.trim_ascii().is_empty() {
            self.text(text);
        }
        text.clear();
    }

    fn count(&mut self, text: &str, unit: u32) {
        let mut length = 0u32;
        each_word(text, |word| {
            if !word.part {
                length += unit;
            }
            if let Some(used) = self.words.used(word) {
                used.body = used.body.saturating_add(if word.part { unit.div_ceil(2) } else { unit });
            }
        });
        self.doc.length = self.doc.length.saturating_add(length);
    }

    fn field(&mut self, text: &str, mark: impl Fn(&mut WordUse)) {
        each_word(text, |word| {
            if let Some(used) = self.words.used(word) {
                mark(used);
            }
        });
    }
}

/// What a field's strength is to each of its words: a word that is the whole title says more than one of ten.
fn share(strength: u16, text: &str) -> u16 {
    let mut count = 0u16;
    words(text, |_, part| count = count.saturating_add(u16::from(!part)));
    let share = f32::from(strength) / f32::from(count.max(1)).sqrt();
    // In range: at most `strength`, never negative.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let share = share.round() as u16;
    share
}

fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(word) = next_piece(&mut rest) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// What stands up to the next white space, which is taken off `rest`; as `split_whitespace` has it, but most text is
/// ASCII and need not be read by characters.
fn next_piece<'a>(rest: &mut &'a str) -> Option<&'a str> {
    let text = rest.trim_start();
    let white = |b: &u8| !b.is_ascii() || matches!(b, b' ' | 9..=13);
    let mut end = text.bytes().position(|b| white(&b)).unwrap_or(text.len());
    if text.as_bytes().get(end).is_some_and(|b| !b.is_ascii()) {
        end += text.get(end..).and_then(|t| t.find(char::is_whitespace)).unwrap_or(text.len() - end);
    }
    let (piece, after) = text.split_at(end);
    *rest = after;
    (!piece.is_empty()).then_some(piece)
}
