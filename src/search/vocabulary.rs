//! Words, each kept once: those of a document with how it uses them, those of a site with the stem they belong to.

use super::record;
use super::tokenize::Word;

/// Where words lie by their keys. What stands for a word is up to the owner: a number counted in order of first use.
#[derive(Debug)]
struct Places {
    /// At most half full, so that a word is found at the first or second look; their number is a power of two.
    slots: Vec<Slot>,
    taken: u32,
}

#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    key: u64,
    /// Counted from 1; 0 is free.
    number: u32,
    len: u32,
}

impl Slot {
    /// Whether it may hold the word of this key and length. A free one does not: words have at least one byte.
    #[inline]
    fn is(&self, key: u64, len: usize) -> bool {
        self.key == key && self.len as usize == len
    }
}

impl Places {
    fn with_room(words: usize) -> Self {
        Places { slots: vec![Slot::default(); words.next_power_of_two() * 2], taken: 0 }
    }

    /// The number of a word, and whether it is new. `spelled` gives the spelling of a word that is known.
    /// The word comes by reference: processors wait where what was just written in small pieces is copied in large ones.
    #[inline]
    fn number<'s>(&mut self, word: &Word<'_>, spelled: impl Fn(usize) -> &'s [u8]) -> (usize, bool) {
        let (at, len) = (first(word.key, self.slots.len()), word.bytes().len());
        // Most words are short, known, and in their first place.
        match self.slots.get(at) {
            Some(slot) if len <= Word::PACKED && slot.is(word.key, len) => (slot.number as usize - 1, false),
            _ => self.find(at, word, spelled),
        }
    }

    /// The same, looked for from a place on.
    fn find<'s>(
        &mut self,
        mut at: usize,
        word: &Word<'_>,
        spelled: impl Fn(usize) -> &'s [u8],
    ) -> (usize, bool) {
        let len = word.bytes().len();
        while let Some(slot) = self.slots.get(at).filter(|slot| slot.number > 0) {
            let number = slot.number as usize - 1;
            if slot.is(word.key, len) && (len <= Word::PACKED || word.is(spelled(number))) {
                return (number, false);
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
        self.taken += 1;
        if let Some(slot) = self.slots.get_mut(at) {
            *slot = Slot { key: word.key, number: self.taken, len: clip(len) };
        }
        if self.taken as usize * 2 > self.slots.len() {
            self.grow();
        }
        (self.taken as usize - 1, true)
    }

    fn grow(&mut self) {
        let more = vec![Slot::default(); self.slots.len() * 2];
        for slot in std::mem::replace(&mut self.slots, more).into_iter().filter(|slot| slot.number > 0) {
            let mut at = first(slot.key, self.slots.len());
            while self.slots.get(at).is_some_and(|other| other.number > 0) {
                at = (at + 1) & (self.slots.len() - 1);
            }
            if let Some(free) = self.slots.get_mut(at) {
                *free = slot;
            }
        }
    }
}

/// Where to look for a key first.
#[inline]
fn first(key: u64, slots: usize) -> usize {
    // The upper half of the product depends on all of the key.
    let spread = key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
    usize::try_from(spread).unwrap_or_default() & (slots - 1)
}

fn clip(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// How a document uses a word.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct WordUse {
    start: u32,
    len: u32,
    /// Occurrences in units.
    pub(super) body: u32,
    /// Strength of each field that holds it, in hundredths; 0 where it does not.
    pub(super) title: u16,
    pub(super) heading: u16,
    pub(super) about: u16,
}

/// Room to begin with, in words: most pages have fewer, and growing costs as much as filling.
const ROOM: usize = 512;

/// The words of a document in order of their first use. The spellings lie in one buffer: a document has hundreds of
/// words, a site millions, and an allocation for each would cost more than all the rest.
#[derive(Debug)]
pub(super) struct Collector {
    places: Places,
    spelling: Vec<u8>,
    uses: Vec<WordUse>,
}

impl Default for Collector {
    fn default() -> Self {
        Collector {
            places: Places::with_room(ROOM),
            spelling: Vec::with_capacity(ROOM * 8),
            uses: Vec::with_capacity(ROOM),
        }
    }
}

impl Collector {
    /// The use of a word, to be changed; a new one when the word is new.
    #[inline]
    pub(super) fn used(&mut self, word: &Word<'_>) -> Option<&mut WordUse> {
        let number = self.number(word);
        self.known(number)
    }

    /// The number of a word.
    #[inline]
    pub(super) fn number(&mut self, word: &Word<'_>) -> usize {
        let Collector { places, spelling, uses } = self;
        let (number, new) = places.number(word, |known| spelled(spelling, uses.get(known)));
        if new {
            let start = clip(spelling.len());
            word.push_to(spelling);
            uses.push(WordUse { start, len: clip(spelling.len()) - start, ..WordUse::default() });
        }
        number
    }

    /// The use of the word with a number.
    #[inline]
    pub(super) fn known(&mut self, number: usize) -> Option<&mut WordUse> {
        self.uses.get_mut(number)
    }

    /// Writes every word with its use.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        record::number(self.uses.len(), out);
        for used in &self.uses {
            let fields = u32::from(used.title) + u32::from(used.heading) + u32::from(used.about);
            record::bytes(spelled(&self.spelling, Some(used)), out);
            record::number(used.body as usize, out);
            record::number(fields as usize, out);
        }
    }
}

fn spelled<'s>(spelling: &'s [u8], used: Option<&WordUse>) -> &'s [u8] {
    used.and_then(|used| spelling.get(used.start as usize..(used.start + used.len) as usize))
        .unwrap_or_default()
}

/// The words of a site, each with something of the owner's.
#[derive(Debug)]
pub(super) struct Forms<'a, T> {
    places: Places,
    pub(super) all: Vec<(&'a [u8], T)>,
}

impl<'a, T> Forms<'a, T> {
    pub(super) fn with_room(words: usize) -> Self {
        Forms { places: Places::with_room(words), all: Vec::with_capacity(words) }
    }

    /// What belongs to a word in lower case; made when the word is new.
    #[inline]
    pub(super) fn of(&mut self, word: Word<'a>, make: impl FnOnce(&'a [u8]) -> T) -> Option<&mut T> {
        let Forms { places, all } = self;
        let spelled = |known| all.get(known).map_or(&[][..], |(spelling, _): &(&[u8], T)| *spelling);
        let (number, new) = places.number(&word, spelled);
        if new {
            all.push((word.bytes(), make(word.bytes())));
        }
        self.all.get_mut(number).map(|(_, own)| own)
    }
}

#[cfg(test)]
mod tests {
    use super::super::record::Reader;
    use super::super::tokenize::each_word;
    use super::*;

    fn counted(text: &str, times: u32) -> Vec<(String, u32)> {
        let mut collector = Collector::default();
        for _ in 0..times {
            each_word(text, |word| {
                if let Some(used) = collector.used(&word) {
                    used.body += 1;
                }
            });
        }
        let mut bytes = Vec::new();
        collector.write(&mut bytes);
        let mut reader = Reader::new(&bytes);
        let count = reader.number();
        (0..count)
            .map(|_| {
                let word = String::from_utf8_lossy(reader.bytes()).into_owned();
                let body = reader.number();
                assert_eq!(reader.number(), 0, "no field has it");
                (word, body)
            })
            .collect()
    }

    #[test]
    fn a_word_is_spelled_once() {
        let expected = [("b", 3), ("a", 1), ("ab", 1)].map(|(word, count)| (word.to_owned(), count));
        assert_eq!(counted("b a B ab b", 1), expected);
    }

    #[test]
    fn a_long_document_keeps_its_words_apart() {
        let text: Vec<String> = (0..3 * ROOM).map(|n| format!("w{n} LONGERword{n}")).collect();
        let words = counted(&text.join(" "), 2);
        // The number ends the word: the parts of a name in mixed case are words, too.
        assert_eq!(
            words.iter().filter(|(word, _)| word.starts_with('w') && word.len() < 6).count(),
            3 * ROOM
        );
        assert!(words.iter().all(|(_, body)| *body >= 2));
        let mut spellings: Vec<&String> = words.iter().map(|(word, _)| word).collect();
        spellings.sort();
        spellings.dedup();
        assert_eq!(spellings.len(), words.len());
    }

    #[test]
    fn words_of_a_site_keep_what_belongs_to_them() {
        let spellings: Vec<String> = (0..100).map(|n| format!("w{n} longerword{n}")).collect();
        let mut forms: Forms<'_, usize> = Forms::with_room(4);
        for _ in 0..2 {
            for (n, spelling) in spellings.iter().enumerate() {
                for word in spelling.split(' ') {
                    assert_eq!(
                        forms.of(Word::folded(word.as_bytes(), 0, word.len()), |_| n).map(|own| *own),
                        Some(n)
                    );
                }
            }
        }
        assert_eq!(forms.all.len(), 200);
    }
}
