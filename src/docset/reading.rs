//! What becomes of each file of a workspace, as far as the file and the configuration alone tell it: the part of the
//! assembly that asks no other file. The build does it in parallel, while Markdown is parsed.

use serde_json::Value;

use crate::base::{DocPath, Hash128, Span};
use crate::config::{DocsetConfig, Mapped, MappedKind};
use crate::diag::Diagnostic;
use crate::source::{SourceFile, Workspace};

use super::schema_page::Schemas;
use super::yaml_page::{self, DataPage};
use super::{TocFacts, TocFile};

/// Reads the files of one workspace, each by itself.
#[derive(Debug)]
pub struct Reader<'w> {
    workspace: &'w Workspace,
    schemas: Schemas,
}

/// What there is to know of one file.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    pub(super) claims: Vec<Claim>,
    pub(super) toc: Option<TocFile>,
    pub(super) data: Option<Structured>,
}

/// A docset that publishes a file.
#[derive(Debug, Clone)]
pub(super) struct Claim {
    /// The docset, as an index.
    pub(super) docset: usize,
    pub(super) mounts: Vec<Mount>,
    /// The `fileMetadata` entries that fit, for pages.
    pub(super) fitting: Vec<usize>,
}

/// A place of a file on the site.
#[derive(Debug, Clone)]
pub(super) struct Mount {
    pub(super) mapped: Mapped,
    /// The range of versions by configuration and where it is stated.
    pub(super) range: Option<(String, Option<Span>)>,
}

/// What a YAML or JSON file that is listed as a page turns out to be.
#[derive(Debug, Clone)]
pub(super) enum Structured {
    /// A page; `None` for one that cannot be made. What there is to say of it.
    Page(Option<Box<DataPage>>, Vec<Diagnostic>),
    /// Data for other pages.
    Component(Value),
}

impl Claim {
    /// Whether the file is more than a copy there.
    pub(super) fn is_page(&self) -> bool {
        self.mounts.iter().any(|mount| mount.mapped.kind != MappedKind::Resource)
    }
}

impl<'w> Reader<'w> {
    /// A reader with the schemas that the docsets bring along.
    pub fn new(workspace: &'w Workspace) -> Self {
        Reader { workspace, schemas: Schemas::read(workspace) }
    }

    /// The key under which holds what a file says as a TOC; `None` when it is none.
    pub fn toc_key(&self, file: &SourceFile) -> Option<Hash128> {
        TocFacts::key(self.workspace, file)
    }

    /// What a file says as a TOC; `None` when it is none.
    pub fn toc(&self, file: &SourceFile) -> Option<TocFacts> {
        TocFacts::read(self.workspace, file)
    }

    /// Reads one file, of which [`Reader::toc`] is known.
    pub fn read(&self, file: &SourceFile, toc: Option<TocFacts>) -> Reading {
        let docsets = &self.workspace.config.docsets;
        let claim = |docset: usize| Some(claim(docset, docsets.get(docset)?, &file.path));
        let claims: Vec<Claim> = owners(docsets, &file.path).into_iter().filter_map(claim).collect();
        let is_data = |c: &&Claim| c.mounts.iter().any(|mount| mount.mapped.kind == MappedKind::DataPage);
        let data = claims.iter().find(is_data).and_then(|claim| self.structured(claim.docset, file));
        Reading { claims, toc: toc.map(|toc| toc.of(file)), data }
    }

    fn structured(&self, docset: usize, file: &SourceFile) -> Option<Structured> {
        if let Some(data) = yaml_page::component(&file.text) {
            return Some(Structured::Component(data));
        }
        let options = &self.workspace.config.docsets.get(docset)?.markdown;
        let mut said = Vec::new();
        let page = yaml_page::read(file.id, &file.text, options, (docset, &self.schemas), &mut said);
        for text in page.iter().flat_map(|page| &page.texts) {
            let found = text.document.diagnostics.iter().cloned();
            said.extend(found.map(|mut d| {
                d.primary = d.primary.map(|span| text.in_file(span));
                d.related.clear();
                d.fix = None;
                d
            }));
        }
        Some(Structured::Page(page.map(Box::new), said))
    }
}

fn claim(docset: usize, config: &DocsetConfig, path: &DocPath) -> Claim {
    let mounts = config.mounts(path).into_iter().map(|mapped| {
        let range = config.moniker_range(path, &mapped).map(|(range, span)| (range.to_owned(), span));
        Mount { mapped, range }
    });
    let mut claim = Claim { docset, mounts: mounts.collect(), fitting: Vec::new() };
    if claim.is_page() {
        claim.fitting = config.file_metadata_fitting(path);
    }
    claim
}

/// The docsets that may publish a file: the one whose folder lies deepest around it, else all whose `src` reaches out.
pub(super) fn owners(docsets: &[DocsetConfig], path: &DocPath) -> Vec<usize> {
    let inside = docsets.iter().enumerate().filter(|(_, d)| path.strip_prefix(&d.root).is_some());
    match inside.max_by_key(|(_, d)| d.root.as_str().len()) {
        Some((i, _)) => vec![i],
        None => {
            let reaches = |d: &DocsetConfig| {
                let mut all = d.content.iter().chain(&d.resource);
                all.any(|m| m.src.strip_prefix(&d.root).is_none() && path.strip_prefix(&m.src).is_some())
            };
            docsets.iter().enumerate().filter(|(_, d)| reaches(d)).map(|(i, _)| i).collect()
        }
    }
}
