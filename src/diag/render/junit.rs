//! JUnit XML: one test case a finding; suggestions and notes are skipped tests.

use std::fmt::Write as _;

use super::{Findings, escape_controls};
use crate::diag::Severity;

pub(super) fn render(findings: &Findings<'_>, out: &mut String) {
    let errors = findings.count(Severity::Error);
    let failures = findings.count(Severity::Warning);
    let skipped = findings.diagnostics.len() - errors - failures;
    let tests = findings.diagnostics.len().max(1);
    out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let totals =
        format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\"");
    let _ = writeln!(out, "<testsuites name=\"docwright\" {totals}>");
    let _ = writeln!(out, "  <testsuite name=\"docwright\" {totals}>");
    for diagnostic in findings.diagnostics {
        let code = diagnostic.name();
        let place = findings.primary(diagnostic);
        let file = place.map_or_else(|| "docset".to_owned(), |p| escape(p.path));
        let at = place.map_or(String::new(), |p| format!(" {}:{}", p.start.line, p.start.column));
        let _ = writeln!(out, "    <testcase classname=\"{file}\" name=\"{code}{at}\">");
        let element = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "failure",
            Severity::Suggestion | Severity::Info => "skipped",
        };
        let message = escape(&diagnostic.message);
        let _ = write!(out, "      <{element} message=\"{message}\"");
        if element == "skipped" {
            out.push_str("/>\n");
        } else {
            let help = diagnostic.help.as_deref().map_or(String::new(), |h| format!("\n{}", escape(h)));
            let _ = writeln!(out, " type=\"{code}\">{file}{at}: {message}{help}</{element}>");
        }
        out.push_str("    </testcase>\n");
    }
    if findings.diagnostics.is_empty() {
        out.push_str("    <testcase classname=\"docset\" name=\"no findings\"/>\n");
    }
    out.push_str("  </testsuite>\n</testsuites>\n");
}

/// Text for attributes and elements. XML 1.0 has no form for most control characters, so they are shown.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in escape_controls(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
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
    fn markup_in_names_and_messages_is_escaped() {
        let sample = Sample::new();
        let mut out = String::new();
        render(&Findings { diagnostics: &sample.diagnostics(), files: &sample }, &mut out);
        assert!(out.contains("tests=\"3\" failures=\"2\" errors=\"1\" skipped=\"0\""), "{out}");
        assert!(out.contains("classname=\"odd: 100%,\\nname.md\" name=\"invalid-value 1:5\""), "{out}");
        assert!(
            out.contains("message=\"bad &lt;value&gt; &amp; &quot;more&quot;\\r\\n::stop-commands::x\""),
            "{out}"
        );
    }

    #[test]
    fn a_clean_docset_is_one_passing_test() {
        let sample = Sample::new();
        let mut out = String::new();
        render(&Findings { diagnostics: &[], files: &sample }, &mut out);
        assert!(out.contains("tests=\"1\" failures=\"0\""), "{out}");
        assert!(out.contains("name=\"no findings\"/>"), "{out}");
    }
}
