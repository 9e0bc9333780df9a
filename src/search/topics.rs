//! Documents to results: the versions of a page or method are one, and results are numbered so that what belongs
//! together has neighbouring numbers.

use super::Options;
use super::record::{Parts, SearchDoc};

/// A topic: the versions of one page, or of one method.
#[derive(Debug)]
pub(super) struct Topic<'a> {
    /// The version whose texts are shown.
    pub(super) newest: Parts<'a>,
    /// The others, newest first.
    pub(super) older: Vec<Parts<'a>>,
    /// It has versions, the newest of the site not among them.
    pub(super) outdated: bool,
}

impl<'a> Topic<'a> {
    /// Newest first.
    pub(super) fn versions(&self) -> impl Iterator<Item = &Parts<'a>> {
        std::iter::once(&self.newest).chain(&self.older)
    }
}

/// Pages before methods, each by area and topic, so that a facet's documents are runs of numbers.
pub(super) fn topics<'a>(docs: &'a [SearchDoc], options: &Options) -> Vec<Topic<'a>> {
    let age = |doc: &Parts<'_>| {
        let known = doc.versions.iter().filter_map(|v| options.versions.iter().position(|o| o == v));
        known.min().unwrap_or(if doc.versions.is_empty() { 0 } else { usize::MAX })
    };
    let mut all: Vec<(Parts<'a>, usize)> = docs
        .iter()
        .map(|doc| {
            let parts = doc.parts();
            let age = age(&parts);
            (parts, age)
        })
        .collect();
    all.sort_unstable_by(|(a, a_age), (b, b_age)| {
        let key = |doc: &Parts<'a>| (doc.kind, doc.area, doc.topic);
        key(a).cmp(&key(b)).then_with(|| (a_age, a.url).cmp(&(b_age, b.url)))
    });
    let mut out: Vec<Topic<'a>> = Vec::new();
    for (doc, age) in all {
        let same = |topic: &&mut Topic<'a>| {
            let newest = &topic.newest;
            (newest.kind, newest.area, newest.topic) == (doc.kind, doc.area, doc.topic)
        };
        match out.last_mut().filter(same) {
            Some(topic) => topic.older.push(doc),
            None => out.push(Topic { newest: doc, older: Vec::new(), outdated: age > 0 }),
        }
    }
    out
}
