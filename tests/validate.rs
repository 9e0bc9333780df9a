//! Rules on content and metadata: the cases in `tests/validate/`, one docset each, against what they report.

mod project;

use std::collections::BTreeMap;
use std::fs;

use docwright::build::{BuildOptions, Emit, build};
use docwright::diag::{Code, Files};
use docwright::validate::{content_codes, metadata_codes};
use project::project;
use serde::Deserialize;

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    /// `site.toml`.
    site: String,
    /// Path to text.
    files: BTreeMap<String, String>,
    /// `code path:line`, sorted.
    expect: Vec<String>,
}

fn cases() -> Vec<Case> {
    let folder = project().join("tests/validate");
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("the folder is readable").map(|e| e.expect("an entry").path()).collect();
    paths.sort();
    let read = |path| {
        let text = fs::read_to_string(path).expect("readable");
        toml::from_str::<Cases>(&text).expect("the cases are TOML").case
    };
    let cases: Vec<Case> = paths.iter().flat_map(read).collect();
    assert!(!cases.is_empty(), "there are cases");
    cases
}

fn report(case: &Case) -> Vec<String> {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let files = case.files.iter().map(|(path, text)| (format!("content/{path}"), text.as_str()));
    for (path, text) in files.chain([("site.toml".to_owned(), case.site.as_str())]) {
        let file = temp.path().join(path);
        fs::create_dir_all(file.parent().expect("inside")).expect("made");
        fs::write(file, text).expect("written");
    }
    let options =
        BuildOptions { dir: temp.path().to_owned(), emit: Emit::Nothing, ..BuildOptions::default() };
    let report = build(&options).expect("the check runs");
    let sources = &report.project.workspace.sources;
    let line = |d: &docwright::diag::Diagnostic| {
        let span = d.primary?;
        let place = sources.position(span.file, span.start);
        let path = sources.display_path(span.file).trim_start_matches("content/");
        Some(format!("{} {}:{}", d.name(), path, place.line))
    };
    let mut found: Vec<String> = report.diagnostics.iter().filter_map(line).collect();
    found.sort();
    found
}

#[test]
fn every_case_reports_what_it_should() {
    let mut wrong = Vec::new();
    for case in cases() {
        let found = report(&case);
        if found != case.expect {
            wrong.push(format!("{}: {found:#?}", case.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_page_without_rules_reports_nothing() {
    for case in cases().into_iter().filter(|case| case.site.contains("[rules]")) {
        let silent = Case { site: "[site]\ntitle = \"x\"\n".to_owned(), expect: Vec::new(), ..case };
        let found = report(&silent);
        let codes: Vec<&str> = content_codes().map(Code::name).collect();
        let ours = found.iter().filter(|f| codes.iter().any(|c| f.split(' ').next() == Some(c)));
        assert_eq!(ours.count(), 0, "{}: {found:?}", silent.name);
    }
}

/// A rule that no case reports may be broken without anybody's notice.
#[test]
fn every_rule_has_a_case() {
    let expected: Vec<String> = cases().into_iter().flat_map(|case| case.expect).collect();
    let has_case = |code: &Code| expected.iter().any(|e| e.split(' ').next() == Some(code.name()));
    let without: Vec<&str> =
        content_codes().chain(metadata_codes()).filter(|code| !has_case(code)).map(Code::name).collect();
    assert!(without.is_empty(), "no case in tests/validate reports {without:?}");
}
