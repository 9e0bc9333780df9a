//! Tells the program which sources it was made from: a cache of builds must not outlive the program that filled it.
//! Also rebuilds the binary when a file of the embedded themes is added, removed or changed.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::{fs, io};

fn main() -> io::Result<()> {
    // Its keys are fixed, so that the same sources give the same number.
    let mut hasher = DefaultHasher::new();
    for part in ["src", "themes", "Cargo.lock"] {
        println!("cargo:rerun-if-changed={part}");
        add(Path::new(part), &mut hasher)?;
    }
    println!("cargo:rustc-env=DOCWRIGHT_SOURCES={:016x}", hasher.finish());
    Ok(())
}

fn add(path: &Path, hasher: &mut DefaultHasher) -> io::Result<()> {
    if path.is_dir() {
        let mut below = fs::read_dir(path)?.collect::<io::Result<Vec<_>>>()?;
        below.sort_by_key(fs::DirEntry::path);
        return below.iter().try_for_each(|entry| add(&entry.path(), hasher));
    }
    // A package from the registry has no lock file.
    if path.is_file() {
        path.hash(hasher);
        fs::read(path)?.hash(hasher);
    }
    Ok(())
}
