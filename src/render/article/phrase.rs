//! Phrases: inline elements that are a pair of tags around text, the same in our shapes and in the reference's.

use crate::markdown::NodeKind;

/// The tags around a phrase; `None` for nodes that are none, or that need more than tags.
pub(super) fn tags(kind: NodeKind) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        NodeKind::Emphasis => ("<em>", "</em>"),
        NodeKind::Strong => ("<strong>", "</strong>"),
        NodeKind::Strike => ("<del>", "</del>"),
        NodeKind::Subscript => ("<sub>", "</sub>"),
        NodeKind::Superscript => ("<sup>", "</sup>"),
        NodeKind::Inserted => ("<ins>", "</ins>"),
        NodeKind::Marked => ("<mark>", "</mark>"),
        NodeKind::Citation => ("<cite>", "</cite>"),
        _ => return None,
    })
}
