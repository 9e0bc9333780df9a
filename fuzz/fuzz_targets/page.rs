//! A Markdown file, read and written in both shapes. Every range of the tree must lie in the text.
#![no_main]

use std::sync::Arc;

use docwright::base::{DocPath, FileId};
use docwright::markdown::{self, Extensions, ParseOptions};
use docwright::render::article::compat::{self, Loader};
use docwright::render::article::{ArticleOptions, Strings, article};
use libfuzzer_sys::fuzz_target;

/// The page; every other file has little to say.
struct Page<'a>(&'a str);

impl Loader for Page<'_> {
    fn read(&self, path: &DocPath) -> Option<Arc<str>> {
        Some(if path.as_str() == "page.md" { self.0 } else { "# A\n\n*b* `c` [d](e.md)\n" }.into())
    }

    fn file(&self, _: &DocPath) -> Option<FileId> {
        Some(FileId(0))
    }
}

fuzz_target!(|input: (u32, &str)| {
    let (switches, text) = input;
    let on = |bit: u32| switches & (1 << bit) != 0;
    let extensions = Extensions {
        footnotes: on(0),
        task_lists: on(1),
        definition_lists: on(2),
        abbreviations: on(3),
        attributes: on(4),
        emphasis_extras: on(5),
        smart_punctuation: on(6),
        gfm_tables: on(7),
        hard_line_breaks: on(8),
        citations: on(9),
        smileys: on(10),
        auto_identifiers: on(11),
        no_html: on(12),
        bootstrap: on(13),
        no_follow: on(14),
        no_opener: on(15),
        no_referrer: on(16),
    };
    let options = ParseOptions {
        extensions,
        alerts: Vec::new(),
        front_matter: on(17),
        inline_only: on(18),
        learn_html: on(19),
    };
    let document = markdown::parse(text.into(), FileId(0), &options);
    for diagnostic in &document.diagnostics {
        if let Some(span) = diagnostic.primary {
            assert!(text.get(span.range()).is_some(), "{diagnostic:?} lies outside the text");
        }
    }
    let Some(path) = DocPath::new("page.md") else { return };
    compat::page(&Page(text), &path, &options);
    let view = compat::unresolved(&Page(text), &path, &options);
    let strings = Strings::default();
    let own = ArticleOptions {
        strings: &strings,
        sanitise: on(19),
        alerts: &[],
        skip_title: on(20),
        monikers: None,
        inserted: &[],
        comparison: &|_| None,
    };
    article(&view, &own);
});
