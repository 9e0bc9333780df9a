//! One docset as configured: which files are pages, which are copied, where they go, and what metadata they get.

use std::fmt;

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::glob::{Glob, GlobOptions, GlobSet};
use super::redirects::Redirect;
use super::rules::Rules;
use crate::base::{DocPath, FileId, Span};
use crate::diag::{Code, Diagnostic};
use crate::markdown::ParseOptions;

/// A folder with a `docfx.json`, or the content folder of a `site.toml`, with every decision made.
#[derive(Debug, Clone, Default)]
pub struct DocsetConfig {
    /// `docset_name` of the publish configuration, else the folder's name.
    pub name: String,
    /// The folder, from the workspace root. `~/` in links means this folder; globs and `src` count from it.
    pub root: DocPath,
    /// The `docfx.json`, to attach findings about its values to.
    pub file: Option<FileId>,
    /// Microsoft Learn's rules hold (there is a publish configuration, or a `[learn]` table); else DocFX's.
    pub learn: bool,
    /// Mappings of pages and TOCs.
    pub content: Vec<FileMapping>,
    /// Mappings of files that are copied.
    pub resource: Vec<FileMapping>,
    /// Mappings of overwrite files: never pages by themselves.
    pub overwrite: Vec<FileMapping>,
    /// Values for all pages: `globalMetadata`, then its files, then `[metadata.global]`.
    pub global_metadata: Map<String, Value>,
    /// Where each key of `global_metadata` stands, for those that come from a JSON file.
    pub global_metadata_spans: IndexMap<String, Span>,
    /// Values for files that a glob names, in order: for one key the last one that fits counts.
    pub file_metadata: Vec<FileMetadata>,
    /// The patterns of `file_metadata`, matched at once.
    pub(super) file_metadata_globs: GlobSet,
    /// Groups of content by name: a mount under another folder, a range of versions.
    pub groups: IndexMap<String, Group>,
    /// Version ranges by glob (`[learn] monikerRange`, `[[versions.ranges]]`); the last one that fits counts,
    /// and it counts over the group's.
    pub moniker_ranges: Vec<MonikerRange>,
    /// File that defines the versions.
    pub moniker_definition: Option<DocPath>,
    /// How its Markdown is read.
    pub markdown: ParseOptions,
    /// Folders in which missing includes are looked for.
    pub fallback_folders: Vec<DocPath>,
    /// Files with cross-reference maps, from the workspace root.
    pub xref_maps: Vec<XrefMap>,
    /// A map or service of Microsoft Learn is named by its address: the names that Learn publishes are known by rule,
    /// as nothing is fetched.
    pub names_on_learn: bool,
    /// Redirected sources that lie in this docset.
    pub redirects: Vec<Redirect>,
    /// Path of the published docset on its host (`/windows/wsl/`), if a configuration states it. Breadcrumbs
    /// tell it otherwise.
    pub base_path: Option<String>,
    /// Folders that belong to other repositories: files below them may be missing from a plain clone.
    pub dependencies: Vec<Dependency>,
    /// Where the repository can be edited.
    pub edit: Option<EditTarget>,
    /// Levels of findings.
    pub rules: Rules,
    /// Settings of the sitemap (`build.sitemap`), as written.
    pub sitemap: Option<Value>,
    /// Globs of files that are left out of everything (`[build] exclude`), from the docset's folder.
    pub exclude: GlobSet,
    /// Globs of pages that search does not find (`[search] exclude`), from the docset's folder.
    pub search_exclude: GlobSet,
    /// Folders inside that are docsets of their own, whose files are not this docset's.
    pub nested: Vec<DocPath>,
    /// Overwrite fragments, ordered by path: `X.yml.md` beside `X.yml` is no page (DocFX).
    pub(super) fragments: Vec<DocPath>,
    /// Pages are made before a build by a step that does not run here (`customized_tasks.docset_prebuild`).
    pub has_prebuild: bool,
    /// Pages that no glob lists but that are published (see `unlisted-pages-published`), ordered by path.
    pub unlisted: Vec<UnlistedPage>,
}

/// A cross-reference map of another docset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct XrefMap {
    /// The file.
    pub path: DocPath,
    /// Where the configuration names it.
    pub span: Option<Span>,
}

/// One entry of `content` or `resource`.
#[derive(Debug, Clone, Default)]
pub struct FileMapping {
    /// Folder that the globs count from, from the workspace root.
    pub src: DocPath,
    /// Folder in the output that takes the place of `src`; empty: none. No slash at either end.
    pub dest: String,
    /// Globs of files, from `src`.
    pub files: GlobSet,
    /// Globs of files that are left out, from `src`.
    pub exclude: GlobSet,
    /// Globs of files that only a pattern that names them publishes: keys, editors' leftovers.
    pub sensitive: GlobSet,
    /// Name of the group.
    pub group: Option<String>,
    /// Legacy `version`: name of a version that the entry's files belong to.
    pub version: Option<String>,
    /// TOC of the navigation bar for these files (`rootTocPath`), as written.
    pub root_toc: Option<String>,
    /// Where the entry stands.
    pub span: Option<Span>,
}

impl FileMapping {
    /// Whether the file belongs to the entry; gives its path from `src`.
    pub fn relative<'a>(&self, path: &'a DocPath) -> Option<&'a str> {
        let rest = path.strip_prefix(&self.src).filter(|rest| !rest.is_empty())?;
        let fits =
            self.files.is_match(rest) && !self.exclude.is_match(rest) && !self.sensitive.is_match(rest);
        fits.then_some(rest)
    }

    /// The site path, extension kept, of a file at `rest` below `src`.
    pub fn site_path(&self, rest: &str) -> String {
        if self.dest.is_empty() { rest.to_owned() } else { format!("{}/{rest}", self.dest) }
    }
}

/// A value for files that a glob names.
#[derive(Debug, Clone)]
pub struct FileMetadata {
    /// The metadata key.
    pub key: String,
    /// Pattern from the docset's folder.
    pub pattern: String,
    /// The value.
    pub value: Value,
    /// Where the value stands.
    pub span: Option<Span>,
}

/// A group of content.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Group {
    /// Folder in the output under which the whole group is put; empty: none.
    pub dest: String,
    /// Range of versions: `>= tool-1.0`.
    pub moniker_range: Option<String>,
    /// Where the range stands.
    pub span: Option<Span>,
}

/// A range of versions for files that a glob names.
#[derive(Debug, Clone)]
pub struct MonikerRange {
    /// Glob from the docset's folder.
    pub glob: Glob,
    /// The range.
    pub range: String,
    /// Where it stands.
    pub span: Option<Span>,
}

/// A folder that belongs to another repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependency {
    /// The folder, from the workspace root.
    pub path: DocPath,
    /// Address of the repository.
    pub url: Option<String>,
    /// Its branch.
    pub branch: Option<String>,
    /// Its pages are published with the docset's.
    pub include_in_build: bool,
}

/// Where the repository can be edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditTarget {
    /// `https://github.com/OWNER/NAME`, no slash at the end.
    pub repository: String,
    /// Branch.
    pub branch: String,
}

/// A page that no content glob lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnlistedPage {
    /// The file.
    pub path: DocPath,
    /// Index into `content` of the entry whose `dest` and group it shares.
    pub mapping: usize,
}

/// What a mapped file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MappedKind {
    /// Markdown page.
    Page,
    /// YAML or JSON page.
    DataPage,
    /// Table of contents.
    Toc,
    /// Copied as it is.
    Resource,
}

/// What becomes of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapped {
    /// Page, TOC, or resource.
    pub kind: MappedKind,
    /// Index of the entry, in `content` or (for [`MappedKind::Resource`]) in `resource`; resources that
    /// a content entry matched (a picture under `**`) have an index into `content`, see `in_content`.
    pub mapping: usize,
    /// The entry is one of `content`.
    pub in_content: bool,
    /// Path on the site with the extension of the source: group's `dest`, entry's `dest`, path below `src`.
    pub site_path: String,
}

impl DocsetConfig {
    /// What becomes of the file at `path` (from the workspace root); `None`: nothing.
    ///
    /// DocFX: content beats resource; of several entries of one list the first counts.
    pub fn classify(&self, path: &DocPath) -> Option<Mapped> {
        if self.is_left_out(path) {
            return None;
        }
        if let Some((i, mapping, rest)) = first(&self.content, path) {
            return Some(self.mapped(content_kind(path), i, true, mapping, rest));
        }
        self.classify_beside_content(path)
    }

    /// What becomes of a file that no entry of `content` lists.
    fn classify_beside_content(&self, path: &DocPath) -> Option<Mapped> {
        if let Some((i, mapping, rest)) = first(&self.resource, path) {
            return Some(self.mapped(MappedKind::Resource, i, false, mapping, rest));
        }
        let i = self.unlisted.binary_search_by(|page| page.path.cmp(path)).ok()?;
        let mapping = self.unlisted.get(i)?.mapping;
        let entry = self.content.get(mapping)?;
        let rest = path.strip_prefix(&entry.src)?;
        Some(self.mapped(content_kind(path), mapping, true, entry, rest))
    }

    /// The path that `written` means in a file of `folder`; `None` when it leads out of the workspace. `~/` is the
    /// docset's folder, in files of another repository that repository's.
    pub fn path(&self, folder: &DocPath, written: &str) -> Option<DocPath> {
        match written.strip_prefix("~/").or_else(|| written.strip_prefix("~\\")) {
            Some(rest) => self.dependency_of(folder).map_or(&self.root, |d| &d.path).join(rest),
            None => folder.join(written),
        }
    }

    /// The other repository that a path belongs to.
    pub fn dependency_of(&self, path: &DocPath) -> Option<&Dependency> {
        let around = |d: &&Dependency| !d.path.as_str().is_empty() && path.strip_prefix(&d.path).is_some();
        self.dependencies.iter().find(around)
    }

    /// What would become of a page at `path` if the file existed: for the sources of redirects. Pages of a kind
    /// that only a prebuild step lists have a place too.
    pub fn classify_missing(&self, path: &DocPath) -> Option<Mapped> {
        self.classify(path).or_else(|| {
            let mapping = self.prebuilt_mapping(path)?;
            let entry = self.content.get(mapping)?;
            let rest = path.strip_prefix(&entry.src)?;
            Some(self.mapped(content_kind(path), mapping, true, entry, rest))
        })
    }

    /// The content entry that lists the page which the docset's prebuild step makes of the Markdown file `path`:
    /// `X.yml` beside `X.md`. `None` when there is no such step, or the entry leaves the page out.
    pub fn prebuilt_mapping(&self, path: &DocPath) -> Option<usize> {
        if !self.has_prebuild || !path.has_extension("md") || self.is_left_out(path) {
            return None;
        }
        let part_of_pages = path.as_str().split('/').any(|name| name.eq_ignore_ascii_case("includes"));
        let read_me = path.file_stem().eq_ignore_ascii_case("readme");
        if part_of_pages || read_me || content_kind(path) != MappedKind::Page {
            return None;
        }
        let made = path.parent().join(&format!("{}.yml", path.file_stem()))?;
        first(&self.content, &made).map(|(i, ..)| i)
    }

    fn is_left_out(&self, path: &DocPath) -> bool {
        if self.nested.iter().any(|folder| path.strip_prefix(folder).is_some())
            || self.fragments.binary_search(path).is_ok()
        {
            return true;
        }
        !self.exclude.is_empty()
            && path.strip_prefix(&self.root).is_some_and(|rest| self.exclude.is_match(rest))
    }

    /// Whether search may find a page.
    pub fn is_searched(&self, path: &DocPath) -> bool {
        !path.strip_prefix(&self.root).is_some_and(|rest| self.search_exclude.is_match(rest))
    }

    /// Every content entry that a page belongs to: one file can be mounted at several places.
    pub fn mounts(&self, path: &DocPath) -> Vec<Mapped> {
        let mut all: Vec<Mapped> = Vec::new();
        if self.is_left_out(path) {
            return all;
        }
        for (i, mapping) in self.content.iter().enumerate() {
            let Some(rest) = mapping.relative(path) else { continue };
            let mapped = self.mapped(content_kind(path), i, true, mapping, rest);
            if !all.iter().any(|m| m.site_path == mapped.site_path) {
                all.push(mapped);
            }
        }
        if all.is_empty() {
            all.extend(self.classify_beside_content(path));
        }
        all
    }

    /// The content or resource entry of a mapped file.
    pub fn entry(&self, mapped: &Mapped) -> Option<&FileMapping> {
        if mapped.in_content { self.content.get(mapped.mapping) } else { self.resource.get(mapped.mapping) }
    }

    /// The group of a mapped file.
    pub fn group(&self, mapped: &Mapped) -> Option<&Group> {
        self.groups.get(self.entry(mapped)?.group.as_deref()?)
    }

    /// The range of versions that the configuration gives a file, and where it says so.
    pub fn moniker_range(&self, path: &DocPath, mapped: &Mapped) -> Option<(&str, Option<Span>)> {
        let rest = path.strip_prefix(&self.root);
        let by_glob = rest.and_then(|rest| self.moniker_ranges.iter().rev().find(|r| r.glob.is_match(rest)));
        if let Some(range) = by_glob {
            return Some((&range.range, range.span));
        }
        match self.group(mapped) {
            Some(group) => Some((group.moniker_range.as_deref()?, group.span)),
            // An entry without a group may name its version itself.
            None => {
                let entry = self.entry(mapped).filter(|_| self.learn)?;
                Some((entry.version.as_deref()?, entry.span))
            }
        }
    }

    /// The metadata that the configuration gives a file. Front matter goes on top.
    pub fn metadata(&self, path: &DocPath) -> Map<String, Value> {
        self.metadata_by(&self.file_metadata_fitting(path))
    }

    /// The metadata that the configuration gives to files that these `fileMetadata` entries fit.
    pub fn metadata_by(&self, fitting: &[usize]) -> Map<String, Value> {
        let mut out = self.global_metadata.clone();
        for entry in fitting.iter().filter_map(|i| self.file_metadata.get(*i)) {
            out.insert(entry.key.clone(), entry.value.clone());
        }
        out
    }

    /// The indices of the `fileMetadata` entries that fit a file, in order: files with the same have the same metadata.
    pub fn file_metadata_fitting(&self, path: &DocPath) -> Vec<usize> {
        let rest = path.strip_prefix(&self.root);
        rest.map(|rest| self.file_metadata_globs.matches(rest)).unwrap_or_default()
    }

    /// The `fileMetadata` entries that fit a file, in order; a later one of the same key counts.
    pub fn file_metadata_of(&self, path: &DocPath) -> impl Iterator<Item = &FileMetadata> {
        self.file_metadata_fitting(path).into_iter().filter_map(|i| self.file_metadata.get(i))
    }

    /// The one value that `metadata` gives for `key`.
    pub fn metadata_value(&self, path: &DocPath, key: &str) -> Option<&Value> {
        let by_file = self.file_metadata_for(path, key).map(|entry| &entry.value);
        by_file.or_else(|| self.global_metadata.get(key))
    }

    /// Where the configuration states the value that `metadata` gives for `key`.
    pub fn metadata_span(&self, path: &DocPath, key: &str) -> Option<Span> {
        let by_file = self.file_metadata_for(path, key).and_then(|entry| entry.span);
        by_file.or_else(|| self.global_metadata_spans.get(key).copied())
    }

    /// The `fileMetadata` entry that counts for a file and a key.
    fn file_metadata_for(&self, path: &DocPath, key: &str) -> Option<&FileMetadata> {
        // No pattern is looked at where none can matter.
        if self.file_metadata.iter().all(|entry| entry.key != key) {
            return None;
        }
        self.file_metadata_of(path).filter(|entry| entry.key == key).last()
    }

    /// Compiles the patterns of `file_metadata`; those that cannot be understood go to `notes`.
    pub(super) fn compile_metadata(&mut self, notes: &mut Vec<Diagnostic>) {
        let patterns = self.file_metadata.iter().map(|entry| entry.pattern.as_str());
        let (set, errors) = GlobSet::new(patterns, GlobOptions::default());
        for (i, error) in errors {
            let Some(entry) = self.file_metadata.get(i) else { continue };
            let message = format!("the pattern `{}` cannot be understood: {error}", entry.pattern);
            notes.push(Diagnostic::new(Code::GlobPatternInvalid, entry.span, message));
        }
        self.file_metadata_globs = set;
    }

    fn mapped(
        &self,
        kind: MappedKind,
        mapping: usize,
        in_content: bool,
        entry: &FileMapping,
        rest: &str,
    ) -> Mapped {
        let mut site_path = entry.site_path(rest);
        let group = entry.group.as_deref().and_then(|name| self.groups.get(name));
        // Learn tells versions apart by the query of an address, not by folders.
        if let Some(group) = group.filter(|group| !group.dest.is_empty() && !self.learn) {
            site_path = format!("{}/{site_path}", group.dest);
        }
        Mapped { kind, mapping, in_content, site_path }
    }
}

fn first<'a, 'b>(list: &'a [FileMapping], path: &'b DocPath) -> Option<(usize, &'a FileMapping, &'b str)> {
    list.iter().enumerate().find_map(|(i, mapping)| Some((i, mapping, mapping.relative(path)?)))
}

/// Whether a file of this name is a table of contents. DocFX: `toc.yml`, `toc.md` (and, Learn, `toc.json`), letter
/// case aside.
pub fn is_toc_name(name: &str) -> bool {
    let toc = ["toc.yml", "toc.md", "toc.json", "toc.yaml"];
    toc.iter().any(|t| name.eq_ignore_ascii_case(t))
}

/// What a file matched by `content` is, by its name.
pub fn content_kind(path: &DocPath) -> MappedKind {
    if is_toc_name(path.file_name()) {
        MappedKind::Toc
    } else if path.has_extension("md") || path.has_extension("markdown") {
        MappedKind::Page
    } else if ["yml", "yaml", "json"].iter().any(|e| path.has_extension(e)) {
        MappedKind::DataPage
    } else {
        MappedKind::Resource
    }
}

impl fmt::Display for MappedKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            MappedKind::Page | MappedKind::DataPage => "page",
            MappedKind::Toc => "table of contents",
            MappedKind::Resource => "resource",
        })
    }
}
