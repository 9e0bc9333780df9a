//! Typographic quotes and dashes (`smartypants`), by Markdig's rules: a quote without a partner stays straight, and
//! dots stay dots.

use super::super::ast::{Document, NodeId, NodeKind};
use super::{Splice, around, flanking, is_escaped, literal};

/// A quote that waits for its partner: its place among what was found, and whether it is a double one.
struct Waiting {
    found: usize,
    double: bool,
}

/// The signs in the text of a node.
pub(super) fn signs(doc: &mut Document, parent: NodeId) -> Vec<Splice> {
    let mut found: Vec<(std::ops::Range<usize>, Option<&'static str>)> = Vec::new();
    let mut waiting: Vec<Waiting> = Vec::new();
    let mut doubles = [0usize; 2];
    let children: Vec<NodeId> = doc.children(parent).collect();
    for child in children {
        let Some(text) = literal(doc, child) else { continue };
        let bytes = doc.source.as_bytes().get(..text.end).unwrap_or_default();
        let mut at = text.start;
        while let Some(byte) = bytes.get(at) {
            let run = bytes.get(at..).unwrap_or_default().iter().take_while(|b| *b == byte).count();
            let (length, sign) = match byte {
                b'-' if run >= 3 => (3, Some("—")),
                b'-' if run == 2 => (2, Some("–")),
                b'>' if run >= 2 => (2, Some("»")),
                b'\'' if run >= 2 => (2, None),
                b'"' | b'\'' => (1, None),
                _ => {
                    at += 1;
                    continue;
                }
            };
            let range = at..at + length;
            at = range.end;
            if is_escaped(doc, &text, range.start) {
                continue;
            }
            if sign.is_some() {
                found.push((range, sign));
                continue;
            }
            let double = *byte == b'"' || length == 2;
            let (before, after) = around(doc, &range);
            let (opens, closes) = flanking(before, after, false);
            let place = usize::from(double);
            if closes && doubles.get(place).is_some_and(|n| *n > 0) {
                let (left, right) = if double { ("“", "”") } else { ("‘", "’") };
                while let Some(quote) = waiting.pop() {
                    if let Some(n) = doubles.get_mut(usize::from(quote.double)) {
                        *n -= 1;
                    }
                    if quote.double == double {
                        if let Some(open) = found.get_mut(quote.found) {
                            open.1 = Some(left);
                        }
                        break;
                    }
                }
                found.push((range, Some(right)));
            } else if opens {
                waiting.push(Waiting { found: found.len(), double });
                if let Some(n) = doubles.get_mut(place) {
                    *n += 1;
                }
                found.push((range, None));
            }
        }
    }
    let signs = found.into_iter().filter_map(|(range, sign)| Some((range, sign?)));
    signs.map(|(range, sign)| (range, Some(NodeKind::Text(doc.keep(sign))))).collect()
}
