//! A page in reading order, includes expanded: what the rules look at, gathered in one walk.

use crate::base::Span;
use crate::docset::{Catalog, NodeRef, Page, PageView};
use crate::markdown::{HtmlPiece, LinkKind, NodeKind, html_pieces};

/// Around what a node stands, as an index into [`Reading::contexts`]; 0 is the page itself.
pub(super) type ContextId = u32;

/// A place whose content not every reader sees.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Context {
    /// The zone's target or first pivot, when it is none of the site itself.
    pub(super) foreign_zone: Option<String>,
    /// In a zone whose target is another medium: pages do not show it.
    pub(super) hidden_target: bool,
    /// Pivots of the zone around it.
    pub(super) pivots: Vec<String>,
    /// Versions of the zone around it; `None` outside of version zones.
    pub(super) versions: Option<Vec<String>>,
    /// Ids and conditions of the tabs around it.
    pub(super) tabs: Vec<String>,
}

impl Context {
    /// Whether a reader can see both places at once.
    pub(super) fn meets(&self, other: &Context) -> bool {
        let common = |a: &[String], b: &[String]| a.iter().any(|x| b.contains(x));
        let versions = match (&self.versions, &other.versions) {
            (Some(a), Some(b)) => common(a, b),
            _ => true,
        };
        let pivots = self.pivots.is_empty() || other.pivots.is_empty() || common(&self.pivots, &other.pivots);
        let within = |a: &[String], b: &[String]| a.iter().all(|x| b.contains(x));
        versions
            && pivots
            && self.hidden_target == other.hidden_target
            && (within(&self.tabs, &other.tabs) || within(&other.tabs, &self.tabs))
    }
}

/// What follows what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Event {
    /// A heading, as an index into [`Reading::headings`].
    Heading(usize),
    /// Something to read or see.
    Content(ContextId),
    /// A tab begins.
    Tab,
    /// A group of tabs ends.
    TabsEnd,
}

/// A heading of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HeadingAt {
    pub(super) at: NodeRef,
    pub(super) level: u8,
    pub(super) text: String,
    pub(super) context: ContextId,
}

/// An image of the page, in whichever form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ImageAt {
    pub(super) doc: u32,
    pub(super) span: Span,
    pub(super) alt: String,
    pub(super) source: String,
    pub(super) context: ContextId,
    /// The line it stands in, as an index into [`Reading::runs`].
    pub(super) run: usize,
    /// Made by `:::image`, which has its own rule on missing texts.
    pub(super) directive: bool,
    /// An icon: meant to stand in a line, described by the text beside it.
    pub(super) icon: bool,
}

/// A line of inline content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Run {
    pub(super) images: usize,
    pub(super) text: bool,
    pub(super) cell: bool,
}

/// A page in reading order.
#[derive(Debug)]
pub(super) struct Reading<'a> {
    pub(super) view: &'a PageView,
    pub(super) contexts: Vec<Context>,
    pub(super) events: Vec<Event>,
    pub(super) headings: Vec<HeadingAt>,
    pub(super) images: Vec<ImageAt>,
    pub(super) runs: Vec<Run>,
    pub(super) code: Vec<NodeRef>,
    pub(super) tables: Vec<NodeRef>,
    pub(super) paragraphs: Vec<NodeRef>,
    pub(super) links: Vec<NodeRef>,
    /// A raw `<h1>` stands on the page.
    pub(super) html_h1: bool,
}

enum Step {
    Visit(NodeRef, ContextId, bool),
    TabsEnd,
}

impl<'a> Reading<'a> {
    /// Walks a page.
    pub(super) fn new(catalog: &Catalog, page: &Page, view: &'a PageView) -> Self {
        let mut reading = Reading {
            view,
            contexts: vec![Context::default()],
            events: Vec::new(),
            headings: Vec::new(),
            images: Vec::new(),
            runs: vec![Run::default()],
            code: Vec::new(),
            tables: Vec::new(),
            paragraphs: Vec::new(),
            links: Vec::new(),
            html_h1: false,
        };
        let mut open = vec![Step::Visit(PageView::ROOT, 0, false)];
        while let Some(step) = open.pop() {
            let Step::Visit(at, context, in_heading) = step else {
                reading.events.push(Event::TabsEnd);
                continue;
            };
            let inner = reading.enter(catalog, page, at, context, in_heading);
            if matches!(view.kind(at), NodeKind::TabGroup(_)) {
                open.push(Step::TabsEnd);
            }
            let Some((inner, in_heading)) = inner else { continue };
            let children = view.children(at);
            open.extend(children.into_iter().rev().map(|c| Step::Visit(c, inner, in_heading)));
        }
        reading
    }

    /// Notes a node; the context of its children, and whether their text is a heading's. `None`: they say nothing.
    fn enter(
        &mut self,
        catalog: &Catalog,
        page: &Page,
        at: NodeRef,
        context: ContextId,
        in_heading: bool,
    ) -> Option<(ContextId, bool)> {
        let kind = self.view.kind(at);
        let doc = &self.view.occurrence(at)?.doc;
        match kind {
            NodeKind::Heading(i) => {
                let heading = doc.headings.get(i as usize)?;
                let text = heading.text.clone();
                self.events.push(Event::Heading(self.headings.len()));
                self.headings.push(HeadingAt { at, level: heading.level, text, context });
                self.run(false);
                return Some((context, true));
            }
            NodeKind::Zone(i) => {
                let zone = doc.zones.get(i as usize)?;
                let mut inner = self.context(context).clone();
                let target = zone.target.clone().filter(|t| !t.eq_ignore_ascii_case("docs"));
                inner.hidden_target |= target.is_some();
                inner.foreign_zone = target.or_else(|| zone.pivots.first().cloned());
                inner.pivots.extend(zone.pivots.iter().cloned());
                return Some((self.push_context(inner), in_heading));
            }
            NodeKind::Moniker(range) => {
                let mut inner = self.context(context).clone();
                inner.versions = Some(catalog.zone_versions(page, doc.str(range)));
                return Some((self.push_context(inner), in_heading));
            }
            NodeKind::Tab(i) => {
                let tab = doc.tabs.get(i as usize)?;
                let mut inner = self.context(context).clone();
                inner.tabs.extend(tab.ids.iter().chain(&tab.condition).cloned());
                self.events.push(Event::Tab);
                return Some((self.push_context(inner), in_heading));
            }
            NodeKind::TabTitle => return Some((context, true)),
            _ => {}
        }
        if self.block(at, kind, context) {
            return Some((context, in_heading));
        }
        self.inline(at, kind, context, in_heading)
    }

    /// Notes a block; whether it was one with children to look at.
    fn block(&mut self, at: NodeRef, kind: NodeKind, context: ContextId) -> bool {
        match kind {
            NodeKind::Paragraph => {
                self.paragraphs.push(at);
                self.run(false);
            }
            NodeKind::Table(_) => {
                self.tables.push(at);
                self.content(context);
            }
            NodeKind::TableCell => self.run(true),
            NodeKind::Item | NodeKind::DefinitionTerm | NodeKind::DefinitionDetails => self.run(false),
            NodeKind::Root
            | NodeKind::List { .. }
            | NodeKind::Quote
            | NodeKind::Alert(_)
            | NodeKind::Div(_)
            | NodeKind::TableHead
            | NodeKind::TableRow
            | NodeKind::TabGroup(_)
            | NodeKind::Row
            | NodeKind::Column(_)
            | NodeKind::DefinitionList
            | NodeKind::FootnoteDefinition(_)
            | NodeKind::Group
            | NodeKind::Emphasis
            | NodeKind::Strong
            | NodeKind::Strike
            | NodeKind::Subscript
            | NodeKind::Superscript
            | NodeKind::Inserted
            | NodeKind::Marked
            | NodeKind::Citation => {}
            _ => return false,
        }
        true
    }

    /// Notes inline content and blocks without children to look at.
    fn inline(
        &mut self,
        at: NodeRef,
        kind: NodeKind,
        context: ContextId,
        in_heading: bool,
    ) -> Option<(ContextId, bool)> {
        let view = self.view;
        let occurrence = view.occurrence(at)?;
        let doc = &occurrence.doc;
        match kind {
            NodeKind::Text(t) if doc.str(t).trim().is_empty() => return None,
            NodeKind::SoftBreak | NodeKind::HardBreak | NodeKind::ThematicBreak => return None,
            NodeKind::HtmlBlock(t) | NodeKind::HtmlInline(t) => {
                let block = matches!(kind, NodeKind::HtmlBlock(_));
                self.html(at, doc.str(t), context, block, in_heading);
                return None;
            }
            NodeKind::CodeBlock(_) => self.code.push(at),
            NodeKind::Link(_) => {
                self.links.push(at);
                return Some((context, in_heading));
            }
            NodeKind::MarkdownImage(i) => {
                let source = doc.links.get(i as usize).map(|l| doc.str(l.target).to_owned());
                let alt = view.plain_text(at);
                self.image(at, doc.span(at.node), (alt, source.unwrap_or_default()), context);
            }
            NodeKind::Image(i) => {
                let directive = doc.directives.get(i as usize)?;
                if directive.complex {
                    self.run(false);
                }
                let value = |name: &str| directive.get(name).unwrap_or_default().to_owned();
                self.image(at, directive.span, (value("alt-text"), value("source")), context);
                if let Some(image) = self.images.last_mut() {
                    image.directive = true;
                    image.icon = directive.get("type") == Some("icon");
                }
            }
            _ => self.said(),
        }
        if !in_heading {
            self.content(context);
        }
        None
    }

    fn html(&mut self, at: NodeRef, html: &str, context: ContextId, block: bool, in_heading: bool) {
        let view = self.view;
        let Some(start) = view.span(at) else { return };
        if block {
            self.run(false);
        }
        let pieces = html_pieces(html);
        if !pieces.is_empty() && !in_heading {
            self.content(context);
        }
        for piece in pieces {
            match piece {
                HtmlPiece::Open { name, attributes, at: offset } => {
                    if name == "img" {
                        let value = |key: &str| {
                            let found = attributes.iter().find(|(n, _)| n == key);
                            found.map(|(_, v)| v.clone()).unwrap_or_default()
                        };
                        let first = start.range().start + offset;
                        let span = Span::new(start.file, first..first.max(start.range().end));
                        self.image(at, span, (value("alt"), value("src")), context);
                    }
                    self.html_h1 |= name == "h1";
                    self.boundary(&name);
                }
                HtmlPiece::Close { name } => self.boundary(&name),
                HtmlPiece::Text => self.said(),
            }
        }
    }

    /// Elements that begin a line of their own.
    fn boundary(&mut self, name: &str) {
        const BLOCKS: &[&str] = &[
            "p",
            "div",
            "li",
            "ul",
            "ol",
            "table",
            "tr",
            "td",
            "th",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "section",
            "blockquote",
            "pre",
            "figure",
            "figcaption",
            "details",
            "summary",
            "dl",
            "dt",
            "dd",
        ];
        if BLOCKS.contains(&name) {
            self.run(false);
        }
    }

    fn image(&mut self, at: NodeRef, span: Span, (alt, source): (String, String), context: ContextId) {
        let run = self.runs.len() - 1;
        if let Some(last) = self.runs.last_mut() {
            last.images += 1;
        }
        let folder = self.view.occurrence(at).map(|o| o.path.parent()).unwrap_or_default();
        let source = match folder.join(&source) {
            Some(path) if crate::base::url::scheme(&source).is_none() => path.as_str().to_owned(),
            _ => source,
        };
        let (directive, icon) = (false, false);
        self.images.push(ImageAt { doc: at.doc, span, alt, source, context, run, directive, icon });
    }

    fn run(&mut self, cell: bool) {
        self.runs.push(Run { cell, ..Run::default() });
    }

    fn said(&mut self) {
        if let Some(run) = self.runs.last_mut() {
            run.text = true;
        }
    }

    fn content(&mut self, context: ContextId) {
        if self.events.last() != Some(&Event::Content(context)) {
            self.events.push(Event::Content(context));
        }
    }

    /// A context.
    pub(super) fn context(&self, id: ContextId) -> &Context {
        static NONE: Context = Context {
            foreign_zone: None,
            hidden_target: false,
            pivots: Vec::new(),
            versions: None,
            tabs: Vec::new(),
        };
        self.contexts.get(id as usize).unwrap_or(&NONE)
    }

    fn push_context(&mut self, context: Context) -> ContextId {
        self.contexts.push(context);
        ContextId::try_from(self.contexts.len() - 1).unwrap_or(0)
    }

    /// The source of a node.
    pub(super) fn source(&self, at: NodeRef) -> &'a str {
        let view = self.view;
        view.occurrence(at).and_then(|o| o.doc.source.get(o.doc.span(at.node).range())).unwrap_or_default()
    }

    /// A heading as messages name it: `H2 'Text'`, or `H2` when it has no text.
    pub(super) fn name(&self, heading: &HeadingAt) -> String {
        let text = self.source(heading.at);
        let written = text.trim().trim_start_matches('#').trim();
        match (heading.text.is_empty(), written.is_empty()) {
            (true, true) => format!("H{}", heading.level),
            (true, false) => format!("H{} '{written}'", heading.level),
            (false, _) => format!("H{} '{}'", heading.level, heading.text),
        }
    }

    /// The first-level headings that readers of pages see, in order.
    pub(super) fn titles(&self) -> impl Iterator<Item = &HeadingAt> {
        self.headings.iter().filter(|h| h.level == 1 && !self.context(h.context).hidden_target)
    }

    /// Links of every form, with the document they stand in.
    pub(super) fn all_links(&self) -> impl Iterator<Item = (u32, LinkKind, Span, &'a str)> + use<'a> {
        let docs = self.view.docs.iter().enumerate();
        docs.flat_map(|(i, o)| {
            let i = u32::try_from(i).unwrap_or(u32::MAX);
            o.doc.links.iter().map(move |l| (i, l.kind, l.span, o.doc.str(l.target)))
        })
    }
}
