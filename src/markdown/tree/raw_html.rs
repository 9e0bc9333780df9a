//! Authors' HTML in the tree, and the marks that the parser took for such.

use std::ops::Range;

use crate::base::Span;
use crate::diag::{Code, Diagnostic};

use super::super::ast::{LinkKind, LinkRef, NodeId, NodeKind, TextRef, XrefRef};
use super::super::scan::MarkKind;
use super::{Repair, TreeBuilder};

impl TreeBuilder<'_> {
    /// A line of a raw HTML block.
    pub(super) fn html_line(&mut self, text: &str, range: Range<usize>) {
        let hits = self.marks_in(&range);
        let first = matches!(self.html, Some(None) | None);
        if first && text.trim().is_empty() && hits.is_empty() {
            return;
        }
        let block = hits.clone().find(|i| self.marks.get(*i).is_some_and(|m| m.kind.is_block()));
        if let Some(i) = block
            && let Some(mark) = self.marks.get(i)
        {
            let lead = self.source.get(range.start..mark.range.start).unwrap_or("x");
            let alone = lead.trim_matches([' ', '\t']).is_empty();
            if first && alone {
                self.place_block(i);
                return;
            }
            if let MarkKind::Close(container, colons, _) = &mark.kind
                && alone
                && self.stack.iter().any(|f| f.container == Some((*container, *colons)))
            {
                self.repairs.push(Repair::Split(i));
            }
        }
        match &mut self.html {
            Some(Some(piece)) => {
                let gap = self.source.get(piece.end..range.start).unwrap_or("x");
                // The parser leaves indentation out, and line ends of blank lines in files with CRLF.
                // The marks of a quote before a line of a comment are part of the comment.
                if gap.bytes().all(|b| b.is_ascii_whitespace()) || self.html_comment {
                    piece.end = range.end;
                } else {
                    self.flush_html();
                    self.html = Some(Some(range));
                }
            }
            html => *html = Some(Some(range)),
        }
        self.html_comment = match (text.rfind("<!--"), text.rfind("-->")) {
            (Some(begin), Some(end)) => begin > end,
            (begin, end) => begin.is_some() || (self.html_comment && end.is_none()),
        };
    }

    /// Ends the piece of raw HTML that is being read.
    pub(super) fn flush_html(&mut self) {
        self.html_comment = false;
        let Some(open) = &mut self.html else { return };
        let Some(range) = open.take() else { return };
        if self.options.extensions.no_html {
            let end = range.start + self.source.get(range.clone()).unwrap_or_default().trim_end().len();
            let paragraph = self.append(NodeKind::Paragraph, range.start..end);
            let text = NodeKind::Text(TextRef::source(range.start..end));
            self.doc.append(paragraph, text, range.start..end);
            return;
        }
        self.raw_html(range.clone());
        let node = self.append(NodeKind::HtmlBlock(TextRef::source(range.clone())), range.clone());
        self.own_html_links(&range, node);
    }

    /// A tag or comment in text.
    pub(super) fn html_inline(&mut self, text: &str, range: Range<usize>) {
        self.flush_html();
        if range.is_empty() {
            // Inserted to keep the line from beginning a block.
            return;
        }
        for i in self.marks_in(&range) {
            let Some(mark) = self.marks.get(i).filter(|m| m.kind.is_block() && m.range.start == range.start)
            else {
                continue;
            };
            if matches!(mark.kind, MarkKind::BlockInclude) {
                self.place_inline(i);
            } else {
                self.repairs.push(Repair::Demote(i, None));
            }
            return;
        }
        if self.options.extensions.no_html {
            self.plain_text(range);
            return;
        }
        // Of equal length: what was painted over in it comes back from the source.
        let whole = text.len() == range.len() || !self.marks_in(&range).is_empty();
        let kept = if whole { TextRef::source(range.clone()) } else { self.doc.keep(text) };
        self.raw_html(range.clone());
        let node = self.append(NodeKind::HtmlInline(kept), range.clone());
        self.own_html_links(&range, node);
    }

    /// Notes links and anchors of raw HTML.
    fn raw_html(&mut self, range: Range<usize>) {
        let text = self.source.get(range.clone()).unwrap_or_default();
        let span = self.span(&range);
        let unpublished = self.options.learn_html;
        super::super::html::references(text, range.start, unpublished, |found| match found {
            super::super::html::Reference::Anchor { id, range } => {
                let span = Span::new(span.file, range);
                self.doc.anchors.push(super::super::ast::Anchor { id, span });
            }
            super::super::html::Reference::Link { resource, value, tag, range } => {
                let literal = self.source.get(range.clone()) == Some(value.as_str());
                let target = if literal { TextRef::source(range.clone()) } else { self.doc.keep(&value) };
                self.doc.links.push(LinkRef {
                    kind: if resource { LinkKind::HtmlSrc } else { LinkKind::HtmlHref },
                    target,
                    title: None,
                    node: NodeId::ROOT,
                    span: Span::new(span.file, tag),
                    target_span: Span::new(span.file, range),
                });
            }
            super::super::html::Reference::Xref { tag, xref } => {
                let uid = self.doc.keep(&xref.uid);
                let raw = xref.raw.as_deref().map_or(uid, |raw| self.doc.keep(raw));
                self.doc.xrefs.push(XrefRef {
                    uid,
                    raw,
                    required: xref.required(),
                    node: NodeId::ROOT,
                    span: Span::new(span.file, tag),
                });
            }
            super::super::html::Reference::Element { name, range } => {
                let message = format!("Learn does not publish the element \"{name}\".");
                let found = Diagnostic::new(Code::DisallowedHtmlTag, Span::new(span.file, range), message);
                let help = format!("Write it in Markdown; if no element is meant, write \"&lt;{name}&gt;\".");
                self.doc.diagnostics.push(found.help(help));
            }
            super::super::html::Reference::Attribute { element, name, range } => {
                let message = format!("Learn does not publish the attribute \"{name}\" of \"{element}\".");
                let span = Span::new(span.file, range);
                let found = Diagnostic::new(Code::DisallowedHtmlAttribute, span, message);
                self.doc.diagnostics.push(found.help("Take it out; what it does is lost there."));
            }
        });
    }

    /// Gives the links and references of a raw HTML node their node.
    fn own_html_links(&mut self, range: &Range<usize>, node: NodeId) {
        let start = u32::try_from(range.start).unwrap_or(u32::MAX);
        for link in self.doc.links.iter_mut().rev().take_while(|l| l.span.start >= start) {
            link.node = node;
        }
        for xref in self.doc.xrefs.iter_mut().rev().take_while(|x| x.span.start >= start) {
            xref.node = node;
        }
    }

    /// An end marker within code ends its container all the same: the reference looks for it in every line.
    pub(super) fn end_marker_in_code(&mut self, code: u32, range: &Range<usize>) {
        let fenced = self.doc.code.get(code as usize).is_some_and(|c| c.fenced);
        let fence = self.doc.node(self.top()).start as usize;
        for i in self.marks_in(range) {
            let Some(MarkKind::Close(container, colons, _)) = self.marks.get(i).map(|m| &m.kind) else {
                continue;
            };
            if !self.stack.iter().any(|f| f.container == Some((*container, *colons))) {
                continue;
            }
            if !fenced {
                self.repairs.push(Repair::Unindent(i));
            } else if !matches!(self.repairs.last(), Some(Repair::EndFence { fence: before, .. }) if *before == fence)
            {
                self.repairs.push(Repair::EndFence { mark: i, fence });
            }
        }
    }
}
