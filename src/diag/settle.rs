//! Findings of all stages put in order: each once, sorted, at the level the configuration gives it, without those
//! that an ignore comment silences, and no more a file than can be read.
//!
//! Applied once, by `build`. Nothing here knows where rules are written; the caller decides levels.

mod comments;

use std::collections::BTreeMap;

use super::{Code, Diagnostic, Files, Severity};
use crate::base::{FileId, Span};

use comments::Comments;
pub use comments::unused_comments;

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

#[cfg(test)]
mod tests;
