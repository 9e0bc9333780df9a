//! The parser's events to our own tree. The only place that matches on `pulldown_cmark::Event` and `Tag`.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

use crate::base::Span;
use crate::diag::{Code as DiagCode, Diagnostic};

use super::ast::{Align, Code, Document, Heading, LinkKind, LinkRef, NodeId, NodeKind, Table, TextRef};
use super::heading::HeadingIds;
use super::options::{Extensions, ParseOptions};
use super::rewrite::Rewritten;
use super::scan::{Container, Mark, MarkKind, Scan};

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
    set(extensions.emphasis_extras, Options::ENABLE_SUBSCRIPT | Options::ENABLE_SUPERSCRIPT);
    set(extensions.smart_punctuation, Options::ENABLE_SMART_PUNCTUATION);
    options
}

impl<'a> TreeBuilder<'a> {
    pub(super) fn new(
        doc: Document,
        source: &'a str,
        rewritten: &'a Rewritten<'a>,
        scan: &'a Scan,
        options: &'a ParseOptions,
    ) -> Self {
        let root = Frame { node: NodeId::ROOT, container: None, mark: 0, renew: false };
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
            code: None,
            links_open: 0,
            images_open: 0,
            ids: HeadingIds::default(),
            repairs: Vec::new(),
            has_tabs: false,
            split_lists: Vec::new(),
            too_deep: false,
        }
    }

    /// Reads everything from byte `from` of the rewritten text on.
    pub(super) fn run(&mut self, from: usize) {
        let rewritten = self.rewritten;
        let text = rewritten.text().get(from..).unwrap_or_default();
        let parser = Parser::new_ext(text, parser_options(&self.options.extensions));
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
            if let Some((container, _)) = frame.container {
                self.unclosed(container, frame.mark);
            }
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
            NodeKind::Heading(i) if self.ids.finish(&mut self.doc, i) => {
                self.has_tabs = true;
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
        let kind = match tag {
            Tag::HtmlBlock => {
                self.html = Some(None);
                return;
            }
            Tag::Paragraph => {
                self.loosen();
                NodeKind::Paragraph
            }
            Tag::Heading { level, id, .. } => self.heading(level, id.as_deref()),
            Tag::BlockQuote(_) => NodeKind::Quote,
            Tag::CodeBlock(kind) => self.code_block(&kind, &range),
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
                NodeKind::MarkdownImage(self.link(
                    LinkKind::Image,
                    link_type,
                    [&dest_url, &title, &id],
                    &range,
                ))
            }
            Tag::MetadataBlock(_) => NodeKind::Group,
        };
        let place = self.stack.len();
        let opened = self.open(kind, range.clone(), None, 0);
        self.tags.push(opened.then_some(place));
        let node = self.top();
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

    fn heading(&mut self, level: HeadingLevel, id: Option<&str>) -> NodeKind {
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
    fn strike(&mut self, range: &Range<usize>) -> NodeKind {
        let text = self.source.get(range.clone()).unwrap_or_default();
        if text.starts_with("~~") { NodeKind::Strike } else { NodeKind::Group }
    }

    fn table(&mut self, align: &[pulldown_cmark::Alignment], range: &Range<usize>) -> NodeKind {
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

    fn link(&mut self, kind: LinkKind, form: LinkType, texts: [&CowStr<'_>; 3], range: &Range<usize>) -> u32 {
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
    fn finish_link(&mut self, node: NodeId, index: u32) {
        let text_end = self.doc.last_child(node).map(|c| self.doc.node(c).end as usize);
        let Some(link) = self.doc.links.get_mut(index as usize) else { return };
        if link.target_span.start != link.target_span.end {
            return;
        }
        let range = link.span.range();
        let from = text_end.unwrap_or(range.start).max(range.start);
        let Some(rest) = self.source.get(from..range.end) else { return };
        let found = match rest.find("](") {
            Some(n) => {
                let start = super::grammar::skip_blanks(self.source, from + n + 2);
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

    // ---- code

    fn code_block(&mut self, kind: &CodeBlockKind<'_>, range: &Range<usize>) -> NodeKind {
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
    fn code_text(&mut self, index: u32, text: &str, range: Range<usize>) {
        let restored = self.source.get(range.clone()).filter(|s| s.len() == text.len() && !s.contains('\r'));
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

    fn end_code(&mut self) {
        let Some(index) = self.code.take() else { return };
        let text = self.doc.code.get(index as usize).map(|c| c.text).unwrap_or_default();
        let node = self.top();
        if let NodeKind::MathBlock(_) = self.doc.kind(node) {
            self.set_kind(node, NodeKind::MathBlock(text));
        }
    }

    // ---- inlines

    fn text(&mut self, text: &CowStr<'_>, range: Range<usize>, copy: Range<usize>) {
        self.flush_html();
        if let Some(index) = self.code {
            self.indented_end_marker(index, &range);
            self.code_text(index, text, range);
            return;
        }
        if self.html.is_some() {
            return;
        }
        let literal = self.rewritten.text().get(copy) == Some(&**text) && text.len() == range.len();
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
    fn mark_counts(&self, kind: &MarkKind) -> bool {
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

    fn code_span(&mut self, text: &str, range: Range<usize>) {
        let raw = self.source.get(range.clone()).unwrap_or_default();
        let ticks = super::grammar::run_of(raw, 0, b'`');
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

    // ---- thematic breaks

    fn rule(&mut self, range: Range<usize>) {
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
    fn column(&self, at: usize) -> usize {
        let bytes = self.source.as_bytes();
        let start = bytes.get(..at).and_then(|b| memchr::memrchr(b'\n', b)).map_or(0, |n| n + 1);
        bytes
            .get(start..at)
            .unwrap_or_default()
            .iter()
            .fold(0, |c, b| if *b == b'\t' { c / 4 * 4 + 4 } else { c + 1 })
    }

    /// The column at which the content of a container begins.
    fn content_column(&self, node: NodeId) -> usize {
        let start = self.doc.node(node).start as usize;
        let text = self.source.get(start..).unwrap_or_default();
        match self.doc.kind(node) {
            NodeKind::Item => {
                let marker = text.bytes().take_while(u8::is_ascii_digit).count() + 1;
                let blanks = super::grammar::skip_blanks(text, marker) - marker;
                self.column(start) + marker + if (1..=4).contains(&blanks) { blanks } else { 1 }
            }
            NodeKind::Quote | NodeKind::Alert(_) | NodeKind::Div(_) => self.column(start) + 2,
            NodeKind::Root => 0,
            _ => self.column(start),
        }
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
    let ticks = super::grammar::run_of(raw, 0, b'`');
    let inner = raw.get(ticks..raw.len().saturating_sub(ticks)).unwrap_or_default();
    let inner = inner.replace("\r\n", " ").replace(['\r', '\n'], " ");
    match inner.strip_prefix(' ').and_then(|s| s.strip_suffix(' ')) {
        Some(s) if !inner.trim().is_empty() => s.to_owned(),
        _ => inner,
    }
}
