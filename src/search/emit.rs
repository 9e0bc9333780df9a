//! The files of the index: classic scripts, each one call of `docwrightSearch(name, data)`.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::base::{Artifact, Hash128, OutPath};

use super::buckets::{Bucket, buckets};
use super::index::{Options, Term, Topic};
use super::tokenize::words;
use super::{FOLDER, Kind};

/// How many documents a text file holds.
pub(super) const PER_FILE: usize = 2;

/// Digits of numbers in term files and facets; safe in scripts, and each is one byte.
pub(super) const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// All files, the manifest last.
pub(super) fn files(topics: &[Topic<'_>], terms: &[Term<'_>], options: &Options) -> Vec<Artifact> {
    let encoded: Vec<String> = terms.iter().map(|t| postings(&t.postings)).collect();
    // About two digits a posting; close enough to cut files by.
    let buckets = buckets(terms, |term| term.postings.len() * 2);
    let mut out = Vec::new();
    for (number, bucket) in buckets.iter().enumerate() {
        push(&mut out, &format!("t/{number}"), &Value::String(term_file(bucket, terms, &encoded)));
    }
    for (number, group) in topics.chunks(PER_FILE).enumerate() {
        push(&mut out, &format!("p/{number}"), &group.iter().map(text).collect());
    }
    let mut content = Vec::new();
    for artifact in &out {
        content.extend(Hash128::of(&artifact.body).0.to_le_bytes());
    }
    let mut manifest = manifest(topics, &buckets, options);
    if let Some(fields) = manifest.as_object_mut() {
        fields.insert("id".to_owned(), Hash128::of(&content).short().into());
    }
    push(&mut out, "index", &manifest);
    out
}

fn push(out: &mut Vec<Artifact>, name: &str, data: &Value) {
    if let Some(path) = OutPath::new(&format!("{FOLDER}/{name}.js")) {
        out.push(Artifact::text(path, format!("docwrightSearch(\"{name}\",{data})\n")));
    }
}

/// Terms one after the other: words, number of documents when not all are listed, postings.
fn term_file(bucket: &Bucket, terms: &[Term<'_>], encoded: &[String]) -> String {
    let mut out = String::new();
    for (index, forms) in &bucket.entries {
        let (Some(term), Some(postings)) = (terms.get(*index), encoded.get(*index)) else { continue };
        let words: Vec<&str> = forms.iter().filter_map(|f| term.forms.get(*f).copied()).collect();
        out.push_str(&words.join(" "));
        out.push(':');
        if term.documents as usize != term.postings.len() {
            out.push_str(&term.documents.to_string());
        }
        out.push(':');
        out.push_str(postings);
        out.push(';');
    }
    out
}

/// Documents as steps from one to the next, each with the digit of its weight.
fn postings(list: &[(u32, u8)]) -> String {
    let mut out = String::with_capacity(list.len() * 3);
    let mut next = 0;
    for (document, weight) in list {
        number(document.wrapping_sub(next), &mut out);
        out.push(digit(u32::from(*weight)));
        next = document + 1;
    }
    out
}

/// A number in digits of five bits, the lowest first; the sixth bit says that more follow.
fn number(mut n: u32, out: &mut String) {
    while n >= 32 {
        out.push(digit(32 + (n & 31)));
        n >>= 5;
    }
    out.push(digit(n));
}

fn digit(n: u32) -> char {
    DIGITS.get(n as usize).copied().map_or('A', char::from)
}

/// What a result shows: kind, title, address, description, area, type, versions, sections.
fn text(topic: &Topic<'_>) -> Value {
    let Some(doc) = topic.newest() else { return Value::Null };
    let versions: Vec<Value> = topic
        .versions
        .iter()
        .flat_map(|d| d.versions.iter().rev().map(|name| json!([name, d.url])))
        .collect();
    let sections: Vec<Value> = doc.sections.iter().map(|s| json!([s.anchor, s.heading, s.text])).collect();
    let kind = match doc.kind {
        Kind::Page => 0,
        Kind::Method => 1,
    };
    json!([kind, doc.title, doc.url, doc.description, doc.area, doc.topic_type, versions, sections])
}

fn manifest(topics: &[Topic<'_>], buckets: &[Bucket], options: &Options) -> Value {
    let pages = topics.iter().filter(|t| t.newest().is_some_and(|d| d.kind == Kind::Page)).count();
    let files: Vec<String> = buckets.iter().map(|b| b.beginnings.join(" ")).collect();
    let mut areas: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    let mut types: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (number, topic) in (0..).zip(topics) {
        let Some(doc) = topic.newest() else { continue };
        areas.entry(&doc.area).or_default().push(number);
        types.entry(&doc.topic_type).or_default().push(number);
    }
    let versions: Vec<(&str, Vec<u32>)> =
        options.versions.iter().map(|v| (v.as_str(), holding_for(v, topics))).collect();
    json!({
        "pages": pages,
        "documents": topics.len(),
        "per": PER_FILE,
        "shown": options.results.max(1),
        "files": files.join(","),
        "synonyms": synonyms(&options.synonyms),
        "facets": [facet("area", areas), facet("type", types), facet("version", versions)],
    })
}

/// The topics that hold for a version: those that have it, and those without versions.
fn holding_for(version: &str, topics: &[Topic<'_>]) -> Vec<u32> {
    let holds = |t: &Topic<'_>| {
        t.versions.iter().any(|d| d.versions.is_empty() || d.versions.iter().any(|v| v == version))
    };
    (0..).zip(topics).filter(|(_, t)| holds(t)).map(|(number, _)| number).collect()
}

/// Each meaning as words in the form in which they are looked up.
fn synonyms(lists: &[Vec<String>]) -> Vec<Vec<String>> {
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

/// A facet's values, each with its documents as runs: documents left out, documents in the run, and so on.
fn facet<'a>(name: &str, values: impl IntoIterator<Item = (&'a str, Vec<u32>)>) -> Value {
    let named = values.into_iter().filter(|(value, list)| !value.is_empty() && !list.is_empty());
    let values: Vec<Value> = named.map(|(value, list)| json!([value, runs(&list)])).collect();
    json!([name, values])
}

fn runs(list: &[u32]) -> String {
    let mut out = String::new();
    let mut next = 0;
    for run in list.chunk_by(|a, b| a + 1 == *b) {
        let Some(first) = run.first() else { continue };
        let length = u32::try_from(run.len()).unwrap_or(u32::MAX);
        number(first - next, &mut out);
        number(length, &mut out);
        next = first + length;
    }
    out
}
