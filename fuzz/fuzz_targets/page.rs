//! A Markdown file. Every range of the tree must lie in the text.
#![no_main]

use docwright::base::FileId;
use docwright::markdown::{self, Extensions, ParseOptions};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u16, &str)| {
    let (switches, text) = input;
    let on = |bit: u16| switches & (1 << bit) != 0;
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
    };
    let options =
        ParseOptions { extensions, alerts: Vec::new(), front_matter: on(9), inline_only: on(10) };
    let document = markdown::parse(text.into(), FileId(0), &options);
    for diagnostic in &document.diagnostics {
        if let Some(span) = diagnostic.primary {
            assert!(text.get(span.range()).is_some(), "{diagnostic:?} lies outside the text");
        }
    }
});
