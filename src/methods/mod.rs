//! The method index: sets of alternatives read out of ordinary pages, and the tables that compare them.
//!
//! Data flow: [`extract()`] reads one [`PageView`] (pure, in parallel), [`assemble()`] joins what the pages gave
//! into an [`Index`] (serial, cheap). **Invariant:** this module knows document trees, never HTML rendering:
//! the HTML of values comes through [`Html`], and pages leave as template names with data.

mod assemble;
mod candidate;
mod discover;
mod entries;
mod export;
mod extract;
mod family;
mod fence;
mod finish;
mod further;
mod groups;
mod item;
mod label;
mod line;
mod links;
mod model;
mod outline;
mod pages;
mod prefilter;
mod rules;
mod scan;
mod stored;
mod table;
mod traits;
mod value;
mod versions;

pub use assemble::assemble;
pub use candidate::{Candidate, ScorePart};
pub use extract::extract;
pub use model::{
    Entry, FORMAT_VERSION, Facet, Form, Found, Home, Index, Insertion, Item, Kind, Mark, NearMiss, Note,
    Origin, Place, Related, Set, Trait, Value,
};
pub use pages::MethodPage;
pub use prefilter::may_hold;
pub use rules::{FacetRule, Rules, SectionName, SetRule, TraitRule};
pub use stored::{StoredSet, StoredSets};
pub use table::{Cell, Head, Own, Row, Table, TableOptions, table};

use crate::base::{DocPath, OutPath};
use crate::docset::{Metadata, NodeRef, PageId, PageView};

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
    /// Its path without extension and version folder; versions of a page share it.
    pub site_path: &'a str,
    /// The versions it stands for; empty when it is not versioned.
    pub versions: &'a [String],
    /// Its title.
    pub title: &'a str,
    /// Its metadata, merged.
    pub metadata: &'a Metadata,
}

/// What one page gave.
#[derive(Debug, Clone, Default)]
pub struct PageSets {
    /// Whole sets.
    pub sets: Vec<Set>,
    /// What a configured set gets from the page: index of the rule, part of the set.
    pub parts: Vec<(usize, Set)>,
    /// What discovery looked at, accepted or not; kept on request.
    pub candidates: Vec<Candidate>,
}
