//! Tables of contents: reading them, which one a page belongs to, and what pages show of them.

mod assign;
mod branch;
mod build;
mod crumbs;
mod files;
mod folders;
mod levels;
mod markdown;
mod raw;

pub(super) use assign::collect;
pub(super) use crumbs::CrumbRule;
pub(super) use crumbs::collect as collect_crumbs;
pub use files::TocFacts;
pub(super) use files::{TocFile, TocFiles};
pub(super) use levels::Levels;

use serde_json::{Map, Value};

use crate::base::{DocPath, FileId, Span};

use super::nav::TocNode;
use super::{Catalog, PageId, TocId};

/// Where an entry of a TOC leads.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum TocTarget {
    /// Nowhere: a group.
    #[default]
    None,
    /// A page, with the `?query` and `#fragment` to keep.
    Page(PageId, String),
    /// A file that is copied: its place in the output, in models its address on the host.
    Asset(String),
    /// Another site, or an address that is kept as written.
    External(String),
    /// Nothing; as written, already reported.
    Broken(String),
}

/// An entry. Entries lie in reading order, each before its children.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TocEntry {
    /// The label.
    pub title: String,
    /// Where it leads.
    pub target: TocTarget,
    /// The entry it stands below.
    pub parent: Option<u32>,
    /// One past the last entry below it: its next sibling, if there is one.
    pub end: u32,
    /// Other words by which readers may look for it.
    pub display_name: Option<String>,
    /// It leads to the first page of another TOC, which stays on its own: the page is no entry of this one.
    pub borrowed: bool,
    /// Where its file has it.
    pub span: Option<Span>,
    /// Members of the file that mean nothing to the site.
    pub extra: Map<String, Value>,
}

/// A table of contents with the ones it includes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toc {
    /// Its id.
    pub id: TocId,
    /// The docset.
    pub docset: usize,
    /// Its file; `None` when it was made from the folders of the docset.
    pub file: Option<FileId>,
    /// The folder it stands in.
    pub folder: DocPath,
    /// Its name for readers.
    pub title: String,
    /// A name for its data file, unique on the site: `core-toc`.
    pub key: String,
    /// Its place on the site, extension taken off: `core/toc`.
    pub site_path: String,
    /// The versions it is for, oldest first; empty: all.
    pub monikers: Vec<String>,
    /// Of several TOCs that list a page, the one with the smallest number counts.
    pub order: i64,
    /// Metadata of its file.
    pub metadata: Map<String, Value>,
    /// The entries.
    pub entries: Vec<TocEntry>,
}

impl Toc {
    /// The entries of the top level, or those directly below an entry.
    pub fn children(&self, of: Option<u32>) -> impl Iterator<Item = u32> + '_ {
        let (mut at, end) = match of {
            None => (0, self.entries.len()),
            Some(i) => (i as usize + 1, self.entries.get(i as usize).map_or(0, |e| e.end as usize)),
        };
        std::iter::from_fn(move || {
            if at >= end {
                return None;
            }
            let this = at;
            at = self.entries.get(this).map_or(end, |e| (e.end as usize).max(this + 1));
            u32::try_from(this).ok()
        })
    }

    /// The whole tree. `href` says what an entry's target is called.
    pub fn tree(&self, href: &dyn Fn(&TocTarget) -> Option<String>) -> Vec<TocNode> {
        // From the last entry to the first, so that every entry's children are complete when it is reached.
        let mut done: Vec<Vec<TocNode>> = vec![Vec::new(); self.entries.len() + 1];
        for (i, entry) in self.entries.iter().enumerate().rev() {
            let mut children = done.get_mut(i + 1).map(std::mem::take).unwrap_or_default();
            children.reverse();
            let node = TocNode { title: entry.title.clone(), href: href(&entry.target), children };
            if let Some(level) = done.get_mut(entry.parent.map_or(0, |p| p as usize + 1)) {
                level.push(node);
            }
        }
        let mut top = done.first_mut().map(std::mem::take).unwrap_or_default();
        top.reverse();
        top
    }
}

impl Catalog {
    /// The TOCs of the site, in order of their keys.
    pub fn tocs(&self) -> &[Toc] {
        &self.tocs
    }

    /// Breadcrumb files as TOCs.
    pub fn breadcrumb_tocs(&self) -> &[Toc] {
        &self.crumb_tocs
    }

    /// One TOC.
    pub fn toc(&self, id: TocId) -> Option<&Toc> {
        self.tocs.get(id.0 as usize)
    }

    /// The whole tree of a TOC, with hrefs from the top of the output: the data of the file that pages load on demand.
    pub fn toc_tree(&self, id: TocId) -> Vec<TocNode> {
        self.toc(id).map(|toc| toc.tree(&|target| self.target_href("", target))).unwrap_or_default()
    }

    /// What an entry's target is called from the output folder `from`.
    pub(super) fn target_href(&self, from: &str, target: &TocTarget) -> Option<String> {
        match target {
            TocTarget::None => None,
            TocTarget::Page(page, rest) => {
                let out = self.page(*page)?.out.as_str();
                let path = crate::base::url::encode_path(crate::base::url::relative(from, out));
                Some(path + rest)
            }
            TocTarget::Asset(out) => {
                Some(crate::base::url::encode_path(crate::base::url::relative(from, out)))
            }
            TocTarget::External(address) | TocTarget::Broken(address) => Some(address.clone()),
        }
    }
}
