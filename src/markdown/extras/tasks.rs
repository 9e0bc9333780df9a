//! `[ ]` and `[x]` anywhere in the text of a list item, as Markdig reads them.

use super::super::ast::{Document, NodeId, NodeKind};
use super::{Splice, is_escaped, literal};

/// The markers in the text of a node, if it is an item's.
pub(super) fn markers(doc: &mut Document, parent: NodeId) -> Vec<Splice> {
    let of_item = |id: NodeId| matches!(doc.kind(id), NodeKind::Item);
    let paragraph =
        matches!(doc.kind(parent), NodeKind::Paragraph) && doc.parent(parent).is_some_and(of_item);
    if !of_item(parent) && !paragraph {
        return Vec::new();
    }
    let mut found = Vec::new();
    for child in doc.children(parent) {
        let Some(text) = literal(doc, child) else { continue };
        let bytes = doc.source.get(text.clone()).unwrap_or_default().as_bytes();
        for at in memchr::memchr_iter(b'[', bytes) {
            let done = match bytes.get(at + 1..at + 3) {
                Some(b" ]") => false,
                Some(b"x]" | b"X]") => true,
                _ => continue,
            };
            let start = text.start + at;
            if !is_escaped(doc, &text, start) {
                // The box is written with a blank of its own.
                let blank = usize::from(bytes.get(at + 3) == Some(&b' '));
                found.push((start..start + 3 + blank, Some(NodeKind::TaskMarker(done))));
            }
        }
    }
    found
}
