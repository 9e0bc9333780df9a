//! What a build left in its folder: the marker that makes the folder ours, and the hash of each file.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::base::{Hash128, OutPath};

/// The marker's name, in the top of an output folder.
pub const MARKER: &str = ".docwright.json";

/// The marker's content.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manifest {
    /// Generated files and their content hashes; copied files have the hash of size and modification time.
    pub files: BTreeMap<OutPath, Hash128>,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    generator: String,
    format: u32,
    files: BTreeMap<String, String>,
}

const FORMAT: u32 = 1;

impl Manifest {
    /// Reads the marker of `folder`. `None` when there is none; an unreadable or foreign one counts as empty.
    pub fn read(folder: &Path) -> Option<Manifest> {
        let text = std::fs::read(folder.join(MARKER)).ok()?;
        let stored: Option<Stored> = serde_json::from_slice(&text).ok();
        let files = stored.filter(|s| s.format == FORMAT).map_or_else(BTreeMap::new, |s| {
            s.files
                .iter()
                .filter_map(|(p, h)| Some((OutPath::new(p)?, Hash128(u128::from_str_radix(h, 16).ok()?))))
                .collect()
        });
        Some(Manifest { files })
    }

    /// The marker's text.
    pub(super) fn to_json(&self) -> Vec<u8> {
        let files = self.files.iter().map(|(p, h)| (p.to_string(), h.to_string())).collect();
        let stored = Stored { generator: "docwright".to_owned(), format: FORMAT, files };
        let mut text = serde_json::to_vec(&stored).unwrap_or_default();
        text.push(b'\n');
        text
    }
}
