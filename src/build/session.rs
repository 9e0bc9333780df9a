//! A docset held open for the preview: pages are made when they are asked for, by the code that `build` runs, and
//! an edit parses again only the files whose text changed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rayon::prelude::*;

use crate::base::{Artifact, DocPath, OutPath};
use crate::diag::Diagnostic;
use crate::docset::{Asset, Page, PageKind};
use crate::methods::Index;

use super::plan::{Plan, Product};
use super::site::Site;
use super::{BuildError, Project, Timings, findings, methods, page, project, rules};

/// A file of the previewed site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Served {
    /// Made here.
    Made(Arc<[u8]>),
    /// Lies on disk.
    File(PathBuf),
}

/// One state of a previewed docset. Shared by all requests; an edit of prose changes it
/// ([`Session::edit`]), any other change makes a new one ([`Session::renew`]).
#[derive(Debug)]
pub struct Session {
    dir: PathBuf,
    site: Site,
    plan: Plan,
    made: Mutex<BTreeMap<OutPath, Rendered>>,
    all: OnceLock<Whole>,
}

/// A page that was asked for.
#[derive(Debug, Clone)]
struct Rendered {
    html: Arc<[u8]>,
    diagnostics: Arc<[Diagnostic]>,
}

/// What only shows when every page has been read.
#[derive(Debug, Default)]
struct Whole {
    files: BTreeMap<OutPath, Arc<[u8]>>,
    shown: BTreeMap<OutPath, PathBuf>,
    diagnostics: Vec<Diagnostic>,
    index: Option<Index>,
}

impl Session {
    /// Opens the docset around `dir`.
    ///
    /// # Errors
    /// When the folder cannot be opened or the theme not be loaded.
    pub fn open(dir: &Path) -> Result<Session, BuildError> {
        Self::start(dir, None)
    }

    /// Takes in an edit of `files` (paths from the workspace root) if prose alone has changed, at the cost of these
    /// files and nothing else. `false`, with nothing done, when more may have changed: then the session must be made
    /// anew with [`Session::renew`].
    pub fn edit(&mut self, files: &[String]) -> bool {
        let paths: Option<Vec<DocPath>> = files.iter().map(|f| DocPath::new(f)).collect();
        let Some(paths) = paths.filter(|paths| !paths.is_empty()) else { return false };
        if !self.site.edit(&paths) {
            return false;
        }
        self.made = Mutex::default();
        self.all = OnceLock::new();
        true
    }

    /// The docset after a change of `files` (none when it is not known which). Unchanged files are not parsed again,
    /// pages not rendered before they are asked for; when only a theme has changed, nothing but the theme is read.
    ///
    /// # Errors
    /// As [`Session::open`]; the former session stays usable.
    pub fn renew(&self, files: &[String]) -> Result<Session, BuildError> {
        let project = self.site.project();
        let themes = project.workspace.config.site_root.join("themes");
        let of_theme = |file: &String| {
            let path = DocPath::new(file);
            path.zip(themes.as_ref()).is_some_and(|(path, themes)| path.strip_prefix(themes).is_some())
        };
        if !files.is_empty() && files.iter().all(of_theme) {
            return Self::of(&self.dir, project);
        }
        Self::start(&self.dir, Some(project))
    }

    fn start(dir: &Path, former: Option<&Project>) -> Result<Session, BuildError> {
        let project = project::load_timed(dir, former, crate::docset::Emit::Site, &mut Timings::default())?;
        Self::of(dir, &Arc::new(project))
    }

    fn of(dir: &Path, project: &Arc<Project>) -> Result<Session, BuildError> {
        let site = Site::new(project)?.look_for_methods(None);
        let plan = Plan::new(&site);
        Ok(Session { dir: dir.to_owned(), site, plan, made: Mutex::default(), all: OnceLock::new() })
    }

    /// The docset as it was read.
    pub fn project(&self) -> &Arc<Project> {
        self.site.project()
    }

    /// The file at a path of the site; `None` when the site has none there.
    ///
    /// # Errors
    /// When a template fails.
    pub fn get(&self, path: &OutPath) -> Result<Option<Served>, BuildError> {
        match self.plan.files.get(path) {
            Some(Product::Page(id)) => match self.site.catalog().page(*id) {
                Some(page) => Ok(Some(Served::Made(self.page(page)?.html))),
                None => Ok(None),
            },
            Some(Product::Asset(source)) => {
                Ok(Some(Served::File(self.site.workspace().sources.disk_path(source))))
            }
            Some(product) => Ok(Some(Served::Made(self.site.produce(product, path)?.into()))),
            None => self.unplanned(path),
        }
    }

    /// What there is to say about the page at a path.
    ///
    /// # Errors
    /// When a template fails.
    pub fn findings(&self, path: &OutPath) -> Result<Vec<Diagnostic>, BuildError> {
        let Some(Product::Page(id)) = self.plan.files.get(path) else { return Ok(Vec::new()) };
        let Some(page) = self.site.catalog().page(*id) else { return Ok(Vec::new()) };
        let mut found = self.page(page)?.diagnostics.to_vec();
        let of_page = |d: &&Diagnostic| d.primary.is_some_and(|span| span.file == page.file);
        found.extend(self.site.project().diagnostics.iter().filter(of_page).cloned());
        Ok(findings::settle(self.site.project(), found))
    }

    /// The body of the article made from a source file, without the page around it, and what there is to say about
    /// it; `None` when no article is made from the file.
    pub fn fragment(&self, source: &DocPath) -> Option<(String, Vec<Diagnostic>)> {
        let is_it = |page: &&Page| page.path == *source && page.kind == PageKind::Article;
        let page = self.site.catalog().pages().iter().find(is_it)?;
        let (html, mut found) = page::fragment(&self.site, page);
        let of_page = |d: &&Diagnostic| d.primary.is_some_and(|span| span.file == page.file);
        found.extend(self.site.project().diagnostics.iter().filter(of_page).cloned());
        Some((html, findings::settle(self.site.project(), found)))
    }

    fn page(&self, page: &Page) -> Result<Rendered, BuildError> {
        let made = |session: &Self| {
            session.made.lock().unwrap_or_else(PoisonError::into_inner).get(&page.out).cloned()
        };
        if let Some(rendered) = made(self) {
            return Ok(rendered);
        }
        let read = page::read(&self.site, page);
        let index = if read.given.waits() { self.whole()?.index.as_ref() } else { None };
        let fresh = page::render(&self.site, page, read, index)?;
        let rendered = Rendered { html: fresh.html.into(), diagnostics: fresh.diagnostics.into() };
        self.made.lock().unwrap_or_else(PoisonError::into_inner).insert(page.out.clone(), rendered.clone());
        Ok(rendered)
    }

    fn unplanned(&self, path: &OutPath) -> Result<Option<Served>, BuildError> {
        let assets = self.site.theme.assets();
        if let Some(asset) = assets.into_iter().find(|a| a.path == *path) {
            return Ok(Some(Served::Made(asset.body.into())));
        }
        let whole = self.whole()?;
        let made = whole.files.get(path).map(|body| Served::Made(Arc::clone(body)));
        Ok(made.or_else(|| whole.shown.get(path).map(|file| Served::File(file.clone()))))
    }

    /// Reads every page, once.
    fn whole(&self) -> Result<&Whole, BuildError> {
        if let Some(whole) = self.all.get() {
            return Ok(whole);
        }
        let whole = self.read_all()?;
        Ok(self.all.get_or_init(|| whole))
    }

    fn read_all(&self) -> Result<Whole, BuildError> {
        let catalog = self.site.catalog();
        let mut whole = Whole::default();
        let mut docs = Vec::new();
        let mut sets = Vec::new();
        let read: Vec<(page::Given, page::Rendered)> = catalog
            .pages()
            .par_iter()
            .map(|page| {
                let read = page::read(&self.site, page);
                let given = read.given.clone();
                Ok((given, page::render(&self.site, page, read, None)?))
            })
            .collect::<Result<_, BuildError>>()?;
        let mut facts = Vec::new();
        for (given, page) in read {
            sets.push(given.sets);
            facts.extend(given.facts);
            docs.extend(page.search);
            whole.diagnostics.extend(page.diagnostics);
            for Asset { path, out, .. } in page.assets {
                whole.shown.insert(out, self.site.workspace().sources.disk_path(&path));
            }
        }
        whole.diagnostics.extend(rules::site(self.site.project(), &facts));
        whole.index = methods::assemble(self.site.rules(), sets, &mut whole.diagnostics);
        if let Some(index) = &whole.index {
            let files = methods::files(&self.site, index)?;
            whole.files.extend(files.into_iter().map(|file| (file.path, file.body.into())));
        }
        if self.site.theme.site().search {
            let made = Mutex::new(&mut whole.files);
            let put = |Artifact { path, body }| {
                made.lock().unwrap_or_else(PoisonError::into_inner).insert(path, body.into());
                Ok::<(), BuildError>(())
            };
            self.site.search_index(docs, whole.index.as_ref(), put)?;
        }
        Ok(whole)
    }
}
