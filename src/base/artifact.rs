//! What stages hand to the output.

use super::OutPath;

/// One file of the built site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// Where it goes, relative to the output folder.
    pub path: OutPath,
    /// Its bytes.
    pub body: Vec<u8>,
}

impl Artifact {
    /// A text file.
    pub fn text(path: OutPath, body: String) -> Self {
        Artifact { path, body: body.into_bytes() }
    }
}
