//! Links, pictures and references in a line of text.

use crate::base::url;
use crate::docset::{NodeRef, Occurrence, Target};
use crate::markdown::LinkKind;

use super::escape;
use super::media::{self, Media};
use super::walk::Inside;
use super::writer::Writer;

impl<'a> Writer<'a> {
    pub(super) fn link(&mut self, at: NodeRef, occurrence: &'a Occurrence, i: u32) -> Inside {
        let target = occurrence.targets.get(i as usize);
        let Some(href) = target.and_then(Target::href).filter(|h| !escape::runs_code(h)) else {
            if let Some(Target::Xref { label, .. }) = target {
                self.out.push_str("<span class=\"xref\">");
                self.label_if_empty(at, occurrence, label);
            }
            return Inside::Visit;
        };
        if self.raw.in_link {
            return Inside::Visit;
        }
        self.raw.in_link = true;
        self.open_link = Some(at);
        let plain = href.strip_suffix("#lightbox");
        self.out.push_str(if plain.is_some() { "<a class=\"lightbox\" href=\"" } else { "<a href=\"" });
        escape::url(&mut self.out, plain.unwrap_or(href));
        self.out.push('"');
        if let Some(title) = occurrence.doc.links.get(i as usize).and_then(|l| l.title) {
            escape::attribute(&mut self.out, "title", occurrence.doc.str(title));
        }
        if matches!(target, Some(Target::External(_)))
            && url::scheme(href).is_some_and(|s| s.starts_with("http"))
        {
            self.out.push_str(" rel=\"noopener\"");
        }
        self.out.push('>');
        if let Some(Target::Xref { label, .. }) = target {
            self.label_if_empty(at, occurrence, label);
        }
        Inside::Visit
    }

    pub(super) fn label_if_empty(&mut self, at: NodeRef, occurrence: &Occurrence, label: &str) {
        if occurrence.doc.children(at.node).next().is_none() {
            escape::text(&mut self.out, label);
        }
    }

    pub(super) fn end_link(&mut self, at: NodeRef, occurrence: &Occurrence, i: u32) {
        if self.open_link == Some(at) {
            self.open_link = None;
            self.raw.in_link = false;
            self.out.push_str("</a>");
        } else if let Some(Target::Xref { href, .. }) = occurrence.targets.get(i as usize)
            && href.as_deref().is_none_or(escape::runs_code)
        {
            self.out.push_str("</span>");
        }
    }

    pub(super) fn image(&mut self, at: NodeRef, occurrence: &'a Occurrence, i: u32) {
        let Some(src) = occurrence.targets.get(i as usize).and_then(Target::href) else { return };
        if escape::runs_code(src) {
            return;
        }
        let alt = super::alternative_text(self.view, at);
        match media::of_image(src) {
            Some(Media::Player { src, .. }) => self.player("span", &src, &alt),
            Some(Media::Video(kind)) => self.playable("video", src, kind),
            Some(Media::Audio(kind)) => self.playable("audio", src, kind),
            None => {
                self.picture(src, &alt);
                if let Some(title) = occurrence.doc.links.get(i as usize).and_then(|l| l.title) {
                    escape::attribute(&mut self.out, "title", occurrence.doc.str(title));
                }
                self.out.push('>');
            }
        }
    }

    /// A picture's tag, left open for more attributes.
    pub(super) fn picture(&mut self, src: &str, alt: &str) {
        self.out.push_str("<img src=\"");
        escape::url(&mut self.out, src);
        self.out.push('"');
        escape::attribute(&mut self.out, "alt", alt);
        self.out.push_str(" loading=\"lazy\"");
    }

    pub(super) fn playable(&mut self, tag: &str, src: &str, kind: &str) {
        self.out.push_str(&format!("<{tag} controls><source type=\"{kind}\" src=\""));
        escape::url(&mut self.out, src);
        self.out.push_str(&format!("\"></{tag}>"));
    }

    pub(super) fn xref(&mut self, occurrence: &Occurrence, i: u32) {
        let written =
            occurrence.doc.xrefs.get(i as usize).map(|x| occurrence.doc.str(x.raw)).unwrap_or_default();
        match occurrence.xrefs.get(i as usize) {
            Some(Target::Xref { label, href: Some(href), .. }) if !self.raw.in_link => {
                self.out.push_str("<a href=\"");
                escape::url(&mut self.out, href);
                self.out.push_str("\">");
                escape::text(&mut self.out, label);
                self.out.push_str("</a>");
            }
            Some(Target::Xref { label, .. }) => {
                self.out.push_str("<span class=\"xref\">");
                escape::text(&mut self.out, label);
                self.out.push_str("</span>");
            }
            _ => escape::text(&mut self.out, written),
        }
    }

    /// The target of an attribute of a picture or film.
    pub(super) fn directive_target(&self, at: NodeRef, kind: LinkKind) -> Option<&'a str> {
        media::target_of(self.view, at, kind)
    }
}
