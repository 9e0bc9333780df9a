//! The rules of the index: what `site.toml` says, compiled.

use globset::GlobSet;

use super::model::{Kind, Origin};

/// The compiled rules of one site.
#[derive(Debug, Clone)]
pub struct Rules {
    /// Whether the index is made at all.
    pub enabled: bool,
    /// Folder of the index in the output, without slashes at its ends.
    pub path: String,
    /// Title of the index page.
    pub title: String,
    /// Whether sets are looked for that nobody named.
    pub discover: bool,
    /// Whether labels of API references (Parameters, Return value, …) count in discovery.
    pub reference: bool,
    /// Lowest score of a discovered set, 0 to 100.
    pub min_score: u8,
    /// Likeness from which two items are one trait, 0 to 100.
    pub trait_threshold: u8,
    /// Likeness from which two items are listed as a near miss, 0 to 100.
    pub near_threshold: u8,
    /// Whether discovered sets are shown on their page, before the first entry.
    pub in_page: bool,
    /// Facets known to every set: labels, synonyms, splitting, aliases.
    pub facets: Vec<FacetRule>,
    /// The configured sets.
    pub sets: Vec<SetRule>,
    /// Whether candidates that did not make it are kept, for `docwright index --discover`.
    pub keep_rejected: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Rules {
            enabled: true,
            path: "methods".into(),
            title: "Methods".into(),
            discover: true,
            reference: false,
            min_score: 60,
            trait_threshold: 82,
            near_threshold: 60,
            in_page: false,
            facets: Vec::new(),
            sets: Vec::new(),
            keep_rejected: false,
        }
    }
}

/// One `[[index.set]]`.
#[derive(Debug, Clone)]
pub struct SetRule {
    /// Id of the set.
    pub id: String,
    /// Title; the page's or the parent heading's when absent.
    pub title: Option<String>,
    /// The source files, paths from the folder of `site.toml`.
    pub sources: GlobSet,
    /// Where entries come from.
    pub origin: Origin,
    /// Level of the entries' headings; any when absent.
    pub level: Option<u8>,
    /// Text of the heading above the entries (folded like a label); anywhere when absent.
    pub under: Option<String>,
    /// For `Pages`: the section of each page that is the entry; the whole page when absent.
    pub section: Option<String>,
    /// Headings that are no entries (folded like labels).
    pub exclude: Vec<String>,
    /// The facets in order; when empty, those that discovery would keep.
    pub facets: Vec<FacetRule>,
    /// Whether the table is shown on the page itself.
    pub in_page: bool,
    /// Traits joined by the author: each a list of wordings that mean the same.
    pub join: Vec<Vec<String>>,
    /// Traits parted by the author: each a list of wordings that do not mean the same.
    pub part: Vec<Vec<String>>,
}

/// One facet of a configured set, or of every set.
#[derive(Debug, Clone, Default)]
pub struct FacetRule {
    /// Key in the data; the folded label when empty.
    pub key: String,
    /// Shown label.
    pub label: String,
    /// Other spellings.
    pub synonyms: Vec<String>,
    /// What the values are, when it should not be guessed.
    pub kind: Option<Kind>,
    /// Characters or words that part single terms (`,`, `and`); no splitting when empty.
    pub split: Vec<String>,
    /// Spellings of terms, and what they stand for.
    pub aliases: Vec<(String, String)>,
    /// Key of the front matter that holds it, for page entries.
    pub metadata: Option<String>,
    /// Whether an entry without it is reported.
    pub optional: bool,
}
