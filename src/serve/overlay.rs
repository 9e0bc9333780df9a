//! The findings of one page: for the overlay in the browser, sent as data that the script shows as text nodes, and
//! as lines for the terminal.

use serde::Serialize;

use crate::base::OutPath;
use crate::build::Session;
use crate::diag::render::{Findings, Format, Look, render};
use crate::diag::{Diagnostic, Files, Severity};

#[derive(Debug, Serialize)]
struct Shown<'a> {
    severity: &'static str,
    code: &'a str,
    message: &'a str,
    help: Option<&'a str>,
    file: &'a str,
    line: u32,
    column: u32,
    /// The file on disk, for a link that opens it in an editor.
    path: String,
}

/// Warnings and errors of a page as JSON.
pub(super) fn findings(session: &Session, page: &OutPath) -> String {
    let (found, failed) = match session.findings(page) {
        Ok(found) => (found, None),
        Err(error) => (Vec::new(), Some(error.to_string())),
    };
    let workspace = &session.project().workspace;
    let files: &dyn Files = &workspace.sources;
    let shown: Vec<Shown<'_>> = found
        .iter()
        .filter(|d| d.severity >= Severity::Warning)
        .map(|diagnostic| Shown { path: disk_path(session, diagnostic), ..entry(diagnostic, files) })
        .collect();
    // Plain structs of strings and numbers always serialise.
    serde_json::to_string(&serde_json::json!({ "findings": shown, "failed": failed })).unwrap_or_default()
}

/// Warnings and errors of the pages made from `sources` (paths from the workspace root), one a line.
pub(super) fn lines(session: &Session, sources: &[String]) -> String {
    let project = session.project();
    let mut out = String::new();
    for page in project.catalog.pages().iter().filter(|p| sources.iter().any(|s| s == p.path.as_str())) {
        let mut found = session.findings(&page.out).unwrap_or_default();
        found.retain(|d| d.severity >= Severity::Warning);
        let findings = Findings { diagnostics: &found, files: &project.workspace.sources };
        render(Format::Short, &findings, &Look::default(), &mut out);
    }
    out
}

fn entry<'a>(diagnostic: &'a Diagnostic, files: &'a dyn Files) -> Shown<'a> {
    let place = diagnostic.primary.map(|span| files.position(span.file, span.start));
    Shown {
        severity: diagnostic.severity.as_str(),
        code: diagnostic.name(),
        message: &diagnostic.message,
        help: diagnostic.help.as_deref(),
        file: diagnostic.primary.map_or("", |span| files.display_path(span.file)),
        line: place.map_or(0, |p| p.line),
        column: place.map_or(0, |p| p.column),
        path: String::new(),
    }
}

fn disk_path(session: &Session, diagnostic: &Diagnostic) -> String {
    let sources = &session.project().workspace.sources;
    let path = diagnostic.primary.map(|span| sources.disk_path(&sources.get(span.file).path));
    path.map_or(String::new(), |p| p.display().to_string())
}
