//! Putting a finished folder in the place of the old one.

use std::io;
use std::path::{Path, PathBuf};

/// The sibling of `out` whose name ends in `suffix`: `_site` → `._site.docwright-<suffix>`.
pub(super) fn sibling(out: &Path, suffix: &str) -> PathBuf {
    let name = out.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    out.with_file_name(format!(".{name}.docwright-{suffix}"))
}

/// Puts `stage` in the place of `out`. Afterwards the old content, if there was any, lies at the returned path.
///
/// On Linux the two names are exchanged in one step, so that readers see the old site or the new one; elsewhere
/// there are two renames, and [`recover`] mends a crash between them.
pub(super) fn swap(stage: &Path, out: &Path) -> io::Result<Option<PathBuf>> {
    if !out.exists() {
        std::fs::rename(stage, out)?;
        return Ok(None);
    }
    if exchange(stage, out).is_ok() {
        return Ok(Some(stage.to_owned()));
    }
    let old = sibling(out, "old");
    std::fs::rename(out, &old)?;
    if let Err(error) = std::fs::rename(stage, out) {
        std::fs::rename(&old, out)?;
        return Err(error);
    }
    Ok(Some(old))
}

/// Puts the old site back when a build died between the two renames, and removes what it left.
pub(super) fn recover(out: &Path) -> io::Result<()> {
    let (old, stage) = (sibling(out, "old"), sibling(out, "stage"));
    if !out.exists() && old.exists() {
        std::fs::rename(&old, out)?;
    }
    for left in [old, stage] {
        if left.exists() {
            std::fs::remove_dir_all(left)?;
        }
    }
    Ok(())
}

#[cfg(target_os = "linux")]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
}

#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::Error::from(io::ErrorKind::Unsupported))
}
