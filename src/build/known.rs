//! What a build knows of Markdown files and tables of contents from the build before: the facts that a catalog is
//! assembled from, each under a key over the file's text and the way it is read. A file whose key is there need not be
//! parsed for them.
//!
//! **Invariant:** facts that are not known, or cannot be read back, are made by parsing. They are the same.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::base::Hash128;
use crate::docset::{Documents, FileFacts, KeptFacts, TocFacts};

/// Under which it is kept.
pub(super) const NAME: &str = "facts";

/// The facts that were left, not read before somebody asks for them.
#[derive(Debug, Default)]
pub(super) struct Known {
    left: Vec<u8>,
    places: FxHashMap<Hash128, Range<usize>>,
    /// The tables of contents of this build. Those that are not among what was left are written out already: assembling
    /// takes them apart.
    tocs: OnceLock<Vec<KeptToc>>,
}

/// What a table of contents says, and the key under which it holds; empty where that was left.
pub(super) type KeptToc = (Hash128, Vec<u8>);

const KEY: usize = size_of::<u128>();
const LENGTH: usize = size_of::<u32>();

impl Known {
    /// Finds the facts in what a build left; nothing in what is from another version of the program.
    pub(super) fn new(left: Vec<u8>) -> Known {
        let places = places(&left).unwrap_or_default();
        Known { left, places, tocs: OnceLock::new() }
    }

    fn bytes(&self, key: Hash128) -> Option<&[u8]> {
        self.left.get(self.places.get(&key)?.clone())
    }

    /// The facts of a file with this key.
    pub(super) fn facts(&self, key: Hash128) -> Option<FileFacts> {
        postcard::from_bytes(self.bytes(key)?).ok()
    }

    /// What a table of contents with this key says, and what is to be kept of it.
    pub(super) fn toc(
        &self,
        key: Hash128,
        read: impl FnOnce() -> Option<TocFacts>,
    ) -> Option<(TocFacts, KeptToc)> {
        if let Some(facts) = self.bytes(key).and_then(|bytes| postcard::from_bytes(bytes).ok()) {
            return Some((facts, (key, Vec::new())));
        }
        let facts = read()?;
        // What cannot be written is read again.
        let bytes = postcard::to_stdvec(&facts).unwrap_or_default();
        Some((facts, (key, bytes)))
    }

    /// Takes note of all tables of contents.
    pub(super) fn note(&self, tocs: Vec<KeptToc>) {
        // A build reads them once.
        let _ = self.tocs.set(tocs);
    }

    /// All facts but those with these keys.
    pub(super) fn others(&self, known: &FxHashSet<Hash128>) -> Vec<(Hash128, FileFacts)> {
        let others = self.places.keys().filter(|key| !known.contains(key));
        others.filter_map(|key| Some((*key, self.facts(*key)?))).collect()
    }

    /// The facts of all files, to be left for the next build; empty when they are those that were left before.
    pub(super) fn pack<'a>(&'a self, documents: &Documents) -> Vec<Cow<'a, [u8]>> {
        let facts = documents.keep();
        let tocs = self.tocs.get().map_or(&[][..], Vec::as_slice);
        let mut keys = facts.iter().map(|(key, _)| key).chain(tocs.iter().map(|(key, _)| key));
        if facts.len() + tocs.len() == self.places.len() && keys.all(|key| self.places.contains_key(key)) {
            return Vec::new();
        }
        let one = |key: Hash128, body: Cow<'a, [u8]>| {
            let mut head = key.0.to_le_bytes().to_vec();
            head.extend(u32::try_from(body.len()).ok()?.to_le_bytes());
            Some([Cow::from(head), body])
        };
        let of_file = |(key, facts): KeptFacts| match self.bytes(key) {
            Some(bytes) => one(key, Cow::Borrowed(bytes)),
            // Facts that cannot be written are made again.
            None => one(key, postcard::to_stdvec(&*facts).map(Cow::from).ok()?),
        };
        let of_toc = |(key, bytes): &'a KeptToc| one(*key, Cow::Borrowed(self.bytes(*key).unwrap_or(bytes)));
        let head = program().0.to_le_bytes().to_vec();
        let entries: Vec<[Cow<'a, [u8]>; 2]> = facts.into_par_iter().filter_map(of_file).collect();
        let tocs = tocs.iter().filter_map(of_toc);
        std::iter::once(Cow::from(head)).chain(entries.into_iter().chain(tocs).flatten()).collect()
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
