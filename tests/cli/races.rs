//! What others do to the files of a docset while a build runs.

use std::sync::atomic::{AtomicBool, Ordering};

use docwright::build::{BuildOptions, build};

use crate::folder::Folder;
use crate::tree::tree;

/// A word that stands in files outside the docset.
const CANARY: &str = "canary-in-the-cellar";
/// How many builds run while files are exchanged.
const BUILDS: usize = 100;

/// Exchanges files and a folder of the docset for links that lead out, and back again, until it is told to stop.
fn exchange(folder: &Folder, stop: &AtomicBool) {
    use std::fs::{rename, write};
    use std::os::unix::fs::symlink;

    let at = |name: &str| folder.path(name);
    let files = ["page.md", "part.md", "code.txt", "picture.svg", "data.yml"];
    while !stop.load(Ordering::Relaxed) {
        for name in files {
            let (inside, spare) = (at(&format!("repo/content/{name}")), at("spare"));
            symlink(at(&format!("cellar/{name}")), &spare).expect("linked");
            rename(&spare, &inside).expect("exchanged");
            write(&spare, "# Words\n").expect("written");
            rename(&spare, &inside).expect("exchanged");
        }
        rename(at("repo/content/area"), at("area")).expect("moved");
        symlink(at("cellar"), at("repo/content/area")).expect("linked");
        std::fs::remove_file(at("repo/content/area")).expect("removed");
        rename(at("area"), at("repo/content/area")).expect("moved back");
    }
}

#[test]
fn a_file_that_becomes_a_link_out_while_it_is_read_gives_nothing_away() {
    let folder = Folder::new(&[("repo/site.toml", "[site]\ntitle = \"Garden\"\n")]);
    let index = "# Home\n\n[!INCLUDE [x](part.md)]\n\n[!code[x](code.txt)]\n\n![x](picture.svg) ![x](area/picture.svg)\n";
    folder.write("repo/content/index.md", index);
    for name in ["page.md", "part.md", "code.txt", "picture.svg", "data.yml"] {
        folder.write(&format!("repo/content/{name}"), "# Words\n");
        folder.write(&format!("repo/content/area/{name}"), "# Words\n");
        folder.write(&format!("cellar/{name}"), &format!("# {CANARY}\n"));
    }
    let stop = AtomicBool::new(false);
    let leaks: Vec<String> = std::thread::scope(|scope| {
        scope.spawn(|| exchange(&folder, &stop));
        let mut leaks = Vec::new();
        for i in 0..BUILDS {
            let out = folder.path(&format!("out-{i}"));
            let options = BuildOptions {
                dir: folder.path("repo"),
                output: Some(out.clone()),
                ..BuildOptions::default()
            };
            // A file that is gone for a moment is a finding, or the build gives up: both are fine.
            let Ok(report) = build(&options) else { continue };
            let said = report.diagnostics.iter().map(|d| format!("{:?}", d.message));
            let site = if out.exists() { tree(&out) } else { Default::default() };
            let written =
                site.into_iter().filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains(CANARY));
            leaks.extend(said.filter(|said| said.contains(CANARY)));
            leaks.extend(written.map(|(path, _)| path));
        }
        stop.store(true, Ordering::Relaxed);
        leaks
    });
    assert!(
        leaks.is_empty(),
        "{} leaks, of them {:?}",
        leaks.len(),
        leaks.iter().take(5).collect::<Vec<_>>()
    );
}
