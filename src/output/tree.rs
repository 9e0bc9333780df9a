//! What lies in a finished folder, so that a later build can tell whether somebody touched it.

use std::fs::Metadata;
use std::path::Path;
use std::time::UNIX_EPOCH;

use xxhash_rust::xxh3::Xxh3;

use crate::base::{Hash128, OutPath};

use super::manifest::MARKER;

/// A key over the names, sizes and modification times of every file below `folder`. `None` when it cannot be read.
///
/// Times count in whole seconds: archives, by which CI services carry folders from run to run, keep no more.
pub(super) fn fingerprint(folder: &Path) -> Option<Hash128> {
    let mut hasher = Xxh3::new();
    for entry in walkdir::WalkDir::new(folder).min_depth(1).sort_by_file_name() {
        let entry = entry.ok()?;
        // What is in a folder counts, not the folder: its own time changes with every entry.
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

/// Every file below `folder` but the marker. Files with names that no output has are left out.
pub(super) fn files(folder: &Path) -> Vec<OutPath> {
    let entries = walkdir::WalkDir::new(folder).min_depth(1).sort_by_file_name().into_iter();
    let names = entries.filter_map(Result::ok).filter(|e| !e.file_type().is_dir()).filter_map(|e| {
        let path = e.path().strip_prefix(folder).ok()?.to_str()?;
        OutPath::new(&path.replace('\\', "/")).filter(|_| path != MARKER)
    });
    names.collect()
}

fn seconds(meta: &Metadata) -> Option<u64> {
    Some(meta.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_secs())
}
