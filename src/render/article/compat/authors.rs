//! Authors' HTML on a page whose links were resolved: with what they resolved to, and for Learn with what it publishes
//! of elements and attributes alone.

use crate::docset::{NodeRef, Occurrence, Target};
use crate::markdown::{TextRef, published};

use super::super::escape;
use super::super::raw::elements::{UNPUBLISHED, among};
use super::super::raw::tags::{Tag, TagKind, attribute_list, next_tag};
use super::super::raw::{opaque_end, source_set, target_at};
use super::writer::Writer;

/// A piece of authors' HTML.
struct Piece<'a> {
    occurrence: &'a Occurrence,
    html: &'a str,
    /// Where it begins in the source, when something in it was resolved.
    base: Option<usize>,
}

impl<'a> Writer<'a> {
    /// Writes a raw HTML node.
    pub(super) fn authors_html(&mut self, at: NodeRef, text: TextRef) {
        let Some(occurrence) = self.occurrence(at) else { return };
        let doc = &occurrence.doc;
        let node = doc.node(at.node);
        let range = node.start..node.end;
        let next = doc.xrefs.partition_point(|x| x.span.start < range.start);
        let referred = doc.xrefs.get(next).is_some_and(|x| range.contains(&x.span.start));
        let source = doc.source.get(node.start as usize..node.end as usize);
        let piece = match source.filter(|_| referred || !doc.links_in(range).is_empty()) {
            Some(html) => Piece { occurrence, html, base: Some(node.start as usize) },
            None => Piece { occurrence, html: doc.str(text), base: None },
        };
        self.piece(&piece);
    }

    fn piece(&mut self, piece: &Piece<'a>) {
        let html = piece.html;
        let learn = self.options.learn;
        let mut from = 0;
        while let Some(tag) = next_tag(html, from) {
            self.out.push_str(html.get(from..tag.start).unwrap_or_default());
            from = tag.end;
            let name = tag.name.to_ascii_lowercase();
            let whole = html.get(tag.start..tag.end).unwrap_or_default();
            match tag.kind {
                TagKind::Comment => self.out.push_str(whole),
                TagKind::Open if name == "xref" => {
                    let (content, end) = content(html, &tag);
                    if self.reference(piece, &tag, content) {
                        from = end;
                    } else {
                        self.out.push_str(whole);
                    }
                }
                // The rest of a reference whose content is another node: it was written as a whole.
                TagKind::Close if name == "xref" && learn => {}
                _ if learn && !published::element(&name) => {
                    if tag.kind == TagKind::Open && among(UNPUBLISHED, &name) {
                        from = opaque_end(html, &name, tag.end).unwrap_or(tag.end);
                    }
                }
                TagKind::Close => self.out.push_str(whole),
                TagKind::Open => self.open_tag(piece, &name, &tag, whole),
            }
        }
        self.out.push_str(html.get(from..).unwrap_or_default());
    }

    /// Writes an opening tag: as it is where nothing of it changes.
    fn open_tag(&mut self, piece: &Piece<'a>, name: &str, tag: &Tag<'_>, whole: &str) {
        let place = piece.base.map(|base| base + tag.end - 1 - tag.rest.len());
        let mut rewritten = String::new();
        let mut changed = false;
        let mut kind = None;
        for (attribute, value, offset) in attribute_list(tag.rest) {
            if self.options.learn && !published::attribute(name, &attribute) {
                changed = true;
                continue;
            }
            let place = place.map(|p| p + offset);
            let new = match attribute.as_str() {
                "href" | "src" | "poster" => {
                    let href = place.and_then(|p| target_at(piece.occurrence, p)).and_then(Target::href);
                    let address = address(name, href, value);
                    if kind.is_none() && !address.is_empty() {
                        kind = href.map(str::to_owned);
                    }
                    address
                }
                "srcset" => source_set(piece.occurrence, value, place),
                _ => value.to_owned(),
            };
            changed |= new != value;
            rewritten.push_str(&format!(" {attribute}=\"{}\"", new.replace('"', "&quot;")));
        }
        let kind = kind.filter(|_| self.options.learn);
        if !changed && kind.is_none() {
            self.out.push_str(whole);
            return;
        }
        self.out.push('<');
        self.out.push_str(tag.name);
        self.out.push_str(&rewritten);
        if let Some(href) = kind {
            self.link_type(&href);
        }
        self.out.push_str(if tag.rest.trim_end().ends_with('/') { " />" } else { ">" });
    }

    /// Writes what an `<xref>` element stands for; `false` when the page knows of none at its place.
    fn reference(&mut self, piece: &Piece<'a>, tag: &Tag<'_>, content: &str) -> bool {
        let xrefs = &piece.occurrence.doc.xrefs;
        let place = piece.base.and_then(|base| u32::try_from(base + tag.start).ok());
        let found = place.and_then(|place| {
            let i = xrefs.partition_point(|x| x.span.start < place);
            xrefs.get(i).filter(|x| x.span.start == place)?;
            u32::try_from(i).ok()
        });
        let Some(i) = found else { return false };
        let resolved = piece.occurrence.xrefs.get(i as usize);
        if let Some(Target::Xref { href: Some(href), .. }) = resolved {
            if content.is_empty() {
                self.xref(piece.occurrence, i);
                return true;
            }
            self.out.push_str(if self.options.learn { "<a" } else { "<a class=\"xref\"" });
            escape::attribute(&mut self.out, "href", href);
            self.link_type(href);
            self.out.push_str(&format!(">{content}</a>"));
            return true;
        }
        let all = attribute_list(tag.rest);
        let value = |name: &str| all.iter().find(|(n, ..)| n == name).map(|(_, value, _)| *value);
        // As the author wrote it: its entities stay.
        let (class, shown) = match value("data-raw-html").or_else(|| value("data-raw-source")) {
            Some(raw) => ("no-loc", raw),
            None if !content.is_empty() => ("xref", content),
            None => ("no-loc xref", value("href").or_else(|| value("uid")).unwrap_or_default()),
        };
        self.out.push_str(&format!("<span class=\"{class}\">{shown}</span>"));
        true
    }
}

/// What stands in an `<xref>`, and the place behind its end tag, when that is in the same piece.
fn content<'t>(html: &'t str, tag: &Tag<'_>) -> (&'t str, usize) {
    let closed = tag.rest.trim_end().ends_with('/');
    let mut from = tag.end;
    while let Some(next) = next_tag(html, from).filter(|_| !closed) {
        if next.name.eq_ignore_ascii_case("xref") {
            let content = html.get(tag.end..next.start).filter(|_| next.kind == TagKind::Close);
            return content.map_or(("", tag.end), |content| (content.trim(), next.end));
        }
        from = next.end;
    }
    ("", tag.end)
}

/// The value of an attribute that holds an address: what it resolved to, or as written. Learn: an embedded CodePen
/// does not run before its reader asks for it.
fn address(element: &str, href: Option<&str>, written: &str) -> String {
    const PEN: [&str; 2] = ["//codepen.io/", "https://codepen.io/"];
    const WAITS: &str = "rerun-position=hidden&";
    let mut out = String::new();
    match href {
        Some(href) => {
            escape::text(&mut out, href);
            if element == "iframe" && PEN.iter().any(|host| href.starts_with(host)) && !href.contains(WAITS) {
                out.push_str("&amp;");
                out.push_str("rerun-position=hidden&amp;");
            }
        }
        None => out.push_str(written),
    }
    out
}
