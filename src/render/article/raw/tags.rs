//! Tags, comments and attributes in an author's HTML, by offset.

/// A tag or comment in raw HTML: offsets in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Tag<'t> {
    pub(in super::super) start: usize,
    pub(in super::super) end: usize,
    pub(in super::super) kind: TagKind,
    /// As written.
    pub(in super::super) name: &'t str,
    /// Between the name and the end.
    pub(in super::super) rest: &'t str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum TagKind {
    Open,
    Close,
    Comment,
}

/// The next tag or comment from `from` on.
pub(in super::super) fn next_tag(text: &str, from: usize) -> Option<Tag<'_>> {
    let mut at = from;
    loop {
        at += text.get(at..)?.find('<')?;
        let rest = text.get(at + 1..)?;
        if rest.starts_with(['!', '?']) {
            let end = match rest.strip_prefix("!--") {
                Some(inner) => inner.find("-->").map_or(text.len(), |n| at + 4 + n + 3),
                None => rest.find('>').map_or(text.len(), |n| at + n + 2),
            };
            return Some(Tag { start: at, end, kind: TagKind::Comment, name: "", rest: "" });
        }
        let (kind, name_at) =
            if rest.starts_with('/') { (TagKind::Close, at + 2) } else { (TagKind::Open, at + 1) };
        let tail = text.get(name_at..)?;
        let length = tail
            .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | ':' | '_'))
            .unwrap_or(tail.len());
        let named = tail.starts_with(|c: char| c.is_ascii_alphabetic());
        if named && let Some(end) = tag_end(text, name_at + length) {
            let rest = text.get(name_at + length..end - 1).unwrap_or_default();
            return Some(Tag { start: at, end, kind, name: tail.get(..length)?, rest });
        }
        at += 1;
    }
}

/// Past the `>` that ends a tag, quoted values stepped over.
fn tag_end(text: &str, from: usize) -> Option<usize> {
    let mut quote = 0u8;
    let mut after_equals = false;
    for (i, b) in text.bytes().enumerate().skip(from) {
        match b {
            b'"' | b'\'' if quote == 0 && after_equals => quote = b,
            b if quote != 0 && b == quote => quote = 0,
            b'>' if quote == 0 => return Some(i + 1),
            _ => {}
        }
        if !b.is_ascii_whitespace() {
            after_equals = quote == 0 && b == b'=';
        }
    }
    None
}

/// Names (in lower case) and values, as written, of a tag's attributes, with the offset of each value.
pub(in super::super) fn attribute_list(rest: &str) -> Vec<(String, &str, usize)> {
    let mut out = Vec::new();
    let bytes = rest.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        while bytes.get(i).is_some_and(|b| b.is_ascii_whitespace() || *b == b'/') {
            i += 1;
        }
        let name_at = i;
        while bytes.get(i).is_some_and(|b| !b.is_ascii_whitespace() && !matches!(b, b'=' | b'/')) {
            i += 1;
        }
        let name = rest.get(name_at..i).unwrap_or_default().to_ascii_lowercase();
        let mut j = i;
        while bytes.get(j).is_some_and(u8::is_ascii_whitespace) {
            j += 1;
        }
        let mut value = ("", i);
        if bytes.get(j) == Some(&b'=') {
            i = j + 1;
            while bytes.get(i).is_some_and(u8::is_ascii_whitespace) {
                i += 1;
            }
            let quote = bytes.get(i).copied().filter(|b| matches!(b, b'"' | b'\''));
            let start = i + usize::from(quote.is_some());
            let tail = rest.get(start..).unwrap_or_default();
            let length = match quote {
                Some(q) => tail.find(char::from(q)),
                None => tail.find(|c: char| c.is_ascii_whitespace()),
            };
            let length = length.unwrap_or(tail.len());
            value = (tail.get(..length).unwrap_or_default(), start);
            i = start + length + usize::from(quote.is_some());
        }
        let fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.' | '@');
        if !name.is_empty() && name.chars().all(fine) {
            out.push((name, value.0, value.1));
        }
        i = i.max(name_at + 1);
    }
    out
}

/// Names and values of attributes as an author wrote them.
pub(in super::super) fn attributes(text: &str) -> Vec<(String, String)> {
    attribute_list(text).into_iter().map(|(n, v, _)| (n, v.to_owned())).collect()
}

/// Character references that could hide a scheme, undone.
pub(in super::super) fn decoded(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(i) = rest.find('&') {
        let (head, tail) = rest.split_at(i);
        out.push_str(head);
        let (c, length) = character(tail);
        out.push(c);
        rest = tail.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

fn character(text: &str) -> (char, usize) {
    for (name, c) in [("&colon;", ':'), ("&Tab;", '\t'), ("&NewLine;", '\n'), ("&amp;", '&')] {
        if text.starts_with(name) {
            return (c, name.len());
        }
    }
    let Some(number) = text.strip_prefix("&#") else { return ('&', 1) };
    let (digits, radix) = match number.strip_prefix(['x', 'X']) {
        Some(hex) => (hex, 16),
        None => (number, 10),
    };
    let length = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
    let parsed =
        digits.get(..length).and_then(|d| u32::from_str_radix(d, radix).ok()).and_then(char::from_u32);
    let semicolon = usize::from(digits.get(length..).is_some_and(|r| r.starts_with(';')));
    let total = text.len() - digits.len() + length + semicolon;
    parsed.map_or(('&', 1), |c| (c, total))
}

#[cfg(test)]
mod tests {
    use super::super::super::escape;
    use super::*;

    #[test]
    fn attributes_are_read_however_they_are_quoted() {
        let all = attributes(" A=\"1\" b='2' c=3 d / e = \"x>y\"");
        let pairs: Vec<(&str, &str)> = all.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(pairs, [("a", "1"), ("b", "2"), ("c", "3"), ("d", ""), ("e", "x>y")]);
    }

    #[test]
    fn hidden_schemes_are_seen() {
        assert!(escape::runs_code(&decoded("java&#x73;cript&colon;x")));
    }
}
