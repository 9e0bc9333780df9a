//! Heading ids, as DocFX computes them.

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use super::ast::{Document, NodeId, NodeKind};

/// Ids that are taken, each with the next number to try.
#[derive(Debug, Default)]
pub(super) struct HeadingIds {
    taken: FxHashMap<String, u32>,
    /// Markdig's own rule instead of GitHub's.
    own_rule: bool,
    /// Of the heading that is read: what counts for its id, and what is shown.
    for_id: String,
    shown: String,
}

impl HeadingIds {
    pub(super) fn new(own_rule: bool) -> Self {
        HeadingIds { own_rule, ..HeadingIds::default() }
    }

    /// Gives heading `index` its id and text. Whether it is the heading of a tab.
    pub(super) fn finish(&mut self, doc: &mut Document, index: u32) -> bool {
        let Some(node) = doc.headings.get(index as usize).map(|h| h.node) else { return false };
        self.for_id.clear();
        self.shown.clear();
        collect(doc, node, &mut self.for_id, &mut self.shown);
        let auto = if self.own_rule { markdig_slug(&self.for_id) } else { slug(&self.for_id) };
        let auto = self.unique(auto);
        let explicit = take_anchor(doc, node);
        let tab = is_tab(doc, node);
        if let Some(heading) = doc.headings.get_mut(index as usize) {
            self.shown.trim().clone_into(&mut heading.text);
            if let Some(id) = explicit {
                heading.id = id;
                heading.auto_id = Some(auto);
            } else if heading.id.is_empty() {
                heading.id = auto;
            }
        }
        tab
    }

    fn unique(&mut self, slug: String) -> String {
        let Some(next) = self.taken.get_mut(slug.as_str()) else {
            self.taken.insert(slug.clone(), 1);
            return slug;
        };
        let mut number = *next;
        let mut candidate = format!("{slug}-{number}");
        while self.taken.contains_key(&candidate) {
            number += 1;
            candidate = format!("{slug}-{number}");
        }
        self.taken.insert(slug, number + 1);
        self.taken.insert(candidate.clone(), 1);
        candidate
    }
}

/// Letters, digits, `-` and `_` in lower case; a space becomes `-`; all else goes. Nothing left: `section`.
fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'a'..='z' | '0'..='9' | '-' | '_' => out.push(c),
            'A'..='Z' => out.push(c.to_ascii_lowercase()),
            ' ' => out.push('-'),
            // Beyond the Basic Multilingual Plane the reference sees halves of characters, and drops them.
            c if !c.is_ascii()
                && c.len_utf16() == 1
                && (c.is_alphabetic() || is_decimal_digit(c))
                && !is_mark_or_number(c) =>
            {
                let mut lower = c.to_lowercase();
                match (lower.next(), lower.next()) {
                    (Some(l), None) => out.push(l),
                    _ => out.push(c),
                }
            }
            _ => {}
        }
    }
    if out.is_empty() { "section".to_owned() } else { out }
}

/// Markdig's rule (`autoidentifiers`): ASCII letters, accents taken off, from the first letter on; one dash for blanks;
/// `-`, `_` and `.` stay, but not twice and not at the end.
fn markdig_slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut after_blank = false;
    for c in text.nfd().map(|c| c.to_ascii_lowercase()) {
        match c {
            'a'..='z' => {
                out.push(c);
                after_blank = false;
            }
            _ if out.is_empty() => {}
            '-' | '_' | '.' => {
                if std::mem::take(&mut after_blank) {
                    out.pop();
                }
                if !out.ends_with(c) {
                    out.push(c);
                }
            }
            '0'..='9' => {
                out.push(c);
                after_blank = false;
            }
            c if c.is_whitespace() && !after_blank && !out.ends_with(['-', '_', '.']) => {
                out.push('-');
                after_blank = true;
            }
            _ => {}
        }
    }
    let kept = out.trim_end_matches(['-', '_', '.']).len();
    out.truncate(kept);
    if out.is_empty() { "section".to_owned() } else { out }
}

/// Numeric, but neither a fraction nor a letter-like number: close to the category Nd.
fn is_decimal_digit(c: char) -> bool {
    c.is_numeric()
        && !matches!(c, '\u{b2}' | '\u{b3}' | '\u{b9}' | '\u{bc}'..='\u{be}' | '\u{2070}'..='\u{218b}' | '\u{2460}'..='\u{24ff}' | '\u{2776}'..='\u{2793}' | '\u{3007}' | '\u{3021}'..='\u{3029}')
}

/// Alphabetic by Unicode's broad property, but no letter: circled letters, Roman numerals, vowel signs.
fn is_mark_or_number(c: char) -> bool {
    matches!(c, '\u{345}' | '\u{5b0}'..='\u{5bf}' | '\u{64b}'..='\u{657}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{93b}' | '\u{93e}'..='\u{94c}' | '\u{2160}'..='\u{2188}' | '\u{24b6}'..='\u{24e9}')
}

/// Plain text of a heading: once with what counts for its id, once with all that is shown.
fn collect(doc: &Document, heading: NodeId, for_id: &mut String, shown: &mut String) {
    let mut at = first_child(doc, heading);
    while let Some(node) = at {
        let mut descend = true;
        match doc.kind(node) {
            NodeKind::Text(t) | NodeKind::CodeSpan(t) => {
                for_id.push_str(doc.str(t));
                shown.push_str(doc.str(t));
            }
            NodeKind::MathInline(t) => for_id.push_str(doc.str(t)),
            NodeKind::NoLoc(t) => shown.push_str(doc.str(t)),
            NodeKind::SoftBreak | NodeKind::HardBreak => {
                for_id.push('\n');
                shown.push(' ');
            }
            NodeKind::Image(_) | NodeKind::Include(_) | NodeKind::Xref(_) => descend = false,
            _ => {}
        }
        at = next_in(doc, heading, node, descend);
    }
}

fn first_child(doc: &Document, node: NodeId) -> Option<NodeId> {
    doc.children(node).next()
}

/// The node after `node` in reading order, inside `root`.
fn next_in(doc: &Document, root: NodeId, node: NodeId, descend: bool) -> Option<NodeId> {
    if descend && let Some(child) = first_child(doc, node) {
        return Some(child);
    }
    let mut at = node;
    while at != root {
        if let Some(next) = doc.next_sibling(at) {
            return Some(next);
        }
        at = doc.parent(at)?;
    }
    None
}

/// `<a id="x"></a>` at the start of a heading with text after it: its id; the two tags leave the tree.
fn take_anchor(doc: &mut Document, heading: NodeId) -> Option<String> {
    let first = first_child(doc, heading)?;
    if !matches!(doc.kind(first), NodeKind::HtmlInline(_)) {
        return None;
    }
    let children: Vec<NodeId> = doc.children(heading).collect();
    let [open, close, rest @ ..] = children.as_slice() else { return None };
    let (NodeKind::HtmlInline(open), NodeKind::HtmlInline(close)) = (doc.kind(*open), doc.kind(*close))
    else {
        return None;
    };
    if rest.is_empty() || doc.str(close) != "</a>" {
        return None;
    }
    let inner = doc.str(open).strip_prefix("<a ")?.trim_start_matches(' ');
    let value = inner.strip_prefix("id=\"").or_else(|| inner.strip_prefix("name=\""))?;
    let (id, tail) = value.split_once('"')?;
    let fine = |c: char| c.is_alphanumeric() || matches!(c, '_' | ' ' | '.' | '-');
    if id.is_empty() || !id.chars().all(fine) || tail.trim_start_matches(' ') != ">" {
        return None;
    }
    let id = id.to_owned();
    let rest = rest.to_vec();
    doc.set_children(heading, &rest);
    Some(id)
}

/// Whether the only inline of a heading is a link to `#tab/…`.
fn is_tab(doc: &Document, heading: NodeId) -> bool {
    let mut children = doc.children(heading);
    match (children.next().map(|c| doc.kind(c)), children.next()) {
        (Some(NodeKind::Link(i)), None) => {
            doc.links.get(i as usize).is_some_and(|l| super::tabs::selector(doc.str(l.target)).is_some())
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_keep_dashes_and_drop_marks() {
        let cases = [
            ("A & B", "a--b"),
            (".NET", "net"),
            ("1. First", "1-first"),
            ("x²", "x"),
            ("!?", "section"),
            ("Ünï 中", "ünï-中"),
        ];
        for (text, id) in cases {
            assert_eq!(slug(text), id, "{text}");
        }
    }

    #[test]
    fn the_rule_of_markdig_collapses_and_folds() {
        let cases = [
            ("A B - c", "a-b-c"),
            ("1. Überblick", "uberblick"),
            ("a.b_c!", "a.b_c"),
            ("a  -", "a"),
            ("12", "section"),
        ];
        for (text, id) in cases {
            assert_eq!(markdig_slug(text), id, "{text}");
        }
    }

    #[test]
    fn repeated_slugs_are_numbered_past_natural_ones() {
        let mut ids = HeadingIds::default();
        let all: Vec<String> = ["a", "a-1", "a", "a"].iter().map(|s| ids.unique((*s).to_owned())).collect();
        assert_eq!(all, ["a", "a-1", "a-2", "a-3"]);
    }
}
