//! Diagnostics: one type for every problem in a docset, one table of codes, one renderer a format.
//!
//! Stages return diagnostics by value (`Warned<T>`); nothing here prints. File texts reach the renderers
//! through [`Files`], so that this module knows neither the file system nor the docset.

mod codes;
pub mod fingerprint;
mod lines;
pub mod register;
pub mod render;
mod settle;

pub use codes::Code;
pub use lines::{LineIndex, Position};
pub use settle::{Caps, settle, sort, unused_comments};

use serde::{Deserialize, Serialize};

use crate::base::{FileId, Span};

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Severity {
    /// For information; never fails a build.
    Info,
    /// A page could be better.
    Suggestion,
    /// A reader will stumble over this.
    Warning,
    /// A page or the build is wrong.
    Error,
}

impl Severity {
    /// The word used in every format and in configuration.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Suggestion => "suggestion",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// A second place that belongs to a finding: an include chain, the first of two duplicates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Related {
    /// Where.
    pub span: Span,
    /// What it has to do with the finding.
    pub text: String,
}

/// A replacement of source text that mends a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// The bytes to replace.
    pub span: Span,
    /// What to put there.
    pub replacement: String,
    /// Whether it can be applied without a look (letter case, a redirect, an extension).
    pub certain: bool,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// The kind of problem.
    pub code: Code,
    /// The name that a rule file gives the kind, where it is not the code's own.
    pub renamed: Option<Box<str>>,
    /// The code's level, or what the configuration made of it.
    pub severity: Severity,
    /// What is wrong, in a writer's words, with the value.
    pub message: String,
    /// Where it is wrong; `None` for findings about the whole build.
    pub primary: Option<Span>,
    /// Other places.
    pub related: Vec<Related>,
    /// One concrete thing to do.
    pub help: Option<String>,
    /// The edit that does it.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// A finding with the code's default level.
    pub fn new(code: Code, span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Diagnostic {
            code,
            renamed: None,
            severity: code.level(),
            message: message.into(),
            primary: span.into(),
            related: Vec::new(),
            help: None,
            fix: None,
        }
    }

    /// The name it is reported under.
    pub fn name(&self) -> &str {
        self.renamed.as_deref().unwrap_or_else(|| self.code.name())
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Adds a second place.
    #[must_use]
    pub fn related(mut self, span: Span, text: impl Into<String>) -> Self {
        self.related.push(Related { span, text: text.into() });
        self
    }

    /// Adds the edit that mends it.
    #[must_use]
    pub fn fix(mut self, span: Span, replacement: impl Into<String>, certain: bool) -> Self {
        self.fix = Some(Fix { span, replacement: replacement.into(), certain });
        self
    }
}

/// A value and what there was to say about it. Parsing and resolving never fail; they complain.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Warned<T> {
    /// The best value that could be made.
    pub value: T,
    /// The complaints.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Warned<T> {
    /// A value without complaints.
    pub fn clean(value: T) -> Self {
        Warned { value, diagnostics: Vec::new() }
    }

    /// Moves the complaints to `sink` and returns the value.
    pub fn take(self, sink: &mut Vec<Diagnostic>) -> T {
        sink.extend(self.diagnostics);
        self.value
    }
}

/// What renderers need to know of files; implemented by `source::Sources`.
pub trait Files {
    /// The path to show: relative to the folder the user named (`../x` when it lies outside).
    fn display_path(&self, file: FileId) -> &str;
    /// The text the spans count in.
    fn text(&self, file: FileId) -> &str;
    /// Line and column of a byte offset, both counted from 1; columns are characters.
    fn position(&self, file: FileId, offset: u32) -> Position;
}
