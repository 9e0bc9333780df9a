//! A cheap look at a page before anything is read in earnest: only a page on which labels repeat can hold a set. One
//! pass over the nodes, no tree walks, nothing kept but hashes.

use std::hash::Hasher as _;

use rustc_hash::{FxHashMap, FxHasher};

use crate::docset::{NodeRef, PageView};
use crate::markdown::{Document, NodeId, NodeKind};

use super::label;
use super::line::plain_label;
use super::rules::Rules;

/// Whether labels that may be facets stand on the page as often as the least set needs.
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
    twice: usize,
    /// How many were seen as often as a set has entries.
    often: usize,
    /// Whether one that was seen twice passes a verdict, so that two entries are enough.
    verdict: bool,
}

impl<'a> Labels<'a> {
    fn new(rules: &'a Rules) -> Self {
        Labels {
            rules,
            seen: FxHashMap::default(),
            text: String::new(),
            folded: String::new(),
            twice: 0,
            often: 0,
            verdict: false,
        }
    }

    /// Counts the labels of a document until there are enough.
    fn suffice(&mut self, doc: &Document, plain: &dyn Fn(NodeId, &mut String)) -> bool {
        for heading in &doc.headings {
            self.count(&heading.text, true);
        }
        for node in doc.ids() {
            candidate(doc, node, plain, self);
            if self.enough() {
                return true;
            }
        }
        self.enough()
    }

    /// Whether there may be a set: of the usual number of entries, or of two that share three facets or a verdict.
    /// Where candidates are listed, anything that is shared by two is worth a look.
    fn enough(&self) -> bool {
        let least = self.rules.min_facets;
        let pair = self.twice >= 3 || self.verdict || self.rules.keep_rejected;
        self.often >= least || self.twice >= least && pair
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
        let often = u32::try_from(self.rules.min_entries).unwrap_or(u32::MAX).clamp(2, 3);
        if *times != 2 && *times != often {
            return;
        }
        let general = label::is_structure(key)
            || heading && label::is_task(key)
            || !self.rules.reference && label::is_reference(key);
        if !general {
            self.twice += usize::from(*times == 2);
            self.often += usize::from(*times == often);
            self.verdict |= label::is_verdict(key);
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
        NodeKind::Strong if begins_line(doc, node) && like_label(doc, node) => labels.count_node(node, plain),
        NodeKind::Text(t) if begins_line(doc, node) => {
            if let Some(name) = plain_label(doc.str(t)) {
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

/// Whether a strong text that begins a line may be a label: a colon or a dash ends it or follows it, or nothing does.
/// Emphasis that a sentence begins with ends the look at most paragraphs here.
fn like_label(doc: &Document, strong: NodeId) -> bool {
    let Some(next) = doc.next_sibling(strong) else { return true };
    let NodeKind::Text(after) = doc.kind(next) else { return true };
    let after = doc.str(after).trim();
    let marked =
        |text: &str| text.is_empty() || text.starts_with([':', '：', '–', '—']) || text.starts_with("- ");
    let inside = |node: NodeId| matches!(doc.kind(node), NodeKind::Text(t) if doc.str(t).trim_end().ends_with([':', '：']));
    marked(after) || after.ends_with(':') || doc.children(strong).last().is_some_and(inside)
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
