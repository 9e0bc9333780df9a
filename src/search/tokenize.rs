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
    /// Words up to this length, in bytes, are equal when their lengths and keys are.
    pub(super) const PACKED: usize = 8;

    /// A word that is in lower case.
    fn folded(word: &'a str) -> Self {
        let eight = |bytes: &[u8]| bytes.iter().rev().fold(0u64, |all, byte| (all << 8) | u64::from(*byte));
        let key = word.as_bytes().chunks(8).map(eight).reduce(mixed).unwrap_or_default();
        Word { bytes: word.as_bytes(), key, part: false }
    }

    /// A word of ASCII that stands at `from..to` of a text.
    fn ascii(text: &'a [u8], from: usize, to: usize, part: bool) -> Self {
        let mut key = lower(eight(text, from, to));
        let mut at = from + 8;
        while at < to {
            key = mixed(key, lower(eight(text, at, to)));
            at += 8;
        }
        Word { bytes: text.get(from..to).unwrap_or_default(), key, part }
    }

    /// Its length in bytes.
    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether it is `other`, which is in lower case.
    pub(super) fn is(&self, other: &str) -> bool {
        self.bytes.eq_ignore_ascii_case(other.as_bytes())
    }

    /// Appends it in lower case.
    pub(super) fn push_to(&self, out: &mut String) {
        let before = out.len();
        out.push_str(std::str::from_utf8(self.bytes).unwrap_or_default());
        if let Some(new) = out.get_mut(before..) {
            new.make_ascii_lowercase();
        }
    }
}

/// The key of a word of which `key` is that of the beginning.
fn mixed(key: u64, more: u64) -> u64 {
    (key.rotate_left(5) ^ more).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Every word of every page comes by here, so text is read eight bytes at a time: a byte each of a number, the first
/// lowest. Its highest bit, free in ASCII, is what is said of each.
const EACH: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = EACH * 0x80;

/// The bytes from `at` on, zeros from `end` on.
fn eight(text: &[u8], at: usize, end: usize) -> u64 {
    let whole = text.get(at..at + 8).and_then(|bytes| bytes.try_into().ok()).map(u64::from_le_bytes);
    let all = whole.unwrap_or_else(|| {
        let rest = text.get(at..).unwrap_or_default();
        rest.iter().take(8).rev().fold(0, |all, byte| (all << 8) | u64::from(*byte))
    });
    if end - at < 8 { all & ((1 << ((end - at) * 8)) - 1) } else { all }
}

/// Which bytes, their highest bits aside, lie in a range.
fn within(eight: u64, from: u8, to: u8) -> u64 {
    let low = eight & !HIGH;
    (low + EACH * u64::from(0x80 - from)) & !(low + EACH * u64::from(0x7f - to)) & HIGH
}

/// Which bytes belong to words: letters, digits and what is not ASCII.
fn word_bytes(eight: u64) -> u64 {
    within(eight | (EACH * 0x20), b'a', b'z') | within(eight, b'0', b'9') | (eight & HIGH)
}

/// Eight characters of ASCII in lower case.
fn lower(eight: u64) -> u64 {
    eight | (within(eight, b'A', b'Z') >> 2)
}

/// The next place from `pos` on where a word begins, or ends.
fn boundary(text: &[u8], mut pos: usize, begins: bool) -> usize {
    let wanted = if begins { 0 } else { HIGH };
    while pos < text.len() {
        let found = word_bytes(eight(text, pos, text.len())) ^ wanted;
        if found != 0 {
            return text.len().min(pos + found.trailing_zeros() as usize / 8);
        }
        pos += 8;
    }
    text.len()
}

/// What kinds of letters a word has.
struct Shape {
    /// Letters beyond ASCII.
    beyond: bool,
    /// A capital behind the first letter, and small letters.
    mixed: bool,
}

impl Shape {
    fn of(text: &[u8], from: usize, to: usize) -> Self {
        let (mut high, mut capital, mut small) = (0, 0, 0);
        let mut at = from;
        while at < to {
            let bytes = eight(text, at, to);
            let first = if at == from { 0x80 } else { 0 };
            high |= bytes & HIGH;
            capital |= within(bytes, b'A', b'Z') & !first;
            small |= within(bytes, b'a', b'z');
            at += 8;
        }
        Shape { beyond: high != 0, mixed: capital != 0 && small != 0 }
    }
}

/// Calls `found` with each word of `text`; the flag says that it is only a part of the word before it.
pub(super) fn words(text: &str, mut found: impl FnMut(&str, bool)) {
    let mut folded = String::with_capacity(LONGEST);
    each_word(text, |word| {
        folded.clear();
        word.push_to(&mut folded);
        found(&folded, word.part);
    });
}

/// Calls `found` with each word of `text`.
pub(super) fn each_word(text: &str, mut found: impl FnMut(Word<'_>)) {
    let bytes = text.as_bytes();
    let mut other = String::new();
    let mut end = 0;
    loop {
        let start = boundary(bytes, end, true);
        if start == bytes.len() {
            return;
        }
        end = boundary(bytes, start, false);
        while bytes.get(end) == Some(&b'.') && digit(bytes, end - 1) && digit(bytes, end + 1) {
            end = boundary(bytes, end + 1, false);
        }
        let shape = Shape::of(bytes, start, end);
        if shape.beyond {
            other_words(text.get(start..end).unwrap_or_default(), &mut other, &mut found);
            continue;
        }
        if end - start == 1 {
            end += suffix(bytes, end);
        }
        if end - start > LONGEST {
            continue;
        }
        found(Word::ascii(bytes, start, end, false));
        if shape.mixed {
            parts(bytes, start, end, &mut found);
        }
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

/// The parts of an identifier in mixed case, which stands at `from..to`.
fn parts(bytes: &[u8], from: usize, to: usize, found: &mut impl FnMut(Word<'_>)) {
    let word = bytes.get(from..to).unwrap_or_default();
    let mut start = from;
    for at in from + 1..=to {
        if at < to && !hump(word, at - from) {
            continue;
        }
        if at - start > 1 {
            found(Word::ascii(bytes, start, at, true));
        }
        start = at;
    }
}

/// Whether a new part begins at `at`: an upper-case letter after a lower-case one (`childItem`), or the last of
/// several before a lower-case one (`XMLFile`).
fn hump(bytes: &[u8], at: usize) -> bool {
    let upper = |n: usize| bytes.get(n).is_some_and(u8::is_ascii_uppercase);
    let lower = |n: usize| bytes.get(n).is_some_and(u8::is_ascii_lowercase);
    upper(at) && (!upper(at - 1) || lower(at + 1))
}

/// A run with letters beyond ASCII: pairs where there are no spaces, else words by Unicode's rules.
fn other_words(run: &str, folded: &mut String, found: &mut impl FnMut(Word<'_>)) {
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
            folded.extend(plain.nfc());
            found(Word::folded(folded));
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
        found(Word::folded(run));
    }
    for window in starts.windows(3) {
        if let [from, _, to] = window {
            found(Word::folded(run.get(*from..*to).unwrap_or_default()));
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
        let text = "Name childItem CHILDITEM item GetSomeLongerThing somelongerthing longer thing Überlänge longernames";
        each_word(text, |word| {
            let mut spelled = String::new();
            word.push_to(&mut spelled);
            assert!(word.is(&spelled), "{spelled}");
            assert_eq!(word.key, Word::folded(&spelled).key, "{spelled}");
            keys.push((spelled, word.key));
        });
        for (text, key) in &keys {
            assert!(keys.iter().all(|(t, k)| (t == text) == (k == key)), "{text}");
        }
    }

    #[test]
    fn data_is_no_word() {
        assert_eq!(all(&"a".repeat(LONGEST + 1)), Vec::<String>::new());
    }
}
