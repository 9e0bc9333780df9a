//! The reference's HTML for the constructs that CommonMark does not know.

use crate::docset::snippet::canonical_language;
use crate::docset::{NodeRef, Occurrence};
use crate::markdown::{AlertKind, Document, LinkKind, NodeKind, Snippet, SnippetForm, Tab};

use super::super::blocks::has_task_marker;
use super::super::escape;
use super::super::media::player_url;
use super::super::walk::{Inside, children};
use super::writer::Writer;

impl Writer<'_> {
    pub(super) fn list(&mut self, at: NodeRef, ordered: bool, start: u32) -> Inside {
        let tasks = children(self.view, at).any(|item| self.is_task(item));
        self.out.push_str(if ordered { "<ol" } else { "<ul" });
        if tasks {
            self.out.push_str(" class=\"contains-task-list\"");
        }
        if ordered && start != 1 {
            self.out.push_str(&format!(" start=\"{start}\""));
        }
        self.out.push_str(">\n");
        Inside::Visit
    }

    /// Whether an item's text has a task marker.
    pub(super) fn is_task(&self, at: NodeRef) -> bool {
        self.occurrence(at).is_some_and(|occurrence| has_task_marker(&occurrence.doc, at.node))
    }

    pub(super) fn alert(&mut self, kind: AlertKind) -> Inside {
        let (class, title) = match kind {
            AlertKind::Note => ("NOTE", "NOTE".to_owned()),
            AlertKind::Tip => ("TIP", "TIP".to_owned()),
            AlertKind::Important => ("IMPORTANT", "IMPORTANT".to_owned()),
            AlertKind::Warning => ("WARNING", "WARNING".to_owned()),
            AlertKind::Caution => ("CAUTION", "CAUTION".to_owned()),
            AlertKind::Custom(i) => match self.alerts.get(i as usize) {
                Some(own) => (own.class.as_str(), own.name.to_uppercase()),
                None => return Inside::Visit,
            },
        };
        self.out.push_str("<div class=\"");
        self.out.push_str(class);
        self.out.push_str("\">\n<h5>");
        escape::text(&mut self.out, &title);
        self.out.push_str("</h5>\n");
        Inside::Visit
    }

    pub(super) fn division(&mut self, attributes: &str) -> Inside {
        let trimmed = attributes.trim();
        let ticks = (trimmed.starts_with('`'), trimmed.len() > 1 && trimmed.ends_with('`'));
        let attributes = match ticks {
            (true, true) => trimmed.trim_matches('`'),
            (false, false) => trimmed,
            _ => "",
        };
        self.out.push_str("<div");
        if !attributes.is_empty() {
            self.out.push(' ');
            self.out.push_str(attributes);
        }
        self.out.push_str(">\n");
        Inside::Visit
    }

    pub(super) fn quote_video(&mut self, url: &str) -> Inside {
        self.out.push_str("<div class=\"embeddedvideo\"><iframe src=\"");
        self.out.push_str(&player_url(url));
        self.out.push_str("\" frameborder=\"0\" allowfullscreen=\"true\"></iframe></div>\n");
        Inside::Skip
    }

    pub(super) fn code(&mut self, doc: &Document, i: u32) -> Inside {
        let Some(code) = doc.code.get(i as usize) else { return Inside::Skip };
        let lang = doc.str(code.lang);
        self.out.push_str("<pre><code");
        if !lang.is_empty() {
            escape::attribute(&mut self.out, "class", &format!("lang-{lang}"));
        }
        if code.interactive {
            escape::attribute(&mut self.out, "data-interactive", lang);
        }
        self.out.push('>');
        escape::text(&mut self.out, doc.str(code.text));
        self.out.push_str("</code></pre>\n");
        Inside::Skip
    }

    pub(super) fn zone(&mut self, doc: &Document, i: u32) -> Inside {
        let Some(zone) = doc.zones.get(i as usize) else { return Inside::Visit };
        self.out.push_str("<div class=\"zone");
        if zone.target.is_some() {
            self.out.push_str(" has-target");
        }
        if !zone.pivots.is_empty() {
            self.out.push_str(" has-pivot");
        }
        self.out.push('"');
        if let Some(target) = &zone.target {
            escape::attribute(&mut self.out, "data-target", target);
        }
        if !zone.pivots.is_empty() {
            escape::attribute(&mut self.out, "data-pivot", &zone.pivots.join(" "));
        }
        self.out.push_str(">\n");
        Inside::Visit
    }

    pub(super) fn column(&mut self, span: &str, given: bool) -> Inside {
        self.out.push_str("<div class=\"column");
        if given && span != "1" {
            self.out.push_str(" span");
            escape::text(&mut self.out, span);
        }
        self.out.push_str("\">\n");
        Inside::Visit
    }

    pub(super) fn form(&mut self, doc: &Document, i: u32) -> Inside {
        let Some(form) = doc.directives.get(i as usize) else { return Inside::Skip };
        self.out.push_str("<form class=\"chromeless-form\"");
        if let Some(model) = form.get("model") {
            escape::attribute(&mut self.out, "data-model", model);
        }
        escape::attribute(&mut self.out, "data-action", form.get("action").unwrap_or_default());
        self.out.push_str(
            ">\n<div></div>\n<button class=\"button is-primary\" disabled=\"disabled\" type=\"submit\">",
        );
        escape::text(&mut self.out, form.get("submittext").unwrap_or_default());
        self.out.push_str("</button>\n</form>\n");
        Inside::Skip
    }

    pub(super) fn missing_include(&mut self, doc: &Document, i: u32) -> Inside {
        if let Some(include) = doc.includes.get(i as usize) {
            self.out.push_str(&format!("[!include[{}]({})]", include.title, include.path));
        }
        Inside::Skip
    }

    // ---- tabs

    pub(super) fn tab_group(&mut self, at: NodeRef, number: u32) -> Inside {
        let Some(occurrence) = self.occurrence(at) else { return Inside::Skip };
        let tabs: Vec<(NodeRef, &Tab)> = children(self.view, at)
            .filter_map(|node| match self.view.kind(node) {
                NodeKind::Tab(i) => Some((node, occurrence.doc.tabs.get(i as usize)?)),
                _ => None,
            })
            .collect();
        self.out
            .push_str(&format!("<div class=\"tabGroup\" id=\"tabgroup_{number}\">\n<ul role=\"tablist\">\n"));
        for (node, tab) in &tabs {
            self.out.push_str("<li role=\"presentation\"");
            if !tab.visible {
                self.out.push_str(" aria-hidden=\"true\" hidden=\"hidden\"");
            }
            let panel = panel_id(number, tab);
            self.out.push_str(&format!(">\n<a href=\"#{panel}\" role=\"tab\" aria-controls=\"{panel}\""));
            self.tab_data(tab);
            self.out.push_str(if tab.active {
                " tabindex=\"0\" aria-selected=\"true\">"
            } else {
                " tabindex=\"-1\">"
            });
            let title = children(self.view, *node).next();
            if let Some(title) = title {
                self.inside(title);
            }
            self.out.push_str("</a>\n</li>\n");
        }
        self.out.push_str("</ul>\n");
        for (node, tab) in &tabs {
            self.out.push_str(&format!("<section id=\"{}\" role=\"tabpanel\"", panel_id(number, tab)));
            self.tab_data(tab);
            if !tab.active {
                self.out.push_str(" aria-hidden=\"true\" hidden=\"hidden\"");
            }
            self.out.push_str(">\n");
            self.inside(*node);
            self.out.push_str("</section>\n");
        }
        self.out.push_str("</div>\n");
        Inside::Skip
    }

    fn tab_data(&mut self, tab: &Tab) {
        escape::attribute(&mut self.out, "data-tab", &tab.ids.join("+"));
        if let Some(condition) = &tab.condition {
            escape::attribute(&mut self.out, "data-condition", condition);
        }
    }

    // ---- code from files

    pub(super) fn snippet(&mut self, occurrence: &Occurrence, i: u32) -> Inside {
        let Some(request) = occurrence.doc.snippets.get(i as usize) else { return Inside::Skip };
        let found = occurrence.snippets.get(i as usize);
        let text = found.and_then(|f| f.text.as_deref());
        let file = found.is_some_and(|f| f.file.is_some());
        if request.form == SnippetForm::Colon {
            return self.colon_snippet(request, text);
        }
        if !file {
            self.out.push_str(
                "<div class=\"WARNING\">\n<h5>WARNING</h5>\n<p>It looks like the sample you are looking for does not exist.</p>\n</div>",
            );
            return Inside::Skip;
        }
        self.out.push_str("<pre><code");
        if !request.lang.is_empty() {
            escape::attribute(&mut self.out, "class", &format!("lang-{}", request.lang));
        }
        if request.interactive.is_some() {
            escape::attribute(&mut self.out, "data-interactive", &request.lang);
        }
        for (name, value) in
            [("name", &request.name), ("title", &request.title), ("highlight-lines", &request.highlight)]
        {
            if !value.is_empty() {
                escape::attribute(&mut self.out, name, value);
            }
        }
        self.out.push('>');
        escape::text(&mut self.out, text.unwrap_or_default());
        self.out.push_str("</code></pre>");
        Inside::Skip
    }

    fn colon_snippet(&mut self, request: &Snippet, text: Option<&str>) -> Inside {
        let extension = request.path.rsplit_once('.').map_or("", |(_, e)| e);
        let inferred = canonical_language(extension).unwrap_or_default();
        let lang = if request.lang.is_empty() { inferred } else { request.lang.as_str() };
        let text = text.map(str::trim_end).filter(|t| !t.is_empty());
        self.out.push_str(if text.is_some() { "<pre>\n<code" } else { "<div" });
        escape::attribute(&mut self.out, "class", &format!("lang-{lang}"));
        if let Some(mode) = request.interactive.as_deref().filter(|m| !m.is_empty()) {
            escape::attribute(&mut self.out, "data-interactive", lang);
            escape::attribute(&mut self.out, "data-interactive-mode", mode);
        }
        if !request.highlight.is_empty() {
            escape::attribute(&mut self.out, "highlight-lines", &request.highlight);
        }
        self.out.push('>');
        match text {
            Some(text) => {
                escape_keeping_entities(&mut self.out, text);
                self.out.push_str("\n</code></pre>\n");
            }
            None => self.out.push_str("\n</div>\n"),
        }
        Inside::Skip
    }

    // ---- pictures and films

    pub(super) fn directive_image(&mut self, at: NodeRef, doc: &Document, i: u32) -> Inside {
        let Some(image) = doc.directives.get(i as usize) else { return Inside::Skip };
        let icon = image.get("type") == Some("icon");
        let border = match image.get("border").map(str::to_ascii_lowercase).as_deref() {
            Some("true") => true,
            Some("false") => false,
            _ => !icon,
        };
        let link = self.directive_target(at, LinkKind::ImageLink).map(str::to_owned);
        let lightbox = self.directive_target(at, LinkKind::Lightbox).map(|l| format!("{l}#lightbox"));
        let source = self.directive_target(at, LinkKind::ImageSource).unwrap_or_default().to_owned();
        if image.complex {
            self.out.push_str(if border { "<p class=\"mx-imgBorder\">\n" } else { "<p>\n" });
        } else if border {
            self.out.push_str("<span class=\"mx-imgBorder\">\n");
        }
        let linked = link.or(lightbox.clone());
        if let Some(href) = &linked {
            self.out.push_str("<a");
            escape::attribute(&mut self.out, "href", href);
            if Some(href) == lightbox.as_ref() {
                self.out.push_str(" data-linktype=\"relative-path\"");
            }
            self.out.push_str(">\n");
        }
        let described = image.complex.then(|| description(doc, at)).flatten();
        let described_is_missing = described.is_none();
        if image.complex && described.is_none() {
            self.out.push_str("<div>\n</div>\n");
        } else {
            self.out.push_str("<img");
            escape::attribute(&mut self.out, "src", &source);
            if icon {
                self.out.push_str(" role=\"presentation\"");
            } else {
                escape::attribute(&mut self.out, "alt", image.get("alt-text").unwrap_or_default());
            }
            self.link_type(&source);
            if described.is_some() {
                self.out.push_str(&format!(" aria-describedby=\"{}\"", place(doc, image.span.start)));
            }
            self.out.push_str(">\n");
        }
        if let Some(text) = described {
            let id = place(doc, image.span.start);
            self.out.push_str(&format!("<div id=\"{id}\" class=\"visually-hidden\"><p>\n{text}</p></div>\n"));
        }
        if linked.is_some() {
            self.out.push_str("</a>\n");
        }
        self.out.push_str(if image.complex && described_is_missing {
            // The reference leaves its paragraph open here.
            ""
        } else if image.complex {
            "</p>\n"
        } else if border {
            "</span>\n"
        } else {
            ""
        });
        Inside::Skip
    }

    pub(super) fn directive_video(&mut self, at: NodeRef, doc: &Document, i: u32) -> Inside {
        let Some(video) = doc.directives.get(i as usize) else { return Inside::Skip };
        let source = self.directive_target(at, LinkKind::VideoSource).unwrap_or_default().to_owned();
        if video.complex {
            self.out.push_str("<p>\n");
        }
        self.out.push_str("<div class=\"embeddedvideo\">\n<iframe");
        escape::attribute(&mut self.out, "src", &player_url(&source));
        self.out.push_str(" allowFullScreen=\"true\" frameBorder=\"0\"");
        if let Some(title) = video.get("title").filter(|t| !t.is_empty()) {
            escape::attribute(&mut self.out, "title", title);
        }
        if let Some(width) = video.get("max-width") {
            escape::attribute(&mut self.out, "style", &format!("max-width:{width}px;"));
        }
        for name in ["thumbnail", "upload-date", "duration"] {
            if let Some(value) = video.get(name).filter(|v| !v.is_empty()) {
                escape::attribute(&mut self.out, name, value);
            }
        }
        let id = place(doc, video.span.start);
        if video.complex {
            self.out.push_str(&format!(" aria-describedby=\"{id}\""));
        }
        self.out.push_str("></iframe>\n");
        if video.complex {
            self.out.push_str(&format!("<div id=\"{id}\" class=\"visually-hidden\">\n"));
            self.inside(at);
            self.out.push_str("</div>\n</p>\n");
        } else {
            self.out.push_str("</div>\n");
        }
        Inside::Skip
    }

    // ---- footnotes

    pub(super) fn footnote_reference(&mut self, label: &str) -> Inside {
        let number = match self.notes.iter().position(|(l, _)| l == label) {
            Some(i) => i + 1,
            None => {
                self.notes.push((label.to_owned(), 0));
                self.notes.len()
            }
        };
        self.out.push_str(&format!(
            "<a id=\"fnref:{number}\" href=\"#fn:{number}\" class=\"footnote-ref\"><sup>{number}</sup></a>"
        ));
        Inside::Skip
    }

    pub(super) fn footnotes(&mut self) {
        if self.notes.is_empty() {
            return;
        }
        self.out.push_str("<div class=\"footnotes\">\n<hr />\n<ol>\n");
        let mut number = 0;
        while let Some((label, _)) = self.notes.get(number) {
            let label = label.clone();
            number += 1;
            self.out.push_str(&format!("<li id=\"fn:{number}\">\n"));
            let definition = self.definitions.iter().find(|(l, _)| *l == label).map(|(_, at)| *at);
            if let Some(at) = definition {
                self.inside(at);
            }
            let back = format!("<a href=\"#fnref:{number}\" class=\"footnote-back-ref\">&#8617;</a>");
            match self.out.strip_suffix("</p>\n").map(str::len) {
                Some(end) => self.out.insert_str(end, &back),
                None => self.out.push_str(&back),
            }
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol>\n</div>\n");
    }
}

fn panel_id(number: u32, tab: &Tab) -> String {
    let mut id = format!("tabpanel_{number}_{}", tab.ids.join("+"));
    if let Some(condition) = &tab.condition {
        id.push('_');
        id.push_str(condition);
    }
    id
}

/// `line-column` of a byte, both from 0: the reference's id for a long description.
fn place(doc: &Document, at: u32) -> String {
    let before = doc.source.get(..at as usize).unwrap_or_default();
    let line = before.matches('\n').count();
    let column = before.len() - before.rfind('\n').map_or(0, |n| n + 1);
    format!("{line}-{column}")
}

/// The last line of a complex picture's description, as written: the reference keeps no other.
fn description(doc: &Document, at: NodeRef) -> Option<String> {
    let last = doc.children(at.node).last()?;
    let start = doc.children(at.node).next().map(|c| doc.node(c).start as usize)?;
    let text = doc.source.get(start..doc.node(last).end as usize)?;
    text.lines().rev().find(|l| !l.trim().is_empty()).map(|l| l.trim_start().to_owned())
}

/// `:::code` leaves an ampersand that begins an entity alone, and writes quotes out.
fn escape_keeping_entities(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(i) = rest.find(['&', '<', '>', '"', '\'']) {
        let (head, tail) = rest.split_at(i);
        out.push_str(head);
        let entity = tail.strip_prefix('&').and_then(|t| t.split_once(';')).is_some_and(|(name, _)| {
            let name = name.strip_prefix('#').unwrap_or(name);
            !name.is_empty() && name.len() < 32 && name.bytes().all(|b| b.is_ascii_alphanumeric())
        });
        out.push_str(match tail.as_bytes().first() {
            Some(b'&') if entity => "&",
            Some(b'&') => "&amp;",
            Some(b'<') => "&lt;",
            Some(b'>') => "&gt;",
            Some(b'"') => "&quot;",
            _ => "&#39;",
        });
        rest = tail.get(1..).unwrap_or_default();
    }
    out.push_str(rest);
}
