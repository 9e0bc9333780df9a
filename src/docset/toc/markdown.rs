//! TOCs written in Markdown: each line is a heading, whose level is the depth of the entry.

use crate::base::{FileId, Span};
use crate::diag::{Code, Diagnostic, Warned};

use super::raw::{Placed, RawItem, RawToc};

/// Reads a Markdown TOC. Learn's engine reads its lines as headings, which need a blank after the `#`s; DocFX's does
/// not.
pub(in crate::docset) fn read(file: FileId, text: &str, learn: bool) -> Warned<RawToc> {
    let mut diagnostics = Vec::new();
    // Open entries from the top: their level and what was collected below them.
    let mut open: Vec<(usize, RawItem)> = Vec::new();
    let mut toc = RawToc::default();
    let mut root = None;
    let mut dropped: Option<usize> = None;
    let mut prose = false;
    toc.metadata = front_matter(text);
    for (start, line) in lines(text) {
        let span = Span::new(file, start..start + line.len());
        let level = line.len() - line.trim_start_matches('#').len();
        let text = &line[level..];
        let joined = learn && !text.is_empty() && !text.starts_with(char::is_whitespace);
        let heading = level > 0 && !joined;
        // What follows a line of prose often is prose too; one finding says it.
        let told = std::mem::replace(&mut prose, !heading);
        let item = if heading { entry(file, start + level, text) } else { None };
        let Some(item) = item else {
            if !heading && told {
                continue;
            }
            diagnostics.push(
                Diagnostic::new(Code::InvalidTocSyntax, span, format!("\"{line}\" is no entry of a TOC"))
                    .help("write # [Name](file.md), one entry a line"),
            );
            continue;
        };
        let root = *root.get_or_insert(level);
        if dropped.is_some_and(|d| level > d) {
            continue;
        }
        dropped = None;
        close(&mut open, &mut toc, level);
        let parent = open.last().map_or(root - 1, |(l, _)| *l);
        if level < root || level > parent + 1 {
            diagnostics.push(
                Diagnostic::new(
                    Code::InvalidTocLevel,
                    span,
                    format!("level {level} follows level {parent}; a TOC goes one level at a time"),
                )
                .help(format!("use {}", "#".repeat(parent.max(root - 1) + 1))),
            );
            dropped = Some(level);
            continue;
        }
        open.push((level, item));
    }
    close(&mut open, &mut toc, 0);
    Warned { value: toc, diagnostics }
}

/// Puts the open entries at or below `level` into their parents.
fn close(open: &mut Vec<(usize, RawItem)>, toc: &mut RawToc, level: usize) {
    while open.last().is_some_and(|(l, _)| *l >= level) {
        let Some((_, item)) = open.pop() else { return };
        match open.last_mut() {
            Some((_, parent)) => parent.items.push(item),
            None => toc.items.push(item),
        }
    }
}

/// The lines that count, with their offsets: front matter, comments and blank lines are passed over.
fn lines(text: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let mut at = 0;
    let mut comment = false;
    let mut header = text.starts_with("---\n") || text.starts_with("---\r\n");
    for (number, full) in text.split_inclusive('\n').enumerate() {
        let start = at;
        at += full.len();
        let line = full.trim_end();
        if header {
            header = number == 0 || !(line == "---" || line == "...");
            continue;
        }
        let mut rest = line.trim();
        if comment {
            let Some((_, after)) = rest.split_once("-->") else { continue };
            comment = false;
            rest = after.trim();
        }
        while let Some(inner) = rest.strip_prefix("<!--") {
            match inner.split_once("-->") {
                Some((_, after)) => rest = after.trim(),
                None => {
                    comment = true;
                    rest = "";
                }
            }
        }
        if !rest.is_empty() {
            let offset = full.find(rest).unwrap_or(0);
            out.push((start + offset, rest));
        }
    }
    out
}

/// The entry of a line without its leading `#`s.
fn entry(file: FileId, start: usize, line: &str) -> Option<RawItem> {
    let indent = line.len() - line.trim_start().len();
    let body = without_closing(line.trim());
    let start = start + indent;
    let mut item = RawItem::at(Span::new(file, start..start + body.len()));
    if body.is_empty() {
        return Some(item);
    }
    let placed = |text: &str, at: usize| Placed {
        text: text.to_owned(),
        span: Span::new(file, start + at..start + at + text.len()),
    };
    let link =
        bracketed(body).filter(|(_, after)| body.get(*after..).is_some_and(|rest| rest.starts_with('(')));
    if let Some((name, after)) = link {
        let target = body.get(after..)?.strip_prefix('(')?.strip_suffix(')')?;
        if target.contains("](") || target.contains(") ") {
            return None;
        }
        item.name = Some(name);
        let (target, title) = match target.split_once(char::is_whitespace) {
            Some((target, title)) => (target, Some(title.trim())),
            None => (target, None),
        };
        item.display_name = title.and_then(|t| t.strip_prefix('"')?.strip_suffix('"')).map(str::to_owned);
        let uid = target.strip_prefix('@').or_else(|| target.strip_prefix("xref:"));
        match uid {
            Some(uid) => item.uid = Some(placed(uid, after + 1 + target.len() - uid.len())),
            None if target.is_empty() => {}
            None => item.href = Some(placed(target, after + 1)),
        }
        return Some(item);
    }
    if let Some(uid) = body.strip_prefix("<xref:").and_then(|u| u.strip_suffix('>')) {
        let uid = uid.trim_matches(['"', '\'']);
        item.uid = Some(placed(uid, body.find(uid)?));
        return Some(item);
    }
    if let Some(uid) = body.strip_prefix('@') {
        let uid = uid.trim_matches(['"', '\'']);
        if uid.is_empty() || uid.contains(char::is_whitespace) {
            return None;
        }
        item.uid = Some(placed(uid, body.find(uid)?));
        return Some(item);
    }
    let plain = !body.is_empty() && !body.contains("](") && !body.contains("<xref:");
    plain.then(|| {
        item.name = Some(body.to_owned());
        item
    })
}

/// A heading's text without the `#`s that close it, which stand apart from it.
fn without_closing(line: &str) -> &str {
    let open = line.trim_end_matches('#');
    if open.is_empty() || open.ends_with(char::is_whitespace) { open.trim_end() } else { line }
}

/// The values between the fences at the top, if there are any.
fn front_matter(text: &str) -> serde_json::Map<String, serde_json::Value> {
    let body = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n"));
    let yaml = body.and_then(|b| Some(&b[..b.find("\n---")?]));
    match yaml.and_then(|y| crate::yaml::parse(y).ok()).map(|p| p.value) {
        Some(serde_json::Value::Object(map)) => map,
        _ => serde_json::Map::new(),
    }
}

/// The text in brackets at the start of `body`, escapes taken away, and the offset behind the closing bracket.
fn bracketed(body: &str) -> Option<(String, usize)> {
    let mut name = String::new();
    let mut depth = 0;
    let mut escaped = false;
    if !body.starts_with('[') {
        return None;
    }
    for (i, c) in body.char_indices() {
        match c {
            _ if escaped => {
                escaped = false;
                if !c.is_ascii_punctuation() {
                    name.push('\\');
                }
                name.push(c);
            }
            '\\' => escaped = true,
            '[' => {
                depth += 1;
                if depth > 1 {
                    name.push(c);
                }
            }
            ']' => {
                depth -= 1;
                if depth == 0 {
                    return Some((name, i + 1));
                }
                name.push(c);
            }
            _ => name.push(c),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(items: &[RawItem]) -> String {
        let one = |i: &RawItem| {
            let link = i.href.as_ref().or(i.uid.as_ref()).map_or("-", |h| h.text.as_str());
            let below = if i.items.is_empty() { String::new() } else { format!("[{}]", outline(&i.items)) };
            format!("{}={link}{below}", i.name.as_deref().unwrap_or("?"))
        };
        items.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn levels_links_and_uids() {
        let text = "<!-- note\n -->\n# [Start](start.md)\n## [Deep \\] x](a/b.md \"synonym\") ##\n# Group\n##@some.uid\n# <xref:other>\n";
        let toc = read(FileId(0), text, false);
        assert_eq!(toc.diagnostics, []);
        assert_eq!(outline(&toc.value.items), "Start=start.md[Deep ] x=a/b.md] Group=-[?=some.uid] ?=other");
    }

    #[test]
    fn skipped_levels_and_odd_lines_are_reported() {
        let text = "# A\n### C\n#### D\n# [x](y) [z](w)\nplain\nprose\n# B\n# @u v\n#[E](e.md)\nmore\n";
        let found = |learn: bool| {
            let toc = read(FileId(0), text, learn);
            let place = |d: &Diagnostic| d.primary.and_then(|s| text.get(s.range())).map(str::to_owned);
            let places: Vec<String> = toc.diagnostics.iter().filter_map(place).collect();
            (places.join("|"), outline(&toc.value.items))
        };
        let (places, entries) = found(false);
        assert_eq!(places, "### C|# [x](y) [z](w)|plain|# @u v|more");
        assert_eq!(entries, "A=- B=- E=e.md");
        let (places, entries) = found(true);
        assert_eq!(places, "### C|# [x](y) [z](w)|plain|# @u v|#[E](e.md)");
        assert_eq!(entries, "A=- B=-");
    }
}
