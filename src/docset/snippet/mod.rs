//! Code that pages show from files: which lines a request selects.
//!
//! **Invariant:** pure; the file's text is given.

mod languages;
mod notebook;
mod regions;

use crate::base::DocPath;
use crate::diag::{Code, Diagnostic};
use crate::markdown::{Snippet, SnippetForm};

use super::SnippetText;

/// Selects what `request` asks for from the text of `file`.
pub(crate) fn select(
    request: &Snippet,
    file: &DocPath,
    text: &str,
    sink: &mut Vec<Diagnostic>,
) -> SnippetText {
    let extension = file.extension().to_ascii_lowercase();
    let lang = language(request, &extension);
    let code = match request.form {
        SnippetForm::Notebook => notebook::cell(request, text, sink),
        SnippetForm::Bracket | SnippetForm::Colon => lines(request, &extension, text, sink),
    };
    SnippetText { text: code, lang, file: Some(file.clone()) }
}

/// What is known of a snippet whose file does not exist.
pub(crate) fn missing(request: &Snippet) -> SnippetText {
    let extension = request.path.rsplit_once('.').map_or("", |(_, e)| e).to_ascii_lowercase();
    SnippetText { text: None, lang: language(request, &extension), file: None }
}

/// The canonical language of a file extension.
pub(crate) fn canonical_language(extension: &str) -> Option<&'static str> {
    languages::canonical(&extension.to_ascii_lowercase()).filter(|_| !extension.is_empty())
}

fn language(request: &Snippet, extension: &str) -> String {
    let written = request.lang.as_str();
    if written.is_empty() {
        let lang = languages::canonical(extension).filter(|_| !extension.is_empty());
        return lang.unwrap_or(extension).to_owned();
    }
    languages::canonical(&written.to_ascii_lowercase()).unwrap_or(written).to_owned()
}

fn lines(request: &Snippet, extension: &str, text: &str, sink: &mut Vec<Diagnostic>) -> Option<String> {
    let all: Vec<&str> = split_lines(text);
    let dedent = request.dedent.map(|n| n as usize);
    let Some(tag) = &request.tag else {
        if request.ranges.is_empty() {
            return Some(dedented(all.iter().copied(), dedent));
        }
        let picked = request.ranges.iter().flat_map(|(from, to)| range(&all, *from, *to)).copied();
        return Some(dedented(picked, dedent));
    };
    // `:::code` looks at the file's extension alone, `[!code-lang]` at its language first.
    let by_language = request.form == SnippetForm::Bracket && !request.lang.is_empty();
    let name = if by_language { request.lang.as_str() } else { extension };
    let families = languages::families(name).unwrap_or_else(|| {
        sink.push(
            Diagnostic::new(
                Code::UnknownLanguageCode,
                request.span,
                format!("the comment style of \"{name}\" is not known, so every style is tried for region \"{tag}\""),
            )
            .help("name a language such as csharp, python or xml"),
        );
        languages::ALL
    });
    let Some(region) = regions::find(&all, families, tag) else {
        // As on Learn: what `:::code` cannot show is a fault of the construct.
        let (code, place) = match request.form {
            SnippetForm::Colon => (Code::InvalidCode, request.span),
            _ => (Code::TagNotFound, request.path_span),
        };
        sink.push(
            Diagnostic::new(code, place, format!("region \"{tag}\" is not in {}", request.path))
                .help("check the region's name, or select lines with a range"),
        );
        return None;
    };
    let picked = region.lines.clone().filter(|n| region.markers.binary_search(n).is_err());
    Some(dedented(picked.filter_map(|n| all.get(n).copied()), dedent))
}

fn split_lines(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.split('\n').map(|l| l.strip_suffix('\r').unwrap_or(l)).collect();
    if lines.last().is_some_and(|l| l.is_empty()) {
        lines.pop();
    }
    lines
}

/// Lines `from` to `to`, counted from 1, both included; what lies outside the file is cut off.
fn range<'a, 'b>(lines: &'b [&'a str], from: u32, to: Option<u32>) -> &'b [&'a str] {
    let from = (from as usize).max(1) - 1;
    let to = to.map_or(lines.len(), |n| n as usize).min(lines.len());
    lines.get(from..to).unwrap_or_default()
}

/// The lines with leading tabs as spaces and the common indentation (or `most` columns) taken off.
fn dedented<'a>(lines: impl Iterator<Item = &'a str>, most: Option<usize>) -> String {
    let lines: Vec<(usize, &str)> = lines.map(indentation).collect();
    let common = || {
        lines.iter().filter(|(n, rest)| *n > 0 || !rest.is_empty()).map(|(n, _)| *n).min().unwrap_or_default()
    };
    let cut = most.unwrap_or_else(common);
    let mut out = String::new();
    for (columns, rest) in lines {
        out.extend(std::iter::repeat_n(' ', columns.saturating_sub(cut)));
        out.push_str(rest);
        out.push('\n');
    }
    out
}

/// The width of the leading white space, with tab stops every four columns, and the rest of the line.
fn indentation(line: &str) -> (usize, &str) {
    let mut columns = 0;
    for (i, c) in line.char_indices() {
        match c {
            ' ' => columns += 1,
            '\t' => columns += 4 - columns % 4,
            _ => return (columns, &line[i..]),
        }
    }
    (columns, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_indentation_goes_and_tabs_count_four_columns() {
        assert_eq!(dedented(["    a", "\tb", "", "      c"].into_iter(), None), "a\nb\n\n  c\n");
        assert_eq!(dedented(["    a", "  b"].into_iter(), Some(3)), " a\nb\n");
    }

    #[test]
    fn ranges_are_clipped_and_reversed_ones_are_empty() {
        let lines = ["1", "2", "3"];
        assert_eq!(range(&lines, 2, None), ["2", "3"]);
        assert_eq!(range(&lines, 3, Some(9)), ["3"]);
        assert!(range(&lines, 3, Some(2)).is_empty());
        assert!(range(&lines, 9, None).is_empty());
    }
}
