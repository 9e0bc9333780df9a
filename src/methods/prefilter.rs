//! A cheap look at a page before anything is read in earnest: only siblings that share labels can be a set. One pass
//! over the nodes finds what may be a label, no tree walks, nothing kept but numbers. Only those that seem to repeat
//! are folded; where the page has too few, nothing more is done, and where it has enough, each group of siblings is
//! asked the same.

use std::hash::Hasher as _;
use std::ops::Range;

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
    let text = |at: NodeRef, out: &mut String| {
        if let Some(NodeKind::Text(text)) = doc.children(at.node).next().map(|child| doc.kind(child)) {
            out.push_str(doc.str(text));
        }
    };
    Labels::read(&[doc], &text, rules).is_some()
}

/// What may be labels on a page: places and hashes, for every line of prose may begin with one.
pub(crate) struct Labels<'a> {
    rules: &'a Rules,
    /// Where a label may stand: its hash, the node.
    found: Vec<(u64, NodeRef)>,
    seen: FxHashMap<u64, Seen>,
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
        let docs: Vec<&Document> = view.docs.iter().map(|occurrence| &*occurrence.doc).collect();
        Self::read(&docs, &|at, out| view.push_text(at, out), rules)
    }

    fn read(docs: &[&Document], plain: &Plain<'_>, rules: &'a Rules) -> Option<Self> {
        let mut texts = Texts { docs, plain, room: String::new() };
        let mut sketches: Vec<(u64, NodeRef)> = Vec::new();
        let mut times: FxHashMap<u64, u32> = FxHashMap::default();
        for at in texts.candidates() {
            if let Some(label) = texts.get(at) {
                let sketch = label::sketch(label);
                sketches.push((sketch, at));
                *times.entry(sketch).or_default() += 1;
            }
        }
        let repeated = |sketch: &u64| times.get(sketch).is_some_and(|n| *n >= 2);
        if times.values().filter(|n| **n >= 2).count() < rules.min_facets {
            return None;
        }
        let mut labels = Labels { rules, found: Vec::new(), seen: FxHashMap::default() };
        let mut folded = String::new();
        for (_, at) in sketches.into_iter().filter(|(sketch, _)| repeated(sketch)) {
            if let Some(label) = texts.get(at).filter(|label| label::plausible(label)) {
                label::fold_into(label, &mut folded);
                labels.count(&folded, at, texts.is_heading(at));
            }
        }
        labels.suffice().then_some(labels)
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

    fn count(&mut self, folded: &str, at: NodeRef, heading: bool) {
        if folded.is_empty() {
            return;
        }
        let mut hasher = FxHasher::default();
        hasher.write(folded.as_bytes());
        let hash = hasher.finish();
        let seen = self.seen.entry(hash).or_default();
        seen.times += 1;
        seen.in_text |= !heading;
        if seen.times == 2 {
            seen.general =
                label::is_structure(folded) || !self.rules.reference && label::is_reference(folded);
            seen.task = label::is_task(folded);
            seen.verdict = label::is_verdict(folded);
        }
        self.found.push((hash, at));
    }

    /// The labels that count, by the block of the outline that they stand in.
    pub(crate) fn by_block(&self, view: &PageView, outline: &Outline) -> BlockLabels<'a> {
        let places = Places::new(view, outline);
        let counting = self.found.iter().filter(|(hash, _)| self.seen.get(hash).is_some_and(Seen::counts));
        let mut labels: Vec<(usize, u64)> =
            counting.filter_map(|(hash, at)| Some((places.block(*at)?, *hash))).collect();
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
        // Few groups have labels that even two members share: the others need not be counted.
        self.shared_in(group, 2) && {
            let siblings = group.sources.iter().filter(|s| !s.is_aside()).count();
            self.shared_in(group, self.rules.least_sharing(siblings))
        }
    }

    fn shared_in(&self, group: &Group, least: usize) -> bool {
        if group.sources.iter().any(|s| !matches!(s.content, Content::Blocks(_))) {
            // Entries that are smaller than blocks: each label may be that of another.
            return self.shared(self.within(&group.blocks()).chunks(1), least);
        }
        let sections = group.sources.iter().map(|s| match &s.content {
            Content::Blocks(range) => self.within(range),
            Content::Nodes(_) | Content::Cells(_) => &[],
        });
        self.shared(sections, least)
    }

    /// Whether so many labels repeat within a run of blocks as two entries must share.
    pub(crate) fn repeat_within(&self, blocks: &Range<usize>) -> bool {
        self.shared(self.within(blocks).chunks(1), 2)
    }

    /// Whether as many labels as a set needs stand in `least` of the members.
    fn shared<'l>(&self, members: impl Iterator<Item = &'l [(usize, u64)]>, least: usize) -> bool {
        // How many members have the label, and the last that did.
        let mut shared: FxHashMap<u64, (usize, usize)> = FxHashMap::default();
        for (member, labels) in (1..).zip(members) {
            for (_, hash) in labels {
                let (times, last) = shared.entry(*hash).or_default();
                if *last != member {
                    (*times, *last) = (*times + 1, member);
                }
            }
        }
        shared.values().filter(|(times, _)| *times >= least).count() >= self.rules.min_facets
    }

    fn within(&self, blocks: &Range<usize>) -> &[(usize, u64)] {
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

/// Appends the plain text of a node.
type Plain<'a> = dyn Fn(NodeRef, &mut String) + 'a;

/// The texts of documents that may be labels.
struct Texts<'a> {
    docs: &'a [&'a Document],
    plain: &'a Plain<'a>,
    /// Room for the text of a node.
    room: String,
}

impl<'a> Texts<'a> {
    /// The nodes that may be labels or begin with one.
    fn candidates(&self) -> impl Iterator<Item = NodeRef> + use<'a> {
        let docs = (0..).zip(self.docs);
        docs.flat_map(|(number, doc)| {
            let nodes = doc.ids().filter(|node| may_be_label(doc, *node));
            nodes.map(move |node| NodeRef { doc: number, node })
        })
    }

    /// The label that a node is or begins with.
    fn get(&mut self, at: NodeRef) -> Option<&str> {
        let doc: &'a Document = self.docs.get(at.doc as usize)?;
        match doc.kind(at.node) {
            NodeKind::Heading(index) => doc.headings.get(index as usize).map(|heading| heading.text.as_str()),
            NodeKind::Text(text) => plain_label(doc.str(text)),
            _ => {
                self.room.clear();
                (self.plain)(at, &mut self.room);
                Some(self.room.trim())
            }
        }
    }

    fn is_heading(&self, at: NodeRef) -> bool {
        let doc = self.docs.get(at.doc as usize);
        doc.is_some_and(|doc| matches!(doc.kind(at.node), NodeKind::Heading(_)))
    }
}

/// Whether a node stands where labels do: a heading, the beginning of a line, the first cell in a row of two.
fn may_be_label(doc: &Document, node: NodeId) -> bool {
    match doc.kind(node) {
        NodeKind::Heading(_) => true,
        NodeKind::Strong => begins_line(doc, node) && like_label(doc, node),
        NodeKind::Text(_) => begins_line(doc, node),
        NodeKind::TableCell => begins_row_of_two(doc, node),
        _ => false,
    }
}

/// Whether a cell is the first of its row in a table of two columns.
fn begins_row_of_two(doc: &Document, cell: NodeId) -> bool {
    let Some(row) = doc.parent(cell).filter(|row| doc.children(*row).next() == Some(cell)) else {
        return false;
    };
    let table = doc.parent(row).map(|table| doc.kind(table));
    let Some(NodeKind::Table(index)) = table else { return false };
    doc.tables.get(index as usize).is_some_and(|table| table.align.len() == 2)
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
