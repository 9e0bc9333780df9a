//! The part of the navigation that stands in a page itself.

use crate::docset::nav::{AreasKey, Crumb, Nav, NavItem, NavLevel, VersionLink};
use crate::docset::{Catalog, Page, PageId, TocId};

use super::{Toc, TocEntry, TocTarget};

/// How many siblings a level shows on each side of the open entry when it is longer than [`LONG`].
const WINDOW: usize = 20;
/// From how many entries on a level is shown in part. Keeps a page's size free of the TOC's.
const LONG: usize = 60;
/// How many areas a docset shows at most.
const MOST_AREAS: usize = 80;

impl Catalog {
    /// The navigation of a page.
    pub fn nav(&self, id: PageId) -> Nav {
        let Some(page) = self.page(id) else { return Nav::default() };
        let mut nav = Nav { toc: page.toc, versions: self.versions(page), ..Nav::default() };
        nav.newest = self.newest_version(page).map(|p| p.out.clone());
        let toc = page.toc.and_then(|t| self.toc(t));
        let place = toc.and_then(|t| self.place(t, page));
        let path = toc.map(|t| ancestors(t, place)).unwrap_or_default();
        nav.crumbs = self.trail_of(page, toc, &path);
        let Some(toc) = toc else { return nav };
        nav.toc_title.clone_from(&toc.title);
        let trail = path.iter().map(|entry| self.sibling_place(toc.id, *entry));
        nav.trail = trail.map(|place| u32::try_from(place).unwrap_or(u32::MAX)).collect();
        if let Some(at) = place {
            nav.previous = self.neighbour(toc, page, at, true);
            nav.next = self.neighbour(toc, page, at, false);
        }
        nav
    }

    /// What the areas of a page depend on.
    pub fn areas_key(&self, page: &Page) -> AreasKey {
        let own = page.toc.and_then(|id| self.toc(id));
        AreasKey {
            folder: page.out.folder().to_owned(),
            docset: page.docset,
            version: self.version_of(page).map(str::to_owned),
            toc: page.toc,
            open: own.and_then(|toc| ancestors(toc, self.place(toc, page)).first().copied()),
        }
    }

    /// The top level of the docset that a page lies in: the root TOC's bar where there is one, else one entry a TOC
    /// when there are several, else the first level of the one there is. The area in which the page lies is `open`.
    pub fn areas(&self, page: &Page) -> Vec<NavItem> {
        let AreasKey { open, .. } = self.areas_key(page);
        let own = page.toc.and_then(|id| self.toc(id));
        let folder = page.out.folder();
        let item = |title: &str, href: Option<String>, open: bool, parent: bool| NavItem {
            title: title.to_owned(),
            href,
            current: false,
            open,
            parent,
            skipped: 0,
            omitted: 0,
            children: Vec::new(),
        };
        let version = self.version_of(page);
        let of_docset = |t: &&Toc| t.docset == page.docset && is_for(t, version);
        let tocs: Vec<&Toc> = self.tocs().iter().filter(of_docset).collect();
        if let [one] = tocs.as_slice() {
            let top = one.children(None).filter_map(|i| Some((i, one.entries.get(i as usize)?)));
            let mut items: Vec<NavItem> = Vec::new();
            for (i, entry) in top.take(MOST_AREAS) {
                let href = self.first_target(one, i).and_then(|t| self.target_href(folder, t));
                items.push(item(&entry.title, href, open == Some(i), entry.end > i + 1));
            }
            return items;
        }
        let bar = self.bar(page);
        if !bar.is_empty() {
            let own = own.map(|o| o.id);
            let one = |(entry, target, toc): &(&TocEntry, &TocTarget, Option<TocId>)| {
                item(&entry.title, self.target_href(folder, target), toc.is_some() && *toc == own, true)
            };
            return bar.iter().map(one).collect();
        }
        let mut items = Vec::new();
        for toc in tocs.into_iter().take(MOST_AREAS) {
            let Some(href) = self.area_target(toc).and_then(|t| self.target_href(folder, t)) else {
                continue;
            };
            items.push(item(&toc.title, Some(href), own.map(|o| o.id) == Some(toc.id), true));
        }
        items
    }

    /// What the area of a page is called at the top of every page; `None` where the areas are parts of one TOC.
    pub fn area_title(&self, page: &Page) -> Option<&str> {
        let own = self.toc(page.toc?)?;
        self.tocs().iter().filter(|t| t.docset == page.docset).nth(1)?;
        let in_bar = self.bar(page).into_iter().find(|(_, _, toc)| *toc == Some(own.id));
        Some(in_bar.map_or(own.title.as_str(), |(entry, ..)| entry.title.as_str()))
    }

    /// The newest of some versions.
    pub(super) fn newest_version_of<'a>(&self, versions: impl Iterator<Item = &'a str>) -> Option<&'a str> {
        versions.max_by_key(|v| self.monikers.order(v))
    }

    /// The version whose site a page belongs to: its newest, or the newest there is for a page of no version.
    fn version_of<'a>(&'a self, page: &'a Page) -> Option<&'a str> {
        page.monikers.last().map(String::as_str).or_else(|| {
            let tocs = self.tocs().iter().filter(|t| t.docset == page.docset);
            self.newest_version_of(tocs.filter_map(|t| t.monikers.last()).map(String::as_str))
        })
    }

    /// DocFX: the TOC at the docset's root is the bar of areas, if its entries lead to TOCs of their own. Each entry
    /// with its target and the TOC that it leads to; empty when there is no such TOC.
    pub(super) fn bar(&self, page: &Page) -> Vec<(&TocEntry, &TocTarget, Option<TocId>)> {
        let root = self.docsets.get(page.docset).map(|d| &d.root);
        let version = self.version_of(page);
        let of_root = |t: &&Toc| {
            t.docset == page.docset && t.file.is_some() && Some(&t.folder) == root && is_for(t, version)
        };
        let Some(toc) = self.tocs().iter().find(of_root) else { return Vec::new() };
        let entries = toc.children(None).take(MOST_AREAS).filter_map(|i| {
            let (entry, target) = (toc.entries.get(i as usize)?, self.first_target(toc, i)?);
            let below = match target {
                TocTarget::Page(id, _) => self.page(*id).and_then(|p| p.toc).filter(|t| *t != toc.id),
                _ => None,
            };
            Some((entry, target, below))
        });
        let bar: Vec<_> = entries.collect();
        let apart = bar.iter().filter(|(_, _, toc)| toc.is_some()).count();
        if apart >= 2 && apart * 2 > bar.len() { bar } else { Vec::new() }
    }

    /// The page that an area of the top bar leads to: the first of its TOC but the site's home, to which the brand leads.
    pub(super) fn area_target<'a>(&self, toc: &'a Toc) -> Option<&'a TocTarget> {
        let inner = |target: &&TocTarget| match target {
            TocTarget::Page(id, _) => self.page(*id).is_some_and(|p| p.site_path != "index"),
            _ => false,
        };
        toc.entries.iter().map(|e| &e.target).find(inner)
    }

    /// The target of an entry, or of the first one below it that has any.
    fn first_target<'a>(&self, toc: &'a Toc, at: u32) -> Option<&'a TocTarget> {
        let end = toc.entries.get(at as usize)?.end.max(at + 1);
        let below = toc.entries.get(at as usize..end as usize)?;
        below.iter().map(|e| &e.target).find(|t| matches!(t, TocTarget::Page(..)))
    }

    /// What the version of a page is called, when a newer one has the page too.
    pub fn older_version_title(&self, page: &Page) -> Option<String> {
        self.newest_version(page)?;
        page.monikers.last().map(|moniker| self.monikers.title(moniker).to_owned())
    }

    /// What readers see of a version.
    pub fn version_title<'a>(&'a self, moniker: &'a str) -> &'a str {
        self.monikers.title(moniker)
    }

    /// The newest version of a page; `None` when it is that itself.
    pub fn newest_version(&self, page: &Page) -> Option<&Page> {
        let order = |p: &Page| p.monikers.last().and_then(|m| self.monikers.order(m));
        let own = order(page)?;
        let key = crate::docset::addresses::url_key(&page.url);
        let others = self.by_url.get(&key).into_iter().flatten().filter_map(|id| self.page(*id));
        others
            .filter(|p| p.id != page.id && p.site_path.eq_ignore_ascii_case(&page.site_path))
            .filter(|p| order(p) > Some(own))
            .max_by_key(|p| order(p))
    }

    /// The same page in other versions, newest first.
    fn versions(&self, page: &Page) -> Vec<VersionLink> {
        if page.monikers.is_empty() {
            return Vec::new();
        }
        let key = crate::docset::addresses::url_key(&page.url);
        let mut links = Vec::new();
        for other in self.by_url.get(&key).into_iter().flatten().filter_map(|id| self.page(*id)) {
            for moniker in other.monikers.iter() {
                links.push(VersionLink {
                    moniker: moniker.clone(),
                    title: self.monikers.title(moniker).to_owned(),
                    href: self.href(page, other),
                    current: other.id == page.id,
                });
            }
        }
        // A page that is the same in every version needs no choice.
        if links.iter().all(|l| l.current) {
            return Vec::new();
        }
        links.sort_by_key(|l| std::cmp::Reverse(self.monikers.order(&l.moniker)));
        links
    }

    /// The entry that stands for a page in a TOC.
    fn place(&self, toc: &Toc, page: &Page) -> Option<u32> {
        self.toc_places.get(&(toc.id, page.id)).copied()
    }

    /// The levels of a page's branch of its TOC, from the top; none when it has no TOC.
    pub fn branch(&self, page: &Page) -> Vec<NavLevel> {
        let Some(toc) = page.toc.and_then(|id| self.toc(id)) else { return Vec::new() };
        let path = ancestors(toc, self.place(toc, page));
        let mut levels = Vec::with_capacity(path.len() + 1);
        let mut of = None;
        for depth in 0..=path.len() {
            let open = path.get(depth).copied();
            let place = open.map(|entry| self.sibling_place(toc.id, entry));
            let length = self.siblings(toc.id, of).len();
            if depth > 0 && length == 0 {
                break;
            }
            let at = place.unwrap_or(0);
            let shown = if length > LONG {
                at.saturating_sub(WINDOW)..(at + WINDOW + 1).min(length)
            } else {
                0..length
            };
            levels.push(NavLevel {
                toc: toc.id,
                of,
                shown,
                length,
                open: place,
                current: depth + 1 == path.len(),
            });
            of = open;
        }
        levels
    }

    /// The entries of a TOC's top level, or those directly below an entry.
    pub fn siblings(&self, toc: TocId, of: Option<u32>) -> &[u32] {
        self.toc_levels.get(toc.0 as usize).map(|levels| levels.below(of)).unwrap_or_default()
    }

    fn sibling_place(&self, toc: TocId, entry: u32) -> usize {
        self.toc_levels.get(toc.0 as usize).map_or(0, |levels| levels.place(entry))
    }

    /// An entry as the pages of the output folder `from` show it, closed.
    pub fn nav_item(&self, toc: TocId, entry: u32, from: &str) -> Option<NavItem> {
        let at = entry;
        let entry = self.toc(toc)?.entries.get(at as usize)?;
        Some(NavItem {
            title: entry.title.clone(),
            href: self.target_href(from, &entry.target),
            current: false,
            open: false,
            parent: entry.end > at + 1,
            skipped: 0,
            omitted: 0,
            children: Vec::new(),
        })
    }

    /// The branch as a tree of what a page shows.
    pub fn branch_items(&self, page: &Page) -> Vec<NavItem> {
        let mut below = Vec::new();
        for level in self.branch(page).iter().rev() {
            let siblings = self.siblings(level.toc, level.of);
            let mut items = Vec::with_capacity(level.shown.len());
            for place in level.shown.clone() {
                let item = siblings.get(place).and_then(|e| self.nav_item(level.toc, *e, page.out.folder()));
                let Some(mut item) = item else { continue };
                level.mark(place, &mut item);
                if item.open {
                    item.children = std::mem::take(&mut below);
                }
                items.push(item);
            }
            below = items;
        }
        below
    }

    /// The nearest entry before or after `at` that leads to another page.
    fn neighbour(&self, toc: &Toc, page: &Page, at: u32, before: bool) -> Option<Crumb> {
        let mut at = at as usize;
        loop {
            at = if before { at.checked_sub(1)? } else { at + 1 };
            let entry = toc.entries.get(at)?;
            if let TocTarget::Page(other, _) = entry.target
                && other != page.id
            {
                let href = self.target_href(page.out.folder(), &entry.target);
                return Some(Crumb { title: entry.title.clone(), href });
            }
        }
    }
}

/// Whether a TOC is for a version, or for all.
fn is_for(toc: &Toc, version: Option<&str>) -> bool {
    toc.monikers.is_empty() || version.is_none_or(|v| toc.monikers.iter().any(|m| m == v))
}

/// The entries from the top level down to `place`.
fn ancestors(toc: &Toc, place: Option<u32>) -> Vec<u32> {
    let mut path = Vec::new();
    let mut at = place;
    while let Some(i) = at {
        path.push(i);
        at = toc.entries.get(i as usize).and_then(|e| e.parent);
    }
    path.reverse();
    path
}
