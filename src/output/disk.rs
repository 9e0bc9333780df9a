//! A site on disk: what changes is staged beside its folder and moved in once all of it is there.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashSet;

use crate::base::{Hash128, OutPath};

use super::commit::{self, sibling};
use super::lock::Lock;
use super::manifest::{MARKER, Manifest};
use super::tree::{State, States};
use super::{OutputError, Store, memo, tree};

/// The memo with the key over the folder as the last build left it.
const SEAL: &str = "seal";

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
    /// Those that were staged, and how they look.
    staged: Vec<(OutPath, Option<State>)>,
    bytes: u64,
}

/// A build's hold on an output folder. Dropped without [`DiskStore::commit`], it leaves the folder as it was.
#[derive(Debug)]
pub struct DiskStore {
    out: PathBuf,
    stage: PathBuf,
    before: Option<Manifest>,
    /// The files of the folder, if nobody has changed one since the build that left it.
    untouched: Option<States>,
    /// The key over the folder as this build leaves it, when that is known.
    seal: Mutex<Option<Hash128>>,
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
        commit::recover(&out).map_err(OutputError::io(&out))?;
        let before = Manifest::read(&out);
        if before.is_none() && !is_vacant(&out).map_err(OutputError::io(&out))? {
            return Err(OutputError::NotOwned(out));
        }
        let stage = commit::stage(&out);
        fs::create_dir_all(&stage).map_err(OutputError::io(&stage))?;
        let untouched = if before.is_some() { as_left(&out) } else { None };
        Ok(DiskStore {
            out,
            stage,
            before,
            untouched,
            seal: Mutex::default(),
            taken: Mutex::default(),
            folders: Mutex::default(),
            _lock: lock,
        })
    }

    /// Moves what was staged into the folder. A site that is the same file for file is left untouched.
    ///
    /// # Errors
    /// When the system refuses. The next build of the folder carries a commit through that had begun.
    pub fn commit(&self) -> Result<Written, OutputError> {
        let taken = std::mem::take(&mut *self.taken.lock().unwrap_or_else(PoisonError::into_inner));
        let Taken { files, staged, bytes } = taken;
        let (manifest, changed) = (Manifest { files }, staged.len());
        let left_out = |path: &&OutPath| !manifest.files.contains_key(*path);
        let former = self.before.iter().flat_map(|m| m.files.keys());
        let mut gone: Vec<OutPath> = former.filter(left_out).cloned().collect();
        let removed = gone.len();
        if self.before.is_some() && self.untouched.is_none() {
            gone = tree::files(&self.out).iter().filter(left_out).cloned().collect();
        }
        let written = Written { files: manifest.files.len(), changed, removed, bytes };
        if self.before.is_some() && changed == 0 && gone.is_empty() && removed == 0 {
            self.close(self.untouched.as_ref());
            return Ok(written);
        }
        // Until the caller seals it again, nobody can say that the folder is as it was left.
        memo::remove(&self.out, SEAL);
        let marker = self.stage.join(MARKER);
        let state = write(&marker, &manifest.to_json())?;
        let left = self.left(&gone, staged, state);
        let done = match self.before {
            None => commit::place(&self.out),
            Some(_) => commit::commit(&self.out, &gone),
        };
        done.map_err(OutputError::io(&self.out))?;
        self.close(left.as_ref());
        Ok(written)
    }

    /// Keeps the key over the files that are in the folder now, where they are `known`.
    fn close(&self, known: Option<&States>) {
        *self.seal.lock().unwrap_or_else(PoisonError::into_inner) = known.map(tree::key);
    }

    /// The files of the folder after a commit, if that is known without looking at them.
    fn left(
        &self,
        gone: &[OutPath],
        staged: Vec<(OutPath, Option<State>)>,
        marker: Option<State>,
    ) -> Option<States> {
        let mut states = match (&self.before, &self.untouched) {
            (Some(_), None) => return None,
            (_, untouched) => untouched.clone().unwrap_or_default(),
        };
        for path in gone {
            states.remove(path.as_str());
        }
        for (path, state) in staged {
            states.insert(path.to_string(), state?);
        }
        states.insert(MARKER.to_owned(), marker?);
        Some(states)
    }

    /// Whether every file of the folder is as the last build left it.
    pub fn is_untouched(&self) -> bool {
        self.untouched.is_some()
    }

    /// What the last build of this folder left under `name`, whatever has become of the folder since.
    pub fn recall(&self, name: &str) -> Option<Vec<u8>> {
        self.before.as_ref()?;
        memo::read(&self.out, name)
    }

    /// Leaves something for the next build, beside the folder. Where that cannot be written, nothing is left.
    pub fn remember(&self, name: &str, pieces: &[impl AsRef<[u8]>]) {
        // Not worth failing a build that is done.
        let _ = memo::write(&self.out, name, pieces);
    }

    /// Notes that the folder is as this build left it. The last thing to do: what is remembered belongs to it.
    pub fn seal(&self) {
        let known = self.seal.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(key) = known.or_else(|| Some(tree::key(&tree::states(&self.out)?))) {
            self.remember(SEAL, &[key.to_string()]);
        }
    }

    /// The output folder, absolute.
    pub fn folder(&self) -> &Path {
        &self.out
    }

    /// Takes note of a file; whether it lies in the folder already and need not be written. `is_there` compares it
    /// with a file of the folder, for folders that somebody has touched.
    fn take(
        &self,
        path: &OutPath,
        hash: Hash128,
        bytes: u64,
        is_there: impl FnOnce(&Path) -> bool,
    ) -> Result<bool, OutputError> {
        let same = match &self.before {
            Some(before) if self.untouched.is_some() => before.files.get(path) == Some(&hash),
            Some(_) => is_there(&self.out.join(path.as_str())),
            None => false,
        };
        if !same {
            self.make_folder(path)?;
        }
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if taken.files.insert(path.clone(), hash).is_some() {
            return Err(OutputError::Taken(path.clone()));
        }
        if !same {
            taken.bytes += bytes;
        }
        Ok(same)
    }

    /// Takes note of how a file looks that was staged.
    fn note(&self, path: &OutPath, state: Option<State>) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.staged.push((path.clone(), state));
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
        let is_there = |file: &Path| fs::read(file).is_ok_and(|there| there == body);
        if self.take(path, Hash128::of(&body), body.len() as u64, is_there)? {
            return Ok(());
        }
        self.note(path, write(&self.stage.join(path.as_str()), &body)?);
        Ok(())
    }

    fn copy(&self, path: &OutPath, source: &Path, mut file: File) -> Result<(), OutputError> {
        let (key, size) = copy_key(source, &file)?;
        let is_there = |there: &Path| is_same(there, &file).unwrap_or(false);
        if self.take(path, key, size, is_there)? {
            return Ok(());
        }
        let full = self.stage.join(path.as_str());
        let mut copy = File::create(&full).map_err(OutputError::io(&full))?;
        file.rewind().and_then(|()| io::copy(&mut file, &mut copy)).map_err(OutputError::io(source))?;
        self.note(path, copy.metadata().ok().as_ref().and_then(State::of));
        Ok(())
    }

    fn keep(&self, paths: &[&OutPath]) -> Result<bool, OutputError> {
        let Some(former) = self.before.as_ref().filter(|_| self.is_untouched()) else { return Ok(false) };
        let hashes: Option<Vec<Hash128>> =
            paths.iter().map(|path| former.files.get(*path).copied()).collect();
        let Some(hashes) = hashes else { return Ok(false) };
        for (path, hash) in paths.iter().zip(hashes) {
            self.take(path, hash, 0, |_| true)?;
        }
        Ok(true)
    }
}

impl Drop for DiskStore {
    fn drop(&mut self) {
        // After a commit the stage is gone; after a failure this is all that is left of the attempt. What cannot
        // be removed now is removed by the next build.
        let _ = fs::remove_dir_all(&self.stage);
    }
}

/// The files of `out`, if they are those that the last build sealed.
fn as_left(out: &Path) -> Option<States> {
    let sealed = memo::read(out, SEAL)?;
    tree::states(out).filter(|states| tree::key(states).to_string().as_bytes() == sealed)
}

/// Writes a new file and tells how it looks.
fn write(path: &Path, body: &[u8]) -> Result<Option<State>, OutputError> {
    let put = || {
        let mut file = File::create(path)?;
        file.write_all(body)?;
        Ok(file.metadata().ok().as_ref().and_then(State::of))
    };
    put().map_err(OutputError::io(path))
}

/// The key of a copied file: its size and modification time, so that pictures are never read through memory.
fn copy_key(source: &Path, file: &File) -> Result<(Hash128, u64), OutputError> {
    let meta = file.metadata().map_err(OutputError::io(source))?;
    let modified = meta.modified().ok().and_then(|t| t.duration_since(std::time::UNIX_EPOCH).ok());
    let nanos = modified.map_or(0, |d| d.as_nanos());
    let key = Hash128::of(format!("{}:{nanos}:{}", meta.len(), source.display()).as_bytes());
    Ok((key, meta.len()))
}

/// Whether a file at a path has the bytes of `file`. Files may be large, so neither is read whole.
fn is_same(there: &Path, file: &File) -> io::Result<bool> {
    let former = File::open(there)?;
    if former.metadata()?.len() != file.metadata()?.len() {
        return Ok(false);
    }
    let (mut former, mut file) = (BufReader::new(former), BufReader::new(file));
    loop {
        let (old, new) = (former.fill_buf()?, file.fill_buf()?);
        let length = old.len().min(new.len());
        if length == 0 {
            return Ok(old.len() == new.len());
        }
        if old.get(..length) != new.get(..length) {
            return Ok(false);
        }
        former.consume(length);
        file.consume(length);
    }
}

/// Whether `folder` does not exist or has nothing in it.
fn is_vacant(folder: &Path) -> io::Result<bool> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(e) => Err(e),
    }
}
