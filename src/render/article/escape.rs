//! Text and URLs made safe for HTML.

/// Whether text and attribute values must not hold a byte as it is: `&`, `<`, `>` and `"`. These are two pairs that
/// differ in one bit each; said so, the compiler compares many bytes at once.
#[inline]
fn is_special(byte: u8) -> bool {
    (byte | 0x04 == b'&') | (byte | 0x02 == b'>')
}

/// Where the first byte is that text must not hold.
fn first_special(bytes: &[u8]) -> Option<usize> {
    // Blocks are looked at without a branch for each byte: most text has nothing to escape.
    let (blocks, _) = bytes.as_chunks::<16>();
    let clean = |block: &&[u8; 16]| !block.iter().fold(false, |found, b| found | is_special(*b));
    let from = blocks.iter().take_while(clean).count() * 16;
    bytes.get(from..)?.iter().position(|b| is_special(*b)).map(|n| from + n)
}

/// Appends `text` for use between tags or in a double-quoted attribute.
pub(crate) fn text(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = first_special(rest.as_bytes()) {
        let (clean, from) = rest.split_at(at);
        out.push_str(clean);
        out.push_str(match from.as_bytes().first() {
            Some(b'&') => "&amp;",
            Some(b'<') => "&lt;",
            Some(b'>') => "&gt;",
            _ => "&quot;",
        });
        rest = from.get(1..).unwrap_or_default();
    }
    out.push_str(rest);
}

/// Appends ` name="value"`.
pub(crate) fn attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    text(out, value);
    out.push('"');
}

/// Appends a URL for an attribute: what URLs must not hold is percent-encoded, existing escapes stay.
pub(crate) fn url(out: &mut String, url: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    const PLAIN: [bool; 256] = {
        let mut table = [false; 256];
        let mut byte = 0u8;
        while byte < 0x80 {
            table[byte as usize] =
                byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'-' | b'_' | b'#' | b':');
            byte += 1;
        }
        table
    };
    if url.bytes().all(|b| PLAIN[usize::from(b)]) {
        out.push_str(url);
        return;
    }
    for b in url.bytes() {
        match b {
            b'&' => out.push_str("&amp;"),
            0..=b' ' | b'"' | b'\'' | b'<' | b'>' | b'[' | b'\\' | b']' | b'^' | b'`' | b'{'..=0xff => {
                out.push('%');
                for digit in [b >> 4, b & 15] {
                    out.push(char::from(HEX.get(digit as usize).copied().unwrap_or(b'0')));
                }
            }
            _ => out.push(char::from(b)),
        }
    }
}

/// Whether a URL can run code: `javascript:` and its relatives, white space and control characters aside.
pub(crate) fn runs_code(url: &str) -> bool {
    let Some((before, _)) = url.split_once(':') else { return false };
    let seen = before.chars().filter(|c| !c.is_control() && !c.is_whitespace());
    let is = |scheme: &str| seen.clone().map(|c| c.to_ascii_lowercase()).eq(scheme.chars());
    let picture = || url.trim_start().get(..11).is_some_and(|h| h.eq_ignore_ascii_case("data:image/"));
    is("javascript") || is("vbscript") || (is("data") && !picture())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_encoded_once() {
        let mut out = String::new();
        url(&mut out, "a b/ü%20~?x=1&y='[]");
        assert_eq!(out, "a%20b/%C3%BC%20%7E?x=1&amp;y=%27%5B%5D");
    }

    #[test]
    fn code_in_urls_is_seen_through_disguises() {
        assert!(
            runs_code("java\tscript:alert(1)") && runs_code(" JavaScript:x") && runs_code("data:text/html,x")
        );
        assert!(
            !runs_code("data:image/png;base64,x")
                && !runs_code("javascript-guide.md")
                && !runs_code("a/data:x")
                && !runs_code("data")
        );
    }
}
