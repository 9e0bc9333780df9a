//! What a snippet asks for: query, mark and attributes to a [`Snippet`].

use crate::base::Span;

use super::ast::{NodeId, Snippet, SnippetForm};
use super::grammar::{Attributes, CodeSyntax};

/// Line ranges: `1-3,7,9-`. `None` when a part is no range.
pub(super) fn ranges(text: &str) -> Option<Vec<(u32, Option<u32>)>> {
    text.split(',')
        .map(|part| {
            let part = part.trim();
            match part.split_once('-') {
                Some((from, to)) => {
                    let from = number(from)?;
                    let to = to.trim();
                    // An empty start means the end of the file: nothing is selected.
                    Some((from.unwrap_or(u32::MAX), if to.is_empty() { None } else { number(to)? }))
                }
                None => number(part)?.map(|n| (n, Some(n))),
            }
        })
        .collect()
}

/// A number, or nothing.
fn number(text: &str) -> Option<Option<u32>> {
    let text = text.trim();
    if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) }
}

/// `L3` or `L3-L7` or `L3-`.
fn line_mark(mark: &str) -> Option<(u32, Option<u32>)> {
    let line = |s: &str| s.strip_prefix(['L', 'l'])?.parse::<u32>().ok();
    match mark.split_once('-') {
        Some((from, "")) => Some((line(from)?, None)),
        Some((from, to)) => Some((line(from)?, Some(line(to)?))),
        None => line(mark).map(|n| (n, Some(n))),
    }
}

/// The language without `-interactive`, and whether that was there.
fn split_interactive(lang: &str) -> (String, Option<String>) {
    match lang.strip_suffix("-interactive") {
        Some(plain) => (plain.to_owned(), Some(String::new())),
        None => (lang.to_owned(), None),
    }
}

/// `[!code]` and `[!notebook]`.
pub(super) fn from_bracket(
    syntax: CodeSyntax,
    form: SnippetForm,
    node: NodeId,
    (span, path_span): (Span, Span),
) -> Snippet {
    let (lang, interactive) = split_interactive(&syntax.lang);
    let mut out = Snippet {
        form,
        lang,
        interactive,
        name: syntax.name,
        title: syntax.title,
        path: syntax.path,
        tag: None,
        ranges: Vec::new(),
        highlight: String::new(),
        dedent: None,
        node,
        span,
        path_span,
    };
    query(&syntax.query, &mut out);
    if !syntax.mark.is_empty() {
        match line_mark(&syntax.mark) {
            Some(range) => out.ranges = vec![range],
            None => out.tag = Some(syntax.mark),
        }
    }
    out
}

/// Reads `key=value` pairs up to the first that is malformed.
fn query(text: &str, out: &mut Snippet) {
    let (mut start, mut end) = (None, None);
    for pair in text.split('&') {
        let Some((key, value)) = pair.split_once('=') else { break };
        let value = value.trim();
        match key.trim().to_ascii_lowercase().as_str() {
            "name" if value.is_empty() => break,
            "name" => out.tag = Some(value.to_owned()),
            "range" => match ranges(value) {
                Some(r) => out.ranges = r,
                None => break,
            },
            "start" => match value.parse::<u32>() {
                Ok(n) => start = Some(n),
                Err(_) => break,
            },
            "end" => match value.parse::<u32>() {
                Ok(n) => end = Some(n),
                Err(_) => break,
            },
            "highlight" => match ranges(value) {
                Some(r) => out.highlight = write_ranges(&r),
                None => break,
            },
            "dedent" => match value.parse::<i64>() {
                Ok(n) => out.dedent = u32::try_from(n).ok(),
                Err(_) => break,
            },
            _ => break,
        }
    }
    if let Some(start) = start {
        out.ranges = vec![(start, Some(end.unwrap_or(start)))];
    }
}

fn write_ranges(ranges: &[(u32, Option<u32>)]) -> String {
    let parts: Vec<String> = ranges
        .iter()
        .map(|(from, to)| match to {
            Some(to) if to == from => from.to_string(),
            Some(to) => format!("{from}-{to}"),
            None => format!("{from}-"),
        })
        .collect();
    parts.join(",")
}

/// `:::code`.
pub(super) fn from_attributes(
    attributes: &Attributes<'_>,
    node: NodeId,
    (span, path_span): (Span, Span),
) -> Snippet {
    let get = |name: &str| attributes.get(name).unwrap_or_default();
    let tag = attributes.get("id").filter(|t| !t.is_empty()).map(str::to_owned);
    let ranges = attributes.get("range").filter(|_| tag.is_none()).and_then(ranges).unwrap_or_default();
    Snippet {
        form: SnippetForm::Colon,
        lang: get("language").to_owned(),
        interactive: attributes.get("interactive").map(str::to_owned),
        name: String::new(),
        title: String::new(),
        path: get("source").to_owned(),
        tag,
        ranges,
        highlight: get("highlight").to_owned(),
        dedent: None,
        node,
        span,
        path_span,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read() {
        assert_eq!(ranges("1 - 3, 7,9-"), Some(vec![(1, Some(3)), (7, Some(7)), (9, None)]));
        assert_eq!(ranges("x"), None);
        assert_eq!(line_mark("L2-l4"), Some((2, Some(4))));
        assert_eq!(line_mark("L1-3"), None);
    }
}
