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

/// Calls `found` with each word of `text`; the flag says that it is only a part of the word before it.
pub(super) fn words(text: &str, mut found: impl FnMut(&str, bool)) {
    let bytes = text.as_bytes();
    let mut folded = String::with_capacity(LONGEST);
    let mut pos = 0;
    while let Some(&byte) = bytes.get(pos) {
        if !is_word(byte) {
            pos += 1;
            continue;
        }
        let start = pos;
        let mut ascii = true;
        while let Some(&b) = bytes.get(pos) {
            let point = b == b'.' && digit(bytes, pos.wrapping_sub(1)) && digit(bytes, pos + 1);
            if !is_word(b) && !point {
                break;
            }
            ascii &= b < 0x80;
            pos += 1;
        }
        if pos - start == 1 && ascii {
            pos += suffix(bytes, pos);
        }
        let word = text.get(start..pos).unwrap_or_default();
        if ascii {
            ascii_word(word, &mut folded, &mut found);
        } else {
            other_words(word, &mut folded, &mut found);
        }
    }
}

fn is_word(byte: u8) -> bool {
    WORD[usize::from(byte)]
}

/// Which bytes belong to words; looked up once or twice for each byte of every page.
const WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        #[allow(clippy::cast_possible_truncation)]
        let b = byte as u8;
        table[byte] = b.is_ascii_alphanumeric() || b >= 0x80;
        byte += 1;
    }
    table
};

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
    if letter && !rest.get(length).is_some_and(|b| is_word(*b)) { length } else { 0 }
}

fn ascii_word(word: &str, folded: &mut String, found: &mut impl FnMut(&str, bool)) {
    if word.len() > LONGEST {
        return;
    }
    folded.clear();
    folded.push_str(word);
    folded.make_ascii_lowercase();
    found(folded, false);
    let bytes = word.as_bytes();
    let mixed = bytes.iter().skip(1).any(u8::is_ascii_uppercase) && bytes.iter().any(u8::is_ascii_lowercase);
    if !mixed {
        return;
    }
    let mut start = 0;
    for at in 1..=bytes.len() {
        if at < bytes.len() && !hump(bytes, at) {
            continue;
        }
        if at - start > 1 {
            found(folded.get(start..at).unwrap_or_default(), true);
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
fn other_words(run: &str, folded: &mut String, found: &mut impl FnMut(&str, bool)) {
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
            found(folded, false);
        }
    }
}

/// Combining marks of Latin, Greek and Cyrillic letters; those of other scripts are letters to their readers.
fn is_accent(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// Each character with its neighbour; a lone one by itself.
fn pairs(run: &str, found: &mut impl FnMut(&str, bool)) {
    let starts: Vec<usize> = run.char_indices().map(|(i, _)| i).chain([run.len()]).collect();
    if starts.len() == 2 {
        found(run, false);
    }
    for window in starts.windows(3) {
        if let [from, _, to] = window {
            found(run.get(*from..*to).unwrap_or_default(), false);
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
    fn data_is_no_word() {
        assert_eq!(all(&"a".repeat(LONGEST + 1)), Vec::<String>::new());
    }
}
