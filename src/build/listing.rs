//! Files about the site as a whole: TOC data and pages, 404, sitemap, robots, `llms.txt`, the way to the first page.

use serde_json::json;

use crate::base::{OutPath, url};
use crate::docset::{Page, TocId};
use crate::render::context::PageMeta;
use crate::render::machine::{self, Listed};
use crate::render::{self, PageContext, ThemeError, toc};

use super::site::Site;

/// A file about the site as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Listing {
    /// What hosts show for an address that does not exist.
    NotFound,
    /// `index.html` of a docset without one: leads to the page nearest to the top.
    Home,
    /// `robots.txt`
    Robots,
    /// `sitemap.xml`, when the site's address is known.
    Sitemap,
    /// `llms.txt`
    Llms,
}

impl Listing {
    /// All of them.
    pub(super) const ALL: &'static [Listing] =
        &[Listing::NotFound, Listing::Home, Listing::Robots, Listing::Sitemap, Listing::Llms];

    /// Where it is written; `None` when this site has none.
    pub(super) fn path(self, site: &Site) -> Option<OutPath> {
        let name = match self {
            Listing::NotFound => "404.html",
            Listing::Home => home(site.catalog().pages()).map(|_| "index.html")?,
            Listing::Robots => "robots.txt",
            Listing::Sitemap => site.theme.site().url.as_ref().map(|_| "sitemap.xml")?,
            Listing::Llms => "llms.txt",
        };
        OutPath::new(name)
    }

    /// Its contents.
    pub(super) fn text(self, site: &Site) -> Result<Vec<u8>, ThemeError> {
        let settings = site.theme.site();
        let pages = site.catalog().pages();
        let address = settings.url.as_deref();
        Ok(match self {
            Listing::NotFound => {
                let context = PageContext {
                    around: site.surroundings_at(&settings.base_path),
                    path: "404".to_owned(),
                    page: meta(site, site.theme.strings().text("not_found_title")),
                    ..PageContext::default()
                };
                site.theme.page("404.html", &context)?
            }
            Listing::Home => {
                let target = home(pages).map(|p| url::encode_path(p.out.as_str())).unwrap_or_default();
                let context = json!({ "target": target, "canonical": null });
                site.theme.render("redirect.html", &context)?.into_bytes()
            }
            Listing::Robots => machine::robots(address).into_bytes(),
            Listing::Sitemap => {
                machine::sitemap(address.unwrap_or_default(), &listed(site, pages)).into_bytes()
            }
            Listing::Llms => {
                let summary = Some(settings.description.as_str()).filter(|s| !s.is_empty());
                machine::llms(&settings.title, summary, address, &listed(site, pages)).into_bytes()
            }
        })
    }
}

/// The script with a whole TOC.
pub(super) fn toc_data(site: &Site, id: TocId) -> String {
    toc::script(id, &site.catalog().toc_tree(id))
}

/// The page with a whole TOC.
pub(super) fn toc_page(site: &Site, id: TocId, out: &OutPath) -> Result<Vec<u8>, ThemeError> {
    let title = site.catalog().tocs().get(id.0 as usize).map(|t| t.title.as_str()).unwrap_or_default();
    let root = render::root_prefix(out);
    let entries = toc::seen_from(&root, &site.catalog().toc_tree(id));
    let context = PageContext {
        page: meta(site, title),
        data: json!({ "entries": entries }),
        around: site.surroundings_at(&root),
        ..PageContext::default()
    };
    site.theme.page("toc.html", &context)
}

fn meta(site: &Site, title: &str) -> PageMeta {
    PageMeta {
        title: title.to_owned(),
        head_title: render::head_title(title, "", &site.theme.site().title),
        robots: Some("noindex".to_owned()),
        ..PageMeta::default()
    }
}

/// The page that stands for a site without `index.html`: the one nearest to the top, an index before others.
pub(super) fn home(pages: &[Page]) -> Option<&Page> {
    pages.iter().min_by_key(|page| {
        let path = page.out.as_str();
        (path.matches('/').count(), !path.ends_with("index.html"), path)
    })
}

/// The pages that may be found, by area; of versions of one page the newest.
fn listed(site: &Site, pages: &[Page]) -> Vec<Listed> {
    let hidden = |p: &Page| {
        let robots = p.text("ROBOTS").or_else(|| p.text("robots")).unwrap_or_default();
        robots.to_ascii_lowercase().contains("noindex")
    };
    let entry = |page: &Page| Listed {
        path: page.out.clone(),
        title: page.facts.title.clone(),
        description: page.facts.description.clone(),
        // When a page was changed is more to a crawler than when somebody last read it through.
        date: site.last_change(page).or_else(|| render::stated_date(page)),
        markdown: site.twin(page),
        section: page.site_path.split_once('/').map_or_else(String::new, |(folder, _)| folder.to_owned()),
    };
    let old = |p: &Page| site.catalog().newest_version(p).is_some();
    pages.iter().filter(|p| !hidden(p) && !old(p)).map(entry).collect()
}
