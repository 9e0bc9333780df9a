//! The order of the stages. The only place that knows it, and the only one that runs them in parallel.
//!
//! [`load`] opens, parses and assembles a docset to a [`Project`]; [`build`] goes on to write a site or a model,
//! or writes nothing and reports what there is to say. A [`Session`] makes single files on demand, for the preview.

mod findings;
mod listing;
mod methods;
mod model;
mod page;
mod plan;
mod project;
mod session;
mod site;
mod timings;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::diag::Diagnostic;
use crate::docset;
use crate::output::{DiskStore, OutputError, Store, Written};
use crate::render::ThemeError;
use crate::source::OpenError;

pub use project::{Project, load};
pub use session::{Served, Session};
pub use timings::Timings;

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
}

/// How much of what was built.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
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
    /// The docset as it was read; its sources give renderers of findings their frames.
    pub project: Arc<Project>,
    /// Every finding once, levels as configured, ordered by file, place and code.
    pub diagnostics: Vec<Diagnostic>,
    /// How much.
    pub counts: Counts,
    /// The output folder and what was written to it; `None` when nothing was to be written, or two sources have
    /// one output.
    pub output: Option<(PathBuf, Written)>,
    /// The method index; `None` when it is switched off.
    pub index: Option<crate::methods::Index>,
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
    let mut timings = Timings::default();
    let emit = if options.emit == Emit::Model { docset::Emit::Model } else { docset::Emit::Site };
    let project = Arc::new(project::load_timed(&options.dir, None, emit, &mut timings)?);
    let (outcome, output) = match options.emit {
        Emit::Nothing => (site::survey(&project, &mut timings)?, None),
        Emit::Site => {
            let store = open_output(&project, options)?;
            let outcome = site::write(&project, &store, &mut timings)?;
            // Given up, the store leaves the former site in place.
            let output = if outcome.conflicts == 0 { Some(commit(store, &mut timings)?) } else { None };
            (outcome, output)
        }
        Emit::Model => {
            let store = open_output(&project, options)?;
            let outcome = model::write(&project, &store, &mut timings)?;
            (outcome, Some(commit(store, &mut timings)?))
        }
    };
    Ok(finish(project, outcome, output, start, timings))
}

/// Writes a site to a store of the caller's: memory, for the preview.
///
/// # Errors
/// When the folder cannot be opened or the theme not be loaded.
pub fn build_into(dir: &Path, store: &dyn Store) -> Result<Report, BuildError> {
    let start = Instant::now();
    let mut timings = Timings::default();
    let project = Arc::new(project::load_timed(dir, None, docset::Emit::Site, &mut timings)?);
    let outcome = site::write(&project, store, &mut timings)?;
    Ok(finish(project, outcome, None, start, timings))
}

fn open_output(project: &Project, options: &BuildOptions) -> Result<DiskStore, BuildError> {
    let workspace = &project.workspace;
    let out = options.output.clone().unwrap_or_else(|| {
        let config = &workspace.config;
        workspace.root.join(config.site_root.as_str()).join(&config.site.build.output)
    });
    Ok(DiskStore::open(&out, &workspace.root.join(workspace.start.as_str()))?)
}

fn commit(store: DiskStore, timings: &mut Timings) -> Result<(PathBuf, Written), BuildError> {
    let folder = store.folder().to_owned();
    let written = timings.measure("swap", || store.commit())?;
    Ok((folder, written))
}

fn finish(
    project: Arc<Project>,
    outcome: site::Outcome,
    output: Option<(PathBuf, Written)>,
    start: Instant,
    mut timings: Timings,
) -> Report {
    let site::Outcome { diagnostics, counts, index, .. } = outcome;
    let diagnostics = timings.measure("findings", || findings::settle(&project, diagnostics));
    Report { project, diagnostics, counts, output, index, elapsed: start.elapsed(), timings }
}
