//! The reference's HTML for every node.

use crate::docset::{NodeRef, Occurrence, PageView, Target};
use crate::markdown::{AlertType, Align, LinkKind, NodeKind, TextRef};

use super::super::media::{self, Media};
use super::super::phrase;
use super::super::tables::TableState;
use super::super::walk::{Inside, Visitor, children, is_bare_paragraph, walk};
use super::super::{escape, given};
use super::CompatOptions;

pub(super) struct Writer<'a> {
    pub(super) view: &'a PageView,
    pub(super) options: CompatOptions,
    pub(super) alerts: &'a [AlertType],
    pub(super) out: String,
    pub(super) table: TableState,
    /// Labels of footnotes in order of their first reference, and how often each was referred to.
    pub(super) notes: Vec<(String, usize)>,
    /// Definitions that were passed, with their labels.
    pub(super) definitions: Vec<(String, NodeRef)>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(
        view: &'a PageView,
        options: CompatOptions,
        alerts: &'a [AlertType],
        size: usize,
    ) -> Self {
        Writer {
            view,
            options,
            alerts,
            out: String::with_capacity(size),
            table: TableState::default(),
            notes: Vec::new(),
            definitions: Vec::new(),
        }
    }

    /// All that was written, footnotes last.
    pub(super) fn finish(mut self) -> String {
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
        walk(view, children(view, at), self);
    }

    fn tag(&mut self, text: &str) -> Inside {
        self.out.push_str(text);
        Inside::Visit
    }

    fn text(&mut self, text: &str) -> Inside {
        escape::text(&mut self.out, text);
        Inside::Skip
    }

    fn enter_block(&mut self, at: NodeRef, occurrence: &'a Occurrence, kind: NodeKind) -> Option<Inside> {
        let doc = &occurrence.doc;
        Some(match kind {
            NodeKind::Root | NodeKind::Group => Inside::Visit,
            NodeKind::Paragraph if is_bare_paragraph(self.view, at) => Inside::Visit,
            NodeKind::Paragraph => self.tag("<p>"),
            NodeKind::Heading(i) => {
                let level = doc.headings.get(i as usize).map_or(1, |h| h.level);
                self.out.push_str(&format!("<h{level}"));
                escape::attribute(&mut self.out, "id", self.view.heading_id(at).unwrap_or_default());
                self.tag(">")
            }
            NodeKind::ThematicBreak => {
                self.out.push_str("<hr />\n");
                Inside::Skip
            }
            NodeKind::List { ordered, start, .. } => self.list(at, ordered, start),
            NodeKind::Item if self.is_task(at) => self.tag("<li class=\"task-list-item\">"),
            NodeKind::Item => self.tag("<li>"),
            NodeKind::Quote => self.tag("<blockquote>\n"),
            NodeKind::Alert(kind) => self.alert(kind),
            NodeKind::Div(attributes) => self.division(doc.str(attributes)),
            NodeKind::QuoteVideo(url) => self.quote_video(doc.str(url)),
            NodeKind::CodeBlock(i) => self.code(doc, i),
            NodeKind::MathBlock(text) => {
                self.out.push_str("<div class=\"math\">\n\\[\n");
                escape::text(&mut self.out, doc.str(text));
                self.out.push_str("\\]</div>\n");
                Inside::Skip
            }
            NodeKind::Table(i) => {
                self.table = TableState::begin(doc.tables.get(i as usize).map_or(&[], |t| &t.align));
                self.tag("<table>\n")
            }
            NodeKind::TableHead => {
                (self.table.head, self.table.column) = (true, 0);
                self.tag("<thead>\n<tr>\n")
            }
            NodeKind::TableRow => {
                self.table.begin_row(&mut self.out);
                self.tag("<tr>\n")
            }
            NodeKind::TableCell => self.cell(),
            NodeKind::HtmlBlock(text) => self.raw_html(at, text),
            NodeKind::TabGroup(number) => self.tab_group(at, number),
            NodeKind::Tab(_) | NodeKind::TabTitle => Inside::Skip,
            NodeKind::Zone(i) => self.zone(doc, i),
            NodeKind::Moniker(range) => {
                self.out.push_str("<div");
                match self.view.zones.iter().find(|(zone, _)| *zone == at) {
                    Some((_, versions)) => {
                        escape::attribute(&mut self.out, "data-moniker", &versions.join(" "));
                    }
                    None => escape::attribute(&mut self.out, "range", doc.str(range)),
                }
                self.tag(">\n")
            }
            NodeKind::Row => self.tag("<section class=\"row\">\n"),
            NodeKind::Column(span) => self.column(doc.str(span), span != TextRef::default()),
            NodeKind::Form(i) => self.form(doc, i),
            NodeKind::Snippet(i) => self.snippet(occurrence, i),
            NodeKind::Comparison(_) => Inside::Skip,
            NodeKind::DefinitionList => self.tag("<dl>\n"),
            NodeKind::DefinitionTerm => self.tag("<dt>"),
            NodeKind::DefinitionDetails => self.tag("<dd>"),
            NodeKind::FootnoteDefinition(label) => {
                self.definitions.push((doc.str(label).to_owned(), at));
                Inside::Skip
            }
            NodeKind::Include(i) => self.missing_include(doc, i),
            _ => return None,
        })
    }

    fn enter_inline(&mut self, at: NodeRef, occurrence: &'a Occurrence, kind: NodeKind) -> Inside {
        let doc = &occurrence.doc;
        match kind {
            NodeKind::Text(t) => self.text(doc.str(t)),
            NodeKind::SoftBreak => self.text("\n"),
            NodeKind::HardBreak => {
                self.out.push_str("<br />\n");
                Inside::Skip
            }
            NodeKind::HtmlInline(t) => self.raw_html(at, t),
            NodeKind::Link(i) => self.link(at, occurrence, i),
            NodeKind::MarkdownImage(i) => self.image(at, occurrence, i),
            NodeKind::Image(i) => self.directive_image(at, doc, i),
            NodeKind::Video(i) => self.directive_video(at, doc, i),
            NodeKind::Xref(i) => self.xref(occurrence, i),
            NodeKind::NoLoc(t) => {
                self.out.push_str(doc.str(t));
                Inside::Skip
            }
            NodeKind::FootnoteReference(label) => self.footnote_reference(doc.str(label)),
            NodeKind::TaskMarker(done) => {
                self.out.push_str("<input disabled=\"disabled\" type=\"checkbox\"");
                if done {
                    self.out.push_str(" checked=\"checked\"");
                }
                self.out.push_str(" /> ");
                Inside::Skip
            }
            kind if phrase::leaf(&mut self.out, doc, kind) => Inside::Skip,
            kind => phrase::tags(kind).map_or(Inside::Visit, |(begin, _)| self.tag(begin)),
        }
    }

    fn cell(&mut self) -> Inside {
        self.out.push_str(if self.table.head { "<th" } else { "<td" });
        let side = match self.table.next_align() {
            Align::None => None,
            Align::Left => Some("left"),
            Align::Center => Some("center"),
            Align::Right => Some("right"),
        };
        if let Some(side) = side {
            self.out.push_str(&format!(" style=\"text-align: {side};\""));
        }
        self.tag(">")
    }

    fn link(&mut self, at: NodeRef, occurrence: &'a Occurrence, i: u32) -> Inside {
        let Some(link) = occurrence.doc.links.get(i as usize) else { return Inside::Visit };
        let target = occurrence.targets.get(i as usize);
        if let (Some(Target::Xref { label, href, .. }), false) = (target, self.options.raw_xrefs) {
            let Some(href) = href else { return Inside::Visit };
            self.out.push_str(if self.options.learn { "<a href=\"" } else { "<a class=\"xref\" href=\"" });
            escape::url(&mut self.out, href);
            self.out.push('"');
            self.link_type(href);
            self.out.push('>');
            if occurrence.doc.children(at.node).next().is_none() {
                escape::text(&mut self.out, label);
            }
            return Inside::Visit;
        }
        let written = occurrence.doc.str(link.target);
        let inert = self.options.learn && matches!(target, Some(Target::Inert));
        let nowhere = inert && written.get(..5).is_some_and(|head| head.eq_ignore_ascii_case("xref:"));
        let href = if nowhere { "" } else { target.and_then(Target::href).unwrap_or(written) };
        // Learn: an address that its author began with "www." is a secure one.
        let shown = occurrence.doc.source.get(link.span.range()).unwrap_or_default();
        let bare = self.options.learn && shown.starts_with("www.");
        let secure = href.strip_prefix("http://").filter(|_| bare).map(|rest| format!("https://{rest}"));
        let href = secure.as_deref().unwrap_or(href);
        self.out.push_str("<a href=\"");
        escape::url(&mut self.out, &super::super::host::in_ascii(href));
        self.out.push('"');
        self.title(occurrence, link.title);
        self.link_type(href);
        self.out.push('>');
        Inside::Visit
    }

    /// Learn: every address that was resolved says of what kind it is.
    pub(super) fn link_type(&mut self, href: &str) {
        if !self.options.learn || href.is_empty() {
            return;
        }
        let kind = if href.starts_with('#') {
            "self-bookmark"
        } else if href.starts_with("//") || crate::base::url::scheme(href).is_some() {
            "external"
        } else if href.starts_with('/') {
            "absolute-path"
        } else {
            "relative-path"
        };
        escape::attribute(&mut self.out, "data-linktype", kind);
    }

    fn title(&mut self, occurrence: &Occurrence, title: Option<TextRef>) {
        if let Some(title) = title {
            escape::attribute(&mut self.out, "title", occurrence.doc.str(title));
        }
    }

    fn image(&mut self, at: NodeRef, occurrence: &'a Occurrence, i: u32) -> Inside {
        let Some(link) = occurrence.doc.links.get(i as usize) else { return Inside::Skip };
        let written = occurrence.doc.str(link.target);
        let src = occurrence.targets.get(i as usize).and_then(Target::href).unwrap_or(written);
        match media::of_image(src) {
            None => {
                self.out.push_str("<img src=\"");
                escape::url(&mut self.out, &super::super::host::in_ascii(src));
                self.out.push('"');
                escape::attribute(&mut self.out, "alt", &super::super::alternative_text(self.view, at));
                self.title(occurrence, link.title);
                self.link_type(src);
                self.out.push_str(" />");
            }
            Some(Media::Player { src, class }) => {
                self.out.push_str("<iframe src=\"");
                escape::text(&mut self.out, &src);
                self.out.push_str(&format!(
                    "\" class=\"{class}\" width=\"500\" height=\"281\" frameborder=\"0\""
                ));
                self.out.push_str(if class == "yandex" {
                    "></iframe>"
                } else {
                    " allowfullscreen=\"\"></iframe>"
                });
            }
            Some(Media::Video(kind)) => {
                self.out.push_str("<video width=\"500\" height=\"281\" controls=\"\">");
                self.media_source(src, kind, "</video>");
            }
            Some(Media::Audio(kind)) => {
                self.out.push_str("<audio width=\"500\" controls=\"\">");
                self.media_source(src, kind, "</audio>");
            }
        }
        Inside::Skip
    }

    fn media_source(&mut self, src: &str, kind: &str, end: &str) {
        self.out.push_str(&format!("<source type=\"{kind}\" src=\""));
        escape::url(&mut self.out, src);
        self.out.push_str("\"></source>");
        self.out.push_str(end);
    }

    pub(super) fn xref(&mut self, occurrence: &'a Occurrence, i: u32) -> Inside {
        let Some(xref) = occurrence.doc.xrefs.get(i as usize) else { return Inside::Skip };
        let (uid, raw) = (occurrence.doc.str(xref.uid), occurrence.doc.str(xref.raw));
        if self.options.raw_xrefs {
            let required = if xref.required { "True" } else { "False" };
            self.out
                .push_str(&format!("<xref href=\"{uid}\" data-throw-if-not-resolved=\"{required}\"></xref>"));
            return Inside::Skip;
        }
        match occurrence.xrefs.get(i as usize) {
            Some(Target::Xref { label, href: Some(href), title }) => {
                // Learn: titles of pages are translated, names of other things are not.
                self.out.push_str(match (self.options.learn, *title) {
                    (false, _) => "<a class=\"xref\" href=\"",
                    (true, true) => "<a href=\"",
                    (true, false) => "<a class=\"no-loc\" href=\"",
                });
                escape::url(&mut self.out, href);
                self.out.push('"');
                self.link_type(href);
                self.out.push('>');
                escape::text(&mut self.out, label);
                self.out.push_str("</a>");
            }
            _ if self.options.learn => {
                self.out.push_str("<span class=\"no-loc\" dir=\"ltr\" lang=\"en-us\">");
                escape::text(&mut self.out, raw);
                self.out.push_str("</span>");
            }
            _ => escape::text(&mut self.out, raw),
        }
        Inside::Skip
    }

    /// An author's HTML: as it is where links are left for a later stage.
    fn raw_html(&mut self, at: NodeRef, text: TextRef) -> Inside {
        if self.options.raw_xrefs {
            let Some(occurrence) = self.occurrence(at) else { return Inside::Skip };
            self.out.push_str(occurrence.doc.str(text));
        } else {
            self.authors_html(at, text);
        }
        Inside::Skip
    }

    /// The target of a picture's attribute; for pictures as written.
    pub(super) fn directive_target(&self, at: NodeRef, kind: LinkKind) -> Option<&'a str> {
        let occurrence = self.occurrence(at)?;
        let doc = &occurrence.doc;
        let node = doc.node(at.node);
        let range = doc.links_in(node.start..node.end);
        range.into_iter().find_map(|i| {
            let link = doc.links.get(i).filter(|l| l.kind == kind && l.node == at.node)?;
            let written = doc.str(link.target);
            Some(occurrence.targets.get(i).and_then(Target::href).unwrap_or(written))
        })
    }
}

impl<'a> Visitor<'a> for Writer<'a> {
    fn enter(&mut self, at: NodeRef, occurrence: &'a Occurrence) -> Inside {
        let kind = occurrence.doc.kind(at.node);
        let from = self.out.len();
        let inside = match self.enter_block(at, occurrence, kind) {
            Some(inside) => inside,
            None => self.enter_inline(at, occurrence, kind),
        };
        if let Some(given) = occurrence.doc.attributes_of(at.node) {
            given::insert(&mut self.out, from, given.id.as_deref(), &given.classes, &given.pairs);
        }
        inside
    }

    fn leave(&mut self, at: NodeRef, occurrence: &'a Occurrence) {
        let kind = occurrence.doc.kind(at.node);
        let end = match kind {
            NodeKind::Paragraph if is_bare_paragraph(self.view, at) => {
                let kept = self.out.trim_end_matches([' ', '\t']).len();
                self.out.truncate(kept);
                return;
            }
            NodeKind::Paragraph => "</p>\n",
            NodeKind::Heading(i) => {
                let level = occurrence.doc.headings.get(i as usize).map_or(1, |h| h.level);
                self.out.push_str(&format!("</h{level}>\n"));
                return;
            }
            NodeKind::Alert(_) => "</div>\n",
            NodeKind::Row => "</section>\n",
            NodeKind::TableHead => {
                self.table.head = false;
                phrase::end_tag(kind)
            }
            NodeKind::TableCell => {
                if self.table.head {
                    "</th>\n"
                } else {
                    "</td>\n"
                }
            }
            NodeKind::Table(_) => {
                if std::mem::take(&mut self.table.body) {
                    "</tbody>\n</table>\n"
                } else {
                    "</table>\n"
                }
            }
            NodeKind::Link(i) => {
                let unresolved =
                    matches!(occurrence.targets.get(i as usize), Some(Target::Xref { href: None, .. }));
                if unresolved && !self.options.raw_xrefs { "" } else { "</a>" }
            }
            kind => phrase::end_tag(kind),
        };
        self.out.push_str(end);
    }
}
