//! Which files become pages, TOCs and copies, and where each of them goes.

use std::sync::Arc;

use indexmap::IndexMap;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::base::{DocPath, FileId, OutPath, Span};
use crate::config::{DocsetConfig, Mapped, MappedKind};
use crate::diag::{Code, Diagnostic};
use crate::markdown::NodeKind;
use crate::source::{SourceFile, Workspace};

use super::addresses::{Emit, data_url, model_out, page_out, page_url, url_key, without_extension};
use super::catalog::{Asset, Catalog, Component, DocsetInfo};
use super::conflicts::{Place, without_conflicts, without_version_conflicts};
use super::page::{Metadata, Page, PageFacts, PageKind};
use super::{PageId, assets, metadata, monikers, redirects, yaml_page, yaml_places};

/// A TOC file and its place on the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TocSource {
    pub(super) docset: usize,
    pub(super) file: FileId,
    pub(super) path: DocPath,
    /// Site path, extension taken off: `core/toc`.
    pub(super) site_path: String,
    pub(super) range: Option<String>,
}

/// Everything that is published, before it has its place in the output.
#[derive(Debug, Default)]
pub(super) struct Routes {
    pub(super) drafts: Vec<Draft>,
    pub(super) tocs: Vec<TocSource>,
    /// Pages that only lead elsewhere.
    pub(super) moved: Vec<redirects::Stated>,
}

/// A page without its place in the output.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) docset: usize,
    pub(super) file: FileId,
    pub(super) path: DocPath,
    pub(super) kind: PageKind,
    pub(super) site_path: String,
    pub(super) metadata: Arc<Metadata>,
    /// The range of versions by configuration and where it is stated.
    pub(super) range: Option<(String, Option<Span>)>,
    pub(super) unlisted: bool,
}

/// Finds pages, TOCs and files to copy.
pub(super) fn collect(workspace: &Workspace, catalog: &mut Catalog, sink: &mut Vec<Diagnostic>) -> Routes {
    let mut routes = Routes::default();
    let docsets = &workspace.config.docsets;
    let moved: Vec<FxHashSet<String>> = docsets
        .iter()
        .map(|d| if d.learn { redirects::redirected_sources(d) } else { FxHashSet::default() })
        .collect();
    for file in workspace.sources.files() {
        for index in owners(docsets, &file.path) {
            let (Some(config), Some(moved)) = (docsets.get(index), moved.get(index)) else { continue };
            let mounts = config.mounts(&file.path);
            let is_page = mounts.iter().any(|m| m.kind != MappedKind::Resource);
            if is_page && !moved.is_empty() && moved.contains(&redirects::page_key(&file.path)) {
                sink.push(moved_but_there(config, file));
                continue;
            }
            let mut target = Target { workspace, catalog, routes: &mut routes, sink };
            for mapped in &mounts {
                target.add(index, config, file, mapped);
            }
        }
    }
    for asset in workspace.sources.assets() {
        for index in owners(docsets, &asset.path) {
            let Some(config) = docsets.get(index) else { continue };
            if let Some(mapped) = config.classify(&asset.path).filter(|m| m.kind == MappedKind::Resource) {
                // Its place is completed when the docsets' folders in the output are known.
                if let Some(out) = OutPath::new(&mapped.site_path) {
                    catalog.assets.push(Asset { path: asset.path.clone(), out, url: String::new() });
                    catalog.asset_docsets.push(index);
                }
            }
        }
    }
    routes
}

/// The docsets that may publish a file: the one whose folder lies deepest around it, else all whose `src` reaches out.
fn owners(docsets: &[DocsetConfig], path: &DocPath) -> Vec<usize> {
    let inside = docsets.iter().enumerate().filter(|(_, d)| path.strip_prefix(&d.root).is_some());
    match inside.max_by_key(|(_, d)| d.root.as_str().len()) {
        Some((i, _)) => vec![i],
        None => {
            let reaches = |d: &DocsetConfig| {
                let mut all = d.content.iter().chain(&d.resource);
                all.any(|m| m.src.strip_prefix(&d.root).is_none() && path.strip_prefix(&m.src).is_some())
            };
            docsets.iter().enumerate().filter(|(_, d)| reaches(d)).map(|(i, _)| i).collect()
        }
    }
}

fn moved_but_there(config: &DocsetConfig, file: &SourceFile) -> Diagnostic {
    let key = redirects::page_key(&file.path);
    let redirect = config.redirects.iter().find(|r| redirects::page_key(&r.source) == key);
    Diagnostic::new(
        Code::RedirectedFileNotRemoved,
        redirect.map(|r| r.source_span),
        format!("{} is redirected but still exists; the redirect counts", file.path),
    )
    .help("delete the file, or the redirect")
}

struct Target<'a> {
    workspace: &'a Workspace,
    catalog: &'a mut Catalog,
    routes: &'a mut Routes,
    sink: &'a mut Vec<Diagnostic>,
}

impl Target<'_> {
    fn add(&mut self, docset: usize, config: &DocsetConfig, file: &SourceFile, mapped: &Mapped) {
        let site_path = without_extension(&mapped.site_path).to_owned();
        let range = config.moniker_range(&file.path, mapped).map(|(r, s)| (r.to_owned(), s));
        match mapped.kind {
            MappedKind::Toc => self.routes.tocs.push(TocSource {
                docset,
                file: file.id,
                path: file.path.clone(),
                site_path,
                range: range.map(|(r, _)| r),
            }),
            MappedKind::Resource => {
                if let Some(out) = OutPath::new(&mapped.site_path) {
                    self.catalog.assets.push(Asset { path: file.path.clone(), out, url: String::new() });
                    self.catalog.asset_docsets.push(docset);
                }
            }
            MappedKind::Page | MappedKind::DataPage => {
                if mapped.kind == MappedKind::DataPage
                    && let Some(data) = yaml_page::component(&file.text)
                {
                    self.catalog.components.push(Component { docset, file: file.id, site_path, data });
                    return;
                }
                let Some((kind, metadata)) = self.read((docset, config), file, mapped.kind) else { return };
                if self.catalog.emit == Emit::Site
                    && let Some(data) = self.catalog.data.get(&file.id).filter(|d| d.component)
                {
                    let data = data.data.clone();
                    self.catalog.components.push(Component { docset, file: file.id, site_path, data });
                    return;
                }
                let unlisted = config.unlisted.binary_search_by(|u| u.path.cmp(&file.path)).is_ok();
                if let Some(target) = metadata::text(&metadata, "redirect_url").filter(|_| !config.learn) {
                    self.routes.moved.push(redirects::Stated {
                        docset,
                        source: file.path.clone(),
                        site_path,
                        target,
                        target_span: Span::at(file.id, 0),
                        monikers: Vec::new(),
                        identity: false,
                    });
                    return;
                }
                self.routes.drafts.push(Draft {
                    docset,
                    file: file.id,
                    path: file.path.clone(),
                    kind,
                    site_path,
                    metadata: Arc::new(metadata),
                    range,
                    unlisted,
                });
            }
        }
    }

    /// The kind and metadata of a page; `None` when the file makes none.
    fn read(
        &mut self,
        (docset, config): (usize, &DocsetConfig),
        file: &SourceFile,
        kind: MappedKind,
    ) -> Option<(PageKind, Metadata)> {
        if kind == MappedKind::DataPage {
            if !self.catalog.data.contains_key(&file.id) {
                let schemas = (docset, &self.catalog.schemas);
                let data = yaml_page::read(file.id, &file.text, &config.markdown, schemas, self.sink)?;
                for text in &data.texts {
                    let found = text.document.diagnostics.iter().cloned();
                    self.sink.extend(found.map(|mut d| {
                        d.primary = d.primary.map(|span| text.in_file(span));
                        d.related.clear();
                        d.fix = None;
                        d
                    }));
                }
                self.catalog.data.insert(file.id, data);
            }
            let data = self.catalog.data.get(&file.id)?;
            let place = |key: &str| yaml_places::key(file.id, &file.text, key);
            let metadata = metadata::merge(config, &file.path, &data.metadata(), &place, self.sink);
            return Some((PageKind::Data(data.layout), metadata));
        }
        let document = self.catalog.documents.get(file.id)?.clone();
        let empty = Metadata::new();
        let front = document.front_matter.as_ref();
        let own = front.map_or(&empty, |f| &f.data);
        let place = |key: &str| front.map_or(Span::at(file.id, 0), |f| f.value_span(key, &file.text));
        let metadata = metadata::merge(config, &file.path, own, &place, self.sink);
        let draft = metadata.get("draft").and_then(serde_json::Value::as_bool).unwrap_or(false);
        (!draft || self.workspace.config.site.build.drafts).then_some((PageKind::Article, metadata))
    }
}

/// Gathers the versions that the configuration knows.
pub(super) fn versions(
    workspace: &Workspace,
    routes: &Routes,
    sink: &mut Vec<Diagnostic>,
) -> monikers::Monikers {
    let site = &workspace.config.site;
    if let Some(found) = site
        .learn
        .as_ref()
        .and_then(|l| l.moniker_definition.as_ref())
        .filter(|definition| definition.is_object())
        .and_then(monikers::Monikers::from_definition)
    {
        return found;
    }
    let paths = workspace.config.docsets.iter().filter_map(|d| d.moniker_definition.as_ref());
    for path in paths {
        let (Some(file), Ok(text)) = (workspace.sources.find(path.as_str()), workspace.sources.read(path))
        else {
            let stated =
                workspace.config.docsets.iter().find(|d| d.moniker_definition.as_ref() == Some(path));
            let at =
                workspace.config.site_file.or_else(|| stated.and_then(|d| d.file)).map(|f| Span::at(f, 0));
            let message = format!("the definition of the versions, {path}, cannot be read");
            sink.push(
                Diagnostic::new(Code::FileNotFound, at, message).help("check its path in the configuration"),
            );
            continue;
        };
        let value = yaml_page::data(file, &text, sink);
        if let Some(found) = value.and_then(|v| monikers::Monikers::from_definition(&v)) {
            return found;
        }
    }
    if !site.versions.list.is_empty() {
        let rows = site.versions.list.iter();
        return monikers::Monikers::from_list(
            rows.map(|v| (v.moniker.clone(), v.name.clone(), v.product.clone())),
        );
    }
    let mut names = Vec::new();
    let groups = workspace.config.docsets.iter().flat_map(|d| d.groups.values());
    names.extend(groups.filter_map(|g| g.moniker_range.as_deref()).flat_map(monikers::names));
    for draft in &routes.drafts {
        names.extend(draft.range.iter().flat_map(|(r, _)| monikers::names(r)));
        if draft.range.is_some() {
            names.extend(
                metadata::text(&draft.metadata, "monikerRange").iter().flat_map(|r| monikers::names(r)),
            );
        }
    }
    monikers::Monikers::from_names(names)
}

/// The folder of each docset in the output, and the docsets as the site sees them.
pub(super) fn docsets(workspace: &Workspace, routes: &Routes) -> Vec<DocsetInfo> {
    let configs = &workspace.config.docsets;
    let with_pages: FxHashSet<usize> = routes.drafts.iter().map(|d| d.docset).collect();
    let several = with_pages.len() > 1;
    let name_of = |d: &DocsetConfig| d.root.file_name().to_lowercase();
    let shared = |name: &str| configs.iter().filter(|d| name_of(d) == name).count() > 1;
    configs
        .iter()
        .map(|config| {
            let name = name_of(config);
            let prefix = match several {
                false => String::new(),
                true if name.is_empty() || shared(&name) => config.root.as_str().to_owned(),
                true => config.root.file_name().to_owned(),
            };
            let base = config.base_path.as_deref().unwrap_or_default().trim_matches('/').to_lowercase();
            DocsetInfo {
                name: config.name.clone(),
                root: config.root.clone(),
                prefix,
                base: if base.is_empty() { base } else { format!("/{base}") },
                learn: config.learn,
                names_on_learn: config.names_on_learn,
            }
        })
        .collect()
}

/// Gives every page its versions and its place, and orders pages by it.
pub(super) fn place(
    workspace: &Workspace,
    catalog: &mut Catalog,
    drafts: Vec<Draft>,
    sink: &mut Vec<Diagnostic>,
) {
    let mut placed: Vec<(Draft, Vec<String>)> = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let Some(monikers) = super::assemble::monikers_of(workspace, catalog, &draft, sink) else { continue };
        match catalog.emit {
            Emit::Site => {
                let parts = apart(catalog, draft.file, monikers);
                placed.extend(parts.into_iter().map(|part| (draft.clone(), part)));
            }
            Emit::Model => placed.push((draft, monikers)),
        }
    }
    let newest = newest_of_each(catalog, &placed);
    let mut pages = Vec::with_capacity(placed.len());
    for (i, (draft, monikers)) in placed.into_iter().enumerate() {
        let Some(info) = catalog.docsets.get(draft.docset) else { continue };
        let is_newest = newest.get(&(draft.docset, draft.site_path.to_lowercase())) == Some(&i);
        let version = if is_newest { None } else { monikers.last().map(String::as_str) };
        let out = match catalog.emit {
            Emit::Site => page_out(&info.prefix, version, &draft.site_path),
            Emit::Model => model_out(&info.base, &monikers, &draft.site_path, catalog.lower(draft.docset)),
        };
        let Some(out) = out else {
            let at = Span::at(draft.file, 0);
            let message = format!("{} has no usable place in the output", draft.path);
            sink.push(Diagnostic::new(Code::PathInvalid, at, message).help("rename the file"));
            continue;
        };
        pages.push(Page {
            id: PageId(0),
            docset: draft.docset,
            file: draft.file,
            path: draft.path,
            kind: draft.kind,
            out,
            url: match catalog.is_component(draft.file) {
                true => data_url(&info.base, &draft.site_path, catalog.lower(draft.docset)),
                false => page_url(&info.base, &draft.site_path, catalog.lower(draft.docset)),
            },
            site_path: draft.site_path,
            metadata: draft.metadata,
            monikers: monikers.into(),
            toc: None,
            unlisted: draft.unlisted,
            facts: PageFacts::default(),
        });
    }
    pages.sort_by(|a, b| a.out.cmp(&b.out));
    let pages = without_version_conflicts(catalog, pages, sink);
    let pages = without_conflicts(pages, sink);
    register(catalog, pages);
    assets::place(workspace, catalog, sink);
}

/// Versions of a page by what they show of it: those with the same version zones stay together as one page.
///
/// The zones of the page's own document count. A model keeps all versions in one, as Learn's pages choose at run time.
fn apart(catalog: &Catalog, file: FileId, monikers: Vec<String>) -> Vec<Vec<String>> {
    let Some(document) = catalog.documents.get(file).filter(|_| monikers.len() > 1) else {
        return vec![monikers];
    };
    let mut zones: Vec<Vec<String>> = Vec::new();
    for node in document.ids() {
        if let NodeKind::Moniker(range) = document.kind(node) {
            zones.extend(catalog.monikers.expand(document.str(range)));
        }
    }
    let mut parts: IndexMap<Vec<bool>, Vec<String>> = IndexMap::new();
    for moniker in monikers {
        let shown = zones.iter().map(|zone| zone.contains(&moniker)).collect();
        parts.entry(shown).or_default().push(moniker);
    }
    parts.into_values().collect()
}

/// Of the pages of one site path, the one whose newest version is newest.
fn newest_of_each(catalog: &Catalog, placed: &[(Draft, Vec<String>)]) -> FxHashMap<Place, usize> {
    let mut best: FxHashMap<Place, (usize, Option<usize>)> = FxHashMap::default();
    for (i, (draft, monikers)) in placed.iter().enumerate() {
        // An unversioned page stands above all versions.
        let order = monikers.last().map_or(Some(usize::MAX), |m| catalog.monikers.order(m));
        let slot = best.entry((draft.docset, draft.site_path.to_lowercase())).or_insert((i, order));
        if order > slot.1 {
            *slot = (i, order);
        }
    }
    best.into_iter().map(|(key, (i, _))| (key, i)).collect()
}

/// Numbers the pages and fills the tables that lead to them.
fn register(catalog: &mut Catalog, mut pages: Vec<Page>) {
    let mut by_url: FxHashMap<String, Vec<PageId>> = FxHashMap::default();
    for (i, page) in pages.iter_mut().enumerate() {
        page.id = PageId(u32::try_from(i).unwrap_or(u32::MAX));
        catalog.by_file.entry(page.file).or_default().push(page.id);
        let key = url_key(&page.url);
        let base = catalog.docsets.get(page.docset).map_or("", |d| d.base.as_str());
        // The folder of an index is known by its other pages; the docset's base is shared with other docsets.
        if let Some((folder, name)) = key.rsplit_once('/').filter(|(_, name)| !name.is_empty()) {
            if folder.len() > base.len() {
                catalog.url_folders.insert(folder.to_owned());
            }
            // PowerShell: the folder of a module is the address of the module's page, which has the folder's name.
            if folder.ends_with(name)
                && folder.len() > name.len()
                && page.metadata.contains_key("Module Name")
            {
                by_url.entry(format!("{folder}/")).or_default().push(page.id);
            }
        }
        by_url.entry(key).or_default().push(page.id);
    }
    // The page at the plain path comes first: it is the one to take when nothing else decides.
    for ids in by_url.values_mut().chain(catalog.by_file.values_mut()) {
        ids.sort_by_key(|id| pages.get(id.0 as usize).map(|p| (p.out.as_str().len(), p.id)));
    }
    catalog.by_url = by_url;
    catalog.pages = pages;
}
