//! Breadcrumbs: files that say which addresses lie below which, and what a page shows of them.

use crate::base::{DocPath, FileId};
use crate::docset::links::{Destination, Linker};
use crate::docset::nav::Crumb;
use crate::docset::{Catalog, Page, PageId};
use crate::source::Workspace;

use super::assign::folder_of;
use super::files::{TocFile, TocFiles};
use super::raw::RawItem;
use super::{Toc, TocTarget};

/// An address prefix and the trail that pages below it show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::docset) struct CrumbRule {
    docset: usize,
    file: FileId,
    /// The pages that the file is about: those below the folder in which its own folder lies.
    scope: DocPath,
    /// Address in lower case, without a slash at the end.
    prefix: String,
    /// What stands below the prefix, as the file names it.
    name: String,
    chain: Vec<(String, PageId)>,
}

/// Reads the breadcrumb files. Crumbs that lead out of the site are left out.
pub(in crate::docset) fn collect(workspace: &Workspace, catalog: &mut Catalog, files: &TocFiles) {
    let mut rules = Vec::new();
    for file in files.breadcrumbs() {
        let found = workspace.config.docset_of(&file.path);
        let docset = workspace.config.docsets.iter().position(|d| found.is_some_and(|f| f.root == d.root));
        let Some((docset, config)) = docset.and_then(|i| Some((i, workspace.config.docsets.get(i)?))) else {
            continue;
        };
        let folder = file.path.parent();
        let linker = Linker { workspace, catalog, config, docset, folder: &folder, page: None };
        add(&linker, file, &mut rules);
    }
    // The longest prefix first; of one file's equal prefixes the deeper entry.
    rules.sort_by_key(|r: &CrumbRule| std::cmp::Reverse((r.prefix.len(), r.chain.len())));
    name_tocs(catalog, &rules);
    catalog.crumbs = rules;
}

/// What breadcrumbs call a folder is a better name for its TOC than the folder's own.
fn name_tocs(catalog: &mut Catalog, rules: &[CrumbRule]) {
    for toc in &mut catalog.tocs {
        let folder = folder_of(&toc.site_path).to_lowercase();
        let base = catalog.docsets.get(toc.docset).map_or("", |info| info.base.as_str());
        let place = format!("{base}/{folder}");
        let about = |r: &&CrumbRule| toc.folder.strip_prefix(&r.scope).is_some();
        let of_place = |r: &&CrumbRule| r.docset == toc.docset && r.prefix == place && !r.name.is_empty();
        let named = rules.iter().filter(about).find(of_place);
        if let Some(rule) = named.filter(|_| !folder.is_empty()) {
            toc.title.clone_from(&rule.name);
        }
    }
}

fn add(linker: &Linker<'_>, file: &TocFile, rules: &mut Vec<CrumbRule>) {
    let mut open: Vec<(&RawItem, Vec<(String, PageId)>)> =
        file.toc.items.iter().map(|i| (i, Vec::new())).collect();
    while let Some((item, mut chain)) = open.pop() {
        let href = item.topic_href.as_ref().or(item.href.as_ref());
        let page = href.and_then(|h| match linker.find(&h.text, false).destination {
            Destination::Page(page, _) => Some(page),
            _ => None,
        });
        if let (Some(page), Some(name)) = (page, &item.name) {
            chain.push((name.trim().to_owned(), page));
        }
        if let Some(prefix) = &item.toc_href {
            rules.push(CrumbRule {
                docset: linker.docset,
                file: file.file,
                scope: file.path.parent().parent(),
                prefix: prefix.text.to_lowercase().trim_end_matches('/').to_owned(),
                name: item.name.as_deref().unwrap_or_default().trim().to_owned(),
                chain: chain.clone(),
            });
        }
        open.extend(item.items.iter().map(|below| (below, chain.clone())));
    }
}

impl Catalog {
    /// What readers call the product that a docset is about: what its breadcrumbs name the place where it stands,
    /// else its own name.
    pub fn product(&self, docset: usize) -> Option<&str> {
        let info = self.docsets.get(docset)?;
        let named = |rule: &&CrumbRule| {
            rule.docset == docset
                && rule.prefix == info.base
                && !rule.name.is_empty()
                && !info.base.is_empty()
        };
        Some(self.crumbs.iter().find(named).map_or(info.name.as_str(), |rule| rule.name.as_str()))
    }

    /// The way from the top of the site down to a page's parent.
    pub(super) fn trail_of(&self, page: &Page, toc: Option<&Toc>, path: &[u32]) -> Vec<Crumb> {
        let mut crumbs: Vec<(String, Option<String>)> = Vec::new();
        let from = page.out.folder();
        for (name, id) in self.crumb_rule(page).map(|r| r.chain.as_slice()).unwrap_or_default() {
            let Some(target) = self.page(*id).filter(|t| t.id != page.id) else { continue };
            crumbs.push((name.clone(), Some(self.href(page, target))));
        }
        if crumbs.is_empty()
            && let Some(home) = self.home(page)
        {
            let name = self.docsets.get(page.docset).map(|d| d.name.clone()).unwrap_or_default();
            let name = Some(home.facts.title.clone()).filter(|t| !t.is_empty()).unwrap_or(name);
            crumbs.push((name, Some(self.href(page, home))));
            let area = self
                .bar(page)
                .into_iter()
                .find(|(_, _, below)| below.is_some() && *below == toc.map(|t| t.id));
            let area = match (area, toc) {
                (Some((entry, target, _)), _) => Some((entry.title.as_str(), target)),
                (None, Some(toc)) => self.area_title(page).zip(self.area_target(toc)),
                (None, None) => None,
            };
            if let Some((title, target)) = area {
                let itself = matches!(target, TocTarget::Page(id, _) if *id == page.id);
                let href = if itself { None } else { self.target_href(from, target) };
                crumbs.push((title.to_owned(), href));
            }
        }
        let above = path.get(..path.len().saturating_sub(1)).unwrap_or_default();
        for entry in above.iter().filter_map(|i| toc?.entries.get(*i as usize)) {
            let href = match entry.target {
                TocTarget::Page(id, _) if id == page.id => None,
                _ => self.target_href(from, &entry.target),
            };
            crumbs.push((entry.title.clone(), href));
        }
        let mut out: Vec<Crumb> = Vec::new();
        for (title, href) in crumbs {
            let again = out.iter().any(|c| c.title == title || (href.is_some() && c.href == href));
            if !again {
                out.push(Crumb { title, href });
            }
        }
        out
    }

    /// The rule with the longest prefix of the page's address, of a file that is about the page.
    fn crumb_rule(&self, page: &Page) -> Option<&CrumbRule> {
        let url = page.url.trim_end_matches('/');
        let below = |rule: &&CrumbRule| {
            rule.docset == page.docset
                && page.path.strip_prefix(&rule.scope).is_some()
                && url.strip_prefix(rule.prefix.as_str()).is_some_and(|r| r.is_empty() || r.starts_with('/'))
        };
        self.crumbs.iter().find(below)
    }

    /// The first page of the page's docset.
    fn home(&self, page: &Page) -> Option<&Page> {
        let base = self.docsets.get(page.docset).map_or("", |d| d.base.as_str());
        let id = self.page_at(&format!("{base}/"), None, Some(page))?;
        self.page(id).filter(|home| home.id != page.id && home.docset == page.docset)
    }
}
