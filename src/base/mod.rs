//! Ground types that every stage shares: ids, spans, paths, hashes and artifacts.
//!
//! **Invariant:** nothing here knows about files on disk, Markdown or HTML.

mod artifact;
mod hash;
mod path;
mod shared;
mod span;
pub mod url;

pub use artifact::Artifact;
pub use hash::Hash128;
pub use path::{DocPath, OutPath};
pub use shared::SharedBytes;
pub use span::{FileId, Span};
