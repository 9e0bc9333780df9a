//! The models beside the pages: TOCs, redirects, cross references, addresses.

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Map, Value, json};

use crate::base::{Artifact, FileId, OutPath, url};
use crate::config::UrlType;
use crate::source::Workspace;

use super::super::addresses::{model_out, moniker_group, relative_url};
use super::super::toc::{Toc, TocTarget};
use super::super::xref::name_on_learn;
use super::super::{Catalog, Page};

/// The TOCs, except those whose file is in `failed`.
pub fn toc_models(catalog: &Catalog, failed: &FxHashSet<FileId>) -> Vec<Artifact> {
    let published = |t: &&Toc| t.file.is_some_and(|f| !failed.contains(&f));
    catalog
        .tocs()
        .iter()
        .chain(&catalog.crumb_tocs)
        .filter(published)
        .filter_map(|toc| model(catalog, toc))
        .collect()
}

/// The files that are data for pages.
pub fn component_models(catalog: &Catalog) -> Vec<Artifact> {
    let model = |c: &super::super::catalog::Component| {
        let body = serde_json::to_string_pretty(&c.data).unwrap_or_default();
        Some(Artifact::text(catalog.component_out(c)?, body))
    };
    catalog.components.iter().filter_map(model).collect()
}

fn model(catalog: &Catalog, toc: &Toc) -> Option<Artifact> {
    let address = catalog.toc_url(toc);
    let versions = versions_of_entries(catalog, toc);
    let mut done: Vec<Vec<Value>> = vec![Vec::new(); toc.entries.len() + 1];
    for (i, entry) in toc.entries.iter().enumerate().rev() {
        let mut item = Map::new();
        if !entry.title.is_empty() || !entry.extra.contains_key("uid") {
            item.insert("name".into(), json!(entry.title));
        }
        let href = match &entry.target {
            TocTarget::Page(page, rest) => catalog.page(*page).map(|p| catalog.href_from(&address, p) + rest),
            TocTarget::Asset(out) => Some(url::encode_path(relative_url(&address, out))),
            TocTarget::External(kept) | TocTarget::Broken(kept) => Some(kept.clone()),
            TocTarget::None => None,
        };
        item.extend(href.map(|h| ("href".to_owned(), json!(h))));
        item.extend(entry.display_name.as_ref().map(|n| ("displayName".to_owned(), json!(n))));
        item.extend(entry.extra.clone());
        item.shift_remove("monikers");
        let own = versions.get(i).cloned().flatten();
        let above = entry.parent.and_then(|p| versions.get(p as usize).cloned().flatten());
        if let Some(own) = own.filter(|own| above.as_ref() != Some(own)) {
            item.insert("monikers".into(), json!(own));
        }
        let mut below = done.get_mut(i + 1).map(std::mem::take).unwrap_or_default();
        below.reverse();
        if !below.is_empty() {
            item.insert("items".into(), Value::Array(below));
        }
        if let Some(level) = done.get_mut(entry.parent.map_or(0, |p| p as usize + 1)) {
            level.push(Value::Object(item));
        }
    }
    let mut items = done.first_mut().map(std::mem::take).unwrap_or_default();
    items.reverse();
    let mut metadata = toc.metadata.clone();
    if !toc.monikers.is_empty() {
        metadata.insert("monikers".into(), json!(toc.monikers));
    }
    let mut value = Map::new();
    value.insert("items".into(), Value::Array(items));
    if toc.order != 0 && !catalog.learn(toc.docset) {
        value.insert("order".into(), json!(toc.order));
    }
    value.insert("metadata".into(), Value::Object(metadata));
    if catalog.learn(toc.docset) {
        value.insert("schema".into(), json!("toc"));
    }
    let body = serde_json::to_string_pretty(&Value::Object(value)).unwrap_or_default();
    Some(Artifact::text(catalog.toc_out(toc)?, body))
}

/// The versions of every entry: those of its target and of what is below it; `None` when one of them is for all.
fn versions_of_entries(catalog: &Catalog, toc: &Toc) -> Vec<Option<Vec<String>>> {
    // Gathered from the last entry to the first: whether all are versioned, and which versions.
    let mut gathered: Vec<(bool, Vec<String>)> = vec![(true, Vec::new()); toc.entries.len()];
    for (i, entry) in toc.entries.iter().enumerate().rev() {
        let own = match &entry.target {
            TocTarget::Page(page, _) => {
                catalog.page(*page).map(|p| p.monikers.to_vec()).filter(|m| !m.is_empty())
            }
            TocTarget::None => Some(Vec::new()),
            _ => None,
        };
        let Some(slot) = gathered.get_mut(i) else { continue };
        match own {
            Some(own) => slot.1.extend(own),
            None => slot.0 = false,
        }
        let (all, versions) = slot.clone();
        if let Some(above) = entry.parent.and_then(|p| gathered.get_mut(p as usize)) {
            above.0 &= all;
            above.1.extend(versions);
        }
    }
    let settled = |(all, mut versions): (bool, Vec<String>)| {
        versions.sort_by_key(|m| catalog.monikers.order(m));
        versions.dedup();
        (all && !versions.is_empty()).then_some(versions)
    };
    gathered.into_iter().map(settled).collect()
}

/// Redirects, cross references and addresses of what was written: `.redirects.json`, `.xrefmap.json`, `.urls.json`.
pub fn listings(workspace: &Workspace, catalog: &Catalog, failed: &FxHashSet<FileId>) -> Vec<Artifact> {
    let written: Vec<&Page> = catalog.pages().iter().filter(|p| !failed.contains(&p.file)).collect();
    let lists = [
        (".redirects.json", Value::Array(catalog.redirects().iter().map(redirect).collect())),
        (".xrefmap.json", json!({ "references": references(catalog, &written) })),
        (".urls.json", Value::Array(addresses(workspace, catalog, &written, failed))),
    ];
    let artifact = |(name, value): (&str, Value)| {
        Some(Artifact::text(OutPath::new(name)?, serde_json::to_string_pretty(&value).unwrap_or_default()))
    };
    lists.into_iter().filter_map(artifact).collect()
}

fn redirect(redirect: &super::super::Redirect) -> Value {
    with_monikers(json!({ "url": redirect.url, "redirect_url": redirect.target }), &redirect.monikers)
}

fn with_monikers(mut row: Value, monikers: &[String]) -> Value {
    if let (Value::Object(map), false) = (&mut row, monikers.is_empty()) {
        map.insert("monikers".into(), json!(monikers));
        map.insert("moniker_group".into(), json!(moniker_group(monikers)));
    }
    row
}

fn references(catalog: &Catalog, pages: &[&Page]) -> Vec<Value> {
    let host = catalog.settings.xref_host_name.as_ref().or(catalog.settings.host_name.as_ref());
    let mut rows: Vec<(&str, Value)> = Vec::new();
    let mut versions: FxHashMap<&str, Vec<String>> = FxHashMap::default();
    for page in pages {
        let data = catalog.data.get(&page.file).map(|d| d.uids.as_slice()).unwrap_or_default();
        let own = page.facts.uid.as_deref().filter(|uid| data.iter().all(|d| d.uid != *uid));
        for uid in data.iter().map(|d| d.uid.as_str()).chain(own) {
            versions.entry(uid).or_default().extend(page.monikers.iter().cloned());
            if catalog.page_of_uid(uid, None) == Some(page.id) {
                rows.push((uid, reference(catalog, host, page, uid)));
            }
        }
    }
    for (uid, row) in &mut rows {
        let mut all = versions.remove(uid).unwrap_or_default();
        all.sort_by_key(|m| catalog.monikers.order(m));
        all.dedup();
        if let (Value::Object(map), false) = (row, all.is_empty()) {
            map.insert("monikers".into(), json!(all));
        }
    }
    rows.sort_by_key(|(uid, _)| *uid);
    rows.dedup_by_key(|(uid, _)| *uid);
    rows.into_iter().map(|(_, row)| row).collect()
}

fn reference(catalog: &Catalog, host: Option<&String>, page: &Page, uid: &str) -> Value {
    let defined = catalog.defined(uid, page);
    let address = catalog.published_url(page);
    let mut href = match host {
        Some(host) if catalog.learn(page.docset) => format!("https://{host}{address}"),
        None if catalog.learn(page.docset) => address,
        _ => page.out.as_str().replace(".json", ".html"),
    };
    let mut row = Map::new();
    row.insert("uid".into(), json!(uid));
    match defined {
        Some(defined) => {
            href.extend(defined.uid.fragment().map(|f| format!("#{f}")));
            row.insert("name".into(), json!(defined.shown("name").as_deref().unwrap_or(uid)));
            row.extend(defined.properties().map(|(name, value)| (name.to_owned(), value.clone())));
        }
        None => {
            let learn = catalog.learn(page.docset);
            let name = if learn { name_on_learn(page, uid) } else { page.facts.title.clone() };
            row.insert("name".into(), json!(name));
        }
    }
    row.insert("href".into(), json!(href));
    Value::Object(row)
}

fn addresses(
    workspace: &Workspace,
    catalog: &Catalog,
    pages: &[&Page],
    failed: &FxHashSet<FileId>,
) -> Vec<Value> {
    let below = |docset: usize, path: &crate::base::DocPath| {
        let root =
            workspace.config.docsets.get(docset).map_or_else(crate::base::DocPath::root, |d| d.root.clone());
        path.strip_prefix(&root).unwrap_or(path.as_str()).to_owned()
    };
    let mut rows = Vec::new();
    for page in pages {
        let row = json!({
            "url": catalog.published_url(page),
            "path": page.out.as_str(),
            "source_path": below(page.docset, &page.path),
        });
        rows.push(with_monikers(row, &page.monikers));
    }
    for toc in catalog.tocs().iter().chain(&catalog.crumb_tocs) {
        let (Some(file), Some(out)) = (toc.file, catalog.toc_out(toc)) else { continue };
        if !failed.contains(&file) {
            let source = below(toc.docset, &workspace.sources.get(file).path);
            let row =
                json!({ "url": catalog.toc_url(toc) + ".json", "path": out.as_str(), "source_path": source });
            rows.push(with_monikers(row, &toc.monikers));
        }
    }
    for component in &catalog.components {
        let Some(out) = catalog.component_out(component) else { continue };
        let source = below(component.docset, &workspace.sources.get(component.file).path);
        rows.push(json!({ "url": format!("/{out}"), "path": out.as_str(), "source_path": source }));
    }
    for asset in catalog.assets() {
        let docset = workspace.config.docsets.iter().position(|d| asset.path.strip_prefix(&d.root).is_some());
        let config = docset.and_then(|i| workspace.config.docsets.get(i));
        let monikers = config.map(|c| catalog.asset_monikers(c, &asset.path)).unwrap_or_default();
        let source = below(docset.unwrap_or(0), &asset.path);
        let row = json!({ "url": asset.url, "path": asset.out.as_str(), "source_path": source });
        rows.push(with_monikers(row, &monikers));
    }
    rows
}

impl Catalog {
    /// The address of a TOC, without the extension of its data.
    pub(in crate::docset) fn toc_url(&self, toc: &Toc) -> String {
        let base = self.docsets.get(toc.docset).map_or("", |d| d.base.as_str());
        let path = if self.lower(toc.docset) { toc.site_path.to_lowercase() } else { toc.site_path.clone() };
        format!("{base}/{path}")
    }

    fn toc_out(&self, toc: &Toc) -> Option<OutPath> {
        let base = self.docsets.get(toc.docset).map_or("", |d| d.base.as_str());
        model_out(base, &toc.monikers, &toc.site_path, self.lower(toc.docset))
    }

    fn component_out(&self, component: &super::super::catalog::Component) -> Option<OutPath> {
        let base = self.docsets.get(component.docset).map_or("", |d| d.base.as_str());
        model_out(base, &[], &component.site_path, self.lower(component.docset))
    }

    /// The address of a TOC's data as a page sees it.
    pub(in crate::docset) fn toc_rel(&self, page: &Page, toc: &Toc) -> String {
        relative_url(&page.url, &format!("{}.json", self.toc_url(toc)))
    }

    /// The address of a page as its host has it.
    pub(in crate::docset) fn published_url(&self, page: &Page) -> String {
        let address = page.url.clone();
        if self.is_component(page.file) {
            return address;
        }
        match self.url_type(page.docset) {
            UrlType::Docs => address,
            UrlType::Pretty if address.ends_with('/') => address,
            UrlType::Pretty => address + "/",
            UrlType::Ugly => match address.strip_suffix('/') {
                Some(folder) => format!("{folder}/index.html"),
                None => address + ".html",
            },
        }
    }
}
