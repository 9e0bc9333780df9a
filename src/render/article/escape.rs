//! Text and URLs made safe for HTML.

/// Bytes that text and attribute values must not hold as they are.
const SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    table[b'&' as usize] = true;
    table[b'<' as usize] = true;
    table[b'>' as usize] = true;
    table[b'"' as usize] = true;
    table
};

/// Appends `text` for use between tags or in a double-quoted attribute.
pub(crate) fn text(out: &mut String, text: &str) {
    let bytes = text.as_bytes();
    let mut kept = 0;
    for (i, b) in bytes.iter().enumerate() {
        if !SPECIAL.get(*b as usize).copied().unwrap_or(false) {
            continue;
        }
        out.push_str(text.get(kept..i).unwrap_or_default());
        out.push_str(match b {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&quot;",
        });
        kept = i + 1;
    }
    out.push_str(text.get(kept..).unwrap_or_default());
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
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'.' | b'-' | b'_' | b'#' | b':');
    if url.bytes().all(plain) {
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
    let mut scheme = String::new();
    for c in url.chars() {
        match c {
            ':' => break,
            c if c.is_control() || c.is_whitespace() => {}
            c if c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.') => {
                scheme.push(c.to_ascii_lowercase());
            }
            _ => return false,
        }
        if scheme.len() > 16 {
            return false;
        }
    }
    match scheme.as_str() {
        "javascript" | "vbscript" => url.contains(':'),
        "data" => !url.trim_start().get(..11).is_some_and(|h| h.eq_ignore_ascii_case("data:image/")),
        _ => false,
    }
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
        );
    }
}
