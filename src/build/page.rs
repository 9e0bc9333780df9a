//! One page: resolved, written as HTML, put into its template.

use std::time::Duration;

use rustc_hash::FxHashSet;

use crate::base::{FileId, SharedBytes, Span};
use crate::diag::{Code, Diagnostic};
use crate::docset::{self, NodeRef, Page, PageId, PageKind, PageView};
use crate::markdown::{Directive, NodeId, NodeKind};
use crate::methods::{Index, PageSets};
use crate::render::article::{self, ArticleOptions};
use crate::render::twin::{self, TwinOptions};
use crate::render::{self, PageContext, ThemeError};
use crate::search::{self, SearchDoc};
use crate::validate::Facts;

use super::site::Site;
use super::{methods, rules};

/// What rendering a page gives.
#[derive(Debug, Default)]
pub(super) struct Rendered {
    /// The page's HTML.
    pub html: Vec<u8>,
    /// The page as Markdown, where the site has that.
    pub twin: Option<String>,
    /// What it hands to the search index.
    pub search: Option<SearchDoc>,
    /// The files it shows.
    pub assets: Vec<docset::Asset>,
    /// Links that were checked.
    pub links: usize,
    /// What there was to say.
    pub diagnostics: Vec<Diagnostic>,
    /// How long it took; `None` when the page was taken over from the build before.
    pub time: Option<Duration>,
    /// What is kept of it for the next build; empty when nothing is.
    pub entry: SharedBytes,
}

/// What a page gives to the method index and asks of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Given {
    /// Its sets.
    pub sets: PageSets,
    /// Its `:::comparison` directives.
    pub asks: Vec<(PageId, Directive)>,
    /// What rules across pages need of it.
    pub facts: Option<(PageId, Facts)>,
}

impl Given {
    /// Whether the page holds a set.
    pub(super) fn holds_set(&self) -> bool {
        !self.sets.sets.is_empty() || !self.sets.parts.is_empty()
    }

    /// Whether the page shows tables of the index and must wait for it.
    pub(super) fn waits(&self) -> bool {
        self.holds_set() || !self.asks.is_empty()
    }
}

/// What a page gives to the files that are made of all pages.
#[derive(Debug)]
pub(super) struct Share {
    /// Its sets.
    pub sets: PageSets,
    /// What it hands to the search index.
    pub search: Option<SearchDoc>,
    /// The files it shows.
    pub assets: Vec<docset::Asset>,
    /// What it was made from; see [`Read::files`].
    pub files: Option<Vec<FileId>>,
}

/// A page that was resolved and read for sets, not yet written.
pub(super) struct Read {
    view: PageView,
    /// What it gives to the index.
    pub given: Given,
    /// What there was to say.
    pub diagnostics: Vec<Diagnostic>,
    /// How long reading took; set by whoever measures.
    pub time: Duration,
}

impl Read {
    /// The page resolved.
    pub(super) fn view(&self) -> &PageView {
        &self.view
    }

    /// Links and cross references of the page, those of its includes too.
    pub(super) fn links(&self) -> usize {
        self.view.docs.iter().map(|o| o.targets.len() + o.xrefs.len()).sum()
    }

    /// The files that the page shows, its own first; `None` when it depends on the text of more than these.
    pub(super) fn files(&self, page: &Page) -> Option<Vec<FileId>> {
        let docs = &self.view.docs;
        // Data may link from anywhere, and snippets may show texts of other pages.
        let shows_markdown = |path: &str| path.to_ascii_lowercase().contains(".md");
        let mut snippets = docs.iter().flat_map(|o| &o.doc.snippets);
        if page.kind != PageKind::Article || snippets.any(|s| shows_markdown(&s.path)) {
            return None;
        }
        let mut seen = FxHashSet::default();
        let files: Vec<FileId> = docs.iter().map(|o| o.doc.file).filter(|file| seen.insert(*file)).collect();
        // Without its own file, the page could not be resolved.
        (files.first() == Some(&page.file)).then_some(files)
    }
}

/// Resolves a page and reads its sets. A fault of ours in one page is a finding about that page and stops no other.
pub(super) fn read(site: &Site, page: &Page) -> Read {
    guarded(page, || {
        let mut view = docset::resolve(site.workspace(), site.catalog(), page.id);
        let mut diagnostics = std::mem::take(&mut view.diagnostics);
        let sets = methods::extract(site, page, &view).take(&mut diagnostics);
        let asks = asks(&view);
        let checked = rules::page(site.project(), page, &view);
        diagnostics.extend(checked.diagnostics);
        let facts = Some((page.id, checked.facts));
        Read { view, given: Given { sets, asks, facts }, diagnostics, time: Duration::ZERO }
    })
    .unwrap_or_else(|fault| {
        let view = PageView {
            page: page.id,
            docs: Vec::new(),
            data: None,
            assets: Vec::new(),
            zones: Vec::new(),
            hidden: Vec::new(),
            diagnostics: Vec::new(),
        };
        Read { view, given: Given::default(), diagnostics: vec![*fault], time: Duration::ZERO }
    })
}

/// The `:::comparison` directives of a page.
fn asks(view: &PageView) -> Vec<(PageId, Directive)> {
    let mut found = Vec::new();
    for doc in view.docs.iter().map(|o| &o.doc).filter(|doc| !doc.directives.is_empty()) {
        for node in doc.ids() {
            if let NodeKind::Comparison(i) = doc.kind(node)
                && let Some(directive) = doc.directives.get(i as usize)
            {
                found.push((view.page, directive.clone()));
            }
        }
    }
    found
}

/// Writes a page; `index` has the tables that it shows.
pub(super) fn render(
    site: &Site,
    page: &Page,
    read: Read,
    index: Option<&Index>,
) -> Result<Rendered, ThemeError> {
    match guarded(page, || render_inner(site, page, &read, index)) {
        Ok(rendered) => Ok(Rendered { diagnostics: read.diagnostics, assets: read.view.assets, ..rendered? }),
        Err(fault) => {
            let html = site.theme.page("page.html", &site.frame(page)?)?;
            Ok(Rendered { html, diagnostics: vec![*fault], ..Rendered::default() })
        }
    }
}

/// Runs `work`; a panic becomes a finding.
fn guarded<T>(page: &Page, work: impl FnOnce() -> T) -> Result<T, Box<Diagnostic>> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).map_err(|_| {
        let message = format!("rendering {} failed unexpectedly; the page is empty", page.path);
        let fault = Diagnostic::new(Code::InternalError, Span::at(page.file, 0), message);
        Box::new(fault.help("please report it with the page's source; other pages are not affected"))
    })
}

/// The body of an article alone.
pub(super) fn fragment(site: &Site, page: &Page) -> (String, Vec<Diagnostic>) {
    let view = docset::resolve(site.workspace(), site.catalog(), page.id);
    let html = article::article(&view, &site.article_options(page, &|_| None));
    (html, view.diagnostics)
}

fn render_inner(
    site: &Site,
    page: &Page,
    read: &Read,
    index: Option<&Index>,
) -> Result<Rendered, ThemeError> {
    let view = &read.view;
    let mut context = site.frame(page)?;
    let comparison =
        |directive: &Directive| index.and_then(|index| methods::directive(site, page, directive, index));
    let inserted = index.map_or_else(|| Ok(Vec::new()), |index| methods::insertions(site, page, index))?;
    let options = ArticleOptions { inserted: &inserted, ..site.article_options(page, &comparison) };
    let template = match page.kind {
        PageKind::Article => {
            let body = article::article(view, &options);
            let (heading, content) = render::split_heading(body, &page.facts.title);
            context.heading = heading;
            context.content = content;
            context.outline = render::outline(view);
            context.page.description = context.page.description.or_else(|| render::summary(view));
            "page.html"
        }
        PageKind::Data(layout) => {
            let mut html = |doc| {
                let nodes = view.children(NodeRef { doc, node: NodeId::ROOT });
                article::fragment(view, &nodes, &options)
            };
            context.data = render::data_html(view.data.as_ref().unwrap_or_default(), &mut html);
            let summary = context.data.get("summary").and_then(|summary| {
                let html = summary.get("html").and_then(|html| html.as_str()).map(render::plain_text);
                summary.as_str().map(str::to_owned).or(html).filter(|text| !text.is_empty())
            });
            context.page.description = context.page.description.or(summary);
            if layout == docset::Layout::Faq {
                context.outline = render::data_outline(&context.data);
            }
            layout.template()
        }
    };
    if index.is_some() && read.given.waits() {
        context.styles.push("methods.css".to_owned());
        context.scripts.push("methods.js".to_owned());
    }
    let twin = site.twin(page).map(|_| twin(site, page, read, index, &context));
    let html = site.theme.page(template, &context)?;
    let search = document(site, page, view);
    let links = read.links();
    Ok(Rendered { html, twin, search, links, ..Rendered::default() })
}

/// What a page hands to the search index; `None` when it is left out.
fn document(site: &Site, page: &Page, view: &PageView) -> Option<SearchDoc> {
    site.search_meta(page).map(|meta| search::document(view, &meta))
}

/// What a page has a share in that is made of all pages.
pub(super) fn share(site: &Site, page: &Page) -> Share {
    let read = read(site, page);
    let files = read.files(page);
    // A page that fails is not found by search; what there is to say of it is said where it is written.
    let search = guarded(page, || document(site, page, &read.view)).ok().flatten();
    Share { sets: read.given.sets, search, assets: read.view.assets, files }
}

/// A page as Markdown.
fn twin(site: &Site, page: &Page, read: &Read, index: Option<&Index>, context: &PageContext) -> String {
    let pivot = |id: &str| {
        let choices = context.pivots.iter().flat_map(|group| &group.choices);
        let title = choices.filter(|choice| choice.id == id).map(|choice| choice.title.clone()).next();
        title.unwrap_or_else(|| id.to_owned())
    };
    let comparison =
        |directive: &Directive| index.and_then(|index| methods::directive_markdown(page, directive, index));
    let inserted = index.map_or_else(Vec::new, |index| {
        methods::insertions_markdown(page, index, !read.given.asks.is_empty())
    });
    let config = &site.workspace().config;
    let options = TwinOptions {
        strings: site.strings(),
        alerts: config.docset_of(&page.path).map_or(&[], |docset| &docset.markdown.alerts),
        site: site.theme.site().url.as_deref(),
        out: &page.out,
        pivot: &pivot,
        versions: page.monikers.len() != 1,
        comparison: &comparison,
        inserted: &inserted,
    };
    twin::markdown(&read.view, &context.page, &options)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{DocPath, FileId, OutPath};
    use crate::docset::PageFacts;

    fn page() -> Page {
        Page {
            id: PageId(0),
            docset: 0,
            file: FileId(7),
            path: DocPath::new("guide/a.md").expect("a path"),
            kind: PageKind::Article,
            out: OutPath::new("guide/a.html").expect("a path"),
            site_path: "guide/a".to_owned(),
            url: "/guide/a".to_owned(),
            metadata: docset::Metadata::default(),
            monikers: std::sync::Arc::from([]),
            toc: None,
            unlisted: false,
            facts: PageFacts::default(),
        }
    }

    #[test]
    fn a_fault_of_ours_is_a_finding_about_the_page_and_stops_nothing() {
        let fault = guarded(&page(), || -> usize { std::panic::panic_any("a fault of ours") });
        let finding = fault.expect_err("it was caught");
        assert_eq!(finding.code, Code::InternalError);
        assert_eq!(finding.primary, Some(Span::at(FileId(7), 0)));
        assert!(finding.message.contains("guide/a.md"), "{}", finding.message);
        assert_eq!(guarded(&page(), || 1).ok(), Some(1));
    }
}
