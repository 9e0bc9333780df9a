//! The reference engine's shapes: `--compat docfx`.

use std::sync::Arc;

use crate::base::{DocPath, FileId};
use crate::diag::Warned;
use crate::docset::PageView;
use crate::markdown::ParseOptions;

/// Reads the files that one page needs; confined to the docset by whoever implements it.
pub trait Loader {
    /// The text of a file.
    fn read(&self, path: &DocPath) -> Option<Arc<str>>;

    /// The id that findings about the file carry; `None` for files that hold code.
    fn file(&self, path: &DocPath) -> Option<FileId>;
}

/// What [`view`] writes for links and cross references.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CompatOptions {
    /// Leave `<xref>` elements for a later stage instead of writing what they resolved to.
    pub raw_xrefs: bool,
    /// Learn's engine: sanitised author HTML, `data-linktype`, resolved version zones.
    pub learn: bool,
}

/// One page and its includes, before links are resolved.
pub fn page(loader: &dyn Loader, path: &DocPath, options: &ParseOptions) -> Warned<String> {
    let _ = (loader, path, options);
    Warned::default()
}

/// A resolved page.
pub fn view(view: &PageView, options: &CompatOptions) -> String {
    let _ = (view, options);
    String::new()
}
