//! Whole builds through the library: same input, same bytes; nothing half-written; the preview shows what the build
//! writes.

mod tree;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use docwright::base::OutPath;
use docwright::build::{BuildOptions, Emit, Report, Served, Session, build, build_into};
use docwright::diag::{Code, Severity};
use docwright::output::MemoryStore;

use tree::tree;

/// Writes files below a fresh folder.
fn docset(files: &[(&str, &str)]) -> tempfile::TempDir {
    let temp = tempfile::tempdir().expect("a temporary folder");
    for (path, text) in files {
        let file = temp.path().join("docs").join(path);
        fs::create_dir_all(file.parent().expect("inside")).expect("made");
        fs::write(file, text).expect("written");
    }
    temp
}

const SMALL: &[(&str, &str)] = &[
    (
        "docfx.json",
        r#"{ "build": { "content": [{ "files": ["**/*.md", "**/toc.yml"], "exclude": ["includes/**"] }], "resource": [{ "files": ["**/*.png"] }] } }"#,
    ),
    ("toc.yml", "- name: Home\n  href: index.md\n- name: Guide\n  href: guide/toc.yml\n"),
    (
        "index.md",
        "---\ntitle: Home\n---\n# Home\n\nGo to the [guide](guide/start.md#second) or see ![a dot](dot.png).\n",
    ),
    ("guide/toc.yml", "- name: Start\n  href: start.md\n- name: End\n  href: end.md\n"),
    ("guide/start.md", "# Start\n\n[!INCLUDE [note](../includes/note.md)]\n\n## Second\n\nText.\n"),
    ("guide/end.md", "# End\n\n> [!TIP]\n> The last page, after [the first](start.md).\n"),
    ("includes/note.md", "> [!NOTE]\n> Shared.\n"),
    ("dot.png", "not really a picture"),
];

fn run(temp: &Path, out: &str, jobs: usize) -> Report {
    let options = BuildOptions {
        dir: temp.join("docs"),
        output: Some(temp.join(out)),
        emit: Emit::Site,
        jobs: Some(jobs),
        ..BuildOptions::default()
    };
    build(&options).expect("the build runs")
}

#[test]
fn a_docset_becomes_a_site_without_findings() {
    let temp = docset(SMALL);
    let report = run(temp.path(), "out", 2);
    let serious: Vec<_> = report.diagnostics.iter().filter(|d| d.severity >= Severity::Warning).collect();
    assert!(serious.is_empty(), "{serious:?}");
    let site = tree(&temp.path().join("out"));
    for path in ["index.html", "guide/start.html", "guide/end.html", "dot.png", "404.html"] {
        assert!(site.contains_key(path), "{path} is missing from {:?}", site.keys());
    }
    let home = String::from_utf8_lossy(&site["index.html"]).into_owned();
    assert!(home.contains("href=\"guide/start.html#second\""), "{home}");
    let start = String::from_utf8_lossy(&site["guide/start.html"]).into_owned();
    assert!(start.contains("Shared."), "the include is part of the page");
}

#[test]
fn the_number_of_threads_makes_no_difference() {
    let temp = docset(SMALL);
    run(temp.path(), "one", 1);
    run(temp.path(), "four", 4);
    assert_eq!(tree(&temp.path().join("one")), tree(&temp.path().join("four")));
}

#[test]
fn a_second_build_writes_nothing_anew() {
    let temp = docset(SMALL);
    run(temp.path(), "out", 2);
    let (_, written) = run(temp.path(), "out", 2).output.expect("written");
    assert_eq!((written.changed, written.removed), (0, 0));
}

#[test]
fn two_sources_of_one_output_stop_the_build_before_anything_is_written() {
    let mut files = SMALL.to_vec();
    files.push(("guide/end.yml", "### YamlMime:FAQ\ntitle: End\nsections: []\n"));
    files.retain(|(path, _)| *path != "docfx.json");
    files.push((
        "docfx.json",
        r#"{ "build": { "content": [{ "files": ["**/*.md", "**/*.yml"], "exclude": ["includes/**"] }] } }"#,
    ));
    let temp = docset(&files);
    let report = run(temp.path(), "out", 2);
    let conflict = report
        .diagnostics
        .iter()
        .any(|d| d.code == Code::OutputPathConflict && d.severity == Severity::Error);
    assert!(conflict, "{:?}", report.diagnostics);
    assert!(report.output.is_none());
    assert!(!temp.path().join("out").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn sources_that_are_one_file_on_some_systems_stop_the_build() {
    let table: [(&[&str], Code); 5] = [
        (&["guide/END.md"], Code::CaseCollision),
        (&["Guide/end.md"], Code::CaseCollision),
        (&["guide/end.html"], Code::OutputPathConflict),
        (&["GUIDE/End.HTML"], Code::CaseCollision),
        // The same name to readers: the accent is part of a letter, or a sign of its own.
        (&["guide/caf\u{e9}.md", "guide/cafe\u{301}.md"], Code::CaseCollision),
    ];
    let config =
        r#"{ "build": { "content": [{ "files": ["**/*.md"] }], "resource": [{ "files": ["**/*.html"] }] } }"#;
    for (more, code) in table {
        let mut files = vec![("docfx.json", config), ("guide/end.md", "# End\n")];
        files.extend(more.iter().map(|path| (*path, "# Another\n")));
        let temp = docset(&files);
        let report = run(temp.path(), "out", 2);
        let told = report.diagnostics.iter().any(|d| d.code == code && d.severity == Severity::Error);
        assert!(told && report.output.is_none(), "{more:?}: {:?}", report.diagnostics);
    }
}

#[test]
fn a_site_in_memory_is_the_one_on_disk() {
    let temp = docset(SMALL);
    run(temp.path(), "out", 2);
    let store = MemoryStore::default();
    let report = build_into(&temp.path().join("docs"), &store).expect("the build runs");
    assert_eq!(report.counts.pages, 3);
    let in_memory: BTreeMap<String, Vec<u8>> =
        store.into_files().into_iter().map(|(path, body)| (path.as_str().to_owned(), body)).collect();
    let mut on_disk = tree(&temp.path().join("out"));
    on_disk.retain(|path, _| path != docwright::output::MARKER);
    assert_eq!(in_memory, on_disk);
}

#[test]
fn a_docset_that_lost_its_pages_does_not_take_the_site_with_them() {
    let temp = docset(SMALL);
    run(temp.path(), "out", 2);
    let before = tree(&temp.path().join("out"));
    fs::remove_dir_all(temp.path().join("docs")).expect("removed");
    fs::create_dir(temp.path().join("docs")).expect("made");
    fs::write(temp.path().join("docs/docfx.json"), SMALL[0].1).expect("written");
    let report = run(temp.path(), "out", 2);
    assert!(report.output.is_none());
    let told = report.diagnostics.iter().find(|d| d.severity == Severity::Error).expect("an error");
    assert_eq!(told.code, Code::GlobMatchesNothing);
    assert_eq!(tree(&temp.path().join("out")), before);
}

/// A file as the preview serves it.
fn shown(session: &Session, path: &str) -> Option<Vec<u8>> {
    match session.get(&OutPath::new(path).expect("a plain path")).expect("it renders")? {
        Served::Made(body) => Some(body.to_vec()),
        Served::File(source) => Some(session.read(&source).expect("readable")),
    }
}

#[cfg(unix)]
#[test]
fn the_preview_follows_no_link_that_takes_the_place_of_a_picture() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let docs = temp.path().join("docs");
    fs::create_dir_all(&docs).expect("made");
    fs::write(docs.join("index.md"), "# A\n\n![A picture](p.svg)\n").expect("written");
    fs::write(docs.join("p.svg"), "<svg/>").expect("written");
    fs::write(temp.path().join("secret"), "secret").expect("written");
    let session = Session::open(&docs).expect("it opens");
    assert_eq!(shown(&session, "p.svg").as_deref(), Some(&b"<svg/>"[..]));
    fs::remove_file(docs.join("p.svg")).expect("removed");
    std::os::unix::fs::symlink("../secret", docs.join("p.svg")).expect("linked");
    let Some(Served::File(source)) =
        session.get(&OutPath::new("p.svg").expect("a path")).expect("it is known")
    else {
        panic!("pictures lie on disk");
    };
    assert!(session.read(&source).is_err());
}

/// Compares what the preview serves with what a clean build writes.
fn compare(session: &Session, temp: &Path, after: &str) {
    let out = temp.join("out");
    let _ = fs::remove_dir_all(&out);
    let _ = fs::remove_dir_all(temp.join(".docwright"));
    run(temp, "out", 2);
    for (path, body) in tree(&out).into_iter().filter(|(path, _)| !path.starts_with('.')) {
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        assert_eq!(shown(session, &path).map(text), Some(text(body)), "{path} {after}");
    }
}

#[test]
fn the_preview_shows_what_the_build_writes() {
    let temp = docset(SMALL);
    let session = Session::open(&temp.path().join("docs")).expect("it opens");
    compare(&session, temp.path(), "when it is opened");
}

/// A page with three ways and what is said of the first.
fn ways(first: &str, about: &str) -> String {
    format!(
        "# Ways\n\n{about}\n\n## By cart\n\n**Speed:** {first}\n\n**Cost:** low\n\n## By boat\n\n\
         **Speed:** fast\n\n**Cost:** high\n\n## On foot\n\n**Speed:** slow\n\n**Cost:** none\n"
    )
}

#[test]
fn edits_of_methods_show_in_the_preview_as_a_clean_build_writes_them() {
    let roads = ways("steady", "Roads.");
    let temp = docset(
        &[
            SMALL,
            &[
                ("site.toml", "[build]\nmarkdown = true\n"),
                ("guide/ways.md", &ways("slow", "[!INCLUDE [note](../includes/note.md)]")),
                ("guide/roads.md", &roads),
                ("guide/which.md", "# Which\n\n:::comparison set=\"guide/ways\":::\n"),
                ("guide/quoted.md", "# Quoted\n\n:::code language=\"md\" source=\"ways.md\":::\n"),
            ],
        ]
        .concat(),
    );
    let mut session = Session::open(&temp.path().join("docs")).expect("it opens");
    compare(&session, temp.path(), "when it is opened");
    let prose = |text: &str| text.replace("**", "").replace(':', " is");
    for (path, text) in [
        // A value, and words beside it.
        ("guide/ways.md", ways("swift", "[!INCLUDE [note](../includes/note.md)]")),
        ("guide/roads.md", ways("steady", "Roads and how to take them.")),
        // A page without a set, and what a page with one includes.
        ("guide/end.md", "# End\n\n> [!TIP]\n> No page follows [the first](start.md).\n".to_owned()),
        ("includes/note.md", "> [!NOTE]\n> Shared by more.\n".to_owned()),
        // One set goes, so does the last, and one comes back.
        ("guide/ways.md", prose(&ways("swift", "[!INCLUDE [note](../includes/note.md)]"))),
        ("guide/roads.md", prose(&roads)),
        ("guide/roads.md", roads.clone()),
    ] {
        fs::write(temp.path().join("docs").join(path), &text).expect("written");
        let after = format!("after an edit of {path}: {text}");
        assert!(session.edit(&[path.to_owned()]), "not taken {after}");
        compare(&session, temp.path(), &after);
    }
}

#[test]
fn an_edit_shows_in_a_renewed_preview() {
    let temp = docset(SMALL);
    let session = Session::open(&temp.path().join("docs")).expect("it opens");
    fs::write(temp.path().join("docs/guide/end.md"), "# End\n\nEdited text.\n").expect("written");
    let path = OutPath::new("guide/end.html").expect("a plain path");
    let page = |session: &Session| match session.get(&path).expect("it renders") {
        Some(Served::Made(body)) => String::from_utf8_lossy(&body).into_owned(),
        _ => panic!("not served"),
    };
    let renewed = session.renew(&[]).expect("it opens again");
    assert!(page(&renewed).contains("Edited text."));
    // What is known to have changed is read alone, with the same result.
    let mut known = session;
    let file = ["guide/end.md".to_owned()];
    assert!(known.edit(&file));
    assert_eq!(page(&known), page(&renewed));
    // What others may see of the page asks for a new session; so does a file that nobody knows.
    fs::write(temp.path().join("docs/guide/end.md"), "# Another end\n\nEdited text.\n").expect("written");
    assert!(!known.edit(&file) && !known.edit(&["guide/new.md".to_owned()]) && !known.edit(&[]));
    assert_eq!(page(&known), page(&renewed));
    let renewed = known.renew(&file).expect("it opens again");
    assert!(page(&renewed).contains("Another end"));
}

#[test]
fn pages_have_markdown_twins_where_asked_for() {
    let temp = docset(SMALL);
    run(temp.path(), "without", 1);
    let without = tree(&temp.path().join("without"));
    assert!(!without.contains_key("index.md"), "a docfx.json has none unless asked for");
    fs::write(temp.path().join("docs/site.toml"), "[build]\nmarkdown = true\n").expect("written");
    run(temp.path(), "with", 2);
    let with = tree(&temp.path().join("with"));
    let text = |path: &str| String::from_utf8_lossy(&with[path]).into_owned();
    let start = text("guide/start.md");
    assert!(start.contains("> **Note**\n>\n> Shared.\n\n## Second\n\nText.\n"), "{start}");
    assert!(text("index.md").contains("[guide](guide/start.html#second)"));
    assert!(text("guide/start.html").contains("type=\"text/markdown\" href=\"start.md\""));
    assert!(text("llms.txt").contains("(guide/start.md)"));
    let session = Session::open(&temp.path().join("docs")).expect("opens");
    let path = OutPath::new("guide/start.md").expect("a fine path");
    match session.get(&path).expect("renders") {
        Some(Served::Made(bytes)) => {
            assert_eq!(bytes[..], with["guide/start.md"][..], "preview and build agree");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn search_leaves_out_what_the_configuration_excludes() {
    let temp = docset(SMALL);
    fs::write(temp.path().join("docs/site.toml"), "[search]\nexclude = [\"guide/e*.md\"]\n")
        .expect("written");
    run(temp.path(), "out", 1);
    let site = tree(&temp.path().join("out"));
    let found = |words: &str| {
        let data = site.iter().filter(|(path, _)| path.starts_with("_docwright/search/"));
        data.into_iter().any(|(_, body)| String::from_utf8_lossy(body).contains(words))
    };
    assert!(found("guide/start.html") && !found("guide/end.html"));
    assert!(site.contains_key("guide/end.html"));
}

#[test]
fn a_theme_that_reads_the_sidebar_as_data_is_given_it() {
    let own = "<nav class=\"own\">{% if nav %}{% for item in nav.items %}{{ item.title }}{% if item.open %}*{% endif %} {% for below in item.children %}({{ below.title }}{% if below.current %}*{% endif %}) {% endfor %}{% endfor %}{% endif %}</nav>";
    let temp = docset(
        &[
            SMALL,
            &[
                ("site.toml", "[theme]\nname = \"mine\"\n"),
                ("toc.yml", "- name: Home\n  href: index.md\n- name: Guide\n  items:\n  - name: Start\n    href: guide/start.md\n  - name: End\n    href: guide/end.md\n"),
                ("themes/mine/templates/head.html", own),
            ],
        ]
        .concat(),
    );
    fs::remove_file(temp.path().join("docs/guide/toc.yml")).expect("removed");
    run(temp.path(), "out", 2);
    let page = fs::read_to_string(temp.path().join("out/guide/end.html")).expect("a page");
    let data = page.split("class=\"own\">").nth(1).and_then(|rest| rest.split("</nav>").next());
    assert_eq!(data, Some("Home Guide* (Start) (End*) "));
    let list =
        page.split("<ul class=\"toc\">").nth(1).and_then(|rest| rest.split("</nav>").next()).expect("a list");
    assert!(list.contains("<li><a href=\"../index.html\">Home</a></li>"), "{list}");
    assert!(list.contains("<li><a href=\"end.html\" aria-current=\"page\">End</a></li>"), "{list}");
}
