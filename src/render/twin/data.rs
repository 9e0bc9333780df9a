//! Twins of structured pages: whatever the layout, what has a title is a section, what has an address is a link.

use serde_json::{Map, Value};

use crate::docset::{NodeRef, PageView};
use crate::markdown::NodeId;

use super::super::context::PageMeta;
use super::writer::{Writer, field};
use super::{TwinOptions, escape};

const TITLES: &[&str] = &["title", "name", "question", "text", "linkText"];
const ADDRESSES: &[&str] = &["url", "href"];
const TEXTS: &[&str] = &[
    "summary",
    "description",
    "abstract",
    "introduction",
    "content",
    "text",
    "note",
    "answer",
    "html",
    "markdown",
];
/// Parts of the data that are not shown.
const UNSEEN: &[&str] = &["metadata", "documentType", "id", "type", "linkListType", "itemType"];

/// The text of a structured page.
pub(super) fn markdown(view: &PageView, data: &Value, meta: &PageMeta, options: &TwinOptions<'_>) -> String {
    let mut page = Page { view, options, writer: Writer::new(view, options) };
    page.writer.begin_heading(1);
    page.writer.text(&meta.title);
    page.writer.end_heading();
    if let Value::Object(map) = data {
        page.texts(map, None);
        page.members(map, 2);
    }
    page.writer.finish()
}

struct Page<'a> {
    view: &'a PageView,
    options: &'a TwinOptions<'a>,
    writer: Writer<'a>,
}

impl Page<'_> {
    /// One value at a level of headings. YAML is read to a limited depth, so that this goes no deeper.
    fn value(&mut self, value: &Value, level: u8) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.value(item, level)),
            Value::Object(map) if occurrence(value).is_none() => self.object(map, level),
            _ => {}
        }
    }

    fn object(&mut self, map: &Map<String, Value>, level: u8) {
        let find = |keys: &[&'static str]| {
            keys.iter().find_map(|key| Some((*key, map.get(*key).filter(|v| !v.is_null())?)))
        };
        let title = find(TITLES).map(|(key, value)| (key, self.plain(value))).filter(|(_, t)| !t.is_empty());
        let address = find(ADDRESSES).and_then(|(_, value)| value.as_str());
        match (title, address) {
            (Some((key, title)), Some(href)) => {
                self.link(&title, href, map, key);
                self.members(map, level);
            }
            (Some((key, title)), None) => {
                self.writer.begin_heading(level);
                self.writer.text(&title);
                self.writer.end_heading();
                self.texts(map, Some(key));
                self.members(map, level.saturating_add(1));
            }
            (None, _) => {
                self.texts(map, None);
                self.members(map, level);
            }
        }
    }

    fn link(&mut self, title: &str, href: &str, map: &Map<String, Value>, key: &str) {
        let lines = &mut self.writer.lines;
        lines.container("- ", "  ");
        lines.inline(|out| {
            out.push('[');
            escape::text(out, title, escape::Place { link: true, ..escape::Place::default() });
            out.push_str(&format!("]({})", escape::destination(&self.options.address(href))));
        });
        for text in TEXTS.iter().filter(|k| **k != key).filter_map(|k| map.get(*k)) {
            let text = self.plain(text);
            if !text.is_empty() {
                self.writer.lines.write(": ");
                self.writer.text(&text);
            }
        }
        self.writer.lines.end_container(false);
    }

    /// The texts of an object, each a paragraph or the blocks that its Markdown has.
    fn texts(&mut self, map: &Map<String, Value>, title: Option<&str>) {
        for value in TEXTS.iter().filter(|k| Some(**k) != title).filter_map(|k| map.get(*k)) {
            self.writer.lines.end_block();
            match (occurrence(value), value) {
                (Some(doc), _) => field(&mut self.writer, doc),
                (None, Value::String(text)) => {
                    self.writer.lines.block();
                    self.writer.text(text.trim());
                    self.writer.lines.end_block();
                }
                _ => {}
            }
        }
    }

    /// What else an object holds.
    fn members(&mut self, map: &Map<String, Value>, level: u8) {
        for (key, value) in map.iter().filter(|(key, _)| !UNSEEN.contains(&key.as_str())) {
            let said = TEXTS.contains(&key.as_str()) && occurrence(value).is_some();
            if !said && (value.is_array() || value.is_object()) {
                self.writer.lines.end_block();
                self.value(value, level);
                self.writer.lines.end_block();
            }
        }
    }

    fn plain(&self, value: &Value) -> String {
        let text = match (occurrence(value), value) {
            (Some(doc), _) => self.view.plain_text(NodeRef { doc, node: NodeId::ROOT }),
            (None, Value::String(text)) => text.clone(),
            _ => String::new(),
        };
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// The document that holds a Markdown text of the data.
fn occurrence(value: &Value) -> Option<u32> {
    let map = value.as_object().filter(|map| map.len() == 1)?;
    u32::try_from(map.get("markdown")?.as_u64()?).ok()
}
