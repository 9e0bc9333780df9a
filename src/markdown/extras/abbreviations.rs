//! `*[HTML]: HyperText Markup Language` explains a word wherever the document uses it.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::super::ast::{Document, NodeKind};
use super::{Splice, each_parent, literal};

/// No abbreviation is longer; keeps the search linear.
const MAX_LABEL: usize = 64;

/// Reads a line as a definition: the label and what it stands for.
pub(in super::super) fn definition(body: &str) -> Option<(&str, &str)> {
    let (label, text) = body.strip_prefix("*[")?.split_once("]:")?;
    let label = label.trim();
    let fits = !label.is_empty() && label.len() <= MAX_LABEL && !label.contains(['[', ']']);
    fits.then_some((label, text.trim()))
}

/// Marks every use of the document's abbreviations.
pub(super) fn apply(doc: &mut Document) {
    let mut labels: FxHashMap<String, u32> = FxHashMap::default();
    for (i, (label, _)) in doc.abbreviations.iter().enumerate() {
        // As in Markdig the last definition counts.
        labels.insert(label.clone(), u32::try_from(i).unwrap_or(u32::MAX));
    }
    let mut lengths: Vec<usize> = labels.keys().map(String::len).collect();
    lengths.sort_unstable_by(|a, b| b.cmp(a));
    lengths.dedup();
    each_parent(doc, |doc, parent| {
        let mut found: Vec<Splice> = Vec::new();
        for child in doc.children(parent) {
            let Some(text) = literal(doc, child) else { continue };
            uses(&doc.source, &text, &labels, &lengths, &mut found);
        }
        found
    });
}

/// The abbreviations in a text: whole words alone, the longest first.
fn uses(
    source: &str,
    text: &Range<usize>,
    labels: &FxHashMap<String, u32>,
    lengths: &[usize],
    found: &mut Vec<Splice>,
) {
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let mut before = source.get(..text.start).and_then(|t| t.chars().next_back());
    let mut skip_to = text.start;
    for (offset, c) in source.get(text.clone()).unwrap_or_default().char_indices() {
        let at = text.start + offset;
        let begins = at >= skip_to && !(word(before) && c.is_alphanumeric());
        before = Some(c);
        if !begins {
            continue;
        }
        let hit = lengths.iter().find_map(|length| {
            let end = at + length;
            let index = labels.get(source.get(at..end).filter(|_| end <= text.end)?)?;
            let after = source.get(end..).and_then(|t| t.chars().next());
            let last = source.get(..end).and_then(|t| t.chars().next_back());
            (!(word(last) && word(after))).then_some((end, *index))
        });
        if let Some((end, index)) = hit {
            found.push((at..end, Some(NodeKind::Abbreviation(index))));
            skip_to = end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_name_what_they_explain() {
        assert_eq!(definition("*[CLI]: Command line "), Some(("CLI", "Command line")));
        assert!(definition("*[]: x").is_none() && definition("[a]: b").is_none());
    }
}
