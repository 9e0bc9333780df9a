//! Sets in the form in which builds keep them from one to the next: with what the published data leaves out.

use serde::{Deserialize, Serialize};

use crate::base::Span;
use crate::config::TableView;

use super::PageSets;
use super::model::{Entry, Home, Note, Place, Set};
use super::rules::FacetRule;

/// A set that can be read back as it was.
#[derive(Debug, Serialize, Deserialize)]
pub struct StoredSet {
    set: Set,
    /// The bytes of its places, in the order of [`each_place`].
    spans: Vec<Option<Span>>,
    /// For each entry.
    reported: Vec<Vec<String>>,
    unversioned: String,
    homes: Vec<Home>,
    view: TableView,
    facet_rules: Vec<FacetRule>,
}

/// What one page gave, but for candidates, which are looked for anew.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct StoredSets {
    sets: Vec<StoredSet>,
    parts: Vec<(usize, StoredSet)>,
}

impl From<&Set> for StoredSet {
    fn from(set: &Set) -> Self {
        let mut set = set.clone();
        let mut spans = Vec::new();
        each_place(&mut set, &mut |place| spans.push(place.span));
        let reported = set.entries.iter_mut().map(|entry| std::mem::take(&mut entry.reported)).collect();
        StoredSet {
            spans,
            reported,
            unversioned: std::mem::take(&mut set.unversioned),
            homes: std::mem::take(&mut set.homes),
            view: set.view,
            facet_rules: std::mem::take(&mut set.facet_rules),
            set,
        }
    }
}

impl From<StoredSet> for Set {
    fn from(stored: StoredSet) -> Self {
        let StoredSet { mut set, spans, reported, unversioned, homes, view, facet_rules } = stored;
        let mut spans = spans.into_iter();
        each_place(&mut set, &mut |place| place.span = spans.next().flatten());
        for (entry, reported) in set.entries.iter_mut().zip(reported) {
            entry.reported = reported;
        }
        Set { unversioned, homes, view, facet_rules, ..set }
    }
}

impl From<&PageSets> for StoredSets {
    fn from(page: &PageSets) -> Self {
        let parts = page.parts.iter().map(|(rule, set)| (*rule, set.into()));
        StoredSets { sets: page.sets.iter().map(Into::into).collect(), parts: parts.collect() }
    }
}

impl From<StoredSets> for PageSets {
    fn from(stored: StoredSets) -> Self {
        let parts = stored.parts.into_iter().map(|(rule, set)| (rule, set.into()));
        PageSets {
            sets: stored.sets.into_iter().map(Into::into).collect(),
            parts: parts.collect(),
            candidates: Vec::new(),
        }
    }
}

/// Visits every place of a set.
fn each_place(set: &mut Set, visit: &mut dyn FnMut(&mut Place)) {
    visit(&mut set.source);
    notes(&mut set.notes, visit);
    for Entry { source, values, notes: own, related, .. } in &mut set.entries {
        visit(source);
        notes(own, visit);
        related.iter_mut().for_each(|link| visit(&mut link.source));
        for value in values.values_mut() {
            visit(&mut value.source);
            notes(&mut value.notes, visit);
            for item in &mut value.items {
                visit(&mut item.source);
                notes(&mut item.notes, visit);
            }
        }
    }
}

fn notes(notes: &mut [Note], visit: &mut dyn FnMut(&mut Place)) {
    notes.iter_mut().for_each(|note| visit(&mut note.source));
}
