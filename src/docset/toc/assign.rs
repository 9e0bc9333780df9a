//! All TOCs of a workspace, and which of them each page belongs to.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::base::{DocPath, FileId, Span};
use crate::diag::{Code, Diagnostic};
use crate::docset::routes::TocSource;
use crate::docset::{Catalog, Emit, Page, PageId, TocId};
use crate::source::Workspace;

use super::build::{Builder, folder_name, page_of};
use super::files::TocFiles;
use super::{Levels, Toc, TocEntry, folders};

/// Every TOC of a circle meets it; the one that no other includes tells it, or else the first.
fn tell_circles(
    circles: Vec<(FileId, Diagnostic)>,
    included: &FxHashSet<FileId>,
    sink: &mut Vec<Diagnostic>,
) {
    let outer = circles.iter().position(|(file, _)| !included.contains(file)).unwrap_or(0);
    let told = |(i, (file, _)): &(usize, (FileId, Diagnostic))| *i == outer || !included.contains(file);
    sink.extend(circles.into_iter().enumerate().filter(told).map(|(_, (_, d))| d));
}

/// Builds the TOCs and gives every page its own.
pub(in crate::docset) fn collect(
    workspace: &Workspace,
    catalog: &mut Catalog,
    sources: &[TocSource],
    files: &TocFiles,
    sink: &mut Vec<Diagnostic>,
) {
    let mut tocs = Vec::new();
    let mut included: FxHashSet<FileId> = FxHashSet::default();
    let mut assets = Vec::new();
    let mut circles = Vec::new();
    for source in sources {
        let Some(file) = files.get(source.file) else { continue };
        if file.breadcrumbs && catalog.emit == Emit::Site {
            continue;
        }
        let mut builder = Builder {
            workspace,
            catalog,
            files,
            docset: source.docset,
            entries: Vec::new(),
            included: Vec::new(),
            assets: Vec::new(),
            diagnostics: Vec::new(),
        };
        builder.file(file, None, &mut Vec::new());
        // Kept as long as the catalog, one for every entry.
        builder.entries.shrink_to_fit();
        included.extend(builder.included);
        assets.append(&mut builder.assets);
        if !file.breadcrumbs {
            let (circle, rest): (Vec<_>, Vec<_>) =
                builder.diagnostics.into_iter().partition(|d| d.code == Code::CircularReference);
            circles.extend(circle.into_iter().map(|d| (source.file, d)));
            sink.extend(rest);
        }
        let text = &workspace.sources.get(source.file).text;
        let stated = text.find("monikerRange").unwrap_or(0);
        let place = Span::at(source.file, stated);
        if catalog.learn(source.docset)
            && ["monikers", "monikerRange"].iter().all(|key| file.toc.metadata.contains_key(*key))
        {
            let listed = Span::at(source.file, text.find("monikers:").unwrap_or(stated));
            let message = "the TOC states its versions as a list and as a range; the list is ignored";
            sink.push(Diagnostic::new(Code::DuplicateMonikerConfig, listed, message).help("remove the list"));
        }
        let Some(monikers) = versions(catalog, source, (&file.toc.metadata, place), sink) else { continue };
        tocs.push(Toc {
            id: TocId(0),
            docset: source.docset,
            file: Some(source.file),
            folder: source.path.parent(),
            title: title(catalog, source, &builder.entries),
            key: String::new(),
            site_path: source.site_path.clone(),
            monikers,
            order: file.toc.order.unwrap_or(0),
            metadata: file.toc.metadata.clone(),
            entries: builder.entries,
        });
    }
    tell_circles(circles, &included, sink);
    let (crumbs, mut tocs): (Vec<Toc>, Vec<Toc>) = tocs
        .into_iter()
        .partition(|t: &Toc| t.file.and_then(|f| files.get(f)).is_some_and(|f| f.breadcrumbs));
    catalog.crumb_tocs = crumbs;
    // A TOC whose entries stand in another needs no place of its own.
    tocs.retain(|t| t.file.is_none_or(|f| !included.contains(&f)));
    catalog.assets.append(&mut assets);
    catalog.assets.sort();
    catalog.assets.dedup();
    let mut tocs = without_conflicts(workspace, tocs, sink);
    number(catalog, &mut tocs);
    catalog.tocs = tocs;
    assign(catalog);
    let mut made = folders::collect(catalog);
    if !made.is_empty() {
        let mut tocs = std::mem::take(&mut catalog.tocs);
        tocs.append(&mut made);
        number(catalog, &mut tocs);
        catalog.tocs = tocs;
        assign(catalog);
    }
}

/// The versions of a TOC: the configuration's, cut down by its own range. `None` when nothing is left.
fn versions(
    catalog: &Catalog,
    source: &TocSource,
    (metadata, place): (&serde_json::Map<String, serde_json::Value>, Span),
    sink: &mut Vec<Diagnostic>,
) -> Option<Vec<String>> {
    let Some(all) = source.range.as_deref().and_then(|r| catalog.monikers.expand(r).ok()) else {
        return Some(Vec::new());
    };
    let Some(own) = crate::docset::metadata::text(metadata.get("monikerRange")) else { return Some(all) };
    let Ok(own) = catalog.monikers.expand(&own) else { return Some(all) };
    let common: Vec<String> = all.into_iter().filter(|m| own.contains(m)).collect();
    if common.is_empty() {
        sink.push(
            Diagnostic::new(
                Code::MonikerRangeOutOfScope,
                place,
                "none of the TOC's versions is among those of its docset",
            )
            .help("widen the TOC's range"),
        );
        return None;
    }
    Some(common)
}

/// Of TOCs with one place and a common version, the one whose path comes last.
fn without_conflicts(workspace: &Workspace, tocs: Vec<Toc>, sink: &mut Vec<Diagnostic>) -> Vec<Toc> {
    let path = |t: &Toc| t.file.map(|f| workspace.sources.get(f).path.clone());
    let mut kept: FxHashMap<(usize, String), Vec<Toc>> = FxHashMap::default();
    let mut order = Vec::new();
    let mut sorted = tocs;
    sorted.sort_by_key(|t| std::cmp::Reverse(path(t)));
    for toc in sorted {
        let key = (toc.docset, toc.site_path.to_lowercase());
        if !kept.contains_key(&key) {
            order.push(key.clone());
        }
        let same_place = kept.entry(key).or_default();
        let meets = |t: &&Toc| {
            t.monikers.is_empty()
                || toc.monikers.is_empty()
                || t.monikers.iter().any(|m| toc.monikers.contains(m))
        };
        let Some(other) = same_place.iter().find(meets) else {
            same_place.push(toc);
            continue;
        };
        let versioned = !other.monikers.is_empty() && !toc.monikers.is_empty();
        let code = if versioned { Code::PublishUrlConflict } else { Code::OutputPathConflict };
        if let (Some(a), Some(b), Some(file)) = (path(other), path(&toc), toc.file) {
            let message = format!("{b} and {a} are tables of contents for one place; {a} counts");
            sink.push(Diagnostic::new(code, Span::at(file, 0), message).help("remove one of them"));
        }
    }
    order.into_iter().filter_map(|key| kept.remove(&key)).flatten().collect()
}

/// A name for a TOC: its first entry's where that stands for all (nothing beside it, the folder's index page, or a
/// page that is listed again among the others), or at the docset's root; else that of the folder it is published in.
fn title(catalog: &Catalog, source: &TocSource, entries: &[TocEntry]) -> String {
    let info = catalog.docsets.get(source.docset);
    let at_root = info.is_some_and(|i| i.root == source.path.parent());
    let first = entries.first().filter(|e| !e.title.is_empty());
    let for_all = |entry: &&TocEntry| {
        let alone = entries.len() > 1 && entry.end as usize >= entries.len();
        let id = page_of(entry);
        let page = id.and_then(|id| catalog.page(id));
        let again = id.is_some() && entries.iter().skip(entry.end as usize).any(|e| page_of(e) == id);
        at_root
            || alone
            || again
            || page.is_some_and(|p| p.site_path == "index" || p.site_path.ends_with("/index"))
    };
    let folder = DocPath::new(folder_of(&source.site_path)).as_ref().and_then(folder_name);
    let name =
        first.filter(for_all).map(|e| e.title.clone()).or(folder).or_else(|| first.map(|e| e.title.clone()));
    name.or_else(|| info.map(|i| i.name.clone())).unwrap_or_default()
}

/// Orders TOCs by their place, numbers them and names their data files.
fn number(catalog: &Catalog, tocs: &mut [Toc]) {
    let versioned = |t: &Toc| t.monikers.last().cloned().unwrap_or_default();
    tocs.sort_by(|a, b| (a.docset, &a.site_path, versioned(a)).cmp(&(b.docset, &b.site_path, versioned(b))));
    let mut taken: FxHashSet<String> = FxHashSet::default();
    for (i, toc) in tocs.iter_mut().enumerate() {
        toc.id = TocId(u32::try_from(i).unwrap_or(u32::MAX));
        let prefix = catalog.docsets.get(toc.docset).map_or("", |d| d.prefix.as_str());
        let parts = [prefix, &versioned(toc), &toc.site_path];
        let key: String = crate::docset::addresses::joined(&parts)
            .to_lowercase()
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '_') { c } else { '-' })
            .collect();
        toc.key = crate::docset::heading_ids::free(&key, |k| taken.contains(k));
        taken.insert(toc.key.clone());
    }
}

/// DocFX and Learn: of the TOCs that list a page the one with the smallest order, then the nearest; a page that none
/// lists belongs to the nearest in its own or a higher folder.
fn assign(catalog: &mut Catalog) {
    let mut listed: FxHashMap<PageId, Vec<TocId>> = FxHashMap::default();
    let mut places = FxHashMap::default();
    let mut by_folder: FxHashMap<(usize, String), Vec<TocId>> = FxHashMap::default();
    for toc in &catalog.tocs {
        // An entry of the page's own is its place before one that only leads there by way of another TOC.
        let (own, borrowed): (Vec<_>, Vec<_>) =
            toc.entries.iter().enumerate().partition(|(_, e)| !e.borrowed);
        for (i, entry) in own.into_iter().chain(borrowed) {
            let Some(page) = page_of(entry) else { continue };
            let index = u32::try_from(i).unwrap_or(u32::MAX);
            if let std::collections::hash_map::Entry::Vacant(slot) = places.entry((toc.id, page)) {
                slot.insert(index);
                if !entry.borrowed {
                    listed.entry(page).or_default().push(toc.id);
                }
            }
        }
        let folder = folder_of(&toc.site_path).to_lowercase();
        by_folder.entry((toc.docset, folder)).or_default().push(toc.id);
    }
    let mut chosen = Vec::with_capacity(catalog.pages.len());
    for page in &catalog.pages {
        let candidates = listed.get(&page.id).map(Vec::as_slice).unwrap_or_default();
        chosen.push(best(catalog, page, candidates).or_else(|| nearest(catalog, page, &by_folder)));
    }
    for (page, toc) in catalog.pages.iter_mut().zip(chosen) {
        page.toc = toc;
    }
    catalog.toc_places = places;
    catalog.toc_levels = catalog.tocs.iter().map(|toc| Levels::of(&toc.entries)).collect();
}

fn best(catalog: &Catalog, page: &Page, candidates: &[TocId]) -> Option<TocId> {
    let mut fitting = candidates.iter().filter_map(|id| catalog.toc(*id)).filter(|t| fits(t, page));
    let first = fitting.next()?;
    let Some(second) = fitting.next() else { return Some(first.id) };
    let all = [first, second].into_iter().chain(fitting);
    all.min_by_key(|t| (t.order, distance(page, t), &t.site_path)).map(|t| t.id)
}

fn nearest(
    catalog: &Catalog,
    page: &Page,
    by_folder: &FxHashMap<(usize, String), Vec<TocId>>,
) -> Option<TocId> {
    let path = page.site_path.to_lowercase();
    let mut folder = folder_of(&path);
    loop {
        if let Some(tocs) = by_folder.get(&(page.docset, folder.to_owned()))
            && let Some(toc) = best(catalog, page, tocs)
        {
            return Some(toc);
        }
        if folder.is_empty() {
            return None;
        }
        folder = folder_of(folder);
    }
}

/// Whether a TOC is for a version of the page.
fn fits(toc: &Toc, page: &Page) -> bool {
    toc.monikers.is_empty()
        || page.monikers.is_empty()
        || toc.monikers.iter().any(|m| page.monikers.contains(m))
}

/// How far a TOC is from a page: folders down, then folders up.
fn distance(page: &Page, toc: &Toc) -> (usize, usize) {
    let parts = |path: &str| -> Vec<String> {
        folder_of(path).split('/').filter(|p| !p.is_empty()).map(str::to_lowercase).collect()
    };
    let (from, to) = (parts(&page.site_path), parts(&toc.site_path));
    let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    (to.len() - common, from.len() - common)
}

/// The folder of a site path; empty at the top.
pub(super) fn folder_of(path: &str) -> &str {
    path.rfind('/').map_or("", |i| &path[..i])
}

/// The folder of a docset that all of some site paths share.
pub(super) fn common_folder<'a>(mut paths: impl Iterator<Item = &'a str>) -> DocPath {
    let Some(first) = paths.next() else { return DocPath::root() };
    let mut common = folder_of(first);
    for path in paths {
        while !common.is_empty() && !path.strip_prefix(common).is_some_and(|r| r.starts_with('/')) {
            common = folder_of(common);
        }
    }
    DocPath::new(common).unwrap_or_else(DocPath::root)
}
