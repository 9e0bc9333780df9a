//! A page as a flat row of blocks, and its sections: a heading with all that follows up to the next heading
//! of its level or above.

use std::ops::Range;

use crate::docset::{NodeRef, PageView};
use crate::markdown::NodeKind;

use super::label;
use super::rules::SectionName;

/// A block of a page with containers that do not matter (zones, versions, columns) opened up.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    /// The node.
    pub(crate) at: NodeRef,
    /// Level of a heading; 0 for other blocks.
    pub(crate) level: u8,
}

/// A section of a page.
#[derive(Debug, Clone)]
pub(crate) struct Section {
    /// Index of its heading among the blocks.
    pub(crate) heading: usize,
    /// Level of the heading.
    pub(crate) level: u8,
    /// The blocks after the heading.
    pub(crate) content: Range<usize>,
    /// The section around it.
    pub(crate) parent: Option<usize>,
    /// Text of the heading, with spaces folded.
    pub(crate) title: String,
    /// The text folded as a label.
    pub(crate) folded: String,
}

/// Blocks and sections of a page.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    /// Blocks in order.
    pub(crate) blocks: Vec<Block>,
    /// Sections in order of their headings.
    pub(crate) sections: Vec<Section>,
}

/// Deepest nesting of containers that is opened up.
const DEEPEST: usize = 64;

impl Outline {
    /// Reads the outline of a page.
    pub(crate) fn of(view: &PageView) -> Self {
        let mut blocks = Vec::new();
        push_blocks(view, PageView::ROOT, 0, &mut blocks);
        let sections = sections(view, &blocks);
        Outline { blocks, sections }
    }

    /// The section that a rule names.
    pub(crate) fn section_named(&self, view: &PageView, name: &SectionName) -> Option<usize> {
        name.find(self.sections.iter().map(|s| {
            let id = self.blocks.get(s.heading).and_then(|b| view.heading_id(b.at));
            (s.title.as_str(), s.folded.as_str(), id)
        }))
    }

    /// The blocks in `range`.
    pub(crate) fn blocks(&self, range: Range<usize>) -> &[Block] {
        self.blocks.get(range).unwrap_or_default()
    }

    /// The last section whose heading stands before block `index`.
    pub(crate) fn section_of(&self, index: usize) -> Option<usize> {
        self.sections.partition_point(|s| s.heading <= index).checked_sub(1)
    }
}

fn push_blocks(view: &PageView, parent: NodeRef, depth: usize, out: &mut Vec<Block>) {
    for at in view.children(parent) {
        match view.kind(at) {
            NodeKind::Group
            | NodeKind::Zone(_)
            | NodeKind::Moniker(_)
            | NodeKind::Row
            | NodeKind::Column(_)
                if depth < DEEPEST =>
            {
                push_blocks(view, at, depth + 1, out);
            }
            NodeKind::Heading(_) => out.push(Block { at, level: level(view, at) }),
            _ => out.push(Block { at, level: 0 }),
        }
    }
}

fn level(view: &PageView, at: NodeRef) -> u8 {
    match (view.kind(at), view.occurrence(at)) {
        (NodeKind::Heading(i), Some(o)) => o.doc.headings.get(i as usize).map_or(0, |h| h.level),
        _ => 0,
    }
}

/// Heading text with every kind of space folded to single blanks.
pub(crate) fn heading_text(view: &PageView, at: NodeRef) -> String {
    squeeze(&view.plain_text(at))
}

/// Folds every run of white space, no-break spaces included, to one blank.
pub(crate) fn squeeze(text: &str) -> String {
    let text = text.trim();
    if text.is_ascii()
        && !text.as_bytes().windows(2).any(|pair| matches!(pair, [b'\t'..=b'\r', _] | [b' ', b' ']))
    {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

fn sections(view: &PageView, blocks: &[Block]) -> Vec<Section> {
    let mut out: Vec<Section> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (index, block) in blocks.iter().enumerate().filter(|(_, b)| b.level > 0) {
        while let Some(&last) = open.last() {
            match out.get_mut(last) {
                Some(section) if section.level >= block.level => {
                    section.content.end = index;
                    open.pop();
                }
                _ => break,
            }
        }
        let title = heading_text(view, block.at);
        let folded = label::fold(&title);
        out.push(Section {
            heading: index,
            level: block.level,
            content: index + 1..blocks.len(),
            parent: open.last().copied(),
            title,
            folded,
        });
        open.push(out.len() - 1);
    }
    out
}
