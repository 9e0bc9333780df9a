//! From what the stages had to say to what is reported: levels as each docset's rules have them.

use crate::config::{Decision, Glob, GlobOptions, OneOrMany, RuleSetting};
use crate::diag::{self, Caps, Code, Diagnostic};
use crate::source::Workspace;

use super::Project;

/// Settles findings with the rules of the docset that each lies in; those about the whole build follow the first.
pub(super) fn settle(project: &Project, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let sources = &project.workspace.sources;
    diag::settle(found, sources, &caps(project), |diagnostic| decide(project, diagnostic))
}

/// How many findings of a level one file may have: as `[learn]` says, else Learn's own figures.
fn caps(project: &Project) -> Caps {
    let own = Caps::default();
    let Some(learn) = &project.workspace.config.site.learn else { return own };
    let most = |stated: Option<u32>, own: usize| stated.and_then(|n| usize::try_from(n).ok()).unwrap_or(own);
    Caps {
        errors: most(learn.max_file_errors, own.errors),
        warnings: most(learn.max_file_warnings, own.warnings),
        suggestions: most(learn.max_file_suggestions, own.suggestions),
        infos: most(learn.max_file_infos, own.infos),
    }
}

/// Ignore comments that silence nothing, on pages and in what they include. `found`: all that the build found.
pub(super) fn idle_comments(project: &Project, found: &[Diagnostic]) -> Vec<Diagnostic> {
    let sources = &project.workspace.sources;
    let shown = sources.files().iter().map(|file| file.id).filter(|file| project.catalog.is_shown(*file));
    diag::unused_comments(found, sources, shown, |code, span| {
        let looked_for = !may_come_and_go(code) && project.rules.looks_for(code);
        looked_for && decide(project, &mut Diagnostic::new(code, span, ""))
    })
}

/// Files for which `[rules]` makes an exception, or alone switches a rule on, and that do not exist.
pub(super) fn idle_patterns(project: &Project) -> Vec<Diagnostic> {
    let workspace = &project.workspace;
    let site = &workspace.config.site;
    let mut out = Vec::new();
    for (code, setting) in &site.rules {
        let RuleSetting::Table(table) = setting else { continue };
        for (key, patterns) in [("exclude", &table.exclude), ("include", &table.include)] {
            let patterns = patterns.as_ref().map(OneOrMany::as_slice).unwrap_or_default();
            for (i, pattern) in patterns.iter().enumerate() {
                let place = site.places.of_entry(&format!("rules.{code}.{key}"), i);
                match Glob::new(pattern, GlobOptions::default()) {
                    Ok(glob) if names_a_file(workspace, &glob) => {}
                    Ok(_) => {
                        let message =
                            format!("no file fits `{pattern}`, for which the rule `{code}` has `{key}`");
                        let help = "take the pattern out, or write the path from the docset's folder";
                        out.push(Diagnostic::new(Code::UnusedSuppression, place, message).help(help));
                    }
                    Err(error) => {
                        let message = format!("the pattern `{pattern}` cannot be understood: {error}");
                        out.push(Diagnostic::new(Code::GlobPatternInvalid, place, message));
                    }
                }
            }
        }
    }
    out
}

/// Whether a file of a docset has a path that a pattern of its rules fits.
fn names_a_file(workspace: &Workspace, glob: &Glob) -> bool {
    let sources = &workspace.sources;
    let mut paths = sources.files().iter().map(|f| &f.path).chain(sources.assets().iter().map(|a| &a.path));
    paths.any(|path| {
        let docset = workspace.config.docset_of(path);
        docset.and_then(|docset| path.strip_prefix(&docset.root)).is_some_and(|rest| glob.is_match(rest))
    })
}

/// Whether a finding depends on the day, the clone, or what is made of the docset, and not on its text alone.
fn may_come_and_go(code: Code) -> bool {
    use Code::{
        ExceedMaxFileErrors, InternalError, LastUpdatedUnavailable, MethodEntryEmpty, MethodFacetMissing,
        MethodIdDuplicate, MethodLabelMisspelt, MethodSetNotFound, TemplateError, UnusedSuppression,
    };
    matches!(
        code,
        ExceedMaxFileErrors
            | InternalError
            | LastUpdatedUnavailable
            | MethodEntryEmpty
            | MethodFacetMissing
            | MethodIdDuplicate
            | MethodLabelMisspelt
            | MethodSetNotFound
            | TemplateError
            | UnusedSuppression
    )
}

fn decide(project: &Project, diagnostic: &mut Diagnostic) -> bool {
    let workspace = &project.workspace;
    let path = diagnostic.primary.map(|span| &workspace.sources.get(span.file).path);
    let docset = match path {
        Some(path) => workspace.config.docset_of(path),
        None => workspace.config.docsets.first(),
    };
    let open = project.rules.rename(diagnostic);
    let Some(docset) = docset.filter(|_| open) else { return true };
    let relative = path.and_then(|p| p.strip_prefix(&docset.root));
    match docset.rules.decide_named(diagnostic.name(), diagnostic.severity, relative) {
        Decision::Off => false,
        Decision::Report { severity, additional } => {
            diagnostic.severity = severity;
            if let Some(text) = additional {
                diagnostic.message.push(' ');
                diagnostic.message.push_str(text);
            }
            true
        }
    }
}
