//! The pages of the index: template names with their data. `build` frames and renders them.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::Value as Json;

use crate::base::OutPath;
use crate::config::TableView;
use crate::docset::PageId;
use crate::markdown::Directive;

use super::PageInfo;
use super::assemble::{join_path, page_path};
use super::label;
use super::links;
use super::model::{Entry, Index, Set};
use super::rules::Rules;
use super::table::{Table, TableOptions, table};

/// So many terms of a facet are always filters; of more, two entries must have each on average.
const FEW_TERMS: usize = 24;

/// Most facets that the index page filters by.
const MOST_FILTERS: usize = 8;

/// Longest summary on a card, in characters.
const CARD_SUMMARY: usize = 160;

/// A page of the index, ready for its template.
#[derive(Debug, Clone)]
pub struct MethodPage {
    /// Where it goes.
    pub out: OutPath,
    /// Its title.
    pub title: String,
    /// One sentence about it.
    pub description: String,
    /// The template: `methods/index.html`, `methods/compare.html` or `methods/facet.html`.
    pub template: &'static str,
    /// What the template sees as `data`.
    pub data: Json,
    /// The page it belongs under, by title and address from the root of the site: the index.
    pub parent: Option<(String, String)>,
    /// The documentation page that a comparison was taken from.
    pub source: Option<PageId>,
    /// The versions that a comparison speaks for; empty where its page has none.
    pub versions: Vec<String>,
}

/// An entry as a card.
#[derive(Debug, Clone, Serialize)]
struct Card {
    id: String,
    title: String,
    href: String,
    summary: String,
    /// Facet label, facet key, term, slug of the term, page of the term (may be empty).
    badges: Vec<Badge>,
    /// Facet label, and how many items or which text.
    facts: Vec<(String, String)>,
    notes: usize,
    related: usize,
}

#[derive(Debug, Clone, Serialize)]
struct Badge {
    facet: String,
    key: String,
    term: String,
    slug: String,
    href: String,
}

/// A set on the index page.
#[derive(Debug, Clone, Serialize)]
struct SetCards {
    id: String,
    anchor: String,
    title: String,
    description: String,
    /// The comparison page.
    compare: String,
    /// The section it was taken from.
    href: String,
    cards: Vec<Card>,
}

/// A facet to filter by.
#[derive(Debug, Clone, Serialize)]
struct Filter {
    key: String,
    label: String,
    values: Vec<FilterValue>,
}

#[derive(Debug, Clone, Serialize)]
struct FilterValue {
    term: String,
    slug: String,
    count: usize,
    href: String,
}

/// Terms of a facet, folded, with their spelling and how many entries have them.
type Terms = BTreeMap<String, (String, usize)>;

/// Everything filters need: facet key to label and terms with counts, and where each term's page is.
#[derive(Debug, Default)]
struct Filters {
    facets: IndexMap<String, (String, Terms)>,
}

impl Filters {
    fn of(sets: &[&Set]) -> Self {
        let mut all = Filters::default();
        for set in sets {
            for facet in set.facets.iter().filter(|f| f.terms) {
                let (_, terms) = all
                    .facets
                    .entry(facet.key.clone())
                    .or_insert_with(|| (facet.label.clone(), BTreeMap::new()));
                for term in set.entries.iter().filter_map(|e| e.values.get(&facet.key)).flat_map(|v| &v.terms)
                {
                    let slug = label::slug(term);
                    if !slug.is_empty() {
                        terms.entry(slug).or_insert_with(|| (term.clone(), 0)).1 += 1;
                    }
                }
            }
        }
        let weight = |terms: &Terms| terms.values().map(|(_, n)| *n).sum::<usize>();
        // Names that each entry has for itself choose nothing.
        all.facets.retain(|_, (_, terms)| {
            terms.len() >= 2 && (terms.len() <= FEW_TERMS || weight(terms) >= 2 * terms.len())
        });
        all.facets.sort_by(|ka, a, kb, b| weight(&b.1).cmp(&weight(&a.1)).then(ka.cmp(kb)));
        all.facets.truncate(MOST_FILTERS);
        all
    }

    fn address(&self, rules: &Rules, key: &str, slug: &str) -> Option<String> {
        let (_, terms) = self.facets.get(key)?;
        terms.contains_key(slug).then(|| join_path(&rules.path, &format!("by/{key}/{slug}.html")))
    }

    fn list(&self, rules: &Rules, folder: &str) -> Vec<Filter> {
        let facets = self.facets.iter().map(|(key, (label, terms))| Filter {
            key: key.clone(),
            label: label.clone(),
            values: terms
                .iter()
                .map(|(slug, (term, count))| FilterValue {
                    term: term.clone(),
                    slug: slug.clone(),
                    count: *count,
                    href: self.link(rules, key, slug, folder),
                })
                .collect(),
        });
        facets.collect()
    }

    fn link(&self, rules: &Rules, key: &str, slug: &str, folder: &str) -> String {
        self.address(rules, key, slug)
            .map(|a| links::from_root(&crate::base::url::encode_path(&a), folder))
            .unwrap_or_default()
    }
}

impl Index {
    /// The pages of the index: its first page, a comparison page a set, a page a term of a filter. Sets of pages that
    /// are `older` versions have a comparison page, too, but are not listed beside those of the newest.
    pub fn pages(&self, rules: &Rules, older: &dyn Fn(PageId) -> bool) -> Vec<MethodPage> {
        if self.sets.is_empty() {
            return Vec::new();
        }
        let newest: Vec<&Set> = self.sets.iter().filter(|set| !set.page().is_some_and(older)).collect();
        let filters = Filters::of(&newest);
        let home = join_path(&rules.path, "index.html");
        let mut out: Vec<MethodPage> = Vec::new();
        out.extend(self.home(rules, &filters, &newest, &home));
        out.extend(self.sets.iter().filter_map(|set| self.comparison_page(set, rules, &home)));
        out.extend(self.term_pages(rules, &filters, &newest, &home));
        out
    }

    fn home(&self, rules: &Rules, filters: &Filters, listed: &[&Set], home: &str) -> Option<MethodPage> {
        let out = OutPath::new(home)?;
        let folder = out.folder();
        let sets: Vec<SetCards> =
            listed.iter().map(|s| set_cards(s, rules, filters, folder, &|_| true)).collect();
        let data = serde_json::json!({
            "sets": sets,
            "filters": filters.list(rules, folder),
            "total": listed.iter().map(|s| s.entries.len()).sum::<usize>(),
            "json": "index.json",
            "schema": "schema.json",
        });
        Some(MethodPage {
            title: self.title.clone(),
            description: String::new(),
            template: "methods/index.html",
            data,
            parent: None,
            source: None,
            versions: Vec::new(),
            out,
        })
    }

    fn comparison_page(&self, set: &Set, rules: &Rules, home: &str) -> Option<MethodPage> {
        let out = OutPath::new(&page_path(rules, &set.id))?;
        let folder = out.folder().to_owned();
        let options = TableOptions { folder: folder.clone(), ..TableOptions::default() };
        let facets = Table { href: String::new(), ..table(set, &options) };
        let traits = (!set.traits.is_empty())
            .then(|| table(set, &TableOptions { view: TableView::Traits, heading: 2, ..options.clone() }))
            .map(|t| Table { href: String::new(), ..t });
        let data = serde_json::json!({
            "cmp": facets,
            "traits": traits,
            "home": links::from_root(home, &folder),
            "home_title": self.title,
            "source": (set.url != set.comparison).then(|| links::from_root(&set.url, &folder)),
            "sources": sources(set, &folder),
            "related": related(set, &folder),
        });
        Some(MethodPage {
            out,
            title: set.title.clone(),
            description: set.description.clone(),
            template: "methods/compare.html",
            data,
            parent: Some((self.title.clone(), home.to_owned())),
            source: set.page(),
            versions: set.versions.clone(),
        })
    }

    fn term_pages(&self, rules: &Rules, filters: &Filters, listed: &[&Set], home: &str) -> Vec<MethodPage> {
        let mut pages = Vec::new();
        for (key, (name, terms)) in &filters.facets {
            for (slug, (term, count)) in terms {
                let Some(out) = filters.address(rules, key, slug).and_then(|a| OutPath::new(&a)) else {
                    continue;
                };
                let folder = out.folder().to_owned();
                let has = |e: &Entry| {
                    e.values.get(key).is_some_and(|v| v.terms.iter().any(|t| label::slug(t) == *slug))
                };
                let with = listed.iter().filter(|s| s.entries.iter().any(has));
                let sets: Vec<SetCards> = with.map(|s| set_cards(s, rules, filters, &folder, &has)).collect();
                let others: Vec<FilterValue> = filters
                    .list(rules, &folder)
                    .into_iter()
                    .find(|f| f.key == *key)
                    .map(|f| f.values)
                    .unwrap_or_default();
                pages.push(MethodPage {
                    title: format!("{name}: {term}"),
                    description: String::new(),
                    template: "methods/facet.html",
                    data: serde_json::json!({
                        "facet": name, "term": term, "slug": slug, "count": count, "sets": sets,
                        "values": others, "home": links::from_root(home, &folder), "home_title": self.title,
                    }),
                    parent: Some((self.title.clone(), home.to_owned())),
                    source: None,
                    versions: Vec::new(),
                    out,
                });
            }
        }
        pages
    }

    /// The table that a `:::comparison` directive on a page asks for. `set` is an id, the end of one after a
    /// dot or slash, or is left out when the page has just one set. `None`: there is no such set.
    pub fn directive(&self, directive: &Directive, page: &PageInfo<'_>) -> Option<Table> {
        let wanted = directive.get("set").unwrap_or_default();
        let set = self.find(wanted, page)?;
        let facets = directive.get("facets").unwrap_or_default().split(',');
        let facets = facets.map(|f| f.trim().to_owned()).filter(|f| !f.is_empty()).collect();
        let view = match directive.get("view") {
            Some("traits") => TableView::Traits,
            Some("facets") => TableView::Facets,
            _ => set.view,
        };
        let folder = page.out.folder().to_owned();
        Some(table(set, &TableOptions { facets, view, folder, heading: 0 }))
    }

    fn find(&self, wanted: &str, page: &PageInfo<'_>) -> Option<&Set> {
        if wanted.is_empty() {
            let mut here = self.on_page(page.id);
            return here.next().filter(|_| here.next().is_none());
        }
        let ends = |s: &&Set| s.id.strip_suffix(wanted).is_some_and(|rest| rest.ends_with(['.', '/']));
        self.set(wanted).or_else(|| self.on_page(page.id).find(ends)).or_else(|| {
            let mut found = self.sets.iter().filter(ends);
            found.next().filter(|_| found.next().is_none())
        })
    }
}

fn set_cards(
    set: &Set,
    rules: &Rules,
    filters: &Filters,
    folder: &str,
    wanted: &dyn Fn(&Entry) -> bool,
) -> SetCards {
    let cards = set.entries.iter().filter(|e| wanted(e)).map(|e| card(set, e, rules, filters, folder));
    SetCards {
        id: set.id.clone(),
        anchor: format!("set-{}", label::slug(&set.id)),
        title: set.title.clone(),
        description: set.description.clone(),
        compare: links::from_root(&set.comparison, folder),
        href: links::from_root(&set.url, folder),
        cards: cards.collect(),
    }
}

fn card(set: &Set, entry: &Entry, rules: &Rules, filters: &Filters, folder: &str) -> Card {
    let mut badges = Vec::new();
    let mut facts = Vec::new();
    for facet in &set.facets {
        let Some(value) = entry.values.get(&facet.key) else { continue };
        if facet.terms && !value.terms.is_empty() {
            for term in &value.terms {
                let slug = label::slug(term);
                let href = filters.link(rules, &facet.key, &slug, folder);
                badges.push(Badge {
                    facet: facet.label.clone(),
                    key: facet.key.clone(),
                    term: term.clone(),
                    slug,
                    href,
                });
            }
        } else if value.items.is_empty() && value.text.chars().count() <= 60 && !value.text.contains('\n') {
            facts.push((facet.label.clone(), value.text.clone()));
        } else if !value.items.is_empty() {
            facts.push((facet.label.clone(), value.items.len().to_string()));
        }
    }
    let summary: String = if entry.summary.chars().count() > CARD_SUMMARY {
        let cut: String = entry.summary.chars().take(CARD_SUMMARY).collect();
        format!("{}…", cut.get(..cut.rfind(' ').unwrap_or(cut.len())).unwrap_or_default())
    } else {
        entry.summary.clone()
    };
    Card {
        id: entry.id.clone(),
        title: entry.title.clone(),
        href: links::from_root(&entry.url, folder),
        summary,
        badges,
        facts,
        notes: entry.notes.len(),
        related: entry.related.len(),
    }
}

/// The sections a set was taken from: title, address.
fn sources(set: &Set, folder: &str) -> Vec<(String, String, String)> {
    set.entries
        .iter()
        .map(|e| {
            (
                e.title.clone(),
                links::from_root(&e.url, folder),
                format!("{}:{}", e.source.file, e.source.line),
            )
        })
        .collect()
}

/// Further reading by entry.
fn related(set: &Set, folder: &str) -> Vec<(String, Vec<(String, String)>)> {
    let with = set.entries.iter().filter(|e| !e.related.is_empty());
    with.map(|e| {
        let links = e.related.iter().map(|r| (r.text.clone(), links::from_root(&r.url, folder)));
        (e.title.clone(), links.collect())
    })
    .collect()
}
