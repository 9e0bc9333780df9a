//! What the pages gave, joined into the index of the site.

use indexmap::IndexMap;
use rustc_hash::FxHashMap;

use crate::base::url;
use crate::diag::{Code, Diagnostic, Warned};

use super::PageSets;
use super::finish::finish;
use super::model::{Entry, FORMAT_VERSION, Index, Set};
use super::rules::{Rules, SetRule};
use super::value::escape;

/// Joins what the pages gave, in page order, into the index of the site.
pub fn assemble(pages: impl IntoIterator<Item = PageSets>, rules: &Rules) -> Warned<Index> {
    let mut diagnostics = Vec::new();
    let mut sets: Vec<Set> = Vec::new();
    let mut parts: IndexMap<usize, Vec<Set>> = IndexMap::new();
    for page in pages {
        sets.extend(page.sets);
        for (rule, set) in page.parts {
            parts.entry(rule).or_default().push(set);
        }
    }
    for (index, rule) in rules.sets.iter().enumerate().filter(|_| rules.enabled) {
        match parts.swap_remove(&index).and_then(join) {
            Some(set) => {
                let traits = rule.traits.as_ref().unwrap_or(&rules.traits);
                let set = finish(set, traits, &mut diagnostics);
                if set.entries.is_empty() {
                    diagnostics.push(lost(rule));
                } else {
                    sets.push(set);
                }
            }
            None => diagnostics.push(lost(rule)),
        }
    }
    sets.sort_by(|a, b| a.id.cmp(&b.id));
    name(&mut sets, rules, &mut diagnostics);
    let mut pages: FxHashMap<_, Vec<usize>> = FxHashMap::default();
    for (index, set) in sets.iter().enumerate() {
        if let Some(page) = set.page {
            pages.entry(page).or_default().push(index);
        }
    }
    Warned { value: Index { version: FORMAT_VERSION, title: rules.title.clone(), sets, pages }, diagnostics }
}

fn lost(rule: &SetRule) -> Diagnostic {
    let sources: Vec<&str> = rule.sources.patterns().collect();
    Diagnostic::new(
        Code::MethodSetNotFound,
        None,
        format!("The set `{}` has no entries in {}.", rule.id, sources.join(", ")),
    )
    .help("Check its sources, level, section and facets; `docwright index --discover` lists what the pages hold.")
}

impl Index {
    /// Reports the sets of an earlier index that are gone from this one.
    pub fn lost_since(&self, baseline: &Index) -> Vec<Diagnostic> {
        let gone = baseline.sets.iter().filter(|old| self.set(&old.id).is_none());
        gone.map(|old| {
            let text = format!(
                "The comparison \"{}\" (`{}`), which was in {}, is gone since the baseline.",
                old.title, old.id, old.source.file
            );
            Diagnostic::new(Code::MethodSetNotFound, None, text)
                .help("Restore the labels of its sections, or make a new baseline.")
        })
        .collect()
    }
}

/// Makes one set of the parts that several pages gave.
fn join(parts: Vec<Set>) -> Option<Set> {
    let several = parts.len() > 1;
    let mut parts = parts.into_iter();
    let mut set = parts.next()?;
    for part in parts {
        for facet in part.facets {
            match set.facets.iter_mut().find(|f| f.key == facet.key) {
                Some(known) if known.label.is_empty() => known.label = facet.label,
                Some(_) => {}
                None => set.facets.push(facet),
            }
        }
        for rule in part.facet_rules {
            if !set.facet_rules.iter().any(|r| r.key == rule.key) {
                set.facet_rules.push(rule);
            }
        }
        set.notes.extend(part.notes);
        set.entries.extend(part.entries);
    }
    if several {
        set.page = None;
        set.insertion = None;
        set.url = String::new();
    }
    set.entries = merge_versions(std::mem::take(&mut set.entries));
    Some(set)
}

/// One entry for each id: versions of a page are one entry that says which versions there are. The plainest
/// address, that of the newest version, stays.
fn merge_versions(entries: Vec<Entry>) -> Vec<Entry> {
    let mut out: IndexMap<String, Entry> = IndexMap::new();
    for entry in entries {
        match out.get_mut(&entry.id) {
            Some(known) => {
                let (mut kept, other) = if entry.url.len() < known.url.len() {
                    (entry, known.clone())
                } else {
                    (known.clone(), entry)
                };
                unite_versions(&mut kept, &other);
                *known = kept;
            }
            None => {
                out.insert(entry.id.clone(), entry);
            }
        }
    }
    out.into_values().collect()
}

fn unite_versions(kept: &mut Entry, other: &Entry) {
    let Some(value) = kept.values.get_mut(super::family::VERSIONS) else { return };
    let more = other.values.get(super::family::VERSIONS).into_iter().flat_map(|v| &v.terms);
    for term in more {
        if !value.terms.contains(term) {
            value.terms.push(term.clone());
        }
    }
    value.terms.sort();
    value.text = value.terms.join(", ");
    value.html = escape(&value.text);
}

/// Makes ids unique and gives each set its page.
fn name(sets: &mut [Set], rules: &Rules, out: &mut Vec<Diagnostic>) {
    let mut seen: FxHashMap<String, usize> = FxHashMap::default();
    for set in sets.iter_mut() {
        let count = seen.entry(set.id.clone()).or_default();
        *count += 1;
        if *count > 1 {
            let id = format!("{}-{count}", set.id);
            let text = format!("Two sets have the id `{}`; the second is called `{id}`.", set.id);
            out.push(
                Diagnostic::new(Code::MethodIdDuplicate, set.source.span, text)
                    .help("Give it an id of its own."),
            );
            set.id = id;
        }
        set.comparison = url::encode_path(&page_path(rules, &set.id));
        if set.url.is_empty() {
            set.url = set.comparison.clone();
        }
    }
    sets.sort_by(|a, b| a.id.cmp(&b.id));
}

/// The output path of a set's comparison page.
pub(crate) fn page_path(rules: &Rules, id: &str) -> String {
    join_path(&rules.path, &format!("{id}.html"))
}

/// `name` below the folder `path`.
pub(crate) fn join_path(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") }
}
