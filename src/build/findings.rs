//! From what the stages had to say to what is reported: levels as configured, each finding once, in order.

use crate::config::{Decision, Rules};
use crate::diag::{Diagnostic, Files};

use super::Project;

/// Applies the rules of each docset, orders by file, place and code, and drops repetitions: a fault in an include
/// is found by every page that includes it and is one fault.
pub(super) fn settle(project: &Project, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut all: Vec<Diagnostic> = found.into_iter().filter_map(|d| decide(project, d)).collect();
    all.sort_by(|a, b| order(project, a).cmp(&order(project, b)));
    all.dedup_by(|a, b| a.code == b.code && a.primary == b.primary && a.message == b.message);
    all
}

/// Sort key: findings about the whole build first, then by path and place.
fn order<'a>(project: &'a Project, d: &'a Diagnostic) -> (Option<(&'a str, u32)>, &'static str, &'a str) {
    let place = d.primary.map(|span| (project.workspace.sources.display_path(span.file), span.start));
    (place, d.code.name(), &d.message)
}

fn decide(project: &Project, mut diagnostic: Diagnostic) -> Option<Diagnostic> {
    let workspace = &project.workspace;
    let path = diagnostic.primary.map(|span| &workspace.sources.get(span.file).path);
    let docset = match path {
        Some(path) => workspace.config.docset_of(path),
        None => workspace.config.docsets.first(),
    };
    let Some(docset) = docset else { return Some(diagnostic) };
    let rules: &Rules = &docset.rules;
    let relative = path.and_then(|p| p.strip_prefix(&docset.root));
    match rules.decide(diagnostic.code, diagnostic.severity, relative) {
        Decision::Off => None,
        Decision::Report { severity, additional } => {
            diagnostic.severity = severity;
            if let Some(text) = additional {
                diagnostic.message.push(' ');
                diagnostic.message.push_str(text);
            }
            Some(diagnostic)
        }
    }
}
