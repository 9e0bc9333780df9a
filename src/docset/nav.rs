//! What a page shows of the site around it.
//!
//! **Invariant:** the size of a [`Nav`] does not depend on how many pages or TOC entries there are.

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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
    /// The children that are shown.
    pub children: Vec<NavItem>,
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
    /// The top level of the docset: its areas when each folder has a TOC of its own, else the root TOC's
    /// first level. The one in which the page lies is `open`.
    pub areas: Vec<NavItem>,
    /// The page's TOC, whose whole tree [`super::Catalog::toc_tree`] gives.
    #[serde(skip)]
    pub toc: Option<TocId>,
    /// The name of the page's TOC.
    pub toc_title: String,
    /// The page's place in its TOC: the index of the child at each level. Empty when it is not listed.
    pub trail: Vec<u32>,
    /// The page's branch: its ancestors with their siblings, and its children.
    pub branch: Vec<NavItem>,
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
