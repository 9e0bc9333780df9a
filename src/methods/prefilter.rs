//! A cheap look at a page before anything is read in earnest: only a page on which at least two labels repeat
//! can hold a set. One pass over the nodes, no tree walks.

use std::hash::Hasher as _;

use rustc_hash::{FxHashMap, FxHasher};

use crate::docset::{NodeRef, PageView};
use crate::markdown::{Document, NodeId, NodeKind};

use super::label;
use super::rules::Rules;

/// Whether at least two labels that may be facets stand on the page twice or more.
pub(crate) fn worthwhile(view: &PageView, rules: &Rules) -> bool {
    let mut labels = Labels::new(rules);
    view.docs.iter().enumerate().any(|(number, occurrence)| {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        let text = |node, out: &mut String| view.push_text(NodeRef { doc: number, node }, out);
        labels.suffice(&occurrence.doc, &text)
    })
}

/// The same of a document as it was parsed, without what it includes: tells, before any page is resolved, where
/// looking for a set is worth the while.
pub fn may_hold(doc: &Document, rules: &Rules) -> bool {
    let text = |node, out: &mut String| {
        if let Some(NodeKind::Text(text)) = doc.children(node).next().map(|child| doc.kind(child)) {
            out.push_str(doc.str(text));
        }
    };
    Labels::new(rules).suffice(doc, &text)
}

/// The labels seen so far. Every line of prose may be one, so none is kept: hashes of the folded ones are counted.
struct Labels<'a> {
    rules: &'a Rules,
    seen: FxHashMap<u64, u32>,
    /// Room for the text of a node.
    text: String,
    /// Room for a folded label.
    folded: String,
    /// How many labels that may be facets were seen twice.
    repeated: usize,
}

impl<'a> Labels<'a> {
    fn new(rules: &'a Rules) -> Self {
        Labels { rules, seen: FxHashMap::default(), text: String::new(), folded: String::new(), repeated: 0 }
    }

    /// Counts the labels of a document until there are enough.
    fn suffice(&mut self, doc: &Document, plain: &dyn Fn(NodeId, &mut String)) -> bool {
        for heading in &doc.headings {
            self.count(&heading.text, true);
        }
        for node in doc.ids() {
            candidate(doc, node, plain, self);
            if self.repeated >= self.rules.min_facets {
                return true;
            }
        }
        self.repeated >= self.rules.min_facets
    }

    fn count(&mut self, text: &str, heading: bool) {
        if !label::plausible(text) {
            return;
        }
        label::fold_into(text, &mut self.folded);
        let key = self.folded.as_str();
        if key.is_empty() {
            return;
        }
        let mut hasher = FxHasher::default();
        hasher.write(key.as_bytes());
        let times = self.seen.entry(hasher.finish()).or_default();
        *times += 1;
        if *times == 2
            && !label::is_structure(key)
            && !(heading && label::is_task(key))
            && (self.rules.reference || !label::is_reference(key))
        {
            self.repeated += 1;
        }
    }

    fn count_node(&mut self, node: NodeId, plain: &dyn Fn(NodeId, &mut String)) {
        let mut text = std::mem::take(&mut self.text);
        text.clear();
        plain(node, &mut text);
        self.count(text.trim(), false);
        self.text = text;
    }
}

/// Counts the label that a node begins with, when it is one that can.
fn candidate(doc: &Document, node: NodeId, plain: &dyn Fn(NodeId, &mut String), labels: &mut Labels<'_>) {
    match doc.kind(node) {
        NodeKind::Strong if begins_line(doc, node) => labels.count_node(node, plain),
        NodeKind::Text(t) if begins_line(doc, node) => {
            let text = doc.str(t);
            // Labels are short and begin with a capital; most lines of prose end the look here.
            let end = text.bytes().take(64).position(|b| b == b':');
            if let Some(name) = end.and_then(|e| text.get(..e)).filter(|n| n.starts_with(char::is_uppercase))
            {
                labels.count(name, false);
            }
        }
        NodeKind::Table(index) if doc.tables.get(index as usize).is_some_and(|t| t.align.len() == 2) => {
            for row in doc.children(node) {
                if let Some(cell) = doc.children(row).next() {
                    labels.count_node(cell, plain);
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
