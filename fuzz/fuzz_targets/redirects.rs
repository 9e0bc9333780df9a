//! Redirects and cross-reference maps: what other programs write and a docset takes in.
#![no_main]

use libfuzzer_sys::fuzz_target;

mod docset;

const CONFIG: &[u8] = br#"{"build":{"content":[{"files":["**/*.md"]}],"xref":["map.yml","map.json"]}}"#;

fuzz_target!(|text: &[u8]| {
    docset::check(&[
        ("docfx.json", CONFIG),
        (".openpublishing.redirection.json", text),
        ("map.yml", text),
        ("map.json", text),
        ("index.md", b"---\nuid: a\n---\n\n# Title\n\n@a <xref:b> [x](old.md)\n"),
    ]);
});
