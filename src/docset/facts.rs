//! What pages may see of one another: titles and anchors, those of included files too.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::base::FileId;
use crate::markdown::Document;
use crate::source::Workspace;

use super::include::{Meant, meant};
use super::page::{PageFacts, PageKind};
use super::{Catalog, Page, heading_ids, metadata};

/// Fills the facts of every page.
pub(super) fn collect(workspace: &Workspace, catalog: &mut Catalog) {
    let mut memory = Memory { workspace, catalog, includes: FxHashMap::default() };
    let mut all = Vec::with_capacity(memory.catalog.pages.len());
    for page in &catalog.pages {
        all.push(memory.facts(page));
    }
    for (page, facts) in catalog.pages.iter_mut().zip(all) {
        page.facts = facts;
    }
}

struct Memory<'a> {
    workspace: &'a Workspace,
    catalog: &'a Catalog,
    /// The files that a file includes, directly, in order. A file is looked at once however many pages show it.
    includes: FxHashMap<FileId, Arc<[FileId]>>,
}

impl Memory<'_> {
    fn facts(&mut self, page: &Page) -> PageFacts {
        let documents = self.documents(page);
        let learn = self.catalog.learn(page.docset);
        let mut anchors: Vec<Cow<'_, str>> = Vec::new();
        for document in &documents {
            anchors.extend(document.headings.iter().map(|h| heading_ids::natural_id(document, h, learn)));
            anchors.extend(document.anchors.iter().map(|a| Cow::from(&a.id)));
        }
        let data = self.catalog.data.get(&page.file);
        anchors.extend(data.iter().flat_map(|d| &d.anchors).map(Cow::from));
        let heading = |most: u8| {
            let mut headings = documents.iter().flat_map(|d| &d.headings);
            headings.find(|h| h.level <= most && !h.text.is_empty()).map(|h| h.text.clone())
        };
        let h1 = match data {
            Some(data) => {
                data.data.get("title").and_then(serde_json::Value::as_str).map(|t| t.trim().to_owned())
            }
            None => heading(if learn { 3 } else { 1 }),
        };
        PageFacts {
            title: self.title(page, h1.as_deref()),
            h1,
            description: metadata::text(page.metadata.get("description")),
            anchors: anchors.into_iter().collect(),
            uid: metadata::text(page.metadata.get("uid")),
        }
    }

    /// DocFX: front matter, `titleOverwriteH1`, first heading, other metadata. Learn: metadata before the heading.
    fn title(&self, page: &Page, h1: Option<&str>) -> String {
        let stated = metadata::text(page.metadata.get("title"));
        let own = match page.kind {
            PageKind::Data(_) => None,
            PageKind::Article if self.catalog.learn(page.docset) => stated.clone(),
            PageKind::Article => {
                let document = self.catalog.documents.get(page.file);
                let front = document.and_then(|d| d.front_matter.as_ref());
                front
                    .and_then(|f| metadata::text(f.data.get("title")))
                    .or_else(|| metadata::text(page.metadata.get("titleOverwriteH1")))
            }
        };
        own.or_else(|| h1.map(str::to_owned).filter(|t| !t.is_empty()))
            .or(stated)
            .unwrap_or_else(|| page.path.file_stem().to_owned())
    }

    /// The documents of a page: its own, then all it includes, each once, in reading order as far as files go.
    fn documents(&mut self, page: &Page) -> Vec<Arc<Document>> {
        let mut out: Vec<Arc<Document>> =
            self.catalog.documents.get(page.file).into_iter().cloned().collect();
        if let Some(data) = self.catalog.data.get(&page.file) {
            out.extend(data.texts.iter().map(|t| t.document.clone()));
        }
        let mut open: Vec<FileId> = Vec::new();
        for document in &out {
            open.extend(self.targets(document, page.docset));
        }
        let mut seen: FxHashSet<FileId> = FxHashSet::from_iter([page.file]);
        open.reverse();
        while let Some(file) = open.pop() {
            if !seen.insert(file) {
                continue;
            }
            let documents = [self.catalog.documents.get(file), self.catalog.inline_documents.get(file)];
            let Some(document) = documents.into_iter().flatten().next().cloned() else { continue };
            let targets = match self.includes.get(&file) {
                Some(targets) => targets.clone(),
                None => {
                    let targets: Arc<[FileId]> = self.targets(&document, page.docset).into();
                    self.includes.insert(file, targets.clone());
                    targets
                }
            };
            open.extend(targets.iter().rev());
            out.push(document);
        }
        out
    }

    fn targets(&self, document: &Document, docset: usize) -> Vec<FileId> {
        let Some(config) = self.workspace.config.docsets.get(docset) else { return Vec::new() };
        if document.includes.is_empty() {
            return Vec::new();
        }
        let folder = self.workspace.sources.get(document.file).path.parent();
        let target = |path: &str| match meant(self.workspace, config, &folder, path) {
            Meant::File(file) => Some(file),
            _ => None,
        };
        document.includes.iter().filter_map(|i| target(&i.path)).collect()
    }
}
