//! A walk over a page's nodes in reading order, through its includes, without recursion.

use crate::docset::{NodeRef, Occurrence, PageView};
use crate::markdown::{Children, NodeId};

/// What becomes of a node's children.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::render) enum Inside {
    /// They are visited, then the node is left.
    Visit,
    /// They are passed over, and the node is not left: all is written.
    Skip,
}

/// Writes nodes; the occurrence is the one that the node lies in.
pub(in crate::render) trait Visitor<'a> {
    /// Begins a node.
    fn enter(&mut self, at: NodeRef, occurrence: &'a Occurrence) -> Inside;
    /// Ends a node whose children were visited.
    fn leave(&mut self, at: NodeRef, occurrence: &'a Occurrence);
}

/// Nodes that follow one another, and what ends when they do.
struct Level<'a> {
    /// The node to leave; `None` for a file that is included.
    parent: Option<NodeRef>,
    doc: u32,
    occurrence: &'a Occurrence,
    nodes: Children<'a>,
}

/// Visits `nodes`, one after the other.
pub(in crate::render) fn walk<'a>(
    view: &'a PageView,
    nodes: impl IntoIterator<Item = NodeRef>,
    visitor: &mut impl Visitor<'a>,
) {
    let mut nodes = nodes.into_iter();
    let mut open: Vec<Level<'a>> = Vec::with_capacity(16);
    loop {
        let (at, occurrence) = if let Some(level) = open.last_mut() {
            let Some(node) = level.nodes.next() else {
                let ended = open.pop().and_then(|level| Some((level.parent?, level.occurrence)));
                if let Some((at, occurrence)) = ended {
                    visitor.leave(at, occurrence);
                }
                continue;
            };
            (NodeRef { doc: level.doc, node }, level.occurrence)
        } else {
            let Some(at) = nodes.next() else { return };
            let Some(occurrence) = view.occurrence(at) else { continue };
            (at, occurrence)
        };
        if view.is_hidden(at) {
            continue;
        }
        if let Some(doc) = view.included(at) {
            let file = NodeRef { doc, node: NodeId::ROOT };
            if let Some(occurrence) = view.occurrence(file) {
                let nodes = occurrence.doc.children(file.node);
                open.push(Level { parent: None, doc, occurrence, nodes });
            }
        } else if visitor.enter(at, occurrence) == Inside::Visit {
            let nodes = occurrence.doc.children(at.node);
            open.push(Level { parent: Some(at), doc: at.doc, occurrence, nodes });
        }
    }
}

/// The children of a node as they are, includes unexpanded.
pub(in crate::render) fn children(view: &PageView, at: NodeRef) -> impl Iterator<Item = NodeRef> {
    let nodes = view.occurrence(at).map(|occurrence| occurrence.doc.children(at.node));
    nodes.into_iter().flatten().map(move |node| NodeRef { doc: at.doc, node })
}

/// Whether a paragraph is the top of a file that is included in a line of text, and so has no tags of its own.
pub(in crate::render) fn is_bare_paragraph(view: &PageView, at: NodeRef) -> bool {
    let Some(occurrence) = view.occurrence(at) else { return false };
    let Some((parent, include)) = occurrence.parent else { return false };
    occurrence.doc.parent(at.node) == Some(NodeId::ROOT)
        && view
            .docs
            .get(parent as usize)
            .and_then(|p| p.doc.includes.get(include as usize))
            .is_some_and(|i| i.inline)
}
