//! The method index within a build: what each page gives, the index of all, and the tables shown in pages.

use crate::base::{Artifact, Hash128};
use crate::diag::{Code, Diagnostic, Warned};
use crate::docset::{self, NodeRef, Page, PageId, PageView};
use crate::markdown::{Directive, Document};
use crate::methods::{
    self, Entry, Html, Index, MethodPage, PageInfo, PageSets, Rules, Set, StoredSet, Table, TableOptions,
};
use crate::render::article::{self, Inserted};
use crate::render::context::PageMeta;
use crate::render::twin::{self, Grid, Insertion};
use crate::render::{self, PageContext, ThemeError, machine};
use crate::search::{self, MethodMeta, SearchDoc};
use rayon::prelude::*;

use super::site::Site;

/// The HTML of values, by the article renderer.
struct ArticleHtml<'a>(&'a Site);

impl Html for ArticleHtml<'_> {
    fn html(&self, view: &PageView, nodes: &[NodeRef]) -> String {
        let Some(page) = self.0.catalog().page(view.page) else { return String::new() };
        article::fragment(view, nodes, &self.0.article_options(page, &|_| None))
    }
}

fn info(page: &Page) -> PageInfo<'_> {
    PageInfo {
        id: page.id,
        source: &page.path,
        out: &page.out,
        site_path: &page.site_path,
        versions: &page.monikers,
        title: page.facts.h1.as_deref().unwrap_or(&page.facts.title),
        metadata: &page.metadata,
    }
}

/// Whether a document may hold a set; see [`methods::may_hold`].
pub(super) fn may_hold(doc: &Document, rules: &Rules) -> bool {
    methods::may_hold(doc, rules)
}

/// The sets of one page.
pub(super) fn extract(site: &Site, page: &Page, view: &PageView) -> Warned<PageSets> {
    methods::extract(view, &info(page), site.rules(), &ArticleHtml(site), &site.workspace().sources)
}

/// The index of all pages; `None` when it is switched off.
pub(super) fn assemble(
    rules: &Rules,
    sets: Vec<PageSets>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Index> {
    rules.enabled.then(|| methods::assemble(sets, rules).take(diagnostics))
}

/// The table that a `:::comparison` directive on a page asks for; `None` when there is no such set.
pub(super) fn directive(site: &Site, page: &Page, directive: &Directive, index: &Index) -> Option<String> {
    let table = index.directive(directive, &info(page))?;
    table_html(site, page, &table).ok()
}

/// A finding for each directive that asks for a set which does not exist.
pub(super) fn unanswered<'a>(
    site: &Site,
    index: Option<&Index>,
    asks: impl IntoIterator<Item = &'a (PageId, Directive)>,
) -> Vec<Diagnostic> {
    let missing = |(id, directive): &(PageId, Directive)| {
        let page = site.catalog().page(*id)?;
        let found = index.is_some_and(|index| index.directive(directive, &info(page)).is_some());
        (!found).then(|| not_found(index, directive))
    };
    asks.into_iter().filter_map(missing).collect()
}

/// A finding for each set of the configured baseline that is gone, or one that the baseline cannot be read.
pub(super) fn lost(site: &Site, index: &Index) -> Vec<Diagnostic> {
    let Some(name) = &site.rules().baseline else { return Vec::new() };
    let workspace = site.workspace();
    let text = workspace.config.site_root.join(name).map(|path| workspace.sources.read(&path));
    let Some(Ok(text)) = text else {
        let message = format!("the baseline of the method index, `{name}`, cannot be read");
        let help = "write one with `docwright index --format json`, or take `baseline` out of [index]";
        return vec![Diagnostic::new(Code::FileNotFound, None, message).help(help)];
    };
    match serde_json::from_str::<Index>(&text) {
        Ok(baseline) => index.lost_since(&baseline),
        Err(error) => {
            let message = format!("the baseline `{name}` is no method index: {error}");
            let help = "write a new one with `docwright index --format json`";
            vec![Diagnostic::new(Code::ConfigSyntax, None, message).help(help)]
        }
    }
}

fn not_found(index: Option<&Index>, directive: &Directive) -> Diagnostic {
    let Some(index) = index else {
        let message = "a comparison is asked for, but the method index is switched off";
        return Diagnostic::new(Code::MethodSetNotFound, directive.span, message)
            .help("set `enabled = true` under [index] in site.toml, or take the directive out");
    };
    let Some(wanted) = directive.get("set") else {
        let message = "the comparison names no set, and its page does not have exactly one";
        return Diagnostic::new(Code::MethodSetNotFound, directive.span, message)
            .help("add set=\"…\"; `docwright index` lists the ids");
    };
    let near = index.sets.iter().min_by_key(|set| strsim::damerau_levenshtein(&set.id, wanted));
    let near = near.filter(|set| strsim::damerau_levenshtein(&set.id, wanted) <= wanted.len() / 3);
    let help = match near {
        Some(set) => format!("did you mean `{}`?", set.id),
        None => "`docwright index` lists the ids".to_owned(),
    };
    Diagnostic::new(Code::MethodSetNotFound, directive.span, format!("there is no set `{wanted}`")).help(help)
}

/// The tables that sets want shown on the page they lie on, without a directive: where, and the HTML.
pub(super) fn insertions(site: &Site, page: &Page, index: &Index) -> Result<Vec<Inserted>, ThemeError> {
    let folder = page.out.folder();
    index
        .on_page(page.id)
        .filter_map(|set| Some((set.insertion_on(page.id)?, set)))
        .map(|(place, set)| {
            let options =
                TableOptions { view: set.view, folder: folder.to_owned(), ..TableOptions::default() };
            if place.link {
                let html = link_html(site, page, set)?;
                return Ok(Inserted { before: place.before, html });
            }
            let html = table_html(site, page, &methods::table(set, &options))?;
            Ok(Inserted { before: place.before, html })
        })
        .collect()
}

fn link_html(site: &Site, page: &Page, set: &Set) -> Result<String, ThemeError> {
    let href = crate::base::url::relative(page.out.folder(), &set.comparison);
    let context = serde_json::json!({ "title": set.title, "entries": set.entries.len(), "href": href });
    site.theme.render("methods/link.html", &context)
}

fn table_html(site: &Site, page: &Page, table: &Table) -> Result<String, ThemeError> {
    let context = serde_json::json!({ "cmp": table, "root": render::root_prefix(&page.out) });
    site.theme.render("methods/table.html", &context)
}

/// The table that a `:::comparison` directive asks for, as Markdown.
pub(super) fn directive_markdown(page: &Page, directive: &Directive, index: &Index) -> Option<String> {
    Some(grid(&index.directive(directive, &info(page))?).markdown())
}

/// The tables of the sets that lie on a page, as Markdown. Where the page has but a link to the comparison, its twin
/// has the table, for it is to be complete by itself; unless the page `asks` for tables of its own.
pub(super) fn insertions_markdown(page: &Page, index: &Index, asks: bool) -> Vec<Insertion> {
    let options = TableOptions { folder: page.out.folder().to_owned(), ..TableOptions::default() };
    index
        .on_page(page.id)
        .filter_map(|set| Some((set.insertion_on(page.id)?, set)))
        .filter(|(place, _)| !(place.link && asks))
        .map(|(place, set)| {
            let options = TableOptions { view: set.view, ..options.clone() };
            let markdown = grid(&methods::table(set, &options)).markdown();
            Insertion { before: place.before, markdown }
        })
        .collect()
}

/// A table as plain text.
fn grid(table: &Table) -> Grid {
    let text = |cell: &methods::Cell| match cell.state {
        "yes" if cell.html.is_empty() => "Yes".to_owned(),
        "no" if cell.html.is_empty() => "No".to_owned(),
        _ => twin::cell_text(&cell.html),
    };
    let mut group = String::new();
    let mut rows = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        if !row.group.is_empty() {
            group.clone_from(&row.group);
        }
        let name =
            if group.is_empty() { row.head.title.clone() } else { format!("{group}: {}", row.head.title) };
        rows.push(std::iter::once(name).chain(row.cells.iter().map(text)).collect());
    }
    let columns = std::iter::once(String::new()).chain(table.columns.iter().map(|c| c.title.clone()));
    Grid { columns: columns.collect(), rows }
}

/// A key over what a page shows of the index: the sets that lie on it, and the tables that it asks for.
pub(super) fn shown(page: &Page, asks: &[(PageId, Directive)], index: Option<&Index>) -> Hash128 {
    let Some(index) = index else { return Hash128::default() };
    let sets: Vec<StoredSet> = index.on_page(page.id).map(StoredSet::from).collect();
    let tables: Vec<Option<Table>> =
        asks.iter().map(|(_, directive)| index.directive(directive, &info(page))).collect();
    if sets.is_empty() && tables.is_empty() {
        return Hash128::default();
    }
    let bytes = postcard::to_stdvec(&(&sets, &tables)).unwrap_or_default();
    Hash128::of(&bytes)
}

/// A key over all that the files of the index show of it; `None` when it has none.
pub(super) fn key(index: &Index) -> Option<Hash128> {
    let one = |set: &Set| {
        let parts = (set, &set.unversioned, &set.homes, set.view, &set.facet_rules);
        postcard::to_stdvec(&parts).ok().map(|bytes| Hash128::of(&bytes).0)
    };
    let sets: Vec<u128> = index.sets.par_iter().map(one).collect::<Option<_>>()?;
    let bytes = postcard::to_stdvec(&(index.version, &index.title, sets)).ok()?;
    Some(Hash128::of(&bytes))
}

/// The data and the pages of the index.
pub(super) fn files(site: &Site, index: &Index) -> Result<Vec<Artifact>, ThemeError> {
    let catalog = site.catalog();
    let older = |id| catalog.page(id).is_some_and(|page| catalog.newest_version(page).is_some());
    let (mut files, pages) = rayon::join(
        || index.artifacts(site.rules()),
        || {
            let pages = index.pages(site.rules(), &older).into_par_iter();
            pages.map(|page| file(site, page)).collect::<Result<Vec<_>, _>>()
        },
    );
    files.extend(pages?);
    Ok(files)
}

/// What the site's search knows of each method.
pub(super) fn search_documents(site: &Site, index: &Index) -> Vec<SearchDoc> {
    let one = |(set, entry): (&Set, &Entry)| {
        let page = set.page().and_then(|id| site.catalog().page(id));
        let topic = format!("{}#{}", page.map_or(set.id.as_str(), |p| p.site_path.as_str()), entry.id);
        let values = entry.values.values().map(|v| v.text.as_str());
        let text: Vec<&str> = values.chain([set.title.as_str()]).collect();
        search::method(&MethodMeta {
            url: &entry.url,
            topic: &topic,
            versions: &set.versions,
            name: &entry.title,
            summary: &entry.summary,
            text: &text.join(" "),
            area: &set.title,
        })
    };
    index.sets.iter().flat_map(|set| set.entries.iter().map(move |e| (set, e))).map(one).collect()
}

fn file(site: &Site, mut page: MethodPage) -> Result<Artifact, ThemeError> {
    if let Some(source) = page.source.and_then(|id| site.catalog().page(id)) {
        if let Some(data) = page.data.as_object_mut() {
            data.insert("source_title".to_owned(), source.facts.title.as_str().into());
        }
        // The same set may come from every version of a page: each says which it is.
        if let Some(version) = site.catalog().older_version_title(source) {
            page.title = format!("{} ({version})", page.title);
        }
    }
    // Of a site with one version there is nothing to say.
    if site.catalog().monikers().len() > 1
        && !page.versions.is_empty()
        && let Some(data) = page.data.as_object_mut()
    {
        let titles: Vec<&str> = page.versions.iter().map(|v| site.catalog().version_title(v)).collect();
        data.insert("versions".to_owned(), titles.into());
    }
    let root = render::root_prefix(&page.out);
    let settings = site.theme.site();
    let address = settings.url.as_deref();
    let crumb =
        |(title, path): (String, String)| docset::Crumb { title, href: Some(format!("{root}{path}")) };
    let described = site.theme.strings().text("cmp_describe").replace("{title}", &page.title);
    let context = PageContext {
        path: page.out.as_str().trim_end_matches(".html").to_owned(),
        page: PageMeta {
            head_title: render::head_title(&page.title, "", &settings.title),
            canonical: address.map(|a| machine::canonical(a, &page.out)),
            description: Some(page.description).filter(|d| !d.is_empty()).or(Some(described)),
            title: page.title,
            ..PageMeta::default()
        },
        breadcrumbs: page.parent.into_iter().map(crumb).collect(),
        styles: vec!["methods.css".to_owned()],
        scripts: vec!["methods.js".to_owned()],
        data: page.data,
        around: site.surroundings_at(&root),
        ..PageContext::default()
    };
    let body = site.theme.page(page.template, &context)?;
    Ok(Artifact { path: page.out, body })
}
