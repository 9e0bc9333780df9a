//! Words to files: a file holds the words with certain first letters, as many letters as it takes to keep it small.

use std::ops::Range;

use super::terms::{Form, Terms};

/// A file is closed when it would grow beyond this, in bytes: about 7 KB once compressed.
const FILE_SIZE: usize = 16_000;

/// Marks the end of a whole word in a file's list of beginnings.
pub(super) const WHOLE: char = '!';

/// One term file: beginnings of words (with [`WHOLE`] after those that stand for the word itself), and which words, all
/// in order, it holds.
#[derive(Debug)]
pub(super) struct Bucket {
    pub(super) beginnings: Vec<String>,
    pub(super) forms: Range<usize>,
}

/// Words that share a beginning.
struct Leaf {
    beginning: String,
    forms: Range<usize>,
}

/// Distributes the words of `terms`.
pub(super) fn buckets(terms: &Terms<'_>) -> Vec<Bucket> {
    // The sizes of all words before each. About two digits a posting; postings stand once in a file, and most stems have
    // their words in one.
    let mut sums = Vec::with_capacity(terms.forms.len() + 1);
    let mut sum = 0;
    sums.push(sum);
    for form in &terms.forms {
        sum += form.text.len() + 2 * terms.documents(form.stem) / terms.words(form.stem).max(1) + 4;
        sums.push(sum);
    }
    let size = |forms: &Range<usize>| {
        let at = |n: usize| sums.get(n).copied().unwrap_or(sum);
        at(forms.end) - at(forms.start)
    };
    pack(leaves(&terms.forms, &size), &size)
}

/// Splits by one more letter wherever a run is too large.
fn leaves(forms: &[Form<'_>], size: &impl Fn(&Range<usize>) -> usize) -> Vec<Leaf> {
    let mut out = Vec::new();
    let mut stack = vec![(0..forms.len(), 0usize)];
    while let Some((range, depth)) = stack.pop() {
        let run = forms.get(range.clone()).unwrap_or_default();
        let Some(first) = run.first() else { continue };
        if depth > 0 && (size(&range) <= FILE_SIZE || run.len() == 1) {
            let mut beginning = first.text.get(..depth).unwrap_or(first.text).to_owned();
            if run.len() == 1 && first.text.len() == depth {
                beginning.push(WHOLE);
            }
            out.push(Leaf { beginning, forms: range });
            continue;
        }
        let next = |f: &Form<'_>| f.text.get(depth..).and_then(|rest| rest.chars().next());
        let mut end = range.end;
        // The last first, so that the first letters come off the stack first.
        let parts: Vec<&[Form<'_>]> = run.chunk_by(|a, b| next(a) == next(b)).collect();
        for part in parts.into_iter().rev() {
            let width = part.first().and_then(next).map_or(0, char::len_utf8);
            stack.push((end - part.len()..end, depth + width));
            end -= part.len();
        }
    }
    out
}

/// Neighbours share a file as long as it stays small.
fn pack(leaves: Vec<Leaf>, size: &impl Fn(&Range<usize>) -> usize) -> Vec<Bucket> {
    let mut out: Vec<Bucket> = Vec::new();
    for leaf in leaves {
        let fits = |bucket: &&mut Bucket| size(&(bucket.forms.start..leaf.forms.end)) <= FILE_SIZE;
        match out.last_mut().filter(fits) {
            Some(bucket) => {
                bucket.beginnings.push(leaf.beginning);
                bucket.forms.end = leaf.forms.end;
            }
            None => out.push(Bucket { beginnings: vec![leaf.beginning], forms: leaf.forms }),
        }
    }
    out
}
