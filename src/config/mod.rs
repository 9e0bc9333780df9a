//! Configuration: `site.toml`, `docfx.json`, `.openpublishing.*` to one checked [`Config`].
//!
//! **Invariant:** opens no file; texts come through [`Folder`], which `source` implements. Knows nothing of pages
//! beyond their paths.

mod docset;
pub mod glob;
pub mod json;
mod learn;
mod redirects;
mod rules;
mod site;

use std::sync::Arc;

pub use docset::{
    Dependency, DocsetConfig, EditTarget, FileMapping, FileMetadata, Group, Mapped, MappedKind, MonikerRange,
    UnlistedPage, content_kind,
};
pub use glob::{Glob, GlobError, GlobOptions, GlobSet};
pub use learn::{LearnConfig, LearnDependency, OneOrMany, UrlType};
pub use redirects::Redirect;
pub use rules::{Decision, Level, RuleSetting, RuleTable, Rules};
pub use site::{
    BuildConfig, ColorScheme, Direction, EntryLevel, FacetKind, FacetSetting, FileMetadataSetting,
    IndexConfig, IndexSet, LinksConfig, MarkdownConfig, MetadataConfig, NavLink, Placement, SearchConfig,
    SiteConfig, SiteInfo, TableView, ThemeConfig, TraitsConfig, VersionRange, VersionSetting, VersionsConfig,
};

use crate::base::{DocPath, FileId};

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
}

impl Config {
    /// The docset that a file belongs to: the one with the deepest folder around it.
    pub fn docset_of(&self, path: &DocPath) -> Option<&DocsetConfig> {
        self.docsets
            .iter()
            .filter(|docset| path.strip_prefix(&docset.root).is_some())
            .max_by_key(|docset| docset.root.as_str().len())
    }
}

/// The files of the workspace as the configuration sees them.
pub trait Folder {
    /// Every file, ordered.
    fn paths(&self) -> &[DocPath];
    /// The text of a file, registered so that findings can point into it; `None` when it is missing or unreadable
    /// (which the implementor reports).
    fn text(&mut self, path: &DocPath) -> Option<(FileId, Arc<str>)>;
}
