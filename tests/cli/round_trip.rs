//! Commands that change sources, on a copy of a real docset in the folder that `DOCWRIGHT_SHARED` names: afterwards a
//! check finds nothing that it did not find before.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::folder::Folder;

/// A copy of the docset; `None` where it is not at hand.
fn sccm() -> Option<Folder> {
    let docset =
        std::env::var_os("DOCWRIGHT_SHARED").map(|shared| PathBuf::from(shared).join("docsets/sccm"));
    let Some(docset) = docset.filter(|docset| docset.is_dir()) else {
        eprintln!("skipped: DOCWRIGHT_SHARED does not name a folder with docsets/sccm");
        return None;
    };
    let folder = Folder::new(&[]);
    copy(&docset, &folder.path(""));
    Some(folder)
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("made");
    for entry in std::fs::read_dir(from).expect("readable").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            // Written anew: the originals may not be writable.
            std::fs::write(target, std::fs::read(entry.path()).expect("readable")).expect("written");
        }
    }
}

/// What a check says, without places, which move with the text before them.
fn findings(folder: &Folder) -> BTreeSet<(String, String)> {
    let run = folder.run(&["check", "--message-format", "jsonl"]);
    let lines = run.out.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    lines.map(|d| (text(&d["code"]), text(&d["message"]))).collect()
}

#[test]
fn what_is_mended_breaks_nothing() {
    let Some(folder) = sccm() else { return };
    let before = findings(&folder);
    let mended = folder.run(&["check", "--fix"]);
    assert!(mended.err.contains("Fixed"), "{}", mended.err);
    let after = findings(&folder);
    assert!(after.len() < before.len());
    assert_eq!(after.difference(&before).collect::<Vec<_>>(), Vec::<&(String, String)>::new());
    assert!(after.iter().all(|(code, _)| code != "link-case-mismatch" && code != "redirected-link"));
    assert!(folder.run(&["check", "--fix", "--dry-run"]).out.is_empty(), "nothing is left to mend");
}

#[test]
fn a_page_that_many_link_to_moves_without_a_broken_link() {
    let Some(folder) = sccm() else { return };
    let before = findings(&folder);
    for (old, new) in [
        ("sccm/core/plan-design/hierarchy/log-files.md", "sccm/core/support/all-log-files.md"),
        ("sccm/core/clients/manage/manage-clients.md", "sccm/core/clients/manage-clients.md"),
    ] {
        let moved = folder.run(&["mv", old, new]);
        assert_eq!(moved.status, 0, "{}", moved.err);
        assert!(!folder.path(old).exists() && folder.path(new).exists());
    }
    // Messages name files, so those about the moved pages are told by their codes.
    let after = findings(&folder);
    let new: Vec<_> = after.difference(&before).collect();
    let about_moved =
        |text: &str| text.contains("all-log-files.md") || text.contains("clients/manage-clients.md");
    assert!(new.iter().all(|(_, message)| about_moved(message)), "{new:#?}");
    let count =
        |found: &BTreeSet<(String, String)>, code: &str| found.iter().filter(|(c, _)| c == code).count();
    for code in
        ["file-not-found", "bookmark-not-found", "link-broken", "redirected-link", "redirect-url-invalid"]
    {
        assert_eq!(count(&after, code), count(&before, code), "{code}: {new:#?}");
    }
}
