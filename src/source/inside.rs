//! Opens files of the workspace so that what lies outside is never read, whatever becomes of files, folders and links
//! between the listing and the reading.

use std::fs::File;
use std::io;
use std::path::Path;

use super::files::ReadError;

/// Opens a file at a path below `root`, which is canonical. Links are followed as long as they stay inside.
pub(super) fn open(root: &Path, path: &Path) -> Result<File, ReadError> {
    if let Ok(file) = without_links(path) {
        return Ok(file);
    }
    let real = path.canonicalize()?;
    if !real.starts_with(root) {
        return Err(ReadError::Outside);
    }
    Ok(without_links(&real)?)
}

/// Opens the file at a path on which no link lies.
#[cfg(target_os = "linux")]
fn without_links(path: &Path) -> io::Result<File> {
    use rustix::fs::{CWD, Mode, OFlags, ResolveFlags, openat2};
    use rustix::io::Errno;

    match openat2(CWD, path, OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty(), ResolveFlags::NO_SYMLINKS) {
        Ok(file) => Ok(File::from(file)),
        // Kernels before 5.6, and sandboxes that do not know the call.
        Err(Errno::NOSYS | Errno::PERM) => looked_at_afterwards(path),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(target_os = "linux"))]
fn without_links(path: &Path) -> io::Result<File> {
    looked_at_afterwards(path)
}

/// Opens a file and makes sure only then that no link lies on its path: before, it would say nothing of what was opened.
fn looked_at_afterwards(path: &Path) -> io::Result<File> {
    let file = File::open(path)?;
    if path.canonicalize()? == path && is_at(&file, path)? {
        return Ok(file);
    }
    Err(io::Error::other("a symbolic link lies on the path"))
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;

    let (opened, there) = (file.metadata()?, path.symlink_metadata()?);
    Ok((opened.dev(), opened.ino()) == (there.dev(), there.ino()))
}

/// Elsewhere a file has no number to tell it by; making links takes rights there that few have.
#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> io::Result<bool> {
    Ok(!path.symlink_metadata()?.is_symlink())
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn both_ways_open_files_and_refuse_links() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let root = dir.path().canonicalize().expect("there");
        std::fs::create_dir(root.join("folder")).expect("made");
        std::fs::write(root.join("folder/a.md"), "# A\n").expect("written");
        symlink("folder", root.join("way")).expect("linked");
        symlink("folder/a.md", root.join("b.md")).expect("linked");
        symlink("/etc/hostname", root.join("out.md")).expect("linked");
        for open in [without_links, looked_at_afterwards] {
            assert!(open(&root.join("folder/a.md")).is_ok());
            for link in ["way/a.md", "b.md", "out.md", "gone.md"] {
                assert!(open(&root.join(link)).is_err(), "{link}");
            }
        }
        assert!(open(&root, &root.join("way/a.md")).is_ok() && open(&root, &root.join("b.md")).is_ok());
        assert_eq!(open(&root, &root.join("gone.md")).err(), Some(ReadError::NotFound));
        assert_eq!(
            open(&root.join("folder"), &root.join("folder/../out.md")).err(),
            Some(ReadError::Outside)
        );
    }
}
