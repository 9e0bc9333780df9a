//! YAML to data: the only caller of `serde_yaml`, with limits on size, depth and repetition.
//!
//! **Invariant:** knows neither files nor what the values mean. Never panics on input.

mod keys;
mod value;

use serde::de::DeserializeSeed;
use serde_json::Value;

use value::{FOUND_MARK, LIMIT_MARK, Node, Tally};

/// Largest text, in bytes.
pub const MAX_BYTES: usize = 8 << 20;
/// Deepest nesting.
pub const MAX_DEPTH: u32 = 64;
/// Most values and keys, aliases expanded.
pub const MAX_NODES: u32 = 1_000_000;
/// Most bytes of text in values and keys, aliases expanded.
pub const MAX_EXPANDED: usize = 32 << 20;
/// Most brackets that are open at once, wherever they stand: the reader's cost grows with them.
const MAX_BRACKETS: usize = 256;
/// Most duplicate keys that are located.
const MAX_LOCATED: usize = 16;

/// What a YAML text says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Parsed {
    /// The values; of duplicate keys the last. Keys that are no strings are written out as strings.
    pub value: Value,
    /// Keys that stand twice in one mapping, with the byte offset of the later one.
    pub duplicates: Vec<(String, u32)>,
    /// Keys of the top-level mapping with the byte offsets of their first places, in order.
    pub keys: Vec<(String, u32)>,
}

/// Why a YAML text cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct YamlError {
    /// What is wrong, without a place.
    pub message: String,
    /// Where, as a byte offset in the text.
    pub offset: u32,
    /// A limit was exceeded: the text may be well-formed.
    pub limit: bool,
}

/// Reads one YAML document. An empty text, or one of comments alone, is `null`. A byte-order mark at the beginning
/// is passed over.
///
/// # Errors
/// When the text is no YAML, holds several documents, or exceeds a limit.
pub fn parse(text: &str) -> Result<Parsed, YamlError> {
    if text.len() > MAX_BYTES {
        let message = format!("the text has {} bytes; at most {MAX_BYTES} are read", text.len());
        return Err(YamlError { message, offset: 0, limit: true });
    }
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let skipped = text.len() - body.len();
    let shift = |offset: u32| offset + u32::try_from(skipped).unwrap_or(0);
    check_brackets(body).map_err(|e| YamlError { offset: shift(e.offset), ..e })?;

    let tally = Tally::default();
    let value = read(body, &tally).map_err(|e| {
        let e = own_error(body, &e);
        YamlError { offset: shift(e.offset), ..e }
    })?;
    let keys = match &value {
        Value::Object(map) => keys::offsets(body, &map.keys().map(String::as_str).collect::<Vec<_>>()),
        _ => Vec::new(),
    };
    let mut parsed = Parsed { value, duplicates: located(body, tally.duplicates.take()), keys };
    for (_, offset) in parsed.duplicates.iter_mut().chain(&mut parsed.keys) {
        *offset = shift(*offset);
    }
    Ok(parsed)
}

fn read(text: &str, tally: &Tally) -> Result<Value, serde_yaml::Error> {
    Node { tally, depth: 0 }.deserialize(serde_yaml::Deserializer::from_str(text))
}

/// The reader's effort for each token grows with the brackets that are open; a text of brackets alone would take
/// quadratic time before anything else could stop it.
fn check_brackets(text: &str) -> Result<(), YamlError> {
    let mut open = 0_usize;
    for (i, byte) in text.bytes().enumerate() {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => continue,
        }
        if open > MAX_BRACKETS {
            let message = format!("more than {MAX_BRACKETS} brackets are open at once");
            return Err(YamlError { message, offset: u32::try_from(i).unwrap_or(u32::MAX), limit: true });
        }
    }
    Ok(())
}

/// Reads again, once for each duplicate, up to the place where it stands. Duplicates are rare.
fn located(text: &str, duplicates: Vec<(String, u32)>) -> Vec<(String, u32)> {
    let mut out = Vec::new();
    for (key, number) in duplicates.into_iter().take(MAX_LOCATED) {
        let tally = Tally::stopping_at(number);
        let found = read(text, &tally).err().and_then(|e| e.location());
        out.push((key, found.map_or(0, |at| byte_offset(text, at.index()))));
    }
    out
}

fn own_error(text: &str, error: &serde_yaml::Error) -> YamlError {
    let offset = error.location().map_or(0, |at| byte_offset(text, at.index()));
    let full = error.to_string();
    let mut message = full.as_str();
    if let Some((before, _)) = message.rsplit_once(" at line ") {
        message = before;
    }
    let limit = message.contains(LIMIT_MARK) || message.contains("limit exceeded");
    if let Some((_, after)) = message.split_once(LIMIT_MARK) {
        message = after;
    }
    debug_assert!(!message.contains(FOUND_MARK), "a search is no error");
    YamlError { message: message.to_owned(), offset, limit }
}

/// The reader's place, moved back to the beginning of a character.
fn byte_offset(text: &str, index: usize) -> u32 {
    let mut at = index.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::time::{Duration, Instant};

    use serde_json::json;

    use super::*;

    fn value(text: &str) -> Value {
        parse(text).map_or_else(|e| panic!("{text:?}: {e}"), |p| p.value)
    }

    #[test]
    fn plain_values_keep_their_types() {
        assert_eq!(
            value("a: 1\nb: -2.5\nc: yes\nd: true\ne: ~\nf: 'x'\ng: 2024-05-01\nh: 01\n"),
            json!({"a": 1, "b": -2.5, "c": "yes", "d": true, "e": null, "f": "x", "g": "2024-05-01", "h": "01"})
        );
        assert_eq!(value(""), Value::Null);
        assert_eq!(value("# nothing\n"), Value::Null);
        assert_eq!(value("a: .inf\nb: .nan"), json!({"a": ".inf", "b": ".nan"}));
    }

    #[test]
    fn keys_that_are_no_strings_are_written_out() {
        assert_eq!(value("1: a\ntrue: b\n? [x, 1]\n: c\n"), json!({"1": "a", "true": "b", "[\"x\",1]": "c"}));
    }

    #[test]
    fn tags_are_passed_over() {
        assert_eq!(value("a: !thing {b: !other 1}\nc: !!str 5\n"), json!({"a": {"b": 1}, "c": "5"}));
    }

    #[test]
    fn the_last_of_two_equal_keys_counts_and_is_located() {
        let text = "\u{feff}títle: a\r\nsub:\r\n  k: 1\r\n  k: 2\r\ntítle: b\r\n";
        let parsed = parse(text).expect("well-formed");
        assert_eq!(parsed.value, json!({"títle": "b", "sub": {"k": 2}}));
        let at = |needle: &str| u32::try_from(text.rfind(needle).expect("there")).expect("small");
        assert_eq!(parsed.duplicates, [("k".to_owned(), at("k: 2")), ("títle".to_owned(), at("títle: b"))]);
    }

    #[test]
    fn keys_have_offsets() {
        let text = "# c\na: |\n  b: no\nb: [1,\n  2]\n\"c d\" : x\ne: {f: 1}\n";
        let parsed = parse(text).expect("well-formed");
        let found: Vec<(&str, &str)> =
            parsed.keys.iter().map(|(k, o)| (k.as_str(), &text[*o as usize..*o as usize + 3])).collect();
        assert_eq!(found, [("a", "a: "), ("b", "b: "), ("c d", "\"c "), ("e", "e: ")]);
    }

    #[test]
    fn errors_count_bytes_and_have_no_place_in_their_message() {
        let text = "ä: 1\nöäü: - x: [\n";
        let e = parse(text).expect_err("malformed");
        assert!(text.is_char_boundary(e.offset as usize) && e.offset > 5, "{e:?}");
        assert!(!e.limit && !e.message.contains("line"), "{e:?}");
        assert!(parse("a: 1\n---\nb: 2\n").is_err());
    }

    #[test]
    fn front_matter_is_cheap() {
        let text = "title: How to light a lantern\ndescription: \"With care: slowly.\"\nauthor: lena\n\
                    ms.date: 01/02/2024\nkeywords: [lamp, oil, wick]\nms.topic: how-to\n";
        let start = Instant::now();
        assert!((0..2_000).all(|_| parse(text).is_ok_and(|p| p.keys.len() == 6)));
        // 10,000 a second is what a page budget allows; a debug build on a busy machine gets some slack.
        assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
    }

    #[test]
    fn bombs_end_quickly() {
        let mut laughs = "a: &a [x,x,x,x,x,x,x,x,x,x]\n".to_owned();
        for (name, last) in ('b'..='z').zip('a'..) {
            let _ = writeln!(laughs, "{name}: &{name} [{}]", vec![format!("*{last}"); 10].join(","));
        }
        let scalar = format!("a: &a {}\nb: [{}]\n", "x".repeat(1 << 20), vec!["*a"; 4000].join(","));
        let cases = [
            laughs,
            scalar,
            "[".repeat(100_000),
            "- ".repeat(100_000),
            "{a: ".repeat(100_000),
            format!("a: {}", "x".repeat(MAX_BYTES)),
        ];
        for text in cases {
            let start = Instant::now();
            let e = parse(&text).expect_err("too much");
            assert!(e.limit, "{e:?}");
            assert!(start.elapsed() < Duration::from_secs(2), "{:?} for {:.20}", start.elapsed(), text);
        }
    }
}
