//! `[index]` in `site.toml`: which sets there are, what their entries and facets are, when items are one trait.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
            placement: Placement::Link,
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
    None,
    /// A link to the comparison page, before the first entry.
    #[default]
    Link,
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
