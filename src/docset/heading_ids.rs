//! Ids of headings on a page that is put together from several files.
//!
//! DocFX gives ids per file, so that a page and its includes can have the same one twice. Here the first keeps it;
//! a later one gets a number that no other id of the page has.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::base::Span;
use crate::diag::{Code, Diagnostic};
use crate::markdown::{Document, Heading, NodeId, NodeKind, XrefRef};

use super::Occurrence;

/// The id of a heading's text by Markdig's rule: letters, digits, `-` and `_` stay (in lower case), spaces become
/// `-`, all else vanishes.
pub(super) fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            ' ' => out.push('-'),
            '-' | '_' => out.push(c),
            _ if c.is_alphanumeric() => out.extend(c.to_lowercase()),
            _ => {}
        }
    }
    if out.is_empty() { "section".to_owned() } else { out }
}

/// `id`, or with the first number that is free.
pub(super) fn free(id: &str, taken: impl Fn(&str) -> bool) -> String {
    if !taken(id) {
        return id.to_owned();
    }
    (1..)
        .map(|n: u32| format!("{id}-{n}"))
        .find(|candidate| !taken(candidate))
        .unwrap_or_else(|| id.to_owned())
}

/// The id of a heading with an e-mail address in it: DocFX reads `name@host` as a cross reference, which adds nothing
/// to an id; Learn shows it as the text that it is, and so it counts. `None` for all other headings.
pub(super) fn of_address(doc: &Document, heading: &Heading) -> Option<String> {
    let node = doc.node(heading.node);
    let at = |x: &&XrefRef| !x.required && (node.start..node.end).contains(&x.span.start);
    let before = |x: &XrefRef| doc.source.get(..x.span.start as usize).and_then(|s| s.chars().next_back());
    if heading.auto_id.is_some()
        || !doc.xrefs.iter().filter(at).any(|x| before(x).is_some_and(char::is_alphanumeric))
    {
        return None;
    }
    let mut text = String::new();
    let mut open: Vec<NodeId> = vec![heading.node];
    while let Some(node) = open.pop() {
        match doc.kind(node) {
            NodeKind::Text(t) | NodeKind::CodeSpan(t) => text.push_str(doc.str(t)),
            NodeKind::Xref(i) => text.push_str(doc.xrefs.get(i as usize).map_or("", |x| doc.str(x.raw))),
            _ => {
                let below: Vec<NodeId> = doc.children(node).collect();
                open.extend(below.into_iter().rev());
            }
        }
    }
    Some(slug(text.trim()))
}

/// The id of a heading in its own file.
pub(super) fn natural_id<'d>(doc: &'d Document, heading: &'d Heading, learn: bool) -> Cow<'d, str> {
    let of_address = if learn { of_address(doc, heading) } else { None };
    of_address.map_or(Cow::Borrowed(&heading.id), Cow::Owned)
}

/// Fills `heading_ids` of every document of a page.
pub(super) fn assign(docs: &mut [Occurrence], learn: bool) {
    for occurrence in docs.iter_mut() {
        let doc = &occurrence.doc;
        let ids = doc.headings.iter().map(|h| natural_id(doc, h, learn).into_owned());
        occurrence.heading_ids = ids.collect();
    }
    if is_repeated(docs) {
        make_unique(docs);
    }
}

/// Whether a heading has the id of one before it, or of an anchor in a document before its own.
fn is_repeated(docs: &[Occurrence]) -> bool {
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    seen.reserve(docs.iter().map(|o| o.heading_ids.len()).sum());
    for (i, occurrence) in docs.iter().enumerate() {
        if !occurrence.heading_ids.iter().all(|id| seen.insert(id)) {
            return true;
        }
        if i + 1 < docs.len() {
            seen.extend(occurrence.doc.anchors.iter().map(|a| a.id.as_str()));
        }
    }
    false
}

/// Of headings with one id, in reading order, all but the first get a number that makes another of it.
fn make_unique(docs: &mut [Occurrence]) {
    let mut natural: FxHashSet<String> = FxHashSet::default();
    for occurrence in docs.iter() {
        natural.extend(occurrence.heading_ids.iter().cloned());
        natural.extend(occurrence.doc.anchors.iter().map(|a| a.id.clone()));
    }
    let mut used: FxHashSet<String> = FxHashSet::default();
    let mut next: FxHashMap<String, u32> = FxHashMap::default();
    for (doc, heading) in reading_order(docs) {
        let Some(slot) = docs.get_mut(doc).and_then(|o| o.heading_ids.get_mut(heading)) else { continue };
        if used.insert(slot.clone()) {
            continue;
        }
        let number = next.entry(slot.clone()).or_insert(1);
        let mut candidate = format!("{slot}-{number}");
        while natural.contains(&candidate) || !used.insert(candidate.clone()) {
            *number += 1;
            candidate = format!("{slot}-{number}");
        }
        *slot = candidate;
    }
}

/// Ids that authors wrote twice on a page: a link to them ends at the first. The same id as `id` and as `name` of one
/// tag is one. With the index of the document.
pub(super) fn written_twice(docs: &[Occurrence]) -> Vec<(usize, Diagnostic)> {
    if docs.iter().map(|o| o.doc.anchors.len()).sum::<usize>() < 2 {
        return Vec::new();
    }
    let mut first: FxHashMap<&str, Span> = FxHashMap::default();
    let mut out = Vec::new();
    for (at, occurrence) in docs.iter().enumerate() {
        let doc = &occurrence.doc;
        for anchor in &doc.anchors {
            let Some(before) = first.get(anchor.id.as_str()) else {
                first.insert(&anchor.id, anchor.span);
                continue;
            };
            let between = doc.source.get(before.range().end..anchor.span.range().start);
            if before.file == anchor.span.file && between.is_some_and(|text| !text.contains('<')) {
                continue;
            }
            let message =
                format!("the id \"{}\" stands twice on the page; links lead to the first", anchor.id);
            let twice = Diagnostic::new(Code::DuplicateAnchor, anchor.span, message);
            out.push((at, twice.help("give one of the two another id")));
        }
    }
    out
}

/// The headings of a page, as (document, heading), in the order in which a reader meets them.
fn reading_order(docs: &[Occurrence]) -> Vec<(usize, usize)> {
    enum Step {
        Heading(usize),
        Include(u32),
    }
    let mut out = Vec::new();
    // Roots last to first, so that the page's own document is on top of the stack.
    let mut open: Vec<(usize, Vec<(u32, Step)>)> = Vec::new();
    let steps = |doc: usize| -> Vec<(u32, Step)> {
        let Some(occurrence) = docs.get(doc) else { return Vec::new() };
        let headings = occurrence.doc.headings.iter().enumerate();
        let mut steps: Vec<(u32, Step)> =
            headings.map(|(i, h)| (occurrence.doc.node(h.node).start, Step::Heading(i))).collect();
        let includes = occurrence.doc.includes.iter().zip(&occurrence.includes);
        steps.extend(includes.filter_map(|(i, o)| Some((i.span.start, Step::Include((*o)?)))));
        steps.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        steps
    };
    for (i, occurrence) in docs.iter().enumerate().rev() {
        if occurrence.parent.is_none() {
            open.push((i, steps(i)));
        }
    }
    while let Some((doc, rest)) = open.last_mut() {
        let doc = *doc;
        match rest.pop() {
            Some((_, Step::Heading(i))) => out.push((doc, i)),
            Some((_, Step::Include(i))) => open.push((i as usize, steps(i as usize))),
            None => {
                open.pop();
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_keep_letters_and_dashes_only() {
        assert_eq!(slug("A & B"), "a--b");
        assert_eq!(slug("C#"), "c");
        assert_eq!(slug("$$"), "section");
    }
}
