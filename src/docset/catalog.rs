//! The frozen table of everything that pages may ask about each other.

use std::sync::{Arc, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::base::{DocPath, FileId, OutPath};
use crate::config::LearnConfig;
use crate::markdown::Document;
use crate::source::Workspace;

use super::addresses::Emit;
use super::monikers::Monikers;
use super::pivots::PivotFile;
use super::redirects::RedirectTable;
use super::toc::{CrumbRule, Levels, Toc};
use super::xref::UidTable;
use super::yaml_page::DataPage;
use super::{Documents, Page, PageId};

/// A TOC, as an index into the catalog.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TocId(pub u32);

/// A docset of the workspace as the site sees it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DocsetInfo {
    /// Its name.
    pub name: String,
    /// Its folder.
    pub root: DocPath,
    /// The folder of the output it is written to; empty when it is the only one.
    pub prefix: String,
    /// The path below which its pages stand on their host (`/windows/wsl`), without a trailing slash. Empty when
    /// unknown.
    pub base: String,
    /// Microsoft Learn's rules hold, not DocFX's.
    pub learn: bool,
    /// Names that Learn publishes are known though no map is read.
    pub names_on_learn: bool,
}

/// A file that is copied.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asset {
    /// The source.
    pub path: DocPath,
    /// Where it goes.
    pub out: OutPath,
    /// Its address from the root of its host, in models, whose folders of versions are no part of it. Empty on a site.
    pub url: String,
}

/// A YAML file that is data for pages and no page itself.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Component {
    pub(super) docset: usize,
    pub(super) file: FileId,
    /// Place on the site, extension taken off.
    pub(super) site_path: String,
    pub(super) data: serde_json::Value,
}

/// The pages made from each file.
#[derive(Debug, Clone, Default)]
pub(super) struct PagesByFile {
    pages: Vec<PageId>,
    /// Where in `pages` those of each file begin, by the file's id, and where the last end.
    starts: Vec<u32>,
}

impl PagesByFile {
    /// A table of pages, which come in order of their files.
    pub(super) fn new(pages: impl IntoIterator<Item = (FileId, PageId)>) -> Self {
        let mut table = PagesByFile::default();
        for (file, page) in pages {
            let start = u32::try_from(table.pages.len()).unwrap_or(u32::MAX);
            table.starts.resize((file.0 as usize + 1).max(table.starts.len()), start);
            table.pages.push(page);
        }
        table
    }

    fn get(&self, file: FileId) -> &[PageId] {
        let start = |file: usize| self.starts.get(file).map(|start| *start as usize);
        let Some(first) = start(file.0 as usize) else { return &[] };
        let end = start(file.0 as usize + 1).unwrap_or(self.pages.len());
        self.pages.get(first..end).unwrap_or_default()
    }
}

/// Pages, routes, TOCs, uids and redirects of a workspace. Frozen: resolving only reads it.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    pub(super) emit: Emit,
    /// `[learn]` of the site's configuration.
    pub(super) settings: LearnConfig,
    pub(super) documents: Documents,
    pub(super) docsets: Vec<DocsetInfo>,
    pub(super) pages: Vec<Page>,
    pub(super) by_file: PagesByFile,
    pub(super) by_url: FxHashMap<String, Vec<PageId>>,
    /// The first page of each name, for what a link that leads nowhere may have meant; made when first asked for.
    pub(super) by_name: OnceLock<FxHashMap<String, PageId>>,
    /// Addresses of folders that hold pages of the docsets.
    pub(super) url_folders: FxHashSet<String>,
    pub(super) data: FxHashMap<FileId, DataPage>,
    pub(super) components: Vec<Component>,
    /// The first page that shows a file, to which the file's own findings belong.
    pub(super) owners: FxHashMap<FileId, PageId>,
    /// Files that others include.
    pub(super) included: FxHashSet<FileId>,
    pub(super) redirects: RedirectTable,
    pub(super) assets: Vec<Asset>,
    /// Files that are not copied as another stands at their address, and that other.
    pub(super) superseded: FxHashMap<DocPath, Asset>,
    /// The docset of each asset while routes are made.
    pub(super) asset_docsets: Vec<usize>,
    /// The files that a docset's configuration publishes as they are, with that docset.
    pub(super) placed_assets: FxHashMap<DocPath, (usize, Asset)>,
    pub(super) tocs: Vec<Toc>,
    /// The entry that stands for a page in a TOC that lists it.
    pub(super) toc_places: FxHashMap<(TocId, PageId), u32>,
    /// What lies below what in each TOC.
    pub(super) toc_levels: Vec<Levels>,
    pub(super) crumbs: Vec<CrumbRule>,
    /// Breadcrumb files as TOCs, for model output.
    pub(super) crumb_tocs: Vec<Toc>,
    pub(super) uids: UidTable,
    pub(super) monikers: Monikers,
    /// Definitions of zone pivots, in order of path.
    pub(super) pivot_files: Vec<PivotFile>,
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

    /// The pages made from a file: one for each place it is mounted at.
    pub fn pages_of(&self, file: FileId) -> &[PageId] {
        self.by_file.get(file)
    }

    /// The first page whose file has a name, extension and letter case aside.
    pub(super) fn page_named(&self, name: &str) -> Option<&Page> {
        let names = self.by_name.get_or_init(|| {
            let mut names = FxHashMap::default();
            for page in &self.pages {
                names.entry(page.path.file_stem().to_lowercase()).or_insert(page.id);
            }
            names
        });
        self.page(*names.get(&name.to_lowercase())?)
    }

    /// The docsets, as many and in the same order as the configuration's.
    pub fn docsets(&self) -> &[DocsetInfo] {
        &self.docsets
    }

    /// The files that the configuration publishes as they are. Pages may use more ([`super::PageView::assets`]).
    pub fn assets(&self) -> &[Asset] {
        &self.assets
    }

    /// The tree of a Markdown file of `workspace`, from which the catalog was made; parsed at the first call, if it was
    /// not parsed for its facts.
    pub fn document(&self, workspace: &Workspace, file: FileId) -> Option<Arc<Document>> {
        self.documents.get(workspace, file)
    }

    /// The Markdown files.
    pub fn documents(&self) -> &Documents {
        &self.documents
    }

    /// Lets go of the tree of a page's file, if no other page shows it: called when the page is made.
    pub fn release(&self, page: &Page) {
        if self.pages_of(page.file).len() < 2 && !self.included.contains(&page.file) {
            self.documents.release(page.file);
        }
    }

    /// Gives the trees of files away. Those that are asked for again are parsed again.
    pub fn take_trees(&mut self) -> Vec<Arc<Document>> {
        self.documents.take_trees()
    }

    /// The versions of the site's pages, oldest first.
    pub fn monikers(&self) -> &[String] {
        self.monikers.names()
    }

    /// The versions of `page` that the range of a version zone selects; all of them when it cannot be read.
    pub fn zone_versions(&self, page: &Page, range: &str) -> Vec<String> {
        match self.monikers.expand(range) {
            Ok(versions) => page.monikers.iter().filter(|m| versions.contains(m)).cloned().collect(),
            Err(_) => page.monikers.to_vec(),
        }
    }

    /// Whether Microsoft Learn's rules hold for a docset.
    pub(super) fn learn(&self, docset: usize) -> bool {
        self.docsets.get(docset).is_some_and(|d| d.learn)
    }

    /// Whether a file is data for other pages: its address is that of its data.
    pub(super) fn is_component(&self, file: FileId) -> bool {
        self.data.get(&file).is_some_and(|d| d.component)
    }

    /// Of several pages for one thing, the one for a reader of `from`: same page, common version, else the newest.
    pub(super) fn nearest(&self, candidates: &[PageId], from: Option<&Page>) -> Option<PageId> {
        if candidates.len() < 2 {
            return candidates.first().copied();
        }
        let Some(from) = from else { return self.newest(candidates) };
        if candidates.contains(&from.id) {
            return Some(from.id);
        }
        let newest_common = |id: &PageId| {
            let page = self.page(*id)?;
            page.monikers
                .iter()
                .rev()
                .find(|m| from.monikers.contains(m))
                .and_then(|m| self.monikers.order(m))
        };
        let common =
            candidates.iter().filter_map(|id| Some((newest_common(id)?, *id))).max_by_key(|(o, _)| *o);
        common.map(|(_, id)| id).or_else(|| self.newest(candidates))
    }

    /// The page without versions, else the one of the newest.
    fn newest(&self, candidates: &[PageId]) -> Option<PageId> {
        let order = |id: &PageId| {
            let page = self.page(*id);
            page.map_or(Some(0), |p| p.monikers.last().map_or(Some(usize::MAX), |m| self.monikers.order(m)))
        };
        // Of equals the first, as in the order given.
        candidates.iter().rev().max_by_key(|id| order(id)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_found_by_their_file() {
        let table =
            PagesByFile::new([(1, 4), (1, 0), (4, 2)].map(|(file, page)| (FileId(file), PageId(page))));
        let of = |file| table.get(FileId(file)).iter().map(|page| page.0).collect::<Vec<_>>();
        assert_eq!((0..6).map(of).collect::<Vec<_>>(), [vec![], vec![4, 0], vec![], vec![], vec![2], vec![]]);
    }
}
