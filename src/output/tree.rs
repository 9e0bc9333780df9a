//! What lies in a finished folder, so that a later build can tell whether somebody touched it.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::path::Path;
use std::time::UNIX_EPOCH;

use xxhash_rust::xxh3::Xxh3;

use crate::base::{Hash128, OutPath};

use super::manifest::MARKER;

/// What tells that a file was not touched.
///
/// Times count in whole seconds: archives, by which CI services carry folders from run to run, keep no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct State {
    size: u64,
    seconds: u64,
}

impl State {
    /// The state of a file; `None` where the system keeps no times.
    pub(super) fn of(meta: &Metadata) -> Option<State> {
        let modified = meta.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        Some(State { size: meta.len(), seconds: modified.as_secs() })
    }
}

/// The files of a folder by their paths in it.
pub(super) type States = BTreeMap<String, State>;

/// Every file below `folder`. `None` when it cannot be read, or has files that no build writes.
pub(super) fn states(folder: &Path) -> Option<States> {
    let mut states = States::new();
    for entry in walkdir::WalkDir::new(folder).min_depth(1) {
        let entry = entry.ok()?;
        // What is in a folder counts, not the folder: its own time changes with every entry.
        if entry.file_type().is_dir() {
            continue;
        }
        let path = entry.path().strip_prefix(folder).ok()?.to_str()?.replace('\\', "/");
        states.insert(path, State::of(&entry.metadata().ok()?)?);
    }
    Some(states)
}

/// A key over the names, sizes and modification times of files.
pub(super) fn key(states: &States) -> Hash128 {
    let mut hasher = Xxh3::new();
    for (path, State { size, seconds }) in states {
        hasher.update(path.as_bytes());
        hasher.update(&[0]);
        hasher.update(&size.to_le_bytes());
        hasher.update(&seconds.to_le_bytes());
    }
    Hash128(hasher.digest128())
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
