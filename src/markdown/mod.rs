//! One file's text to a [`Document`]: DocFX Markdown on top of one pulldown-cmark pass.
//!
//! **Invariant:** pure; knows neither the configuration nor other files. `pulldown_cmark::` appears only here.

mod ast;
mod directive;
mod document;
mod extras;
mod front_matter;
mod grammar;
mod heading;
mod html;
mod lists;
mod options;
mod plan;
pub mod published;
mod request;
mod rewrite;
mod rows;
mod scan;
mod tabs;
mod tree;

use std::sync::Arc;

use crate::base::FileId;

pub use ast::{
    AlertKind, Align, Anchor, Code, Directive, Document, ElementAttributes, Heading, Include, LinkKind,
    LinkRef, Node, NodeId, NodeKind, Snippet, SnippetForm, Tab, Table, TextRef, XrefRef, Zone,
};
pub use document::Children;
pub use front_matter::FrontMatter;
pub use html::{HtmlPiece, html_pieces, image_candidates};
pub use options::{AlertType, Extensions, ParseOptions};

/// Reads one file. Never fails: what is malformed stays text and is told in `diagnostics`.
///
/// Front matter is taken off first; then directives are painted over in a copy of the text, the copy is parsed
/// once, and the events become the tree, with directives back in their places.
pub fn parse(text: Arc<str>, file: FileId, options: &ParseOptions) -> Document {
    let mut doc = Document::empty(text, file);
    let body = if options.front_matter { front_matter::take(&mut doc) } else { 0 };
    plan::read(doc, body, options)
}
