//! A short table for the page of a CI run: how many findings of which code, and where the first of each is.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Findings, escape_controls, summary};

/// Rows of the table; a report that long is read elsewhere.
const ROWS: usize = 50;

/// The findings as a Markdown section.
pub fn markdown_summary(findings: &Findings<'_>) -> String {
    let mut out = format!("### docwright: {}\n", summary(findings));
    let mut codes: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (i, diagnostic) in findings.diagnostics.iter().enumerate() {
        codes.entry(diagnostic.name()).or_insert((0, i)).0 += 1;
    }
    if codes.is_empty() {
        return out;
    }
    out.push_str("\n| code | level | findings | first |\n| --- | --- | ---: | --- |\n");
    for (code, (count, first)) in codes.iter().take(ROWS) {
        let Some(diagnostic) = findings.diagnostics.get(*first) else { continue };
        let place = findings.primary(diagnostic);
        let place = place.map_or(String::new(), |p| format!("{}:{}", cell(p.path), p.start.line));
        let (level, message) = (diagnostic.severity.as_str(), cell(&diagnostic.message));
        let _ = writeln!(out, "| {code} | {level} | {count} | {place} {message} |");
    }
    out
}

/// Text in which nothing is markup: neither Markdown nor HTML nor the end of a cell.
fn cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in escape_controls(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '|' | '`' | '*' | '_' | '[' | ']' | '\\' | '#' | '!' | '~' | '@' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    #[test]
    fn one_row_a_code_and_no_markup_from_outside() {
        let sample = Sample::new();
        let text = markdown_summary(&Findings { diagnostics: &sample.diagnostics(), files: &sample });
        assert!(text.starts_with("### docwright: 1 error, 2 warnings\n"), "{text}");
        assert_eq!(text.lines().filter(|l| l.starts_with("| ")).count(), 5, "{text}");
        assert!(text.contains("bad &lt;value&gt;"), "{text}");
    }
}
