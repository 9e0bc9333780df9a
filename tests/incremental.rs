//! A build over a former one gives what a clean build gives, byte for byte, whatever was edited in between.
//!
//! What builds keep on disk is read by the next, in this process and in others, damaged now and then.
//!
//! `DOCWRIGHT_SCRIPTS=5000 cargo test --release --test incremental` runs more scripts than the suite does.

mod tree;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use docwright::build::{BuildOptions, Emit, Report, build};

use tree::tree;

/// Edit scripts in a run of the suite.
const SCRIPTS: u64 = 500;
/// Edits in a script; the site is built and compared after the last, and at random in between.
const EDITS: usize = 6;
/// How many builds are killed, spread over the time that one takes.
const KILLS: u32 = 20;

/// Numbers from a seed, so that a failure can be run again.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n.max(1)
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// The docset's files as they should be on disk, beside those that are there.
struct Docset {
    folder: PathBuf,
    files: BTreeMap<String, String>,
    /// Earlier states of files, to go back to.
    former: Vec<(String, String)>,
    /// Numbers new pages.
    next: usize,
}

const CONFIG: &str = r#"{ "build": {
  "content": [{ "files": ["**/*.md", "**/toc.yml", "guide/*.yml"], "exclude": ["includes/**"] }],
  "resource": [{ "files": ["**/*.png"] }],
  "xref": ["names.yml"],
  "globalMetadata": { "author": "one" } } }"#;

const SITE: &str = "[site]\ntitle = \"one\"\nbase_url = \"https://lanterns.example/\"\n\n[theme]\nname = \"own\"\n\n\
    [build]\nmarkdown = true\n\n[index]\nbaseline = \"data/methods.json\"\n\n[rules]\n\"h1-missing\" = \"warning\"\n\
    \"duplicate-h1s\" = \"warning\"\n";

const TEMPLATE: &str = "<!doctype html><title>{{ page.title }}</title><p>one{{ content | safe }}";

/// A page with a method set.
fn methods(word: &str) -> String {
    format!(
        "# Ways\n\n## By cart\n\n**Speed:** {word}\n\n**Cost:** low\n\n## By boat\n\n**Speed:** fast\n\n\
         **Cost:** high\n\n## On foot\n\n**Speed:** {word}\n\n**Cost:** none\n"
    )
}

impl Docset {
    fn new(folder: PathBuf) -> Docset {
        let mut docset = Docset { folder, files: BTreeMap::new(), former: Vec::new(), next: 4 };
        for (path, text) in [
            ("docfx.json", CONFIG),
            ("site.toml", SITE),
            ("themes/own/page.html", TEMPLATE),
            ("data/methods.json", "{}"),
            ("names.yml", "references:\n- uid: lamp\n  name: Lamp\n  href: https://lamp.example/\n"),
            ("toc.yml", "- name: Home\n  href: index.md\n- name: Guide\n  href: guide/toc.yml\n"),
            ("guide/toc.yml", "- name: One\n  href: page-1.md\n- name: Two\n  href: page-2.md\n"),
            (
                "index.md",
                "# Home\n\nSee [one](guide/page-1.md#second), <xref:two>, <xref:lamp>, ![dot](dot.png).\n",
            ),
            (
                "guide/page-1.md",
                "---\ntitle: One\n---\n# One\n\n[!INCLUDE [n](../includes/note.md)]\n\n## Second\n\nText.\n",
            ),
            (
                "guide/page-2.md",
                "---\nuid: two\n---\n# Two\n\n[](page-1.md) and [third](page-3.md#part).\n\n\
                 ```powershell\nGet-Item .\n```\n",
            ),
            (
                "guide/page-3.md",
                "# Three\n\n## Part\n\n:::code language=\"csharp\" source=\"../code/a.cs\":::\n\n\
                 :::code language=\"md\" source=\"page-2.md\":::\n",
            ),
            ("guide/ways.md", &methods("slow")),
            (
                "guide/which.md",
                "# Which\n\n:::comparison set=\"guide/ways\":::\n\n[asked](asked.yml) and [cart](ways.md#by-cart)\n",
            ),
            (
                "guide/asked.yml",
                "### YamlMime:FAQ\ntitle: Asked\nsections:\n- name: All\n  questions:\n  - question: Why?\n    \
                 answer: See [two](page-2.md#two).\n",
            ),
            ("includes/note.md", "> [!NOTE]\n> Shared by [two](../guide/page-2.md).\n"),
            ("code/a.cs", "class A { }\n"),
            ("dot.png", "no picture"),
        ] {
            docset.write(path, text.to_owned());
        }
        docset
    }

    fn write(&mut self, path: &str, text: String) {
        let file = self.folder.join(path);
        fs::create_dir_all(file.parent().expect("inside")).expect("made");
        fs::write(file, &text).expect("written");
        if let Some(before) = self.files.insert(path.to_owned(), text) {
            self.former.push((path.to_owned(), before));
        }
    }

    fn remove(&mut self, path: &str) {
        fs::remove_file(self.folder.join(path)).expect("removed");
        if let Some(before) = self.files.remove(path) {
            self.former.push((path.to_owned(), before));
        }
    }

    fn pages(&self) -> Vec<String> {
        self.files.keys().filter(|p| p.starts_with("guide/") && p.ends_with(".md")).cloned().collect()
    }

    /// Changes something that more than one page depends on.
    fn shared(&mut self, word: &str, numbers: &mut Numbers) {
        match numbers.below(8) {
            0 => self.write("code/a.cs", format!("class {word} {{ }}\n")),
            1 => self.write("docfx.json", CONFIG.replace("one", word)),
            2 => self.write("site.toml", SITE.replace("one", word)),
            3 => self.write("site.toml", SITE.replace("true", "false")),
            4 => self.write("themes/own/page.html", TEMPLATE.replace("one", word)),
            5 => self.write("data/methods.json", format!("\"{word}\"")),
            6 => self.write("names.yml", format!("references:\n- uid: lamp\n  name: {word}\n")),
            _ => self.write("dot.png", format!("picture of {word}")),
        }
    }

    /// Makes one change and says which.
    fn edit(&mut self, numbers: &mut Numbers) -> String {
        let pages = self.pages();
        let any = numbers.one(&self.files.keys().cloned().collect::<Vec<_>>()).clone();
        let page = if pages.is_empty() { "index.md".to_owned() } else { numbers.one(&pages).clone() };
        let word = *numbers.one(&["amber", "birch", "cedar", "delta", "ember"]);
        let text = self.files.get(&page).cloned().unwrap_or_default();
        match numbers.below(17) {
            0 | 1 => self.write(&page, format!("{text}\nMore {word}.\n")),
            2 => self.write(&page, text.replacen("# ", &format!("# {word} "), 1)),
            3 => self.write(&page, text.replacen("## ", &format!("## {word} "), 1)),
            4 => {
                let path = format!("guide/page-{}.md", self.next);
                self.next += 1;
                self.write(&path, format!("# New {word}\n\nAfter [it]({}).\n", page.replace("guide/", "")));
            }
            5 => self.remove(&page),
            6 => {
                self.remove(&page);
                let path = format!("guide/page-{}.md", self.next);
                self.next += 1;
                self.write(&path, text);
            }
            7 => match numbers.below(3) {
                0 => self.write("includes/note.md", format!("> [!TIP]\n> Now {word}.\n")),
                1 => self.write("includes/note.md", format!("## Heading {word}\n\n<a id=\"{word}\"></a>\n")),
                _ => self.write(&page, format!("{text}\n[!INCLUDE [n](../includes/note.md)]\n")),
            },
            8 => {
                let toc: String =
                    pages.iter().map(|p| format!("- name: {word}\n  href: {}\n", &p[6..])).collect();
                self.write("guide/toc.yml", if toc.is_empty() { "[]\n".to_owned() } else { toc });
            }
            9 => self.shared(word, numbers),
            // Written again with the same bytes.
            10 => self.write(&any, self.files[&any].clone()),
            11 => self.write(&page, format!("---\n{word}: x\nuid: {word}\n---\n{text}")),
            12 => self.write(&page, format!("---\nredirect_url: /{word}\n---\n{text}")),
            13 => self.write(&page, format!("{text}\n## {word}\n\n[back](page-1.md#{word}) <xref:{word}>\n")),
            14 => self.write("guide/ways.md", methods(word)),
            15 => self.write(&page, format!("{text}\n[far](../index.md#{word}) [near](#{word})\n")),
            _ => {
                if let Some((path, text)) = self.former.pop() {
                    self.write(&path, text);
                    self.former.pop();
                    return format!("{path} as before");
                }
            }
        }
        page
    }
}

fn run(docset: &Path, out: &Path) -> Report {
    let options = BuildOptions {
        dir: docset.to_owned(),
        output: Some(out.to_owned()),
        emit: Emit::Site,
        jobs: Some(1),
        ..BuildOptions::default()
    };
    build(&options).expect("the build runs")
}

/// Compares a build over a former one with a clean one.
fn compare(docset: &Docset, temp: &Path, seed: u64, edits: &[String]) {
    let over = run(&docset.folder, &temp.join("over"));
    let clean_folder = temp.join("clean");
    let _ = fs::remove_dir_all(&clean_folder);
    let clean = run(&docset.folder, &clean_folder);
    let (left, right) = (tree(&temp.join("over")), tree(&clean_folder));
    assert!(!clean.unchanged, "a clean build is built");
    let differing: Vec<_> =
        left.keys().chain(right.keys()).filter(|path| left.get(*path) != right.get(*path)).collect();
    assert!(differing.is_empty(), "seed {seed}, edits {edits:?}: {differing:?} differ");
    assert_eq!(over.diagnostics, clean.diagnostics, "seed {seed}, edits {edits:?}");
    assert_eq!(over.counts, clean.counts, "seed {seed}, edits {edits:?}");
}

/// A build in a process of its own.
fn command(docset: &Path, out: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_docwright"));
    command.arg("build").arg(docset).arg("-o").arg(out).args(["--jobs", "1", "--quiet"]);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Does to the output or to the cache what nobody should.
fn meddle(temp: &Path, numbers: &mut Numbers) {
    let over = temp.join("over");
    let cache = temp.join(".docwright");
    match numbers.below(6) {
        0 => fs::write(over.join("404.html"), "not ours").expect("written"),
        1 => fs::write(over.join("stray.txt"), "not ours").expect("written"),
        2 => drop(fs::remove_file(over.join("index.html"))),
        3 => drop(fs::remove_dir_all(&cache)),
        kind => {
            let file = cache.join("over.pages");
            // Somebody may have removed it before.
            let Some(mut bytes) = fs::read(&file).ok().filter(|bytes| !bytes.is_empty()) else { return };
            let at = numbers.below(bytes.len());
            if kind == 4 {
                bytes.truncate(at);
            } else {
                bytes[at] ^= 0x55;
            }
            fs::write(&file, bytes).expect("written");
        }
    }
}

/// One random series of edits, with builds in between, some of them in a process of their own.
fn script(seed: u64) {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let mut docset = Docset::new(temp.path().join("docs"));
    let mut numbers = Numbers(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let mut edits = Vec::new();
    let over = temp.path().join("over");
    run(&docset.folder, &over);
    for _ in 0..EDITS {
        edits.push(docset.edit(&mut numbers));
        match numbers.below(8) {
            0 | 1 => drop(run(&docset.folder, &over)),
            2 => drop(command(&docset.folder, &over).status().expect("the program runs")),
            3 => meddle(temp.path(), &mut numbers),
            _ => {}
        }
    }
    compare(&docset, temp.path(), seed, &edits);
}

#[test]
fn a_build_that_is_killed_is_completed_by_the_next() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let mut docset = Docset::new(temp.path().join("docs"));
    let over = temp.path().join("over");
    let start = Instant::now();
    assert!(command(&docset.folder, &over).status().is_ok());
    let whole = start.elapsed();
    for point in 0..KILLS {
        // All pages change, some come and one goes.
        docset.write("themes/own/page.html", TEMPLATE.replace("one", &format!("point {point}")));
        docset.write(&format!("more/page-{point}.md"), "# More\n".to_owned());
        if point > 0 {
            docset.remove(&format!("more/page-{}.md", point - 1));
        }
        let mut build = command(&docset.folder, &over).spawn().expect("the program runs");
        std::thread::sleep(whole * point / (KILLS - 1));
        build.kill().expect("it is ours");
        build.wait().expect("it ends");
        if point % 3 == 0 {
            compare(&docset, temp.path(), u64::from(point), &[]);
        }
    }
    compare(&docset, temp.path(), u64::from(KILLS), &[]);
}

#[test]
fn whatever_is_edited_the_output_is_that_of_a_clean_build() {
    let scripts = std::env::var("DOCWRIGHT_SCRIPTS").ok().and_then(|n| n.parse().ok()).unwrap_or(SCRIPTS);
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get() as u64);
    std::thread::scope(|scope| {
        for thread in 0..threads {
            scope.spawn(move || (thread..scripts).step_by(threads as usize).for_each(script));
        }
    });
}

#[test]
fn a_build_without_a_change_touches_nothing() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let docset = Docset::new(temp.path().join("docs"));
    let out = temp.path().join("out");
    let first = run(&docset.folder, &out);
    let second = run(&docset.folder, &out);
    assert!(!first.unchanged && second.unchanged);
    assert_eq!(first.diagnostics, second.diagnostics);
    assert_eq!(first.counts, second.counts);

    // A file of the output that somebody touched is made again, and so is everything without the cache.
    fs::write(out.join("index.html"), "not ours").expect("written");
    assert!(!run(&docset.folder, &out).unchanged);
    assert!(run(&docset.folder, &out).unchanged);
    fs::remove_dir_all(temp.path().join(".docwright")).expect("removed");
    assert!(!run(&docset.folder, &out).unchanged);
}

#[test]
fn an_edit_makes_the_pages_anew_on_which_it_can_show_and_no_others() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let mut docset = Docset::new(temp.path().join("docs"));
    let out = temp.path().join("out");
    docset.write("guide/apart.md", "# Apart\n\nText.\n".to_owned());
    let pages = run(&docset.folder, &out).counts.pages;
    // The page made from YAML, and the one that shows another page's source.
    const ALWAYS: usize = 2;
    let one = |rest: &str| format!("---\ntitle: One\n{rest}");
    for (path, text, made) in [
        // Prose: the page alone.
        (
            "guide/page-1.md",
            one("---\n# One\n\n[!INCLUDE [n](../includes/note.md)]\n\n## Second\n\nOther.\n"),
            1,
        ),
        // A heading: the page, and the two that link to it.
        (
            "guide/page-1.md",
            one("---\n# One\n\n[!INCLUDE [n](../includes/note.md)]\n\n## Next\n\nOther.\n"),
            3,
        ),
        // Metadata that nobody else sees.
        (
            "guide/page-1.md",
            one("ms.date: 01/02/2026\n---\n# One\n\n[!INCLUDE [n](../includes/note.md)]\n\n## Next\n"),
            1,
        ),
        ("includes/note.md", "> [!NOTE]\n> Other words.\n".to_owned(), 1),
        // A value of a method: its page, and the page that asks for the table; prose beside: its page.
        ("guide/ways.md", methods("swift"), 2),
        ("guide/ways.md", methods("swift").replace("# Ways", "# Ways\n\nWhichever way."), 1),
        // A picture is copied and shows on no page.
        ("dot.png", "another picture".to_owned(), 0),
        // A title stands in tables of contents; a template makes all pages.
        ("guide/page-1.md", "---\ntitle: First\n---\n# First\n\n## Next\n".to_owned(), pages),
        ("themes/own/page.html", "<p>{{ content | safe }}".to_owned(), pages),
    ] {
        docset.write(path, text.clone());
        let expected = if made == pages { pages } else { made + ALWAYS };
        let report = run(&docset.folder, &out);
        assert_eq!(report.timings.made(), expected, "{path}: {text}");
    }
    compare(&docset, temp.path(), 0, &[]);
}

#[test]
fn the_files_of_the_method_index_follow_what_it_shows() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let mut docset = Docset::new(temp.path().join("docs"));
    docset.write("guide/page-9.md", methods("steady"));
    run(&docset.folder, &temp.path().join("over"));
    let comparison = temp.path().join("over/methods/guide/page-9.html");
    let titled = |title: &str| methods("swift").replace("# Ways", &format!("# {title}"));
    for (step, (path, text)) in [
        // Beside the sets: in another page, in a page that has one, in the page that another shows.
        ("index.md", Some("# Home\n\nOther words.\n".to_owned())),
        ("guide/ways.md", Some(methods("slow").replace("# Ways\n", "# Ways\n\nIn short.\n"))),
        ("guide/page-2.md", Some("---\nuid: two\n---\n# Two\n\n[](page-1.md)\n".to_owned())),
        // Into them: a value, a line, the title of the page.
        ("guide/page-9.md", Some(methods("swift"))),
        ("guide/page-9.md", Some(format!("<!-- a line -->\n\n{}", methods("swift")))),
        ("guide/page-9.md", Some(titled("Roads"))),
        // One goes, the last goes, one comes back.
        ("guide/page-9.md", Some("# Roads\n".to_owned())),
        ("guide/ways.md", None),
        ("guide/page-9.md", Some(titled("Roads"))),
    ]
    .into_iter()
    .enumerate()
    {
        match text {
            Some(text) => docset.write(path, text),
            None => docset.remove(path),
        }
        compare(&docset, temp.path(), step as u64, &[path.to_owned()]);
        assert_eq!(comparison.exists(), !(6..8).contains(&step), "step {step}");
    }
    // Somebody takes a file of it away, and nothing of the sources changes but a word.
    fs::remove_file(&comparison).expect("removed");
    docset.write("index.md", "# Home\n\nYet other words.\n".to_owned());
    compare(&docset, temp.path(), 0, &[]);
}

#[test]
fn a_file_that_the_configuration_names_counts_wherever_it_lies() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let mut docset = Docset::new(temp.path().join("docs"));
    let out = temp.path().join("out");
    let learn = "\n[learn]\nmarkdownValidationRules = \".rules/content.json\"\n";
    docset.write("site.toml", SITE.replace("data/methods.json", ".data/methods.json") + learn);
    docset.write(".data/methods.json", "{}".to_owned());
    docset.write(".rules/content.json", "{}".to_owned());
    run(&docset.folder, &out);
    assert!(run(&docset.folder, &out).unchanged);
    for (path, text) in [(".data/methods.json", "1"), (".rules/content.json", "{ \"rules\": {} }")] {
        docset.write(path, text.to_owned());
        assert!(!run(&docset.folder, &out).unchanged, "{path}");
        assert!(run(&docset.folder, &out).unchanged, "{path}");
    }
}

#[test]
fn an_output_among_the_sources_is_no_source_even_without_its_marker() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let docset = Docset::new(temp.path().join("docs"));
    let out = docset.folder.join("public");
    let pages = run(&docset.folder, &out).counts.pages;
    fs::write(out.join("twin.md"), "# Not a source\n").expect("written");
    assert_eq!(run(&docset.folder, &out).counts.pages, pages);
    let outside = temp.path().join("elsewhere");
    fs::rename(&out, &outside).expect("moved");
    fs::create_dir(&out).expect("made");
    assert_eq!(run(&docset.folder, &out).counts.pages, pages);
}
