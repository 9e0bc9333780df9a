//! A build over a former one gives what a clean build gives, byte for byte, whatever was edited in between.
//!
//! `DOCWRIGHT_SCRIPTS=5000 cargo test --release --test incremental` runs more scripts than the suite does.

mod tree;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use docwright::build::{BuildOptions, Emit, Report, build};

use tree::tree;

/// Edit scripts in a run of the suite.
const SCRIPTS: u64 = 500;
/// Edits in a script; the site is built and compared after the last, and at random in between.
const EDITS: usize = 6;

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
  "content": [{ "files": ["**/*.md", "**/toc.yml"], "exclude": ["includes/**"] }],
  "resource": [{ "files": ["**/*.png"] }],
  "globalMetadata": { "author": "one" } } }"#;

impl Docset {
    fn new(folder: PathBuf) -> Docset {
        let mut docset = Docset { folder, files: BTreeMap::new(), former: Vec::new(), next: 4 };
        for (path, text) in [
            ("docfx.json", CONFIG),
            ("toc.yml", "- name: Home\n  href: index.md\n- name: Guide\n  href: guide/toc.yml\n"),
            ("guide/toc.yml", "- name: One\n  href: page-1.md\n- name: Two\n  href: page-2.md\n"),
            ("index.md", "# Home\n\nSee [one](guide/page-1.md#second) and ![dot](dot.png).\n"),
            (
                "guide/page-1.md",
                "---\ntitle: One\n---\n# One\n\n[!INCLUDE [n](../includes/note.md)]\n\n## Second\n\nText.\n",
            ),
            (
                "guide/page-2.md",
                "# Two\n\n[](page-1.md) and [third](page-3.md#part).\n\n```powershell\nGet-Item .\n```\n",
            ),
            (
                "guide/page-3.md",
                "# Three\n\n## Part\n\n:::code language=\"csharp\" source=\"../code/a.cs\":::\n",
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

    /// Makes one change and says which.
    fn edit(&mut self, numbers: &mut Numbers) -> String {
        let pages = self.pages();
        let any = numbers.one(&self.files.keys().cloned().collect::<Vec<_>>()).clone();
        let page = if pages.is_empty() { "index.md".to_owned() } else { numbers.one(&pages).clone() };
        let word = *numbers.one(&["amber", "birch", "cedar", "delta", "ember"]);
        let text = self.files.get(&page).cloned().unwrap_or_default();
        match numbers.below(12) {
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
            7 => self.write("includes/note.md", format!("> [!TIP]\n> Now {word}.\n")),
            8 => {
                let toc: String =
                    pages.iter().map(|p| format!("- name: {word}\n  href: {}\n", &p[6..])).collect();
                self.write("guide/toc.yml", if toc.is_empty() { "[]\n".to_owned() } else { toc });
            }
            9 => match numbers.below(3) {
                0 => self.write("code/a.cs", format!("class {word} {{ }}\n")),
                1 => self.write("docfx.json", CONFIG.replace("one", word)),
                _ => self.write("dot.png", format!("picture of {word}")),
            },
            // Written again with the same bytes.
            10 => self.write(&any, self.files[&any].clone()),
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
        whole: false,
        candidates: false,
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

/// One random series of edits, with builds in between.
fn script(seed: u64) {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let mut docset = Docset::new(temp.path().join("docs"));
    let mut numbers = Numbers(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let mut edits = Vec::new();
    run(&docset.folder, &temp.path().join("over"));
    for _ in 0..EDITS {
        edits.push(docset.edit(&mut numbers));
        if numbers.below(4) == 0 {
            run(&docset.folder, &temp.path().join("over"));
        }
    }
    compare(&docset, temp.path(), seed, &edits);
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
