//! Metadata of a page: what the configuration gives, what the page itself states on top.

use serde_json::Value;

use crate::base::Span;
use crate::config::DocsetConfig;
use crate::diag::{Code, Diagnostic};

use super::page::Metadata;

/// Keys that Learn's build sets itself; a page cannot.
const RESERVED: &[&str] = &[
    "_path",
    "_rel",
    "_tocRel",
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
    config: &DocsetConfig,
    path: &crate::base::DocPath,
    own: &Metadata,
    place: &dyn Fn(&str) -> Span,
    sink: &mut Vec<Diagnostic>,
) -> Metadata {
    let mut all = config.metadata(path);
    for (key, value) in own {
        if config.learn && RESERVED.contains(&key.as_str()) && key != "_tocRel" {
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
        if config.learn && TEXTS.contains(&key.as_str()) && !is_text(value) {
            sink.push(no_text(key, place(key)));
        }
        all.insert(key.clone(), value.clone());
    }
    if config.learn {
        for key in TEXTS.iter().filter(|key| !own.contains_key(**key)) {
            if all.get(*key).is_some_and(|value| !is_text(value)) {
                let at = config.metadata_span(path, key).or_else(|| config.file.map(|f| Span::at(f, 0)));
                sink.push(no_text(key, at));
            }
        }
    }
    all
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
    let stated = config.global_metadata.keys().filter(|k| config.learn && RESERVED.contains(&k.as_str()));
    stated
        .filter(|key| *key != "_tocRel")
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
pub(super) fn text(metadata: &Metadata, key: &str) -> Option<String> {
    match metadata.get(key)? {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
    .filter(|t| !t.is_empty())
}

/// A value that is a text or a list of texts, as a list.
pub(super) fn list(metadata: &Metadata, key: &str) -> Vec<String> {
    match metadata.get(key) {
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Some(Value::String(text)) if !text.trim().is_empty() => vec![text.clone()],
        _ => Vec::new(),
    }
}
