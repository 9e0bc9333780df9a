//! The sidebar's HTML, entry by entry: the pages of a folder show mostly the same entries, with the same addresses, so
//! each is rendered once for all of them. Neighbouring folders and other versions of a page show many of them too.

use crate::docset::{Catalog, NavItem, NavLevel, Page, TocId};
use crate::render::{NavShell, Theme, ThemeError};

use super::recent::Recent;

/// Entries that are rendered together. Long levels are shown in part, so a level is never rendered whole.
const RUN: usize = 32;

/// How many folders are remembered. Pages are rendered folder by folder, so few are needed at a time.
const FOLDERS: usize = 64;

/// How many runs of a folder are remembered.
const RUNS: usize = 4096;

/// How many closed entries are remembered beyond their folder, and how many open ones.
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
type Folder = Recent<RunKey, Run, RUNS>;

/// The sidebars of a site.
#[derive(Debug, Default)]
pub(super) struct Sidebar {
    folders: Recent<String, Folder, FOLDERS>,
    /// Closed entries as HTML, by all that their template sees of them.
    entries: Recent<NavItem, String, ENTRIES>,
    /// Open entries without what stands below them, by all that their template sees of them; see [`Theme::nav_shell`].
    shells: Recent<NavItem, Option<NavShell>, ENTRIES>,
}

impl Sidebar {
    /// The branch of a page's TOC as HTML.
    pub(super) fn html(&self, catalog: &Catalog, theme: &Theme, page: &Page) -> Result<String, ThemeError> {
        let from = page.out.folder();
        let folder = self.folders.get(from);
        let folder = folder.unwrap_or_else(|| self.folders.put(from.to_owned(), Folder::default()));
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
                            let key = (level.toc, level.of, number);
                            let entries = match folder.get(&key) {
                                Some(entries) => entries,
                                None => folder.put(key, self.run(catalog, theme, level, number, from)?),
                            };
                            run.insert((number, entries))
                        }
                    };
                    html.push_str(entries.entry(place % RUN));
                } else if let Some(entry) = siblings.get(place)
                    && let Some(mut item) = catalog.nav_item(level.toc, *entry, from)
                {
                    level.mark(place, &mut item);
                    let inner = if item.open { std::mem::take(&mut inner) } else { String::new() };
                    self.marked(theme, &item, &inner, &mut html)?;
                }
            }
            inner = html;
        }
        Ok(inner)
    }

    /// Appends an entry that is not closed or not plain. One that is open above the page is the same for all pages below
    /// it, but for what stands open inside.
    fn marked(
        &self,
        theme: &Theme,
        item: &NavItem,
        inner: &str,
        html: &mut String,
    ) -> Result<(), ThemeError> {
        if item.open && !item.current && !inner.is_empty() {
            let shell = match self.shells.get(item) {
                Some(shell) => shell,
                None => {
                    let made = theme.nav_shell(item)?;
                    self.shells.put(item.clone(), made)
                }
            };
            if let Some(shell) = &*shell {
                shell.around(inner, html);
                return Ok(());
            }
        }
        html.push_str(&theme.nav_item(item, inner)?);
        Ok(())
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
                match self.entries.get(&item) {
                    Some(known) => run.html.push_str(&known),
                    None => {
                        let made = theme.nav_item(&item, "")?;
                        run.html.push_str(&self.entries.put(item, made));
                    }
                }
            }
            run.ends.push(run.html.len());
        }
        Ok(run)
    }
}

impl Run {
    fn entry(&self, at: usize) -> &str {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(at).and_then(|end| self.html.get(start..*end)).unwrap_or_default()
    }
}
