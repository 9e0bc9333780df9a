//! What a build remembers for the next one: from which inputs it made which output, and what it had to say. When
//! neither has changed since, the next build says the same and touches nothing.
//!
//! **Invariant:** a record that does not fit is as good as none. It never changes what is built, only whether
//! building is needed.

use serde::{Deserialize, Serialize};

use crate::base::Hash128;
use crate::diag::Diagnostic;
use crate::output::{DiskStore, Written};

use super::Counts;

/// Under which it is kept.
const NAME: &str = "build";

/// A finished build.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Record {
    /// Key over all inputs, in hexadecimal digits.
    key: String,
    /// How much was built.
    pub counts: Counts,
    /// Files in the output.
    pub files: usize,
    /// Every finding, as reported.
    pub diagnostics: Vec<Diagnostic>,
}

impl Record {
    /// The record of the build that made what is in the store's folder, from inputs with this key; `None` when
    /// there is none or something has changed since.
    pub(super) fn fitting(store: &DiskStore, key: Hash128) -> Option<Record> {
        let left = store.recall(NAME).filter(|_| store.is_untouched())?;
        let record: Record = serde_json::from_slice(&left).ok()?;
        (record.key == key.to_string()).then_some(record)
    }

    /// Remembers a build whose output was just committed. A record that cannot be kept costs the next build time
    /// and nothing else.
    pub(super) fn keep(
        store: &DiskStore,
        key: Hash128,
        counts: Counts,
        written: Written,
        diagnostics: &[Diagnostic],
    ) {
        let key = key.to_string();
        let record = Record { key, counts, files: written.files, diagnostics: diagnostics.to_vec() };
        if let Ok(body) = serde_json::to_vec(&record) {
            store.remember(NAME, &[body]);
        }
    }
}
