//! Metadata of a page: what the configuration gives, what the page itself states on top.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde_json::{Map, Value};

use crate::base::{DocPath, Span};
use crate::config::DocsetConfig;
use crate::diag::{Code, Diagnostic};

/// Keys and values that hold for a page, in the order of their sources.
///
/// Neither part is the page's alone: what the configuration gives is shared with all pages of which the same patterns
/// speak, what the page states with its document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Metadata {
    given: Values,
    own: Values,
}

/// Metadata of one source, which several pages may have.
type Values = Arc<Map<String, Value>>;

impl Metadata {
    /// The value of a key. `null` counts: it takes a value away.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.own.get(key).or_else(|| self.given.get(key))
    }

    /// Whether a key has a value, be it `null`.
    pub fn contains_key(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// What the configuration gives, each with the value that counts, then what the page alone states.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &Value)> {
        let given = self.given.iter().map(|(key, value)| (key, self.own.get(key).unwrap_or(value)));
        given.chain(self.own.iter().filter(|(key, _)| !self.given.contains_key(*key)))
    }

    /// All of it in one map.
    pub fn to_map(&self) -> Map<String, Value> {
        self.iter().map(|(key, value)| (key.clone(), value.clone())).collect()
    }
}

impl From<Map<String, Value>> for Metadata {
    fn from(own: Map<String, Value>) -> Self {
        Metadata { given: Arc::default(), own: Arc::new(own) }
    }
}

/// What the configuration gives to files, made once for all of which the same patterns speak.
#[derive(Debug, Default)]
pub(super) struct Given {
    /// By docset and the `fileMetadata` entries that fit.
    made: FxHashMap<usize, FxHashMap<Vec<usize>, Values>>,
}

impl Given {
    /// The configured metadata of files of a docset, which is told by its index, by the entries that fit them.
    pub(super) fn of(&mut self, (docset, config): (usize, &DocsetConfig), fitting: &[usize]) -> Values {
        let of_docset = self.made.entry(docset).or_default();
        if let Some(made) = of_docset.get(fitting) {
            return Arc::clone(made);
        }
        let made = Arc::new(config.metadata_by(fitting));
        of_docset.insert(fitting.to_vec(), Arc::clone(&made));
        made
    }
}

/// Keys that Learn's build sets itself; a page cannot.
const RESERVED: &[&str] = &[
    "_path",
    "_rel",
    "canonical_url",
    "content_git_url",
    "depot_name",
    "document_id",
    "document_version_independent_id",
    "gitcommit",
    "original_content_git_url",
    "redirect_url",
    "search.ms_docsetname",
    "search.ms_product",
    "search.ms_sitename",
    "site_name",
    "updated_at",
    "wordCount",
];

/// Keys whose values Learn's build reads itself, each as one text.
const TEXTS: &[&str] = &["author", "breadcrumb_path", "layout", "page_type", "title", "uid"];

/// Lays what a page states over what the configuration gives its path. `null` counts: it takes a value away.
pub(super) fn merge(
    (config, path): (&DocsetConfig, &DocPath),
    given: Values,
    mut own: Values,
    place: &dyn Fn(&str) -> Span,
    sink: &mut Vec<Diagnostic>,
) -> Metadata {
    if !config.learn {
        return Metadata { given, own };
    }
    let mut oversteps = false;
    for (key, value) in own.iter() {
        if is_reserved(key) {
            oversteps = true;
            sink.push(
                Diagnostic::new(
                    Code::AttributeReserved,
                    place(key),
                    format!("\"{key}\" is set by the build; the page's value is ignored"),
                )
                .help("remove the line"),
            );
            continue;
        }
        if TEXTS.contains(&key.as_str()) && !is_text(value) {
            sink.push(no_text(key, place(key)));
        }
    }
    for key in TEXTS.iter().filter(|key| !own.contains_key(**key)) {
        if given.get(*key).is_some_and(|value| !is_text(value)) {
            let at = config.metadata_span(path, key).or_else(|| config.file.map(|f| Span::at(f, 0)));
            sink.push(no_text(key, at));
        }
    }
    if oversteps {
        Arc::make_mut(&mut own).retain(|key, _| !is_reserved(key));
    }
    Metadata { given, own }
}

fn is_reserved(key: &str) -> bool {
    RESERVED.contains(&key)
}

fn is_text(value: &Value) -> bool {
    !matches!(value, Value::Array(_) | Value::Object(_))
}

fn no_text(key: &str, at: impl Into<Option<Span>>) -> Diagnostic {
    Diagnostic::new(Code::ViolateSchema, at, format!("\"{key}\" is a single text, not a list or an object"))
        .help("write one value behind the key")
}

/// Reserved keys that the configuration of a Learn docset states.
pub(super) fn reserved(config: &DocsetConfig) -> Vec<Diagnostic> {
    let stated = config.global_metadata.keys().filter(|key| config.learn && is_reserved(key));
    stated
        .map(|key| {
            let at = config
                .global_metadata_spans
                .get(key)
                .copied()
                .or_else(|| config.file.map(|f| Span::at(f, 0)));
            let message = format!("\"{key}\" is set by the build; the configured value is ignored");
            Diagnostic::new(Code::AttributeReserved, at, message).help("remove it from globalMetadata")
        })
        .collect()
}

/// A value as text, numbers and truth values written out.
pub(super) fn text(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
    .filter(|t| !t.is_empty())
}

/// A value that is a text or a list of texts, as a list.
pub(super) fn list(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Some(Value::String(text)) if !text.trim().is_empty() => vec![text.clone()],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn map(value: &Value) -> Values {
        Arc::new(value.as_object().expect("a map").clone())
    }

    #[test]
    fn a_page_counts_over_the_configuration_and_keeps_its_order() {
        let given = map(&json!({ "author": "team", "topic": "guide", "layout": "wide" }));
        let own = map(&json!({ "title": "A", "topic": "how-to", "layout": null }));
        let all = Metadata { given, own };
        let whole = json!({ "author": "team", "topic": "how-to", "layout": null, "title": "A" });
        assert_eq!(Value::Object(all.to_map()), whole);
        assert_eq!(
            all.iter().map(|(key, _)| key).collect::<Vec<_>>(),
            ["author", "topic", "layout", "title"]
        );
        assert!(all.iter().all(|(key, value)| all.get(key) == Some(value) && all.contains_key(key)));
        assert!(!all.contains_key("date"));
    }

    #[test]
    fn pages_of_the_same_patterns_share_what_is_configured_and_reserved_keys_go() {
        let mut config = DocsetConfig::default();
        config.learn = true;
        config.global_metadata = map(&json!({ "author": "team" })).as_ref().clone();
        let path = |text| DocPath::new(text).expect("inside");
        let mut given = Given::default();
        let (a, b) = (given.of((0, &config), &[]), given.of((0, &config), &[]));
        assert!(Arc::ptr_eq(&a, &b));
        assert!(!Arc::ptr_eq(&a, &given.of((1, &config), &[])));
        let own = map(&json!({ "updated_at": "today", "title": ["a"], "tone": "calm" }));
        let mut sink = Vec::new();
        let place = |_: &str| Span::at(crate::base::FileId(0), 0);
        let merged = merge((&config, &path("a.md")), a, Arc::clone(&own), &place, &mut sink);
        assert_eq!(
            Value::Object(merged.to_map()),
            json!({ "author": "team", "title": ["a"], "tone": "calm" })
        );
        assert_eq!(
            sink.iter().map(|d| d.code).collect::<Vec<_>>(),
            [Code::AttributeReserved, Code::ViolateSchema]
        );
        assert!(own.contains_key("updated_at"), "the document keeps its own");
    }
}
