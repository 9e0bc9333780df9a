//! The configuration of a site: every section, unknown keys, globs, rules, versions.
#![no_main]

use libfuzzer_sys::fuzz_target;

mod docset;

fuzz_target!(|toml: &[u8]| {
    docset::check(&[("site.toml", toml), ("content/index.md", b"# Title\n"), ("content/a/b.md", b"[x](../index.md)\n")]);
});
