//! Front matter and what follows it.
#![no_main]

use docwright::base::FileId;
use docwright::markdown::{self, ParseOptions};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|yaml: &str| {
    let text = format!("---\n{yaml}\n---\n\n# Title\n");
    drop(markdown::parse(text.into(), FileId(0), &ParseOptions::default()));
    drop(markdown::parse(yaml.into(), FileId(0), &ParseOptions::default()));
});
