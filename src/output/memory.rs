//! A site in memory, for programs that build sites themselves.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use crate::base::OutPath;

use super::{OutputError, Store};

/// Files by path.
#[derive(Debug, Default)]
pub struct MemoryStore {
    files: Mutex<BTreeMap<OutPath, Vec<u8>>>,
}

impl MemoryStore {
    /// What was stored.
    pub fn into_files(self) -> BTreeMap<OutPath, Vec<u8>> {
        self.files.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for MemoryStore {
    fn put(&self, path: &OutPath, body: Vec<u8>) -> Result<(), OutputError> {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        if files.contains_key(path) {
            return Err(OutputError::Taken(path.clone()));
        }
        files.insert(path.clone(), body);
        Ok(())
    }

    fn copy(&self, path: &OutPath, source: &Path, mut file: File) -> Result<(), OutputError> {
        let mut body = Vec::new();
        file.read_to_end(&mut body).map_err(OutputError::io(source))?;
        self.put(path, body)
    }

    fn keep(&self, _: &[&OutPath]) -> Result<bool, OutputError> {
        Ok(false)
    }
}
