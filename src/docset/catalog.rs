//! The frozen table of everything that pages may ask about each other.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::base::{DocPath, FileId, OutPath};

use super::toc::Toc;
use super::{Documents, Page, PageId};

/// A TOC, as an index into the catalog.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TocId(pub u32);

/// A docset of the workspace as the site sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocsetInfo {
    /// Its name.
    pub name: String,
    /// Its folder.
    pub root: DocPath,
    /// The folder of the output it is written to; empty when it is the only one.
    pub prefix: String,
    /// The path below which its pages stand on their site (`/windows/wsl`), without a trailing slash. Empty when unknown.
    pub base: String,
}

/// A file that is copied.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asset {
    /// The source.
    pub path: DocPath,
    /// Where it goes.
    pub out: OutPath,
}

/// A page that only leads to another address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// Where it is written.
    pub out: OutPath,
    /// Where it leads: relative to `out` inside the site, else absolute.
    pub href: String,
    /// The old address on the docset's own site.
    pub url: String,
    /// The new address as configured.
    pub target: String,
    /// The versions it holds for; empty: all.
    pub monikers: Vec<String>,
}

/// Pages, routes, TOCs, uids and redirects of a workspace. Frozen: resolving only reads it.
#[derive(Debug, Default)]
pub struct Catalog {
    pub(super) documents: Documents,
    pub(super) docsets: Vec<DocsetInfo>,
    pub(super) pages: Vec<Page>,
    pub(super) redirects: Vec<Redirect>,
    pub(super) assets: Vec<Asset>,
    pub(super) tocs: Vec<Toc>,
    /// The entry that stands for a page in a TOC that lists it.
    pub(super) toc_places: FxHashMap<(TocId, PageId), u32>,
}

impl Catalog {
    /// All pages, in order of output path.
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    /// One page.
    pub fn page(&self, id: PageId) -> Option<&Page> {
        self.pages.get(id.0 as usize)
    }

    /// The docsets.
    pub fn docsets(&self) -> &[DocsetInfo] {
        &self.docsets
    }

    /// The redirects, each written as a page.
    pub fn redirects(&self) -> &[Redirect] {
        &self.redirects
    }

    /// The files that the configuration publishes as they are. Pages may use more ([`super::PageView::assets`]).
    pub fn assets(&self) -> &[Asset] {
        &self.assets
    }

    /// The parsed source of a file.
    pub fn document(&self, file: FileId) -> Option<&Arc<crate::markdown::Document>> {
        self.documents.get(file)
    }

    /// The versions of the site's pages, oldest first.
    pub fn monikers(&self) -> &[String] {
        &[]
    }
}
