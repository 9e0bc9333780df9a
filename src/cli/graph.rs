//! Who leads where: the links, includes and code files of every page, for commands that ask.

use crate::base::{DocPath, FileId, Span, url};
use crate::build::{self, Project};
use crate::docset::{Occurrence, PageId, Target};

/// One link, include or code reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edge {
    /// The page on which it stands.
    pub(super) page: PageId,
    /// The file it is written in: the page's own, or one that it includes.
    pub(super) file: FileId,
    /// Where in that file.
    pub(super) span: Span,
    /// Where it leads.
    pub(super) to: To,
}

/// The end of an edge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum To {
    /// A page.
    Page(PageId),
    /// A file that is included, shown as code or copied.
    File(DocPath),
    /// A path that nothing lies at.
    Missing(DocPath),
}

/// Every edge, in page order.
pub(super) fn edges(project: &Project) -> Vec<Edge> {
    let mut edges = Vec::new();
    for of_page in build::of_pages(project, |page, view| {
        let mut edges = Vec::new();
        for occurrence in &view.docs {
            push_links(page.id, occurrence, &mut edges);
            push_files(page.id, occurrence, &view.docs, &mut edges);
        }
        edges
    }) {
        edges.extend(of_page);
    }
    edges
}

fn push_links(page: PageId, occurrence: &Occurrence, edges: &mut Vec<Edge>) {
    let doc = &occurrence.doc;
    let links = doc.links.iter().zip(&occurrence.targets).map(|(link, target)| (link.target_span, target));
    let xrefs = doc.xrefs.iter().zip(&occurrence.xrefs).map(|(xref, target)| (xref.span, target));
    for (span, target) in links.chain(xrefs) {
        let to = match target {
            Target::Page { page, .. } => To::Page(*page),
            Target::Broken(text) => {
                let path = url::decode(url::split(text).path);
                let Some(path) = occurrence.path.parent().join(&path) else { continue };
                To::Missing(path)
            }
            _ => continue,
        };
        edges.push(Edge { page, file: doc.file, span, to });
    }
}

fn push_files(page: PageId, occurrence: &Occurrence, all: &[Occurrence], edges: &mut Vec<Edge>) {
    let doc = &occurrence.doc;
    for (include, found) in doc.includes.iter().zip(&occurrence.includes) {
        if let Some(inner) = found.and_then(|i| all.get(i as usize)) {
            edges.push(Edge { page, file: doc.file, span: include.span, to: To::File(inner.path.clone()) });
        }
    }
    for (snippet, found) in doc.snippets.iter().zip(&occurrence.snippets) {
        if let Some(path) = &found.file {
            edges.push(Edge { page, file: doc.file, span: snippet.span, to: To::File(path.clone()) });
        }
    }
}
