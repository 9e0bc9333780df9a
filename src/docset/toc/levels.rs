//! The entries of a TOC by the entry they stand below, so that no page has to walk a level to find its place in it.

use super::TocEntry;

/// The levels of one TOC.
#[derive(Debug, Clone, Default)]
pub(in crate::docset) struct Levels {
    /// All entries, those of the top level first, then those below each entry in turn.
    entries: Vec<u32>,
    /// Where the entries below an entry begin; the top level is counted as below entry 0, entry 0's own as below 1.
    starts: Vec<u32>,
    /// The place of each entry among its siblings.
    places: Vec<u32>,
}

impl Levels {
    /// The levels of the entries of a TOC.
    pub(in crate::docset) fn of(all: &[TocEntry]) -> Levels {
        let level = |entry: &TocEntry| entry.parent.map_or(0, |parent| parent as usize + 1);
        let mut starts = vec![0u32; all.len() + 2];
        for entry in all {
            if let Some(count) = starts.get_mut(level(entry) + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut levels =
            Levels { entries: vec![0; all.len()], starts, places: Vec::with_capacity(all.len()) };
        for (index, entry) in (0u32..).zip(all) {
            let Some(at) = next.get_mut(level(entry)) else { continue };
            if let Some(slot) = levels.entries.get_mut(*at as usize) {
                *slot = index;
            }
            let first = levels.starts.get(level(entry)).copied().unwrap_or_default();
            levels.places.push(*at - first);
            *at += 1;
        }
        levels
    }

    /// The entries of the top level, or those directly below an entry.
    pub(in crate::docset) fn below(&self, of: Option<u32>) -> &[u32] {
        let level = of.map_or(0, |entry| entry as usize + 1);
        let bound = |at: usize| self.starts.get(at).map(|start| *start as usize);
        let range = bound(level).zip(bound(level + 1)).map(|(from, to)| from..to);
        range.and_then(|range| self.entries.get(range)).unwrap_or_default()
    }

    /// The place of an entry among its siblings.
    pub(in crate::docset) fn place(&self, entry: u32) -> usize {
        self.places.get(entry as usize).map_or(0, |place| *place as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_lie_by_their_parents() {
        let entry = |parent| TocEntry { parent, ..TocEntry::default() };
        let all = [None, Some(0), Some(1), Some(0), None].map(entry);
        let levels = Levels::of(&all);
        assert_eq!(levels.below(None), [0, 4]);
        assert_eq!(levels.below(Some(0)), [1, 3]);
        assert_eq!(levels.below(Some(1)), [2]);
        assert_eq!(levels.below(Some(4)), [0u32; 0]);
        assert_eq!([0, 1, 2, 3, 4].map(|e| levels.place(e)), [0, 0, 0, 1, 1]);
        assert!(Levels::of(&[]).below(None).is_empty());
    }
}
