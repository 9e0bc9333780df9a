//! The types of `site.toml`: every key of every section, with its default. The JSON Schema and the check for
//! unknown keys are made from these types, so that a key is written down once.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::index::IndexConfig;
use super::learn::LearnConfig;
use super::places::Places;
use super::rules::{Level, RuleSetting};

/// `site.toml`. Every section may be left out.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SiteConfig {
    /// What the site is called and who speaks.
    pub site: SiteInfo,
    /// What is built and where it goes.
    pub build: BuildConfig,
    /// How it looks.
    pub theme: ThemeConfig,
    /// Which Markdown extensions are on.
    pub markdown: MarkdownConfig,
    /// The method index and its comparison tables.
    pub index: IndexConfig,
    /// The level of findings: a code to a level, or to a table with a level and exceptions.
    pub rules: IndexMap<String, RuleSetting>,
    /// Metadata for pages that do not state it themselves.
    pub metadata: MetadataConfig,
    /// Old address (from the site's root, or a source path) to new address.
    pub redirects: IndexMap<String, String>,
    /// Search.
    pub search: SearchConfig,
    /// Versions of the documented product.
    pub versions: VersionsConfig,
    /// Link checking.
    pub links: LinksConfig,
    /// What pages tell of their history.
    pub git: GitConfig,
    /// Conventions of Microsoft Learn. When the table is there, Learn's rules hold instead of DocFX's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub learn: Option<LearnConfig>,
    /// Where the values stand in the file.
    #[serde(skip)]
    pub places: Places,
}

/// `[site]`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SiteInfo {
    /// Name of the site, in the header and at the end of every page's title. Empty: the docset's name.
    pub title: String,
    /// One sentence for search engines and the home page.
    pub description: String,
    /// Where the site will be published, for example `https://docs.example.org/product/`. Needed for the
    /// sitemap, feeds and canonical links; pages link to one another relatively and do without.
    pub base_url: Option<String>,
    /// BCP 47 language of the pages and of the theme's own words.
    pub language: String,
    /// Direction of writing.
    pub direction: Direction,
    /// Picture in the header, from the content folder.
    pub logo: Option<String>,
    /// Picture in the header on a dark background.
    pub logo_dark: Option<String>,
    /// Icon of the browser's tab, from the content folder.
    pub favicon: Option<String>,
    /// Picture for previews in other programs, from the content folder.
    pub social_image: Option<String>,
    /// HTML at the foot of every page.
    pub footer_html: Option<String>,
    /// Address for "edit this page"; `{path}` is replaced by the source path from the repository's root.
    pub edit_url: Option<String>,
    /// Address of the repository, for a link in the header.
    pub repository: Option<String>,
    /// Line about rights at the foot.
    pub copyright: Option<String>,
    /// Links in the header; when empty they are made from the top of the table of contents.
    pub nav: Vec<NavLink>,
}

impl Default for SiteInfo {
    fn default() -> Self {
        SiteInfo {
            title: String::new(),
            description: String::new(),
            base_url: None,
            language: "en".to_owned(),
            direction: Direction::Auto,
            logo: None,
            logo_dark: None,
            favicon: None,
            social_image: None,
            footer_html: None,
            edit_url: None,
            repository: None,
            copyright: None,
            nav: Vec::new(),
        }
    }
}

/// Direction of writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// As the language has it.
    #[default]
    Auto,
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
}

/// A link of the header.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct NavLink {
    /// What it says.
    pub name: String,
    /// Where it leads: a source path from the content folder, or an address.
    pub href: String,
}

/// `[build]`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct BuildConfig {
    /// Folder of the pages, from the folder of `site.toml`. Of no effect beside a `docfx.json`, whose mappings count.
    pub content: String,
    /// Output folder, from the folder of `site.toml`.
    pub output: String,
    /// Globs of files that are left out, from the content folder.
    pub exclude: Vec<String>,
    /// The lowest level of findings that makes a build fail.
    pub fail_on: Level,
    /// Publish pages whose front matter says `draft: true`.
    pub drafts: bool,
    /// Publish cmdlet pages and the like that no content glob lists (see `unlisted-pages-published`).
    pub publish_unlisted: bool,
    /// Write each page as Markdown too, beside its HTML. When left out: yes, unless the docset has a `docfx.json`,
    /// whose sites are large.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub markdown: Option<bool>,
}

impl Default for BuildConfig {
    fn default() -> Self {
        BuildConfig {
            content: "content".to_owned(),
            output: "_site".to_owned(),
            exclude: Vec::new(),
            fail_on: Level::Error,
            drafts: false,
            publish_unlisted: true,
            markdown: None,
        }
    }
}

/// `[theme]`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ThemeConfig {
    /// `default`, or a folder under `themes/` beside `site.toml`; its files take the place of the default theme's.
    pub name: String,
    /// Light or dark at the first visit.
    pub scheme: ColorScheme,
    /// Design tokens of the light scheme: token name without dashes in front (`accent`) to CSS value.
    pub colors: IndexMap<String, String>,
    /// Design tokens of the dark scheme.
    pub colors_dark: IndexMap<String, String>,
    /// Style sheets that are added, from the content folder.
    pub extra_css: Vec<String>,
    /// Scripts that are added, from the content folder.
    pub extra_js: Vec<String>,
    /// HTML that is added to every `<head>`.
    pub extra_head: String,
    /// Whatever a theme of your own wants to know; templates see it as `theme.options`.
    pub options: Map<String, Value>,
}

impl Default for ThemeConfig {
    fn default() -> Self {
        ThemeConfig {
            name: "default".to_owned(),
            scheme: ColorScheme::Auto,
            colors: IndexMap::new(),
            colors_dark: IndexMap::new(),
            extra_css: Vec::new(),
            extra_js: Vec::new(),
            extra_head: String::new(),
            options: Map::new(),
        }
    }
}

/// Light or dark at the first visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ColorScheme {
    /// As the reader's system has it.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// `[markdown]`
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct MarkdownConfig {
    /// Names of Markdig extensions that are switched on: `footnotes`, `tasklists`, `definitionlists`,
    /// `abbreviations`, `attributes`, `emphasisextras`, `citations`, `smartypants`, `emojis`, `gfm-pipetables`,
    /// `hardlinebreak`, `autoidentifiers`, `nohtml`, `nofollowlinks`, `noopenerlinks`, `noreferrerlinks`, `bootstrap`.
    pub extensions: Vec<String>,
    /// Alert types of your own: the word in brackets to the class attribute.
    pub alerts: IndexMap<String, String>,
    /// Folders in which missing includes are looked for, from the folder of `site.toml`.
    pub fallback_folders: Vec<String>,
}

/// `[metadata]`
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct MetadataConfig {
    /// Values for all pages.
    pub global: Map<String, Value>,
    /// Values for pages that a glob names; for one key the last glob that fits counts.
    pub file: Vec<FileMetadataSetting>,
    /// What the values of keys must be like.
    pub rules: IndexMap<String, MetadataRule>,
    /// The day that ages of pages count to: `2025-03-31`. Builds read no clock, so that they give the same tomorrow.
    pub as_of: Option<String>,
}

/// `[metadata.rules.KEY]`
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct MetadataRule {
    /// Every page must have it.
    pub required: bool,
    /// The values that it may have.
    pub values: Vec<Value>,
    /// Its type: `string`, `integer`, `number`, `boolean`, `array`, `object`.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// A regular expression that its text must match.
    pub pattern: Option<String>,
    /// Characters at least.
    pub min_length: Option<u32>,
    /// Characters at most.
    pub max_length: Option<u32>,
    /// It must be a date.
    pub date: bool,
    /// Days between it and `as_of`, at most.
    pub max_age_days: Option<u32>,
    /// No two pages of one version may share a value.
    pub unique: bool,
    /// It is out of use; this key stands for it.
    pub replaced_by: Option<String>,
    /// The level of findings about it.
    pub severity: Option<Level>,
}

/// `[[metadata.file]]`
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FileMetadataSetting {
    /// Globs from the content folder.
    pub files: Vec<String>,
    /// The values.
    pub values: Map<String, Value>,
}

/// `[search]`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SearchConfig {
    /// Make a search index.
    pub enabled: bool,
    /// Globs of pages that are left out, from the content folder.
    pub exclude: Vec<String>,
    /// Words that mean the same: each list is one meaning.
    pub synonyms: Vec<Vec<String>>,
    /// Words that are not indexed, besides those of the language.
    pub stop_words: Vec<String>,
    /// How many results are shown at once.
    pub results: u32,
}

impl Default for SearchConfig {
    fn default() -> Self {
        SearchConfig {
            enabled: true,
            exclude: Vec::new(),
            synonyms: Vec::new(),
            stop_words: Vec::new(),
            results: 8,
        }
    }
}

/// `[versions]`
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct VersionsConfig {
    /// Versions, oldest first.
    pub list: Vec<VersionSetting>,
    /// The moniker that has the plain addresses; the newest when left out.
    pub default: Option<String>,
    /// JSON file with Learn's `monikers` list, from the folder of `site.toml`, instead of `list`.
    pub definition: Option<String>,
    /// Which files belong to which versions; the last glob that fits counts.
    pub ranges: Vec<VersionRange>,
}

/// `[[versions.list]]`
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct VersionSetting {
    /// Short name, as in ranges: `tool-2.0`.
    pub moniker: String,
    /// What readers see.
    pub name: String,
    /// Product that the version belongs to; versions of one product are ordered among themselves.
    pub product: String,
}

/// `[[versions.ranges]]`
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct VersionRange {
    /// Glob from the docset's folder.
    pub glob: String,
    /// Range of monikers: `>= tool-1.0`.
    pub range: String,
}

/// `[links]`
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct LinksConfig {
    /// Path of the published site that site-absolute links begin with (`/product/`); found from
    /// breadcrumbs when left out.
    pub base_path: Option<String>,
    /// Globs of targets that are not checked.
    pub ignore: Vec<String>,
    /// Files with cross-reference maps, from the folder of `site.toml`.
    pub xref: Vec<String>,
}

/// `[git]`: what pages tell of their history, from the local clone.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct GitConfig {
    /// Date pages that state no date by their last commit, and tell the date to search engines.
    pub last_updated: bool,
    /// Name the people who changed a page.
    pub contributors: bool,
    /// People who are not named: their names in commits, or their users on GitHub.
    pub exclude_contributors: Vec<String>,
}

impl GitConfig {
    /// Whether anything is asked of git.
    pub fn is_on(&self) -> bool {
        self.last_updated || self.contributors
    }
}
