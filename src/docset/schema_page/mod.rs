//! Structured pages whose layout a schema of the docset's template describes.
//!
//! A template folder holds `ContentTemplate/schemas/NAME.schema.json`: JSON Schema with `contentType` (Markdown, link,
//! name, reference) on the members that are more than data. One walk over a page's data and its schema
//! ([`walk`]) finds all of them.
//!
//! **Invariant:** knows nothing of addresses or HTML; what it finds is resolved with the rest of the page.

mod schema;
mod walk;

use rustc_hash::FxHashMap;
use serde_json::{Map, Value};

use crate::base::{FileId, Span};
use crate::diag::{Code, Diagnostic};
use crate::markdown::ParseOptions;
use crate::source::Workspace;

use super::yaml_page::DataPage;

pub(super) use schema::Schema;

/// A name that a structured page gives to itself or to a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DefinedUid {
    /// The name.
    pub(super) uid: String,
    /// Where it is stated.
    pub(super) span: Span,
    /// No other docset may have it (`uidGlobalUnique`).
    pub(super) global: bool,
    /// The part it names, as a JSON pointer; empty for the page as a whole.
    pub(super) object: String,
    /// Members of that part which references can show (`xrefProperties`), with their JSON pointers.
    pub(super) properties: Vec<(String, String)>,
}

impl DefinedUid {
    /// The fragment that leads to the part; `None` for the page as a whole.
    pub(super) fn fragment(&self) -> Option<String> {
        let dash = |c: char| if c.is_alphanumeric() { c } else { '-' };
        (!self.object.is_empty()).then(|| self.uid.chars().map(dash).collect())
    }
}

/// The schemas of all docsets by docset and name, the name in lower case.
#[derive(Debug, Clone, Default)]
pub(super) struct Schemas {
    by_name: FxHashMap<(usize, String), Schema>,
}

impl Schemas {
    /// Reads the schemas of every Learn docset: those of `[learn] template`, else of the folder `_themes`.
    pub(super) fn read(workspace: &Workspace) -> Self {
        let template = workspace.config.site.learn.as_ref().and_then(|l| l.template.as_deref());
        let mut by_name = FxHashMap::default();
        for (docset, config) in workspace.config.docsets.iter().enumerate().filter(|(_, d)| d.learn) {
            let folder = format!("{}/ContentTemplate/schemas", template.unwrap_or("_themes"));
            let Some(folder) = config.root.join(&folder) else { continue };
            for asset in workspace.sources.assets() {
                let path = &asset.path;
                let inside = path.strip_prefix(&folder).is_some();
                let name = path.file_name().strip_suffix(".schema.json").filter(|_| inside);
                let Some(name) = name else { continue };
                let read = workspace.sources.read(path).ok();
                let value = read.and_then(|text| match text.trim() {
                    // A schema that says nothing.
                    "" => Some(Value::Null),
                    text => serde_json::from_str(text).ok(),
                });
                if let Some(value) = value {
                    by_name.insert((docset, name.to_lowercase()), Schema::new(&value));
                }
            }
        }
        Schemas { by_name }
    }

    /// The schema of a type in a docset.
    pub(super) fn get(&self, docset: usize, name: &str) -> Option<&Schema> {
        if self.by_name.is_empty() { None } else { self.by_name.get(&(docset, name.to_lowercase())) }
    }
}

/// Reads a page of a type that a schema describes. `None` when it makes no page; what is wrong goes to `sink`.
pub(super) fn read(
    (mime, schema): (&str, &Schema),
    file: FileId,
    text: &str,
    options: &ParseOptions,
    sink: &mut Vec<Diagnostic>,
) -> Option<DataPage> {
    let data = match super::yaml_page::data(file, text, sink)? {
        Value::Null => Value::Object(Map::new()),
        data => data,
    };
    if !data.is_object() {
        let message = format!("a page of the type {mime} is an object with members");
        let unlike = Diagnostic::new(Code::UnexpectedType, Span::at(file, 0), message);
        sink.push(unlike.help("write it as keys and values; the page is left out"));
        return None;
    }
    Some(walk::collect((mime, schema), data, &walk::Place { file, text, options }))
}
