//! What can only be decided when the files are known: unlisted pages, redirects, empty docsets.

use rustc_hash::FxHashMap;

use super::docset::{DocsetConfig, MappedKind, UnlistedPage};
use super::redirects::{self, Redirect};
use super::{Config, Folder, json};
use crate::base::{DocPath, FileId};
use crate::diag::{Code, Diagnostic};

/// Settles `config` against the workspace's files (`paths`, ordered).
pub fn settle(config: &mut Config, folder: &mut dyn Folder, paths: &[DocPath], notes: &mut Vec<Diagnostic>) {
    let several = config.docsets.len() > 1;
    let mut populated = Vec::with_capacity(config.docsets.len());
    let fragments = fragments(paths);
    for docset in &mut config.docsets {
        docset.fragments.clone_from(&fragments);
        let publish_unlisted = config.site.build.publish_unlisted && docset.has_prebuild;
        let use_of = Use::of(docset, paths, publish_unlisted);
        use_of.report(docset, notes);
        populated.push(use_of.any);
        if publish_unlisted {
            docset.unlisted = unlisted(docset, &use_of.left, notes);
        }
    }
    read_redirects(config, folder, paths, notes);
    let mut populated = populated.into_iter();
    config.docsets.retain(|docset| {
        let files = populated.next().unwrap_or(false);
        files || !several || !docset.redirects.is_empty()
    });
}

/// DocFX: `X.yml.md` beside `X.yml` adds to that page and is none itself.
fn fragments(paths: &[DocPath]) -> Vec<DocPath> {
    let of_a_page = |path: &&DocPath| {
        let page = path.as_str().strip_suffix(".md").filter(|page| page.ends_with(".yml"));
        page.is_some_and(|page| paths.binary_search_by(|p| p.as_str().cmp(page)).is_ok())
    };
    paths.iter().filter(of_a_page).cloned().collect()
}

/// What the entries of a docset are good for.
struct Use<'p> {
    /// Whether they take any file.
    any: bool,
    /// Whether each entry of `content` takes one.
    content: Vec<bool>,
    /// The files that none takes, where that is asked for.
    left: Vec<&'p DocPath>,
}

impl<'p> Use<'p> {
    fn of(docset: &DocsetConfig, paths: &'p [DocPath], what_is_left: bool) -> Self {
        let mut found = Use { any: false, content: vec![false; docset.content.len()], left: Vec::new() };
        let mut idle = docset.content.len();
        for path in paths {
            // Hardly a docset has an entry that is good for nothing: its first files tell all.
            if found.any && idle == 0 && !what_is_left {
                break;
            }
            let Some(mapped) = docset.classify(path) else {
                if what_is_left {
                    found.left.push(path);
                }
                continue;
            };
            found.any = true;
            let entry = found.content.get_mut(mapped.mapping).filter(|_| mapped.in_content);
            if let Some(used) = entry.filter(|used| !**used) {
                *used = true;
                idle -= 1;
            }
        }
        found
    }

    fn report(&self, docset: &DocsetConfig, notes: &mut Vec<Diagnostic>) {
        if docset.file.is_none() {
            return;
        }
        for (entry, _) in docset.content.iter().zip(&self.content).filter(|(_, used)| !**used) {
            let patterns: Vec<&str> = entry.files.patterns().collect();
            let message = format!("`{}` in `{}` matches no file", patterns.join("`, `"), entry.src);
            notes.push(Diagnostic::new(Code::GlobMatchesNothing, entry.span, message));
        }
    }
}

/// Markdown that a prebuild step would make pages of. The step does not run here, so the Markdown itself is
/// published, at the place that its page would have had.
fn unlisted(docset: &DocsetConfig, left: &[&DocPath], notes: &mut Vec<Diagnostic>) -> Vec<UnlistedPage> {
    let page = |path: &&DocPath| {
        Some(UnlistedPage { path: DocPath::clone(path), mapping: docset.prebuilt_mapping(path)? })
    };
    let unlisted: Vec<UnlistedPage> = left.iter().filter_map(page).collect();
    if let Some(first) = unlisted.first() {
        let span = docset.content.get(first.mapping).and_then(|entry| entry.span);
        let message = format!(
            "{} Markdown pages that no content entry lists are published, from `{}` on: a step before the build \
             makes pages of them, and that step does not run here",
            unlisted.len(),
            first.path
        );
        let help = "Set `publish_unlisted = false` in `[build]` of site.toml to leave them out.";
        notes.push(Diagnostic::new(Code::UnlistedPagesPublished, span, message).help(help));
    }
    unlisted
}

/// Reads every redirection file, and gives each docset the redirects of its own sources.
fn read_redirects(
    config: &mut Config,
    folder: &mut dyn Folder,
    paths: &[DocPath],
    notes: &mut Vec<Diagnostic>,
) {
    let mut files: Vec<DocPath> =
        paths.iter().filter(|path| redirects::is_redirection_file(path)).cloned().collect();
    let listed = config.redirection_files.iter().map(|(path, _)| path.clone());
    for path in listed.filter(|path| folder.is_file(path)).collect::<Vec<_>>() {
        if !files.contains(&path) {
            files.push(path);
        }
    }
    for path in files {
        let Some((file, text)) = folder.text(&path) else { continue };
        let found = if path.has_extension("json") {
            match json::parse(file, &text) {
                Ok(json) => json.map(|json| redirects::read(&path, &json, notes)).unwrap_or_default(),
                Err(diagnostic) => {
                    notes.push(*diagnostic);
                    Vec::new()
                }
            }
        } else {
            redirects::read_yaml(&path, file, &text, notes)
        };
        for redirect in found {
            hand_out(&mut config.docsets, redirect, file, notes);
        }
    }
    let mut cases = Cases::default();
    for docset in &mut config.docsets {
        for redirect in &mut docset.redirects {
            redirect.source = cases.on_disk(&redirect.source, paths);
        }
        redirects::drop_conflicts(&mut docset.redirects, notes);
    }
}

/// Learn: sources outside every docset, or outside a docset's build scope, are passed over.
fn hand_out(docsets: &mut [DocsetConfig], mut redirect: Redirect, file: FileId, notes: &mut Vec<Diagnostic>) {
    let folded = redirect.source.fold();
    let owner = docsets
        .iter_mut()
        .filter(|docset| {
            let root = docset.root.fold();
            root.is_empty() || folded.strip_prefix(&root).is_some_and(|rest| rest.starts_with('/'))
        })
        .max_by_key(|docset| docset.root.as_str().len());
    let Some(docset) = owner else { return };
    // The docset's folder as it is on disk: authors write `product/old.md` for the folder `Product`.
    let below = redirect.source.as_str().get(docset.root.as_str().len()..).unwrap_or_default();
    let Some(source) = docset.root.join(below) else { return };
    redirect.source = source;
    match docset.classify_missing(&redirect.source).map(|mapped| mapped.kind) {
        Some(MappedKind::Page | MappedKind::DataPage) => docset.redirects.push(redirect),
        Some(kind @ (MappedKind::Toc | MappedKind::Resource)) => {
            debug_assert_eq!(redirect.source_span.file, file, "spans are of the file that was read");
            let message = format!("`{}` is a {kind}; only pages can be redirected", redirect.source);
            let help = "Take the entry out.";
            notes.push(Diagnostic::new(Code::RedirectionInvalid, redirect.source_span, message).help(help));
        }
        None => {}
    }
}

/// Folders by their path in lower case, to write a redirect's source as its folder is written on disk.
#[derive(Default)]
struct Cases {
    folders: FxHashMap<String, DocPath>,
}

impl Cases {
    fn on_disk(&mut self, source: &DocPath, paths: &[DocPath]) -> DocPath {
        if self.folders.is_empty() {
            for path in paths {
                let mut folder = path.parent();
                while !folder.as_str().is_empty() && !self.folders.contains_key(&folder.fold()) {
                    let up = folder.parent();
                    self.folders.insert(folder.fold(), folder);
                    folder = up;
                }
            }
        }
        // The deepest folder that exists decides; what lies below it exists no more.
        let mut folder = source.parent();
        while !folder.as_str().is_empty() {
            if let Some(on_disk) = self.folders.get(&folder.fold()) {
                let rest = source.as_str().get(folder.as_str().len() + 1..).unwrap_or_default();
                return on_disk.join(rest).unwrap_or_else(|| source.clone());
            }
            folder = folder.parent();
        }
        source.clone()
    }
}
