//! What the pages gave, joined into the index of the site.

use indexmap::IndexMap;
use rustc_hash::FxHashMap;

use crate::base::url;
use crate::diag::{Code, Diagnostic, Warned};

use super::PageSets;
use super::family::VERSIONS;
use super::finish::finish;
use super::model::{FORMAT_VERSION, Index, Set};
use super::rules::{Rules, SetRule};
use super::versions;

/// Joins what the pages gave, in page order, into the index of the site.
pub fn assemble(pages: impl IntoIterator<Item = PageSets>, rules: &Rules) -> Warned<Index> {
    let mut diagnostics = Vec::new();
    let mut found: Vec<Set> = Vec::new();
    let mut parts: IndexMap<usize, Vec<Set>> = IndexMap::new();
    for page in pages {
        found.extend(page.sets);
        for (rule, set) in page.parts {
            parts.entry(rule).or_default().push(set);
        }
    }
    let mut sets = versions::unite_sets(found);
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
        for home in &set.homes {
            pages.entry(home.page).or_default().push(index);
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
        set.homes.clear();
        set.versions.clear();
        set.url = String::new();
    }
    let stated =
        set.facet_rules.iter().find(|r| r.metadata.as_deref() == Some(VERSIONS)).map(|r| r.key.clone());
    set.entries = versions::unite_entries(std::mem::take(&mut set.entries), stated.as_deref());
    Some(set)
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
        set.comparison = url::encode_path(page_path(rules, &set.id));
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
