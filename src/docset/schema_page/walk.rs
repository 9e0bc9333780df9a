//! One walk over the data of a page beside its schema.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::base::FileId;
use crate::docset::page::Layout;
use crate::docset::yaml_page::{DataPage, LinkField, TextField, escape};
use crate::docset::yaml_places::Places;
use crate::markdown::{self, ParseOptions};

use super::DefinedUid;
use super::schema::{Content, Node, Schema};

/// How deep data is looked into.
const DEEPEST: usize = 64;

/// Where a page comes from.
pub(super) struct Place<'a> {
    pub(super) file: FileId,
    pub(super) text: &'a str,
    pub(super) options: &'a ParseOptions,
}

/// Finds what is more than data: Markdown, links, names and references.
pub(super) fn collect((mime, schema): (&str, &Schema), data: Value, place: &Place<'_>) -> DataPage {
    let page = DataPage::new(Layout::Other, mime, Value::Null);
    let mut walk = Walk { schema, place, places: Places::new(place.file, place.text), page };
    let root = Step { node: schema.root(), pointer: String::new(), depth: 0 };
    walk.value("", &data, root);
    DataPage { data, component: schema.component, ..walk.page }
}

struct Walk<'a> {
    schema: &'a Schema,
    place: &'a Place<'a>,
    places: Places<'a>,
    page: DataPage,
}

/// A place in the data with what the schema says of it.
struct Step<'a> {
    node: Option<&'a Node>,
    pointer: String,
    depth: usize,
}

impl Walk<'_> {
    fn value(&mut self, key: &str, value: &Value, step: Step<'_>) {
        if step.depth > DEEPEST {
            return;
        }
        match value {
            Value::Object(map) => self.object(map, &step),
            Value::Array(list) => {
                let node = step.node.and_then(|n| self.schema.entry(n));
                for (i, entry) in list.iter().enumerate() {
                    let pointer = format!("{}/{i}", step.pointer);
                    let key = if entry.is_string() { "" } else { key };
                    self.value(key, entry, Step { node, pointer, depth: step.depth + 1 });
                }
            }
            Value::String(text) => {
                if let Some(content) = step.node.and_then(|n| n.content) {
                    self.text(key, text, content, step.pointer);
                }
            }
            _ => {}
        }
    }

    fn object(&mut self, map: &Map<String, Value>, step: &Step<'_>) {
        for (key, member) in map {
            let node = step.node.and_then(|n| self.schema.member(n, key));
            let pointer = format!("{}/{}", step.pointer, escape(key));
            if let (Some(Content::Uid), Some(uid)) = (node.and_then(|n| n.content), member.as_str()) {
                let span = self.places.value(key, uid);
                let shown = step.node.map(|n| n.xref_properties.as_slice()).unwrap_or_default();
                let shown = shown.iter().filter(|name| map.contains_key(*name));
                self.page.uids.push(DefinedUid {
                    uid: uid.to_owned(),
                    span,
                    global: node.is_some_and(|n| n.global),
                    object: step.pointer.clone(),
                    properties: shown
                        .map(|name| (name.clone(), format!("{}/{}", step.pointer, escape(name))))
                        .collect(),
                });
                continue;
            }
            self.value(key, member, Step { node, pointer, depth: step.depth + 1 });
        }
    }

    fn text(&mut self, key: &str, text: &str, content: Content, pointer: String) {
        match content {
            Content::Uid => {}
            Content::Xref => {
                let span = self.places.value(key, text);
                self.page.references.push((text.to_owned(), span));
            }
            Content::Href => {
                let span = self.places.value(key, text);
                self.page.links.push(LinkField {
                    pointer,
                    target: text.trim().to_owned(),
                    span,
                    resource: false,
                });
            }
            Content::Markdown | Content::InlineMarkdown => {
                let inline = content == Content::InlineMarkdown;
                let lines = self.places.lines(text);
                let options =
                    ParseOptions { front_matter: false, inline_only: inline, ..self.place.options.clone() };
                let document = markdown::parse(Arc::from(text), self.place.file, &options);
                self.page.texts.push(TextField::new(pointer, document, lines, inline));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_page_and_its_parts_have_names_links_and_texts() {
        let schema = Schema::new(&json!({
            "xrefProperties": ["name", "absent"],
            "properties": {
                "uid": {"contentType": "uid"},
                "about": {"contentType": "inlineMarkdown"},
                "see": {"items": {"contentType": "href"}},
                "parent": {"contentType": "xref"},
                "parts": {"items": {"$ref": "#"}}
            }
        }));
        let text = "uid: lamp\nname: Lamp\nabout: A *light*\nsee:\n- a.md\nparent: house\nparts:\n- uid: lamp.oil\n  name: Oil\n";
        let data = crate::yaml::parse(text).expect("well-formed").value;
        let place = Place { file: FileId(0), text, options: &ParseOptions::default() };
        let page = collect(("Thing", &schema), data, &place);
        let uids: Vec<_> = page.uids.iter().map(|u| (u.uid.as_str(), u.fragment())).collect();
        assert_eq!(uids, [("lamp", None), ("lamp.oil", Some("lamp-oil".to_owned()))]);
        let oil = page.uids.last().expect("two");
        assert_eq!(oil.properties, [("name".to_owned(), "/parts/0/name".to_owned())]);
        assert_eq!(&text[oil.span.range()], "lamp.oil");
        assert_eq!(page.links.first().map(|l| l.pointer.as_str()), Some("/see/0"));
        assert_eq!(page.references.first().map(|(uid, _)| uid.as_str()), Some("house"));
        assert!(page.texts.iter().all(|t| t.inline));
    }
}
