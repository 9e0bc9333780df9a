//! A cheap look at a page before anything is read in earnest: only siblings that share labels can be a set. One pass
//! over the nodes finds what may be a label, no tree walks, nothing kept but hashes; where the page has too few that
//! repeat, nothing more is done, and where it has enough, each group of siblings is asked the same.

use std::hash::Hasher as _;

use rustc_hash::{FxHashMap, FxHasher};

use crate::docset::{NodeRef, PageView};
use crate::markdown::{Document, NodeId, NodeKind};

use super::groups::{Content, Group};
use super::label;
use super::line::plain_label;
use super::outline::Outline;
use super::rules::Rules;

/// Whether a document may hold a set, as it was parsed, without what it includes: tells, before any page is resolved,
/// where looking for one is worth the while.
pub fn may_hold(doc: &Document, rules: &Rules) -> bool {
    let text = |node, out: &mut String| {
        if let Some(NodeKind::Text(text)) = doc.children(node).next().map(|child| doc.kind(child)) {
            out.push_str(doc.str(text));
        }
    };
    let mut labels = Labels::new(rules);
    labels.read(doc, 0, &text);
    labels.suffice()
}

/// What may be labels on a page: places and hashes, for every line of prose may begin with one.
pub(crate) struct Labels<'a> {
    rules: &'a Rules,
    found: Vec<Label>,
    seen: FxHashMap<u64, Seen>,
    /// Room for the text of a node.
    text: String,
    /// Room for a folded label.
    folded: String,
}

/// A place where a label may stand.
struct Label {
    hash: u64,
    at: NodeRef,
}

/// What is known of all labels with one hash.
#[derive(Default)]
struct Seen {
    times: u32,
    /// One of them is no heading.
    in_text: bool,
    /// Any section or API member may have it; known from the second one on.
    general: bool,
    /// It names a task, which makes no facet of a heading.
    task: bool,
    /// It passes a verdict, so that two entries are enough.
    verdict: bool,
}

impl Seen {
    /// Whether it may be one of the facets that make a set.
    fn counts(&self) -> bool {
        self.times >= 2 && !self.general && (self.in_text || !self.task)
    }
}

impl<'a> Labels<'a> {
    /// The labels of a page; `None` when they repeat too little for any set.
    pub(crate) fn of(view: &PageView, rules: &'a Rules) -> Option<Self> {
        let mut labels = Labels::new(rules);
        for (number, occurrence) in view.docs.iter().enumerate() {
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            let text = |node, out: &mut String| view.push_text(NodeRef { doc: number, node }, out);
            labels.read(&occurrence.doc, number, &text);
        }
        labels.suffice().then_some(labels)
    }

    fn new(rules: &'a Rules) -> Self {
        Labels {
            rules,
            found: Vec::new(),
            seen: FxHashMap::default(),
            text: String::new(),
            folded: String::new(),
        }
    }

    /// Takes in the labels of a document, the page's `number`-th.
    fn read(&mut self, doc: &Document, number: u32, plain: &dyn Fn(NodeId, &mut String)) {
        for node in doc.ids() {
            candidate(doc, NodeRef { doc: number, node }, plain, self);
        }
    }

    /// Whether there may be a set: of the usual number of entries, or of two that share three facets or a verdict.
    /// Where candidates are listed, anything that is shared by two is worth a look.
    fn suffice(&self) -> bool {
        let least = self.rules.min_facets;
        let entries = self.rules.least_sharing(usize::MAX);
        let counting = || self.seen.values().filter(|seen| seen.counts());
        let twice = counting().count();
        let often = counting().filter(|seen| seen.times as usize >= entries).count();
        let pair = twice >= 3 || self.rules.keep_rejected || counting().any(|seen| seen.verdict);
        often >= least || twice >= least && pair
    }

    fn count(&mut self, text: &str, at: NodeRef, heading: bool) {
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
        let hash = hasher.finish();
        let seen = self.seen.entry(hash).or_default();
        seen.times += 1;
        seen.in_text |= !heading;
        if seen.times == 2 {
            seen.general = label::is_structure(key) || !self.rules.reference && label::is_reference(key);
            seen.task = label::is_task(key);
            seen.verdict = label::is_verdict(key);
        }
        self.found.push(Label { hash, at });
    }

    fn count_node(&mut self, node: NodeRef, plain: &dyn Fn(NodeId, &mut String)) {
        let mut text = std::mem::take(&mut self.text);
        text.clear();
        plain(node.node, &mut text);
        self.count(text.trim(), node, false);
        self.text = text;
    }

    /// The labels that count, by the block of the outline that they stand in.
    pub(crate) fn by_block(&self, view: &PageView, outline: &Outline) -> BlockLabels<'a> {
        let places = Places::new(view, outline);
        let counting = self.found.iter().filter(|l| self.seen.get(&l.hash).is_some_and(Seen::counts));
        let mut labels: Vec<(usize, u64)> =
            counting.filter_map(|l| Some((places.block(l.at)?, l.hash))).collect();
        labels.sort_unstable();
        BlockLabels { rules: self.rules, labels }
    }
}

/// The labels of a page that may be facets, in the order of the blocks they stand in.
pub(crate) struct BlockLabels<'a> {
    rules: &'a Rules,
    /// Index of the block, hash of the label.
    labels: Vec<(usize, u64)>,
}

impl BlockLabels<'_> {
    /// Whether so many siblings of a group may share so many labels that it can be a set.
    pub(crate) fn suffice(&self, group: &Group) -> bool {
        let siblings = group.sources.iter().filter(|s| !s.aside).count();
        let least = self.rules.least_sharing(siblings);
        // How many members have the label, and the last that did.
        let mut shared: FxHashMap<u64, (usize, usize)> = FxHashMap::default();
        let mut member = 0;
        let mut take = |labels: &[(usize, u64)], each: bool| {
            for (_, hash) in labels {
                member += usize::from(each);
                let (times, last) = shared.entry(*hash).or_default();
                if *last != member + 1 {
                    (*times, *last) = (*times + 1, member + 1);
                }
            }
            member += 1;
        };
        if group.sources.iter().all(|s| matches!(s.content, Content::Blocks(_))) {
            for source in &group.sources {
                if let Content::Blocks(range) = &source.content {
                    take(self.within(range), false);
                }
            }
        } else {
            // Entries that are smaller than blocks: each label may be that of another.
            take(self.within(&group.blocks()), true);
        }
        shared.values().filter(|(times, _)| *times >= least).count() >= self.rules.min_facets
    }

    fn within(&self, blocks: &std::ops::Range<usize>) -> &[(usize, u64)] {
        let at = |block: usize| self.labels.partition_point(|(b, _)| *b < block);
        self.labels.get(at(blocks.start)..at(blocks.end)).unwrap_or_default()
    }
}

/// Tells in which block of the outline a node stands.
struct Places<'a> {
    view: &'a PageView,
    blocks: FxHashMap<NodeRef, usize>,
    /// The node that stands for each document in the one that includes it.
    includes: FxHashMap<u32, NodeRef>,
}

impl<'a> Places<'a> {
    fn new(view: &'a PageView, outline: &Outline) -> Self {
        let blocks = outline.blocks.iter().enumerate().map(|(index, block)| (block.at, index)).collect();
        let mut includes = FxHashMap::default();
        for (number, occurrence) in view.docs.iter().enumerate().filter(|(_, o)| !o.includes.is_empty()) {
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            let nodes = occurrence.doc.ids().map(|node| NodeRef { doc: number, node });
            includes.extend(nodes.filter_map(|at| Some((view.included(at)?, at))));
        }
        Places { view, blocks, includes }
    }

    fn block(&self, at: NodeRef) -> Option<usize> {
        let above = |at: &NodeRef| match self.view.occurrence(*at)?.doc.parent(at.node) {
            Some(node) => Some(NodeRef { doc: at.doc, node }),
            None => self.includes.get(&at.doc).copied(),
        };
        std::iter::successors(Some(at), above).find_map(|at| self.blocks.get(&at).copied())
    }
}

/// Counts the label that a node begins with, when it is one that can.
fn candidate(doc: &Document, at: NodeRef, plain: &dyn Fn(NodeId, &mut String), labels: &mut Labels<'_>) {
    let node = at.node;
    match doc.kind(node) {
        NodeKind::Heading(index) => {
            if let Some(heading) = doc.headings.get(index as usize) {
                labels.count(&heading.text, at, true);
            }
        }
        NodeKind::Strong if begins_line(doc, node) && like_label(doc, node) => labels.count_node(at, plain),
        NodeKind::Text(t) if begins_line(doc, node) => {
            if let Some(name) = plain_label(doc.str(t)) {
                labels.count(name, at, false);
            }
        }
        NodeKind::Table(index) if doc.tables.get(index as usize).is_some_and(|t| t.align.len() == 2) => {
            for row in doc.children(node) {
                if let Some(cell) = doc.children(row).next() {
                    labels.count_node(NodeRef { node: cell, ..at }, plain);
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
