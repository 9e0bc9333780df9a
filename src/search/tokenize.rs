//! Text to words. The search script does the same with what a reader types, so both change together.
//!
//! - A word is a run of letters and digits, in lower case. Every other character separates, with three exceptions:
//!   a full stop between digits (`7.4`), and `#` and `++` after a lone letter (`C#`, `C++`).
//! - An identifier in mixed case is a word and so are its parts: `ChildItem` gives `childitem`, `child`, `item`.
//! - Letters lose their accents: `naïve` is `naive`, for readers type it either way.
//! - Scripts written without spaces give every pair of neighbouring characters.
//! - Words beyond [`LONGEST`] characters are no words: hashes and encoded data.

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// The longest word, in bytes.
pub(super) const LONGEST: usize = 48;

/// A word as it was found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word<'a> {
    /// As written: in capitals perhaps, where it is ASCII.
    bytes: &'a [u8],
    /// Tells words apart: of up to [`Word::PACKED`] bytes it is the word itself in lower case, of longer ones a hash.
    pub(super) key: u64,
    /// Whether it is only a part of the word before it.
    pub(super) part: bool,
}

impl<'a> Word<'a> {
    /// Words up to this length, in bytes, are equal when their keys are.
    pub(super) const PACKED: usize = 8;

    /// The word in lower case that stands at `from..to` of a text.
    #[inline]
    pub(super) fn folded(text: &'a [u8], from: usize, to: usize) -> Self {
        let mut key = eight(text, from, to);
        let mut at = from + 8;
        while at < to {
            key = mixed(key, eight(text, at, to));
            at += 8;
        }
        Word { bytes: text.get(from..to).unwrap_or_default(), key, part: false }
    }

    /// A word of ASCII that stands at `from..to` of a text.
    #[inline]
    fn ascii(text: &'a [u8], from: usize, to: usize, part: bool) -> Self {
        Word { bytes: text.get(from..to).unwrap_or_default(), key: Shape::of(text, from, to).key, part }
    }

    /// As it is written, in capitals perhaps.
    #[inline]
    pub(super) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Whether it is `other`, which is in lower case.
    #[inline]
    pub(super) fn is(&self, other: &[u8]) -> bool {
        let length = self.bytes.len();
        if length != other.len() || length < 8 {
            return self.bytes.eq_ignore_ascii_case(other);
        }
        // The last eight may overlap with those before.
        let alike = |at: usize| lower(eight(self.bytes, at, length)) == eight(other, at, length);
        (0..length - 8).step_by(8).all(alike) && alike(length - 8)
    }

    /// Appends it in lower case.
    pub(super) fn push_to(&self, out: &mut Vec<u8>) {
        if self.bytes.len() <= Self::PACKED {
            let packed = self.key.to_le_bytes();
            out.extend_from_slice(packed.get(..self.bytes.len()).unwrap_or_default());
            return;
        }
        let before = out.len();
        out.extend_from_slice(self.bytes);
        if let Some(new) = out.get_mut(before..) {
            new.make_ascii_lowercase();
        }
    }
}

/// The key of a word of which `key` is that of the beginning.
#[inline]
fn mixed(key: u64, more: u64) -> u64 {
    (key.rotate_left(5) ^ more).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// One bit for each of eight bytes, and the highest of each, which is free in ASCII.
const EACH: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = EACH * 0x80;

/// Eight bytes from `at` on as a number, the first lowest; zeros from `end` on.
#[inline]
fn eight(text: &[u8], at: usize, end: usize) -> u64 {
    let whole = text.get(at..at + 8).and_then(|bytes| bytes.try_into().ok()).map(u64::from_le_bytes);
    let all = whole.unwrap_or_else(|| {
        let rest = text.get(at..).unwrap_or_default();
        rest.iter().take(8).rev().fold(0, |all, byte| (all << 8) | u64::from(*byte))
    });
    if end - at < 8 { all & ((1 << ((end - at) * 8)) - 1) } else { all }
}

/// Which of eight bytes of a word are letters of ASCII, and which of those are capitals. Two bits tell: that of letters
/// (0x40), which digits have not, and that of small ones (0x20).
#[inline]
fn letters(eight: u64) -> (u64, u64) {
    let letters = (eight >> 6) & !(eight >> 7) & EACH;
    (letters, letters & !(eight >> 5))
}

/// Eight bytes of a word with the letters of ASCII in lower case.
#[inline]
fn lower(eight: u64) -> u64 {
    eight | (letters(eight).1 << 5)
}

/// The lowest bits of eight bytes as one byte.
#[inline]
fn packed(eight: u64) -> u64 {
    eight.wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// What a word is made of, and its key should it be ASCII.
struct Shape {
    key: u64,
    /// Letters beyond ASCII.
    beyond: bool,
    /// A capital behind the first letter, and small letters.
    mixed: bool,
}

impl Shape {
    #[inline]
    fn of(text: &[u8], from: usize, to: usize) -> Self {
        let first = eight(text, from, to);
        let (all, capital) = letters(first);
        let mut key = first | (capital << 5);
        let mut beyond = first & HIGH;
        let (mut capitals, mut smalls) = (capital & !1, all & !capital);
        let mut at = from + 8;
        while at < to {
            let more = eight(text, at, to);
            let (all, capital) = letters(more);
            key = mixed(key, more | (capital << 5));
            beyond |= more & HIGH;
            capitals |= capital;
            smalls |= all & !capital;
            at += 8;
        }
        Shape { key, beyond: beyond != 0, mixed: capitals != 0 && smalls != 0 }
    }
}

/// How much text is looked at in one step, in bytes.
const BLOCK: usize = 64;

/// Which bytes of a block belong to words, the first lowest: letters, digits and what is not ASCII. Every byte of every
/// page comes by here, so it is written such that compilers take many at once.
#[inline]
fn word_bytes(block: &[u8; BLOCK]) -> u64 {
    let mut marks = [0u8; BLOCK];
    for (mark, byte) in marks.iter_mut().zip(block) {
        let letter = (byte | 0x20).wrapping_sub(b'a') < 26;
        let digit = byte.wrapping_sub(b'0') < 10;
        *mark = u8::from(letter | digit | (*byte >= 0x80));
    }
    let mut bits = 0;
    for eight in marks.as_chunks::<8>().0.iter().rev() {
        bits = (bits << 8) | packed(u64::from_le_bytes(*eight));
    }
    bits
}

/// Calls `found` with each word of `text`; the flag says that it is only a part of the word before it.
pub(super) fn words(text: &str, mut found: impl FnMut(&str, bool)) {
    let mut folded = Vec::with_capacity(LONGEST);
    each_word(text, |word| {
        folded.clear();
        word.push_to(&mut folded);
        found(std::str::from_utf8(&folded).unwrap_or_default(), word.part);
    });
}

/// Calls `found` with each word of `text`.
pub(super) fn each_word(text: &str, mut found: impl FnMut(Word<'_>)) {
    let bytes = text.as_bytes();
    let (blocks, rest) = bytes.as_chunks::<BLOCK>();
    // Filled up with zeros, which are no words, so that a word at the end ends in it.
    let mut last = [0; BLOCK];
    for (to, from) in last.iter_mut().zip(rest) {
        *to = *from;
    }
    let mut folded = Vec::new();
    let (mut start, mut goes_on) = (0, false);
    let mut before = 0;
    for (place, block) in blocks.iter().chain([&last]).enumerate() {
        let inside = word_bytes(block);
        // Words begin and end by turns.
        let mut edges = inside ^ ((inside << 1) | before);
        before = inside >> 63;
        while edges != 0 {
            let bit = edges.trailing_zeros();
            let at = place * BLOCK + bit as usize;
            edges &= edges - 1;
            if (inside >> bit) & 1 == 1 {
                start = if goes_on { start } else { at };
                continue;
            }
            goes_on = bytes.get(at) == Some(&b'.') && digit(bytes, at - 1) && digit(bytes, at + 1);
            if !goes_on {
                one(text, start, at, &mut folded, &mut found);
            }
        }
    }
}

/// The word that stands at `start..end` of a text, and its parts.
#[inline]
fn one(text: &str, start: usize, mut end: usize, folded: &mut Vec<u8>, found: &mut impl FnMut(Word<'_>)) {
    let bytes = text.as_bytes();
    let shape = Shape::of(bytes, start, end);
    if shape.beyond {
        other_words(text.get(start..end).unwrap_or_default(), folded, found);
        return;
    }
    if end - start > LONGEST {
        return;
    }
    if end - start == 1 {
        end += suffix(bytes, end);
        found(Word::ascii(bytes, start, end, false));
        return;
    }
    found(Word { bytes: bytes.get(start..end).unwrap_or_default(), key: shape.key, part: false });
    if shape.mixed {
        parts(bytes, start, end, found);
    }
}

fn digit(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_some_and(u8::is_ascii_digit)
}

/// The length of `#` or `++` after a lone letter.
fn suffix(bytes: &[u8], pos: usize) -> usize {
    let letter = bytes.get(pos.wrapping_sub(1)).is_some_and(u8::is_ascii_alphabetic);
    let rest = bytes.get(pos..).unwrap_or_default();
    let length = if rest.starts_with(b"#") {
        1
    } else if rest.starts_with(b"++") {
        2
    } else {
        0
    };
    let more = |b: &u8| b.is_ascii_alphanumeric() || !b.is_ascii();
    if letter && !rest.get(length).is_some_and(more) { length } else { 0 }
}

/// The parts of an identifier in mixed case, which stands at `from..to`. One begins at a capital behind a small letter or
/// a digit (`childItem`), and at the last of several capitals before a small letter (`XMLFile`).
fn parts(bytes: &[u8], from: usize, to: usize, found: &mut impl FnMut(Word<'_>)) {
    // A bit for each byte, the first lowest; words are shorter than that.
    let (mut capitals, mut smalls) = (0, 0);
    for at in (from..to).step_by(8) {
        let (all, capital) = letters(eight(bytes, at, to));
        capitals |= packed(capital) << (at - from);
        smalls |= packed(all & !capital) << (at - from);
    }
    let mut begins = capitals & (!(capitals << 1) | (smalls >> 1)) & !1;
    let mut start = from;
    while start < to {
        let at = if begins == 0 { to } else { from + begins.trailing_zeros() as usize };
        if at - start > 1 {
            found(Word::ascii(bytes, start, at, true));
        }
        begins &= begins.wrapping_sub(1);
        start = at;
    }
}

/// A run with letters beyond ASCII: pairs where there are no spaces, else words by Unicode's rules.
fn other_words(run: &str, folded: &mut Vec<u8>, found: &mut impl FnMut(Word<'_>)) {
    let mut rest = run;
    while let Some(first) = rest.chars().next() {
        let dense = is_dense(first);
        let end = rest.find(|c| is_dense(c) != dense).unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        rest = after;
        if dense {
            pairs(part, found);
            continue;
        }
        for word in part.unicode_words().filter(|w| w.len() <= LONGEST) {
            folded.clear();
            let plain = word.chars().flat_map(char::to_lowercase).nfd().filter(|c| !is_accent(*c));
            let mut letter = [0; 4];
            plain.nfc().for_each(|c| folded.extend_from_slice(c.encode_utf8(&mut letter).as_bytes()));
            found(Word::folded(folded, 0, folded.len()));
        }
    }
}

/// Combining marks of Latin, Greek and Cyrillic letters; those of other scripts are letters to their readers.
fn is_accent(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// Each character with its neighbour; a lone one by itself.
fn pairs(run: &str, found: &mut impl FnMut(Word<'_>)) {
    let starts: Vec<usize> = run.char_indices().map(|(i, _)| i).chain([run.len()]).collect();
    if starts.len() == 2 {
        found(Word::folded(run.as_bytes(), 0, run.len()));
    }
    for window in starts.windows(3) {
        if let [from, _, to] = window {
            found(Word::folded(run.as_bytes(), *from, *to));
        }
    }
}

/// Characters of scripts that put no space between words.
fn is_dense(c: char) -> bool {
    matches!(u32::from(c),
        0x0e00..=0x0eff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x3040..=0x30ff | 0x31f0..=0x31ff
        | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x323af)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<String> {
        let mut out = Vec::new();
        words(text, |w, part| out.push(if part { format!("+{w}") } else { w.to_owned() }));
        out
    }

    #[test]
    fn words_of_prose_and_code() {
        assert_eq!(all("Run the setup.exe file!"), ["run", "the", "setup", "exe", "file"]);
        assert_eq!(all("Get-ChildItem"), ["get", "childitem", "+child", "+item"]);
        assert_eq!(all("XMLHttpRequest2"), ["xmlhttprequest2", "+xml", "+http", "+request2"]);
        assert_eq!(all("C# and C++, not c+ or a#b"), ["c#", "and", "c++", "not", "c", "or", "a", "b"]);
        assert_eq!(all("version 7.4. about_If"), ["version", "7.4", "about", "if"]);
    }

    #[test]
    fn scripts_without_spaces_give_pairs() {
        assert_eq!(all("更新の設定"), ["更新", "新の", "の設", "設定"]);
        assert_eq!(all("字"), ["字"]);
        assert_eq!(all("Über naïve Straße"), ["uber", "naive", "straße"]);
    }

    #[test]
    fn words_have_the_same_key_wherever_they_stand() {
        let mut keys: Vec<(String, u64)> = Vec::new();
        let text = "Name childItem CHILDITEM item GetSomeLongerThing somelongerthing longer thing Überlänge longernames \
                    безопасность Безопасность المستخدم";
        each_word(text, |word| {
            let mut spelled = Vec::new();
            word.push_to(&mut spelled);
            assert!(word.is(&spelled), "{spelled:?}");
            assert_eq!(word.key, Word::folded(&spelled, 0, spelled.len()).key, "{spelled:?}");
            keys.push((String::from_utf8(spelled).expect("text"), word.key));
        });
        for (text, key) in &keys {
            assert!(keys.iter().all(|(t, k)| (t == text) == (k == key)), "{text}");
        }
    }

    #[test]
    fn long_words_are_compared_to_their_ends() {
        let long = "abcdefghijklmnopqrstuvwxyz0123456789";
        for length in 1..long.len() {
            let (word, longer) = (&long[..length], &long[..length + 1]);
            each_word(&word.to_uppercase(), |found| {
                assert!(found.is(word.as_bytes()) && !found.is(longer.as_bytes()), "{word}");
                for other in 0..length {
                    let mut bytes = word.as_bytes().to_vec();
                    bytes[other] = b'-';
                    assert!(!found.is(&bytes), "{word} {other}");
                }
            });
        }
    }

    #[test]
    fn words_are_the_same_wherever_a_block_ends() {
        let text = "item 7.4 C# GetItem x.5 3. é";
        let expected = all(text);
        for before in 0..2 * BLOCK {
            assert_eq!(all(&format!("{}{text}", " ".repeat(before))), expected, "{before}");
            assert_eq!(
                all(&format!("{}{text}{}", "-".repeat(before), "-".repeat(before))),
                expected,
                "{before}"
            );
        }
        assert_eq!(all(&"ab".repeat(20)), ["ab".repeat(20)]);
    }

    #[test]
    fn data_is_no_word() {
        assert_eq!(all(&"a".repeat(LONGEST + 1)), Vec::<String>::new());
    }
}
