//! How long the stages of a build took.

use std::time::{Duration, Instant};

/// Wall time by stage, in the order in which they ran.
#[derive(Debug, Clone, Default)]
pub struct Timings {
    stages: Vec<(&'static str, Duration)>,
}

impl Timings {
    /// Runs `work` and notes its time under `stage`.
    pub(super) fn measure<T>(&mut self, stage: &'static str, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let value = work();
        self.stages.push((stage, start.elapsed()));
        value
    }

    /// The stages and their times.
    pub fn stages(&self) -> &[(&'static str, Duration)] {
        &self.stages
    }
}
