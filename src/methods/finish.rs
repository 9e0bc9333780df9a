//! The last touch on a set: what its facets are like, single terms, traits, and the holes authors should know of.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use crate::config::FacetKind;
use crate::diag::{Code, Diagnostic, Severity};

use super::label;
use super::model::{Entry, Facet, Found, Kind, Set, Value};
use super::rules::{FacetRule, TraitRule};
use super::traits;

/// Longest value, in characters, that can be a single term for filters.
const TERM: usize = 40;

/// A facet before its values are known.
pub(crate) fn facet(rule: &FacetRule, spelling: &str) -> Facet {
    let label = if rule.label.is_empty() { spelling.to_owned() } else { rule.label.clone() };
    Facet { key: rule.key.clone(), label, kind: Kind::Text, forms: Vec::new(), count: 0, terms: false }
}

/// Completes a set whose entries are all there.
pub(crate) fn finish(mut set: Set, rule: &TraitRule, out: &mut Vec<Diagnostic>) -> Set {
    set.entries.retain(|e| !e.values.is_empty());
    for index in 0..set.facets.len() {
        let Some(key) = set.facets.get(index).map(|f| f.key.clone()) else { break };
        let terms = split_terms(&mut set.entries, &key, set.facet_rules.iter().find(|r| r.key == key));
        if let Some(facet) = set.facets.get_mut(index) {
            describe(facet, &set.entries);
            facet.terms = terms;
        }
    }
    set.facets.retain(|f| f.count > 0);
    for entry in &mut set.entries {
        let place = |key: &str| set.facets.iter().position(|f| f.key == key);
        entry.values.sort_by_cached_key(|key, _| place(key));
    }
    report_missing(&set, out);
    let found = traits::find(&set, rule);
    set.traits = found.traits;
    set.near_misses = found.near;
    set
}

/// Counts a facet's values and says what they are made of.
fn describe(facet: &mut Facet, entries: &[Entry]) {
    let values: Vec<&Value> = entries.iter().filter_map(|e| e.values.get(&facet.key)).collect();
    facet.count = values.len();
    facet.forms = values.iter().map(|v| v.form).collect();
    facet.forms.sort_unstable();
    facet.forms.dedup();
    let mut kinds: IndexMap<Kind, usize> = IndexMap::new();
    for value in &values {
        *kinds.entry(value.kind).or_default() += 1;
    }
    facet.kind = kinds
        .iter()
        .max_by_key(|(_, n)| **n)
        .map_or(Kind::Text, |(k, n)| if n * 2 >= values.len() { *k } else { Kind::Mixed });
}

/// Splits the values of a facet into terms; whether the facet is one to filter by.
fn split_terms(entries: &mut [Entry], key: &str, rule: Option<&FacetRule>) -> bool {
    let rule = rule.cloned().unwrap_or_default();
    let values: Vec<&Value> = entries.iter().filter_map(|e| e.values.get(key)).collect();
    let short = values.iter().all(|v| v.kind == Kind::Text && v.text.chars().count() <= TERM);
    let distinct = values.iter().map(|v| v.text.to_lowercase()).collect::<BTreeSet<_>>().len();
    let whole = matches!(rule.kind, FacetKind::Flag)
        || rule.kind == FacetKind::Auto && short && values.len() >= 2 && distinct * 2 <= values.len().max(3);
    if rule.split.is_empty() && !whole && rule.aliases.is_empty() {
        return false;
    }
    for value in entries.iter_mut().filter_map(|e| e.values.get_mut(key)) {
        if value.terms.is_empty() {
            value.terms = terms(value, &rule);
        } else {
            value.terms = value.terms.iter().map(|t| alias(t, &rule)).collect();
        }
    }
    true
}

fn terms(value: &Value, rule: &FacetRule) -> Vec<String> {
    let texts: Vec<&str> = if value.items.is_empty() {
        vec![value.text.as_str()]
    } else {
        value.items.iter().map(|i| i.text.as_str()).collect()
    };
    let mut out: Vec<String> = Vec::new();
    for text in texts {
        for part in split(text, &rule.split) {
            let term = alias(part, rule);
            if !term.is_empty() && term.chars().count() <= TERM * 2 && !out.contains(&term) {
                out.push(term);
            }
        }
    }
    out
}

fn split<'a>(text: &'a str, separators: &[String]) -> Vec<&'a str> {
    let mut parts = vec![text];
    for separator in separators.iter().filter(|s| !s.is_empty()) {
        parts = parts.into_iter().flat_map(|p| p.split(separator.as_str())).collect();
    }
    let trimmed = parts.into_iter().map(|p| p.trim().trim_end_matches('.').trim());
    // "a, b, and c" leaves "and c".
    trimmed
        .map(|p| p.strip_prefix("and ").or_else(|| p.strip_prefix("or ")).unwrap_or(p))
        .filter(|p| !p.is_empty())
        .collect()
}

fn alias(term: &str, rule: &FacetRule) -> String {
    let lower = term.to_lowercase();
    rule.aliases.iter().find(|(from, _)| *from == lower).map_or_else(|| term.to_owned(), |(_, to)| to.clone())
}

/// So many entries a discovered set must have for what one of them lacks to be told.
const SEVERAL: usize = 5;

/// Reports entries that lack a facet which most of their siblings have. Nobody said that a discovered set should be
/// complete: there only the one entry is told that keeps it from being so, and only among several.
fn report_missing(set: &Set, out: &mut Vec<Diagnostic>) {
    let mut lacking_any = BTreeSet::new();
    let before = out.len();
    for facet in &set.facets {
        let rule = set.facet_rules.iter().find(|r| r.key == facet.key);
        let most = facet.count * 2 > set.entries.len();
        let told = set.found != Found::Discovered || set.entries.len() >= SEVERAL;
        let wanted = rule.is_some_and(|r| r.required) || most && told;
        if !wanted || rule.is_some_and(|r| r.optional) || label::is_structure(&facet.key.replace('-', " ")) {
            continue;
        }
        let lacking = set.entries.iter().filter(|e| !e.values.contains_key(&facet.key));
        for entry in lacking.filter(|e| !e.reported.contains(&facet.key)) {
            out.push(missing(set, facet, entry));
            lacking_any.insert(&entry.id);
        }
    }
    if set.found == Found::Discovered && lacking_any.len() > 1 {
        out.truncate(before);
    }
}

fn missing(set: &Set, facet: &Facet, entry: &Entry) -> Diagnostic {
    let label =
        |key: &String| set.facets.iter().find(|f| f.key == *key).map_or(key.clone(), |f| f.label.clone());
    let present: Vec<String> = entry.values.keys().map(label).collect();
    let mut diagnostic = Diagnostic::new(
        Code::MethodFacetMissing,
        entry.source.span,
        format!(
            "\"{}\" says nothing of \"{}\", which {} of {} entries of \"{}\" state; it has: {}.",
            entry.title,
            facet.label,
            facet.count,
            set.entries.len(),
            set.title,
            present.join(", ")
        ),
    )
    .help(format!(
        "Add \"{}\" to the section, or make the facet optional in the set's configuration.",
        facet.label
    ));
    if set.found == Found::Discovered {
        diagnostic.severity = diagnostic.severity.min(Severity::Suggestion);
    }
    diagnostic
}
