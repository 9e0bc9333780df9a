//! TOCs made from folders, for pages that no TOC file reaches: PowerShell's modules, and docsets without TOCs.

use std::collections::BTreeMap;

use crate::base::DocPath;
use crate::docset::{Catalog, Page, TocId};

use super::assign::{common_folder, folder_of};
use super::build::folder_name;
use super::{Toc, TocEntry, TocTarget};

/// How deep folders are looked into.
const DEEPEST: usize = 24;

/// A folder with the pages in it.
#[derive(Default)]
struct Folder<'a> {
    folders: BTreeMap<String, Folder<'a>>,
    pages: Vec<&'a Page>,
    name: &'a str,
}

/// One TOC for each docset and version that has pages without one. Pages of no version stand with the newest.
pub(super) fn collect(catalog: &Catalog) -> Vec<Toc> {
    let mut groups: BTreeMap<(usize, Option<&str>), Vec<&Page>> = BTreeMap::new();
    let without = || catalog.pages().iter().filter(|p| p.toc.is_none());
    for page in without().filter(|p| !p.monikers.is_empty()) {
        let version = page.monikers.last().map(String::as_str);
        groups.entry((page.docset, version)).or_default().push(page);
    }
    for page in without().filter(|p| p.monikers.is_empty()) {
        let versions = groups.keys().filter(|(docset, _)| *docset == page.docset).filter_map(|(_, v)| *v);
        let version = catalog.newest_version_of(versions);
        groups.entry((page.docset, version)).or_default().push(page);
    }
    groups.into_iter().map(|((docset, version), pages)| toc(catalog, docset, version, &pages)).collect()
}

fn toc(catalog: &Catalog, docset: usize, version: Option<&str>, pages: &[&Page]) -> Toc {
    let home = |p: &&Page| matches!(p.site_path.as_str(), "index" | "toc");
    let inner = pages.iter().filter(|p| !home(p)).map(|p| p.site_path.as_str());
    let top = common_folder(inner);
    let mut root = Folder::default();
    for page in pages {
        let rest = DocPath::new(&page.site_path);
        let rest = rest.as_ref().and_then(|p| p.strip_prefix(&top)).map(str::to_owned);
        let Some(rest) = rest else {
            root.pages.push(page);
            continue;
        };
        let mut folder = &mut root;
        let depth = rest.matches('/').count().min(DEEPEST);
        let mut names = page.site_path.rsplit('/').skip(1).take(depth).collect::<Vec<_>>();
        names.reverse();
        for name in names {
            folder = folder.folders.entry(name.to_lowercase()).or_default();
            folder.name = name;
        }
        folder.pages.push(page);
    }
    let mut entries = Vec::new();
    fill(&root, None, &mut entries);
    let monikers = pages
        .iter()
        .find(|p| p.monikers.last().map(String::as_str) == version)
        .map(|p| p.monikers.to_vec())
        .unwrap_or_default();
    let info = catalog.docsets().get(docset);
    // The page for the whole folder names it, in whatever version that is.
    let stands = |p: &&Page| {
        p.docset == docset
            && !top.as_str().is_empty()
            && folder_of(&p.site_path) == top.as_str()
            && stands_for(p, "")
    };
    let named = catalog.pages().iter().find(stands).map(|p| p.facts.title.clone());
    let title = named
        .filter(|t| !t.is_empty())
        .or_else(|| folder_name(&top))
        .or_else(|| info.map(|i| i.name.clone()))
        .unwrap_or_default();
    Toc {
        id: TocId(0),
        docset,
        file: None,
        folder: info.map_or_else(DocPath::root, |i| i.root.clone()),
        title,
        key: String::new(),
        site_path: if top.as_str().is_empty() { "toc".to_owned() } else { format!("{top}/toc") },
        monikers,
        order: i64::MAX,
        metadata: serde_json::Map::new(),
        entries,
    }
}

fn fill(folder: &Folder<'_>, parent: Option<u32>, entries: &mut Vec<TocEntry>) {
    let mut pages = folder.pages.clone();
    // The page that stands for its folder first, then by title.
    pages.sort_by_cached_key(|p| (!stands_for(p, folder.name), p.facts.title.to_lowercase()));
    let own = pages.first().filter(|p| parent.is_some() && stands_for(p, folder.name)).copied();
    if let (Some(own), Some(entry)) = (own, parent.and_then(|p| entries.get_mut(p as usize))) {
        entry.target = TocTarget::Page(own.id, String::new());
        entry.title =
            if own.site_path.ends_with("/index") { own.facts.title.clone() } else { folder.name.to_owned() };
    }
    for page in pages {
        if own.map(|o| o.id) != Some(page.id) {
            push(entries, parent, &page.facts.title, TocTarget::Page(page.id, String::new()));
        }
    }
    for below in folder.folders.values() {
        // A folder of one page is that page.
        if below.folders.is_empty()
            && below.pages.len() == 1
            && let Some(page) = below.pages.first()
        {
            push(entries, parent, &page.facts.title, TocTarget::Page(page.id, String::new()));
            continue;
        }
        let name = if below.name.contains('.') {
            Some(below.name.to_owned())
        } else {
            DocPath::new(below.name).as_ref().and_then(folder_name)
        };
        let at = push(entries, parent, &name.unwrap_or_default(), TocTarget::None);
        fill(below, Some(at), entries);
        let end = u32::try_from(entries.len()).unwrap_or(u32::MAX);
        if let Some(entry) = entries.get_mut(at as usize) {
            entry.end = end;
        }
    }
}

fn push(entries: &mut Vec<TocEntry>, parent: Option<u32>, title: &str, target: TocTarget) -> u32 {
    let at = u32::try_from(entries.len()).unwrap_or(u32::MAX);
    entries.push(TocEntry { title: title.to_owned(), target, parent, end: at + 1, ..TocEntry::default() });
    at
}

/// Whether a page is the one for its folder: `index`, or of the folder's own name (a module's page).
fn stands_for(page: &Page, folder: &str) -> bool {
    let stem = page.site_path.rsplit('/').next().unwrap_or_default();
    stem.eq_ignore_ascii_case("index") || (!folder.is_empty() && stem.eq_ignore_ascii_case(folder))
}
