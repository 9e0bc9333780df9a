//! Full-text search without a server: documents to a sharded index that a page loads piece by piece.
//!
//! [`document()`] reads one page and is pure, so that many run at once; what it gives is bytes that a build keeps for
//! the next one as they are. [`Join`] makes of all documents small classic scripts under `_docwright/search/`, each
//! by itself. A query loads the manifest, one term file a word, and the text files of the results shown, whatever the
//! size of the site.
//!
//! | file | holds |
//! | --- | --- |
//! | `index.js` | the manifest: which words lie in which term file, how many documents in each text file, facets as lists of documents |
//! | `t/N.js` | words that share a stem, with the documents they occur in and a weight for each |
//! | `p/N.js` | titles, addresses and section texts of a few documents |
//!
//! Each is one call of `docwrightSearch(name, data)`. Numbers in them have digits of five bits, the lowest first, a
//! sixth bit saying that more follow. A term file is a text of terms that end in `;`, each `words:documents:postings`:
//! words have spaces between them, documents are empty where all are listed, and postings are the step from document
//! to document with a digit for the weight behind each. A text file is a list of documents, each
//! `[kind, title, address, description, area, type, [[version, address]], [[anchor, heading, text]]]`.
//!
//! Weights are final: length, field and saturation are reckoned in at build time, so that a script only adds up. Lengths
//! count in a few steps only: an edit changes the term files of the words that it changes, and few others.
//! The words of one stem are listed as they are written, so that no script needs a stemmer, and prefixes and typing
//! errors are looked up in real words. The versions of a page are one document with an address for each version.
//!
//! **Invariant:** sees page views and metadata, never HTML and never the file system.

mod buckets;
mod document;
mod emit;
mod join;
mod quote;
mod read;
mod record;
mod stem;
mod terms;
mod tokenize;
mod topics;
mod vocabulary;

pub use document::{Draft, document, method};
pub use join::{Join, index};
pub use record::SearchDoc;

use crate::base::OutPath;

/// The folder of the index in the output.
pub const FOLDER: &str = "_docwright/search";

/// How the index is made.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Language of the texts (`en-us`, `de`): chooses the stemmer.
    pub language: String,
    /// The versions of the site, newest first.
    pub versions: Vec<String>,
    /// Words that mean the same; what several words stand for counts by its first.
    pub synonyms: Vec<Vec<String>>,
    /// Words that are left out.
    pub stop_words: Vec<String>,
    /// How many results are shown at once.
    pub results: u32,
}

/// What is known of a page beside its text.
#[derive(Debug, Clone, Copy)]
pub struct Meta<'a> {
    /// The page's file in the output.
    pub out: &'a OutPath,
    /// The output path without a version's folder: pages with the same topic are versions of one another and
    /// become one result.
    pub topic: &'a str,
    /// The title to show.
    pub title: &'a str,
    /// The description, empty when there is none.
    pub description: &'a str,
    /// Facet: product area. Empty when there is none.
    pub area: &'a str,
    /// Facet: kind of topic (`how-to`, `reference`). Empty when there is none.
    pub topic_type: &'a str,
    /// Facet: the versions this page stands for; empty when it holds for all.
    pub versions: &'a [String],
}

/// What is known of a method (an entry of the method index).
#[derive(Debug, Clone, Copy)]
pub struct MethodMeta<'a> {
    /// Page and anchor, relative to the top of the output, ready for an `href`.
    pub url: &'a str,
    /// What its versions share: the page's topic and the method's id.
    pub topic: &'a str,
    /// The versions its page stands for; empty when it holds for all.
    pub versions: &'a [String],
    /// The method's name.
    pub name: &'a str,
    /// What it does, plain text.
    pub summary: &'a str,
    /// More text to find it by: traits, facets.
    pub text: &'a str,
    /// The set or page it belongs to, shown beside it; also its product area.
    pub area: &'a str,
}

/// What a result is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A page.
    Page,
    /// An entry of the method index.
    Method,
}

#[cfg(test)]
mod query;
#[cfg(test)]
mod tests;
