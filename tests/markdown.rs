//! Markdown to HTML, by cases that can be read: `tests/markdown/*.md`.
//!
//! A case begins with `=== name`; its Markdown follows. `--- file: path` gives a file that it includes or shows,
//! `--- options: words` switches extensions on. `--- docfx` is the HTML in the reference's shapes, `--- html` in
//! our own, `--- diagnostics` what is told, one `level code line:column message` a line. `UPDATE=1` writes what is
//! the case into the files, to be read before it is committed.

#![expect(clippy::panic, clippy::print_stderr, reason = "a test fails by panicking and says what it skips")]

mod project;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use docwright::base::{DocPath, FileId};
use docwright::diag::{Diagnostic, LineIndex};
use docwright::docset::PageView;
use docwright::markdown::{self, AlertType, ParseOptions};
use docwright::render::article::compat::{self, Loader};
use docwright::render::article::{ArticleOptions, Strings, article};

use project::project;

/// A case as it stands in its file.
#[derive(Debug, Clone, Default, PartialEq)]
struct Case {
    name: String,
    markdown: String,
    files: Vec<(String, String)>,
    options: String,
    docfx: Option<String>,
    html: Option<String>,
    diagnostics: Option<String>,
}

impl Case {
    fn part(&mut self, head: &str) -> &mut String {
        match head {
            "docfx" => self.docfx.get_or_insert_default(),
            "html" => self.html.get_or_insert_default(),
            "diagnostics" => self.diagnostics.get_or_insert_default(),
            "options" => &mut self.options,
            other => {
                let path = other.strip_prefix("file: ").unwrap_or_else(|| panic!("unknown part {other:?}"));
                self.files.push((path.to_owned(), String::new()));
                &mut self.files.last_mut().expect("just pushed").1
            }
        }
    }

    fn write(&self, out: &mut String) {
        let mut add = |head: &str, text: &str| {
            let line_end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
            let _ = write!(out, "{head}\n{text}{line_end}");
        };
        add(&format!("=== {}", self.name), &self.markdown);
        for (path, text) in &self.files {
            add(&format!("--- file: {path}"), text);
        }
        if !self.options.is_empty() {
            add("--- options", &self.options);
        }
        for (head, text) in [("docfx", &self.docfx), ("html", &self.html), ("diagnostics", &self.diagnostics)]
        {
            if let Some(text) = text {
                add(&format!("--- {head}"), text);
            }
        }
    }

    fn parse_options(&self) -> ParseOptions {
        let mut options = ParseOptions::default();
        for word in self.options.split_whitespace() {
            let extensions = &mut options.extensions;
            match word {
                "footnotes" => extensions.footnotes = true,
                "tasklists" => extensions.task_lists = true,
                "definitionlists" => extensions.definition_lists = true,
                "abbreviations" => extensions.abbreviations = true,
                "attributes" => extensions.attributes = true,
                "emphasisextras" => extensions.emphasis_extras = true,
                "smartypants" => extensions.smart_punctuation = true,
                "gfm-pipetables" => extensions.gfm_tables = true,
                "hardlinebreak" => extensions.hard_line_breaks = true,
                "autoidentifiers" => extensions.auto_identifiers = true,
                "bootstrap" => extensions.bootstrap = true,
                "citations" => extensions.citations = true,
                "emojis" => extensions.smileys = true,
                "nofollowlinks" => extensions.no_follow = true,
                "nohtml" => extensions.no_html = true,
                "noopenerlinks" => extensions.no_opener = true,
                "noreferrerlinks" => extensions.no_referrer = true,
                "learn" => options.learn_html = true,
                other => match other.split_once('=') {
                    Some((name, class)) => {
                        options.alerts.push(AlertType { name: name.to_owned(), class: class.to_owned() });
                    }
                    None => panic!("unknown option {other:?}"),
                },
            }
        }
        options
    }
}

fn read_cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut head = String::new();
    for line in text.split_inclusive('\n') {
        let plain = line.trim_end();
        if let Some(name) = plain.strip_prefix("=== ") {
            cases.push(Case { name: name.to_owned(), ..Case::default() });
            head.clear();
            continue;
        }
        let Some(case) = cases.last_mut() else { continue };
        let part = plain.strip_prefix("--- ");
        let known =
            |p: &str| matches!(p, "docfx" | "html" | "diagnostics" | "options") || p.starts_with("file: ");
        if let Some(part) = part.filter(|p| known(p)) {
            part.clone_into(&mut head);
            case.part(&head);
        } else if head.is_empty() {
            case.markdown.push_str(line);
        } else if head.starts_with("file: ") {
            case.files.last_mut().expect("a file was begun").1.push_str(line);
        } else {
            case.part(&head).push_str(line);
        }
    }
    cases
}

/// The files of a case; its page is `page.md`.
struct Memory(BTreeMap<String, Arc<str>>);

impl Memory {
    fn of(case: &Case) -> Self {
        let page = ("page.md".to_owned(), Arc::from(case.markdown.as_str()));
        let files = case.files.iter().map(|(p, t)| (p.clone(), Arc::from(t.as_str())));
        Memory(files.chain([page]).collect())
    }

    fn told(&self, diagnostics: &[Diagnostic]) -> String {
        let mut lines: Vec<String> = diagnostics.iter().map(|d| self.line(d)).collect();
        lines.sort();
        lines.concat()
    }

    fn line(&self, d: &Diagnostic) -> String {
        let (level, code) = (d.severity.as_str(), d.code.name());
        let Some(span) = d.primary else { return format!("{level} {code} {}\n", d.message) };
        let (path, text) = self.0.iter().nth(span.file.0 as usize).expect("a file of the case");
        let place = LineIndex::new(text).position(text, span.start);
        let file = if path == "page.md" { String::new() } else { format!("{path}:") };
        format!("{level} {code} {file}{}:{} {}\n", place.line, place.column, d.message)
    }
}

impl Loader for Memory {
    fn read(&self, path: &DocPath) -> Option<Arc<str>> {
        self.0.get(path.as_str()).cloned()
    }

    fn file(&self, path: &DocPath) -> Option<FileId> {
        let at = self.0.keys().position(|k| k == path.as_str())?;
        Some(FileId(u32::try_from(at).ok()?))
    }
}

/// The page in our own shapes.
fn own_html(view: &PageView, options: &ParseOptions) -> String {
    let strings = Strings::default();
    let options = ArticleOptions {
        strings: &strings,
        sanitise: true,
        alerts: &options.alerts,
        skip_title: false,
        monikers: None,
        inserted: &[],
        comparison: &|_| None,
    };
    article(view, &options)
}

/// The case with what is so in place of what is expected.
fn actual(case: &Case) -> Case {
    let memory = Memory::of(case);
    let options = case.parse_options();
    let path = DocPath::new("page.md").expect("inside");
    let page = compat::page(&memory, &path, &options);
    let told = memory.told(&page.diagnostics);
    let view = compat::unresolved(&memory, &path, &options);
    let line = |html: String| if html.is_empty() || html.ends_with('\n') { html } else { html + "\n" };
    Case {
        docfx: case.docfx.as_ref().map(|_| line(page.value)),
        html: case.html.as_ref().map(|_| line(own_html(&view, &options))),
        diagnostics: (!told.is_empty()).then_some(told),
        ..case.clone()
    }
}

fn case_files() -> Vec<PathBuf> {
    let folder = project().join("tests/markdown");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder of cases")
        .map(|e| e.expect("an entry").path())
        .filter(|p| p.extension().is_some_and(|e| e == "md"))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "there are files of cases");
    files
}

#[test]
fn every_case_gives_what_it_says() {
    let update = std::env::var_os("UPDATE").is_some();
    let mut faults = String::new();
    for file in case_files() {
        let text = std::fs::read_to_string(&file).expect("a case file");
        let intro = text.split("=== ").next().unwrap_or_default().to_owned();
        let mut written = intro;
        for case in read_cases(&text) {
            let checks = case.docfx.is_some() || case.html.is_some() || case.diagnostics.is_some();
            assert!(checks, "{} in {} expects nothing", case.name, file.display());
            let actual = actual(&case);
            if actual != case {
                let _ = writeln!(faults, "## {} in {}", case.name, file.display());
                for (what, said, is) in [
                    ("docfx", &case.docfx, &actual.docfx),
                    ("html", &case.html, &actual.html),
                    ("diagnostics", &case.diagnostics, &actual.diagnostics),
                ] {
                    if said != is {
                        let shown = |t: &Option<String>| t.clone().unwrap_or_default();
                        let _ = writeln!(faults, "{what} should be\n{}but is\n{}", shown(said), shown(is));
                    }
                }
            }
            actual.write(&mut written);
        }
        if update {
            std::fs::write(&file, written).expect("write the cases");
        }
    }
    assert!(update || faults.is_empty(), "{faults}");
}

/// CommonMark 0.31: examples whose result is another on purpose, with the reason.
const DEVIATIONS: &[(u32, &str)] = &[
    (
        61,
        "a thematic break in an item ends the list, as Markdig has it, unless it stands on the marker's line",
    ),
    (96, "a fence at the very start opens front matter"),
];

#[test]
fn commonmark_holds() {
    let Some(shared) = std::env::var_os("DOCWRIGHT_SHARED") else {
        eprintln!("skipped: DOCWRIGHT_SHARED names no folder with the CommonMark examples");
        return;
    };
    let file = PathBuf::from(shared).join("conformance/spec.json");
    let Ok(text) = std::fs::read_to_string(&file) else {
        eprintln!("skipped: there is no {}", file.display());
        return;
    };
    let data: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let vectors = data["vectors"].as_array().expect("a list of vectors");
    let mut missed: Vec<u32> = Vec::new();
    for vector in vectors {
        let Some(number) = vector["id"].as_str().and_then(|id| id.strip_prefix("CommonMark.")) else {
            continue;
        };
        let number: u32 = number.parse().expect("a number");
        // Where the reference departs from CommonMark the example names both.
        let expected = [&vector["html"], &vector["spec_html"]];
        let case =
            Case { markdown: vector["markdown"].as_str().unwrap_or_default().to_owned(), ..Case::default() };
        let memory = Memory::of(&case);
        let options = ParseOptions { front_matter: false, ..ParseOptions::default() };
        let page = compat::page(&memory, &DocPath::new("page.md").expect("inside"), &options);
        let got = canonical(&page.value);
        if !expected.iter().any(|e| e.as_str().is_some_and(|e| canonical(e) == got)) {
            missed.push(number);
        }
    }
    missed.retain(|n| !DEVIATIONS.iter().any(|(d, _)| d == n));
    assert!(missed.len() <= 2, "CommonMark examples missed: {missed:?}");
}

/// HTML without what does not count: ids, the language prefix, source positions, blanks beside tags.
fn canonical(html: &str) -> String {
    let mut out = String::new();
    for piece in html.split_inclusive('>') {
        let (text, tag) = piece.rsplit_once('<').map_or((piece, ""), |(text, tag)| (text, tag));
        out.push_str(&text.replace("&#39;", "'").replace("&#x27;", "'"));
        if tag.is_empty() {
            continue;
        }
        let kept: Vec<&str> = tag
            .trim_end_matches("/>")
            .trim_end_matches('>')
            .split(' ')
            .filter(|w| !w.is_empty() && !w.starts_with("id=\"") && !w.starts_with("data-raw-source"))
            .collect();
        let _ = write!(
            out,
            "<{}>",
            kept.join(" ").replace("lang-", "").replace("language-", "").replace("%7E", "~")
        );
    }
    let words: Vec<&str> = out.split_whitespace().collect();
    words.join(" ").replace("> <", "><").replace(" <", "<").replace("> ", ">")
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    /// Pieces that writers and the parser care about, in any order.
    fn text() -> impl Strategy<Value = String> {
        let pieces = prop::sample::select(vec![
            "# ",
            "> ",
            "- ",
            "1. ",
            "    ",
            "\n",
            "\n\n",
            "```\n",
            "~~~",
            "|",
            "|a|b|\n|-|-|\n",
            "`",
            "*",
            "**",
            "_",
            "[",
            "](",
            ")",
            "![",
            "<",
            ">",
            "<b>",
            "</p>",
            "<!-- ",
            "-->",
            ":::",
            "::: zone pivot=\"a\"\n",
            "::: zone-end\n",
            ":::row:::\n",
            ":::column:::\n",
            ":::column-end:::\n",
            ":::row-end:::\n",
            "::: moniker range=\"x\"\n",
            "::: moniker-end\n",
            ":::image source=\"a.png\" alt-text=\"b\":::",
            ":::no-loc text=\"x\":::",
            "[!NOTE]\n",
            "> [!TIP]\n",
            "[!INCLUDE [a](b.md)]",
            "[!code-cs[n](a.cs#L1)]\n",
            "# [T](#tab/a)\n",
            "---\n",
            "@uid",
            "<xref:a>",
            "https://example.com/a",
            ":smile:",
            "$x$",
            "$$\n",
            "\\",
            "&amp;",
            "é",
            "😀",
            "\u{a0}",
            "\t",
            "\r\n",
            "x",
        ]);
        prop::collection::vec(pieces, 0..40).prop_map(|p| p.concat())
    }

    fn document(text: &str) -> markdown::Document {
        markdown::parse(Arc::from(text), FileId(0), &ParseOptions::default())
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

        #[test]
        fn nothing_panics_and_spans_lie_in_the_file(text in text()) {
            let doc = document(&text);
            let fine = |start: usize, end: usize| {
                start <= end && end <= text.len() && text.is_char_boundary(start) && text.is_char_boundary(end)
            };
            for link in &doc.links {
                prop_assert!(fine(link.span.range().start, link.span.range().end), "{:?}", link);
                prop_assert!(fine(link.target_span.range().start, link.target_span.range().end), "{:?}", link);
            }
            prop_assert!(doc.links.is_sorted_by_key(|l| l.span.start));
            for d in &doc.diagnostics {
                let span = d.primary.expect("a place");
                prop_assert!(fine(span.range().start, span.range().end), "{:?}", d);
            }
            let mut nodes = vec![markdown::NodeId::ROOT];
            while let Some(node) = nodes.pop() {
                let span = doc.span(node).range();
                prop_assert!(fine(span.start, span.end), "{:?} {:?}", doc.kind(node), span);
                nodes.extend(doc.children(node));
            }
        }

        #[test]
        fn the_same_text_gives_the_same_page_and_balanced_tags(text in text()) {
            let case = Case { markdown: text, ..Case::default() };
            let memory = Memory::of(&case);
            let path = DocPath::new("page.md").expect("inside");
            let write = || own_html(&compat::unresolved(&memory, &path, &ParseOptions::default()), &ParseOptions::default());
            let html = write();
            prop_assert_eq!(&html, &write());
            prop_assert_eq!(unbalanced(&html), None, "{}", html);
        }

        #[test]
        fn code_is_never_changed(code in "[a-z:@$|`<>\\[\\]! ]{0,40}") {
            let text = format!("~~~~\n{code}\n~~~~\n");
            let doc = document(&text);
            let shown = doc.code.first().map(|c| doc.str(c.text));
            let expected = format!("{code}\n");
            prop_assert_eq!(shown, Some(expected.as_str()));
        }
    }

    /// The first tag that closes nothing or is left open.
    fn unbalanced(html: &str) -> Option<String> {
        const VOID: [&str; 5] = ["br", "hr", "img", "input", "source"];
        let mut open: Vec<&str> = Vec::new();
        for piece in html.split('<').skip(1) {
            let name = piece.split([' ', '>', '\n']).next().unwrap_or_default();
            match name.strip_prefix('/') {
                Some(name) if open.pop() != Some(name) => return Some(name.to_owned()),
                Some(_) => {}
                None if VOID.contains(&name) => {}
                None => open.push(name),
            }
        }
        open.pop().map(str::to_owned)
    }
}

/// Texts that have brought parsers down: all must be read in a moment.
#[test]
fn hostile_texts_are_read_in_a_moment() {
    let texts: Vec<(&str, String)> = vec![
        ("quotes", ">".repeat(200_000)),
        ("brackets", "[".repeat(50_000)),
        ("images", "![".repeat(20_000)),
        ("ticks", "` `` ``` ".repeat(5_000)),
        ("comments", "<!-- ".repeat(20_000)),
        ("tags", "<a ".repeat(20_000)),
        ("emphasis", "*a **b ".repeat(10_000)),
        ("includes", "[!include [".repeat(5_000)),
        ("attributes", format!(":::image {}", "a ".repeat(20_000))),
        ("targets", "](".repeat(20_000)),
        ("cells", format!("|a|\n|-|\n{}", "|[".repeat(20_000))),
        ("headings", "## Remarks\n\n".repeat(2_000)),
        ("lists", (0..400).map(|n| format!("{}- x\n", "  ".repeat(n))).collect()),
        ("tables", "|a|b|\n|-|-|\n|1|2|\n\n".repeat(2_000)),
        ("zones", "::: zone pivot=\"a\"\n".repeat(2_000)),
        ("ends", "::: zone-end\n".repeat(2_000)),
        ("rows", ":::row:::\n:::column:::\n".repeat(300)),
        ("math", "$a ".repeat(20_000)),
        ("short references", "@\"".repeat(20_000)),
    ];
    for (name, text) in texts {
        let start = std::time::Instant::now();
        let case = Case { markdown: text, ..Case::default() };
        let memory = Memory::of(&case);
        let options = ParseOptions::default();
        let view = compat::unresolved(&memory, &DocPath::new("page.md").expect("inside"), &options);
        let html = own_html(&view, &options);
        let seconds = start.elapsed().as_secs_f64();
        assert!(
            seconds < 10.0,
            "{name}: {seconds:.1} s for {} bytes, {} of HTML",
            case.markdown.len(),
            html.len()
        );
    }
}

/// Every extension on.
const ALL: &str = "footnotes tasklists definitionlists abbreviations attributes emphasisextras smartypants citations emojis";

/// Texts of any size that make a careless reader slow, with the extensions that they are read with.
type Make = (&'static str, usize, fn(usize) -> String, &'static str);

const MAKES: &[Make] = &[
    ("quotes", 50_000, |n| ">".repeat(n), ""),
    ("brackets", 25_000, |n| "[".repeat(n), ""),
    ("nested lists", 500, |n| (0..n).map(|i| format!("{}- x\n", "  ".repeat(i % 60))).collect(), ""),
    ("nested elements", 2_500, |n| "<div>\n\n".repeat(n), ""),
    ("nested zones", 2_500, |n| "::: moniker range=\"a\"\n".repeat(n), ""),
    ("nested rows", 1_000, |n| ":::row:::\n:::column:::\n x\n".repeat(n), ""),
    (
        "rows",
        1_000,
        |n| ":::row:::\n  :::column:::\n    x\n  :::column-end:::\n:::row-end:::\n".repeat(n),
        "",
    ),
    ("tables", 400, |n| "| a | b |\n|---|---|\n| `x` | [y](z.md) |\n\n".repeat(n), ""),
    ("headings", 400, |n| "## Remarks\n\ntext\n\n".repeat(n), ""),
    ("tab groups", 1_000, |n| (0..n).map(|i| format!("# [A](#tab/a{i})\nx\n***\n")).collect(), ""),
    ("tabs", 1_000, |n| (0..n).map(|i| format!("# [A](#tab/a{i})\nx\n")).collect(), ""),
    ("open values", 5_000, |n| ":::image source=\"a ".repeat(n), ""),
    ("markers in fences", 500, |n| "::: zone pivot=\"a\"\n```\n::: zone-end\n```\n```\n\n".repeat(n), ""),
    ("signs", 5_000, |n| "a ~b ++c ==d \"e 'f \"\"g".repeat(n), ALL),
    ("braces", 5_000, |n| "{.a {#b c=\"".repeat(n), ALL),
    ("given attributes", 2_500, |n| "[a](b){.c} d {.e}\n\n".repeat(n), ALL),
    (
        "abbreviations",
        500,
        |n| (0..n).map(|i| format!("*[A{i}]: b\n")).chain((0..n).map(|i| format!("A{i} a "))).collect(),
        ALL,
    ),
];

/// What is long takes as much longer as it is longer: four times the text, less than six times the time.
#[test]
fn time_grows_with_the_text() {
    let seconds = |text: String, options: &str| {
        let case = Case { markdown: text, options: options.to_owned(), ..Case::default() };
        let (memory, options) = (Memory::of(&case), case.parse_options());
        let path = DocPath::new("page.md").expect("inside");
        let once = |_| {
            let start = std::time::Instant::now();
            let view = compat::unresolved(&memory, &path, &options);
            assert!(!own_html(&view, &options).is_empty());
            start.elapsed().as_secs_f64()
        };
        (0..2).map(once).fold(f64::MAX, f64::min)
    };
    for (name, n, make, options) in MAKES {
        let (short, long) = (seconds(make(*n), options), seconds(make(4 * n), options));
        // A little is allowed for a machine that is busy.
        assert!(long < 6.0 * short + 0.1, "{name}: {short:.4} s and {long:.4} s for four times the text");
    }
}
