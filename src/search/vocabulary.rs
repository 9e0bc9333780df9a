//! The words of one document: each spelled once, with how it is used.

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
const ROOM: usize = 512;

/// A vocabulary in the making.
#[derive(Debug)]
pub(super) struct Collector {
    words: Vocabulary,
    /// The key of each word.
    keys: Vec<u64>,
    /// Words by their keys, counted from 1; 0 is free. At most half full, so that a word is found at the first or
    /// second look; its length is a power of two.
    slots: Vec<u32>,
}

impl Default for Collector {
    fn default() -> Self {
        let words = Vocabulary { spelling: String::with_capacity(ROOM * 8), uses: Vec::with_capacity(ROOM) };
        Collector { words, keys: Vec::with_capacity(ROOM), slots: vec![0; ROOM * 2] }
    }
}

impl Collector {
    /// The use of a word, to be changed; a new one when the word is new.
    pub(super) fn used(&mut self, word: Word<'_>) -> Option<&mut WordUse> {
        let len = u8::try_from(word.len()).unwrap_or(u8::MAX);
        let packed = usize::from(len) <= Word::PACKED;
        let mut slot = self.first_slot(word.key);
        while let Some(at) = self.slots.get(slot).and_then(|n| (*n as usize).checked_sub(1)) {
            if self.keys.get(at) == Some(&word.key)
                && let Some(known) = self.words.uses.get(at)
                && known.len == len
                && (packed || word.is(self.words.spelled(known)))
            {
                return self.words.uses.get_mut(at);
            }
            slot = self.next_slot(slot);
        }
        let start = clip(self.words.spelling.len());
        word.push_to(&mut self.words.spelling);
        self.words.uses.push(WordUse { start, len, ..WordUse::default() });
        self.keys.push(word.key);
        if let Some(free) = self.slots.get_mut(slot) {
            *free = clip(self.keys.len());
        }
        if self.keys.len() * 2 > self.slots.len() {
            self.grow();
        }
        self.words.uses.last_mut()
    }

    fn first_slot(&self, key: u64) -> usize {
        // The upper half of the product depends on all of the key.
        let spread = key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
        usize::try_from(spread).unwrap_or_default() & (self.slots.len() - 1)
    }

    fn next_slot(&self, slot: usize) -> usize {
        (slot + 1) & (self.slots.len() - 1)
    }

    fn grow(&mut self) {
        self.slots = vec![0; self.slots.len() * 2];
        for (number, key) in (1..).zip(&self.keys) {
            let mut slot = self.first_slot(*key);
            while self.slots.get(slot).is_some_and(|n| *n != 0) {
                slot = self.next_slot(slot);
            }
            if let Some(free) = self.slots.get_mut(slot) {
                *free = number;
            }
        }
    }

    pub(super) fn finish(mut self) -> Vocabulary {
        self.words.spelling.shrink_to_fit();
        self.words.uses.shrink_to_fit();
        self.words
    }
}

fn clip(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
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

    #[test]
    fn a_long_document_keeps_its_words_apart() {
        let text: Vec<String> = (0..3 * ROOM).map(|n| format!("w{n} longerword{n}")).collect();
        let mut collector = Collector::default();
        for _ in 0..2 {
            each_word(&text.join(" "), |word| {
                if let Some(used) = collector.used(word) {
                    used.body += 1;
                }
            });
        }
        let words = collector.finish();
        assert_eq!(words.iter().count(), 6 * ROOM);
        assert!(words.iter().all(|(_, used)| used.body == 2));
    }
}
