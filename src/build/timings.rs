//! How long the stages of a build took.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Progress;
use crate::base::DocPath;

/// How many of the slowest pages are kept.
const SLOWEST: usize = 10;

/// Wall time by stage, in the order in which they ran, and the pages that took longest.
#[derive(Debug, Clone, Default)]
pub struct Timings {
    stages: Vec<(&'static str, Duration)>,
    slowest: Vec<(DocPath, Duration)>,
    made: usize,
    progress: Option<Arc<Progress>>,
}

impl Timings {
    /// Nothing measured yet; `progress` is told of each stage.
    pub(super) fn told(progress: Option<Arc<Progress>>) -> Self {
        Timings { progress, ..Timings::default() }
    }

    /// Whom to tell of pages.
    pub(super) fn progress(&self) -> Option<&Arc<Progress>> {
        self.progress.as_ref()
    }

    /// Runs `work` and notes its time under `stage`.
    pub(super) fn measure<T>(&mut self, stage: &'static str, work: impl FnOnce() -> T) -> T {
        if let Some(progress) = &self.progress {
            progress.enter(stage);
        }
        let start = Instant::now();
        let value = work();
        self.stages.push((stage, start.elapsed()));
        value
    }

    /// Takes over what was measured beside: such stages overlap.
    pub(super) fn append(&mut self, beside: Timings) {
        self.stages.extend(beside.stages);
    }

    /// Counts the pages that were made anew and keeps the slowest: their sources and the time from resolving to
    /// writing them.
    pub(super) fn keep_made(&mut self, mut pages: Vec<(DocPath, Duration)>) {
        self.made = pages.len();
        pages.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        pages.truncate(SLOWEST);
        self.slowest = pages;
    }

    /// How many pages were made anew; the others were taken over from the build before.
    pub fn made(&self) -> usize {
        self.made
    }

    /// The pages that took longest, the slowest first.
    pub fn slowest(&self) -> &[(DocPath, Duration)] {
        &self.slowest
    }

    /// The stages and their times.
    pub fn stages(&self) -> &[(&'static str, Duration)] {
        &self.stages
    }
}
