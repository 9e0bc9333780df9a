//! One page made ready: includes expanded, links and references resolved, snippets read.
//!
//! **Invariant:** reads the frozen catalog only; two calls for one page give the same.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use crate::base::{DocPath, FileId, Span, url};
use crate::config::DocsetConfig;
use crate::diag::{Code, Diagnostic};
use crate::markdown::{Document, LinkKind, LinkRef, NodeKind, Snippet};
use crate::source::Workspace;

use super::catalog::Asset;
use super::include::Expansion;
use super::links::{Destination, Linker, Problem, trust};
use super::view::{INLINE, MARKDOWN};
use super::xref::Place;
use super::yaml_page::TextField;
use super::{
    Catalog, Emit, NodeRef, Occurrence, Page, PageId, PageView, SnippetText, Target, heading_ids, snippet,
};

/// Expands a page's includes and resolves its links. Pure; called in parallel.
///
/// The findings of a file that several pages show come with the first of them, those that depend on the page with
/// each.
pub fn resolve(workspace: &Workspace, catalog: &Catalog, page: PageId) -> PageView {
    let nothing = PageView { page, ..PageView::default() };
    let Some(page) = catalog.page(page) else { return nothing };
    let Some(config) = workspace.config.docsets.get(page.docset) else { return nothing };
    let mut expansion = Expansion::new(workspace, catalog, config, page);
    let own = catalog.documents.get(workspace, page.file);
    let own = own.unwrap_or_else(|| Arc::new(Document::empty(Arc::from(""), page.file)));
    expansion.add(own, page.path.clone());
    let mut fields: FxHashMap<usize, &TextField> = FxHashMap::default();
    let data = catalog.data.get(&page.file);
    for field in data.iter().flat_map(|d| &d.texts) {
        let at = expansion.add(field.document.clone(), page.path.clone());
        fields.insert(at, field);
    }
    let (mut docs, diagnostics) = (expansion.docs, expansion.diagnostics);
    heading_ids::assign(&mut docs, config.learn);
    let mut resolver = Resolver {
        workspace,
        catalog,
        config,
        page,
        fields,
        assets: Vec::new(),
        diagnostics,
        hidden: Vec::new(),
        zones: Vec::new(),
    };
    for (at, twice) in heading_ids::written_twice(&docs) {
        resolver.report(&docs, at, twice);
    }
    for at in 0..docs.len() {
        resolver.occurrence(&mut docs, at);
    }
    let data = data.map(|data| resolver.data(data));
    catalog.check_pivots(page, &docs, &mut resolver.diagnostics);
    let Resolver { mut assets, diagnostics, mut hidden, zones, .. } = resolver;
    hidden.sort_unstable();
    assets.sort();
    assets.dedup();
    PageView { page: page.id, docs, data, assets, hidden, zones, diagnostics }
}

struct Resolver<'a> {
    workspace: &'a Workspace,
    catalog: &'a Catalog,
    config: &'a DocsetConfig,
    page: &'a Page,
    /// The texts of a structured page by the index of their document.
    fields: FxHashMap<usize, &'a TextField>,
    assets: Vec<Asset>,
    diagnostics: Vec<Diagnostic>,
    hidden: Vec<NodeRef>,
    zones: Vec<(NodeRef, Vec<String>)>,
}

impl Resolver<'_> {
    fn occurrence(&mut self, docs: &mut [Occurrence], at: usize) {
        let Some(occurrence) = docs.get(at) else { return };
        let doc = occurrence.doc.clone();
        let included = occurrence.parent.is_some();
        let folder = occurrence.path.parent();
        let page_folder = self.page.path.parent();
        let mut found = Vec::new();
        let targets = doc.links.iter().map(|link| {
            // DocFX leaves raw HTML in an include as it is, so that it counts from the page; Learn does not.
            let raw = matches!(link.kind, LinkKind::HtmlHref | LinkKind::HtmlSrc);
            let from = if raw && included && !self.config.learn { &page_folder } else { &folder };
            self.link(&doc, link, from, &mut found)
        });
        let targets: Vec<Target> = targets.collect();
        let snippets = doc.snippets.iter().map(|s| self.snippet(s, &folder, &mut found)).collect();
        let xrefs = doc.xrefs.iter().map(|x| self.xref(doc.str(x.uid), doc.str(x.raw), x.required)).collect();
        self.assets.extend(found.iter().filter_map(|f| f.asset.clone()));
        for note in found {
            if let Some(diagnostic) = note.diagnostic.filter(|_| note.of_page || self.owns(doc.file)) {
                self.report(docs, at, diagnostic);
            }
        }
        self.monikers(&doc, at);
        if let Some(occurrence) = docs.get_mut(at) {
            occurrence.targets = targets;
            occurrence.snippets = snippets;
            occurrence.xrefs = xrefs;
        }
    }

    fn linker<'b>(&'b self, folder: &'b DocPath) -> Linker<'b> {
        Linker {
            workspace: self.workspace,
            catalog: self.catalog,
            config: self.config,
            docset: self.page.docset,
            folder,
            page: Some(self.page),
        }
    }

    fn link(&self, doc: &Document, link: &LinkRef, folder: &DocPath, found: &mut Vec<Note>) -> Target {
        let written = doc.str(link.target);
        let outcome = self.linker(folder).find(written, link.kind.is_resource());
        // A bare fragment means the page that is read, so it can be right on one page and wrong on another.
        let of_page = matches!(outcome.destination, Destination::Fragment(_));
        for problem in outcome.problems {
            found.push(Note { of_page, ..Note::problem(problem, link.target_span) });
        }
        let trusted = &self.catalog.settings.trusted_domains;
        if !trusted.is_empty()
            && let Destination::External(address) = &outcome.destination
            && let Some(problem) = trust::distrusted(trusted, element(doc, link), address)
        {
            found.push(Note::problem(problem, link.target_span));
            return if self.catalog.emit == Emit::Model {
                Target::Broken(String::new())
            } else {
                Target::Inert
            };
        }
        self.destination(outcome.destination, found)
    }

    fn destination(&self, destination: Destination, found: &mut Vec<Note>) -> Target {
        if let Destination::Asset(asset, _) = &destination {
            found.push(Note { asset: Some(asset.clone()), diagnostic: None, of_page: false });
        }
        match destination {
            Destination::Xref(uid) => self.xref(&uid, "", true),
            other => self.catalog.target(self.page, other),
        }
    }

    fn xref(&self, uid: &str, raw: &str, meant: bool) -> Target {
        match self.catalog.xref(uid, meant, self.page.docset, Some(self.page)) {
            Some(resolved) => {
                let href = match resolved.place {
                    Place::Page(id, rest) => {
                        self.catalog.page(id).map(|p| self.catalog.href(self.page, p) + &rest)
                    }
                    Place::Away(address) => Some(address),
                    Place::Nowhere => None,
                };
                Target::Xref { label: resolved.label, href, title: resolved.title }
            }
            None if raw.is_empty() => Target::Inert,
            None => Target::Xref { label: raw.to_owned(), href: None, title: false },
        }
    }

    fn snippet(&self, request: &Snippet, folder: &DocPath, found: &mut Vec<Note>) -> SnippetText {
        let path = |written: &str| self.config.path(folder, written);
        let sources = &self.workspace.sources;
        let wanted = path(&request.path);
        let entry = wanted.as_ref().and_then(|p| sources.find_folded(p.as_str())).or_else(|| {
            let decoded = path(&url::decode(&request.path))?;
            sources.find_folded(decoded.as_str())
        });
        let file = entry.map(|e| sources.path(e));
        let problem = match file.map(|f| (f, sources.read(f))) {
            Some((file, Ok(text))) => {
                let mut said = Vec::new();
                let selected = snippet::select(request, file, &text, &mut said);
                found.extend(said.into_iter().map(Note::diagnostic));
                return selected;
            }
            Some((file, Err(e))) => format!("{file} cannot be shown: {e}"),
            None => format!("the code file \"{}\" does not exist", request.path),
        };
        let dependency = wanted.as_ref().and_then(|path| self.config.dependency_of(path));
        if dependency.is_none_or(|d| sources.has_folder(&d.path)) {
            let note = Diagnostic::new(Code::CodesnippetNotFound, request.path_span, problem)
                .help("check the path, or remove the snippet");
            found.push(Note::diagnostic(note));
        }
        snippet::missing(request)
    }

    /// Notes the version zones that say nothing to this page's versions.
    fn monikers(&mut self, doc: &Document, at: usize) {
        if self.page.monikers.is_empty() || !doc.has_version_zones {
            return;
        }
        for node in doc.ids() {
            let NodeKind::Moniker(range) = doc.kind(node) else { continue };
            let range = doc.str(range);
            let Ok(mut versions) = self.catalog.monikers.expand(range) else { continue };
            versions.retain(|v| self.page.monikers.contains(v));
            let zone = NodeRef { doc: u32::try_from(at).unwrap_or(u32::MAX), node };
            if versions.is_empty() {
                if at == 0 && self.config.learn && self.owns(doc.file) && self.page.monikers.len() > 1 {
                    let message =
                        format!("none of the page's versions is in \"{range}\"; the zone is left out");
                    self.diagnostics.push(
                        Diagnostic::new(Code::MonikerZoneEmpty, doc.span(node), message)
                            .help("remove the zone, or widen its range"),
                    );
                }
                self.hidden.push(zone);
            } else {
                self.zones.push((zone, versions));
            }
        }
    }

    /// The data of a structured page with its links resolved and its texts named by their documents.
    fn data(&mut self, data: &super::yaml_page::DataPage) -> Value {
        let mut value = data.data.clone();
        let folder = self.page.path.parent();
        let mut found = Vec::new();
        for link in &data.links {
            let outcome = self.linker(&folder).find(&link.target, link.resource);
            for problem in outcome.problems {
                found.push(Note::problem(problem, link.span));
            }
            let target = self.destination(outcome.destination, &mut found);
            if let (Some(slot), Some(href)) = (value.pointer_mut(&link.pointer), target.href()) {
                *slot = Value::String(href.to_owned());
            }
        }
        for (at, field) in &self.fields {
            if let Some(slot) = value.pointer_mut(&field.pointer) {
                *slot = if field.inline { json!({ INLINE: at }) } else { json!({ MARKDOWN: at }) };
            }
        }
        let owner = self.owns(self.page.file);
        for note in found {
            self.assets.extend(note.asset);
            self.diagnostics.extend(note.diagnostic.filter(|_| owner));
        }
        value
    }

    /// Whether this page reports what is wrong with a file.
    fn owns(&self, file: FileId) -> bool {
        self.catalog.owners.get(&file).is_none_or(|owner| *owner == self.page.id)
    }

    /// Keeps a finding of a document, with the includes that lead to it.
    fn report(&mut self, docs: &[Occurrence], at: usize, mut diagnostic: Diagnostic) {
        let Some(occurrence) = docs.get(at) else { return };
        let mut parent = occurrence.parent;
        let mut root = at;
        while let Some((host, include)) = parent {
            let Some(host_doc) = docs.get(host as usize) else { break };
            root = host as usize;
            if let Some(include) = host_doc.doc.includes.get(include as usize)
                && !self.fields.contains_key(&root)
            {
                diagnostic = diagnostic.related(include.span, "included here");
            }
            parent = host_doc.parent;
        }
        if let Some(field) = self.fields.get(&root).filter(|_| root == at) {
            diagnostic.primary = diagnostic.primary.map(|span| field.in_file(span));
            diagnostic.fix = None;
        }
        self.diagnostics.push(diagnostic);
    }
}

/// The element that a link becomes, or is written as.
fn element<'d>(doc: &'d Document, link: &LinkRef) -> &'d str {
    match link.kind {
        LinkKind::Image | LinkKind::ImageSource => "img",
        LinkKind::VideoSource => "video",
        LinkKind::Link | LinkKind::Lightbox | LinkKind::ImageLink => "a",
        LinkKind::HtmlHref | LinkKind::HtmlSrc => {
            let tag = doc.source.get(link.span.range()).unwrap_or_default().trim_start_matches('<');
            tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default()
        }
    }
}

/// What resolving one thing leaves to do.
struct Note {
    asset: Option<Asset>,
    diagnostic: Option<Diagnostic>,
    /// The finding depends on the page, not on the file alone.
    of_page: bool,
}

impl Note {
    fn diagnostic(diagnostic: Diagnostic) -> Self {
        Note { asset: None, diagnostic: Some(diagnostic), of_page: false }
    }

    fn problem(problem: Problem, span: Span) -> Self {
        let mut diagnostic = Diagnostic::new(problem.code, span, problem.message).help(problem.help);
        if let Some((replacement, certain)) = problem.fix {
            diagnostic = diagnostic.fix(span, replacement, certain);
        }
        Self::diagnostic(diagnostic)
    }
}
