//! `check --fix`: the edits that findings carry, when they are certain. Shown as a diff with `--dry-run`.

use std::collections::BTreeMap;
use std::path::Path;

use similar::TextDiff;

use super::failure::Failure;
use super::terminal::{Stream, Terminal};
use crate::base::FileId;
use crate::build::Report;
use crate::diag::Fix;
use crate::diag::render::{escape_controls, plural};

/// Applies every certain fix; how many files were changed (or would be).
pub(super) fn apply(report: &Report, dry_run: bool, terminal: Terminal) -> Result<usize, Failure> {
    let mut by_file: BTreeMap<FileId, Vec<&Fix>> = BTreeMap::new();
    for fix in report.diagnostics.iter().filter_map(|d| d.fix.as_ref()).filter(|fix| fix.certain) {
        by_file.entry(fix.span.file).or_default().push(fix);
    }
    let sources = &report.project.workspace.sources;
    let (mut files, mut edits) = (0, 0);
    for (file, fixes) in by_file {
        let source = sources.get(file);
        let (text, applied) = edited(&source.text, fixes);
        if text == *source.text {
            continue;
        }
        let path = report.project.workspace.root.join(source.path.as_str());
        if dry_run {
            terminal.write(Stream::Out, &diff(source.path.as_str(), &source.text, &text));
        } else if !replace(&path, &source.text, &text)? {
            terminal.say("Skipped", &format!("{}: changed, or not plain UTF-8", path.display()));
            continue;
        }
        files += 1;
        edits += applied;
    }
    let verb = if dry_run { "Would fix" } else { "Fixed" };
    terminal.say(verb, &format!("{} in {}", plural(edits, "finding"), plural(files, "file")));
    Ok(files)
}

/// The text with fixes applied from its end to its start; of two that overlap the first in the file counts.
pub(super) fn edited(text: &str, mut fixes: Vec<&Fix>) -> (String, usize) {
    fixes.sort_by_key(|fix| (fix.span.start, fix.span.end));
    fixes.dedup_by(|a, b| a.span == b.span);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    let mut applied = 0;
    for fix in fixes {
        let range = fix.span.range();
        let Some(kept) = text.get(at..range.start) else { continue };
        if text.get(range.clone()).is_none() {
            continue;
        }
        out.push_str(kept);
        out.push_str(&fix.replacement);
        at = range.end;
        applied += 1;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    (out, applied)
}

/// A unified diff of one file.
pub(super) fn diff(path: &str, old: &str, new: &str) -> String {
    let path = escape_controls(path);
    TextDiff::from_lines(old, new)
        .unified_diff()
        .header(&format!("a/{path}"), &format!("b/{path}"))
        .to_string()
}

/// Writes `new` in place of `old`; `false` when the file on disk is not what was read.
pub(super) fn replace(path: &Path, old: &str, new: &str) -> Result<bool, Failure> {
    const MARK: &str = "\u{feff}";
    let failed = |e: std::io::Error| Failure::new(format!("{}: {e}", path.display()));
    let bytes = std::fs::read(path).map_err(failed)?;
    let mark = if bytes.starts_with(MARK.as_bytes()) { MARK } else { "" };
    if bytes.get(mark.len()..) != Some(old.as_bytes()) {
        return Ok(false);
    }
    std::fs::write(path, format!("{mark}{new}")).map_err(failed)?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Span;

    fn fix(range: std::ops::Range<usize>, replacement: &str) -> Fix {
        Fix { span: Span::new(FileId(0), range), replacement: replacement.to_owned(), certain: true }
    }

    #[test]
    fn edits_do_not_move_one_another_and_overlaps_are_left_out() {
        let (b, a, twice, over) = (fix(8..9, "seven"), fix(0..3, "1"), fix(0..3, "1"), fix(2..5, "x"));
        assert_eq!(edited("one two 7", vec![&b, &a, &twice, &over]), ("1 two seven".to_owned(), 2));
        let beyond = fix(7..40, "x");
        assert_eq!(edited("short", vec![&beyond]), ("short".to_owned(), 0));
    }

    #[test]
    fn a_diff_names_the_file() {
        let text = diff("a.md", "one\ntwo\n", "one\n2\n");
        assert!(text.starts_with("--- a/a.md\n+++ b/a.md\n"), "{text}");
        assert!(text.contains("-two\n+2\n"), "{text}");
    }
}
