//! The output folder: ownership, changes in place, and what a failed build leaves behind.

use std::fs;
use std::path::Path;

use docwright::base::OutPath;
use docwright::output::{DiskStore, MARKER, OutputError, Store};

fn out(path: &str) -> OutPath {
    OutPath::new(path).expect("a plain path")
}

/// Builds a site with the given files into `folder`.
fn site(folder: &Path, files: &[(&str, &str)]) -> docwright::output::Written {
    let store = DiskStore::open(folder, Path::new("/nowhere")).expect("the folder is free");
    for (path, body) in files {
        store.put(&out(path), body.as_bytes().to_vec()).expect("written");
    }
    store.commit().expect("committed")
}

#[test]
fn a_second_build_replaces_the_first_and_drops_what_is_gone() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let folder = temp.path().join("site");
    site(&folder, &[("index.html", "one"), ("a/b.html", "b"), ("old.html", "x")]);
    let written = site(&folder, &[("index.html", "two"), ("a/b.html", "b")]);
    assert_eq!((written.files, written.changed, written.removed), (2, 1, 1));
    assert_eq!(fs::read_to_string(folder.join("index.html")).expect("there"), "two");
    assert!(!folder.join("old.html").exists());
    let left: Vec<_> = fs::read_dir(temp.path()).expect("readable").filter_map(Result::ok).collect();
    assert_eq!(left.len(), 1, "nothing but the site is left: {left:?}");
}

#[test]
fn unchanged_files_are_not_written_again() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let folder = temp.path().join("site");
    site(&folder, &[("a.html", "same"), ("b.html", "1")]);
    let before = fs::metadata(folder.join("a.html")).expect("there").modified().expect("a time");
    std::thread::sleep(std::time::Duration::from_millis(20));
    site(&folder, &[("a.html", "same"), ("b.html", "2")]);
    let after = fs::metadata(folder.join("a.html")).expect("there").modified().expect("a time");
    assert_eq!(before, after);
}

#[test]
fn a_foreign_folder_is_never_touched() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let folder = temp.path().join("mine");
    fs::create_dir(&folder).expect("made");
    fs::write(folder.join("thesis.txt"), "years of work").expect("written");
    let refused = DiskStore::open(&folder, Path::new("/nowhere"));
    assert!(matches!(refused, Err(OutputError::NotOwned(_))));
    assert_eq!(fs::read_to_string(folder.join("thesis.txt")).expect("there"), "years of work");
}

#[test]
fn a_folder_that_holds_the_sources_is_refused() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    for sources in [temp.path().to_owned(), temp.path().join("docs")] {
        let refused = DiskStore::open(temp.path(), &sources);
        assert!(matches!(refused, Err(OutputError::HoldsSources(_))));
    }
}

#[test]
fn a_build_that_is_given_up_leaves_the_old_site() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let folder = temp.path().join("site");
    site(&folder, &[("index.html", "old")]);
    let store = DiskStore::open(&folder, Path::new("/nowhere")).expect("ours");
    store.put(&out("index.html"), b"half".to_vec()).expect("written");
    drop(store);
    assert_eq!(fs::read_to_string(folder.join("index.html")).expect("there"), "old");
    assert!(folder.join(MARKER).exists());
}

#[test]
fn what_somebody_changed_in_the_folder_is_put_right() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let folder = temp.path().join("site");
    let files = [("a.html", "a"), ("b/c.html", "c"), ("d.html", "d")];
    site(&folder, &files);
    fs::write(folder.join("a.html"), "not ours").expect("written");
    fs::write(folder.join("b/stray.txt"), "not ours").expect("written");
    fs::remove_file(folder.join("d.html")).expect("removed");
    let written = site(&folder, &files);
    assert_eq!((written.files, written.changed, written.removed), (3, 2, 0));
    assert_eq!(fs::read_to_string(folder.join("a.html")).expect("there"), "a");
    assert!(folder.join("d.html").exists() && !folder.join("b/stray.txt").exists());
}

#[test]
fn only_what_is_sealed_is_kept_unseen() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let folder = temp.path().join("site");
    site(&folder, &[("a.html", "a"), ("b.html", "b")]);
    let open = || DiskStore::open(&folder, Path::new("/nowhere")).expect("ours");
    assert!(!open().keep(&[&out("a.html")]).expect("not taken"), "nobody has sealed it");
    open().seal();
    let store = open();
    assert!(store.keep(&[&out("a.html")]).expect("not taken"));
    assert!(!store.keep(&[&out("c.html"), &out("b.html")]).expect("not taken"), "there is none");
    store.commit().expect("committed");
    assert!(folder.join("a.html").exists() && !folder.join("b.html").exists());
    drop(store);
    assert!(!open().is_untouched(), "it has changed since");
}

#[test]
fn copied_files_are_compared_to_their_last_byte() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let (folder, source) = (temp.path().join("site"), temp.path().join("film.mp4"));
    let copy = |body: &[u8]| {
        fs::write(&source, body).expect("written");
        let store = DiskStore::open(&folder, Path::new("/nowhere")).expect("ours");
        let file = fs::File::open(&source).expect("there");
        store.copy(&out("film.mp4"), &source, file).expect("copied");
        let written = store.commit().expect("committed");
        assert_eq!(fs::read(folder.join("film.mp4")).expect("there"), body);
        written.changed
    };
    let mut film = vec![7; 100_000];
    assert_eq!(copy(&film), 1);
    assert_eq!(copy(&film), 0, "nobody has sealed the folder, and the bytes are the same");
    if let Some(last) = film.last_mut() {
        *last = 8;
    }
    assert_eq!(copy(&film), 1, "one byte differs");
    film.push(8);
    assert_eq!(copy(&film), 1, "there is one more");
    assert_eq!(copy(&[]), 1);
    assert_eq!(copy(&[]), 0);
}

#[test]
fn two_builds_do_not_share_a_folder() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let folder = temp.path().join("site");
    let first = DiskStore::open(&folder, Path::new("/nowhere")).expect("free");
    assert!(matches!(DiskStore::open(&folder, Path::new("/nowhere")), Err(OutputError::Locked(_))));
    drop(first);
    DiskStore::open(&folder, Path::new("/nowhere")).expect("free again");
}

#[test]
fn one_path_is_taken_once() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let store = DiskStore::open(&temp.path().join("site"), Path::new("/nowhere")).expect("free");
    store.put(&out("a.html"), b"1".to_vec()).expect("written");
    assert!(matches!(store.put(&out("a.html"), b"2".to_vec()), Err(OutputError::Taken(_))));
}
