//! The Markdown files of a workspace: what each says of itself to others, and its tree once somebody asks for it; and
//! what was read of all its files.
//!
//! The catalog is assembled from [`FileFacts`] alone. A file whose facts are known from a build before is parsed only
//! when a page is made that shows it, and then once. Trees are most of what a build holds, so each goes as soon as the
//! pages that show it are made.

use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::Xxh3;

use super::FileFacts;
use super::reading::{Reader, Reading};
use crate::base::{FileId, Hash128};
use crate::markdown::{self, Document, ParseOptions};
use crate::source::{SourceFile, Workspace};

/// How files of a kind are parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grammar {
    options: ParseOptions,
    key: u64,
}

impl Grammar {
    fn new(options: ParseOptions) -> Arc<Self> {
        let mut hasher = Xxh3::new();
        options.hash(&mut hasher);
        Arc::new(Grammar { options, key: hasher.finish() })
    }

    /// The key under which the facts of a file hold that is read so: over its number, its text and the options.
    pub fn key(&self, file: &SourceFile) -> Hash128 {
        let mut hasher = Xxh3::new();
        (file.id.0, file.hash.0, self.key).hash(&mut hasher);
        Hash128(hasher.digest128())
    }

    fn parse(&self, file: &SourceFile) -> Document {
        markdown::parse(Arc::clone(&file.text), file.id, &self.options)
    }
}

/// A file that was read.
#[derive(Debug, Clone)]
struct Entry {
    facts: Arc<FileFacts>,
    key: Hash128,
    grammar: Arc<Grammar>,
    tree: Tree,
}

/// Facts of a file with the key under which they hold.
pub type KeptFacts = (Hash128, Arc<FileFacts>);

/// Files by id. Filled by the build (in parallel), read by this stage.
#[derive(Debug, Clone, Default)]
pub struct Documents {
    /// For each docset: how its pages are read, its Markdown tables of contents, what stands inside a line.
    grammars: Vec<[Arc<Grammar>; 3]>,
    files: Vec<Option<Entry>>,
    /// Files that are included inside a line of text, read as such.
    inline: FxHashMap<FileId, Entry>,
    /// What a build before knew of included files that no docset lists, and of those read as a part of a line.
    left: FxHashMap<Hash128, Arc<FileFacts>>,
    /// Of every file of the workspace, in their order, until the catalog is assembled; or none.
    readings: Vec<Reading>,
}

/// A file read, or known, on its own: made in parallel, then put into [`Documents`].
#[derive(Debug)]
pub struct ReadFile {
    file: FileId,
    entry: Entry,
}

impl ReadFile {
    /// Reads a file; `known`: what it says of itself, if that is known of its present text.
    pub fn new(file: &SourceFile, grammar: &Arc<Grammar>, known: Option<FileFacts>) -> Self {
        ReadFile { file: file.id, entry: Entry::new(file, grammar, known.map(Arc::new)) }
    }

    /// The file.
    pub fn file(&self) -> FileId {
        self.file
    }

    /// The key under which its facts hold.
    pub fn key(&self) -> Hash128 {
        self.entry.key
    }

    /// What it says of itself.
    pub fn facts(&self) -> &Arc<FileFacts> {
        &self.entry.facts
    }
}

impl Documents {
    /// No files yet of a workspace.
    pub fn new(workspace: &Workspace) -> Self {
        let grammars = workspace.config.docsets.iter().map(|docset| {
            let page = Grammar::new(docset.markdown.clone());
            // The entries of a table of contents are read otherwise: what looks like HTML in them is text.
            let toc = Grammar::new(ParseOptions { learn_html: false, ..docset.markdown.clone() });
            let inline = Grammar::new(ParseOptions { inline_only: true, ..docset.markdown.clone() });
            [page, toc, inline]
        });
        Documents { grammars: grammars.collect(), ..Documents::default() }
    }

    /// With what a [`Reader`] read of every file of the workspace, in their order. Without, they are read when the
    /// catalog is assembled.
    #[must_use]
    pub fn with_readings(mut self, readings: Vec<Reading>) -> Self {
        self.readings = readings;
        self
    }

    pub(super) fn take_readings(&mut self, workspace: &Workspace) -> Vec<Reading> {
        let files = workspace.sources.files();
        if self.readings.len() == files.len() {
            return std::mem::take(&mut self.readings);
        }
        let reader = Reader::new(workspace);
        files.iter().map(|file| reader.read(file, reader.toc(file))).collect()
    }

    /// How a file of the workspace is read; `None` when it is no Markdown, or of no docset.
    pub fn grammar(&self, workspace: &Workspace, file: &SourceFile) -> Option<&Arc<Grammar>> {
        if !file.path.has_extension("md") {
            return None;
        }
        let docset = workspace.config.docset_of(&file.path)?;
        let index = workspace.config.docsets.iter().position(|d| std::ptr::eq(d, docset))?;
        let [page, toc, _] = self.grammars.get(index)?;
        let is_toc = file.path.file_name().eq_ignore_ascii_case("toc.md");
        Some(if is_toc { toc } else { page })
    }

    /// A file as it is here, if it was read from the same text in the same way.
    pub fn same(&self, file: &SourceFile, grammar: &Arc<Grammar>) -> Option<ReadFile> {
        let entry = self.entry(file.id).filter(|entry| entry.key == grammar.key(file))?;
        Some(ReadFile { file: file.id, entry: entry.clone() })
    }

    /// Takes a file, or the new state of one.
    pub fn insert(&mut self, read: ReadFile) {
        let at = read.file.0 as usize;
        if self.files.len() <= at {
            self.files.resize(at + 1, None);
        }
        if let Some(slot) = self.files.get_mut(at) {
            *slot = Some(read.entry);
        }
    }

    /// Takes what a build before knew of files that only show as parts of others.
    pub fn leave(&mut self, left: impl IntoIterator<Item = (Hash128, FileFacts)>) {
        self.left.extend(left.into_iter().map(|(key, facts)| (key, Arc::new(facts))));
    }

    fn entry(&self, file: FileId) -> Option<&Entry> {
        self.files.get(file.0 as usize)?.as_ref()
    }

    /// What a file says of itself; `None` when it is no Markdown or was not read.
    pub fn facts(&self, file: FileId) -> Option<&Arc<FileFacts>> {
        Some(&self.entry(file)?.facts)
    }

    /// The facts of a file that is included as blocks or inside a line. One of which nothing is known yet is read as the
    /// docset's files are.
    pub(super) fn included(
        &mut self,
        workspace: &Workspace,
        docset: usize,
        (file, inline): (FileId, bool),
    ) -> Option<Arc<FileFacts>> {
        let known = if inline { self.inline.get(&file) } else { self.entry(file) };
        if let Some(entry) = known {
            return Some(Arc::clone(&entry.facts));
        }
        let [page, _, within] = self.grammars.get(docset)?;
        let (source, grammar) = (workspace.sources.get(file), if inline { within } else { page });
        let entry = Entry::new(source, grammar, self.left.remove(&grammar.key(source)));
        let facts = Arc::clone(&entry.facts);
        if inline {
            self.inline.insert(file, entry);
        } else {
            self.insert(ReadFile { file, entry });
        }
        Some(facts)
    }

    /// The facts of a file that is included inside a line and nowhere else.
    pub(super) fn inline_facts(&self, file: FileId) -> Option<&Arc<FileFacts>> {
        Some(&self.inline.get(&file)?.facts)
    }

    /// The tree of a file; parsed at the first call. `None` as for [`Documents::facts`].
    pub fn get(&self, workspace: &Workspace, file: FileId) -> Option<Arc<Document>> {
        Some(self.entry(file)?.tree(workspace, file))
    }

    /// The tree of a file that is included inside a line.
    pub(super) fn get_inline(&self, workspace: &Workspace, file: FileId) -> Option<Arc<Document>> {
        Some(self.inline.get(&file)?.tree(workspace, file))
    }

    /// All files' facts in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Arc<FileFacts>)> {
        let number = |at: usize| FileId(u32::try_from(at).unwrap_or(u32::MAX));
        self.files
            .iter()
            .enumerate()
            .filter_map(move |(at, entry)| Some((number(at), &entry.as_ref()?.facts)))
    }

    /// All facts with the keys under which they hold, those of lines included.
    pub fn keep(&self) -> Vec<KeptFacts> {
        let mut inline: Vec<(&FileId, &Entry)> = self.inline.iter().collect();
        inline.sort_unstable_by_key(|(file, _)| **file);
        let inline = inline.into_iter().map(|(_, entry)| entry);
        self.files.iter().flatten().chain(inline).map(|e| (e.key, Arc::clone(&e.facts))).collect()
    }

    /// Lets go of the tree of a file.
    pub(super) fn release(&self, file: FileId) {
        drop(self.entry(file).and_then(|entry| entry.tree.take()));
    }

    /// Gives the trees away, which only pages need. One that is asked for again is parsed again.
    pub fn take_trees(&mut self) -> Vec<Arc<Document>> {
        self.files
            .iter_mut()
            .flatten()
            .chain(self.inline.values_mut())
            .filter_map(|e| e.tree.take())
            .collect()
    }
}

impl Entry {
    fn new(file: &SourceFile, grammar: &Arc<Grammar>, known: Option<Arc<FileFacts>>) -> Self {
        let tree = Tree::default();
        let facts = known.unwrap_or_else(|| Arc::new(FileFacts::of(&tree.get(|| grammar.parse(file)))));
        Entry { facts, key: grammar.key(file), grammar: Arc::clone(grammar), tree }
    }

    fn tree(&self, workspace: &Workspace, file: FileId) -> Arc<Document> {
        self.tree.get(|| self.grammar.parse(workspace.sources.get(file)))
    }
}

/// The tree of a file, while it is needed. A lock a file: pages that show the same file wait for its parsing alone.
#[derive(Debug, Default)]
struct Tree(Mutex<Option<Arc<Document>>>);

impl Tree {
    fn get(&self, parse: impl FnOnce() -> Document) -> Arc<Document> {
        let mut slot = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(slot.get_or_insert_with(|| Arc::new(parse())))
    }

    fn take(&self) -> Option<Arc<Document>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Clone for Tree {
    fn clone(&self) -> Self {
        Tree(Mutex::new(self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()))
    }
}
