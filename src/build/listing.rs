//! Files about the site as a whole: TOC data and pages, 404, sitemap, robots, `llms.txt`, the home page.

use rayon::prelude::*;
use serde_json::json;

use crate::base::{Artifact, OutPath};
use crate::docset::Page;
use crate::output::Store;
use crate::render::context::PageMeta;
use crate::render::machine::{self, Listed};
use crate::render::{self, PageContext, toc};

use super::BuildError;
use super::site::{Site, put_all};

/// One script and one page a TOC.
pub(super) fn navigation(site: &Site<'_>, store: &dyn Store) -> Result<(), BuildError> {
    site.catalog().tocs().par_iter().try_for_each(|table| {
        let (Some(script), Some(page)) = (toc::script_path(table.id), toc::contents_path(table.id)) else {
            return Ok(());
        };
        let tree = site.catalog().toc_tree(table.id);
        let root = render::root_prefix(&page);
        let context = PageContext {
            page: meta(site, &table.title, "noindex"),
            data: json!({ "entries": toc::seen_from(&root, &tree) }),
            root,
            ..PageContext::default()
        };
        let html = site.render("toc.html", &context)?;
        let files = vec![Artifact::text(script, toc::script(table.id, &tree)), Artifact::text(page, html)];
        put_all(store, files)
    })
}

fn meta(site: &Site<'_>, title: &str, robots: &str) -> PageMeta {
    PageMeta {
        title: title.to_owned(),
        head_title: render::head_title(title, "", &site.theme.site().title),
        robots: Some(robots.to_owned()),
        ..PageMeta::default()
    }
}

/// 404, robots, sitemap and `llms.txt`; a home page that leads to the first page when the docset has none.
pub(super) fn write(site: &Site<'_>, store: &dyn Store) -> Result<(), BuildError> {
    let pages = site.catalog().pages();
    let has = |name: &str| pages.iter().any(|p| p.out.as_str() == name);
    let mut files = Vec::new();
    if !has("404.html") {
        let context = PageContext {
            root: site.theme.site().base_path.clone(),
            path: "404".to_owned(),
            page: meta(site, site.theme.strings().text("not_found_title"), "noindex"),
            ..PageContext::default()
        };
        files.push(("404.html", site.render("404.html", &context)?));
    }
    if !has("index.html")
        && let Some(first) = home(pages)
    {
        let context =
            json!({ "target": crate::base::url::encode_path(first.out.as_str()), "canonical": null });
        files.push(("index.html", site.theme.render("redirect.html", &context)?));
    }
    let listed: Vec<Listed> = pages.iter().filter(|p| is_listed(p)).map(|p| listed(site, p)).collect();
    let url = site.theme.site().url.as_deref();
    files.push(("robots.txt", machine::robots(url)));
    if let Some(url) = url {
        files.push(("sitemap.xml", machine::sitemap(url, &listed)));
    }
    let summary = Some(site.workspace().config.site.site.description.as_str()).filter(|s| !s.is_empty());
    files.push(("llms.txt", machine::llms(&site.theme.site().title, summary, url, &listed)));
    let artifacts = files
        .into_iter()
        .filter_map(|(name, text)| Some(Artifact::text(OutPath::new(name)?, text)))
        .collect();
    put_all(store, artifacts)
}

/// The page that stands for the site when there is no `index`: the one nearest to the top, an index before others.
fn home(pages: &[Page]) -> Option<&Page> {
    pages.iter().min_by_key(|page| {
        let path = page.out.as_str();
        (path.matches('/').count(), !path.ends_with("index.html"), path)
    })
}

fn is_listed(page: &Page) -> bool {
    let robots = page.text("ROBOTS").or_else(|| page.text("robots")).unwrap_or_default();
    !robots.to_ascii_lowercase().contains("noindex")
}

fn listed(site: &Site<'_>, page: &Page) -> Listed {
    let section = match page.site_path.split_once('/') {
        Some((folder, _)) => folder.to_owned(),
        None => String::new(),
    };
    let _ = site;
    Listed {
        path: page.out.clone(),
        title: page.facts.title.clone(),
        description: page.facts.description.clone(),
        date: page.text("ms.date").and_then(render::iso_date),
        markdown: None,
        section,
    }
}
