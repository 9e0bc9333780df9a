//! Includes: which file is meant, and what a page becomes with all of them in it.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::base::{DocPath, FileId};
use crate::config::DocsetConfig;
use crate::diag::{Code, Diagnostic};
use crate::markdown::{Document, Include};
use crate::source::{Entry, Workspace};

use super::file_facts::{FileFacts, is_inline};
use super::{Catalog, Occurrence, Page, PageId};

/// How deep includes may be nested.
const DEEPEST: usize = 16;
/// How many files a page may be put together from.
const MOST_FILES: usize = 2_000;
/// How many bytes of source a page may be put together from.
const MOST_BYTES: usize = 32 << 20;

/// What an include names.
pub(super) enum Meant {
    /// A text file.
    File(FileId),
    /// A file that is no text.
    Other,
    /// Nothing.
    Missing,
}

/// The file that an include in a file of `folder` names: relative, or from the docset's root with `~/`. Missing
/// files are looked for in the fallback folders.
pub(super) fn meant(workspace: &Workspace, config: &DocsetConfig, folder: &DocPath, path: &str) -> Meant {
    if path.is_empty() || path.starts_with(['/', '\\']) || crate::base::url::scheme(path).is_some() {
        return Meant::Missing;
    }
    let Some(first) = config.path(folder, path) else { return Meant::Missing };
    let below = first.strip_prefix(&config.root).map(str::to_owned);
    let fallbacks = config.fallback_folders.iter().filter_map(|f| f.join(below.as_deref()?));
    let found = std::iter::once(first.clone())
        .chain(fallbacks)
        .find_map(|p| workspace.sources.find_folded(p.as_str()));
    match found {
        Some(Entry::Text(file)) => Meant::File(file),
        Some(Entry::Asset(_)) => Meant::Other,
        None => Meant::Missing,
    }
}

/// Reads what includes need besides the files that were read as pages, and notes for every included file the first
/// page that shows it.
pub(super) fn prepare(workspace: &Workspace, catalog: &mut Catalog) {
    let mut seen: FxHashSet<(FileId, bool)> = FxHashSet::default();
    for i in 0..catalog.pages.len() {
        let Some(page) = catalog.pages.get(i) else { continue };
        let (id, file, docset) = (page.id, page.file, page.docset);
        let Some(config) = workspace.config.docsets.get(docset) else { continue };
        catalog.owners.entry(file).or_insert(id);
        let mut open: Vec<(FileId, Arc<FileFacts>)> = catalog.facts_of(file);
        while let Some((file, facts)) = open.pop() {
            if facts.includes.is_empty() {
                continue;
            }
            let folder = workspace.sources.get(file).path.parent();
            for include in &facts.includes {
                let Meant::File(target) = meant(workspace, config, &folder, &include.path) else { continue };
                let inline = include.is_inline(config.learn);
                if !seen.insert((target, inline)) {
                    continue;
                }
                catalog.included.insert(target);
                catalog.owners.entry(target).or_insert(id);
                let included = catalog.documents.included(workspace, docset, (target, inline));
                open.extend(included.map(|facts| (target, facts)));
            }
        }
    }
}

/// A page's documents with all includes, and what there is to say about them.
pub(super) struct Expansion<'a> {
    pub(super) workspace: &'a Workspace,
    pub(super) catalog: &'a Catalog,
    pub(super) config: &'a DocsetConfig,
    pub(super) page: PageId,
    pub(super) docs: Vec<Occurrence>,
    pub(super) diagnostics: Vec<Diagnostic>,
    bytes: usize,
    full: bool,
}

impl<'a> Expansion<'a> {
    pub(super) fn new(
        workspace: &'a Workspace,
        catalog: &'a Catalog,
        config: &'a DocsetConfig,
        page: &Page,
    ) -> Self {
        Expansion {
            workspace,
            catalog,
            config,
            page: page.id,
            docs: Vec::new(),
            diagnostics: Vec::new(),
            bytes: 0,
            full: false,
        }
    }

    /// Adds a document that nothing includes, with all that it includes; gives its index.
    pub(super) fn add(&mut self, doc: Arc<Document>, path: DocPath) -> usize {
        let root = self.push(doc, path, None);
        let mut next = root;
        while next < self.docs.len() {
            self.expand(next);
            next += 1;
        }
        root
    }

    fn push(&mut self, doc: Arc<Document>, path: DocPath, parent: Option<(u32, u32)>) -> usize {
        self.bytes += doc.source.len();
        self.docs.push(Occurrence {
            doc,
            path,
            parent,
            includes: Vec::new(),
            targets: Vec::new(),
            xrefs: Vec::new(),
            snippets: Vec::new(),
            heading_ids: Vec::new(),
        });
        self.docs.len() - 1
    }

    fn expand(&mut self, at: usize) {
        let Some(occurrence) = self.docs.get(at) else { return };
        let (doc, folder) = (occurrence.doc.clone(), occurrence.path.parent());
        let mut includes = Vec::with_capacity(doc.includes.len());
        for (i, include) in doc.includes.iter().enumerate() {
            includes.push(self.include(at, i, &doc, include, &folder));
        }
        if let Some(occurrence) = self.docs.get_mut(at) {
            occurrence.includes = includes;
        }
    }

    fn include(
        &mut self,
        at: usize,
        index: usize,
        doc: &Document,
        include: &Include,
        folder: &DocPath,
    ) -> Option<u32> {
        let target = match meant(self.workspace, self.config, folder, &include.path) {
            Meant::File(file) => file,
            Meant::Other => {
                let message = format!("{} is no Markdown file and is not shown", include.path);
                self.say(doc, include, Code::IncludeInvalid, message, "include a .md file");
                return None;
            }
            Meant::Missing => {
                let message = format!("the included file \"{}\" does not exist", include.path);
                self.say(
                    doc,
                    include,
                    Code::IncludeNotFound,
                    message,
                    "check the path, or remove the include",
                );
                return None;
            }
        };
        let chain = self.chain(at);
        if chain.contains(&target) {
            let names: Vec<&str> = chain
                .iter()
                .rev()
                .chain([&target])
                .map(|f| self.workspace.sources.get(*f).path.as_str())
                .collect();
            let message = format!("files include one another in a circle: {}", names.join(" > "));
            self.say(doc, include, Code::CircularReference, message, "take one of the includes out");
            return None;
        }
        if chain.len() >= DEEPEST {
            let message = format!("includes are nested more than {DEEPEST} deep");
            self.say(doc, include, Code::IncludeDepthExceeded, message, "put the text into fewer files");
            return None;
        }
        let inline = is_inline(doc, include, self.config.learn);
        let documents = &self.catalog.documents;
        let included = match inline {
            true => documents.get_inline(self.workspace, target)?,
            false => documents.get(self.workspace, target)?,
        };
        if self.docs.len() >= MOST_FILES || self.bytes + included.source.len() > MOST_BYTES {
            if !self.full {
                self.full = true;
                let message = format!("the page's includes come to more than {MOST_FILES} files or 32 MB");
                self.say(doc, include, Code::ExpansionLimitExceeded, message, "include less on one page");
            }
            return None;
        }
        let path = self.workspace.sources.get(target).path.clone();
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Some(number(self.push(included, path, Some((number(at), number(index))))))
    }

    /// The files from a document up to the page.
    fn chain(&self, at: usize) -> Vec<FileId> {
        let mut chain = Vec::new();
        let mut next = self.docs.get(at);
        while let Some(occurrence) = next {
            chain.push(occurrence.doc.file);
            next = occurrence.parent.and_then(|(p, _)| self.docs.get(p as usize));
        }
        chain
    }

    /// Reports a fault of an include, on the first page that shows the file in which it stands.
    fn say(&mut self, doc: &Document, include: &Include, code: Code, message: String, help: &str) {
        if self.catalog.owners.get(&doc.file).is_none_or(|owner| *owner == self.page) {
            self.diagnostics.push(Diagnostic::new(code, include.path_span, message).help(help));
        }
    }
}
