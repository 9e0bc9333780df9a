//! How far a build is, for somebody who looks on from another thread. Nothing of a build depends on it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Where a build is. Shared with it through [`BuildOptions::progress`](super::BuildOptions::progress).
#[derive(Debug, Default)]
pub struct Progress {
    stage: Mutex<&'static str>,
    pages: AtomicUsize,
    done: AtomicUsize,
}

impl Progress {
    /// The stage that was begun last, by the name that `--timings` has for it; empty before the first.
    pub fn stage(&self) -> &'static str {
        *self.stage.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many pages are made or taken over so far, and of how many; none before it is known.
    pub fn pages(&self) -> Option<(usize, usize)> {
        let all = self.pages.load(Ordering::Relaxed);
        (all > 0).then(|| (self.done.load(Ordering::Relaxed).min(all), all))
    }

    pub(super) fn enter(&self, stage: &'static str) {
        *self.stage.lock().unwrap_or_else(PoisonError::into_inner) = stage;
    }

    pub(super) fn expect_pages(&self, pages: usize) {
        self.pages.store(pages, Ordering::Relaxed);
    }

    pub(super) fn page_done(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }
}
