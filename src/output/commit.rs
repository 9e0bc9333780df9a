//! Putting what was staged into the output folder.
//!
//! The first build of a folder is put there in one step. Later ones write only what has changed, in place: a journal
//! is laid down once everything is staged, then files that are gone are removed, changed ones are moved in, each in
//! one step, and the marker comes last. A build that dies before the journal leaves the old site as it was; one that
//! dies after it is completed by the next, for every step can be done twice.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::base::OutPath;

use super::manifest::MARKER;

/// The sibling of `out` whose name ends in `suffix`: `_site` → `._site.docwright-<suffix>`.
pub(super) fn sibling(out: &Path, suffix: &str) -> PathBuf {
    let name = out.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    out.with_file_name(format!(".{name}.docwright-{suffix}"))
}

/// Where files wait until all are there.
pub(super) fn stage(out: &Path) -> PathBuf {
    sibling(out, "stage")
}

fn journal(out: &Path) -> PathBuf {
    sibling(out, "journal")
}

/// Makes the stage the output folder, which does not exist or is empty.
pub(super) fn place(out: &Path) -> io::Result<()> {
    if out.exists() {
        fs::remove_dir(out)?;
    }
    fs::rename(stage(out), out)
}

/// Moves the staged files into the output folder and removes those that are `gone`.
pub(super) fn commit(out: &Path, gone: &[OutPath]) -> io::Result<()> {
    begin(out, gone)?;
    complete(out, gone, usize::MAX)
}

/// Lays down the journal: from here on the commit is carried through.
fn begin(out: &Path, gone: &[OutPath]) -> io::Result<()> {
    let paths: Vec<&str> = gone.iter().map(OutPath::as_str).collect();
    let aside = sibling(out, "journal-new");
    fs::write(&aside, serde_json::to_vec(&paths)?)?;
    fs::rename(aside, journal(out))
}

/// Completes a commit that was cut off, and removes what any other attempt left.
pub(super) fn recover(out: &Path) -> io::Result<()> {
    if let Ok(text) = fs::read(journal(out)) {
        let paths: Vec<String> = serde_json::from_slice(&text).unwrap_or_default();
        let gone: Vec<OutPath> = paths.iter().filter_map(|p| OutPath::new(p)).collect();
        complete(out, &gone, usize::MAX)?;
    }
    match fs::remove_dir_all(stage(out)) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
        _ => Ok(()),
    }
}

/// Does the first `most` steps of a commit; all of them but in tests, where a build dies in between.
fn complete(out: &Path, gone: &[OutPath], most: usize) -> io::Result<()> {
    let stage = stage(out);
    let mut left = most;
    let mut step = |work: &mut dyn FnMut() -> io::Result<()>| {
        let goes_on = left > 0;
        left = left.saturating_sub(1);
        if goes_on { work() } else { Ok(()) }
    };
    for path in gone {
        step(&mut || remove(out, path))?;
    }
    for entry in WalkDir::new(&stage).min_depth(1).sort_by_file_name().into_iter().filter_map(Result::ok) {
        let Ok(path) = entry.path().strip_prefix(&stage) else { continue };
        if entry.file_type().is_file() && path != Path::new(MARKER) {
            step(&mut || move_in(entry.path(), &out.join(path)))?;
        }
    }
    let marker = stage.join(MARKER);
    step(&mut || if marker.exists() { move_in(&marker, &out.join(MARKER)) } else { Ok(()) })?;
    step(&mut || if stage.exists() { fs::remove_dir_all(&stage) } else { Ok(()) })?;
    step(&mut || fs::remove_file(journal(out)))
}

/// Removes a file, and the folders that it leaves empty.
fn remove(out: &Path, path: &OutPath) -> io::Result<()> {
    let file = out.join(path.as_str());
    // Done before, there is nothing, or what was moved in since: a folder of that name, a file in place of its folder.
    if file.symlink_metadata().is_ok_and(|meta| !meta.is_dir()) {
        fs::remove_file(file)?;
    }
    let mut folder = path.folder();
    // The first that is not empty ends it.
    while !folder.is_empty() && fs::remove_dir(out.join(folder)).is_ok() {
        folder = folder.rsplit_once('/').map_or("", |(outer, _)| outer);
    }
    Ok(())
}

fn move_in(from: &Path, to: &Path) -> io::Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    if to.is_dir() {
        fs::remove_dir_all(to)?;
    }
    fs::rename(from, to)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::output::{DiskStore, Store};

    fn path(path: &str) -> OutPath {
        OutPath::new(path).expect("a plain path")
    }

    fn open(out: &Path) -> DiskStore {
        DiskStore::open(out, Path::new("/nowhere")).expect("ours")
    }

    fn build(out: &Path, files: &[(&str, &str)]) {
        let store = open(out);
        for (name, body) in files {
            store.put(&path(name), body.as_bytes().to_vec()).expect("staged");
        }
        store.commit().expect("committed");
    }

    fn files(folder: &Path) -> BTreeMap<String, String> {
        let files = WalkDir::new(folder).into_iter().filter_map(Result::ok);
        files
            .filter(|e| e.file_type().is_file() && e.file_name() != MARKER)
            .map(|e| {
                let name = e.path().strip_prefix(folder).expect("below").to_string_lossy().into_owned();
                (name, fs::read_to_string(e.path()).expect("readable"))
            })
            .collect()
    }

    const OLD: &[(&str, &str)] =
        &[("a.html", "a"), ("b/c.html", "c"), ("d", "file"), ("e/f.html", "f"), ("same.html", "same")];
    const NEW: &[(&str, &str)] =
        &[("a.html", "A"), ("b", "file"), ("d/g.html", "g"), ("h.html", "h"), ("same.html", "same")];

    #[test]
    fn a_commit_that_dies_at_any_step_is_completed_by_the_next_build() {
        let expected: BTreeMap<String, String> =
            NEW.iter().map(|(name, body)| ((*name).to_owned(), (*body).to_owned())).collect();
        for died_after in 0..12 {
            let temp = tempfile::tempdir().expect("a temporary folder");
            let out = temp.path().join("site");
            build(&out, OLD);
            // What a build has done when it begins to commit.
            let store = open(&out);
            for (name, body) in NEW.iter().filter(|(name, _)| *name != "same.html") {
                store.put(&path(name), body.as_bytes().to_vec()).expect("staged");
            }
            fs::write(stage(&out).join(MARKER), "{}").expect("staged");
            let kept = temp.path().join("kept");
            fs::rename(stage(&out), &kept).expect("kept");
            drop(store);
            fs::rename(&kept, stage(&out)).expect("back");
            let gone = ["b/c.html", "d", "e/f.html"].map(path);
            begin(&out, &gone).expect("laid down");
            complete(&out, &gone, died_after).expect("so far so good");

            drop(open(&out));
            assert_eq!(files(&out), expected, "died after {died_after} steps");
            build(&out, NEW);
            assert_eq!(files(&out), expected);
            assert!(!journal(&out).exists() && !stage(&out).exists());
        }
    }

    #[test]
    fn a_build_that_dies_before_its_journal_changes_nothing() {
        let temp = tempfile::tempdir().expect("a temporary folder");
        let out = temp.path().join("site");
        build(&out, OLD);
        let before = files(&out);
        fs::create_dir_all(stage(&out)).expect("made");
        fs::write(stage(&out).join("a.html"), "ha").expect("half a file");
        fs::write(sibling(&out, "journal-new"), "[\"a.h").expect("half a journal");
        drop(open(&out));
        assert_eq!(files(&out), before);
        assert!(!stage(&out).exists());
    }
}
