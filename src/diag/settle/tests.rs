use super::super::render::sample::Sample;
use super::*;
use crate::base::Span;

fn finding(code: Code, file: u32, at: usize, message: &str) -> Diagnostic {
    Diagnostic::new(code, Span::at(FileId(file), at), message)
}

fn messages(found: &[Diagnostic]) -> Vec<&str> {
    found.iter().map(|d| d.message.as_str()).collect()
}

fn settled(found: Vec<Diagnostic>, sample: &Sample) -> Vec<Diagnostic> {
    settle(found, sample, &Caps::default(), |_| true)
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
    let found = settled(found, &sample);
    assert_eq!(messages(&found), ["nowhere", "earlier", "later", "in the second file"]);
}

#[test]
fn the_caller_decides_what_becomes_of_a_finding() {
    let sample = Sample::new();
    let found = vec![finding(Code::FileNotFound, 0, 0, "a"), finding(Code::TitleMissing, 0, 0, "b")];
    let found = settle(found, &sample, &Caps::default(), |d| {
        d.severity = Severity::Error;
        d.code == Code::FileNotFound
    });
    assert_eq!(messages(&found), ["a"]);
    assert_eq!(found[0].severity, Severity::Error);
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
    assert_eq!(messages(&settled(found, &sample)), ["two", "five", "six", "seven"]);

    let yaml = "items:\n# docwright: ignore-file\n- href: x.md\n";
    let sample = Sample { files: vec![("toc.yml".to_owned(), yaml.to_owned())] };
    assert!(settled(vec![finding(Code::FileNotFound, 0, 30, "x")], &sample).is_empty());
}

#[test]
fn a_file_with_too_many_findings_is_cut_and_said_so() {
    let sample = Sample::new();
    let found = (0..5).map(|i| finding(Code::FileNotFound, 0, i, "x")).collect();
    let found = settle(found, &sample, &Caps { warnings: 2, ..Caps::default() }, |_| true);
    assert_eq!(found.len(), 3);
    assert_eq!(found[2].message, "guide/start.md has 5 findings of level warning; 2 are shown");
}
