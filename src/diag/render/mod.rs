//! Findings as text: one file a format. Renderers write to a `String`; nothing here prints.
//!
//! All of them take [`Findings`], which are sorted and filtered already (see [`super::settle()`]), and none
//! changes what is reported.

mod azure;
mod github;
mod gitlab;
mod human;
mod json;
mod jsonl;
mod junit;
mod markdown;
mod sarif;
mod short;
mod text;

use super::{Diagnostic, Files, Position, Severity};
use crate::base::Span;

pub use text::{escape_controls, plural, thousands};

/// A way to write findings down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// Source frames for people.
    Human,
    /// `path:line:column: level[code]: message`, one a line.
    Short,
    /// One JSON document.
    Json,
    /// One JSON object a line.
    Jsonl,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Workflow commands of GitHub Actions.
    Github,
    /// Logging commands of Azure Pipelines.
    Azure,
    /// GitLab's code quality report.
    Gitlab,
    /// JUnit XML, one test case a finding.
    Junit,
}

impl Format {
    /// Every format, in the order of the documentation.
    pub const ALL: &'static [Format] = &[
        Format::Human,
        Format::Short,
        Format::Json,
        Format::Jsonl,
        Format::Sarif,
        Format::Github,
        Format::Azure,
        Format::Gitlab,
        Format::Junit,
    ];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Human => "human",
            Format::Short => "short",
            Format::Json => "json",
            Format::Jsonl => "jsonl",
            Format::Sarif => "sarif",
            Format::Github => "github",
            Format::Azure => "azure",
            Format::Gitlab => "gitlab",
            Format::Junit => "junit",
        }
    }

    /// The format with a name.
    pub fn from_name(name: &str) -> Option<Format> {
        Format::ALL.iter().copied().find(|f| f.name() == name)
    }

    /// Whether programs read it, so that it belongs on standard output.
    pub fn is_data(self) -> bool {
        !matches!(self, Format::Human)
    }
}

/// How the human format looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// ANSI colours.
    pub color: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// Box-drawing characters instead of ASCII.
    pub unicode: bool,
    /// How many findings of one code are shown in full; `None` for all.
    pub cap: Option<usize>,
}

impl Default for Look {
    fn default() -> Self {
        Look { color: false, width: 100, unicode: false, cap: Some(10) }
    }
}

/// What there is to report.
#[derive(Clone, Copy)]
pub struct Findings<'a> {
    /// Sorted by path, place and code, each once.
    pub diagnostics: &'a [Diagnostic],
    /// Texts and paths of the files they lie in.
    pub files: &'a dyn Files,
}

/// Where a finding lies, as people count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place<'a> {
    path: &'a str,
    start: Position,
    end: Position,
}

impl<'a> Findings<'a> {
    /// How many there are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|d| d.severity == severity).count()
    }

    fn place(&self, span: Span) -> Place<'a> {
        Place {
            path: self.files.display_path(span.file),
            start: self.files.position(span.file, span.start),
            end: self.files.position(span.file, span.end.max(span.start)),
        }
    }

    fn primary(&self, diagnostic: &Diagnostic) -> Option<Place<'a>> {
        diagnostic.primary.map(|span| self.place(span))
    }
}

/// Writes `findings` in `format` to the end of `out`.
pub fn render(format: Format, findings: &Findings<'_>, look: &Look, out: &mut String) {
    let as_json = |write: fn(&Findings<'_>, &mut String), out: &mut String| {
        let mut text = String::new();
        write(findings, &mut text);
        out.push_str(&text::escape_json(text));
    };
    match format {
        Format::Human => human::render(findings, look, out),
        Format::Short => short::render(findings, out),
        Format::Json => as_json(json::render, out),
        Format::Jsonl => as_json(jsonl::render, out),
        Format::Sarif => as_json(sarif::render, out),
        Format::Github => github::render(findings, out),
        Format::Azure => azure::render(findings, out),
        Format::Gitlab => as_json(gitlab::render, out),
        Format::Junit => junit::render(findings, out),
    }
}

pub use human::summary;
pub use markdown::markdown_summary;

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;
