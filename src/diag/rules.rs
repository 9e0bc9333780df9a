//! What a configuration makes of findings: levels, exclusions, ignore comments, caps a file; order and uniqueness.
//!
//! Applied once, by `build`, to the findings of all stages together. Nothing here knows where rules are written;
//! `config` hands over names, levels and globs.

use std::collections::BTreeMap;

use globset::{GlobBuilder, GlobMatcher};

use super::fingerprint::line_at;
use super::{Code, Diagnostic, Files, Severity};
use crate::base::FileId;

/// The mark of an ignore comment: `<!-- docwright: ignore CODE, CODE -->`, in YAML `# docwright: ignore CODE`.
///
/// On a line of its own it counts for the paragraph or element below, up to the next blank line; at the end of a
/// line for that line. `ignore-file` counts for the file. Without codes, every code is meant.
const MARK: &str = "docwright: ignore";

/// What a rule makes of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// The code is not reported.
    Off,
    /// The code is reported at this level.
    At(Severity),
}

impl Level {
    /// `off`, `info`, `suggestion`, `warning`, `error`.
    pub fn from_name(name: &str) -> Option<Level> {
        Some(match name.to_ascii_lowercase().as_str() {
            "off" | "none" | "ignore" => Level::Off,
            "info" => Level::At(Severity::Info),
            "suggestion" => Level::At(Severity::Suggestion),
            "warning" => Level::At(Severity::Warning),
            "error" => Level::At(Severity::Error),
            _ => return None,
        })
    }
}

/// Why a rule cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// No code has the name.
    #[error("no diagnostic is called `{name}`{}", near.map_or(String::new(), |n| format!("; did you mean `{n}`?")))]
    UnknownCode {
        /// The name as written.
        name: String,
        /// A code with a similar name.
        near: Option<&'static str>,
    },
    /// The glob cannot be read.
    #[error("`{glob}` is no file pattern: {reason}")]
    Glob {
        /// The glob as written.
        glob: String,
        /// What is wrong with it.
        reason: String,
    },
}

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

/// The rules of a build.
#[derive(Debug, Default)]
pub struct Rules {
    levels: BTreeMap<Code, Level>,
    excludes: Vec<(Option<Code>, GlobMatcher)>,
    warnings_as_errors: bool,
    caps: Caps,
}

impl Rules {
    /// Rules that change no level.
    pub fn new() -> Self {
        Rules::default()
    }

    /// Reports `name` (a code, or docfx's name for it) at `level`.
    ///
    /// # Errors
    /// When no code has the name.
    pub fn level(&mut self, name: &str, level: Level) -> Result<(), RuleError> {
        self.levels.insert(code(name)?, level);
        Ok(())
    }

    /// Does not report `name` (`*` for every code) in files that match `glob` (from the folder the user named).
    ///
    /// # Errors
    /// When no code has the name or the glob cannot be read.
    pub fn exclude(&mut self, name: &str, glob: &str) -> Result<(), RuleError> {
        let code = if name == "*" { None } else { Some(code(name)?) };
        let matcher = GlobBuilder::new(glob)
            .literal_separator(true)
            .build()
            .map_err(|e| RuleError::Glob { glob: glob.to_owned(), reason: e.kind().to_string() })?
            .compile_matcher();
        self.excludes.push((code, matcher));
        Ok(())
    }

    /// Reports every warning as an error.
    pub fn warnings_as_errors(&mut self, yes: bool) {
        self.warnings_as_errors = yes;
    }

    /// How many findings one file may have.
    pub fn caps(&mut self, caps: Caps) {
        self.caps = caps;
    }

    /// Sorts, drops what is said twice, sets levels, takes out what is switched off, and caps each file.
    pub fn apply(&self, mut diagnostics: Vec<Diagnostic>, files: &dyn Files) -> Vec<Diagnostic> {
        sort(&mut diagnostics, files);
        let mut comments = Comments::new(files);
        diagnostics.retain_mut(|d| {
            match self.levels.get(&d.code) {
                Some(Level::Off) => return false,
                Some(Level::At(severity)) => d.severity = *severity,
                None => {}
            }
            if self.warnings_as_errors && d.severity == Severity::Warning {
                d.severity = Severity::Error;
            }
            !self.is_excluded(d, files) && !comments.silence(d)
        });
        self.cap(diagnostics, files)
    }

    fn is_excluded(&self, diagnostic: &Diagnostic, files: &dyn Files) -> bool {
        let Some(span) = diagnostic.primary else { return false };
        let path = files.display_path(span.file);
        self.excludes
            .iter()
            .any(|(code, glob)| code.is_none_or(|c| c == diagnostic.code) && glob.is_match(path))
    }

    fn cap(&self, diagnostics: Vec<Diagnostic>, files: &dyn Files) -> Vec<Diagnostic> {
        let mut counts: BTreeMap<(FileId, Severity), usize> = BTreeMap::new();
        let mut out = Vec::with_capacity(diagnostics.len());
        for diagnostic in diagnostics {
            if let Some(span) = diagnostic.primary {
                let count = counts.entry((span.file, diagnostic.severity)).or_default();
                *count += 1;
                if *count > self.caps.of(diagnostic.severity) {
                    continue;
                }
            }
            out.push(diagnostic);
        }
        for ((file, severity), count) in counts {
            let cap = self.caps.of(severity);
            if count > cap && severity > Severity::Info {
                let path = files.display_path(file);
                let message =
                    format!("{path} has {count} findings of level {}; {cap} are shown", severity.as_str());
                out.push(Diagnostic::new(Code::ExceedMaxFileErrors, None, message));
            }
        }
        out
    }
}

fn code(name: &str) -> Result<Code, RuleError> {
    Code::from_name(name).ok_or_else(|| RuleError::UnknownCode {
        name: name.to_owned(),
        near: Code::nearest(name).map(Code::name),
    })
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
    range: std::ops::Range<usize>,
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

fn scope(
    text: &str,
    at: usize,
    line_start: usize,
    before: &str,
    whole_file: bool,
) -> std::ops::Range<usize> {
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
