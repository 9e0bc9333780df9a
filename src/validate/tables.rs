//! Rules on tables.

use crate::diag::Code;
use crate::docset::{NodeRef, PageView};
use crate::markdown::NodeKind;

use super::Checker;

/// Checks the tables of a page, and the paragraphs that were meant to be tables.
pub(super) fn check(checker: &mut Checker<'_>) {
    for at in std::mem::take(&mut checker.reading.tables) {
        for rule in checker.rules(Code::ColumnHeaderMissing) {
            let view = checker.reading.view;
            if lacks_header(view, at)
                && let Some(span) = view.span(at)
            {
                checker.found(rule, at.doc, span, &[]);
            }
        }
    }
    for at in std::mem::take(&mut checker.reading.paragraphs) {
        if !looks_like_rows(checker.reading.source(at)) {
            continue;
        }
        for rule in checker.rules(Code::TableHeaderMissing) {
            if let Some(span) = checker.reading.view.span(at) {
                checker.found(rule, at.doc, span, &[]);
            }
        }
    }
}

/// Whether a header cell is empty. The first may be when the first cell of every row is bold: these are headers of
/// rows.
fn lacks_header(view: &PageView, table: NodeRef) -> bool {
    let mut rows = view.children(table).into_iter();
    let Some(head) = rows.next() else { return false };
    let empty: Vec<usize> = view
        .children(head)
        .into_iter()
        .enumerate()
        .filter(|(_, c)| is_blank(view, *c))
        .map(|(i, _)| i)
        .collect();
    match empty.as_slice() {
        [] => false,
        [0] => !rows.all(|row| view.children(row).first().is_some_and(|cell| is_bold(view, *cell))),
        _ => true,
    }
}

fn is_blank(view: &PageView, cell: NodeRef) -> bool {
    let silent = |node: NodeRef| matches!(view.kind(node), NodeKind::Text(_) | NodeKind::SoftBreak);
    view.plain_text(cell).trim().is_empty() && view.children(cell).into_iter().all(silent)
}

/// Whether all that a cell says is bold; a paragraph of an include counts as its content.
fn is_bold(view: &PageView, cell: NodeRef) -> bool {
    let mut open = vec![cell];
    let mut bold = false;
    while let Some(node) = open.pop() {
        for child in view.children(node) {
            match view.kind(child) {
                NodeKind::Strong => bold = true,
                NodeKind::Paragraph => open.push(child),
                NodeKind::Text(_) if view.plain_text(child).trim().is_empty() => {}
                _ => return false,
            }
        }
    }
    bold
}

/// Whether a paragraph was meant as a table: a delimiter row, or consecutive lines of several cells.
fn looks_like_rows(source: &str) -> bool {
    // Most paragraphs have no pipe.
    if memchr::memchr(b'|', source.as_bytes()).is_none() {
        return false;
    }
    let mut before = 0;
    for line in source.lines() {
        let line = line.trim_start_matches(|c: char| c == '>' || c.is_whitespace()).trim_end();
        if is_delimiter(line) {
            return true;
        }
        let pipes = pipes(line);
        if pipes > 1 && before > 1 {
            return true;
        }
        before = pipes;
    }
    false
}

fn is_delimiter(line: &str) -> bool {
    line.contains('|')
        && line.contains('-')
        && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}

/// Pipes outside of code and mathematics that no backslash precedes.
fn pipes(line: &str) -> usize {
    let (mut count, mut escaped, mut literal) = (0, false, None);
    for c in line.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '`' | '$' if literal == Some(c) => literal = None,
            '`' | '$' if literal.is_none() => literal = Some(c),
            '|' if literal.is_none() => count += 1,
            _ => {}
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_without_a_header_are_told_from_text_with_pipes() {
        assert!(looks_like_rows("|-|-|\n|a|b|"));
        assert!(looks_like_rows("a|b|c\nd|e|f"));
        assert!(!looks_like_rows("run `a | b | c`\nand `d | e | f`"));
        assert!(!looks_like_rows("one | two | three\nand one more | here"));
    }
}
