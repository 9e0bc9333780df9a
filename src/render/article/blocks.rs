//! Our own HTML for the constructs that CommonMark does not know.

use crate::docset::{NodeRef, Occurrence};
use crate::highlight;
use crate::markdown::{AlertKind, Document, LinkKind, NodeId, NodeKind, Tab};

use super::escape;
use super::media::player_url;
use super::walk::{Inside, children};
use super::writer::Writer;

/// What stands over a block of code, and on it.
struct CodeShape<'a> {
    lang: &'a str,
    name: &'a str,
    title: &'a str,
    interactive: bool,
    highlight: &'a str,
}

/// Whether the text of an item, bare or in its first paragraph, has a task marker.
pub(super) fn has_task_marker(doc: &Document, item: NodeId) -> bool {
    let marker = |node: NodeId| matches!(doc.kind(node), NodeKind::TaskMarker(_));
    let first = doc.children(item).next();
    let paragraph = first.filter(|node| matches!(doc.kind(*node), NodeKind::Paragraph));
    doc.children(paragraph.unwrap_or(item)).any(marker)
}

impl Writer<'_> {
    pub(super) fn list(&mut self, ordered: bool, start: u32) -> Inside {
        if ordered && start != 1 {
            return self.open(&format!("<ol start=\"{start}\">\n"));
        }
        self.open(if ordered { "<ol>\n" } else { "<ul>\n" })
    }

    /// Whether an item's text has a task marker.
    pub(super) fn is_task(&self, at: NodeRef) -> bool {
        let Some(occurrence) = self.occurrence(at) else { return false };
        has_task_marker(&occurrence.doc, at.node)
    }

    pub(super) fn alert(&mut self, kind: AlertKind) -> Inside {
        let strings = self.options.strings;
        let (class, title) = match kind {
            AlertKind::Note => ("alert-note", strings.note.as_str()),
            AlertKind::Tip => ("alert-tip", strings.tip.as_str()),
            AlertKind::Important => ("alert-important", strings.important.as_str()),
            AlertKind::Warning => ("alert-warning", strings.warning.as_str()),
            AlertKind::Caution => ("alert-caution", strings.caution.as_str()),
            AlertKind::Custom(i) => match self.options.alerts.get(i as usize) {
                Some(own) => ("", own.name.as_str()),
                None => ("alert-note", strings.note.as_str()),
            },
        };
        self.out.push_str("<aside class=\"alert ");
        match kind {
            AlertKind::Custom(i) if class.is_empty() => {
                self.out.push_str("alert-custom ");
                let own = self.options.alerts.get(i as usize).map_or("", |a| a.class.as_str());
                escape::text(&mut self.out, own);
            }
            _ => self.out.push_str(class),
        }
        self.out.push_str("\" role=\"note\"");
        escape::attribute(&mut self.out, "aria-label", title);
        self.out.push_str("><p class=\"alert-title\">");
        escape::text(&mut self.out, title);
        self.open("</p>\n")
    }

    /// Of the attributes an author wrote, the class and the titles count; ids only where they are free.
    pub(super) fn division(&mut self, attributes: &str) -> Inside {
        let written = attributes.trim().trim_matches('`');
        self.out.push_str("<div");
        for (name, value) in super::raw::attributes(written) {
            let safe = match name.as_str() {
                "class" | "title" | "lang" | "dir" | "role" => true,
                "id" => self.ids.insert(value.clone().into()),
                "style" => !self.options.sanitise,
                other => {
                    other.starts_with("data-")
                        || other.starts_with("aria-")
                        || matches!(other, "title1" | "title2")
                }
            };
            if safe {
                let name =
                    if name.starts_with("title") && name != "title" { format!("data-{name}") } else { name };
                escape::attribute(&mut self.out, &name, &value);
            }
        }
        self.open(">\n")
    }

    /// A player of another site; `tag` is `span` in a line of text.
    pub(super) fn player(&mut self, tag: &str, src: &str, title: &str) {
        self.out.push_str(&format!("<{tag} class=\"video\"><iframe src=\""));
        escape::text(&mut self.out, src);
        self.out.push('"');
        let title = if title.is_empty() { self.options.strings.video.as_str() } else { title };
        escape::attribute(&mut self.out, "title", title);
        self.out.push_str(&format!(" loading=\"lazy\" allowfullscreen></iframe></{tag}>"));
    }

    // ---- code

    pub(super) fn code_block(&mut self, doc: &Document, i: u32) -> Inside {
        let Some(code) = doc.code.get(i as usize) else { return Inside::Skip };
        let (lang, text) = (doc.str(code.lang), doc.str(code.text));
        if lang.eq_ignore_ascii_case("mermaid") {
            self.out.push_str("<pre class=\"mermaid\">");
            escape::text(&mut self.out, text);
            self.out.push_str("</pre>\n");
            return Inside::Skip;
        }
        let shape = CodeShape { lang, name: "", title: "", interactive: code.interactive, highlight: "" };
        self.code(&shape, text);
        Inside::Skip
    }

    fn code(&mut self, shape: &CodeShape<'_>, text: &str) {
        let known = highlight::language(shape.lang);
        let name: &str = known.map_or(shape.lang, |l| l.name());
        let caption: &str = known.map_or(shape.lang, |l| l.display());
        self.out.push_str("<div class=\"code\"");
        for (attribute, value) in
            [("data-lang", name), ("data-name", shape.name), ("data-title", shape.title)]
        {
            if !value.is_empty() {
                escape::attribute(&mut self.out, attribute, value);
            }
        }
        if shape.interactive {
            self.out.push_str(" data-interactive");
        }
        self.out.push('>');
        if !caption.is_empty() {
            self.out.push_str("<div class=\"code-head\"><span class=\"code-lang\">");
            escape::text(&mut self.out, caption);
            self.out.push_str("</span></div>");
        }
        self.out.push_str("<pre tabindex=\"0\"><code");
        if !name.is_empty() {
            self.out.push_str(" class=\"language-");
            escape::text(&mut self.out, name);
            self.out.push('"');
        }
        self.out.push('>');
        let lines =
            if shape.highlight.is_empty() { Vec::new() } else { highlight::line_ranges(shape.highlight) };
        if !lines.is_empty() {
            highlight::highlight_lines(name, text, &lines, &mut self.out);
        } else if !highlight::highlight(name, text, &mut self.out) {
            escape::text(&mut self.out, text);
        }
        self.out.push_str("</code></pre></div>\n");
    }

    pub(super) fn snippet(&mut self, occurrence: &Occurrence, i: u32) -> Inside {
        let Some(request) = occurrence.doc.snippets.get(i as usize) else { return Inside::Skip };
        let found = occurrence.snippets.get(i as usize);
        match found.and_then(|f| f.text.as_deref()) {
            Some(text) => {
                let lang = found.map(|f| f.lang.as_str()).filter(|l| !l.is_empty()).unwrap_or(&request.lang);
                let shape = CodeShape {
                    lang,
                    name: &request.name,
                    title: &request.title,
                    interactive: request.interactive.is_some(),
                    highlight: &request.highlight,
                };
                self.code(&shape, text);
            }
            None => {
                self.out.push_str("<div class=\"code code-missing\"><p>");
                escape::text(&mut self.out, &self.options.strings.code_missing);
                self.out.push_str("</p></div>\n");
            }
        }
        Inside::Skip
    }

    // ---- containers

    pub(super) fn zone(&mut self, doc: &Document, i: u32) -> Inside {
        self.out.push_str("<div class=\"zone\"");
        if let Some(zone) = doc.zones.get(i as usize) {
            if !zone.pivots.is_empty() {
                escape::attribute(&mut self.out, "data-pivot", &zone.pivots.join(" "));
            }
            if let Some(target) = &zone.target {
                escape::attribute(&mut self.out, "data-target", target);
            }
        }
        self.open(">\n")
    }

    /// A zone for some versions; for none of those that the page has, it is left out.
    pub(super) fn version_zone(&mut self, range: &str) -> Inside {
        let versions = self.options.monikers.map(|resolve| resolve(range));
        if versions.as_ref().is_some_and(Vec::is_empty) {
            return Inside::Skip;
        }
        self.out.push_str("<div class=\"version-zone\"");
        match versions {
            Some(versions) => escape::attribute(&mut self.out, "data-moniker", &versions.join(" ")),
            None => escape::attribute(&mut self.out, "data-range", range),
        }
        self.open(">\n")
    }

    pub(super) fn column(&mut self, span: &str) -> Inside {
        let number = span.trim().parse::<u8>().ok().filter(|n| (2..=12).contains(n));
        match number {
            Some(n) => self.open(&format!("<div class=\"column span-{n}\">\n")),
            None => self.open("<div class=\"column\">\n"),
        }
    }

    pub(super) fn form(&mut self, doc: &Document, i: u32) -> Inside {
        let Some(form) = doc.directives.get(i as usize) else { return Inside::Skip };
        self.out.push_str("<form class=\"form\"");
        for (attribute, name) in [("data-action", "action"), ("data-model", "model")] {
            if let Some(value) = form.get(name) {
                escape::attribute(&mut self.out, attribute, value);
            }
        }
        self.out.push_str("><button type=\"submit\" disabled>");
        escape::text(&mut self.out, form.get("submittext").unwrap_or_default());
        self.out.push_str("</button></form>\n");
        Inside::Skip
    }

    // ---- tabs

    pub(super) fn tab_group(&mut self, at: NodeRef) -> Inside {
        let Some(occurrence) = self.occurrence(at) else { return Inside::Skip };
        self.groups += 1;
        let group = format!("tabs.{}", self.groups);
        self.out.push_str(&format!("<div class=\"tabs\" id=\"{group}\" data-tabs>\n"));
        let tabs: Vec<(NodeRef, Tab)> = children(self.view, at)
            .filter_map(|node| match self.view.kind(node) {
                NodeKind::Tab(i) => Some((node, occurrence.doc.tabs.get(i as usize)?.clone())),
                _ => None,
            })
            .collect();
        for (number, (node, tab)) in tabs.iter().enumerate() {
            let mut id = format!("{group}.{}", tab.ids.join("."));
            if !self.ids.insert(id.clone().into()) {
                id = format!("{id}.{}", number + 1);
            }
            self.out.push_str("<section class=\"tab\"");
            escape::attribute(&mut self.out, "id", &id);
            escape::attribute(&mut self.out, "data-tab", &tab.ids.join(" "));
            if let Some(condition) = &tab.condition {
                escape::attribute(&mut self.out, "data-condition", condition);
            }
            if tab.active {
                self.out.push_str(" data-active");
            }
            self.out.push_str(&format!("><p class=\"tab-label\" id=\"{id}.label\">"));
            if let Some(title) = children(self.view, *node).next() {
                self.inside(title);
            }
            self.out.push_str("</p>\n");
            self.inside(*node);
            self.out.push_str("</section>\n");
        }
        self.out.push_str("</div>\n");
        Inside::Skip
    }

    // ---- pictures and films

    /// Whether a paragraph holds a `:::image` or `:::video` alone: then it is no paragraph.
    pub(super) fn is_figure(&self, at: NodeRef) -> bool {
        let Some(occurrence) = self.occurrence(at) else { return false };
        let mut children = occurrence.doc.children(at.node);
        let first = children.next().map(|c| occurrence.doc.kind(c));
        match (first, children.next()) {
            (Some(NodeKind::Video(_)), None) => true,
            (Some(NodeKind::Image(i)), None) => {
                occurrence.doc.directives.get(i as usize).is_some_and(|d| d.get("type") != Some("icon"))
            }
            _ => false,
        }
    }

    pub(super) fn directive_image(&mut self, at: NodeRef, doc: &Document, i: u32) {
        let Some(image) = doc.directives.get(i as usize) else { return };
        let icon = image.get("type") == Some("icon");
        let alone =
            doc.parent(at.node).is_some_and(|parent| self.is_figure(NodeRef { doc: at.doc, node: parent }));
        let figure = image.complex || alone;
        let border = match image.get("border") {
            Some(b) if b.eq_ignore_ascii_case("true") => true,
            Some(b) if b.eq_ignore_ascii_case("false") => false,
            _ => !icon,
        };
        let class = if border { "image bordered" } else { "image" };
        self.out.push_str(&format!("<{} class=\"{class}\">", if figure { "figure" } else { "span" }));
        let link = self.directive_target(at, LinkKind::ImageLink);
        let lightbox = self.directive_target(at, LinkKind::Lightbox);
        let linked = link.or(lightbox).filter(|_| !self.raw.in_link);
        if let Some(href) = linked {
            self.out.push_str(if link.is_none() { "<a class=\"lightbox\" href=\"" } else { "<a href=\"" });
            escape::url(&mut self.out, href);
            self.out.push_str("\">");
        }
        if let Some(src) = self.directive_target(at, LinkKind::ImageSource) {
            let alt = if icon { "" } else { image.get("alt-text").unwrap_or_default() };
            self.picture(src, alt);
            self.out.push('>');
        }
        if linked.is_some() {
            self.out.push_str("</a>");
        }
        if image.complex && doc.children(at.node).next().is_some() {
            self.out.push_str("<details class=\"image-description\"><summary>");
            escape::text(&mut self.out, &self.options.strings.image_description);
            self.out.push_str("</summary>\n");
            self.inside(at);
            self.out.push_str("</details>");
        }
        self.out.push_str(if figure { "</figure>\n" } else { "</span>" });
    }

    pub(super) fn directive_video(&mut self, at: NodeRef, doc: &Document, i: u32) {
        let Some(video) = doc.directives.get(i as usize) else { return };
        let Some(src) = self.directive_target(at, LinkKind::VideoSource) else { return };
        let alone =
            doc.parent(at.node).is_some_and(|parent| self.is_figure(NodeRef { doc: at.doc, node: parent }));
        let tag = if alone || video.complex { "div" } else { "span" };
        self.player(tag, &player_url(src), video.get("title").unwrap_or_default());
        if video.complex {
            self.inside(at);
        }
    }

    // ---- footnotes

    pub(super) fn footnote_reference(&mut self, label: &str) {
        let known = self.notes.iter().position(|l| l == label);
        let number = match known {
            Some(i) => i + 1,
            None => {
                self.notes.push(label.to_owned());
                self.notes.len()
            }
        };
        self.out.push_str("<a class=\"footnote-ref\"");
        if known.is_none() {
            self.out.push_str(&format!(" id=\"fnref.{number}\""));
        }
        self.out.push_str(&format!(" href=\"#fn.{number}\"><sup>{number}</sup></a>"));
    }

    pub(super) fn footnotes(&mut self) {
        if self.notes.is_empty() {
            return;
        }
        self.out.push_str("<section class=\"footnotes\"><ol>\n");
        let mut number = 0;
        while let Some(label) = self.notes.get(number).cloned() {
            number += 1;
            self.out.push_str(&format!("<li id=\"fn.{number}\">"));
            if let Some(at) = self.definitions.iter().find(|(l, _)| *l == label).map(|(_, at)| *at) {
                self.inside(at);
            }
            let mut back = format!(" <a class=\"footnote-back\" href=\"#fnref.{number}\"");
            escape::attribute(&mut back, "aria-label", &self.options.strings.footnote_back);
            back.push_str(">↩</a>");
            match self.out.strip_suffix("</p>\n").map(str::len) {
                Some(end) => self.out.insert_str(end, &back),
                None => self.out.push_str(&back),
            }
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol></section>\n");
    }
}
