//! Writing a site: every page, and what stands beside the pages.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use rayon::prelude::*;

use crate::base::{Artifact, DocPath, OutPath};
use crate::diag::{Code, Diagnostic, Severity};
use crate::docset::{Asset, Page, PageId};
use crate::markdown::Directive;
use crate::methods::Index;
use crate::output::{OutputError, Store};
use crate::search::SearchDoc;
use crate::source::Workspace;

use super::kept::{self, IndexFiles, Kept, KeptPage, Shared};
use super::outcome::Outcome;
use super::page::{self, Given, Read, Rendered};
use super::plan::{Plan, Product};
use super::site::Site;
use super::{BuildError, Progress, Project, Timings, methods};

/// Resolves every page and writes nothing. `candidates`: what discovery looked at is kept.
pub(super) fn survey(
    project: &Arc<Project>,
    candidates: bool,
    timings: &mut Timings,
) -> Result<Outcome, BuildError> {
    let mut site = timings.measure("theme", || Site::new(project))?;
    site.look_at_candidates(candidates);
    let plan = Plan::new(&site);
    let mut outcome = read_all(&site, timings);
    outcome.diagnostics.extend(plan.conflicts);
    Ok(outcome)
}

/// Writes the whole site. When two sources have one output, nothing is written and the findings say so. `left` is
/// what the build before kept of its pages; `None`: nothing is to be kept. A project that nobody else holds comes back
/// without its documents, which pages alone need.
pub(super) fn site(
    project: Arc<Project>,
    store: &dyn Store,
    left: Option<Vec<u8>>,
    timings: &mut Timings,
) -> Result<(Outcome, Arc<Project>), BuildError> {
    let site = timings.measure("theme", || Site::new(&project))?;
    drop(project);
    let kept = left.map(|left| timings.measure("recall", || Kept::new(&site, left)));
    let mut site = timings.measure("methods", || site.look_for_methods(kept.as_ref()));
    let plan = timings.measure("plan", || Plan::new(&site));
    let apart = site.project().diagnostics.iter().filter(|d| is_conflict(d)).count();
    let conflicts = plan.conflicts.len() + apart;
    if conflicts > 0 {
        let mut outcome = read_all(&site, timings);
        outcome.conflicts = conflicts;
        outcome.diagnostics.extend(plan.conflicts);
        return Ok((outcome, site.into_project()));
    }
    let mut outcome = Outcome::new(&site);
    let progress = timings.progress().cloned();
    let writer = Writer { site: &site, store, kept: kept.as_ref(), progress: progress.as_deref() };
    let Made { assets, search, entries } = timings.measure("pages", || writer.pages(&plan, &mut outcome))?;
    timings.keep_made(std::mem::take(&mut outcome.times));
    let shared = kept.map(|kept| kept.into_shared(&site));
    site.let_go_of_documents();
    let (mut during_search, mut during_rest) = (Timings::default(), Timings::default());
    let index = outcome.index.take();
    let mut index_files = IndexFiles::default();
    // Joining the search index takes one thread for a while; the others write the rest meanwhile.
    let (searched, rest) = rayon::join(
        || match site.theme.site().search {
            true => during_search.measure("search", || {
                let put = |file: Artifact| store.put(&file.path, file.body);
                site.search_index(search, index.as_ref(), put).map_err(BuildError::from)
            }),
            false => Ok(()),
        },
        || {
            let same = shared.as_ref().is_some_and(|shared| shared.same);
            during_rest.measure("files", || others(&site, (&plan, same), &assets, store, &mut outcome))?;
            if let Some(index) = &index {
                index_files =
                    during_rest.measure("methods", || write_index(&site, index, shared.as_ref(), store))?;
            }
            put_all(store, site.theme.assets())
        },
    );
    timings.append(during_search);
    timings.append(during_rest);
    searched?;
    rest?;
    outcome.index = index;
    outcome.kept = shared.map(|shared| shared.pack(entries, &index_files)).unwrap_or_default();
    Ok((outcome, site.into_project()))
}

/// Whether a finding says that two sources have one output.
fn is_conflict(diagnostic: &Diagnostic) -> bool {
    let code = matches!(diagnostic.code, Code::OutputPathConflict | Code::CaseCollision);
    code && diagnostic.severity == Severity::Error
}

/// Reads every page, writes none.
fn read_all(site: &Site, timings: &mut Timings) -> Outcome {
    let pages = site.catalog().pages();
    let read: Vec<(Given, Vec<Diagnostic>, usize)> = timings.measure("resolve", || {
        let one = |page: &Page| {
            let read = page::read(site, page);
            let links = read.links();
            (read.given, read.diagnostics, links)
        };
        pages.par_iter().map(one).collect()
    });
    let mut outcome = Outcome::new(site);
    outcome.counts.pages = pages.len();
    let mut given = Vec::with_capacity(read.len());
    for (page, diagnostics, links) in read {
        outcome.diagnostics.extend(diagnostics);
        outcome.counts.links += links;
        given.push(page);
    }
    outcome.take_index(site, given);
    outcome
}

/// What writing pages needs.
struct Writer<'a> {
    site: &'a Site,
    store: &'a dyn Store,
    kept: Option<&'a Kept>,
    progress: Option<&'a Progress>,
}

/// What pages gave beside their files.
struct Made {
    /// The files they show.
    assets: Vec<Asset>,
    search: Vec<SearchDoc>,
    /// What is kept of each, in the order of the catalog.
    entries: Vec<kept::Bytes>,
}

/// A page that was looked at once: finished, or to be finished when the index is known.
type First = (Given, Result<Rendered, Waiting>);

/// What waits for the index.
enum Waiting {
    /// A page that was read.
    Read(Box<Read>),
    /// A page as the build before made it, with the tables that it asks for.
    Kept(Box<KeptPage>, Vec<(PageId, Directive)>),
}

impl Writer<'_> {
    /// Makes the pages, each unless it would come out as it is.
    fn pages(&self, plan: &Plan, outcome: &mut Outcome) -> Result<Made, BuildError> {
        let of_page = |product: &Product| match product {
            Product::Page(id) => self.site.catalog().page(*id),
            _ => None,
        };
        let planned: Vec<&Page> = plan.files.values().filter_map(of_page).collect();
        if let Some(progress) = self.progress {
            progress.expect_pages(planned.len());
        }
        // Most pages are written as soon as they are read; those that show tables wait for the index.
        let first: Vec<First> =
            planned.par_iter().map(|page| self.first(page)).collect::<Result<_, BuildError>>()?;
        let (given, first): (Vec<Given>, Vec<_>) = first.into_iter().unzip();
        outcome.take_index(self.site, given);
        let index = outcome.index.as_ref();
        let rendered: Vec<Rendered> = planned
            .par_iter()
            .zip(first)
            .map(|(page, first)| match first {
                Ok(rendered) => Ok(rendered),
                Err(Waiting::Read(read)) => self.finish(page, *read, index),
                Err(Waiting::Kept(kept, asks)) => self.settle(page, *kept, &asks, index),
            })
            .collect::<Result<_, BuildError>>()?;
        outcome.counts.pages = rendered.len();
        let (mut assets, mut search) = (Vec::new(), Vec::new());
        let mut entries = vec![kept::Bytes::default(); self.site.catalog().pages().len()];
        for (source, page) in planned.iter().zip(rendered) {
            outcome.times.extend(page.time.map(|time| (source.path.clone(), time)));
            outcome.diagnostics.extend(page.diagnostics);
            outcome.counts.links += page.links;
            assets.extend(page.assets);
            if let Some(entry) = entries.get_mut(source.id.0 as usize).filter(|_| !page.entry.is_empty()) {
                *entry = (page.entry, page.search.clone().map(SearchDoc::into_bytes).unwrap_or_default());
            }
            search.extend(page.search);
        }
        Ok(Made { assets, search, entries })
    }

    /// Takes a page as the build before left it, or makes it as far as it goes without the index.
    fn first(&self, page: &Page) -> Result<First, BuildError> {
        if let Some(progress) = self.progress {
            progress.page_done();
        }
        if let Some(mut kept) = self.kept.and_then(|kept| kept.page(self.site, page)) {
            let given = std::mem::take(&mut kept.given);
            if given.waits() {
                let asks = given.asks.clone();
                return Ok((given, Err(Waiting::Kept(Box::new(kept), asks))));
            }
            if let Some(rendered) = kept.settle(self.site, (page, &[]), None, self.store)? {
                return Ok((given, Ok(rendered)));
            }
        }
        let read = self.read(page);
        let given = read.given.clone();
        if given.waits() {
            return Ok((given, Err(Waiting::Read(Box::new(read)))));
        }
        Ok((given, Ok(self.finish(page, read, None)?)))
    }

    fn read(&self, page: &Page) -> Read {
        let start = Instant::now();
        let mut read = page::read(self.site, page);
        read.time = start.elapsed();
        read
    }

    /// Takes a page as the build before left it if the index says what it said where the page shows it.
    fn settle(
        &self,
        page: &Page,
        kept: KeptPage,
        asks: &[(PageId, Directive)],
        index: Option<&Index>,
    ) -> Result<Rendered, BuildError> {
        match kept.settle(self.site, (page, asks), index, self.store)? {
            Some(rendered) => Ok(rendered),
            None => self.finish(page, self.read(page), index),
        }
    }

    /// Renders and writes a page.
    fn finish(&self, page: &Page, read: Read, index: Option<&Index>) -> Result<Rendered, BuildError> {
        let (start, before) = (Instant::now(), read.time);
        let draft = self.kept.and_then(|kept| kept.draft(self.site, page, &read, index));
        let mut rendered = page::render(self.site, page, read, index)?;
        self.site.catalog().release(page);
        self.store.put(&page.out, std::mem::take(&mut rendered.html))?;
        if let (Some(twin), Some(out)) = (rendered.twin.take(), self.site.twin(page)) {
            self.store.put(&out, twin.into_bytes())?;
        }
        rendered.entry = draft.map(|draft| draft.finish(&mut rendered)).unwrap_or_default();
        rendered.time = Some(before + start.elapsed());
        Ok(rendered)
    }
}

/// Publishes a file of the workspace as it is.
pub(super) fn copy(
    workspace: &Workspace,
    path: &DocPath,
    out: &OutPath,
    store: &dyn Store,
) -> Result<(), BuildError> {
    let name = workspace.sources.disk_path(path);
    let file = workspace.sources.open(path).map_err(OutputError::io(&name))?;
    Ok(store.copy(out, &name, file)?)
}

/// Writes everything of the plan but the pages, and the files that pages show besides. `same`: what is made from that
/// alone which all pages share would come out as the build before left it.
fn others(
    site: &Site,
    (plan, same): (&Plan, bool),
    shown: &[Asset],
    store: &dyn Store,
    outcome: &mut Outcome,
) -> Result<(), BuildError> {
    let mut copies: BTreeMap<&OutPath, &DocPath> = BTreeMap::new();
    for asset in shown {
        if !plan.files.contains_key(&asset.out) {
            copies.insert(&asset.out, &asset.path);
        }
    }
    let planned = plan.files.iter().filter(|(_, product)| matches!(product, Product::Asset(_))).count();
    outcome.counts.assets = copies.len() + planned;
    let files: Vec<_> = plan.files.iter().collect();
    files.par_iter().try_for_each(|(out, product)| match product {
        Product::Page(_) | Product::Twin(_) => Ok(()),
        Product::Asset(path) => copy(site.workspace(), path, out, store),
        product if same && product.is_of_frame() && store.keep(&[out])? => Ok(()),
        product => Ok(store.put(out, site.produce(product, out)?)?),
    })?;
    copies.par_iter().try_for_each(|(out, path)| copy(site.workspace(), path, out, store))
}

/// Writes the data and the pages of the method index, unless they would come out as the build before left them, and
/// gives what is kept of them.
fn write_index(
    site: &Site,
    index: &Index,
    shared: Option<&Shared>,
    store: &dyn Store,
) -> Result<IndexFiles, BuildError> {
    let shown = shared.and_then(|_| methods::key(index));
    if let Some(shared) = shared
        && let Some(paths) = shared.index.paths(shown)
        && store.keep(&paths.iter().collect::<Vec<_>>())?
    {
        return Ok(shared.index.clone());
    }
    let files = methods::files(site, index)?;
    let kept = IndexFiles::of(shown, &files);
    put_all(store, files)?;
    Ok(kept)
}

/// Writes generated files.
fn put_all(store: &dyn Store, files: Vec<Artifact>) -> Result<(), BuildError> {
    files
        .into_par_iter()
        .try_for_each(|artifact| store.put(&artifact.path, artifact.body).map_err(BuildError::from))
}
