//! A schema as far as it says what the members of a page are.

use indexmap::IndexMap;
use rustc_hash::FxHashMap;
use serde_json::Value;

/// How deep a schema is read.
const DEEPEST: usize = 40;
/// How many `$ref` lead from one node to the next before they count as a circle.
const LONGEST_CHAIN: usize = 16;

/// What a text is, by `contentType`; letter case does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// Blocks of Markdown.
    Markdown,
    /// One line of Markdown: marks of blocks stay as they are written.
    InlineMarkdown,
    /// A link.
    Href,
    /// A name that this page defines.
    Uid,
    /// The name of something else.
    Xref,
}

impl Content {
    fn named(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "markdown" => Content::Markdown,
            "inlinemarkdown" => Content::InlineMarkdown,
            "href" => Content::Href,
            "uid" => Content::Uid,
            "xref" => Content::Xref,
            _ => return None,
        })
    }
}

/// What the schema says of one place in the data.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) content: Option<Content>,
    /// The name that stands here is one of all docsets, not of this one alone.
    pub(super) global: bool,
    /// Members by name.
    properties: IndexMap<String, usize>,
    /// Members without a schema by name.
    additional: Option<usize>,
    /// Entries of a list.
    items: Option<usize>,
    /// What references to the part's name can show.
    pub(super) xref_properties: Vec<String>,
    /// Where another node stands that counts instead, as a JSON pointer.
    reference: Option<String>,
}

/// A schema: a graph of nodes, as `$ref` may lead back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::docset) struct Schema {
    nodes: Vec<Node>,
    by_pointer: FxHashMap<String, usize>,
    /// Its pages are data for other pages.
    pub(in crate::docset) component: bool,
}

impl Schema {
    /// Reads a schema. What it says of types and values is another's concern.
    pub(super) fn new(value: &Value) -> Self {
        let render = value.get("renderType").and_then(Value::as_str).unwrap_or_default();
        let mut schema = Schema {
            nodes: Vec::new(),
            by_pointer: FxHashMap::default(),
            component: render.eq_ignore_ascii_case("component"),
        };
        schema.add(value, String::new(), 0);
        schema
    }

    fn add(&mut self, value: &Value, pointer: String, depth: usize) -> usize {
        let text = |key: &str| value.get(key).and_then(Value::as_str);
        let names = value.get("xrefProperties").and_then(Value::as_array);
        let at = self.nodes.len();
        self.nodes.push(Node {
            content: text("contentType").and_then(Content::named),
            global: value.get("uidGlobalUnique").and_then(Value::as_bool) == Some(true),
            reference: text("$ref").and_then(|r| r.strip_prefix('#')).map(str::to_owned),
            xref_properties: names
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
            ..Node::default()
        });
        if depth < DEEPEST {
            let mut properties = IndexMap::new();
            for (key, member) in value.get("properties").and_then(Value::as_object).into_iter().flatten() {
                let below = self.add(member, format!("{pointer}/properties/{key}"), depth + 1);
                properties.insert(key.clone(), below);
            }
            for (key, member) in value.get("definitions").and_then(Value::as_object).into_iter().flatten() {
                self.add(member, format!("{pointer}/definitions/{key}"), depth + 1);
            }
            let mut below = |key: &str| {
                let node = value.get(key).filter(|v| v.is_object())?;
                Some(self.add(node, format!("{pointer}/{key}"), depth + 1))
            };
            let (items, additional) = (below("items"), below("additionalProperties"));
            if let Some(node) = self.nodes.get_mut(at) {
                *node = Node { properties, items, additional, ..std::mem::take(node) };
            }
        }
        self.by_pointer.insert(pointer, at);
        at
    }

    /// What the schema says of the whole.
    pub(super) fn root(&self) -> Option<&Node> {
        self.followed(0)
    }

    /// What it says of a member.
    pub(super) fn member(&self, node: &Node, key: &str) -> Option<&Node> {
        self.followed(node.properties.get(key).copied().or(node.additional)?)
    }

    /// What it says of the entries of a list.
    pub(super) fn entry(&self, node: &Node) -> Option<&Node> {
        self.followed(node.items?)
    }

    fn followed(&self, mut at: usize) -> Option<&Node> {
        for _ in 0..LONGEST_CHAIN {
            let node = self.nodes.get(at)?;
            match &node.reference {
                Some(pointer) => at = *self.by_pointer.get(pointer)?,
                None => return Some(node),
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn references_lead_to_definitions_and_back_to_the_whole() {
        let schema = Schema::new(&json!({
            "renderType": "Component",
            "definitions": {"text": {"contentType": "inlineMarkdown"}, "loop": {"$ref": "#/definitions/loop"}},
            "properties": {
                "name": {"$ref": "#/definitions/text"},
                "parts": {"items": {"$ref": "#"}},
                "lost": {"$ref": "#/definitions/loop"}
            }
        }));
        assert!(schema.component);
        let root = schema.root().expect("a root");
        assert_eq!(schema.member(root, "name").and_then(|n| n.content), Some(Content::InlineMarkdown));
        let parts = schema.member(root, "parts").expect("a list");
        assert_eq!(schema.entry(parts), Some(root));
        assert_eq!(schema.member(root, "lost"), None);
    }
}
