//! Authors' HTML: written as it is where that is safe, and always so that it cannot break the page around it.
//!
//! Tags are balanced within the block that holds them; ids that the page has already go; links get what they
//! resolved to; what can run code goes where the docset asks for that; a tag that no browser knows is shown as
//! the text that its author meant (`<username>`).

use crate::docset::{NodeRef, Occurrence, PageView, Target};
use crate::markdown::{TextRef, image_candidates};

use super::escape;
use super::writer::Writer;

pub(super) mod elements;
mod scope;
pub(super) mod tags;
mod xref;

pub(super) use scope::RawScope;
pub(super) use tags::attributes;

use elements::{KNOWN, OPAQUE, UNPUBLISHED, VOID, among};
use tags::{Tag, TagKind, attribute_list, decoded, next_tag};

/// The resolved target of the attribute whose value stands at `place` in the source.
pub(super) fn target_at(occurrence: &Occurrence, place: usize) -> Option<&Target> {
    let links = &occurrence.doc.links;
    let place = u32::try_from(place).ok()?;
    // A tag's links begin no later than its values; they are few.
    let after = links.partition_point(|l| l.span.start <= place);
    let i =
        (0..after).rev().take(64).find(|i| links.get(*i).is_some_and(|l| l.target_span.start == place))?;
    occurrence.targets.get(i)
}

/// Raw HTML with its links resolved and nothing else changed; `None` when nothing was.
pub(in crate::render) fn splice(view: &PageView, at: NodeRef) -> Option<String> {
    let occurrence = view.occurrence(at)?;
    let doc = &occurrence.doc;
    let node = doc.node(at.node);
    let source = doc.source.get(node.start as usize..node.end as usize)?;
    let mut out = String::new();
    let mut copied = 0;
    for i in doc.links_in(node.start..node.end) {
        let (Some(link), Some(href)) = (doc.links.get(i), occurrence.targets.get(i).and_then(Target::href))
        else {
            continue;
        };
        let from = link.target_span.start.checked_sub(node.start)? as usize;
        let to = link.target_span.end.checked_sub(node.start)? as usize;
        if href == doc.str(link.target) || from < copied {
            continue;
        }
        out.push_str(source.get(copied..from)?);
        escape::text(&mut out, href);
        copied = to;
    }
    if copied == 0 {
        return None;
    }
    out.push_str(source.get(copied..)?);
    Some(out)
}

/// Past the end tag of an element whose content is no HTML, when `name` is one.
pub(super) fn opaque_end(html: &str, name: &str, from: usize) -> Option<usize> {
    OPAQUE.contains(&name).then(|| {
        let rest = html.get(from..).unwrap_or_default().to_ascii_lowercase();
        rest.find(&format!("</{name}")).map_or(html.len(), |n| {
            let at = from + n;
            html.get(at..).and_then(|t| t.find('>')).map_or(html.len(), |m| at + m + 1)
        })
    })
}

/// Writes a raw HTML node.
pub(super) fn write(writer: &mut Writer<'_>, at: NodeRef, text: TextRef) {
    let Some(occurrence) = writer.occurrence(at) else { return };
    let html = occurrence.doc.str(text);
    let base = text.source_range().map(|r| r.start);
    let mut from = 0;
    while let Some(tag) = next_tag(html, from) {
        plain(writer, html.get(from..tag.start).unwrap_or_default());
        from = match tag.kind {
            TagKind::Comment => tag.end,
            TagKind::Close => {
                close_tag(writer, &tag, html);
                tag.end
            }
            TagKind::Open => open_tag(writer, occurrence, html, &tag, base),
        };
    }
    plain(writer, html.get(from..).unwrap_or_default());
}

/// What stands between tags; a bracket that begins none is text.
fn plain(writer: &mut Writer<'_>, text: &str) {
    for (i, piece) in text.split('<').enumerate() {
        if i > 0 {
            writer.out.push_str("&lt;");
        }
        writer.out.push_str(piece);
    }
}

fn close_tag(writer: &mut Writer<'_>, tag: &Tag<'_>, html: &str) {
    let name = tag.name.to_ascii_lowercase();
    if name == "br" {
        writer.out.push_str("<br>");
    } else if name == "xref" {
        xref::close(writer);
    } else if !writer.raw.close(&name, &mut writer.out) && !among(KNOWN, &name) && !dropped(&name) {
        escape::text(&mut writer.out, html.get(tag.start..tag.end).unwrap_or_default());
    }
}

/// Elements of a page's frame: their tags go, their content stays.
fn dropped(name: &str) -> bool {
    matches!(name, "html" | "head" | "body" | "base" | "meta" | "title" | "frame" | "frameset" | "noscript")
        || name.contains('-')
}

/// Writes an opening tag; where the text goes on.
fn open_tag(
    writer: &mut Writer<'_>,
    occurrence: &Occurrence,
    html: &str,
    tag: &Tag<'_>,
    base: Option<usize>,
) -> usize {
    let name = tag.name.to_ascii_lowercase();
    if name == "xref" {
        xref::open(writer, occurrence, tag, base);
        return tag.end;
    }
    if !among(KNOWN, &name) {
        if !dropped(&name) {
            escape::text(&mut writer.out, html.get(tag.start..tag.end).unwrap_or_default());
        }
        return tag.end;
    }
    let opaque_end = opaque_end(html, &name, tag.end);
    if writer.options.sanitise && among(UNPUBLISHED, &name) {
        return opaque_end.unwrap_or(tag.end);
    }
    if name == "a" && writer.raw.in_link {
        return tag.end;
    }
    writer.raw.before_open(&name, &mut writer.out);
    writer.out.push('<');
    writer.out.push_str(&name);
    if !tag.rest.is_empty() {
        let place = base.map(|b| b + tag.end - 1 - tag.rest.len());
        write_attributes(writer, occurrence, &name, tag.rest, place);
    }
    missing_attributes(writer, &name, tag.rest);
    writer.out.push('>');
    if let Some(end) = opaque_end {
        let content = html.get(tag.end..end).unwrap_or_default();
        writer.out.push_str(content);
        if !content.ends_with('>') {
            writer.out.push_str(&format!("</{name}>"));
        }
        return end;
    }
    if among(VOID, &name) {
        return tag.end;
    }
    if tag.rest.trim_end().ends_with('/') {
        writer.out.push_str(&format!("</{name}>"));
        return tag.end;
    }
    writer.raw.open.push(name);
    tag.end
}

fn write_attributes(
    writer: &mut Writer<'_>,
    occurrence: &Occurrence,
    name: &str,
    rest: &str,
    place: Option<usize>,
) {
    let list = attribute_list(rest);
    let has_id = list.iter().any(|(n, ..)| n == "id");
    let mut seen: Vec<&str> = Vec::with_capacity(list.len());
    for (attribute, value, offset) in &list {
        if seen.contains(&attribute.as_str()) {
            continue;
        }
        seen.push(attribute);
        match attribute.as_str() {
            "id" => add_id(writer, value),
            // Anchors of old: an id does the same and is valid.
            "name" if name == "a" => {
                if !has_id {
                    add_id(writer, value);
                }
            }
            "style" if writer.options.sanitise => {}
            "data-raw-source" | "data-raw-html" | "srcdoc" => {}
            a if a.starts_with("on") && writer.options.sanitise => {}
            "srcset" => {
                let set = source_set(occurrence, value, place.map(|p| p + offset));
                writer.out.push_str(&format!(" srcset=\"{}\"", set.replace('"', "&quot;")));
            }
            "href" | "src" | "poster" | "action" | "formaction" | "xlink:href" | "data" => {
                let target = place.and_then(|p| target_at(occurrence, p + offset));
                let href = match target {
                    Some(target) => target.href(),
                    None => Some(*value),
                };
                let Some(href) = href.filter(|h| !escape::runs_code(&decoded(h))) else { continue };
                if name == "a" && attribute == "href" {
                    writer.raw.in_link = true;
                }
                writer.out.push_str(&format!(" {attribute}=\""));
                match target {
                    Some(_) => escape::text(&mut writer.out, href),
                    None => writer.out.push_str(&href.replace('"', "&quot;")),
                }
                writer.out.push('"');
            }
            _ => {
                writer.out.push(' ');
                writer.out.push_str(attribute);
                writer.out.push_str("=\"");
                writer.out.push_str(&value.replace('"', "&quot;"));
                writer.out.push('"');
            }
        }
    }
}

/// A `srcset` as written at `place` of the source, with the addresses that its pictures have got.
pub(super) fn source_set(occurrence: &Occurrence, value: &str, place: Option<usize>) -> String {
    let mut out = String::with_capacity(value.len());
    let mut copied = 0;
    for (at, address) in image_candidates(value) {
        let target = place.and_then(|p| target_at(occurrence, p + at));
        let href = target.map_or(Some(address), Target::href);
        let href = href.filter(|h| !h.is_empty() && !escape::runs_code(&decoded(h))).unwrap_or("data:,");
        out.push_str(value.get(copied..at).unwrap_or_default());
        match target {
            Some(_) => escape::url(&mut out, href),
            None => out.push_str(href),
        }
        copied = at + address.len();
    }
    out.push_str(value.get(copied..).unwrap_or_default());
    out
}

fn add_id(writer: &mut Writer<'_>, id: &str) {
    if !id.is_empty() && !id.contains(char::is_whitespace) && writer.ids.insert(id.to_owned().into()) {
        escape::attribute(&mut writer.out, "id", id);
    }
}

/// What assistive technology needs and the author left out.
fn missing_attributes(writer: &mut Writer<'_>, name: &str, rest: &str) {
    let has = |attribute: &str| attribute_list(rest).iter().any(|(n, ..)| n == attribute);
    match name {
        "img" if !has("alt") => writer.out.push_str(" alt=\"\""),
        "iframe" if !has("title") => {
            escape::attribute(&mut writer.out, "title", &writer.options.strings.video);
        }
        _ => {}
    }
}
