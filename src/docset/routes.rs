//! Which files become pages, TOCs and copies, and where each of them goes.

use std::collections::hash_map::Entry;
use std::sync::Arc;

use indexmap::IndexMap;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::base::{DocPath, FileId, OutPath, Span};
use crate::config::{DocsetConfig, MappedKind};
use crate::diag::{Code, Diagnostic};
use crate::source::{SourceFile, Workspace};

use super::addresses::{Emit, data_url, model_out, page_out, page_url, url_key, without_extension};
use super::catalog::{Asset, Catalog, Component, DocsetInfo, PagesByFile};
use super::conflicts::{Place, without_conflicts, without_version_conflicts};
use super::page::{Page, PageFacts, PageKind};
use super::reading::{Claim, Mount, Reading, Structured, owners};
use super::{FileFacts, Metadata, PageId, assets, metadata, monikers, redirects, yaml_page, yaml_places};

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
    pub(super) metadata: Metadata,
    /// The range of versions by configuration and where it is stated.
    pub(super) range: Option<(String, Option<Span>)>,
    pub(super) unlisted: bool,
}

/// Finds pages, TOCs and files to copy. `readings` are those of the workspace's files, in their order.
pub(super) fn collect(
    workspace: &Workspace,
    readings: Vec<Reading>,
    catalog: &mut Catalog,
    sink: &mut Vec<Diagnostic>,
) -> Routes {
    let mut routes = Routes::default();
    let mut given = metadata::Given::default();
    let docsets = &workspace.config.docsets;
    let moved: Vec<redirects::Sources> = docsets
        .iter()
        .map(|d| if d.learn { redirects::Sources::of(d) } else { redirects::Sources::default() })
        .collect();
    for (file, mut reading) in workspace.sources.files().iter().zip(readings) {
        for claim in std::mem::take(&mut reading.claims) {
            let (Some(config), Some(moved)) = (docsets.get(claim.docset), moved.get(claim.docset)) else {
                continue;
            };
            if claim.is_page()
                && let Some(redirect) = moved.leading_away(&file.path)
            {
                sink.push(moved_but_there(redirect, file));
                continue;
            }
            let Claim { docset, mounts, fitting } = claim;
            let mut target = Target {
                workspace,
                catalog,
                routes: &mut routes,
                given: &mut given,
                sink,
                docset,
                config,
                file,
                fitting: &fitting,
                data: &mut reading.data,
            };
            for mount in mounts {
                target.add(mount);
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

fn moved_but_there(redirect: Span, file: &SourceFile) -> Diagnostic {
    let message = format!("{} is redirected but still exists; the redirect counts", file.path);
    Diagnostic::new(Code::RedirectedFileNotRemoved, redirect, message)
        .help("delete the file, or the redirect")
}

/// A file of a docset that takes its places on the site.
struct Target<'a> {
    workspace: &'a Workspace,
    catalog: &'a mut Catalog,
    routes: &'a mut Routes,
    given: &'a mut metadata::Given,
    sink: &'a mut Vec<Diagnostic>,
    docset: usize,
    config: &'a DocsetConfig,
    file: &'a SourceFile,
    /// The `fileMetadata` entries that fit the file.
    fitting: &'a [usize],
    data: &'a mut Option<Structured>,
}

impl Target<'_> {
    fn add(&mut self, Mount { mapped, range }: Mount) {
        let (docset, file) = (self.docset, self.file);
        let site_path = without_extension(&mapped.site_path).to_owned();
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
                    && let Some(Structured::Component(data)) = &self.data
                {
                    let data = data.clone();
                    self.catalog.components.push(Component { docset, file: file.id, site_path, data });
                    return;
                }
                let Some((kind, metadata)) = self.read(mapped.kind) else { return };
                if self.catalog.emit == Emit::Site
                    && let Some(data) = self.catalog.data.get(&file.id).filter(|d| d.component)
                {
                    let data = data.data.clone();
                    self.catalog.components.push(Component { docset, file: file.id, site_path, data });
                    return;
                }
                let unlisted = self.config.unlisted.binary_search_by(|u| u.path.cmp(&file.path)).is_ok();
                let target =
                    if self.config.learn { None } else { metadata::text(metadata.get("redirect_url")) };
                if let Some(target) = target {
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
                    metadata,
                    range,
                    unlisted,
                });
            }
        }
    }

    /// The kind and metadata of a page; `None` when the file makes none.
    fn read(&mut self, kind: MappedKind) -> Option<(PageKind, Metadata)> {
        let (config, file) = (self.config, self.file);
        let given = self.given.of((self.docset, config), self.fitting);
        if kind == MappedKind::DataPage {
            if let Some(Structured::Page(page, said)) = self.data.take() {
                self.sink.extend(said);
                self.catalog.data.extend(page.map(|page| (file.id, *page)));
            }
            let data = self.catalog.data.get(&file.id)?;
            let place = |key: &str| yaml_places::key(file.id, &file.text, key);
            let own = Arc::new(data.metadata());
            let metadata = metadata::merge((config, &file.path), given, own, &place, self.sink);
            return Some((PageKind::Data(data.layout), metadata));
        }
        let facts = Arc::clone(self.catalog.documents.facts(file.id)?);
        let front = facts.front_matter();
        let own = front.map(|f| Arc::clone(&f.data)).unwrap_or_default();
        let place = |key: &str| front.map_or(Span::at(file.id, 0), |f| f.value_span(key, &file.text));
        let metadata = metadata::merge((config, &file.path), given, own, &place, self.sink);
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
                metadata::text(draft.metadata.get("monikerRange")).iter().flat_map(|r| monikers::names(r)),
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
                let mut parts = apart(catalog, draft.file, monikers);
                let last = parts.pop();
                placed.extend(parts.into_iter().map(|part| (draft.clone(), part)));
                placed.extend(last.map(|part| (draft, part)));
            }
            Emit::Model => placed.push((draft, monikers)),
        }
    }
    let newest = newest_of_each(catalog, &placed);
    let mut lists: FxHashSet<Arc<[String]>> = FxHashSet::default();
    let mut pages = Vec::with_capacity(placed.len());
    for ((draft, monikers), is_newest) in placed.into_iter().zip(newest) {
        let Some(info) = catalog.docsets.get(draft.docset) else { continue };
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
            monikers: shared(&mut lists, monikers),
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
    let zoned = |facts: &&Arc<FileFacts>| !facts.version_zones.is_empty() && monikers.len() > 1;
    let Some(facts) = catalog.documents.facts(file).filter(zoned) else {
        return vec![monikers];
    };
    let zones = facts.version_zones.iter();
    let zones: Vec<Vec<String>> = zones.flat_map(|range| catalog.monikers.expand(range)).collect();
    let mut parts: IndexMap<Vec<bool>, Vec<String>> = IndexMap::new();
    for moniker in monikers {
        let shown = zones.iter().map(|zone| zone.contains(&moniker)).collect();
        parts.entry(shown).or_default().push(moniker);
    }
    parts.into_values().collect()
}

/// A list of versions, held once for all pages that have it.
fn shared(lists: &mut FxHashSet<Arc<[String]>>, list: Vec<String>) -> Arc<[String]> {
    if let Some(held) = lists.get(list.as_slice()) {
        return Arc::clone(held);
    }
    let held: Arc<[String]> = list.into();
    lists.insert(Arc::clone(&held));
    held
}

/// For each page whether, of those of its site path, its newest version is newest.
fn newest_of_each(catalog: &Catalog, placed: &[(Draft, Vec<String>)]) -> Vec<bool> {
    let mut newest = vec![true; placed.len()];
    if placed.iter().all(|(_, monikers)| monikers.is_empty()) {
        // Without versions a page's place is the same either way.
        return newest;
    }
    let mut best: FxHashMap<Place, (usize, Option<usize>)> = FxHashMap::default();
    for (i, (draft, monikers)) in placed.iter().enumerate() {
        // An unversioned page stands above all versions.
        let order = monikers.last().map_or(Some(usize::MAX), |m| catalog.monikers.order(m));
        match best.entry((draft.docset, draft.site_path.to_lowercase())) {
            Entry::Vacant(slot) => {
                slot.insert((i, order));
            }
            Entry::Occupied(mut slot) => {
                let (other, before) = *slot.get();
                let older = if order > before { other } else { i };
                if order > before {
                    slot.insert((i, order));
                }
                if let Some(is_newest) = newest.get_mut(older) {
                    *is_newest = false;
                }
            }
        }
    }
    newest
}

/// Numbers the pages and fills the tables that lead to them.
fn register(catalog: &mut Catalog, mut pages: Vec<Page>) {
    let mut by_url: FxHashMap<String, Vec<PageId>> = FxHashMap::default();
    for (i, page) in pages.iter_mut().enumerate() {
        page.id = PageId(u32::try_from(i).unwrap_or(u32::MAX));
        let key = url_key(&page.url);
        let base = catalog.docsets.get(page.docset).map_or("", |d| d.base.as_str());
        // The folder of an index is known by its other pages; the docset's base is shared with other docsets.
        if let Some((folder, name)) = key.rsplit_once('/').filter(|(_, name)| !name.is_empty()) {
            if folder.len() > base.len() && !catalog.url_folders.contains(folder) {
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
    for ids in by_url.values_mut().filter(|ids| ids.len() > 1) {
        ids.sort_by_key(|id| pages.get(id.0 as usize).map(|p| (p.out.as_str().len(), p.id)));
    }
    let mut by_file: Vec<_> = pages.iter().map(|p| (p.file, p.out.as_str().len(), p.id)).collect();
    by_file.sort_unstable();
    catalog.by_file = PagesByFile::new(by_file.into_iter().map(|(file, _, page)| (file, page)));
    catalog.by_url = by_url;
    catalog.pages = pages;
}
