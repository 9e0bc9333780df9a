//! What readers find their way by: the names of areas, the part of a long level that a page shows, the titles of
//! comparisons that several versions have.

use std::fs;
use std::path::Path;

use docwright::build::{BuildOptions, Emit, build};

/// Builds files as a docset and gives the folder that holds the site as `out`.
fn site(files: &[(String, String)]) -> tempfile::TempDir {
    let temp = tempfile::tempdir().expect("a temporary folder");
    for (path, text) in files {
        let file = temp.path().join("docs").join(path);
        fs::create_dir_all(file.parent().expect("inside")).expect("made");
        fs::write(file, text).expect("written");
    }
    let options = BuildOptions {
        dir: temp.path().join("docs"),
        output: Some(temp.path().join("out")),
        emit: Emit::Site,
        jobs: Some(1),
        ..BuildOptions::default()
    };
    build(&options).expect("the build runs");
    temp
}

fn file(path: &str, text: &str) -> (String, String) {
    (path.to_owned(), text.to_owned())
}

fn page(path: &str, title: &str) -> (String, String) {
    file(path, &format!("---\ntitle: {title}\n---\n# {title}\n\nText.\n"))
}

fn read(temp: &Path, path: &str) -> String {
    fs::read_to_string(temp.join("out").join(path)).expect("the file was written")
}

/// The titles in the header's bar.
fn areas(html: &str) -> Vec<String> {
    let bar = html.split("<nav class=\"areas\"").nth(1).and_then(|rest| rest.split("</nav>").next());
    let links = bar.unwrap_or_default().split("</a>").filter_map(|part| part.rsplit('>').next());
    links.map(|title| title.trim().to_owned()).filter(|title| !title.is_empty()).collect()
}

const DOCFX: &str = r#"{ "build": { "content": [{ "files": ["**/*.md", "**/toc.yml"] }] } }"#;

#[test]
fn an_area_is_called_as_its_contents_call_it_not_by_its_folder() {
    // The first entry's page comes again below: the entry stands for the whole TOC.
    let osd = "- name: Deployment of systems\n  href: intro.md\n- name: Understand\n  items:\n  - name: Introduction\n    href: intro.md\n";
    // Here it is only the first of several.
    let sum = "- name: Introduction\n  href: intro.md\n- name: More\n  href: more.md\n";
    let temp = site(&[
        file("docfx.json", DOCFX),
        file("osd/toc.yml", osd),
        page("osd/intro.md", "Introduction to deployment"),
        file("sum/toc.yml", sum),
        page("sum/intro.md", "Introduction to updates"),
        page("sum/more.md", "More"),
    ]);
    assert_eq!(areas(&read(temp.path(), "osd/intro.html")), ["Deployment of systems", "Sum"]);
    let found = read(temp.path(), "_docwright/search/index.js");
    assert!(found.contains("\"Deployment of systems\"") && !found.contains("\"osd\""), "{found}");
}

#[test]
fn a_long_level_says_how_many_entries_it_leaves_out() {
    let mut files = vec![file("docfx.json", DOCFX)];
    let mut toc = String::new();
    for n in 0..70 {
        toc.push_str(&format!("- name: Page {n}\n  href: p{n}.md\n"));
        files.push(page(&format!("p{n}.md"), &format!("Page {n}")));
    }
    files.push(file("toc.yml", &toc));
    let temp = site(&files);
    let middle = read(temp.path(), "p30.html");
    assert!(middle.contains("data-skip=\"10\"") && middle.contains("data-rest=\"19\""), "{middle}");
    let first = read(temp.path(), "p0.html");
    assert!(!first.contains("data-skip") && first.contains("data-rest=\"49\""));
    let last = read(temp.path(), "p69.html");
    assert!(last.contains("data-skip=\"49\"") && !last.contains("data-rest"));
}

#[test]
fn comparisons_say_which_versions_they_speak_for() {
    let config = r#"
[site]
title = "Tool"
[[versions.list]]
moniker = "tool-1"
name = "Tool 1"
product = "Tool"
[[versions.list]]
moniker = "tool-2"
name = "Tool 2"
product = "Tool"
[[versions.ranges]]
glob = "**"
range = ">= tool-1"
"#;
    let entry = |title: &str, n: u32| {
        format!(
            "## {title}\n\n**Advantages:**\n\n- Good {n}.\n- Better {n}.\n\n**Disadvantages:**\n\n- Bad {n}.\n\n"
        )
    };
    let entries = [entry("Door", 1), entry("Window", 2), entry("Chimney", 3)].concat();
    let shared = entries.replace("Good", "Fine");
    let ways = format!(
        "---\ntitle: Ways in\n---\n# Ways in\n\n{entries}::: moniker range=\">= tool-2\"\nNew.\n::: moniker-end\n"
    );
    let temp = site(&[
        file("site.toml", config),
        file("content/toc.yml", "- name: Ways in\n  href: ways.md\n"),
        file("content/ways.md", &ways),
        file("content/both.md", &format!("---\ntitle: Both\n---\n# Both\n\n{shared}")),
    ]);
    let mut titles: Vec<(String, String)> = walkdir::WalkDir::new(temp.path().join("out/methods"))
        .into_iter()
        .filter_map(Result::ok)
        .filter(|e| e.file_name() != "index.html" && e.path().extension().is_some_and(|x| x == "html"))
        .map(|e| {
            let html = fs::read_to_string(e.path()).expect("readable");
            let between = |from: &str, to: &str| {
                html.split(from).nth(1).and_then(|rest| rest.split(to).next()).unwrap_or_default().to_owned()
            };
            (between("<h1>", "</h1>"), between("<p>Applies to: ", "</p>"))
        })
        .collect();
    titles.sort();
    let expected = [("Both", "Tool 1, Tool 2"), ("Ways in", "Tool 2"), ("Ways in (Tool 1)", "Tool 1")];
    assert_eq!(titles, expected.map(|(title, versions)| (title.to_owned(), versions.to_owned())));
    let index = read(temp.path(), "methods/index.html");
    assert_eq!(index.matches("data-mi-set").count(), 2, "the index lists the newest");
}

#[test]
fn breadcrumbs_are_those_of_the_file_above_the_page_else_the_area() {
    let osd = "- name: Deployment of systems\n  href: intro.md\n- name: Understand\n  items:\n  - name: Introduction\n    href: intro.md\n  - name: Pictures\n    href: pictures.md\n";
    // A file of another folder has a rule for addresses of this one: it is not about these pages.
    let crumbs = "- name: Applications\n  tocHref: /osd\n  topicHref: /apps/start\n";
    let temp = site(&[
        file("docfx.json", DOCFX),
        page("index.md", "Marlin"),
        file("osd/toc.yml", osd),
        page("osd/intro.md", "Introduction to deployment"),
        page("osd/pictures.md", "Pictures of systems"),
        file("apps/toc.yml", "- name: Start\n  href: start.md\n- name: End\n  href: end.md\n"),
        file("apps/breadcrumb/toc.yml", crumbs),
        page("apps/start.md", "Start"),
        page("apps/end.md", "End"),
    ]);
    let html = read(temp.path(), "osd/pictures.html");
    let trail = html
        .split("class=\"crumbs\"")
        .nth(1)
        .and_then(|rest| rest.split("</nav>").next())
        .unwrap_or_default();
    let names: Vec<&str> = trail.split("</li>").filter_map(|li| li.split("<li>").nth(1)).collect();
    let names: Vec<String> =
        names.iter().map(|li| li.split(['<', '>']).nth(2).unwrap_or_default().to_owned()).collect();
    assert_eq!(names, ["Marlin", "Deployment of systems", "Understand"]);
}
