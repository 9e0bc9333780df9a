//! Bytes on disk to text.

use std::borrow::Cow;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;
use std::sync::{Arc, LazyLock};

use memchr::memmem::Finder;

use super::files::ReadError;
use super::inside;
use crate::base::Hash128;

/// Largest text file that is read, in bytes.
pub(super) const MAX_TEXT: u64 = 32 << 20;

/// The first line of a conflict.
static MARKER: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("<<<<<<< "));

/// A text and what was wrong with its bytes.
#[derive(Debug)]
pub(super) struct Text {
    /// The text, without a byte-order mark; what was no UTF-8 and NULs are U+FFFD.
    pub(super) text: Arc<str>,
    /// Its hash.
    pub(super) hash: Hash128,
    /// First byte that was no UTF-8.
    pub(super) invalid_at: Option<usize>,
    /// First NUL.
    pub(super) nul_at: Option<usize>,
    /// Where two versions begin that were not merged.
    pub(super) unmerged_at: Option<usize>,
}

/// Reads a file below `root`, and none to which a link leads from there.
pub(super) fn text(root: &Path, path: &Path) -> Result<Text, ReadError> {
    text_by(root, path, &mut Vec::new())
}

/// As [`text`], by way of a buffer that is the caller's: many files are read one after the other.
pub(super) fn text_by(root: &Path, path: &Path, buffer: &mut Vec<u8>) -> Result<Text, ReadError> {
    let file = inside::open(root, path)?;
    let meta = file.metadata()?;
    if !meta.is_file() {
        return Err(ReadError::NotFound);
    }
    if meta.len() > MAX_TEXT {
        return Err(ReadError::TooLarge(meta.len()));
    }
    let length = whole(file, meta.len(), buffer)?;
    Ok(decode(buffer.get(..length).unwrap_or_default()))
}

/// Reads a file of about `size` bytes to the front of `buffer`; how many there are.
fn whole(mut file: File, size: u64, buffer: &mut Vec<u8>) -> std::io::Result<usize> {
    let mut length = 0;
    let mut wanted = usize::try_from(size).unwrap_or(usize::MAX).saturating_add(1);
    loop {
        if buffer.len() < wanted {
            buffer.resize(wanted, 0);
        }
        match file.read(buffer.get_mut(length..).unwrap_or_default()) {
            Ok(0) => return Ok(length),
            Ok(more) => length += more,
            Err(e) if e.kind() == ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
        // It has grown meanwhile.
        if length == buffer.len() {
            wanted = length.saturating_mul(2);
        }
    }
}

fn decode(bytes: &[u8]) -> Text {
    let (text, invalid_at) = match bytes {
        [0xFF, 0xFE, rest @ ..] => in_utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => in_utf16(rest, u16::from_be_bytes),
        _ => match str::from_utf8(bytes) {
            Ok(text) => (Cow::Borrowed(text), None),
            Err(error) => (String::from_utf8_lossy(bytes), Some(error.valid_up_to())),
        },
    };
    let marked = text.starts_with('\u{feff}');
    let body = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let invalid_at = invalid_at.map(|at| at.saturating_sub(if marked { '\u{feff}'.len_utf8() } else { 0 }));
    let nul_at = memchr::memchr(0, body.as_bytes());
    let text: Arc<str> = match nul_at {
        None => body.into(),
        Some(_) => body.replace('\0', "\u{fffd}").into(),
    };
    let unmerged_at = unmerged(&text);
    Text { hash: Hash128::of(text.as_bytes()), text, invalid_at, nul_at, unmerged_at }
}

/// The first conflict of version control: its three marker lines in their order, outside fenced code, which may well
/// show how a conflict looks.
fn unmerged(text: &str) -> Option<usize> {
    // Looked for before any line is read: hardly a file has it.
    MARKER.find(text.as_bytes())?;
    let (mut fence, mut begun, mut parted) = (None, None, false);
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let at = start;
        start += line.len();
        let mark = ["```", "~~~"].into_iter().find(|mark| line.trim_start().starts_with(mark));
        match (fence, mark) {
            (None, Some(_)) => fence = mark,
            (Some(open), Some(mark)) if open == mark => fence = None,
            _ => {}
        }
        if fence.is_some() {
            continue;
        }
        if line.starts_with("<<<<<<< ") {
            (begun, parted) = (Some(at), false);
        } else if line.trim_end() == "=======" {
            parted = begun.is_some();
        } else if parted && line.starts_with(">>>>>>> ") {
            return begun;
        }
    }
    None
}

/// Text in UTF-16; the second value is where the first lone surrogate or odd byte lies in the result.
fn in_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> (Cow<'static, str>, Option<usize>) {
    let (pairs, odd) = bytes.as_chunks::<2>();
    let mut out = String::with_capacity(bytes.len());
    let mut invalid_at = None;
    for c in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        if c.is_err() {
            invalid_at.get_or_insert(out.len());
        }
        out.push(c.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    if !odd.is_empty() {
        invalid_at.get_or_insert(out.len());
        out.push(char::REPLACEMENT_CHARACTER);
    }
    (out.into(), invalid_at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_that_were_not_merged() {
        let conflict = "<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> topic\n";
        assert_eq!(decode(format!("# A\r\n\r\n{conflict}").as_bytes()).unmerged_at, Some(7));
        for fine in [
            format!("```text\n{conflict}```\n"),
            "<<<<<<< HEAD\nno end\n".to_owned(),
            "Title\n=======\n>>>>>>> quoted\n<<<<<<< late\n".to_owned(),
            format!("- x\n\n    {}", conflict.replace('\n', "\n    ")),
        ] {
            assert_eq!(unmerged(&fine), None, "{fine}");
        }
    }

    #[test]
    fn marks_and_encodings() {
        let of = |bytes: &[u8]| {
            let t = decode(bytes);
            (t.text.to_string(), t.invalid_at, t.nul_at)
        };
        let plain = |text: &str| (text.to_owned(), None, None);
        assert_eq!(of(b"\xEF\xBB\xBFa\r\n"), plain("a\r\n"));
        assert_eq!(of(&[0xFF, 0xFE, b'a', 0, 0xE9, 0]), plain("aé"));
        assert_eq!(of(&[0xFE, 0xFF, 0, b'a', 0x20, 0x28]), plain("a\u{2028}"));
        assert_eq!(
            of(&[0xFF, 0xFE, b'a', 0, 0x00, 0xD8, b'b']),
            ("a\u{fffd}\u{fffd}".to_owned(), Some(1), None)
        );
        assert_eq!(of(b"ab\xFFc"), ("ab\u{fffd}c".to_owned(), Some(2), None));
        assert_eq!(of(b"\xEF\xBB\xBFab\xFFc"), ("ab\u{fffd}c".to_owned(), Some(2), None));
        assert_eq!(of(b"a\0b\0"), ("a\u{fffd}b\u{fffd}".to_owned(), None, Some(1)));
        assert_eq!(of(b""), plain(""));
    }
}
