//! The folder that this project lies in, with its documentation and the cases of the tests.

use std::path::PathBuf;

/// Asked for while the tests run: clones may share a target folder, and a path that was compiled in would be that of
/// the clone that compiled first. Cargo says it; a test started by hand takes the folder it is started in.
pub(crate) fn project() -> PathBuf {
    std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from("."), PathBuf::from)
}
