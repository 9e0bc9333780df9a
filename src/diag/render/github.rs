//! Workflow commands of GitHub Actions: each finding becomes an annotation in the pull request.
//!
//! `%`, line breaks and, in properties, `:` and `,` are escaped as the runner expects, so that no file name or
//! title can end a command or start another.

use std::fmt::Write as _;

use super::{Findings, escape_controls};
use crate::diag::Severity;

pub(super) fn render(findings: &Findings<'_>, out: &mut String) {
    for diagnostic in findings.diagnostics {
        let command = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Suggestion | Severity::Info => "notice",
        };
        let _ = write!(out, "::{command} ");
        if let Some(place) = findings.primary(diagnostic) {
            let _ = write!(out, "file={},line={}", property(place.path), place.start.line);
            if place.start.line == place.end.line {
                let _ = write!(out, ",col={}", place.start.column);
                if place.end.column > place.start.column {
                    let _ = write!(out, ",endColumn={}", place.end.column);
                }
            } else {
                // The runner takes columns as those of one line.
                let _ = write!(out, ",endLine={}", place.end.line);
            }
            out.push(',');
        }
        let _ = write!(out, "title={}::{}", diagnostic.name(), data(&diagnostic.message));
        if let Some(help) = &diagnostic.help {
            let _ = write!(out, "; {}", data(help));
        }
        out.push('\n');
    }
}

fn data(text: &str) -> String {
    // Line breaks are kept, escaped the runner's way; other control characters are made visible.
    let lines: Vec<String> = text.split('\n').map(|l| escape_controls(l.trim_end_matches('\r'))).collect();
    lines.join("\n").replace('%', "%25").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    let escaped = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    escape_controls(&escaped).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    #[test]
    fn hostile_names_and_messages_stay_in_their_place() {
        let sample = Sample::new();
        let mut out = String::new();
        render(&Findings { diagnostics: &sample.diagnostics(), files: &sample }, &mut out);
        let expected = "\
::warning file=guide/start.md,line=3,col=15,endColumn=22,title=file-not-found::no file `gone.md` in guide; did you mean `going.md`?
::warning file=odd%3A 100%25%2C%0Aname.md,line=1,col=5,endColumn=8,title=invalid-value::bad <value> & \"more\"%0A::stop-commands::x
::error title=output-path-conflict::two sources for one file
";
        assert_eq!(out, expected);
    }

    #[test]
    fn columns_are_left_out_when_a_finding_spans_lines() {
        let sample = Sample::new();
        let mut one = sample.diagnostics();
        one.truncate(1);
        one[0].primary = Some(sample.span(0, "# Start\n\nSee"));
        let mut out = String::new();
        render(&Findings { diagnostics: &one, files: &sample }, &mut out);
        assert!(out.starts_with("::warning file=guide/start.md,line=1,endLine=3,title="), "{out}");
    }
}
