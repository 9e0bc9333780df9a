//! The parser's events to our own tree. The only place that matches on `pulldown_cmark::Event` and `Tag`.

mod blocks;
mod inlines;
mod place;
mod raw_html;

use std::ops::Range;

use pulldown_cmark::{BrokenLink, Event, LinkType, Options, Parser, Tag, TagEnd};

use crate::base::Span;
use crate::diag::{Code as DiagCode, Diagnostic};

use super::ast::{Document, LinkKind, NodeId, NodeKind, TextRef};
use super::extras::Given;
use super::heading::HeadingIds;
use super::options::{Extensions, ParseOptions};
use super::rewrite::Rewritten;
use super::scan::{Container, Mark, Scan};

/// How many containers may lie in one another. What is deeper is shown without its containers.
const MAX_DEPTH: usize = 100;

/// A change to the reading that the tree showed to be needed; the file is then read again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Repair {
    /// A block mark stands where it cannot: read it as text.
    Demote(usize, Option<String>),
    /// A row was opened: take the indentation of its content off.
    Dedent(usize),
    /// An end marker looks like code because of its indentation.
    Unindent(usize),
    /// An end marker stands in an HTML block: end the block before it.
    Split(usize),
    /// An end marker stands in the fenced code that begins at byte `fence`: end the fence before it.
    EndFence { mark: usize, fence: usize },
}

/// An open node.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub(super) node: NodeId,
    /// A triple-colon container and its number of colons; `None` for what the parser opened.
    pub(super) container: Option<(Container, usize)>,
    /// The mark that opened it.
    pub(super) mark: usize,
    /// A quote whose last part is complete: the next child begins a new quote beside it.
    pub(super) renew: bool,
}

/// Builds one document.
pub(super) struct TreeBuilder<'a> {
    pub(super) doc: Document,
    pub(super) source: &'a str,
    pub(super) rewritten: &'a Rewritten<'a>,
    pub(super) marks: &'a [Mark],
    pub(super) scan: &'a Scan,
    pub(super) options: &'a ParseOptions,
    pub(super) stack: Vec<Frame>,
    /// For each tag that the parser has open: the place of its frame on the stack; `None` when it has none (any more).
    tags: Vec<Option<usize>>,
    /// The raw HTML block that is being read: its pieces so far.
    pub(super) html: Option<Option<Range<usize>>>,
    /// Whether the raw HTML that was read last ends within a comment.
    pub(super) html_comment: bool,
    code: Option<u32>,
    links_open: usize,
    images_open: usize,
    ids: HeadingIds,
    pub(super) repairs: Vec<Repair>,
    /// Headings that are tabs were seen.
    pub(super) has_tabs: bool,
    /// Parts of lists that were ended early: whether they are tight is to be seen again.
    split_lists: Vec<NodeId>,
    too_deep: bool,
    /// Whether there are carriage returns, which the parser leaves out of code.
    pub(super) has_returns: bool,
}

/// The parser's options for a docset's extensions.
fn parser_options(extensions: &Extensions) -> Options {
    let mut options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut set = |on: bool, flag: Options| {
        if on {
            options |= flag;
        }
    };
    set(extensions.footnotes, Options::ENABLE_FOOTNOTES);
    set(extensions.task_lists, Options::ENABLE_TASKLISTS);
    set(extensions.definition_lists, Options::ENABLE_DEFINITION_LIST);
    set(extensions.attributes, Options::ENABLE_HEADING_ATTRIBUTES);
    options
}

use blocks::heading_attributes;

impl<'a> TreeBuilder<'a> {
    pub(super) fn new(
        mut doc: Document,
        source: &'a str,
        rewritten: &'a Rewritten<'a>,
        scan: &'a Scan,
        options: &'a ParseOptions,
    ) -> Self {
        let root = Frame { node: NodeId::ROOT, container: None, mark: 0, renew: false };
        // More nodes than pages of prose have; tables have more. What is left over goes in the end.
        doc.nodes.reserve(source.len() / 20);
        TreeBuilder {
            doc,
            source,
            rewritten,
            marks: &scan.marks,
            scan,
            options,
            stack: vec![root],
            tags: Vec::new(),
            html: None,
            html_comment: false,
            code: None,
            links_open: 0,
            images_open: 0,
            ids: HeadingIds::new(options.extensions.auto_identifiers),
            repairs: Vec::new(),
            has_tabs: false,
            split_lists: Vec::new(),
            too_deep: false,
            has_returns: memchr::memchr(b'\r', source.as_bytes()).is_some(),
        }
    }

    /// Reads everything from byte `from` of the rewritten text on.
    pub(super) fn run(&mut self, from: usize) {
        let rewritten = self.rewritten;
        let text = rewritten.text().get(from..).unwrap_or_default();
        let mut broken: Vec<Range<usize>> = Vec::new();
        let note = |link: BrokenLink<'_>| {
            if matches!(link.link_type, LinkType::Reference | LinkType::ReferenceUnknown) {
                broken.push(link.span);
            }
            None
        };
        let options = parser_options(&self.options.extensions);
        let parser = Parser::new_with_broken_link_callback(text, options, Some(note));
        for (event, range) in parser.into_offset_iter() {
            let copy = range.start + from..range.end + from;
            let range = rewritten.source_range(copy.clone());
            match event {
                Event::Start(tag) => self.start(tag, range),
                Event::End(tag) => self.end(tag, range),
                Event::Text(text) => self.text(&text, range, copy),
                Event::Code(text) => self.code_span(&text, range),
                Event::Html(text) => self.html_line(&text, range),
                Event::InlineHtml(text) => self.html_inline(&text, range),
                Event::SoftBreak if self.options.extensions.hard_line_breaks => {
                    self.leaf(NodeKind::HardBreak, range);
                }
                Event::SoftBreak => self.leaf(NodeKind::SoftBreak, range),
                Event::HardBreak => self.leaf(NodeKind::HardBreak, range),
                Event::Rule => self.rule(range),
                Event::FootnoteReference(label) => {
                    let label = self.doc.keep(&label);
                    self.leaf(NodeKind::FootnoteReference(label), range);
                }
                Event::TaskListMarker(done) => self.leaf(NodeKind::TaskMarker(done), range),
                Event::InlineMath(text) | Event::DisplayMath(text) => {
                    let text = self.keep(&text, range.clone());
                    self.leaf(NodeKind::MathInline(text), range);
                }
            }
        }
        self.flush_html();
        self.close_to(1, self.source.len());
        for link in broken {
            self.undefined_reference(rewritten.source_range(link.start + from..link.end + from));
        }
        for list in std::mem::take(&mut self.split_lists) {
            super::lists::tighten(&mut self.doc, list);
        }
    }

    // ---- nodes and frames

    pub(super) fn top(&self) -> NodeId {
        self.stack.last().map_or(NodeId::ROOT, |f| f.node)
    }

    /// Appends to the innermost open node.
    pub(super) fn append(&mut self, kind: NodeKind, range: Range<usize>) -> NodeId {
        if let Some(i) = self.stack.len().checked_sub(1)
            && self.stack.get(i).is_some_and(|f| f.renew)
        {
            self.renew_quote(i, NodeKind::Quote, range.start);
        }
        let parent = self.top();
        self.doc.append(parent, kind, range)
    }

    pub(super) fn leaf(&mut self, kind: NodeKind, range: Range<usize>) {
        self.append(kind, range);
    }

    /// Begins another node beside the one of frame `i`, in its place.
    pub(super) fn renew_quote(&mut self, i: usize, kind: NodeKind, at: usize) {
        let parent = i.checked_sub(1).and_then(|p| self.stack.get(p)).map_or(NodeId::ROOT, |f| f.node);
        let node = self.doc.append(parent, kind, at..at);
        if let Some(frame) = self.stack.get_mut(i) {
            frame.node = node;
            frame.renew = false;
        }
    }

    pub(super) fn set_kind(&mut self, node: NodeId, kind: NodeKind) {
        if let Some(node) = self.doc.node_mut(node) {
            node.kind = kind;
        }
    }

    /// Opens a node; `false` when the limit of depth forbids it.
    pub(super) fn open(
        &mut self,
        kind: NodeKind,
        range: Range<usize>,
        container: Option<(Container, usize)>,
        mark: usize,
    ) -> bool {
        if self.stack.len() > MAX_DEPTH {
            if !self.too_deep {
                self.too_deep = true;
                let message = format!(
                    "Blocks lie in one another more than {MAX_DEPTH} deep; the inner ones are shown as text."
                );
                let found = Diagnostic::new(DiagCode::NestingLimitExceeded, self.span(&range), message);
                self.doc.diagnostics.push(found.help("Take some of the nesting out."));
            }
            return false;
        }
        let node = self.append(kind, range);
        self.stack.push(Frame { node, container, mark, renew: false });
        true
    }

    /// Closes every frame at place `depth` of the stack and above; `end` is where they end.
    pub(super) fn close_to(&mut self, depth: usize, end: usize) {
        while self.stack.len() > depth.max(1) {
            let Some(frame) = self.stack.pop() else { return };
            self.unclosed(&frame);
            self.finish(frame.node, end);
        }
        for tag in self.tags.iter_mut().rev() {
            match tag {
                Some(place) if *place >= depth => *tag = None,
                Some(_) => break,
                None => {}
            }
        }
    }

    /// What remains to do when a node is complete.
    pub(super) fn finish(&mut self, node: NodeId, end: usize) {
        let clipped = u32::try_from(end).unwrap_or(u32::MAX);
        if let Some(n) = self.doc.node_mut(node)
            && n.end < clipped
        {
            n.end = clipped;
        }
        match self.doc.kind(node) {
            NodeKind::Heading(i) => {
                let tab = self.ids.finish(&mut self.doc, i);
                self.has_tabs |= tab;
            }
            NodeKind::Link(i) | NodeKind::MarkdownImage(i) => self.finish_link(node, i),
            _ => {}
        }
    }

    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.doc.file, range.clone())
    }

    /// The text of an event: a range of the source if it stands there, else kept aside.
    pub(super) fn keep(&mut self, text: &str, range: Range<usize>) -> TextRef {
        if self.source.get(range.clone()) == Some(text) {
            TextRef::source(range)
        } else {
            self.doc.keep(text)
        }
    }

    /// The marks that lie in a range.
    pub(super) fn marks_in(&self, range: &Range<usize>) -> Range<usize> {
        if self.marks.is_empty() {
            return 0..0;
        }
        let from = self.marks.partition_point(|m| m.range.end <= range.start);
        let to = self.marks.partition_point(|m| m.range.start < range.end);
        from..to.max(from)
    }

    // ---- tags

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        if !matches!(tag, Tag::HtmlBlock) {
            self.flush_html();
        }
        let mut given: Option<Given> = None;
        let kind = match tag {
            Tag::HtmlBlock => {
                self.html = Some(None);
                return;
            }
            Tag::Paragraph => {
                self.loosen();
                NodeKind::Paragraph
            }
            Tag::Heading { level, id, classes, attrs } => {
                given =
                    (!classes.is_empty() || !attrs.is_empty()).then(|| heading_attributes(&classes, &attrs));
                self.heading(level, id.as_deref())
            }
            Tag::BlockQuote(_) => NodeKind::Quote,
            Tag::CodeBlock(kind) => {
                given = self.fence_attributes(&kind);
                self.code_block(&kind, &range)
            }
            Tag::List(first) => {
                let start = first.map_or(1, |n| u32::try_from(n).unwrap_or(1));
                NodeKind::List { ordered: first.is_some(), tight: true, start }
            }
            Tag::Item => {
                self.reopen_list(&range);
                NodeKind::Item
            }
            Tag::FootnoteDefinition(label) => NodeKind::FootnoteDefinition(self.doc.keep(&label)),
            Tag::DefinitionList => NodeKind::DefinitionList,
            Tag::DefinitionListTitle => NodeKind::DefinitionTerm,
            Tag::DefinitionListDefinition => NodeKind::DefinitionDetails,
            Tag::Table(align) => self.table(&align, &range),
            Tag::TableHead => NodeKind::TableHead,
            Tag::TableRow => NodeKind::TableRow,
            Tag::TableCell => NodeKind::TableCell,
            Tag::Emphasis => NodeKind::Emphasis,
            Tag::Strong => NodeKind::Strong,
            Tag::Strikethrough => self.strike(&range),
            Tag::Superscript => NodeKind::Superscript,
            Tag::Subscript => NodeKind::Subscript,
            Tag::Link { link_type, dest_url, title, id } => {
                self.links_open += 1;
                NodeKind::Link(self.link(LinkKind::Link, link_type, [&dest_url, &title, &id], &range))
            }
            Tag::Image { link_type, dest_url, title, id } => {
                self.images_open += 1;
                let words = [&dest_url, &title, &id];
                NodeKind::MarkdownImage(self.link(LinkKind::Image, link_type, words, &range))
            }
            Tag::MetadataBlock(_) => NodeKind::Group,
        };
        let place = self.stack.len();
        let opened = self.open(kind, range.clone(), None, 0);
        self.tags.push(opened.then_some(place));
        let node = self.top();
        if let Some(given) = given.filter(|_| opened) {
            self.doc.attributes.push(given.on(node));
        }
        self.opened(opened, kind, node, &range);
    }

    /// What remains to do when a tag's node is open, or was not opened for its depth.
    fn opened(&mut self, opened: bool, kind: NodeKind, node: NodeId, range: &Range<usize>) {
        match (opened, kind) {
            (true, NodeKind::Group) => self.plain_text(range.start..range.start + 1),
            (true, NodeKind::Heading(i)) => {
                if let Some(h) = self.doc.headings.get_mut(i as usize) {
                    h.node = node;
                }
            }
            (true, NodeKind::Link(i) | NodeKind::MarkdownImage(i)) => {
                if let Some(l) = self.doc.links.get_mut(i as usize) {
                    l.node = node;
                }
            }
            (false, NodeKind::CodeBlock(_)) => self.code = None,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        if tag == TagEnd::HtmlBlock {
            self.flush_html();
            self.html = None;
            return;
        }
        match tag {
            TagEnd::Link => self.links_open = self.links_open.saturating_sub(1),
            TagEnd::Image => self.images_open = self.images_open.saturating_sub(1),
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::Strikethrough if matches!(self.doc.kind(self.top()), NodeKind::Group) => {
                self.plain_text(range.end - 1..range.end);
            }
            _ => {}
        }
        if let Some(Some(place)) = self.tags.pop() {
            self.close_to(place, range.end);
        }
    }

    /// A paragraph makes the list of its item a loose one.
    fn loosen(&mut self) {
        let [.., list, item] = self.stack.as_slice() else { return };
        if matches!(self.doc.kind(item.node), NodeKind::Item)
            && let Some(node) = self.doc.node_mut(list.node)
            && let NodeKind::List { ordered, start, .. } = node.kind
        {
            node.kind = NodeKind::List { ordered, tight: false, start };
        }
    }

    /// An item whose list was closed early begins a new one.
    fn reopen_list(&mut self, range: &Range<usize>) {
        if matches!(self.doc.kind(self.top()), NodeKind::List { .. }) || self.stack.len() > MAX_DEPTH {
            return;
        }
        let text = self.source.get(range.clone()).unwrap_or_default();
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let start = text.get(..digits).and_then(|d| d.parse().ok());
        let kind = NodeKind::List { ordered: start.is_some(), tight: true, start: start.unwrap_or(1) };
        let place = self.stack.len();
        if self.open(kind, range.clone(), None, 0) {
            self.split_lists.push(self.top());
            if let Some(tag) = self.tags.last_mut() {
                *tag = Some(place);
            }
        }
    }
}
