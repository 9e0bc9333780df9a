//! SARIF 2.1.0, the format of code scanning services. Columns count UTF-16 code units from 1, as the format demands.

use serde::Serialize;
use serde_json::{Value, json};

use super::Findings;
use crate::base::{Span, url};
use crate::diag::fingerprint::fingerprints;
use crate::diag::{Code, Diagnostic, Severity};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
}

pub(super) fn render(findings: &Findings<'_>, out: &mut String) {
    let mut codes: Vec<Code> = findings.diagnostics.iter().map(|d| d.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let rules: Vec<Value> = codes.iter().map(|code| rule(*code)).collect();
    let results: Vec<Value> = findings
        .diagnostics
        .iter()
        .zip(fingerprints(findings))
        .map(|(diagnostic, key)| result(findings, diagnostic, &codes, &key.to_string()))
        .collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "docwright",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules,
            }},
            "columnKind": "utf16CodeUnits",
            "originalUriBaseIds": { "DOCSET": { "description": { "text": "The folder that was checked." } } },
            "results": results,
        }],
    });
    // A JSON value always serialises.
    out.push_str(&serde_json::to_string_pretty(&log).unwrap_or_default());
    out.push('\n');
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.name(),
        "shortDescription": { "text": code.meaning() },
        "defaultConfiguration": { "level": level(code.level()) },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Suggestion | Severity::Info => "note",
    }
}

fn result(findings: &Findings<'_>, diagnostic: &Diagnostic, codes: &[Code], key: &str) -> Value {
    let help = diagnostic.help.as_deref().map_or(String::new(), |h| format!(" ({h})"));
    let mut value = json!({
        "ruleId": diagnostic.code.name(),
        "ruleIndex": codes.binary_search(&diagnostic.code).unwrap_or_default(),
        "level": level(diagnostic.severity),
        "message": { "text": format!("{}{help}", diagnostic.message) },
        "partialFingerprints": { "docwright/v1": key },
    });
    let Some(fields) = value.as_object_mut() else { return value };
    if let Some(span) = diagnostic.primary {
        fields.insert("locations".to_owned(), json!([{ "physicalLocation": location(findings, span) }]));
    }
    if !diagnostic.related.is_empty() {
        let related: Vec<Value> = diagnostic
            .related
            .iter()
            .enumerate()
            .map(|(id, r)| {
                let place = location(findings, r.span);
                json!({ "id": id, "physicalLocation": place, "message": { "text": r.text } })
            })
            .collect();
        fields.insert("relatedLocations".to_owned(), json!(related));
    }
    if let Some(fix) = &diagnostic.fix {
        let change = json!({
            "artifactLocation": artifact(findings, fix.span),
            "replacements": [{
                "deletedRegion": region(findings, fix.span),
                "insertedContent": { "text": fix.replacement },
            }],
        });
        let words = diagnostic.help.as_deref().unwrap_or("Replace the text.");
        let fix = json!([{ "description": { "text": words }, "artifactChanges": [change] }]);
        fields.insert("fixes".to_owned(), fix);
    }
    value
}

fn location(findings: &Findings<'_>, span: Span) -> Value {
    json!({ "artifactLocation": artifact(findings, span), "region": region(findings, span) })
}

fn artifact(findings: &Findings<'_>, span: Span) -> Value {
    let path = url::encode_path(findings.files.display_path(span.file));
    // A colon in the first segment would make the rest of the name look like a URL with a scheme.
    let colon = path.split('/').next().is_some_and(|first| first.contains(':'));
    json!({ "uri": if colon { format!("./{path}") } else { path }, "uriBaseId": "DOCSET" })
}

fn region(findings: &Findings<'_>, span: Span) -> Region {
    let place = findings.place(span);
    let text = findings.files.text(span.file);
    Region {
        start_line: place.start.line,
        start_column: utf16_column(text, span.start as usize),
        end_line: place.end.line,
        end_column: utf16_column(text, span.end.max(span.start) as usize),
    }
}

fn utf16_column(text: &str, at: usize) -> u32 {
    let at = at.min(text.len());
    let head = text.get(..at).unwrap_or_default();
    let line = head.rfind(['\n', '\r']).map_or(head, |i| head.get(i + 1..).unwrap_or_default());
    u32::try_from(line.encode_utf16().count() + 1).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    #[test]
    fn columns_count_utf16_units_and_names_are_uris() {
        let sample = Sample::new();
        let mut out = String::new();
        render(&Findings { diagnostics: &sample.diagnostics(), files: &sample }, &mut out);
        let log: Value = serde_json::from_str(&out).expect("JSON");
        let results = log["runs"][0]["results"].as_array().expect("a list");
        // The smiling face before the link is two UTF-16 units and one character.
        let region = &results[0]["locations"][0]["physicalLocation"]["region"];
        assert_eq!((&region["startLine"], &region["startColumn"]), (&3.into(), &16.into()));
        let hostile = &results[1]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        assert_eq!(hostile, "./odd:%20100%25,%0Aname.md");
        assert!(results[2].get("locations").is_none());
        let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().expect("a list");
        for result in results {
            let index = result["ruleIndex"].as_u64().expect("a number");
            let index = usize::try_from(index).expect("small");
            assert_eq!(rules[index]["id"], result["ruleId"]);
        }
    }
}
