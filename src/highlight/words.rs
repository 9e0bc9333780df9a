//! Reserved words of one language: an open-addressed table behind a filter by first byte and length.

use super::sink::Class;

/// Words are found in constant time; most other words fall at the filter, unhashed.
#[derive(Debug)]
pub(super) struct Words {
    entries: Vec<(&'static str, Class)>,
    /// Index into `entries` plus one; 0 is free. The length is a power of two, at most half of it used.
    slots: Vec<u16>,
    /// For each first byte (in lower case when folding): a bit for each length there is, the top bit for 31 and more.
    lengths: [u32; 256],
    fold: bool,
}

impl Words {
    pub(super) fn new(groups: &[(Class, &'static str)], fold: bool) -> Self {
        let entries: Vec<(&'static str, Class)> = groups
            .iter()
            .flat_map(|(class, words)| words.split_ascii_whitespace().map(move |w| (w, *class)))
            .collect();
        let size = (entries.len() * 2).next_power_of_two().max(2);
        let mut words = Words { slots: vec![0; size], lengths: [0; 256], fold, entries: Vec::new() };
        for (word, class) in entries {
            words.insert(word, class);
        }
        words
    }

    fn insert(&mut self, word: &'static str, class: Class) {
        let (Some(&first), false) = (word.as_bytes().first(), self.find(word.as_bytes()).is_some()) else {
            return;
        };
        self.lengths[usize::from(self.folded(first))] |= length_bit(word.len());
        self.entries.push((word, class));
        let mut slot = self.hash(word.as_bytes());
        while self.slots.get(slot).is_some_and(|s| *s != 0) {
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        if let Some(place) = self.slots.get_mut(slot) {
            *place = u16::try_from(self.entries.len()).unwrap_or_default();
        }
    }

    fn folded(&self, byte: u8) -> u8 {
        if self.fold { byte.to_ascii_lowercase() } else { byte }
    }

    fn hash(&self, word: &[u8]) -> usize {
        let step = |h: u32, b: &u8| (h ^ u32::from(self.folded(*b))).wrapping_mul(0x0100_0193);
        word.iter().fold(0x811c_9dc5, step) as usize & (self.slots.len() - 1)
    }

    /// The class of a reserved word.
    pub(super) fn find(&self, word: &[u8]) -> Option<Class> {
        let first = self.folded(*word.first()?);
        if self.lengths[usize::from(first)] & length_bit(word.len()) == 0 {
            return None;
        }
        let mut slot = self.hash(word);
        loop {
            let index = self.slots.get(slot).copied().filter(|i| *i != 0)?;
            let (entry, class) = self.entries.get(usize::from(index) - 1)?;
            let same = if self.fold {
                entry.as_bytes().eq_ignore_ascii_case(word)
            } else {
                entry.as_bytes() == word
            };
            if same {
                return Some(*class);
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
    }
}

fn length_bit(length: usize) -> u32 {
    1 << length.min(31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_its_words_and_no_others() {
        let words = Words::new(&[(Class::Keyword, "if else"), (Class::Type, "int")], false);
        assert_eq!(words.find(b"if"), Some(Class::Keyword));
        assert_eq!(words.find(b"int"), Some(Class::Type));
        assert_eq!((words.find(b"If"), words.find(b"in"), words.find(b"")), (None, None, None));
    }

    #[test]
    fn folds_case_where_told() {
        let words = Words::new(&[(Class::Keyword, "Select from")], true);
        assert_eq!(words.find(b"SELECT"), Some(Class::Keyword));
        assert_eq!(words.find(b"FROM"), Some(Class::Keyword));
    }
}
