//! The parsed Markdown files of a workspace, and what was read of all its files.

use std::sync::Arc;

use crate::base::FileId;
use crate::markdown::Document;
use crate::source::Workspace;

use super::reading::{Reader, Reading};

/// Parsed files by id. Filled by the build (in parallel), read by this stage.
#[derive(Debug, Clone, Default)]
pub struct Documents {
    by_file: Vec<Option<Arc<Document>>>,
    /// Of every file of the workspace, in their order, until the catalog is assembled; or none.
    readings: Vec<Reading>,
}

impl Documents {
    /// A table of these documents, each under its own file's id.
    pub fn new(documents: impl IntoIterator<Item = impl Into<Arc<Document>>>) -> Self {
        let mut all = Documents::default();
        for document in documents {
            all.insert(document);
        }
        all
    }

    /// With what a [`Reader`] read of every file of the workspace, in their order. Without, they are read when the
    /// catalog is assembled.
    #[must_use]
    pub fn with_readings(mut self, readings: Vec<Reading>) -> Self {
        self.readings = readings;
        self
    }

    pub(super) fn take_readings(&mut self, workspace: &Workspace) -> Vec<Reading> {
        let files = workspace.sources.files();
        if self.readings.len() == files.len() {
            return std::mem::take(&mut self.readings);
        }
        let reader = Reader::new(workspace);
        files.iter().map(|file| reader.read(file)).collect()
    }

    /// Adds a document or replaces the one of the same file.
    pub fn insert(&mut self, document: impl Into<Arc<Document>>) {
        let document = document.into();
        let at = document.file.0 as usize;
        if self.by_file.len() <= at {
            self.by_file.resize(at + 1, None);
        }
        if let Some(slot) = self.by_file.get_mut(at) {
            *slot = Some(document);
        }
    }

    /// The document of a file; `None` when the file is no Markdown or was not parsed.
    pub fn get(&self, file: FileId) -> Option<&Arc<Document>> {
        self.by_file.get(file.0 as usize)?.as_ref()
    }

    /// The documents by themselves, in the order of their files' ids.
    pub fn into_files(self) -> Vec<Option<Arc<Document>>> {
        self.by_file
    }

    /// All documents in the order of their files' ids.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Document>> {
        self.by_file.iter().flatten()
    }
}
