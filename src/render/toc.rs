//! One table of contents as a script that every page of it shares, and as a page for readers without scripts.
//!
//! A page's HTML carries its own branch only; the rest arrives when a reader opens or filters the sidebar. The
//! data is a classic script that calls a global, so that it loads from the disk and under a strict policy.

use serde_json::{Value, json};

use super::assets::FOLDER;
use super::machine::script_json;
use crate::base::{OutPath, url};
use crate::docset::{TocId, TocNode};

/// Where the script of a table of contents is written.
pub fn script_path(id: TocId) -> Option<OutPath> {
    OutPath::new(&format!("{FOLDER}/toc/{}.js", id.0))
}

/// Where the page that lists all of a table of contents is written.
pub fn contents_path(id: TocId) -> Option<OutPath> {
    OutPath::new(&format!("{FOLDER}/toc/{}.html", id.0))
}

/// The text of the script: `docwrightToc(id, entries)`, an entry being `[title, href, entries]` with empty tail
/// parts left out; hrefs count from the top of the site.
pub fn script(id: TocId, nodes: &[TocNode]) -> String {
    let entries: Vec<Value> = nodes.iter().map(entry).collect();
    format!("docwrightToc(\"{}\", {});\n", id.0, script_json(&Value::Array(entries)))
}

fn entry(node: &TocNode) -> Value {
    let children: Vec<Value> = node.children.iter().map(entry).collect();
    let href = node.href.as_deref().unwrap_or_default();
    match (href.is_empty(), children.is_empty()) {
        (true, true) => json!([node.title]),
        (false, true) => json!([node.title, href]),
        _ => json!([node.title, href, children]),
    }
}

/// The entries with their hrefs made relative to a page: `root` is its prefix to the top of the site. This is
/// `data.entries` of the template `toc.html`.
pub fn seen_from(root: &str, nodes: &[TocNode]) -> Vec<TocNode> {
    let seen = |href: &String| below(root, href);
    let one = |node: &TocNode| TocNode {
        title: node.title.clone(),
        href: node.href.as_ref().map(seen),
        children: seen_from(root, &node.children),
    };
    nodes.iter().map(one).collect()
}

/// An address that counts from the top of the site behind the prefix that leads there; others stay.
pub fn below(root: &str, href: &str) -> String {
    let inside = url::scheme(href).is_none() && !href.starts_with('/');
    if inside { format!("{root}{href}") } else { href.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> Vec<TocNode> {
        let leaf = TocNode { title: "A </script>".into(), href: Some("a.html".into()), children: vec![] };
        let away = TocNode { title: "B".into(), href: Some("https://x.org/".into()), children: vec![] };
        vec![TocNode { title: "G".into(), href: None, children: vec![leaf, away] }]
    }

    #[test]
    fn entries_leave_out_what_they_lack() {
        assert_eq!(
            script(TocId(7), &tree()),
            "docwrightToc(\"7\", [[\"G\",\"\",[[\"A \\u003c/script\\u003e\",\"a.html\"],[\"B\",\"https://x.org/\"]]]]);\n"
        );
    }

    #[test]
    fn only_inner_links_are_rebased() {
        let seen = seen_from("../../", &tree());
        let hrefs: Vec<_> = seen.iter().flat_map(|g| &g.children).filter_map(|c| c.href.as_deref()).collect();
        assert_eq!(hrefs, ["../../a.html", "https://x.org/"]);
    }
}
