//! The method index: sets of alternatives read out of ordinary pages, and the tables that compare them.
//!
//! Data flow: [`extract`] reads one [`PageView`] (pure, in parallel), [`assemble`] joins what the pages gave
//! into an [`Index`] (serial, cheap). **Invariant:** this module knows document trees, never HTML rendering:
//! the HTML of values comes through [`Html`], and pages leave as template names with data.

mod model;
mod rules;

pub use model::{
    Entry, FORMAT_VERSION, Facet, Form, Found, Index, Item, Kind, Mark, NearMiss, Note, Origin, Place,
    Related, Set, Trait, Value,
};
pub use rules::{FacetRule, Rules, SetRule};

use serde_json::{Map, Value as Json};

use crate::base::{DocPath, OutPath};
use crate::diag::{Files, Warned};
use crate::docset::{NodeRef, PageId, PageView};

/// Gives the HTML of nodes; `build` implements it with the article renderer.
pub trait Html: Sync {
    /// The HTML of `nodes` (blocks or inlines, in order), with links as they are printed on the page itself.
    fn html(&self, view: &PageView, nodes: &[NodeRef]) -> String;
}

/// What the index needs to know of a page besides its content.
#[derive(Debug, Clone, Copy)]
pub struct PageInfo<'a> {
    /// The page.
    pub id: PageId,
    /// Its source, from the root of the repository.
    pub source: &'a DocPath,
    /// Its output file.
    pub out: &'a OutPath,
    /// Its title.
    pub title: &'a str,
    /// Its metadata, merged.
    pub metadata: &'a Map<String, Json>,
}

/// What one page gave.
#[derive(Debug, Clone, Default)]
pub struct PageSets {
    /// Whole sets.
    pub sets: Vec<Set>,
    /// Entries of sets that span pages: index of the rule, entry.
    pub entries: Vec<(usize, Entry)>,
    /// What discovery looked at and refused, kept on request.
    pub rejected: Vec<Candidate>,
}

/// Something that looks like a set, with discovery's reasons.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The set as it would be, without HTML when it was refused.
    pub set: Set,
    /// The parts of the score: name, points, explanation.
    pub parts: Vec<(&'static str, u8, String)>,
    /// Why it was refused, when it was.
    pub refused: Option<String>,
}

/// Reads the sets of one page. Pure; called for each page in parallel.
pub fn extract(
    _view: &PageView,
    _page: &PageInfo<'_>,
    _rules: &Rules,
    _html: &dyn Html,
    _files: &dyn Files,
) -> Warned<PageSets> {
    Warned::default()
}

/// Joins what the pages gave, in page order, into the index of the site.
pub fn assemble(pages: impl IntoIterator<Item = PageSets>, rules: &Rules) -> Warned<Index> {
    let mut sets: Vec<Set> = pages.into_iter().flat_map(|p| p.sets).collect();
    sets.sort_by(|a, b| a.id.cmp(&b.id));
    Warned::clean(Index { version: FORMAT_VERSION, title: rules.title.clone(), sets })
}
