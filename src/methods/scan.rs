//! The labelled parts of one entry, in every form that authors use, before anyone decides which are facets.

use std::collections::HashSet;

use crate::docset::{NodeRef, PageView};
use crate::markdown::NodeKind;

use super::fence::yaml_pairs;
use super::item::head;
use super::label;
use super::line::{Labelled, Line, Run, lines, may_be_labelled};
use super::model::Form;
use super::outline::{Block, heading_text, squeeze};

/// A piece of a value.
#[derive(Debug, Clone)]
pub(crate) enum Piece {
    /// A block.
    Block(NodeRef),
    /// Inlines after a label.
    Run(Run),
    /// Items of a list, maybe not all of them.
    Items {
        /// Numbered.
        ordered: bool,
        /// The items.
        items: Vec<ItemNodes>,
    },
    /// Text that is no node of its own: a line of a fence.
    Text(String),
}

/// An item of a list, or what is left of it.
#[derive(Debug, Clone)]
pub(crate) struct ItemNodes {
    /// The item.
    pub(crate) at: NodeRef,
    /// Its children.
    pub(crate) nodes: Vec<NodeRef>,
}

/// A label with what stands under it.
#[derive(Debug, Clone)]
pub(crate) struct Raw {
    /// As written.
    pub(crate) label: String,
    /// Folded.
    pub(crate) folded: String,
    /// How it is written.
    pub(crate) form: Form,
    /// Where the label stands.
    pub(crate) at: NodeRef,
    /// The block at which an outer value stops when this one is a facet.
    pub(crate) cut: NodeRef,
    /// What stands under it.
    pub(crate) pieces: Vec<Piece>,
    /// The labelled part around it, as an index.
    pub(crate) outer: Option<usize>,
    /// The label stands inside the last item of the list before it.
    pub(crate) swallowed: bool,
    /// A colon or dash follows the label.
    pub(crate) marked: bool,
    /// It is the header row of a table, which may be a mere caption.
    pub(crate) header: bool,
}

/// The labelled parts of an entry, and what is in none.
#[derive(Debug, Default)]
pub(crate) struct Scan {
    /// In order.
    pub(crate) raws: Vec<Raw>,
    /// Everything else.
    pub(crate) rest: Vec<Piece>,
}

impl Scan {
    /// The labelled parts around one, innermost first.
    pub(crate) fn around<'a>(&'a self, raw: &Raw) -> impl Iterator<Item = &'a Raw> {
        std::iter::successors(raw.outer.and_then(|i| self.raws.get(i)), |r| {
            r.outer.and_then(|i| self.raws.get(i))
        })
    }

    /// Whether anything stands under a folded label.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.raws.iter().any(|r| r.folded == key && !r.pieces.is_empty())
    }

    /// The folded labels in order, each once.
    pub(crate) fn keys(&self) -> Vec<&str> {
        let mut seen = HashSet::new();
        self.raws
            .iter()
            .filter(|r| !r.pieces.is_empty())
            .map(|r| r.folded.as_str())
            .filter(|k| seen.insert(*k))
            .collect()
    }
}

/// Reads the labelled parts of the blocks of an entry. `yaml`: fences of `Key: value` lines count.
pub(crate) fn scan(view: &PageView, blocks: &[Block], yaml: bool) -> Scan {
    let mut scanner = Scanner {
        view,
        yaml,
        out: Scan::default(),
        headings: Vec::new(),
        labels: Vec::new(),
        complete: false,
    };
    for block in blocks {
        scanner.block(block);
    }
    scanner.out
}

/// Reads the labelled parts of nodes that have no headings among them: the inside of a list item.
pub(crate) fn scan_nodes(view: &PageView, nodes: &[NodeRef], yaml: bool) -> Scan {
    let blocks: Vec<Block> = nodes.iter().map(|at| Block { at: *at, level: 0 }).collect();
    scan(view, &blocks, yaml)
}

struct Scanner<'a> {
    view: &'a PageView,
    yaml: bool,
    out: Scan,
    /// Open headings: level, index into `raws`.
    headings: Vec<(u8, usize)>,
    /// Open labels, outer first.
    labels: Vec<usize>,
    /// The open label has a value on its line already: only a list right after it still belongs to it.
    complete: bool,
}

impl Scanner<'_> {
    fn block(&mut self, block: &Block) {
        if block.level > 0 {
            return self.heading(block);
        }
        let kind = self.view.kind(block.at);
        if self.complete && !matches!(kind, NodeKind::List { .. }) {
            self.labels.clear();
        }
        if !matches!(kind, NodeKind::List { .. } | NodeKind::Table(_) | NodeKind::CodeBlock(_)) {
            self.end_announced();
        }
        match kind {
            NodeKind::Paragraph if may_be_labelled(self.view, block.at) => self.paragraph(block.at),
            NodeKind::List { ordered, .. } => self.list(block.at, ordered),
            NodeKind::Table(_) => self.table(block.at),
            NodeKind::CodeBlock(_) if self.yaml && self.fence(block.at) => {}
            _ => self.push(&Piece::Block(block.at)),
        }
    }

    /// Adds a piece to everything that is open, or to the rest.
    fn push(&mut self, piece: &Piece) {
        let open = self.headings.iter().map(|(_, i)| *i).chain(self.labels.iter().copied());
        let mut any = false;
        for index in open {
            if let Some(raw) = self.out.raws.get_mut(index) {
                raw.pieces.push(piece.clone());
                any = true;
            }
        }
        if !any {
            self.out.rest.push(piece.clone());
        }
    }

    /// Adds a piece to the open headings only.
    fn push_to_headings(&mut self, piece: &Piece) {
        for (_, index) in &self.headings {
            if let Some(raw) = self.out.raws.get_mut(*index) {
                raw.pieces.push(piece.clone());
            }
        }
    }

    /// "**Values:**" announces the list, table or code after it; the text after that belongs to the entry.
    fn end_announced(&mut self) {
        let over = self.labels.last().and_then(|i| self.out.raws.get(*i)).is_some_and(|raw| {
            let first = raw.pieces.iter().find(|p| !matches!(p, Piece::Run(_)));
            raw.marked
                && match first {
                    Some(Piece::Items { .. }) => true,
                    Some(Piece::Block(at)) => {
                        matches!(self.view.kind(*at), NodeKind::Table(_) | NodeKind::CodeBlock(_))
                    }
                    _ => false,
                }
        });
        if over {
            self.labels.clear();
        }
    }

    fn outer(&self) -> Option<usize> {
        self.labels.last().copied().or_else(|| self.headings.last().map(|(_, i)| *i))
    }

    fn add(&mut self, raw: Raw) -> usize {
        self.out.raws.push(raw);
        self.out.raws.len() - 1
    }

    fn heading(&mut self, block: &Block) {
        self.labels.clear();
        self.complete = false;
        while self.headings.last().is_some_and(|(level, _)| *level >= block.level) {
            self.headings.pop();
        }
        let label = heading_text(self.view, block.at);
        let folded = label::fold(&label);
        if folded.is_empty() {
            return;
        }
        self.push_to_headings(&Piece::Block(block.at));
        let raw = Raw {
            label,
            folded,
            form: Form::Heading,
            at: block.at,
            cut: block.at,
            pieces: Vec::new(),
            outer: self.outer(),
            swallowed: false,
            marked: true,
            header: false,
        };
        let index = self.add(raw);
        self.headings.push((block.level, index));
    }

    fn paragraph(&mut self, at: NodeRef) {
        let found = lines(self.view, &self.view.children(at));
        if !found.iter().any(|line| matches!(line, Line::Labelled(_))) {
            return self.push(&Piece::Block(at));
        }
        self.push_to_headings(&Piece::Block(at));
        let headings = self.headings.last().map(|(_, i)| *i);
        for line in found {
            match line {
                Line::Plain(run) => self.plain_line(run),
                Line::Labelled(line) => {
                    let index = self.line(line, at, headings, None);
                    self.labels = index.into_iter().collect();
                }
            }
        }
        let last = self.labels.last().and_then(|i| self.out.raws.get(*i));
        self.complete = last.is_some_and(|raw| ends_closed(self.view, raw));
    }

    fn plain_line(&mut self, run: Run) {
        match self.labels.last().and_then(|i| self.out.raws.get_mut(*i)) {
            Some(raw) => raw.pieces.push(Piece::Run(run)),
            None if self.headings.is_empty() => self.out.rest.push(Piece::Run(run)),
            None => {}
        }
    }

    /// Adds a labelled line.
    fn line(
        &mut self,
        line: Labelled,
        cut: NodeRef,
        outer: Option<usize>,
        form: Option<Form>,
    ) -> Option<usize> {
        if line.folded.is_empty() {
            return None;
        }
        let filled = !line.value.is_empty(self.view);
        let form = if line.form == Form::Plain { Form::Plain } else { form.unwrap_or(line.form) };
        let raw = Raw {
            label: line.label,
            folded: line.folded,
            form,
            at: line.at,
            cut,
            pieces: if filled { vec![Piece::Run(line.value)] } else { Vec::new() },
            outer,
            swallowed: false,
            marked: line.marked,
            header: false,
        };
        Some(self.add(raw))
    }

    fn list(&mut self, at: NodeRef, ordered: bool) {
        let items: Vec<ItemNodes> = self
            .view
            .children(at)
            .into_iter()
            .map(|item| ItemNodes { at: item, nodes: self.view.children(item) })
            .collect();
        if self.label_list(&items, ordered) {
            return;
        }
        self.complete = false;
        let whole = Piece::Items { ordered, items: items.clone() };
        let swallowed = self.swallowed(&items);
        self.push(&whole);
        for (n, &(item, node)) in swallowed.iter().enumerate() {
            let end = swallowed.get(n + 1).copied().unwrap_or((items.len(), 0));
            self.swallow(&items, ordered, (item, node), end);
        }
    }

    /// Items that begin with labels are parts of their own; true when the list was such a list.
    fn label_list(&mut self, items: &[ItemNodes], ordered: bool) -> bool {
        let heads: Vec<Vec<Line>> = items
            .iter()
            .map(|item| {
                let (inlines, rest) = head(self.view, &item.nodes);
                let found = lines(self.view, &inlines);
                let complete = matches!(found.first(), Some(Line::Labelled(l)) if l.marked || (!rest.is_empty() && l.value.nodes.is_empty()));
                if complete { found } else { Vec::new() }
            })
            .collect();
        let labelled = heads.iter().filter(|h| !h.is_empty()).count();
        if labelled == 0 || labelled * 2 < items.len() {
            return false;
        }
        if self.complete {
            self.labels.clear();
        }
        let outer = self.outer();
        let apart = |(item, head): (&ItemNodes, &Vec<Line>)| head.is_empty().then(|| item.clone());
        let rest: Vec<ItemNodes> = items.iter().zip(&heads).filter_map(apart).collect();
        match outer {
            Some(_) => self.push(&Piece::Items { ordered, items: items.to_vec() }),
            None if rest.is_empty() => {}
            None => self.out.rest.push(Piece::Items { ordered, items: rest }),
        }
        for (item, head_lines) in items.iter().zip(heads) {
            let mut last = None;
            for line in head_lines {
                match line {
                    Line::Labelled(line) => {
                        last = self.line(line, item.at, outer, Some(Form::ListItem)).or(last);
                    }
                    Line::Plain(run) => self.append(last, Piece::Run(run)),
                }
            }
            let (_, rest) = head(self.view, &item.nodes);
            for node in rest {
                let piece = self.piece(node);
                self.append(last, piece);
            }
        }
        true
    }

    fn append(&mut self, index: Option<usize>, piece: Piece) {
        if let Some(raw) = index.and_then(|i| self.out.raws.get_mut(i)) {
            raw.pieces.push(piece);
        }
    }

    /// A node as a piece of a value: lists by items.
    fn piece(&self, at: NodeRef) -> Piece {
        match self.view.kind(at) {
            NodeKind::List { ordered, .. } => {
                let items = self.view.children(at).into_iter();
                let items =
                    items.map(|item| ItemNodes { at: item, nodes: self.view.children(item) }).collect();
                Piece::Items { ordered, items }
            }
            _ => Piece::Block(at),
        }
    }

    /// Label paragraphs inside items, where an author indented the next label by a blank or two:
    /// index of the item, index among its children.
    fn swallowed(&self, items: &[ItemNodes]) -> Vec<(usize, usize)> {
        let mut out = Vec::new();
        for (i, item) in items.iter().enumerate() {
            for (n, node) in item.nodes.iter().enumerate().skip(1) {
                let paragraph =
                    self.view.kind(*node) == NodeKind::Paragraph && may_be_labelled(self.view, *node);
                if !paragraph {
                    continue;
                }
                let found = lines(self.view, &self.view.children(*node));
                let [Line::Labelled(line)] = found.as_slice() else { continue };
                if line.form == Form::Label && line.value.is_empty(self.view) {
                    out.push((i, n));
                }
            }
        }
        out
    }

    /// Adds the part that begins at a swallowed label and ends at the next one or with the list.
    fn swallow(&mut self, items: &[ItemNodes], ordered: bool, from: (usize, usize), to: (usize, usize)) {
        let Some(first) = items.get(from.0) else { return };
        let Some(&at) = first.nodes.get(from.1) else { return };
        let Some(Line::Labelled(line)) = lines(self.view, &self.view.children(at)).into_iter().next() else {
            return;
        };
        let until = if to.0 == from.0 { to.1 } else { first.nodes.len() };
        let mut pieces: Vec<Piece> =
            first.nodes.get(from.1 + 1..until).unwrap_or_default().iter().map(|n| self.piece(*n)).collect();
        if to.0 > from.0 {
            let mut rest: Vec<ItemNodes> = items.get(from.0 + 1..to.0).unwrap_or_default().to_vec();
            if let Some(last) = items.get(to.0) {
                rest.push(ItemNodes {
                    at: last.at,
                    nodes: last.nodes.get(..to.1).unwrap_or_default().to_vec(),
                });
            }
            pieces.push(Piece::Items { ordered, items: rest });
        }
        let outer = self.outer();
        let index = self.line(line, at, outer, None);
        if let Some(raw) = index.and_then(|i| self.out.raws.get_mut(i)) {
            raw.pieces = pieces;
            raw.swallowed = true;
        }
        if to.0 == items.len() {
            self.labels.extend(index);
        }
    }

    /// A table of two columns: the first cell of a row is a label, the second its value.
    fn table(&mut self, at: NodeRef) {
        let outer = self.outer();
        let rows = self.view.children(at);
        self.push(&Piece::Block(at));
        for row in rows {
            let cells = self.view.children(row);
            let [name, value] = cells.as_slice() else { return };
            let text = squeeze(&self.view.plain_text(*name));
            let label = text.trim_end_matches([':', ' ']).to_owned();
            let folded = label::fold(&label);
            if folded.is_empty() || !label::plausible(&label) {
                continue;
            }
            let header = self.view.kind(row) == NodeKind::TableHead;
            let run = Run { nodes: self.view.children(*value), prefix: String::new() };
            let pieces = if run.is_empty(self.view) { Vec::new() } else { vec![Piece::Run(run)] };
            self.add(Raw {
                label,
                folded,
                form: Form::Table,
                at: *name,
                cut: at,
                pieces,
                outer,
                swallowed: false,
                marked: true,
                header,
            });
        }
    }

    /// A fence of `Key: value` lines; true when it was one.
    fn fence(&mut self, at: NodeRef) -> bool {
        let Some(pairs) = yaml_pairs(self.view, at) else { return false };
        let outer = self.outer();
        self.push(&Piece::Block(at));
        for (name, value) in pairs {
            let folded = label::fold(&name);
            let pieces = if value.is_empty() { Vec::new() } else { vec![Piece::Text(value)] };
            self.add(Raw {
                label: name,
                folded,
                form: Form::Yaml,
                at,
                cut: at,
                pieces,
                outer,
                swallowed: false,
                marked: true,
                header: false,
            });
        }
        true
    }
}

/// Whether the value of a labelled line is complete, so that what follows does not belong to it.
fn ends_closed(view: &PageView, raw: &Raw) -> bool {
    match raw.pieces.last() {
        Some(Piece::Run(run)) => !run.announces(view),
        _ => false,
    }
}
