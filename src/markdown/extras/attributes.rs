//! `{#id .class key=value}` after an element, in a block, or alone before one.

use std::ops::Range;

use super::super::ast::{Anchor, Document, ElementAttributes, NodeId, NodeKind};
use super::super::options::Extensions;
use super::{is_escaped, literal, parents, splice};

/// Attributes as an author wrote them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in super::super) struct Given {
    pub(in super::super) id: Option<String>,
    pub(in super::super) classes: Vec<String>,
    pub(in super::super) pairs: Vec<(String, String)>,
}

impl Given {
    fn is_empty(&self) -> bool {
        self.id.is_none() && self.classes.is_empty() && self.pairs.is_empty()
    }

    /// Them, on a node.
    pub(in super::super) fn on(self, node: NodeId) -> ElementAttributes {
        ElementAttributes { node, id: self.id, classes: self.classes, pairs: self.pairs }
    }
}

/// How long attributes may be; keeps lines of unmatched braces linear.
const REACH: usize = 1024;

/// Reads attributes at the start of `text`: they, and their length.
pub(in super::super) fn parse(text: &str) -> Option<(Given, usize)> {
    let inner = text.strip_prefix('{')?;
    let mut given = Given::default();
    let bytes = inner.as_bytes();
    let mut at = usize::from(inner.starts_with(':'));
    loop {
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        if at > REACH {
            return None;
        }
        match bytes.get(at)? {
            b'}' => return (!given.is_empty()).then_some((given, at + 2)),
            b'#' => {
                let end = name_end(bytes, at + 1)?;
                given.id = Some(inner.get(at + 1..end)?.to_owned());
                at = end;
            }
            b'.' => {
                let end = name_end(bytes, at + 1)?;
                given.classes.push(inner.get(at + 1..end)?.to_owned());
                at = end;
            }
            _ => at = pair(inner, at, &mut given)?,
        }
    }
}

/// Past a name; none when there is none.
fn name_end(bytes: &[u8], at: usize) -> Option<usize> {
    let fine = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':' | b'.');
    let length = bytes.get(at..)?.iter().take_while(fine).count();
    (length > 0).then_some(at + length)
}

/// Reads `key`, `key=value` or `key="value"`; where it ends.
fn pair(text: &str, at: usize, given: &mut Given) -> Option<usize> {
    let bytes = text.as_bytes();
    let end = name_end(bytes, at).filter(|_| bytes.get(at).is_some_and(u8::is_ascii_alphabetic))?;
    let name = text.get(at..end)?.to_ascii_lowercase();
    if bytes.get(end) != Some(&b'=') {
        given.pairs.push((name, String::new()));
        return Some(end);
    }
    let from = end + 1;
    let quote = bytes.get(from).copied().filter(|b| matches!(b, b'"' | b'\''));
    let start = from + usize::from(quote.is_some());
    let reach = bytes.get(start..bytes.len().min(start + REACH))?;
    let length = match quote {
        Some(quote) => reach.iter().position(|b| *b == quote || *b == b'\n')?,
        None => reach.iter().position(|b| b.is_ascii_whitespace() || *b == b'}')?,
    };
    let value = text.get(start..start + length)?.to_owned();
    match name.as_str() {
        "id" => given.id = Some(value),
        "class" => given.classes.extend(value.split_whitespace().map(str::to_owned)),
        _ => given.pairs.push((name, value)),
    }
    let end = start + length;
    match quote {
        Some(quote) => (bytes.get(end) == Some(&quote)).then_some(end + 1),
        None => Some(end),
    }
}

/// Takes attributes out of the texts and gives them to what they belong to.
pub(super) fn apply(doc: &mut Document) {
    for parent in parents(doc) {
        let children: Vec<NodeId> = doc.children(parent).collect();
        let mut found = Vec::new();
        let mut before: Option<NodeId> = None;
        for child in children {
            if let Some(text) = literal(doc, child) {
                in_text(doc, parent, before, &text, &mut found);
            }
            before = Some(child);
        }
        if found.is_empty() {
            continue;
        }
        let parts: Vec<_> = found.iter().map(|(range, ..): &Found| (range.clone(), None)).collect();
        splice(doc, parent, &parts);
        for (_, given, target) in found {
            let target = target.unwrap_or_else(|| block_of(doc, parent));
            doc.attributes.push(given.on(target));
        }
    }
}

/// Where attributes stand, what they are, and the inline that they follow.
type Found = (Range<usize>, Given, Option<NodeId>);

fn in_text(
    doc: &Document,
    parent: NodeId,
    before: Option<NodeId>,
    text: &Range<usize>,
    found: &mut Vec<Found>,
) {
    let written = doc.source.get(text.clone()).unwrap_or_default();
    let mut from = 0;
    while let Some(n) = written.get(from..).and_then(|t| t.find('{')) {
        let at = from + n;
        from = at + 1;
        if is_escaped(doc, text, text.start + at) {
            continue;
        }
        let Some((given, length)) = written.get(at..).and_then(parse) else { continue };
        from = at + length;
        // Right behind an inline they are its own; else the block's, with the blanks before them.
        let inline = before.filter(|b| at == 0 && takes_attributes(doc.kind(*b)));
        let start = match inline {
            Some(_) => at,
            None if written.get(from..).is_some_and(|rest| rest.trim().is_empty()) => {
                written.get(..at).map_or(at, |t| t.trim_end_matches([' ', '\t']).len())
            }
            None => at,
        };
        let previous = found.last().map_or(text.start, |(range, ..)| range.end);
        let start = (text.start + start).max(previous);
        let range = start..text.start + from;
        let alone = doc.children(parent).count() == 1 && range.start <= text.start && range.end == text.end;
        let following = if alone { following_block(doc, parent) } else { None };
        found.push((range, given, inline.or(following)));
    }
}

/// The block behind a paragraph that holds attributes alone.
fn following_block(doc: &Document, paragraph: NodeId) -> Option<NodeId> {
    matches!(doc.kind(paragraph), NodeKind::Paragraph).then(|| doc.next_sibling(paragraph)).flatten()
}

fn takes_attributes(kind: NodeKind) -> bool {
    use NodeKind as N;
    matches!(
        kind,
        N::Link(_)
            | N::MarkdownImage(_)
            | N::CodeSpan(_)
            | N::Emphasis
            | N::Strong
            | N::Strike
            | N::Subscript
            | N::Superscript
            | N::Inserted
            | N::Marked
    )
}

/// The block that holds an inline.
fn block_of(doc: &Document, node: NodeId) -> NodeId {
    let mut at = node;
    while takes_attributes(doc.kind(at)) {
        match doc.parent(at) {
            Some(parent) => at = parent,
            None => return at,
        }
    }
    at
}

/// What other extensions add to every link, table, quote or image.
pub(super) fn of_extensions(doc: &mut Document, on: &Extensions) {
    let rel: Vec<&str> =
        [(on.no_follow, "nofollow"), (on.no_opener, "noopener"), (on.no_referrer, "noreferrer")]
            .into_iter()
            .filter_map(|(on, name)| on.then_some(name))
            .collect();
    if rel.is_empty() && !on.bootstrap {
        return;
    }
    for node in doc.ids() {
        let mut given = Given::default();
        match doc.kind(node) {
            NodeKind::Link(_) if !rel.is_empty() => given.pairs.push(("rel".into(), rel.join(" "))),
            NodeKind::Table(_) if on.bootstrap => given.classes.push("table".into()),
            NodeKind::Quote if on.bootstrap => given.classes.push("blockquote".into()),
            NodeKind::MarkdownImage(_) if on.bootstrap => given.classes.push("img-fluid".into()),
            _ => continue,
        }
        doc.attributes.push(given.on(node));
    }
}

/// Sorts the attributes, one entry a node, and drops paragraphs that held nothing else.
pub(super) fn settle(doc: &mut Document) {
    if doc.attributes.is_empty() {
        return;
    }
    drop_empty_paragraphs(doc);
    let mut all = std::mem::take(&mut doc.attributes);
    for one in &mut all {
        let Some(id) = one.id.as_ref().filter(|id| !id.is_empty()) else { continue };
        if let NodeKind::Heading(i) = doc.kind(one.node) {
            if let Some(heading) = doc.headings.get_mut(i as usize) {
                heading.id.clone_from(id);
            }
            one.id = None;
        } else {
            let anchor = Anchor { id: id.clone(), span: doc.span(one.node) };
            doc.anchors.push(anchor);
        }
    }
    doc.anchors.sort_by_key(|anchor| anchor.span.start);
    all.sort_by_key(|a| a.node);
    for mut one in all {
        match doc.attributes.last_mut().filter(|before| before.node == one.node) {
            Some(before) => {
                before.id = one.id.or(before.id.take());
                before.classes.append(&mut one.classes);
                before.pairs.retain(|(name, _)| one.pairs.iter().all(|(n, _)| n != name));
                before.pairs.append(&mut one.pairs);
            }
            None => doc.attributes.push(one),
        }
    }
}

fn drop_empty_paragraphs(doc: &mut Document) {
    let empty = |doc: &Document, node: NodeId| {
        matches!(doc.kind(node), NodeKind::Paragraph) && doc.children(node).next().is_none()
    };
    let mut owners: Vec<NodeId> =
        doc.ids().filter(|node| empty(doc, *node)).filter_map(|node| doc.parent(node)).collect();
    owners.dedup();
    for owner in owners {
        let kept: Vec<NodeId> = doc.children(owner).filter(|child| !empty(doc, *child)).collect();
        doc.set_children(owner, &kept);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_read_in_every_form() {
        let (given, length) = parse("{#a .b .c d=e f=\"g h\" i} rest").expect("well formed");
        assert_eq!((given.id.as_deref(), length), (Some("a"), 24));
        assert_eq!(given.classes, ["b", "c"]);
        let pairs: Vec<(&str, &str)> = given.pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(pairs, [("d", "e"), ("f", "g h"), ("i", "")]);
    }

    #[test]
    fn what_is_malformed_is_text() {
        for bad in ["{}", "{#}", "{a=\"b}", "{=x}", "{.a", "{1=2}"] {
            assert!(parse(bad).is_none(), "{bad}");
        }
    }
}
