//! Page models of small docsets: the cases of `tests/models/*.txt`. Each says in its first lines what it shows, then has
//! the docset's files, each below a line `=== path`, and below `=== output` the findings and the models that become of
//! it. `UPDATE=1 cargo test --test models` writes the outputs anew.

mod project;
mod tree;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use docwright::build::{BuildOptions, Emit, build};
use docwright::diag::Files;

use project::project;
use tree::tree;

/// What parts a case's files from one another.
const MARK: &str = "=== ";

#[test]
fn small_docsets_have_the_models_that_they_should() {
    let mut cases: Vec<_> = fs::read_dir(project().join("tests/models"))
        .expect("the folder")
        .map(|entry| entry.expect("readable").path())
        .collect();
    cases.sort();
    assert!(!cases.is_empty(), "there are cases");
    let mut wrong = Vec::new();
    for case in &cases {
        let text = fs::read_to_string(case).expect("readable");
        let (input, expected) = text.split_once("=== output\n").expect("a line `=== output`");
        let temp = tempfile::tempdir().expect("a temporary folder");
        lay(input, temp.path());
        let found = outcome(temp.path());
        if std::env::var_os("UPDATE").is_some() {
            fs::write(case, format!("{input}=== output\n{found}")).expect("writable");
        } else if expected != found {
            wrong.push(format!("{}:\n{found}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Writes the files of a case below `folder`.
fn lay(input: &str, folder: &Path) {
    for part in input.split(&format!("\n{MARK}")).skip(1) {
        let (path, text) = part.split_once('\n').expect("a path, then the file");
        let file = folder.join(path.trim());
        fs::create_dir_all(file.parent().expect("inside")).expect("made");
        fs::write(file, format!("{text}\n")).expect("written");
    }
}

/// Findings, then every file of the output: models without what all of them have.
fn outcome(folder: &Path) -> String {
    let output = folder.join("_models");
    let options = BuildOptions {
        dir: folder.to_path_buf(),
        output: Some(output.clone()),
        emit: Emit::Model,
        ..BuildOptions::default()
    };
    let report = build(&options).expect("the build runs");
    let sources = &report.project.workspace.sources;
    let mut out = String::new();
    for finding in &report.diagnostics {
        let place = finding.primary.map_or_else(String::new, |span| {
            let at = sources.position(span.file, span.start);
            format!(" {}:{}:{}", sources.get(span.file).path, at.line, at.column)
        });
        let _ = writeln!(out, "{} {}{place}: {}", finding.severity.as_str(), finding.name(), finding.message);
    }
    for (path, bytes) in tree(&output) {
        if path == ".urls.json" || path.starts_with(".docwright") {
            continue;
        }
        let shown = match serde_json::from_slice::<serde_json::Value>(&bytes) {
            Ok(mut model) => {
                if let Some(map) = model.as_object_mut() {
                    for key in ["wordCount", "canonical_url"] {
                        map.remove(key);
                    }
                }
                serde_json::to_string_pretty(&model).expect("JSON")
            }
            Err(_) => format!("{} bytes", bytes.len()),
        };
        if !matches!(shown.as_str(), "[]" | "{\n  \"references\": []\n}") {
            let _ = writeln!(out, "{MARK}{path}\n{shown}");
        }
    }
    out
}
