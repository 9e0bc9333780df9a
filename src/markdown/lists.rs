//! Lists that something ended early: part of a list may be tight although the whole is not.

use super::ast::{Document, NodeId, NodeKind};

/// Takes the paragraphs off the items of `list` when no blank line parts its blocks.
pub(super) fn tighten(doc: &mut Document, list: NodeId) {
    let items: Vec<NodeId> = doc.children(list).collect();
    let mut blocks: Vec<NodeId> = Vec::new();
    for item in &items {
        blocks.extend(doc.children(*item));
    }
    if blocks.windows(2).any(|pair| matches!(pair, [a, b] if blank_line_between(doc, *a, *b))) {
        return;
    }
    for item in items {
        let mut children = Vec::new();
        for child in doc.children(item).collect::<Vec<_>>() {
            match doc.kind(child) {
                NodeKind::Paragraph => children.extend(doc.take_children(child)),
                _ => children.push(child),
            }
        }
        doc.set_children(item, &children);
    }
    if let Some(node) = doc.node_mut(list)
        && let NodeKind::List { ordered, start, .. } = node.kind
    {
        node.kind = NodeKind::List { ordered, tight: true, start };
    }
}

fn blank_line_between(doc: &Document, before: NodeId, after: NodeId) -> bool {
    let end = doc.node(before).end as usize;
    let start = doc.node(after).start as usize;
    // A block may or may not hold the end of its last line.
    let from = end.saturating_sub(1).max(doc.node(before).start as usize);
    let between = doc.source.get(from..start).unwrap_or_default();
    between.matches('\n').count() > 1
}
