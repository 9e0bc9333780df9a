//! Cross-reference maps: the names that other sites define, from files that the configuration names.

use rustc_hash::FxHashMap;
use serde_json::Value;

use crate::base::{FileId, Span, url};
use crate::config::{XrefMap, json};
use crate::diag::{Code, Diagnostic};
use crate::source::Workspace;

/// An entry of a map.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct External {
    pub(super) name: String,
    pub(super) full_name: Option<String>,
    pub(super) name_with_type: Option<String>,
    pub(super) href: Option<String>,
    /// The repository that its map is of, where that says so.
    pub(super) repository: Option<String>,
}

/// Adds the names of a map to `names`; of several maps that have one the first counts.
pub(super) fn read(
    workspace: &Workspace,
    map: &XrefMap,
    names: &mut FxHashMap<String, External>,
    sink: &mut Vec<Diagnostic>,
) {
    let value = match value(workspace, map) {
        Ok(value) => value,
        Err(diagnostic) => {
            sink.push(*diagnostic);
            return;
        }
    };
    let base = value.get("baseUrl").and_then(Value::as_str).unwrap_or_default();
    let repository = value.get("repository_url").and_then(Value::as_str).map(str::to_owned);
    let rows = value.get("references").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    for row in rows {
        let text = |key: &str| row.get(key).and_then(Value::as_str).map(str::to_owned);
        let Some(uid) = text("uid") else { continue };
        let href = text("href").map(|h| match url::scheme(&h).is_some() || h.starts_with('/') {
            true => h,
            false => format!("{base}{h}"),
        });
        names.entry(uid.clone()).or_insert_with(|| External {
            name: text("name").unwrap_or(uid),
            full_name: text("fullName"),
            name_with_type: text("nameWithType"),
            href,
            repository: repository.clone(),
        });
    }
}

/// The data of a map, or why there is none: its names are unknown then, which would be told at every reference.
fn value(workspace: &Workspace, map: &XrefMap) -> Result<Value, Box<Diagnostic>> {
    let path = &map.path;
    let fault = |code: Code, at: Option<Span>, why: &str, help: &str| {
        let message = format!("the cross-reference map {path} {why}");
        Box::new(Diagnostic::new(code, at.or(map.span), message).help(help))
    };
    if path.has_extension("zip") {
        let help = "unpack it, and name the files in it";
        return Err(fault(Code::ValidationIncomplete, None, "is an archive, which is not read", help));
    }
    let text = workspace.sources.read(path).map_err(|e| {
        fault(
            Code::FileNotFound,
            None,
            &format!("cannot be read: {e}"),
            "check its path in the configuration",
        )
    })?;
    let file = workspace.sources.find(path.as_str());
    if path.has_extension("json") {
        return match json::parse(file.unwrap_or(FileId(0)), &text) {
            Ok(value) => Ok(value.map(|v| v.to_value()).unwrap_or_default()),
            Err(error) => {
                let at = error.primary.filter(|_| file.is_some());
                Err(fault(error.code, at, &format!("cannot be read: {}", error.message), "make it anew"))
            }
        };
    }
    crate::yaml::parse(&text).map(|parsed| parsed.value).map_err(|e| {
        let at = file.map(|file| Span::at(file, e.offset as usize));
        fault(Code::YamlSyntax, at, &format!("is no YAML: {}", e.message), "make it anew")
    })
}
