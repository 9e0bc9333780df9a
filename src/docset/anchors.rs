//! The ids of a page to which links may lead, held close together: every page of a site has a table of them.

use std::borrow::Cow;
use std::cmp::Ordering;

/// A set of ids, shorter ones first: of two of unequal length nothing but the length is compared.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Anchors {
    /// All ids, one after the other.
    text: Box<str>,
    /// Where each of them ends.
    ends: Box<[u32]>,
}

impl Anchors {
    /// Whether an id is one of them.
    pub fn contains(&self, id: &str) -> bool {
        let (mut low, mut high) = (0, self.ends.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match order(self.get(middle), id) {
                Ordering::Equal => return true,
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
            }
        }
        false
    }

    /// The ids in their order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|i| self.get(i))
    }

    fn get(&self, i: usize) -> &str {
        let end = |i: usize| self.ends.get(i).map_or(0, |end| *end as usize);
        let start = i.checked_sub(1).map_or(0, end);
        self.text.get(start..end(i)).unwrap_or_default()
    }
}

impl<'a, T: Into<Cow<'a, str>>> FromIterator<T> for Anchors {
    fn from_iter<I: IntoIterator<Item = T>>(ids: I) -> Self {
        let mut ids: Vec<Cow<'a, str>> = ids.into_iter().map(Into::into).collect();
        ids.sort_unstable_by(|a, b| order(a, b));
        ids.dedup();
        let mut text = String::with_capacity(ids.iter().map(|id| id.len()).sum());
        let mut ends = Vec::with_capacity(ids.len());
        for id in ids {
            text.push_str(&id);
            // The ids of a page are a part of its sources, which are smaller than this.
            ends.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
        }
        Anchors { text: text.into(), ends: ends.into() }
    }
}

fn order(a: &str, b: &str) -> Ordering {
    a.len().cmp(&b.len()).then_with(|| a.cmp(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_is_found_once_and_no_other() {
        let all = ["b", "", "ä", "b", "b-1", "a"];
        let anchors: Anchors = all.into_iter().collect();
        assert_eq!(anchors.iter().collect::<Vec<_>>(), ["", "a", "b", "ä", "b-1"]);
        assert!(all.iter().all(|id| anchors.contains(id)));
        assert!(["c", "b-", "aa", "b-11"].iter().all(|id| !anchors.contains(id)));
        assert!(!Anchors::default().contains(""));
    }
}
