//! One page: resolved, written as HTML, put into its template.

use crate::diag::{Code, Diagnostic};
use crate::docset::{self, NodeRef, Page, PageKind, PageView};
use crate::markdown::NodeId;
use crate::render::article;
use crate::render::{self, ThemeError};
use crate::search::{self, SearchDoc};

use super::site::Site;

/// What rendering a page gives besides its file.
pub(super) struct Rendered {
    /// The page's HTML.
    pub html: String,
    /// What it hands to the search index.
    pub search: Option<SearchDoc>,
    /// The files it shows.
    pub assets: Vec<docset::Asset>,
    /// Links that were checked.
    pub links: usize,
    /// What there was to say.
    pub diagnostics: Vec<Diagnostic>,
}

/// Renders a page. A fault of ours in one page is a finding about that page and stops no other.
pub(super) fn render(site: &Site, page: &Page) -> Result<Rendered, ThemeError> {
    let attempt = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| render_inner(site, page)));
    attempt.unwrap_or_else(|_| {
        let message = format!("rendering {} failed unexpectedly; the page is empty", page.path);
        let span = crate::base::Span::at(page.file, 0);
        let diagnostic = Diagnostic::new(Code::InternalError, span, message)
            .help("please report it with the page's source; other pages are not affected");
        let html = site.render("page.html", &site.frame(page))?;
        Ok(Rendered { html, search: None, assets: Vec::new(), links: 0, diagnostics: vec![diagnostic] })
    })
}

/// The body of an article alone.
pub(super) fn fragment(site: &Site, page: &Page) -> (String, Vec<Diagnostic>) {
    let view = docset::resolve(site.workspace(), site.catalog(), page.id);
    let comparison = |directive: &crate::markdown::Directive| site.comparison(page, directive);
    let html = article::article(&view, &site.article_options(page, &comparison));
    (html, view.diagnostics)
}

fn render_inner(site: &Site, page: &Page) -> Result<Rendered, ThemeError> {
    let view = docset::resolve(site.workspace(), site.catalog(), page.id);
    let mut context = site.frame(page);
    let comparison = |directive: &crate::markdown::Directive| site.comparison(page, directive);
    let options = site.article_options(page, &comparison);
    let template = match page.kind {
        PageKind::Article => {
            let body = article::article(&view, &options);
            let (heading, content) = render::split_heading(&body, &page.facts.title);
            context.heading = heading;
            context.content = content;
            context.outline = render::outline(&view);
            "page.html"
        }
        PageKind::Data(layout) => {
            let mut html = |doc| {
                let nodes = view.children(NodeRef { doc, node: NodeId::ROOT });
                article::fragment(&view, &nodes, &options)
            };
            context.data = render::data_html(view.data.as_ref().unwrap_or_default(), &mut html);
            if layout == docset::Layout::Faq {
                context.outline = render::data_outline(&context.data);
            }
            layout.template()
        }
    };
    if site.shows_comparison(&view) {
        context.styles.push("methods.css".to_owned());
        context.scripts.push("methods.js".to_owned());
    }
    let html = site.render(template, &context)?;
    let search = site.search_meta(page).map(|meta| search::document(&view, &meta));
    let links = links(&view);
    Ok(Rendered { html, search, assets: view.assets, links, diagnostics: view.diagnostics })
}

/// Links and cross references of a page, those of its includes too.
pub(super) fn links(view: &PageView) -> usize {
    view.docs.iter().map(|o| o.targets.len() + o.xrefs.len()).sum()
}
