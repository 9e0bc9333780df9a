//! Words to files: a file holds the words with certain first letters, as many letters as it takes to keep it small.

use super::index::Term;

/// A file is closed when it would grow beyond this, in bytes: about 10 KB once compressed.
const FILE_SIZE: usize = 16_000;

/// Marks the end of a whole word in a file's list of beginnings.
pub(super) const WHOLE: char = '!';

/// One term file: beginnings of words (with [`WHOLE`] after those that stand for the word itself), and its entries.
#[derive(Debug, Default)]
pub(super) struct Bucket {
    pub(super) beginnings: Vec<String>,
    /// Term (an index) and the forms of it that belong here.
    pub(super) entries: Vec<(usize, Vec<usize>)>,
}

/// A form on its way to a bucket.
#[derive(Debug, Clone, Copy)]
struct Form<'a> {
    text: &'a str,
    term: usize,
    form: usize,
    size: usize,
}

/// A run of forms that share a beginning.
struct Leaf<'a> {
    beginning: String,
    forms: &'a [Form<'a>],
    size: usize,
}

/// Distributes the words of `terms`; `size` gives the bytes of a term's postings.
pub(super) fn buckets(terms: &[Term<'_>], size: impl Fn(&Term<'_>) -> usize) -> Vec<Bucket> {
    let mut forms: Vec<Form<'_>> = Vec::new();
    for (term, entry) in terms.iter().enumerate() {
        // Postings stand once in a file; most stems have their forms in one.
        let postings = size(entry) / entry.forms.len().max(1) + 4;
        let sized = |(form, text): (usize, &&'_ str)| (form, text.len() + postings);
        for (form, bytes) in entry.forms.iter().enumerate().map(sized) {
            let Some(text) = entry.forms.get(form) else { continue };
            forms.push(Form { text, term, form, size: bytes });
        }
    }
    forms.sort_by(|a, b| a.text.cmp(b.text));
    pack(leaves(&forms))
}

/// Splits by one more letter wherever a run is too large.
fn leaves<'a>(forms: &'a [Form<'a>]) -> Vec<Leaf<'a>> {
    let mut out = Vec::new();
    let mut stack = vec![(forms, 0usize)];
    while let Some((run, depth)) = stack.pop() {
        let (Some(first), size) = (run.first(), run.iter().map(|f| f.size).sum::<usize>()) else { continue };
        if depth > 0 && (size <= FILE_SIZE || run.len() == 1) {
            let mut beginning = first.text.get(..depth).unwrap_or(first.text).to_owned();
            if run.len() == 1 && first.text.len() == depth {
                beginning.push(WHOLE);
            }
            out.push(Leaf { beginning, forms: run, size });
            continue;
        }
        let next = |f: &Form<'_>| f.text.get(depth..).and_then(|rest| rest.chars().next());
        let parts: Vec<&[Form<'_>]> = run.chunk_by(|a, b| next(a) == next(b)).collect();
        for part in parts.into_iter().rev() {
            let width = part.first().and_then(next).map_or(0, char::len_utf8);
            stack.push((part, depth + width));
        }
    }
    out
}

/// Neighbours share a file as long as it stays small.
fn pack(leaves: Vec<Leaf<'_>>) -> Vec<Bucket> {
    let mut out: Vec<Bucket> = Vec::new();
    let mut room = 0;
    let mut members: Vec<(usize, usize)> = Vec::new();
    for leaf in leaves {
        if out.is_empty() || leaf.size > room {
            close(&mut out, &mut members);
            out.push(Bucket::default());
            room = FILE_SIZE;
        }
        room = room.saturating_sub(leaf.size);
        members.extend(leaf.forms.iter().map(|f| (f.term, f.form)));
        if let Some(bucket) = out.last_mut() {
            bucket.beginnings.push(leaf.beginning);
        }
    }
    close(&mut out, &mut members);
    out
}

/// Hands a file its words, those of one stem together.
fn close(out: &mut [Bucket], members: &mut Vec<(usize, usize)>) {
    members.sort_unstable();
    if let Some(bucket) = out.last_mut() {
        for same in members.chunk_by(|a, b| a.0 == b.0) {
            let Some((term, _)) = same.first() else { continue };
            bucket.entries.push((*term, same.iter().map(|m| m.1).collect()));
        }
    }
    members.clear();
}
