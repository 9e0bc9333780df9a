//! The words of one document: each spelled once, with how it is used.

use rustc_hash::{FxBuildHasher, FxHashMap};
use serde::{Deserialize, Serialize};

use super::tokenize::Word;

/// How a document uses a word.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub(super) struct WordUse {
    start: u32,
    len: u8,
    /// Occurrences in units.
    pub(super) body: u32,
    /// Strength of each field that holds it, in hundredths; 0 where it does not.
    pub(super) title: u16,
    pub(super) heading: u16,
    pub(super) about: u16,
}

/// Words in order of their first use. The spellings lie in one string: a document has hundreds of words, a site
/// millions, and an allocation for each would cost more than all the rest.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Vocabulary {
    spelling: String,
    uses: Vec<WordUse>,
}

impl Vocabulary {
    /// Every word with its use.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &WordUse)> {
        self.uses.iter().map(|word| (self.spelled(word), word))
    }

    fn spelled(&self, word: &WordUse) -> &str {
        let start = word.start as usize;
        self.spelling.get(start..start + usize::from(word.len)).unwrap_or_default()
    }
}

/// Room to begin with, in words: most pages have fewer, and growing costs as much as filling.
const ROOM: usize = 448;

/// A vocabulary in the making.
#[derive(Debug)]
pub(super) struct Collector {
    words: Vocabulary,
    /// The last word with a key, counted from 1.
    places: FxHashMap<u64, u32>,
    /// For each word the one before it whose key is the same, counted from 1; 0 when there is none.
    before: Vec<u32>,
}

impl Default for Collector {
    fn default() -> Self {
        let words = Vocabulary { spelling: String::with_capacity(ROOM * 8), uses: Vec::with_capacity(ROOM) };
        let places = FxHashMap::with_capacity_and_hasher(ROOM, FxBuildHasher);
        Collector { words, places, before: Vec::with_capacity(ROOM) }
    }
}

impl Collector {
    /// The use of a word, to be changed; a new one when the word is new.
    pub(super) fn used(&mut self, word: Word<'_>) -> Option<&mut WordUse> {
        let offset = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let len = u8::try_from(word.len()).unwrap_or(u8::MAX);
        let place = self.places.entry(word.key).or_default();
        let mut at = *place;
        while let Some(known) = (at as usize).checked_sub(1).and_then(|i| self.words.uses.get(i)) {
            let packed = usize::from(len) <= Word::PACKED;
            if known.len == len && (packed || word.is(self.words.spelled(known))) {
                return self.words.uses.get_mut(at as usize - 1);
            }
            at = self.before.get(at as usize - 1).copied().unwrap_or_default();
        }
        let start = offset(self.words.spelling.len());
        word.push_to(&mut self.words.spelling);
        self.words.uses.push(WordUse { start, len, ..WordUse::default() });
        self.before.push(*place);
        *place = offset(self.words.uses.len());
        self.words.uses.last_mut()
    }

    pub(super) fn finish(mut self) -> Vocabulary {
        self.words.spelling.shrink_to_fit();
        self.words.uses.shrink_to_fit();
        self.words
    }
}

#[cfg(test)]
mod tests {
    use super::super::tokenize::each_word;
    use super::*;

    #[test]
    fn a_word_is_spelled_once() {
        let mut collector = Collector::default();
        each_word("b a b ab b", |word| {
            if let Some(used) = collector.used(word) {
                used.body += 1;
            }
        });
        let words = collector.finish();
        let counts: Vec<(&str, u32)> = words.iter().map(|(word, used)| (word, used.body)).collect();
        assert_eq!(counts, [("b", 3), ("a", 1), ("ab", 1)]);
    }
}
