//! Every format with names and texts that try to leave their place. The snapshots lie in `snapshots/`;
//! `UPDATE=1 cargo test --lib render::tests` writes them anew, to be read before they are kept.

use std::path::Path;

use super::sample::Sample;
use super::*;
use crate::base::FileId;
use crate::diag::Code;

/// A separator of every format, controls, and a change of reading direction.
const NAME: &str = "a;b],c:d%0A|`*<x>&\"'\u{1b}[31m\u{7}\u{202e}.md";
/// Ends of CDATA, cells, scripts and fences, and commands of two build servers.
const TEXT: &str = "no ]]> </script> | `c` ##vso[task.complete result=Failed]\n::error file=x::y\r\n##[group]z \u{1b}[2J\u{202e}@all";

fn hostile() -> (Sample, Vec<Diagnostic>) {
    let line = "[x](gone.md) \u{1b}]8;;https://x.example\u{7}link | `z` ::warning::w\n";
    let sample = Sample { files: vec![(NAME.to_owned(), line.to_owned())] };
    let of = |code, text: &str| Diagnostic::new(code, Span::new(FileId(0), 4..11), text);
    let all = vec![
        of(Code::FileNotFound, TEXT).help(TEXT).related(Span::new(FileId(0), 0..3), TEXT),
        of(Code::TitleMissing, TEXT),
        Diagnostic::new(Code::OutputPathConflict, None, TEXT),
    ];
    (sample, all)
}

fn check(name: &str, text: &str) {
    let path = Path::new("src/diag/render/snapshots").join(name);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
        std::fs::write(&path, text).expect("writable");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(text, kept, "{}", path.display());
}

#[test]
fn nothing_leaves_its_place_in_any_format() {
    let (sample, all) = hostile();
    let findings = Findings { diagnostics: &all, files: &sample };
    for format in Format::ALL {
        let mut out = String::new();
        render(*format, &findings, &Look::default(), &mut out);
        let control = |c: char| c != '\n' && (c.is_control() || c == '\u{202e}');
        // JSON writes controls as escapes; the direction mark is harmless to programs.
        let shown =
            matches!(format, Format::Human | Format::Short | Format::Github | Format::Azure | Format::Junit);
        assert!(!(shown && out.contains(control)), "{}: {out:?}", format.name());
        // A runner of GitHub finds a command at the start of a line; frames begin lines of places with three colons.
        let starts =
            |line: &&str| line.trim_start().starts_with("::") && !line.trim_start().starts_with(":::");
        let commands = out.lines().filter(starts).count();
        assert_eq!(commands, if *format == Format::Github { 3 } else { 0 }, "{}", format.name());
        // The agent of Azure finds a command anywhere in a line.
        let own = if *format == Format::Azure { 2 } else { 0 };
        assert!(*format != Format::Azure || out.matches("##vso[").count() == own, "{out}");
        check(&format!("{}.txt", format.name()), &out);
    }
    check("summary.md", &markdown_summary(&findings));
}
