//! Our own HTML for every node: the accessible shapes.

use std::borrow::Cow;

use rustc_hash::FxHashSet;

use crate::docset::{NodeRef, Occurrence, PageView};
use crate::markdown::{Align, NodeKind, TextRef};

use super::media;
use super::phrase;
use super::raw::RawScope;
use super::tables::TableState;
use super::walk::{Inside, Visitor, children, is_bare_paragraph, walk};
use super::{ArticleOptions, escape};

pub(super) struct Writer<'a> {
    pub(super) view: &'a PageView,
    pub(super) options: &'a ArticleOptions<'a>,
    pub(super) out: String,
    /// Ids that the page has, so that none stands twice.
    pub(super) ids: FxHashSet<Cow<'a, str>>,
    /// Authors' tags that are open.
    pub(super) raw: RawScope,
    table: TableState,
    /// Written tables, tab groups; for names and ids.
    tables: usize,
    pub(super) groups: usize,
    /// Ends of cells that are open: header cells without text are plain cells.
    cell_end: &'static str,
    /// The first heading is still to come and nothing visible was written.
    title_due: bool,
    /// The Markdown link that is open.
    pub(super) open_link: Option<NodeRef>,
    pub(super) notes: Vec<String>,
    pub(super) definitions: Vec<(String, NodeRef)>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(view: &'a PageView, options: &'a ArticleOptions<'a>) -> Self {
        let size = view.docs.iter().map(|o| o.doc.source.len()).sum::<usize>();
        Writer {
            view,
            options,
            out: String::with_capacity(size + size / 2),
            ids: FxHashSet::default(),
            raw: RawScope::default(),
            table: TableState::default(),
            tables: 0,
            groups: 0,
            cell_end: "",
            title_due: options.skip_title,
            open_link: None,
            notes: Vec::new(),
            definitions: Vec::new(),
        }
    }

    pub(super) fn finish(mut self) -> String {
        self.raw.close_all(&mut self.out);
        for inserted in self.options.inserted.iter().filter(|i| i.before.is_none()) {
            self.out.push_str(&inserted.html);
        }
        self.footnotes();
        self.out
    }

    pub(super) fn occurrence(&self, at: NodeRef) -> Option<&'a Occurrence> {
        let view = self.view;
        view.occurrence(at)
    }

    /// Writes the children of a node, here and now.
    pub(super) fn inside(&mut self, at: NodeRef) {
        let view = self.view;
        self.raw.begin(false);
        walk(view, children(view, at), self);
        self.raw.end(&mut self.out);
    }

    /// Begins a container of blocks.
    pub(super) fn open(&mut self, tag: &str) -> Inside {
        self.raw.begin(false);
        self.out.push_str(tag);
        Inside::Visit
    }

    fn inline(&mut self, tag: &str) -> Inside {
        self.out.push_str(tag);
        Inside::Visit
    }

    fn enter_block(&mut self, at: NodeRef, occurrence: &'a Occurrence, kind: NodeKind) -> Option<Inside> {
        let doc = &occurrence.doc;
        Some(match kind {
            NodeKind::Root | NodeKind::Group => Inside::Visit,
            NodeKind::Paragraph if is_bare_paragraph(self.view, at) => Inside::Visit,
            NodeKind::Paragraph if self.is_figure(at) => Inside::Visit,
            NodeKind::Paragraph => {
                self.out.push_str("<p>");
                self.raw.begin(true);
                Inside::Visit
            }
            NodeKind::Heading(i) => return Some(self.heading(at, occurrence, i)),
            NodeKind::ThematicBreak => {
                self.out.push_str("<hr>\n");
                Inside::Skip
            }
            NodeKind::List { ordered, start, .. } => self.list(ordered, start),
            NodeKind::Item if self.is_task(at) => self.open("<li class=\"task\">"),
            NodeKind::Item => self.open("<li>"),
            NodeKind::Quote => self.open("<blockquote>\n"),
            NodeKind::Alert(kind) => self.alert(kind),
            NodeKind::Div(attributes) => self.division(doc.str(attributes)),
            NodeKind::QuoteVideo(url) => {
                self.player("div", &media::player_url(doc.str(url)), "");
                Inside::Skip
            }
            NodeKind::CodeBlock(i) => self.code_block(doc, i),
            NodeKind::MathBlock(text) => {
                self.out.push_str("<div class=\"math\">\\[\n");
                escape::text(&mut self.out, doc.str(text));
                self.out.push_str("\\]</div>\n");
                Inside::Skip
            }
            NodeKind::Table(i) => self.begin_table(doc.tables.get(i as usize).map_or(&[], |t| &t.align)),
            NodeKind::TableHead => return Some(self.begin_head(at)),
            NodeKind::TableRow => {
                self.table.begin_row(&mut self.out);
                self.inline("<tr>")
            }
            NodeKind::TableCell => self.begin_cell(at),
            NodeKind::HtmlBlock(text) => self.raw_html(at, text),
            NodeKind::TabGroup(_) => self.tab_group(at),
            NodeKind::Tab(_) | NodeKind::TabTitle => Inside::Skip,
            NodeKind::Zone(i) => self.zone(doc, i),
            NodeKind::Moniker(range) => self.version_zone(doc.str(range)),
            NodeKind::Row => self.open("<div class=\"row\">\n"),
            NodeKind::Column(span) => self.column(doc.str(span)),
            NodeKind::Form(i) => self.form(doc, i),
            NodeKind::Snippet(i) => self.snippet(occurrence, i),
            NodeKind::Comparison(i) => {
                if let Some(directive) = doc.directives.get(i as usize)
                    && let Some(html) = (self.options.comparison)(directive)
                {
                    self.out.push_str(&html);
                }
                Inside::Skip
            }
            NodeKind::DefinitionList => self.inline("<dl>\n"),
            NodeKind::DefinitionTerm => self.open("<dt>"),
            NodeKind::DefinitionDetails => self.open("<dd>"),
            NodeKind::FootnoteDefinition(label) => {
                self.definitions.push((doc.str(label).to_owned(), at));
                Inside::Skip
            }
            NodeKind::Include(_) => Inside::Skip,
            _ => return None,
        })
    }

    fn enter_inline(&mut self, at: NodeRef, occurrence: &'a Occurrence, kind: NodeKind) -> Inside {
        let doc = &occurrence.doc;
        match kind {
            NodeKind::Text(t) | NodeKind::NoLoc(t) => escape::text(&mut self.out, doc.str(t)),
            NodeKind::SoftBreak => self.out.push('\n'),
            NodeKind::HardBreak => self.out.push_str("<br>\n"),
            NodeKind::HtmlInline(t) => return self.raw_html(at, t),
            NodeKind::Link(i) => return self.link(at, occurrence, i),
            NodeKind::MarkdownImage(i) => self.image(at, occurrence, i),
            NodeKind::Image(i) => self.directive_image(at, doc, i),
            NodeKind::Video(i) => self.directive_video(at, doc, i),
            NodeKind::Xref(i) => self.xref(occurrence, i),
            NodeKind::FootnoteReference(label) => self.footnote_reference(doc.str(label)),
            NodeKind::TaskMarker(done) => {
                self.out.push_str("<input type=\"checkbox\" disabled");
                self.out.push_str(if done { " checked> " } else { "> " });
            }
            kind if phrase::leaf(&mut self.out, doc, kind) => {}
            kind => return phrase::tags(kind).map_or(Inside::Visit, |(begin, _)| self.inline(begin)),
        }
        Inside::Skip
    }

    // ---- headings

    fn heading(&mut self, at: NodeRef, occurrence: &'a Occurrence, i: u32) -> Inside {
        let Some(heading) = occurrence.doc.headings.get(i as usize) else { return Inside::Visit };
        if std::mem::take(&mut self.title_due) && heading.level == 1 {
            return Inside::Skip;
        }
        let view = self.view;
        let id = view.heading_id(at).unwrap_or(&heading.id);
        self.out.push_str(
            ["<h1", "<h2", "<h3", "<h4", "<h5"]
                .get(usize::from(heading.level.saturating_sub(1)))
                .unwrap_or(&"<h6"),
        );
        if self.ids.insert(Cow::Borrowed(id)) {
            escape::attribute(&mut self.out, "id", id);
        }
        self.out.push('>');
        self.raw.begin(false);
        Inside::Visit
    }

    fn end_heading(&mut self, at: NodeRef, occurrence: &Occurrence, i: u32) {
        let Some(heading) = occurrence.doc.headings.get(i as usize) else { return };
        let id = self.view.heading_id(at).unwrap_or(&heading.id);
        if heading.level > 1 {
            self.out.push_str("<a class=\"anchor\" href=\"#");
            escape::url(&mut self.out, id);
            self.out.push('"');
            self.out.push_str(" aria-label=\"");
            escape::text(&mut self.out, &self.options.strings.heading_link);
            self.out.push_str(": ");
            escape::text(&mut self.out, &heading.text);
            self.out.push_str("\"></a>");
        }
        self.out.push_str("</h");
        self.out.push(char::from(b'0' + heading.level.clamp(1, 6)));
        self.out.push_str(">\n");
    }

    // ---- tables

    fn begin_table(&mut self, align: &[Align]) -> Inside {
        self.table = TableState::begin(align);
        self.tables += 1;
        self.out.push_str("<div class=\"table-scroll\" role=\"region\" tabindex=\"0\"");
        let label = format!("{} {}", self.options.strings.table, self.tables);
        escape::attribute(&mut self.out, "aria-label", &label);
        self.out.push_str(">\n<table>\n");
        Inside::Visit
    }

    /// A header row without any text is left out.
    fn begin_head(&mut self, at: NodeRef) -> Inside {
        let view = self.view;
        if children(view, at).all(|cell| children(view, cell).next().is_none()) {
            return Inside::Skip;
        }
        (self.table.head, self.table.column) = (true, 0);
        self.inline("<thead>\n<tr>")
    }

    fn begin_cell(&mut self, at: NodeRef) -> Inside {
        let head = self.table.head && children(self.view, at).next().is_some();
        self.cell_end = if head { "</th>" } else { "</td>" };
        self.out.push_str(if head { "<th scope=\"col\"" } else { "<td" });
        self.out.push_str(match self.table.next_align() {
            Align::None => ">",
            Align::Left => " class=\"left\">",
            Align::Center => " class=\"center\">",
            Align::Right => " class=\"right\">",
        });
        self.raw.begin(false);
        Inside::Visit
    }

    fn raw_html(&mut self, at: NodeRef, text: TextRef) -> Inside {
        super::raw::write(self, at, text);
        Inside::Skip
    }

    /// Whether anything that readers see begins.
    fn notice(&mut self, occurrence: &Occurrence, kind: NodeKind) {
        let invisible = match kind {
            NodeKind::Root | NodeKind::Heading(_) => true,
            NodeKind::HtmlBlock(t) | NodeKind::HtmlInline(t) => {
                occurrence.doc.str(t).trim_start().starts_with("<!--")
            }
            _ => false,
        };
        if !invisible {
            self.title_due = false;
        }
    }
}

impl<'a> Visitor<'a> for Writer<'a> {
    fn enter(&mut self, at: NodeRef, occurrence: &'a Occurrence) -> Inside {
        let kind = occurrence.doc.kind(at.node);
        if self.title_due {
            self.notice(occurrence, kind);
        }
        if is_flow(kind) {
            self.raw.before_block(&mut self.out);
        }
        for inserted in self.options.inserted.iter().filter(|i| i.before == Some(at)) {
            self.out.push_str(&inserted.html);
        }
        let from = self.out.len();
        let inside = match self.enter_block(at, occurrence, kind) {
            Some(inside) => inside,
            None => self.enter_inline(at, occurrence, kind),
        };
        if let Some(given) = occurrence.doc.attributes_of(at.node) {
            self.give(from, given);
        }
        if inside == Inside::Visit && is_phrase(kind) {
            self.raw.begin(false);
        }
        inside
    }

    fn leave(&mut self, at: NodeRef, occurrence: &'a Occurrence) {
        let kind = occurrence.doc.kind(at.node);
        let mut paragraph_open = true;
        let scoped = match kind {
            NodeKind::Paragraph => !is_bare_paragraph(self.view, at) && !self.is_figure(at),
            NodeKind::Heading(_)
            | NodeKind::List { .. }
            | NodeKind::Item
            | NodeKind::Quote
            | NodeKind::Alert(_) => true,
            NodeKind::Div(_)
            | NodeKind::Zone(_)
            | NodeKind::Moniker(_)
            | NodeKind::Row
            | NodeKind::Column(_) => true,
            NodeKind::TableCell | NodeKind::DefinitionTerm | NodeKind::DefinitionDetails => true,
            kind => is_phrase(kind),
        };
        if scoped {
            paragraph_open = self.raw.end(&mut self.out);
        }
        let end = match kind {
            NodeKind::Paragraph if scoped && paragraph_open => "</p>\n",
            NodeKind::Heading(i) => return self.end_heading(at, occurrence, i),
            NodeKind::Link(i) => return self.end_link(at, occurrence, i),
            NodeKind::Alert(_) => "</aside>\n",
            NodeKind::Row => "</div>\n",
            NodeKind::TableHead => {
                self.table.head = false;
                phrase::end_tag(kind)
            }
            NodeKind::TableCell => self.cell_end,
            NodeKind::Table(_) if std::mem::take(&mut self.table.body) => "</tbody>\n</table>\n</div>\n",
            NodeKind::Table(_) => "</table>\n</div>\n",
            kind => phrase::end_tag(kind),
        };
        self.out.push_str(end);
    }
}

/// Whether a node is an inline element with content: authors' tags end in it.
fn is_phrase(kind: NodeKind) -> bool {
    matches!(kind, NodeKind::Link(_)) || phrase::tags(kind).is_some()
}

/// Whether a node's HTML may not stand in a paragraph.
fn is_flow(kind: NodeKind) -> bool {
    use NodeKind as N;
    matches!(
        kind,
        N::Paragraph
            | N::Heading(_)
            | N::ThematicBreak
            | N::List { .. }
            | N::Quote
            | N::Alert(_)
            | N::Div(_)
            | N::QuoteVideo(_)
            | N::CodeBlock(_)
            | N::MathBlock(_)
            | N::Table(_)
            | N::TabGroup(_)
            | N::Zone(_)
            | N::Moniker(_)
            | N::Row
            | N::Column(_)
            | N::Form(_)
            | N::Snippet(_)
            | N::Comparison(_)
            | N::DefinitionList
    )
}
