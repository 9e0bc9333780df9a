//! Marks to nodes: what stands where a directive was painted over.

use std::ops::Range;

use crate::base::Span;
use crate::diag::Diagnostic;

use super::super::ast::{
    Directive, Include, LinkKind, LinkRef, NodeId, NodeKind, SnippetForm, TextRef, XrefRef,
};
use super::super::grammar::{self, Attributes};
use super::super::scan::{Container, Fault, Mark, MarkKind};
use super::super::{directive, request};
use super::{Repair, TreeBuilder};

/// Index of the next entry of a side table.
fn next_index<T>(table: &[T]) -> u32 {
    u32::try_from(table.len()).unwrap_or(u32::MAX)
}

/// The range of `part`, a slice of `whole`, in the source.
fn range_of(part: &str, whole: &str, base: usize) -> Range<usize> {
    let start = base + (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize);
    start..start + part.len()
}

impl<'a> TreeBuilder<'a> {
    pub(super) fn tell(&mut self, fault: &Fault, range: &Range<usize>) {
        let mut found = Diagnostic::new(fault.code, self.span(range), fault.message.clone()).help(fault.help);
        found.severity = fault.severity;
        self.doc.diagnostics.push(found);
    }

    fn mark_text(&self, mark: &Mark) -> &'a str {
        self.source.get(mark.range.clone()).unwrap_or_default()
    }

    /// Attributes of a triple-colon mark, past its name.
    fn attributes_of(&self, mark: &Mark) -> Attributes<'a> {
        let text = self.mark_text(mark);
        let colons = grammar::run_of(text, 0, b':');
        let name = grammar::skip_name(text, grammar::skip_blanks(text, colons));
        grammar::attributes(text, name).unwrap_or_default()
    }

    // ---- blocks

    /// Puts block mark `i` where it stands.
    pub(super) fn place_block(&mut self, i: usize) {
        let Some(mark) = self.marks.get(i) else { return };
        let range = mark.range.clone();
        match &mark.kind {
            MarkKind::Open(container, colons) => self.open_container(i, mark, *container, *colons),
            MarkKind::Close(container, colons, fault) => {
                if let Some(fault) = fault {
                    self.tell(fault, &range);
                }
                self.close_container(i, *container, *colons, &range);
            }
            MarkKind::BlockInclude => self.include(mark, false),
            MarkKind::BracketCode => self.bracket_snippet(mark, "[!code", SnippetForm::Bracket),
            MarkKind::Notebook => self.bracket_snippet(mark, "[!notebook", SnippetForm::Notebook),
            MarkKind::ColonCode => self.colon_snippet(mark),
            MarkKind::Form => {
                let index = self.directive(mark, false);
                self.leaf(NodeKind::Form(index), range);
            }
            MarkKind::Comparison => {
                let index = self.directive(mark, false);
                self.leaf(NodeKind::Comparison(index), range);
            }
            MarkKind::Alert(kind) => self.quote_part(i, NodeKind::Alert(*kind), &range),
            MarkKind::Div(attributes) => {
                let kind = NodeKind::Div(TextRef::source(attributes.clone()));
                self.quote_part(i, kind, &range);
            }
            MarkKind::QuoteVideo(url) => {
                let kind = NodeKind::QuoteVideo(TextRef::source(url.clone()));
                self.quote_part(i, kind, &range);
                if let Some(frame) = self.stack.last_mut() {
                    frame.renew = true;
                }
            }
            _ => {}
        }
    }

    fn open_container(&mut self, i: usize, mark: &Mark, container: Container, colons: usize) {
        let range = mark.range.clone();
        let is_open = |c: Container| self.stack.iter().any(|f| f.container.is_some_and(|(o, _)| o == c));
        let kind = match container {
            Container::Zone => {
                if is_open(Container::Zone) {
                    self.repairs.push(Repair::Demote(i, Some("A zone cannot lie in a zone.".into())));
                    return;
                }
                let Ok(zone) = directive::zone(&self.attributes_of(mark)) else { return };
                self.doc.zones.push(zone);
                NodeKind::Zone(next_index(&self.doc.zones) - 1)
            }
            Container::Moniker => {
                let text = self.mark_text(mark);
                let value = text.split('"').nth(1).unwrap_or_default();
                let expression = range_of(value, text, range.start);
                let rest = self.source.get(expression.end + 1..range.end).unwrap_or_default().trim();
                if !rest.is_empty() {
                    let fault = Fault {
                        code: Container::Moniker.code(),
                        severity: Container::Moniker.code().level(),
                        message: format!("The text after the range is not shown: \"{rest}\"."),
                        help: "End the line after the range.",
                    };
                    self.tell(&fault, &range);
                }
                self.doc.has_version_zones = true;
                NodeKind::Moniker(TextRef::source(expression))
            }
            Container::Row => NodeKind::Row,
            Container::Column => {
                let text = self.mark_text(mark);
                let attributes = self.attributes_of(mark);
                let span = attributes.get("span").map(|s| range_of(s, text, range.start));
                NodeKind::Column(span.map_or(TextRef::default(), TextRef::source))
            }
            Container::Image => NodeKind::Image(self.directive(mark, true)),
            Container::Video => NodeKind::Video(self.directive(mark, true)),
        };
        if self.open(kind, range, Some((container, colons)), i) {
            if container == Container::Row {
                self.repairs.push(Repair::Dedent(i));
            }
            let node = self.top();
            self.directive_links(mark, node);
        }
    }

    fn close_container(&mut self, i: usize, container: Container, colons: usize, range: &Range<usize>) {
        let matches = |frame: &super::Frame| frame.container == Some((container, colons));
        // The reference closes the outermost; rows and columns may lie in one another here.
        let place = match container {
            Container::Row | Container::Column => self.stack.iter().rposition(matches),
            _ => self.stack.iter().position(matches),
        };
        let Some(place) = place else {
            self.repairs.push(Repair::Demote(i, None));
            return;
        };
        self.close_to(place + 1, range.start);
        if let Some(frame) = self.stack.get_mut(place) {
            frame.container = None;
            let (node, mark) = (frame.node, frame.mark);
            self.empty_description(node, container, mark);
        }
        self.close_to(place, range.end);
    }

    /// A complex picture without a description.
    fn empty_description(&mut self, node: NodeId, container: Container, mark: usize) {
        if container != Container::Image || self.doc.children(node).next().is_some() {
            return;
        }
        let Some(range) = self.marks.get(mark).map(|m| m.range.clone()) else { return };
        let fault = Fault {
            code: container.code(),
            severity: crate::diag::Severity::Warning,
            message: "A picture of the type \"complex\" needs a description before its end marker.".into(),
            help: "Describe the picture between the two lines, or leave the type out.",
        };
        self.tell(&fault, &range);
    }

    /// Tells of a container that nothing closed.
    pub(super) fn unclosed(&mut self, frame: &super::Frame) {
        let Some((container, _)) = frame.container else { return };
        let by_moniker = self.stack.iter().any(|f| matches!(f.container, Some((Container::Moniker, _))));
        let silent = match container {
            Container::Zone => by_moniker,
            Container::Moniker | Container::Row => false,
            _ => true,
        };
        let Some(range) = self.marks.get(frame.mark).map(|m| m.range.clone()).filter(|_| !silent) else {
            return;
        };
        let name = container.name();
        let marker =
            if container == Container::Row { ":::row-end:::".to_owned() } else { format!("::: {name}-end") };
        let message = format!("No \"{marker}\" follows this {name}; it ends with the block around it.");
        let found = Diagnostic::new(container.code(), self.span(&range), message);
        let help = format!("Write \"{marker}\" where it ends.");
        self.doc.diagnostics.push(found.help(help));
    }

    /// The quote that is open becomes an alert or a division; if it has content already, another begins beside it.
    fn quote_part(&mut self, i: usize, kind: NodeKind, range: &Range<usize>) {
        let Some(place) = self.stack.len().checked_sub(1) else { return };
        let node = self.top();
        let quote = |k: NodeKind| {
            matches!(k, NodeKind::Quote | NodeKind::Alert(_) | NodeKind::Div(_) | NodeKind::QuoteVideo(_))
        };
        if !quote(self.doc.kind(node)) {
            self.repairs.push(Repair::Demote(i, None));
            return;
        }
        let fresh =
            matches!(self.doc.kind(node), NodeKind::Quote) && self.doc.children(node).next().is_none();
        if fresh {
            self.set_kind(node, kind);
        } else {
            self.finish(node, range.start);
            self.renew_quote(place, kind, range.start);
        }
    }

    // ---- side tables

    fn directive(&mut self, mark: &Mark, complex: bool) -> u32 {
        let attributes = self.attributes_of(mark).to_owned_pairs();
        let span = self.span(&mark.range);
        self.doc.directives.push(Directive { attributes, span, complex });
        next_index(&self.doc.directives) - 1
    }

    /// The targets that a picture or film names.
    fn directive_links(&mut self, mark: &Mark, node: NodeId) {
        let names: [(&str, LinkKind); 3] = match self.doc.kind(node) {
            NodeKind::Image(_) => [
                ("source", LinkKind::ImageSource),
                ("lightbox", LinkKind::Lightbox),
                ("link", LinkKind::ImageLink),
            ],
            NodeKind::Video(_) => {
                [("source", LinkKind::VideoSource), ("", LinkKind::Link), ("", LinkKind::Link)]
            }
            _ => return,
        };
        let text = self.mark_text(mark);
        let attributes = self.attributes_of(mark);
        for (name, kind) in names {
            let Some(value) = attributes.get(name) else { continue };
            let place = range_of(value, text, mark.range.start);
            let target_span = self.span(&place);
            self.doc.links.push(LinkRef {
                kind,
                target: TextRef::source(place),
                title: None,
                node,
                span: self.span(&mark.range),
                target_span,
            });
        }
    }

    fn include(&mut self, mark: &Mark, inline: bool) {
        let sign = if inline { b'-' } else { b'+' };
        let text = self.mark_text(mark);
        let Some(found) = grammar::include(text, sign) else {
            self.plain_text(mark.range.clone());
            return;
        };
        let at = mark.range.start;
        let path = at + found.path_range.start..at + found.path_range.end;
        let index = next_index(&self.doc.includes);
        let node = self.append(NodeKind::Include(index), mark.range.clone());
        let (span, path_span) = (self.span(&mark.range), self.span(&path));
        self.doc.includes.push(Include {
            title: found.title,
            path: found.path,
            inline,
            node,
            span,
            path_span,
        });
    }

    fn bracket_snippet(&mut self, mark: &Mark, word: &str, form: SnippetForm) {
        let Some(syntax) = grammar::code(self.mark_text(mark), word) else { return };
        let at = mark.range.start;
        let path = at + syntax.path_range.start..at + syntax.path_range.end;
        let place = (self.span(&mark.range), self.span(&path));
        let node = self.append(NodeKind::Snippet(next_index(&self.doc.snippets)), mark.range.clone());
        self.doc.snippets.push(request::from_bracket(syntax, form, node, place));
    }

    fn colon_snippet(&mut self, mark: &Mark) {
        let text = self.mark_text(mark);
        let attributes = self.attributes_of(mark);
        let path = attributes.get("source").map_or(0..0, |s| range_of(s, text, mark.range.start));
        let place: (Span, Span) = (self.span(&mark.range), self.span(&path));
        let node = self.append(NodeKind::Snippet(next_index(&self.doc.snippets)), mark.range.clone());
        self.doc.snippets.push(request::from_attributes(&attributes, node, place));
    }

    // ---- inlines

    /// Puts inline mark `i` where it stands.
    pub(super) fn place_inline(&mut self, i: usize) {
        let Some(mark) = self.marks.get(i) else { return };
        let range = mark.range.clone();
        match &mark.kind {
            MarkKind::InlineInclude | MarkKind::BlockInclude => self.include(mark, true),
            MarkKind::NoLoc(inner) => {
                let raw = self.source.get(inner.clone()).unwrap_or_default();
                let text = if raw.contains('\\') || raw.trim() != raw {
                    let plain = grammar::unescape(raw);
                    self.doc.keep(plain.trim())
                } else {
                    TextRef::source(inner.clone())
                };
                self.leaf(NodeKind::NoLoc(text), range);
            }
            MarkKind::Image | MarkKind::Video => {
                let index = self.directive(mark, false);
                let image = matches!(mark.kind, MarkKind::Image);
                let kind = if image { NodeKind::Image(index) } else { NodeKind::Video(index) };
                let node = self.append(kind, range);
                self.directive_links(mark, node);
                if !image {
                    self.check_video(mark);
                }
            }
            MarkKind::Xref { uid, required } => {
                let text = self.source.get(uid.clone()).unwrap_or_default();
                let trimmed = if *required { range_of(text.trim(), text, uid.start) } else { uid.clone() };
                let index = next_index(&self.doc.xrefs);
                let node = self.append(NodeKind::Xref(index), range.clone());
                let span = self.span(&range);
                self.doc.xrefs.push(XrefRef {
                    uid: TextRef::source(trimmed),
                    raw: TextRef::source(range),
                    required: *required,
                    node,
                    span,
                });
            }
            MarkKind::Emoji(text) => {
                let kept = self.doc.keep(text);
                self.leaf(NodeKind::Text(kept), range);
            }
            MarkKind::Url { before, shown } => self.bare_url(before, shown, range),
            MarkKind::Math(inner) => {
                self.doc.has_math = true;
                self.leaf(NodeKind::MathInline(TextRef::source(inner.clone())), range);
            }
            _ => {}
        }
    }

    fn bare_url(&mut self, before: &str, shown: &Range<usize>, range: Range<usize>) {
        let target = if before.is_empty() {
            TextRef::source(range.clone())
        } else {
            let url = format!("{before}{}", self.source.get(range.clone()).unwrap_or_default());
            self.doc.keep(&url)
        };
        let index = next_index(&self.doc.links);
        let node = self.append(NodeKind::Link(index), range.clone());
        self.doc.append(node, NodeKind::Text(TextRef::source(shown.clone())), shown.clone());
        let span = self.span(&range);
        self.doc.links.push(LinkRef {
            kind: LinkKind::Link,
            target,
            title: None,
            node,
            span,
            target_span: span,
        });
    }

    fn check_video(&mut self, mark: &Mark) {
        let attributes = self.attributes_of(mark);
        let source = attributes.get("source").unwrap_or_default();
        let mut told: Vec<(crate::diag::Severity, String)> = Vec::new();
        for name in ["thumbnail", "upload-date"] {
            if attributes.get(name).is_none() {
                let message =
                    format!("The film lacks the attribute \"{name}\", which search engines ask for.");
                told.push((crate::diag::Severity::Error, message));
            }
        }
        let known = ["channel9.msdn.com", "youtube.com/embed", "microsoft.com/en-us/videoplayer/embed"];
        let channel9 = source.contains("channel9.msdn.com");
        if !known.iter().any(|k| source.contains(k)) || (channel9 && !source.contains("/player")) {
            let message = format!("\"{source}\" is no address of a player that can be embedded.");
            told.push((crate::diag::Severity::Warning, message));
        }
        for (severity, message) in told {
            let fault = Fault {
                code: crate::diag::Code::InvalidVideo,
                severity,
                message,
                help: "Use the address that the film's \"embed\" dialog gives, with thumbnail and upload-date.",
            };
            self.tell(&fault, &mark.range);
        }
    }
}
