//! Plain text as Markdown: a backslash before what would be markup, and only there, so that the text stays readable.

/// Where a piece of text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Place {
    /// At the begin of a block or line.
    pub line_start: bool,
    /// Right after a closing bracket.
    pub after_bracket: bool,
    /// In a cell of a table.
    pub cell: bool,
    /// In the text of a link.
    pub link: bool,
}

/// Appends text.
pub(super) fn text(out: &mut String, text: &str, place: Place) {
    let mut chars = text.chars().peekable();
    let mut before: Option<char> = place.after_bracket.then_some(']');
    let delimiter = if place.line_start { block_delimiter(text) } else { None };
    let mut at = 0;
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        let rest = text.get(at..).unwrap_or_default();
        if delimiter == Some(at) || is_markup(c, before, next, rest, place) {
            out.push('\\');
        }
        out.push(if c == '\n' { ' ' } else { c });
        at += c.len_utf8();
        before = Some(c);
    }
}

fn is_markup(c: char, before: Option<char>, next: Option<char>, rest: &str, place: Place) -> bool {
    let space = |c: Option<char>| c.is_some_and(char::is_whitespace);
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match c {
        '`' => true,
        '\\' => next.is_none_or(|n| n.is_ascii_punctuation()),
        '*' => !(space(before) && space(next)),
        '_' => !(word(before) && word(next) || space(before) && space(next)),
        '~' => next == Some('~') || before == Some('~'),
        '[' => place.link || matches!(next, Some('!' | '^')),
        ']' => place.link,
        '(' | ':' => before == Some(']'),
        '<' => next.is_none_or(|n| n.is_ascii_alphabetic() || matches!(n, '/' | '!' | '?')),
        '&' => is_entity(rest),
        '|' => place.cell,
        _ => false,
    }
}

/// Where the character stands that would make a heading, quote, list or fence of a line that begins so.
fn block_delimiter(text: &str) -> Option<usize> {
    let after = |n: usize| text.get(n..).is_none_or(|rest| rest.is_empty() || rest.starts_with([' ', '\t']));
    if text.starts_with(['>', '=', '#']) || text.starts_with(":::") {
        return Some(0);
    }
    if text.starts_with(['-', '+']) && (after(1) || text.starts_with("--")) {
        return Some(0);
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let numbered = (1..=9).contains(&digits) && matches!(text.as_bytes().get(digits), Some(b'.' | b')'));
    (numbered && after(digits + 1)).then_some(digits)
}

fn is_entity(text: &str) -> bool {
    let name: &str = text.get(1..).and_then(|t| t.split_once(';')).map_or("", |(name, _)| name);
    let digits = name.strip_prefix('#').unwrap_or(name);
    !digits.is_empty() && digits.len() < 32 && digits.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// Appends code in as many back-ticks as it takes.
pub(super) fn code_span(out: &mut String, code: &str, cell: bool) {
    let fence = "`".repeat(longest_run(code, '`') + 1);
    let pad = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
    let code = code.replace('\n', " ");
    let code = if cell { code.replace('|', "\\|") } else { code };
    out.extend([fence.as_str(), pad, &code, pad, &fence]);
}

/// A fence that the code does not end.
pub(super) fn fence(code: &str) -> String {
    "`".repeat((longest_run(code, '`') + 1).max(3))
}

fn longest_run(text: &str, of: char) -> usize {
    text.split(|c| c != of).map(str::len).max().unwrap_or(0)
}

/// A link's destination.
pub(super) fn destination(href: &str) -> String {
    let mut out = String::with_capacity(href.len());
    for c in href.chars() {
        match c {
            ' ' => out.push_str("%20"),
            '(' => out.push_str("%28"),
            ')' => out.push_str("%29"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push_str("%5C"),
            '\n' => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(words: &str, place: Place) -> String {
        let mut out = String::new();
        text(&mut out, words, place);
        out
    }

    #[test]
    fn only_markup_gets_a_backslash() {
        let cases = [
            ("snake_case and 2 * 3", "snake_case and 2 * 3"),
            ("*all* _these_ `do`", "\\*all\\* \\_these\\_ \\`do\\`"),
            ("a < b <c>, R&D &amp; x", "a < b \\<c>, R&D \\&amp; x"),
            ("[a](b) and [c] d", "[a]\\(b) and [c] d"),
            ("C:\\Temp\\_x", "C:\\Temp\\\\\\_x"),
        ];
        for (words, expected) in cases {
            assert_eq!(of(words, Place::default()), expected);
        }
    }

    #[test]
    fn lines_begin_no_block() {
        let place = Place { line_start: true, ..Place::default() };
        let cases = [("# a", "\\# a"), ("12. a", "12\\. a"), ("- a", "\\- a"), ("-a 3.5", "-a 3.5")];
        for (words, expected) in cases {
            assert_eq!(of(words, place), expected);
        }
    }

    #[test]
    fn code_is_fenced_by_more_than_it_holds() {
        let mut out = String::new();
        code_span(&mut out, "`a|", true);
        assert_eq!((out.as_str(), fence("a\n````\n").as_str()), ("`` `a\\| ``", "`````"));
    }
}
