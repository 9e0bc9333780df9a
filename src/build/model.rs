//! Models instead of pages: `--emit model`.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::base::FileId;
use crate::diag::{Code, Diagnostic, Severity};
use crate::docset::{self, NodeRef, PageView, model};
use crate::markdown::NodeId;
use crate::output::Store;
use crate::render::article::compat::{self, CompatOptions};

use super::outcome::Outcome;
use super::{BuildError, Project, Timings, findings, rules};

/// Writes the models of all pages and TOCs, and copies resources. Pages with an error are left out.
pub(super) fn write(
    project: &Arc<Project>,
    store: &dyn Store,
    timings: &mut Timings,
) -> Result<Outcome, BuildError> {
    let (workspace, catalog) = (&project.workspace, &project.catalog);
    let mut outcome = Outcome { diagnostics: project.diagnostics.clone(), ..Outcome::default() };
    let views: Vec<PageView> = timings.measure("resolve", || {
        catalog.pages().par_iter().map(|page| docset::resolve(workspace, catalog, page.id)).collect()
    });
    timings.measure("rules", || check(project, &views, &mut outcome.diagnostics));
    for view in &views {
        outcome.diagnostics.extend(view.diagnostics.iter().cloned());
        outcome.counts.links += view.docs.iter().map(|o| o.targets.len() + o.xrefs.len()).sum::<usize>();
    }
    let failed = failed(&findings::settle(project, outcome.diagnostics.clone()));
    // Without the definition of the versions nothing is known of where a page stands.
    let defined = !version_files(project).any(|file| failed.contains(&file));
    let is_whole = |v: &&PageView| defined && v.docs.iter().all(|o| !failed.contains(&o.doc.file));
    let whole: Vec<&PageView> = views.iter().filter(is_whole).collect();
    timings.measure("pages", || {
        whole.par_iter().try_for_each(|view| {
            let learn = catalog
                .page(view.page)
                .and_then(|p| catalog.docsets().get(p.docset))
                .is_some_and(|d| d.learn);
            let options = CompatOptions { raw_xrefs: false, learn };
            let mut html = |doc| compat::fragment(view, &[NodeRef { doc, node: NodeId::ROOT }], &options);
            match model::page(workspace, catalog, view, &mut html) {
                Some(artifact) => store.put(&artifact.path, artifact.body).map_err(BuildError::from),
                None => Ok(()),
            }
        })
    })?;
    outcome.counts.pages = whole.len();
    let written: FxHashSet<FileId> = whole.iter().filter_map(|v| Some(catalog.page(v.page)?.file)).collect();
    let left_out: FxHashSet<FileId> =
        catalog.pages().iter().map(|p| p.file).filter(|f| !written.contains(f)).chain(failed).collect();
    let mut rest = model::toc_models(catalog, &left_out);
    rest.extend(model::component_models(catalog));
    rest.extend(model::listings(workspace, catalog, &left_out));
    for artifact in rest {
        store.put(&artifact.path, artifact.body)?;
    }
    let mut assets: Vec<_> = catalog.assets().iter().chain(whole.iter().flat_map(|v| &v.assets)).collect();
    assets.sort();
    assets.dedup_by(|a, b| a.out == b.out);
    for asset in assets {
        super::write::copy(workspace, &asset.path, &asset.out, store)?;
    }
    Ok(outcome)
}

/// The files that define the versions of a docset.
fn version_files(project: &Project) -> impl Iterator<Item = FileId> {
    let Project { workspace, .. } = project;
    let named = workspace.config.docsets.iter().filter_map(|d| d.moniker_definition.as_ref());
    named.filter_map(|path| workspace.sources.find(path.as_str()))
}

/// Holds the pages against the rules on content and metadata.
fn check(project: &Project, views: &[PageView], diagnostics: &mut Vec<Diagnostic>) {
    let one = |view: &PageView| {
        let page = project.catalog.page(view.page)?;
        Some((view.page, rules::page(project, page, view)))
    };
    let checked: Vec<_> = views.par_iter().filter_map(one).collect();
    let mut facts = Vec::with_capacity(checked.len());
    for (page, checked) in checked {
        diagnostics.extend(checked.diagnostics);
        facts.push((page, checked.facts));
    }
    diagnostics.extend(rules::site(project, &facts));
}

/// The files with an error. Anchors are checked when pages are written already, so that they keep none back.
fn failed(found: &[Diagnostic]) -> FxHashSet<FileId> {
    let counts = |d: &&Diagnostic| d.severity == Severity::Error && d.code != Code::BookmarkNotFound;
    found.iter().filter(counts).filter_map(|d| Some(d.primary?.file)).collect()
}
