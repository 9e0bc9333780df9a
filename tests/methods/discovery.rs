//! What discovery finds in whole docsets, against what a reader calls a comparison (`verdicts.toml`).

use std::collections::BTreeSet;

use docwright::build::{BuildOptions, Emit, Report, build};
use docwright::methods::{self, Set};
use serde::Deserialize;
use serde_json::Value as Json;

use super::page;
use super::project::project;

#[derive(Deserialize)]
struct Verdicts {
    verdict: Vec<Verdict>,
}

#[derive(Deserialize)]
struct Verdict {
    docset: String,
    comparison: bool,
    /// Why, in a reader's words.
    because: String,
    sets: Vec<String>,
}

fn verdicts() -> Vec<Verdict> {
    let text = std::fs::read_to_string(project().join("tests/methods/verdicts.toml")).expect("the verdicts");
    toml::from_str::<Verdicts>(&text).expect("valid verdicts").verdict
}

/// What a docset gives; `None` when it is not there.
fn report(docset: &str, candidates: bool) -> Option<Report> {
    let dir = page::docsets()?.join(docset);
    let dir = dir.is_dir().then_some(dir)?;
    let options =
        BuildOptions { dir, emit: Emit::Nothing, whole: true, candidates, ..BuildOptions::default() };
    Some(build(&options).expect("a docset that can be read"))
}

/// The ids of the sets in a docset.
fn found(docset: &str) -> Option<BTreeSet<String>> {
    let index = report(docset, false)?.index.expect("an index");
    Some(index.sets.into_iter().map(|set| set.id).collect())
}

/// What of a set must be the same, however it was asked for.
fn gist(set: &Set) -> (Vec<&str>, Vec<&str>) {
    let entries = set.entries.iter().map(|e| e.title.as_str());
    (entries.collect(), set.facets.iter().map(|f| f.key.as_str()).collect())
}

#[test]
fn configuration_of_candidates_makes_the_same_sets() {
    for docset in ["sccm", "terminal"] {
        let Some(report) = report(docset, true) else {
            println!("skipped {docset}: DOCWRIGHT_SHARED names no folder with it");
            continue;
        };
        let folder = page::docsets().expect("it was there").join(docset);
        let taken: Vec<_> = report.candidates.iter().filter(|(c, _)| c.refused.is_none()).collect();
        assert!(taken.len() > 20, "{} in {docset}", taken.len());
        for (candidate, configuration) in taken {
            let file = &candidate.set.source.file;
            let text = std::fs::read_to_string(folder.join(file)).expect("the page");
            let nested = configuration.replace("[[index.", "[[site.index.");
            let site: toml::Table = toml::from_str(&nested).expect("configuration that can be pasted");
            let rules = page::rules(site["site"].as_table().expect("a table"));
            let parts = page::read(&text, file.trim_end_matches(".md"), &rules, &Json::Null).value;
            let sets = methods::assemble([parts], &rules).value.sets;
            assert_eq!(sets.first().map(gist), Some(gist(&candidate.set)), "{configuration}");
        }
    }
}

#[test]
fn sets_of_whole_docsets_are_comparisons() {
    let verdicts = verdicts();
    let docsets: BTreeSet<&str> = verdicts.iter().map(|v| v.docset.as_str()).collect();
    let (mut right, mut wrong) = (0, 0);
    for docset in docsets {
        let Some(mut found) = found(docset) else {
            println!("skipped {docset}: DOCWRIGHT_SHARED names no folder with it");
            continue;
        };
        for verdict in verdicts.iter().filter(|v| v.docset == docset) {
            assert!(!verdict.because.is_empty(), "a verdict has a reason");
            for set in &verdict.sets {
                match (found.remove(set), verdict.comparison) {
                    (true, true) => right += 1,
                    (true, false) => wrong += 1,
                    (false, true) => panic!("{docset}: the comparison {set} is not found any more"),
                    (false, false) => panic!("{docset}: {set} is not found any more: take the verdict out"),
                }
            }
        }
        assert!(found.is_empty(), "{docset}: nobody judged {found:#?}");
    }
    println!("{right} comparisons, {wrong} others");
    assert!(wrong * 10 <= right + wrong, "{wrong} of {} sets are no comparisons", right + wrong);
}
