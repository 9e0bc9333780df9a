//! All documents to stems and postings: which documents a word is in, and how much it says about each.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::base::Artifact;

use super::document::SearchDoc;
use super::vocabulary::WordUse;
use super::{Kind, emit, stem};

/// How the index is made.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Language of the texts (`en-us`, `de`): chooses the stemmer.
    pub language: String,
    /// The versions of the site, newest first.
    pub versions: Vec<String>,
    /// Words that mean the same; what several words stand for counts by its first.
    pub synonyms: Vec<Vec<String>>,
    /// Words that are left out.
    pub stop_words: Vec<String>,
    /// How many results are shown at once.
    pub results: u32,
}

/// The most documents that are listed for a stem; the weakest fall out. Words in more documents than that tell
/// nothing apart, and a term file stays small whatever the size of the site.
const LISTED: usize = 2_000;

/// BM25's saturation, in occurrences.
const SATURATION: f32 = 1.4;
/// BM25's share of the length of a document.
const LENGTH_SHARE: f32 = 0.7;
/// The weight that becomes the largest code.
const HEAVIEST: f32 = 4.2;
/// What the weights of a page are multiplied by when the newest version of the site does not have it.
const OUTDATED: f32 = 0.75;
/// The largest code of a weight: six bits.
pub(super) const WEIGHTS: u8 = 63;

/// A topic: the versions of one page, or of one method.
#[derive(Debug)]
pub(super) struct Topic<'a> {
    /// Newest first.
    pub(super) versions: Vec<&'a SearchDoc>,
    /// It has versions, the newest of the site not among them.
    outdated: bool,
}

impl<'a> Topic<'a> {
    /// The version whose texts are shown.
    pub(super) fn newest(&self) -> Option<&'a SearchDoc> {
        self.versions.first().copied()
    }
}

/// A stem: the words written for it and where they occur.
#[derive(Debug, Default, Clone)]
pub(super) struct Term<'a> {
    /// In order.
    pub(super) forms: Vec<&'a str>,
    /// In how many documents.
    pub(super) documents: u32,
    /// Document and weight, in order of documents.
    pub(super) postings: Vec<(u32, u8)>,
}

/// Builds the files of the index. The order of `docs` does not matter.
pub fn index(docs: &[SearchDoc], options: &Options) -> Vec<Artifact> {
    let topics = topics(docs, options);
    let terms = terms(&topics, options);
    emit::files(&topics, &terms, options)
}

/// Pages before methods, each by area and topic, so that a facet's documents are runs of numbers.
fn topics<'a>(docs: &'a [SearchDoc], options: &Options) -> Vec<Topic<'a>> {
    let age = |doc: &SearchDoc| {
        let known = doc.versions.iter().filter_map(|v| options.versions.iter().position(|o| o == v));
        known.min().unwrap_or(if doc.versions.is_empty() { 0 } else { usize::MAX })
    };
    let mut by_key: BTreeMap<(Kind, &str, &str), Vec<&SearchDoc>> = BTreeMap::new();
    for doc in docs {
        by_key.entry((doc.kind, doc.area.as_str(), doc.topic.as_str())).or_default().push(doc);
    }
    by_key
        .into_values()
        .map(|mut versions| {
            versions.sort_by_key(|d| (age(d), d.url.as_str()));
            let outdated = versions.first().is_some_and(|d| age(d) > 0);
            Topic { versions, outdated }
        })
        .collect()
}

/// A use of a word on the way to its stem.
struct Use {
    topic: u32,
    /// What it weighs before saturation.
    body: f32,
    /// What its fields add.
    fields: f32,
}

fn terms<'a>(topics: &[Topic<'a>], options: &Options) -> Vec<Term<'a>> {
    let lengths: Vec<f32> = topics.iter().map(|t| t.newest().map_or(0.0, |d| as_float(d.length))).collect();
    let average = (lengths.iter().sum::<f32>() / as_float(clip(lengths.len().max(1)))).max(1.0);
    let (forms, uses) = uses(topics, options);
    let stems = stems(&forms, options);
    let mut groups: Vec<Vec<usize>> = vec![Vec::new(); stems.1];
    for (form, stem) in stems.0.iter().enumerate() {
        if let Some(group) = groups.get_mut(*stem) {
            group.push(form);
        }
    }
    let mut terms = Vec::with_capacity(groups.len());
    for group in &groups {
        let mut term = Term::default();
        let mut all: Vec<&Use> = Vec::new();
        for form in group {
            term.forms.extend(forms.get(*form));
            all.extend(uses.get(*form).into_iter().flatten());
        }
        term.forms.sort_unstable();
        all.sort_by_key(|u| u.topic);
        for same in all.chunk_by(|a, b| a.topic == b.topic) {
            let Some(topic) = same.first().map(|u| u.topic) else { continue };
            let body: f32 = same.iter().map(|u| u.body).sum();
            let fields = same.iter().map(|u| u.fields).fold(0.0, f32::max);
            let length = lengths.get(topic as usize).copied().unwrap_or(average);
            let outdated = topics.get(topic as usize).is_some_and(|t| t.outdated);
            let share = if outdated { OUTDATED } else { 1.0 };
            term.postings.push((topic, weight(body, fields, length / average, share)));
        }
        term.documents = clip(term.postings.len());
        strongest(&mut term.postings);
        terms.push(term);
    }
    terms.sort_by(|a, b| a.forms.cmp(&b.forms));
    terms
}

/// Every distinct word with the topics that use it; a topic's word counts as its strongest version has it.
fn uses<'a>(topics: &[Topic<'a>], options: &Options) -> (Vec<&'a str>, Vec<Vec<Use>>) {
    let stop_words: FxHashSet<String> = options.stop_words.iter().map(|w| w.to_lowercase()).collect();
    let mut numbers: FxHashMap<&'a str, usize> = FxHashMap::default();
    let mut forms: Vec<&'a str> = Vec::new();
    let mut uses: Vec<Vec<Use>> = Vec::new();
    for (topic, versions) in topics.iter().enumerate() {
        let topic = clip(topic);
        for doc in &versions.versions {
            for (spelling, word) in doc.words.iter() {
                if stop_words.contains(spelling) {
                    continue;
                }
                let number = *numbers.entry(spelling).or_insert_with(|| {
                    forms.push(spelling);
                    uses.push(Vec::new());
                    forms.len() - 1
                });
                let Some(list) = uses.get_mut(number) else { continue };
                let (body, fields) = (as_float(word.body), fields(word));
                match list.last_mut().filter(|u| u.topic == topic) {
                    Some(known) => {
                        known.body = known.body.max(body);
                        known.fields = known.fields.max(fields);
                    }
                    None => list.push(Use { topic, body, fields }),
                }
            }
        }
    }
    (forms, uses)
}

fn fields(word: &WordUse) -> f32 {
    (f32::from(word.title) + f32::from(word.heading) + f32::from(word.about)) / 100.0
}

/// The stem's number for each word, and how many there are.
fn stems(forms: &[&str], options: &Options) -> (Vec<usize>, usize) {
    let stemmer = stem::stemmer(&options.language);
    let mut numbers: FxHashMap<String, usize> = FxHashMap::default();
    let mut count = 0;
    let of = forms
        .iter()
        .map(|form| {
            let letters = form.chars().all(char::is_alphabetic);
            let stem = match &stemmer {
                Some(stemmer) if letters => stemmer.stem(form).into_owned(),
                _ => (*form).to_owned(),
            };
            *numbers.entry(stem).or_insert_with(|| {
                count += 1;
                count - 1
            })
        })
        .collect();
    (of, count)
}

/// Six bits for what a word says about a document: occurrences, saturated by its length, and fields.
fn weight(body: f32, fields: f32, length: f32, share: f32) -> u8 {
    // Units are quarters of a word.
    let occurrences = body / 4.0;
    let saturated =
        occurrences / (occurrences + SATURATION * (1.0 - LENGTH_SHARE + LENGTH_SHARE * length)).max(0.01);
    let code = (share * (saturated + fields) / HEAVIEST * f32::from(WEIGHTS)).round();
    // In range: clamped first.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let code = code.clamp(1.0, f32::from(WEIGHTS)) as u8;
    code
}

/// Drops the weakest postings beyond the limit; of equals the later documents go.
fn strongest(postings: &mut Vec<(u32, u8)>) {
    if postings.len() <= LISTED {
        return;
    }
    let mut places = [0usize; WEIGHTS as usize + 1];
    for (_, weight) in postings.iter() {
        if let Some(place) = places.get_mut(usize::from(*weight)) {
            *place += 1;
        }
    }
    let (mut lowest, mut room) = (WEIGHTS, LISTED);
    while let Some(count) = places.get(usize::from(lowest)).filter(|c| **c <= room && lowest > 0) {
        room -= count;
        lowest -= 1;
    }
    postings.retain(|(_, weight)| {
        let at_limit = *weight == lowest && room > 0;
        room -= usize::from(at_limit);
        *weight > lowest || at_limit
    });
}

fn clip(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Counts here are far below the sixteen million that a float holds exactly.
#[allow(clippy::cast_precision_loss)]
fn as_float(n: u32) -> f32 {
    n as f32
}
