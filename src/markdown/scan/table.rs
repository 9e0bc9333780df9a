//! Pipe tables as the reference engine reads them, made into what the parser reads.
//!
//! Three differences matter on real pages: pipes in code, links and tags do not split cells; the delimiter row may
//! have another number of cells than the rows; rows may be indented.

use std::borrow::Cow;
use std::ops::Range;

use super::super::ast::Align;
use super::super::grammar::{attributes, container_prefix, run_of, skip_name};
use super::super::rewrite::{Edit, Paint};
use super::{Line, Scan};

/// What a delimiter row says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct TableShape {
    /// Where the delimiter row stands in the source.
    pub(in super::super) at: usize,
    /// One a column.
    pub(in super::super) align: Vec<Align>,
}

/// The line as a delimiter row, if it may be one: its first dash is no list marker.
pub(super) fn delimiter_row(line: Line<'_>) -> Option<Line<'_>> {
    // Nearly every line of text ends otherwise.
    if !matches!(line.text.as_bytes().last(), Some(b'-' | b'|' | b':')) {
        return None;
    }
    let inner = line.text.trim_start_matches([' ', '\t', '>']);
    let plain = Line { prefix: line.text.len() - inner.len(), ..line };
    is_delimiter_row(inner).then_some(plain)
}

/// Whether a line's text consists of delimiter cells.
fn is_delimiter_row(body: &str) -> bool {
    let bytes = body.as_bytes();
    bytes.iter().all(|b| matches!(b, b'-' | b'|' | b':' | b' ' | b'\t'))
        && bytes.contains(&b'|')
        && bytes.contains(&b'-')
}

/// The columns of a delimiter row; `None` when a cell is empty or malformed.
fn alignments(body: &str) -> Option<Vec<Align>> {
    let inner = body.strip_prefix('|').unwrap_or(body);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    inner
        .split('|')
        .map(|cell| {
            let cell = cell.trim_matches([' ', '\t']);
            let dashes = cell.trim_start_matches(':').trim_end_matches(':');
            let colons = (cell.starts_with(':'), cell.ends_with(':'));
            let fine = !dashes.is_empty()
                && dashes.bytes().all(|b| b == b'-')
                && cell.len() == dashes.len() + usize::from(colons.0) + usize::from(colons.1);
            fine.then_some(match colons {
                (true, true) => Align::Center,
                (true, false) => Align::Left,
                (false, true) => Align::Right,
                (false, false) => Align::None,
            })
        })
        .collect()
}

/// A row's pipes.
#[derive(Debug, Default, PartialEq, Eq)]
struct Row {
    /// How many cells it has.
    cells: usize,
    /// Pipes that do not split, as offsets in the row.
    hidden: Vec<Range<usize>>,
}

/// Reads the pipes of a row's text.
fn row(body: &str) -> Row {
    let bytes = body.as_bytes();
    let mut hidden = Vec::new();
    let mut splits = Vec::new();
    let mut i = 0;
    while let Some(b) = bytes.get(i) {
        let next = match b {
            b'\\' => i + 2,
            b'|' => {
                splits.push(i);
                i + 1
            }
            b'`' => hide(body, i, code_end(body, i), &mut hidden),
            b':' => i + directive_length(body, i),
            b'$' => hide(body, i, math_end(body, i), &mut hidden),
            b'<' => hide(body, i, tag_end(body, i), &mut hidden),
            b'[' => hide(body, i, link_end(body, i), &mut hidden),
            _ => i + 1,
        };
        i = next.max(i + 1);
    }
    let first = usize::from(splits.first() == Some(&0));
    let last = usize::from(splits.len() > first && splits.last() == Some(&(body.len() - 1)));
    Row { cells: splits.len() + 1 - first - last, hidden }
}

/// Notes the pipes from `start` to `end` (if there is one); where to go on.
fn hide(body: &str, start: usize, end: Option<usize>, hidden: &mut Vec<Range<usize>>) -> usize {
    let Some(end) = end else { return start + run_of(body, start, b'`').max(1) };
    for (i, b) in body.bytes().enumerate().take(end).skip(start) {
        if b == b'|' {
            let escaped = i > start && body.as_bytes().get(i - 1) == Some(&b'\\');
            hidden.push(i - usize::from(escaped)..i + 1);
        }
    }
    end
}

/// How far a construct in a cell may reach; keeps rows of unmatched brackets linear.
const REACH: usize = 4096;

/// The part of a row in which a construct that begins at `start` may end.
fn within_reach(body: &str, start: usize) -> &str {
    let mut end = body.len().min(start + REACH);
    while !body.is_char_boundary(end) {
        end -= 1;
    }
    body.get(..end).unwrap_or_default()
}

fn code_end(body: &str, start: usize) -> Option<usize> {
    let body = within_reach(body, start);
    let run = run_of(body, start, b'`');
    let mut i = start + run;
    loop {
        i += body.get(i..)?.find('`')?;
        let other = run_of(body, i, b'`');
        i += other;
        if other == run {
            return Some(i);
        }
    }
}

fn tag_end(body: &str, start: usize) -> Option<usize> {
    let text = body.get(start..)?;
    let name_at = 1 + usize::from(text.starts_with("</"));
    let name = text.get(name_at..)?.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'-').count();
    let after = text.as_bytes().get(name_at + name)?;
    if name == 0 || !matches!(after, b' ' | b'\t' | b'/' | b'>' | b':') {
        return None;
    }
    let mut quote = 0u8;
    for (i, b) in text.bytes().enumerate().skip(1) {
        match b {
            b'"' | b'\'' if quote == 0 => quote = b,
            b if b == quote => quote = 0,
            b'>' if quote == 0 => return Some(start + i + 1),
            b'<' if quote == 0 => return None,
            _ => {}
        }
    }
    None
}

/// How long the `:::image …:::` at `start` is: it is painted over as a whole.
fn directive_length(body: &str, start: usize) -> usize {
    let text = body.get(start..).unwrap_or_default();
    if !text.starts_with(":::") {
        return 1;
    }
    let name = skip_name(text, 3);
    match attributes(text, name) {
        Ok(a) if a.closed && name > 3 => a.end,
        _ => 3,
    }
}

/// The end of `$x$`.
fn math_end(body: &str, start: usize) -> Option<usize> {
    let body = within_reach(body, start);
    let before = body.get(..start)?.chars().next_back();
    let inner = body.get(start + 1..)?;
    let length = inner.find('$').filter(|n| *n > 0)?;
    let after = inner.get(length + 1..)?.chars().next();
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    (!word(before) && !word(after)).then_some(start + length + 2)
}

/// The end of `[text](target)`; brackets in it must balance, code spans count as one.
fn link_end(body: &str, start: usize) -> Option<usize> {
    let body = within_reach(body, start);
    let bytes = body.as_bytes();
    let (mut i, mut depth) = (start, 0usize);
    loop {
        match bytes.get(i)? {
            b'\\' => i += 1,
            b'`' => i = code_end(body, i).map_or(i, |e| e - 1),
            b'[' => depth += 1,
            b']' => {
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
            _ => {}
        }
        i += 1;
    }
    if bytes.get(i + 1) != Some(&b'(') {
        return None;
    }
    let close = body.get(i..)?.find(')')?;
    Some(i + close + 1)
}

/// Notes a table by its head and its delimiter row, with the changes it needs. In a `strict` one, GitHub's, the head
/// says how many columns there are, and the delimiter row has as many.
pub(super) fn add(source: &str, (head, delimiter): (Line<'_>, Line<'_>), strict: bool, out: &mut Scan) {
    if !head.body().contains('|') || is_block_start(head.body()) {
        return;
    }
    let delimiter_range = delimiter.body_start()..delimiter.body_start() + delimiter.body().len();
    let Some(align) = alignments(delimiter.body()) else {
        if delimiter.body().starts_with('|') {
            out.hidden.push((delimiter_range, Paint::Word));
        }
        return;
    };
    let head_row = row(head.body());
    let mut width = head_row.cells;
    let mut hidden: Vec<Range<usize>> = Vec::new();
    let mut cuts: Vec<Edit> = Vec::new();
    let shift = |row: &Row, at: usize, hidden: &mut Vec<Range<usize>>| {
        hidden.extend(row.hidden.iter().map(|r| r.start + at..r.end + at));
    };
    shift(&head_row, head.body_start(), &mut hidden);
    let base = indentation(head);
    cut_indentation(delimiter, base, &mut cuts);
    cut_tabs_behind(source, head, &mut cuts);
    cut_tabs_behind(source, delimiter, &mut cuts);
    let mut at = delimiter.start + delimiter.text.len();
    while let Some(line) = next_line(source, &mut at) {
        let body = line.body();
        if body.is_empty() || is_block_start(body) || quote_marks(line) > quote_marks(head) {
            break;
        }
        if !body.contains('|') {
            // Text right after a row makes text of the whole paragraph.
            out.hidden.push((delimiter_range, Paint::Word));
            return;
        }
        if body == "|" {
            let end = line.start + line.text.len();
            cuts.push(Edit { start: end, end, text: Cow::Borrowed(" |") });
        }
        let cells = row(body);
        width = if strict { width } else { width.max(cells.cells) };
        shift(&cells, line.body_start(), &mut hidden);
        cut_indentation(line, base, &mut cuts);
        cut_tabs_behind(source, line, &mut cuts);
    }
    out.hidden.extend(hidden.into_iter().map(|r| (r, Paint::Word)));
    out.edits.append(&mut cuts);
    if width > head_row.cells {
        let missing = width - head_row.cells;
        let closed = head.body().ends_with('|');
        let text = format!("{}{}", if closed { "" } else { "|" }, "|".repeat(missing));
        let end = head.start + head.text.len();
        out.edits.push(Edit { start: end, end, text: Cow::Owned(text) });
    }
    if strict && width != align.len() {
        return;
    }
    if width != align.len() || width > head_row.cells {
        let start = delimiter.body_start();
        let text = format!("|{}", "-|".repeat(width));
        out.edits.push(Edit { start, end: start + delimiter.body().len(), text: Cow::Owned(text) });
    }
    out.tables.push(TableShape { at: delimiter.start, align });
}

/// Lines that end a paragraph, and with it a table.
fn is_block_start(body: &str) -> bool {
    let bytes = body.as_bytes();
    match bytes {
        [b'#', ..] => {
            let run = run_of(body, 0, b'#');
            run <= 6 && matches!(bytes.get(run), None | Some(b' ' | b'\t'))
        }
        [b'`', b'`', b'`', ..] | [b'~', b'~', b'~', ..] | [b':', b':', b':', ..] => true,
        [b'<', second, ..] => {
            matches!(second, b'!' | b'?')
                || (!body.contains('|') && (second.is_ascii_alphabetic() || *second == b'/'))
        }
        [first @ (b'*' | b'-' | b'_'), ..] => {
            let marks = bytes.iter().filter(|b| *b == first).count();
            marks >= 3 && bytes.iter().all(|b| b == first || matches!(b, b' ' | b'\t'))
        }
        _ => false,
    }
}

/// Blanks before a line's text, after quote marks.
fn indentation(line: Line<'_>) -> usize {
    let prefix = line.text.get(..line.prefix).unwrap_or_default();
    prefix.len() - prefix.trim_end_matches([' ', '\t']).len()
}

/// A continuation line indented four columns or more beyond the head would be no row for the parser.
fn cut_indentation(line: Line<'_>, base: usize, cuts: &mut Vec<Edit>) {
    let own = indentation(line);
    let only_blanks = own == line.prefix;
    if only_blanks && own >= base + 4 {
        let end = line.body_start();
        cuts.push(Edit::cut(end - (own - base)..end));
    }
}

/// How many quotes a line lies in; one more than the head lies in begins a quote below the table.
fn quote_marks(line: Line<'_>) -> usize {
    line.text.get(..line.prefix).unwrap_or_default().matches('>').count()
}

/// The parser takes a tab behind a row's last pipe for one more cell.
fn cut_tabs_behind(source: &str, line: Line<'_>, cuts: &mut Vec<Edit>) {
    let end = line.start + line.text.len();
    let rest = source.as_bytes().get(end..).unwrap_or_default();
    let blanks = rest.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
    if rest.iter().take(blanks).any(|b| *b == b'\t') {
        cuts.push(Edit::cut(end..end + blanks));
    }
}

fn next_line<'a>(source: &'a str, at: &mut usize) -> Option<Line<'a>> {
    let bytes = source.as_bytes();
    let start = *at + memchr::memchr(b'\n', bytes.get(*at..)?)? + 1;
    if start >= source.len() {
        return None;
    }
    let end = memchr::memchr(b'\n', bytes.get(start..)?).map_or(source.len(), |n| start + n);
    *at = end;
    let text = source.get(start..end)?.trim_end_matches([' ', '\t', '\r']);
    let quote = text.trim_start_matches([' ', '\t', '>']);
    let (full, _) = container_prefix(text);
    let plain = text.len() - quote.len();
    // A list marker begins another block.
    if full != plain {
        return None;
    }
    Some(Line { start, text, prefix: plain, quoted: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pipes_in_code_links_and_tags_do_not_split() {
        assert_eq!(row("| `a|b` | [c|d](e|f) | <i title=\"|\"> |").cells, 3);
        assert_eq!(row("a \\| b | c").cells, 2);
        assert_eq!(row("| ` | ` |").cells, 1);
        assert_eq!(row("| ` | x |").cells, 2);
        assert_eq!(row("|||").cells, 2);
    }

    #[test]
    fn delimiter_rows_need_dashes_in_every_cell() {
        assert_eq!(alignments("|:-|:-:|-:|-|").map(|a| a.len()), Some(4));
        assert_eq!(alignments("|-||"), None);
        assert!(is_delimiter_row("--|--") && !is_delimiter_row("-----"));
    }
}
