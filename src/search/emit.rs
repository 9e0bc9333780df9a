//! What stands in the files of the index.

use std::collections::BTreeMap;
use std::ops::Range;

use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use super::buckets::Bucket;
use super::terms::Terms;
use super::tokenize::words;
use super::topics::Topic;
use super::{Kind, Options, quote};

/// Digits of numbers in term files and facets; safe in scripts, and each is one byte.
pub(super) const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// A term file: one term after the other, with its words, the number of its documents when not all are listed, and its
/// postings.
pub(super) fn terms(bucket: &Bucket, terms: &Terms<'_>, out: &mut Vec<u8>) {
    let forms = terms.forms.get(bucket.forms.clone()).unwrap_or_default();
    // Words of a stem need not be neighbours.
    let mut entries: Vec<(u32, Vec<&str>)> = Vec::new();
    let mut places: FxHashMap<u32, usize> = FxHashMap::default();
    for form in forms {
        let place = *places.entry(form.stem).or_insert(entries.len());
        match entries.get_mut(place) {
            Some((_, words)) => words.push(form.text),
            None => entries.push((form.stem, vec![form.text])),
        }
    }
    let mut listed = Vec::new();
    out.push(b'"');
    for (stem, words) in &entries {
        for (n, word) in words.iter().enumerate() {
            if n > 0 {
                out.push(b' ');
            }
            out.extend_from_slice(word.as_bytes());
        }
        out.push(b':');
        terms.weighed(*stem, &mut listed);
        let documents = terms.documents(*stem);
        if documents != listed.len() {
            out.extend_from_slice(documents.to_string().as_bytes());
        }
        out.push(b':');
        postings(&listed, out);
        out.push(b';');
    }
    out.push(b'"');
}

/// Documents as steps from one to the next, each with the digit of its weight.
fn postings(list: &[(u32, u8)], out: &mut Vec<u8>) {
    let mut next = 0;
    for (document, weight) in list {
        number(document.wrapping_sub(next), out);
        out.push(digit(u32::from(*weight)));
        next = document + 1;
    }
}

/// A number in digits of five bits, the lowest first; the sixth bit says that more follow.
fn number(mut n: u32, out: &mut Vec<u8>) {
    while n >= 32 {
        out.push(digit(32 + (n & 31)));
        n >>= 5;
    }
    out.push(digit(n));
}

fn digit(n: u32) -> u8 {
    DIGITS.get(n as usize).copied().unwrap_or(b'A')
}

/// Digits as text.
fn coded(write: impl FnOnce(&mut Vec<u8>)) -> String {
    let mut out = Vec::new();
    write(&mut out);
    String::from_utf8(out).unwrap_or_default()
}

/// How large a topic's texts are, about, in bytes.
pub(super) fn size(topic: &Topic<'_>) -> usize {
    let doc = &topic.newest;
    let addresses: usize =
        topic.versions().map(|version| (version.url.len() + 16) * version.versions.len()).sum();
    doc.sections.len() + doc.title.len() + doc.description.len() + addresses + 100
}

/// A text file: what a result shows of each document, as a list of kind, title, address, description, area, type,
/// versions and sections.
pub(super) fn texts(topics: &[Topic<'_>], out: &mut Vec<u8>) {
    for (n, topic) in topics.iter().enumerate() {
        let doc = &topic.newest;
        out.push(if n == 0 { b'[' } else { b',' });
        out.extend_from_slice(match doc.kind {
            Kind::Page => b"[0",
            Kind::Method => b"[1",
        });
        for text in [doc.title, doc.url, doc.description, doc.area, doc.topic_type] {
            out.push(b',');
            quote::text(text, out);
        }
        out.extend_from_slice(b",[");
        let names =
            topic.versions().flat_map(|doc| doc.versions.iter().rev().map(move |name| (*name, doc.url)));
        for (n, (name, url)) in names.enumerate() {
            if n > 0 {
                out.push(b',');
            }
            quote::list(&[name, url], out);
        }
        out.extend_from_slice(b"],");
        out.extend_from_slice(doc.sections);
        out.push(b']');
    }
    out.push(b']');
}

/// How many documents each text file holds.
pub(super) fn lengths(shelves: &[Range<usize>]) -> String {
    coded(|out| shelves.iter().for_each(|shelf| number(clip(shelf.len()), out)))
}

/// Each meaning as words in the form in which they are looked up.
pub(super) fn synonyms(lists: &[Vec<String>]) -> Vec<Vec<String>> {
    let folded = |text: &String| {
        let mut first = None;
        words(text, |word, part| {
            if !part && first.is_none() {
                first = Some(word.to_owned());
            }
        });
        first
    };
    lists.iter().map(|list| list.iter().filter_map(folded).collect()).collect()
}

/// The facets, each with its values and their documents.
pub(super) fn facets(topics: &[Topic<'_>], options: &Options) -> [Value; 3] {
    let mut areas: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    let mut types: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (number, topic) in (0..).zip(topics) {
        areas.entry(topic.newest.area).or_default().push(number);
        types.entry(topic.newest.topic_type).or_default().push(number);
    }
    let versions: Vec<(&str, Vec<u32>)> =
        options.versions.iter().map(|v| (v.as_str(), holding_for(v, topics))).collect();
    [facet("area", areas), facet("type", types), facet("version", versions)]
}

/// The topics that hold for a version: those that have it, and those without versions.
fn holding_for(version: &str, topics: &[Topic<'_>]) -> Vec<u32> {
    let holds = |t: &Topic<'_>| t.versions().any(|d| d.versions.is_empty() || d.versions.contains(&version));
    (0..).zip(topics).filter(|(_, t)| holds(t)).map(|(number, _)| number).collect()
}

/// A facet's values, each with its documents as runs: documents left out, documents in the run, and so on.
fn facet<'a>(name: &str, values: impl IntoIterator<Item = (&'a str, Vec<u32>)>) -> Value {
    let named = values.into_iter().filter(|(value, list)| !value.is_empty() && !list.is_empty());
    let values: Vec<Value> = named.map(|(value, list)| json!([value, runs(&list)])).collect();
    json!([name, values])
}

fn runs(list: &[u32]) -> String {
    coded(|out| {
        let mut next = 0;
        for run in list.chunk_by(|a, b| a + 1 == *b) {
            let Some(first) = run.first() else { continue };
            let length = clip(run.len());
            number(first - next, out);
            number(length, out);
            next = first + length;
        }
    })
}

fn clip(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
