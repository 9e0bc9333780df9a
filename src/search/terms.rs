//! The words of all documents to stems and postings: which documents a stem is in, and how much it says about each.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use super::topics::Topic;
use super::vocabulary::Forms;
use super::{Options, stem};

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

/// A word as it is written somewhere.
#[derive(Debug, Clone, Copy)]
pub(super) struct Form<'a> {
    pub(super) text: &'a str,
    /// The number of its stem.
    pub(super) stem: u32,
}

/// A document that has a word of a stem.
#[derive(Debug, Clone, Copy, Default)]
struct Posting {
    topic: u32,
    /// Occurrences in units.
    body: u16,
    /// What its fields add, in hundredths.
    fields: u16,
}

/// What a document's length and age do to its weights.
#[derive(Debug, Clone, Copy)]
struct Scale {
    /// What is added to occurrences, for saturation.
    damping: f32,
    share: f32,
}

/// All words and where they occur.
#[derive(Debug)]
pub(super) struct Terms<'a> {
    /// Every word once, in order.
    pub(super) forms: Vec<Form<'a>>,
    /// Of all stems, one after the other, each in order of documents.
    postings: Vec<Posting>,
    /// For each stem, where its postings lie, and how many words it has.
    stems: Vec<(u32, u32, u32)>,
    scales: Vec<Scale>,
}

impl<'a> Terms<'a> {
    pub(super) fn new(topics: &[Topic<'a>], options: &Options) -> Self {
        let scales = scales(topics);
        let (forms, uses, count) = uses(topics, options);
        let mut stems = vec![(0u32, 0u32, 0u32); count];
        for used in &uses {
            if let Some(stem) = stems.get_mut(used.stem as usize) {
                stem.1 += 1;
            }
        }
        let mut next = 0;
        for (from, to, _) in &mut stems {
            let size = *to;
            (*from, *to) = (next, next);
            next += size;
        }
        for form in &forms {
            if let Some(stem) = stems.get_mut(form.stem as usize) {
                stem.2 += 1;
            }
        }
        // Uses come in order of documents, so each stem's postings do.
        let mut postings = vec![Posting::default(); uses.len()];
        for Use { stem, posting } in uses {
            let Some((from, to, _)) = stems.get_mut(stem as usize) else { continue };
            let known = if from < to { postings.get_mut(*to as usize - 1) } else { None };
            // Another word of the stem in the same document.
            if let Some(known) = known.filter(|known| known.topic == posting.topic) {
                known.body = known.body.saturating_add(posting.body);
                known.fields = known.fields.max(posting.fields);
            } else if let Some(free) = postings.get_mut(*to as usize) {
                *free = posting;
                *to += 1;
            }
        }
        Terms { forms, postings, stems, scales }
    }

    /// How many documents have a stem.
    pub(super) fn documents(&self, stem: u32) -> usize {
        self.range(stem).len()
    }

    /// How many words a stem has.
    pub(super) fn words(&self, stem: u32) -> usize {
        self.stems.get(stem as usize).map_or(1, |stem| stem.2 as usize)
    }

    fn range(&self, stem: u32) -> std::ops::Range<usize> {
        self.stems.get(stem as usize).map_or(0..0, |stem| stem.0 as usize..stem.1 as usize)
    }

    /// The documents that are listed for a stem, in order, each with the code of its weight.
    pub(super) fn weighed(&self, stem: u32, out: &mut Vec<(u32, u8)>) {
        out.clear();
        let postings = self.postings.get(self.range(stem)).unwrap_or_default();
        out.extend(postings.iter().map(|posting| {
            let scale = self.scales.get(posting.topic as usize);
            (posting.topic, scale.map_or(1, |scale| weight(posting, scale)))
        }));
        strongest(out);
    }
}

/// A word of a document on the way to its stem.
#[derive(Debug, Clone, Copy)]
struct Use {
    stem: u32,
    posting: Posting,
}

/// What is known of a word while documents are read.
struct Found {
    /// `None`: it is left out.
    stem: Option<u32>,
    /// Where its last use lies.
    last: usize,
}

/// Every distinct word in order, its uses in order of documents, and the number of stems. A document's word counts as
/// its strongest version has it.
fn uses<'a>(topics: &[Topic<'a>], options: &Options) -> (Vec<Form<'a>>, Vec<Use>, usize) {
    let left_out: FxHashSet<String> = options.stop_words.iter().map(|w| w.to_lowercase()).collect();
    let mut stems = Stems { stemmer: stem::stemmer(&options.language), numbers: FxHashMap::default() };
    let mut forms: Forms<'a, Found> = Forms::with_room(1 << 14);
    let mut uses: Vec<Use> = Vec::new();
    for (topic, versions) in (0..).zip(topics) {
        let start = uses.len();
        let mut before: &[u8] = &[];
        for doc in versions.versions() {
            // Versions of a page mostly say the same.
            if std::mem::replace(&mut before, doc.words) == doc.words {
                continue;
            }
            doc.each_word(|word, body, fields| {
                let make = |word| Found { stem: stems.of(word, &left_out), last: usize::MAX };
                let Some(found) = forms.of(word, make) else { return };
                let Some(stem) = found.stem else { return };
                let posting = Posting { topic, body: clip(body), fields: clip(fields) };
                let known = if found.last >= start { uses.get_mut(found.last) } else { None };
                match known {
                    Some(Use { posting: known, .. }) => {
                        known.body = known.body.max(posting.body);
                        known.fields = known.fields.max(posting.fields);
                    }
                    None => {
                        found.last = uses.len();
                        uses.push(Use { stem, posting });
                    }
                }
            });
        }
    }
    let text = |bytes: &'a [u8]| std::str::from_utf8(bytes).unwrap_or_default();
    let mut forms: Vec<Form<'a>> = forms
        .all
        .iter()
        .filter_map(|(word, found)| Some(Form { text: text(word), stem: found.stem? }))
        .collect();
    forms.sort_unstable_by(|a, b| a.text.cmp(b.text));
    (forms, uses, stems.numbers.len())
}

/// The numbers of stems.
struct Stems {
    stemmer: Option<pagefind_stem::Stemmer>,
    numbers: FxHashMap<String, u32>,
}

impl Stems {
    /// The number of a word's stem; `None` for words that are left out.
    fn of(&mut self, word: &[u8], left_out: &FxHashSet<String>) -> Option<u32> {
        let word =
            std::str::from_utf8(word).ok().filter(|word| !word.is_empty() && !left_out.contains(*word))?;
        let letters = word.chars().all(char::is_alphabetic);
        let stem = match &self.stemmer {
            Some(stemmer) if letters => stemmer.stem(word),
            _ => Cow::Borrowed(word),
        };
        if let Some(number) = self.numbers.get(stem.as_ref()) {
            return Some(*number);
        }
        let number = u32::try_from(self.numbers.len()).ok()?;
        self.numbers.insert(stem.into_owned(), number);
        Some(number)
    }
}

fn scales(topics: &[Topic<'_>]) -> Vec<Scale> {
    let total: u64 = topics.iter().map(|topic| u64::from(topic.newest.length)).sum();
    let average = total / u64::try_from(topics.len().max(1)).unwrap_or(u64::MAX);
    let average = rounded(u32::try_from(average).unwrap_or(u32::MAX)).max(1.0);
    let scale = |topic: &Topic<'_>| {
        let length = rounded(topic.newest.length) / average;
        Scale {
            damping: SATURATION * (1.0 - LENGTH_SHARE + LENGTH_SHARE * length),
            share: if topic.outdated { OUTDATED } else { 1.0 },
        }
    };
    topics.iter().map(scale).collect()
}

/// A length to its three highest bits. The average length is in every weight, and a document's own in all of its
/// words': so an edit of a page leaves the weights of other pages, and most of its own, as they are.
fn rounded(length: u32) -> f32 {
    let spare = (u32::BITS - length.leading_zeros()).saturating_sub(3);
    let half = (1u32 << spare) / 2;
    // At most three bits are set.
    #[allow(clippy::cast_precision_loss)]
    let rounded = (length.saturating_add(half) >> spare << spare) as f32;
    rounded
}

/// Six bits for what a word says about a document: occurrences, saturated by its length, and fields.
fn weight(posting: &Posting, scale: &Scale) -> u8 {
    // Units are quarters of a word.
    let occurrences = f32::from(posting.body) / 4.0;
    let saturated = occurrences / (occurrences + scale.damping).max(0.01);
    let fields = f32::from(posting.fields) / 100.0;
    let code = scale.share * (saturated + fields) * (f32::from(WEIGHTS) / HEAVIEST) + 0.5;
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

/// Counts of a word in one document, far below the limit wherever they matter.
fn clip(n: u32) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}
