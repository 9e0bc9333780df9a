//! What the preview serves that is made of all pages: the method index, the search index, the files that pages show.
//! Each is made when first asked for. After an edit, what other pages than the edited ones gave is still known.
//!
//! **Invariant:** knows which pages an edit touches by the files they show. It never compares what they say.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::base::{Artifact, FileId, OutPath};
use crate::docset::{Page, PageId};
use crate::methods::Index;

use super::page::{self, Share};
use super::session::Served;
use super::site::Site;
use super::{BuildError, methods};

/// Generated files.
type Files = BTreeMap<OutPath, Arc<[u8]>>;

/// What is made of all pages. Made twice when two requests need it at once: nobody waits for others here.
#[derive(Debug, Default)]
pub(super) struct Whole {
    /// What is known of each page from before an edit.
    former: FxHashMap<PageId, Arc<Share>>,
    /// In the order in which a build writes the pages.
    shares: OnceLock<Vec<(PageId, Arc<Share>)>>,
    index: OnceLock<Option<Index>>,
    methods: OnceLock<Files>,
    search: OnceLock<Files>,
}

impl Whole {
    /// Forgets what an edit of `files` can have changed.
    pub(super) fn edit(&mut self, files: &[FileId]) {
        let Whole { former, shares, .. } = std::mem::take(self);
        self.former = shares.into_inner().map_or(former, |shares| shares.into_iter().collect());
        self.former.retain(|_, share| {
            let shown = share.files.as_ref();
            shown.is_some_and(|shown| files.iter().all(|file| !shown.contains(file)))
        });
    }

    /// The method index; `None` when it is switched off.
    pub(super) fn index(&self, site: &Site) -> Option<&Index> {
        if let Some(index) = self.index.get() {
            return index.as_ref();
        }
        let sets = self.shares(site).iter().map(|(_, share)| share.sets.clone()).collect();
        // What there is to say of the index as a whole has no page to be shown on.
        let index = methods::assemble(site.rules(), sets, &mut Vec::new());
        self.index.get_or_init(|| index).as_ref()
    }

    /// The file at a path; `None` when there is none.
    pub(super) fn file(&self, site: &Site, path: &OutPath) -> Result<Option<Served>, BuildError> {
        if let Some(body) = self.methods(site)?.get(path) {
            return Ok(Some(Served::Made(Arc::clone(body))));
        }
        let mut assets = self.shares(site).iter().flat_map(|(_, share)| &share.assets);
        if let Some(asset) = assets.find(|asset| asset.out == *path) {
            return Ok(Some(Served::File(asset.path.clone())));
        }
        Ok(self.search(site)?.get(path).map(|body| Served::Made(Arc::clone(body))))
    }

    fn shares(&self, site: &Site) -> &[(PageId, Arc<Share>)] {
        if let Some(shares) = self.shares.get() {
            return shares;
        }
        let mut pages: Vec<&Page> = site.catalog().pages().iter().collect();
        pages.sort_unstable_by_key(|page| &page.out);
        let one = |page: &&Page| {
            let known = self.former.get(&page.id).cloned();
            (page.id, known.unwrap_or_else(|| Arc::new(page::share(site, page))))
        };
        let shares = pages.par_iter().map(one).collect();
        self.shares.get_or_init(|| shares)
    }

    fn methods(&self, site: &Site) -> Result<&Files, BuildError> {
        if let Some(files) = self.methods.get() {
            return Ok(files);
        }
        let files = self.index(site).map_or_else(|| Ok(Vec::new()), |index| methods::files(site, index))?;
        let files = files.into_iter().map(|file| (file.path, file.body.into())).collect();
        Ok(self.methods.get_or_init(|| files))
    }

    fn search(&self, site: &Site) -> Result<&Files, BuildError> {
        if let Some(files) = self.search.get() {
            return Ok(files);
        }
        let made = Mutex::new(Files::new());
        if site.theme.site().search {
            let docs = self.shares(site).iter().filter_map(|(_, share)| share.search.clone()).collect();
            let put = |Artifact { path, body }| {
                made.lock().unwrap_or_else(PoisonError::into_inner).insert(path, body.into());
                Ok::<(), BuildError>(())
            };
            site.search_index(docs, self.index(site), put)?;
        }
        let files = made.into_inner().unwrap_or_else(PoisonError::into_inner);
        Ok(self.search.get_or_init(|| files))
    }
}
