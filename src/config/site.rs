//! The types of `site.toml`: every key of every section, with its default. The JSON Schema and the check for
//! unknown keys are made from these types, so that a key is written down once.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::learn::LearnConfig;
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
    /// Conventions of Microsoft Learn. When the table is there, Learn's rules hold instead of DocFX's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub learn: Option<LearnConfig>,
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
    /// `abbreviations`, `attributes`, `emphasisextras`, `smartypants`, `gfm-pipetables`, `hardlinebreak`.
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
            results: 20,
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

/// `[index]`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct IndexConfig {
    /// Make a method index.
    pub enabled: bool,
    /// Folder of its pages and data in the output.
    pub path: String,
    /// Heading of its first page.
    pub title: Option<String>,
    /// Find sets in pages that no set names.
    pub discover: bool,
    /// Score, 0 to 1, from which a set that was found counts.
    pub threshold: f64,
    /// Least number of entries in a set that was found.
    pub min_entries: u32,
    /// Least number of facets that the entries of a set that was found share.
    pub min_facets: u32,
    /// Globs of pages in which no sets are looked for, from the content folder.
    pub exclude: Vec<String>,
    /// Labels of API references (parameters, return value, syntax, …) count when sets are looked for.
    pub reference: bool,
    /// Where the tables of sets that were found are put on their pages.
    pub placement: Placement,
    /// `index.json` of an earlier build, from the folder of `site.toml`: sets that are gone since are reported.
    pub baseline: Option<String>,
    /// Facets of every set: synonyms, splitting, corrections.
    #[serde(rename = "facet")]
    pub facets: Vec<FacetSetting>,
    /// Traits.
    pub traits: TraitsConfig,
    /// Configured sets.
    #[serde(rename = "set")]
    pub sets: Vec<IndexSet>,
}

impl Default for IndexConfig {
    fn default() -> Self {
        IndexConfig {
            enabled: true,
            path: "methods".to_owned(),
            title: None,
            discover: true,
            threshold: 0.6,
            min_entries: 3,
            min_facets: 2,
            exclude: Vec::new(),
            reference: false,
            placement: Placement::None,
            baseline: None,
            facets: Vec::new(),
            traits: TraitsConfig::default(),
            sets: Vec::new(),
        }
    }
}

/// `[index.traits]`: when items of several entries are one trait.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct TraitsConfig {
    /// Similarity, 0 to 1, from which two items are one trait.
    pub threshold: f64,
    /// Similarity, 0 to 1, from which two items that are no trait are listed as nearly one.
    pub near: f64,
    /// Items that are one trait though they differ more: each list is one trait.
    pub join: Vec<Vec<String>>,
    /// Items that are not one trait though they are alike: each list is kept apart.
    pub part: Vec<Vec<String>>,
}

impl Default for TraitsConfig {
    fn default() -> Self {
        TraitsConfig { threshold: 0.9, near: 0.6, join: Vec::new(), part: Vec::new() }
    }
}

/// `[[index.set]]`
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct IndexSet {
    /// Name in addresses and directives; made from the title when empty.
    pub id: String,
    /// What readers see; the source page's title when empty.
    pub title: String,
    /// A sentence about the set.
    pub description: String,
    /// Globs of source pages, from the content folder.
    pub sources: Vec<String>,
    /// What an entry is.
    pub level: EntryLevel,
    /// Only sections below the heading with this text or id.
    pub section: Option<String>,
    /// Headings that are no entries.
    pub skip: Vec<String>,
    /// Facets, in the order of the table; when empty they are found.
    pub facets: Vec<FacetSetting>,
    /// Where the table is put on the source page.
    pub placement: Placement,
    /// What the table shows first.
    pub view: TableView,
    /// Items that are one trait or are kept apart in this set.
    pub traits: Option<TraitsConfig>,
}

/// What an entry of a set is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum EntryLevel {
    /// The level that discovery finds.
    #[default]
    Auto,
    /// A whole page.
    Page,
    /// A section with a heading of level 2.
    H2,
    /// A section with a heading of level 3.
    H3,
    /// A section with a heading of level 4.
    H4,
    /// A section with a heading of level 5.
    H5,
    /// A section with a heading of level 6.
    H6,
    /// A row of a table.
    Row,
    /// An item of a list.
    Item,
    /// A paragraph of strong text that stands for a heading.
    Strong,
}

/// A facet of a configured set.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FacetSetting {
    /// Name in data; made from the label when empty.
    pub key: String,
    /// What readers see.
    pub label: String,
    /// Other labels that mean the same.
    pub synonyms: Vec<String>,
    /// What its values are.
    pub kind: FacetKind,
    /// Text that parts the values of a `set` facet; `,` and `;` when empty.
    pub split: Vec<String>,
    /// Value as written to value as shown: corrections and abbreviations.
    pub aliases: IndexMap<String, String>,
    /// Every entry should have it: one that lacks it is reported even when most siblings lack it too.
    pub required: bool,
    /// Entries may lack it: none is reported.
    pub optional: bool,
    /// Key of the front matter that holds it, for entries that are pages. `versions` stands for the versions of the page.
    pub metadata: String,
}

/// What the values of a facet are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum FacetKind {
    /// Whatever stands there.
    #[default]
    Auto,
    /// Running text.
    Text,
    /// Items of a list.
    List,
    /// A few short values, parted by commas, to filter by.
    Set,
    /// Yes or no.
    Flag,
    /// A number.
    Number,
}

/// Where a table is put on the source page of its set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Placement {
    /// Only where a directive says so.
    #[default]
    None,
    /// Under the page's introduction.
    Intro,
    /// Before the first entry.
    Before,
    /// After the last entry.
    After,
}

/// What a comparison table shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TableView {
    /// A row a facet, a column an entry.
    #[default]
    Facets,
    /// A row a trait that entries share.
    Traits,
}
