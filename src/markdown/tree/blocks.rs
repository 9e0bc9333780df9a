//! Headings, tables, code and thematic breaks.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, HeadingLevel};

use super::super::ast::{Align, Code, Heading, NodeId, NodeKind, Table, TextRef};
use super::super::extras::{Given, parse_attributes};
use super::TreeBuilder;

/// What stands in braces behind a heading, besides its id.
pub(super) fn heading_attributes(
    classes: &[pulldown_cmark::CowStr<'_>],
    pairs: &[(pulldown_cmark::CowStr<'_>, Option<pulldown_cmark::CowStr<'_>>)],
) -> Given {
    let pair = |(name, value): &(pulldown_cmark::CowStr<'_>, Option<pulldown_cmark::CowStr<'_>>)| {
        let value = value.as_deref().unwrap_or_default().trim_matches('"');
        (name.to_ascii_lowercase(), value.to_owned())
    };
    let classes = classes.iter().map(|c| (**c).to_owned()).collect();
    Given { id: None, classes, pairs: pairs.iter().map(pair).collect() }
}

impl TreeBuilder<'_> {
    pub(super) fn heading(&mut self, level: HeadingLevel, id: Option<&str>) -> NodeKind {
        let index = u32::try_from(self.doc.headings.len()).unwrap_or(u32::MAX);
        self.doc.headings.push(Heading {
            node: NodeId::ROOT,
            level: level as u8,
            id: id.unwrap_or_default().to_owned(),
            auto_id: None,
            text: String::new(),
        });
        NodeKind::Heading(index)
    }

    /// The parser takes single tildes for strikes where subscripts are off; the reference does not.
    pub(super) fn strike(&mut self, range: &Range<usize>) -> NodeKind {
        let text = self.source.get(range.clone()).unwrap_or_default();
        if text.starts_with("~~") {
            return NodeKind::Strike;
        }
        if self.options.extensions.emphasis_extras { NodeKind::Subscript } else { NodeKind::Group }
    }

    pub(super) fn table(&mut self, align: &[pulldown_cmark::Alignment], range: &Range<usize>) -> NodeKind {
        let index = u32::try_from(self.doc.tables.len()).unwrap_or(u32::MAX);
        let from = self.scan.tables.partition_point(|t| t.at < range.start);
        let shape = self.scan.tables.get(from).filter(|t| t.at < range.end);
        let align = match shape {
            Some(shape) => {
                let last = shape.align.last().copied().unwrap_or(Align::None);
                (0..align.len()).map(|i| shape.align.get(i).copied().unwrap_or(last)).collect()
            }
            None => align
                .iter()
                .map(|a| match a {
                    pulldown_cmark::Alignment::None => Align::None,
                    pulldown_cmark::Alignment::Left => Align::Left,
                    pulldown_cmark::Alignment::Center => Align::Center,
                    pulldown_cmark::Alignment::Right => Align::Right,
                })
                .collect(),
        };
        self.doc.tables.push(Table { align });
        NodeKind::Table(index)
    }

    // ---- code

    /// What stands in braces in a fence's info string, where that is switched on.
    pub(super) fn fence_attributes(&self, kind: &CodeBlockKind<'_>) -> Option<Given> {
        let CodeBlockKind::Fenced(info) = kind else { return None };
        let braces = info.find('{').filter(|_| self.options.extensions.attributes)?;
        Some(parse_attributes(info.get(braces..)?)?.0)
    }

    pub(super) fn code_block(&mut self, kind: &CodeBlockKind<'_>, range: &Range<usize>) -> NodeKind {
        let index = u32::try_from(self.doc.code.len()).unwrap_or(u32::MAX);
        self.code = Some(index);
        let fenced = matches!(kind, CodeBlockKind::Fenced(_));
        if fenced && self.scan.math_fences.binary_search(&range.start).is_ok() {
            self.doc.code.push(Code {
                lang: TextRef::default(),
                interactive: false,
                fenced,
                text: TextRef::default(),
            });
            self.doc.has_math = true;
            return NodeKind::MathBlock(TextRef::default());
        }
        let mut lang = TextRef::default();
        let mut interactive = false;
        if let CodeBlockKind::Fenced(info) = kind {
            let word = info.split([' ', '\t']).next().unwrap_or_default();
            let plain = word.strip_suffix("-interactive").filter(|w| !w.is_empty());
            interactive = plain.is_some();
            let word = plain.unwrap_or(word);
            // Directives in the info string were painted over: take it from the source.
            let line = self.source.get(range.clone()).and_then(|t| t.lines().next()).unwrap_or_default();
            let fence = line.trim_start_matches(['`', '~', ' ', '\t']);
            let start = range.start + (line.len() - fence.len());
            lang = if fence.starts_with(word) && !word.is_empty() {
                TextRef::source(start..start + word.len())
            } else {
                self.doc.keep(word)
            };
        }
        self.doc.code.push(Code { lang, interactive, fenced, text: TextRef::default() });
        NodeKind::CodeBlock(index)
    }

    /// Adds a piece to the code block that is open.
    pub(super) fn code_text(&mut self, index: u32, text: &str, range: Range<usize>) {
        let restored = self.source.get(range.clone()).filter(|s| s.len() == text.len());
        let restored = restored.filter(|s| !self.has_returns || !s.contains('\r'));
        let Some(so_far) = self.doc.code.get(index as usize).map(|c| c.text) else { return };
        let joined = match (restored, so_far.source_range()) {
            (Some(_), Some(before)) if before.is_empty() => TextRef::source(range),
            (Some(_), Some(before)) if before.end == range.start => TextRef::source(before.start..range.end),
            (piece, _) => self.doc.grow(so_far, piece.unwrap_or(text)),
        };
        if let Some(code) = self.doc.code.get_mut(index as usize) {
            code.text = joined;
        }
    }

    pub(super) fn end_code(&mut self) {
        let Some(index) = self.code.take() else { return };
        let text = self.doc.code.get(index as usize).map(|c| c.text).unwrap_or_default();
        let node = self.top();
        if let NodeKind::MathBlock(_) = self.doc.kind(node) {
            self.set_kind(node, NodeKind::MathBlock(text));
        }
    }

    // ---- thematic breaks

    pub(super) fn rule(&mut self, range: Range<usize>) {
        self.flush_html();
        let column = self.column(range.start);
        let line = self.source.get(..range.start).map_or(0, |t| t.rfind('\n').map_or(0, |n| n + 1));
        let on_marker_line = self.stack.last().is_some_and(|f| {
            matches!(self.doc.kind(f.node), NodeKind::Item) && self.doc.node(f.node).start as usize >= line
        });
        let list = if on_marker_line {
            None
        } else {
            (1..self.stack.len()).find(|i| {
                let Some(frame) = self.stack.get(*i) else { return false };
                matches!(self.doc.kind(frame.node), NodeKind::List { .. }) && {
                    let base = self.stack.get(i - 1).map_or(0, |parent| self.content_column(parent.node));
                    column < base + 4
                }
            })
        };
        if let Some(place) = list {
            for frame in self.stack.get(place..).unwrap_or_default() {
                if matches!(self.doc.kind(frame.node), NodeKind::List { .. }) {
                    self.split_lists.push(frame.node);
                }
            }
            self.close_to(place, range.start);
        }
        self.leaf(NodeKind::ThematicBreak, range);
    }

    /// The column of a byte in its line, tabs as four.
    pub(super) fn column(&self, at: usize) -> usize {
        let bytes = self.source.as_bytes();
        let start = bytes.get(..at).and_then(|b| memchr::memrchr(b'\n', b)).map_or(0, |n| n + 1);
        bytes
            .get(start..at)
            .unwrap_or_default()
            .iter()
            .fold(0, |c, b| if *b == b'\t' { c / 4 * 4 + 4 } else { c + 1 })
    }

    /// The column at which the content of a container begins.
    pub(super) fn content_column(&self, node: NodeId) -> usize {
        let start = self.doc.node(node).start as usize;
        let text = self.source.get(start..).unwrap_or_default();
        match self.doc.kind(node) {
            NodeKind::Item => {
                let marker = text.bytes().take_while(u8::is_ascii_digit).count() + 1;
                let blanks = super::super::grammar::skip_blanks(text, marker) - marker;
                self.column(start) + marker + if (1..=4).contains(&blanks) { blanks } else { 1 }
            }
            NodeKind::Quote | NodeKind::Alert(_) | NodeKind::Div(_) => self.column(start) + 2,
            NodeKind::Root => 0,
            _ => self.column(start),
        }
    }
}
