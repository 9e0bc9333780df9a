//! One page with its includes expanded and its links resolved: what rendering, indexing and searching read.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::base::{DocPath, Span};
use crate::diag::Diagnostic;
use crate::markdown::{Children, Document, NodeId, NodeKind};

use super::Asset;

/// A page, as an index into the catalog.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct PageId(pub u32);

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A page of the site; `href` is ready to print: relative to the page that links, query and fragment included.
    Page {
        /// The page.
        page: PageId,
        /// What goes into the attribute, unescaped.
        href: String,
    },
    /// A file that is copied; `href` as above.
    Asset {
        /// What goes into the attribute, unescaped.
        href: String,
    },
    /// A fragment of the page itself, `#` included.
    Fragment(String),
    /// Another site, `mailto:` and the like, as written.
    External(String),
    /// A tab selector (`#tab/…`) or another form that is no link.
    Inert,
    /// Nothing; the target as written, already reported.
    Broken(String),
    /// A cross reference resolved to a label and, where one is known, an address.
    Xref {
        /// Plain text to show when the author gave none.
        label: String,
        /// Where it leads, if anywhere.
        href: Option<String>,
        /// The label is the title of a page, which is translated with it; else a name, which stays as it is.
        title: bool,
    },
}

impl Target {
    /// What goes into an `href` or `src` attribute, unescaped; `None` when there should be no link.
    pub fn href(&self) -> Option<&str> {
        match self {
            Target::Page { href, .. } | Target::Asset { href } => Some(href),
            Target::Fragment(s) | Target::External(s) | Target::Broken(s) => Some(s),
            Target::Xref { href, .. } => href.as_deref(),
            Target::Inert => None,
        }
    }
}

/// The code that a snippet request selected.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SnippetText {
    /// Selected and dedented lines, each with its line break; `None` when the file or region is missing.
    pub text: Option<String>,
    /// Canonical language, from the request or the file's extension.
    pub lang: String,
    /// The source file.
    pub file: Option<DocPath>,
}

/// One document in a page: the page's own (index 0) or one use of an include.
#[derive(Debug, Clone)]
pub struct Occurrence {
    /// The parsed file; shared by all that include it.
    pub doc: Arc<Document>,
    /// Its path.
    pub path: DocPath,
    /// Who includes it: occurrence and index into that document's `includes`. `None` for the page itself.
    pub parent: Option<(u32, u32)>,
    /// For each include of `doc`: the occurrence it became; `None` when it was not found (reported).
    pub includes: Vec<Option<u32>>,
    /// For each link of `doc`.
    pub targets: Vec<Target>,
    /// For each xref of `doc`.
    pub xrefs: Vec<Target>,
    /// For each snippet of `doc`.
    pub snippets: Vec<SnippetText>,
    /// For each heading of `doc`: its id on the page, where every id is unique.
    pub heading_ids: Vec<String>,
}

/// A node of a page: which document, which node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NodeRef {
    /// Occurrence.
    pub doc: u32,
    /// Node in it.
    pub node: NodeId,
}

/// The key of the object that stands for a Markdown text in the data of a structured page.
pub(super) const MARKDOWN: &str = "markdown";
/// The same for a text that is a part of a line.
pub(super) const INLINE: &str = "inlineMarkdown";

/// A page ready to be read.
#[derive(Debug, Clone, Default)]
pub struct PageView {
    /// The page.
    pub page: PageId,
    /// Its documents, the page's own first.
    pub docs: Vec<Occurrence>,
    /// The data of a structured page: links resolved; each Markdown text is `{"markdown": n}`, where `n` is the
    /// occurrence in `docs` that holds it; `{"inlineMarkdown": n}` for one that stands in a line. `None` for articles.
    pub data: Option<serde_json::Value>,
    /// Files the page shows or links to that are to be copied, those the configuration publishes anyway included.
    pub assets: Vec<Asset>,
    /// Version zones that say nothing about the page's versions, sorted; [`PageView::children`] leaves them out.
    pub hidden: Vec<NodeRef>,
    /// The versions of the page that each of its other version zones speaks to.
    pub zones: Vec<(NodeRef, Vec<String>)>,
    /// What resolving it had to say.
    pub diagnostics: Vec<Diagnostic>,
}

impl PageView {
    /// The page's own root.
    pub const ROOT: NodeRef = NodeRef { doc: 0, node: NodeId::ROOT };

    /// A page of one document by itself: links lead where they say, includes and snippets are missing. For
    /// files outside of any docset, and for tests of what reads pages.
    pub fn single(page: PageId, doc: Arc<Document>, path: DocPath) -> Self {
        let text = |t| doc.str(t).to_owned();
        let occurrence = Occurrence {
            path,
            parent: None,
            includes: vec![None; doc.includes.len()],
            targets: doc.links.iter().map(|l| Target::External(text(l.target))).collect(),
            xrefs: doc.xrefs.iter().map(|x| Target::Broken(text(x.uid))).collect(),
            snippets: vec![SnippetText::default(); doc.snippets.len()],
            heading_ids: doc.headings.iter().map(|h| h.id.clone()).collect(),
            doc,
        };
        PageView {
            page,
            docs: vec![occurrence],
            data: None,
            assets: Vec::new(),
            hidden: Vec::new(),
            zones: Vec::new(),
            diagnostics: Vec::new(),
        }
    }

    /// The occurrence a node lies in.
    #[inline]
    pub fn occurrence(&self, at: NodeRef) -> Option<&Occurrence> {
        self.docs.get(at.doc as usize)
    }

    /// What a node is.
    #[inline]
    pub fn kind(&self, at: NodeRef) -> NodeKind {
        self.occurrence(at).map_or(NodeKind::Group, |o| o.doc.kind(at.node))
    }

    /// Where a node stands.
    pub fn span(&self, at: NodeRef) -> Option<Span> {
        self.occurrence(at).map(|o| o.doc.span(at.node))
    }

    /// The children of a node in order, with includes replaced by what they include. Includes that were not
    /// found stay as `Include` nodes; what is hidden is left out.
    #[inline]
    pub fn each_child(&self, at: NodeRef) -> ChildNodes<'_> {
        ChildNodes { view: self, inner: self.siblings(at), around: Vec::new() }
    }

    fn siblings(&self, parent: NodeRef) -> Option<Siblings<'_>> {
        let occurrence = self.occurrence(parent)?;
        Some(Siblings { doc: parent.doc, occurrence, nodes: occurrence.doc.children(parent.node) })
    }

    /// The same, collected.
    pub fn children(&self, at: NodeRef) -> Vec<NodeRef> {
        self.each_child(at).collect()
    }

    /// Appends the children of a node to `out`: as [`PageView::children`], for callers that walk whole pages.
    pub fn push_children(&self, at: NodeRef, out: &mut Vec<NodeRef>) {
        out.extend(self.each_child(at));
    }

    /// Whether a node is left out because it says nothing about the page's versions.
    #[inline]
    pub fn is_hidden(&self, at: NodeRef) -> bool {
        !self.hidden.is_empty() && self.hidden.binary_search(&at).is_ok()
    }

    /// The occurrence that an `Include` node stands for.
    pub fn included(&self, at: NodeRef) -> Option<u32> {
        let occurrence = self.occurrence(at)?;
        match occurrence.doc.kind(at.node) {
            NodeKind::Include(i) => occurrence.includes.get(i as usize).copied().flatten(),
            _ => None,
        }
    }

    /// The id of a heading on this page.
    pub fn heading_id(&self, at: NodeRef) -> Option<&str> {
        let occurrence = self.occurrence(at)?;
        match occurrence.doc.kind(at.node) {
            NodeKind::Heading(i) => occurrence.heading_ids.get(i as usize).map(String::as_str),
            _ => None,
        }
    }

    /// The target of a `Link` or `MarkdownImage` node.
    pub fn target(&self, at: NodeRef) -> Option<&Target> {
        let occurrence = self.occurrence(at)?;
        match occurrence.doc.kind(at.node) {
            NodeKind::Link(i) | NodeKind::MarkdownImage(i) => occurrence.targets.get(i as usize),
            NodeKind::Xref(i) => occurrence.xrefs.get(i as usize),
            _ => None,
        }
    }

    /// The plain text of a node: text, code, alternative texts and emoji, breaks as spaces; raw tags vanish.
    pub fn plain_text(&self, at: NodeRef) -> String {
        let written = self.span(at).map_or(0, |span| span.range().len());
        let mut out = String::with_capacity(written);
        self.push_text(at, &mut out);
        out
    }

    /// Appends the plain text of a node.
    pub fn push_text(&self, at: NodeRef, out: &mut String) {
        let Some(occurrence) = self.occurrence(at) else { return };
        let doc = &occurrence.doc;
        match doc.kind(at.node) {
            NodeKind::Text(t) | NodeKind::CodeSpan(t) | NodeKind::NoLoc(t) | NodeKind::MathInline(t) => {
                out.push_str(doc.str(t));
            }
            NodeKind::SoftBreak | NodeKind::HardBreak => out.push(' '),
            NodeKind::CodeBlock(i) => {
                if let Some(code) = doc.code.get(i as usize) {
                    out.push_str(doc.str(code.text));
                }
            }
            NodeKind::Snippet(i) => {
                if let Some(text) = occurrence.snippets.get(i as usize).and_then(|s| s.text.as_deref()) {
                    out.push_str(text);
                }
            }
            NodeKind::Abbreviation(i) => {
                if let Some((short, _)) = doc.abbreviations.get(i as usize) {
                    out.push_str(short);
                }
            }
            NodeKind::Xref(i) => match occurrence.xrefs.get(i as usize) {
                Some(Target::Xref { label, .. }) => out.push_str(label),
                _ => {
                    if let Some(x) = doc.xrefs.get(i as usize) {
                        out.push_str(doc.str(x.raw));
                    }
                }
            },
            _ => {
                for child in self.each_child(at) {
                    let before = out.len();
                    self.push_text(child, out);
                    let block = matches!(
                        self.kind(child),
                        NodeKind::Paragraph | NodeKind::Item | NodeKind::TableCell | NodeKind::Heading(_)
                    );
                    if block && out.len() > before && !out.ends_with(' ') {
                        out.push(' ');
                    }
                }
            }
        }
    }
}

/// Nodes of one document that follow one another.
#[derive(Debug, Clone)]
struct Siblings<'a> {
    doc: u32,
    occurrence: &'a Occurrence,
    nodes: Children<'a>,
}

/// Iterator over the children of a node of a page, through its includes.
#[derive(Debug, Clone)]
pub struct ChildNodes<'a> {
    view: &'a PageView,
    /// What is read at the moment; `None` when all is.
    inner: Option<Siblings<'a>>,
    /// What goes on when the file that is read, an include among the children, ends.
    around: Vec<Siblings<'a>>,
}

impl Iterator for ChildNodes<'_> {
    type Item = NodeRef;

    fn next(&mut self) -> Option<NodeRef> {
        while let Some(siblings) = &mut self.inner {
            let Some(node) = siblings.nodes.next() else {
                self.inner = self.around.pop();
                continue;
            };
            let at = NodeRef { doc: siblings.doc, node };
            if let NodeKind::Include(i) = siblings.occurrence.doc.kind(node)
                && let Some(doc) = siblings.occurrence.includes.get(i as usize).copied().flatten()
            {
                if let Some(file) = self.view.siblings(NodeRef { doc, node: NodeId::ROOT }) {
                    self.around.extend(self.inner.replace(file));
                }
            } else if !self.view.is_hidden(at) {
                return Some(at);
            }
        }
        None
    }
}
