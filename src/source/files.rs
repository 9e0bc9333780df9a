//! Files by id and by path.

use std::collections::hash_map;
use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use super::inside;
use super::read::{self, Text};
use crate::base::{DocPath, FileId, Hash128};
use crate::diag::{Files, LineIndex, Position};

/// A text file that was read.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Its id.
    pub id: FileId,
    /// Its path from the workspace root.
    pub path: DocPath,
    /// Its text, without a byte-order mark.
    pub text: Arc<str>,
    /// Hash of the text.
    pub hash: Hash128,
    /// Its path for readers, where that is not `path`.
    display: Option<Box<str>>,
    lines: OnceLock<LineIndex>,
}

impl SourceFile {
    /// Where its lines begin; made at the first call.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// The same file with another text.
    pub(super) fn with(&self, text: Text) -> SourceFile {
        SourceFile { text: text.text, hash: text.hash, lines: OnceLock::new(), ..self.clone() }
    }
}

/// A file that is not read before somebody asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AssetId(pub u32);

/// A file that is copied or shown as code: a picture, a download, a source file.
#[derive(Debug, Clone)]
pub struct Asset {
    /// Its id.
    pub id: AssetId,
    /// Its path from the workspace root.
    pub path: DocPath,
    text: OnceLock<Result<Arc<str>, ReadError>>,
}

/// What a path names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Entry {
    /// A text file that was read.
    Text(FileId),
    /// Another file.
    Asset(AssetId),
}

/// Why a file cannot be read as text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// There is no such file.
    #[error("the file does not exist")]
    NotFound,
    /// It is no file inside the workspace.
    #[error("the path leads out of the repository")]
    Outside,
    /// It is larger than [`Sources::MAX_TEXT`].
    #[error("the file has {0} bytes, more than the limit for text")]
    TooLarge(u64),
    /// It is not UTF-8; the first bad byte is given.
    #[error("the file is not UTF-8 (byte {0})")]
    Encoding(usize),
    /// The system refused.
    #[error("{0}")]
    Io(String),
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => ReadError::NotFound,
            _ => ReadError::Io(error.to_string()),
        }
    }
}

/// The files of a workspace.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    root: PathBuf,
    start: DocPath,
    files: Vec<SourceFile>,
    assets: Vec<Asset>,
    by_path: FxHashMap<DocPath, Entry>,
    /// Those with upper-case letters, by their paths in lower case.
    by_fold: FxHashMap<String, Entry>,
    names: OnceLock<Names>,
}

/// Files by their names, for what a link that leads nowhere may have meant.
#[derive(Debug, Clone, Default)]
struct Names {
    /// The first of each name, in lower case.
    by_name: FxHashMap<String, Entry>,
    /// By folder, every folder that has a file in it or below it.
    by_folder: FxHashMap<DocPath, Vec<Entry>>,
}

impl Sources {
    /// Largest text file that is read, in bytes.
    pub const MAX_TEXT: u64 = read::MAX_TEXT;

    /// No files yet. `root` is canonical; paths are shown from `start`.
    pub(super) fn new(root: PathBuf, start: DocPath) -> Self {
        Sources { root, start, ..Sources::default() }
    }

    /// Makes room for as many text files and other files.
    pub(super) fn reserve(&mut self, texts: usize, assets: usize) {
        self.files.reserve_exact(texts);
        self.assets.reserve_exact(assets);
        self.by_path.reserve(texts + assets);
    }

    /// Takes a text file that was read.
    pub(super) fn add_text(&mut self, path: &DocPath, text: Text) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(SourceFile {
            id,
            path: path.clone(),
            text: text.text,
            hash: text.hash,
            display: (!self.start.as_str().is_empty()).then(|| self.start.relative_to(path).into()),
            lines: OnceLock::new(),
        });
        self.by_path.insert(path.clone(), Entry::Text(id));
        id
    }

    /// Puts a file in the place of its former state.
    pub(super) fn replace(&mut self, edited: SourceFile) {
        if let Some(file) = self.files.get_mut(edited.id.0 as usize) {
            *file = edited;
        }
    }

    /// Takes a file that is not read yet, unless it was taken before.
    pub(super) fn add_asset(&mut self, path: &DocPath) {
        if self.by_path.contains_key(path) {
            return;
        }
        let id = AssetId(u32::try_from(self.assets.len()).unwrap_or(u32::MAX));
        self.assets.push(Asset { id, path: path.clone(), text: OnceLock::new() });
        self.by_path.insert(path.clone(), Entry::Asset(id));
    }

    /// Makes the table for look-ups that ignore letter case, when all files are known.
    pub(super) fn fold_paths(&mut self) {
        let fold = |path: &DocPath| {
            let small = path.as_str().bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase());
            (!small).then(|| path.fold()).filter(|fold| fold != path.as_str())
        };
        let mut all: Vec<(&DocPath, String, Entry)> =
            self.by_path.iter().filter_map(|(path, entry)| Some((path, fold(path)?, *entry))).collect();
        all.sort_unstable();
        let mut folded = FxHashMap::default();
        folded.reserve(all.len());
        for (path, fold, entry) in all {
            // A file whose path is the key itself is found by its path.
            let own = self.by_path.get_key_value(fold.as_str()).is_some_and(|(own, _)| own < path);
            if !own {
                folded.entry(fold).or_insert(entry);
            }
        }
        self.by_fold = folded;
        self.names = OnceLock::new();
    }

    /// A text file.
    pub fn get(&self, id: FileId) -> &SourceFile {
        // Ids are made here and nowhere else; an id of another workspace is a programming error.
        #[expect(clippy::indexing_slicing, reason = "ids come from this table")]
        &self.files[id.0 as usize]
    }

    /// Whether any file lies below a folder.
    pub fn has_folder(&self, folder: &DocPath) -> bool {
        self.names.get_or_init(|| self.names()).by_folder.contains_key(folder)
    }

    /// The text files, in the order of their ids.
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }

    /// An asset.
    pub fn asset(&self, id: AssetId) -> Option<&Asset> {
        self.assets.get(id.0 as usize)
    }

    /// The other files, ordered by path.
    pub fn assets(&self) -> &[Asset] {
        &self.assets
    }

    /// The text file with exactly this path.
    pub fn find(&self, path: &str) -> Option<FileId> {
        match self.entry(path)? {
            Entry::Text(id) => Some(id),
            Entry::Asset(_) => None,
        }
    }

    /// The file, text or not, with exactly this path.
    pub fn entry(&self, path: &str) -> Option<Entry> {
        self.by_path.get(path).copied()
    }

    /// The file, text or not, whose path differs at most in letter case; of several the one that comes first in
    /// the order of bytes.
    pub fn find_folded(&self, path: &str) -> Option<Entry> {
        self.entry(path).or_else(|| {
            let fold = path.to_lowercase();
            self.by_fold.get(&fold).copied().or_else(|| self.entry(&fold))
        })
    }

    /// The first file with this name, letter case aside, and all of this folder: in order, each once.
    pub fn alike(&self, name: &str, folder: &DocPath) -> Vec<Entry> {
        let names = self.names.get_or_init(|| self.names());
        let named = names.by_name.get(&name.to_lowercase());
        let beside = names.by_folder.get(folder);
        let mut all: Vec<Entry> = named.into_iter().chain(beside.into_iter().flatten()).copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    fn names(&self) -> Names {
        let mut names = Names::default();
        let texts = self.files.iter().map(|file| (Entry::Text(file.id), &file.path));
        for (entry, path) in
            texts.chain(self.assets.iter().map(|asset| (Entry::Asset(asset.id), &asset.path)))
        {
            names.by_name.entry(path.file_name().to_lowercase()).or_insert(entry);
            let mut folder = path.parent();
            names.by_folder.entry(folder.clone()).or_default().push(entry);
            // A folder with nothing but folders in it is one too.
            while !folder.as_str().is_empty() {
                folder = folder.parent();
                match names.by_folder.entry(folder.clone()) {
                    hash_map::Entry::Occupied(_) => break,
                    hash_map::Entry::Vacant(slot) => slot.insert(Vec::new()),
                };
            }
        }
        names
    }

    /// The path of an entry.
    pub fn path(&self, entry: Entry) -> &DocPath {
        match entry {
            Entry::Text(id) => &self.get(id).path,
            #[expect(clippy::indexing_slicing, reason = "ids come from this table")]
            Entry::Asset(id) => &self.assets[id.0 as usize].path,
        }
    }

    /// The text of any file in the workspace, for snippets and includes; read at the first call, kept afterwards.
    ///
    /// # Errors
    /// When the file is missing, outside, too large or not UTF-8.
    pub fn read(&self, path: &DocPath) -> Result<Arc<str>, ReadError> {
        match self.entry(path.as_str()) {
            Some(Entry::Text(id)) => Ok(Arc::clone(&self.get(id).text)),
            Some(Entry::Asset(id)) => match self.asset(id) {
                Some(asset) => asset.text.get_or_init(|| self.read_from_disk(path)).clone(),
                None => Err(ReadError::NotFound),
            },
            None => self.read_from_disk(path),
        }
    }

    fn read_from_disk(&self, path: &DocPath) -> Result<Arc<str>, ReadError> {
        let private = |name: &str| name.eq_ignore_ascii_case(".git") || name.starts_with(".env");
        if path.as_str().split('/').any(private) {
            return Err(ReadError::Outside);
        }
        let text = read::text(&self.root, &self.disk_path(path))?;
        match text.invalid_at {
            Some(at) => Err(ReadError::Encoding(at)),
            None => Ok(text.text),
        }
    }

    /// Opens a file for copying.
    ///
    /// # Errors
    /// When it is missing or has come to lie outside, or the system refuses.
    pub fn open(&self, path: &DocPath) -> io::Result<File> {
        inside::open(&self.root, &self.disk_path(path)).map_err(io::Error::other)
    }

    /// Where a file lies on disk.
    pub fn disk_path(&self, path: &DocPath) -> PathBuf {
        self.root.join(path.as_str())
    }
}

impl Files for Sources {
    fn display_path(&self, file: FileId) -> &str {
        let file = self.get(file);
        file.display.as_deref().unwrap_or(file.path.as_str())
    }

    fn text(&self, file: FileId) -> &str {
        &self.get(file).text
    }

    fn position(&self, file: FileId, offset: u32) -> Position {
        let file = self.get(file);
        file.lines().position(&file.text, offset)
    }
}
