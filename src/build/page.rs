//! One page: resolved, written as HTML, put into its template.

use serde_json::Value;

use crate::diag::{Code, Diagnostic};
use crate::docset::{self, NodeRef, Page, PageKind, PageView};
use crate::markdown::NodeId;
use crate::render::article::{self, ArticleOptions};
use crate::render::{self, ThemeError};
use crate::search::{self, SearchDoc};

use super::context;
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
pub(super) fn render(site: &Site<'_>, page: &Page) -> Result<Rendered, ThemeError> {
    let attempt = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| render_inner(site, page)));
    attempt.unwrap_or_else(|_| {
        let message = format!("rendering {} failed unexpectedly; the page is empty", page.path);
        let span = crate::base::Span::at(page.file, 0);
        let diagnostic = Diagnostic::new(Code::InternalError, span, message)
            .help("please report it with the page's source; other pages are not affected");
        let html = site.render("page.html", &context::frame(site, page))?;
        Ok(Rendered { html, search: None, assets: Vec::new(), links: 0, diagnostics: vec![diagnostic] })
    })
}

fn render_inner(site: &Site<'_>, page: &Page) -> Result<Rendered, ThemeError> {
    let mut view = docset::resolve(site.workspace(), site.catalog(), page.id);
    let mut context = context::frame(site, page);
    let comparison = |directive: &crate::markdown::Directive| site.comparison(page, directive);
    let options = site.article_options(page, &comparison);
    let template = match page.kind {
        PageKind::Article => {
            let body = article::article(&view, &options);
            let (heading, content) = render::split_heading(&body, &page.facts.title);
            context.heading = heading;
            context.content = content;
            context.outline = context::outline(&view);
            "page.html"
        }
        PageKind::Data(layout) => {
            let mut data = view.data.take().unwrap_or_default();
            fill_markdown(&mut data, &view, &options);
            context.data = data;
            layout.template()
        }
    };
    if site.shows_comparison(&view) {
        context.styles.push("methods.css".to_owned());
        context.scripts.push("methods.js".to_owned());
    }
    let html = site.render(template, &context)?;
    let search = site.search_meta(page).map(|meta| search::document(&view, &meta));
    let links = view.docs.iter().map(|o| o.targets.len() + o.xrefs.len()).sum();
    Ok(Rendered { html, search, assets: view.assets, links, diagnostics: view.diagnostics })
}

/// Puts HTML in the place of each `{"markdown": n}` of a structured page's data.
fn fill_markdown(data: &mut Value, view: &PageView, options: &ArticleOptions<'_>) {
    match data {
        Value::Object(map) => {
            let occurrence = map.get("markdown").and_then(Value::as_u64).filter(|_| map.len() == 1);
            if let Some(doc) = occurrence.and_then(|n| u32::try_from(n).ok()) {
                let nodes = view.children(NodeRef { doc, node: NodeId::ROOT });
                *data = Value::String(article::fragment(view, &nodes, options));
            } else {
                map.values_mut().for_each(|value| fill_markdown(value, view, options));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|value| fill_markdown(value, view, options)),
        _ => {}
    }
}
