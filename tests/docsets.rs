//! Opens real repositories, where they are at hand: the folder that `DOCWRIGHT_SHARED` names, with `docsets/` in it.

#![expect(clippy::panic, clippy::print_stderr, reason = "a test fails by panicking and says what it skips")]

use std::path::PathBuf;

use docwright::config::MappedKind;
use docwright::diag::Code;
use docwright::source::{self, Workspace};

fn open(name: &str) -> Option<Workspace> {
    let shared = std::env::var_os("DOCWRIGHT_SHARED")?;
    let dir = PathBuf::from(shared).join("docsets").join(name);
    dir.is_dir().then(|| source::open(&dir).unwrap_or_else(|e| panic!("{name}: {e}")))
}

struct Counts {
    pages: usize,
    unlisted: usize,
    redirects: usize,
    codes: Vec<Code>,
}

fn counts(workspace: &Workspace) -> Counts {
    let docsets = &workspace.config.docsets;
    let markdown = |docset: &docwright::config::DocsetConfig| {
        let files = workspace.sources.files().iter().filter(|f| f.path.has_extension("md"));
        files
            .filter(|f| matches!(docset.classify(&f.path), Some(m) if m.in_content && m.kind != MappedKind::Resource))
            .count()
    };
    let mut codes: Vec<Code> = workspace.diagnostics.iter().map(|d| d.code).collect();
    codes.dedup();
    Counts {
        pages: docsets.iter().map(markdown).sum(),
        unlisted: docsets.iter().map(|d| d.unlisted.len()).sum(),
        redirects: docsets.iter().map(|d| d.redirects.len()).sum(),
        codes,
    }
}

#[test]
fn real_repositories_have_the_pages_that_their_globs_list() {
    // Name, docsets, Markdown in content globs, pages that only a prebuild step lists, redirects. In powershell 44
    // more redirects are of a version that is no longer mounted.
    let table = [
        ("sccm", 1, 2369, 0, 68),
        ("powershell", 1, 1421, 1656, 1068),
        ("wsl", 1, 36, 0, 14),
        ("terminal", 1, 37, 0, 6),
        ("contribute", 2, 41, 0, 51),
    ];
    for (name, docsets, pages, unlisted, redirects) in table {
        let Some(workspace) = open(name) else {
            eprintln!("skipped {name}: DOCWRIGHT_SHARED does not name a folder with docsets/{name}");
            continue;
        };
        let found = counts(&workspace);
        assert_eq!(workspace.config.docsets.len(), docsets, "docsets of {name}");
        assert_eq!(found.pages, pages + unlisted, "pages of {name}");
        assert_eq!(found.unlisted, unlisted, "unlisted pages of {name}");
        assert_eq!(found.redirects, redirects, "redirects of {name}");
        let expected = |code: &Code| matches!(code, Code::UnlistedPagesPublished | Code::GlobMatchesNothing);
        assert!(found.codes.iter().all(expected), "{name}: {:?}", found.codes);
    }
}
