//! The data that templates may use. Field names are a contract with every theme: add freely, rename never.
//!
//! Beside the fields of [`PageContext`] every template sees two globals: `site` ([`SiteContext`]) and `ui` (the
//! strings of `strings/<language>.toml`), and the functions `asset(name=…)` (the fingerprinted path of a theme
//! file, from the top of the site) and `has_asset(name=…)`.
//!
//! Every `href` of a page is relative to that page, ready to print. Paths of [`SiteContext`] count from the top
//! of the site and are printed behind `{{ root }}`.

use serde::Serialize;
use serde_json::Value;

/// A link with its text.
#[derive(Debug, Clone, Default, Serialize, PartialEq, Eq)]
pub struct Link {
    /// Plain text.
    pub title: String,
    /// Where it leads; `None` for a title without a page.
    pub href: Option<String>,
    /// Whether it is the page, area or version being shown.
    pub current: bool,
}

impl Link {
    /// A link that is not the current one.
    pub fn new(title: impl Into<String>, href: impl Into<String>) -> Self {
        Link { title: title.into(), href: Some(href.into()), current: false }
    }
}

/// What does not change from page to page (`site` in templates).
#[derive(Debug, Clone, Default, Serialize)]
pub struct SiteContext {
    /// Name of the site, shown in the header and behind every title.
    pub title: String,
    /// BCP 47 tag for `<html lang>` (`en`, `de-DE`).
    pub language: String,
    /// Writing direction for `<html dir>`: `ltr` or `rtl`.
    pub dir: String,
    /// Absolute address of the top of the published site with a trailing slash; `None` when not configured.
    pub url: Option<String>,
    /// Path part of that address (`/`, `/docs/`), for the pages a host serves at any depth (404).
    pub base_path: String,
    /// Path of the logo from the top of the site.
    pub logo: Option<String>,
    /// Path of the icon from the top of the site; without one the theme's own is used.
    pub favicon: Option<String>,
    /// Text of the footer.
    pub footer: Option<String>,
    /// Links of the footer.
    pub footer_links: Vec<Link>,
    /// Style sheets of the site's own, from the top of the site, after the theme's.
    pub css: Vec<String>,
    /// HTML of the site's own for the end of `<head>`, as written.
    pub head_extra: Option<String>,
    /// Whether the site has a search index.
    pub search: bool,
    /// Origins that pages may embed frames from, for the Content-Security-Policy.
    pub frame_sources: Vec<String>,
    /// Product name and version for `<meta name="generator">`.
    pub generator: String,
}

/// What the page says about itself (`page` in templates).
#[derive(Debug, Clone, Default, Serialize)]
pub struct PageMeta {
    /// Plain title: `<title>`, breadcrumbs, sharing.
    pub title: String,
    /// What follows the title in `<title>`, such as the site's name; see [`title_tag`](super::title_tag).
    pub title_suffix: String,
    /// One or two sentences for search engines and sharing.
    pub description: Option<String>,
    /// Absolute address of the page, when the site's address is known.
    pub canonical: Option<String>,
    /// Content of the robots meta tag (`noindex, nofollow`).
    pub robots: Option<String>,
    /// Date of last review, `YYYY-MM-DD`; see [`iso_date`](super::iso_date).
    pub date: Option<String>,
    /// The same date in the language of the site; see [`date_text`](super::date_text).
    pub date_text: Option<String>,
    /// Products or versions that the page says it applies to.
    pub applies_to: Vec<String>,
    /// Where the source can be edited.
    pub edit_url: Option<String>,
    /// Where problems with the page can be reported.
    pub feedback_url: Option<String>,
    /// Absolute address of a picture for sharing.
    pub image: Option<String>,
    /// Topic type, lower case: `conceptual`, `how-to`, `landing`, `hub`, `faq`, …
    pub kind: String,
    /// Layout asked for by metadata: empty, `landing`, `wide`, …; goes into `data-layout`.
    pub layout: String,
    /// Relative address of the page as Markdown.
    pub markdown: Option<String>,
}

/// One heading of the outline.
#[derive(Debug, Clone, Default, Serialize, PartialEq, Eq)]
pub struct OutlineEntry {
    /// Id of the heading.
    pub id: String,
    /// Plain text.
    pub title: String,
    /// Headings below it: the third level below the second.
    pub children: Vec<OutlineEntry>,
}

/// One entry of the branch in the sidebar.
#[derive(Debug, Clone, Default, Serialize, PartialEq, Eq)]
pub struct NavItem {
    /// Plain text.
    pub title: String,
    /// Where it leads; `None` for a group.
    pub href: Option<String>,
    /// Whether it is the page being shown.
    pub current: bool,
    /// Whether the page being shown is it or lies below it.
    pub open: bool,
    /// Whether there are entries below it that `children` does not list.
    pub more: bool,
    /// Entries below it; only those of the branch.
    pub children: Vec<NavItem>,
}

/// The sidebar: the branch of one table of contents that the page lies in.
#[derive(Debug, Clone, Default, Serialize)]
pub struct NavContext {
    /// Id of the table of contents, as given to [`toc::script`](super::toc::script).
    pub id: String,
    /// Title of the table of contents, when it has one.
    pub title: Option<String>,
    /// Relative address of its data script (`_docwright/toc/<id>.js`).
    pub data: Option<String>,
    /// Relative address of the page that lists all of it.
    pub contents: Option<String>,
    /// The branch, from the top: ancestors with their siblings, siblings, children.
    pub items: Vec<NavItem>,
}

/// One choice of a picker.
#[derive(Debug, Clone, Default, Serialize, PartialEq, Eq)]
pub struct Choice {
    /// Value in the URL or in `data-pivot`.
    pub id: String,
    /// Plain text.
    pub title: String,
    /// Where choosing it leads.
    pub href: Option<String>,
    /// Whether it is chosen.
    pub current: bool,
}

/// A group of zone pivots: one question, several answers, parts of the page for each.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PivotGroup {
    /// Id of the group.
    pub id: String,
    /// Short name.
    pub title: String,
    /// The question put to the reader.
    pub prompt: String,
    /// The answers.
    pub choices: Vec<Choice>,
}

/// All that one page hands to its template.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PageContext {
    /// Prefix from the page to the top of the site: empty, `../`, `../../`, …; see [`root_prefix`](super::root_prefix).
    pub root: String,
    /// Site path of the page without its extension.
    pub path: String,
    /// What the page says about itself.
    pub page: PageMeta,
    /// The `h1` as HTML, trusted; empty when the content has one further down. See
    /// [`split_heading`](super::split_heading).
    pub heading: String,
    /// The article behind the heading as HTML, trusted.
    pub content: String,
    /// Headings of the second and third level.
    pub outline: Vec<OutlineEntry>,
    /// From the top to the parent of the page; the page itself is not listed.
    pub breadcrumbs: Vec<Link>,
    /// The sidebar; `None` hides it.
    pub nav: Option<NavContext>,
    /// Main areas of the site, for the header.
    pub areas: Vec<Link>,
    /// The page before in reading order.
    pub previous: Option<Link>,
    /// The page after in reading order.
    pub next: Option<Link>,
    /// Versions of this page, for the picker; empty without versions.
    pub versions: Vec<Choice>,
    /// Zone pivots that the page uses.
    pub pivots: Vec<PivotGroup>,
    /// Names of theme style sheets that only some pages need (`methods.css`).
    pub styles: Vec<String>,
    /// Names of theme scripts that only some pages need (`methods.js`).
    pub scripts: Vec<String>,
    /// JSON-LD of the breadcrumbs, already safe inside a script element; see [`json_ld`](super::json_ld).
    pub json_ld: Option<String>,
    /// Data of a page that is not Markdown (YAML pages, method index): link fields resolved, Markdown fields as HTML.
    pub data: Value,
}
