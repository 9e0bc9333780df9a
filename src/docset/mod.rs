//! Everything that needs more than one file: metadata, includes, snippets, TOCs, cross references, links, routes.
//!
//! Two passes. `assemble` is serial and cheap: it makes the [`Catalog`] (routes, what each page offers to others,
//! TOCs, uids, redirects), which is frozen afterwards. `resolve` reads it and is called for each page in parallel:
//! includes expanded, links resolved, snippets read.
//!
//! **Invariant:** never formats HTML.

mod catalog;
mod documents;
mod nav;
mod page;
mod toc;
mod view;

pub use catalog::{Asset, Catalog, DocsetInfo, Redirect, TocId};
pub use documents::Documents;
pub use nav::{Crumb, Nav, NavItem, TocNode, VersionLink};
pub use page::{Layout, Metadata, Page, PageFacts, PageKind};
pub use toc::{Toc, TocEntry, TocTarget};
pub use view::{NodeRef, Occurrence, PageId, PageView, SnippetText, Target};

use crate::diag::Warned;
use crate::source::Workspace;

/// Makes the catalog of a workspace from its parsed Markdown.
pub fn assemble(_workspace: &Workspace, documents: Documents) -> Warned<Catalog> {
    Warned::clean(Catalog { documents, ..Catalog::default() })
}

/// Expands a page's includes and resolves its links. Pure; called in parallel.
pub fn resolve(_workspace: &Workspace, _catalog: &Catalog, page: PageId) -> PageView {
    PageView { page, docs: Vec::new(), data: None, assets: Vec::new(), diagnostics: Vec::new() }
}
