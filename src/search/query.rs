//! Looking things up in a built index as the script in the browser does, so that tests can ask one.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::base::Artifact;

use super::buckets::WHOLE;
use super::emit::DIGITS;
use super::terms::WEIGHTS;
use super::tokenize::words;
use super::{FOLDER, Kind};

/// The longest query, in bytes; the rest is not read.
const LONGEST: usize = 200;
/// Words beyond these are not looked up.
const WORDS: usize = 8;
/// How many files are read for a beginning of a word.
const FILES: usize = 4;
/// How many documents at least are looked at more closely.
const CANDIDATES: usize = 8;

/// How much of the query, by the rarity of its words, a document must have.
const SHARE: f32 = 0.4;
/// The least that a word tells documents apart, however many have it: titles are made of common words, too.
const COMMON: f32 = 0.35;

/// A result.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Hit {
    /// Page or method.
    pub(super) kind: Kind,
    /// Its title.
    pub(super) title: String,
    /// Its address from the top of the site, with the anchor of the section that answers best.
    pub(super) url: String,
    /// That section's heading; empty when the page answers as a whole.
    pub(super) heading: String,
    /// The higher, the better; comparable within one query only.
    pub(super) score: f32,
}

/// Gives the data of a file by its name in the index.
type Read<'a> = dyn Fn(&str) -> Option<Value> + 'a;

/// A built index, its files read when they are needed.
pub(super) struct Searcher<'a> {
    read: Box<Read<'a>>,
    documents: f32,
    /// The number of the first document of each text file.
    shelves: Vec<u32>,
    /// Beginning of a word to the number of its file.
    files: BTreeMap<String, usize>,
    /// Words that mean the same.
    synonyms: Vec<Vec<String>>,
}

/// A term of a file that answers a word of the query.
struct Match {
    /// 1 for the word itself, less for what it may have meant.
    quality: f32,
    documents: f32,
    forms: Vec<String>,
    postings: Vec<(u32, u8)>,
}

impl<'a> Searcher<'a> {
    /// Opens the index that [`super::index()`] made.
    pub(super) fn of(artifacts: &'a [Artifact]) -> Option<Self> {
        let bodies: BTreeMap<&str, &[u8]> =
            artifacts.iter().map(|a| (a.path.as_str(), a.body.as_slice())).collect();
        Searcher::open(move |path| bodies.get(path).map(|b| String::from_utf8_lossy(b).into_owned()))
    }

    /// Opens an index whose files `read` gives by their paths in the output.
    pub(super) fn open(read: impl Fn(&str) -> Option<String> + 'a) -> Option<Self> {
        let read = move |name: &str| {
            let text = read(&format!("{FOLDER}/{name}.js"))?;
            let data = text.trim_end().strip_suffix(')')?.split_once(',')?.1;
            serde_json::from_str(data).ok()
        };
        let manifest: Value = read("index")?;
        let number = |key: &str| manifest.get(key)?.as_u64()?.to_string().parse::<u16>().ok();
        let mut files = BTreeMap::new();
        for (file, beginnings) in manifest.get("files")?.as_str()?.split(',').enumerate() {
            files.extend(beginnings.split(' ').map(|b| (b.to_owned(), file)));
        }
        Some(Searcher {
            documents: number("documents").map_or(f32::from(u16::MAX), f32::from),
            shelves: read_shelves(manifest.get("texts")?.as_str()?),
            files,
            synonyms: manifest.get("synonyms").and_then(|s| serde_json::from_value(s.clone()).ok())?,
            read: Box::new(read),
        })
    }

    /// The best results for what a reader typed; the last word may be unfinished.
    pub(super) fn search(&self, query: &str, limit: usize) -> Vec<Hit> {
        let query = query.get(..query.floor_char_boundary(LONGEST)).unwrap_or_default();
        let mut asked: Vec<String> = Vec::new();
        words(query, |word, part| {
            if !part && asked.len() < WORDS && !asked.iter().any(|w| w == word) {
                asked.push(word.to_owned());
            }
        });
        let open = query.ends_with(|c: char| c.is_alphanumeric());
        let count = asked.len();
        let matches: Vec<Vec<Match>> =
            asked.iter().enumerate().map(|(n, word)| self.meanings(word, open && n + 1 == count)).collect();
        let mut hits: Vec<Hit> = self
            .ranked(&matches)
            .into_iter()
            .take(limit.max(CANDIDATES))
            .filter_map(|(document, score)| self.hit(document, score, &asked, &matches))
            .collect();
        hits.sort_by(|a, b| b.score.total_cmp(&a.score));
        hits.truncate(limit);
        hits
    }

    /// The terms of a word of the query and of the words that mean the same.
    fn meanings(&self, word: &str, open: bool) -> Vec<Match> {
        let mut found = self.matches(word, open);
        for list in self.synonyms.iter().filter(|list| list.iter().any(|w| w == word)) {
            for other in list.iter().filter(|w| *w != word) {
                found.extend(self.matches(other, false));
            }
        }
        found
    }

    /// The terms that a word of the query may mean.
    fn matches(&self, word: &str, open: bool) -> Vec<Match> {
        let own = self.file_of(word);
        let mut entries: Vec<String> = own.map(|file| self.entries(file)).unwrap_or_default();
        if open && word.chars().count() > 1 {
            let beginnings = self.files.range(word.to_owned()..);
            let mut more: Vec<usize> = Vec::new();
            for (_, file) in beginnings.take_while(|(b, _)| b.starts_with(word)) {
                if Some(*file) != own && !more.contains(file) && more.len() + 1 < FILES {
                    more.push(*file);
                }
            }
            entries.extend(more.into_iter().flat_map(|file| self.entries(file)));
        }
        let read = |closeness: &dyn Fn(&str) -> f32| -> Vec<Match> {
            entries.iter().filter_map(|entry| read_entry(entry, closeness)).collect()
        };
        let exact = |form: &str| if form == word { 1.0 } else { 0.0 };
        let begins = |form: &str| {
            let rest = form.len().saturating_sub(word.len());
            match (form.starts_with(word), u8::try_from(rest)) {
                (true, Ok(0)) => 1.0,
                (true, Ok(rest)) => 0.75 / (1.0 + 0.1 * f32::from(rest)),
                _ => 0.0,
            }
        };
        let found = if open { read(&begins) } else { read(&exact) };
        if !found.is_empty() {
            return found;
        }
        let found = read(&begins);
        if !found.is_empty() || word.chars().count() < 4 {
            return found;
        }
        read(&|form: &str| {
            if one_edit(word, form) {
                0.6
            } else if one_root(word, form) {
                0.5
            } else {
                0.0
            }
        })
    }

    /// The file of a word: that of its longest beginning.
    fn file_of(&self, word: &str) -> Option<usize> {
        if let Some(file) = self.files.get(&format!("{word}{WHOLE}")) {
            return Some(*file);
        }
        let ends = word.char_indices().map(|(i, c)| i + c.len_utf8()).rev();
        ends.filter_map(|end| self.files.get(word.get(..end)?)).next().copied()
    }

    fn entries(&self, file: usize) -> Vec<String> {
        let data = (self.read)(&format!("t/{file}"));
        let text = data.as_ref().and_then(Value::as_str).unwrap_or_default();
        text.split_terminator(';').map(str::to_owned).collect()
    }

    /// Documents by score, the best first.
    fn ranked(&self, matches: &[Vec<Match>]) -> Vec<(u32, f32)> {
        let rarity = |documents: f32| {
            (1.0 + (self.documents - documents + 0.5).max(0.0) / (documents + 0.5)).ln().max(COMMON)
        };
        let mut total = 0.0;
        // Score, and the rarity of the words that a document has.
        let mut scores: BTreeMap<u32, (f32, f32)> = BTreeMap::new();
        for word in matches {
            let mut best: BTreeMap<u32, f32> = BTreeMap::new();
            let mut rarest = 0.0f32;
            for term in word {
                let rarity = rarity(term.documents);
                rarest = rarest.max(rarity * term.quality);
                for (document, weight) in &term.postings {
                    let score = term.quality * rarity * f32::from(*weight) / f32::from(WEIGHTS);
                    let entry = best.entry(*document).or_default();
                    *entry = entry.max(score);
                }
            }
            total += rarest;
            for (document, score) in best {
                let entry = scores.entry(document).or_default();
                entry.0 += score;
                entry.1 += rarest;
            }
        }
        let mut ranked: Vec<(u32, f32)> = scores
            .into_iter()
            .map(|(document, (score, found))| (document, score, found / total.max(0.01)))
            .filter(|(_, _, share)| *share >= SHARE)
            .map(|(document, score, share)| (document, score * share.powi(2)))
            .collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranked
    }

    /// A document with its best section. A title that is the query counts more.
    fn hit(&self, document: u32, score: f32, asked: &[String], matches: &[Vec<Match>]) -> Option<Hit> {
        let shelf = self.shelves.partition_point(|first| *first <= document).checked_sub(1)?;
        let file = (self.read)(&format!("p/{shelf}"))?;
        let doc = file.get(document.checked_sub(*self.shelves.get(shelf)?)? as usize)?;
        let text =
            |value: &Value, n: usize| value.get(n).and_then(Value::as_str).unwrap_or_default().to_owned();
        let title = text(doc, 1);
        let mut spelled: Vec<String> = Vec::new();
        words(&title, |word, part| {
            if !part {
                spelled.push(word.to_owned());
            }
        });
        let score = if spelled == asked { score * 1.6 } else { score };
        let mut best = (0, String::new(), String::new());
        for section in doc.get(7).and_then(Value::as_array).into_iter().flatten() {
            let answered = answers(&text(section, 1), matches) * 2 + answers(&text(section, 2), matches);
            if answered > best.0 {
                best = (answered, text(section, 0), text(section, 1));
            }
        }
        let url = text(doc, 2);
        let url = if best.1.is_empty() { url } else { format!("{url}#{}", best.1) };
        let kind = if doc.get(0).and_then(Value::as_u64) == Some(1) { Kind::Method } else { Kind::Page };
        Some(Hit { kind, title, url, heading: best.2, score })
    }
}

/// How many words of the query a text has.
fn answers(text: &str, matches: &[Vec<Match>]) -> usize {
    let mut spelled: BTreeSet<String> = BTreeSet::new();
    words(text, |word, _| {
        spelled.insert(word.to_owned());
    });
    let has = |term: &Match| term.forms.iter().any(|form| spelled.contains(form));
    matches.iter().filter(|word| word.iter().any(has)).count()
}

/// A term, when one of its forms is close enough to what is looked for.
fn read_entry(entry: &str, closeness: &dyn Fn(&str) -> f32) -> Option<Match> {
    let mut parts = entry.split(':');
    let (forms, documents, postings) = (parts.next()?, parts.next()?, parts.next()?);
    let quality = forms.split(' ').map(closeness).fold(0.0, f32::max);
    if quality <= 0.0 {
        return None;
    }
    let postings = read_postings(postings);
    let listed = u16::try_from(postings.len()).unwrap_or(u16::MAX);
    let documents = documents.parse().unwrap_or(f32::from(listed));
    Some(Match { quality, documents, forms: forms.split(' ').map(str::to_owned).collect(), postings })
}

fn read_postings(text: &str) -> Vec<(u32, u8)> {
    let mut out = Vec::new();
    let mut digits = text.bytes().filter_map(value);
    let mut next = 0u32;
    while let Some(step) = read_number(&mut digits) {
        let Some(weight) = digits.next() else { break };
        let document = next.saturating_add(step);
        out.push((document, weight));
        next = document.saturating_add(1);
    }
    out
}

/// The number of the first document of each text file, from how many each has.
fn read_shelves(text: &str) -> Vec<u32> {
    let mut digits = text.bytes().filter_map(value);
    let mut next = 0u32;
    std::iter::from_fn(|| {
        let first = next;
        next = next.saturating_add(read_number(&mut digits)?);
        Some(first)
    })
    .collect()
}

fn value(digit: u8) -> Option<u8> {
    DIGITS.iter().position(|d| *d == digit).and_then(|n| u8::try_from(n).ok())
}

fn read_number(digits: &mut impl Iterator<Item = u8>) -> Option<u32> {
    let (mut digit, mut shift, mut number) = (digits.next()?, 0, 0u32);
    loop {
        number |= u32::from(digit & 31) << shift;
        shift += 5;
        if digit < 32 || shift > 25 {
            return Some(number);
        }
        digit = digits.next().unwrap_or_default();
    }
}

/// Whether two words may be forms of one: they begin alike and differ by an ending at most.
fn one_root(a: &str, b: &str) -> bool {
    let shared = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    shared >= 4 && a.len() <= shared + 3 && b.len() <= shared + 3
}

/// Whether one letter put in, left out, exchanged for another or for its neighbour leads from one word to the other.
fn one_edit(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (a, b) = (a.get(same..).unwrap_or_default(), b.get(same..).unwrap_or_default());
    match (a, b) {
        ([_, x @ ..], [_, y @ ..]) if x == y => true,
        ([_, x @ ..], y) | (y, [_, x @ ..]) if x == y => true,
        (_, [_, y @ ..]) if a == y => true,
        ([p, q, x @ ..], [r, s, y @ ..]) => p == s && q == r && x == y,
        _ => false,
    }
}
