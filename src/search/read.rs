//! The texts of a page, in order: from its tree, or from the data of a structured page.

use serde_json::Value;

use crate::docset::{NodeRef, PageView};
use crate::markdown::{NodeId, NodeKind};

use super::Draft;

/// Reads a page into its draft.
pub(super) fn page(view: &PageView, draft: &mut Draft<'_>) {
    match &view.data {
        Some(data) => read_data(view, data, draft),
        None => Reader { view, draft, text: String::new() }.tree(PageView::ROOT),
    }
}

/// Reads the texts of a structured page: strings that are no addresses, and its Markdown fields.
fn read_data(view: &PageView, data: &Value, draft: &mut Draft<'_>) {
    const NO_TEXT: [&str; 9] =
        ["url", "href", "src", "imageSrc", "image", "itemType", "linkListType", "metadata", "uid"];
    let mut stack = vec![data];
    while let Some(value) = stack.pop() {
        match value {
            Value::String(text) => draft.text(text),
            Value::Array(items) => stack.extend(items.iter().rev()),
            Value::Object(fields) => {
                let document =
                    fields.get("markdown").and_then(Value::as_u64).and_then(|n| u32::try_from(n).ok());
                if let Some(doc) = document {
                    let mut reader = Reader { view, draft: &mut *draft, text: String::new() };
                    reader.tree(NodeRef { doc, node: NodeId::ROOT });
                    continue;
                }
                let texts = fields.iter().filter(|(key, _)| !NO_TEXT.contains(&key.as_str()));
                stack.extend(texts.map(|(_, value)| value).rev());
            }
            _ => {}
        }
    }
}

/// Reads trees.
struct Reader<'v, 'd, 'a> {
    view: &'v PageView,
    draft: &'d mut Draft<'a>,
    /// Text that waits for the end of its section or the next block of code.
    text: String,
}

impl Reader<'_, '_, '_> {
    /// Reads all that is below a node.
    fn tree(&mut self, root: NodeRef) {
        let view = self.view;
        let mut open = vec![(NodeKind::Root, view.each_child(root))];
        while let Some((kind, children)) = open.last_mut() {
            match children.next() {
                Some(at) => open.extend(self.enter(at).map(|kind| (kind, view.each_child(at)))),
                None => {
                    self.leave(*kind);
                    open.pop();
                }
            }
        }
        self.flush();
    }

    /// Reads a node that says something by itself; gives the kind of one of which the nodes below it do.
    fn enter(&mut self, at: NodeRef) -> Option<NodeKind> {
        let doc = &self.view.occurrence(at)?.doc;
        match doc.kind(at.node) {
            NodeKind::Heading(index) => {
                self.flush();
                let level = doc.headings.get(index as usize).map_or(2, |h| h.level);
                self.view.push_text(at, &mut self.text);
                let anchor = self.view.heading_id(at).unwrap_or_default();
                self.draft.heading(level, anchor, &self.text);
                self.text.clear();
            }
            NodeKind::CodeBlock(_) | NodeKind::Snippet(_) => {
                self.flush();
                self.view.push_text(at, &mut self.text);
                self.draft.code(&self.text);
                self.text.clear();
            }
            NodeKind::Text(t) | NodeKind::CodeSpan(t) | NodeKind::NoLoc(t) => self.text.push_str(doc.str(t)),
            NodeKind::SoftBreak | NodeKind::HardBreak => self.text.push(' '),
            NodeKind::Xref(_) | NodeKind::Abbreviation(_) | NodeKind::MathInline(_) => {
                self.view.push_text(at, &mut self.text);
            }
            NodeKind::HtmlBlock(_) | NodeKind::HtmlInline(_) | NodeKind::Include(_) => {}
            kind => return Some(kind),
        }
        None
    }

    /// The end of a block: words do not run over it.
    fn leave(&mut self, kind: NodeKind) {
        if !is_inline(kind) && !self.text.ends_with(' ') {
            self.text.push(' ');
        }
    }

    /// Hands over the text so far.
    fn flush(&mut self) {
        if !self.text.trim_ascii().is_empty() {
            self.draft.text(&self.text);
        }
        self.text.clear();
    }
}

/// Whether words may run on behind a node.
fn is_inline(kind: NodeKind) -> bool {
    matches!(
        kind,
        NodeKind::Emphasis
            | NodeKind::Strong
            | NodeKind::Strike
            | NodeKind::Subscript
            | NodeKind::Superscript
            | NodeKind::Inserted
            | NodeKind::Marked
            | NodeKind::Citation
            | NodeKind::Link(_)
            | NodeKind::MarkdownImage(_)
    )
}
