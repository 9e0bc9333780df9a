//! The order of the stages. The only place that knows it, and the only one that runs them in parallel.
//!
//! [`load`] opens, parses and assembles a docset to a [`Project`]; [`build`] goes on to write a site or a model,
//! or writes nothing and reports what there is to say. A [`Session`] makes single files on demand, for the preview.

mod everywhere;
mod findings;
mod inputs;
mod kept;
mod known;
mod listing;
mod methods;
mod model;
mod outcome;
mod page;
mod plan;
mod progress;
mod project;
mod recent;
mod record;
mod rules;
mod session;
mod sidebar;
mod site;
mod timings;
mod whole;
mod write;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::diag::Diagnostic;
use crate::docset;
use crate::methods::Candidate;
use crate::output::{DiskStore, OutputError, Store, Written};
use crate::render::ThemeError;
use crate::source::{self, OpenError, OpenOptions, Workspace};

pub use progress::Progress;
pub use project::{Project, load, of_pages};
pub use session::{Served, Session};
pub use timings::Timings;

use known::Known;
use record::Record;

/// What a build writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Emit {
    /// A web site.
    #[default]
    Site,
    /// One JSON file a page, for those who render elsewhere.
    Model,
    /// Nothing: findings only.
    Nothing,
}

/// What to build and how.
#[derive(Debug, Clone, Default)]
pub struct BuildOptions {
    /// The folder the user named: a docset, or a repository with docsets in it.
    pub dir: PathBuf,
    /// The output folder; `None`: `build.output` of the configuration, from its folder.
    pub output: Option<PathBuf>,
    /// What to write.
    pub emit: Emit,
    /// Threads; `None`: one a processor.
    pub jobs: Option<usize>,
    /// Whether the report must have the whole project and the index, even when nothing has changed since the build
    /// before.
    pub whole: bool,
    /// Whether the report must say what discovery looked at and why it refused it. Sets are then looked for even where
    /// the configuration has discovery switched off.
    pub candidates: bool,
    /// What is told how far the build is.
    pub progress: Option<Arc<Progress>>,
}

/// How much of what was built.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Counts {
    /// Pages.
    pub pages: usize,
    /// Redirects, each written as a page.
    pub redirects: usize,
    /// Files copied.
    pub assets: usize,
    /// Comparison tables.
    pub comparisons: usize,
    /// Methods: the entries of all comparisons.
    pub methods: usize,
    /// Links that were checked.
    pub links: usize,
}

/// What a build did and what it had to say.
#[derive(Debug)]
pub struct Report {
    /// The docset as it was read; its sources give renderers of findings their frames. Its catalog is empty when the
    /// build is `unchanged`.
    pub project: Arc<Project>,
    /// Every finding once, levels as configured, ordered by file, place and code.
    pub diagnostics: Vec<Diagnostic>,
    /// How much.
    pub counts: Counts,
    /// The output folder and what was written to it; `None` when nothing was to be written, or two sources have
    /// one output.
    pub output: Option<(PathBuf, Written)>,
    /// The method index; `None` when it is switched off, or the build is `unchanged`.
    pub index: Option<crate::methods::Index>,
    /// What discovery looked at, with the configuration to paste; empty unless it was asked for.
    pub candidates: Vec<(Candidate, String)>,
    /// Whether nothing had changed since the build before, so that nothing was built: findings and counts are those
    /// of that build.
    pub unchanged: bool,
    /// Wall time of all.
    pub elapsed: Duration,
    /// Wall time by stage.
    pub timings: Timings,
}

/// Why nothing was built. Problems of a docset's content are never here; they are findings.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The folder cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The output cannot be written.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// The theme does not load or a template of it fails.
    #[error(transparent)]
    Theme(#[from] ThemeError),
    /// The threads could not be started.
    #[error("cannot start threads: {0}")]
    Threads(String),
}

/// Stack of a worker thread, in bytes. Blocks nest to a limit that needs far less.
const STACK: usize = 16 << 20;

/// Builds a docset.
///
/// # Errors
/// When the folder cannot be opened or the output not be written.
pub fn build(options: &BuildOptions) -> Result<Report, BuildError> {
    let threads = rayon::ThreadPoolBuilder::new()
        .num_threads(options.jobs.unwrap_or(0))
        .stack_size(STACK)
        .build()
        .map_err(|e| BuildError::Threads(e.to_string()))?;
    threads.install(|| run(options))
}

fn run(options: &BuildOptions) -> Result<Report, BuildError> {
    let start = Instant::now();
    let mut timings = Timings::told(options.progress.clone());
    let opened = OpenOptions { output: options.output.clone() };
    let workspace = timings.measure("read", || source::open_with(&options.dir, &opened))?;
    if options.emit == Emit::Nothing {
        let project = project::assemble(workspace, (None, None), docset::Emit::Site, &mut timings);
        let project = Arc::new(project);
        let outcome = write::survey(&project, options.candidates, &mut timings)?;
        return Ok(finish(project, outcome, None, start, timings));
    }
    let store = open_output(&workspace, options)?;
    let key = timings.measure("compare", || inputs::key(&workspace, options.emit));
    if !options.whole
        && let Some(record) = timings.measure("compare", || Record::fitting(&store, key))
    {
        return Ok(unchanged(workspace, &store, record, start, timings));
    }
    let emit = if options.emit == Emit::Model { docset::Emit::Model } else { docset::Emit::Site };
    let known = Known::new(timings.measure("recall", || store.recall(known::NAME)).unwrap_or_default());
    let project = Arc::new(project::assemble(workspace, (None, Some(&known)), emit, &mut timings));
    let held = options.whole.then(|| Arc::clone(&project));
    let (mut outcome, project) = match options.emit {
        Emit::Model => (model::write(&project, &store, &mut timings)?, project),
        _ => {
            let left = timings.measure("recall", || store.recall(kept::NAME)).unwrap_or_default();
            write::site(project, &store, Some(left), &mut timings)?
        }
    };
    drop(held);
    let kept = std::mem::take(&mut outcome.kept);
    // Given up, the store leaves the former site in place.
    let written =
        if outcome.conflicts == 0 { Some(timings.measure("commit", || store.commit())?) } else { None };
    let output = written.map(|written| (store.folder().to_owned(), written));
    let mut report = finish(project, outcome, output, start, timings);
    if let Some(written) = written {
        let Report { counts, diagnostics, timings, project, .. } = &mut report;
        timings.measure("record", || {
            let pages = || store.remember(kept::NAME, &kept);
            let files = || {
                let facts = known.pack(project.catalog.documents());
                if !facts.is_empty() {
                    store.remember(known::NAME, &facts);
                }
                Record::keep(&store, key, *counts, written, diagnostics);
            };
            rayon::join(pages, files);
            store.seal();
        });
        report.elapsed = start.elapsed();
    }
    Ok(report)
}

/// The report of a build that had nothing to do.
fn unchanged(
    workspace: Workspace,
    store: &DiskStore,
    record: Record,
    start: Instant,
    timings: Timings,
) -> Report {
    let Record { counts, files, diagnostics, .. } = record;
    let project = Project {
        workspace,
        catalog: docset::Catalog::default(),
        rules: Arc::default(),
        diagnostics: Vec::new(),
    };
    let written = Written { files, ..Written::default() };
    Report {
        project: Arc::new(project),
        diagnostics,
        counts,
        output: Some((store.folder().to_owned(), written)),
        index: None,
        candidates: Vec::new(),
        unchanged: true,
        elapsed: start.elapsed(),
        timings,
    }
}

/// Where a site keeps themes of its own, if it does.
fn themes_folder(workspace: &Workspace) -> Option<PathBuf> {
    let folder = workspace.root.join(workspace.config.site_root.as_str()).join("themes");
    folder.is_dir().then_some(folder)
}

/// Writes a site to a store of the caller's, such as one in memory; for programs that build sites themselves.
///
/// # Errors
/// When the folder cannot be opened or the theme not be loaded.
pub fn build_into(dir: &Path, store: &dyn Store) -> Result<Report, BuildError> {
    let start = Instant::now();
    let mut timings = Timings::default();
    let project = Arc::new(project::load_timed(dir, None, docset::Emit::Site, &mut timings)?);
    let (outcome, project) = write::site(project, store, None, &mut timings)?;
    Ok(finish(project, outcome, None, start, timings))
}

fn open_output(workspace: &Workspace, options: &BuildOptions) -> Result<DiskStore, BuildError> {
    let out = options.output.clone().unwrap_or_else(|| {
        let config = &workspace.config;
        workspace.root.join(config.site_root.as_str()).join(&config.site.build.output)
    });
    Ok(DiskStore::open(&out, &workspace.root.join(workspace.start.as_str()))?)
}

fn finish(
    project: Arc<Project>,
    outcome: outcome::Outcome,
    output: Option<(PathBuf, Written)>,
    start: Instant,
    mut timings: Timings,
) -> Report {
    let outcome::Outcome { mut diagnostics, counts, index, candidates, whole, .. } = outcome;
    let diagnostics = timings.measure("findings", || {
        if whole {
            diagnostics.extend(findings::idle_comments(&project, &diagnostics));
            diagnostics.extend(findings::idle_patterns(&project));
        }
        findings::settle(&project, diagnostics)
    });
    let elapsed = start.elapsed();
    Report { project, diagnostics, counts, output, index, candidates, unchanged: false, elapsed, timings }
}
