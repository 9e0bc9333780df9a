//! Ignore comments: what they silence, and those that silence nothing.
//!
//! They are found in the text, of Markdown and YAML alike; nothing here knows which rules are on.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::fingerprint::line_at;
use super::super::{Code, Diagnostic, Files};
use crate::base::{FileId, Span};

/// The mark of an ignore comment: `<!-- docwright: ignore CODE, CODE -->`, in YAML `# docwright: ignore CODE`.
///
/// On a line of its own it counts for the paragraph or element below, up to the next blank line; at the end of a
/// line for that line. `ignore-file` counts for the file. Without codes, every code is meant.
const MARK: &str = "docwright: ignore";

/// Ignore comments, found in a file when it first has a finding.
pub(super) struct Comments<'a> {
    files: &'a dyn Files,
    known: BTreeMap<FileId, Vec<Comment>>,
}

struct Comment {
    /// Bytes of the file that it counts for.
    range: Range<usize>,
    /// Codes it names, and where.
    codes: Vec<(Code, Range<usize>)>,
    /// Where a name stands that is no code but seems meant for one.
    misspelt: Option<Range<usize>>,
    /// Where its mark stands.
    mark: Range<usize>,
}

impl Comment {
    fn is_for(&self, at: usize) -> bool {
        self.range.contains(&at)
    }

    /// Whether it is for every code. A misspelt one must not silence everything.
    fn is_for_all(&self) -> bool {
        self.codes.is_empty() && self.misspelt.is_none()
    }
}

impl<'a> Comments<'a> {
    pub(super) fn new(files: &'a dyn Files) -> Self {
        Comments { files, known: BTreeMap::new() }
    }

    pub(super) fn silence(&mut self, diagnostic: &Diagnostic) -> bool {
        let Some(span) = diagnostic.primary else { return false };
        let files = self.files;
        let comments = self.known.entry(span.file).or_insert_with(|| comments(files.text(span.file)));
        // A comment for everything is no reason to keep quiet about itself.
        let all = diagnostic.code != Code::UnusedSuppression;
        comments.iter().any(|c| {
            c.is_for(span.range().start)
                && (all && c.is_for_all() || c.codes.iter().any(|(code, _)| *code == diagnostic.code))
        })
    }
}

/// Ignore comments of `among` that silence none of `found`, which are all findings of a build before the
/// configuration has taken any out. A code for which `counts` says no, at a place, is not told of: whoever switched
/// it off, or never switched it on, may keep the comment.
pub fn unused_comments(
    found: &[Diagnostic],
    files: &dyn Files,
    among: impl Iterator<Item = FileId>,
    counts: impl Fn(Code, Span) -> bool,
) -> Vec<Diagnostic> {
    let mut known: BTreeMap<FileId, Vec<Comment>> = BTreeMap::new();
    for file in among {
        let text = files.text(file);
        let mut comments = comments(text);
        comments.retain(|c| !is_shown_as_code(text, c.mark.start));
        if !comments.is_empty() {
            known.insert(file, comments);
        }
    }
    if known.is_empty() {
        return Vec::new();
    }
    let mut places: BTreeMap<FileId, Vec<(usize, Code)>> = BTreeMap::new();
    for diagnostic in found {
        if let Some(span) = diagnostic.primary.filter(|span| known.contains_key(&span.file)) {
            places.entry(span.file).or_default().push((span.range().start, diagnostic.code));
        }
    }
    let mut out = Vec::new();
    for (file, comments) in known {
        let places = places.get(&file).map(Vec::as_slice).unwrap_or_default();
        for comment in comments {
            let here = || places.iter().filter(|(at, _)| comment.is_for(*at));
            if comment.is_for_all() && here().next().is_none() {
                let span = Span::new(file, comment.mark.clone());
                out.push(unused(span, "nothing is found where this comment counts"));
            }
            if let Some(range) = &comment.misspelt {
                let name = files.text(file).get(range.clone()).unwrap_or_default();
                out.push(misspelt(Span::new(file, range.clone()), name));
            }
            for (code, range) in &comment.codes {
                let span = Span::new(file, range.clone());
                if here().all(|(_, found)| found != code) && counts(*code, span) {
                    let message = format!("no {} is found where this comment counts", code.name());
                    out.push(unused(span, &message));
                }
            }
        }
    }
    out
}

fn unused(span: Span, message: &str) -> Diagnostic {
    Diagnostic::new(Code::UnusedSuppression, span, message)
        .help("take it out, or move it to the line above what it is meant for")
}

fn misspelt(span: Span, name: &str) -> Diagnostic {
    let told = Diagnostic::new(Code::UnusedSuppression, span, format!("there is no finding {name}"));
    match Code::nearest(name) {
        Some(near) => told.help(format!("did you mean {}?", near.name())).fix(span, near.name(), false),
        None => told.help("write a code as it stands in brackets where the finding is shown"),
    }
}

/// Whether a place lies in a fenced code block or a code span: a comment there is an example.
fn is_shown_as_code(text: &str, at: usize) -> bool {
    let head = text.get(..at).unwrap_or_default();
    let line = head.rfind('\n').map_or(0, |i| i + 1);
    let (above, before) = head.split_at(line);
    let mut fence: Option<(char, usize)> = None;
    for line in above.lines() {
        let line = line.trim_start_matches([' ', '\t', '>']);
        let Some(mark) = line.chars().next().filter(|c| matches!(c, '`' | '~')) else { continue };
        let length = line.chars().take_while(|c| *c == mark).count();
        fence = match fence {
            None if length >= 3 => Some((mark, length)),
            Some((open, least)) if open == mark && length >= least => None,
            other => other,
        };
    }
    fence.is_some() || before.matches('`').count() % 2 == 1
}

fn comments(text: &str) -> Vec<Comment> {
    memchr::memmem::find_iter(text.as_bytes(), MARK).filter_map(|at| comment(text, at)).collect()
}

fn comment(text: &str, at: usize) -> Option<Comment> {
    let head = text.get(..at)?;
    let rest = text.get(at + MARK.len()..)?;
    let (whole_file, rest) = rest.strip_prefix("-file").map_or((false, rest), |r| (true, r));
    let line_start = head.rfind('\n').map_or(0, |i| i + 1);
    let before = head.get(line_start..)?.trim_end();
    let list = rest.split('\n').next()?;
    let (opener, list) = match (before.strip_suffix("<!--"), before.strip_suffix('#')) {
        (Some(before), _) => (before, list.split("-->").next()?),
        (None, Some(before)) => (before, list),
        (None, None) => return None,
    };
    if !list.is_empty() && !list.starts_with(char::is_whitespace) {
        return None;
    }
    let list_start = text.len() - rest.len();
    let (mut codes, mut others) = (Vec::new(), Vec::new());
    let mut place = list_start;
    for name in list.split([',', ' ', '\t', '\r']) {
        let range = place..place + name.len();
        place = range.end + 1;
        match Code::from_name(name) {
            Some(code) => codes.push((code, range)),
            None if name.is_empty() => {}
            None => others.push((name, range)),
        }
    }
    // After a code, words may say why.
    let meant = |name: &str| codes.is_empty() || Code::nearest(name).is_some();
    let misspelt = others.into_iter().find(|(name, _)| meant(name)).map(|(_, range)| range);
    let range = scope(text, at, line_start, opener, whole_file);
    Some(Comment { range, codes, misspelt, mark: at..list_start })
}

fn scope(text: &str, at: usize, line_start: usize, before: &str, whole_file: bool) -> Range<usize> {
    if whole_file {
        return 0..text.len() + 1;
    }
    let line_end = at + line_at(text.get(at..).unwrap_or_default(), 0).len();
    if !before.trim().is_empty() {
        return line_start..line_end + 1;
    }
    // Below: blank lines directly after the comment do not end the paragraph that it speaks of.
    let mut end = line_end;
    let mut begun = false;
    for line in text.get(line_end..).unwrap_or_default().split_inclusive('\n').skip(1) {
        let blank = line.trim().is_empty();
        if blank && begun {
            break;
        }
        begun |= !blank;
        end += line.len();
    }
    line_start..end + 2
}
