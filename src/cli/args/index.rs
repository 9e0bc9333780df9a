//! `index`, as typed.

use std::str::FromStr;

use clap::{Args, ValueEnum};

use super::Docset;

/// Shapes in which `index` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum IndexFormat {
    /// An outline of each set, for people.
    Text,
    /// A table for each set, for a wide terminal.
    Table,
    /// The published data format.
    Json,
    /// A row for each entry; with more than one set, a row for each value.
    Csv,
    /// A table for each set, to paste into a page.
    Markdown,
}

/// One `--facet`: the facet's key or label, and what it must say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetFilter {
    /// Key or label of the facet.
    pub facet: String,
    /// A term, or words of the text.
    pub value: String,
}

impl FromStr for FacetFilter {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('=').map(|(facet, value)| (facet.trim(), value.trim())) {
            Some((facet, value)) if !facet.is_empty() && !value.is_empty() => {
                Ok(FacetFilter { facet: facet.to_owned(), value: value.to_owned() })
            }
            _ => Err("write KEY=VALUE, as in platform=Windows".to_owned()),
        }
    }
}

/// `docwright index`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  docwright index
  docwright index docs --format json > index.json
  docwright index --set client-installation-methods --format csv
  docwright index --facet platform=Linux
  docwright index --discover            why groups of sections are sets, or are not")]
pub struct IndexArgs {
    /// Where the docset is.
    #[command(flatten)]
    pub docset: Docset,
    /// Only the set with this id.
    #[arg(long, value_name = "ID")]
    pub set: Option<String>,
    /// Only entries that say VALUE of the facet KEY, by its key or its label. May be given several times.
    #[arg(long, value_name = "KEY=VALUE")]
    pub facet: Vec<FacetFilter>,
    /// List what discovery looked at: what it saw, its score, why it was refused, and the configuration to paste.
    ///
    /// Prints text or JSON.
    #[arg(long, conflicts_with = "facet")]
    pub discover: bool,
    /// Shape of the data.
    #[arg(long, value_enum, default_value_t = IndexFormat::Text)]
    pub format: IndexFormat,
}
