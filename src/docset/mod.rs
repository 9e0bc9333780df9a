//! Everything that needs more than one file: metadata, includes, snippets, TOCs, cross references, links, routes.
//!
//! **Invariant:** never formats HTML.

mod view;

pub use view::{NodeRef, Occurrence, PageId, PageView, SnippetText, Target};
