//! Text, code spans and links.

use std::ops::Range;

use pulldown_cmark::{CowStr, LinkType};

use crate::base::Span;
use crate::diag::{Code, Diagnostic};

use super::super::ast::{LinkKind, LinkRef, NodeId, NodeKind, TextRef};
use super::super::scan::MarkKind;
use super::TreeBuilder;

impl TreeBuilder<'_> {
    pub(super) fn link(
        &mut self,
        kind: LinkKind,
        form: LinkType,
        texts: [&CowStr<'_>; 3],
        range: &Range<usize>,
    ) -> u32 {
        let [target, title, _] = texts;
        let index = u32::try_from(self.doc.links.len()).unwrap_or(u32::MAX);
        let target = if form == LinkType::Email { format!("mailto:{target}").into() } else { target.clone() };
        let span = self.span(range);
        let kept = self.doc.keep(&target);
        let title = (!title.is_empty()).then(|| self.doc.keep(title));
        // An empty target span marks a link whose target stands elsewhere: in a definition.
        let inline = matches!(form, LinkType::Inline | LinkType::Autolink | LinkType::Email);
        let target_span = if inline { Span { end: span.start, ..span } } else { span };
        self.doc.links.push(LinkRef { kind, target: kept, title, node: NodeId::ROOT, span, target_span });
        index
    }

    /// Finds the place of an inline target, now that the end of the text is known.
    pub(super) fn finish_link(&mut self, node: NodeId, index: u32) {
        let text_end = self.doc.last_child(node).map(|c| self.doc.node(c).end as usize);
        let Some(link) = self.doc.links.get_mut(index as usize) else { return };
        if link.target_span.start != link.target_span.end {
            return;
        }
        let range = link.span.range();
        let from = text_end.unwrap_or(range.start).max(range.start);
        let Some(rest) = self.source.get(from..range.end) else { return };
        let end_of_text = if rest.starts_with("](") { Some(0) } else { rest.find("](") };
        let found = match end_of_text {
            Some(n) => {
                let start = super::super::grammar::skip_blanks(self.source, from + n + 2);
                let start = if self.source.as_bytes().get(start) == Some(&b'<') { start + 1 } else { start };
                let inner = self.source.get(start..range.end).unwrap_or_default();
                start..start + target_length(inner)
            }
            None => range.start + 1..range.end.saturating_sub(1).max(range.start + 1),
        };
        link.target_span = Span::new(link.span.file, found.clone());
        // Pipes that were painted over come back.
        if self.scan.hidden.iter().any(|(h, _)| found.contains(&h.start)) {
            link.target = TextRef::source(found);
        }
    }

    /// Tells of `[text][label]` whose label nothing defines. Right after a word it is an index: `a[0][1]`.
    pub(super) fn undefined_reference(&mut self, range: Range<usize>) {
        let before = self.source.get(..range.start).and_then(|s| s.chars().next_back());
        if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | ']' | ')' | '\\')) {
            return;
        }
        let written = self.source.get(range.clone()).unwrap_or_default();
        let Some((shown, label)) = written.trim_end_matches(']').rsplit_once("][") else { return };
        // The notation of a command's syntax, or of a message: `[drive:][path]`, `[42000][515][Server]`.
        let after = self.source.as_bytes().get(range.end);
        if shown.ends_with([':', '\\']) || after.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'[') {
            return;
        }
        let message = format!("Nothing defines the label \"{label}\", so this is shown as text.");
        let found = Diagnostic::new(Code::UndefinedReference, self.span(&range), message);
        let help = format!("Add a line \"[{label}]: target\", or put the target in round brackets.");
        self.doc.diagnostics.push(found.help(help));
    }

    // ---- inlines

    pub(super) fn text(&mut self, text: &CowStr<'_>, range: Range<usize>, copy: Range<usize>) {
        self.flush_html();
        if let Some(index) = self.code {
            self.end_marker_in_code(index, &range);
            self.code_text(index, text, range);
            return;
        }
        if self.html.is_some() {
            return;
        }
        let literal = text.len() == range.len() && self.rewritten.is_at(text, copy);
        if !literal {
            let kept = self.doc.keep(text);
            self.leaf(NodeKind::Text(kept), range);
            return;
        }
        let mut at = range.start;
        for i in self.marks_in(&range) {
            let Some(mark) = self.marks.get(i) else { continue };
            if mark.kind.is_block() || matches!(mark.kind, MarkKind::Stray) || mark.range.start < range.start
            {
                continue;
            }
            if let MarkKind::Fault(fault) = &mark.kind {
                let place = mark.range.clone();
                self.tell(fault, &place);
                continue;
            }
            if mark.range.start < at {
                continue;
            }
            if !self.mark_counts(&mark.kind) {
                continue;
            }
            let place = mark.range.clone();
            self.plain_text(at..place.start.min(range.end));
            self.place_inline(i);
            at = place.end;
        }
        self.plain_text(at..range.end);
    }

    /// Whether a mark means something here: no links in links, no references in alternative text.
    pub(super) fn mark_counts(&self, kind: &MarkKind) -> bool {
        match kind {
            MarkKind::Url { .. } => self.links_open + self.images_open == 0,
            MarkKind::Xref { .. } => self.images_open == 0,
            _ => true,
        }
    }

    /// Text as it stands in the source; joined to text right before it.
    pub(super) fn plain_text(&mut self, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        let joined = self.doc.last_child(self.top()).and_then(|last| match self.doc.kind(last) {
            NodeKind::Text(t) => t.source_range().filter(|r| r.end == range.start).map(|r| (last, r.start)),
            _ => None,
        });
        match joined {
            Some((node, start)) => {
                self.set_kind(node, NodeKind::Text(TextRef::source(start..range.end)));
                if let Some(n) = self.doc.node_mut(node) {
                    n.end = u32::try_from(range.end).unwrap_or(u32::MAX);
                }
            }
            None => self.leaf(NodeKind::Text(TextRef::source(range.clone())), range),
        }
    }

    pub(super) fn code_span(&mut self, text: &str, range: Range<usize>) {
        let raw = self.source.get(range.clone()).unwrap_or_default();
        let ticks = super::super::grammar::run_of(raw, 0, b'`');
        let inner = range.start + ticks..range.end.saturating_sub(ticks).max(range.start + ticks);
        let in_cell = self.stack.iter().any(|f| matches!(self.doc.kind(f.node), NodeKind::TableCell));
        let painted = in_cell || !self.rewritten.in_step() || !self.marks_in(&range).is_empty();
        let kept = if self.source.get(inner.clone()) == Some(text) {
            TextRef::source(inner)
        } else if painted {
            let restored = restore_code_span(raw);
            self.doc.keep(&restored)
        } else {
            self.doc.keep(text)
        };
        self.leaf(NodeKind::CodeSpan(kept), range);
    }
}

/// How long a link target is, up to its closing bracket or title.
fn target_length(text: &str) -> usize {
    let mut depth = 0usize;
    let mut escaped = false;
    for (i, b) in text.bytes().enumerate() {
        match b {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b' ' | b'\t' | b'\n' | b'\r' | b'>' => return i,
            b'(' => depth += 1,
            b')' if depth == 0 => return i,
            b')' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

/// The content of a code span from its source: line ends are spaces, one space on either side goes.
fn restore_code_span(raw: &str) -> String {
    let ticks = super::super::grammar::run_of(raw, 0, b'`');
    let inner = raw.get(ticks..raw.len().saturating_sub(ticks)).unwrap_or_default();
    let inner = inner.replace("\r\n", " ").replace(['\r', '\n'], " ");
    match inner.strip_prefix(' ').and_then(|s| s.strip_suffix(' ')) {
        Some(s) if !inner.trim().is_empty() => s.to_owned(),
        _ => inner,
    }
}
