//! Tables of contents, in YAML and in Markdown.
#![no_main]

use libfuzzer_sys::fuzz_target;

mod docset;

const CONFIG: &[u8] = br#"{"build":{"content":[{"files":["**/*.{md,yml}"]}]}}"#;

fuzz_target!(|toc: &[u8]| {
    let page: &[u8] = b"# Title\n";
    docset::check(&[("docfx.json", CONFIG), ("toc.yml", toc), ("index.md", page), ("a/TOC.md", toc)]);
});
