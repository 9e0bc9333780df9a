//! Configuration: `site.toml`, `docfx.json`, `.openpublishing.*` to one checked [`Config`].
//!
//! **Invariant:** opens no file; texts come through [`Folder`], which `source` implements. Knows nothing of pages
//! beyond their paths.

mod docfx_json;
mod docset;
pub mod glob;
mod index;
pub mod json;
mod learn;
mod load;
mod markdown_options;
mod overlay;
mod places;
mod publish;
mod redirects;
mod rules;
mod sensitive;
mod settle;
mod site;
mod site_toml;

use std::sync::Arc;

pub use docset::{
    Dependency, DocsetConfig, EditTarget, FileMapping, FileMetadata, Group, Mapped, MappedKind, MonikerRange,
    UnlistedPage, XrefMap, content_kind, is_toc_name,
};
pub use glob::{Glob, GlobError, GlobOptions, GlobSet};
pub use index::{
    EntryLevel, FacetKind, FacetSetting, IndexConfig, IndexSet, Placement, TableView, TraitsConfig,
};
pub use learn::{LearnConfig, LearnDependency, OneOrMany, UrlType};
pub use load::{bare, load};
pub use places::Places;
pub use publish::FILE_NAME as PUBLISH_FILE_NAME;
pub use redirects::Redirect;
pub use rules::{Decision, Level, RuleOptions, RuleSetting, RuleTable, Rules};
pub use settle::settle;
pub use site::{
    BuildConfig, ColorScheme, Direction, FileMetadataSetting, GitConfig, LinksConfig, MarkdownConfig,
    MetadataConfig, MetadataRule, NavLink, SearchConfig, SiteConfig, SiteInfo, ThemeConfig, VersionRange,
    VersionSetting, VersionsConfig,
};

pub use site_toml::{read as read_site_toml, schema};

use crate::base::{DocPath, FileId, Span};

/// Everything that is configured.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// `site.toml`, or its defaults.
    pub site: SiteConfig,
    /// The folder of `site.toml`, from the workspace root; without one the folder that was named.
    pub site_root: DocPath,
    /// The `site.toml`, to attach findings to.
    pub site_file: Option<FileId>,
    /// The docsets, ordered as the publish configuration has them, else by path. Docsets without files are left out.
    pub docsets: Vec<DocsetConfig>,
    /// Redirection files that the publish configuration lists, and where.
    redirection_files: Vec<(DocPath, Span)>,
}

impl Config {
    /// Whether pages are written as Markdown too: as `site.toml` says, else where no docset has a `docfx.json`.
    pub fn writes_markdown(&self) -> bool {
        let own = || self.docsets.iter().all(|docset| docset.file.is_none());
        self.site.build.markdown.unwrap_or_else(own)
    }

    /// The docset that a file belongs to: the one with the deepest folder around it.
    pub fn docset_of(&self, path: &DocPath) -> Option<&DocsetConfig> {
        self.docsets
            .iter()
            .filter(|docset| path.strip_prefix(&docset.root).is_some())
            .max_by_key(|docset| docset.root.as_str().len())
    }
}

/// The files of the workspace as the configuration sees them; `source` implements it.
pub trait Folder {
    /// Whether there is a file at `path`.
    fn is_file(&self, path: &DocPath) -> bool;
    /// Whether there is a folder at `path`.
    fn is_folder(&self, path: &DocPath) -> bool;
    /// The folders at or below `path` that have a `docfx.json`, ordered.
    fn docfx_folders(&mut self, path: &DocPath) -> Vec<DocPath>;
    /// The text of a file, registered so that findings can point into it; `None` when it is missing or unreadable
    /// (which the implementor reports).
    fn text(&mut self, path: &DocPath) -> Option<(FileId, Arc<str>)>;
}

/// The one of `known` that `name` was most likely meant to be.
fn nearest<'k>(name: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let lower = name.to_lowercase();
    let scored = known.map(|k| (strsim::damerau_levenshtein(&lower, &k.to_lowercase()), k));
    let (distance, best) = scored.min_by_key(|(distance, _)| *distance)?;
    (distance <= (name.chars().count() / 3).clamp(1, 4)).then_some(best)
}
