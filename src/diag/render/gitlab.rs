//! GitLab's code quality report.

use serde::Serialize;

use super::Findings;
use crate::diag::Severity;
use crate::diag::fingerprint::fingerprints;

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
}

pub(super) fn render(findings: &Findings<'_>, out: &mut String) {
    let keys = fingerprints(findings);
    let issues: Vec<Issue<'_>> = findings
        .diagnostics
        .iter()
        .zip(keys)
        .map(|(diagnostic, key)| {
            let place = findings.primary(diagnostic);
            let help = diagnostic.help.as_deref().map_or(String::new(), |h| format!("; {h}"));
            Issue {
                description: format!("{}{help}", diagnostic.message),
                check_name: diagnostic.name(),
                fingerprint: key.to_string(),
                severity: match diagnostic.severity {
                    Severity::Error => "critical",
                    Severity::Warning => "major",
                    Severity::Suggestion => "minor",
                    Severity::Info => "info",
                },
                // The report demands a place; findings about the whole build get the docset's folder.
                location: Location {
                    path: place.map_or(".", |p| p.path),
                    lines: Lines { begin: place.map_or(1, |p| p.start.line) },
                },
            }
        })
        .collect();
    // Plain structs of strings and numbers always serialise.
    out.push_str(&serde_json::to_string_pretty(&issues).unwrap_or_default());
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    #[test]
    fn every_issue_has_a_place_and_a_fingerprint_of_its_own() {
        let sample = Sample::new();
        let mut out = String::new();
        render(&Findings { diagnostics: &sample.diagnostics(), files: &sample }, &mut out);
        let issues: Vec<serde_json::Value> = serde_json::from_str(&out).expect("JSON");
        assert_eq!(issues.len(), 3);
        assert_eq!(issues[0]["location"]["lines"]["begin"], 3);
        assert_eq!(issues[2]["location"]["path"], ".");
        assert_ne!(issues[0]["fingerprint"], issues[1]["fingerprint"]);
    }
}
