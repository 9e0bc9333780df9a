//! Traits: statements that several entries make in nearly the same words.
//!
//! Two items are as alike as their words: letter case and punctuation folded, stop words left out, the rest
//! stemmed; likeness is twice the number of common words over the number of all (Dice), 0 to 100. From the
//! configured threshold on (90 unless changed) they are one trait; from the lower one on they are listed as nearly
//! one. A negation in one of them alone keeps two items apart whatever else they share, and so does a number.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use pagefind_stem::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;
use unicode_segmentation::UnicodeSegmentation;

use super::label;
use super::model::{Kind, Mark, NearMiss, Set, Trait};
use super::rules::TraitRule;

/// Most wordings of one facet that are compared pair by pair.
const MOST_COMPARED: usize = 600;

/// What was found in a set.
#[derive(Debug, Default)]
pub(crate) struct Traits {
    pub(crate) traits: Vec<Trait>,
    pub(crate) near: Vec<NearMiss>,
}

/// Words that carry no statement of their own.
const STOP: &[&str] = &[
    "a", "about", "also", "an", "and", "any", "are", "as", "at", "be", "been", "being", "by", "can", "do",
    "does", "for", "from", "had", "has", "have", "if", "in", "into", "is", "it", "its", "may", "of", "on",
    "or", "so", "such", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those",
    "to", "was", "were", "which", "will", "with", "you", "your", "we", "our", "re", "ll", "ve", "s",
];

/// Words that turn a statement round.
const NEGATIONS: &[&str] = &["no", "not", "never", "none", "without", "cannot", "neither", "nor"];

/// The words of a statement, folded.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Words {
    stems: BTreeSet<String>,
    negated: bool,
}

impl Words {
    fn numbers(&self) -> impl Iterator<Item = &String> {
        self.stems.iter().filter(|stem| stem.starts_with(|c: char| c.is_ascii_digit()))
    }
}

/// Folds texts to words; holds the stemmer.
pub(crate) struct Folder {
    stemmer: Stemmer,
}

impl Folder {
    pub(crate) fn new() -> Self {
        Folder { stemmer: Stemmer::create(Algorithm::English) }
    }

    /// The words of a text.
    pub(crate) fn words(&self, text: &str) -> Words {
        let mut stems = BTreeSet::new();
        let mut negated = false;
        let lower = text.to_lowercase().replace('\u{2019}', "'");
        for word in lower.unicode_words() {
            let (word, contracted) = match word.strip_suffix("n't") {
                Some(stem) => (stem, true),
                None => (word.split('\'').next().unwrap_or(word), false),
            };
            if contracted || NEGATIONS.contains(&word) {
                negated = !negated;
            }
            if !STOP.contains(&word) && !NEGATIONS.contains(&word) && !word.is_empty() {
                stems.insert(self.stemmer.stem(word).into_owned());
            }
        }
        Words { stems, negated }
    }
}

/// How alike two statements are, 0 to 100.
pub(crate) fn likeness(a: &Words, b: &Words) -> u8 {
    if a.negated != b.negated || a.stems.is_empty() || b.stems.is_empty() || !a.numbers().eq(b.numbers()) {
        return 0;
    }
    let common = a.stems.intersection(&b.stems).count();
    u8::try_from(200 * common / (a.stems.len() + b.stems.len())).unwrap_or(100)
}

/// The items that share one set of words.
#[derive(Debug)]
struct Wording {
    words: Words,
    /// Entry index, item index, text.
    uses: Vec<(usize, usize, String)>,
}

/// Finds the traits of a set.
pub(crate) fn find(set: &Set, rule: &TraitRule) -> Traits {
    let folder = Folder::new();
    let joins: Vec<Vec<Words>> =
        rule.join.iter().map(|l| l.iter().map(|t| folder.words(t)).collect()).collect();
    let parts: Vec<Vec<Words>> =
        rule.part.iter().map(|l| l.iter().map(|t| folder.words(t)).collect()).collect();
    let mut out = Traits::default();
    let mut ids = IndexMap::new();
    for facet in &set.facets {
        let listed = set.entries.iter().filter_map(|e| e.values.get(&facet.key)).any(|v| !v.items.is_empty());
        if !listed {
            continue;
        }
        let wordings = wordings(set, &facet.key, &folder);
        let groups = cluster(&wordings, rule, &joins, &parts);
        let mut groups_of: FxHashMap<usize, usize> = FxHashMap::default();
        for (g, group) in groups.iter().enumerate() {
            groups_of.extend(group.iter().map(|w| (*w, g)));
            out.traits.extend(make(set, &facet.key, &wordings, group, &mut ids));
        }
        near_misses(&facet.key, &wordings, &groups_of, rule, &parts, &mut out.near);
    }
    out
}

/// The distinct wordings of the items of a facet, in order.
fn wordings(set: &Set, key: &str, folder: &Folder) -> Vec<Wording> {
    let mut found: IndexMap<Words, Vec<(usize, usize, String)>> = IndexMap::new();
    for (e, entry) in set.entries.iter().enumerate() {
        let Some(value) = entry.values.get(key) else { continue };
        let single = value.items.is_empty() && matches!(value.kind, Kind::Text | Kind::Prose);
        let texts = value.items.iter().map(|i| i.text.clone()).chain(single.then(|| value.text.clone()));
        for (i, text) in texts.enumerate() {
            let words = folder.words(&text);
            if !words.stems.is_empty() {
                found.entry(words).or_default().push((e, i, text));
            }
        }
    }
    found.into_iter().map(|(words, uses)| Wording { words, uses }).collect()
}

/// Groups wordings that are one trait: each joins the first group whose first wording is alike enough.
fn cluster(
    wordings: &[Wording],
    rule: &TraitRule,
    joins: &[Vec<Words>],
    parts: &[Vec<Words>],
) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let compare = wordings.len() <= MOST_COMPARED;
    for (index, wording) in wordings.iter().enumerate() {
        let fits = |group: &Vec<usize>| {
            let members: Vec<&Words> =
                group.iter().filter_map(|i| wordings.get(*i)).map(|w| &w.words).collect();
            let joined = members.iter().any(|other| together(joins, &wording.words, other));
            let parted = members.iter().any(|other| together(parts, &wording.words, other));
            let alike =
                members.first().is_some_and(|first| likeness(first, &wording.words) >= rule.threshold);
            joined || alike && !parted
        };
        match groups.iter().position(|g| compare && fits(g)) {
            Some(at) => {
                if let Some(group) = groups.get_mut(at) {
                    group.push(index);
                }
            }
            None => groups.push(vec![index]),
        }
    }
    groups
}

/// Whether one of the lists names both.
fn together(lists: &[Vec<Words>], a: &Words, b: &Words) -> bool {
    lists.iter().any(|list| list.contains(a) && list.contains(b))
}

/// A trait, when at least two entries make the statement.
fn make(
    set: &Set,
    key: &str,
    wordings: &[Wording],
    group: &[usize],
    ids: &mut IndexMap<String, usize>,
) -> Option<Trait> {
    let uses: Vec<&(usize, usize, String)> =
        group.iter().filter_map(|i| wordings.get(*i)).flat_map(|w| &w.uses).collect();
    let entries: BTreeSet<usize> = uses.iter().map(|(e, ..)| *e).collect();
    if entries.len() < 2 {
        return None;
    }
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    for (.., text) in &uses {
        *counts.entry(text.as_str()).or_default() += 1;
    }
    // The most frequent wording; among equals the first in the alphabet, so that reordering changes nothing.
    let text = counts.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))).map(|(t, _)| (*t).to_owned())?;
    let words: Vec<&str> = text.split_whitespace().take(8).collect();
    let id = super::entries::unique(&format!("{key}-{}", label::slug(&words.join(" "))), ids);
    let mut marks: Vec<Mark> = uses
        .iter()
        .filter_map(|(e, item, _)| Some(Mark { entry: set.entries.get(*e)?.id.clone(), item: *item }))
        .collect();
    marks.dedup_by(|a, b| a.entry == b.entry && a.item == b.item);
    Some(Trait { id, facet: key.to_owned(), text, marks })
}

fn near_misses(
    key: &str,
    wordings: &[Wording],
    groups: &FxHashMap<usize, usize>,
    rule: &TraitRule,
    parts: &[Vec<Words>],
    out: &mut Vec<NearMiss>,
) {
    if wordings.len() > MOST_COMPARED {
        return;
    }
    for (i, first) in wordings.iter().enumerate() {
        for (j, second) in wordings.iter().enumerate().skip(i + 1) {
            let entry = |w: &Wording| w.uses.first().map(|(e, ..)| *e);
            if groups.get(&i) == groups.get(&j) || entry(first) == entry(second) {
                continue;
            }
            let likeness = likeness(&first.words, &second.words);
            if likeness < rule.near || together(parts, &first.words, &second.words) {
                continue;
            }
            let text = |w: &Wording| w.uses.first().map(|(.., t)| t.clone()).unwrap_or_default();
            out.push(NearMiss { facet: key.to_owned(), first: text(first), second: text(second), likeness });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(a: &str, b: &str) -> u8 {
        let folder = Folder::new();
        likeness(&folder.words(a), &folder.words(b))
    }

    #[test]
    fn inflection_punctuation_and_small_words_do_not_count() {
        assert_eq!(of("Supports the use of properties.", "supporting use of property"), 100);
    }

    #[test]
    fn another_verb_is_near_but_not_the_same() {
        let n = of(
            "Works before devices are enrolled in the tool and updated",
            "Works before devices are enrolled in the tool and installed",
        );
        assert!((60..90).contains(&n), "{n}");
    }

    #[test]
    fn negations_and_numbers_part_statements() {
        assert_eq!(of("Needs a restart of the device", "Does not need a restart of the device"), 0);
        assert_eq!(of("Doesn't need a restart", "Does not need a restart"), 100);
        assert_eq!(of("Takes 5 minutes", "Takes 10 minutes"), 0);
    }
}
