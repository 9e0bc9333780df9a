//! Redirection files: `.openpublishing.redirection*.json` and their YAML short form.

use rustc_hash::FxHashMap;

use super::json::Json;
use crate::base::{DocPath, FileId, Span};
use crate::diag::{Code, Diagnostic};
use crate::yaml;

/// A source that has moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// The file that was, from the workspace root. When only the letter case of its folders differs from those on
    /// disk, the case on disk.
    pub source: DocPath,
    /// Where the source is named.
    pub source_span: Span,
    /// Where it leads, as written, spaces at both ends taken off: site-absolute, absolute, or relative to the source.
    pub url: String,
    /// Where the target is named.
    pub url_span: Span,
    /// The target takes over the page's identity.
    pub document_id: bool,
    /// Only for these versions; empty: for all.
    pub monikers: Vec<String>,
}

/// Name of the file that is looked for in every folder.
const FILE_NAME: &str = ".openpublishing.redirection.json";
/// Names of the same in YAML's short form.
const YAML_NAMES: &[&str] = &[".openpublishing.redirection.yml", "redirections.yml"];

/// Whether a file is a redirection file by its name alone.
pub(super) fn is_redirection_file(path: &DocPath) -> bool {
    let name = path.file_name();
    name == FILE_NAME || YAML_NAMES.contains(&name)
}

/// Reads a redirection file. Sources count from its folder; Learn: `source_path_from_root` counts from the root.
pub(super) fn read(path: &DocPath, json: &Json, notes: &mut Vec<Diagnostic>) -> Vec<Redirect> {
    let folder = path.parent();
    let entries = json.get_folded("redirections").and_then(Json::entries).unwrap_or_default();
    entries.iter().filter_map(|entry| read_entry(&folder, entry, notes)).collect()
}

fn read_entry(folder: &DocPath, entry: &Json, notes: &mut Vec<Diagnostic>) -> Option<Redirect> {
    let text = |key| entry.get_folded(key).and_then(|v| Some((v.as_str()?.trim(), v.span)));
    let named = |found: Option<(&str, Span)>| found.is_some_and(|(text, _)| !text.is_empty());
    let (local, rooted, url) = (text("source_path"), text("source_path_from_root"), text("redirect_url"));
    if !named(url) || !(named(local) || named(rooted)) {
        let message = "a redirect needs `source_path` (or `source_path_from_root`) and `redirect_url`";
        let help = "Add what is missing, or take the entry out.";
        notes.push(Diagnostic::new(Code::MissingAttribute, entry.span, message).help(help));
        return None;
    }
    if let (true, true, Some((_, span))) = (named(local), named(rooted), rooted) {
        let message = "a redirect names its source both by `source_path` and by `source_path_from_root`";
        notes.push(Diagnostic::new(Code::SourcePathConflict, span, message).help("Keep one of them."));
        return None;
    }
    let (source, source_span) = match (local.filter(|_| named(local)), rooted) {
        (Some((text, span)), _) => (local_source(folder, text, span, notes)?, span),
        (None, Some((text, span))) => (rooted_source(text, span, notes)?, span),
        (None, None) => return None,
    };
    let (url, url_span) = url?;
    Some(Redirect {
        source,
        source_span,
        url: url.to_owned(),
        url_span,
        document_id: entry.get_folded("redirect_document_id").and_then(Json::as_bool).unwrap_or(false),
        monikers: entry
            .get_folded("monikers")
            .map(|m| m.strings().into_iter().map(|(text, _)| text.to_owned()).collect())
            .unwrap_or_default(),
    })
}

fn local_source(folder: &DocPath, text: &str, span: Span, notes: &mut Vec<Diagnostic>) -> Option<DocPath> {
    if let Some(rest) = text.strip_prefix(['/', '\\']) {
        let message =
            format!("`source_path` is `{text}`; it counts from the file's folder and has no slash in front");
        let help = format!("Write `{rest}`, or use `source_path_from_root`.");
        notes.push(Diagnostic::new(Code::RedirectionPathSyntax, span, message).help(help));
        return None;
    }
    inside(folder.join(text), text, span, notes)
}

fn rooted_source(text: &str, span: Span, notes: &mut Vec<Diagnostic>) -> Option<DocPath> {
    if !text.starts_with(['/', '\\']) {
        let message = format!("`source_path_from_root` is `{text}`; it begins with a slash");
        notes.push(
            Diagnostic::new(Code::RedirectionPathSyntax, span, message).help(format!("Write `/{text}`.")),
        );
        return None;
    }
    inside(DocPath::new(text), text, span, notes)
}

fn inside(path: Option<DocPath>, text: &str, span: Span, notes: &mut Vec<Diagnostic>) -> Option<DocPath> {
    if path.is_none() {
        let message = format!("the source `{text}` lies outside the repository");
        notes.push(Diagnostic::new(Code::RedirectionPathSyntax, span, message));
    }
    path
}

/// Reads YAML's short form: `redirections: {source: url}` and `renames: {source: url}`, the latter with identity.
pub(super) fn read_yaml(
    path: &DocPath,
    file: FileId,
    text: &str,
    notes: &mut Vec<Diagnostic>,
) -> Vec<Redirect> {
    let parsed = match yaml::parse(text) {
        Ok(parsed) => parsed,
        Err(e) => {
            let code = if e.limit { Code::YamlLimitExceeded } else { Code::YamlSyntax };
            let span = Span::at(file, e.offset as usize);
            notes.push(Diagnostic::new(code, span, format!("this is no YAML: {e}")));
            return Vec::new();
        }
    };
    let folder = path.parent();
    let mut out = Vec::new();
    for (key, document_id) in [("redirections", false), ("renames", true)] {
        let Some(table) = parsed.value.get(key).and_then(serde_json::Value::as_object) else { continue };
        for (source, url) in table {
            // The YAML reader tells no places of inner keys; a source's path stands only once as a rule.
            let at = text.find(source.as_str());
            let span = at.map_or(Span::at(file, 0), |at| Span::new(file, at..at + source.len()));
            let Some(url) = url.as_str().map(str::trim).filter(|u| !u.is_empty()) else {
                let message = format!("the redirect of `{source}` has no target");
                notes.push(Diagnostic::new(Code::MissingAttribute, span, message));
                continue;
            };
            let Some(source) = local_source(&folder, source, span, notes) else { continue };
            let (url, monikers) = (url.to_owned(), Vec::new());
            out.push(Redirect { source, source_span: span, url, url_span: span, document_id, monikers });
        }
    }
    out
}

/// Takes out the second of two redirects of one source, unless they are for different versions.
pub(super) fn drop_conflicts(redirects: &mut Vec<Redirect>, notes: &mut Vec<Diagnostic>) {
    let mut seen: FxHashMap<DocPath, Span> = FxHashMap::default();
    redirects.retain(|redirect| {
        if !redirect.monikers.is_empty() {
            return true;
        }
        let Some(first) = seen.get(&redirect.source) else {
            seen.insert(redirect.source.clone(), redirect.source_span);
            return true;
        };
        let message = format!("`{}` is redirected twice", redirect.source);
        notes.push(
            Diagnostic::new(Code::RedirectionConflict, redirect.url_span, message)
                .related(*first, "first redirected here")
                .help("Keep one of the two entries."),
        );
        false
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::json;

    fn redirects(path: &str, text: &str) -> (Vec<(String, String)>, Vec<Code>) {
        let json = json::parse(FileId(0), text).expect("JSON").expect("not empty");
        let mut notes = Vec::new();
        let path = DocPath::new(path).expect("inside");
        let mut list = read(&path, &json, &mut notes);
        drop_conflicts(&mut list, &mut notes);
        let list = list.into_iter().map(|r| (r.source.to_string(), r.url)).collect();
        (list, notes.into_iter().map(|n| n.code).collect())
    }

    #[test]
    fn sources_count_from_the_files_folder_and_keys_may_be_in_any_case() {
        let text = r#"{"redirections": [
            {"source_path": "../docs/old.md", "redirect_URL": " /new "},
            {"source_path_from_root": "/docs/x.md", "Redirect_Url": "y", "redirect_document_id": "true"},
        ]}"#;
        let (list, notes) = redirects("redir/.openpublishing.redirection.json", text);
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(list, [pair("docs/old.md", "/new"), pair("docs/x.md", "y")]);
        assert!(notes.is_empty());
    }

    #[test]
    fn faulty_entries_are_reported_and_left_out() {
        let text = r#"{"redirections": [
            {}, {"source_path": "/a.md", "redirect_url": "/b"}, {"source_path_from_root": "a.md", "redirect_url": "/b"},
            {"source_path": "a.md", "source_path_from_root": "/a.md", "redirect_url": "/b"},
            {"source_path": "../../a.md", "redirect_url": "/b"},
            {"source_path": "a.md", "redirect_url": "/b"}, {"source_path": "a.md", "redirect_url": "/c"},
            {"source_path": "a.md", "redirect_url": "/c", "monikers": "v1"}
        ]}"#;
        let (list, notes) = redirects("r.json", text);
        assert_eq!(list.len(), 2);
        use Code::{MissingAttribute, RedirectionConflict, RedirectionPathSyntax, SourcePathConflict};
        let syntax = RedirectionPathSyntax;
        assert_eq!(
            notes,
            [MissingAttribute, syntax, syntax, SourcePathConflict, syntax, RedirectionConflict]
        );
    }

    #[test]
    fn the_short_form_in_yaml() {
        let mut notes = Vec::new();
        let path = DocPath::new("d/redirections.yml").expect("inside");
        let list =
            read_yaml(&path, FileId(0), "renames:\n  a.md: /b\nredirections:\n  x/c.md: d\n", &mut notes);
        let found: Vec<_> = list.iter().map(|r| (r.source.as_str(), r.url.as_str(), r.document_id)).collect();
        assert_eq!(found, [("d/x/c.md", "d", false), ("d/a.md", "/b", true)]);
    }
}
