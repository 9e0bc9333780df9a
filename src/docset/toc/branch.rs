//! The part of the navigation that stands in a page itself.

use crate::docset::nav::{Crumb, Nav, NavItem};
use crate::docset::{Catalog, Page, PageId};

use super::{Toc, TocTarget};

/// How many siblings a level shows on each side of the open entry when it is longer than [`LONG`].
const WINDOW: usize = 20;
/// From how many entries on a level is shown in part. Keeps a page's size free of the TOC's.
const LONG: usize = 60;

impl Catalog {
    /// The navigation of a page.
    pub fn nav(&self, id: PageId) -> Nav {
        let Some(page) = self.page(id) else { return Nav::default() };
        let mut nav = Nav { toc: page.toc, ..Nav::default() };
        if let Some(toc) = page.toc.and_then(|t| self.toc(t)) {
            nav.toc_title.clone_from(&toc.title);
            let place = self.place(toc, page);
            let path = ancestors(toc, place);
            nav.trail = trail(toc, &path);
            nav.branch = self.level(toc, page, None, &path);
            if let Some(at) = place {
                nav.previous = self.neighbour(toc, page, at, true);
                nav.next = self.neighbour(toc, page, at, false);
            }
        }
        nav
    }

    /// The entry that stands for a page in a TOC.
    fn place(&self, toc: &Toc, page: &Page) -> Option<u32> {
        self.toc_places.get(&(toc.id, page.id)).copied()
    }

    fn level(&self, toc: &Toc, page: &Page, of: Option<u32>, path: &[u32]) -> Vec<NavItem> {
        let entries: Vec<u32> = toc.children(of).collect();
        let open = path.first().copied();
        let at = open.and_then(|o| entries.iter().position(|e| *e == o)).unwrap_or(0);
        let range = if entries.len() > LONG {
            at.saturating_sub(WINDOW)..(at + WINDOW + 1).min(entries.len())
        } else {
            0..entries.len()
        };
        let mut skipped = u32::try_from(range.start).unwrap_or(u32::MAX);
        let mut out = Vec::with_capacity(range.len());
        for index in entries.get(range).unwrap_or_default() {
            let Some(entry) = toc.entries.get(*index as usize) else { continue };
            let is_open = open == Some(*index);
            out.push(NavItem {
                title: entry.title.clone(),
                href: self.target_href(page.out.folder(), &entry.target),
                current: is_open && path.len() == 1,
                open: is_open,
                parent: entry.end > index + 1,
                skipped: std::mem::take(&mut skipped),
                children: if is_open {
                    self.level(toc, page, Some(*index), path.get(1..).unwrap_or_default())
                } else {
                    Vec::new()
                },
            });
        }
        out
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

/// The same path as the index of the child at each level.
fn trail(toc: &Toc, path: &[u32]) -> Vec<u32> {
    let mut of = None;
    let mut out = Vec::with_capacity(path.len());
    for entry in path {
        let index = toc.children(of).position(|e| e == *entry).unwrap_or(0);
        out.push(u32::try_from(index).unwrap_or(u32::MAX));
        of = Some(*entry);
    }
    out
}
