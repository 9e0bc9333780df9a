//! Findings of all stages put in order: each once, sorted, at the level the configuration gives it, without those
//! that an ignore comment silences, and no more a file than can be read.
//!
//! Applied once, by `build`. Nothing here knows where rules are written; the caller decides levels.

use std::collections::BTreeMap;
use std::ops::Range;

use super::fingerprint::line_at;
use super::{Code, Diagnostic, Files, Severity};
use crate::base::{FileId, Span};

/// The mark of an ignore comment: `<!-- docwright: ignore CODE, CODE -->`, in YAML `# docwright: ignore CODE`.
///
/// On a line of its own it counts for the paragraph or element below, up to the next blank line; at the end of a
/// line for that line. `ignore-file` counts for the file. Without codes, every code is meant.
const MARK: &str = "docwright: ignore";

/// How many findings of a level one file may have before the rest is counted only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caps {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Suggestions.
    pub suggestions: usize,
    /// Infos.
    pub infos: usize,
}

impl Default for Caps {
    /// Learn's figures.
    fn default() -> Self {
        Caps { errors: 100, warnings: 1_000, suggestions: 1_000, infos: 20 }
    }
}

impl Caps {
    fn of(&self, severity: Severity) -> usize {
        match severity {
            Severity::Error => self.errors,
            Severity::Warning => self.warnings,
            Severity::Suggestion => self.suggestions,
            Severity::Info => self.infos,
        }
    }
}

/// Sorts findings, drops what is said twice, asks `decide` for each, takes out what comments silence, and caps each
/// file. `decide` may change a finding (its level, its message); `false` takes it out.
pub fn settle(
    mut diagnostics: Vec<Diagnostic>,
    files: &dyn Files,
    caps: &Caps,
    mut decide: impl FnMut(&mut Diagnostic) -> bool,
) -> Vec<Diagnostic> {
    sort(&mut diagnostics, files);
    let mut comments = Comments::new(files);
    diagnostics.retain_mut(|d| decide(d) && !comments.silence(d));
    cap(diagnostics, files, caps)
}

fn cap(diagnostics: Vec<Diagnostic>, files: &dyn Files, caps: &Caps) -> Vec<Diagnostic> {
    let mut counts: BTreeMap<(FileId, Severity), usize> = BTreeMap::new();
    let mut out = Vec::with_capacity(diagnostics.len());
    for diagnostic in diagnostics {
        if let Some(span) = diagnostic.primary {
            let count = counts.entry((span.file, diagnostic.severity)).or_default();
            *count += 1;
            if *count > caps.of(diagnostic.severity) {
                continue;
            }
        }
        out.push(diagnostic);
    }
    for ((file, severity), count) in counts {
        let cap = caps.of(severity);
        if count > cap && severity > Severity::Info {
            let (path, level) = (files.display_path(file), severity.as_str());
            let message = format!("{path} has {count} findings of level {level}; {cap} are shown");
            out.push(Diagnostic::new(Code::ExceedMaxFileErrors, Span::at(file, 0), message));
        }
    }
    out
}

/// Sorts by path, place, code and message, and drops findings that say the same at the same place. Findings about
/// the whole build come first.
pub fn sort(diagnostics: &mut Vec<Diagnostic>, files: &dyn Files) {
    diagnostics.sort_by(|a, b| {
        let key = |d: &Diagnostic| d.primary.map(|s| (files.display_path(s.file).to_owned(), s.start, s.end));
        match (a.primary, b.primary) {
            // The usual neighbours lie in one file; no path is looked up for them.
            (Some(x), Some(y)) if x.file == y.file => (x.start, x.end).cmp(&(y.start, y.end)),
            _ => key(a).cmp(&key(b)),
        }
        .then_with(|| a.code.name().cmp(b.code.name()))
        .then_with(|| a.message.cmp(&b.message))
    });
    diagnostics.dedup_by(|a, b| a.code == b.code && a.primary == b.primary && a.message == b.message);
}

/// Ignore comments, found in a file when it first has a finding.
struct Comments<'a> {
    files: &'a dyn Files,
    known: BTreeMap<FileId, Vec<Comment>>,
}

struct Comment {
    /// Bytes of the file that it counts for.
    range: Range<usize>,
    /// Codes it names; none for all.
    codes: Vec<Code>,
}

impl<'a> Comments<'a> {
    fn new(files: &'a dyn Files) -> Self {
        Comments { files, known: BTreeMap::new() }
    }

    fn silence(&mut self, diagnostic: &Diagnostic) -> bool {
        let Some(span) = diagnostic.primary else { return false };
        let files = self.files;
        let comments = self.known.entry(span.file).or_insert_with(|| comments(files.text(span.file)));
        comments.iter().any(|c| {
            c.range.contains(&span.range().start)
                && (c.codes.is_empty() || c.codes.contains(&diagnostic.code))
        })
    }
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
    let names = list.split([',', ' ', '\t', '\r']).filter(|n| !n.is_empty());
    let known: Vec<Option<Code>> = names.map(Code::from_name).collect();
    if known.contains(&None) {
        // A misspelt code must not silence everything.
        return known.iter().any(Option::is_some).then(|| Comment {
            range: scope(text, at, line_start, opener, whole_file),
            codes: known.iter().copied().flatten().collect(),
        });
    }
    Some(Comment {
        range: scope(text, at, line_start, opener, whole_file),
        codes: known.into_iter().flatten().collect(),
    })
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

#[cfg(test)]
mod tests;
