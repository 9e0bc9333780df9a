//! `--since REF`: findings of files that changed since a commit, and of pages that lead to them.
//!
//! git is asked with its hooks, file-system monitor, external diffs and text conversions switched off, and what the
//! user typed cannot become an option: neither the repository nor the ref can run a program.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};

use super::args::FindingArgs;
use super::failure::Failure;
use super::graph::{self, To};
use super::report::Chosen;
use crate::base::{DocPath, FileId};
use crate::build::Report;

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
    chosen.diagnostics.retain(|d| d.primary.is_none_or(|span| files.contains(&span.file)));
    Ok(chosen)
}

/// Files that differ from the commit where the history of `reference` and ours part, and files that git does not
/// know yet; from the workspace root.
fn changed(root: &Path, reference: &str) -> Result<BTreeSet<DocPath>, Failure> {
    let diff = ["diff", "--name-only", "-z", "--no-ext-diff", "--no-textconv", "--no-renames", "--relative"];
    let diff = diff.into_iter().chain(["--merge-base", "--end-of-options", reference, "--"]);
    let new = ["ls-files", "--others", "--exclude-standard", "-z"];
    let mut paths = BTreeSet::new();
    for output in [git(root, diff)?, git(root, new)?] {
        for name in output.split(|b| *b == 0).filter(|name| !name.is_empty()) {
            paths.extend(DocPath::new(&String::from_utf8_lossy(name)));
        }
    }
    Ok(paths)
}

fn git<'a>(root: &Path, args: impl IntoIterator<Item = &'a str>) -> Result<Vec<u8>, Failure> {
    let output = Command::new("git")
        .arg("-C")
        .arg(root)
        .args(["--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"])
        .args(["-c", "diff.external=", "-c", "core.pager=cat"])
        .args(args)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_TERMINAL_PROMPT", "0")
        .stdin(Stdio::null())
        .output()
        .map_err(|e| Failure::new(format!("cannot run git: {e}")).help("--since needs git"))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let words = String::from_utf8_lossy(&output.stderr);
    let reason = words.lines().next().unwrap_or("git failed").to_owned();
    Err(Failure::new(reason)
        .help("fetch the commit first; a shallow clone has no common history to compare with"))
}
