//! The files of a workspace: found, read and kept. The only reader of documentation.
//!
//! **Invariant:** nothing outside the workspace root is ever read. Immutable once opened.

mod files;

use std::path::{Path, PathBuf};

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
    /// What finding and reading them had to say.
    pub diagnostics: Vec<Diagnostic>,
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

/// Opens the workspace around `dir`.
///
/// # Errors
/// When `dir` is no readable folder. Everything else is a diagnostic.
pub fn open(dir: &Path) -> Result<Workspace, OpenError> {
    let root = dir.canonicalize().map_err(|_| OpenError::NotFound(dir.to_owned()))?;
    Ok(Workspace {
        root,
        start: DocPath::root(),
        config: Config::default(),
        sources: Sources::default(),
        diagnostics: Vec::new(),
    })
}
