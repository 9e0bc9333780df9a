//! The data of one page's template, from the catalog's words to the theme's.

use crate::docset::{self, Nav, Page, PageView};
use crate::markdown::NodeKind;
use crate::render::context::{Choice, Link, NavContext, NavItem, OutlineEntry, PageMeta};
use crate::render::{self, PageContext, Strings};

use super::site::Site;

/// Output path of a TOC's data script.
pub(super) fn toc_script(key: &str) -> String {
    format!("_docwright/toc/{key}.js")
}

/// Output path of the page that lists all of a TOC.
pub(super) fn toc_page(key: &str) -> String {
    format!("_docwright/toc/{key}.html")
}

/// Everything but the content.
pub(super) fn frame(site: &Site<'_>, page: &Page) -> PageContext {
    let root = render::root_prefix(&page.out);
    let nav = site.catalog().nav(page.id);
    PageContext {
        path: page.out.as_str().trim_end_matches(".html").to_owned(),
        page: meta(site, page),
        breadcrumbs: nav.crumbs.iter().map(crumb).collect(),
        areas: site.areas(&nav),
        previous: nav.previous.as_ref().map(crumb),
        next: nav.next.as_ref().map(crumb),
        versions: nav.versions.iter().map(version).collect(),
        nav: sidebar(site, nav, &root),
        root,
        ..PageContext::default()
    }
}

fn meta(site: &Site<'_>, page: &Page) -> PageMeta {
    let strings: &Strings = site.theme.strings();
    let date = page.text("ms.date").or_else(|| page.text("date")).and_then(render::iso_date);
    let base = site.settings.url.as_deref();
    let suffix = page.text("titleSuffix").unwrap_or(&site.settings.title);
    PageMeta {
        title: page.facts.title.clone(),
        title_suffix: suffix.to_owned(),
        description: page.facts.description.clone(),
        canonical: base.map(|base| render::canonical(base, &page.out)),
        robots: page.text("ROBOTS").or_else(|| page.text("robots")).map(str::to_owned),
        date_text: date.as_deref().map(|d| render::date_text(d, strings)),
        date,
        applies_to: Vec::new(),
        edit_url: site.edit_url(page),
        feedback_url: feedback_url(page),
        image: None,
        kind: page.text("ms.topic").unwrap_or("conceptual").to_lowercase(),
        layout: page.text("layout").unwrap_or_default().to_owned(),
        markdown: None,
    }
}

/// Learn: `feedback_product_url` and its relatives name where readers report problems.
fn feedback_url(page: &Page) -> Option<String> {
    ["open_source_feedback_issueUrl", "feedback_github_repo_url", "feedback_product_url"]
        .iter()
        .find_map(|key| page.text(key))
        .filter(|url| url.starts_with("https://"))
        .map(str::to_owned)
}

fn crumb(crumb: &docset::Crumb) -> Link {
    Link { title: crumb.title.clone(), href: crumb.href.clone(), current: false }
}

fn version(version: &docset::VersionLink) -> Choice {
    Choice {
        id: version.moniker.clone(),
        title: version.title.clone(),
        href: Some(version.href.clone()),
        current: version.current,
    }
}

fn sidebar(site: &Site<'_>, nav: Nav, root: &str) -> Option<NavContext> {
    let toc = site.catalog().tocs().get(nav.toc?.0 as usize)?;
    Some(NavContext {
        id: toc.key.clone(),
        title: Some(nav.toc_title).filter(|t| !t.is_empty()),
        data: Some(format!("{root}{}", toc_script(&toc.key))),
        contents: Some(format!("{root}{}", toc_page(&toc.key))),
        items: nav.branch.into_iter().map(nav_item).collect(),
    })
}

fn nav_item(item: docset::NavItem) -> NavItem {
    NavItem {
        more: item.parent && item.children.is_empty(),
        title: item.title,
        href: item.href,
        current: item.current,
        open: item.open,
        children: item.children.into_iter().map(nav_item).collect(),
    }
}

/// The headings of the second and third level, those of includes too; tab labels are none.
pub(super) fn outline(view: &PageView) -> Vec<OutlineEntry> {
    let mut out: Vec<OutlineEntry> = Vec::new();
    collect(view, PageView::ROOT, &mut out);
    out
}

fn collect(view: &PageView, at: docset::NodeRef, out: &mut Vec<OutlineEntry>) {
    for child in view.children(at) {
        match view.kind(child) {
            NodeKind::Heading(i) => {
                let Some(heading) = view.occurrence(child).and_then(|o| o.doc.headings.get(i as usize)) else {
                    continue;
                };
                let title = heading.text.trim().to_owned();
                let Some(id) = view.heading_id(child).filter(|_| !title.is_empty()) else { continue };
                let entry = OutlineEntry { id: id.to_owned(), title, children: Vec::new() };
                match (heading.level, out.last_mut()) {
                    (2, _) => out.push(entry),
                    (3, Some(parent)) => parent.children.push(entry),
                    _ => {}
                }
            }
            NodeKind::Zone(_) | NodeKind::Moniker(_) | NodeKind::Row | NodeKind::Column(_) | NodeKind::Group => {
                collect(view, child, out);
            }
            _ => {}
        }
    }
}
