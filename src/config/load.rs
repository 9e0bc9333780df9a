//! From a folder that somebody named to the docsets that are meant.
//!
//! The rules, in order:
//! 1. The folder has a `docfx.json`: it is the docset. A `site.toml` beside it adds and overrides.
//! 2. The folder has a `site.toml`: its content folder is the docset, unless the repository publishes docsets, or
//!    there is no content folder but there are docsets below.
//! 3. The folder is a repository's root with a publish configuration: the docsets that it lists, or, when it lists
//!    none, every `docfx.json` below.
//! 4. A folder around it, up to the root, has a `docfx.json`, or a `site.toml` whose content folder holds it.
//! 5. Folders below have a `docfx.json`.
//! 6. Nothing is configured: the folder alone is a docset.

use super::docset::{DocsetConfig, FileMapping};
use super::glob::{GlobOptions, GlobSet};
use super::json::{self, Json};
use super::publish::{self, Publish};
use super::site::SiteConfig;
use super::{Config, Folder, docfx_json, overlay, sensitive, site_toml};
use crate::base::{DocPath, FileId};
use crate::diag::{Code, Diagnostic};

/// Finds and reads the configuration for the folder `start`. `None`: nothing is configured.
pub fn load(folder: &mut dyn Folder, start: &DocPath, notes: &mut Vec<Diagnostic>) -> Option<Config> {
    let mut loader = Loader { folder, notes, publish: None };
    loader.publish = loader.publish_config();
    let found = loader.find(start)?;
    Some(loader.config(start, found))
}

/// The configuration of a folder that has none: all its pages, everything else copied.
pub fn bare(name: &str) -> Config {
    let site = SiteConfig::default();
    let mut docset = site_docset(&DocPath::root(), &site);
    docset.name = name.to_owned();
    Config { site, docsets: vec![docset], ..Config::default() }
}

/// What the rules found: folders with a `docfx.json`, or the folder of a `site.toml`.
enum Found {
    Docfx(Vec<DocPath>),
    Site(DocPath),
}

struct Loader<'a> {
    folder: &'a mut dyn Folder,
    notes: &'a mut Vec<Diagnostic>,
    publish: Option<Publish>,
}

impl Loader<'_> {
    fn has(&self, folder: &DocPath, name: &str) -> bool {
        folder.join(name).is_some_and(|path| self.folder.is_file(&path))
    }

    fn publish_config(&mut self) -> Option<Publish> {
        let path = DocPath::new(publish::FILE_NAME)?;
        if !self.folder.is_file(&path) {
            return None;
        }
        let (_, json) = self.json(&path)?;
        // A file that is there but cannot be read is still a sign that the repository is Learn's.
        Some(json.map(|json| publish::read(&json, self.notes)).unwrap_or_default())
    }

    fn json(&mut self, path: &DocPath) -> Option<(FileId, Option<Json>)> {
        let (file, text) = self.folder.text(path)?;
        match json::parse(file, &text) {
            Ok(json) => Some((file, json)),
            Err(diagnostic) => {
                self.notes.push(*diagnostic);
                Some((file, None))
            }
        }
    }

    fn find(&mut self, start: &DocPath) -> Option<Found> {
        if self.has(start, docfx_json::FILE_NAME) {
            return Some(Found::Docfx(vec![start.clone()]));
        }
        let published = || {
            let listed = self.publish.as_ref().map(|p| p.docsets.as_slice()).unwrap_or_default();
            listed.iter().map(|d| d.folder.clone()).collect::<Vec<_>>()
        };
        let is_root = start.as_str().is_empty();
        if self.has(start, site_toml::FILE_NAME) {
            let listed = if is_root { published() } else { Vec::new() };
            if !listed.is_empty() {
                return Some(Found::Docfx(listed));
            }
            return Some(self.site_or_below(start));
        }
        if is_root && self.publish.is_some() {
            let listed = published();
            let all = if listed.is_empty() { self.folder.docfx_folders(start) } else { listed };
            return (!all.is_empty()).then_some(Found::Docfx(all));
        }
        if let Some(found) = self.around(start) {
            return Some(found);
        }
        let below = self.folder.docfx_folders(start);
        (!below.is_empty()).then_some(Found::Docfx(below))
    }

    fn site_or_below(&mut self, start: &DocPath) -> Found {
        let content = self.content_folder(start);
        if !content.is_some_and(|content| self.folder.is_folder(&content)) {
            let below = self.folder.docfx_folders(start);
            if !below.is_empty() {
                return Found::Docfx(below);
            }
        }
        Found::Site(start.clone())
    }

    fn content_folder(&mut self, root: &DocPath) -> Option<DocPath> {
        let (_, text) = self.folder.text(&root.join(site_toml::FILE_NAME)?)?;
        // Faults are reported when the file is read for good.
        let site = site_toml::read(FileId(0), &text, &mut Vec::new());
        root.join(&site.build.content)
    }

    fn around(&mut self, start: &DocPath) -> Option<Found> {
        let mut at = start.clone();
        while !at.as_str().is_empty() {
            at = at.parent();
            if self.has(&at, docfx_json::FILE_NAME) {
                return Some(Found::Docfx(vec![at]));
            }
            if self.has(&at, site_toml::FILE_NAME) {
                let content = self.content_folder(&at)?;
                return start.strip_prefix(&content).map(|_| Found::Site(at));
            }
        }
        None
    }

    fn config(&mut self, start: &DocPath, found: Found) -> Config {
        let site_root = self.site_root(start, &found);
        let site_path = site_root.as_ref().and_then(|root| root.join(site_toml::FILE_NAME));
        let mut config = Config::default();
        if let Some((file, text)) = site_path.and_then(|path| self.folder.text(&path)) {
            config.site = site_toml::read(file, &text, self.notes);
            config.site_file = Some(file);
        }
        config.site_root = site_root.unwrap_or_else(|| start.clone());
        config.docsets = match found {
            Found::Docfx(roots) => roots.iter().filter_map(|root| self.docfx(root)).collect(),
            Found::Site(root) => vec![self.site(&root, &config.site)],
        };
        let learn = self.publish.is_some() || config.site.learn.is_some();
        let root = config.site_root.clone();
        for docset in &mut config.docsets {
            docset.learn = learn;
            docset.markdown.learn_html = learn;
            overlay::apply(&config.site, &root, config.site_file, docset, self.notes);
            self.published(docset);
            docset.compile_metadata(self.notes);
        }
        config.redirection_files = self.publish.take().map(|p| p.redirection_files).unwrap_or_default();
        config
    }

    /// The `site.toml` that counts: of the folder named, of the only docset, of the root.
    fn site_root(&self, start: &DocPath, found: &Found) -> Option<DocPath> {
        let candidates = match found {
            Found::Site(root) => vec![root.clone()],
            Found::Docfx(roots) => {
                let only = roots.first().filter(|_| roots.len() == 1).cloned();
                [Some(start.clone()), only, Some(DocPath::root())].into_iter().flatten().collect()
            }
        };
        candidates.into_iter().find(|root| self.has(root, site_toml::FILE_NAME))
    }

    fn docfx(&mut self, root: &DocPath) -> Option<DocsetConfig> {
        let path = root.join(docfx_json::FILE_NAME)?;
        if !self.folder.is_file(&path) {
            let listed = self.publish.iter().flat_map(|p| &p.docsets).find(|d| d.folder == *root);
            let span = listed.map(|d| d.span);
            let message = format!("the docset `{root}` has no docfx.json");
            self.notes.push(Diagnostic::new(Code::ConfigNotFound, span, message));
            return None;
        }
        let (file, json) = self.json(&path)?;
        let mut docset = match json {
            Some(json) => docfx_json::read(self.folder, root, file, &json, self.notes),
            None => DocsetConfig { root: root.clone(), file: Some(file), ..DocsetConfig::default() },
        };
        docset.name = root.file_name().to_owned();
        Some(docset)
    }

    fn site(&mut self, root: &DocPath, site: &SiteConfig) -> DocsetConfig {
        let content = root.join(&site.build.content).unwrap_or_else(|| {
            let message = format!("the content folder `{}` lies outside the repository", site.build.content);
            self.notes.push(Diagnostic::new(Code::PathEscapesRoot, site.places.of("build.content"), message));
            root.clone()
        });
        if !self.folder.is_folder(&content) {
            let message = format!("the content folder `{content}` does not exist");
            let help = "Make it, or name another as `content` in `[build]`.";
            let place = site.places.of("build.content");
            self.notes.push(Diagnostic::new(Code::DirectoryNotFound, place, message).help(help));
        }
        site_docset(&content, site)
    }

    /// What the publish configuration says of a docset.
    fn published(&self, docset: &mut DocsetConfig) {
        let Some(publish) = &self.publish else { return };
        docset.dependencies.extend(publish.dependencies.iter().cloned());
        docset.edit = docset.edit.take().or_else(|| publish.edit.clone());
        docset.nested = publish
            .docsets
            .iter()
            .filter(|other| other.folder != docset.root && other.folder.strip_prefix(&docset.root).is_some())
            .map(|other| other.folder.clone())
            .collect();
        let Some(entry) = publish.docsets.iter().find(|entry| entry.folder == docset.root) else { return };
        docset.has_prebuild = entry.has_prebuild;
        if let Some(name) = &entry.name {
            docset.name.clone_from(name);
        }
    }
}

/// The docset of a `site.toml`: every page and TOC below the folder, and everything else to copy.
fn site_docset(content: &DocPath, site: &SiteConfig) -> DocsetConfig {
    let set = |patterns: &[&str]| GlobSet::new(patterns.iter().copied(), GlobOptions::default()).0;
    let parts = ["**/includes/**", "**/_includes/**"];
    let pages = FileMapping {
        src: content.clone(),
        files: set(&["**/*.md", "**/*.yml", "**/*.yaml"]),
        exclude: set(&parts),
        ..FileMapping::default()
    };
    let files = set(&["**"]);
    // The last two lie in the content folder when that is the folder of `site.toml` itself.
    let not_copied = ["**/*.md", "**/*.yml", "**/*.yaml", "site.toml", "themes/**"];
    let rest = FileMapping {
        src: content.clone(),
        sensitive: sensitive::unnamed(&files),
        files,
        exclude: set(&not_copied),
        ..FileMapping::default()
    };
    let name = if site.site.title.is_empty() { content.file_name() } else { &site.site.title };
    DocsetConfig {
        name: name.to_owned(),
        root: content.clone(),
        content: vec![pages],
        resource: vec![rest],
        ..DocsetConfig::default()
    }
}
