//! The page of diagnostics in the documentation says what the register says. `UPDATE=1 cargo test --test register`
//! writes it anew.

mod project;
mod tree;

use std::collections::BTreeSet;

use docwright::diag::{Code, register};
use tree::tree;

#[test]
fn the_page_of_diagnostics_is_up_to_date() {
    let path = project::project().join("content/reference/diagnostics.md");
    let expected = register::page();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().expect("the page lies in a folder")).expect("writable");
        std::fs::write(&path, &expected).expect("writable");
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == expected, "{} is out of date; run UPDATE=1 cargo test --test register", path.display());
}

/// A code that is documented and never reported is a promise that nobody keeps.
#[test]
fn every_code_of_the_register_is_reported_somewhere() {
    let sources = tree(&project::project().join("src"));
    let reporting = sources.iter().filter(|(path, _)| path.ends_with(".rs") && *path != "diag/codes.rs");
    let code: String = reporting.map(|(_, text)| String::from_utf8_lossy(text)).collect();
    let words: BTreeSet<&str> = code.split(|c: char| !c.is_alphanumeric()).collect();
    let used =
        |c: &&Code| words.contains(format!("{c:?}").as_str()) || code.contains(&format!("\"{}\"", c.name()));
    let unused: Vec<_> = Code::ALL.iter().filter(|c| !used(c)).collect();
    assert!(unused.is_empty(), "never reported: {unused:?}");
}
