//! What begins at one byte of a line: directives, cross references, emoji, math.

use std::ops::Range;

use crate::diag::{Code, Severity};

use super::super::super::directive;
use super::super::super::grammar::{self, attributes, run_of, skip_name};
use super::super::{Fault, MarkKind, block};
use super::MAX_TARGET;

/// A byte of a line at which something may begin.
#[derive(Clone, Copy)]
pub(super) struct Site<'a> {
    pub(super) source: &'a str,
    pub(super) at: usize,
    /// The text of its line, or of its chunk.
    pub(super) begin: usize,
    pub(super) end: usize,
}

impl<'a> Site<'a> {
    pub(super) fn text(&self) -> &'a str {
        self.source.get(self.at..self.end).unwrap_or_default()
    }

    /// The character before; `None` at the start of the line's text.
    pub(super) fn before(&self) -> Option<char> {
        self.source.get(self.begin..self.at).and_then(|t| t.chars().next_back())
    }

    fn after_blank(&self) -> bool {
        self.before().is_none_or(char::is_whitespace)
    }

    /// `<a …>` and `</a>`: whether an author's link is open after it.
    pub(super) fn opens_anchor(&self) -> Option<bool> {
        let text = self.text();
        let (open, rest) = match text.strip_prefix("</") {
            Some(rest) => (false, rest),
            None => (true, text.strip_prefix('<')?),
        };
        let rest = rest.strip_prefix(['a', 'A'])?;
        rest.starts_with([' ', '\t', '>']).then_some(open)
    }

    /// Whether a directive in text has a value that does not end on its line: it may end on another of the paragraph.
    pub(super) fn has_open_value(&self) -> bool {
        let text = self.text();
        let near = text.as_bytes().get(..text.len().min(MAX_TARGET)).unwrap_or_default();
        (text.starts_with(":::image") || text.starts_with(":::video"))
            && memchr::memchr_iter(b'"', near).count() % 2 == 1
    }

    pub(super) fn mark(&self, urls: bool) -> Option<(Range<usize>, MarkKind)> {
        match self.source.as_bytes().get(self.at)? {
            b':' if self.text().starts_with(":::") => self.colons(),
            b':' => urls.then(|| self.url_at_colon()).flatten().or_else(|| self.emoji()),
            b'w' => urls.then(|| self.www()).flatten(),
            b'[' if self.text().starts_with("[!") => match grammar::include(self.text(), b'-') {
                Some(include) => Some((self.at..self.at + include.end, MarkKind::InlineInclude)),
                None => self.stray_alert(),
            },
            b'@' => self.short_xref(),
            b'$' => self.math(),
            _ => None,
        }
    }

    /// `[!NOTE]` in the middle of a line, or without a quote: its author meant an alert.
    fn stray_alert(&self) -> Option<(Range<usize>, MarkKind)> {
        let name = self.text().get(2..)?.split_once(']')?.0;
        block::built_in_alert(name)?;
        let end = self.at + name.len() + 3;
        let after = self.source.as_bytes().get(end);
        let lead = self.source.get(..self.at)?;
        let quote = lead.trim_end_matches([' ', '\t']);
        // Right behind a quote mark the whole line is looked at elsewhere.
        let quoted = quote.ends_with('>') && lead.len() - quote.len() <= 1;
        if quoted || matches!(after, Some(b'(' | b'[' | b':')) {
            return None;
        }
        let fault = Fault {
            code: Code::InvalidNoteSection,
            severity: Severity::Suggestion,
            message: format!("\"[!{name}]\" within text is no alert and is shown as it stands."),
            help: "Begin a line with `> ` and the marker, and each line of its text with `> `.",
        };
        Some((self.at..end, MarkKind::Fault(Box::new(fault))))
    }

    /// Past the target of `](…)`; else past the bracket.
    pub(super) fn after_bracket(&self) -> usize {
        if !self.text().starts_with("](") {
            return self.at + 1;
        }
        // A target may stand on the next line, but not beyond a blank one.
        let text = self.source.as_bytes().get(self.at..).unwrap_or_default();
        let mut depth = 0usize;
        let mut escaped = false;
        for (i, b) in text.iter().enumerate().skip(1).take(MAX_TARGET) {
            match b {
                b'\n' if matches!(text.get(i + 1..), Some([b'\n', ..] | [b'\r', b'\n', ..])) => break,
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'(' => depth += 1,
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        return self.at + i + 1;
                    }
                }
                _ => {}
            }
        }
        self.at + 1
    }

    fn colons(&self) -> Option<(Range<usize>, MarkKind)> {
        let text = self.text();
        let name_end = skip_name(text, 3);
        let name = text.get(3..name_end)?;
        if name == "no-loc" {
            return self.no_loc(name_end);
        }
        let image = name.eq_ignore_ascii_case("image");
        if !image && !name.eq_ignore_ascii_case("video") {
            return None;
        }
        let check = if image { directive::image } else { directive::video };
        match attributes(text, name_end).and_then(|a| check(&a).map(|()| a.end)) {
            Ok(end) => {
                let end = text.get(..end)?.trim_end_matches([' ', '\t']).len();
                Some((self.at..self.at + end, if image { MarkKind::Image } else { MarkKind::Video }))
            }
            Err(message) => Some((
                self.at..self.at + 3,
                MarkKind::Fault(Box::new(Fault {
                    code: if image { Code::InvalidImage } else { Code::InvalidVideo },
                    severity: Severity::Error,
                    message,
                    help: "Write attributes as name=\"value\", separated by spaces, and end with \":::\".",
                })),
            )),
        }
    }

    fn no_loc(&self, at: usize) -> Option<(Range<usize>, MarkKind)> {
        let text = self.text();
        let value = text.get(at..)?.strip_prefix(" text=\"")?;
        let from = at + 7;
        let mut i = 0;
        loop {
            match value.as_bytes().get(i)? {
                b'\\' => i += 2,
                b'"' => break,
                _ => i += 1,
            }
        }
        value.get(i..)?.starts_with("\":::").then(|| {
            let inner = self.at + from..self.at + from + i;
            (self.at..inner.end + 4, MarkKind::NoLoc(inner))
        })
    }

    fn emoji(&self) -> Option<(Range<usize>, MarkKind)> {
        if !self.after_blank() {
            return None;
        }
        let text = self.text().get(1..)?;
        let length =
            text.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'+')).count();
        if length == 0 || text.as_bytes().get(length) != Some(&b':') {
            return None;
        }
        let found = emojis::get_by_shortcode(text.get(..length)?)?;
        Some((self.at..self.at + length + 2, MarkKind::Emoji(found.as_str())))
    }

    fn short_xref(&self) -> Option<(Range<usize>, MarkKind)> {
        let text = self.text().get(1..)?;
        let first = text.chars().next()?;
        if matches!(first, '"' | '\'') {
            let close = text.get(1..)?.find(first)? + 1;
            let uid = self.at + 2..self.at + 1 + close;
            return Some((self.at..uid.end + 1, MarkKind::Xref { uid, required: false }));
        }
        if !first.is_ascii_alphabetic() {
            return None;
        }
        let stops = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '[' | ']' | '|');
        let ends = |c: char| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '~');
        let mut chars = text.char_indices().peekable();
        let mut length = text.len();
        while let Some((i, c)) = chars.next() {
            let next = chars.peek().map(|(_, n)| *n);
            if stops(c) || (ends(c) && next.is_none_or(|n| stops(n) || ends(n))) {
                length = i;
                break;
            }
        }
        let uid = self.at + 1..self.at + 1 + length;
        Some((self.at..uid.end, MarkKind::Xref { uid, required: false }))
    }

    /// `$x$` or `$$x$$` on one line.
    fn math(&self) -> Option<(Range<usize>, MarkKind)> {
        let text = self.text();
        let open = run_of(text, 0, b'$');
        let open = open.min(2);
        if self.before().is_some_and(|c| c.is_alphanumeric() || c == '$') {
            return None;
        }
        let inner = text.get(open..)?;
        let mut i = run_of(inner, 0, b'$');
        loop {
            match inner.as_bytes().get(i)? {
                b'\\' => i += 2,
                b'$' => break,
                _ => i += 1,
            }
        }
        let close = run_of(inner, i, b'$');
        let after = inner.get(i + close..)?.chars().next();
        if close < open || after.is_some_and(char::is_alphanumeric) {
            return None;
        }
        let end = i + close - open;
        // A blank at one end only makes it money, or a sentence.
        let content = inner.get(..end)?;
        let blank = |c: char| c.is_whitespace();
        if content.trim().is_empty() || content.starts_with(blank) != content.ends_with(blank) {
            return None;
        }
        let from = self.at + open;
        Some((self.at..from + i + close, MarkKind::Math(from..from + end)))
    }
}
