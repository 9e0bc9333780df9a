//! A walk over a page's nodes in reading order, through its includes, without recursion.

use crate::docset::{NodeRef, PageView};
use crate::markdown::NodeId;

/// What becomes of a node's children.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::render) enum Inside {
    /// They are visited, then the node is left.
    Visit,
    /// They are passed over, and the node is not left: all is written.
    Skip,
}

/// Writes nodes.
pub(in crate::render) trait Visitor {
    /// Begins a node.
    fn enter(&mut self, at: NodeRef) -> Inside;
    /// Ends a node whose children were visited.
    fn leave(&mut self, at: NodeRef);
}

enum Step {
    Enter(NodeRef),
    Leave(NodeRef),
}

/// Visits `nodes`, one after the other.
pub(in crate::render) fn walk(
    view: &PageView,
    nodes: impl IntoIterator<Item = NodeRef>,
    visitor: &mut impl Visitor,
) {
    let mut steps: Vec<Step> = Vec::with_capacity(64);
    steps.extend(nodes.into_iter().map(Step::Enter));
    steps.reverse();
    while let Some(step) = steps.pop() {
        let at = match step {
            Step::Leave(at) => {
                visitor.leave(at);
                continue;
            }
            Step::Enter(at) if view.is_hidden(at) => continue,
            Step::Enter(at) => at,
        };
        let inside = match view.included(at) {
            Some(doc) => Some(NodeRef { doc, node: NodeId::ROOT }),
            None if visitor.enter(at) == Inside::Visit => {
                steps.push(Step::Leave(at));
                Some(at)
            }
            None => None,
        };
        if let Some(parent) = inside
            && let Some(occurrence) = view.occurrence(parent)
        {
            let first = steps.len();
            let children = occurrence.doc.children(parent.node);
            steps.extend(children.map(|node| Step::Enter(NodeRef { doc: parent.doc, node })));
            if let Some(new) = steps.get_mut(first..) {
                new.reverse();
            }
        }
    }
}

/// The children of a node as they are, includes unexpanded.
pub(in crate::render) fn children(view: &PageView, at: NodeRef) -> Vec<NodeRef> {
    let Some(occurrence) = view.occurrence(at) else { return Vec::new() };
    occurrence.doc.children(at.node).map(|node| NodeRef { doc: at.doc, node }).collect()
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
