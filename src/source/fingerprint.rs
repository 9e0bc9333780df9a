//! One key over all that a build reads of a workspace.

use std::path::Path;
use std::time::UNIX_EPOCH;

use rayon::prelude::*;
use xxhash_rust::xxh3::Xxh3;

use super::{Asset, History, SourceFile, Workspace};
use crate::base::Hash128;

impl Workspace {
    /// A key over every file: texts by path and content, in the order of their ids; others, which are not read, by
    /// path, size and modification time; the commit that is checked out, where pages tell
    /// their history. Two workspaces with one key give the same site.
    pub fn fingerprint(&self) -> Hash128 {
        self.key(|_| true, |asset| state(&self.sources.disk_path(&asset.path)))
    }

    /// A key over every file's path, the content of the texts that count, and what `state` says of the files that are
    /// not read.
    pub fn key<S: AsRef<[u8]> + Send>(
        &self,
        counts: impl Fn(&SourceFile) -> bool,
        state: impl Fn(&Asset) -> S + Sync + Send,
    ) -> Hash128 {
        let mut hasher = Xxh3::new();
        let mut part = |bytes: &[u8]| {
            hasher.update(&(bytes.len() as u64).to_le_bytes());
            hasher.update(bytes);
        };
        part(self.root.as_os_str().as_encoded_bytes());
        part(self.start.as_str().as_bytes());
        for file in self.sources.files() {
            part(file.path.as_str().as_bytes());
            if counts(file) {
                part(&file.hash.0.to_le_bytes());
            }
        }
        let states: Vec<S> = self.sources.assets().par_iter().map(state).collect();
        for (asset, state) in self.sources.assets().iter().zip(states) {
            part(asset.path.as_str().as_bytes());
            part(state.as_ref());
        }
        if self.config.site.git.is_on() {
            part(&History::key(&self.root).map_or([0; 16], |key| key.0.to_le_bytes()));
        }
        // What could not be read is in no list, but is said.
        for note in &self.diagnostics {
            part(note.message.as_bytes());
        }
        Hash128(hasher.digest128())
    }
}

/// Size and modification time; zeros when there is no such file.
fn state(path: &Path) -> [u8; 24] {
    let mut out = [0; 24];
    let Ok(meta) = path.metadata() else { return out };
    let modified = meta.modified().ok().and_then(|t| t.duration_since(UNIX_EPOCH).ok());
    let (size, time) = out.split_at_mut(8);
    size.copy_from_slice(&meta.len().to_le_bytes());
    time.copy_from_slice(&modified.map_or(0, |d| d.as_nanos()).to_le_bytes());
    out
}
