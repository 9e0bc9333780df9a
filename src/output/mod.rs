//! Where a built site goes: a folder on disk, or memory, for programs that build sites themselves.
//!
//! **Invariant:** never decides what a page is; writes below its root and nowhere else; a folder that docwright did
//! not make is never written to. A build that fails, or is killed before all its files are staged, leaves the old
//! site as it was; one that is killed later is completed by the next.

mod commit;
mod disk;
mod lock;
mod manifest;
mod memo;
mod memory;
mod tree;

use std::fs::File;
use std::path::{Path, PathBuf};

use crate::base::OutPath;

pub use disk::{DiskStore, Written};
pub use manifest::{MARKER, Manifest};
pub use memory::MemoryStore;

/// Takes the files of a site; shared by the threads that render.
pub trait Store: Sync {
    /// Takes a generated file.
    ///
    /// # Errors
    /// When the file cannot be written, or the path was taken already.
    fn put(&self, path: &OutPath, body: Vec<u8>) -> Result<(), OutputError>;

    /// Takes a file that is published as it is: `file`, which lies at `source`. That path is a name and is not opened
    /// again: by now, something else may lie there.
    ///
    /// # Errors
    /// When the source cannot be read, the copy not written, or the path was taken already.
    fn copy(&self, path: &OutPath, source: &Path, file: File) -> Result<(), OutputError>;

    /// Keeps files as the build before left them. `false`: one is not there, or the folder is not known to be
    /// untouched; all of them must be made anew.
    ///
    /// # Errors
    /// When a path was taken already.
    fn keep(&self, paths: &[&OutPath]) -> Result<bool, OutputError>;
}

/// Why an output folder could not be used or written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The folder has files in it and no marker of ours.
    #[error("{0} is not empty and was not made by docwright")]
    NotOwned(PathBuf),
    /// The folder is the root of the file system, or the sources lie in it.
    #[error("{0} cannot be an output folder: the sources lie in it")]
    HoldsSources(PathBuf),
    /// Another build has the folder.
    #[error("another build is writing to {0}")]
    Locked(PathBuf),
    /// Two artifacts with one path.
    #[error("two outputs have the path {0}")]
    Taken(OutPath),
    /// The system said no.
    #[error("{path}: {source}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
}

impl OutputError {
    /// An error of the system about a file, for `map_err`.
    pub(crate) fn io(path: &Path) -> impl FnOnce(std::io::Error) -> OutputError + '_ {
        move |source| OutputError::Io { path: path.to_owned(), source }
    }
}
