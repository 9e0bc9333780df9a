//! The inside of a list item: the line it begins with, and the blocks after it.

use crate::docset::{NodeRef, PageView};
use crate::markdown::NodeKind;

/// The inlines with which an item begins, and the blocks after them.
pub(crate) fn head(view: &PageView, nodes: &[NodeRef]) -> (Vec<NodeRef>, Vec<NodeRef>) {
    let from = usize::from(nodes.first().is_some_and(|n| matches!(view.kind(*n), NodeKind::TaskMarker(_))));
    let nodes = nodes.get(from..).unwrap_or_default();
    match nodes.first() {
        Some(first) if view.kind(*first) == NodeKind::Paragraph => {
            (view.children(*first), nodes.get(1..).unwrap_or_default().to_vec())
        }
        _ => {
            let end = nodes.iter().position(|n| is_block(view.kind(*n))).unwrap_or(nodes.len());
            let (inlines, blocks) = nodes.split_at(end);
            (inlines.to_vec(), blocks.to_vec())
        }
    }
}

/// Whether a node is a block, as opposed to the inlines of a tight item.
pub(crate) fn is_block(kind: NodeKind) -> bool {
    matches!(
        kind,
        NodeKind::Paragraph
            | NodeKind::Heading(_)
            | NodeKind::ThematicBreak
            | NodeKind::List { .. }
            | NodeKind::Quote
            | NodeKind::Alert(_)
            | NodeKind::Div(_)
            | NodeKind::QuoteVideo(_)
            | NodeKind::CodeBlock(_)
            | NodeKind::MathBlock(_)
            | NodeKind::Table(_)
            | NodeKind::HtmlBlock(_)
            | NodeKind::TabGroup(_)
            | NodeKind::Zone(_)
            | NodeKind::Moniker(_)
            | NodeKind::Row
            | NodeKind::Snippet(_)
            | NodeKind::DefinitionList
            | NodeKind::Group
    )
}
