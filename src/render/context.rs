//! The data that templates may use. Field names are a contract with every theme: add freely, rename never.
//!
//! Beside the fields of [`PageContext`] every template sees two globals: `site` ([`SiteContext`]) and `ui` (the
//! strings of `strings/<language>.toml`), and the functions `asset(name=…)` (the fingerprinted path of a theme
//! file, from the top of the site) and `has_asset(name=…)`.
//!
//! Every `href` of a page is relative to that page, ready to print. Paths of [`SiteContext`] count from the top
//! of the site and are printed behind `{{ root }}`.

use std::sync::{Arc, OnceLock};

use serde::Serialize;
use serde_json::{Map, Value};

use crate::config::{ColorScheme, Direction, SiteConfig};
use crate::docset::{Crumb, NavItem, VersionLink};

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
    /// Path of the logo for dark backgrounds.
    pub logo_dark: Option<String>,
    /// Path of the icon from the top of the site; without one the theme's own is used.
    pub favicon: Option<String>,
    /// Path of the picture for sharing.
    pub social_image: Option<String>,
    /// One sentence about the site.
    pub description: String,
    /// HTML at the foot of every page, as configured.
    pub footer_html: Option<String>,
    /// Line about rights.
    pub copyright: Option<String>,
    /// Address of the repository.
    pub repository: Option<String>,
    /// Scheme at the first visit: empty (as the system), `light` or `dark`.
    pub scheme: String,
    /// Style sheets of the site's own, from the top of the site, after the theme's.
    pub css: Vec<String>,
    /// Scripts of the site's own, from the top of the site, after the theme's.
    pub js: Vec<String>,
    /// HTML of the site's own for the end of `<head>`, as written.
    pub head_extra: String,
    /// `[theme.options]`, for themes of one's own.
    pub options: Map<String, Value>,
    /// Whether the site has a search index.
    pub search: bool,
    /// Origins that pages may embed frames from, for the Content-Security-Policy.
    pub frame_sources: Vec<String>,
    /// Product name and version for `<meta name="generator">`.
    pub generator: String,
}

/// Hosts of the players that `[!VIDEO]` and `:::video` embed.
const PLAYERS: [&str; 7] = [
    "https://www.youtube.com",
    "https://www.youtube-nocookie.com",
    "https://player.vimeo.com",
    "https://learn-video.azurefd.net",
    "https://learn.microsoft.com",
    "https://channel9.msdn.com",
    "https://www.microsoft.com",
];

/// Primary languages written from right to left.
const RIGHT_TO_LEFT: [&str; 10] = ["ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ur", "yi"];

impl SiteContext {
    /// What a configuration says, with `title` where it names none. Paths are taken over as configured.
    pub fn new(config: &SiteConfig, title: &str) -> Self {
        let site = &config.site;
        let text = |s: &str, other: &str| if s.is_empty() { other.to_owned() } else { s.to_owned() };
        let url = site.base_url.as_ref().map(|u| format!("{}/", u.trim_end_matches('/')));
        SiteContext {
            title: text(&site.title, title),
            language: text(&site.language, "en"),
            dir: direction(site.direction, &site.language).to_owned(),
            base_path: url.as_deref().map_or_else(|| "/".to_owned(), path_of),
            url,
            logo: site.logo.clone(),
            logo_dark: site.logo_dark.clone(),
            favicon: site.favicon.clone(),
            social_image: site.social_image.clone(),
            description: site.description.clone(),
            footer_html: site.footer_html.clone(),
            copyright: site.copyright.clone(),
            repository: site.repository.clone(),
            scheme: match config.theme.scheme {
                ColorScheme::Auto => String::new(),
                ColorScheme::Light => "light".to_owned(),
                ColorScheme::Dark => "dark".to_owned(),
            },
            css: config.theme.extra_css.clone(),
            js: config.theme.extra_js.clone(),
            head_extra: config.theme.extra_head.clone(),
            options: config.theme.options.clone(),
            search: config.search.enabled,
            frame_sources: PLAYERS.map(str::to_owned).to_vec(),
            generator: format!("docwright {}", env!("CARGO_PKG_VERSION")),
        }
    }
}

fn direction(configured: Direction, language: &str) -> &'static str {
    let primary = language.split('-').next().unwrap_or_default().to_ascii_lowercase();
    match configured {
        Direction::Rtl => "rtl",
        Direction::Auto if RIGHT_TO_LEFT.contains(&primary.as_str()) => "rtl",
        _ => "ltr",
    }
}

/// The path of an absolute address: `/docs/` of `https://example.org/docs/`.
fn path_of(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/').map_or_else(|| "/".to_owned(), |at| rest[at..].to_owned())
}

/// What the page says about itself (`page` in templates).
#[derive(Debug, Clone, Default, Serialize)]
pub struct PageMeta {
    /// Plain title: `<title>`, breadcrumbs, sharing.
    pub title: String,
    /// The whole of `<title>`; see [`head_title`](super::head_title).
    pub head_title: String,
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
    /// Day of the last change of the source by the git history, `YYYY-MM-DD`; `None` where that is switched off or
    /// not known. A theme shows it where `date` is missing.
    pub updated: Option<String>,
    /// The same day in the language of the site.
    pub updated_text: Option<String>,
    /// The people who changed the source, the most active first; empty where that is switched off or not known.
    pub contributors: Vec<Contributor>,
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

/// Somebody who changed the source of a page.
#[derive(Debug, Clone, Default, Serialize, PartialEq, Eq)]
pub struct Contributor {
    /// Name.
    pub name: String,
    /// Address of a page about them.
    pub url: Option<String>,
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

/// The sidebar: the branch of one table of contents that the page lies in.
#[derive(Debug, Clone, Default, Serialize)]
pub struct NavContext {
    /// Id of the table of contents, as given to [`toc::script`](super::toc::script).
    pub id: String,
    /// Title of the table of contents; may be empty.
    pub title: String,
    /// The page's place: index of the child at each level, separated by dots. Empty when it is not listed.
    pub trail: String,
    /// Relative address of its data script (`_docwright/toc/<id>.js`).
    pub data: Option<String>,
    /// Relative address of the page that lists all of it.
    pub contents: Option<String>,
    /// The branch, from the top: ancestors with their siblings, siblings, children. HTML, trusted: made by the template
    /// `parts/nav-item.html` ([`Theme::nav_item`](super::Theme::nav_item)), once for all pages of a folder.
    pub html: String,
    /// The same as data. Empty unless a template of the site's own theme names `nav.items`: to hand it to every page
    /// takes longer than to render one.
    pub items: Vec<NavItem>,
}

/// One answer of a pivot group.
#[derive(Debug, Clone, Default, Serialize, PartialEq, Eq)]
pub struct Choice {
    /// Value in `data-pivot` and in the URL.
    pub id: String,
    /// Plain text.
    pub title: String,
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

/// What pages that stand side by side have around them alike: main areas, and what leads to the top of the site. Made
/// once for all of them, with the parts of the page that show nothing else; its fields are variables of every template.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// Prefix from the page to the top of the site: empty, `../`, `../../`, …; see [`root_prefix`](super::root_prefix).
    pub root: String,
    /// Main areas of the site, for the header.
    pub areas: Vec<NavItem>,
    /// Relative address of the method index, when the site has one.
    pub methods: Option<String>,
    /// Whether there is anything for a menu: a sidebar or areas.
    pub menu: bool,
    pub(super) made: OnceLock<Vec<(&'static str, tera::Value)>>,
}

impl Surroundings {
    /// The surroundings of pages from which `root` leads to the top; `sidebar`: whether they have one.
    pub fn new(root: String, areas: Vec<NavItem>, methods: Option<String>, sidebar: bool) -> Self {
        let menu = sidebar || !areas.is_empty();
        Surroundings { root, areas, methods, menu, made: OnceLock::new() }
    }
}

/// All that one page hands to its template, and beside it `outline_html`: the outline as a list, HTML, trusted; empty
/// when the page has fewer than two entries.
#[derive(Debug, Clone, Default)]
pub struct PageContext {
    /// What it shares with its neighbours.
    pub around: Arc<Surroundings>,
    /// Site path of the page without its extension.
    pub path: String,
    /// What the page says about itself.
    pub page: PageMeta,
    /// The `h1` as HTML, trusted; empty when the content has one further down. See
    /// [`split_heading`](super::split_heading).
    pub heading: String,
    /// The article behind the heading as HTML, trusted.
    pub content: String,
    /// Headings of the second and third level. Templates find it empty unless one of the site's own theme names
    /// `outline`: as a value it takes longer to make than `outline_html`.
    pub outline: Vec<OutlineEntry>,
    /// From the top to the parent of the page; the page itself is not listed.
    pub breadcrumbs: Vec<Crumb>,
    /// The sidebar; `None` hides it.
    pub nav: Option<NavContext>,
    /// The page before in reading order.
    pub previous: Option<Crumb>,
    /// The page after in reading order.
    pub next: Option<Crumb>,
    /// Versions of this page, newest first; empty without versions.
    pub versions: Vec<VersionLink>,
    /// Zone pivots that the page uses.
    pub pivots: Vec<PivotGroup>,
    /// Names of theme style sheets that only some pages need (`methods.css`).
    pub styles: Vec<String>,
    /// Names of theme scripts that only some pages need (`methods.js`).
    pub scripts: Vec<String>,
    /// JSON-LD of the breadcrumbs, already safe inside a script element; see [`json_ld`](super::machine::json_ld).
    pub json_ld: Option<String>,
    /// Data of a page that is not Markdown (YAML pages, method index): link fields resolved,
    /// Markdown texts as `{html}`; see [`data_html`](super::data_html).
    pub data: Value,
}
