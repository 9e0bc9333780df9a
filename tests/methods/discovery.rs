//! What discovery finds in whole docsets, against what a reader calls a comparison (`verdicts.toml`).

use std::collections::BTreeSet;

use docwright::build::{BuildOptions, Emit, build};
use serde::Deserialize;

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

/// The ids of the sets in a docset; `None` when it is not there.
fn found(docset: &str) -> Option<BTreeSet<String>> {
    let dir = page::docsets()?.join(docset);
    let options = BuildOptions {
        dir: dir.is_dir().then_some(dir)?,
        emit: Emit::Nothing,
        whole: true,
        ..BuildOptions::default()
    };
    let index = build(&options).expect("a docset that can be read").index.expect("an index");
    Some(index.sets.into_iter().map(|set| set.id).collect())
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
