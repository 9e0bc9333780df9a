//! The rules of the index: what `site.toml` says, compiled.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::base::DocPath;
use crate::config::{
    Config, EntryLevel, FacetKind, FacetSetting, GlobOptions, GlobSet, IndexSet, Placement, TableView,
    TraitsConfig,
};
use crate::diag::{Code, Diagnostic, Warned};

use super::label;
use super::model::Origin;

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
    /// Least number of entries of a discovered set.
    pub min_entries: usize,
    /// Least number of facets of a discovered set.
    pub min_facets: usize,
    /// Where the tables of discovered sets are put on their pages.
    pub placement: Placement,
    /// Pages in which nothing is looked for.
    pub exclude: GlobSet,
    /// Facets of every set: synonyms, splitting, aliases.
    pub facets: Vec<FacetRule>,
    /// When items are one trait.
    pub traits: TraitRule,
    /// The configured sets.
    pub sets: Vec<SetRule>,
    /// Whether candidates that did not make it are kept, for `docwright index --discover`.
    pub keep_rejected: bool,
    /// The `index.json` of an earlier build, from the folder of `site.toml`: sets gone since are reported.
    pub baseline: Option<String>,
    /// Folders that globs may count from: of `site.toml`, of the content, of each docset.
    pub roots: Vec<DocPath>,
}

impl Default for Rules {
    fn default() -> Self {
        Rules::new(&Config::default()).value
    }
}

/// One `[[index.set]]`.
#[derive(Debug, Clone, Default)]
pub struct SetRule {
    /// Id of the set.
    pub id: String,
    /// Title; the page's or the parent heading's when empty.
    pub title: String,
    /// A sentence about the set.
    pub description: String,
    /// The source files.
    pub sources: GlobSet,
    /// What an entry is.
    pub level: EntryLevel,
    /// Text or id of the heading above the entries (for pages: of the section that is the entry).
    pub section: Option<SectionName>,
    /// Headings that are no entries, folded.
    pub skip: Vec<String>,
    /// The facets in order; when empty, those that discovery would keep.
    pub facets: Vec<FacetRule>,
    /// Where the table is put on the source page.
    pub placement: Placement,
    /// What the table shows first.
    pub view: TableView,
    /// When items are one trait.
    pub traits: Option<TraitRule>,
}

/// What a rule calls a section: as written, which finds one of two headings that differ in little, and folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionName {
    written: String,
    folded: String,
}

impl SectionName {
    /// `None` for a name without letters and digits.
    pub(crate) fn new(written: &str) -> Option<Self> {
        let folded = label::fold(written);
        (!folded.is_empty()).then(|| SectionName { written: written.trim().to_owned(), folded })
    }

    /// Which of the sections it names: one with the very text or id, else the first that is spelled much like it.
    /// Each comes with its text, its text folded, and its id.
    pub(crate) fn find<'a>(
        &self,
        sections: impl Iterator<Item = (&'a str, &'a str, Option<&'a str>)>,
    ) -> Option<usize> {
        let mut like = None;
        for (index, (text, folded, id)) in sections.enumerate() {
            if text == self.written || id == Some(&self.written) {
                return Some(index);
            }
            if like.is_none()
                && (folded == self.folded || id.is_some_and(|id| label::fold(id) == self.folded))
            {
                like = Some(index);
            }
        }
        like
    }
}

/// One facet of a configured set, or of every set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetRule {
    /// Key in the data.
    pub key: String,
    /// Shown label.
    pub label: String,
    /// The label and its synonyms, folded.
    pub names: Vec<String>,
    /// What the values are.
    pub kind: FacetKind,
    /// Text that parts single terms; no splitting when empty.
    pub split: Vec<String>,
    /// Terms as written, folded for letter case, and what they stand for.
    pub aliases: Vec<(String, String)>,
    /// Key of the front matter that holds it, for page entries.
    pub metadata: Option<String>,
    /// Whether an entry without it is reported although most siblings lack it too.
    pub required: bool,
    /// Whether an entry without it is never reported.
    pub optional: bool,
}

/// When items of several entries are one trait.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TraitRule {
    /// Likeness from which two items are one trait, 0 to 100.
    pub threshold: u8,
    /// Likeness from which two items are listed as a near miss, 0 to 100.
    pub near: u8,
    /// Wordings that mean the same.
    pub join: Vec<Vec<String>>,
    /// Wordings that do not.
    pub part: Vec<Vec<String>>,
}

impl Rules {
    /// Compiles the configuration; patterns that cannot be used are reported.
    pub fn new(config: &Config) -> Warned<Self> {
        let index = &config.site.index;
        let mut diagnostics = Vec::new();
        let mut roots = vec![config.site_root.clone()];
        roots.extend(config.site_root.join(&config.site.build.content));
        roots.extend(config.docsets.iter().map(|d| d.root.clone()));
        let rules = Rules {
            enabled: index.enabled,
            path: index.path.trim_matches('/').to_owned(),
            title: index.title.clone().unwrap_or_else(|| "Methods".to_owned()),
            discover: index.discover,
            reference: index.reference,
            min_score: percent(index.threshold),
            min_entries: index.min_entries as usize,
            min_facets: index.min_facets as usize,
            placement: index.placement,
            exclude: globs(&index.exclude, "index.exclude", &mut diagnostics),
            facets: index.facets.iter().map(facet_rule).collect(),
            traits: trait_rule(&index.traits),
            sets: index.sets.iter().map(|set| set_rule(set, &mut diagnostics)).collect(),
            keep_rejected: false,
            baseline: index.baseline.clone().filter(|path| !path.is_empty()),
            roots,
        };
        Warned { value: rules, diagnostics }
    }

    /// Whether a set of patterns names a source file, counted from any of the roots.
    pub(crate) fn names(&self, globs: &GlobSet, source: &DocPath) -> bool {
        !globs.is_empty()
            && self.roots.iter().any(|r| source.strip_prefix(r).is_some_and(|p| globs.is_match(p)))
    }

    /// So many of a discovered set's entries must share a label for it to be a facet; of two siblings, both.
    pub(crate) fn least_sharing(&self, siblings: usize) -> usize {
        if siblings <= 2 { 2 } else { self.min_entries.clamp(2, 3) }
    }

    /// The rule for a facet: the set's own first, then those of every set, then what platforms always have.
    pub(crate) fn facet(&self, set: Option<&SetRule>, folded: &str) -> FacetRule {
        let own = set.into_iter().flat_map(|s| &s.facets).chain(&self.facets);
        if let Some(rule) = own.into_iter().find(|r| r.names.iter().any(|n| n == folded)) {
            return rule.clone();
        }
        let split = if label::is_platform(folded) { default_split() } else { Vec::new() };
        FacetRule { key: label::key(folded), names: vec![folded.to_owned()], split, ..FacetRule::default() }
    }
}

fn default_split() -> Vec<String> {
    [",", ";", " and ", " or "].map(str::to_owned).to_vec()
}

fn percent(share: f64) -> u8 {
    // Clamped first, so that the cast cannot lose anything that matters.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let value = (share.clamp(0.0, 1.0) * 100.0).round() as u8;
    value
}

fn globs(patterns: &[String], key: &str, out: &mut Vec<Diagnostic>) -> GlobSet {
    let (set, errors) = GlobSet::new(patterns.iter().map(String::as_str), GlobOptions::default());
    for (at, error) in errors {
        let pattern = patterns.get(at).map_or("", String::as_str);
        out.push(Diagnostic::new(
            Code::GlobPatternInvalid,
            None,
            format!("The pattern `{pattern}` in `{key}` cannot be used: {error}"),
        ));
    }
    set
}

fn trait_rule(config: &TraitsConfig) -> TraitRule {
    TraitRule {
        threshold: percent(config.threshold),
        near: percent(config.near),
        join: config.join.clone(),
        part: config.part.clone(),
    }
}

fn facet_rule(setting: &FacetSetting) -> FacetRule {
    let folded = label::fold(&setting.label);
    let mut names = vec![folded.clone()];
    names.extend(setting.synonyms.iter().map(|s| label::fold(s)));
    names.push(label::fold(&setting.key));
    names.retain(|n| !n.is_empty());
    names.dedup();
    let split = match (setting.split.is_empty(), setting.kind) {
        (false, _) => setting.split.clone(),
        (true, FacetKind::Set) => vec![",".to_owned(), ";".to_owned()],
        (true, FacetKind::Auto) if label::is_platform(&folded) => default_split(),
        _ => Vec::new(),
    };
    FacetRule {
        key: if setting.key.is_empty() { label::key(&folded) } else { setting.key.clone() },
        label: setting.label.clone(),
        names,
        kind: setting.kind,
        split,
        aliases: setting.aliases.iter().map(|(from, to)| (from.to_lowercase(), to.clone())).collect(),
        metadata: Some(setting.metadata.clone()).filter(|m| !m.is_empty()),
        required: setting.required,
        optional: setting.optional,
    }
}

fn set_rule(set: &IndexSet, out: &mut Vec<Diagnostic>) -> SetRule {
    let id = if set.id.is_empty() { label::slug(&set.title) } else { set.id.clone() };
    let sources = globs(&set.sources, "index.set.sources", out);
    SetRule {
        id,
        title: set.title.clone(),
        description: set.description.clone(),
        sources,
        level: set.level,
        section: set.section.as_deref().and_then(SectionName::new),
        skip: set.skip.iter().map(|s| label::fold(s)).collect(),
        facets: set.facets.iter().map(facet_rule).collect(),
        placement: set.placement,
        view: set.view,
        traits: set.traits.as_ref().map(trait_rule),
    }
}

/// What a page's front matter says of comparisons (`comparison: true`, `false`, or a mapping).
#[derive(Debug, Clone, Default)]
pub(crate) struct PageMark {
    /// The page wants no sets.
    pub(crate) off: bool,
    /// The page has a set.
    pub(crate) on: bool,
    /// The rule it gives.
    pub(crate) rule: SetRule,
}

impl PageMark {
    /// Reads the `comparison` key of the metadata.
    pub(crate) fn read(value: Option<&Json>) -> Self {
        let mut mark = PageMark::default();
        match value {
            Some(Json::Bool(false)) => mark.off = true,
            Some(Json::Bool(true)) => mark.on = true,
            Some(Json::Object(map)) => {
                mark.on = true;
                let text = |key: &str| map.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
                let typed = |key: &str| map.get(key).cloned();
                let list = |key: &str| -> Vec<String> {
                    let values = map.get(key).and_then(Json::as_array).into_iter().flatten();
                    values.filter_map(Json::as_str).map(label::fold).collect()
                };
                mark.rule.id = text("id");
                mark.rule.title = text("title");
                mark.rule.description = text("description");
                mark.rule.section = SectionName::new(&text("section"));
                mark.rule.skip = list("skip");
                mark.rule.level =
                    typed("level").and_then(|v| serde_json::from_value(v).ok()).unwrap_or_default();
                mark.rule.placement =
                    typed("placement").and_then(|v| serde_json::from_value(v).ok()).unwrap_or_default();
                mark.rule.view =
                    typed("view").and_then(|v| serde_json::from_value(v).ok()).unwrap_or_default();
                let facets = map.get("facets").and_then(Json::as_array).into_iter().flatten();
                mark.rule.facets = facets.filter_map(mark_facet).collect();
            }
            _ => {}
        }
        mark
    }
}

/// A facet in front matter: a label alone, or what `[[index.set.facets]]` holds.
fn mark_facet(value: &Json) -> Option<FacetRule> {
    match value {
        Json::String(text) => {
            Some(facet_rule(&FacetSetting { label: text.clone(), ..FacetSetting::default() }))
        }
        other => serde_json::from_value(other.clone()).ok().map(|s: FacetSetting| facet_rule(&s)),
    }
}

/// Where the entries of a level come from.
pub(crate) fn origin(level: EntryLevel) -> Origin {
    match level {
        EntryLevel::Page => Origin::Pages,
        EntryLevel::Row => Origin::Table,
        EntryLevel::Item => Origin::List,
        EntryLevel::Strong => Origin::PseudoHeadings,
        _ => Origin::Sections,
    }
}

/// How configuration names entries of an origin; `heading` is their level when they are sections.
pub(crate) fn entry_level(origin: Origin, heading: u8) -> EntryLevel {
    match (origin, heading) {
        (Origin::Pages, _) => EntryLevel::Page,
        (Origin::Table, _) => EntryLevel::Row,
        (Origin::List, _) => EntryLevel::Item,
        (Origin::PseudoHeadings, _) => EntryLevel::Strong,
        (Origin::Sections, 2) => EntryLevel::H2,
        (Origin::Sections, 3) => EntryLevel::H3,
        (Origin::Sections, 4) => EntryLevel::H4,
        (Origin::Sections, 5) => EntryLevel::H5,
        (Origin::Sections, 6) => EntryLevel::H6,
        (Origin::Sections, _) => EntryLevel::Auto,
    }
}

/// The heading level that an entry level asks for.
pub(crate) fn heading_level(level: EntryLevel) -> Option<u8> {
    match level {
        EntryLevel::H2 => Some(2),
        EntryLevel::H3 => Some(3),
        EntryLevel::H4 => Some(4),
        EntryLevel::H5 => Some(5),
        EntryLevel::H6 => Some(6),
        _ => None,
    }
}
