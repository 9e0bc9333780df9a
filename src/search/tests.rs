//! Small sites, indexed and asked.

use crate::base::{Artifact, OutPath};

use super::query::Searcher;
use super::{Draft, FOLDER, Kind, Meta, MethodMeta, Options, SearchDoc, index, method};

fn page(path: &str, title: &str, sections: &[(&str, &str)]) -> SearchDoc {
    versioned(path, path, title, sections, &[])
}

fn versioned(
    path: &str,
    topic: &str,
    title: &str,
    sections: &[(&str, &str)],
    versions: &[&str],
) -> SearchDoc {
    let out = OutPath::new(&format!("{path}.html")).expect("a path");
    let versions: Vec<String> = versions.iter().map(|v| (*v).to_owned()).collect();
    let (area, topic_type, versions) = ("guide", "how-to", &versions[..]);
    let meta = Meta { out: &out, topic, title, description: "", area, topic_type, versions };
    let mut draft = Draft::new(&meta);
    for (heading, text) in sections {
        if !heading.is_empty() {
            draft.heading(2, &heading.to_lowercase().replace(' ', "-"), heading);
        }
        draft.text(text);
    }
    draft.finish()
}

fn options() -> Options {
    Options {
        language: "en-us".to_owned(),
        versions: vec!["2.0".to_owned(), "1.0".to_owned()],
        synonyms: vec![vec!["shears".to_owned(), "secateurs".to_owned()]],
        stop_words: vec!["Patience".to_owned()],
        results: 8,
    }
}

fn built(docs: &[SearchDoc]) -> Vec<Artifact> {
    index(docs, &options())
}

fn urls(docs: &[SearchDoc], query: &str) -> Vec<String> {
    let files = built(docs);
    Searcher::of(&files).expect("an index").search(query, 10).into_iter().map(|h| h.url).collect()
}

fn garden() -> Vec<SearchDoc> {
    vec![
        page(
            "prune",
            "Prune roses",
            &[("", "Cut the canes in winter."), ("Tools to have", "Sharp secateurs.")],
        ),
        page("water", "Water the beds", &[("", "Roses and herbs like water in the morning.")]),
        page(
            "compost",
            "Make compost",
            &[("", "Leaves, peel and patience."), ("Turning", "Turn the heap weekly.")],
        ),
        page("list", "Get-SeedList", &[("", "Lists the seeds of a packet.")]),
    ]
}

#[test]
fn a_title_weighs_more_than_text() {
    assert_eq!(urls(&garden(), "roses"), ["prune.html", "water.html"]);
}

#[test]
fn other_forms_of_a_word_are_found_without_a_stemmer_in_the_reader() {
    // A form that no page has.
    assert_eq!(urls(&garden(), "turned "), ["compost.html#turning"]);
    assert_eq!(urls(&garden(), "turning "), ["compost.html#turning"]);
    assert_eq!(urls(&garden(), "turn heap "), ["compost.html#turning"]);
}

#[test]
fn the_last_word_may_be_unfinished_and_a_letter_wrong() {
    assert_eq!(urls(&garden(), "secat"), ["prune.html#tools-to-have"]);
    assert_eq!(urls(&garden(), "compsot "), ["compost.html"]);
    assert_eq!(urls(&garden(), "secaters "), ["prune.html#tools-to-have"]);
}

#[test]
fn commands_are_found_whole_and_in_parts() {
    for query in ["Get-SeedList", "get-seedlist", "seed list", "seedl"] {
        assert_eq!(urls(&garden(), query).first().map(String::as_str), Some("list.html"), "{query}");
    }
}

#[test]
fn versions_of_a_page_are_one_result_with_the_newest_first() {
    let docs = [
        versioned("old/plant", "plant", "Plant a tree", &[("", "Dig. Use a spade.")], &["1.0"]),
        versioned("plant", "plant", "Plant a tree", &[("", "Dig.")], &["2.0"]),
    ];
    assert_eq!(urls(&docs, "tree"), ["plant.html"]);
    assert_eq!(urls(&docs, "spade"), ["plant.html"]);
    let files = built(&docs);
    let text = files.iter().find(|f| f.path.as_str().ends_with("/p/0.js")).expect("texts");
    let text = String::from_utf8_lossy(&text.body);
    assert!(text.contains(r#"[["2.0","plant.html"],["1.0","old/plant.html"]]"#), "{text}");
}

#[test]
fn what_means_the_same_is_found_and_stop_words_are_not() {
    assert_eq!(urls(&garden(), "shears"), ["prune.html#tools-to-have"]);
    assert_eq!(urls(&garden(), "patience"), Vec::<String>::new());
}

#[test]
fn methods_are_a_kind_of_their_own() {
    let mut docs = garden();
    docs.push(method(&MethodMeta {
        url: "prune.html#shears",
        topic: "prune#shears",
        versions: &[],
        name: "Shears",
        summary: "Two blades.",
        text: "manual",
        area: "Pruning",
    }));
    let files = built(&docs);
    let hits = Searcher::of(&files).expect("an index").search("shears", 3);
    assert_eq!(hits.first().map(|h| (h.kind, h.url.as_str())), Some((Kind::Method, "prune.html#shears")));
}

#[test]
fn accents_make_no_difference() {
    let docs = [page("a", "Mise à jour déléguée", &[]), page("b", "Other", &[])];
    for query in ["deleguee", "déléguée", "DÉLÉGUÉE"] {
        assert_eq!(urls(&docs, query), ["a.html"], "{query}");
    }
}

#[test]
fn words_without_spaces_between_them_are_found() {
    let docs =
        [page("a", "設定の更新", &[("", "端末の設定を更新する")]), page("b", "概要", &[("", "はじめに")])];
    assert_eq!(urls(&docs, "更新"), ["a.html"]);
}

#[test]
fn the_index_does_not_depend_on_the_order_of_its_documents() {
    let mut docs = garden();
    let one = built(&docs);
    docs.reverse();
    assert_eq!(one, built(&docs));
}

#[test]
fn files_stay_small_and_every_word_has_one() {
    let docs: Vec<SearchDoc> = (0..400)
        .map(|n| {
            let text: String = (0..60).map(|k| format!("common{} word{}x{} ", k % 7, n, k)).collect();
            page(&format!("p{n}"), &format!("Page {n}"), &[("", &text)])
        })
        .collect();
    let files = built(&docs);
    let terms = files.iter().filter(|f| f.path.as_str().starts_with(&format!("{FOLDER}/t/")));
    assert!(terms.clone().count() > 10);
    assert!(terms.clone().all(|f| f.body.len() < 24_000), "{:?}", terms.map(|f| f.body.len()).max());
    let searcher = Searcher::of(&files).expect("an index");
    for n in [0, 57, 399] {
        let hits = searcher.search(&format!("word{n}x3 common3 "), 1);
        assert_eq!(hits.first().map(|h| h.url.clone()), Some(format!("p{n}.html")));
    }
}

#[test]
fn an_edit_changes_the_files_of_its_words_alone() {
    let site = |edited: &str| -> Vec<SearchDoc> {
        let text = |n: usize| (0..120).map(|k| format!("common{} word{n}x{k} ", k % 7)).collect::<String>();
        let page = |n: usize| {
            let more = if n == 57 { edited } else { "" };
            page(&format!("p{n}"), &format!("Page {n}"), &[("", &format!("{} {more}", text(n)))])
        };
        (0..200).map(page).collect()
    };
    let (before, after) = (built(&site("")), built(&site("Now with marmalade.")));
    let changed = before.iter().zip(&after).filter(|(old, new)| old != new).count();
    assert!(before.len() > 20 && before.len() == after.len());
    // The manifest, and where the new words lie; the page is long enough to quote what it did before.
    assert!((2..=4).contains(&changed), "{changed} of {}", before.len());
}

#[test]
fn versions_that_say_the_same_count_once() {
    let versions = |n: usize| -> Vec<SearchDoc> {
        let names = ["2.0", "1.0"];
        let one =
            |name: &&str| versioned(&format!("{name}/hive"), "hive", "Hive", &[("", "Bees.")], &[*name]);
        names.iter().take(n).map(one).collect()
    };
    let terms = |docs: &[SearchDoc]| -> Vec<Artifact> {
        let of_terms = |file: &Artifact| file.path.as_str().starts_with(&format!("{FOLDER}/t/"));
        built(docs).into_iter().filter(of_terms).collect()
    };
    assert_eq!(terms(&versions(1)), terms(&versions(2)));
}

#[test]
fn nothing_is_found_in_nothing() {
    let files = built(&[]);
    let searcher = Searcher::of(&files).expect("an index");
    assert!(searcher.search("x", 5).is_empty());
    assert!(searcher.search("", 5).is_empty());
    assert!(searcher.search("\u{0}\"<&;:,!", 5).is_empty());
}
