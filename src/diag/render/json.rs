//! One JSON document: all findings and their counts.

use serde::Serialize;

use super::Findings;
use super::jsonl::Record;
use crate::diag::Severity;

#[derive(Serialize)]
struct Document<'a> {
    findings: Vec<Record<'a>>,
    counts: Counts,
}

#[derive(Serialize)]
struct Counts {
    error: usize,
    warning: usize,
    suggestion: usize,
    info: usize,
}

pub(super) fn render(findings: &Findings<'_>, out: &mut String) {
    let document = Document {
        findings: findings.diagnostics.iter().map(|d| Record::of(findings, d)).collect(),
        counts: Counts {
            error: findings.count(Severity::Error),
            warning: findings.count(Severity::Warning),
            suggestion: findings.count(Severity::Suggestion),
            info: findings.count(Severity::Info),
        },
    };
    // Plain structs of strings and numbers always serialise.
    out.push_str(&serde_json::to_string_pretty(&document).unwrap_or_default());
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    #[test]
    fn the_document_has_findings_and_counts() {
        let sample = Sample::new();
        let mut out = String::new();
        render(&Findings { diagnostics: &sample.diagnostics(), files: &sample }, &mut out);
        let value: serde_json::Value = serde_json::from_str(&out).expect("JSON");
        assert_eq!(value["findings"].as_array().map(Vec::len), Some(3));
        assert_eq!(value["counts"]["warning"], 2);
        assert_eq!(value["findings"][0]["file"], "guide/start.md");
    }
}
