//! Reads sets from real pages and from pages of our own, and measures them against what a person found there
//! (`tests/methods/*.toml`): precision and recall of entries, facets and items.
//!
//! Real pages come from the folder that `DOCWRIGHT_SHARED` names; without it their fixtures are skipped, and the
//! test says so.

#![expect(
    clippy::print_stdout,
    clippy::panic,
    reason = "a runner that tells its figures and which file is faulty"
)]

mod project;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use docwright::base::{DocPath, FileId, OutPath};
use docwright::config::Config;
use docwright::diag::{Files, LineIndex, Position};
use docwright::docset::{NodeRef, PageId, PageView};
use docwright::markdown::{self, ParseOptions};
use docwright::methods::{self, Html, PageInfo, Rules, Set};
use project::project;
use serde::Deserialize;

#[derive(Deserialize)]
struct Fixture {
    /// What the fixture shows.
    form: String,
    /// Folder below `docsets`; empty: the page stands in the fixture.
    #[serde(default)]
    docset: String,
    #[serde(default)]
    page: String,
    #[serde(default)]
    text: String,
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

struct OneFile(String, LineIndex);

impl Files for OneFile {
    fn display_path(&self, _: FileId) -> &str {
        "page.md"
    }
    fn text(&self, _: FileId) -> &str {
        &self.0
    }
    fn position(&self, _: FileId, offset: u32) -> Position {
        self.1.position(&self.0, offset)
    }
}

struct Plain;

impl Html for Plain {
    fn html(&self, view: &PageView, nodes: &[NodeRef]) -> String {
        nodes.iter().map(|n| view.plain_text(*n)).collect()
    }
}

fn read(fixture: &Fixture, text: &str) -> Vec<Set> {
    let site = toml::from_str(&toml::to_string(&fixture.site).expect("a table")).expect("a valid [index]");
    let mut config = Config::default();
    config.site = site;
    let rules = Rules::new(&config).value;
    let doc = markdown::parse(
        Arc::from(text),
        FileId(0),
        &ParseOptions { front_matter: true, ..ParseOptions::default() },
    );
    let metadata = doc.front_matter.as_ref().map(|f| f.data.clone()).unwrap_or_default();
    let title = doc.headings.first().map_or_else(String::new, |h| h.text.clone());
    let stem = if fixture.page.is_empty() { "page" } else { fixture.page.trim_end_matches(".md") };
    let source = DocPath::new(&format!("{stem}.md")).expect("inside");
    let out = OutPath::new(&format!("{stem}.html")).expect("inside");
    let view = PageView::single(PageId(0), Arc::new(doc), source.clone());
    let page = PageInfo {
        id: PageId(0),
        source: &source,
        out: &out,
        site_path: stem,
        versions: &[],
        title: &title,
        metadata: &metadata,
    };
    let files = OneFile(text.to_owned(), LineIndex::new(text));
    let found = methods::extract(&view, &page, &rules, &Plain, &files);
    methods::assemble([found.value], &rules).value.sets
}

fn measure(name: &str, fixture: &Fixture, found: &[Set], scores: &mut Scores) {
    scores.sets.count(fixture.set.len(), found.len());
    for expected in &fixture.set {
        let Some(set) = found.iter().find(|s| s.id.ends_with(&expected.id)) else {
            let ids: Vec<&str> = found.iter().map(|s| s.id.as_str()).collect();
            scores.faults.push(format!("{name}: no set {}, but {ids:?}", expected.id));
            scores.entries.missed += expected.entry.len();
            continue;
        };
        scores.notes.count(expected.notes, set.notes.len());
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
    let folder = project().join("tests/methods");
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
    files.into_iter().filter(|p| p.extension().is_some_and(|e| e == "toml")).map(read).collect()
}

#[test]
fn sets_of_hand_labelled_pages() {
    let shared = std::env::var_os("DOCWRIGHT_SHARED").map(PathBuf::from);
    let mut scores = Scores::default();
    let (mut pages, mut skipped) = (0, 0);
    for (name, fixture) in fixtures() {
        let text = if fixture.docset.is_empty() {
            fixture.text.clone()
        } else {
            let path = shared.as_ref().map(|s| s.join("docsets").join(&fixture.docset).join(&fixture.page));
            match path.and_then(|p| std::fs::read_to_string(p).ok()) {
                Some(text) => text,
                None => {
                    skipped += 1;
                    continue;
                }
            }
        };
        pages += 1;
        let found = read(&fixture, &text);
        println!("{name}: {}", fixture.form);
        measure(&name, &fixture, &found, &mut scores);
    }
    for fault in &scores.faults {
        println!("  {fault}");
    }
    assert!(pages > 0, "some fixtures hold their pages");
    println!("{pages} pages, {skipped} skipped (DOCWRIGHT_SHARED names no folder with them)");
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
