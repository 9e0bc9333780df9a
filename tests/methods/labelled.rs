//! Sets of real pages, and of some of our own, against what a person found there (`pages/*.toml`): precision and
//! recall of entries, facets and items.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use docwright::methods::{self, Set};
use serde::Deserialize;
use serde_json::Value as Json;

use super::page;
use super::project::project;

/// With this begin the names of fixtures that hold a page of our own.
const OWN: &str = "own-";

#[derive(Deserialize)]
struct Fixture {
    /// What the fixture shows.
    form: String,
    /// Folder below `docsets`; empty: the page stands in the fixture.
    #[serde(default)]
    docset: String,
    #[serde(default)]
    page: String,
    /// Further pages of a family.
    #[serde(default)]
    pages: Vec<String>,
    #[serde(default)]
    text: String,
    /// The page has more sets than those that are labelled.
    #[serde(default)]
    partial: bool,
    /// `[index]` of a `site.toml`.
    #[serde(default)]
    site: toml::Table,
    #[serde(default)]
    set: Vec<Expected>,
}

#[derive(Deserialize)]
struct Expected {
    /// The id ends with this.
    id: String,
    #[serde(default)]
    notes: usize,
    #[serde(default)]
    entry: Vec<ExpectedEntry>,
}

#[derive(Deserialize)]
struct ExpectedEntry {
    title: String,
    /// Label to the number of items, or to the first words.
    #[serde(default)]
    facets: BTreeMap<String, Says>,
    #[serde(default)]
    related: usize,
    #[serde(default)]
    notes: usize,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Says {
    Items(usize),
    Words(String),
}

/// Hits, inventions, misses.
#[derive(Default, Clone, Copy)]
struct Score {
    hits: usize,
    extra: usize,
    missed: usize,
}

impl Score {
    fn count(&mut self, expected: usize, found: usize) {
        self.hits += expected.min(found);
        self.extra += found.saturating_sub(expected);
        self.missed += expected.saturating_sub(found);
    }
    /// 1 where nothing was found and nothing was to be found.
    fn precision(self) -> f64 {
        share(self.hits, self.extra)
    }
    fn recall(self) -> f64 {
        share(self.hits, self.missed)
    }
}

fn share(right: usize, wrong: usize) -> f64 {
    if right + wrong == 0 { 1.0 } else { right as f64 / (right + wrong) as f64 }
}

#[derive(Default)]
struct Scores {
    sets: Score,
    entries: Score,
    facets: Score,
    items: Score,
    related: Score,
    notes: Score,
    faults: Vec<String>,
}

fn measure(name: &str, fixture: &Fixture, found: &[Set], scores: &mut Scores) {
    if !fixture.partial && fixture.set.len() != found.len() {
        let ids: Vec<&str> = found.iter().map(|s| s.id.as_str()).collect();
        scores.faults.push(format!("{name}: {} sets, not {}: {ids:?}", found.len(), fixture.set.len()));
    }
    let labelled = |s: &&Set| !fixture.partial || fixture.set.iter().any(|e| s.id.ends_with(&e.id));
    scores.sets.count(fixture.set.len(), found.iter().filter(labelled).count());
    for expected in &fixture.set {
        let Some(set) = found.iter().find(|s| s.id.ends_with(&expected.id)) else {
            let ids: Vec<&str> = found.iter().map(|s| s.id.as_str()).collect();
            scores.faults.push(format!("{name}: no set {}, but {ids:?}", expected.id));
            scores.entries.missed += expected.entry.len();
            continue;
        };
        scores.notes.count(expected.notes, set.notes.len());
        if expected.notes != set.notes.len() {
            let (found, wanted) = (set.notes.len(), expected.notes);
            scores.faults.push(format!("{name}: {found} notes of the set, not {wanted}"));
        }
        for entry in &set.entries {
            if !expected.entry.iter().any(|e| e.title == entry.title) {
                scores.entries.extra += 1;
                scores.faults.push(format!("{name}: entry {:?} is none", entry.title));
            }
        }
        for entry in &expected.entry {
            measure_entry(name, entry, set, scores);
        }
    }
}

fn measure_entry(name: &str, expected: &ExpectedEntry, set: &Set, scores: &mut Scores) {
    let Some(entry) = set.entries.iter().find(|e| e.title == expected.title) else {
        scores.entries.missed += 1;
        scores.faults.push(format!("{name}: entry {:?} is missing", expected.title));
        return;
    };
    scores.entries.hits += 1;
    let place = format!("{name}: {}", expected.title);
    scores.related.count(expected.related, entry.related.len());
    if expected.related != entry.related.len() {
        scores.faults.push(format!(
            "{place}: {} related links, not {}",
            entry.related.len(),
            expected.related
        ));
    }
    let hanging =
        entry.values.values().map(|v| v.notes.len() + v.items.iter().map(|i| i.notes.len()).sum::<usize>());
    let notes = entry.notes.len() + hanging.sum::<usize>();
    scores.notes.count(expected.notes, notes);
    if expected.notes != notes {
        scores.faults.push(format!("{place}: {notes} notes, not {}", expected.notes));
    }
    let label =
        |key: &str| set.facets.iter().find(|f| f.key == key).map_or(String::new(), |f| f.label.clone());
    for key in entry.values.keys() {
        if !expected.facets.contains_key(&label(key)) {
            scores.facets.extra += 1;
            scores.faults.push(format!("{place}: facet {:?} is none", label(key)));
        }
    }
    for (name, says) in &expected.facets {
        let Some(value) = entry.values.iter().find(|(key, _)| label(key) == *name).map(|(_, v)| v) else {
            scores.facets.missed += 1;
            scores.faults.push(format!("{place}: facet {name:?} is missing"));
            continue;
        };
        scores.facets.hits += 1;
        match says {
            Says::Items(count) => {
                scores.items.count(*count, value.items.len());
                if *count != value.items.len() {
                    scores
                        .faults
                        .push(format!("{place}: {name} has {} items, not {count}", value.items.len()));
                }
            }
            Says::Words(words) => {
                let right = value.text.starts_with(words.as_str());
                scores.items.count(1, usize::from(right));
                if !right {
                    scores.faults.push(format!(
                        "{place}: {name} begins {:?}",
                        value.text.chars().take(40).collect::<String>()
                    ));
                }
            }
        }
    }
}

fn fixtures() -> Vec<(String, Fixture)> {
    let folder = project().join("tests/methods/pages");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder of fixtures")
        .map(|e| e.expect("an entry").path())
        .collect();
    files.sort();
    let read = |path: PathBuf| {
        let name = path.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let text = std::fs::read_to_string(&path).expect("a fixture");
        (name.clone(), toml::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}")))
    };
    files.into_iter().map(read).collect()
}

/// The texts of a fixture's pages with their paths; `None` when its docset is not there.
fn texts(fixture: &Fixture, docsets: Option<&Path>) -> Option<Vec<(String, String)>> {
    if fixture.docset.is_empty() {
        return Some(vec![("page".to_owned(), fixture.text.clone())]);
    }
    let folder = docsets?.join(&fixture.docset);
    let read = |page: &String| {
        let text = std::fs::read_to_string(folder.join(page)).ok()?;
        Some((page.trim_end_matches(".md").to_owned(), text))
    };
    std::iter::once(&fixture.page).chain(&fixture.pages).map(read).collect()
}

#[test]
fn sets_of_hand_labelled_pages() {
    let docsets = page::docsets();
    let mut scores = Scores::default();
    let (mut pages, mut skipped) = (0, 0);
    for (name, fixture) in fixtures() {
        let Some(texts) = texts(&fixture, docsets.as_deref()) else {
            skipped += 1;
            continue;
        };
        pages += texts.len();
        let rules = page::rules(&fixture.site);
        let parts = texts.iter().map(|(path, text)| page::read(text, path, &rules, &Json::Null).value);
        let found = methods::assemble(parts, &rules).value.sets;
        println!("{name}: {}", fixture.form);
        measure(&name, &fixture, &found, &mut scores);
    }
    for fault in &scores.faults {
        println!("  {fault}");
    }
    let own: Vec<&String> = scores.faults.iter().filter(|f| f.starts_with(OWN)).collect();
    assert!(pages > 0, "some fixtures hold their pages");
    assert!(own.is_empty(), "pages of our own are to be exact: {own:#?}");
    println!("{pages} pages, {skipped} fixtures skipped (DOCWRIGHT_SHARED names no folder with their pages)");
    let table = [
        ("sets", scores.sets),
        ("entries", scores.entries),
        ("facets", scores.facets),
        ("items", scores.items),
        ("related", scores.related),
        ("notes", scores.notes),
    ];
    for (what, score) in table {
        println!(
            "{what:8} {:5} right  precision {:.3}  recall {:.3}",
            score.hits,
            score.precision(),
            score.recall()
        );
    }
    for (what, score) in table {
        assert!(score.precision() >= 0.95 && score.recall() >= 0.95, "{what}: {:?}", scores.faults);
    }
}
