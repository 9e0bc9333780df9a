//! What a Markdown file says of itself to the rest of the docset: all that is needed of it until a page is made that
//! shows it. Small, so that builds keep it from one to the next instead of parsing files that nobody changed.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::base::Span;
use crate::diag::Diagnostic;
use crate::markdown::{Document, FrontMatter, Include, NodeKind};

use super::heading_ids;

/// The facts of one file. Whatever is assembled from files is assembled from these.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileFacts {
    #[serde(with = "front")]
    pub(super) front_matter: Option<Arc<FrontMatter>>,
    /// The ids of headings.
    pub(super) headings: Vec<HeadingId>,
    /// The text of the first heading that can be a page's title: of the first level, and on Learn of the third at most.
    pub(super) titles: [Option<String>; 2],
    /// The ids and names in raw HTML.
    pub(super) anchors: Vec<String>,
    pub(super) includes: Vec<Included>,
    /// The ranges of its version zones, in order.
    pub(super) version_zones: Vec<String>,
    /// The addresses from the root of the host to which it links.
    pub(super) site_links: Vec<String>,
    /// The names that it surely refers to: by references, then by links.
    pub(super) references: Vec<(String, Span)>,
    /// What parsing it had to say.
    pub diagnostics: Vec<Diagnostic>,
}

/// A heading's id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct HeadingId {
    id: String,
    /// Where Learn's differs.
    on_learn: Option<String>,
}

impl HeadingId {
    pub(super) fn get(&self, learn: bool) -> &str {
        self.on_learn.as_deref().filter(|_| learn).unwrap_or(&self.id)
    }
}

/// A file that a file includes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Included {
    pub(super) path: String,
    inline: bool,
    /// It stands alone in a cell of a table.
    fills_cell: bool,
}

impl Included {
    fn of(document: &Document, include: &Include) -> Self {
        let parent = document.parent(include.node);
        let fills_cell = parent.is_some_and(|parent| {
            document.kind(parent) == NodeKind::TableCell && document.children(parent).count() == 1
        });
        Included { path: include.path.clone(), inline: include.inline, fills_cell }
    }

    /// Whether it is to be read as a part of a line. Learn takes one that fills a cell as blocks.
    pub(super) fn is_inline(&self, learn: bool) -> bool {
        self.inline && !(learn && self.fills_cell)
    }
}

/// Whether an include is to be read as a part of a line.
pub(super) fn is_inline(document: &Document, include: &Include, learn: bool) -> bool {
    include.inline && Included::of(document, include).is_inline(learn)
}

impl FileFacts {
    /// The facts of a file that was parsed.
    pub fn of(document: &Document) -> Self {
        let title = |most: u8| {
            let mut headings = document.headings.iter();
            headings.find(|h| h.level <= most && !h.text.is_empty()).map(|h| h.text.clone())
        };
        let heading = |heading| {
            let on_learn = heading_ids::of_address(document, heading);
            HeadingId { id: heading.id.clone(), on_learn }
        };
        let zone = |node| match document.kind(node) {
            NodeKind::Moniker(range) => Some(document.str(range).to_owned()),
            _ => None,
        };
        let targets = || document.links.iter().map(|link| (document.str(link.target), link.target_span));
        let site_links = targets().map(|(target, _)| target);
        let site_links = site_links.filter(|target| target.starts_with('/') && !target.starts_with("//"));
        let written = document.xrefs.iter().filter(|x| x.required).map(|x| (document.str(x.uid), x.span));
        let linked = targets().filter_map(|(target, span)| Some((after_scheme(target)?, span)));
        FileFacts {
            front_matter: document.front_matter.clone(),
            headings: document.headings.iter().map(heading).collect(),
            titles: [title(1), title(3)],
            anchors: document.anchors.iter().map(|anchor| anchor.id.clone()).collect(),
            includes: document.includes.iter().map(|include| Included::of(document, include)).collect(),
            version_zones: match document.has_version_zones {
                true => document.ids().filter_map(zone).collect(),
                false => Vec::new(),
            },
            site_links: site_links.map(str::to_owned).collect(),
            references: written.chain(linked).map(|(uid, span)| (uid.to_owned(), span)).collect(),
            diagnostics: document.diagnostics.clone(),
        }
    }

    /// Its front matter.
    pub fn front_matter(&self) -> Option<&FrontMatter> {
        self.front_matter.as_deref()
    }
}

/// The name in a link to `xref:name`.
fn after_scheme(target: &str) -> Option<&str> {
    let (scheme, name) = target.split_at_checked(5)?;
    scheme.eq_ignore_ascii_case("xref:").then_some(name)
}

/// Front matter in a form that needs no look-ahead to be read back.
mod front {
    use serde::{Deserializer, Serializer};

    use super::{Arc, Datum, Deserialize, FrontMatter, Serialize, Span, Value};

    #[derive(Serialize, Deserialize)]
    struct Stored<'a> {
        span: Span,
        yaml_span: Span,
        #[serde(borrow)]
        data: Vec<(&'a str, Datum<'a>)>,
        key_offsets: Vec<(&'a str, u32)>,
    }

    pub(super) fn serialize<S: Serializer>(
        front: &Option<Arc<FrontMatter>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let stored = front.as_ref().map(|front| Stored {
            span: front.span,
            yaml_span: front.yaml_span,
            data: front.data.iter().map(|(key, value)| (key.as_str(), Datum::of(value))).collect(),
            key_offsets: front.key_offsets.iter().map(|(key, at)| (key.as_str(), *at)).collect(),
        });
        stored.serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Arc<FrontMatter>>, D::Error> {
        let stored = Option::<Stored<'de>>::deserialize(deserializer)?;
        Ok(stored.map(|stored| {
            let value = |(key, datum): (&str, Datum<'_>)| (key.to_owned(), Value::from(datum));
            Arc::new(FrontMatter {
                span: stored.span,
                yaml_span: stored.yaml_span,
                data: Arc::new(stored.data.into_iter().map(value).collect()),
                key_offsets: stored.key_offsets.into_iter().map(|(key, at)| (key.to_owned(), at)).collect(),
            })
        }))
    }
}

/// A value of metadata that says what it is.
#[derive(Serialize, Deserialize)]
enum Datum<'a> {
    Null,
    Bool(bool),
    Natural(u64),
    Whole(i64),
    Real(f64),
    Text(&'a str),
    List(#[serde(borrow)] Vec<Datum<'a>>),
    Object(#[serde(borrow)] Vec<(&'a str, Datum<'a>)>),
}

/// The members of an object in that form.
pub(super) mod members {
    use serde::{Deserializer, Serializer};
    use serde_json::Map;

    use super::{Datum, Deserialize, Serialize, Value};

    pub(in crate::docset) fn serialize<S: Serializer>(
        map: &Map<String, Value>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let stored: Vec<(&str, Datum<'_>)> =
            map.iter().map(|(key, value)| (key.as_str(), Datum::of(value))).collect();
        stored.serialize(serializer)
    }

    pub(in crate::docset) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Map<String, Value>, D::Error> {
        let stored = Vec::<(&str, Datum<'_>)>::deserialize(deserializer)?;
        Ok(stored.into_iter().map(|(key, datum)| (key.to_owned(), Value::from(datum))).collect())
    }
}

impl<'a> Datum<'a> {
    /// Values nest no deeper than the YAML reader lets them.
    fn of(value: &'a Value) -> Self {
        match value {
            Value::Null => Datum::Null,
            Value::Bool(flag) => Datum::Bool(*flag),
            Value::Number(number) => match (number.as_u64(), number.as_i64()) {
                (Some(number), _) => Datum::Natural(number),
                (None, Some(number)) => Datum::Whole(number),
                (None, None) => Datum::Real(number.as_f64().unwrap_or_default()),
            },
            Value::String(text) => Datum::Text(text),
            Value::Array(list) => Datum::List(list.iter().map(Datum::of).collect()),
            Value::Object(map) => {
                Datum::Object(map.iter().map(|(key, value)| (key.as_str(), Datum::of(value))).collect())
            }
        }
    }
}

impl From<Datum<'_>> for Value {
    fn from(datum: Datum<'_>) -> Self {
        match datum {
            Datum::Null => Value::Null,
            Datum::Bool(flag) => flag.into(),
            Datum::Natural(number) => number.into(),
            Datum::Whole(number) => number.into(),
            Datum::Real(number) => number.into(),
            Datum::Text(text) => text.into(),
            Datum::List(list) => list.into_iter().map(Value::from).collect(),
            Datum::Object(map) => {
                map.into_iter().map(|(key, value)| (key.to_owned(), Value::from(value))).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::FileId;
    use crate::markdown::{ParseOptions, parse};

    #[test]
    fn facts_are_read_back_as_they_were() {
        let text = "---\ntitle: \"A: b\"\nscore: 1.1\nyear: -3\nlist: [1, x, {y: null}]\nflag: true\n---\n\n# A b@c\n\n\
            <a id=\"x\"></a> [z](/root) [r](XREF:name) <xref:other>\n\n| a |\n|---|\n| [!INCLUDE [n](n.md)] |\n\n\
            ::: moniker range=\"v1\"\n\nx\n\n::: moniker-end\n\n::: nonsense\n";
        let facts = FileFacts::of(&parse(text.into(), FileId(3), &ParseOptions::default()));
        assert_eq!(
            facts.references.iter().map(|(uid, _)| uid.as_str()).collect::<Vec<_>>(),
            ["other", "name"]
        );
        assert_eq!((facts.anchors.len(), facts.site_links.len(), facts.version_zones.len()), (1, 1, 1));
        assert!(facts.includes[0].is_inline(false) && !facts.includes[0].is_inline(true));
        assert_eq!(facts.titles[0].as_deref(), Some("A b"));
        let bytes = postcard::to_stdvec(&facts).expect("written");
        assert_eq!(postcard::from_bytes::<FileFacts>(&bytes).expect("read"), facts);
    }
}
