//! HTML escaping of text.

/// Shorter texts are looked at without a branch for each byte: most tokens are, and a search would cost more to start.
const SHORT: usize = 24;

/// Appends `text` with `&`, `<` and `>` escaped: enough between tags, not inside attribute values.
pub fn escape(text: &str, out: &mut String) {
    // `<` and `>` differ in one bit.
    let special = |found, b: &u8| found | (*b == b'&') | (*b | 0x02 == b'>');
    if text.len() <= SHORT && !text.as_bytes().iter().fold(false, special) {
        out.push_str(text);
        return;
    }
    let mut rest = text;
    while let Some(at) = memchr::memchr3(b'&', b'<', b'>', rest.as_bytes()) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        out.push_str(match from.as_bytes().first() {
            Some(b'&') => "&amp;",
            Some(b'<') => "&lt;",
            _ => "&gt;",
        });
        rest = from.get(1..).unwrap_or_default();
    }
    out.push_str(rest);
}
