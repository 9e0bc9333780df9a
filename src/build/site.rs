//! What all pages of one site share while they are made, and what is the same for each of them.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::base::{Artifact, DocPath, Hash128, OutPath, url};
use crate::diag::{Diagnostic, Warned};
use crate::docset::{AreasKey, Catalog, NavItem, Page};
use crate::markdown::Document;
use crate::methods::{Index, Rules};
use crate::render::article::{self, ArticleOptions};
use crate::render::{
    self, Contributor, PageContext, PivotGroup, Surroundings, Theme, ThemeError, ThemeSettings, toc, twin,
};
use crate::search::{self, SearchDoc};
use crate::source::{self, Workspace};

use super::kept::Kept;
use super::page;
use super::plan::Product;
use super::recent::Recent;
use super::sidebar::Sidebar;
use super::{Project, listing, methods};

/// How many different surroundings of pages are remembered. Pages are rendered folder by folder, so few are needed at a
/// time.
const SURROUNDINGS: usize = 64;

/// What all pages of one site share while they are rendered.
#[derive(Debug)]
pub(super) struct Site {
    project: Arc<Project>,
    pub theme: Theme,
    strings: article::Strings,
    /// Whether each docset follows Learn's rules, by its place in the catalog.
    learn: Vec<bool>,
    rules: Rules,
    /// What the rules had to say.
    rule_findings: Vec<Diagnostic>,
    /// Whether pages are written as Markdown too.
    twins: bool,
    /// Copied files that stand where a twin would.
    taken: BTreeSet<OutPath>,
    /// The main areas, from the top of the site; made when first asked for.
    areas: OnceLock<Vec<NavItem>>,
    around: Recent<AreasKey, Surroundings, SURROUNDINGS>,
    /// Whether pages link to the method index; see [`Site::look_for_methods`].
    links_methods: bool,
    sidebar: Sidebar,
}

impl Site {
    /// Loads the theme and what else pages share.
    pub(super) fn new(project: &Arc<Project>) -> Result<Self, ThemeError> {
        let name = project.catalog.product(0).unwrap_or_default();
        let config = &project.workspace.config;
        let folder = super::themes_folder(&project.workspace);
        let theme = Theme::load(&ThemeSettings::new(&config.site, folder, name))?;
        let strings = words(&theme);
        let learn = project
            .catalog
            .docsets()
            .iter()
            .map(|d| config.docsets.iter().any(|c| c.root == d.root && c.learn))
            .collect();
        let Warned { value: rules, diagnostics: rule_findings } = Rules::new(config);
        let copied = project.catalog.assets().iter().map(|asset| &asset.out);
        let taken = copied.filter(|out| out.as_str().ends_with(".md")).cloned().collect();
        Ok(Site {
            project: Arc::clone(project),
            theme,
            strings,
            learn,
            rules,
            rule_findings,
            twins: config.writes_markdown(),
            taken,
            areas: OnceLock::new(),
            around: Recent::default(),
            links_methods: false,
            sidebar: Sidebar::default(),
        })
    }

    /// Drops the trees of files when nobody else holds the project: what is left to do needs memory, and not them.
    pub(super) fn let_go_of_documents(&mut self) {
        if let Some(project) = Arc::get_mut(&mut self.project) {
            project.catalog.take_trees().into_par_iter().for_each(drop);
        }
    }

    /// The project, when all is written.
    pub(super) fn into_project(self) -> Arc<Project> {
        self.project
    }

    /// Lets pages link to the method index if there is one. Pages are written before all sets are known, so this finds
    /// one set and no more: it resolves the pages whose text may hold one, but for those that are `kept`, until one does.
    pub(super) fn look_for_methods(mut self, kept: Option<&Kept>) -> Self {
        self.find_methods(kept);
        self
    }

    fn find_methods(&mut self, kept: Option<&Kept>) {
        let catalog = self.catalog();
        let named = |page: &Page| {
            self.rules.sets.iter().any(|set| self.rules.names(&set.sources, &page.path))
                || page.metadata.contains_key("comparison")
        };
        let may = |page: &Page| {
            let text = || {
                catalog
                    .document(self.workspace(), page.file)
                    .is_some_and(|doc| methods::may_hold(&doc, &self.rules))
            };
            named(page) || (self.rules.discover && text())
        };
        let known = |page: &Page| kept.and_then(|kept| kept.holds_set(self, page));
        let holds = |page: &Page| {
            known(page).unwrap_or_else(|| may(page) && page::read(self, page).given.holds_set())
        };
        let found = self.rules.enabled && catalog.pages().par_iter().any(holds);
        self.links_methods = found;
    }

    /// Takes in an edit of prose; see [`Project::edit`]. Refused while somebody else holds the project.
    pub(super) fn edit(&mut self, paths: &[DocPath]) -> bool {
        let Some(edited) = Arc::get_mut(&mut self.project).and_then(|project| project.edit(paths)) else {
            return false;
        };
        let may = |doc: &Document| methods::may_hold(doc, &self.rules);
        if edited.iter().any(|(old, new)| may(old) || may(new)) {
            let former = self.links_methods;
            self.find_methods(None);
            if self.links_methods != former {
                self.around = Recent::default();
            }
        }
        true
    }

    /// Where the method index is, seen from a page from which `root` leads to the top; `None` when there is none.
    pub(super) fn methods_href(&self, root: &str) -> Option<String> {
        let path = url::encode_path(&self.rules.path);
        let slash = if path.is_empty() { "" } else { "/" };
        self.links_methods.then(|| format!("{root}{path}{slash}index.html"))
    }

    /// Has discovery keep what it refuses, and run even where it is switched off.
    pub(super) fn look_at_candidates(&mut self, wanted: bool) {
        self.rules.keep_rejected = wanted;
        self.rules.discover |= wanted;
    }

    /// What the rules of the method index had to say.
    pub(super) fn rule_findings(&self) -> &[Diagnostic] {
        &self.rule_findings
    }

    /// Whether pages link to the method index.
    pub(super) fn links_methods(&self) -> bool {
        self.links_methods
    }

    /// The rules of the method index.
    pub(super) fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Where the Markdown twin of a page is written; `None` when it has none.
    pub(super) fn twin(&self, page: &Page) -> Option<OutPath> {
        let path = twin::path(&page.out).filter(|_| self.twins)?;
        (!self.taken.contains(&path)).then_some(path)
    }

    /// The article's words.
    pub(super) fn strings(&self) -> &article::Strings {
        &self.strings
    }

    /// A file of the plan that is neither copied nor made of a page.
    pub(super) fn produce(&self, product: &Product, out: &OutPath) -> Result<Vec<u8>, ThemeError> {
        match product {
            Product::Redirect(i) => {
                let target = self.catalog().redirects().get(*i).map(|r| r.href.as_str()).unwrap_or_default();
                let context = serde_json::json!({ "target": target, "canonical": null });
                Ok(self.theme.render("redirect.html", &context)?.into_bytes())
            }
            Product::TocData(id) => Ok(listing::toc_data(self, *id).into_bytes()),
            Product::TocPage(id) => listing::toc_page(self, *id, out),
            Product::Listing(listing) => listing.text(self),
            Product::Page(_) | Product::Twin(_) | Product::Asset(_) => Ok(Vec::new()),
        }
    }

    /// Makes the search index of the pages' documents and of the method index, and hands each file to `put`.
    pub(super) fn search_index<E: Send>(
        &self,
        mut docs: Vec<SearchDoc>,
        index: Option<&Index>,
        put: impl Fn(Artifact) -> Result<(), E> + Sync,
    ) -> Result<(), E> {
        docs.extend(index.into_iter().flat_map(|index| methods::search_documents(self, index)));
        let settings = &self.workspace().config.site.search;
        let options = search::Options {
            language: self.theme.site().language.clone(),
            versions: self.catalog().monikers().iter().rev().cloned().collect(),
            synonyms: settings.synonyms.clone(),
            stop_words: settings.stop_words.clone(),
            results: settings.results,
        };
        let join = search::Join::new(&docs, &options);
        let one = |artifact: Artifact| {
            let hash = Hash128::of(&artifact.body);
            put(artifact).map(|()| hash)
        };
        let files = (0..join.files()).into_par_iter().filter_map(|number| join.file(number));
        let hashes: Vec<Hash128> = files.map(one).collect::<Result<_, E>>()?;
        join.manifest(&hashes).map_or(Ok(()), put)
    }

    /// The docset.
    pub(super) fn project(&self) -> &Arc<Project> {
        &self.project
    }

    pub(super) fn workspace(&self) -> &Workspace {
        &self.project.workspace
    }

    pub(super) fn catalog(&self) -> &Catalog {
        &self.project.catalog
    }

    /// How the body of `page` is written.
    pub(super) fn article_options<'o>(
        &'o self,
        page: &Page,
        comparison: article::ComparisonHtml<'o>,
    ) -> ArticleOptions<'o> {
        let config = &self.workspace().config;
        let docset = config.docset_of(&page.path);
        ArticleOptions {
            strings: &self.strings,
            sanitise: self.learn.get(page.docset).copied().unwrap_or(false),
            alerts: docset.map_or(&[], |d| &d.markdown.alerts),
            skip_title: false,
            monikers: None,
            comparison,
            inserted: &[],
        }
    }

    /// The context of a page, without its content.
    pub(super) fn frame(&self, page: &Page) -> Result<PageContext, ThemeError> {
        let mut context =
            PageContext::new(page, self.catalog().nav(page.id), self.surroundings(page), &self.theme);
        if let Some(nav) = &mut context.nav {
            nav.html = self.sidebar.html(self.catalog(), &self.theme, page)?;
            if self.theme.reads_nav_items() {
                nav.items = self.catalog().branch_items(page);
            }
        }
        context.page.edit_url = self.edit_url(page);
        if self.workspace().history.is_some() {
            context.take_history(self.last_change(page), self.contributors(page), &self.theme);
        }
        context.page.markdown =
            self.twin(page).map(|twin| url::relative(page.out.folder(), &url::encode_path(twin.as_str())));
        context.pivots = self.catalog().pivots(page).into_iter().map(PivotGroup::from).collect();
        Ok(context)
    }

    /// What a page shares with its neighbours.
    fn surroundings(&self, page: &Page) -> Arc<Surroundings> {
        let key = self.catalog().areas_key(page);
        self.around.get(&key).unwrap_or_else(|| {
            let (root, areas) = (render::root_prefix(&page.out), self.catalog().areas(page));
            let methods = self.methods_href(&root);
            self.around.put(key, Surroundings::new(root, areas, methods, page.toc.is_some()))
        })
    }

    /// What is around a page that stands in no table of contents; `root` leads from it to the top.
    pub(super) fn surroundings_at(&self, root: &str) -> Arc<Surroundings> {
        let methods = self.methods_href(root);
        Arc::new(Surroundings::new(root.to_owned(), self.areas(root), methods, false))
    }

    /// The main areas of the site, for a page that stands in no table of contents; `root` leads from it to the top.
    fn areas(&self, root: &str) -> Vec<NavItem> {
        let areas = self.areas.get_or_init(|| {
            let top = listing::home(self.catalog().pages()).filter(|page| page.out.folder().is_empty());
            top.map(|page| self.catalog().areas(page)).unwrap_or_default()
        });
        let seen = |area: &NavItem| NavItem {
            open: false,
            current: false,
            href: area.href.as_ref().map(|href| toc::below(root, href)),
            ..area.clone()
        };
        areas.iter().map(seen).collect()
    }

    /// The day of the last change of a page's source, where the configuration asks for it and git knows.
    pub(super) fn last_change(&self, page: &Page) -> Option<String> {
        let history = self.workspace().history.as_ref()?;
        history.last_change(&page.path).filter(|_| self.workspace().config.site.git.last_updated)
    }

    fn contributors(&self, page: &Page) -> Vec<Contributor> {
        let history = self.workspace().history.as_ref();
        let people = history.map_or_else(Vec::new, |history| history.contributors(&page.path));
        let shown = |person: &source::Contributor| Contributor {
            name: person.name.clone(),
            url: person.login.as_ref().map(|login| format!("https://github.com/{login}")),
        };
        people.into_iter().map(shown).collect()
    }

    /// Where the source of a page can be edited.
    pub(super) fn edit_url(&self, page: &Page) -> Option<String> {
        let config = &self.workspace().config;
        let path = url::encode_path(page.path.as_str());
        if let Some(pattern) = &config.site.site.edit_url {
            return Some(pattern.replace("{path}", &path));
        }
        let edit = config.docset_of(&page.path)?.edit.as_ref()?;
        Some(format!("{}/blob/{}/{path}", edit.repository, edit.branch))
    }

    /// What the search index is told of a page; `None` leaves it out.
    pub(super) fn search_meta<'p>(&'p self, page: &'p Page) -> Option<search::Meta<'p>> {
        let hidden = page
            .text("ROBOTS")
            .or_else(|| page.text("robots"))
            .is_some_and(|r| r.to_ascii_lowercase().contains("noindex"));
        let docset = self.workspace().config.docset_of(&page.path);
        let searched = docset.is_none_or(|docset| docset.is_searched(&page.path));
        let folder = || page.site_path.split_once('/').map_or("", |(area, _)| area);
        (self.theme.site().search && searched && !hidden).then(|| search::Meta {
            out: &page.out,
            topic: &page.site_path,
            title: &page.facts.title,
            description: page.facts.description.as_deref().unwrap_or_default(),
            area: self.catalog().area_title(page).unwrap_or_else(folder),
            topic_type: page.text("ms.topic").unwrap_or_default(),
            versions: &page.monikers,
        })
    }
}

/// The article's words in the theme's language.
fn words(theme: &Theme) -> article::Strings {
    let strings = theme.strings();
    let english = article::Strings::default();
    let word = |key: &str, fallback: String| {
        let text = strings.text(key);
        if text == key { fallback } else { text.to_owned() }
    };
    article::Strings {
        note: word("note", english.note),
        tip: word("tip", english.tip),
        important: word("important", english.important),
        warning: word("warning", english.warning),
        caution: word("caution", english.caution),
        table: word("table", english.table),
        code: word("code", english.code),
        heading_link: word("heading_link", english.heading_link),
        image_description: word("image_description", english.image_description),
        video: word("video", english.video),
        code_missing: word("code_missing", english.code_missing),
        footnote_back: word("footnote_back", english.footnote_back),
    }
}
