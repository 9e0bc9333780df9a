//! The findings of one page for the overlay in the browser. Sent as data; the script shows them as text nodes.

use serde::Serialize;

use crate::base::OutPath;
use crate::build::Session;
use crate::diag::{Diagnostic, Files, Severity};

#[derive(Debug, Serialize)]
struct Shown<'a> {
    severity: &'static str,
    code: &'static str,
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

fn entry<'a>(diagnostic: &'a Diagnostic, files: &'a dyn Files) -> Shown<'a> {
    let place = diagnostic.primary.map(|span| files.position(span.file, span.start));
    Shown {
        severity: diagnostic.severity.as_str(),
        code: diagnostic.code.name(),
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
