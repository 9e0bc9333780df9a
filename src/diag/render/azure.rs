//! Logging commands of Azure Pipelines.
//!
//! The agent knows errors and warnings only, and finds a command anywhere in a line; lower levels are plain lines
//! in which nothing can look like a command.

use std::fmt::Write as _;

use super::{Findings, escape_controls};
use crate::diag::Severity;

pub(super) fn render(findings: &Findings<'_>, out: &mut String) {
    for diagnostic in findings.diagnostics {
        let place = findings.primary(diagnostic);
        let kind = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Suggestion | Severity::Info => {
                let path =
                    place.map_or(String::new(), |p| format!(" {}:{}", escape_controls(p.path), p.start.line));
                let (level, code) = (diagnostic.severity.as_str(), diagnostic.name());
                let line = format!("{level}[{code}]{path}: {}", escape_controls(&diagnostic.message));
                out.push_str(&line.replace("##", "# #"));
                out.push('\n');
                continue;
            }
        };
        let _ = write!(out, "##vso[task.logissue type={kind};");
        if let Some(place) = place {
            let _ = write!(out, "sourcepath={};", property(place.path));
            let _ = write!(out, "linenumber={};columnnumber={};", place.start.line, place.start.column);
        }
        let _ = write!(out, "code={}]{}", diagnostic.name(), data(&diagnostic.message));
        if let Some(help) = &diagnostic.help {
            let _ = write!(out, "; {}", data(help));
        }
        out.push('\n');
    }
}

fn data(text: &str) -> String {
    let breaks = text.replace('%', "%AZP25").replace('\r', "%0D").replace('\n', "%0A");
    escape_controls(&breaks).replace("##", "# #")
}

fn property(text: &str) -> String {
    data(text).replace(';', "%3B").replace(']', "%5D")
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;
    use crate::diag::{Code, Diagnostic};

    #[test]
    fn commands_cannot_be_forged() {
        let sample = Sample::new();
        let mut all = sample.diagnostics();
        all.push(Diagnostic::new(Code::TitleMissing, None, "x ##vso[task.setvariable variable=a]b"));
        let mut out = String::new();
        render(&Findings { diagnostics: &all, files: &sample }, &mut out);
        let lines: Vec<&str> = out.lines().collect();
        assert_eq!(
            lines[0],
            "##vso[task.logissue type=warning;sourcepath=guide/start.md;linenumber=3;columnnumber=15;code=file-not-found]no file `gone.md` in guide; did you mean `going.md`?"
        );
        assert!(lines[1].contains("sourcepath=odd: 100%AZP25,%0Aname.md;"), "{}", lines[1]);
        assert_eq!(lines[3], "suggestion[title-missing]: x # #vso[task.setvariable variable=a]b");
        assert_eq!(lines.len(), 4);
    }
}
