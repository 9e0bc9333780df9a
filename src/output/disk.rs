//! A site on disk, staged beside its folder and swapped in.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashSet;

use crate::base::{Hash128, OutPath};

use super::lock::Lock;
use super::manifest::{MARKER, Manifest};
use super::swap::{recover, sibling, swap};
use super::{OutputError, Store, memo, tree};

/// What a commit did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Written {
    /// Files in the site.
    pub files: usize,
    /// Of these, generated or copied anew.
    pub changed: usize,
    /// Files of the former build that are gone.
    pub removed: usize,
    /// Bytes of the files that were generated or copied anew.
    pub bytes: u64,
}

#[derive(Debug, Default)]
struct Taken {
    files: BTreeMap<OutPath, Hash128>,
    changed: usize,
    bytes: u64,
}

/// A build's hold on an output folder. Dropped without [`DiskStore::commit`], it leaves the folder as it was.
#[derive(Debug)]
pub struct DiskStore {
    out: PathBuf,
    stage: PathBuf,
    before: Option<Manifest>,
    taken: Mutex<Taken>,
    folders: Mutex<FxHashSet<String>>,
    _lock: Lock,
}

impl DiskStore {
    /// Takes hold of `out` for a build whose sources lie in `sources`.
    ///
    /// # Errors
    /// When the folder is not ours, holds the sources, is locked by another build, or cannot be prepared.
    pub fn open(out: &Path, sources: &Path) -> Result<Self, OutputError> {
        let out = std::path::absolute(out).map_err(OutputError::io(out))?;
        let sources = std::path::absolute(sources).map_err(OutputError::io(sources))?;
        if out.parent().is_none() || sources.starts_with(&out) {
            return Err(OutputError::HoldsSources(out));
        }
        if let Some(parent) = out.parent() {
            fs::create_dir_all(parent).map_err(OutputError::io(parent))?;
        }
        let lock = Lock::hold(sibling(&out, "lock"), &out)?;
        recover(&out).map_err(OutputError::io(&out))?;
        let before = Manifest::read(&out);
        if before.is_none() && !is_vacant(&out).map_err(OutputError::io(&out))? {
            return Err(OutputError::NotOwned(out));
        }
        let stage = sibling(&out, "stage");
        fs::create_dir_all(&stage).map_err(OutputError::io(&stage))?;
        Ok(DiskStore { out, stage, before, taken: Mutex::default(), folders: Mutex::default(), _lock: lock })
    }

    /// Swaps the staged site in. A site that is the same file for file is left untouched.
    ///
    /// # Errors
    /// When the system refuses; the old site is then still in place.
    pub fn commit(&self) -> Result<Written, OutputError> {
        let taken = std::mem::take(&mut *self.taken.lock().unwrap_or_else(PoisonError::into_inner));
        let manifest = Manifest { files: taken.files };
        let before = self.before.as_ref().map(|m| &m.files);
        let removed =
            before.map_or(0, |old| old.keys().filter(|path| !manifest.files.contains_key(*path)).count());
        let written =
            Written { files: manifest.files.len(), changed: taken.changed, removed, bytes: taken.bytes };
        if self.before.is_some() && taken.changed == 0 && removed == 0 {
            return Ok(written);
        }
        let marker = self.stage.join(MARKER);
        fs::write(&marker, manifest.to_json()).map_err(OutputError::io(&marker))?;
        let old = swap(&self.stage, &self.out).map_err(OutputError::io(&self.out))?;
        if let Some(old) = old {
            fs::remove_dir_all(&old).map_err(OutputError::io(&old))?;
        }
        Ok(written)
    }

    /// A key over the files in the output folder; `None` when there are none to be read. It changes when somebody
    /// touches one of them.
    pub fn fingerprint(&self) -> Option<Hash128> {
        tree::fingerprint(&self.out)
    }

    /// What the last build of this folder left with [`DiskStore::remember`].
    pub fn recall(&self) -> Option<Vec<u8>> {
        self.before.as_ref()?;
        memo::read(&self.out)
    }

    /// Leaves something for the next build, beside the folder. Where that cannot be written, nothing is left.
    pub fn remember(&self, body: &[u8]) {
        // Not worth failing a build that is done.
        let _ = memo::write(&self.out, body);
    }

    /// The output folder, absolute.
    pub fn folder(&self) -> &Path {
        &self.out
    }

    /// Takes note of a file; whether the former build had the same one, which is then linked into the stage.
    fn take(&self, path: &OutPath, hash: Hash128, bytes: u64) -> Result<bool, OutputError> {
        let same = self.before.as_ref().is_some_and(|m| m.files.get(path) == Some(&hash));
        self.make_folder(path)?;
        let linked =
            same && fs::hard_link(self.out.join(path.as_str()), self.stage.join(path.as_str())).is_ok();
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if taken.files.insert(path.clone(), hash).is_some() {
            return Err(OutputError::Taken(path.clone()));
        }
        if !linked {
            taken.changed += 1;
            taken.bytes += bytes;
        }
        Ok(linked)
    }

    fn make_folder(&self, path: &OutPath) -> Result<(), OutputError> {
        let folder = path.folder();
        let known = |set: &FxHashSet<String>| folder.is_empty() || set.contains(folder);
        if known(&self.folders.lock().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(());
        }
        let full = self.stage.join(folder);
        fs::create_dir_all(&full).map_err(OutputError::io(&full))?;
        self.folders.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned());
        Ok(())
    }
}

impl Store for DiskStore {
    fn put(&self, path: &OutPath, body: Vec<u8>) -> Result<(), OutputError> {
        if self.take(path, Hash128::of(&body), body.len() as u64)? {
            return Ok(());
        }
        let full = self.stage.join(path.as_str());
        fs::write(&full, body).map_err(OutputError::io(&full))
    }

    fn copy(&self, path: &OutPath, source: &Path) -> Result<(), OutputError> {
        let (key, size) = copy_key(source)?;
        if self.take(path, key, size)? {
            return Ok(());
        }
        let full = self.stage.join(path.as_str());
        fs::copy(source, &full).map_err(OutputError::io(source))?;
        Ok(())
    }
}

impl Drop for DiskStore {
    fn drop(&mut self) {
        // After a commit the stage is gone; after a failure this is all that is left of the attempt. What cannot
        // be removed now is removed by the next build.
        let _ = fs::remove_dir_all(&self.stage);
    }
}

/// The key of a copied file: its size and modification time, so that pictures are never read through memory.
fn copy_key(source: &Path) -> Result<(Hash128, u64), OutputError> {
    let meta = fs::metadata(source).map_err(OutputError::io(source))?;
    let modified = meta.modified().ok().and_then(|t| t.duration_since(std::time::UNIX_EPOCH).ok());
    let nanos = modified.map_or(0, |d| d.as_nanos());
    let key = Hash128::of(format!("{}:{nanos}:{}", meta.len(), source.display()).as_bytes());
    Ok((key, meta.len()))
}

/// Whether `folder` does not exist or has nothing in it.
fn is_vacant(folder: &Path) -> std::io::Result<bool> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(true),
        Err(e) => Err(e),
    }
}
