//! One line a finding: `path:line:column: level[code]: message`.

use std::fmt::Write as _;

use super::{Findings, escape_controls};

pub(super) fn render(findings: &Findings<'_>, out: &mut String) {
    for diagnostic in findings.diagnostics {
        if let Some(place) = findings.primary(diagnostic) {
            let path = escape_controls(place.path);
            let _ = write!(out, "{path}:{}:{}: ", place.start.line, place.start.column);
        }
        let (level, code) = (diagnostic.severity.as_str(), diagnostic.name());
        let _ = write!(out, "{level}[{code}]: {}", escape_controls(&diagnostic.message));
        if let Some(help) = &diagnostic.help {
            let _ = write!(out, " ({})", escape_controls(help));
        }
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    #[test]
    fn one_line_each_whatever_names_and_messages_hold() {
        let sample = Sample::new();
        let mut out = String::new();
        render(&Findings { diagnostics: &sample.diagnostics(), files: &sample }, &mut out);
        let expected = "\
guide/start.md:3:15: warning[file-not-found]: no file `gone.md` in guide (did you mean `going.md`?)
odd: 100%,\\nname.md:1:5: warning[invalid-value]: bad <value> & \"more\"\\r\\n::stop-commands::x
error[output-path-conflict]: two sources for one file
";
        assert_eq!(out, expected);
    }
}
