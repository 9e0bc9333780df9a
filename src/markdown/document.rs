//! Reading and building a document's tree.

use std::ops::Range;
use std::sync::Arc;

use crate::base::{FileId, Span};

use super::ast::{Document, ElementAttributes, NONE, Node, NodeId, NodeKind, TextRef};

impl Document {
    /// A document that says nothing.
    pub fn empty(source: Arc<str>, file: FileId) -> Self {
        let end = u32::try_from(source.len()).unwrap_or(u32::MAX);
        let root = Node { kind: NodeKind::Root, start: 0, end, parent: NONE, last_child: NONE, next: NONE };
        Document {
            file,
            source,
            extra: String::new(),
            front_matter: None,
            nodes: vec![root],
            headings: Vec::new(),
            links: Vec::new(),
            xrefs: Vec::new(),
            anchors: Vec::new(),
            code: Vec::new(),
            tables: Vec::new(),
            tabs: Vec::new(),
            zones: Vec::new(),
            directives: Vec::new(),
            includes: Vec::new(),
            snippets: Vec::new(),
            abbreviations: Vec::new(),
            attributes: Vec::new(),
            has_version_zones: false,
            has_math: false,
            diagnostics: Vec::new(),
        }
    }

    /// The text behind a reference.
    #[inline]
    pub fn str(&self, text: TextRef) -> &str {
        let len = (text.len & !TextRef::SIDE) as usize;
        let start = text.start as usize;
        let buffer: &str = if text.len & TextRef::SIDE == 0 { &self.source } else { &self.extra };
        buffer.get(start..start + len).unwrap_or_default()
    }

    /// Keeps text that does not stand in the source.
    pub(crate) fn keep(&mut self, text: &str) -> TextRef {
        let start = self.extra.len();
        self.extra.push_str(text);
        let mut kept = TextRef::source(start..start + text.len());
        kept.len |= TextRef::SIDE;
        kept
    }

    /// Text with more text behind it; cheap when it was kept last.
    pub(crate) fn grow(&mut self, text: TextRef, more: &str) -> TextRef {
        let end = text.start as usize + (text.len & !TextRef::SIDE) as usize;
        if text.source_range().is_none() && end == self.extra.len() {
            self.extra.push_str(more);
            let mut grown = TextRef::source(text.start as usize..self.extra.len());
            grown.len |= TextRef::SIDE;
            return grown;
        }
        let mut all = self.str(text).to_owned();
        all.push_str(more);
        self.keep(&all)
    }

    /// A new node as the last child of `parent`.
    pub(crate) fn append(&mut self, parent: NodeId, kind: NodeKind, span: Range<usize>) -> NodeId {
        let id = self.detached(kind, span);
        self.attach(parent, id);
        id
    }

    /// A new node outside the tree.
    pub(crate) fn detached(&mut self, kind: NodeKind, span: Range<usize>) -> NodeId {
        let clip = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let id = NodeId(clip(self.nodes.len()));
        self.nodes.push(Node {
            kind,
            start: clip(span.start),
            end: clip(span.end),
            parent: NONE,
            last_child: NONE,
            next: NONE,
        });
        id
    }

    /// Makes a detached node the last child of `parent`.
    pub(crate) fn attach(&mut self, parent: NodeId, child: NodeId) {
        let Some(node) = self.node_mut(parent) else { return };
        let last = std::mem::replace(&mut node.last_child, child.0);
        let first = match self.node_mut(NodeId(last)) {
            Some(node) => std::mem::replace(&mut node.next, child.0),
            None => child.0,
        };
        if let Some(node) = self.node_mut(child) {
            node.parent = parent.0;
            node.next = first;
        }
    }

    /// The children of a node, which is left without, so that they can go elsewhere.
    pub(crate) fn take_children(&mut self, parent: NodeId) -> Vec<NodeId> {
        let children = self.children(parent).collect();
        self.set_children(parent, &[]);
        children
    }

    /// Gives back the room that was kept for more; a document stays until all pages are written.
    pub(crate) fn fit(&mut self) {
        fit(&mut self.nodes);
        fit(&mut self.headings);
        fit(&mut self.links);
        fit(&mut self.xrefs);
        fit(&mut self.anchors);
        fit(&mut self.code);
        fit(&mut self.tables);
        self.extra = self.extra.as_str().to_owned();
    }

    /// Replaces the children of a node.
    pub(crate) fn set_children(&mut self, parent: NodeId, children: &[NodeId]) {
        if let Some(node) = self.node_mut(parent) {
            node.last_child = NONE;
        }
        for child in children {
            self.attach(parent, *child);
        }
    }

    /// The last child of a node.
    pub(crate) fn last_child(&self, id: NodeId) -> Option<NodeId> {
        let last = self.node(id).last_child;
        (last != NONE).then_some(NodeId(last))
    }

    /// A node to change.
    pub(crate) fn node_mut(&mut self, id: NodeId) -> Option<&mut Node> {
        self.nodes.get_mut(id.0 as usize)
    }

    /// A node.
    #[inline]
    pub fn node(&self, id: NodeId) -> &Node {
        static EMPTY: Node =
            Node { kind: NodeKind::Group, start: 0, end: 0, parent: NONE, last_child: NONE, next: NONE };
        self.nodes.get(id.0 as usize).unwrap_or(&EMPTY)
    }

    /// What a node is.
    #[inline]
    pub fn kind(&self, id: NodeId) -> NodeKind {
        self.node(id).kind
    }

    /// The children of a node in order.
    #[inline]
    pub fn children(&self, id: NodeId) -> Children<'_> {
        let last = self.node(id).last_child;
        let next = if last == NONE { NONE } else { self.node(NodeId(last)).next };
        Children { doc: self, next, last }
    }

    /// The parent; `None` for the root.
    #[inline]
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        let parent = self.node(id).parent;
        (parent != NONE).then_some(NodeId(parent))
    }

    /// The next sibling.
    #[inline]
    pub fn next_sibling(&self, id: NodeId) -> Option<NodeId> {
        let node = self.node(id);
        let is_last = node.next == NONE || self.node(NodeId(node.parent)).last_child == id.0;
        (!is_last).then_some(NodeId(node.next))
    }

    /// The attributes that a node was given.
    pub fn attributes_of(&self, id: NodeId) -> Option<&ElementAttributes> {
        let i = self.attributes.binary_search_by_key(&id, |a| a.node).ok()?;
        self.attributes.get(i)
    }

    /// Every node, in the order in which the parser made them (parents before children).
    pub fn ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..u32::try_from(self.nodes.len()).unwrap_or(u32::MAX)).map(NodeId)
    }

    /// The node made just before; `None` for the root.
    pub fn before(&self, id: NodeId) -> Option<NodeId> {
        id.0.checked_sub(1).map(NodeId)
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether the tree holds nothing but its root.
    pub fn is_empty(&self) -> bool {
        self.nodes.len() <= 1
    }

    /// Where a node stands.
    pub fn span(&self, id: NodeId) -> Span {
        let node = self.node(id);
        Span { file: self.file, start: node.start, end: node.end }
    }

    /// The indexes into `links` whose constructs start within `range` (of the source): those of a raw HTML node.
    pub fn links_in(&self, range: Range<u32>) -> Range<usize> {
        let from = self.links.partition_point(|l| l.span.start < range.start);
        let to = self.links.partition_point(|l| l.span.start < range.end);
        from..to.max(from)
    }
}

/// Moves a table to memory of its own size. To shrink it in place is left undone by allocators when not half is free.
fn fit<T>(table: &mut Vec<T>) {
    if table.capacity() > table.len() {
        let mut exact = Vec::with_capacity(table.len());
        exact.append(table);
        *table = exact;
    }
}

/// Iterator over the children of a node.
#[derive(Debug, Clone)]
pub struct Children<'a> {
    doc: &'a Document,
    next: u32,
    last: u32,
}

impl Iterator for Children<'_> {
    type Item = NodeId;

    #[inline]
    fn next(&mut self) -> Option<NodeId> {
        if self.next == NONE {
            return None;
        }
        let id = NodeId(self.next);
        self.next = if self.next == self.last { NONE } else { self.doc.node(id).next };
        Some(id)
    }
}
