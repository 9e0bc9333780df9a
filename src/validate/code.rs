//! Rules on code blocks.

use crate::diag::Code;
use crate::docset::NodeRef;
use crate::markdown::NodeKind;

use super::Checker;

/// Code blocks of fewer lines need no language, unless a rule says otherwise.
const LONG: usize = 5;

/// Checks the code blocks of a page.
pub(super) fn check(checker: &mut Checker<'_>) {
    for at in std::mem::take(&mut checker.reading.code) {
        block(checker, at);
    }
}

fn block(checker: &mut Checker<'_>, at: NodeRef) {
    let view = checker.reading.view;
    let Some(occurrence) = view.occurrence(at) else { return };
    let NodeKind::CodeBlock(i) = occurrence.doc.kind(at.node) else { return };
    let Some(code) = occurrence.doc.code.get(i as usize) else { return };
    let span = occurrence.doc.span(at.node);
    if !code.fenced {
        for rule in checker.rules(Code::CodeBlockIndented) {
            checker.found(rule, at.doc, span, &[]);
        }
        return;
    }
    let source = checker.reading.source(at);
    let first = source.lines().next().unwrap_or_default().trim_start();
    let Some(mark) = first.chars().next().filter(|c| matches!(c, '`' | '~')) else { return };
    let info = first.trim_start_matches(mark).trim();
    if !is_closed(source, mark, first.len() - first.trim_start_matches(mark).len()) {
        for rule in checker.rules(Code::CodeBlockUnclosed) {
            checker.found(rule, at.doc, span, &[]);
        }
    }
    if info.is_empty() {
        for rule in checker.rules(Code::DevLanguageMissing) {
            let least = rule.options.min_code_block_line_count.unwrap_or(LONG);
            let lines = occurrence.doc.str(code.text).lines().filter(|l| !l.trim().is_empty()).count();
            if lines >= least {
                checker.found(rule, at.doc, span, &[&least.to_string()]);
            }
        }
        return;
    }
    for rule in checker.rules(Code::DevLanguageInvalid) {
        let allowed = &rule.options.allowed;
        let plain = info.strip_suffix("-interactive").unwrap_or(info);
        if !allowed.is_empty() && !allowed.iter().any(|name| name == info || name == plain) {
            checker.found(rule, at.doc, span, &[info]);
        }
    }
}

/// Whether the last line of a fenced block is its closing fence: at least `least` of the mark and nothing else,
/// after whatever a quote or list puts before it.
fn is_closed(source: &str, mark: char, least: usize) -> bool {
    let Some((_, last)) = source.trim_end().rsplit_once('\n') else { return false };
    let fence = last.trim_start_matches(|c: char| c == '>' || c.is_whitespace()).trim_end();
    fence.chars().count() >= least && fence.chars().all(|c| c == mark)
}
