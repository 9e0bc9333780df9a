//! Nodes to Markdown.

use crate::docset::{NodeRef, Occurrence, PageView, Target};
use crate::markdown::{AlertKind, Align, Document, LinkKind, NodeKind, TextRef};

use super::super::article::walk::{Inside, Visitor, children, is_bare_paragraph};
use super::super::article::{alternative_text, media, phrase, raw, runs_code};
use super::lines::Lines;
use super::{TwinOptions, escape};

pub(super) struct Writer<'a> {
    view: &'a PageView,
    options: &'a TwinOptions<'a>,
    pub(super) lines: Lines,
    /// Level of the heading above.
    level: u8,
    /// Levels of the headings above the sections that are open.
    outer: Vec<u8>,
    /// Numbers of the next items of the lists that are open; `None`: bullets. And whether they are tight.
    lists: Vec<(Option<u64>, bool)>,
    /// A row of a table is being written.
    in_cell: bool,
    /// A link is being written.
    in_link: bool,
    /// Line breaks of the source become spaces.
    one_line: bool,
}

impl<'a> Writer<'a> {
    pub(super) fn new(view: &'a PageView, options: &'a TwinOptions<'a>) -> Self {
        Writer {
            view,
            options,
            lines: Lines::default(),
            level: 1,
            outer: Vec::new(),
            lists: Vec::new(),
            in_cell: false,
            in_link: false,
            one_line: false,
        }
    }

    pub(super) fn finish(mut self) -> String {
        for insertion in self.options.inserted.iter().filter(|i| i.before.is_none()) {
            self.whole(&insertion.markdown);
        }
        self.lines.finish()
    }

    /// Appends plain text.
    pub(super) fn text(&mut self, text: &str) {
        let place = escape::Place {
            line_start: self.lines.at_start(),
            after_bracket: self.lines.ends_with("]"),
            cell: self.in_cell,
            link: self.in_link,
        };
        if !text.is_empty() {
            self.lines.inline(|out| escape::text(out, text, place));
        }
    }

    /// A block whose Markdown is made.
    fn whole(&mut self, markdown: &str) {
        self.lines.block();
        self.lines.write(markdown.trim_end());
        self.lines.end_block();
    }

    /// The heading of a section that Markdown has no form for: one level below the heading above.
    fn section(&mut self, title: &str) {
        if !title.is_empty() {
            self.begin_heading(self.level.saturating_add(1));
            self.text(title);
            self.end_heading();
        }
    }

    pub(super) fn begin_heading(&mut self, level: u8) {
        self.level = level.clamp(1, 6);
        self.lines.block();
        self.lines.write(&format!("{} ", "#".repeat(usize::from(self.level))));
        self.one_line = true;
    }

    pub(super) fn end_heading(&mut self) {
        self.one_line = false;
        self.lines.end_block();
    }

    fn quote(&mut self, title: Option<&str>) -> Inside {
        self.lines.container("> ", "> ");
        if let Some(title) = title {
            self.whole(&format!("**{title}**"));
        }
        Inside::Visit
    }

    fn alert(&mut self, kind: AlertKind) -> Inside {
        let strings = self.options.strings;
        let title = match kind {
            AlertKind::Note => &strings.note,
            AlertKind::Tip => &strings.tip,
            AlertKind::Important => &strings.important,
            AlertKind::Warning => &strings.warning,
            AlertKind::Caution => &strings.caution,
            AlertKind::Custom(i) => {
                self.options.alerts.get(usize::from(i)).map_or(&strings.note, |own| &own.name)
            }
        };
        self.quote(Some(title))
    }

    fn code(&mut self, lang: &str, code: &str) -> Inside {
        let fence = escape::fence(code);
        let end = if code.is_empty() || code.ends_with('\n') { "" } else { "\n" };
        self.whole(&format!("{fence}{lang}\n{code}{end}{fence}"));
        Inside::Skip
    }

    fn item(&mut self) -> Inside {
        let marker = match self.lists.last_mut() {
            Some((Some(number), _)) => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
            _ => "- ".to_owned(),
        };
        self.lines.container(&marker, &" ".repeat(marker.len()));
        Inside::Visit
    }

    fn html(&mut self, at: NodeRef, doc: &Document, text: TextRef, block: bool) -> Inside {
        let written = doc.str(text);
        let start = written.trim_start().to_ascii_lowercase();
        if ["<!--", "<script", "<style", "<?", "<link", "</script", "</style"]
            .iter()
            .any(|t| start.starts_with(t))
        {
            return Inside::Skip;
        }
        let spliced = text.source_range().and_then(|_| raw::splice(self.view, at));
        let html = spliced.as_deref().unwrap_or(written);
        if block {
            self.whole(html.trim_end());
        } else {
            let html = if self.one_line { html.replace('\n', " ") } else { html.to_owned() };
            self.lines.write(&html);
        }
        Inside::Skip
    }

    // ---- sections

    fn zone(&mut self, doc: &Document, i: u32) -> Inside {
        let Some(zone) = doc.zones.get(i as usize) else { return Inside::Visit };
        // Zones for other forms of the page than its own.
        if zone.target.as_deref().is_some_and(|t| t != "docs") {
            return Inside::Skip;
        }
        self.outer.push(self.level);
        let titles: Vec<String> = zone.pivots.iter().map(|id| (self.options.pivot)(id)).collect();
        self.section(&titles.join(", "));
        Inside::Visit
    }

    fn version_zone(&mut self, range: &str) -> Inside {
        self.outer.push(self.level);
        if self.options.versions {
            self.lines.block();
            self.lines.inline(|out| escape::code_span(out, range, false));
            self.lines.end_block();
        }
        Inside::Visit
    }

    // ---- links and pictures

    fn begin_link(&mut self, target: Option<&Target>, empty: bool) -> Inside {
        if self.lines.take_off("!") {
            self.lines.write("\\!");
        }
        let linked = self.href(target).is_some() && !self.in_link;
        if linked {
            self.lines.write("[");
            self.in_link = true;
        }
        if let (true, Some(Target::Xref { label, .. })) = (empty, target) {
            self.text(label);
        }
        Inside::Visit
    }

    fn end_link(&mut self, occurrence: &Occurrence, i: u32) {
        let Some(href) = self.href(occurrence.targets.get(i as usize)) else { return };
        if std::mem::take(&mut self.in_link) {
            self.lines.write(&format!("]({})", escape::destination(&href)));
        }
    }

    fn href(&self, target: Option<&Target>) -> Option<String> {
        let href = target.and_then(Target::href).filter(|h| !runs_code(h))?;
        Some(self.options.address(href.strip_suffix("#lightbox").unwrap_or(href)))
    }

    fn picture(&mut self, src: &str, alt: &str, link: Option<&str>) {
        let mut picture = String::from("![");
        let place = escape::Place { link: true, cell: self.in_cell, ..escape::Place::default() };
        escape::text(&mut picture, alt, place);
        picture.push_str(&format!("]({})", escape::destination(&self.options.address(src))));
        match link {
            Some(link) if !self.in_link => {
                let link = escape::destination(&self.options.address(link));
                self.lines.write(&format!("[{picture}]({link})"));
            }
            _ => self.lines.write(&picture),
        }
    }

    fn directive_image(&mut self, at: NodeRef, doc: &Document, i: u32) -> Inside {
        let Some(image) = doc.directives.get(i as usize) else { return Inside::Skip };
        let source = media::target_of(self.view, at, LinkKind::ImageSource);
        // An icon says nothing that the text beside it does not say.
        if let Some(src) = source.filter(|_| image.get("type") != Some("icon")) {
            if image.complex {
                self.lines.block();
            }
            let link = media::target_of(self.view, at, LinkKind::ImageLink);
            self.picture(src, image.get("alt-text").unwrap_or_default(), link);
            if image.complex {
                self.lines.end_block();
            }
        }
        if image.complex { Inside::Visit } else { Inside::Skip }
    }

    fn film(&mut self, src: &str, title: &str) {
        let title = if title.is_empty() { self.options.strings.video.as_str() } else { title };
        let mut link = String::from("[");
        escape::text(&mut link, title, escape::Place { link: true, ..escape::Place::default() });
        link.push_str(&format!("]({})", escape::destination(&self.options.address(src))));
        self.lines.write(&link);
    }

    fn directive_video(&mut self, at: NodeRef, doc: &Document, i: u32) -> Inside {
        let Some(video) = doc.directives.get(i as usize) else { return Inside::Skip };
        if let Some(src) = media::target_of(self.view, at, LinkKind::VideoSource) {
            if video.complex {
                self.lines.block();
            }
            self.film(src, video.get("title").unwrap_or_default());
            if video.complex {
                self.lines.end_block();
            }
        }
        if video.complex { Inside::Visit } else { Inside::Skip }
    }

    fn xref(&mut self, occurrence: &Occurrence, i: u32) -> Inside {
        match occurrence.xrefs.get(i as usize) {
            Some(target @ Target::Xref { label, .. }) => {
                match self.href(Some(target)).filter(|_| !self.in_link) {
                    Some(href) => {
                        self.lines.write("[");
                        self.in_link = true;
                        self.text(label);
                        self.in_link = false;
                        self.lines.write(&format!("]({})", escape::destination(&href)));
                    }
                    None => self.text(label),
                }
            }
            _ => {
                let doc = &occurrence.doc;
                self.text(doc.xrefs.get(i as usize).map(|x| doc.str(x.raw)).unwrap_or_default());
            }
        }
        Inside::Skip
    }

    // ---- tables

    fn end_head(&mut self, at: NodeRef, doc: &Document) {
        self.lines.write(" |\n|");
        let table = doc.parent(at.node).map(|parent| doc.kind(parent));
        let align = match table {
            Some(NodeKind::Table(i)) => doc.tables.get(i as usize).map_or(&[][..], |t| &t.align),
            _ => &[],
        };
        for column in align {
            self.lines.write(match column {
                Align::None => " --- |",
                Align::Left => " :-- |",
                Align::Center => " :-: |",
                Align::Right => " --: |",
            });
        }
        self.lines.write("\n");
    }

    // ---- all nodes

    fn enter_block(&mut self, at: NodeRef, occurrence: &'a Occurrence, kind: NodeKind) -> Option<Inside> {
        let doc = &occurrence.doc;
        Some(match kind {
            NodeKind::Paragraph if is_bare_paragraph(self.view, at) => Inside::Visit,
            NodeKind::Paragraph => {
                self.lines.block();
                Inside::Visit
            }
            NodeKind::Heading(i) => {
                self.begin_heading(doc.headings.get(i as usize).map_or(1, |h| h.level));
                Inside::Visit
            }
            NodeKind::ThematicBreak => {
                self.whole("---");
                Inside::Skip
            }
            NodeKind::List { ordered, tight, start } => {
                self.lists.push((ordered.then_some(u64::from(start)), tight));
                Inside::Visit
            }
            NodeKind::Item => self.item(),
            NodeKind::Quote => self.quote(None),
            NodeKind::Alert(kind) => self.alert(kind),
            NodeKind::QuoteVideo(url) => {
                self.lines.block();
                self.film(doc.str(url), "");
                self.lines.end_block();
                Inside::Skip
            }
            NodeKind::CodeBlock(i) => match doc.code.get(i as usize) {
                Some(code) => self.code(doc.str(code.lang), doc.str(code.text)),
                None => Inside::Skip,
            },
            NodeKind::Snippet(i) => match occurrence.snippets.get(i as usize) {
                Some(crate::docset::SnippetText { text: Some(text), lang, .. }) => self.code(lang, text),
                _ => Inside::Skip,
            },
            NodeKind::MathBlock(text) => {
                self.whole(&format!("$$\n{}\n$$", doc.str(text).trim()));
                Inside::Skip
            }
            NodeKind::Table(_) => {
                self.lines.block();
                (self.in_cell, self.one_line) = (true, true);
                Inside::Visit
            }
            NodeKind::TableHead | NodeKind::TableRow => Inside::Visit,
            NodeKind::TableCell => {
                self.lines.write(if self.lines.at_start() { "| " } else { " | " });
                Inside::Visit
            }
            NodeKind::HtmlBlock(text) => self.html(at, doc, text, true),
            _ => return self.enter_construct(doc, kind),
        })
    }

    /// Begins a block that CommonMark does not know.
    fn enter_construct(&mut self, doc: &Document, kind: NodeKind) -> Option<Inside> {
        Some(match kind {
            NodeKind::TabGroup(_) => {
                self.outer.push(self.level);
                Inside::Visit
            }
            NodeKind::TabTitle => {
                let above = self.outer.last().copied().unwrap_or(1);
                self.begin_heading(above.saturating_add(1));
                Inside::Visit
            }
            NodeKind::Zone(i) => self.zone(doc, i),
            NodeKind::Moniker(range) => self.version_zone(doc.str(range)),
            NodeKind::Comparison(i) => {
                let markdown = doc.directives.get(i as usize).and_then(|d| (self.options.comparison)(d));
                if let Some(markdown) = markdown {
                    self.whole(&markdown);
                }
                Inside::Skip
            }
            NodeKind::DefinitionTerm => {
                self.lines.block();
                Inside::Visit
            }
            NodeKind::DefinitionDetails => {
                self.lines.container(": ", "  ");
                Inside::Visit
            }
            NodeKind::FootnoteDefinition(label) => {
                self.lines.container(&format!("[^{}]: ", doc.str(label)), "    ");
                Inside::Visit
            }
            NodeKind::Form(_) | NodeKind::Include(_) => Inside::Skip,
            _ => return None,
        })
    }

    fn enter_inline(&mut self, at: NodeRef, occurrence: &'a Occurrence, kind: NodeKind) -> Inside {
        let doc = &occurrence.doc;
        match kind {
            NodeKind::Text(t) | NodeKind::NoLoc(t) => self.text(doc.str(t)),
            NodeKind::SoftBreak if self.one_line => self.lines.write(" "),
            NodeKind::SoftBreak => self.lines.write("\n"),
            NodeKind::HardBreak if self.one_line => self.lines.write("<br>"),
            NodeKind::HardBreak => self.lines.write("\\\n"),
            NodeKind::CodeSpan(t) => {
                let cell = self.in_cell;
                self.lines.inline(|out| escape::code_span(out, doc.str(t), cell));
            }
            NodeKind::HtmlInline(t) => return self.html(at, doc, t, false),
            NodeKind::Link(i) => {
                let empty = doc.children(at.node).next().is_none();
                return self.begin_link(occurrence.targets.get(i as usize), empty);
            }
            NodeKind::MarkdownImage(i) => {
                let target = occurrence.targets.get(i as usize);
                if let Some(src) = target.and_then(Target::href).filter(|h| !runs_code(h)) {
                    self.picture(src, &alternative_text(self.view, at), None);
                }
            }
            NodeKind::Image(i) => return self.directive_image(at, doc, i),
            NodeKind::Video(i) => return self.directive_video(at, doc, i),
            NodeKind::Xref(i) => return self.xref(occurrence, i),
            NodeKind::MathInline(t) => self.lines.write(&format!("${}$", doc.str(t).trim())),
            NodeKind::FootnoteReference(label) => self.lines.write(&format!("[^{}]", doc.str(label))),
            NodeKind::TaskMarker(done) => self.lines.write(if done { "[x] " } else { "[ ] " }),
            NodeKind::Abbreviation(i) => {
                if let Some((short, _)) = doc.abbreviations.get(i as usize) {
                    self.text(short);
                }
            }
            other => {
                self.lines.write(mark(other).0);
                return Inside::Visit;
            }
        }
        Inside::Skip
    }
}

/// What stands before and after the content of an inline node.
fn mark(kind: NodeKind) -> (&'static str, &'static str) {
    match kind {
        NodeKind::Emphasis => ("*", "*"),
        NodeKind::Strong => ("**", "**"),
        NodeKind::Strike => ("~~", "~~"),
        kind => phrase::tags(kind).unwrap_or_default(),
    }
}

impl<'a> Visitor<'a> for Writer<'a> {
    fn enter(&mut self, at: NodeRef, occurrence: &'a Occurrence) -> Inside {
        let options = self.options;
        for insertion in options.inserted.iter().filter(|i| i.before == Some(at)) {
            self.whole(&insertion.markdown);
        }
        let kind = occurrence.doc.kind(at.node);
        match self.enter_block(at, occurrence, kind) {
            Some(inside) => inside,
            None => self.enter_inline(at, occurrence, kind),
        }
    }

    fn leave(&mut self, at: NodeRef, occurrence: &'a Occurrence) {
        match occurrence.doc.kind(at.node) {
            NodeKind::Paragraph if is_bare_paragraph(self.view, at) => {}
            NodeKind::Paragraph => self.lines.end_block(),
            NodeKind::Heading(_) | NodeKind::TabTitle => self.end_heading(),
            NodeKind::List { .. } => {
                self.lists.pop();
                self.lines.end_block();
            }
            NodeKind::Item => self.lines.end_container(!self.lists.last().is_some_and(|(_, tight)| *tight)),
            NodeKind::Quote
            | NodeKind::Alert(_)
            | NodeKind::DefinitionDetails
            | NodeKind::FootnoteDefinition(_) => self.lines.end_container(true),
            NodeKind::DefinitionTerm => self.lines.write("\n"),
            NodeKind::TableHead => self.end_head(at, &occurrence.doc),
            NodeKind::TableRow => self.lines.write(" |\n"),
            NodeKind::Table(_) => {
                (self.in_cell, self.one_line) = (false, false);
                self.lines.end_block();
            }
            NodeKind::TabGroup(_) | NodeKind::Zone(_) | NodeKind::Moniker(_) => {
                self.level = self.outer.pop().unwrap_or(1);
            }
            NodeKind::Link(i) => self.end_link(occurrence, i),
            other => self.lines.write(mark(other).1),
        }
    }
}

/// Writes the text of an occurrence as a field of structured data has it.
pub(super) fn field(writer: &mut Writer<'_>, doc: u32) {
    let top = NodeRef { doc, node: crate::markdown::NodeId::ROOT };
    let view = writer.view;
    super::walk(view, children(view, top), writer);
}
