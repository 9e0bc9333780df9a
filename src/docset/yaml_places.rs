//! Where the values of a YAML file stand in its text.
//!
//! The YAML parser gives values without places. Values come in the order of the text, so a cursor that only goes
//! forward finds each of them; when a value is written in a form that cannot be found (escapes, folding), its
//! place is where the cursor stands, which is the line of the value before it.

use memchr::memmem;

use crate::base::{FileId, Span};

/// How far ahead a value is looked for.
const WINDOW: usize = 64 * 1024;

/// A cursor over the text of a YAML file.
#[derive(Debug, Clone)]
pub(super) struct Places<'a> {
    file: FileId,
    text: &'a str,
    at: usize,
}

/// Where the first line stands that begins with a key; the start of the file when none does.
pub(super) fn key(file: FileId, text: &str, key: &str) -> Span {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let name = line.trim_start().trim_start_matches("- ");
        let start = at + line.len() - name.len();
        if name.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with(':')) {
            return Span::new(file, start..start + key.len());
        }
        at += line.len();
    }
    Span::at(file, 0)
}

impl<'a> Places<'a> {
    /// A cursor at the start of `text`.
    pub(super) fn new(file: FileId, text: &'a str) -> Self {
        Places { file, text, at: 0 }
    }

    /// The span of the value `value` of key `key` (of a list entry when `key` is empty), at or after the cursor,
    /// which moves behind it.
    pub(super) fn value(&mut self, key: &str, value: &str) -> Span {
        let first = value.lines().map(str::trim).find(|l| !l.is_empty()).unwrap_or_default();
        match self.find(key, first) {
            Some(at) => {
                let single = value.trim() == first;
                self.at = at + if single { first.len() } else { 0 };
                Span::new(self.file, at..at + first.len())
            }
            None => Span::at(self.file, self.at.min(self.text.len())),
        }
    }

    /// The dash of the next list entry that has nothing in it, at or after the cursor, which moves behind it.
    pub(super) fn empty_entry(&mut self) -> Span {
        let mut at = self.at;
        for line in self.window().split_inclusive('\n') {
            let entry = line.trim_start();
            let said = entry.strip_prefix('-').map(|rest| rest.split('#').next().unwrap_or_default().trim());
            if let Some("" | "~" | "null" | "Null" | "NULL") = said {
                let dash = at + line.len() - entry.len();
                self.at = dash + 1;
                return Span::new(self.file, dash..dash + 1);
            }
            at += line.len();
        }
        Span::at(self.file, self.at.min(self.text.len()))
    }

    /// Where each line of a multi-line value stands: pairs of an offset in the value and one in the file.
    pub(super) fn lines(&mut self, value: &str) -> Vec<(u32, u32)> {
        let mut out = Vec::new();
        let mut offset = 0;
        for line in value.split_inclusive('\n') {
            let wanted = line.trim();
            if !wanted.is_empty()
                && let Some(i) = memmem::find(self.window().as_bytes(), wanted.as_bytes())
            {
                let indent = line.len() - line.trim_start().len();
                let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
                out.push((number(offset), number((self.at + i).saturating_sub(indent))));
                self.at += i + wanted.len();
            }
            offset += line.len();
        }
        out
    }

    fn window(&self) -> &'a str {
        let mut end = (self.at + WINDOW).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        self.text.get(self.at..end).unwrap_or_default()
    }

    fn find(&self, key: &str, value: &str) -> Option<usize> {
        if value.is_empty() {
            return None;
        }
        let window = self.window();
        let mut fallback = None;
        for i in memmem::find_iter(window.as_bytes(), value.as_bytes()) {
            let line = window.get(..i)?.rfind('\n').map_or(0, |n| n + 1);
            let before = window.get(line..i)?.trim_end_matches(['"', '\'', ' ', '|', '>']);
            let block = before.is_empty();
            let is_key = match before.strip_suffix(':') {
                Some(k) => !key.is_empty() && k.trim_end().trim_end_matches(['"', '\'']).ends_with(key),
                None => key.is_empty() && (before.ends_with('-') || before.ends_with(['[', ','])),
            };
            if is_key {
                return Some(self.at + i);
            }
            if block && fallback.is_none() {
                fallback = Some(self.at + i);
            }
        }
        fallback
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_are_told_apart_by_their_order_and_key() {
        let text = "- name: a.md\n  href: a.md\n- name: b\n  href: 'a.md'\n";
        let mut places = Places::new(FileId(0), text);
        assert_eq!(places.value("href", "a.md").start, 21);
        assert_eq!(places.value("name", "b").start, 34);
        assert_eq!(places.value("href", "a.md").start, 45);
    }

    #[test]
    fn lines_of_a_block_are_found_with_their_indentation() {
        let text = "answer: |\n    one\n\n      two\n";
        let mut places = Places::new(FileId(0), text);
        assert_eq!(places.lines("one\n\n  two\n"), [(0, 14), (5, 23)]);
    }
}
