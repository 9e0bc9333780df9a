//! A cheap look at a page before anything is read in earnest: only a page on which at least two labels repeat
//! can hold a set. One pass over the nodes, no tree walks.

use rustc_hash::FxHashMap;

use crate::docset::{NodeRef, PageView};
use crate::markdown::{Document, NodeId, NodeKind};

use super::label;
use super::rules::Rules;

/// Whether at least two labels that may be facets stand on the page twice or more.
pub(crate) fn worthwhile(view: &PageView, rules: &Rules) -> bool {
    let mut counts: FxHashMap<String, u32> = FxHashMap::default();
    for (number, occurrence) in view.docs.iter().enumerate() {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        let text = |node| view.plain_text(NodeRef { doc: number, node });
        labels(&occurrence.doc, &text, &mut counts);
    }
    enough(counts, rules)
}

/// The same of a document as it was parsed, without what it includes: tells, before any page is resolved, where
/// looking for a set is worth the while.
pub fn may_hold(doc: &Document, rules: &Rules) -> bool {
    let mut counts: FxHashMap<String, u32> = FxHashMap::default();
    let text = |node| {
        let child = doc.children(node).next();
        match child.map(|child| doc.kind(child)) {
            Some(NodeKind::Text(text)) => doc.str(text).to_owned(),
            _ => String::new(),
        }
    };
    labels(doc, &text, &mut counts);
    enough(counts, rules)
}

/// Counts the labels of a document.
fn labels(doc: &Document, text: &dyn Fn(NodeId) -> String, counts: &mut FxHashMap<String, u32>) {
    for heading in &doc.headings {
        count(&heading.text, counts);
    }
    for node in doc.ids() {
        candidate(doc, node, text, counts);
    }
}

fn enough(counts: FxHashMap<String, u32>, rules: &Rules) -> bool {
    let repeated = counts.into_iter().filter(|(key, n)| {
        *n >= 2
            && !label::is_structure(key)
            && !label::is_task(key)
            && (rules.reference || !label::is_reference(key))
    });
    repeated.count() >= rules.min_facets
}

fn count(text: &str, counts: &mut FxHashMap<String, u32>) {
    if label::plausible(text) {
        let folded = label::fold(text);
        if !folded.is_empty() {
            *counts.entry(folded).or_default() += 1;
        }
    }
}

/// Counts the label that a node begins with, when it is one that can.
fn candidate(
    doc: &Document,
    node: NodeId,
    plain: &dyn Fn(NodeId) -> String,
    counts: &mut FxHashMap<String, u32>,
) {
    match doc.kind(node) {
        NodeKind::Strong if begins_line(doc, node) => count(&plain(node), counts),
        NodeKind::Text(t) if begins_line(doc, node) => {
            let text = doc.str(t);
            // Labels are short and begin with a capital; most lines of prose end the look here.
            let end = text.bytes().take(64).position(|b| b == b':');
            if let Some(name) = end.and_then(|e| text.get(..e)).filter(|n| n.starts_with(char::is_uppercase))
            {
                count(name, counts);
            }
        }
        NodeKind::Table(index) if doc.tables.get(index as usize).is_some_and(|t| t.align.len() == 2) => {
            for row in doc.children(node) {
                if let Some(cell) = doc.children(row).next() {
                    count(plain(cell).trim(), counts);
                }
            }
        }
        _ => {}
    }
}

/// Whether an inline is the first of a paragraph or tight item, or the first after a line break.
fn begins_line(doc: &Document, node: NodeId) -> bool {
    let Some(parent) = doc.parent(node) else { return false };
    if !matches!(doc.kind(parent), NodeKind::Paragraph | NodeKind::Item) {
        return false;
    }
    // Parents come before children and siblings before siblings, so the node before in the vector tells.
    doc.before(node).is_none_or(|before| {
        before == parent
            || matches!(
                doc.kind(before),
                NodeKind::SoftBreak | NodeKind::HardBreak | NodeKind::HtmlInline(_) | NodeKind::Text(_)
            )
    })
}
