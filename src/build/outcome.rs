//! What a run over all pages comes to.

use std::time::Duration;

use crate::base::{DocPath, SharedBytes};
use crate::diag::Diagnostic;
use crate::methods::{Candidate, Index, PageSets};

use super::page::Given;
use super::site::Site;
use super::{Counts, methods, rules};

/// What a run over all pages gave.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub diagnostics: Vec<Diagnostic>,
    pub counts: Counts,
    pub index: Option<Index>,
    /// What discovery looked at, with the configuration to paste; empty unless it was asked for.
    pub candidates: Vec<(Candidate, String)>,
    /// How long each page took that was made anew, from resolving to writing it.
    pub times: Vec<(DocPath, Duration)>,
    /// What stands in the way of the site (see [`Plan::conflicts`](super::plan::Plan::conflicts)); nothing was written
    /// when there is any.
    pub conflicts: usize,
    /// Every finding that a site can have is among the diagnostics, so that a comment without one is idle.
    pub whole: bool,
    /// What the next build is to find of the pages.
    pub kept: Vec<SharedBytes>,
}

impl Outcome {
    /// What was said before any page was read.
    pub(super) fn new(site: &Site) -> Outcome {
        let diagnostics = site.project().diagnostics.clone();
        let mut outcome = Outcome { diagnostics, whole: true, ..Outcome::default() };
        outcome.diagnostics.extend(site.rule_findings().iter().cloned());
        outcome.counts.redirects = site.catalog().redirects().len();
        outcome
    }

    /// Makes the index of what the pages gave.
    pub(super) fn take_index(&mut self, site: &Site, given: Vec<Given>) {
        let facts: Vec<_> = given.iter().filter_map(|g| g.facts.clone()).collect();
        self.diagnostics.extend(rules::site(site.project(), &facts));
        let (mut sets, asks): (Vec<PageSets>, Vec<_>) = given.into_iter().map(|g| (g.sets, g.asks)).unzip();
        let candidates = sets.iter_mut().flat_map(|page| std::mem::take(&mut page.candidates));
        self.candidates = candidates
            .map(|c| {
                let text = c.configuration(site.rules());
                (c, text)
            })
            .collect();
        self.index = methods::assemble(site.rules(), sets, &mut self.diagnostics);
        if let Some(index) = &self.index {
            self.diagnostics.extend(methods::lost(site, index));
        }
        self.diagnostics.extend(methods::unanswered(site, self.index.as_ref(), asks.iter().flatten()));
        let sets = self.index.as_ref().map_or(&[][..], |index| &index.sets);
        self.counts.comparisons = sets.len();
        self.counts.methods = sets.iter().map(|set| set.entries.len()).sum();
    }
}
