//! From a folder that somebody named to a workspace.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::files::{ReadError, Sources};
use super::read::{self, Text};
use super::walk::{self, Walk};
use super::{OpenError, OpenOptions, Workspace};
use crate::base::{DocPath, FileId, Span};
use crate::config::{self, Config, DocsetConfig, Folder, MappedKind};
use crate::diag::{Code, Diagnostic};

/// Opens the workspace around `dir`.
pub(super) fn open(dir: &Path, options: &OpenOptions) -> Result<Workspace, OpenError> {
    let named = named_folder(dir)?;
    let mut notes = Vec::new();
    let root = repository(&named).unwrap_or_else(|| named.clone());
    let start = inside(&root, &named).unwrap_or_default();
    let mut opener = Opener::new(root, start);
    let start = opener.start.clone();
    let (mut opener, mut config) = match config::load(&mut opener, &start, &mut notes) {
        Some(config) => (opener, config),
        // Nothing is configured: the folder stands for itself, whatever lies around it.
        None => {
            let name = named.file_name().and_then(|n| n.to_str()).unwrap_or("docs");
            notes.clear();
            (Opener::new(named.clone(), DocPath::root()), config::bare(name))
        }
    };
    let output = output_folder(&opener, &config, options);
    let walk = Walk { root: &opener.root, dot: wants_dot_names(&config), output: output.as_deref() };
    let paths = walk.files(&folders(&opener, &config), &mut notes);
    config::settle(&mut config, &mut opener, &paths, &mut notes);
    opener.read(&paths, &config);
    notes.append(&mut opener.notes);
    let Opener { root, start, sources, .. } = opener;
    Ok(Workspace { root, start, config, sources, history: None, diagnostics: notes })
}

/// The folder, canonical. A configuration file stands for its folder.
fn named_folder(dir: &Path) -> Result<PathBuf, OpenError> {
    let path = dir.canonicalize().map_err(|source| match source.kind() {
        std::io::ErrorKind::NotFound => OpenError::NotFound(dir.to_owned()),
        _ => OpenError::Io { path: dir.to_owned(), source },
    })?;
    if path.is_dir() {
        return Ok(path);
    }
    let is_config = path.file_name().is_some_and(|n| n == "docfx.json" || n == "site.toml");
    match path.parent().filter(|_| is_config) {
        Some(parent) => Ok(parent.to_owned()),
        None => Err(OpenError::NotAFolder(dir.to_owned())),
    }
}

/// The repository around a folder: the nearest folder upward with a `.git` or a publish configuration; outside a
/// repository, the nearest with a configuration.
fn repository(named: &Path) -> Option<PathBuf> {
    let is_root = |p: &&Path| p.join(".git").exists() || p.join(config::PUBLISH_FILE_NAME).is_file();
    let is_site = |p: &&Path| p.join("docfx.json").is_file() || p.join("site.toml").is_file();
    named.ancestors().find(is_root).or_else(|| named.ancestors().find(is_site)).map(Path::to_owned)
}

fn inside(root: &Path, path: &Path) -> Option<DocPath> {
    DocPath::new(path.strip_prefix(root).ok()?.to_str()?)
}

fn output_folder(opener: &Opener, config: &Config, options: &OpenOptions) -> Option<PathBuf> {
    let configured = || Some(opener.disk(&config.site_root.join(&config.site.build.output)?));
    let folder = options.output.clone().or_else(configured)?;
    folder.canonicalize().ok().filter(|folder| *folder != opener.root)
}

fn wants_dot_names(config: &Config) -> bool {
    let entries =
        |d: &DocsetConfig| d.content.iter().chain(&d.resource).any(|entry| entry.files.reaches_dot_names());
    config.docsets.iter().any(entries)
}

/// The folders whose files count: a whole repository of Learn's; else the docsets and what their entries name.
fn folders(opener: &Opener, config: &Config) -> Vec<DocPath> {
    let learn_root = DocPath::new(config::PUBLISH_FILE_NAME).filter(|path| opener.is_file(path));
    if learn_root.is_some() {
        return vec![DocPath::root()];
    }
    let entries = |d: &DocsetConfig| {
        let maps = d.content.iter().chain(&d.resource).chain(&d.overwrite).map(|entry| entry.src.clone());
        let shared = d.fallback_folders.iter().cloned();
        maps.chain(shared).chain([d.root.clone()]).collect::<Vec<_>>()
    };
    let mut all: Vec<DocPath> = config.docsets.iter().flat_map(entries).collect();
    all.sort_unstable();
    all.dedup();
    let outer = all.clone();
    all.retain(|path| !outer.iter().any(|o| o != path && path.strip_prefix(o).is_some()));
    all
}

/// Reads configuration files as they are asked for, then everything else at once.
struct Opener {
    root: PathBuf,
    start: DocPath,
    sources: Sources,
    notes: Vec<Diagnostic>,
}

impl Opener {
    fn new(root: PathBuf, start: DocPath) -> Self {
        let sources = Sources::new(root.clone(), start.clone());
        Opener { root, start, sources, notes: Vec::new() }
    }

    fn disk(&self, path: &DocPath) -> PathBuf {
        self.root.join(path.as_str())
    }

    /// Reads every text that pages, TOCs and data can need; lists everything else.
    fn read(&mut self, paths: &[DocPath], config: &Config) {
        let wanted: Vec<&DocPath> = paths
            .iter()
            .filter(|path| self.sources.find(path.as_str()).is_none() && is_text(path, config))
            .collect();
        let root = &self.root;
        let texts: Vec<(&DocPath, Result<Text, ReadError>)> = wanted
            .into_par_iter()
            .map_init(Vec::new, |buffer, path| (path, read::text_by(root, &root.join(path.as_str()), buffer)))
            .collect();
        self.sources.reserve(texts.len(), paths.len().saturating_sub(texts.len()));
        for (path, text) in texts {
            self.take(path, text);
        }
        for path in paths {
            self.sources.add_asset(path);
        }
        self.sources.fold_paths();
    }

    fn take(&mut self, path: &DocPath, text: Result<Text, ReadError>) -> Option<FileId> {
        let text = match text {
            Ok(text) => text,
            Err(error) => {
                self.notes.push(unreadable(path, &error));
                return None;
            }
        };
        let (invalid_at, nul_at, unmerged_at) = (text.invalid_at, text.nul_at, text.unmerged_at);
        let id = self.sources.add_text(path, text);
        if let Some(at) = invalid_at {
            let message = format!("the file is not UTF-8: the first bad byte is byte {at}");
            let help = "Save it as UTF-8.";
            self.notes.push(Diagnostic::new(Code::InvalidEncoding, Span::at(id, at), message).help(help));
        }
        if let Some(at) = nul_at {
            let message = "the file has a NUL character; it is shown as a replacement character";
            let help = "Take it out, or save the file as UTF-8.";
            self.notes.push(Diagnostic::new(Code::NulCharacter, Span::at(id, at), message).help(help));
        }
        if let Some(at) = unmerged_at {
            let message = "version control left two versions here, for a person to choose";
            let help = "Keep one of the two and remove the three marker lines.";
            self.notes.push(Diagnostic::new(Code::MergeConflict, Span::at(id, at), message).help(help));
        }
        Some(id)
    }
}

fn unreadable(path: &DocPath, error: &ReadError) -> Diagnostic {
    let code = match error {
        ReadError::TooLarge(_) => Code::FileTooLarge,
        ReadError::Outside => Code::PathEscapesRoot,
        _ => Code::FileNotFound,
    };
    Diagnostic::new(code, None, format!("cannot read `{path}`: {error}"))
}

/// Whether a file is read at once: Markdown and YAML always (any of it can be included or named by a TOC), JSON
/// when it is a page, a TOC, or named by the configuration.
fn is_text(path: &DocPath, config: &Config) -> bool {
    if ["md", "markdown", "yml", "yaml"].iter().any(|ext| path.has_extension(ext)) {
        return true;
    }
    let page = |d: &DocsetConfig| {
        let kind = d.classify(path).map(|mapped| mapped.kind);
        matches!(kind, Some(MappedKind::DataPage | MappedKind::Toc))
            || d.moniker_definition.as_ref() == Some(path)
            || d.xref_maps.iter().any(|map| map.path == *path)
    };
    path.has_extension("json") && config.docsets.iter().any(page)
}

impl Folder for Opener {
    fn is_file(&self, path: &DocPath) -> bool {
        self.disk(path).is_file()
    }

    fn is_folder(&self, path: &DocPath) -> bool {
        self.disk(path).is_dir()
    }

    fn docfx_folders(&mut self, path: &DocPath) -> Vec<DocPath> {
        walk::docfx_folders(&self.root, path)
    }

    fn text(&mut self, path: &DocPath) -> Option<(FileId, Arc<str>)> {
        if let Some(id) = self.sources.find(path.as_str()) {
            return Some((id, Arc::clone(&self.sources.get(id).text)));
        }
        let text = read::text(&self.root, &self.disk(path));
        if let Err(ReadError::NotFound) = text {
            return None;
        }
        let id = self.take(path, text)?;
        Some((id, Arc::clone(&self.sources.get(id).text)))
    }
}
