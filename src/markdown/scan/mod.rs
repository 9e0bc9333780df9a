//! Finds what CommonMark does not know: directives, cross references, bare URLs, emoji, math.
//!
//! One walk over the lines. A mark is a *candidate*: whether it stands in code, in a comment or in text is for
//! the parser to decide; what turns out to be code restores itself, because text is taken from the source.

mod block;
mod inline;
mod table;

use std::ops::Range;

use crate::diag::{Code, Severity};

use super::ast::AlertKind;
use super::options::ParseOptions;
use super::rewrite::{Edit, Paint};

pub(super) use table::TableShape;

/// A triple-colon construct that holds blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    Zone,
    Moniker,
    Row,
    Column,
    Image,
    Video,
}

impl Container {
    pub(super) fn name(self) -> &'static str {
        match self {
            Container::Zone => "zone",
            Container::Moniker => "moniker",
            Container::Row => "row",
            Container::Column => "column",
            Container::Image => "image",
            Container::Video => "video",
        }
    }

    /// The code of findings about it.
    pub(super) fn code(self) -> Code {
        match self {
            Container::Zone => Code::InvalidZone,
            Container::Moniker => Code::InvalidMonikerRange,
            Container::Row => Code::InvalidRow,
            Container::Column => Code::InvalidNestedColumn,
            Container::Image => Code::InvalidImage,
            Container::Video => Code::InvalidVideo,
        }
    }
}

/// Something to tell, if the place turns out to be no code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) code: Code,
    pub(super) severity: Severity,
    pub(super) message: String,
    pub(super) help: &'static str,
}

/// What a mark is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum MarkKind {
    /// Opens a container; the number of colons must come back at its end.
    Open(Container, usize),
    /// Ends a container; text after the marker is a fault.
    Close(Container, usize, Option<Box<Fault>>),
    /// `[!INCLUDE]` on a line of its own.
    BlockInclude,
    /// `[!INCLUDE]` in text.
    InlineInclude,
    /// `[!code]`
    BracketCode,
    /// `[!notebook]`
    Notebook,
    /// `:::code`
    ColonCode,
    /// `:::form`
    Form,
    /// `:::comparison`
    Comparison,
    /// `[!NOTE]`
    Alert(AlertKind),
    /// `[!div …]`: its attributes.
    Div(Range<usize>),
    /// `[!VIDEO …]`: its URL.
    QuoteVideo(Range<usize>),
    /// `:::no-loc`: its text.
    NoLoc(Range<usize>),
    /// `:::image` in text.
    Image,
    /// `:::video` in text.
    Video,
    /// `<xref:uid>` and `@uid`.
    Xref { uid: Range<usize>, required: bool },
    /// `:smile:`, and `<<` for an angle quote: what is shown.
    Emoji(&'static str),
    /// A URL in text: what is put before it in the target, and the part of it that is shown.
    Url { before: &'static str, shown: Range<usize> },
    /// `$x$`: its content.
    Math(Range<usize>),
    /// Malformed: stays text.
    Fault(Box<Fault>),
    /// Well-formed, but where it means nothing: stays text.
    Stray,
}

impl MarkKind {
    /// Whether it takes a line (in its container) for itself.
    pub(super) fn is_block(&self) -> bool {
        matches!(
            self,
            MarkKind::Open(..)
                | MarkKind::Close(..)
                | MarkKind::BlockInclude
                | MarkKind::BracketCode
                | MarkKind::Notebook
                | MarkKind::ColonCode
                | MarkKind::Form
                | MarkKind::Comparison
                | MarkKind::Alert(_)
                | MarkKind::Div(_)
                | MarkKind::QuoteVideo(_)
        )
    }
}

/// A candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// From its first byte to its last; a block mark runs to the end of its line, blanks left out.
    pub(super) range: Range<usize>,
    pub(super) kind: MarkKind,
}

/// What the walk found.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// Sorted by place, not overlapping (faults may share a place with nothing).
    pub(super) marks: Vec<Mark>,
    /// Single bytes to paint over: pipes that do not split cells.
    pub(super) hidden: Vec<(Range<usize>, Paint)>,
    /// Changes of length.
    pub(super) edits: Vec<Edit>,
    /// Tables by the place of their delimiter row.
    pub(super) tables: Vec<TableShape>,
    /// Where blocks of `$$` math begin, in the source.
    pub(super) math_fences: Vec<usize>,
    /// Abbreviations and what they stand for.
    pub(super) abbreviations: Vec<(String, String)>,
}

/// One line without its end, and its container prefix.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    pub(super) start: usize,
    pub(super) text: &'a str,
    /// Length of the prefix.
    pub(super) prefix: usize,
    /// The prefix ends in a quote mark with at most one blank after it.
    pub(super) quoted: bool,
}

impl<'a> Line<'a> {
    /// The text after the prefix.
    pub(super) fn body(&self) -> &'a str {
        self.text.get(self.prefix..).unwrap_or_default()
    }

    /// Where the body begins in the source.
    pub(super) fn body_start(&self) -> usize {
        self.start + self.prefix
    }
}

/// An open fence: its byte and length.
#[derive(Debug, Clone, Copy)]
struct Fence {
    byte: u8,
    length: usize,
}

/// Walks over `source` from byte `from`.
pub(super) fn scan(source: &str, from: usize, options: &ParseOptions) -> Scan {
    let mut out = Scan::default();
    let mut inline = inline::InlineScanner::new(source, options.extensions.smart_punctuation);
    let mut fence: Option<Fence> = None;
    let mut math: Option<usize> = None;
    let mut previous: Option<Line<'_>> = None;
    let mut at = from;
    while at < source.len() {
        let rest = source.as_bytes().get(at..).unwrap_or_default();
        let end = memchr::memchr(b'\n', rest).map_or(source.len(), |n| at + n);
        let text = source.get(at..end).map(trim_end).unwrap_or_default();
        let (prefix, quoted) = super::grammar::container_prefix(text);
        let line = Line { start: at, text, prefix, quoted };
        let body = line.body();
        let first = body.as_bytes().first().copied();
        if first == Some(b'$')
            && math_fence(&mut out, &mut math, line, fence.is_none() && !options.inline_only)
        {
            // The line is a fence of a math block.
        } else if let Some(open) = fence {
            if first == Some(open.byte) && closes(body, open) {
                fence = None;
            } else if matches!(first, Some(b':' | b'[')) {
                block::marks(line, options, &mut out.marks);
            }
        } else if let Some(open) = opens(body).filter(|_| !options.inline_only) {
            fence = Some(open);
        } else if first.is_none() {
            // Nothing to find.
        } else if options.extensions.abbreviations
            && let Some((label, text)) = super::extras::abbreviation(body)
        {
            out.abbreviations.push((label.to_owned(), text.to_owned()));
            out.edits.push(Edit::cut(line.body_start()..line.start + line.text.len()));
        } else if !block::marks(line, options, &mut out.marks) {
            if let Some(head) = previous
                && let Some(delimiter) = table::delimiter_row(line)
            {
                table::add(source, (head, delimiter), options.extensions.gfm_tables, &mut out);
            }
            inline.line(line, &mut out.marks);
        }
        previous = Some(line);
        at = end + 1;
    }
    out.marks.sort_by_key(|m| m.range.start);
    out
}

/// A line without its end and the blanks before it.
fn trim_end(line: &str) -> &str {
    let end = line.bytes().rposition(|b| !matches!(b, b' ' | b'\t' | b'\r')).map_or(0, |n| n + 1);
    line.get(..end).unwrap_or_default()
}

/// `$$` on its own begins and ends a block of math; the fence is turned into one that CommonMark knows.
fn math_fence(out: &mut Scan, open: &mut Option<usize>, line: Line<'_>, free: bool) -> bool {
    let body = line.body();
    if !body.starts_with("$$") {
        return false;
    }
    let at = line.body_start();
    let edit = |at: usize| Edit { start: at, end: at + 2, text: "~~~".into() };
    if open.is_some() {
        if body != "$$" {
            return false;
        }
        out.edits.push(edit(at));
        *open = None;
        return true;
    }
    if !free || body.get(2..).is_some_and(|r| r.contains('$')) {
        return false;
    }
    out.edits.push(edit(at));
    out.math_fences.push(at);
    *open = Some(at);
    true
}

fn opens(body: &str) -> Option<Fence> {
    let byte = *body.as_bytes().first().filter(|b| matches!(b, b'`' | b'~'))?;
    let length = super::grammar::run_of(body, 0, byte);
    let rest = body.get(length..).unwrap_or_default();
    (length >= 3 && !(byte == b'`' && rest.contains('`'))).then_some(Fence { byte, length })
}

fn closes(body: &str, fence: Fence) -> bool {
    let run = super::grammar::run_of(body, 0, fence.byte);
    run >= fence.length && run == body.len()
}
