//! Languages whose lines mean something as a whole: YAML and Markdown.

use super::scan;
use super::sink::{Class, Sink};

/// Hands YAML to `sink`.
pub(super) fn yaml<S: Sink>(code: &str, sink: &mut S) {
    // The column that a line must go beyond to belong to the block scalar above it.
    let mut block: Option<usize> = None;
    let mut pos = 0;
    while pos < code.len() {
        let end = scan::line_end(code.as_bytes(), pos);
        let next = (end + 1).min(code.len());
        let line = code.get(pos..next).unwrap_or_default();
        let indent = line.bytes().take_while(|b| *b == b' ').count();
        if block.is_some_and(|column| indent > column || line.trim_ascii().is_empty()) {
            sink.token(Class::String, line);
            pos = next;
            continue;
        }
        block = None;
        if matches!(line.as_bytes(), [b'%', ..] | [b'-', b'-', b'-', ..] | [b'.', b'.', b'.', ..]) {
            sink.token(Class::Meta, line);
            pos = next;
            continue;
        }
        pos = yaml_line(code, (pos, end), &mut block, sink);
    }
}

/// One line of YAML from its start; gives the place after it, which is further down when a string runs on.
fn yaml_line<S: Sink>(
    code: &str,
    (line, end): (usize, usize),
    block: &mut Option<usize>,
    sink: &mut S,
) -> usize {
    let bytes = code.as_bytes();
    let mut pos = line;
    while pos < end {
        pos = scan::skip_blanks(bytes, pos);
        let dash = matches!(bytes.get(pos), Some(b'-' | b'?'));
        if !dash || !bytes.get(pos + 1).is_some_and(u8::is_ascii_whitespace) {
            break;
        }
        pos += 1;
    }
    let pos = pos.min(end);
    sink.plain(code.get(line..pos).unwrap_or_default());
    let mut column = bytes.get(line..pos).unwrap_or_default().iter().take_while(|b| **b == b' ').count();
    let mut value = pos;
    if let Some(key) = yaml_key(bytes, pos, end) {
        column = pos - line;
        sink.token(Class::Attribute, code.get(pos..key).unwrap_or_default());
        sink.plain(":");
        value = key + 1;
    }
    let header = code.get(value..end).unwrap_or_default().trim_ascii();
    if header.starts_with(['|', '>']) {
        *block = Some(column);
    }
    let stop = yaml_value(code, (value, end), sink);
    if stop > end {
        return stop;
    }
    sink.plain(code.get(end..(end + 1).min(code.len())).unwrap_or_default());
    end + 1
}

/// The end of a key that begins at `pos`, before its colon.
fn yaml_key(bytes: &[u8], pos: usize, end: usize) -> Option<usize> {
    let colon = |n: usize| {
        bytes.get(n) == Some(&b':') && (n + 1 >= end || bytes.get(n + 1).is_some_and(u8::is_ascii_whitespace))
    };
    let first = *bytes.get(pos)?;
    if matches!(first, b'"' | b'\'') {
        let close = bytes.get(pos + 1..end)?.iter().position(|b| *b == first)? + pos + 2;
        return colon(close).then_some(close);
    }
    if matches!(first, b'#' | b'{' | b'[' | b'|' | b'>') {
        return None;
    }
    let mut at = pos;
    while at < end {
        if colon(at) {
            return (at > pos).then_some(at);
        }
        if bytes.get(at) == Some(&b'#') && bytes.get(at.wrapping_sub(1)).is_some_and(u8::is_ascii_whitespace)
        {
            return None;
        }
        at += 1;
    }
    None
}

/// A value to the end of its line, or beyond when it is a string that closes further down.
fn yaml_value<S: Sink>(code: &str, (start, end): (usize, usize), sink: &mut S) -> usize {
    let bytes = code.as_bytes();
    let (mut pos, mut pending) = (start, start);
    // The start of a scalar: only there do quotes, anchors and numbers mean anything.
    let mut fresh = true;
    while pos < end {
        let Some(&b) = bytes.get(pos) else { break };
        let token = match b {
            b'#' if pos == 0 || bytes.get(pos - 1).is_some_and(u8::is_ascii_whitespace) => {
                Some((end, Class::Comment))
            }
            b'"' | b'\'' if fresh => Some((yaml_string(bytes, pos, end), Class::String)),
            b'&' | b'*' if fresh => Some((word_end(bytes, pos + 1, end), Class::Variable)),
            b'!' if fresh => Some((word_end(bytes, pos + 1, end), Class::Type)),
            _ if fresh && !b.is_ascii_whitespace() => scalar(bytes, pos, end),
            _ => None,
        };
        if let Some((to, class)) = token {
            sink.plain(code.get(pending..pos).unwrap_or_default());
            sink.token(class, code.get(pos..to).unwrap_or_default());
            pos = to;
            pending = to;
            fresh = false;
            continue;
        }
        fresh = matches!(b, b'{' | b'[' | b',' | b':') || fresh && b.is_ascii_whitespace();
        pos += 1;
    }
    sink.plain(code.get(pending..pos.max(pending)).unwrap_or_default());
    pos
}

/// The end of a quoted scalar: on its line if it closes there, else to the end of the line.
fn yaml_string(bytes: &[u8], pos: usize, end: usize) -> usize {
    let quote = bytes.get(pos).copied().unwrap_or_default();
    let mut at = pos + 1;
    while at < end {
        match bytes.get(at) {
            Some(b'\\') if quote == b'"' => at += 1,
            Some(b) if *b == quote => return at + 1,
            _ => {}
        }
        at += 1;
    }
    end
}

fn word_end(bytes: &[u8], mut pos: usize, end: usize) -> usize {
    while pos < end
        && bytes
            .get(pos)
            .is_some_and(|b| !b.is_ascii_whitespace() && !matches!(b, b',' | b'[' | b']' | b'{' | b'}'))
    {
        pos += 1;
    }
    pos
}

/// A whole scalar that is a number, a truth value or nothing.
fn scalar(bytes: &[u8], pos: usize, end: usize) -> Option<(usize, Class)> {
    let to = word_end(bytes, pos, end);
    let after = bytes.get(scan::skip_blanks(bytes, to).min(end)..end).unwrap_or_default();
    let whole = after.first().is_none_or(|b| b"#,]}".contains(b));
    let word = bytes.get(pos..to).filter(|_| whole)?;
    let digits = word.strip_prefix(b"-").unwrap_or(word);
    if digits.first().is_some_and(u8::is_ascii_digit)
        && digits.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':' | b'+' | b'_'))
    {
        return Some((to, Class::Number));
    }
    let known = [&b"true"[..], b"false", b"null", b"yes", b"no", b"on", b"off", b"~"];
    known.iter().any(|k| word.eq_ignore_ascii_case(k)).then_some((to, Class::Keyword))
}

/// A block of code that is open.
struct Fence {
    mark: u8,
    length: usize,
    /// Whether it stands in a quote.
    quoted: bool,
}

/// Hands Markdown to `sink`.
pub(super) fn markdown<S: Sink>(code: &str, sink: &mut S) {
    let mut fence: Option<Fence> = None;
    for line in code.split_inclusive('\n') {
        let marks = line.len() - line.trim_start_matches([' ', '\t', '>']).len();
        let (marks, rest) = line.split_at_checked(marks).unwrap_or(("", line));
        let quoted = marks.contains('>');
        // A quote ends where its marks end, and a fence inside ends with it.
        fence = fence.filter(|open| quoted || !open.quoted);
        let body = if quoted { rest } else { line.trim_start_matches([' ', '\t']) };
        let mark = body.as_bytes().first().copied().unwrap_or_default();
        let run = body.bytes().take_while(|b| *b == mark).count();
        if let Some(open) = &fence {
            if open.quoted {
                sink.token(Class::Meta, marks);
                sink.token(Class::String, rest);
            } else {
                sink.token(Class::String, line);
            }
            let closes = mark == open.mark && run >= open.length && quoted == open.quoted;
            if closes && body.get(run..).is_some_and(|r| r.trim_ascii().is_empty()) {
                fence = None;
            }
            continue;
        }
        if quoted {
            if matches!(mark, b'`' | b'~') && run >= 3 {
                fence = Some(Fence { mark, length: run, quoted });
                sink.token(Class::Meta, marks);
                sink.token(Class::Preprocessor, rest);
            } else {
                markdown_line(line, sink);
            }
            continue;
        }
        match mark {
            b'`' | b'~' if run >= 3 => {
                fence = Some(Fence { mark, length: run, quoted });
                sink.token(Class::Preprocessor, line);
            }
            b'#' if run <= 6 && body.as_bytes().get(run).is_none_or(u8::is_ascii_whitespace) => {
                sink.token(Class::Keyword, line);
            }
            b':' if run >= 3 => sink.token(Class::Preprocessor, line),
            b'-' if run >= 3 && body.trim_ascii_end().len() == run => sink.token(Class::Meta, line),
            _ => markdown_line(line, sink),
        }
    }
}

/// One line of text: quote and list marks, code, link targets, bracketed directives.
fn markdown_line<S: Sink>(line: &str, sink: &mut S) {
    let bytes = line.as_bytes();
    let mut pos = 0;
    while bytes.get(pos).is_some_and(|b| matches!(b, b' ' | b'\t' | b'>')) {
        pos += 1;
    }
    let bullet = bytes.get(pos).is_some_and(|b| b"-*+".contains(b));
    if bullet && bytes.get(pos + 1).is_some_and(u8::is_ascii_whitespace) {
        pos += 1;
    }
    let lead = line.get(..pos).unwrap_or_default();
    if lead.trim_ascii().is_empty() {
        sink.plain(lead);
    } else {
        sink.token(Class::Meta, lead);
    }
    let mut pending = pos;
    while let Some(&b) = bytes.get(pos) {
        let token = match b {
            b'`' => scan::past(bytes, pos + 1, "`").map(|end| (end, Class::String)),
            b'[' if bytes.get(pos + 1) == Some(&b'!') => {
                let inner = |b: u8| b.is_ascii_alphanumeric() || b"!-_".contains(&b);
                scan::enclosed(bytes, pos + 1, "]", inner).map(|end| (end, Class::Preprocessor))
            }
            b'(' if pos > 0 && bytes.get(pos - 1) == Some(&b']') => {
                scan::enclosed(bytes, pos + 1, ")", |b| b != b'(').map(|end| (end, Class::Attribute))
            }
            _ => None,
        };
        match token {
            Some((end, class)) => {
                sink.plain(line.get(pending..pos).unwrap_or_default());
                sink.token(class, line.get(pos..end).unwrap_or_default());
                pos = end;
                pending = end;
            }
            // No second back-tick on this line: none of the rest opens code either.
            None if b == b'`' => break,
            None => pos += 1,
        }
    }
    sink.plain(line.get(pending..).unwrap_or_default());
}
