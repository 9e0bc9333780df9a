//! One JSON object a line; also the record that the JSON document is made of.
//!
//! Lines and columns count from 1, columns in characters; all four are left out when a finding has no place.

use serde::Serialize;

use super::Findings;
use crate::base::Span;
use crate::diag::{Diagnostic, Related};

/// A finding for programs.
#[derive(Serialize)]
pub(super) struct Record<'a> {
    severity: &'static str,
    code: &'a str,
    message: &'a str,
    #[serde(flatten)]
    place: Option<PlaceRecord<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<RelatedRecord<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<FixRecord<'a>>,
}

#[derive(Serialize)]
struct PlaceRecord<'a> {
    file: &'a str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

#[derive(Serialize)]
struct RelatedRecord<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: PlaceRecord<'a>,
}

#[derive(Serialize)]
struct FixRecord<'a> {
    replacement: &'a str,
    certain: bool,
    #[serde(flatten)]
    place: PlaceRecord<'a>,
}

impl<'a> Record<'a> {
    pub(super) fn of(findings: &Findings<'a>, diagnostic: &'a Diagnostic) -> Self {
        Record {
            severity: diagnostic.severity.as_str(),
            code: diagnostic.name(),
            message: &diagnostic.message,
            place: diagnostic.primary.map(|span| PlaceRecord::of(findings, span)),
            help: diagnostic.help.as_deref(),
            related: diagnostic.related.iter().map(|r| RelatedRecord::of(findings, r)).collect(),
            fix: diagnostic.fix.as_ref().map(|fix| FixRecord {
                replacement: &fix.replacement,
                certain: fix.certain,
                place: PlaceRecord::of(findings, fix.span),
            }),
        }
    }
}

impl<'a> PlaceRecord<'a> {
    fn of(findings: &Findings<'a>, span: Span) -> Self {
        let place = findings.place(span);
        PlaceRecord {
            file: place.path,
            line: place.start.line,
            column: place.start.column,
            end_line: place.end.line,
            end_column: place.end.column,
        }
    }
}

impl<'a> RelatedRecord<'a> {
    fn of(findings: &Findings<'a>, related: &'a Related) -> Self {
        RelatedRecord { message: &related.text, place: PlaceRecord::of(findings, related.span) }
    }
}

pub(super) fn render(findings: &Findings<'_>, out: &mut String) {
    for diagnostic in findings.diagnostics {
        // Plain structs of strings and numbers always serialise.
        out.push_str(&serde_json::to_string(&Record::of(findings, diagnostic)).unwrap_or_default());
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    #[test]
    fn each_line_is_an_object_with_the_agreed_keys() {
        let sample = Sample::new();
        let mut out = String::new();
        render(&Findings { diagnostics: &sample.diagnostics(), files: &sample }, &mut out);
        let rows: Vec<serde_json::Value> =
            out.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
        assert_eq!(rows.len(), 3);
        let first = &rows[0];
        assert_eq!(first["severity"], "warning");
        assert_eq!(first["code"], "file-not-found");
        assert_eq!((&first["line"], &first["column"]), (&3.into(), &15.into()));
        assert_eq!((&first["end_line"], &first["end_column"]), (&3.into(), &22.into()));
        assert_eq!(first["fix"]["replacement"], "going.md");
        assert_eq!(first["related"][0]["line"], 1);
        assert!(rows[2].get("file").is_none());
    }
}
