//! All documents to the files of the index. What has to be known of all of them is reckoned out first; then each file
//! can be written by itself, in any order and by many threads.

use std::ops::Range;

use serde_json::{Value, json};

use crate::base::{Artifact, Hash128, OutPath};

use super::buckets::{Bucket, buckets};
use super::record::SearchDoc;
use super::terms::Terms;
use super::topics::{Topic, topics};
use super::{FOLDER, Kind, Options, emit};

/// A text file is closed when it would grow beyond this, in bytes: about 5 KB once compressed. A query loads one for
/// each result that it shows.
const FILE_SIZE: usize = 14_000;

/// An index in the making.
#[derive(Debug)]
pub struct Join<'a> {
    options: &'a Options,
    topics: Vec<Topic<'a>>,
    terms: Terms<'a>,
    buckets: Vec<Bucket>,
    /// Which topics each text file holds.
    shelves: Vec<Range<usize>>,
}

impl<'a> Join<'a> {
    /// Joins documents. Their order does not matter.
    pub fn new(docs: &'a [SearchDoc], options: &'a Options) -> Self {
        let topics = topics(docs, options);
        let terms = Terms::new(&topics, options);
        let (buckets, shelves) = (buckets(&terms), shelves(&topics));
        Join { options, topics, terms, buckets, shelves }
    }

    /// How many files there are beside the manifest.
    pub fn files(&self) -> usize {
        self.buckets.len() + self.shelves.len()
    }

    /// A file, by its number; `None` beyond the last.
    pub fn file(&self, number: usize) -> Option<Artifact> {
        if let Some(bucket) = self.buckets.get(number) {
            return artifact(&format!("t/{number}"), |out| emit::terms(bucket, &self.terms, out));
        }
        let number = number - self.buckets.len();
        let group = self.topics.get(self.shelves.get(number)?.clone())?;
        artifact(&format!("p/{number}"), |out| emit::texts(group, out))
    }

    /// The manifest; `hashes` are those of all other files, in order.
    pub fn manifest(&self, hashes: &[Hash128]) -> Option<Artifact> {
        let contents: Vec<u8> = hashes.iter().flat_map(|hash| hash.0.to_le_bytes()).collect();
        let pages = self.topics.iter().filter(|topic| topic.newest.kind == Kind::Page).count();
        let beginnings: Vec<String> = self.buckets.iter().map(|b| b.beginnings.join(" ")).collect();
        let manifest: Value = json!({
            "pages": pages,
            "documents": self.topics.len(),
            "texts": emit::lengths(&self.shelves),
            "shown": self.options.results.max(1),
            "files": beginnings.join(","),
            "synonyms": emit::synonyms(&self.options.synonyms),
            "facets": emit::facets(&self.topics, self.options),
            "id": Hash128::of(&contents).short(),
        });
        artifact("index", |out| out.extend_from_slice(manifest.to_string().as_bytes()))
    }
}

/// A classic script: one call of `docwrightSearch(name, data)`.
fn artifact(name: &str, write: impl FnOnce(&mut Vec<u8>)) -> Option<Artifact> {
    let path = OutPath::new(&format!("{FOLDER}/{name}.js"))?;
    let mut body = Vec::with_capacity(FILE_SIZE * 2);
    body.extend_from_slice(format!("docwrightSearch(\"{name}\",").as_bytes());
    write(&mut body);
    body.extend_from_slice(b")\n");
    Some(Artifact { path, body })
}

/// Neighbours share a file as long as it stays small.
fn shelves(topics: &[Topic<'_>]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut room = 0;
    for (number, topic) in topics.iter().enumerate() {
        let size = emit::size(topic);
        match out.last_mut().filter(|_| size <= room) {
            Some(shelf) => shelf.end = number + 1,
            None => {
                out.push(number..number + 1);
                room = FILE_SIZE;
            }
        }
        room = room.saturating_sub(size);
    }
    out
}

/// Builds all files of the index, the manifest last.
pub fn index(docs: &[SearchDoc], options: &Options) -> Vec<Artifact> {
    let join = Join::new(docs, options);
    let mut files: Vec<Artifact> = (0..join.files()).filter_map(|number| join.file(number)).collect();
    let hashes: Vec<Hash128> = files.iter().map(|file| Hash128::of(&file.body)).collect();
    files.extend(join.manifest(&hashes));
    files
}
