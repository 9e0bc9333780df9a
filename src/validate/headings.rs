//! Rules on headings.

use std::collections::BTreeMap;

use crate::base::Span;
use crate::diag::Code;
use crate::docset::NodeRef;
use crate::markdown::{NodeKind, html_pieces};

use super::Checker;
use super::reading::{ContextId, Event, HeadingAt};

/// Of places with one text, at most this many different surroundings are held against each other.
const MOST_CONTEXTS: usize = 64;

/// Checks the headings of a page.
pub(super) fn check(checker: &mut Checker<'_>) {
    title(checker);
    each(checker);
    order(checker);
    skipped(checker);
    duplicated(checker);
}

fn title(checker: &mut Checker<'_>) {
    let titles: Vec<HeadingAt> = checker.reading.titles().cloned().collect();
    if titles.is_empty() && !checker.reading.html_h1 {
        let any = checker.reading.headings.iter().any(|h| h.level == 1);
        for rule in checker.rules(Code::H1Missing).filter(|_| !any) {
            checker.found(rule, 0, Span::at(checker.page.file, 0), &[]);
        }
    }
    for rule in checker.rules(Code::MultipleH1s) {
        let mut seen: Vec<ContextId> = Vec::new();
        for heading in &titles {
            let context = checker.reading.context(heading.context).clone();
            if seen.iter().any(|id| checker.reading.context(*id).meets(&context)) {
                checker.at(rule, heading, &[]);
            }
            if !seen.contains(&heading.context) && seen.len() < MOST_CONTEXTS {
                seen.push(heading.context);
            }
        }
    }
    for rule in checker.rules(Code::H1NotFirst) {
        let Some(first) = titles.first() else { break };
        let reading = &checker.reading;
        let shown = |context: ContextId| !reading.context(context).hidden_target;
        let before = reading.events.iter().take_while(|event| match event {
            Event::Heading(i) => reading.headings.get(*i).is_none_or(|h| h.at != first.at),
            _ => true,
        });
        let mut before = before.filter(|event| match event {
            Event::Heading(i) => reading.headings.get(*i).is_some_and(|h| shown(h.context)),
            Event::Content(context) => shown(*context),
            Event::Tab | Event::TabsEnd => false,
        });
        if before.next().is_some() {
            let name = reading.name(first);
            checker.at(rule, first, &[&name]);
        }
    }
}

/// Rules on a heading by itself.
fn each(checker: &mut Checker<'_>) {
    let headings = checker.reading.headings.clone();
    for heading in &headings {
        let name = checker.reading.name(heading);
        let context = checker.reading.context(heading.context).clone();
        let included = heading.at.doc != 0;
        if heading.level == 1 {
            for rule in checker.rules(Code::H1InInclude).filter(|_| included) {
                checker.at(rule, heading, &[]);
            }
            if let Some(zone) = &context.foreign_zone {
                for rule in checker.rules(Code::H1InZone) {
                    checker.at(rule, heading, &[zone]);
                }
            }
            for rule in checker.rules(Code::H1InMoniker).filter(|_| context.versions.is_some()) {
                checker.at(rule, heading, &[]);
            }
        }
        if checker.is_empty(heading.at) {
            let code = if heading.level == 1 { Code::H1Empty } else { Code::HeadingEmpty };
            for rule in checker.rules(code) {
                checker.at(rule, heading, &[&name]);
            }
        }
        for rule in checker.rules(Code::DisallowedHeading) {
            if rule.options.disallowed.iter().any(|text| text.eq_ignore_ascii_case(&heading.text)) {
                checker.at(rule, heading, &[&name]);
            }
        }
        underlined(checker, heading, &name);
    }
}

/// A heading that is underlined is reported at the line below it.
fn underlined(checker: &mut Checker<'_>, heading: &HeadingAt, name: &str) {
    let source = checker.reading.source(heading.at).trim_end();
    if source.trim_start().starts_with('#') {
        return;
    }
    let Some((text, _)) = source.rsplit_once('\n') else { return };
    for rule in checker.rules(Code::HeadingsWithUnderline) {
        let Some(span) = checker.reading.view.span(heading.at) else { continue };
        let start = span.range().start + text.len() + 1;
        let line = Span::new(span.file, start..span.range().start + source.len());
        checker.found(rule, heading.at.doc, line, &[name]);
    }
}

/// A heading must have something below it before the next of its level.
fn order(checker: &mut Checker<'_>) {
    for rule in checker.rules(Code::HeadingNoContent) {
        let mut empty = Vec::new();
        let reading = &checker.reading;
        for (i, event) in reading.events.iter().enumerate() {
            let Event::Heading(at) = event else { continue };
            let Some(heading) = reading.headings.get(*at) else { continue };
            let nothing = match reading.events.get(i + 1) {
                None | Some(Event::TabsEnd) => true,
                Some(Event::Heading(next)) => {
                    reading.headings.get(*next).is_some_and(|h| h.level <= heading.level)
                }
                Some(Event::Content(_) | Event::Tab) => false,
            };
            if nothing {
                empty.push((heading.clone(), reading.name(heading)));
            }
        }
        for (heading, name) in empty {
            checker.at(rule, &heading, &[&name]);
        }
    }
}

/// Levels must not be left out, in any version of the page.
fn skipped(checker: &mut Checker<'_>) {
    for rule in checker.rules(Code::HeadingSkipped) {
        let reading = &checker.reading;
        let zoned = reading.contexts.iter().any(|c| c.versions.is_some());
        let every = [String::new()];
        let versions: &[String] = if zoned { &checker.page.monikers } else { &every };
        let mut gaps: BTreeMap<usize, (String, HeadingAt)> = BTreeMap::new();
        for version in versions {
            let mut last: Option<&HeadingAt> = None;
            for (i, heading) in reading.headings.iter().enumerate() {
                let zone = &reading.context(heading.context).versions;
                if zone.as_ref().is_some_and(|zone| !zone.contains(version)) {
                    continue;
                }
                if let Some(before) = last.filter(|before| heading.level > before.level + 1) {
                    gaps.entry(i).or_insert_with(|| (reading.name(before), heading.clone()));
                }
                last = Some(heading);
            }
        }
        for (before, heading) in gaps.into_values() {
            let name = checker.reading.name(&heading);
            checker.at(rule, &heading, &[&before, &name]);
        }
    }
}

/// Second-level headings that one reader sees must differ.
fn duplicated(checker: &mut Checker<'_>) {
    for rule in checker.rules(Code::H2Duplicated) {
        let mut by_text: BTreeMap<String, Vec<HeadingAt>> = BTreeMap::new();
        for heading in checker.reading.headings.iter().filter(|h| h.level == 2 && !h.text.is_empty()) {
            by_text.entry(heading.text.clone()).or_default().push(heading.clone());
        }
        for group in by_text.into_values().filter(|group| group.len() > 1) {
            let contexts: Vec<ContextId> = group.iter().map(|h| h.context).collect();
            for (i, heading) in group.iter().enumerate() {
                if checker.meets_another(&contexts, i) {
                    let name = checker.reading.name(heading);
                    checker.at(rule, heading, &[&name]);
                }
            }
        }
    }
}

impl Checker<'_> {
    /// Whether the `i`-th of several places is seen together with another of them.
    pub(super) fn meets_another(&self, contexts: &[ContextId], i: usize) -> bool {
        let Some(own) = contexts.get(i).map(|id| self.reading.context(*id)) else { return false };
        let others = contexts.iter().enumerate().filter(|(j, _)| *j != i).take(MOST_CONTEXTS);
        others.map(|(_, id)| self.reading.context(*id)).any(|other| own.meets(other))
    }

    fn at(&mut self, rule: &super::Rule, heading: &HeadingAt, values: &[&str]) {
        if let Some(span) = self.reading.view.span(heading.at) {
            self.found(rule, heading.at.doc, span, values);
        }
    }

    /// Whether nothing of a node shows: no text, no image, no tag. Comments do not show.
    fn is_empty(&self, at: NodeRef) -> bool {
        let view = self.reading.view;
        let mut open = view.children(at);
        while let Some(node) = open.pop() {
            let Some(occurrence) = view.occurrence(node) else { continue };
            match occurrence.doc.kind(node.node) {
                NodeKind::Text(t) if occurrence.doc.str(t).trim_ascii().is_empty() => {}
                NodeKind::SoftBreak | NodeKind::HardBreak => {}
                NodeKind::HtmlInline(t) if html_pieces(occurrence.doc.str(t)).is_empty() => {}
                NodeKind::Emphasis | NodeKind::Strong | NodeKind::Group => open.extend(view.children(node)),
                _ => return false,
            }
        }
        true
    }
}
