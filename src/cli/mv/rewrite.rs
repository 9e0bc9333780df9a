//! Which bytes of which files name the page that moves, and what to put there.

use std::collections::BTreeMap;

use super::Move;
use crate::base::{DocPath, FileId, Span, url};
use crate::build::Project;
use crate::diag::Fix;
use crate::markdown::Document;

/// Edits of every file that names the old path or address, and of the page's own relative links.
pub(super) fn edits(project: &Project, moved: &Move) -> BTreeMap<FileId, Vec<Fix>> {
    let mut edits: BTreeMap<FileId, Vec<Fix>> = BTreeMap::new();
    for file in project.workspace.sources.files() {
        let fixes = match project.catalog.document(&project.workspace, file.id) {
            Some(document) => in_markdown(&document, &file.path, moved),
            None => in_data(&file.text, file.id, &file.path, moved),
        };
        if !fixes.is_empty() {
            edits.insert(file.id, fixes);
        }
    }
    edits
}

fn in_markdown(document: &Document, path: &DocPath, moved: &Move) -> Vec<Fix> {
    let links = document.links.iter().map(|l| (document.str(l.target).to_owned(), l.target_span, true));
    let includes = document.includes.iter().map(|i| (i.path.clone(), i.path_span, false));
    let snippets = document.snippets.iter().map(|s| (s.path.clone(), s.path_span, false));
    links
        .chain(includes)
        .chain(snippets)
        .filter_map(|(target, span, encode)| {
            let replacement = renamed(&target, path, moved, encode)?;
            // A target that is not written where it is said to be is not touched.
            document.source.get(span.range()).filter(|text| !text.is_empty())?;
            Some(Fix { span, replacement, certain: true })
        })
        .collect()
}

/// A link target as it must read after the move; `None` when it stays as it is. Fragments, queries and `~/` are kept.
fn renamed(target: &str, file: &DocPath, moved: &Move, encode: bool) -> Option<String> {
    let parts = url::split(target);
    if parts.path.is_empty() || url::scheme(target).is_some() || target.starts_with("//") {
        return None;
    }
    let tail = target.get(parts.path.len()..)?;
    if let Some(path) = parts.path.strip_prefix('/') {
        let (old, new) = moved.urls.as_ref()?;
        let same = format!("/{path}").trim_end_matches('/').eq_ignore_ascii_case(old.trim_end_matches('/'));
        return same.then(|| format!("{new}{tail}"));
    }
    let decoded = url::decode(parts.path);
    let (folder, rest) = match decoded.strip_prefix("~/") {
        Some(rest) => (moved.docset.clone(), rest.to_owned()),
        None => (file.parent(), decoded.clone()),
    };
    let named = folder.join(&rest)?;
    let from_root = decoded.starts_with("~/");
    let leads_to_moved = named.fold() == moved.old.fold();
    let here = if *file == moved.old { moved.new.parent() } else { file.parent() };
    if !leads_to_moved && (from_root || here == file.parent()) {
        return None;
    }
    let goal = if leads_to_moved { moved.new.clone() } else { named };
    let text =
        if from_root { format!("~/{}", goal.strip_prefix(&moved.docset)?) } else { here.relative_to(&goal) };
    let text = if encode { url::encode_path(&text) } else { text };
    // Folder links keep their slash.
    let slash = if decoded.ends_with('/') && !text.ends_with('/') { "/" } else { "" };
    let text = format!("{text}{slash}{tail}");
    (text != target).then_some(text)
}

/// Paths and addresses in TOCs, structured pages and redirection files, wherever they stand as a word.
fn in_data(text: &str, file: FileId, path: &DocPath, moved: &Move) -> Vec<Fix> {
    if !["yml", "yaml", "json"].iter().any(|e| path.has_extension(e)) {
        return Vec::new();
    }
    let is_edge =
        |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '(' | ')' | '<' | '>' | '[' | ']' | ',');
    let mut fixes = Vec::new();
    let mut at = 0;
    for word in text.split(is_edge) {
        let range = at..at + word.len();
        // Every separator is one character; its width is found in the text.
        at = range.end + text.get(range.end..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8);
        let is_path = word.contains(['/', '.']) && !word.ends_with(':');
        if !is_path || is_source_of_redirect(text, range.start) {
            continue;
        }
        if let Some(replacement) = renamed(word, path, moved, true) {
            fixes.push(Fix { span: Span::new(file, range), replacement, certain: true });
        }
    }
    fixes
}

/// Redirects name the place that a page had, which stays so.
fn is_source_of_redirect(text: &str, at: usize) -> bool {
    let line = text.get(..at).and_then(|t| t.rsplit('\n').next()).unwrap_or_default();
    let key = line.trim_end().trim_end_matches(['"', '\'']).trim_end().trim_end_matches(':').trim_end();
    key.ends_with("source_path\"") || key.ends_with("source_path_from_root\"") || key.ends_with("source_path")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved() -> Move {
        let path = |p| DocPath::new(p).expect("inside");
        Move {
            old: path("docs/guide/old page.md"),
            new: path("docs/start/new.md"),
            urls: Some(("/product/guide/old page".to_owned(), "/product/start/new".to_owned())),
            docset: path("docs"),
        }
    }

    fn target(target: &str, file: &str) -> Option<String> {
        renamed(target, &DocPath::new(file).expect("inside"), &moved(), true)
    }

    #[test]
    fn links_to_the_page_follow_it() {
        assert_eq!(target("old%20page.md#a", "docs/guide/x.md").as_deref(), Some("../start/new.md#a"));
        assert_eq!(target("guide/Old%20Page.md", "docs/x.md").as_deref(), Some("start/new.md"));
        assert_eq!(
            target("~/guide/old%20page.md?view=1", "docs/a/x.md").as_deref(),
            Some("~/start/new.md?view=1")
        );
        assert_eq!(target("/Product/guide/old page", "docs/a/x.md").as_deref(), Some("/product/start/new"));
        for other in ["other.md", "https://example.org/old%20page.md", "#old", "/elsewhere", "mailto:a@b"] {
            assert_eq!(target(other, "docs/guide/x.md"), None, "{other}");
        }
    }

    #[test]
    fn the_page_keeps_its_own_targets() {
        let own = "docs/guide/old page.md";
        assert_eq!(target("other.md#x", own).as_deref(), Some("../guide/other.md#x"));
        assert_eq!(target("../media/a.png", own), None);
        assert_eq!(target("old%20page.md", own).as_deref(), Some("new.md"));
        assert_eq!(target("~/guide/other.md", own), None);
    }

    #[test]
    fn tables_of_contents_and_redirects_are_mended() {
        let path = DocPath::new("docs/toc.yml").expect("inside");
        let mut moved = moved();
        moved.old = DocPath::new("docs/guide/old.md").expect("inside");
        let toc = "- name: Old guide\n  href: guide/old.md\n- name: \"x\"\n  href: 'guide/old.md#y'\n";
        let found = in_data(toc, FileId(0), &path, &moved);
        let words: Vec<&str> = found.iter().map(|f| &toc[f.span.range()]).collect();
        assert_eq!(words, ["guide/old.md", "guide/old.md#y"]);
        assert_eq!(found[1].replacement, "start/new.md#y");
        let json = "{\"source_path\": \"guide/old.md\"}";
        assert!(in_data(json, FileId(0), &DocPath::new("docs/r.json").expect("inside"), &moved).is_empty());
    }
}
