//! The baseline: findings that are known and left for later, so that only new ones fail.
//!
//! `docwright-baseline.json` lies in the folder that is checked and is meant to be committed. Entries are matched by
//! fingerprint, which outlives edits elsewhere in a file.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use serde::{Deserialize, Serialize};

use super::args::{BaselineAction, Docset, FindingArgs};
use super::failure::{Failure, Outcome};
use super::report::{Chosen, write_file};
use super::terminal::Terminal;
use crate::build::{BuildOptions, Emit, Report};
use crate::diag::fingerprint::fingerprints;
use crate::diag::render::{Findings, plural};

const FILE: &str = "docwright-baseline.json";
const VERSION: u32 = 1;

#[derive(Debug, Serialize, Deserialize)]
struct Baseline {
    version: u32,
    /// By fingerprint, so that the file's order does not depend on that of the findings.
    findings: BTreeMap<String, Known>,
}

/// What a person reads in the file; the fingerprint alone is compared.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Known {
    code: String,
    file: String,
    message: String,
}

pub(super) fn run(action: &BaselineAction, terminal: Terminal) -> Outcome {
    let (BaselineAction::Write(docset) | BaselineAction::Prune(docset)) = action;
    let report = survey(docset, terminal)?;
    let today = known(&report);
    let path = path(&report);
    let findings = match action {
        BaselineAction::Write(_) => today,
        BaselineAction::Prune(_) => {
            let mut old = read(&report)?
                .ok_or_else(|| Failure::new(format!("there is no {}", path.display())))?
                .findings;
            let before = old.len();
            old.retain(|key, _| today.contains_key(key));
            let gone = before - old.len();
            terminal.say("Pruned", &format!("{} that no longer occur", plural(gone, "finding")));
            old
        }
    };
    let count = findings.len();
    let json = serde_json::to_string_pretty(&Baseline { version: VERSION, findings })
        .map_err(|e| Failure::from_error(&e))?;
    write_file(&path, format!("{json}\n").as_bytes())?;
    terminal.say("Baseline", &format!("{} in {}", plural(count, "finding"), path.display()));
    Ok(ExitCode::SUCCESS)
}

fn survey(docset: &Docset, terminal: Terminal) -> Result<Report, Failure> {
    let dir = docset.dir.clone();
    super::build::run(BuildOptions { dir, emit: Emit::Nothing, ..BuildOptions::default() }, terminal)
}

/// The findings that the baseline does not know, and how many it knows.
pub(super) fn unknown_findings(report: &Report, args: &FindingArgs) -> Result<Chosen, Failure> {
    let all = &report.diagnostics;
    let baseline = if args.no_baseline { None } else { read(report)? };
    let Some(baseline) = baseline else {
        return Ok(Chosen { diagnostics: all.clone(), frozen: 0 });
    };
    let keys = fingerprints(&findings(report));
    let diagnostics: Vec<_> = all
        .iter()
        .zip(keys)
        .filter(|(_, key)| !baseline.findings.contains_key(&key.to_string()))
        .map(|(diagnostic, _)| diagnostic.clone())
        .collect();
    Ok(Chosen { frozen: all.len() - diagnostics.len(), diagnostics })
}

fn findings(report: &Report) -> Findings<'_> {
    Findings { diagnostics: &report.diagnostics, files: &report.project.workspace.sources }
}

fn known(report: &Report) -> BTreeMap<String, Known> {
    let files: &dyn crate::diag::Files = &report.project.workspace.sources;
    report
        .diagnostics
        .iter()
        .zip(fingerprints(&findings(report)))
        .map(|(diagnostic, key)| {
            let file = diagnostic.primary.map_or("", |span| files.display_path(span.file));
            let known = Known {
                code: diagnostic.name().to_owned(),
                file: file.to_owned(),
                message: diagnostic.message.clone(),
            };
            (key.to_string(), known)
        })
        .collect()
}

fn path(report: &Report) -> PathBuf {
    let workspace = &report.project.workspace;
    workspace.root.join(workspace.start.as_str()).join(FILE)
}

fn read(report: &Report) -> Result<Option<Baseline>, Failure> {
    let path = path(report);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(Failure::new(format!("cannot read {}: {e}", path.display()))),
    };
    let again = "write it anew with `docwright baseline write`";
    let baseline: Baseline = serde_json::from_str(&text)
        .map_err(|e| Failure::new(format!("{} is no baseline: {e}", path.display())).help(again))?;
    if baseline.version != VERSION {
        let message = format!("{} has format {}", path.display(), baseline.version);
        return Err(Failure::new(message).help(again));
    }
    Ok(Some(baseline))
}
