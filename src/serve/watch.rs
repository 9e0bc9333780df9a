//! Waits for files to change and has the state renewed. What the preview itself or an editor's habits touch is
//! passed over: output, version control, backups, locks.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::live::Live;

/// Changes that come closer than this belong together: a save is several events.
const PAUSE: Duration = Duration::from_millis(15);
/// A stream of changes is taken in after this long, however close they come.
const LONGEST: Duration = Duration::from_millis(300);

/// Watches the workspace of `live` until the watcher is dropped.
pub(super) fn start(live: Arc<Live>) -> Result<RecommendedWatcher, notify::Error> {
    let session = live.session();
    let workspace = &session.project().workspace;
    let root = workspace.root.clone();
    let output = root.join(workspace.config.site_root.as_str()).join(&workspace.config.site.build.output);
    let ignored = Ignored { root: root.clone(), output };
    let (sender, receiver) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        // The receiver lives as long as the thread below, which ends when the sender does.
        let _ = sender.send(event);
    })?;
    watcher.watch(&root, RecursiveMode::NonRecursive)?;
    for entry in std::fs::read_dir(&root).map_err(notify::Error::io)?.flatten() {
        let path = entry.path();
        if path.is_dir() && !ignored.covers(&path) {
            watcher.watch(&path, RecursiveMode::Recursive)?;
        }
    }
    std::thread::Builder::new()
        .name("watch".to_owned())
        .stack_size(super::STACK)
        .spawn(move || follow(&live, &ignored, &receiver))
        .map_err(notify::Error::io)?;
    Ok(watcher)
}

fn follow(live: &Live, ignored: &Ignored, events: &mpsc::Receiver<notify::Result<notify::Event>>) {
    while let Ok(first) = events.recv() {
        let mut files = BTreeSet::new();
        let start = std::time::Instant::now();
        let mut next = Ok(first);
        while let Ok(event) = next {
            match event {
                Ok(event) => files.extend(ignored.changed(&event)),
                // A full queue loses events: everything may have changed.
                Err(_) => files.extend([String::new()]),
            }
            if start.elapsed() > LONGEST {
                break;
            }
            next = events.recv_timeout(PAUSE);
        }
        if !files.is_empty() {
            let files: Vec<String> =
                if files.contains("") { Vec::new() } else { files.into_iter().collect() };
            live.renew(&files);
        }
    }
}

/// What no page is made from.
struct Ignored {
    root: PathBuf,
    output: PathBuf,
}

impl Ignored {
    /// The files of an event that count, from the root.
    fn changed(&self, event: &notify::Event) -> Vec<String> {
        if matches!(event.kind, EventKind::Access(_)) {
            return Vec::new();
        }
        let counted = event.paths.iter().filter(|p| !self.covers(p));
        counted.filter_map(|p| p.strip_prefix(&self.root).ok()).map(|p| p.display().to_string()).collect()
    }

    fn covers(&self, path: &Path) -> bool {
        if path.starts_with(&self.output) {
            return true;
        }
        let Ok(below) = path.strip_prefix(&self.root) else { return true };
        let hidden_folder = |part: &str| matches!(part, ".git" | ".hg" | ".svn" | "node_modules" | "target");
        let parts: Vec<String> = below.iter().map(|p| p.to_string_lossy().into_owned()).collect();
        // What a build in another terminal stages and keeps.
        let of_build = |part: &str| part == ".docwright" || part.contains(".docwright-");
        parts.iter().any(|p| hidden_folder(p) || of_build(p))
            || parts.last().is_some_and(|name| is_scratch(name))
    }
}

/// Names that editors give to backups, locks and half-written files.
fn is_scratch(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    name.ends_with('~')
        || name == "4913"
        || (name.starts_with('#') && name.ends_with('#'))
        || name.starts_with(".#")
        || name.starts_with("~$")
        || name.starts_with(".goutputstream")
        || [".swp", ".swx", ".swo", ".tmp", ".bak", ".crswap", "___jb_tmp___", "___jb_old___"]
            .iter()
            .any(|end| lower.ends_with(end))
        || (name.starts_with('.') && lower.contains(".tmp-"))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Instant;

    use super::*;
    use crate::base::OutPath;
    use crate::build::{Served, Session};
    use crate::serve::{Listener, Notice};

    /// A checkout or a formatter writes thousands of times in a second.
    #[test]
    fn a_storm_of_changes_is_taken_in_at_once_and_completely() {
        const WRITES: usize = 4_000;
        let dir = tempfile::tempdir().expect("a temporary folder");
        let page = |i: usize| dir.path().join(format!("content/page-{}.md", i % 40));
        std::fs::create_dir(dir.path().join("content")).expect("made");
        std::fs::write(dir.path().join("site.toml"), "[site]\ntitle = \"Storm\"\n").expect("written");
        for i in 0..40 {
            std::fs::write(page(i), format!("# Page {i}\n")).expect("written");
        }
        let renewed = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&renewed);
        let listener: Listener = Arc::new(move |notice| {
            let counts = matches!(notice, Notice::Renewed { .. } | Notice::Failed(_));
            counter.fetch_add(usize::from(counts), Ordering::Relaxed);
        });
        let live = Arc::new(Live::new(Session::open(dir.path()).expect("opens"), listener));
        let _watcher = start(Arc::clone(&live)).expect("watches");
        let begun = Instant::now();
        for i in 0..WRITES {
            std::fs::write(page(i), format!("# Page {}\n\nwrite-{i}.\n", i % 40)).expect("written");
        }
        let last = OutPath::new("page-39.html").expect("a path");
        let served = || match live.session().get(&last) {
            Ok(Some(Served::Made(html))) => {
                String::from_utf8_lossy(&html).contains(&format!("write-{}.", WRITES - 1))
            }
            _ => false,
        };
        while !served() {
            assert!(begun.elapsed() < Duration::from_secs(60), "the last change is never served");
            std::thread::sleep(Duration::from_millis(20));
        }
        // Each step waits for a pause first, or for the time after which it waits no longer.
        let most = begun.elapsed().as_millis() / PAUSE.as_millis() + 2;
        let steps = renewed.load(Ordering::Relaxed);
        assert!(
            u128::try_from(steps).is_ok_and(|steps| steps <= most) && steps < WRITES / 10,
            "{steps} steps"
        );
    }

    #[test]
    fn output_version_control_and_scratch_files_do_not_count() {
        let ignored = Ignored { root: PathBuf::from("/docs"), output: PathBuf::from("/docs/_site") };
        for path in [
            "/docs/_site/a.html",
            "/docs/.git/index",
            "/docs/.public.docwright-stage/a.html",
            "/docs/.docwright/public.pages",
            "/docs/a.md~",
            "/docs/.a.md.swp",
            "/docs/guide/4913",
            "/docs/#a.md#",
            "/elsewhere/a.md",
            "/docs/node_modules/x/readme.md",
        ] {
            assert!(ignored.covers(Path::new(path)), "{path}");
        }
        for path in [
            "/docs/a.md",
            "/docs/guide/toc.yml",
            "/docs/themes/mine/page.html",
            "/docs/.openpublishing.redirection.json",
        ] {
            assert!(!ignored.covers(Path::new(path)), "{path}");
        }
    }
}
