//! TOC files to trees with resolved targets.

use crate::base::{DocPath, FileId, Span, url};
use crate::config::{MappedKind, content_kind, is_toc_name};
use crate::diag::{Code, Diagnostic};
use crate::docset::links::{Destination, Linker};
use crate::docset::xref::Place;
use crate::docset::{Catalog, PageId};
use crate::source::{Entry, Workspace};

use super::files::{TocFile, TocFiles};
use super::raw::{Placed, RawItem};
use super::{TocEntry, TocTarget};

/// How deep TOCs may be nested in one another.
const DEEPEST: usize = 16;

/// Turns one TOC file, with those it includes, into entries.
pub(in crate::docset) struct Builder<'a> {
    pub(in crate::docset) workspace: &'a Workspace,
    pub(in crate::docset) catalog: &'a Catalog,
    pub(in crate::docset) files: &'a TocFiles,
    pub(in crate::docset) docset: usize,
    pub(in crate::docset) entries: Vec<TocEntry>,
    /// TOCs that were included here, which need not stand for themselves.
    pub(in crate::docset) included: Vec<FileId>,
    /// Files that entries lead to and that are to be copied.
    pub(in crate::docset) assets: Vec<crate::docset::Asset>,
    pub(in crate::docset) diagnostics: Vec<Diagnostic>,
}

/// A TOC that another includes, and where the other says so.
type Included<'a> = (&'a TocFile, Span);

/// What an entry says of itself by its links.
#[derive(Default)]
struct Aim<'a> {
    /// Where it leads.
    target: TocTarget,
    /// The TOC whose entries stand below it.
    include: Option<Included<'a>>,
    /// A name for lack of one.
    fallback: Option<String>,
    /// The target is the first page of a TOC that stays on its own.
    borrowed: bool,
}

impl Aim<'_> {
    fn borrow(&mut self, first: Option<TocTarget>) {
        if let Some(first) = first {
            self.target = first;
            self.borrowed = true;
        }
    }
}

/// What an href of a TOC is.
enum Kind<'a> {
    /// Another TOC's entries, here.
    Include(&'a TocFile),
    /// Another TOC, which stays on its own.
    Reference(&'a TocFile),
    /// A TOC that does not exist.
    Missing,
    /// A link.
    Link,
}

impl<'a> Builder<'a> {
    /// Adds the entries of a file below `parent`.
    pub(in crate::docset) fn file(&mut self, file: &TocFile, parent: Option<u32>, open: &mut Vec<FileId>) {
        open.push(file.file);
        self.items(&file.toc.items, file, parent, open);
        open.pop();
    }

    fn items(&mut self, items: &[RawItem], file: &TocFile, parent: Option<u32>, open: &mut Vec<FileId>) {
        for item in items {
            let at = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
            self.entries.push(TocEntry { parent, span: Some(item.span), ..TocEntry::default() });
            let Aim { target, include, fallback, borrowed } = self.target(item, file);
            let title = item.name.clone().or(fallback).or_else(|| self.title_of(&target)).unwrap_or_default();
            // DocFX: an entry whose uid nothing has is reported as such alone.
            if title.is_empty() && (item.uid.is_none() || self.catalog.learn(self.docset)) {
                self.diagnostics.push(
                    Diagnostic::new(Code::MissingAttribute, item.span, "an entry of the TOC has no name")
                        .help("add name: to it"),
                );
            }
            if let Some(entry) = self.entries.get_mut(at as usize) {
                entry.title = title;
                entry.target = target;
                entry.borrowed = borrowed;
                entry.extra = item.extra.clone();
                entry.extra.extend(item.uid.as_ref().map(|u| ("uid".to_owned(), u.text.clone().into())));
                let home = item
                    .topic_href
                    .as_ref()
                    .filter(|_| item.toc_href.as_ref().is_some_and(|h| is_absolute(&h.text)));
                entry.extra.extend(home.map(|h| ("homepage".to_owned(), h.text.clone().into())));
                entry.display_name.clone_from(&item.display_name);
            }
            // The entries of another TOC stand in place of the entry's own.
            match include {
                Some((included, span)) => self.include(included, span, at, open),
                None => self.items(&item.items, file, Some(at), open),
            }
            let end = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
            if let Some(entry) = self.entries.get_mut(at as usize) {
                entry.end = end;
            }
        }
    }

    fn include(&mut self, file: &'a TocFile, span: Span, at: u32, open: &mut Vec<FileId>) {
        if open.contains(&file.file) || open.len() >= DEEPEST {
            let names: Vec<&str> = open
                .iter()
                .chain([&file.file])
                .map(|f| self.workspace.sources.get(*f).path.as_str())
                .collect();
            let top = open.first().copied().unwrap_or(file.file);
            self.diagnostics.push(
                Diagnostic::new(
                    Code::CircularReference,
                    Span::at(top, 0),
                    format!("TOCs include one another in a circle: {}", names.join(" > ")),
                )
                .related(span, "this reference closes the circle")
                .help("take one of the references out"),
            );
            return;
        }
        self.included.push(file.file);
        self.file(file, Some(at), open);
    }

    /// What an entry says of itself by its links. `tocHref` names the TOC below it before `href` does; of what it
    /// leads to, `topicHref` counts before `href`, and that before the first page of a TOC.
    fn target(&mut self, item: &RawItem, file: &TocFile) -> Aim<'a> {
        let folder = file.path.parent();
        let mut aim = Aim::default();
        if let Some(href) = item.toc_href.as_ref().filter(|h| is_absolute(&h.text)) {
            return Aim { target: self.link(href, &folder), ..aim };
        }
        if let Some(href) = &item.toc_href {
            match self.kind(href, &folder) {
                Kind::Include(toc) => aim.include = Some((toc, href.span)),
                Kind::Reference(toc) => aim.borrow(self.first_page(toc, 0)),
                Kind::Missing => self.missing(href),
                Kind::Link => self.invalid(
                    Code::InvalidTocHref,
                    href,
                    "tocHref names no TOC",
                    "name a toc.yml or a folder",
                ),
            }
        }
        let mut stated = None;
        if let Some(href) = &item.topic_href {
            match self.kind(href, &folder) {
                Kind::Link => stated = Some(self.link(href, &folder)),
                _ => self.invalid(Code::InvalidTopicHref, href, "topicHref names a TOC", "name a page"),
            }
        }
        if let Some(href) = &item.href {
            match self.kind(href, &folder) {
                Kind::Include(_) | Kind::Reference(_) if item.toc_href.is_some() => {}
                Kind::Include(toc) => {
                    aim.include = Some((toc, href.span));
                    aim.fallback = folder_name(&toc.path.parent());
                }
                Kind::Reference(toc) => {
                    aim.borrow(self.first_page(toc, 0));
                    aim.fallback = folder_name(&toc.path.parent());
                }
                Kind::Missing => self.missing(href),
                Kind::Link if stated.is_none() => stated = Some(self.link(href, &folder)),
                Kind::Link => {}
            }
        } else if let Some(uid) = item.uid.as_ref().filter(|_| stated.is_none()) {
            let (target, fallback) = self.uid(uid);
            return Aim { target, fallback, borrowed: false, ..aim };
        }
        match stated {
            Some(target) => Aim { target, fallback: None, borrowed: false, ..aim },
            None => aim,
        }
    }

    fn kind(&self, href: &Placed, folder: &DocPath) -> Kind<'a> {
        let path = url::split(&href.text).path;
        if path.is_empty() || path.starts_with(['/', '\\']) || url::scheme(&href.text).is_some() {
            return Kind::Link;
        }
        let decoded = url::decode(path);
        // Most entries name a page; what ends in dots is a folder, whatever that is called.
        let name = decoded.rsplit(['/', '\\']).next().unwrap_or_default();
        if !matches!(name, "" | "." | "..") && !is_toc_name(name) {
            return Kind::Link;
        }
        let config = self.workspace.config.docsets.get(self.docset);
        let Some(target) = config.and_then(|c| c.path(folder, &decoded)) else { return Kind::Link };
        if decoded.ends_with(['/', '\\']) {
            return self.files.in_folder(self.workspace, &target).map_or(Kind::Missing, Kind::Reference);
        }
        if content_kind(&target) != MappedKind::Toc {
            return Kind::Link;
        }
        match self.workspace.sources.find_folded(target.as_str()) {
            Some(Entry::Text(file)) => self.files.get(file).map_or(Kind::Missing, Kind::Include),
            _ => Kind::Missing,
        }
    }

    fn linker<'b>(&'b self, folder: &'b DocPath) -> Option<Linker<'b>> {
        Some(Linker {
            workspace: self.workspace,
            catalog: self.catalog,
            config: self.workspace.config.docsets.get(self.docset)?,
            docset: self.docset,
            folder,
            page: None,
        })
    }

    fn link(&mut self, href: &Placed, folder: &DocPath) -> TocTarget {
        let Some(found) = self.linker(folder).map(|l| l.find(&href.text, false)) else {
            return TocTarget::None;
        };
        for problem in found.problems {
            let mut diagnostic = Diagnostic::new(problem.code, href.span, problem.message).help(problem.help);
            if let Some((replacement, certain)) = problem.fix {
                diagnostic = diagnostic.fix(href.span, replacement, certain);
            }
            self.diagnostics.push(diagnostic);
        }
        match found.destination {
            Destination::Page(page, rest) => TocTarget::Page(page, rest),
            Destination::Asset(asset, _) => {
                let out = if asset.url.is_empty() { asset.out.to_string() } else { asset.url.clone() };
                self.assets.push(asset);
                TocTarget::Asset(out)
            }
            Destination::External(address) | Destination::Fragment(address) => TocTarget::External(address),
            Destination::Broken(address) if !address.is_empty() => TocTarget::Broken(address),
            Destination::Xref(uid) => self.uid(&Placed { text: uid, span: href.span }).0,
            Destination::Broken(_) | Destination::Inert => TocTarget::None,
        }
    }

    fn uid(&mut self, uid: &Placed) -> (TocTarget, Option<String>) {
        // In a TOC the whole value is the uid, `#` included.
        if let Some(page) = self.catalog.page_of_uid(&uid.text, None).and_then(|id| self.catalog.page(id)) {
            return (TocTarget::Page(page.id, String::new()), Some(page.facts.title.clone()));
        }
        match self.catalog.xref(&uid.text, true, self.docset, None) {
            Some(resolved) => {
                let target = match resolved.place {
                    Place::Page(page, rest) => TocTarget::Page(page, rest),
                    Place::Away(address) => TocTarget::External(address),
                    Place::Nowhere => TocTarget::None,
                };
                (target, Some(resolved.label))
            }
            None => {
                let learn = self.catalog.learn(self.docset);
                let code = if learn { Code::XrefNotFound } else { Code::UidNotFound };
                self.diagnostics.push(
                    Diagnostic::new(code, uid.span, format!("nothing is called \"{}\"", uid.text))
                        .help("check the uid"),
                );
                (TocTarget::None, None)
            }
        }
    }

    /// What another TOC leads to first: in Learn's order all entries of a level come before those below them, in
    /// DocFX's an entry's own come first. DocFX takes the first page, Learn any link.
    fn first_page(&self, file: &'a TocFile, depth: usize) -> Option<TocTarget> {
        let folder = file.path.parent();
        let learn = self.catalog.learn(self.docset);
        let mut open: std::collections::VecDeque<&RawItem> = file.toc.items.iter().collect();
        while let Some(item) = open.pop_front() {
            if let Some(href) = item.topic_href.as_ref().or(item.href.as_ref()) {
                let found = match self.kind(href, &folder) {
                    Kind::Link => match self.linker(&folder)?.find(&href.text, false).destination {
                        Destination::Page(page, rest) => {
                            let fragment = rest.find('#').map_or("", |i| &rest[i..]);
                            Some(TocTarget::Page(page, fragment.to_owned()))
                        }
                        Destination::External(address) if learn => Some(TocTarget::External(address)),
                        Destination::Broken(address) if learn && !address.is_empty() => {
                            Some(TocTarget::Broken(address))
                        }
                        _ => None,
                    },
                    Kind::Include(toc) | Kind::Reference(toc) if depth < DEEPEST => {
                        self.first_page(toc, depth + 1)
                    }
                    _ => None,
                };
                if found.is_some() {
                    return found;
                }
            } else if let Some(page) = item.uid.as_ref().and_then(|u| self.catalog.page_of_uid(&u.text, None))
            {
                return Some(TocTarget::Page(page, String::new()));
            }
            if learn {
                open.extend(&item.items);
            } else {
                for below in item.items.iter().rev() {
                    open.push_front(below);
                }
            }
        }
        None
    }

    fn title_of(&self, target: &TocTarget) -> Option<String> {
        match target {
            TocTarget::Page(page, _) => self.catalog.page(*page).map(|p| p.facts.title.clone()),
            _ => None,
        }
    }

    fn missing(&mut self, href: &Placed) {
        self.diagnostics.push(
            Diagnostic::new(Code::TocNotFound, href.span, format!("there is no TOC at \"{}\"", href.text))
                .help("check the path, or remove the entry"),
        );
    }

    fn invalid(&mut self, code: Code, href: &Placed, what: &str, help: &str) {
        self.diagnostics
            .push(Diagnostic::new(code, href.span, format!("{what}: \"{}\"", href.text)).help(help));
    }
}

/// Whether an address is one of the host or of another.
fn is_absolute(address: &str) -> bool {
    address.starts_with('/') || url::scheme(address).is_some()
}

/// A folder's name as people read it.
pub(in crate::docset) fn folder_name(folder: &DocPath) -> Option<String> {
    let name = folder.file_name().replace(['-', '_'], " ");
    let mut letters = name.chars();
    let first = letters.next()?;
    Some(first.to_uppercase().chain(letters).collect())
}

/// The page that an entry leads to.
pub(in crate::docset) fn page_of(entry: &TocEntry) -> Option<PageId> {
    match entry.target {
        TocTarget::Page(page, _) => Some(page),
        _ => None,
    }
}
