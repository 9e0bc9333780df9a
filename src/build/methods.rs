//! The method index within a build: what each page gives, the index of all, and the tables shown in pages.

use crate::diag::{Diagnostic, Warned};
use crate::docset::{NodeRef, Page, PageView};
use crate::methods::{self, Html, Index, PageInfo, PageSets, Rules};
use crate::render::article;

use super::site::Site;

/// The HTML of values, by the article renderer.
struct ArticleHtml<'a>(&'a Site);

impl Html for ArticleHtml<'_> {
    fn html(&self, view: &PageView, nodes: &[NodeRef]) -> String {
        let Some(page) = self.0.catalog().page(view.page) else { return String::new() };
        article::fragment(view, nodes, &self.0.article_options(page, &|_| None))
    }
}

/// The sets of one page.
pub(super) fn extract(site: &Site, page: &Page, view: &PageView) -> Warned<PageSets> {
    let info = PageInfo {
        id: page.id,
        source: &page.path,
        out: &page.out,
        site_path: &page.site_path,
        versions: &page.monikers,
        title: &page.facts.title,
        metadata: &page.metadata,
    };
    methods::extract(view, &info, site.rules(), &ArticleHtml(site), &site.workspace().sources)
}

/// The index of all pages; `None` when it is switched off.
pub(super) fn assemble(
    rules: &Rules,
    sets: Vec<PageSets>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Index> {
    rules.enabled.then(|| methods::assemble(sets, rules).take(diagnostics))
}
