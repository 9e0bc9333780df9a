//! A copy of the source made harmless for the CommonMark parser, with a map back to the source.
//!
//! Most changes keep the length (a directive is painted over); the few that do not go through the map.

use std::borrow::Cow;
use std::ops::Range;

/// A replacement in the source. Sorted by place; never overlapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) text: Cow<'static, str>,
}

impl Edit {
    pub(super) fn cut(range: Range<usize>) -> Self {
        Edit { start: range.start, end: range.end, text: Cow::Borrowed("") }
    }

    pub(super) fn insert(at: usize, text: &'static str) -> Self {
        Edit { start: at, end: at, text: Cow::Borrowed(text) }
    }
}

/// Paints over a range of bytes, keeping its length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Paint {
    /// An HTML processing instruction: a block of one line in every container.
    Block,
    /// A word.
    Word,
}

/// The copy.
#[derive(Debug)]
pub(super) struct Rewritten<'a> {
    text: Cow<'a, str>,
    /// (offset in the copy, offset in the source): from there on both run in step.
    steps: Vec<(usize, usize)>,
}

impl<'a> Rewritten<'a> {
    /// Paints and edits `source`.
    pub(super) fn new(source: &'a str, paint: &[(Range<usize>, Paint)], mut edits: Vec<Edit>) -> Self {
        if paint.is_empty() && edits.is_empty() {
            return Rewritten { text: Cow::Borrowed(source), steps: Vec::new() };
        }
        let mut bytes = source.as_bytes().to_vec();
        for (range, how) in paint {
            let Some(target) = bytes.get_mut(range.clone()) else { continue };
            match how {
                Paint::Word => target.fill(b'x'),
                Paint::Block => {
                    target.fill(b' ');
                    if let [first, second, .., before, last] = target {
                        (*first, *second, *before, *last) = (b'<', b'?', b'?', b'>');
                    }
                }
            }
        }
        // Painted ranges begin and end at ASCII bytes, so the copy is UTF-8; if not, nothing is painted.
        let painted = String::from_utf8(bytes).unwrap_or_else(|_| source.to_owned());
        if edits.is_empty() {
            return Rewritten { text: Cow::Owned(painted), steps: Vec::new() };
        }
        edits.sort_by_key(|e| (e.start, e.end));
        let mut text = String::with_capacity(painted.len() + 64);
        let mut steps = Vec::with_capacity(edits.len());
        let mut at = 0;
        for edit in edits {
            let (Some(kept), true) = (painted.get(at..edit.start), edit.start >= at) else { continue };
            text.push_str(kept);
            text.push_str(&edit.text);
            steps.push((text.len(), edit.end));
            at = edit.end;
        }
        text.push_str(painted.get(at..).unwrap_or_default());
        Rewritten { text: Cow::Owned(text), steps }
    }

    /// What the parser reads.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether `text`, which the parser gives for a range of the copy, is what stands there. Mostly it is a piece of
    /// the copy itself, and need not be compared.
    pub(super) fn is_at(&self, text: &str, range: Range<usize>) -> bool {
        self.text
            .get(range)
            .is_some_and(|t| t.len() == text.len() && (t.as_ptr() == text.as_ptr() || t == text))
    }

    /// Whether offsets in the copy are offsets in the source.
    pub(super) fn in_step(&self) -> bool {
        self.steps.is_empty()
    }

    fn source_offset(&self, offset: usize) -> usize {
        let i = self.steps.partition_point(|(o, _)| *o <= offset);
        match i.checked_sub(1).and_then(|i| self.steps.get(i)) {
            // Text that was inserted before a step maps to the step at most.
            Some((copy, source)) => {
                let mapped = source + (offset - copy);
                self.steps.get(i).map_or(mapped, |(_, next)| mapped.min(*next))
            }
            None => self.steps.first().map_or(offset, |(_, next)| offset.min(*next)),
        }
    }

    /// The range of the source that a range of the copy stands for; text that was cut at its end is left out.
    pub(super) fn source_range(&self, range: Range<usize>) -> Range<usize> {
        if self.steps.is_empty() {
            return range;
        }
        let start = self.source_offset(range.start);
        let end = if range.end > range.start {
            (self.source_offset(range.end - 1) + 1).min(self.source_offset(range.end))
        } else {
            start
        };
        start..end.max(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn painted_text_keeps_its_length() {
        let r = Rewritten::new("a [!x] b", &[(2..6, Paint::Block)], vec![]);
        assert_eq!(r.text(), "a <??> b");
        assert_eq!(r.source_range(2..6), 2..6);
    }

    #[test]
    fn cuts_and_insertions_map_back() {
        let r = Rewritten::new("0123456789", &[], vec![Edit::cut(2..4), Edit::insert(7, "ab")]);
        assert_eq!(r.text(), "01456ab789");
        assert_eq!(r.source_range(0..2), 0..2);
        assert_eq!(r.source_range(2..5), 4..7);
        assert_eq!(r.source_range(7..10), 7..10);
    }
}
