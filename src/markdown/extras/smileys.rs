//! Smileys (`emojis`): `:-)` and its like after a blank, as Markdig reads them.

use super::super::ast::{Document, NodeId, NodeKind};
use super::{Splice, literal};

/// What stands for what; of those with one beginning the longer first.
const SMILEYS: &[(&str, &str)] = &[
    (":-)", "😃"),
    (":)", "😃"),
    (":-D", "😄"),
    (":D", "😄"),
    (":-(", "😦"),
    (":(", "😦"),
    (":'(", "😢"),
    (":'-(", "😢"),
    (":-*", "😗"),
    (":*", "😗"),
    (":-|", "😐"),
    (":|", "😐"),
    (":-o", "😮"),
    (":o", "😮"),
    (":-P", "😛"),
    (":P", "😛"),
    (":-p", "😛"),
    (":p", "😛"),
    (":-/", "😕"),
    (":-@", "😡"),
    (":@", "😡"),
    (";-)", "😉"),
    (";)", "😉"),
    (";-(", "😭"),
    (";(", "😭"),
    ("8-)", "😎"),
    ("B-)", "😎"),
    ("<3", "❤️"),
    ("</3", "💔"),
];

/// The smileys in the text of a node.
pub(super) fn find(doc: &mut Document, parent: NodeId) -> Vec<Splice> {
    let mut found = Vec::new();
    for child in doc.children(parent) {
        let Some(text) = literal(doc, child) else { continue };
        let mut before = doc.source.get(..text.start).and_then(|t| t.chars().next_back());
        for (offset, c) in doc.source.get(text.clone()).unwrap_or_default().char_indices() {
            let after_blank = before.is_none_or(char::is_whitespace);
            before = Some(c);
            if !after_blank || c.is_whitespace() {
                continue;
            }
            let at = text.start + offset;
            let rest = doc.source.get(at..text.end).unwrap_or_default();
            if let Some((smiley, shown)) = SMILEYS.iter().find(|(s, _)| rest.starts_with(s)) {
                found.push((at..at + smiley.len(), *shown));
            }
        }
    }
    found.into_iter().map(|(range, shown)| (range, Some(NodeKind::Text(doc.keep(shown))))).collect()
}
