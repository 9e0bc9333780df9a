//! The reference engine's shapes: `--compat docfx`.
//!
//! **Invariant:** shapes only; what differs from [`super::article`] differs here and nowhere else.

mod authors;
mod blocks;
mod load;
mod writer;

use std::sync::Arc;

use crate::base::{DocPath, FileId};
use crate::diag::Warned;
use crate::docset::{NodeRef, PageView};
use crate::markdown::ParseOptions;

use super::walk::walk;
use writer::Writer;

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
    /// Leave `<xref>` elements and authors' HTML for a later stage instead of writing what they resolved to.
    pub raw_xrefs: bool,
    /// Learn's engine: sanitised author HTML, `data-linktype`, resolved version zones.
    pub learn: bool,
}

/// One page and its includes, before links are resolved.
pub fn page(loader: &dyn Loader, path: &DocPath, options: &ParseOptions) -> Warned<String> {
    let mut view = unresolved(loader, path, options);
    let compat = CompatOptions { raw_xrefs: true, learn: false };
    let value = write(&view, &compat, options);
    Warned { value, diagnostics: std::mem::take(&mut view.diagnostics) }
}

/// The view of one page outside of any docset: includes and code read, links as they are written.
pub fn unresolved(loader: &dyn Loader, path: &DocPath, options: &ParseOptions) -> PageView {
    load::load(loader, path, options)
}

/// A resolved page.
pub fn view(view: &PageView, options: &CompatOptions) -> String {
    write(view, options, &ParseOptions::default())
}

/// Some nodes of a resolved page.
pub fn fragment(view: &PageView, nodes: &[NodeRef], options: &CompatOptions) -> String {
    let mut writer = Writer::new(view, *options, &[], 0);
    walk(view, nodes.iter().copied(), &mut writer);
    writer.finish()
}

fn write(view: &PageView, options: &CompatOptions, parse: &ParseOptions) -> String {
    let size = view.docs.iter().map(|o| o.doc.source.len()).sum::<usize>();
    let mut writer = Writer::new(view, *options, &parse.alerts, size + size / 4);
    walk(view, [PageView::ROOT], &mut writer);
    writer.finish()
}
