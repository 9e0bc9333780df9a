//! Marks inside a line of text, read from left to right as the reference engine does: what begins first wins, so
//! code spans, tags and link targets are stepped over.

mod site;
mod url;

use std::ops::Range;

use super::super::grammar::run_of;
use super::{Line, Mark, MarkKind};
use site::Site;

/// How long a link target may be to be stepped over; keeps lines of unmatched brackets linear.
const MAX_TARGET: usize = 4096;

/// How many bytes are looked at together.
const BLOCK: usize = 16;

/// Whether something can begin at a byte. A bare `www.` aside, which is looked for only where there is one.
/// Without a branch, so that it is done to the bytes of a block at once.
fn begins(b: u8) -> bool {
    let bracket = (b == b'[') | (b == b'\\') | (b == b']');
    bracket | (b == b'`') | (b == b'<') | (b == b':') | (b == b'@') | (b == b'$')
}

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
    /// There is a `www.` somewhere.
    bare_hosts: bool,
}

impl<'a> InlineScanner<'a> {
    pub(super) fn new(source: &'a str, angle_quotes: bool) -> Self {
        InlineScanner {
            source,
            skip_to: 0,
            chunk_end: 0,
            unmatched: 0,
            comments_end: false,
            angle_quotes,
            bare_hosts: memchr::memmem::find(source.as_bytes(), b"www.").is_some(),
        }
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
            let Some(step) = self.next_start(bytes.get(at..end).unwrap_or_default()) else { return };
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

    /// The first of `bytes` at which something can begin. Nothing does in most stretches of prose, and to look at a
    /// block as a whole takes a few machine instructions.
    fn next_start(&self, bytes: &[u8]) -> Option<usize> {
        let can = |b: &u8| begins(*b) | (self.bare_hosts & (*b == b'w'));
        let mut at = 0;
        while let Some(block) = bytes.get(at..).and_then(<[u8]>::first_chunk::<BLOCK>)
            && !block.iter().fold(false, |any, b| any | can(b))
        {
            at += BLOCK;
        }
        bytes.get(at..)?.iter().position(can).map(|n| at + n)
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
