//! A page that asks for parts of a code file, and the code file.
#![no_main]

use libfuzzer_sys::fuzz_target;

mod docset;

const CONFIG: &[u8] = br#"{"build":{"content":[{"files":["**/*.md"]}]}}"#;

fuzz_target!(|input: (&str, &[u8])| {
    let (request, code) = input;
    let page = format!(
        "[!code-csharp[a](a.cs{request})]\n\n:::code language=\"csharp\" source=\"a.cs\" {request}:::\n"
    );
    docset::check(&[("docfx.json", CONFIG), ("index.md", page.as_bytes()), ("a.cs", code)]);
});
