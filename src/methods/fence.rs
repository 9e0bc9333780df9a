//! Fences of YAML in which every line is `Key: value`, as reference pages of commands have them.

use crate::docset::{NodeRef, PageView};
use crate::markdown::NodeKind;

use super::label;

/// The pairs of a YAML fence in which every line is `Key: value`.
pub(crate) fn yaml_pairs(view: &PageView, at: NodeRef) -> Option<Vec<(String, String)>> {
    let occurrence = view.occurrence(at)?;
    let NodeKind::CodeBlock(index) = occurrence.doc.kind(at.node) else { return None };
    let code = occurrence.doc.code.get(index as usize)?;
    let lang = occurrence.doc.str(code.lang);
    if !lang.eq_ignore_ascii_case("yaml") && !lang.eq_ignore_ascii_case("yml") {
        return None;
    }
    let mut out = Vec::new();
    for line in occurrence.doc.str(code.text).lines().filter(|l| !l.trim().is_empty()) {
        let (name, value) = line.split_once(':')?;
        let named = name.starts_with(|c: char| c.is_uppercase()) && label::plausible(name);
        if !named || !(value.is_empty() || value.starts_with(' ')) {
            return None;
        }
        out.push((name.trim().to_owned(), value.trim().to_owned()));
    }
    (out.len() >= 2).then_some(out)
}
