//! The serial stage: everything that pages ask about each other, worked out once and frozen.

use crate::base::Span;
use crate::diag::{Code, Diagnostic, Warned};
use crate::source::Workspace;

use super::addresses::Emit;
use super::monikers::RangeError;
use super::page::PageKind;
use super::routes::{self, Draft};
use super::{
    Catalog, Documents, base_path, conflicts, facts, include, metadata, pivots, redirects, toc, xref,
};

/// Makes the catalog of a workspace from what its Markdown files say of themselves, for a site.
pub fn assemble(workspace: &Workspace, documents: Documents) -> Warned<Catalog> {
    assemble_for(workspace, documents, Emit::Site)
}

/// Makes the catalog of a workspace for one kind of output.
pub fn assemble_for(workspace: &Workspace, mut documents: Documents, emit: Emit) -> Warned<Catalog> {
    let mut sink = Vec::new();
    let mut readings = documents.take_readings(workspace);
    let tocs = readings.iter_mut().filter_map(|reading| reading.toc.take()).collect();
    let settings = workspace.config.site.learn.clone().unwrap_or_default();
    let mut catalog = Catalog { emit, settings, documents, ..Catalog::default() };
    let mut routes = routes::collect(workspace, readings, &mut catalog, &mut sink);
    let files = toc::TocFiles::gather(workspace, &routes.tocs, tocs, &mut sink);
    catalog.docsets = routes::docsets(workspace, &routes);
    base_path::find(workspace, &mut catalog.docsets, &routes, &files, &catalog.documents);
    catalog.monikers = routes::versions(workspace, &routes, &mut sink);
    let drafts = std::mem::take(&mut routes.drafts);
    routes::place(workspace, &mut catalog, drafts, &mut sink);
    include::prepare(workspace, &mut catalog);
    facts::collect(workspace, &mut catalog);
    xref::collect(workspace, &mut catalog, &mut sink);
    redirects::collect(&workspace.config.docsets, std::mem::take(&mut routes.moved), &mut catalog, &mut sink);
    conflicts::reserved_names(&catalog, &mut sink);
    toc::collect(workspace, &mut catalog, &routes.tocs, &files, &mut sink);
    toc::collect_crumbs(workspace, &mut catalog, &files);
    pivots::collect(workspace, &mut catalog, &mut sink);
    sink.extend(catalog.unknown_uids());
    sink.extend(workspace.config.docsets.iter().flat_map(metadata::reserved));
    Warned { value: catalog, diagnostics: sink }
}

/// The versions of a page: the configuration's range, cut down by the page's own. `None` when nothing is left, which
/// is reported; the page is left out then.
pub(super) fn monikers_of(
    workspace: &Workspace,
    catalog: &Catalog,
    draft: &Draft,
    sink: &mut Vec<Diagnostic>,
) -> Option<Vec<String>> {
    let front = catalog.documents.facts(draft.file).and_then(|facts| facts.front_matter());
    let place = |key: &str| front.map_or(Span::at(draft.file, 0), |f| f.key_span(key));
    let own = metadata::text(draft.metadata.get("monikerRange"));
    let Some((range, span)) = &draft.range else {
        let config = workspace.config.docsets.get(draft.docset);
        if let Some(config) = config.filter(|d| d.learn && own.is_some()) {
            let stated = front.is_some_and(|f| f.data.contains_key("monikerRange"));
            let configured = config.metadata_span(&draft.path, "monikerRange").filter(|_| !stated);
            sink.push(
                Diagnostic::new(
                    Code::MonikerRangeUndefined,
                    configured.unwrap_or_else(|| place("monikerRange")),
                    "the page has a version range, but its docset has no versions",
                )
                .help("remove monikerRange, or give the docset versions"),
            );
        }
        return unranged(catalog, draft, place("monikers"), sink);
    };
    // What is wrong with the configuration's range is told there; the page is of no version then.
    let stated = workspace.config.docsets.get(draft.docset).and_then(|d| d.file).map(|f| Span::at(f, 0));
    let span = span.or(stated);
    let Some(config) = expand(catalog, range, span.unwrap_or(Span::at(draft.file, 0)), sink) else {
        return span.map(|_| Vec::new());
    };
    let replaced = metadata::list(draft.metadata.get("replace_monikers"));
    let listed = metadata::list(draft.metadata.get("monikers"));
    let mut all = match own {
        _ if !replaced.is_empty() => config.into_iter().filter(|m| replaced.contains(m)).collect(),
        Some(own) => {
            let own = expand(catalog, &own, place("monikerRange"), sink)?;
            config.into_iter().filter(|m| own.contains(m)).collect()
        }
        None if !listed.is_empty() => config.into_iter().filter(|m| listed.contains(m)).collect(),
        None => config,
    };
    let excluded = metadata::list(draft.metadata.get("exclude_monikers"));
    all.retain(|m| !excluded.contains(m));
    if all.is_empty() {
        let key = if !replaced.is_empty() {
            "replace_monikers"
        } else if metadata::text(draft.metadata.get("monikerRange")).is_some() {
            "monikerRange"
        } else {
            "monikers"
        };
        sink.push(
            Diagnostic::new(
                Code::MonikerRangeOutOfScope,
                place(key),
                format!("none of the page's versions is among those of its docset ({range})"),
            )
            .help("widen the page's range, or take the page out of the docset"),
        );
        return None;
    }
    Some(sorted(catalog, all))
}

/// The versions of a page that no range of the configuration is for: none. Learn takes the list that a structured page
/// states as it is, and holds that of an article to be an error; a site shows the article without versions.
fn unranged(
    catalog: &Catalog,
    draft: &Draft,
    place: Span,
    sink: &mut Vec<Diagnostic>,
) -> Option<Vec<String>> {
    let listed = metadata::list(draft.metadata.get("monikers"));
    if listed.is_empty() || !catalog.learn(draft.docset) || catalog.emit == Emit::Site {
        return Some(Vec::new());
    }
    if draft.kind != PageKind::Article {
        let known = catalog.monikers.names().iter();
        return Some(known.filter(|m| listed.iter().any(|l| l.eq_ignore_ascii_case(m))).cloned().collect());
    }
    let message = "the page lists versions, but its docset has none for it";
    sink.push(
        Diagnostic::new(Code::MonikerRangeOutOfScope, place, message)
            .help("give the page's folder a version range in the configuration, or remove the list"),
    );
    None
}

fn sorted(catalog: &Catalog, mut monikers: Vec<String>) -> Vec<String> {
    monikers.sort_by_key(|m| catalog.monikers.order(m));
    monikers
}

fn expand(catalog: &Catalog, range: &str, span: Span, sink: &mut Vec<Diagnostic>) -> Option<Vec<String>> {
    match catalog.monikers.expand(range) {
        Ok(monikers) => Some(monikers),
        Err(error) => {
            let message = match error {
                RangeError::Unknown(name) => format!("the version \"{name}\" is not defined"),
                RangeError::Syntax => format!("\"{range}\" is no version range"),
            };
            sink.push(
                Diagnostic::new(Code::MonikerRangeInvalid, span, message)
                    .help("use a version of the definition, as in >= tool-1.0 < tool-3.0"),
            );
            None
        }
    }
}
