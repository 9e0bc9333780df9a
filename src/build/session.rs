//! A docset held open for the preview: pages are made when they are asked for, by the code that `build` runs, and
//! an edit parses again only the files whose text changed.

use std::collections::BTreeMap;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::base::{DocPath, FileId, OutPath};
use crate::diag::Diagnostic;
use crate::docset::{Page, PageId, PageKind};

use super::plan::{Plan, Product};
use super::site::Site;
use super::whole::Whole;
use super::{BuildError, Project, Timings, findings, page, project};

/// A file of the previewed site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Served {
    /// Made here.
    Made(Arc<[u8]>),
    /// Lies on disk; [`Session::read`] has its bytes.
    File(DocPath),
}

/// One state of a previewed docset. Shared by all requests; an edit of prose changes it
/// ([`Session::edit`]), any other change makes a new one ([`Session::renew`]).
#[derive(Debug)]
pub struct Session {
    dir: PathBuf,
    site: Site,
    plan: Plan,
    made: Mutex<BTreeMap<OutPath, Rendered>>,
    whole: Whole,
}

/// A page that was asked for.
#[derive(Debug, Clone)]
struct Rendered {
    html: Arc<[u8]>,
    /// The page as Markdown, where the site has that.
    twin: Arc<[u8]>,
    diagnostics: Arc<[Diagnostic]>,
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
        let sources = &self.site.workspace().sources;
        let edited: Vec<FileId> = paths.iter().filter_map(|path| sources.find(path.as_str())).collect();
        self.whole.edit(&edited);
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
        Ok(Session { dir: dir.to_owned(), site, plan, made: Mutex::default(), whole: Whole::default() })
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
            Some(Product::Page(id)) => self.of_page(*id, |made| made.html),
            Some(Product::Twin(id)) => self.of_page(*id, |made| made.twin),
            Some(Product::Asset(source)) => Ok(Some(Served::File(source.clone()))),
            Some(product) => Ok(Some(Served::Made(self.site.produce(product, path)?.into()))),
            None => self.unplanned(path),
        }
    }

    /// The bytes of a file that lies on disk.
    ///
    /// # Errors
    /// When it is gone or has come to lead out of the repository, or the system refuses.
    pub fn read(&self, source: &DocPath) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.site.workspace().sources.open(source)?.read_to_end(&mut bytes)?;
        Ok(bytes)
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

    fn of_page(
        &self,
        id: PageId,
        file: impl Fn(Rendered) -> Arc<[u8]>,
    ) -> Result<Option<Served>, BuildError> {
        let Some(page) = self.site.catalog().page(id) else { return Ok(None) };
        Ok(Some(Served::Made(file(self.page(page)?))))
    }

    fn page(&self, page: &Page) -> Result<Rendered, BuildError> {
        let made = |session: &Self| {
            session.made.lock().unwrap_or_else(PoisonError::into_inner).get(&page.out).cloned()
        };
        if let Some(rendered) = made(self) {
            return Ok(rendered);
        }
        let read = page::read(&self.site, page);
        let index = if read.given.waits() { self.whole.index(&self.site) } else { None };
        let fresh = page::render(&self.site, page, read, index)?;
        let rendered = Rendered {
            html: fresh.html.into(),
            twin: fresh.twin.unwrap_or_default().into_bytes().into(),
            diagnostics: fresh.diagnostics.into(),
        };
        self.made.lock().unwrap_or_else(PoisonError::into_inner).insert(page.out.clone(), rendered.clone());
        Ok(rendered)
    }

    fn unplanned(&self, path: &OutPath) -> Result<Option<Served>, BuildError> {
        let assets = self.site.theme.assets();
        if let Some(asset) = assets.into_iter().find(|a| a.path == *path) {
            return Ok(Some(Served::Made(asset.body.into())));
        }
        self.whole.file(&self.site, path)
    }
}
