//! The reading of one file, from marks to a tree; read again when the tree shows that a mark was misjudged.

use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::diag::Severity;

use super::ast::Document;
use super::options::{Extensions, ParseOptions};
use super::rewrite::{Edit, Paint, Rewritten};
use super::rows::{self, Cuts};
use super::scan::{self, Fault, Mark, MarkKind, Scan};
use super::tree::{Repair, TreeBuilder};

/// How often a file is read at most. Nearly every file needs one reading, rows and stray markers need two.
const MAX_READINGS: usize = 6;

/// What inserted in front of a line keeps it from beginning a block: an empty tag, dropped from the tree.
const GUARD: &str = "<b/>";

/// Reads `empty.source` from byte `from` on.
pub(super) fn read(mut empty: Document, from: usize, options: &ParseOptions) -> Document {
    let text = empty.source.clone();
    let source: &str = &text;
    let mut plan =
        Plan { scan: scan::scan(source, from, options), cuts: Cuts::new(), done: FxHashSet::default() };
    if options.inline_only {
        guard_lines(source, from, &mut plan.scan.edits);
    }
    // Metadata can be large, and each reading begins with a copy.
    let front_matter = empty.front_matter.take();
    let mut readings = 0;
    loop {
        readings += 1;
        let rewritten = plan.rewrite(source);
        let mut builder = TreeBuilder::new(empty.clone(), source, &rewritten, &plan.scan, options);
        builder.run(from);
        let TreeBuilder { doc, repairs, has_tabs, .. } = builder;
        if readings < MAX_READINGS && plan.repair(source, &repairs) {
            continue;
        }
        let mut doc = doc;
        doc.abbreviations = std::mem::take(&mut plan.scan.abbreviations);
        if options.extensions != Extensions::default() {
            super::extras::apply(&mut doc, &options.extensions);
        }
        if has_tabs {
            super::tabs::group(&mut doc);
        }
        doc.front_matter = front_matter;
        doc.fit();
        return doc;
    }
}

struct Plan {
    scan: Scan,
    cuts: Cuts,
    done: FxHashSet<(u8, usize)>,
}

impl Plan {
    fn rewrite<'a>(&self, source: &'a str) -> Rewritten<'a> {
        let mut paint: Vec<(Range<usize>, Paint)> =
            Vec::with_capacity(self.scan.marks.len() + self.scan.hidden.len());
        for mark in &self.scan.marks {
            if mark.kind.is_block() {
                paint.push((mark.range.clone(), Paint::Block));
            } else if needs_paint(source, mark) {
                paint.push((mark.range.clone(), Paint::Word));
            }
        }
        paint.extend(self.scan.hidden.iter().cloned());
        let mut edits = self.scan.edits.clone();
        edits.extend(self.cuts.iter().map(|(at, length)| Edit::cut(*at..at + length)));
        Rewritten::new(source, &paint, edits)
    }

    /// Changes the plan; whether there was anything new.
    fn repair(&mut self, source: &str, repairs: &[Repair]) -> bool {
        let mut changed = false;
        for repair in repairs {
            match repair {
                Repair::Demote(i, why) => {
                    if let Some(mark) = self.scan.marks.get_mut(*i) {
                        let code = match &mark.kind {
                            MarkKind::Open(c, _) | MarkKind::Close(c, ..) => c.code(),
                            _ => crate::diag::Code::UnknownDirective,
                        };
                        mark.kind = match why {
                            Some(message) => MarkKind::Fault(Box::new(Fault {
                                code,
                                severity: Severity::Error,
                                message: message.clone(),
                                help: "End the first one before this begins.",
                            })),
                            None => MarkKind::Stray,
                        };
                        changed = true;
                    }
                }
                Repair::Dedent(i) if self.done.insert((0, *i)) => {
                    changed |= rows::dedent(source, &self.scan.marks, *i, &mut self.cuts);
                }
                Repair::Unindent(i) if self.done.insert((1, *i)) => {
                    if let Some(mark) = self.scan.marks.get(*i) {
                        let lead = source.get(..mark.range.start).unwrap_or_default();
                        let blanks = lead.len() - lead.trim_end_matches([' ', '\t']).len();
                        self.scan.edits.push(Edit::cut(mark.range.start - blanks..mark.range.start));
                        changed = true;
                    }
                }
                Repair::Split(i) if self.done.insert((2, *i)) => {
                    if let Some(mark) = self.scan.marks.get(*i) {
                        let start =
                            source.get(..mark.range.start).and_then(|t| t.rfind('\n')).map_or(0, |n| n + 1);
                        self.scan.edits.push(Edit::insert(start, "\n"));
                        changed = true;
                    }
                }
                Repair::EndFence { mark, fence } if self.done.insert((3, *mark)) => {
                    changed |= self.end_fence(source, *mark, *fence);
                }
                _ => {}
            }
        }
        changed
    }

    /// Ends the fence that begins at byte `fence` before the end marker that stands in it.
    fn end_fence(&mut self, source: &str, mark: usize, fence: usize) -> bool {
        let Some(mark) = self.scan.marks.get_mut(mark) else { return false };
        let MarkKind::Close(container, _, fault) = &mut mark.kind else { return false };
        let name = container.name();
        let told = Fault {
            code: container.code(),
            severity: Severity::Warning,
            message: format!("The marker ends the {name} although it stands in code; the code ends here."),
            help: "End the fence before the marker, or show the marker in a page outside of such a block.",
        };
        fault.get_or_insert_with(|| Box::new(told));
        let line_start = |at: usize| source.get(..at).and_then(|t| t.rfind('\n')).map_or(0, |n| n + 1);
        let (line, at) = (line_start(fence), line_start(mark.range.start));
        let cut = self.cuts.get(&line).copied().unwrap_or(0);
        let prefix = source.get(line + cut..fence).unwrap_or_default();
        let mut text: String = prefix.chars().map(|c| if c == '>' { c } else { ' ' }).collect();
        let run = source
            .get(fence..)
            .map_or("", |t| t.get(..t.len() - t.trim_start_matches(['`', '~']).len()).unwrap_or_default());
        text.push_str(run);
        text.push('\n');
        self.scan.edits.push(Edit { start: at, end: at, text: text.into() });
        true
    }
}

/// Whether the parser could take something in an inline mark for markup. A short reference in plain letters stays,
/// because it may be the label of a link.
fn needs_paint(source: &str, mark: &Mark) -> bool {
    match &mark.kind {
        MarkKind::Fault(_) | MarkKind::Stray => false,
        MarkKind::Xref { uid, required: false } => {
            let uid = source.get(uid.clone()).unwrap_or_default();
            let plain = uid.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'));
            !plain || uid.contains("--") || uid.contains("..")
        }
        _ => true,
    }
}

/// Keeps every line of an inline include from beginning a block.
fn guard_lines(source: &str, from: usize, edits: &mut Vec<Edit>) {
    let mut at = from;
    for line in source.get(from..).unwrap_or_default().split_inclusive('\n') {
        let body = line.trim_start_matches([' ', '\t']);
        let indent = line.len() - body.len();
        let begins_block = body.starts_with(['#', '>', '-', '+', '*', '`', '~', '<', '=', ':', '_'])
            || body.starts_with(|c: char| c.is_ascii_digit());
        if begins_block || (indent >= 4 && !body.trim().is_empty()) {
            edits.push(Edit { start: at, end: at + indent, text: GUARD.into() });
        }
        at += line.len();
    }
}
