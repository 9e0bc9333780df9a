//! The sidebar's HTML, entry by entry: the pages of a folder show mostly the same entries, with the same addresses, so
//! each is rendered once for all of them. Neighbouring folders and other versions of a page show many of them too.

use std::sync::{Arc, PoisonError, RwLock};

use rustc_hash::FxHashMap;

use crate::docset::{Catalog, NavItem, NavLevel, Page, TocId};
use crate::render::{Theme, ThemeError};

/// Entries that are rendered together. Long levels are shown in part, so a level is never rendered whole.
const RUN: usize = 32;

/// How many folders are remembered. Pages are rendered folder by folder, so few are needed at a time.
const FOLDERS: usize = 64;

/// How many closed entries are remembered beyond their folder.
const ENTRIES: usize = 4096;

/// Neighbouring entries of a level, as the pages of one folder show them when they are closed.
#[derive(Debug, Default)]
struct Run {
    html: String,
    ends: Vec<usize>,
}

/// The entry that the level stands below, and which of its runs.
type RunKey = (TocId, Option<u32>, usize);

/// The runs that pages of one folder have shown.
#[derive(Debug, Default)]
struct Folder {
    runs: RwLock<FxHashMap<RunKey, Arc<Run>>>,
}

/// Closed entries as HTML, by all that their template sees of them.
#[derive(Debug, Default)]
struct Entries {
    known: RwLock<FxHashMap<NavItem, String>>,
}

/// The sidebars of a site. What is remembered never changes what is made.
#[derive(Debug, Default)]
pub(super) struct Sidebar {
    folders: RwLock<FxHashMap<String, Arc<Folder>>>,
    entries: Entries,
}

impl Sidebar {
    /// The branch of a page's TOC as HTML.
    pub(super) fn html(&self, catalog: &Catalog, theme: &Theme, page: &Page) -> Result<String, ThemeError> {
        let from = page.out.folder();
        let folder = self.folder(from);
        let mut inner = String::new();
        for level in catalog.branch(page).iter().rev() {
            let siblings = catalog.siblings(level.toc, level.of);
            let mut html = String::with_capacity(inner.len() + level.shown.len() * 128);
            let mut run = None;
            for place in level.shown.clone() {
                if level.is_plain(place) {
                    let number = place / RUN;
                    let known = run.take().filter(|(n, _)| *n == number);
                    let (_, entries) = match known {
                        Some(known) => run.insert(known),
                        None => {
                            let made = || self.run(catalog, theme, level, number, from);
                            run.insert((number, folder.run((level.toc, level.of, number), made)?))
                        }
                    };
                    html.push_str(entries.entry(place % RUN));
                } else if let Some(entry) = siblings.get(place)
                    && let Some(mut item) = catalog.nav_item(level.toc, *entry, from)
                {
                    level.mark(place, &mut item);
                    let inner = if item.open { std::mem::take(&mut inner) } else { String::new() };
                    html.push_str(&theme.nav_item(&item, &inner)?);
                }
            }
            inner = html;
        }
        Ok(inner)
    }

    /// Makes a run as the pages of the folder `from` show it.
    fn run(
        &self,
        catalog: &Catalog,
        theme: &Theme,
        level: &NavLevel,
        number: usize,
        from: &str,
    ) -> Result<Run, ThemeError> {
        let siblings = catalog.siblings(level.toc, level.of);
        let first = number * RUN;
        let mut run = Run::default();
        for entry in siblings.get(first..(first + RUN).min(siblings.len())).unwrap_or_default() {
            if let Some(item) = catalog.nav_item(level.toc, *entry, from) {
                self.entries.push(theme, item, &mut run.html)?;
            }
            run.ends.push(run.html.len());
        }
        Ok(run)
    }

    fn folder(&self, path: &str) -> Arc<Folder> {
        if let Some(folder) = self.folders.read().unwrap_or_else(PoisonError::into_inner).get(path) {
            return Arc::clone(folder);
        }
        let mut folders = self.folders.write().unwrap_or_else(PoisonError::into_inner);
        if folders.len() >= FOLDERS {
            folders.clear();
        }
        Arc::clone(folders.entry(path.to_owned()).or_default())
    }
}

impl Folder {
    /// A run that pages of this folder have shown, or else the one that is `made`.
    fn run(
        &self,
        key: RunKey,
        made: impl FnOnce() -> Result<Run, ThemeError>,
    ) -> Result<Arc<Run>, ThemeError> {
        if let Some(run) = self.runs.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(Arc::clone(run));
        }
        let run = Arc::new(made()?);
        self.runs.write().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::clone(&run));
        Ok(run)
    }
}

impl Entries {
    /// Appends an entry.
    fn push(&self, theme: &Theme, item: NavItem, html: &mut String) -> Result<(), ThemeError> {
        if let Some(known) = self.known.read().unwrap_or_else(PoisonError::into_inner).get(&item) {
            html.push_str(known);
            return Ok(());
        }
        let made = theme.nav_item(&item, "")?;
        html.push_str(&made);
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= ENTRIES {
            known.clear();
        }
        known.insert(item, made);
        Ok(())
    }
}

impl Run {
    fn entry(&self, at: usize) -> &str {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(at).and_then(|end| self.html.get(start..*end)).unwrap_or_default()
    }
}
