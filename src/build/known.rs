//! What a build knows of Markdown files from the build before: the facts that a catalog is assembled from, each under a
//! key over the file's text and the way it is read. A file whose key is there need not be parsed for them.
//!
//! **Invariant:** facts that are not known, or cannot be read back, are made by parsing. They are the same.

use std::borrow::Cow;
use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::base::Hash128;
use crate::docset::{Documents, FileFacts, KeptFacts};

/// Under which it is kept.
pub(super) const NAME: &str = "facts";

/// The facts that were left, not read before somebody asks for them.
#[derive(Debug, Default)]
pub(super) struct Known {
    left: Vec<u8>,
    places: FxHashMap<Hash128, Range<usize>>,
}

const KEY: usize = size_of::<u128>();
const LENGTH: usize = size_of::<u32>();

impl Known {
    /// Finds the facts in what a build left; nothing in what is from another version of the program.
    pub(super) fn new(left: Vec<u8>) -> Known {
        let places = places(&left).unwrap_or_default();
        Known { left, places }
    }

    fn bytes(&self, key: Hash128) -> Option<&[u8]> {
        self.left.get(self.places.get(&key)?.clone())
    }

    /// The facts of a file with this key.
    pub(super) fn facts(&self, key: Hash128) -> Option<FileFacts> {
        postcard::from_bytes(self.bytes(key)?).ok()
    }

    /// All facts but those with these keys.
    pub(super) fn others(&self, known: &FxHashSet<Hash128>) -> Vec<(Hash128, FileFacts)> {
        let others = self.places.keys().filter(|key| !known.contains(key));
        others.filter_map(|key| Some((*key, self.facts(*key)?))).collect()
    }

    /// The facts of all files, to be left for the next build; empty when they are those that were left before.
    pub(super) fn pack(&self, documents: &Documents) -> Vec<Cow<'_, [u8]>> {
        let facts = documents.keep();
        if facts.len() == self.places.len() && facts.iter().all(|(key, _)| self.places.contains_key(key)) {
            return Vec::new();
        }
        let one = |(key, facts): KeptFacts| {
            let body = match self.bytes(key) {
                Some(bytes) => Cow::Borrowed(bytes),
                // Facts that cannot be written are made again.
                None => postcard::to_stdvec(&*facts).map(Cow::from).ok()?,
            };
            let mut head = key.0.to_le_bytes().to_vec();
            head.extend(u32::try_from(body.len()).ok()?.to_le_bytes());
            Some([Cow::from(head), body])
        };
        let head = program().0.to_le_bytes().to_vec();
        let entries: Vec<[Cow<'_, [u8]>; 2]> = facts.into_par_iter().filter_map(one).collect();
        std::iter::once(Cow::from(head)).chain(entries.into_iter().flatten()).collect()
    }
}

/// The program that reads the files.
fn program() -> Hash128 {
    Hash128::of(env!("DOCWRIGHT_SOURCES").as_bytes())
}

/// Where the facts lie in what was left; `None` when another program left it or it is cut off.
fn places(left: &[u8]) -> Option<FxHashMap<Hash128, Range<usize>>> {
    let (head, mut rest) = left.split_first_chunk::<KEY>()?;
    if u128::from_le_bytes(*head) != program().0 {
        return None;
    }
    let mut places = FxHashMap::default();
    while let Some((key, after)) = rest.split_first_chunk::<KEY>() {
        let (length, after) = after.split_first_chunk::<LENGTH>()?;
        let length = u32::from_le_bytes(*length) as usize;
        let start = left.len() - after.len();
        rest = after.get(length..)?;
        places.insert(Hash128(u128::from_le_bytes(*key)), start..start + length);
    }
    Some(places)
}
