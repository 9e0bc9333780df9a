//! A page view of one file and its includes, with links as written.

use std::sync::Arc;

use crate::base::{DocPath, FileId, url};
use crate::diag::{Code, Diagnostic};
use crate::docset::{Occurrence, PageId, PageView, Target};
use crate::markdown::{self, Document, Include, LinkKind, ParseOptions};

use super::Loader;

/// Include depth beyond which files are no longer looked at.
const MAX_DEPTH: usize = 64;
/// Files that one page may be made of.
const MAX_FILES: usize = 2_000;

/// Reads the page at `path` and everything it includes.
pub(super) fn load(loader: &dyn Loader, path: &DocPath, options: &ParseOptions) -> PageView {
    let mut loading = Loading { loader, options, docs: Vec::new(), diagnostics: Vec::new() };
    let text = loader.read(path).unwrap_or_default();
    loading.add(path, text, None, options);
    let mut next = 0;
    while next < loading.docs.len() {
        loading.expand(next);
        next += 1;
    }
    PageView {
        page: PageId(0),
        docs: loading.docs,
        data: None,
        assets: Vec::new(),
        zones: Vec::new(),
        hidden: Vec::new(),
        diagnostics: loading.diagnostics,
    }
}

struct Loading<'a> {
    loader: &'a dyn Loader,
    options: &'a ParseOptions,
    docs: Vec<Occurrence>,
    diagnostics: Vec<Diagnostic>,
}

impl Loading<'_> {
    fn add(&mut self, path: &DocPath, text: Arc<str>, parent: Option<(u32, u32)>, options: &ParseOptions) {
        let file = self.loader.file(path).unwrap_or(FileId(0));
        let doc = markdown::parse(text, file, options);
        self.diagnostics.extend(doc.diagnostics.iter().cloned());
        let folder = path.parent();
        let rebased = parent.is_some();
        let targets = doc.links.iter().map(|l| target(&doc, l, &folder, rebased)).collect();
        let heading_ids = doc.headings.iter().map(|h| h.id.clone()).collect();
        self.docs.push(Occurrence {
            path: path.clone(),
            parent,
            includes: vec![None; doc.includes.len()],
            targets,
            xrefs: vec![Target::Inert; doc.xrefs.len()],
            snippets: Vec::new(),
            heading_ids,
            doc: Arc::new(doc),
        });
    }

    /// Reads the includes and snippets of document `at`.
    fn expand(&mut self, at: usize) {
        let Some(occurrence) = self.docs.get(at) else { return };
        let (doc, path) = (occurrence.doc.clone(), occurrence.path.clone());
        let folder = path.parent();
        for (i, include) in doc.includes.iter().enumerate() {
            let child = self.include(at, i, include, &folder);
            if let Some(slot) = self.docs.get_mut(at).and_then(|o| o.includes.get_mut(i)) {
                *slot = child;
            }
        }
        let snippets = doc.snippets.iter().map(|s| self.snippet(s, &folder)).collect();
        if let Some(occurrence) = self.docs.get_mut(at) {
            occurrence.snippets = snippets;
        }
    }

    fn include(&mut self, at: usize, index: usize, include: &Include, folder: &DocPath) -> Option<u32> {
        let missing = |this: &mut Self| {
            let message = format!("There is no file \"{}\" to include.", include.path);
            let found = Diagnostic::new(Code::IncludeNotFound, include.path_span, message);
            this.diagnostics.push(found.help("Check the path; it counts from the folder of this file."));
            None
        };
        let Some(path) = relative(folder, &include.path) else { return missing(self) };
        let Some(text) = self.loader.read(&path) else { return missing(self) };
        let chain = self.chain(at);
        if chain.contains(&&path) {
            let names: Vec<&str> = chain.iter().rev().map(|p| p.as_str()).chain([path.as_str()]).collect();
            let message = format!("Files include one another in a circle: {}.", names.join(" → "));
            let found = Diagnostic::new(Code::CircularReference, include.span, message);
            self.diagnostics.push(found.help("Take one of these includes out."));
            return None;
        }
        if chain.len() > MAX_DEPTH || self.docs.len() >= MAX_FILES {
            let message = "Includes are nested too deeply, or are too many; this one is left out.";
            let found = Diagnostic::new(Code::IncludeDepthExceeded, include.span, message);
            self.diagnostics.push(found.help("Include the file's parts directly."));
            return None;
        }
        let options =
            ParseOptions { front_matter: true, inline_only: include.inline, ..self.options.clone() };
        let child = u32::try_from(self.docs.len()).ok()?;
        let parent = (u32::try_from(at).ok()?, u32::try_from(index).ok()?);
        self.add(&path, text, Some(parent), &options);
        Some(child)
    }

    /// The files that lead to document `at`, itself first.
    fn chain(&self, at: usize) -> Vec<&DocPath> {
        let mut out = Vec::new();
        let mut next = Some(at);
        while let Some(occurrence) = next.and_then(|i| self.docs.get(i)) {
            out.push(&occurrence.path);
            next = occurrence.parent.map(|(p, _)| p as usize);
        }
        out
    }

    fn snippet(&mut self, request: &markdown::Snippet, folder: &DocPath) -> crate::docset::SnippetText {
        let found = relative(folder, &request.path).and_then(|p| self.loader.read(&p).map(|t| (p, t)));
        match found {
            Some((path, text)) => {
                crate::docset::snippet::select(request, &path, &text, &mut self.diagnostics)
            }
            None => {
                let code = match request.form {
                    markdown::SnippetForm::Colon => Code::InvalidCode,
                    _ => Code::CodesnippetNotFound,
                };
                let message = format!("There is no file \"{}\" to show code from.", request.path);
                let found = Diagnostic::new(code, request.path_span, message);
                self.diagnostics.push(found.help("Check the path; it counts from the folder of this file."));
                crate::docset::snippet::missing(request)
            }
        }
    }
}

/// The file that a relative path names; `~/` is the root.
fn relative(folder: &DocPath, path: &str) -> Option<DocPath> {
    if path.is_empty() || path.starts_with(['/', '\\']) || url::scheme(path).is_some() || path.contains(":\\")
    {
        return None;
    }
    match path.strip_prefix("~/") {
        Some(rest) => DocPath::new(rest),
        None => folder.join(path),
    }
}

/// A link as written; in an included file relative ones count from the root.
fn target(doc: &Document, link: &markdown::LinkRef, folder: &DocPath, rebased: bool) -> Target {
    let written = doc.str(link.target);
    let html = matches!(link.kind, LinkKind::HtmlHref | LinkKind::HtmlSrc);
    let fixed = written.is_empty()
        || written.starts_with(['#', '/', '\\', '?'])
        || written.starts_with("~/")
        || written.contains(':');
    if !rebased || html || fixed {
        return Target::External(written.to_owned());
    }
    let parts = url::split(written);
    let rest = written.get(parts.path.len()..).unwrap_or_default();
    match folder.join(parts.path) {
        Some(path) => {
            let slash = if parts.path.ends_with('/') { "/" } else { "" };
            Target::External(format!("~/{path}{slash}{rest}"))
        }
        None => Target::External(written.to_owned()),
    }
}
