//! XML and HTML: tags, attributes, comments, and in HTML the scripts and styles between tags.

use super::scan;
use super::sink::{Class, Sink};

/// Which markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Case counts, nothing is embedded.
    Xml,
    /// `<script>` and `<style>` hold other languages.
    Html,
}

/// Colours code of another language inside this one.
pub(super) type Embed<'a, S> = &'a dyn Fn(&str, &str, &mut S);

/// Hands `code` to `sink`; `embed` gets the language and text of what is embedded.
pub(super) fn run<S: Sink>(dialect: Dialect, code: &str, sink: &mut S, embed: Embed<'_, S>) {
    let bytes = code.as_bytes();
    let mut pos = 0;
    // Forms whose end does not come any more are not looked for again.
    let mut exhausted = [false; 3];
    let mut unclosed = false;
    while pos < bytes.len() {
        let next = bytes.get(pos..).and_then(|rest| memchr::memchr2(b'<', b'&', rest));
        let Some(mark) = next.map(|n| pos + n) else { break };
        sink.plain(code.get(pos..mark).unwrap_or_default());
        pos = match other(bytes, mark, &mut exhausted) {
            Some((end, class)) => {
                sink.token(class, code.get(mark..end).unwrap_or_default());
                end
            }
            None if bytes.get(mark) == Some(&b'<') => {
                let (end, name) = tag(code, mark, sink);
                match embedded(dialect, name).filter(|_| !unclosed) {
                    Some(language) => {
                        let to = body_end(code, end, name);
                        unclosed = to.is_none();
                        let to = to.unwrap_or(end);
                        embed(language, code.get(end..to).unwrap_or_default(), sink);
                        to
                    }
                    None => end,
                }
            }
            None => {
                sink.plain("&");
                mark + 1
            }
        };
    }
    sink.plain(code.get(pos..).unwrap_or_default());
}

/// What is no tag: comments, CDATA, processing instructions, declarations and entities.
fn other(bytes: &[u8], pos: usize, exhausted: &mut [bool; 3]) -> Option<(usize, Class)> {
    let forms =
        [("<!--", "-->", Class::Comment), ("<![CDATA[", "]]>", Class::String), ("<?", "?>", Class::Meta)];
    for ((open, close, class), gone) in forms.into_iter().zip(exhausted) {
        if scan::at(bytes, pos, open) {
            let end = if *gone { None } else { scan::past(bytes, pos + open.len(), close) };
            *gone = end.is_none();
            return Some((end.unwrap_or_else(|| scan::line_end(bytes, pos)), class));
        }
    }
    if scan::at(bytes, pos, "<!") {
        let line = scan::line_end(bytes, pos);
        let end = bytes.get(pos..line).and_then(|l| memchr::memchr(b'>', l)).map_or(line, |n| pos + n + 1);
        return Some((end, Class::Meta));
    }
    if bytes.get(pos) == Some(&b'&') {
        let inner = |b: u8| b.is_ascii_alphanumeric() || b == b'#';
        return scan::enclosed(bytes, pos + 1, ";", inner).map(|end| (end, Class::Meta));
    }
    None
}

fn is_name(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b >= 0x80 || b"_-.:".contains(&b)
}

fn name_end(bytes: &[u8], mut pos: usize) -> usize {
    while bytes.get(pos).is_some_and(|b| is_name(*b)) {
        pos += 1;
    }
    pos
}

/// A tag from its `<`; gives its end and, for an opening tag, its name. A lone `<` is text.
fn tag<'a, S: Sink>(code: &'a str, pos: usize, sink: &mut S) -> (usize, &'a str) {
    let bytes = code.as_bytes();
    let closing = bytes.get(pos + 1) == Some(&b'/');
    let start = pos + 1 + usize::from(closing);
    if !bytes.get(start).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'_' || *b >= 0x80) {
        sink.plain("<");
        return (pos + 1, "");
    }
    let end = name_end(bytes, start);
    let name = code.get(start..end).unwrap_or_default();
    sink.plain(code.get(pos..start).unwrap_or_default());
    sink.token(Class::Keyword, name);
    (attributes(code, end, sink), if closing { "" } else { name })
}

/// The attributes of a tag, to one past its `>`; stops before a `<`, where another tag begins.
fn attributes<S: Sink>(code: &str, mut pos: usize, sink: &mut S) -> usize {
    let bytes = code.as_bytes();
    let mut pending = pos;
    while let Some(&b) = bytes.get(pos) {
        let (end, class) = match b {
            b'<' => break,
            b'>' => {
                pos += 1;
                break;
            }
            b'"' | b'\'' => {
                let rest = bytes.get(pos + 1..).unwrap_or_default();
                // An unclosed value ends with its line; a closed one may hold breaks but no `<`.
                let close = rest.iter().position(|c| *c == b || *c == b'<');
                let end = match close {
                    Some(n) if rest.get(n) == Some(&b) => pos + n + 2,
                    _ => scan::line_end(bytes, pos).min(close.map_or(bytes.len(), |n| pos + 1 + n)),
                };
                (end, Class::String)
            }
            _ if is_name(b) => {
                let end = name_end(bytes, pos);
                let value = bytes.get(pos.wrapping_sub(1)) == Some(&b'=');
                (end, if value { Class::String } else { Class::Attribute })
            }
            _ => {
                pos += 1;
                continue;
            }
        };
        sink.plain(code.get(pending..pos).unwrap_or_default());
        sink.token(class, code.get(pos..end).unwrap_or_default());
        pos = end;
        pending = end;
    }
    sink.plain(code.get(pending..pos).unwrap_or_default());
    pos
}

fn embedded(dialect: Dialect, name: &str) -> Option<&'static str> {
    if dialect == Dialect::Xml {
        return None;
    }
    if name.eq_ignore_ascii_case("script") {
        Some("javascript")
    } else if name.eq_ignore_ascii_case("style") {
        Some("css")
    } else {
        None
    }
}

/// Where the text of a script or style ends; `None` when the tag is never closed.
fn body_end(code: &str, pos: usize, name: &str) -> Option<usize> {
    let bytes = code.as_bytes();
    let mut from = pos;
    while let Some(at) = scan::past(bytes, from, "</") {
        let word = bytes.get(at..at + name.len())?;
        if word.eq_ignore_ascii_case(name.as_bytes()) {
            return Some(at - 2);
        }
        from = at;
    }
    None
}
