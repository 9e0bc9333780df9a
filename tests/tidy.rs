//! The rules of the house that no compiler checks: who may import whom, which crate belongs in which room, sizes.
//!
//! A rule that fails says where and what to do. There are no exceptions.

mod project;

use std::fs;
use std::path::{Path, PathBuf};

use project::project;

/// Which rooms a room may use; every room may use itself.
const IMPORTS: &[(&str, &[&str])] = &[
    ("base", &[]),
    ("diag", &["base"]),
    ("yaml", &["base", "diag"]),
    ("highlight", &[]),
    ("markdown", &["base", "diag", "yaml"]),
    ("config", &["base", "diag", "yaml", "markdown"]),
    ("source", &["base", "diag", "config", "yaml"]),
    ("docset", &["base", "diag", "yaml", "config", "source", "markdown"]),
    ("methods", &["base", "diag", "config", "markdown", "docset"]),
    ("search", &["base", "diag", "config", "markdown", "docset"]),
    ("render", &["base", "diag", "config", "markdown", "docset", "highlight"]),
    ("validate", &["base", "diag", "config", "markdown", "docset"]),
    ("output", &["base", "diag"]),
    (
        "build",
        &[
            "base",
            "diag",
            "yaml",
            "config",
            "source",
            "markdown",
            "docset",
            "methods",
            "search",
            "render",
            "validate",
            "highlight",
            "output",
        ],
    ),
    ("serve", &["build", "output", "base", "diag", "config"]),
];

/// Names of other people's code and of the system, and the only places that may use them.
const FENCED: &[(&str, &[&str])] = &[
    ("pulldown_cmark::", &["src/markdown/"]),
    ("html5gum::", &["src/markdown/", "src/render/"]),
    ("gray_matter::", &["src/markdown/"]),
    ("tera::", &["src/render/"]),
    ("axum::", &["src/serve/"]),
    ("tokio::", &["src/serve/"]),
    ("notify::", &["src/serve/"]),
    ("rayon::", &["src/build/", "src/source/"]),
    ("serde_yaml::", &["src/yaml/"]),
    ("annotate_snippets::", &["src/diag/render/"]),
    ("clap::", &["src/cli/"]),
    ("std::fs", &["src/source/", "src/output/", "src/serve/", "src/cli/", "src/render/theme"]),
    ("std::env", &["src/cli/"]),
    ("std::net", &["src/serve/"]),
    ("std::process", &["src/cli/", "src/main.rs", "src/source/git.rs"]),
    ("SystemTime", &["src/cli/"]),
    ("println!", &["src/cli/"]),
    ("eprintln!", &["src/cli/"]),
    ("print!", &["src/cli/"]),
];

/// Never, anywhere outside tests.
const BANNED: &[&str] = &[".unwrap()", "todo!(", "unimplemented!(", "dbg!(", "panic!("];

/// Lines of code of a file: without comments, blank lines and the tests at its end.
const FILE_LINES: usize = 500;

struct Source {
    /// From the root of the package, with `/`.
    path: String,
    text: String,
}

impl Source {
    /// The room of a file: `src/markdown/ast.rs` lies in `markdown`; none for `main.rs` and `lib.rs`.
    fn room(&self) -> Option<&str> {
        let rest = self.path.strip_prefix("src/")?;
        let room = rest.split('/').next()?;
        (!matches!(room, "main.rs" | "lib.rs")).then(|| room.trim_end_matches(".rs"))
    }

    /// Lines of code with their numbers: without comments, and up to the tests at the end of the file.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let is_test_file = self.path.ends_with("/tests.rs") || self.path.contains("/tests/");
        self.text
            .lines()
            .enumerate()
            .take_while(move |(_, line)| !is_test_file && *line != "#[cfg(test)]")
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
            .map(|(i, line)| (i + 1, line))
    }
}

fn walk(folder: &Path, extension: &str, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).expect("the folder is readable").map(|e| e.expect("an entry").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            walk(&path, extension, out);
        } else if path.extension().is_some_and(|e| e == extension) {
            out.push(path);
        }
    }
}

fn sources(folder: &str) -> Vec<Source> {
    let mut paths = Vec::new();
    let root = project();
    walk(&root.join(folder), "rs", &mut paths);
    assert!(!paths.is_empty(), "{folder} has sources");
    let relative = |p: &Path| p.strip_prefix(&root).expect("below the root").display().to_string();
    paths
        .iter()
        .map(|p| Source {
            path: relative(p).replace('\\', "/"),
            text: fs::read_to_string(p).expect("a source is UTF-8"),
        })
        .collect()
}

fn report(faults: &[String]) {
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// Rooms that a line of code names after `crate::`; `{` stands for a list, which hides them.
fn rooms_named(line: &str) -> impl Iterator<Item = &str> {
    line.split("crate::").skip(1).map(|rest| {
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        if rest.starts_with('{') { "{" } else { &rest[..end] }
    })
}

#[test]
fn rooms_import_downwards_only() {
    let rooms: Vec<&str> = IMPORTS.iter().map(|(room, _)| *room).chain(["cli"]).collect();
    let mut faults = Vec::new();
    for source in sources("src") {
        let Some(room) = source.room() else { continue };
        assert!(rooms.contains(&room), "{}: a new room needs a row in IMPORTS", source.path);
        let Some((_, allowed)) = IMPORTS.iter().find(|(name, _)| *name == room) else { continue };
        for (number, line) in source.code() {
            for named in rooms_named(line) {
                if named == "{" {
                    faults.push(format!("{}:{number}: write one `use` a room", source.path));
                }
                if rooms.contains(&named) && named != room && !allowed.contains(&named) {
                    faults.push(format!("{}:{number}: {room} must not know {named}", source.path));
                }
            }
        }
    }
    report(&faults);
}

#[test]
fn crates_stay_in_their_rooms() {
    let mut faults = Vec::new();
    for source in sources("src") {
        for (number, line) in source.code() {
            for (name, places) in FENCED {
                let begins = |at: usize| {
                    let before = line[..at].chars().next_back();
                    !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
                };
                let used = line.match_indices(name).any(|(at, _)| begins(at));
                if used && !places.iter().any(|p| source.path.starts_with(p)) {
                    faults.push(format!(
                        "{}:{number}: {name} belongs in {}",
                        source.path,
                        places.join(" or ")
                    ));
                }
            }
        }
    }
    report(&faults);
}

/// Crates that would break a promise: patterns of users and of authors take linear time, and a build asks no other
/// machine.
const KEPT_OUT: &[&str] = &[
    "fancy-regex",
    "onig",
    "pcre2",
    "reqwest",
    "ureq",
    "hyper-tls",
    "native-tls",
    "rustls",
    "openssl",
    "curl",
];

#[test]
fn no_crate_breaks_a_promise() {
    let lock = fs::read_to_string(project().join("Cargo.lock")).expect("the lock file");
    let names: Vec<&str> =
        lock.lines().filter_map(|l| l.strip_prefix("name = \"")?.strip_suffix('"')).collect();
    assert!(names.contains(&"regex"), "the lock file names crates");
    let found: Vec<&&str> = KEPT_OUT.iter().filter(|name| names.contains(name)).collect();
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn input_never_meets_a_panic() {
    let mut faults = Vec::new();
    for source in sources("src") {
        for (number, line) in source.code() {
            for banned in BANNED.iter().filter(|b| line.contains(**b)) {
                faults.push(format!("{}:{number}: {banned}", source.path));
            }
        }
    }
    report(&faults);
}

#[test]
fn files_are_short_and_say_what_they_are() {
    let mut faults = Vec::new();
    for source in sources("src").iter().chain(&sources("tests")) {
        let lines = source.code().filter(|(_, line)| !line.trim().is_empty()).count();
        if lines > FILE_LINES {
            faults
                .push(format!("{}: {lines} lines, more than {FILE_LINES}; split it by concept", source.path));
        }
        let is_tests = source.path.ends_with("tests.rs") && source.path.starts_with("src/");
        if !is_tests && !source.text.starts_with("//!") {
            faults.push(format!("{}: begins without //! (what it is, what it must not know)", source.path));
        }
        for (i, line) in source.text.lines().enumerate() {
            if line.ends_with(' ') || line.contains('\t') {
                faults.push(format!("{}:{}: a trailing space or a tab", source.path, i + 1));
            }
        }
        let name = source.path.rsplit('/').next().unwrap_or_default();
        if matches!(name, "utils.rs" | "util.rs" | "helpers.rs" | "common.rs" | "misc.rs") {
            faults.push(format!("{}: name it for what it holds", source.path));
        }
    }
    report(&faults);
}

#[test]
fn pages_and_sources_name_no_place_of_ours() {
    let mut paths = Vec::new();
    for (folder, extension) in [
        ("src", "rs"),
        ("tests", "rs"),
        ("content", "md"),
        ("themes", "html"),
        ("themes", "js"),
        ("themes", "css"),
    ] {
        walk(&project().join(folder), extension, &mut paths);
    }
    assert!(!paths.is_empty(), "there are pages and sources");
    let own = Path::new(file!()).file_name();
    let mut faults = Vec::new();
    for path in paths.iter().filter(|p| p.file_name() != own) {
        let text = fs::read_to_string(path).expect("a source is UTF-8");
        for place in ["/home/", "/Users/", "/root/"] {
            if text.contains(place) {
                faults.push(format!("{}: names {place}", path.display()));
            }
        }
    }
    report(&faults);
}
