//! What gives way beneath a build: the disk, and files of any size.

use crate::folder::Folder;
use crate::tree::tree;

/// The system takes no more bytes of a file, as on a disk that is full: the shell sets a limit to the size of files
/// and has the signal ignored that would end the program.
#[cfg(unix)]
#[test]
fn a_disk_that_is_full_leaves_the_former_site() {
    let folder = Folder::sound();
    assert_eq!(folder.run(&["build"]).status, 0);
    let before = tree(&folder.path("_site"));
    folder.write("content/long.md", &format!("# Long\n\n{}\n", "Words and words. ".repeat(20_000)));
    folder.write("content/roses.md", "# Roses\n\nOther words.\n");
    let full = |limit: u32| {
        let script = format!("trap '' XFSZ; ulimit -f {limit}; exec \"$0\" build");
        let mut command = std::process::Command::new("sh");
        command.args(["-c", &script, env!("CARGO_BIN_EXE_docwright")]).current_dir(folder.path("."));
        command.output().expect("the shell runs")
    };
    for limit in [0, 1, 64] {
        let output = full(limit);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{limit}: {said}");
        assert!(said.starts_with("error[output-write-failed]: "), "{limit}: {said}");
        assert_eq!(tree(&folder.path("_site")), before, "{limit}");
    }
    assert_eq!(folder.run(&["build"]).status, 0, "with room, the next build works");
    assert!(folder.read("_site/roses.html").contains("Other words."));
    assert!(folder.names().iter().all(|name| !name.starts_with("._site")), "{:?}", folder.names());
}

/// Pictures are copied and never opened: neither what a header claims nor the size of the file costs anything.
#[test]
fn pictures_that_claim_or_have_any_size_cost_nothing() {
    let folder = Folder::sound();
    folder.write("content/index.md", "# Garden\n\n![claims](claims.png) [Roses](roses.md)\n");
    // A header of four milliards of pixels, and no pixel.
    let mut claims = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    claims.extend([0, 0, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF, 16, 6, 0, 0, 0, 1, 2, 3, 4]);
    std::fs::write(folder.path("content/claims.png"), &claims).expect("written");
    let run = folder.run(&["build"]);
    assert_eq!(run.status, 0, "{}", run.err);
    assert_eq!(std::fs::read(folder.path("_site/claims.png")).expect("copied"), claims);
    let file = std::fs::File::create(folder.path("content/huge.png")).expect("made");
    file.set_len(1 << 36).expect("a hole in the file");
    let start = std::time::Instant::now();
    let run = folder.run(&["check"]);
    assert_eq!(run.status, 0, "{}", run.err);
    assert!(start.elapsed().as_secs() < 20, "{:?} for a picture that is not read", start.elapsed());
}
