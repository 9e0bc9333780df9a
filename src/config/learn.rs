//! `[learn]` in `site.toml`: the settings of Microsoft Learn's build that change what a site says. Names are Learn's.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::rules::RuleSetting;

/// `[learn]`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct LearnConfig {
    /// Name of the docset.
    pub name: Option<String>,
    /// Product the docset belongs to.
    pub product: Option<String>,
    /// How addresses look.
    pub url_type: UrlType,
    /// Host that pages are published on; without scheme.
    pub host_name: Option<String>,
    /// Another host whose links count as the site's own.
    pub alternative_host_name: Option<String>,
    /// Host of cross-reference targets.
    pub xref_host_name: Option<String>,
    /// Take the host off links to it.
    pub remove_host_name: bool,
    /// Path of the docset on the host: `/product`.
    pub base_path: Option<String>,
    /// Lower-case addresses.
    pub lower_case_url: bool,
    /// Put `?view=` with the newest version into canonical addresses.
    pub is_canonical_url_with_moniker: bool,
    /// Language of the pages: `en-us`.
    pub locale: Option<String>,
    /// Checkout of the source language, for files that are not translated.
    pub fallback_repository: Option<String>,
    /// Path of the file that defines monikers, or the definition itself.
    pub moniker_definition: Option<Value>,
    /// Which files belong to which versions; the last glob that fits counts.
    pub moniker_range: Vec<super::site::VersionRange>,
    /// Folders of other repositories by name.
    pub dependencies: IndexMap<String, LearnDependency>,
    /// Folder with schemas and texts of structured pages.
    pub template: Option<String>,
    /// Levels of findings.
    pub rules: IndexMap<String, RuleSetting>,
    /// Which files' document ids come from which path and depot.
    pub document_urls: Option<Value>,
    /// Treat warnings as errors.
    pub warnings_as_errors: bool,
    /// Most errors shown of one file.
    pub max_file_errors: Option<u32>,
    /// Most warnings shown of one file.
    pub max_file_warnings: Option<u32>,
    /// Most suggestions shown of one file.
    pub max_file_suggestions: Option<u32>,
    /// Most infos shown of one file.
    pub max_file_infos: Option<u32>,
    /// JSON Schema files for metadata.
    pub metadata_schema: Option<OneOrMany>,
    /// File with content rules.
    pub markdown_validation_rules: Option<String>,
    /// File with rules for the build's own findings.
    pub build_validation_rules: Option<String>,
    /// File with lists of allowed metadata values.
    pub allowlists: Option<String>,
    /// Sites that each element may load from or lead to: `https://host`, `http://*` (`https` too), `*.host`,
    /// `data:image/*`. An element that is not named may use all.
    pub trusted_domains: IndexMap<String, Vec<String>>,
    /// Elements that pages may use, with their attributes.
    pub allowed_html: Option<Value>,
    /// Repository for "edit this page".
    pub edit_repository_url: Option<String>,
    /// Branch for "edit this page".
    pub edit_repository_branch: Option<String>,
    /// Users that are not named as contributors.
    pub exclude_contributors: Vec<String>,
    /// Look contributors up.
    pub resolve_github_users: Option<bool>,
    /// Table of users that stands for the look-up.
    pub github_users: Option<String>,
    /// Take the commit's build time as the time of change.
    pub update_time_as_commit_build_time: bool,
}

impl Default for LearnConfig {
    fn default() -> Self {
        LearnConfig {
            name: None,
            product: None,
            url_type: UrlType::Docs,
            host_name: None,
            alternative_host_name: None,
            xref_host_name: None,
            remove_host_name: false,
            base_path: None,
            lower_case_url: true,
            is_canonical_url_with_moniker: false,
            locale: None,
            fallback_repository: None,
            moniker_definition: None,
            moniker_range: Vec::new(),
            dependencies: IndexMap::new(),
            template: None,
            rules: IndexMap::new(),
            document_urls: None,
            warnings_as_errors: false,
            max_file_errors: None,
            max_file_warnings: None,
            max_file_suggestions: None,
            max_file_infos: None,
            metadata_schema: None,
            markdown_validation_rules: None,
            build_validation_rules: None,
            allowlists: None,
            trusted_domains: IndexMap::new(),
            allowed_html: None,
            edit_repository_url: None,
            edit_repository_branch: None,
            exclude_contributors: Vec::new(),
            resolve_github_users: None,
            github_users: None,
            update_time_as_commit_build_time: false,
        }
    }
}

/// How addresses look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum UrlType {
    /// `/a`
    #[default]
    #[serde(alias = "Docs")]
    Docs,
    /// `/a/`
    #[serde(alias = "Pretty")]
    Pretty,
    /// `/a.html`
    #[serde(alias = "Ugly")]
    Ugly,
}

/// `[learn.dependencies]`
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct LearnDependency {
    /// Its pages are published with the docset's.
    pub include_in_build: bool,
}

/// A text or a list of texts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum OneOrMany {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl OneOrMany {
    /// As a list.
    pub fn as_slice(&self) -> &[String] {
        match self {
            OneOrMany::One(one) => std::slice::from_ref(one),
            OneOrMany::Many(many) => many,
        }
    }
}
