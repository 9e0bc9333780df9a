//! The configuration of a docset: comments, commas, globs, mappings.
#![no_main]

use libfuzzer_sys::fuzz_target;

mod docset;

fuzz_target!(|json: &[u8]| {
    docset::check(&[("docfx.json", json), ("index.md", b"# Title\n"), ("a/b.md", b"[x](../index.md)\n")]);
});
