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

/// What is told of the comments of `text` when `code` is found at each `X`, and nothing else; as `line:column text`.
fn idle(text: &str, code: Code, is_on: impl Fn(Code) -> bool) -> Vec<String> {
    let sample = Sample { files: vec![("a.md".to_owned(), text.to_owned())] };
    let found: Vec<_> = text.match_indices('X').map(|(at, _)| finding(code, 0, at, "x")).collect();
    let told = unused_comments(&found, &sample, std::iter::once(FileId(0)), |code, _| is_on(code));
    let line = |d: &Diagnostic| {
        let place = sample.position(FileId(0), d.primary.expect("a place").start);
        format!("{}:{} {}", place.line, place.column, d.message)
    };
    told.iter().map(line).collect()
}

#[test]
fn a_comment_that_silences_nothing_is_told_where_it_names_the_code() {
    let cases: &[(&str, &[&str])] = &[
        ("<!-- docwright: ignore file-not-found -->\n\nX\n", &[]),
        (
            "<!-- docwright: ignore file-not-found -->\nA\n\nX\n",
            &["1:24 no file-not-found is found where this comment counts"],
        ),
        (
            "é X <!-- docwright: ignore file-not-found, InvalidBookmark -->\n",
            &["1:44 no bookmark-not-found is found where this comment counts"],
        ),
        ("A <!-- docwright: ignore -->\n\nX\n", &["1:8 nothing is found where this comment counts"]),
        ("X <!-- docwright: ignore -->\n", &[]),
        ("# docwright: ignore-file file-not-found\na: b\nc: X\n", &[]),
        (
            "a: b # docwright: ignore-file InvalidFileLink\n",
            &["1:31 no file-not-found is found where this comment counts"],
        ),
        // Misspelt codes; after a code, words may say why.
        ("X <!-- docwright: ignore file-not-fond -->\n", &["1:26 there is no finding file-not-fond"]),
        ("X <!-- docwright: ignore -- later -->\n", &["1:26 there is no finding --"]),
        (
            "X <!-- docwright: ignore file-not-found, bookmark-notfound -->\n",
            &["1:42 there is no finding bookmark-notfound"],
        ),
        (
            "X <!-- docwright: ignore file-not-found: comes in May -->\n",
            &["1:26 there is no finding file-not-found:"],
        ),
        ("X <!-- docwright: ignore file-not-found (comes in May) -->\n", &[]),
        // Examples, and what is no comment of ours.
        ("````md\n```\n<!-- docwright: ignore file-not-found -->\n```\n````\n", &[]),
        ("Write `<!-- docwright: ignore file-not-found -->`.\n", &[]),
        ("<!-- docwright: ignored file-not-found -->\n", &[]),
        (
            "```\nA\n```\n\n<!-- docwright: ignore file-not-found -->\n",
            &["5:24 no file-not-found is found where this comment counts"],
        ),
        // Switched off by configuration.
        ("<!-- docwright: ignore title-missing -->\n", &[]),
    ];
    for (text, expected) in cases {
        assert_eq!(idle(text, Code::FileNotFound, |c| c != Code::TitleMissing), *expected, "{text}");
    }
}

#[test]
fn a_comment_for_everything_does_not_silence_what_is_told_of_itself() {
    let text = "<!-- docwright: ignore -->\n<!-- docwright: ignore unused-suppression -->\n";
    let sample = Sample { files: vec![("a.md".to_owned(), text.to_owned())] };
    let told = |at| settled(vec![finding(Code::UnusedSuppression, 0, at, "x")], &sample).len();
    assert_eq!((told(5), told(40)), (1, 0));
}
