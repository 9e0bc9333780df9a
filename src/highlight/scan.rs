//! Pure scanners: from a position to the end of what starts there. Each looks at a byte a bounded number of times.

use memchr::{memchr, memmem};

use super::grammar::{Escape, Quote};

/// The longest text between the marks of an enclosed token or character literal.
const SHORT: usize = 120;

/// Whether `code` has `mark` at `pos`.
pub(super) fn at(code: &[u8], pos: usize, mark: &str) -> bool {
    code.get(pos..).is_some_and(|rest| rest.starts_with(mark.as_bytes()))
}

/// The end of the line that `pos` lies in, its break excluded.
pub(super) fn line_end(code: &[u8], pos: usize) -> usize {
    code.get(pos..).and_then(|rest| memchr(b'\n', rest)).map_or(code.len(), |n| pos + n)
}

/// One past the first `mark` from `pos` on.
pub(super) fn past(code: &[u8], pos: usize, mark: &str) -> Option<usize> {
    memmem::find(code.get(pos..)?, mark.as_bytes()).map(|n| pos + n + mark.len())
}

/// Past blanks that do not end the line.
pub(super) fn skip_blanks(code: &[u8], mut pos: usize) -> usize {
    while code.get(pos).is_some_and(|b| matches!(b, b' ' | b'\t' | b'\r')) {
        pos += 1;
    }
    pos
}

/// The end of a nesting comment whose first mark ends at `pos`; the end of the code when it never closes.
pub(super) fn nested(code: &[u8], mut pos: usize, open: &str, close: &str) -> usize {
    let mut depth = 1u32;
    while pos < code.len() {
        if at(code, pos, close) {
            pos += close.len();
            depth -= 1;
            if depth == 0 {
                return pos;
            }
        } else if at(code, pos, open) {
            pos += open.len();
            depth += 1;
        } else {
            pos += 1;
        }
    }
    code.len()
}

/// The end of a string whose opening mark ends at `pos`; `None` when it does not close within its reach.
pub(super) fn string(code: &[u8], mut pos: usize, quote: &Quote) -> Option<usize> {
    let last = *quote.close.as_bytes().first()?;
    let (escape, doubled) = match quote.escape {
        Escape::None => (None, false),
        Escape::Byte(b) => (Some(b), false),
        Escape::Doubled => (None, true),
        Escape::ByteOrDoubled(b) => (Some(b), true),
    };
    while let Some(&b) = code.get(pos) {
        if Some(b) == escape {
            pos += 2;
        } else if b == last && at(code, pos, quote.close) {
            pos += quote.close.len();
            if !(doubled && at(code, pos, quote.close)) {
                return Some(pos);
            }
            pos += quote.close.len();
        } else if b == b'\n' && !quote.lines {
            return None;
        } else {
            pos += 1;
        }
    }
    None
}

/// What closes `R"mark(…)mark"`, `pos` at the `R`.
pub(super) fn raw_cpp_close(code: &[u8], pos: usize) -> Option<String> {
    let mark = code.get(pos..)?.strip_prefix(b"R\"")?;
    let length = mark.iter().take(17).position(|b| *b == b'(')?;
    let mark = std::str::from_utf8(mark.get(..length)?).ok()?;
    Some(format!("){mark}\""))
}

/// The end of a character literal, `pos` at its quote.
pub(super) fn char_literal(code: &[u8], pos: usize) -> Option<usize> {
    if code.get(pos + 1) == Some(&b'\\') {
        let inside = code.get(pos + 3..)?.iter().take(12);
        return inside.take_while(|b| **b != b'\n').position(|b| *b == b'\'').map(|n| pos + n + 4);
    }
    let width = match code.get(pos + 1)? {
        b'\'' | b'\n' => return None,
        0..0x80 => 1,
        0x80..0xe0 => 2,
        0xe0..0xf0 => 3,
        _ => 4,
    };
    (code.get(pos + 1 + width) == Some(&b'\'')).then_some(pos + 2 + width)
}

/// The end of what lies between marks on one line, the first mark ending at `pos`.
pub(super) fn enclosed(code: &[u8], pos: usize, close: &str, inner: impl Fn(u8) -> bool) -> Option<usize> {
    let mut end = pos;
    while end < pos + SHORT {
        if end > pos && at(code, end, close) {
            return Some(end + close.len());
        }
        let b = *code.get(end)?;
        if b == b'\n' || !inner(b) {
            return None;
        }
        end += 1;
    }
    None
}

/// The end of a shell's prompt whose first mark ends at `pos`: its last mark on this line, with no blank before it.
/// A prompt without a last mark ends at once.
pub(super) fn prompt(code: &[u8], pos: usize, close: &str) -> Option<usize> {
    if close.is_empty() {
        return Some(pos);
    }
    let reach = code.get(pos..line_end(code, pos).min(pos + SHORT))?;
    let found = memmem::find(reach, close.as_bytes())?;
    let before = code.get((pos + found).wrapping_sub(1))?;
    (!before.is_ascii_whitespace()).then_some(pos + found + close.len())
}

/// The end of a number that begins at `pos`: digits of any base, separators, a fraction, an exponent, a suffix.
pub(super) fn number(code: &[u8], pos: usize) -> usize {
    let digit = |n: usize| code.get(n).is_some_and(u8::is_ascii_digit);
    let hexadecimal = code.get(pos + 1).is_some_and(|b| b.eq_ignore_ascii_case(&b'x'));
    let mut end = pos;
    while let Some(&b) = code.get(end) {
        let goes_on = match b {
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'_' => true,
            b'.' => digit(end + 1),
            b'\'' => code.get(end + 1).is_some_and(u8::is_ascii_hexdigit) && digit(end.wrapping_sub(1)),
            b'+' | b'-' => {
                let before = code.get(end.wrapping_sub(1)).map(u8::to_ascii_lowercase);
                end > pos && digit(end + 1) && before == Some(if hexadecimal { b'p' } else { b'e' })
            }
            _ => false,
        };
        if !goes_on {
            break;
        }
        end += 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_end_where_they_should() {
        for (code, length) in
            [("0x1Fu;", 5), ("1.5e-3)", 6), ("1..2", 1), ("10.", 2), ("1'000'000L ", 10), ("0x2e+1", 4)]
        {
            assert_eq!(number(code.as_bytes(), 0), length, "{code}");
        }
    }

    #[test]
    fn character_literals_are_short() {
        assert_eq!(char_literal(b"'a'", 0), Some(3));
        assert_eq!(char_literal(b"'\\n'", 0), Some(4));
        assert_eq!(char_literal(b"'\\''", 0), Some(4));
        assert_eq!(char_literal("'é'".as_bytes(), 0), Some(4));
        assert_eq!(char_literal(b"'static str", 0), None);
    }

    #[test]
    fn nesting_comments_close_in_pairs() {
        assert_eq!(nested(b"/* a /* b */ c */ d", 2, "/*", "*/"), 17);
        assert_eq!(nested(b"/* a", 2, "/*", "*/"), 4);
    }
}
