//! docwright's own documentation, end to end: the program builds `content/`, and the site is what `content/` says.
//!
//! Expectations about the method index stand in `own_site/*.tsv`, written down by reading the pages.

#![expect(clippy::panic, reason = "a test that cannot go on says why")]

mod project;
mod tree;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use project::project;
use serde_json::Value;
use tree::tree;

/// One build of the project's own site.
struct Site {
    folder: tempfile::TempDir,
    findings: Value,
}

impl Site {
    fn build() -> Site {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let report = folder.path().join("findings.json");
        let output = docwright(&[
            "build",
            &project().to_string_lossy(),
            "-o",
            &folder.path().join("site").to_string_lossy(),
            "--message-format",
            &format!("json:{}", report.display()),
        ]);
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code().is_some_and(|c| c < 2), "the build did not run: {words}");
        let text = fs::read_to_string(&report).unwrap_or_else(|e| panic!("no report ({e}): {words}"));
        Site { findings: serde_json::from_str(&text).expect("the report is JSON"), folder }
    }

    /// The build that most tests look at.
    fn shared() -> &'static Site {
        static SITE: OnceLock<Site> = OnceLock::new();
        SITE.get_or_init(Site::build)
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
    }

    fn json(&self, path: &str) -> Value {
        serde_json::from_str(&self.read(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
    }

    /// Every file with its bytes.
    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        tree(&self.root())
    }
}

fn docwright(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_docwright"))
        .args(args)
        .env_remove("GITHUB_ACTIONS")
        .env_remove("TF_BUILD")
        .output()
        .expect("docwright starts")
}

/// The rows of a table of expectations, each by column name.
fn table(name: &str) -> Vec<BTreeMap<String, String>> {
    let path = project().join("tests/own_site").join(name);
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut lines = text.lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
    let names: Vec<&str> = lines.next().expect("column names").split('\t').collect();
    let row =
        |line: &str| names.iter().map(|n| (*n).to_owned()).zip(line.split('\t').map(str::to_owned)).collect();
    lines.map(row).collect()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map(Vec::as_slice).unwrap_or_default()
}

fn words(value: &Value, key: &str) -> String {
    let words: Vec<&str> = list(value, key).iter().filter_map(Value::as_str).collect();
    words.join("; ")
}

fn set<'a>(index: &'a Value, id: &str) -> &'a Value {
    list(index, "sets").iter().find(|s| s["id"] == id).unwrap_or_else(|| panic!("no set {id}"))
}

#[test]
fn our_own_pages_are_free_of_findings() {
    let findings = &Site::shared().findings;
    let grave: Vec<String> =
        list(findings, "findings").iter().filter(|f| f["severity"] != "info").map(Value::to_string).collect();
    assert!(grave.is_empty(), "{}", grave.join("\n"));
}

#[test]
fn the_method_index_has_the_sets_that_were_asked_for() {
    let index = Site::shared().json("methods/index.json");
    for row in table("sets.tsv") {
        let set = set(&index, &row["set"]);
        let facets: Vec<&str> = list(set, "facets").iter().filter_map(|f| f["key"].as_str()).collect();
        assert_eq!(set["found"], row["found"].as_str(), "{}", row["set"]);
        assert_eq!(set["origin"], row["origin"].as_str(), "{}", row["set"]);
        assert_eq!(list(set, "entries").len().to_string(), row["entries"], "{}", row["set"]);
        assert_eq!(facets.join("; "), row["facets"], "{}", row["set"]);
    }
}

#[test]
fn the_worked_example_is_read_as_it_is_written() {
    let index = Site::shared().json("methods/index.json");
    let set = set(&index, "client-upgrade");
    let expected = table("client-upgrade.tsv");
    let titles: Vec<&str> = list(set, "entries").iter().filter_map(|e| e["title"].as_str()).collect();
    assert_eq!(titles, expected.iter().map(|r| r["entry"].as_str()).collect::<Vec<_>>());
    for (entry, row) in list(set, "entries").iter().zip(&expected) {
        let name = &row["entry"];
        let items = |facet: &str| list(&entry["values"][facet], "items");
        let inner = |facet: &str| items(facet).iter().map(|i| list(i, "notes").len()).sum::<usize>();
        let notes = list(entry, "notes").len() + inner("advantages") + inner("disadvantages");
        assert_eq!(words(&entry["values"]["platform"], "terms"), row["platforms"], "{name}");
        assert_eq!(items("advantages").len().to_string(), row["advantages"], "{name}: advantages");
        assert_eq!(items("disadvantages").len().to_string(), row["disadvantages"], "{name}: disadvantages");
        assert_eq!(list(entry, "related").len().to_string(), row["related"], "{name}: related links");
        assert_eq!(notes.to_string(), row["notes"], "{name}: notes");
    }
    assert_eq!(list(set, "notes").len(), 1, "the tip before the first method");
    assert!(list(set, "traits").len() >= 4, "methods share statements: {}", set["traits"]);
}

#[test]
fn the_comparison_stands_on_its_page() {
    let page = Site::shared().read("client-upgrade/upgrade-clients.html");
    let table = page.find("<table").expect("the page has a table");
    let first_method = page.find("id=\"group-policy\"").expect("the page has its first method");
    assert!(table < first_method, "the table stands under the introduction");
    for row in table_entries() {
        assert!(page[table..first_method].contains(&row), "{row} is not in the table");
    }
}

fn table_entries() -> Vec<String> {
    table("client-upgrade.tsv").into_iter().filter_map(|mut row| row.remove("entry")).collect()
}

#[test]
fn every_entry_of_every_toc_leads_to_a_page() {
    let site = Site::shared().files();
    let content = project().join("content");
    let mut missing = BTreeSet::new();
    let mut folders = vec![content.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the sources").flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
            }
        }
        let Ok(toc) = fs::read_to_string(folder.join("toc.yml")) else { continue };
        for href in toc.lines().filter_map(|l| l.trim().strip_prefix("href: ")) {
            let target = folder.join(href);
            let target = if href.ends_with('/') { target.join("index.md") } else { target };
            let page = normal(&target, &content).with_extension("html").to_string_lossy().into_owned();
            if !site.contains_key(&page) {
                missing.insert(page);
            }
        }
    }
    assert!(missing.is_empty(), "not in the site: {missing:?}");
}

/// A path below `content` without `..`.
fn normal(path: &Path, content: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.strip_prefix(content).expect("below the sources").components() {
        if part.as_os_str() == ".." {
            out.pop();
        } else {
            out.push(part);
        }
    }
    out
}

#[test]
fn the_header_has_the_areas_of_the_root_toc() {
    let toc = fs::read_to_string(project().join("content/toc.yml")).expect("the root TOC");
    let names: Vec<&str> = toc.lines().filter_map(|l| l.strip_prefix("- name: ")).collect();
    let page = Site::shared().read("authoring/alerts.html");
    let (_, rest) = page.split_once("<nav class=\"areas\"").expect("the page has a bar of areas");
    let bar = rest.split("</nav>").next().unwrap_or_default();
    let shown: Vec<&str> = bar.split("</a>").filter_map(|part| part.rsplit('>').next()).collect();
    assert_eq!(shown.iter().filter(|s| !s.trim().is_empty()).copied().collect::<Vec<_>>(), names);
}

#[test]
fn versions_that_differ_are_pages_of_their_own() {
    let newest = Site::shared().read("authoring/monikers.html");
    let oldest = Site::shared().read("sample-1.0/authoring/monikers.html");
    let shows = |page: &str, words: &str| without(page, "<pre", "</pre>").contains(words);
    assert!(shows(&newest, "Since version 2.0") && !shows(&newest, "Version 1.0 keeps"));
    assert!(shows(&oldest, "Version 1.0 keeps") && !shows(&oldest, "Since version 2.0"));
    assert!(newest.contains("../sample-1.0/authoring/monikers.html"), "the newest leads to the oldest");
}

#[test]
fn readers_choose_among_pivots() {
    let page = Site::shared().read("authoring/zones.html");
    for pivot in ["csharp", "python"] {
        assert!(page.contains(&format!("data-pivot-choice=\"{pivot}\"")), "{pivot} can be chosen");
        assert!(page.contains(&format!("data-pivot=\"{pivot}\"")), "{pivot} has its zone");
    }
}

#[test]
fn no_markup_is_left_over() {
    for (path, bytes) in Site::shared().files() {
        if !path.ends_with(".html") {
            continue;
        }
        let html = String::from_utf8(bytes).expect("pages are UTF-8");
        let text = without(&without(&html, "<pre", "</pre>"), "<code", "</code>");
        for leak in [":::", "[!", "{{", "{%", "#tab/"] {
            assert!(!text.contains(leak), "{path} shows {leak}");
        }
    }
}

/// Text with everything from each `begin` to the next `end` cut out.
fn without(text: &str, begin: &str, end: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, inside)) = rest.split_once(begin) {
        out.push_str(before);
        rest = inside.split_once(end).map_or("", |(_, after)| after);
    }
    out + rest
}

#[test]
fn two_builds_give_the_same_bytes() {
    let (first, second) = (Site::shared().files(), Site::build().files());
    assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
    let different: Vec<&String> =
        first.iter().filter(|(k, v)| second.get(*k) != Some(v)).map(|(k, _)| k).collect();
    assert!(different.is_empty(), "{different:?}");
}
