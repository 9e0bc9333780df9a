//! `<xref href="uid">` in authors' HTML: a link to what it names, or at least text to read.

use crate::docset::{Occurrence, Target};

use super::super::escape;
use super::super::writer::Writer;
use super::scope::Reference;
use super::tags::Tag;

/// Begins the element whose raw HTML stands at byte `base` of the source.
pub(super) fn open(writer: &mut Writer<'_>, occurrence: &Occurrence, tag: &Tag<'_>, base: Option<usize>) {
    let xrefs = &occurrence.doc.xrefs;
    let place = base.and_then(|b| u32::try_from(b + tag.start).ok());
    let found = place.and_then(|place| {
        let i = xrefs.partition_point(|x| x.span.start < place);
        xrefs.get(i).filter(|x| x.span.start == place).map(|x| (x, occurrence.xrefs.get(i)))
    });
    let Some((written, target)) = found else { return };
    let (label, href) = match target {
        Some(Target::Xref { label, href, .. }) => (label.as_str(), href.as_deref()),
        _ => (occurrence.doc.str(written.uid), None),
    };
    let href = href.filter(|_| !writer.raw.in_link);
    if let Some(href) = href {
        writer.out.push_str("<a href=\"");
        escape::url(&mut writer.out, href);
        writer.out.push_str("\">");
        writer.raw.in_link = true;
        writer.raw.open.push("a".to_owned());
    }
    writer.raw.reference =
        Some(Reference { from: writer.out.len(), label: label.to_owned(), linked: href.is_some() });
    if tag.rest.trim_end().ends_with('/') {
        close(writer);
    }
}

/// Ends the element that is open, if one is.
pub(super) fn close(writer: &mut Writer<'_>) {
    let Some(reference) = writer.raw.reference.take() else { return };
    if writer.out.len() == reference.from {
        escape::text(&mut writer.out, &reference.label);
    }
    if reference.linked {
        writer.raw.close("a", &mut writer.out);
    }
}
