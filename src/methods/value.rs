//! From the pieces under a label to a value: items, plain text, HTML; alerts become notes, trailing links
//! become related links.

use std::collections::HashSet;

use crate::base::Span;
use crate::diag::Files;
use crate::docset::{NodeRef, PageView};
use crate::markdown::{AlertKind, NodeKind};

use super::further::{Further, is_further, links_of, mostly_links, related};
use super::item::head;
use super::line::Run;
use super::links;
use super::model::{Form, Item, Kind, Note, Place, Related, Value};
use super::outline::squeeze;
use super::scan::{ItemNodes, Piece, Raw};
use super::{Html, PageInfo};

/// Longest value, in characters, that is "a few words".
const FEW_WORDS: usize = 200;

/// What making values needs to know.
pub(crate) struct Context<'a> {
    pub(crate) view: &'a PageView,
    pub(crate) page: &'a PageInfo<'a>,
    /// `None`: no HTML is made.
    pub(crate) html: Option<&'a dyn Html>,
    pub(crate) files: &'a dyn Files,
}

impl Context<'_> {
    /// Where a node stands.
    pub(crate) fn place(&self, at: NodeRef) -> Place {
        let Some(occurrence) = self.view.occurrence(at) else { return Place::default() };
        self.place_of(occurrence.path.as_str(), occurrence.doc.span(at.node))
    }

    /// Where a span stands in the file at `path`.
    pub(crate) fn place_of(&self, path: &str, span: Span) -> Place {
        let line = self.files.position(span.file, span.start).line;
        Place { file: path.to_owned(), line, span: Some(span) }
    }

    /// The HTML of nodes, with links from the root of the site.
    pub(crate) fn html(&self, nodes: &[NodeRef]) -> String {
        let Some(html) = self.html else { return String::new() };
        let out = html.html(self.view, nodes);
        let page = self.page.out.as_str();
        links::rewrite(out.trim(), &|href| links::to_root(href, page))
    }

    /// The plain text of nodes, parted by blanks.
    pub(crate) fn text(&self, nodes: &[NodeRef]) -> String {
        let mut out = String::new();
        for node in nodes {
            self.view.push_text(*node, &mut out);
            out.push(' ');
        }
        squeeze(&out)
    }
}

/// A value under construction.
#[derive(Debug, Default)]
pub(crate) struct Built {
    parts: Vec<Part>,
    /// Alerts that hang on the value itself.
    pub(crate) notes: Vec<Note>,
    /// Links for further reading.
    pub(crate) related: Vec<Related>,
    /// A paragraph announced links; link-only items that follow are such.
    announced: bool,
}

/// A part of a value, in order.
#[derive(Debug)]
enum Part {
    /// A paragraph or a run: text, HTML of its inlines.
    Words(String, String),
    /// Items.
    Items(bool, Vec<Item>),
    /// Code: text, HTML.
    Code(String, String),
    /// A table.
    Table(String, String),
    /// Anything else.
    Other(String, String),
}

/// Builds what stands under a label that is no facet: lists of links there are further reading, but for those
/// that lead to places of the same page.
pub(crate) fn build_aside(ctx: &Context<'_>, pieces: &[Piece]) -> Built {
    let mut built = Built { announced: true, ..Built::default() };
    let page = links::to_root("#", ctx.page.out.as_str());
    for piece in pieces {
        if let Piece::Items { ordered, items } = piece {
            built.announced = true;
            let before = built.related.len();
            built.items(ctx, *ordered, items, &HashSet::new());
            let mut added = built.related.split_off(before);
            added.retain(|r| !r.url.starts_with(&page));
            built.related.append(&mut added);
        } else {
            built.piece(ctx, piece, &HashSet::new());
        }
    }
    built
}

/// Builds what stands under a label. `cuts`: blocks at which another facet begins.
pub(crate) fn build(ctx: &Context<'_>, pieces: &[Piece], cuts: &HashSet<NodeRef>) -> Built {
    let mut built = Built::default();
    for piece in pieces {
        if !built.piece(ctx, piece, cuts) {
            break;
        }
    }
    built
}

impl Built {
    /// Adds a piece; false at a cut.
    fn piece(&mut self, ctx: &Context<'_>, piece: &Piece, cuts: &HashSet<NodeRef>) -> bool {
        match piece {
            Piece::Block(at) if cuts.contains(at) => return false,
            Piece::Block(at) => self.block(ctx, *at),
            Piece::Run(run) => self.run(ctx, run),
            Piece::Text(text) => self.parts.push(Part::Words(text.clone(), escape(text))),
            Piece::Items { ordered, items } => return self.items(ctx, *ordered, items, cuts),
        }
        true
    }

    fn run(&mut self, ctx: &Context<'_>, run: &Run) {
        let text = run.text(ctx.view);
        if text.is_empty() {
            return;
        }
        if is_further(ctx.view, &run.nodes, &text) == Further::Lead {
            self.announced = text.ends_with(':');
            self.related.extend(related(ctx, &run.nodes));
            return;
        }
        self.parts.push(Part::Words(text, run.strip_html(&ctx.html(&run.nodes))));
    }

    fn block(&mut self, ctx: &Context<'_>, at: NodeRef) {
        match ctx.view.kind(at) {
            NodeKind::Alert(kind) => self.notes.push(note(ctx, at, kind)),
            NodeKind::Paragraph => self.paragraph(ctx, at),
            NodeKind::List { ordered, .. } => {
                let items = ctx.view.children(at).into_iter();
                let items: Vec<ItemNodes> =
                    items.map(|item| ItemNodes { at: item, nodes: ctx.view.children(item) }).collect();
                self.items(ctx, ordered, &items, &HashSet::new());
            }
            NodeKind::Heading(_) => {
                let inlines = ctx.view.children(at);
                let html = format!("<strong>{}</strong>", ctx.html(&inlines));
                self.parts.push(Part::Words(ctx.text(&inlines), html));
            }
            NodeKind::CodeBlock(_) | NodeKind::Snippet(_) => {
                let text = ctx.view.plain_text(at).trim_end().to_owned();
                self.parts.push(Part::Code(text, ctx.html(&[at])));
            }
            NodeKind::Table(_) => self.parts.push(Part::Table(ctx.text(&[at]), ctx.html(&[at]))),
            NodeKind::ThematicBreak | NodeKind::Comparison(_) => {}
            NodeKind::HtmlBlock(t) => {
                let raw = ctx.view.occurrence(at).map_or("", |o| o.doc.str(t));
                if !raw.trim_start().starts_with("<!--") {
                    self.parts.push(Part::Other(ctx.text(&[at]), ctx.html(&[at])));
                }
            }
            _ => self.parts.push(Part::Other(ctx.text(&[at]), ctx.html(&[at]))),
        }
    }

    fn paragraph(&mut self, ctx: &Context<'_>, at: NodeRef) {
        let inlines = ctx.view.children(at);
        let text = ctx.text(&[at]);
        let image = inlines.iter().any(|n| {
            matches!(ctx.view.kind(*n), NodeKind::MarkdownImage(_) | NodeKind::Image(_) | NodeKind::Video(_))
        });
        if text.is_empty() && !image {
            return;
        }
        match is_further(ctx.view, &inlines, &text) {
            Further::Lead => {
                self.announced = text.ends_with(':');
                self.related.extend(related(ctx, &inlines));
            }
            Further::LinkOnly if !self.parts.is_empty() => self.related.extend(related(ctx, &inlines)),
            _ => {
                self.announced = false;
                self.parts.push(Part::Words(text, ctx.html(&inlines)));
            }
        }
    }

    fn items(
        &mut self,
        ctx: &Context<'_>,
        ordered: bool,
        items: &[ItemNodes],
        cuts: &HashSet<NodeRef>,
    ) -> bool {
        let mut kept: Vec<Item> = Vec::new();
        // Links behind the last real item, which are further reading when nothing real follows.
        let mut trailing: Vec<(Item, Vec<Related>)> = Vec::new();
        let mut whole = true;
        let only_links = self.announced && mostly_links(ctx.view, items);
        for source in items {
            let cut = source.nodes.iter().position(|n| cuts.contains(n));
            let nodes = source.nodes.get(..cut.unwrap_or(source.nodes.len())).unwrap_or_default();
            whole = cut.is_none();
            if only_links && links_of(ctx, nodes, &mut self.related) {
                continue;
            }
            let (item, links, only) = self.item(ctx, source.at, nodes);
            match item {
                Some(_) if only && self.announced => self.related.extend(links),
                Some(item) if only => trailing.push((item, links)),
                Some(item) => {
                    kept.extend(trailing.drain(..).map(|(item, _)| item));
                    kept.push(item);
                }
                None => {}
            }
            if !whole {
                break;
            }
        }
        let before = self.parts.iter().any(|p| matches!(p, Part::Items(..)));
        if kept.is_empty() && !before {
            kept.extend(trailing.drain(..).map(|(item, _)| item));
        }
        self.related.extend(trailing.into_iter().flat_map(|(_, links)| links));
        if !kept.is_empty() {
            match self.parts.last_mut() {
                Some(Part::Items(o, last)) if *o == ordered => last.append(&mut kept),
                _ => self.parts.push(Part::Items(ordered, kept)),
            }
        }
        whole
    }

    /// An item without its notes and further reading; whether it is nothing but links, and these links.
    fn item(
        &mut self,
        ctx: &Context<'_>,
        at: NodeRef,
        nodes: &[NodeRef],
    ) -> (Option<Item>, Vec<Related>, bool) {
        let (inlines, blocks) = head(ctx.view, nodes);
        let text = ctx.text(&inlines);
        let further = is_further(ctx.view, &inlines, &text);
        if further == Further::Lead && !(inlines.is_empty()) {
            self.related.extend(related(ctx, &inlines));
            self.announced = text.ends_with(':');
            return (None, Vec::new(), false);
        }
        let mut notes = Vec::new();
        let mut rest = Vec::new();
        let mut announces = false;
        for node in blocks {
            match ctx.view.kind(node) {
                NodeKind::Alert(kind) => notes.push(note(ctx, node, kind)),
                NodeKind::Paragraph => {
                    let words = ctx.view.children(node);
                    let text = ctx.text(&words);
                    if is_further(ctx.view, &words, &text) == Further::None {
                        rest.push(node);
                    } else {
                        self.related.extend(related(ctx, &words));
                        announces = text.ends_with(':');
                    }
                }
                _ => rest.push(node),
            }
        }
        if further == Further::LinkOnly && rest.is_empty() && notes.is_empty() {
            let item = Item { text, html: ctx.html(&inlines), notes, source: ctx.place(at) };
            return (Some(item), related(ctx, &inlines), true);
        }
        self.announced = announces;
        let mut text = text;
        let mut html = ctx.html(&inlines);
        if !rest.is_empty() {
            text = squeeze(&format!("{text} {}", ctx.text(&rest)));
            html = format!("<p>{html}</p>{}", ctx.html(&rest));
        }
        if text.is_empty() && html.is_empty() {
            return (None, Vec::new(), false);
        }
        (Some(Item { text, html, notes, source: ctx.place(at) }), Vec::new(), false)
    }

    /// The alerts that hang on it and on its items, taken out.
    pub(crate) fn all_notes(&mut self) -> Vec<Note> {
        let mut notes = std::mem::take(&mut self.notes);
        for part in &mut self.parts {
            if let Part::Items(_, items) = part {
                notes.extend(items.iter_mut().flat_map(|i| std::mem::take(&mut i.notes)));
            }
        }
        notes
    }

    /// Whether there is anything to show.
    pub(crate) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// The text of the first paragraph.
    pub(crate) fn first_words(&self) -> Option<&str> {
        self.parts.iter().find_map(|p| match p {
            Part::Words(text, _) => Some(text.as_str()),
            _ => None,
        })
    }

    /// The finished value; `None` when there is nothing to show.
    pub(crate) fn finish(self, form: Form, url: String, source: Place) -> Option<Value> {
        if self.parts.is_empty() {
            return None;
        }
        let kind = self.kind();
        let single = self.parts.len() == 1;
        let mut text = String::new();
        let mut html = String::new();
        let mut items = Vec::new();
        for part in self.parts {
            if !text.is_empty() {
                text.push('\n');
            }
            match part {
                Part::Words(t, h) => {
                    text.push_str(&t);
                    html.push_str(&if single { h } else { format!("<p>{h}</p>") });
                }
                Part::Items(ordered, list) => {
                    let lines: Vec<&str> = list.iter().map(|i| i.text.as_str()).collect();
                    text.push_str(&lines.join("\n"));
                    let tag = if ordered { "ol" } else { "ul" };
                    let body: String = list.iter().map(|i| format!("<li>{}</li>", i.html)).collect();
                    html.push_str(&format!("<{tag}>{body}</{tag}>"));
                    items.extend(list);
                }
                Part::Code(t, h) | Part::Table(t, h) | Part::Other(t, h) => {
                    text.push_str(&t);
                    html.push_str(&h);
                }
            }
        }
        Some(Value { form, kind, text, html, items, terms: Vec::new(), notes: self.notes, url, source })
    }

    fn kind(&self) -> Kind {
        let all = |test: fn(&Part) -> bool| self.parts.iter().all(test);
        match self.parts.as_slice() {
            [Part::Words(text, _)] if text.chars().count() <= FEW_WORDS => Kind::Text,
            _ if all(|p| matches!(p, Part::Words(..) | Part::Other(..))) => Kind::Prose,
            _ if all(|p| matches!(p, Part::Items(..))) => Kind::List,
            _ if all(|p| matches!(p, Part::Code(..))) => Kind::Code,
            _ if all(|p| matches!(p, Part::Table(..))) => Kind::Table,
            _ => Kind::Mixed,
        }
    }
}

/// Builds the value of a labelled part; its related links come beside it.
pub(crate) fn value(
    ctx: &Context<'_>,
    raw: &Raw,
    pieces: &[Piece],
    cuts: &HashSet<NodeRef>,
    url: &str,
) -> (Option<Value>, Vec<Note>, Vec<Related>) {
    let mut built = build(ctx, pieces, cuts);
    let related = std::mem::take(&mut built.related);
    if built.is_empty() {
        return (None, built.notes, related);
    }
    let url = match (raw.form, ctx.view.heading_id(raw.at)) {
        (Form::Heading, Some(id)) => links::to_root(&format!("#{id}"), ctx.page.out.as_str()),
        _ => url.to_owned(),
    };
    (built.finish(raw.form, url, ctx.place(raw.at)), Vec::new(), related)
}

/// An alert as a note.
fn note(ctx: &Context<'_>, at: NodeRef, kind: AlertKind) -> Note {
    let kind = match kind {
        AlertKind::Note => "note",
        AlertKind::Tip => "tip",
        AlertKind::Important => "important",
        AlertKind::Warning => "warning",
        AlertKind::Caution => "caution",
        AlertKind::Custom(_) => "custom",
    };
    let nodes = ctx.view.children(at);
    Note { kind: kind.to_owned(), text: ctx.text(&nodes), html: ctx.html(&nodes), source: ctx.place(at) }
}

/// Escapes text for HTML.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
