//! The files of a workspace: found, read and kept. The only reader of documentation.
//!
//! **Invariant:** nothing outside the workspace root is ever read. Immutable once opened.

mod files;
mod fingerprint;
mod git;
mod history;
mod inside;
mod open;
mod read;
mod walk;

use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use git::{GitError, git, without_filters};
pub use history::{Contributor, History};

pub use files::{Asset, AssetId, Entry, ReadError, SourceFile, Sources};

use crate::base::DocPath;
use crate::config::Config;
use crate::diag::Diagnostic;

/// A repository, or one folder, ready to be read.
#[derive(Debug)]
pub struct Workspace {
    /// The workspace root on disk: the repository's, else the folder that was named.
    pub root: PathBuf,
    /// The folder that was named, from the root.
    pub start: DocPath,
    /// What is configured.
    pub config: Config,
    /// The files.
    pub sources: Sources,
    /// Who changed the files, and when; `None` until [`Workspace::take_history`], and where nobody asks for it.
    pub history: Option<Arc<History>>,
    /// What finding and reading them had to say.
    pub diagnostics: Vec<Diagnostic>,
}

impl Workspace {
    /// The history of the text files, if the configuration asks for it; `former`'s, where that is the same.
    ///
    /// # Errors
    /// When there is none to read: the finding that says so.
    pub fn history_after(&self, former: Option<&Workspace>) -> Result<Option<Arc<History>>, Box<Diagnostic>> {
        let settings = &self.config.site.git;
        if !settings.is_on() {
            return Ok(None);
        }
        let known = former.filter(|f| f.config.site.git == *settings).and_then(|f| f.history.as_ref());
        if let Some(known) = known
            && History::key(&self.root).is_some_and(|key| known.is_of(key))
            && self.sources.files().iter().all(|file| known.has(&file.path))
        {
            return Ok(Some(Arc::clone(known)));
        }
        let mut settings = settings.clone();
        let learn = self.config.site.learn.as_ref();
        settings.exclude_contributors.extend(learn.into_iter().flat_map(|l| l.exclude_contributors.clone()));
        let paths = self.sources.files().iter().map(|file| &file.path);
        History::read(&self.root, paths, &settings).map(|history| Some(Arc::new(history)))
    }

    /// Takes over a history, and says what it lacks.
    pub fn take_history(&mut self, history: Result<Option<Arc<History>>, Box<Diagnostic>>) {
        match history {
            Ok(history) => {
                self.diagnostics.extend(history.as_ref().and_then(|h| h.shortcoming()));
                self.history = history;
            }
            Err(missing) => self.diagnostics.push(*missing),
        }
    }

    /// The new states of edited Markdown files. `None` when a file is new, gone, no Markdown, no plain UTF-8, not merged
    /// or has come to lie elsewhere: then the workspace must be opened again.
    pub fn read_edits(&self, paths: &[DocPath]) -> Option<Vec<SourceFile>> {
        let mut edits = Vec::with_capacity(paths.len());
        for path in paths {
            let file = self.sources.find(path.as_str()).filter(|_| path.has_extension("md"))?;
            let disk = self.sources.disk_path(path);
            // What was inside the root when it was found may have been exchanged for a link that leads out.
            if disk.canonicalize().ok()? != disk {
                return None;
            }
            let text = read::text(&self.root, &disk).ok()?;
            if text.invalid_at.is_some() || text.nul_at.is_some() || text.unmerged_at.is_some() {
                return None;
            }
            edits.push(self.sources.get(file).with(text));
        }
        Some(edits)
    }

    /// Takes over the new states of edited files; all else stays as it was.
    pub fn take_edits(&mut self, edits: Vec<SourceFile>) {
        edits.into_iter().for_each(|file| self.sources.replace(file));
    }
}

/// Why a folder cannot be opened at all.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder does not exist.
    #[error("the folder {0} does not exist")]
    NotFound(PathBuf),
    /// The path names something else than a folder.
    #[error("{0} is not a folder")]
    NotAFolder(PathBuf),
    /// It cannot be read.
    #[error("cannot read {path}")]
    Io {
        /// What was read.
        path: PathBuf,
        /// Why it failed.
        source: std::io::Error,
    },
}

/// What a caller knows beforehand.
#[derive(Debug, Clone, Default)]
pub struct OpenOptions {
    /// Where the site will go, if not where the configuration says: that folder is no source.
    pub output: Option<PathBuf>,
}

/// Opens the workspace around `dir` (or around the folder of a `docfx.json` or `site.toml` that is named).
///
/// # Errors
/// When `dir` is no readable folder. Everything else is a diagnostic.
pub fn open(dir: &Path) -> Result<Workspace, OpenError> {
    open_with(dir, &OpenOptions::default())
}

/// As [`open()`], with options.
///
/// # Errors
/// As for [`open()`].
pub fn open_with(dir: &Path, options: &OpenOptions) -> Result<Workspace, OpenError> {
    open::open(dir, options)
}

#[cfg(test)]
mod tests;
