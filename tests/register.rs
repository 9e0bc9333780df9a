//! The page of diagnostics in the documentation says what the register says. `UPDATE=1 cargo test --test register`
//! writes it anew.

mod project;

use docwright::diag::register;

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
