//! Small pure functions on URL text: splitting, relative references, encoding.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

/// The parts of a link as written: path, `?query` without the mark, `#fragment` without the mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts<'a> {
    /// Everything before the first `?` or `#`.
    pub path: &'a str,
    /// Text after `?` up to `#`; `None` when there is no `?`.
    pub query: Option<&'a str>,
    /// Text after the first `#`; `None` when there is none.
    pub fragment: Option<&'a str>,
}

/// Splits a link into path, query and fragment.
pub fn split(link: &str) -> Parts<'_> {
    let (rest, fragment) = at_mark(link, b'#');
    let (path, query) = at_mark(rest, b'?');
    Parts { path, query, fragment }
}

/// What stands before the first `mark`, and what behind it.
fn at_mark(text: &str, mark: u8) -> (&str, Option<&str>) {
    match memchr::memchr(mark, text.as_bytes()) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    }
}

/// The scheme of an absolute URL (`https`, `mailto`), when the text has one.
pub fn scheme(link: &str) -> Option<&str> {
    let end = memchr::memchr(b':', link.as_bytes())?;
    let name = &link[..end];
    let ok = name.len() > 1
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    ok.then_some(name)
}

/// `target` (a path from the root) as a relative reference from the folder `folder` (also from the root).
pub fn relative(folder: &str, target: &str) -> String {
    let folder = folder.trim_matches('/');
    let same = folder.bytes().zip(target.bytes()).take_while(|(a, b)| a == b).count();
    // What both share ends at a slash of the target: behind the whole of the folder, or before the names differ.
    let whole = same == folder.len() && same > 0 && target.as_bytes().get(same) == Some(&b'/');
    let slash = || target.bytes().take(same).rposition(|b| b == b'/');
    let shared = if whole { same + 1 } else { slash().map_or(0, |at| at + 1) };
    let rest = target.get(shared..).unwrap_or_default();
    let left = folder.get(shared..).unwrap_or_default();
    let up = left.bytes().filter(|b| *b == b'/').count() + usize::from(!left.is_empty());
    let mut out = String::with_capacity(up * 3 + rest.len());
    for _ in 0..up {
        out.push_str("../");
    }
    out.push_str(rest);
    out
}

/// What must be escaped in one segment of a URL path.
const SEGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'/')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Percent-encodes a path segment by segment; `/` stays.
pub fn encode_path<'a>(path: impl Into<Cow<'a, str>>) -> String {
    let path = path.into();
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'_' | b'.' | b'~');
    if path.bytes().all(plain) {
        return path.into_owned();
    }
    let mut out = String::with_capacity(path.len());
    for (i, segment) in path.split('/').enumerate() {
        if i > 0 {
            out.push('/');
        }
        out.extend(utf8_percent_encode(segment, SEGMENT));
    }
    out
}

/// Percent-decodes; text whose bytes are not UTF-8 afterwards is returned as written.
pub fn decode(text: &str) -> String {
    if memchr::memchr(b'%', text.as_bytes()).is_none() {
        return text.to_owned();
    }
    percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), Into::into)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_references() {
        assert_eq!(relative("a/b", "a/c.html"), "../c.html");
        assert_eq!(relative("", "a/c.html"), "a/c.html");
        assert_eq!(relative("a", "a/c.html"), "c.html");
        assert_eq!(relative("a/b/c", "x.html"), "../../../x.html");
        assert_eq!(relative("a", "a"), "../a");
        assert_eq!(relative("a/b", "a/b"), "../b");
        assert_eq!(relative("a/b", "a/bc/d"), "../bc/d");
        assert_eq!(relative("", "x.html"), "x.html");
        assert_eq!(relative("a/bc", "a/b"), "../b");
        assert_eq!(relative("a/\u{e9}", "a/\u{e8}/x"), "../\u{e8}/x");
    }

    #[test]
    fn links_split_at_the_first_marks() {
        let p = split("a/b.md?view=x#y?z");
        assert_eq!((p.path, p.query, p.fragment), ("a/b.md", Some("view=x"), Some("y?z")));
    }

    #[test]
    fn a_drive_letter_is_no_scheme() {
        assert_eq!(scheme("C:/a.md"), None);
        assert_eq!(scheme("mailto:a@b"), Some("mailto"));
    }
}
