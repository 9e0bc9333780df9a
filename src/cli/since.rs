//! `--since REF`: findings of files that changed since a commit, and of pages that lead to them.
//!
//! What the user typed cannot become an option of git; [`source::git`] keeps the repository from running programs.

use std::collections::BTreeSet;
use std::path::Path;

use super::args::FindingArgs;
use super::failure::Failure;
use super::graph::{self, To};
use super::report::Chosen;
use crate::base::{DocPath, FileId};
use crate::build::Report;
use crate::diag::Diagnostic;
use crate::source::{self, GitError};

/// Leaves the findings that `--since` asks for.
pub(super) fn narrow(report: &Report, mut chosen: Chosen, args: &FindingArgs) -> Result<Chosen, Failure> {
    let Some(reference) = &args.since else { return Ok(chosen) };
    let workspace = &report.project.workspace;
    let changed = changed(&workspace.root, reference)?;
    let mut files: BTreeSet<FileId> = workspace
        .sources
        .files()
        .iter()
        .filter(|file| changed.contains(&file.path))
        .map(|file| file.id)
        .collect();
    let catalog = &report.project.catalog;
    for edge in graph::edges(&report.project) {
        let touched = match &edge.to {
            To::Page(page) => catalog.page(*page).is_some_and(|p| changed.contains(&p.path)),
            To::File(path) | To::Missing(path) => changed.contains(path),
        };
        if touched {
            files.insert(edge.file);
        }
    }
    // A new page may clash with an old one, at which the finding points.
    let concerns = |d: &Diagnostic| {
        let related = d.related.iter().map(|related| related.span);
        d.primary.is_none_or(|primary| related.chain([primary]).any(|span| files.contains(&span.file)))
    };
    chosen.diagnostics.retain(concerns);
    Ok(chosen)
}

/// Files that differ from the commit where the history of `reference` and ours part, and files that git does not
/// know yet; from the workspace root.
fn changed(root: &Path, reference: &str) -> Result<BTreeSet<DocPath>, Failure> {
    let filters = source::without_filters(root).map_err(|error| refused(&error))?;
    let diff = ["diff", "--name-only", "-z", "--no-ext-diff", "--no-textconv", "--no-renames", "--relative"];
    let diff = filters.iter().map(String::as_str).chain(diff);
    let diff = diff.chain(["--merge-base", "--end-of-options", reference, "--"]);
    let new = ["ls-files", "--others", "--exclude-standard", "-z"];
    let outputs = [source::git(root, diff), source::git(root, new)];
    let mut paths = BTreeSet::new();
    for output in outputs {
        for name in
            output.map_err(|error| refused(&error))?.split(|b| *b == 0).filter(|name| !name.is_empty())
        {
            paths.extend(DocPath::new(&String::from_utf8_lossy(name)));
        }
    }
    Ok(paths)
}

fn refused(error: &GitError) -> Failure {
    let failure = Failure::from_error(error);
    match error {
        GitError::NoProgram | GitError::Io(_) => failure.help("--since needs git"),
        GitError::Refused(_) => {
            failure.help("fetch the commit first; a shallow clone has no common history to compare with")
        }
    }
}
