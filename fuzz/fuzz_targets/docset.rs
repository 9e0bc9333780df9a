//! A docset of a few files, built without output.

use std::path::Path;

use docwright::build::{self, BuildOptions, Emit};

/// Writes the files and builds; the content may be any, the build must return.
pub fn check(files: &[(&str, &[u8])]) {
    let Ok(folder) = tempfile::tempdir() else { return };
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap_or(Path::new("/"))).expect("the folder is new");
        std::fs::write(path, bytes).expect("the folder is new");
    }
    let dir = folder.path().to_owned();
    let options = BuildOptions { dir, emit: Emit::Nothing, jobs: Some(1), ..BuildOptions::default() };
    // A docset that cannot be opened is a fine answer, too.
    drop(build::build(&options));
}
