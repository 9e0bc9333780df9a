//! Where the values of `site.toml` stand in it, for findings that come up when the file has long been read.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::base::{FileId, Span};

/// How deep values are looked for: a key of `site.toml` lies no deeper, and the depth of a file has no end.
const DEEPEST: usize = 6;

/// The places of values by their keys: `build.content`, `search.exclude.0`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Places {
    file: Option<FileId>,
    by_key: BTreeMap<String, Range<usize>>,
}

impl Places {
    /// Where everything in `table` stands, which was read from `file`.
    pub(super) fn new(file: FileId, table: &DeTable<'_>) -> Self {
        let mut places = Places { file: Some(file), by_key: BTreeMap::new() };
        places.table(table, "", 0);
        places
    }

    /// Where a value stands; the start of the file when it is not written there.
    pub fn of(&self, key: &str) -> Option<Span> {
        let file = self.file?;
        Some(self.by_key.get(key).map_or(Span::at(file, 0), |range| Span::new(file, range.clone())))
    }

    /// Where an entry of a list stands that may also be written as one value.
    pub fn of_entry(&self, key: &str, entry: usize) -> Option<Span> {
        let entry = format!("{key}.{entry}");
        if self.by_key.contains_key(&entry) { self.of(&entry) } else { self.of(key) }
    }

    fn table(&mut self, table: &DeTable<'_>, path: &str, depth: usize) {
        for (key, value) in table {
            let name = key.get_ref();
            let path = if path.is_empty() { name.to_string() } else { format!("{path}.{name}") };
            self.value(value, path, depth);
        }
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>, path: String, depth: usize) {
        if depth < DEEPEST {
            match value.get_ref() {
                DeValue::Table(table) => self.table(table, &path, depth + 1),
                DeValue::Array(entries) => {
                    for (i, entry) in entries.iter().enumerate() {
                        self.value(entry, format!("{path}.{i}"), depth + 1);
                    }
                }
                _ => {}
            }
        }
        self.by_key.insert(path, value.span());
    }
}
