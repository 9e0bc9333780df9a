//! Small pieces of text that several formats share: escapes, numbers.

use std::fmt::Write as _;

/// Control characters (and marks that reverse the direction of text) as visible escapes, so that a file name or
/// a title cannot move the cursor or forge a line of a log. Tabs stay.
pub fn escape_controls(text: &str) -> String {
    if !text.chars().any(is_hidden) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            c if is_hidden(c) => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

/// JSON in which no character is left that a terminal obeys or hides: all that JSON itself lets stand. What it says
/// is the same.
pub(super) fn escape_json(text: String) -> String {
    let stays = |c: char| c.is_ascii_control() && c != '\u{7f}' || !is_hidden(c);
    if text.chars().all(stays) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if stays(c) {
            out.push(c);
        } else {
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        }
    }
    out
}

fn is_hidden(c: char) -> bool {
    (c.is_control() && c != '\t')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

/// `1 page`, `2,611 pages`.
pub fn plural(count: usize, noun: &str) -> String {
    format!("{} {noun}{}", thousands(count), if count == 1 { "" } else { "s" })
}

/// A number with commas between thousands.
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_become_visible() {
        assert_eq!(escape_controls("a\u{1b}[31mb\nc"), "a\\u{1b}[31mb\\nc");
        assert_eq!(escape_controls("a\u{202e}b"), "a\\u{202e}b");
        assert_eq!(escape_controls("plain\ttext"), "plain\ttext");
    }

    #[test]
    fn json_hides_nothing_and_says_the_same() {
        let said = "a\u{9b}31m\u{7f}\u{202e}\u{2028}\u{1b}é\t\"\n";
        let json = escape_json(serde_json::to_string_pretty(&[said]).expect("JSON"));
        assert_eq!(json, "[\n  \"a\\u009b31m\\u007f\\u202e\\u2028\\u001bé\\t\\\"\\n\"\n]");
        assert_eq!(serde_json::from_str::<[String; 1]>(&json).expect("JSON"), [said]);
    }

    #[test]
    fn numbers_have_separators() {
        assert_eq!(thousands(0), "0");
        assert_eq!(thousands(999), "999");
        assert_eq!(thousands(1_234_567), "1,234,567");
        assert_eq!(plural(1, "page"), "1 page");
        assert_eq!(plural(2000, "page"), "2,000 pages");
    }
}
