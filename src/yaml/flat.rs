//! The shape that nearly all front matter has, read in one pass over its lines: words behind keys, and lists of words.
//!
//! What is not certain to mean here what it means in YAML is left to the full reader, the text as a whole: escapes,
//! comments behind values, brackets, blocks, tags, references, numbers with a sign or an exponent, keys that stand
//! twice.

use serde_json::{Map, Number, Value};

use super::Parsed;

/// Longest text, in bytes; no limit on what a text may hold can be met below it.
const MAX_BYTES: usize = 64 << 10;
/// Longest key, in bytes. YAML itself ends at 1,024 characters.
const MAX_KEY: usize = 128;

/// Reads a text of this shape; `None` for every other, and for one without keys.
pub(super) fn read(text: &str) -> Option<Parsed> {
    if text.len() > MAX_BYTES || !text.is_ascii() && !text.chars().all(is_plain) {
        return None;
    }
    // Metadata stays as long as its page: room for what is there, and no more.
    let lines = memchr::memchr_iter(b'\n', text.as_bytes()).count() + 1;
    let mut map = Map::with_capacity(lines);
    let mut keys: Vec<(String, u32)> = Vec::with_capacity(lines);
    // The key whose list may follow, with the indentation of its entries.
    let mut list: Option<Option<usize>> = None;
    let mut at = 0;
    for line in text.split('\n') {
        let start = at;
        at += line.len() + 1;
        let line = line.strip_suffix('\r').unwrap_or(line).trim_end_matches(' ');
        if line.bytes().any(|b| b < b' ' || b == 0x7f) {
            return None;
        }
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some((indent, entry)) = list_entry(line) {
            let known = list.as_mut()?.get_or_insert(indent);
            if *known != indent {
                return None;
            }
            let (key, _) = keys.last()?;
            let value = map.get_mut(key.as_str())?;
            if value.is_null() {
                *value = Value::Array(Vec::new());
            }
            value.as_array_mut()?.push(scalar(entry)?);
            continue;
        }
        let (key, rest) = key(line)?;
        let value = if rest.is_empty() { Value::Null } else { scalar(rest)? };
        list = rest.is_empty().then_some(None);
        if map.insert(key.to_owned(), value).is_some() {
            return None;
        }
        keys.push((key.to_owned(), u32::try_from(start).ok()?));
    }
    keys.shrink_to_fit();
    (!keys.is_empty()).then(|| Parsed { value: Value::Object(map), duplicates: Vec::new(), keys })
}

/// Characters beyond ASCII that YAML prints and that end no line there.
fn is_plain(c: char) -> bool {
    match c {
        '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => false,
        c => c.is_ascii() || c >= '\u{a0}',
    }
}

/// `- entry`: its indentation, and what stands behind the dash.
fn list_entry(line: &str) -> Option<(usize, &str)> {
    let body = line.trim_start_matches(' ');
    let entry = body.strip_prefix("- ")?.trim_start_matches(' ');
    Some((line.len() - body.len(), entry))
}

/// `key: rest` at the start of a line.
fn key(line: &str) -> Option<(&str, &str)> {
    let length = line
        .bytes()
        .take(MAX_KEY + 1)
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-' | b' '))
        .count();
    let (key, rest) = line.split_at_checked(length).filter(|_| length <= MAX_KEY)?;
    if !key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        || is_other_than_text(key)
        || key.ends_with(' ')
    {
        return None;
    }
    let rest = rest.strip_prefix(':')?;
    match rest.strip_prefix(' ') {
        Some(rest) => Some((key, rest.trim_start_matches(' '))),
        None => rest.is_empty().then_some((key, rest)),
    }
}

/// A value on one line, without blanks around it.
fn scalar(text: &str) -> Option<Value> {
    let bytes = text.as_bytes();
    match bytes {
        [quote @ (b'"' | b'\''), inner @ .., last] if quote == last => {
            let fine = !inner.iter().any(|b| b == quote || *b == b'\\');
            fine.then(|| text.get(1..text.len() - 1).map(Value::from)).flatten()
        }
        [first, ..]
            if first.is_ascii_alphanumeric() || matches!(first, b'/' | b'(' | b'<' | b'_' | 0x80..) =>
        {
            plain(text)
        }
        _ => None,
    }
}

/// A value without quotes that begins with nothing that means something.
fn plain(text: &str) -> Option<Value> {
    let bytes = text.as_bytes();
    let parted = |pair: &[u8]| matches!(pair, b": " | b" #");
    if text.ends_with(':') || bytes.windows(2).any(parted) || is_other_than_text(text) {
        return None;
    }
    if !bytes.first().is_some_and(u8::is_ascii_digit) || is_no_number(bytes) {
        return Some(Value::from(text));
    }
    number(text)
}

/// Digits, with one point among them at most.
fn number(text: &str) -> Option<Value> {
    let digits =
        |text: &str| !text.is_empty() && text.len() <= 18 && text.bytes().all(|b| b.is_ascii_digit());
    match text.split_once('.') {
        Some((whole, part)) if digits(whole) && digits(part) => {
            Number::from_f64(text.parse().ok()?).map(Value::Number)
        }
        // A zero in front of other digits makes it a text.
        None if digits(text) && text.len() > 1 && text.starts_with('0') => Some(Value::from(text)),
        None if digits(text) => text.parse::<u64>().ok().map(Value::from),
        _ => None,
    }
}

/// Words that stand for a truth value or for nothing.
fn is_other_than_text(word: &str) -> bool {
    ["null", "true", "false"].iter().any(|w| w.eq_ignore_ascii_case(word))
}

/// Whether a text that begins with a digit is certainly no number: it has a character that no notation of numbers
/// knows, two points, or a dash where none can stand, as in a date.
fn is_no_number(bytes: &[u8]) -> bool {
    bytes.iter().any(|b| !b.is_ascii_hexdigit() && !matches!(b, b'x' | b'o' | b'.' | b'+' | b'-'))
        || bytes.windows(2).any(|pair| matches!(pair, [b'0'..=b'9', b'-']))
        || bytes.iter().filter(|b| **b == b'.').count() > 1
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn full(text: &str) -> Option<Parsed> {
        super::super::parse_fully(text).ok()
    }

    #[test]
    fn words_and_lists_of_words_are_read() {
        let text = "# c\r\ntitle: How: it's (not) done\r\nms.date: 01/02/2024\nday: 2024-05-01\nn: 42\nx: 1.5\nthe version: 2.0.0\nzero: 007\n\n\
                    empty:\nq: \"a: #b\"\ns: ' x '\nlist:\n  - a b\n  - 'c'\nflat:\n- 1\nlast: \u{e4}b";
        let text = text.replace("How: it's", "How it's");
        let read = read(&text).expect("this shape");
        assert_eq!(
            read.value,
            json!({
                "title": "How it's (not) done", "ms.date": "01/02/2024", "day": "2024-05-01", "n": 42, "x": 1.5, "the version": "2.0.0", "zero": "007",
                "empty": null, "q": "a: #b", "s": " x ", "list": ["a b", "c"], "flat": [1], "last": "\u{e4}b"
            })
        );
        assert_eq!(Some(read), full(&text));
    }

    #[test]
    fn all_else_is_left_to_the_full_reader() {
        let left = [
            "",
            "# c",
            "a",
            "a:b",
            "a: b: c",
            "a: b #c",
            "a: [x]",
            "a: &x y",
            "a: |\n  x",
            "a: x\n  y",
            "a: \"\\n\"",
            "a: 'it''s'",
            "a: 1.",
            "a: -1",
            "a: 0x1f",
            "a: 1.",
            "a: yes\na: no",
            "true: x",
            "a: ~",
            "a: NULL",
            "- a",
            "a: x\n- b",
            "a:\n  b: c",
            "a:\n - b\n  - c",
            "a:\n- b: c",
            "a:\n-\n",
            "a:\tb",
            "a : b",
            "a: \u{85}",
            "a: \u{2028}",
            "a: x\ry: z",
            "...",
            "%YAML 1.2",
            "a: x:",
        ];
        for text in left {
            assert_eq!(read(text), None, "{text:?}");
        }
    }

    fn line() -> impl Strategy<Value = String> {
        let word = "[a-c]{1,2}|[0-9]{1,2}[.][0-9]{1,2}|true|Null|[0-9]{1,3}|0[xob][0-9a-f]{1,2}|[0-9.e+-]{1,5}|[0-9]{4}-[0-9]{2}|é|it's|[ -~]{0,6}";
        let value =
            (word, "[ ]{0,2}(#|:|: |\"|'|\\\\|\t|,|)", word, 0..4_u8).prop_map(|(a, mark, b, quotes)| {
                match quotes {
                    0 => format!("\"{a}{mark}{b}\""),
                    1 => format!("'{a}{mark}{b}'"),
                    _ => format!("{a}{mark}{b}"),
                }
            });
        let head = "([a-d]{1,2}|a b|true|_x.y-z|[0-9]|\"a\"|#|)( |)(:|: |:  |)|[ ]{0,2}- |[ ]{0,2}";
        (head, value, "( |\t|\r|)").prop_map(|(head, value, tail)| format!("{head}{value}{tail}"))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]

        /// Never anything else than the full reader; that it reads what it is made for is shown above.
        #[test]
        fn what_is_read_is_what_the_full_reader_reads(lines in prop::collection::vec(line(), 1..5)) {
            let text = lines.join("\n");
            if let Some(read) = read(&text) {
                prop_assert_eq!(Some(read), full(&text), "{:?}", text);
            }
        }
    }
}
