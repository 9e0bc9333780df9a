//! What a page shows of the site around it.
//!
//! **Invariant:** the size of a [`Nav`] does not depend on how many pages or TOC entries there are.

use std::ops::Range;

use serde::Serialize;

use crate::base::OutPath;

use super::TocId;

/// A link with a label; `href` is relative to the page that shows it, unescaped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Crumb {
    /// The label.
    pub title: String,
    /// Where it leads; `None` for a label only.
    pub href: Option<String>,
}

/// An entry of the navigation beside a page.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct NavItem {
    /// The label.
    pub title: String,
    /// Where it leads, relative to the page that shows it; `None` for a heading of a group.
    pub href: Option<String>,
    /// Whether it is the page itself.
    pub current: bool,
    /// Whether the page lies below it (or is it), so that it stands open.
    pub open: bool,
    /// Whether it has children, shown here or not.
    pub parent: bool,
    /// How many siblings before this one are left out because the level is long.
    pub skipped: u32,
    /// How many siblings after this one are left out.
    pub omitted: u32,
    /// The children that are shown.
    pub children: Vec<NavItem>,
}

/// What the areas at the top of a page depend on; pages that have this in common show the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AreasKey {
    /// The output folder that the areas are seen from.
    pub(super) folder: String,
    pub(super) docset: usize,
    pub(super) version: Option<String>,
    /// The page's TOC, and the entry of its top level below which the page lies.
    pub(super) toc: Option<TocId>,
    pub(super) open: Option<u32>,
}

/// One level of a page's branch of its TOC: its ancestors with their siblings, or its children. Most pages of a folder
/// show the same entries, so a level names them and leaves it to the reader to make them once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavLevel {
    /// The TOC.
    pub toc: TocId,
    /// The entry that the level stands below; `None` at the top.
    pub of: Option<u32>,
    /// The siblings that are shown: places in [`super::Catalog::siblings`]. Long levels are shown in part.
    pub shown: Range<usize>,
    /// How many siblings there are.
    pub length: usize,
    /// The place of the sibling that stands open.
    pub open: Option<usize>,
    /// Whether that is the page itself.
    pub current: bool,
}

impl NavLevel {
    /// Whether the sibling at `place` looks the same on every page that shows it.
    pub fn is_plain(&self, place: usize) -> bool {
        let edge = (place == self.shown.start && place > 0) || place + 1 == self.shown.end && self.cut() > 0;
        self.open != Some(place) && !edge
    }

    /// How many siblings after those that are shown are left out.
    fn cut(&self) -> usize {
        self.length.saturating_sub(self.shown.end)
    }

    /// Tells the sibling at `place` what this page makes of it.
    pub fn mark(&self, place: usize, item: &mut NavItem) {
        item.open = self.open == Some(place);
        item.current = item.open && self.current;
        if place == self.shown.start {
            item.skipped = u32::try_from(place).unwrap_or(u32::MAX);
        }
        if place + 1 == self.shown.end {
            item.omitted = u32::try_from(self.cut()).unwrap_or(u32::MAX);
        }
    }
}

/// Another version of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VersionLink {
    /// The moniker: `powershell-7.5`.
    pub moniker: String,
    /// How it is shown.
    pub title: String,
    /// Where it leads; the nearest page of that version's TOC when this page does not exist there.
    pub href: String,
    /// Whether it is the version of the page itself.
    pub current: bool,
}

/// The navigation of one page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Nav {
    /// From the top of the site to the page's parent.
    pub crumbs: Vec<Crumb>,
    /// The page's TOC, whose whole tree [`super::Catalog::toc_tree`] gives.
    #[serde(skip)]
    pub toc: Option<TocId>,
    /// The name of the page's TOC.
    pub toc_title: String,
    /// The page's place in its TOC: the index of the child at each level. Empty when it is not listed.
    pub trail: Vec<u32>,
    /// The page before in reading order.
    pub previous: Option<Crumb>,
    /// The page after.
    pub next: Option<Crumb>,
    /// The versions of the page, newest first; empty when there is one only.
    pub versions: Vec<VersionLink>,
    /// Where the newest version of the page is, when that is another page: the address that search engines are to
    /// show for both.
    #[serde(skip)]
    pub newest: Option<OutPath>,
}

/// An entry of a whole TOC, for the file that pages load on demand. Hrefs are relative to the top of the output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TocNode {
    /// The label.
    pub title: String,
    /// Where it leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    /// Entries below.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<TocNode>,
}
