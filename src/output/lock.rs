//! One build at a time for a folder: a locked file beside it.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use super::OutputError;

/// A lock that is held. Dropped, it leaves nothing behind.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    // Held, not read: the lock ends when the file is closed.
    _file: File,
}

impl Lock {
    /// Takes the lock at `path`, for builds of `out`.
    pub(super) fn hold(path: PathBuf, out: &Path) -> Result<Self, OutputError> {
        let file = File::create(&path).map_err(OutputError::io(&path))?;
        match file.try_lock() {
            Ok(()) => Ok(Lock { path, _file: file }),
            Err(TryLockError::WouldBlock) => Err(OutputError::Locked(out.to_owned())),
            Err(TryLockError::Error(e)) => Err(OutputError::io(&path)(e)),
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // One that stays is taken over by the next build.
        let _ = fs::remove_file(&self.path);
    }
}
