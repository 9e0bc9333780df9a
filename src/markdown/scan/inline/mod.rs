//! Marks inside a line of text, read from left to right as the reference engine does: what begins first wins, so
//! code spans, tags and link targets are stepped over.

use std::ops::Range;

use crate::diag::{Code, Severity};

use super::super::directive;
use super::super::grammar::{self, attributes, run_of, skip_name};
use super::{Fault, Line, Mark, MarkKind};

/// How long a link target may be to be stepped over; keeps lines of unmatched brackets linear.
const MAX_TARGET: usize = 4096;

/// Bytes at which something can begin.
const STARTS: [bool; 256] = {
    let mut table = [false; 256];
    let bytes = b"\\`<:[]@$w";
    let mut i = 0;
    while i < bytes.len() {
        table[bytes[i] as usize] = true;
        i += 1;
    }
    table
};

pub(super) struct InlineScanner<'a> {
    source: &'a str,
    /// Text up to here was stepped over by something that began on an earlier line.
    skip_to: usize,
    /// End of the paragraph-like chunk that was looked at last.
    chunk_end: usize,
    /// Lengths of back-tick runs (up to 64) known to have no partner in the chunk.
    unmatched: u64,
    /// No comment ends in the rest of the text.
    comments_end: bool,
    /// `<<` is a sign.
    angle_quotes: bool,
}

impl<'a> InlineScanner<'a> {
    pub(super) fn new(source: &'a str, angle_quotes: bool) -> Self {
        InlineScanner { source, skip_to: 0, chunk_end: 0, unmatched: 0, comments_end: false, angle_quotes }
    }

    /// Adds the marks of a line.
    pub(super) fn line(&mut self, line: Line<'a>, out: &mut Vec<Mark>) {
        let end = line.start + line.text.len();
        let begin = line.body_start();
        if definition(line.body()) {
            return;
        }
        let bytes = self.source.as_bytes();
        let mut at = begin.max(self.skip_to);
        // No bare URL begins inside brackets or an author's own link.
        let (mut brackets, mut anchor) = (0usize, false);
        while at < end {
            let rest = bytes.get(at..end).unwrap_or_default();
            let Some(step) = rest.iter().position(|b| STARTS.get(*b as usize) == Some(&true)) else { return };
            at += step;
            let mut site = Site { source: self.source, at, begin, end };
            if bytes.get(at) == Some(&b':') && site.has_open_value() {
                self.find_chunk(end);
                site.end = self.chunk_end;
            }
            let next = match bytes.get(at) {
                Some(b'\\') => at + 2,
                Some(b'`') => self.code_span(at, end),
                Some(b'<') => {
                    anchor = site.opens_anchor().unwrap_or(anchor);
                    self.tag(site, out)
                }
                Some(b']') => {
                    brackets = brackets.saturating_sub(1);
                    site.after_bracket()
                }
                _ => match site.mark(brackets == 0 && !anchor) {
                    Some((range, kind)) => {
                        let next = range.end;
                        out.push(Mark { range, kind });
                        next
                    }
                    None => {
                        brackets += usize::from(bytes.get(at) == Some(&b'['));
                        at + 1
                    }
                },
            };
            at = next.max(at + 1);
            self.skip_to = at;
        }
    }

    /// Past the code span that begins at `at`, or past its back-ticks if they have no partner.
    fn code_span(&mut self, at: usize, line_end: usize) -> usize {
        let run = run_of(self.source, at, b'`');
        self.find_chunk(line_end);
        let bit = 1u64.checked_shl(u32::try_from(run - 1).unwrap_or(64)).unwrap_or(0);
        if bit == 0 || self.unmatched & bit != 0 {
            return at + run;
        }
        let bytes = self.source.as_bytes();
        let mut i = at + run;
        while let Some(n) = bytes.get(i..self.chunk_end).and_then(|b| memchr::memchr(b'`', b)) {
            let other = run_of(self.source, i + n, b'`');
            i += n + other;
            if other == run {
                return i;
            }
        }
        self.unmatched |= bit;
        at + run
    }

    /// Past a tag, comment or autolink; a cross reference in angle brackets is a mark.
    fn tag(&mut self, site: Site<'a>, out: &mut Vec<Mark>) -> usize {
        let text = self.source.get(site.at..).unwrap_or_default();
        if self.angle_quotes && text.starts_with("<<") {
            out.push(Mark { range: site.at..site.at + 2, kind: MarkKind::Emoji("«") });
            return site.at + 2;
        }
        if text.starts_with("<!--") {
            if self.comments_end {
                return site.at + 4;
            }
            let end = text.find("-->");
            self.comments_end = end.is_none();
            return end.map_or(site.at + 4, |n| site.at + n + 3);
        }
        if text.get(..6).is_some_and(|t| t.eq_ignore_ascii_case("<xref:")) {
            self.find_chunk(site.end);
            if let Some((range, uid)) = xref_tag(self.source, site.at, self.chunk_end) {
                let next = range.end;
                out.push(Mark { range, kind: MarkKind::Xref { uid, required: true } });
                return next;
            }
        }
        let bytes = text.as_bytes();
        let name_at = 1 + usize::from(bytes.get(1) == Some(&b'/'));
        let name =
            bytes.iter().skip(name_at).take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count();
        let named = bytes.get(name_at).is_some_and(u8::is_ascii_alphabetic);
        if !named || matches!(bytes.get(name_at + name), None | Some(b'\\' | b'<' | b'"' | b'\'' | b'|')) {
            return site.at + 1;
        }
        self.find_chunk(site.end);
        let limit = self.chunk_end - site.at;
        let mut quote = 0u8;
        for (i, b) in bytes.iter().enumerate().take(limit).skip(name_at) {
            match b {
                b'"' | b'\'' if quote == 0 => quote = *b,
                b if *b == quote => quote = 0,
                b'>' if quote == 0 => return site.at + i + 1,
                b'<' if quote == 0 => break,
                _ => {}
            }
        }
        site.at + 1
    }

    /// Sets `chunk_end` for the chunk that holds the line that ends at `line_end`.
    fn find_chunk(&mut self, line_end: usize) {
        if line_end <= self.chunk_end {
            return;
        }
        let bytes = self.source.as_bytes();
        let mut end = line_end;
        while end < bytes.len() {
            let from = end + 1;
            let next =
                bytes.get(from..).and_then(|b| memchr::memchr(b'\n', b)).map_or(bytes.len(), |n| from + n);
            if starts_block(bytes.get(from..next).unwrap_or_default()) {
                break;
            }
            end = next;
        }
        self.chunk_end = end.max(line_end);
        self.unmatched = 0;
    }
}

/// Whether a line ends the paragraph before it, roughly: what is missed costs a mark, never text.
fn starts_block(line: &[u8]) -> bool {
    let Some(first) = line.iter().position(|b| !matches!(b, b' ' | b'\t' | b'\r')) else { return true };
    let rest = line.get(first..).unwrap_or_default();
    match rest {
        [b'#' | b'>' | b'|', ..] | [b'-' | b'*' | b'+', b' ' | b'\t', ..] => true,
        [b'`', b'`', b'`', ..] | [b'~', b'~', b'~', ..] | [b':', b':', b':', ..] | [b'[', b'!', ..] => true,
        [b'0'..=b'9', ..] => {
            let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
            matches!(rest.get(digits), Some(b'.' | b')'))
                && matches!(rest.get(digits + 1), Some(b' ' | b'\t'))
        }
        _ => false,
    }
}

/// `[label]: target`: nothing in it is text.
fn definition(body: &str) -> bool {
    body.starts_with('[')
        && body.find("]:").is_some_and(|n| body.find(']') == Some(n))
        && !body.starts_with("[^")
}

/// `<xref:uid>`: its range and that of the uid.
fn xref_tag(source: &str, at: usize, limit: usize) -> Option<(Range<usize>, Range<usize>)> {
    let inner = at + 6;
    let text = source.get(inner..limit)?;
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''));
    let (uid, end) = match quote {
        Some(q) => {
            let close = text.get(1..)?.find([q, '>'])? + 1;
            (text.get(close..)?.starts_with(q) && text.get(close + 1..)?.starts_with('>'))
                .then_some((1..close, close + 2))?
        }
        None => {
            let close = text.find('>')?;
            (0..close, close + 1)
        }
    };
    Some((at..inner + end, inner + uid.start..inner + uid.end))
}

/// A byte of a line at which something may begin.
#[derive(Clone, Copy)]
struct Site<'a> {
    source: &'a str,
    at: usize,
    begin: usize,
    end: usize,
}

impl<'a> Site<'a> {
    fn text(&self) -> &'a str {
        self.source.get(self.at..self.end).unwrap_or_default()
    }

    /// The character before; `None` at the start of the line's text.
    fn before(&self) -> Option<char> {
        self.source.get(self.begin..self.at).and_then(|t| t.chars().next_back())
    }

    fn after_blank(&self) -> bool {
        self.before().is_none_or(char::is_whitespace)
    }

    /// `<a …>` and `</a>`: whether an author's link is open after it.
    fn opens_anchor(&self) -> Option<bool> {
        let text = self.text();
        let (open, rest) = match text.strip_prefix("</") {
            Some(rest) => (false, rest),
            None => (true, text.strip_prefix('<')?),
        };
        let rest = rest.strip_prefix(['a', 'A'])?;
        rest.starts_with([' ', '\t', '>']).then_some(open)
    }

    /// Whether a directive in text has a value that does not end on its line: it may end on another of the paragraph.
    fn has_open_value(&self) -> bool {
        let text = self.text();
        let near = text.as_bytes().get(..text.len().min(MAX_TARGET)).unwrap_or_default();
        (text.starts_with(":::image") || text.starts_with(":::video"))
            && memchr::memchr_iter(b'"', near).count() % 2 == 1
    }

    fn mark(&self, urls: bool) -> Option<(Range<usize>, MarkKind)> {
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
        super::block::built_in_alert(name)?;
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
    fn after_bracket(&self) -> usize {
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

    /// Whether a bare URL may begin after this character.
    fn url_may_begin(before: Option<char>) -> bool {
        before.is_none_or(|c| c.is_whitespace() || matches!(c, '*' | '_' | '~' | '('))
    }

    fn url_at_colon(&self) -> Option<(Range<usize>, MarkKind)> {
        let head = self.source.get(self.begin..self.at)?;
        let scheme = ["http", "https", "ftp", "mailto", "tel"]
            .into_iter()
            .filter(|s| head.ends_with(s))
            .max_by_key(|s| s.len())?;
        let start = self.at - scheme.len();
        if !Self::url_may_begin(self.source.get(self.begin..start)?.chars().next_back()) {
            return None;
        }
        let web = !matches!(scheme, "mailto" | "tel");
        if web && !self.text().starts_with("://") {
            return None;
        }
        let end = self.url_end(start);
        let body_at = self.at + if web { 3 } else { 1 };
        let body = self.source.get(body_at..end).filter(|b| !b.is_empty())?;
        let fine = match scheme {
            "mailto" => {
                body.split_once('@').is_some_and(|(name, host)| !name.is_empty() && domain_fits(host, 1))
            }
            "tel" => body.bytes().any(|b| b.is_ascii_digit()),
            _ => domain_fits(body, 1),
        };
        let shown = if web { start } else { body_at };
        fine.then_some((start..end, MarkKind::Url { before: "", shown: shown..end }))
    }

    fn www(&self) -> Option<(Range<usize>, MarkKind)> {
        if !self.text().starts_with("www.") || !Self::url_may_begin(self.before()) {
            return None;
        }
        let end = self.url_end(self.at);
        let fine = domain_fits(self.source.get(self.at..end)?, 2);
        fine.then_some((self.at..end, MarkKind::Url { before: "http://", shown: self.at..end }))
    }

    /// Where a bare URL ends: at white space, `<` or `|`; closing brackets need a partner; marks at its end are the
    /// sentence's.
    fn url_end(&self, start: usize) -> usize {
        let text = self.source.get(start..self.end).unwrap_or_default();
        let mut depth = 0usize;
        let mut end = text.len();
        for (i, c) in text.char_indices() {
            match c {
                '<' | '|' => {
                    end = i;
                    break;
                }
                '(' => depth += 1,
                ')' if depth == 0 => {
                    end = i;
                    break;
                }
                ')' => depth -= 1,
                c if c.is_whitespace() || c.is_control() => {
                    end = i;
                    break;
                }
                _ => {}
            }
        }
        let kept = text.get(..end).unwrap_or_default();
        let kept = kept.trim_end_matches(['?', '!', '.', ',', ':', '*', '_', '~']);
        let entity = kept.strip_suffix(';').and_then(|k| k.rfind('&')).filter(|n| {
            kept.get(n + 1..kept.len() - 1)
                .is_some_and(|e| !e.is_empty() && e.bytes().all(|b| b.is_ascii_alphanumeric()))
        });
        start + entity.unwrap_or(kept.len())
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

/// Whether the host of a URL (without its scheme) has at least `dots` dots with text around, and no underscore in
/// its last two parts.
fn domain_fits(rest: &str, dots: usize) -> bool {
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let parts: Vec<&str> = host.split('.').collect();
    let underscore = parts.iter().rev().take(2).any(|p| p.contains('_'));
    let punctuation = |c: char| ('\u{2000}'..='\u{206f}').contains(&c);
    parts.len() > dots && parts.iter().all(|p| !p.is_empty()) && !underscore && !host.contains(punctuation)
}
