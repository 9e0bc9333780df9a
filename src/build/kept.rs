//! What a build keeps of its pages for the next one: everything that it gave beside its files, under a key over all
//! that it was made from. A page whose key is as before is not parsed for its tree, resolved, rendered or written.
//!
//! **Invariant:** a page that does not fit is made anew, by the code that makes all pages. What is kept never
//! changes what is built, only whether building is needed.

use serde::{Deserialize, Serialize};

use crate::base::{Artifact, DocPath, FileId, Hash128, OutPath, SharedBytes};
use crate::diag::{Code, Diagnostic};
use crate::docset::{Asset, Page, PageId, Target};
use crate::markdown::Directive;
use crate::methods::{Index, StoredSets};
use crate::output::{OutputError, Store};
use crate::search::SearchDoc;
use crate::validate::Facts;

use super::page::{Given, Read, Rendered};
use super::site::Site;
use super::{inputs, methods};

/// Under which it is kept.
pub(super) const NAME: &str = "pages";

/// What a page was made from.
#[derive(Debug, Serialize, Deserialize)]
struct Origin {
    /// Over the texts and ids of what follows.
    key: u128,
    /// The files it shows: its own first, then those it includes.
    files: Vec<FileId>,
    /// The pages it links to, as numbers of the catalog.
    targets: Vec<u32>,
    /// Whether there was a method index to link to.
    methods: bool,
    /// Whether it holds a set.
    holds: bool,
}

/// What a page gave, but for its search document, which is kept as it is.
#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    links: usize,
    /// Source and place of the files it shows; on a site they have no other address.
    assets: Vec<(String, String)>,
    diagnostics: Vec<Diagnostic>,
    facts: Option<Facts>,
    sets: StoredSets,
    asks: Vec<Directive>,
    /// Over what it shows of the index.
    shown: u128,
}

/// A page as the build before made it, until the index tells whether the tables that it shows are as they were.
#[derive(Debug)]
pub(super) struct KeptPage {
    /// What it gives to the index.
    pub given: Given,
    rendered: Rendered,
    shown: u128,
}

impl KeptPage {
    /// The page, if the index says the same as before where the page shows it and the page's files are still there.
    /// `asks`: the tables that it asks for.
    pub(super) fn settle(
        self,
        site: &Site,
        (page, asks): (&Page, &[(PageId, Directive)]),
        index: Option<&Index>,
        store: &dyn Store,
    ) -> Result<Option<Rendered>, OutputError> {
        if methods::shown(page, asks, index).0 != self.shown {
            return Ok(None);
        }
        let twin = site.twin(page);
        let outs: Vec<&OutPath> = std::iter::once(&page.out).chain(&twin).collect();
        Ok(store.keep(&outs)?.then_some(self.rendered))
    }
}

/// The bytes of a page's entry and of its search document. Both are empty for a page that is not kept, the second for
/// one that is not searched.
pub(super) type Bytes = (SharedBytes, SharedBytes);

/// What the build before kept, and the keys to tell what of it still holds.
#[derive(Debug)]
pub(super) struct Kept {
    frame: Hash128,
    /// Over the ids of each page.
    anchors: Vec<u64>,
    /// What was left, if that build had the same frame.
    former: Option<Former>,
}

/// What a build with the same frame left.
#[derive(Debug)]
struct Former {
    /// Whether it had a method index to link to.
    methods: bool,
    index: IndexFiles,
    /// What was kept of each page.
    pages: Vec<Bytes>,
}

/// The files of the method index.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct IndexFiles {
    /// Over the index that they show; `None` when they are to be made anew.
    shown: Option<u128>,
    paths: Vec<String>,
}

impl IndexFiles {
    /// The files that were made of an index with this key.
    pub(super) fn of(shown: Option<Hash128>, files: &[Artifact]) -> IndexFiles {
        IndexFiles {
            shown: shown.map(|key| key.0),
            paths: files.iter().map(|file| file.path.to_string()).collect(),
        }
    }

    /// Where the files lie, if they show an index with this key.
    pub(super) fn paths(&self, shown: Option<Hash128>) -> Option<Vec<OutPath>> {
        let same = shown.is_some() && self.shown == shown.map(|key| key.0);
        same.then(|| self.paths.iter().map(|path| OutPath::new(path)).collect())?
    }
}

/// What pages share of what was kept, when they are made.
#[derive(Debug)]
pub(super) struct Shared {
    frame: Hash128,
    methods: bool,
    /// Whether what is made from the frame alone would be made as the build before made it.
    pub same: bool,
    /// The files of the method index, where `same`.
    pub index: IndexFiles,
}

impl Kept {
    /// Reads what the build before left; nothing of it counts when anything has changed that all pages depend on.
    pub(super) fn new(site: &Site, left: Vec<u8>) -> Kept {
        let catalog = site.catalog();
        let frame = inputs::frame(site.project());
        let anchors = catalog.pages().iter().map(|page| catalog.anchors_key(page.id)).collect();
        Kept { frame, anchors, former: former(left, frame) }
    }

    /// Lets go of what was kept of pages.
    pub(super) fn into_shared(self, site: &Site) -> Shared {
        let methods = site.links_methods();
        let former = self.former.filter(|former| former.methods == methods);
        let (same, index) = (former.is_some(), former.map(|former| former.index).unwrap_or_default());
        Shared { frame: self.frame, methods, same, index }
    }

    /// What was kept of a page.
    fn bytes(&self, page: &Page) -> Option<&Bytes> {
        self.former.as_ref()?.pages.get(page.id.0 as usize)
    }

    /// The page as the build before made it, if it would be made so again but for what it shows of the index.
    pub(super) fn page(&self, site: &Site, page: &Page) -> Option<KeptPage> {
        let (bytes, searched) = self.bytes(page)?;
        let entry = self.entry(site, bytes)?;
        let asset = |(path, out): (String, String)| {
            Some(Asset { path: DocPath::new(&path)?, out: OutPath::new(&out)?, url: String::new() })
        };
        let given = Given {
            sets: entry.sets.into(),
            asks: entry.asks.into_iter().map(|directive| (page.id, directive)).collect(),
            facts: entry.facts.map(|facts| (page.id, facts)),
        };
        let rendered = Rendered {
            search: (!searched.is_empty()).then(|| SearchDoc::from_bytes(searched.clone())),
            assets: entry.assets.into_iter().filter_map(asset).collect(),
            links: entry.links,
            diagnostics: entry.diagnostics,
            entry: bytes.clone(),
            ..Rendered::default()
        };
        Some(KeptPage { given, rendered, shown: entry.shown })
    }

    fn entry(&self, site: &Site, bytes: &SharedBytes) -> Option<Entry> {
        let (origin, entry) = self.origin(site, bytes)?;
        if origin.methods == site.links_methods() { postcard::from_bytes(entry).ok() } else { None }
    }

    /// What a page was made from, if that is as it was, and the bytes of what the page gave.
    fn origin<'b>(&self, site: &Site, bytes: &'b SharedBytes) -> Option<(Origin, &'b [u8])> {
        let (origin, entry): (Origin, _) = postcard::take_from_bytes(bytes.as_ref()).ok()?;
        let targets = origin.targets.iter().copied().map(PageId);
        (self.key(site, &origin.files, targets)? == origin.key).then_some((origin, entry))
    }

    /// Whether a page holds a set; `None` when that is not known.
    pub(super) fn holds_set(&self, site: &Site, page: &Page) -> Option<bool> {
        let (bytes, _) = self.bytes(page)?;
        self.origin(site, bytes).map(|(origin, _)| origin.holds)
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

    /// What is to be kept of a page that was just read; `None` when it depends on more than its key tells.
    pub(super) fn draft(
        &self,
        site: &Site,
        page: &Page,
        read: &Read,
        index: Option<&Index>,
    ) -> Option<Draft> {
        let (view, files) = (read.view(), read.files(page)?);
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
        let Given { sets, asks, .. } = &read.given;
        let shown = methods::shown(page, asks, index);
        let origin =
            Origin { key, files, targets, methods: site.links_methods(), holds: read.given.holds_set() };
        let asks = asks.iter().map(|(_, directive)| directive.clone()).collect();
        Some(Draft { origin, facts, sets: sets.into(), asks, shown })
    }
}

impl Shared {
    /// What is kept of all pages, in the order of the catalog, and of the index, to be left for the next build. In
    /// pieces: together they are a tenth of what a build holds, and no second copy is needed.
    pub(super) fn pack(&self, pages: Vec<Bytes>, index: &IndexFiles) -> Vec<SharedBytes> {
        // Files that cannot be noted are made anew.
        let index = postcard::to_stdvec(index).unwrap_or_default();
        let mut lengths = self.frame.0.to_le_bytes().to_vec();
        lengths.push(u8::from(self.methods));
        let mut number = |n: usize| lengths.extend(u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes());
        number(pages.len());
        number(index.len());
        for (entry, searched) in &pages {
            number(entry.as_ref().len());
            number(searched.as_ref().len());
        }
        let pieces = pages.into_iter().flat_map(|(entry, searched)| [entry, searched]);
        [SharedBytes::from(lengths), SharedBytes::from(index)].into_iter().chain(pieces).collect()
    }
}

/// An entry that waits for the page to be rendered.
#[derive(Debug)]
pub(super) struct Draft {
    origin: Origin,
    facts: Option<Facts>,
    sets: StoredSets,
    asks: Vec<Directive>,
    shown: Hash128,
}

impl Draft {
    /// The entry with what rendering gave, as bytes.
    pub(super) fn finish(self, rendered: &mut Rendered) -> SharedBytes {
        let Draft { origin, facts, sets, asks, shown } = self;
        if rendered.diagnostics.iter().any(|d| d.code == Code::InternalError) {
            return SharedBytes::default();
        }
        let path = |asset: &Asset| (asset.path.to_string(), asset.out.to_string());
        let entry = Entry {
            links: rendered.links,
            assets: rendered.assets.iter().map(path).collect(),
            diagnostics: std::mem::take(&mut rendered.diagnostics),
            facts,
            sets,
            asks,
            shown: shown.0,
        };
        // A page that cannot be kept is made anew.
        let mut bytes = postcard::to_stdvec(&(&origin, &entry)).unwrap_or_default();
        bytes.shrink_to_fit();
        rendered.diagnostics = entry.diagnostics;
        SharedBytes::from(bytes)
    }
}

const FRAME: usize = size_of::<u128>();
const LENGTH: usize = size_of::<u32>();

/// What was left; `None` when it was left for another frame or is cut off.
fn former(left: Vec<u8>, frame: Hash128) -> Option<Former> {
    let (head, rest) = left.split_first_chunk::<FRAME>()?;
    if u128::from_le_bytes(*head) != frame.0 {
        return None;
    }
    let (methods, rest) = rest.split_first()?;
    let (count, rest) = rest.split_first_chunk::<LENGTH>()?;
    let count = u32::from_le_bytes(*count) as usize;
    // That of the index, and two of each page.
    let count = count.checked_mul(2)?.checked_add(1)?;
    let (lengths, _) = rest.get(..count.checked_mul(LENGTH)?)?.as_chunks::<LENGTH>();
    let lengths: Vec<usize> = lengths.iter().map(|length| u32::from_le_bytes(*length) as usize).collect();
    let mut start = FRAME + 1 + LENGTH + lengths.len() * LENGTH;
    if left.len() - start != lengths.iter().sum::<usize>() {
        return None;
    }
    let (methods, left) = (*methods == 1, SharedBytes::from(left));
    let mut next = |length: usize| {
        start += length;
        left.part(start - length..start)
    };
    let (index, pairs) = lengths.split_first()?;
    let index = postcard::from_bytes(next(*index).as_ref()).unwrap_or_default();
    let (pairs, _) = pairs.as_chunks::<2>();
    let pages = pairs.iter().map(|[entry, searched]| (next(*entry), next(*searched))).collect();
    Some(Former { methods, index, pages })
}
