//! What a build remembers for the next one: from which inputs it made which output, and what it had to say. When
//! neither has changed since, the next build says the same and touches nothing.
//!
//! **Invariant:** a record that does not fit is as good as none. It never changes what is built, only whether
//! building is needed.

use serde::{Deserialize, Serialize};

use crate::base::Hash128;
use crate::diag::Diagnostic;
use crate::output::{DiskStore, Written};
use crate::render;
use crate::source::Workspace;

use super::{Counts, Emit, themes_folder};

/// A finished build.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Record {
    /// Key over all inputs, in hexadecimal digits.
    key: String,
    /// Key over the output folder as the build left it.
    output: String,
    /// How much was built.
    pub counts: Counts,
    /// Files in the output.
    pub files: usize,
    /// Every finding, as reported.
    pub diagnostics: Vec<Diagnostic>,
}

/// The key over everything that decides what a build writes and says: the program, what it was asked for, the
/// workspace, the site's own themes.
pub(super) fn key(workspace: &Workspace, emit: Emit) -> String {
    let themes = themes_folder(workspace).map(|folder| render::fingerprint(&folder));
    let program = env!("DOCWRIGHT_SOURCES");
    let parts = (program, format!("{emit:?}"), workspace.fingerprint(), themes);
    Hash128::of(format!("{parts:?}").as_bytes()).to_string()
}

impl Record {
    /// The record of the build that made what is in the store's folder, from inputs with this key; `None` when
    /// there is none or something has changed since.
    pub(super) fn fitting(store: &DiskStore, key: &str) -> Option<Record> {
        let record: Record = serde_json::from_slice(&store.recall()?).ok()?;
        let fits = record.key == key && Some(&record.output) == state(store).as_ref();
        fits.then_some(record)
    }

    /// Remembers a build whose output was just committed. A record that cannot be kept costs the next build time
    /// and nothing else.
    pub(super) fn keep(
        store: &DiskStore,
        key: String,
        counts: Counts,
        written: Written,
        diagnostics: &[Diagnostic],
    ) {
        let Some(output) = state(store) else { return };
        let record = Record { key, output, counts, files: written.files, diagnostics: diagnostics.to_vec() };
        if let Ok(body) = serde_json::to_vec(&record) {
            store.remember(&body);
        }
    }
}

fn state(store: &DiskStore) -> Option<String> {
    store.fingerprint().map(|hash| hash.to_string())
}
