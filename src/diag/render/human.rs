//! Findings for people: source frames, one remedy each, counts at the end.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Findings, Look, escape_controls, plural};
use crate::base::Span;
use crate::diag::{Code, Diagnostic, Severity};

/// Frames are cut after this many lines; a span may cover a whole table.
const FRAME_LINES: usize = 6;
/// Bytes of a line that are shown around a place.
const FRAME_BYTES: usize = 2_000;

pub(super) fn render(findings: &Findings<'_>, look: &Look, out: &mut String) {
    let renderer = if look.color { Renderer::styled() } else { Renderer::plain() };
    let decor = if look.unicode { DecorStyle::Unicode } else { DecorStyle::Ascii };
    let renderer = renderer.term_width(look.width).decor_style(decor);
    let totals = totals(findings);
    let mut shown: BTreeMap<Code, usize> = BTreeMap::new();
    // What need not be mended is told after what must be, and briefly: a healthy docset's report fits a page.
    let brief = |d: &Diagnostic| look.cap.is_some() && d.severity < Severity::Warning;
    for diagnostic in findings.diagnostics.iter().filter(|d| !brief(d)) {
        let so_far = shown.entry(diagnostic.code).or_default();
        *so_far += 1;
        let total = totals.get(&diagnostic.code).copied().unwrap_or_default();
        match look.cap {
            Some(cap) if *so_far > cap => continue,
            Some(cap) if *so_far == cap && total > cap => {
                frame(findings, diagnostic, &renderer, out);
                let code = diagnostic.name();
                out.push_str(&format!("  ({} more of {code}; --full shows all)\n\n", total - cap));
            }
            _ => frame(findings, diagnostic, &renderer, out),
        }
    }
    let mut advice: BTreeMap<(Reverse<Severity>, Code), Vec<&Diagnostic>> = BTreeMap::new();
    for diagnostic in findings.diagnostics.iter().filter(|d| brief(d)) {
        advice.entry((Reverse(diagnostic.severity), diagnostic.code)).or_default().push(diagnostic);
    }
    for group in advice.values() {
        if let Some((first, rest)) = group.split_first() {
            advise(findings, first, rest.len(), out);
        }
    }
    if !advice.is_empty() {
        out.push('\n');
    }
}

/// One line for a code whose findings are advice: the first of them, and how many there are besides.
fn advise(findings: &Findings<'_>, first: &Diagnostic, others: usize, out: &mut String) {
    let (level, code) = (first.severity.as_str(), first.name());
    out.push_str(&format!("{level}[{code}]: {}", escape_controls(&first.message)));
    if let Some(span) = first.primary {
        let place = findings.place(span);
        let (path, start) = (escape_controls(place.path), place.start);
        out.push_str(&format!("\n  --> {path}:{}:{}", start.line, start.column));
    }
    if others > 0 {
        out.push_str(&format!("  ({others} more; --full shows all)"));
    }
    out.push('\n');
}

fn totals(findings: &Findings<'_>) -> BTreeMap<Code, usize> {
    let mut totals = BTreeMap::new();
    for diagnostic in findings.diagnostics {
        *totals.entry(diagnostic.code).or_default() += 1;
    }
    totals
}

fn frame(findings: &Findings<'_>, diagnostic: &Diagnostic, renderer: &Renderer, out: &mut String) {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Suggestion => Level::HELP.with_name("suggestion"),
        Severity::Info => Level::INFO,
    };
    let mut group = level.primary_title(escape_controls(&diagnostic.message)).id(diagnostic.name()).elements(
        [diagnostic.primary]
            .into_iter()
            .flatten()
            .map(|span| snippet(findings, span, AnnotationKind::Primary, "")),
    );
    for related in &diagnostic.related {
        group = group.element(snippet(findings, related.span, AnnotationKind::Context, &related.text));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(escape_controls(help)));
    }
    let report: [Group<'_>; 1] = [group];
    out.push_str(&renderer.render(&report));
    out.push_str("\n\n");
}

/// The lines around a span; only those are handed to the renderer, whatever the size of the file.
fn snippet<'a>(
    findings: &Findings<'a>,
    span: Span,
    kind: AnnotationKind,
    label: &str,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let place = findings.place(span);
    let text = findings.files.text(span.file);
    let window = window(text, span.range());
    let source = text.get(window.clone()).unwrap_or_default();
    let inside = |at: usize| {
        let mut at = at.clamp(window.start, window.end) - window.start;
        while !source.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let (start, end) = (inside(span.range().start), inside(span.range().end));
    let annotation = kind.span(start..end.max(start));
    let label = (!label.is_empty()).then(|| escape_controls(label));
    Snippet::source(source)
        .path(escape_controls(place.path))
        .line_start(place.start.line as usize)
        .annotation(annotation.label(label))
}

/// Whole lines around `span`, but at most [`FRAME_LINES`] of them and not much more than [`FRAME_BYTES`].
fn window(text: &str, span: Range<usize>) -> Range<usize> {
    let from = span.start.min(text.len());
    let head = text.as_bytes().get(..from).unwrap_or_default();
    let start = head.iter().rposition(|b| matches!(b, b'\n' | b'\r')).map_or(0, |i| i + 1);
    let mut end = from;
    let mut lines = 0;
    for (i, b) in text.as_bytes().iter().enumerate().skip(from) {
        end = i;
        let limit = i - from > FRAME_BYTES;
        if *b == b'\n' {
            lines += 1;
            if i >= span.end || lines == FRAME_LINES || limit {
                return start..end;
            }
        } else if limit && text.is_char_boundary(i) {
            return start..end;
        }
        end = i + 1;
    }
    start..end
}

/// `2 errors, 1 warning, 40 suggestions`; `no findings` when there are none.
pub fn summary(findings: &Findings<'_>) -> String {
    let mut parts = Vec::new();
    for (severity, noun) in
        [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Suggestion, "suggestion")]
    {
        let count = findings.count(severity);
        if count > 0 {
            parts.push(plural(count, noun));
        }
    }
    let notes = findings.count(Severity::Info);
    if notes > 0 {
        parts.push(plural(notes, "note"));
    }
    if parts.is_empty() { "no findings".to_owned() } else { parts.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;
    use crate::base::FileId;

    fn text(look: &Look) -> String {
        let sample = Sample::new();
        let mut out = String::new();
        render(&Findings { diagnostics: &sample.diagnostics(), files: &sample }, look, &mut out);
        out
    }

    #[test]
    fn a_finding_has_its_line_its_mark_and_its_remedy() {
        let out = text(&Look::default());
        assert!(out.contains("warning[file-not-found]: no file `gone.md` in guide"), "{out}");
        assert!(out.contains("--> guide/start.md:3:15"), "{out}");
        assert!(out.contains("^^^^^^^"), "{out}");
        assert!(out.contains("help: did you mean `going.md`?"), "{out}");
        assert!(out.contains("error[output-path-conflict]: two sources for one file"), "{out}");
        assert!(!out.contains('\u{1b}') && !out.contains('\r'), "{out:?}");
        assert!(!out.lines().any(|l| l.starts_with("::")), "{out}");
    }

    #[test]
    fn colour_is_only_there_when_asked_for() {
        assert!(text(&Look { color: true, ..Look::default() }).contains('\u{1b}'));
    }

    #[test]
    fn findings_of_one_code_are_capped() {
        let sample = Sample::new();
        let many: Vec<Diagnostic> =
            (0..14).map(|i| Diagnostic::new(Code::FileNotFound, None, format!("no file {i}"))).collect();
        let mut out = String::new();
        let findings = Findings { diagnostics: &many, files: &sample };
        render(&findings, &Look::default(), &mut out);
        assert_eq!(out.matches("warning[").count(), 10);
        assert!(out.contains("(4 more of file-not-found; --full shows all)"), "{out}");
        assert_eq!(summary(&findings), "14 warnings");
    }

    #[test]
    fn a_span_over_many_lines_shows_a_few() {
        let text = "a\n".repeat(100);
        assert_eq!(window(&text, 10..180), 10..21);
        assert_eq!(window("one\ntwo\nthree", 5..6), 4..7);
        let long = "x".repeat(100_000);
        assert!(window(&long, 0..99_999).end < 3_000);
        assert_eq!(window("", 5..9), 0..0);
    }

    #[test]
    fn places_outside_the_text_do_no_harm() {
        let sample = Sample::new();
        let beyond = Diagnostic::new(Code::FileNotFound, Span::new(FileId(0), 4_000..5_000), "far");
        let mut out = String::new();
        render(&Findings { diagnostics: &[beyond], files: &sample }, &Look::default(), &mut out);
        assert!(out.contains("far"), "{out}");
    }
}
