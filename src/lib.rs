//! docwright: a static documentation-site generator for DocFX-style Markdown.
//!
//! The map, in the direction in which data flows:
//!
//! | module | what it does |
//! | --- | --- |
//! | [`base`] | spans, paths, hashes, artifacts |
//! | [`diag`] | diagnostics: type, register of codes, one renderer a format |
//! | [`yaml`] | YAML to data, with limits |
//! | [`config`] | `site.toml`, `docfx.json`, `.openpublishing.*` to one configuration |
//! | [`source`] | the files of a workspace: found, read, kept |
//! | [`markdown`] | one file's text to a document tree |
//! | [`docset`] | everything that needs more than one file |
//! | [`render`] | documents and data to HTML, templates, the theme, what machines read beside the pages |
//! | [`build`] | the order of the stages |
//! | [`output`] | the built site on disk or in memory |
//! | [`search`] | page views to a static full-text index |
//! | [`highlight`] | code to escaped HTML with classed spans |
//! | [`validate`] | rules on content and metadata, from page views |
//! | [`methods`] | the method index and comparison tables, from page views |
//! | `serve` | the preview: a built site on loopback, kept up to date |
//! | [`cli`] | the command line; the only room that prints |

pub mod base;
pub mod build;
pub mod cli;
pub mod config;
pub mod diag;
pub mod docset;
pub mod highlight;
pub mod markdown;
pub mod methods;
pub mod output;
pub mod render;
pub mod search;
#[cfg(feature = "serve")]
pub mod serve;
pub mod source;
pub mod validate;
pub mod yaml;
