//! The grammar of triple-colon attributes and of `[!name[text](target)]` brackets, on plain text.
//!
//! Offsets in results count from the start of the text that was given.

use std::ops::Range;

/// No construct has nearly as many.
const MAX_ATTRIBUTES: usize = 32;

/// How long a title in brackets may be; keeps lines of unmatched brackets linear.
const MAX_BRACKET: usize = 4096;

/// `name="value"` pairs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Attributes<'a> {
    /// Names in lower case, values as written; an attribute without a value has an empty one.
    pub(super) pairs: Vec<(String, &'a str)>,
    /// One past the last byte that was read, closing colons included.
    pub(super) end: usize,
    /// Closing colons were read.
    pub(super) closed: bool,
}

impl<'a> Attributes<'a> {
    /// The value of an attribute.
    pub(super) fn get(&self, name: &str) -> Option<&'a str> {
        self.pairs.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| *v)
    }

    /// The first attribute whose name is not in `known`, whatever the case of its letters.
    pub(super) fn unknown(&self, known: &[&str]) -> Option<&str> {
        self.pairs.iter().map(|(n, _)| n.as_str()).find(|n| !known.iter().any(|k| k.eq_ignore_ascii_case(n)))
    }

    /// The pairs, owned.
    pub(super) fn to_owned_pairs(&self) -> Vec<(String, String)> {
        self.pairs.iter().map(|(n, v)| (n.clone(), (*v).to_owned())).collect()
    }
}

/// First offset from `at` that is neither space nor tab.
pub(super) fn skip_blanks(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let mut i = at;
    while matches!(bytes.get(i), Some(b' ' | b'\t')) {
        i += 1;
    }
    i
}

/// First offset from `at` past letters, digits and dashes.
pub(super) fn skip_name(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let mut i = at;
    while bytes.get(i).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'-') {
        i += 1;
    }
    i
}

/// How many times `byte` stands at `at`.
pub(super) fn run_of(text: &str, at: usize, byte: u8) -> usize {
    text.as_bytes().get(at..).unwrap_or_default().iter().take_while(|b| **b == byte).count()
}

/// Reads attributes from `at` up to closing colons or the end of `text`. The error is a writer's sentence.
pub(super) fn attributes(text: &str, at: usize) -> Result<Attributes<'_>, String> {
    let mut out = Attributes::default();
    let mut i = at;
    loop {
        i = skip_blanks(text, i);
        let colons = run_of(text, i, b':');
        if i >= text.len() || colons >= 3 {
            out.closed = colons >= 3;
            out.end = i + colons;
            return Ok(out);
        }
        let name_end = skip_name(text, i);
        if name_end == i {
            return Err("An attribute was expected here: name=\"value\".".into());
        }
        let name = text.get(i..name_end).unwrap_or_default().to_ascii_lowercase();
        if out.pairs.len() >= MAX_ATTRIBUTES {
            return Err(format!("There are more than {MAX_ATTRIBUTES} attributes."));
        }
        if out.pairs.iter().any(|(n, _)| *n == name) {
            return Err(format!("The attribute \"{name}\" stands twice."));
        }
        i = skip_blanks(text, name_end);
        let mut value = "";
        if text.as_bytes().get(i) == Some(&b'=') {
            i = skip_blanks(text, i + 1);
            if text.as_bytes().get(i) != Some(&b'"') {
                return Err(format!("The value of \"{name}\" must stand in double quotes."));
            }
            let rest = text.get(i + 1..).unwrap_or_default();
            let Some(length) = rest.find('"') else {
                return Err(format!("The value of \"{name}\" lacks its closing double quote."));
            };
            value = rest.get(..length).unwrap_or_default();
            i += length + 2;
        }
        out.pairs.push((name, value));
    }
}

/// Text up to an unescaped `]` from `at` (just past `[`): its range; a backslash takes the next character along.
pub(super) fn bracket_text(text: &str, at: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let mut i = at;
    loop {
        if i - at > MAX_BRACKET {
            return None;
        }
        match bytes.get(i)? {
            b'\\' => i += 2,
            b']' => return Some(at..i),
            b'\n' => return None,
            _ => i += 1,
        }
    }
}

/// Takes backslashes off.
pub(super) fn unescape(text: &str) -> String {
    if !text.contains('\\') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next()),
            c => out.push(c),
        }
    }
    out
}

/// `[!INCLUDE [title](path)]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct IncludeSyntax {
    pub(super) title: String,
    pub(super) path: String,
    pub(super) path_range: Range<usize>,
    pub(super) end: usize,
}

/// Reads an include at the start of `text`; `sign` is the mark of the form: `+` for blocks, `-` for inlines.
pub(super) fn include(text: &str, sign: u8) -> Option<IncludeSyntax> {
    const NAME: &str = "[!include";
    if !text.get(..NAME.len())?.eq_ignore_ascii_case(NAME) {
        return None;
    }
    let bytes = text.as_bytes();
    let mut i = NAME.len();
    if bytes.get(i) == Some(&sign) {
        i += 1;
    }
    while bytes.get(i) == Some(&b' ') {
        i += 1;
    }
    if bytes.get(i) != Some(&b'[') {
        return None;
    }
    let title = bracket_text(text, i + 1)?;
    i = title.end + 1;
    if bytes.get(i) != Some(&b'(') {
        return None;
    }
    i = skip_blanks(text, i + 1);
    let from = i;
    while let Some(b) = bytes.get(i) {
        match b {
            b'\\' => i += 2,
            b')' | b' ' | b'\t' => break,
            b'\n' => return None,
            _ => i += 1,
        }
    }
    let path_range = from..i.min(text.len());
    let close = bracket_close(text, i)?;
    if bytes.get(close + 1) != Some(&b']') {
        return None;
    }
    let raw = text.get(path_range.clone())?;
    let raw = raw.strip_prefix('<').and_then(|r| r.strip_suffix('>')).unwrap_or(raw);
    Some(IncludeSyntax { title: unescape(text.get(title)?), path: unescape(raw), path_range, end: close + 2 })
}

/// The `)` that ends the target, after an optional title in quotes.
fn bracket_close(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut i = skip_blanks(text, at);
    let mut quoted = false;
    loop {
        match bytes.get(i)? {
            b'\\' => i += 2,
            b'"' => {
                quoted = !quoted;
                i += 1;
            }
            b')' if !quoted => return Some(i),
            b'\n' => return None,
            _ => i += 1,
        }
    }
}

/// `[!code-lang[name](path?query#mark "title")]` and the notebook form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CodeSyntax {
    pub(super) lang: String,
    pub(super) name: String,
    pub(super) path: String,
    pub(super) path_range: Range<usize>,
    pub(super) query: String,
    pub(super) mark: String,
    pub(super) title: String,
}

/// Reads a whole line as a snippet of the form `word`: `[!code` or `[!notebook`.
pub(super) fn code(text: &str, word: &str) -> Option<CodeSyntax> {
    if !text.get(..word.len())?.eq_ignore_ascii_case(word) {
        return None;
    }
    let bytes = text.as_bytes();
    let mut i = word.len();
    let mut lang = String::new();
    if bytes.get(i) == Some(&b'-') {
        let open = text.get(i..)?.find('[')? + i;
        lang = text.get(i + 1..open)?.trim().to_owned();
        i = open;
    } else {
        i = skip_blanks(text, i);
    }
    if bytes.get(i) != Some(&b'[') || lang.contains(']') {
        return None;
    }
    let name = bracket_text(text, i + 1)?;
    i = skip_blanks(text, name.end + 1);
    if bytes.get(i) != Some(&b'(') {
        return None;
    }
    let path_from = skip_blanks(text, i + 1);
    let path_to = code_path_end(text, path_from)?;
    let mut out = CodeSyntax {
        lang,
        name: unescape(text.get(name)?),
        path: unescape(text.get(path_from..path_to)?).trim().to_owned(),
        path_range: path_from..path_to,
        query: String::new(),
        mark: String::new(),
        title: String::new(),
    };
    i = path_to;
    if bytes.get(i) == Some(&b'?') {
        let end = part_end(text, i + 1, b"#\")")?;
        text.get(i + 1..end)?.trim().clone_into(&mut out.query);
        i = end;
    }
    if bytes.get(i) == Some(&b'#') {
        let end = part_end(text, i + 1, b"\")")?;
        text.get(i + 1..end)?.trim().clone_into(&mut out.mark);
        i = end;
    }
    if bytes.get(i) == Some(&b'"') {
        let mut j = i + 1;
        while *bytes.get(j)? != b'"' {
            j += if bytes.get(j) == Some(&b'\\') { 2 } else { 1 };
        }
        out.title = unescape(text.get(i + 1..j)?);
        i = skip_blanks(text, j + 1);
    }
    if bytes.get(i) != Some(&b')') {
        return None;
    }
    i = skip_blanks(text, i + 1);
    let end = skip_blanks(text, i + 1);
    (bytes.get(i) == Some(&b']') && end == text.len()).then_some(out)
}

fn code_path_end(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut i, mut depth) = (from, 0usize);
    loop {
        match bytes.get(i)? {
            b'\\' => i += 2,
            b'#' | b'?' | b'"' => return Some(i),
            b'(' => {
                depth += 1;
                i += 1;
            }
            b')' if depth == 0 => return Some(i),
            b')' => {
                depth -= 1;
                i += 1;
            }
            _ => i += 1,
        }
    }
}

fn part_end(text: &str, from: usize, stops: &[u8]) -> Option<usize> {
    text.as_bytes().get(from..)?.iter().position(|b| stops.contains(b)).map(|n| n + from)
}

/// Length of the container prefix of a line (quote marks, list markers, indentation), and whether a quote mark
/// with at most one blank after it is the last part.
pub(super) fn container_prefix(line: &str) -> (usize, bool) {
    let bytes = line.as_bytes();
    let mut i = 0;
    let mut after_quote = None;
    loop {
        let start = i;
        i = skip_blanks(line, i);
        let blanks = i - start;
        let blank_at = |n: usize| matches!(bytes.get(n), Some(b' ' | b'\t'));
        match bytes.get(i) {
            Some(b'>') => {
                i += 1;
                after_quote = Some(i);
            }
            Some(b'-' | b'*' | b'+') if blank_at(i + 1) => {
                i += 1;
                after_quote = None;
            }
            Some(b'0'..=b'9') => {
                let mut j = i;
                while bytes.get(j).is_some_and(u8::is_ascii_digit) && j - i < 9 {
                    j += 1;
                }
                if !matches!(bytes.get(j), Some(b'.' | b')')) || !blank_at(j + 1) {
                    return (i, false);
                }
                i = j + 1;
                after_quote = None;
            }
            _ => return (i, after_quote == Some(start) && blanks <= 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_read_to_the_closing_colons() {
        let a = attributes(" Range=\"1-2\" id = \"x y\" flag:::", 0).expect("well formed");
        assert_eq!(
            (a.get("range"), a.get("id"), a.get("flag"), a.closed),
            (Some("1-2"), Some("x y"), Some(""), true)
        );
    }

    #[test]
    fn faults_in_attributes_are_told() {
        for bad in [" id=x", " id=\"x", " id=\"a\" id=\"b\"", " !"] {
            assert!(attributes(bad, 0).is_err(), "{bad}");
        }
    }

    #[test]
    fn includes_read_titles_and_paths_with_escapes() {
        let i = include("[!INCLUDE [a \\] b](x\\(1\\).md \"t\")] rest", b'-').expect("an include");
        assert_eq!((i.title.as_str(), i.path.as_str()), ("a ] b", "x(1).md"));
        assert!(include("[!INCLUDE [a] (x.md)]", b'-').is_none());
    }

    #[test]
    fn snippets_read_every_part() {
        let c = code("[!code-csharp[Main](a(b).cs?name=x&dedent=2#L1 \"T\")] ", "[!code").expect("a snippet");
        assert_eq!(
            (c.lang.as_str(), c.path.as_str(), c.query.as_str()),
            ("csharp", "a(b).cs", "name=x&dedent=2")
        );
        assert_eq!((c.mark.as_str(), c.title.as_str()), ("L1", "T"));
    }

    #[test]
    fn prefixes_know_quotes() {
        assert_eq!(container_prefix("1. > [!NOTE]"), (5, true));
        assert_eq!(container_prefix(">  [!NOTE]"), (3, false));
        assert_eq!(container_prefix("-x"), (0, false));
    }
}
