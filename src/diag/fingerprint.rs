//! Names for findings that outlive edits elsewhere in the file: baselines and CI services compare them.

use std::collections::BTreeMap;

use super::render::Findings;
use crate::base::Hash128;

/// One fingerprint a finding, in order: code, path, message and the text of the line, but no line number; equal
/// findings are told apart by their order.
pub fn fingerprints(findings: &Findings<'_>) -> Vec<Hash128> {
    let mut seen: BTreeMap<Hash128, u32> = BTreeMap::new();
    findings
        .diagnostics
        .iter()
        .map(|diagnostic| {
            let (path, line) = diagnostic.primary.map_or(("", ""), |span| {
                let text = findings.files.text(span.file);
                (findings.files.display_path(span.file), line_at(text, span.start as usize))
            });
            let key = [diagnostic.name(), path, &diagnostic.message, line.trim()].join("\0");
            let key = Hash128::of(key.as_bytes());
            let count = seen.entry(key).or_default();
            *count += 1;
            if *count == 1 { key } else { Hash128::of(format!("{key}#{count}").as_bytes()) }
        })
        .collect()
}

/// The line that byte `at` lies in.
pub(super) fn line_at(text: &str, at: usize) -> &str {
    let bytes = text.as_bytes();
    let at = at.min(bytes.len());
    let is_break = |b: &u8| matches!(b, b'\n' | b'\r');
    let start = bytes.iter().take(at).rposition(is_break).map_or(0, |i| i + 1);
    let end = bytes.iter().skip(at).position(is_break).map_or(bytes.len(), |i| at + i);
    text.get(start..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::render::sample::Sample;
    use super::*;

    #[test]
    fn moving_a_line_changes_nothing_and_twins_differ() {
        let mut sample = Sample::new();
        let mut twice = sample.diagnostics();
        let again = twice[0].clone();
        twice.push(again);
        let before = fingerprints(&Findings { diagnostics: &twice, files: &sample });
        assert_ne!(before[0], before[3]);
        let moved = format!("\n\n\n{}", sample.files[0].1);
        sample.files[0].1 = moved;
        let after = fingerprints(&Findings { diagnostics: &sample.diagnostics(), files: &sample });
        assert_eq!(before[..3], after[..]);
    }
}
