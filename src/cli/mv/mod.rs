//! `docwright mv`: moves a page, mends every link to it and its own, and adds a redirect from the old address.

mod redirect;
mod rewrite;

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;

use super::args::MvArgs;
use super::failure::{Failure, Outcome};
use super::fix;
use super::terminal::{Stream, Terminal};
use crate::base::{DocPath, FileId};
use crate::build::{self, Project};
use crate::diag::Fix;
use crate::diag::render::plural;

/// A move: from where, to where, and the addresses that the page had and gets.
pub(super) struct Move {
    old: DocPath,
    new: DocPath,
    /// The page's address on its site before and after, without extension; `None` when it is no page.
    urls: Option<(String, String)>,
    /// The docset's folder, what `~/` means.
    docset: DocPath,
}

pub(super) fn run(args: &MvArgs, terminal: Terminal) -> Outcome {
    let project = build::load(Path::new(".")).map_err(|e| Failure::from_error(&e))?;
    let moved = plan(&project, args)?;
    let mut edits: BTreeMap<FileId, Vec<Fix>> = rewrite::edits(&project, &moved);
    let mut notes = Vec::new();
    let mut created = None;
    if !args.no_redirect {
        match redirect::add(&project, &moved) {
            redirect::Addition::Edit(fix) => edits.entry(fix.span.file).or_default().push(fix),
            redirect::Addition::NewFile(path, text) => created = Some((path, text)),
            redirect::Addition::None(why) => notes.push(why),
        }
    }
    let files = edits.len() + usize::from(created.is_some());
    apply(&project, &moved, edits, created, args.dry_run, terminal)?;
    for note in notes {
        terminal.say("Note", &note);
    }
    let verb = if args.dry_run { "Would move" } else { "Moved" };
    terminal.say(verb, &format!("{} -> {}, {} changed", moved.old, moved.new, plural(files, "file")));
    Ok(ExitCode::SUCCESS)
}

fn plan(project: &Project, args: &MvArgs) -> Result<Move, Failure> {
    let workspace = &project.workspace;
    let root = workspace.root.canonicalize().unwrap_or_else(|_| workspace.root.clone());
    let outside = |p: &Path| Failure::new(format!("{} does not lie in the docset", p.display()));
    let below = |p: &Path| p.strip_prefix(&root).ok().and_then(Path::to_str).and_then(DocPath::new);
    let disk = args.old.canonicalize().map_err(|e| Failure::new(format!("{}: {e}", args.old.display())))?;
    let old = below(&disk).ok_or_else(|| outside(&args.old))?;
    let mut target = absolute(&args.new)?;
    if target.is_dir() {
        target.push(old.file_name());
    }
    let new = below(&target).ok_or_else(|| outside(&args.new))?;
    if !old.has_extension("md") || !new.has_extension("md") {
        return Err(Failure::new("only Markdown files can be moved"));
    }
    if workspace.sources.find(old.as_str()).is_none() {
        return Err(Failure::new(format!("{old} is no file of the docset")));
    }
    if target.exists() {
        return Err(Failure::new(format!("{} exists already", args.new.display())));
    }
    let docset = workspace.config.docset_of(&old);
    let page = project.catalog.pages().iter().find(|p| p.path == old);
    let site_path = |path: &DocPath| docset.and_then(|d| d.classify(path)).map(|mapped| mapped.site_path);
    let urls = page.and_then(|page| {
        let (before, after) = (address(&site_path(&old)?), address(&site_path(&new)?));
        Some((page.url.clone(), moved_url(&page.url, &before, &after)?))
    });
    if page.is_some() && urls.is_none() {
        let failure = Failure::new(format!("{new} would not be published"));
        return Err(failure.help("no content pattern of the docset lists the new name"));
    }
    let docset = docset.map_or_else(DocPath::root, |d| d.root.clone());
    Ok(Move { old, new, urls, docset })
}

/// The address of a page after its move, from the address it has and the two paths on the site. Addresses may be in
/// lower case where file names are not.
fn moved_url(url: &str, before: &str, after: &str) -> Option<String> {
    let (base, tail) = url.split_at_checked(url.len().checked_sub(before.len())?)?;
    match tail {
        _ if tail == before => Some(format!("{base}{after}")),
        _ if tail.to_lowercase() == before.to_lowercase() => Some(format!("{base}{}", after.to_lowercase())),
        _ => None,
    }
}

/// A site path as addresses have it: lower case, no extension, `index` for its folder.
fn address(site_path: &str) -> String {
    let lower = site_path.to_lowercase();
    let bare = lower.strip_suffix(".md").or(lower.strip_suffix(".html")).unwrap_or(&lower);
    match bare.strip_suffix("index") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder.to_owned(),
        _ => bare.to_owned(),
    }
}

/// A path that need not exist, from the root of the file system.
fn absolute(path: &Path) -> Result<PathBuf, Failure> {
    let here = std::env::current_dir().and_then(|d| d.canonicalize());
    let here = here.map_err(|e| Failure::new(format!("the working folder cannot be read: {e}")))?;
    let mut out = PathBuf::new();
    for part in here.join(path).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    Ok(out)
}

fn apply(
    project: &Project,
    moved: &Move,
    edits: BTreeMap<FileId, Vec<Fix>>,
    created: Option<(DocPath, String)>,
    dry_run: bool,
    terminal: Terminal,
) -> Result<(), Failure> {
    let workspace = &project.workspace;
    let mut shown = String::new();
    for (file, fixes) in edits {
        let source = workspace.sources.get(file);
        let (text, _) = fix::edited(&source.text, fixes.iter().collect());
        let path = workspace.root.join(source.path.as_str());
        if dry_run {
            shown.push_str(&fix::diff(source.path.as_str(), &source.text, &text));
        } else if !fix::replace(&path, &source.text, &text)? {
            let failure =
                Failure::new(format!("{} changed meanwhile, or is not plain UTF-8", path.display()));
            return Err(failure.help("nothing was moved; links in other files may be mended already"));
        }
    }
    if let Some((path, text)) = created {
        if dry_run {
            shown.push_str(&fix::diff(path.as_str(), "", &text));
        } else {
            super::report::write_file(&workspace.root.join(path.as_str()), text.as_bytes())?;
        }
    }
    if dry_run {
        terminal.write(Stream::Out, &shown);
        return Ok(());
    }
    let (old, new) = (workspace.root.join(moved.old.as_str()), workspace.root.join(moved.new.as_str()));
    let failed = |e: std::io::Error| Failure::new(format!("cannot move {}: {e}", old.display()));
    if let Some(folder) = new.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    std::fs::rename(&old, &new).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_no_extension_and_folders_no_index() {
        assert_eq!(address("Guide/Start.html"), "guide/start");
        assert_eq!(address("guide/index"), "guide/");
        assert_eq!(address("guide/my-index"), "guide/my-index");
        assert_eq!(address("index.md"), "");
    }
}
