//! Redirection files: `.openpublishing.redirection*.json` and their YAML short form.

use crate::base::{DocPath, Span};

/// A source that has moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// The file that was, from the workspace root. When only the letter case of its folders differs from those on
    /// disk, the case on disk.
    pub source: DocPath,
    /// Where the source is named.
    pub source_span: Span,
    /// Where it leads, as written, spaces at both ends taken off: site-absolute, absolute, or relative to the source.
    pub url: String,
    /// Where the target is named.
    pub url_span: Span,
    /// The target takes over the page's identity.
    pub document_id: bool,
    /// Only for these versions; empty: for all.
    pub monikers: Vec<String>,
}
