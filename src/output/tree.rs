//! What lies in a finished folder, so that a later build can tell whether somebody touched it.

use std::fs::Metadata;
use std::path::Path;
use std::time::UNIX_EPOCH;

use xxhash_rust::xxh3::Xxh3;

use crate::base::Hash128;

/// A key over the names, sizes and modification times of every file below `folder`. `None` when it cannot be read.
///
/// Times count in whole seconds: archives, by which CI services carry folders from run to run, keep no more.
pub(super) fn fingerprint(folder: &Path) -> Option<Hash128> {
    let mut hasher = Xxh3::new();
    for entry in walkdir::WalkDir::new(folder).min_depth(1).sort_by_file_name() {
        let entry = entry.ok()?;
        // What is in a folder counts, not the folder: entries come and go in it while a site is swapped in.
        if entry.file_type().is_dir() {
            continue;
        }
        let meta = entry.metadata().ok()?;
        let path = entry.path().strip_prefix(folder).ok()?;
        hasher.update(path.as_os_str().as_encoded_bytes());
        hasher.update(&[0]);
        hasher.update(&meta.len().to_le_bytes());
        hasher.update(&seconds(&meta)?.to_le_bytes());
    }
    Some(Hash128(hasher.digest128()))
}

fn seconds(meta: &Metadata) -> Option<u64> {
    Some(meta.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_secs())
}
