//! YAML: the limits must hold whatever aliases and nesting say.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(parsed) = docwright::yaml::parse(text) {
        for (_, offset) in parsed.keys.iter().chain(&parsed.duplicates) {
            assert!(*offset as usize <= text.len());
        }
    }
});
