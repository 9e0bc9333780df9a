//! Rows and columns: authors indent their content, and the indentation means nothing there.
//!
//! The reference takes all of it off and so flattens nested lists and code; here the common part goes, which
//! gives the same result wherever the reference's is right.

use std::collections::BTreeMap;

use super::scan::{Container, Mark, MarkKind};

/// Bytes to take off the start of lines, by the place of the line.
pub(super) type Cuts = BTreeMap<usize, usize>;

/// Adds what has to go from the content of the row that mark `open` begins; whether that was anything.
pub(super) fn dedent(source: &str, marks: &[Mark], open: usize, cuts: &mut Cuts) -> bool {
    let Some(row) = marks.get(open) else { return false };
    let mut changed = false;
    let base = indent_at(source, row.range.start);
    let mut depth = 0usize;
    let mut column: Option<usize> = None;
    let mut outside = line_end(source, row.range.end);
    for mark in marks.iter().skip(open + 1) {
        let start = line_start(source, mark.range.start);
        match mark.kind {
            MarkKind::Open(Container::Row, _) => depth += 1,
            MarkKind::Close(Container::Row, ..) if depth > 0 => depth -= 1,
            MarkKind::Close(Container::Row, ..) => {
                changed |= block(source, column.unwrap_or(outside)..start, base, cuts);
                changed |= block(source, start..line_end(source, mark.range.end), base, cuts);
                return changed;
            }
            MarkKind::Open(Container::Column, _) if depth == 0 && column.is_none() => {
                changed |= block(source, outside..start, base, cuts);
                let end = line_end(source, mark.range.end);
                changed |= block(source, start..end, base, cuts);
                column = Some(end);
            }
            MarkKind::Close(Container::Column, ..) if depth == 0 => {
                if let Some(from) = column.take() {
                    changed |= block(source, from..start, base, cuts);
                }
                outside = line_end(source, mark.range.end);
                changed |= block(source, start..outside, base, cuts);
            }
            _ => {}
        }
    }
    changed |= block(source, column.unwrap_or(outside)..source.len(), base, cuts);
    changed
}

/// Takes off what all lines of a block have in common beyond `base`; whether that was anything.
fn block(source: &str, range: std::ops::Range<usize>, base: usize, cuts: &mut Cuts) -> bool {
    let text = source.get(range.clone()).unwrap_or_default();
    let blanks = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let filled = |line: &&str| !line.trim().is_empty();
    let common = text.split_inclusive('\n').filter(filled).map(blanks).min().unwrap_or(0);
    let cut = common.saturating_sub(base);
    if cut == 0 {
        return false;
    }
    let mut at = range.start;
    for line in text.split_inclusive('\n') {
        if filled(&line) {
            *cuts.entry(at).or_insert(0) += cut;
        }
        at += line.len();
    }
    true
}

fn line_start(source: &str, at: usize) -> usize {
    source.get(..at).and_then(|t| t.rfind('\n')).map_or(0, |n| n + 1)
}

fn line_end(source: &str, at: usize) -> usize {
    source.get(at..).and_then(|t| t.find('\n')).map_or(source.len(), |n| at + n + 1)
}

/// How far in a mark stands: its column, which is the indentation that lines below it need.
fn indent_at(source: &str, at: usize) -> usize {
    at - line_start(source, at)
}
