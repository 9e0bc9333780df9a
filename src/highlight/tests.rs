//! What every language must keep, and what a few lines of some look like.

use proptest::prelude::*;

use super::*;

/// The text of highlighted HTML.
fn text_of(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        rest = after.split_once('>').map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

fn html(lang: &str, code: &str) -> String {
    let mut out = String::new();
    assert!(highlight(lang, code, &mut out), "{lang} is known");
    out
}

fn all() -> impl Iterator<Item = &'static Language> {
    FAMILIES.iter().flat_map(|f| f.iter())
}

/// Code-like text: marks of all languages, names, numbers, breaks and letters of other scripts.
fn code() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "\"",
        "'",
        "`",
        "\\",
        "//",
        "/*",
        "*/",
        "#",
        "<#",
        "#>",
        "$",
        "${",
        "}",
        "@\"\n",
        "\n\"@",
        "@'",
        "<!--",
        "-->",
        "<",
        ">",
        "</script>",
        "<script>",
        "&amp;",
        "&",
        "\n",
        "\r\n",
        " ",
        "\t",
        "  ",
        "%",
        "R\"x(",
        ")x\"",
        "(",
        ")",
        "[",
        "]",
        "[[",
        "--",
        "-Name",
        "if",
        "Get-Item",
        "x",
        "é",
        "漢",
        "😀",
        "0x1F",
        "1.5e+3",
        "'a'",
        "key:",
        "- ",
        "|",
        ":::",
        "```",
        "~~~",
        "---",
        "rem",
        ";",
        "=",
        "PS C:\\> ",
        "=#",
        "{-",
        "-}",
        "\"\"\"",
        "\u{0}",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn text_is_never_changed(code in prop_oneof![code(), ".{0,80}"]) {
        for language in all() {
            prop_assert_eq!(text_of(&html(language.name(), &code)), &*code, "{}", language.name());
        }
    }

    #[test]
    fn lines_close_their_spans(code in code()) {
        for language in all() {
            let mut out = String::new();
            highlight_lines(language.name(), &code, &[2..=3, 5..=5], &mut out);
            prop_assert_eq!(text_of(&out), &*code);
            for line in out.split_inclusive("\n") {
                let line = line.trim_start_matches("</span>");
                let (opened, closed) = (line.matches("<span").count(), line.matches("</span>").count());
                let marked = usize::from(line.contains("line hl"));
                prop_assert!(opened == closed || opened == closed + marked, "{}", line);
            }
        }
    }
}

#[test]
fn names_are_unique_and_in_lower_case() {
    let mut seen = std::collections::BTreeSet::new();
    for language in all() {
        let names = std::iter::once(language.name()).chain(language.aliases.split_ascii_whitespace());
        for name in names {
            assert!(seen.insert(name), "{name} is given twice");
            assert_eq!(name, name.to_ascii_lowercase());
        }
    }
}

#[test]
fn aliases_and_letter_case_lead_to_one_language() {
    for (alias, name) in
        [("C++", "cpp"), ("cs", "csharp"), ("PowerShell", "powershell"), ("C#", "csharp"), ("YML", "yaml")]
    {
        assert_eq!(language(alias).map(Language::name), Some(name));
    }
    assert_eq!(language("Output").map(|l| (l.display(), l.is_plain())), Some(("Output", true)));
    assert!(language("no such thing").is_none());
    let mut out = String::from("kept");
    assert!(!highlight("no such thing", "<", &mut out));
    assert_eq!(out, "kept");
}

#[test]
fn powershell_tokens() {
    let code = "PS C:\\> Get-ChildItem -Path $env:TEMP | where Length -gt 5KB # big\n";
    assert_eq!(
        html("powershell", code),
        "<span class=\"hl-m\">PS C:\\&gt;</span> <span class=\"hl-f\">Get-ChildItem</span> \
         <span class=\"hl-a\">-Path</span> <span class=\"hl-v\">$env:TEMP</span> | <span class=\"hl-f\">where</span> \
         Length <span class=\"hl-k\">-gt</span> <span class=\"hl-n\">5KB</span> <span class=\"hl-c\"># big</span>\n"
    );
    assert_eq!(
        html("ps1", "\"a $name b\""),
        "<span class=\"hl-s\">\"a </span><span class=\"hl-v\">$name</span><span class=\"hl-s\"> b\"</span>"
    );
}

#[test]
fn c_tokens() {
    assert_eq!(
        html("cpp", "#include <map>\nint f(char c = 'x'); // n\n"),
        "<span class=\"hl-p\">#include</span> <span class=\"hl-s\">&lt;map&gt;</span>\n<span class=\"hl-t\">int</span> \
         <span class=\"hl-f\">f</span>(<span class=\"hl-t\">char</span> c = <span class=\"hl-s\">'x'</span>); \
         <span class=\"hl-c\">// n</span>\n"
    );
    let raw = html("cpp", "R\"x(a)\" // )x\" y");
    assert!(raw.starts_with("<span class=\"hl-s\">R\"x(a)\" // )x\"</span>"), "{raw}");
}

#[test]
fn csharp_tokens() {
    assert_eq!(
        html("cs", "log.Get($\"{a}\"); @\"b\\\" + x.Value;"),
        "log.<span class=\"hl-f\">Get</span>(<span class=\"hl-s\">$\"{a}\"</span>); \
         <span class=\"hl-s\">@\"b\\\"</span> + x.Value;"
    );
}

#[test]
fn data_tokens() {
    assert_eq!(
        html("json", "{\"a\": [1, true]}"),
        "{<span class=\"hl-a\">\"a\"</span>: [<span class=\"hl-n\">1</span>, <span class=\"hl-k\">true</span>]}"
    );
    assert_eq!(
        html("yaml", "- a: |\n    x: y\n  b: 3 # c\n"),
        "- <span class=\"hl-a\">a</span>: |\n<span class=\"hl-s\">    x: y\n</span>  <span class=\"hl-a\">b</span>: \
         <span class=\"hl-n\">3</span> <span class=\"hl-c\"># c</span>\n"
    );
    assert_eq!(
        html("xml", "<a b=\"c\">&lt;</a>"),
        "&lt;<span class=\"hl-k\">a</span> <span class=\"hl-a\">b</span>=<span class=\"hl-s\">\"c\"</span>&gt;\
         <span class=\"hl-m\">&amp;lt;</span>&lt;/<span class=\"hl-k\">a</span>&gt;"
    );
}

#[test]
fn marked_lines_are_wrapped_with_their_break() {
    let mut out = String::new();
    highlight_lines("c", "a\n/* b\nc */\nd", &line_ranges("2, 4-"), &mut out);
    assert_eq!(
        out,
        "a\n<span class=\"line hl\"><span class=\"hl-c\">/* b</span>\n</span><span class=\"hl-c\">c */</span>\n\
         <span class=\"line hl\">d</span>"
    );
}

/// Inputs on which a careless lexer is quadratic: each is a megabyte and must be read as fast as prose.
#[test]
fn hostile_inputs_take_linear_time() {
    for piece in [
        "\"",
        "'",
        "<!--",
        "<![CDATA[",
        "/*",
        "(*",
        "@\"\n",
        "R\"(",
        "`",
        "<a b='",
        "](",
        "\"\"\"",
        "${",
        "<script>",
        "\\",
    ] {
        let code = piece.repeat(1_000_000 / piece.len());
        for lang in
            ["cpp", "csharp", "powershell", "bash", "xml", "html", "yaml", "markdown", "fsharp", "python"]
        {
            let mut out = String::new();
            assert!(highlight(lang, &code, &mut out));
            assert!(out.len() >= code.len());
        }
    }
}

#[test]
fn a_fence_in_a_quote_ends_with_it() {
    let code = "> ```yaml\n> a: [b](c)\n> ```\n> [b](c)\n> ~~~\n> x\n[b](c)\n";
    let got = html("markdown", code);
    let link = "[b]<span class=\"hl-a\">(c)</span>";
    let fenced = "<span class=\"hl-s\">a: [b](c)\n</span>";
    assert_eq!((got.matches(link).count(), got.matches(fenced).count()), (2, 1), "{got}");
}
