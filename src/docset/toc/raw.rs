//! TOC files as they are written: YAML and Markdown to one shape.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::base::{FileId, Span};
use crate::diag::{Code, Diagnostic, Warned};

use crate::docset::file_facts::members;
use crate::docset::yaml_places::Places;

/// How deep a TOC may be nested; what lies deeper is left out.
const DEEPEST: usize = 40;

/// A value with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::docset) struct Placed {
    pub(in crate::docset) text: String,
    pub(in crate::docset) span: Span,
}

/// An entry of a TOC file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in crate::docset) struct RawItem {
    pub(in crate::docset) name: Option<String>,
    pub(in crate::docset) display_name: Option<String>,
    pub(in crate::docset) href: Option<Placed>,
    pub(in crate::docset) topic_href: Option<Placed>,
    pub(in crate::docset) toc_href: Option<Placed>,
    pub(in crate::docset) uid: Option<Placed>,
    /// Members that mean nothing here but are handed on.
    #[serde(with = "members")]
    pub(in crate::docset) extra: Map<String, Value>,
    pub(in crate::docset) items: Vec<RawItem>,
    pub(in crate::docset) span: Span,
}

impl RawItem {
    /// An entry without anything in it, at a place.
    pub(in crate::docset) fn at(span: Span) -> Self {
        RawItem {
            name: None,
            display_name: None,
            href: None,
            topic_href: None,
            toc_href: None,
            uid: None,
            extra: Map::new(),
            items: Vec::new(),
            span,
        }
    }
}

/// A TOC file.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(in crate::docset) struct RawToc {
    pub(in crate::docset) items: Vec<RawItem>,
    /// `metadata` and the other members of the root.
    #[serde(with = "members")]
    pub(in crate::docset) metadata: Map<String, Value>,
    /// `order` of the root: which TOC wins when several list a page.
    pub(in crate::docset) order: Option<i64>,
}

/// Reads a YAML TOC: a list of entries, or a mapping with `items`.
pub(in crate::docset) fn yaml(file: FileId, text: &str, value: &Value) -> Warned<RawToc> {
    let mut reader = Reader { places: Places::new(file, text), diagnostics: Vec::new() };
    let mut toc = RawToc::default();
    match value {
        Value::Array(list) => toc.items = reader.items(list, 0),
        Value::Object(map) => {
            for (key, member) in map {
                match (key.as_str(), member) {
                    ("items", Value::Array(list)) => toc.items = reader.items(list, 0),
                    ("metadata", Value::Object(metadata)) => toc.metadata.extend(metadata.clone()),
                    ("order", _) => toc.order = member.as_i64(),
                    ("items", _) => {}
                    _ => {
                        toc.metadata.insert(key.clone(), member.clone());
                    }
                }
            }
        }
        _ => {}
    }
    Warned { value: toc, diagnostics: reader.diagnostics }
}

struct Reader<'a> {
    places: Places<'a>,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn items(&mut self, list: &[Value], depth: usize) -> Vec<RawItem> {
        let mut out = Vec::with_capacity(list.len());
        for value in list {
            match value {
                Value::Object(map) if depth < DEEPEST => out.push(self.item(map, depth)),
                Value::Null => {
                    let span = self.places.empty_entry();
                    self.diagnostics.push(
                        Diagnostic::new(Code::NullArrayValue, span, "an entry of the TOC is empty")
                            .help("remove the dash, or give the entry a name and an href"),
                    );
                }
                _ => {}
            }
        }
        out
    }

    fn item(&mut self, map: &Map<String, Value>, depth: usize) -> RawItem {
        let first = map.iter().next();
        let mut item = RawItem::at(match first {
            Some((key, Value::String(text))) => self.places.clone().value(key, text),
            _ => self.places.clone().value("", ""),
        });
        for (key, value) in map {
            let text = match value {
                Value::String(text) => Some(text.clone()),
                Value::Number(number) => Some(number.to_string()),
                Value::Bool(flag) => Some(flag.to_string()),
                _ => None,
            };
            let placed = |places: &mut Places<'_>| {
                let text = text.clone().filter(|t| !t.trim().is_empty())?;
                let span = places.value(key, &text);
                Some(Placed { text: text.trim().to_owned(), span })
            };
            match key.as_str() {
                "name" => {
                    if let Some(placed) = placed(&mut self.places) {
                        item.name = Some(placed.text);
                    }
                }
                "displayName" => item.display_name = text,
                "href" => item.href = placed(&mut self.places),
                "topicHref" | "homepage" => item.topic_href = placed(&mut self.places),
                "tocHref" => item.toc_href = placed(&mut self.places),
                "uid" | "topicUid" | "homepageUid" => item.uid = placed(&mut self.places),
                "items" => {
                    if let Value::Array(list) = value {
                        item.items = self.items(list, depth + 1);
                    }
                }
                _ => {
                    item.extra.insert(key.clone(), value.clone());
                }
            }
        }
        item
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_mappings_are_read_and_hrefs_have_their_place() {
        let text = "items:\n- name: A\n  href: a.md\n  items:\n  - name: B\n    href: a.md\norder: 3\n";
        let value = crate::docset::testing::yaml(text);
        let toc = yaml(FileId(0), text, &value).value;
        assert_eq!(toc.order, Some(3));
        let a = &toc.items[0];
        let b = &a.items[0];
        assert_eq!(&text[a.href.as_ref().expect("href").span.range()], "a.md");
        assert!(b.href.as_ref().expect("href").span.start > a.href.as_ref().expect("href").span.start);
    }
}
