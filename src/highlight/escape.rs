//! HTML escaping of text.

/// Shorter texts are looked at byte by byte: most tokens are, and a vector search would cost more to start.
const SHORT: usize = 24;

/// Appends `text` with `&`, `<` and `>` escaped: enough between tags, not inside attribute values.
pub fn escape(text: &str, out: &mut String) {
    let special = |b: &u8| matches!(b, b'&' | b'<' | b'>');
    if text.len() <= SHORT && !text.as_bytes().iter().any(special) {
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
