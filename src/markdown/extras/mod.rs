//! Optional extensions that work on the finished tree: they find their signs in text nodes and rebuild what lies
//! around them. A document whose docset switched none on is not looked at.

mod abbreviations;
mod attributes;
mod paired;
mod smileys;
mod tasks;
mod typography;

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::ast::{Document, NodeId, NodeKind, TextRef};
use super::options::Extensions;

pub(super) use abbreviations::definition as abbreviation;
pub(super) use attributes::{Given, parse as parse_attributes};

/// A part of a text node and what takes its place; `None` takes it out.
type Splice = (Range<usize>, Option<NodeKind>);

/// Applies what a docset switched on.
pub(super) fn apply(doc: &mut Document, on: &Extensions) {
    if on.attributes {
        attributes::apply(doc);
    }
    if on.emphasis_extras || on.citations {
        paired::apply(doc, on);
    }
    if on.task_lists {
        each_parent(doc, tasks::markers);
    }
    if on.smart_punctuation {
        each_parent(doc, typography::signs);
    }
    if on.smileys {
        each_parent(doc, smileys::find);
    }
    if !doc.abbreviations.is_empty() {
        abbreviations::apply(doc);
    }
    attributes::of_extensions(doc, on);
    attributes::settle(doc);
}

/// The nodes that hold text as it stands in the source.
fn parents(doc: &Document) -> Vec<NodeId> {
    let mut seen = FxHashSet::default();
    let mut out = Vec::new();
    for id in doc.ids() {
        if literal(doc, id).is_some()
            && let Some(parent) = doc.parent(id)
            && seen.insert(parent)
        {
            out.push(parent);
        }
    }
    out
}

/// The place of a text node, when it stands in the source as it is. An entity, an escape or an emoji does not.
fn literal(doc: &Document, id: NodeId) -> Option<Range<usize>> {
    match doc.kind(id) {
        NodeKind::Text(text) => text.source_range().filter(|r| !r.is_empty()),
        _ => None,
    }
}

/// Whether the first character of a text at byte `at` was escaped.
fn is_escaped(doc: &Document, text: &Range<usize>, at: usize) -> bool {
    at == text.start && at.checked_sub(1).is_some_and(|b| doc.source.as_bytes().get(b) == Some(&b'\\'))
}

/// Finds and replaces parts of texts, parent by parent.
fn each_parent(doc: &mut Document, mut find: impl FnMut(&mut Document, NodeId) -> Vec<Splice>) {
    for parent in parents(doc) {
        let found = find(doc, parent);
        if !found.is_empty() {
            splice(doc, parent, &found);
        }
    }
}

/// Puts nodes in the place of parts of a node's texts. The parts are sorted and do not overlap.
fn splice(doc: &mut Document, parent: NodeId, parts: &[Splice]) {
    let children: Vec<NodeId> = doc.children(parent).collect();
    let mut kept = Vec::with_capacity(children.len() + 2 * parts.len());
    let mut next = parts.iter().peekable();
    for child in children {
        let Some(text) = literal(doc, child) else {
            kept.push(child);
            continue;
        };
        let mut at = text.start;
        let mut whole = true;
        while let Some((range, kind)) = next.next_if(|(r, _)| r.start < text.end) {
            if range.start < at || range.end > text.end {
                continue;
            }
            whole = false;
            kept.extend(text_node(doc, at..range.start));
            kept.extend(kind.map(|kind| doc.detached(kind, range.clone())));
            at = range.end;
        }
        if whole {
            kept.push(child);
        } else {
            kept.extend(text_node(doc, at..text.end));
        }
    }
    doc.set_children(parent, &kept);
}

/// A text node outside the tree; none for no text.
fn text_node(doc: &mut Document, range: Range<usize>) -> Option<NodeId> {
    (!range.is_empty()).then(|| doc.detached(NodeKind::Text(TextRef::source(range.clone())), range))
}

/// Whether a sign between two characters can open and close what it stands for (CommonMark's flanking).
fn flanking(before: Option<char>, after: Option<char>, within_words: bool) -> (bool, bool) {
    let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let mark = |c: Option<char>| c.is_some_and(|c| !c.is_alphanumeric() && !c.is_whitespace());
    let left = !blank(after) && (!mark(after) || blank(before) || mark(before));
    let right = !blank(before) && (!mark(before) || blank(after) || mark(after));
    if within_words {
        return (left, right);
    }
    (left && (!right || mark(before)), right && (!left || mark(after)))
}

/// The characters around a range of the source.
fn around(doc: &Document, range: &Range<usize>) -> (Option<char>, Option<char>) {
    let before = doc.source.get(..range.start).and_then(|t| t.chars().next_back());
    let after = doc.source.get(range.end..).and_then(|t| t.chars().next());
    (before, after)
}
