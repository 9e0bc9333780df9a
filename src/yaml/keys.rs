//! Where the keys of a top-level mapping stand. The YAML reader does not tell, but it tells their order.

/// How many keys may stand on lines that are not recognised (`? key`, flow style) before the search loses its place.
const LOOK_AHEAD: usize = 4;

/// The byte offset of each of `keys` (in the order of the text) that begins a line of `text`. Keys of a mapping in
/// flow style, or with a question mark in front, are left out. Linear in the text.
pub(super) fn offsets(text: &str, keys: &[&str]) -> Vec<(String, u32)> {
    let mut out = Vec::with_capacity(keys.len());
    let mut indent = None;
    let mut next = 0;
    for (start, line) in lines(text) {
        let body = line.trim_start_matches(' ');
        let spaces = line.len() - body.len();
        if body.is_empty() || indent.is_some_and(|i| i != spaces) {
            continue;
        }
        let window = keys.get(next..(next + LOOK_AHEAD).min(keys.len())).unwrap_or_default();
        let Some(i) = window.iter().position(|key| begins_with_key(body, key)) else { continue };
        if let Some(key) = window.get(i) {
            out.push(((*key).to_owned(), u32::try_from(start + spaces).unwrap_or(u32::MAX)));
        }
        indent = Some(spaces);
        next += i + 1;
        if next >= keys.len() {
            break;
        }
    }
    out
}

fn begins_with_key(line: &str, key: &str) -> bool {
    let quote = line.chars().next().filter(|c| matches!(c, '"' | '\''));
    let line = quote.and_then(|q| line.strip_prefix(q)).unwrap_or(line);
    let Some(rest) = line.strip_prefix(key) else { return false };
    let rest = quote.and_then(|q| rest.strip_prefix(q)).unwrap_or(rest);
    rest.trim_start_matches([' ', '\t']).starts_with(':')
}

/// Lines with their byte offsets; `\n`, `\r\n` and `\r` end one.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
        let end = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
        let item = (start, rest.get(..end).unwrap_or(rest));
        start += end + 1;
        Some(item)
    })
}
