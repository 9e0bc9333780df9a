//! Which members of a structured page are links and which are Markdown.

use std::sync::Arc;

use serde_json::Value;

use crate::base::FileId;
use crate::docset::page::Layout;
use crate::docset::yaml_places::Places;
use crate::markdown::{self, ParseOptions};

use super::{DataPage, LinkField, TextField};

/// Members that hold a link, in every layout.
const LINKS: &[&str] = &["url", "href"];
/// Members that hold the address of a picture or a film.
const RESOURCES: &[&str] = &["imagesrc", "src", "image", "backgroundimage", "iconurl", "posterurl", "source"];
/// How deep data is looked into.
const DEEPEST: usize = 40;

/// Where a structured page comes from.
pub(super) struct Place<'a> {
    pub(super) file: FileId,
    pub(super) text: &'a str,
    pub(super) options: &'a ParseOptions,
}

/// Finds the links, the Markdown texts and the ids of a page.
pub(super) fn collect(layout: Layout, mime: &str, mut data: Value, place: &Place<'_>) -> DataPage {
    let mut anchors = Vec::new();
    if layout == Layout::Faq || layout == Layout::Marketing {
        identify(&mut data, &mut anchors);
    }
    let mut walk = Walk {
        layout,
        place,
        places: Places::new(place.file, place.text),
        texts: Vec::new(),
        links: Vec::new(),
    };
    if let Value::Object(map) = &data {
        for (key, value) in map {
            // Metadata is not shown; the links in it have rules of their own.
            if key != "metadata" {
                walk.member(key, value, &format!("/{}", escape(key)), 0);
            }
        }
    }
    let Walk { texts, links, .. } = walk;
    DataPage { texts, links, anchors, ..DataPage::new(layout, mime, data) }
}

struct Walk<'a> {
    layout: Layout,
    place: &'a Place<'a>,
    places: Places<'a>,
    texts: Vec<TextField>,
    links: Vec<LinkField>,
}

impl Walk<'_> {
    fn member(&mut self, key: &str, value: &Value, pointer: &str, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        match value {
            Value::Object(map) => {
                for (name, member) in map {
                    self.member(name, member, &format!("{pointer}/{}", escape(name)), depth + 1);
                }
            }
            Value::Array(list) => {
                for (i, member) in list.iter().enumerate() {
                    self.member(key, member, &format!("{pointer}/{i}"), depth + 1);
                }
            }
            Value::String(text) if !text.trim().is_empty() => self.text(key, text, pointer),
            _ => {}
        }
    }

    fn text(&mut self, key: &str, text: &str, pointer: &str) {
        let name = key.to_ascii_lowercase();
        let resource = RESOURCES.contains(&name.as_str());
        if LINKS.contains(&name.as_str()) || (resource && !text.contains(char::is_whitespace)) {
            let span = self.places.value(key, text);
            let pointer = pointer.to_owned();
            self.links.push(LinkField { pointer, target: text.trim().to_owned(), span, resource });
            return;
        }
        if is_markdown(self.layout, &name, text) {
            let lines = self.places.lines(text);
            let options = ParseOptions { front_matter: false, ..self.place.options.clone() };
            let document = markdown::parse(Arc::from(text), self.place.file, &options);
            self.texts.push(TextField::new(pointer.to_owned(), document, lines, false));
        }
    }
}

fn is_markdown(layout: Layout, key: &str, text: &str) -> bool {
    match layout {
        Layout::Faq => matches!(key, "summary" | "answer" | "additionalcontent"),
        Layout::Landing | Layout::Hub => matches!(key, "summary" | "footer"),
        Layout::LandingData => matches!(key, "text" | "html" | "description" | "summary"),
        Layout::HowTo => {
            matches!(key, "introduction" | "summary" | "steps" | "prerequisites" | "dependencies")
        }
        Layout::Tutorial => matches!(key, "content" | "summary"),
        Layout::Marketing => matches!(key, "summary" | "answer" | "content" | "description" | "markdown"),
        Layout::Other => text.trim().contains('\n') || text.contains("]("),
    }
}

/// Gives questions and the sections they stand in their ids.
fn identify(data: &mut Value, anchors: &mut Vec<String>) {
    let mut open = vec![data];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(map) => {
                let name = |key: &str| map.get(key).and_then(Value::as_str).map(str::to_owned);
                let id = match (name("question"), name("name").filter(|_| map.contains_key("questions"))) {
                    (Some(question), _) => Some(question_id(&question)),
                    (None, Some(name)) => Some(crate::docset::heading_ids::slug(name.trim())),
                    (None, None) => None,
                };
                if let Some(id) = id.filter(|_| !map.contains_key("id")) {
                    let id = crate::docset::heading_ids::free(&id, |candidate| {
                        anchors.iter().any(|a| a == candidate)
                    });
                    anchors.push(id.clone());
                    map.insert("id".to_owned(), Value::String(id));
                }
                open.extend(
                    map.iter_mut().rev().filter(|(_, v)| v.is_object() || v.is_array()).map(|(_, v)| v),
                );
            }
            Value::Array(list) => open.extend(list.iter_mut().rev()),
            _ => {}
        }
    }
}

/// Learn's rule for questions: what is no letter or digit becomes `-`, without collapsing.
fn question_id(question: &str) -> String {
    let dash = |c: char| if c.is_alphanumeric() { c } else { '-' };
    question.trim().chars().map(dash).flat_map(char::to_lowercase).collect()
}

/// A key as a part of a JSON pointer.
pub(in crate::docset) fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
