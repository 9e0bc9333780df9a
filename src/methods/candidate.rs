//! What discovery looked at, accepted or not, with its reasons and the configuration that would make a set of it.

use serde::Serialize;

use crate::base::DocPath;
use crate::config::EntryLevel;

use super::model::Set;
use super::rules::Rules;

/// Something that looks like a set, with discovery's reasons.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The set as it would be, without HTML when it was refused.
    pub set: Set,
    /// The parts of the score; empty when it was refused before anything was counted.
    pub parts: Vec<ScorePart>,
    /// Why it was refused, when it was.
    pub refused: Option<String>,
    /// What its entries are, as `[[index.set]]` says it.
    pub level: EntryLevel,
    /// The heading above the entries, by its text or, where several have that text, its id.
    pub section: Option<String>,
    /// Siblings that have some of the facets and yet are no entries.
    pub skip: Vec<String>,
}

/// One part of discovery's score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScorePart {
    /// What is counted.
    pub name: &'static str,
    /// Points.
    pub points: u8,
    /// What was seen.
    pub reason: String,
}

/// `[[index.set]]` as it is pasted into `site.toml`.
#[derive(Serialize)]
struct Pasted<'a> {
    index: PastedIndex<'a>,
}

#[derive(Serialize)]
struct PastedIndex<'a> {
    set: [PastedSet<'a>; 1],
}

#[derive(Serialize)]
struct PastedSet<'a> {
    id: &'a str,
    title: &'a str,
    sources: [String; 1],
    level: EntryLevel,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    skip: &'a [String],
    facets: Vec<PastedFacet<'a>>,
}

#[derive(Serialize)]
struct PastedFacet<'a> {
    key: &'a str,
    label: &'a str,
}

impl Candidate {
    /// The configuration that makes just this set, for `site.toml`.
    pub fn configuration(&self, rules: &Rules) -> String {
        let set = &self.set;
        let facets = set.facets.iter().map(|f| PastedFacet { key: &f.key, label: &f.label });
        let pasted = PastedSet {
            id: &set.id,
            title: &set.title,
            sources: [pattern(&set.source.file, rules)],
            level: self.level,
            section: self.section.as_deref(),
            skip: &self.skip,
            facets: facets.collect(),
        };
        // Plain strings and arrays of tables cannot fail to be written.
        toml::to_string(&Pasted { index: PastedIndex { set: [pasted] } }).unwrap_or_default()
    }
}

/// A pattern that names one file, from the folder of `site.toml`; marks of patterns in its name stand for themselves.
fn pattern(file: &str, rules: &Rules) -> String {
    let path = DocPath::new(file);
    let within = |root: &DocPath| path.as_ref()?.strip_prefix(root).map(str::to_owned);
    let path = rules.roots.iter().find_map(within).unwrap_or_else(|| file.to_owned());
    path.replace(['*', '[', ']', '{', '}'], "?")
}
