//! What lies below a folder, to be compared.

use std::collections::BTreeMap;
use std::path::Path;

/// Every file below a folder with its bytes, by its path with `/`.
pub(crate) fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.expect("the folder is readable"))
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).expect("below").to_string_lossy().replace('\\', "/");
            (path, std::fs::read(entry.path()).expect("readable"))
        })
        .collect()
}
