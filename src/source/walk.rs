//! Which files there are. Links are followed inside the root and nowhere else.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;
use walkdir::{DirEntry, WalkDir};

use crate::base::DocPath;
use crate::diag::{Code, Diagnostic};

/// Folders that hold no documentation whatever a configuration says.
const NEVER: &[&str] = &[".git", ".hg", ".svn", ".docwright", "node_modules", "_site"];
/// File that marks an output folder of ours, as `output` writes it.
const OUTPUT_MARKER: &str = ".docwright.json";
/// Most links to folders on the way to one file.
const MAX_LINKS: usize = 8;

/// What to list.
pub(super) struct Walk<'a> {
    /// The root on disk, canonical.
    pub(super) root: &'a Path,
    /// List names that begin with a dot. Redirection files are listed in any case.
    pub(super) dot: bool,
    /// A folder that is left out, canonical: where the site will go.
    pub(super) output: Option<&'a Path>,
}

/// A folder still to be listed: what it is called, where it lies, and the links that led there.
struct Pending {
    name: DocPath,
    disk: PathBuf,
    links: usize,
}

impl Walk<'_> {
    /// Every file below `folders`, ordered, each once.
    pub(super) fn files(&self, folders: &[DocPath], notes: &mut Vec<Diagnostic>) -> Vec<DocPath> {
        let mut out = Vec::new();
        let mut pending: Vec<Pending> = folders
            .iter()
            .map(|name| Pending { name: name.clone(), disk: self.root.join(name.as_str()), links: 0 })
            .collect();
        let mut seen = FxHashSet::default();
        while let Some(next) = pending.pop() {
            if seen.insert(next.name.clone()) {
                self.list(&next, &mut pending, &mut out, notes);
            }
        }
        out.sort_unstable();
        out.dedup();
        out
    }

    fn list(
        &self,
        at: &Pending,
        pending: &mut Vec<Pending>,
        out: &mut Vec<DocPath>,
        notes: &mut Vec<Diagnostic>,
    ) {
        let entries = WalkDir::new(&at.disk).into_iter().filter_entry(|e| e.depth() == 0 || self.wanted(e));
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    // A folder that cannot be read; a root that does not exist is the configuration's to report.
                    if error.depth() > 0 {
                        let message = format!("cannot read a folder: {error}");
                        notes.push(Diagnostic::new(Code::DirectoryNotFound, None, message));
                    }
                    continue;
                }
            };
            let Some(name) = self.name(at, &entry, notes) else { continue };
            if entry.path_is_symlink() {
                self.link(at, entry.path(), name, pending, out, notes);
            } else if entry.file_type().is_file() {
                out.push(name);
            }
        }
    }

    fn wanted(&self, entry: &DirEntry) -> bool {
        let Some(name) = entry.file_name().to_str() else { return true };
        if entry.file_type().is_dir() {
            let ours = || entry.path().join(OUTPUT_MARKER).is_file();
            let output = || self.output.is_some_and(|output| entry.path() == output);
            let hidden = name.starts_with('.') && !self.dot;
            return !(hidden || NEVER.contains(&name) || output() || ours());
        }
        self.dot || !name.starts_with('.') || is_configuration(name)
    }

    /// The entry's path from the root. `None` for the folder itself, and for names that are no Unicode.
    fn name(&self, at: &Pending, entry: &DirEntry, notes: &mut Vec<Diagnostic>) -> Option<DocPath> {
        let rest = entry.path().strip_prefix(&at.disk).ok()?;
        let Some(text) = rest.to_str() else {
            let message = format!("the name of `{}` is no Unicode; the file is left out", rest.display());
            notes.push(Diagnostic::new(Code::PathInvalid, None, message).help("Rename it."));
            return None;
        };
        if text.is_empty() {
            return None;
        }
        at.name.join(text)
    }

    fn link(
        &self,
        at: &Pending,
        path: &Path,
        name: DocPath,
        pending: &mut Vec<Pending>,
        out: &mut Vec<DocPath>,
        notes: &mut Vec<Diagnostic>,
    ) {
        let Ok(target) = path.canonicalize() else {
            let target = path.read_link().unwrap_or_default();
            let message =
                format!("the symbolic link `{name}` leads to `{}`, which is not there", target.display());
            let help = "Mend it or remove it; it is passed over.";
            notes.push(Diagnostic::new(Code::SymlinkTargetNotFound, None, message).help(help));
            return;
        };
        if !target.starts_with(self.root) {
            let message =
                format!("the symbolic link `{name}` leads out of the repository, to `{}`", target.display());
            let help = "Copy what it points at into the repository; it is not read.";
            notes.push(Diagnostic::new(Code::SymlinkEscapesRoot, None, message).help(help));
        } else if target.is_file() {
            out.push(name);
        } else if target.is_dir() && at.links < MAX_LINKS && !at.disk.starts_with(&target) {
            let inside_itself = path.starts_with(&target);
            if !inside_itself {
                pending.push(Pending { name, disk: target, links: at.links + 1 });
            }
        }
    }
}

fn is_configuration(name: &str) -> bool {
    name.starts_with(".openpublishing.")
}

/// Folders at or below `below` that have a `docfx.json`, ordered. Build products are not looked into.
pub(super) fn docfx_folders(root: &Path, below: &DocPath) -> Vec<DocPath> {
    let products =
        |name: &str| NEVER.contains(&name) || matches!(name, "target" | "bin" | "obj" | "packages");
    let entries =
        WalkDir::new(root.join(below.as_str())).sort_by_file_name().into_iter().filter_entry(|entry| {
            let name = entry.file_name().to_string_lossy();
            entry.depth() == 0 || !entry.file_type().is_dir() || !(name.starts_with('.') || products(&name))
        });
    let mut out: Vec<DocPath> = entries
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file() && entry.file_name() == "docfx.json")
        .filter_map(|entry| DocPath::new(entry.path().parent()?.strip_prefix(root).ok()?.to_str()?))
        .collect();
    out.sort_unstable();
    out
}
