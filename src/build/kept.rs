//! What a build keeps of its pages for the next one: everything that it gave beside its files, under a key over all
//! that it was made from. A page whose key is as before is not parsed for its tree, resolved, rendered or written.
//!
//! **Invariant:** a page that does not fit is made anew, by the code that makes all pages. What is kept never
//! changes what is built, only whether building is needed.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use rustc_hash::FxHashSet;

use crate::base::{DocPath, FileId, Hash128, OutPath};
use crate::diag::{Code, Diagnostic};
use crate::docset::{Asset, Page, PageId, PageKind, Target};
use crate::output::{OutputError, Store};
use crate::search::SearchDoc;
use crate::validate::Facts;

use super::inputs;
use super::page::{Given, Read, Rendered};
use super::site::Site;

/// Under which it is kept.
pub(super) const NAME: &str = "pages";

/// One page.
#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    /// Over what it was made from.
    key: u128,
    /// The files it shows: its own first, then those it includes.
    files: Vec<FileId>,
    /// The pages it links to, as numbers of the catalog.
    targets: Vec<u32>,
    links: usize,
    /// Source and place of the files it shows; on a site they have no other address.
    assets: Vec<(String, String)>,
    diagnostics: Vec<Diagnostic>,
    facts: Option<Facts>,
    search: Option<SearchDoc>,
}

/// What the build before kept, and the keys to tell what of it still holds.
#[derive(Debug)]
pub(super) struct Kept {
    frame: Hash128,
    /// Over the ids of each page.
    anchors: Vec<u64>,
    former: Vec<u8>,
    /// Where each page's entry lies in `former`; empty for pages that have none.
    places: Vec<Range<usize>>,
}

impl Kept {
    /// Reads what the build before left; nothing of it counts when anything has changed that all pages depend on.
    pub(super) fn new(site: &Site, left: Vec<u8>) -> Kept {
        let catalog = site.catalog();
        let frame = inputs::frame(site.project(), site.links_methods());
        let anchors = catalog.pages().iter().map(|page| catalog.anchors_key(page.id)).collect();
        let places = places(&left, frame).unwrap_or_default();
        Kept { frame, anchors, former: left, places }
    }

    /// The page as the build before made it, if it would be made so again and its files are still there. Its bytes
    /// are kept for the next build by [`Kept::bytes`].
    pub(super) fn page(
        &self,
        site: &Site,
        page: &Page,
        store: &dyn Store,
    ) -> Result<Option<(Given, Rendered)>, OutputError> {
        let Some(entry) = self.entry(site, page) else { return Ok(None) };
        let twin = site.twin(page);
        let outs: Vec<&OutPath> = std::iter::once(&page.out).chain(&twin).collect();
        if !store.keep(&outs)? {
            return Ok(None);
        }
        let asset = |(path, out): (String, String)| {
            Some(Asset { path: DocPath::new(&path)?, out: OutPath::new(&out)?, url: String::new() })
        };
        let given = Given { facts: entry.facts.map(|facts| (page.id, facts)), ..Given::default() };
        let rendered = Rendered {
            search: entry.search,
            assets: entry.assets.into_iter().filter_map(asset).collect(),
            links: entry.links,
            diagnostics: entry.diagnostics,
            entry: self.bytes(page).to_vec(),
            ..Rendered::default()
        };
        Ok(Some((given, rendered)))
    }

    fn entry(&self, site: &Site, page: &Page) -> Option<Entry> {
        let entry: Entry = postcard::from_bytes(self.bytes(page)).ok()?;
        let targets = entry.targets.iter().copied().map(PageId);
        (self.key(site, &entry.files, targets)? == entry.key).then_some(entry)
    }

    /// What was kept of a page; empty when nothing was.
    pub(super) fn bytes(&self, page: &Page) -> &[u8] {
        let place = self.places.get(page.id.0 as usize).cloned().unwrap_or_default();
        self.former.get(place).unwrap_or_default()
    }

    /// The key of a page that shows these files and links to these pages.
    fn key(&self, site: &Site, files: &[FileId], targets: impl Iterator<Item = PageId>) -> Option<u128> {
        let mut parts = Vec::with_capacity(16 * (files.len() + 2));
        for file in files {
            let source = site.workspace().sources.files().get(file.0 as usize)?;
            parts.extend(source.hash.0.to_le_bytes());
        }
        for target in targets {
            parts.extend(self.anchors.get(target.0 as usize)?.to_le_bytes());
        }
        Some(Hash128::of(&parts).0)
    }

    /// What is to be kept of a page that was just read and rendered; empty when it depends on more than its key tells.
    pub(super) fn draft(&self, site: &Site, page: &Page, read: &Read) -> Option<Draft> {
        let view = read.view();
        // Data may link from anywhere, tables come from other pages, and snippets may show texts of other pages.
        let shows_markdown = |path: &str| path.to_ascii_lowercase().contains(".md");
        let mut snippets = view.docs.iter().flat_map(|o| &o.doc.snippets);
        if page.kind != PageKind::Article || read.waits() || snippets.any(|s| shows_markdown(&s.path)) {
            return None;
        }
        let mut seen = FxHashSet::default();
        let files: Vec<FileId> = view.docs.iter().map(|o| o.doc.file).filter(|f| seen.insert(*f)).collect();
        if files.first() != Some(&page.file) {
            // It could not be resolved.
            return None;
        }
        let mut targets: Vec<u32> = Vec::new();
        for target in view.docs.iter().flat_map(|o| o.targets.iter().chain(&o.xrefs)) {
            if let Target::Page { page, .. } = target {
                targets.push(page.0);
            }
        }
        targets.sort_unstable();
        targets.dedup();
        let key = self.key(site, &files, targets.iter().copied().map(PageId))?;
        let facts = read.given.facts.as_ref().map(|(_, facts)| facts.clone());
        Some(Draft { key, files, targets, facts })
    }

    /// All pages' entries in the order of the catalog, to be left for the next build. In pieces: together they are a
    /// tenth of what a build holds, and no second copy is needed.
    pub(super) fn pack(&self, entries: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
        let mut pieces = Vec::with_capacity(entries.len() * 2 + 1);
        pieces.push(self.frame.0.to_le_bytes().to_vec());
        for entry in entries {
            pieces.push(u32::try_from(entry.len()).unwrap_or(0).to_le_bytes().to_vec());
            pieces.push(entry);
        }
        pieces
    }
}

/// An entry that waits for the page to be rendered.
#[derive(Debug)]
pub(super) struct Draft {
    key: u128,
    files: Vec<FileId>,
    targets: Vec<u32>,
    facts: Option<Facts>,
}

impl Draft {
    /// The entry with what rendering gave, as bytes.
    pub(super) fn finish(self, rendered: &mut Rendered) -> Vec<u8> {
        let Draft { key, files, targets, facts } = self;
        if rendered.diagnostics.iter().any(|d| d.code == Code::InternalError) {
            return Vec::new();
        }
        let path = |asset: &Asset| (asset.path.to_string(), asset.out.to_string());
        let entry = Entry {
            key,
            files,
            targets,
            links: rendered.links,
            assets: rendered.assets.iter().map(path).collect(),
            diagnostics: std::mem::take(&mut rendered.diagnostics),
            facts,
            search: rendered.search.take(),
        };
        // A page that cannot be kept is made anew.
        let mut bytes = postcard::to_stdvec(&entry).unwrap_or_default();
        bytes.shrink_to_fit();
        (rendered.diagnostics, rendered.search) = (entry.diagnostics, entry.search);
        bytes
    }
}

const FRAME: usize = size_of::<u128>();
const LENGTH: usize = size_of::<u32>();

/// Where the entries lie in what was left; `None` when it was left for another frame or is cut off.
fn places(left: &[u8], frame: Hash128) -> Option<Vec<Range<usize>>> {
    let (head, mut rest) = left.split_first_chunk::<FRAME>()?;
    if u128::from_le_bytes(*head) != frame.0 {
        return None;
    }
    let mut places = Vec::new();
    while let Some((length, after)) = rest.split_first_chunk::<LENGTH>() {
        let length = u32::from_le_bytes(*length) as usize;
        let start = left.len() - after.len();
        rest = after.get(length..)?;
        places.push(start..start + length);
    }
    Some(places)
}
