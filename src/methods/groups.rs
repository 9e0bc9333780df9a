//! Groups of siblings on a page that may be the entries of a set: sections, list items, strong paragraphs, rows.

use std::ops::Range;

use indexmap::IndexMap;

use crate::docset::{NodeRef, PageView};
use crate::markdown::NodeKind;

use super::discover::Member;
use super::item::head;
use super::label;
use super::line::{Line, Run, lines, may_be_labelled};
use super::model::{Form, Origin};
use super::outline::{Block, Outline, squeeze};
use super::scan::{Piece, Raw, Scan, scan, scan_nodes};

/// Siblings.
#[derive(Debug)]
pub(crate) struct Group {
    /// What they are.
    pub(crate) origin: Origin,
    /// The section around them.
    pub(crate) parent: Option<usize>,
    /// The siblings in order.
    pub(crate) sources: Vec<Source>,
}

/// One sibling.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    /// Its name.
    pub(crate) title: String,
    /// Its heading, item, paragraph or row.
    pub(crate) at: NodeRef,
    /// Index of the block it begins with.
    pub(crate) block: usize,
    /// What it says.
    pub(crate) content: Content,
}

/// What a sibling says.
#[derive(Debug, Clone)]
pub(crate) enum Content {
    /// Blocks of the page.
    Blocks(Range<usize>),
    /// Nodes inside a list item.
    Nodes(Vec<NodeRef>),
    /// Cells of a row, with the header cells.
    Cells(Vec<(NodeRef, NodeRef)>),
}

impl Source {
    /// Whether its name introduces or closes, so that it does not count among the siblings.
    pub(crate) fn is_aside(&self) -> bool {
        let folded = label::fold(&self.title);
        label::is_structure(&folded) || label::is_further(&folded)
    }
}

/// Whether a run of blocks is worth looking for siblings in.
pub(crate) type Wanted<'a> = dyn Fn(&Range<usize>) -> bool + 'a;

impl Group {
    /// Reads the labelled parts of every sibling.
    pub(crate) fn members(&self, view: &PageView, outline: &Outline, yaml: bool) -> Vec<Member> {
        let members = self.sources.iter().map(|source| {
            let scan = match &source.content {
                Content::Blocks(range) => scan(view, outline.blocks(range.clone()), yaml),
                Content::Nodes(nodes) => scan_nodes(view, nodes, yaml),
                Content::Cells(cells) => scan_cells(view, cells),
            };
            Member { title: source.title.clone(), aside: source.is_aside(), scan }
        });
        members.collect()
    }

    /// Puts the sections below a sibling in its place, where two of them or more have facets and the sibling merely
    /// holds them together. True when anything changed.
    pub(crate) fn open_up(
        &mut self,
        view: &PageView,
        outline: &Outline,
        facets: &[String],
        yaml: bool,
    ) -> bool {
        let wanted = facets.len().min(2);
        let mut sources = Vec::with_capacity(self.sources.len());
        let mut changed = false;
        for source in &self.sources {
            let below = sections_below(outline, source);
            let group = Group { origin: self.origin, parent: self.parent, sources: below };
            let members = group.members(view, outline, yaml);
            let has = |m: &&Member| facets.iter().filter(|f| m.scan.has(f)).count() >= wanted;
            if members.iter().filter(has).count() >= 2 {
                changed = true;
                sources.extend(group.sources);
            } else {
                sources.push(source.clone());
            }
        }
        self.sources = sources;
        changed
    }

    /// The blocks from the first sibling to the end of the last.
    pub(crate) fn blocks(&self) -> Range<usize> {
        let start = self.sources.first().map_or(0, |s| s.block);
        let end = self.sources.last().map_or(start, |s| match &s.content {
            Content::Blocks(range) => range.end,
            _ => s.block + 1,
        });
        start..end
    }
}

/// Headings of one level under one parent, parents first.
pub(crate) fn sections(outline: &Outline) -> Vec<Group> {
    let mut groups: IndexMap<(Option<usize>, u8), Vec<Source>> = IndexMap::new();
    for section in outline.sections.iter().filter(|s| !s.folded.is_empty()) {
        groups.entry((section.parent, section.level)).or_default().push(source(outline, section));
    }
    let groups = groups.into_iter().filter(|(_, sources)| sources.len() >= 2);
    groups.map(|((parent, _), sources)| Group { origin: Origin::Sections, parent, sources }).collect()
}

/// All headings of one level below `parent` (on the whole page when `None`), whoever stands between.
pub(crate) fn sections_of_level(outline: &Outline, parent: Option<usize>, level: u8) -> Group {
    let within = parent.and_then(|p| outline.sections.get(p)).map_or(0..usize::MAX, |s| s.content.clone());
    let found = outline.sections.iter().filter(|s| s.level == level && within.contains(&s.heading));
    let sources = found.filter(|s| !s.folded.is_empty()).map(|s| source(outline, s)).collect();
    Group { origin: Origin::Sections, parent, sources }
}

fn source(outline: &Outline, section: &super::outline::Section) -> Source {
    let at = outline.blocks.get(section.heading).map_or(PageView::ROOT, |b| b.at);
    Source {
        title: section.title.clone(),
        at,
        block: section.heading,
        content: Content::Blocks(section.content.clone()),
    }
}

/// The sections right below a section.
fn sections_below(outline: &Outline, section: &Source) -> Vec<Source> {
    let Some(index) = outline.sections.iter().position(|s| s.heading == section.block) else {
        return Vec::new();
    };
    let below = outline.sections.iter().skip(index + 1).take_while(|s| s.parent >= Some(index));
    below.filter(|s| s.parent == Some(index) && !s.folded.is_empty()).map(|s| source(outline, s)).collect()
}

/// The blocks of each section up to the first heading after its own.
fn own_content(outline: &Outline) -> Vec<(Option<usize>, Range<usize>)> {
    let first = outline.sections.first().map_or(outline.blocks.len(), |s| s.heading);
    let mut out = vec![(None, 0..first)];
    for (i, section) in outline.sections.iter().enumerate() {
        let end = outline.sections.get(i + 1).map_or(outline.blocks.len(), |next| next.heading);
        out.push((Some(i), section.heading + 1..end));
    }
    out
}

/// Items of the bulleted lists of a section that have blocks of their own inside; numbered ones are steps.
/// Of the runs of blocks that are `wanted`.
pub(crate) fn lists(view: &PageView, outline: &Outline, wanted: &Wanted<'_>) -> Vec<Group> {
    let mut out = Vec::new();
    for (parent, range) in own_content(outline).into_iter().filter(|(_, range)| wanted(range)) {
        let mut sources = Vec::new();
        for index in range {
            let Some(block) = outline.blocks.get(index) else { continue };
            if matches!(view.kind(block.at), NodeKind::List { ordered: false, .. }) {
                push_items(view, block, index, &mut sources);
            }
        }
        if sources.len() >= 2 {
            out.push(Group { origin: Origin::List, parent, sources: name_items(view, sources) });
        }
    }
    out
}

fn push_items(view: &PageView, list: &Block, index: usize, out: &mut Vec<Source>) {
    for item in view.children(list.at) {
        let (inlines, rest) = head(view, &view.children(item));
        if inlines.is_empty()
            || !rest.iter().any(|n| matches!(view.kind(*n), NodeKind::List { .. } | NodeKind::Paragraph))
        {
            continue;
        }
        out.push(Source { title: String::new(), at: item, block: index, content: Content::Nodes(rest) });
    }
}

/// Names items by the value of a label that all of them begin with (`**Key name:** x`), else by their first words.
fn name_items(view: &PageView, mut sources: Vec<Source>) -> Vec<Source> {
    let heads: Vec<Option<Line>> =
        sources.iter().map(|s| lines(view, &head(view, &view.children(s.at)).0).into_iter().next()).collect();
    let mut counts: IndexMap<&str, usize> = IndexMap::new();
    for line in heads.iter().flatten() {
        if let Line::Labelled(l) = line {
            *counts.entry(l.folded.as_str()).or_default() += 1;
        }
    }
    let common = counts.into_iter().find(|(_, n)| *n * 2 > heads.len()).map(|(key, _)| key.to_owned());
    for (source, line) in sources.iter_mut().zip(&heads) {
        source.title = match line {
            Some(Line::Labelled(l)) if common.as_deref() == Some(&l.folded) => l.value.text(view),
            Some(Line::Labelled(l)) => l.label.clone(),
            Some(Line::Plain(run)) => run.text(view).trim_end_matches(':').to_owned(),
            None => String::new(),
        };
    }
    sources.retain(|s| !s.title.is_empty());
    sources
}

/// Paragraphs of nothing but strong text that stand for headings: those whose text does not repeat.
/// Of the runs of blocks that are `wanted`.
pub(crate) fn strong_paragraphs(view: &PageView, outline: &Outline, wanted: &Wanted<'_>) -> Vec<Group> {
    let mut out = Vec::new();
    for (parent, range) in own_content(outline).into_iter().filter(|(_, range)| wanted(range)) {
        let mut found: Vec<(usize, NodeRef, String)> = Vec::new();
        for index in range.clone() {
            let Some(block) = outline.blocks.get(index) else { continue };
            if let Some(text) = strong_text(view, block.at) {
                found.push((index, block.at, text));
            }
        }
        if found.len() < 2 {
            continue;
        }
        let mut counts: IndexMap<String, usize> = IndexMap::new();
        for (_, _, text) in &found {
            *counts.entry(label::fold(text)).or_default() += 1;
        }
        found.retain(|(_, _, text)| counts.get(&label::fold(text)) == Some(&1));
        let ends: Vec<usize> = found.iter().skip(1).map(|(i, _, _)| *i).chain([range.end]).collect();
        let sources: Vec<Source> = found
            .into_iter()
            .zip(ends)
            .map(|((block, at, title), end)| Source {
                title,
                at,
                block,
                content: Content::Blocks(block + 1..end),
            })
            .collect();
        if sources.len() >= 2 {
            out.push(Group { origin: Origin::PseudoHeadings, parent, sources });
        }
    }
    out
}

/// The text of a paragraph that is nothing but strong text.
fn strong_text(view: &PageView, at: NodeRef) -> Option<String> {
    if view.kind(at) != NodeKind::Paragraph || !may_be_labelled(view, at) {
        return None;
    }
    match lines(view, &view.children(at)).as_slice() {
        [Line::Labelled(l)] if l.form == Form::Label && l.value.nodes.is_empty() => Some(l.label.clone()),
        _ => None,
    }
}

/// Tables of three columns and more: one entry a row, one facet a column.
pub(crate) fn tables(view: &PageView, outline: &Outline) -> Vec<Group> {
    let mut out = Vec::new();
    for (index, block) in outline.blocks.iter().enumerate() {
        if !matches!(view.kind(block.at), NodeKind::Table(_)) {
            continue;
        }
        let mut rows = view.children(block.at).into_iter();
        let headers = rows.next().map(|r| view.children(r)).unwrap_or_default();
        if headers.len() < 3 {
            continue;
        }
        let sources: Vec<Source> = rows.filter_map(|row| row_source(view, &headers, row, index)).collect();
        out.push(Group { origin: Origin::Table, parent: outline.section_of(index), sources });
    }
    out
}

fn row_source(view: &PageView, headers: &[NodeRef], row: NodeRef, block: usize) -> Option<Source> {
    let cells = view.children(row);
    let title = squeeze(&view.plain_text(*cells.first()?));
    let pairs = headers.iter().copied().zip(cells).skip(1).collect();
    (!title.is_empty()).then_some(Source { title, at: row, block, content: Content::Cells(pairs) })
}

fn scan_cells(view: &PageView, cells: &[(NodeRef, NodeRef)]) -> Scan {
    let mut out = Scan::default();
    for (header, cell) in cells {
        let label = squeeze(&view.plain_text(*header));
        let run = Run { nodes: view.children(*cell), prefix: String::new() };
        let pieces = if run.is_empty(view) { Vec::new() } else { vec![Piece::Run(run)] };
        let folded = label::fold(&label);
        if !folded.is_empty() {
            out.raws.push(Raw {
                label,
                folded,
                form: Form::Table,
                at: *cell,
                cut: *cell,
                pieces,
                outer: None,
                swallowed: false,
                marked: true,
                header: false,
            });
        }
    }
    out
}
