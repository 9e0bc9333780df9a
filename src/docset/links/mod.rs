//! Where a link leads.
//!
//! [`Linker::find`] knows nothing of how a destination is printed; [`Catalog::target`] prints it for a page. Links of
//! Markdown, raw HTML, structured pages and TOCs all come through here, so that one rule holds for all.

mod nearest;
pub(super) mod trust;

use crate::base::{DocPath, url};
use crate::config::DocsetConfig;
use crate::diag::Code;
use crate::source::{Entry, Workspace};

use super::catalog::Asset;
use super::redirects::Landing;
use super::{Catalog, Layout, Page, PageId, PageKind, Target};

/// Where a link leads, apart from how it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Destination {
    /// A page; query and fragment as they are to be printed, marks included.
    Page(PageId, String),
    /// A file that is copied, with query and fragment.
    Asset(Asset, String),
    /// A fragment of the page itself, mark included.
    Fragment(String),
    /// Another site, or a text that is kept as it is.
    External(String),
    /// A cross reference: the uid with its query.
    Xref(String),
    /// No link.
    Inert,
    /// Nothing; as written.
    Broken(String),
}

/// What is wrong with a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) code: Code,
    pub(super) message: String,
    pub(super) help: String,
    /// The whole target as it should be, and whether that is certain.
    pub(super) fix: Option<(String, bool)>,
}

impl Problem {
    fn new(code: Code, message: String, help: impl Into<String>) -> Self {
        Problem { code, message, help: help.into(), fix: None }
    }

    fn fix(mut self, target: String, certain: bool) -> Self {
        self.fix = Some((target, certain));
        self
    }
}

/// What a link came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) destination: Destination,
    pub(super) problems: Vec<Problem>,
}

impl From<Destination> for Found {
    fn from(destination: Destination) -> Self {
        Found { destination, problems: Vec::new() }
    }
}

/// Where links stand that are to be resolved.
#[derive(Debug, Clone, Copy)]
pub(super) struct Linker<'a> {
    pub(super) workspace: &'a Workspace,
    pub(super) catalog: &'a Catalog,
    pub(super) config: &'a DocsetConfig,
    /// The docset, as an index.
    pub(super) docset: usize,
    /// The folder that relative links count from.
    pub(super) folder: &'a DocPath,
    /// The page they are read on, for versions; `None` in TOCs.
    pub(super) page: Option<&'a Page>,
}

impl<'a> Linker<'a> {
    /// Where `link` leads. `resource` says that it is shown (a picture), not gone to.
    pub(super) fn find(&self, link: &str, resource: bool) -> Found {
        let link = link.trim();
        if link.is_empty() || link.starts_with('?') || link.starts_with("//") {
            return Destination::External(link.to_owned()).into();
        }
        if let Some(fragment) = link.strip_prefix('#') {
            return self.fragment(link, fragment);
        }
        if let Some(found) = self.with_scheme(link) {
            return found;
        }
        let parts = url::split(link);
        if parts.path.starts_with(['/', '\\']) {
            return self.site_absolute(link, &parts);
        }
        self.relative(link, &parts, resource)
    }

    fn fragment(&self, link: &str, fragment: &str) -> Found {
        if fragment.starts_with("tab/") {
            return Destination::Inert.into();
        }
        let mut found = Found::from(Destination::Fragment(link.to_owned()));
        if let Some(page) = self.page {
            found.problems.extend(self.bookmark(page.id, link, Some(fragment), None));
        }
        found
    }

    fn with_scheme(&self, link: &str) -> Option<Found> {
        let drive = link.as_bytes();
        let is_drive = matches!(drive, [letter, b':', b'/' | b'\\', ..] if letter.is_ascii_alphabetic());
        if is_drive || link.get(..8).is_some_and(|s| s.eq_ignore_ascii_case("file:///")) {
            let message = format!("\"{link}\" is a path on one machine");
            let problem =
                Problem::new(Code::LocalFilePath, message, "link to the file by its path in the repository");
            return Some(Found { destination: Destination::Broken(String::new()), problems: vec![problem] });
        }
        let scheme = url::scheme(link)?;
        let rest = &link[scheme.len() + 1..];
        match scheme.to_ascii_lowercase().as_str() {
            "xref" => Some(Destination::Xref(rest.to_owned()).into()),
            "javascript" | "vbscript" => {
                let message = format!("a link with the scheme \"{scheme}:\" can run code and is left out");
                let problem = Problem::new(Code::UnsafeUrl, message, "link to a page instead");
                Some(Found { destination: Destination::Inert, problems: vec![problem] })
            }
            _ if self.catalog.settings.remove_host_name => {
                Some(Destination::External(self.catalog.without_host(self.docset, link).to_owned()).into())
            }
            _ => Some(Destination::External(link.to_owned()).into()),
        }
    }

    /// `/base/page`: a page of these docsets when the base is one of theirs, else another part of the host. Learn's
    /// build checks none of these; what is wrong has a code of its own.
    fn site_absolute(&self, link: &str, parts: &url::Parts<'_>) -> Found {
        let path = url::decode(parts.path).replace('\\', "/");
        let mut key = super::addresses::url_key(&path);
        // `/en-us/product/page`: the language is the host's business.
        if let Some(rest) = key.strip_prefix("/en-us/") {
            key = format!("/{rest}");
        }
        let based = |d: &super::DocsetInfo| !d.base.is_empty() && inside(&key, &d.base);
        if !self.catalog.docsets.iter().any(based) {
            let target = self.catalog.on_host(self.docset, link);
            return Destination::External(target.replace('\\', "/")).into();
        }
        if let Some(page) = self.catalog.page_at(&key, parts.query, self.page) {
            let mut found = self.page_found(page, link, parts);
            for problem in &mut found.problems {
                problem.code = Code::LinkBroken;
            }
            return found;
        }
        if let Some(landing) = self.catalog.redirects.of_url(&key) {
            return self.landed(landing, link, parts);
        }
        if let Some(asset) = self.asset_at(&path) {
            return Destination::Asset(asset, rest_of(link, parts)).into();
        }
        let mut found = Found::from(Destination::External(self.catalog.on_host(self.docset, link)));
        if self.catalog.should_know(parts.path) {
            let message = format!("\"{}\" is no page of the docset", parts.path);
            found.problems.push(Problem::new(Code::LinkBroken, message, self.suggest(parts.path)));
        }
        found
    }

    /// A copied file by its address on the host.
    fn asset_at(&self, path: &str) -> Option<Asset> {
        let base = &self.catalog.docsets.get(self.docset)?.base;
        let fold = path.to_lowercase();
        let rest = fold.strip_prefix(base.as_str())?.trim_start_matches('/');
        let path = self.config.root.join(rest)?;
        let entry = self.workspace.sources.find_folded(path.as_str())?;
        self.asset(self.workspace.sources.path(entry))
    }

    fn relative(&self, link: &str, parts: &url::Parts<'_>, resource: bool) -> Found {
        let decoded = url::decode(parts.path);
        let Some(path) = self.config.path(self.folder, &decoded) else {
            let message = format!("\"{}\" leads out of the repository", parts.path);
            let problem = Problem::new(Code::FileNotFound, message, "link to a file of the repository");
            return Found { destination: Destination::Broken(link.to_owned()), problems: vec![problem] };
        };
        let folder_like =
            decoded.ends_with(['/', '\\']) || decoded.ends_with("/..") || decoded == ".." || decoded == ".";
        if !folder_like && let Some(entry) = self.workspace.sources.find_folded(path.as_str()) {
            let real = self.workspace.sources.path(entry);
            let case = if *real == path { None } else { self.case(link, parts, &path, real) };
            let mut found = self.entry(entry, real, link, parts);
            found.problems.extend(case);
            return found;
        }
        if let Some(landing) = self.catalog.redirects.of_source(path.as_str()) {
            return match self.old_address(path.as_str()) {
                Some(address) => Destination::External(address + &rest_of(link, parts)).into(),
                None => self.moved(landing, link, parts),
            };
        }
        if let Some(page) = self.index_of(&path).filter(|_| !resource) {
            return self.page_found(page, link, parts);
        }
        // Another repository's files; a plain clone does not have them.
        if self.config.dependency_of(&path).is_some_and(|d| !self.workspace.sources.has_folder(&d.path)) {
            return Destination::External(link.to_owned()).into();
        }
        let message = format!("\"{}\" does not exist", parts.path);
        let near = nearest::file(self.workspace, &path);
        let mut problem = Problem::new(Code::FileNotFound, message, near_help(near.as_ref(), self.folder));
        if let Some(near) = near {
            problem = problem.fix(self.folder.relative_to(&near) + &rest_of(link, parts), false);
        }
        Found { destination: Destination::Broken(link.to_owned()), problems: vec![problem] }
    }

    /// The page that stands for a folder.
    fn index_of(&self, folder: &DocPath) -> Option<PageId> {
        ["index.md", "index.yml"].iter().find_map(|name| {
            let path = folder.join(name)?;
            let entry = self.workspace.sources.find_folded(path.as_str())?;
            let Entry::Text(file) = entry else { return None };
            self.catalog.nearest(self.catalog.pages_of(file), self.page)
        })
    }

    fn case(&self, link: &str, parts: &url::Parts<'_>, path: &DocPath, real: &DocPath) -> Option<Problem> {
        // What differs may lie above the part that is written (`../Folder/x.md` read from `folder`).
        let written = parts.path;
        let tail = real.as_str().get(real.as_str().len().saturating_sub(written.len())..)?;
        let fixed =
            if tail.eq_ignore_ascii_case(written) { tail.to_owned() } else { self.folder.relative_to(real) };
        let message = format!("\"{written}\" differs from {real} in letter case");
        let differs = path.as_str() != real.as_str();
        differs.then(|| {
            Problem::new(Code::LinkCaseMismatch, message, format!("write {fixed}"))
                .fix(fixed.clone() + &rest_of(link, parts), true)
        })
    }

    fn entry(&self, entry: Entry, real: &DocPath, link: &str, parts: &url::Parts<'_>) -> Found {
        if let Entry::Text(file) = entry {
            if let Some(page) = self.catalog.nearest(self.catalog.pages_of(file), self.page) {
                return self.page_found(page, link, parts);
            }
            if let Some(landing) = self.catalog.redirects.of_source(real.as_str()) {
                return self.moved(landing, link, parts);
            }
        }
        if matches!(entry, Entry::Asset(_))
            && self.catalog.publishes(self.docset, real)
            && let Some(asset) = self.asset(real)
        {
            return Destination::Asset(asset, rest_of(link, parts)).into();
        }
        let mapped = self.config.classify(real);
        let page_like =
            matches!(mapped.as_ref().map(|m| m.kind), Some(k) if k != crate::config::MappedKind::Resource);
        let text = real.has_extension("md") || page_like;
        if !text
            && (self.config.learn || mapped.is_some())
            && let Some(asset) = self.asset(real)
        {
            return Destination::Asset(asset, rest_of(link, parts)).into();
        }
        let problem = if page_like {
            // A TOC, or a page that was left out with a finding of its own.
            None
        } else if self.config.learn {
            let message = format!("{real} exists but is not published");
            Some(Problem::new(
                Code::LinkOutOfScope,
                message,
                "add it to the content patterns, or link elsewhere",
            ))
        } else {
            let message = format!("\"{}\" is in no content or resource pattern", parts.path);
            Some(Problem::new(Code::FileNotFound, message, "add it to the patterns of docfx.json"))
        };
        Found { destination: Destination::Broken(link.to_owned()), problems: problem.into_iter().collect() }
    }

    fn page_found(&self, page: PageId, link: &str, parts: &url::Parts<'_>) -> Found {
        let mut found = Found::from(Destination::Page(page, rest_of(link, parts)));
        found.problems.extend(self.bookmark(page, link, parts.fragment, Some(parts.path)));
        found
    }

    /// A link to a source that is redirected: it works, and it is better to say where the page is now.
    fn moved(&self, landing: &Landing, link: &str, parts: &url::Parts<'_>) -> Found {
        let mut found = self.landed(landing, link, parts);
        let Destination::Page(page, rest) = &found.destination else { return found };
        let page = self.catalog.page(*page).filter(|p| p.docset == self.docset);
        let Some(page) = page.filter(|_| self.catalog.emit == super::Emit::Site) else { return found };
        let now = url::encode_path(self.folder.relative_to(&page.path)) + rest;
        let message = format!("\"{}\" has moved to {}", parts.path, page.path);
        let problem = Problem::new(Code::RedirectedLink, message, format!("write {now}"));
        // What the page was split into is not known: a heading may have gone elsewhere.
        found.problems.push(problem.fix(now, parts.fragment.is_none()));
        found
    }

    fn landed(&self, landing: &Landing, link: &str, parts: &url::Parts<'_>) -> Found {
        match landing {
            Landing::Page(page, rest) => {
                // The link's own fragment counts; the redirect's query and fragment only when it has none.
                let own = rest_of(link, parts);
                let rest = if own.is_empty() { redirect_rest(self.catalog, *page, rest) } else { own };
                Destination::Page(*page, rest).into()
            }
            Landing::Away(address) => {
                let own = rest_of(link, parts);
                let base = if own.is_empty() { address.as_str() } else { url::split(address).path };
                Destination::External(format!("{base}{own}")).into()
            }
        }
    }

    /// Models keep the old address of a source that has moved: the host redirects.
    fn old_address(&self, source: &str) -> Option<String> {
        let page =
            self.page.filter(|p| self.catalog.emit == super::Emit::Model && self.catalog.learn(p.docset))?;
        let old = self.catalog.redirects.url_of_source(source)?;
        Some(url::encode_path(super::addresses::relative_url(&self.catalog.published_url(page), old)))
    }

    /// Checks a fragment against the ids of a page.
    fn bookmark(
        &self,
        page: PageId,
        link: &str,
        fragment: Option<&str>,
        path: Option<&str>,
    ) -> Option<Problem> {
        let fragment = fragment
            .filter(|f| !f.is_empty() && *f != "top" && !f.starts_with("tab/") && !f.starts_with(":~:"))?;
        let page = self.catalog.page(page)?;
        // The ids of other structured pages are up to the theme.
        if matches!(page.kind, PageKind::Data(layout) if layout != Layout::Faq) {
            return None;
        }
        let anchors = &page.facts.anchors;
        if anchors.contains(fragment) || anchors.contains(url::decode(fragment).as_str()) {
            return None;
        }
        let message = match path {
            Some(_) => format!("{} has no anchor \"{fragment}\"", page.path),
            None => format!("the page has no anchor \"{fragment}\""),
        };
        let near = nearest::anchor(anchors.iter(), fragment);
        let help = match &near {
            Some(id) => format!("did you mean `#{id}`?"),
            None => "link to a heading's id, or add an anchor".to_owned(),
        };
        let problem = Problem::new(Code::BookmarkNotFound, message, help);
        Some(match near {
            Some(id) => problem.fix(format!("{}#{id}", &link[..link.len() - fragment.len() - 1]), false),
            None => problem,
        })
    }

    fn suggest(&self, path: &str) -> String {
        match self.catalog.page_named(path.trim_end_matches('/').rsplit('/').next().unwrap_or_default()) {
            Some(page) => format!("did you mean `{}`?", page.url),
            None => "link to a page that exists".to_owned(),
        }
    }

    /// A file as one that is copied, with its place in the output.
    pub(super) fn asset(&self, path: &DocPath) -> Option<Asset> {
        self.catalog.asset(self.config, self.docset, path)
    }
}

/// Query and fragment as written, marks included.
fn rest_of(link: &str, parts: &url::Parts<'_>) -> String {
    link.get(parts.path.len()..).unwrap_or_default().to_owned()
}

fn redirect_rest(catalog: &Catalog, page: PageId, rest: &str) -> String {
    let fragment = rest.split_once('#').map(|(_, f)| f);
    let known = |f: &&str| catalog.page(page).is_some_and(|p| p.facts.anchors.contains(f));
    fragment.filter(known).map(|f| format!("#{f}")).unwrap_or_default()
}

/// Whether an address lies at or below a base path.
fn inside(key: &str, base: &str) -> bool {
    key.strip_prefix(base).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn near_help(near: Option<&DocPath>, folder: &DocPath) -> String {
    match near {
        Some(path) => format!("did you mean `{}`?", folder.relative_to(path)),
        None => "check the path, or remove the link".to_owned(),
    }
}

impl Catalog {
    /// A destination as a page prints it. Cross references are not for here.
    pub(super) fn target(&self, from: &Page, destination: Destination) -> Target {
        match destination {
            Destination::Page(id, rest) => match self.page(id) {
                Some(page) => {
                    let path = self.href(from, page);
                    // To a part of the page itself, without its name.
                    let here = page.id == from.id && rest.starts_with('#') && self.emit == super::Emit::Site;
                    Target::Page { page: id, href: if here { rest } else { path + &rest } }
                }
                None => Target::Broken(rest),
            },
            Destination::Asset(asset, rest) => Target::Asset { href: self.asset_href(from, &asset) + &rest },
            Destination::Fragment(fragment) => Target::Fragment(fragment),
            Destination::External(address) => Target::External(address),
            Destination::Inert => Target::Inert,
            Destination::Broken(link) | Destination::Xref(link) => Target::Broken(link),
        }
    }
}
