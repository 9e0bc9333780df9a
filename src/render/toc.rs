//! One table of contents as a script that every page of it shares.
//!
//! A page's HTML carries its own branch only; the rest arrives when a reader opens or filters the sidebar. The
//! data is a classic script that calls a global, so that it loads from the disk and under a strict policy.

use serde_json::{Value, json};

use super::page::script_json;

/// One entry of a table of contents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TocNode {
    /// Plain text.
    pub title: String,
    /// Path from the top of the site, or an absolute address; `None` for a group.
    pub href: Option<String>,
    /// Entries below it.
    pub children: Vec<TocNode>,
}

/// The text of `_docwright/toc/<id>.js`: `docwrightToc(id, entries)`, an entry being `[title, href, entries]` with
/// empty tail parts left out.
pub fn script(id: &str, nodes: &[TocNode]) -> String {
    let entries: Vec<Value> = nodes.iter().map(entry).collect();
    format!("docwrightToc({}, {});\n", script_json(&json!(id)), script_json(&Value::Array(entries)))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_leave_out_what_they_lack() {
        let leaf = TocNode { title: "A </script>".into(), href: Some("a.html".into()), children: vec![] };
        let group = TocNode { title: "G".into(), href: None, children: vec![leaf] };
        assert_eq!(
            script("main", &[group]),
            "docwrightToc(\"main\", [[\"G\",\"\",[[\"A \\u003c/script\\u003e\",\"a.html\"]]]]);\n"
        );
    }
}
