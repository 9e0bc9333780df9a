//! Every reader of input, with texts that nobody would write: nothing panics, every finding has a place inside its
//! file, and the same input gives the same findings and the same site.

mod tree;

use std::fs;

use docwright::base::Span;
use docwright::build::{BuildOptions, Emit, Report, build};
use docwright::diag::Diagnostic;
use proptest::prelude::*;
use tree::tree;

/// A docset that has a file of each kind that is read.
const FILES: &[(&str, &str)] = &[
    (
        "docs/docfx.json",
        r#"{ "build": { "content": [{ "files": ["**/*.md", "**/*.yml"], "exclude": ["map.yml"] }],
        "resource": [{ "files": ["**/*.cs"] }], "xref": ["map.yml"], "globalMetadata": { "a": "b" },
        "fileMetadata": { "zone_pivot_groups": { "*.md": "group" } } } }"#,
    ),
    ("docs/site.toml", "[site]\ntitle = \"T\"\n\n[rules]\ntitle-missing = \"warning\"\n"),
    (
        "docs/.openpublishing.redirection.json",
        r#"{ "redirections": [{ "source_path": "old.md", "redirect_url": "/x/page" }] }"#,
    ),
    ("docs/toc.yml", "items:\n- name: A\n  href: page.md\n  items:\n  - name: B\n    uid: u\n"),
    ("docs/area/TOC.md", "# [A](../page.md)\n\n## [B](b.md)\n"),
    ("docs/area/b.md", "# B\n"),
    (
        "docs/page.md",
        "---\ntitle: T\nuid: u\nms.date: 01/02/2026\n---\n\n# T\n\n[!code-csharp[c](code.cs#one)]\n\n@u <xref:v>\n\n::: zone pivot=\"one\"\n\nOne.\n\n::: zone-end\n",
    ),
    ("docs/code.cs", "// <one>\nint x;\n// </one>\n#region two\nint y;\n#endregion\n"),
    ("docs/map.yml", "references:\n- uid: v\n  name: V\n  href: https://example.org/v\n"),
    (
        "docs/asked.yml",
        "### YamlMime:FAQ\ntitle: F\nsections:\n- name: S\n  questions:\n  - question: Q\n    answer: |\n      A [b](page.md)\n",
    ),
    (
        "docs/zone-pivot-groups.yml",
        "### YamlMime:ZonePivotGroups\ngroups:\n- id: group\n  title: G\n  prompt: P\n  pivots:\n  - id: one\n    title: One\n",
    ),
];

/// Pieces of the languages that the files are written in.
fn piece() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "\n",
        "\n  ",
        "\n- ",
        "---\n",
        "...\n",
        ": ",
        "- ",
        "\"",
        "'",
        "|\n",
        ">-\n",
        "{",
        "}",
        "[",
        "]",
        ",",
        "&a ",
        "*a",
        "!!x ",
        "<<: ",
        "# ",
        "## ",
        "#",
        "\t",
        "\r\n",
        "\r",
        "é",
        "😀",
        "\u{feff}",
        "\u{2028}",
        "\0",
        "\u{1b}",
        "..",
        "../",
        "~/",
        "/",
        "\\",
        "C:",
        "%2e",
        "name: x\n",
        "href: page.md\n",
        "href: ../../x.md\n",
        "tocHref: ./\n",
        "items:\n",
        "uid: u\n",
        "title: T\n",
        "### YamlMime:Hub\n",
        "// <one>",
        "// </one>",
        "#region two",
        "#endregion",
        "[site]\n",
        "[rules]\n",
        "[[index.sets]]\n",
        "= ",
        "\"build\": ",
        "\"content\": ",
        "\"files\": ",
        "\"src\": ",
        "**/*",
        "[^",
        "\"redirections\": ",
        "\"source_path\": ",
        "monikerRange: '>= a'\n",
        "zone_pivot_groups: group\n",
        "redirect_url: x\n",
        "ms.date: 13/13/2026\n",
        "null",
        "true",
        "1e999",
        "0x1",
        "9999-99-99",
        "references:\n",
        "<<<<<<< a\n",
        "=======\n",
        ">>>>>>> b\n",
        "<!-- docwright: ignore x -->\n",
        "[x](y.md#z)",
        "@u",
        "<xref:",
    ]);
    prop_oneof![9 => known.prop_map(str::to_owned), 1 => "\\PC{0,8}"]
}

/// A file of the docset, with pieces in place of some of its text or put into it.
fn changed() -> impl Strategy<Value = (usize, String)> {
    let cut =
        (0..FILES.len(), any::<prop::sample::Index>(), 0usize..12, prop::collection::vec(piece(), 0..14));
    cut.prop_map(|(file, at, length, pieces)| {
        let text = FILES[file].1;
        let boundary = |mut i: usize| {
            i = i.min(text.len());
            while !text.is_char_boundary(i) {
                i -= 1;
            }
            i
        };
        let start = boundary(at.index(text.len() + 1));
        let end = boundary(start + length);
        (file, format!("{}{}{}", &text[..start], pieces.concat(), &text[end..]))
    })
}

fn run(folder: &std::path::Path, output: &str) -> Option<Report> {
    let options = BuildOptions {
        dir: folder.join("docs"),
        output: Some(folder.join(output)),
        emit: Emit::Site,
        jobs: Some(1),
        ..BuildOptions::default()
    };
    // A docset that cannot be opened is a fine answer, too.
    build(&options).ok()
}

/// Every place that a finding names.
fn places(found: &Diagnostic) -> impl Iterator<Item = Span> {
    let fix = found.fix.iter().map(|fix| fix.span);
    found.primary.into_iter().chain(found.related.iter().map(|r| r.span)).chain(fix)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(120) })]

    #[test]
    fn whatever_a_file_holds_it_is_read((file, text) in changed()) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (i, (path, sound)) in FILES.iter().enumerate() {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("inside")).expect("made");
            fs::write(path, if i == file { text.as_str() } else { sound }).expect("written");
        }
        if let Some(report) = run(folder.path(), "one") {
            let sources = &report.project.workspace.sources;
            for found in &report.diagnostics {
                for span in places(found) {
                    let text = &sources.get(span.file).text;
                    let inside = text.get(span.range()).is_some();
                    prop_assert!(inside, "{:?} lies outside of {}", found, sources.get(span.file).path);
                }
            }
            let again = run(folder.path(), "two").expect("it was opened before");
            prop_assert_eq!(report.diagnostics, again.diagnostics);
            // Where two sources have one output, or there is no page, nothing is written.
            if report.output.is_some() {
                prop_assert_eq!(tree(&folder.path().join("one")), tree(&folder.path().join("two")));
            }
        }
    }
}

/// What is changed above is read at all: the docset is sound as it stands.
#[test]
fn the_docset_is_sound() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, text) in FILES {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("inside")).expect("made");
        fs::write(path, text).expect("written");
    }
    let report = run(folder.path(), "out").expect("it opens");
    let codes: Vec<_> = report.diagnostics.iter().map(|d| d.code.name()).collect();
    assert!(codes.is_empty(), "{codes:?}");
    let site = tree(&folder.path().join("out"));
    for page in ["page.html", "area/b.html", "asked.html", "old.html"] {
        assert!(site.contains_key(page), "{page}: {:?}", site.keys());
    }
}
