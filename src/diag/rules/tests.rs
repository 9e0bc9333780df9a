use super::super::render::sample::Sample;
use super::*;
use crate::base::Span;

fn finding(code: Code, file: u32, at: usize, message: &str) -> Diagnostic {
    Diagnostic::new(code, Span::at(FileId(file), at), message)
}

fn messages(found: &[Diagnostic]) -> Vec<&str> {
    found.iter().map(|d| d.message.as_str()).collect()
}

#[test]
fn findings_are_sorted_and_said_once() {
    let sample = Sample::new();
    let found = vec![
        finding(Code::FileNotFound, 1, 0, "in the second file"),
        finding(Code::FileNotFound, 0, 9, "later"),
        finding(Code::FileNotFound, 0, 2, "earlier"),
        finding(Code::FileNotFound, 0, 9, "later"),
        Diagnostic::new(Code::ConfigNotFound, None, "nowhere"),
    ];
    let found = Rules::new().apply(found, &sample);
    assert_eq!(messages(&found), ["nowhere", "earlier", "later", "in the second file"]);
}

#[test]
fn levels_are_overridden_by_either_name() {
    let sample = Sample::new();
    let mut rules = Rules::new();
    rules.level("InvalidFileLink", Level::At(Severity::Error)).expect("known");
    rules.level("title-missing", Level::Off).expect("known");
    let found = vec![finding(Code::FileNotFound, 0, 0, "a"), finding(Code::TitleMissing, 0, 0, "b")];
    let found = rules.apply(found, &sample);
    assert_eq!(messages(&found), ["a"]);
    assert_eq!(found[0].severity, Severity::Error);
    let wrong = rules.level("file-not-fund", Level::Off).expect_err("unknown");
    assert!(wrong.to_string().contains("did you mean `file-not-found`?"), "{wrong}");
}

#[test]
fn files_are_excluded_by_glob() {
    let sample = Sample::new();
    let mut rules = Rules::new();
    rules.exclude("file-not-found", "guide/**").expect("fine");
    assert!(rules.exclude("*", "a[").is_err());
    let found = vec![
        finding(Code::FileNotFound, 0, 0, "excluded"),
        finding(Code::TitleMissing, 0, 0, "another code"),
        finding(Code::FileNotFound, 1, 0, "another file"),
    ];
    assert_eq!(messages(&rules.apply(found, &sample)), ["another code", "another file"]);
}

#[test]
fn comments_silence_a_line_a_paragraph_or_a_file() {
    let text = "\
one <!-- docwright: ignore file-not-found -->
two

<!-- docwright: ignore file-not-found, title-missing -->

three
four

five
<!-- docwright: ignored -->
six
<!-- docwright: ignore file-not-fuond -->
seven
";
    let at = |word: &str| text.find(word).expect("in the text");
    let sample = Sample { files: vec![("a.md".to_owned(), text.to_owned())] };
    let words = ["one", "two", "three", "four", "five", "six", "seven"];
    let found = words.iter().map(|w| finding(Code::FileNotFound, 0, at(w), w)).collect();
    assert_eq!(messages(&Rules::new().apply(found, &sample)), ["two", "five", "six", "seven"]);

    let yaml = "items:\n# docwright: ignore-file\n- href: x.md\n";
    let sample = Sample { files: vec![("toc.yml".to_owned(), yaml.to_owned())] };
    assert!(Rules::new().apply(vec![finding(Code::FileNotFound, 0, 30, "x")], &sample).is_empty());
}

#[test]
fn a_file_with_too_many_findings_is_cut_and_said_so() {
    let sample = Sample::new();
    let mut rules = Rules::new();
    rules.caps(Caps { warnings: 2, ..Caps::default() });
    let found = (0..5).map(|i| finding(Code::FileNotFound, 0, i, "x")).collect();
    let found = rules.apply(found, &sample);
    assert_eq!(found.len(), 3);
    assert_eq!(found[2].message, "guide/start.md has 5 findings of level warning; 2 are shown");
}
