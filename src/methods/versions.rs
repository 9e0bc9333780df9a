//! Versions: pages of several versions of a docset say the same things again, and their sets and entries are one.

use indexmap::IndexMap;
use indexmap::map::Entry as Slot;

use super::model::{Entry, Note, Set};
use super::value::escape;

/// One set for all versions of a page that say the same. The plainest address, that of the newest version, stays.
pub(crate) fn unite_sets(sets: Vec<Set>) -> Vec<Set> {
    let mut out: IndexMap<String, Set> = IndexMap::with_capacity(sets.len());
    for (number, set) in sets.into_iter().enumerate() {
        // A set of a page without versions stays by itself, whatever it says.
        let key = if set.versions.is_empty() { number.to_string() } else { words(&set) };
        match out.entry(key) {
            Slot::Vacant(slot) => {
                slot.insert(set);
            }
            Slot::Occupied(mut slot) => unite(slot.get_mut(), set),
        }
    }
    out.into_values().collect()
}

fn unite(known: &mut Set, mut other: Set) {
    if plainer(&other.url, &known.url) {
        std::mem::swap(known, &mut other);
    }
    known.homes.append(&mut other.homes);
    known.versions.append(&mut other.versions);
    known.versions.sort();
    known.versions.dedup();
}

/// Whether the address `a` is that of a newer version than `b`: it has no version in it, or one that comes later.
fn plainer(a: &str, b: &str) -> bool {
    a.len() < b.len() || a.len() == b.len() && a > b
}

/// All that a set says, without addresses and positions, in which versions differ.
fn words(set: &Set) -> String {
    let mut out = set.unversioned.clone();
    let mut add = |text: &str| {
        out.push('\0');
        out.push_str(text);
    };
    add(&set.title);
    set.facets.iter().for_each(|facet| add(&facet.label));
    set.notes.iter().for_each(|note| add(&note.text));
    for entry in &set.entries {
        add(&entry.id);
        add(&entry.title);
        add(&entry.summary);
        let notes = |notes: &[Note]| notes.iter().map(|n| n.text.clone()).collect::<Vec<_>>().join("\0");
        add(&notes(&entry.notes));
        entry.related.iter().for_each(|related| add(&related.text));
        for (key, value) in &entry.values {
            add(key);
            add(&value.text);
            add(&notes(&value.notes));
        }
    }
    out
}

/// One entry for each id: versions of a page are one entry that says, under the key `versions` of its values, which
/// versions there are. The plainest address, that of the newest version, stays.
pub(crate) fn unite_entries(entries: Vec<Entry>, versions: Option<&str>) -> Vec<Entry> {
    let mut out: IndexMap<String, Entry> = IndexMap::with_capacity(entries.len());
    for mut entry in entries {
        match out.entry(entry.id.clone()) {
            Slot::Vacant(slot) => {
                slot.insert(entry);
            }
            Slot::Occupied(mut slot) => {
                let known = slot.get_mut();
                if plainer(&entry.url, &known.url) {
                    std::mem::swap(known, &mut entry);
                }
                if let Some(key) = versions {
                    unite_versions(known, &entry, key);
                }
            }
        }
    }
    out.into_values().collect()
}

fn unite_versions(kept: &mut Entry, other: &Entry, key: &str) {
    let Some(value) = kept.values.get_mut(key) else { return };
    value.terms.extend(other.values.get(key).into_iter().flat_map(|v| v.terms.iter().cloned()));
    value.terms.sort();
    value.terms.dedup();
    value.text = value.terms.join(", ");
    value.html = escape(&value.text);
}
