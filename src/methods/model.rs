//! What the index holds: sets, entries, facets, values, traits. These types are the published data format
//! (`index.json`); the JSON Schema is generated from them.

use indexmap::IndexMap;
use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::Span;
use crate::config::TableView;
use crate::docset::{NodeRef, PageId};

use super::rules::FacetRule;

/// Version of the data format. Raised when a member changes its meaning or goes away.
pub const FORMAT_VERSION: u32 = 1;

/// The index of methods of a site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Index {
    /// Version of this format.
    pub version: u32,
    /// Title of the index page.
    pub title: String,
    /// Every set, sorted by id.
    pub sets: Vec<Set>,
    /// The sets of each page, as indexes; known within a build only.
    #[serde(skip)]
    pub(crate) pages: FxHashMap<PageId, Vec<usize>>,
}

impl Index {
    /// The sets that lie on a page.
    pub fn on_page(&self, page: PageId) -> impl Iterator<Item = &Set> {
        self.pages.get(&page).into_iter().flatten().filter_map(|i| self.sets.get(*i))
    }

    /// The set with an id.
    pub fn set(&self, id: &str) -> Option<&Set> {
        self.sets.binary_search_by(|s| s.id.as_str().cmp(id)).ok().and_then(|i| self.sets.get(i))
    }
}

impl Default for Index {
    fn default() -> Self {
        Index { version: FORMAT_VERSION, title: String::new(), sets: Vec::new(), pages: FxHashMap::default() }
    }
}

/// Why a set is in the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Found {
    /// `[[index.set]]` in `site.toml` names it.
    Configured,
    /// The page's front matter asks for it.
    Marked,
    /// Its shape gave it away.
    Discovered,
}

/// Where the entries of a set come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// Headings of one level under one parent.
    Sections,
    /// Items of one list.
    List,
    /// Paragraphs of strong text that stand for headings.
    PseudoHeadings,
    /// Rows of a table.
    Table,
    /// Whole pages, or one section of each of many pages.
    Pages,
}

/// How a value was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// `**Label:** value` in a paragraph.
    Label,
    /// A deeper heading and what follows it.
    Heading,
    /// `- **Label**: value`.
    ListItem,
    /// A row of a two-column table, or a cell of a wide one.
    Table,
    /// `Key: value` in a fence of YAML.
    Yaml,
    /// A key of the front matter.
    FrontMatter,
    /// `Label: value` without markup.
    Plain,
}

/// What a value is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A few words.
    Text,
    /// A list of items.
    List,
    /// One or more paragraphs.
    Prose,
    /// Code.
    Code,
    /// A table.
    Table,
    /// More than one of these.
    Mixed,
}

/// A position in a source file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// Path from the root of the repository.
    pub file: String,
    /// Line, counted from 1.
    pub line: u32,
    /// The bytes; known within a build only.
    #[serde(skip)]
    pub span: Option<Span>,
}

/// A group of alternatives.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Set {
    /// Stable id: configured, or made from the page's path and the id of the heading above the entries.
    pub id: String,
    /// What is compared.
    pub title: String,
    /// A sentence about it; may be empty.
    pub description: String,
    /// Why it is here.
    pub found: Found,
    /// Where its entries come from.
    pub origin: Origin,
    /// Discovery's confidence, 0 to 100; 100 for sets that were asked for.
    pub score: u8,
    /// The section or page that holds the entries, from the root of the site.
    pub url: String,
    /// The comparison page, from the root of the site.
    pub comparison: String,
    /// Where it begins.
    pub source: Place,
    /// Alerts before the first entry.
    pub notes: Vec<Note>,
    /// The properties that entries share, in the order of the first entry that has them.
    pub facets: Vec<Facet>,
    /// The alternatives in order.
    pub entries: Vec<Entry>,
    /// Statements that at least two entries make.
    pub traits: Vec<Trait>,
    /// Pairs of items that nearly count as one trait.
    pub near_misses: Vec<NearMiss>,
    /// The versions whose pages have the set in the same words; empty when its page has no versions.
    #[serde(default)]
    pub versions: Vec<String>,
    /// Its id, but for the version of its page; known within a build only.
    #[serde(skip)]
    pub unversioned: String,
    /// The pages it lies on, first the one that its addresses lead to; known within a build only.
    #[serde(skip)]
    pub homes: Vec<Home>,
    /// What its table shows first; known within a build only.
    #[serde(skip)]
    pub view: TableView,
    /// The rules of its facets; known within a build only.
    #[serde(skip)]
    pub facet_rules: Vec<FacetRule>,
}

impl Set {
    /// The page that its addresses lead to; `None` when its entries come from many.
    pub fn page(&self) -> Option<PageId> {
        self.homes.first().map(|home| home.page)
    }

    /// Where its table is shown on a page.
    pub fn insertion_on(&self, page: PageId) -> Option<Insertion> {
        self.homes.iter().find(|home| home.page == page)?.insertion
    }
}

/// A page that a set lies on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    /// The page.
    pub page: PageId,
    /// Where the set's table is shown on it.
    pub insertion: Option<Insertion>,
}

/// A place on the page of a set where its table goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Insertion {
    /// The block before which it stands; `None`: at the end of the page.
    pub before: Option<NodeRef>,
    /// A link to the comparison page is put there instead of the table.
    pub link: bool,
}

/// A property that entries share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Facet {
    /// Folded label: the id of the facet within its set.
    pub key: String,
    /// The most frequent spelling.
    pub label: String,
    /// What its values are made of.
    pub kind: Kind,
    /// The ways in which it is written.
    pub forms: Vec<Form>,
    /// How many entries have it.
    pub count: usize,
    /// Whether values are split into single terms, which filters are made of.
    pub terms: bool,
}

/// One alternative.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Entry {
    /// Stable id within the set.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Its section, from the root of the site.
    pub url: String,
    /// First words of its own text before any facet; may be empty.
    pub summary: String,
    /// Where it begins.
    pub source: Place,
    /// What it says of each facet, by key.
    #[schemars(with = "std::collections::BTreeMap<String, Value>")]
    pub values: IndexMap<String, Value>,
    /// Alerts that belong to the entry as a whole.
    pub notes: Vec<Note>,
    /// Links for further reading.
    pub related: Vec<Related>,
    /// Keys of facets that it lacks for a reason already reported; known within a build only.
    #[serde(skip)]
    pub reported: Vec<String>,
}

/// What one entry says of one facet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Value {
    /// How it was written.
    pub form: Form,
    /// What it is made of.
    pub kind: Kind,
    /// Plain text.
    pub text: String,
    /// HTML; links lead from the root of the site.
    pub html: String,
    /// The items, when it is a list.
    pub items: Vec<Item>,
    /// Single terms after splitting and aliases, for facets like platforms.
    pub terms: Vec<String>,
    /// Alerts that hang on it.
    pub notes: Vec<Note>,
    /// The nearest place to link to, from the root of the site.
    pub url: String,
    /// Where it stands.
    pub source: Place,
}

/// One item of a list value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Item {
    /// Plain text.
    pub text: String,
    /// HTML; links lead from the root of the site.
    pub html: String,
    /// Alerts inside it.
    pub notes: Vec<Note>,
    /// Where it stands.
    pub source: Place,
}

/// An alert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Note {
    /// `note`, `tip`, `important`, `warning`, `caution` or `custom`.
    pub kind: String,
    /// Plain text.
    pub text: String,
    /// HTML of its content; links lead from the root of the site.
    pub html: String,
    /// Where it stands.
    pub source: Place,
}

/// A link for further reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Related {
    /// Its text.
    pub text: String,
    /// Where it leads: from the root of the site, or absolute.
    pub url: String,
    /// Where it stands.
    pub source: Place,
}

/// A statement that several entries make in nearly the same words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Trait {
    /// Stable id within the set: made from its folded words.
    pub id: String,
    /// The facet whose items it was found in.
    pub facet: String,
    /// The most frequent wording.
    pub text: String,
    /// Who makes it.
    pub marks: Vec<Mark>,
}

/// One entry's making of a trait.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Mark {
    /// Entry id.
    pub entry: String,
    /// Index into the items of its value.
    pub item: usize,
}

/// Two items of different entries whose likeness lies just under the threshold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NearMiss {
    /// The facet.
    pub facet: String,
    /// One wording.
    pub first: String,
    /// The other.
    pub second: String,
    /// Likeness, 0 to 100.
    pub likeness: u8,
}
