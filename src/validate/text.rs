//! Rules on words.

use std::collections::BTreeSet;

use crate::base::Span;
use crate::diag::Code;

use super::Checker;

/// Checks the words of a page, those in code included.
pub(super) fn check(checker: &mut Checker<'_>) {
    for rule in checker.rules(Code::SensitiveLanguage) {
        let mut seen = BTreeSet::new();
        for (i, occurrence) in checker.reading.view.docs.iter().enumerate() {
            let doc = &occurrence.doc;
            if !seen.insert(doc.file) {
                continue;
            }
            let begin = doc.front_matter.as_ref().map_or(0, |f| f.span.range().end);
            let text = doc.source.to_ascii_lowercase();
            for term in &rule.options.disallowed {
                for at in places(&text, &term.to_ascii_lowercase(), &rule.options.exceptions) {
                    if at >= begin {
                        let span = Span::new(doc.file, at..at + term.len());
                        checker.found(rule, u32::try_from(i).unwrap_or(u32::MAX), span, &[term]);
                    }
                }
            }
        }
    }
}

/// Where `term` stands in `text` as a whole word, outside of the exceptions.
fn places(text: &str, term: &str, exceptions: &[String]) -> Vec<usize> {
    if term.is_empty() {
        return Vec::new();
    }
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let free = |at: usize| {
        let before = text.get(..at).and_then(|t| t.chars().next_back());
        let after = text.get(at + term.len()..).and_then(|t| t.chars().next());
        !before.is_some_and(is_word) && !after.is_some_and(is_word)
    };
    let excepted = |at: usize| {
        exceptions.iter().any(|exception| {
            let exception = exception.to_ascii_lowercase();
            let offsets = memchr::memmem::find_iter(exception.as_bytes(), term);
            offsets.map(|offset| at.checked_sub(offset)).any(|start| {
                start.and_then(|s| text.get(s..)).is_some_and(|rest| rest.starts_with(&exception))
            })
        })
    };
    memchr::memmem::find_iter(text.as_bytes(), term).filter(|at| free(*at) && !excepted(*at)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_whole_words_outside_of_exceptions() {
        let exceptions = vec!["old/word".to_owned()];
        assert_eq!(places("word, swords, old/word and a-word", "word", &exceptions), [0, 29]);
    }
}
