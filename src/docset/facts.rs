//! What pages may see of one another: titles and anchors, those of included files too.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::base::FileId;
use crate::source::Workspace;

use super::include::{Meant, meant};
use super::page::{PageFacts, PageKind};
use super::{Catalog, FileFacts, Page, metadata};

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
        let files = self.files(page);
        let learn = self.catalog.learn(page.docset);
        let mut anchors: Vec<&str> = Vec::new();
        for facts in &files {
            anchors.extend(facts.headings.iter().map(|heading| heading.get(learn)));
            anchors.extend(facts.anchors.iter().map(String::as_str));
        }
        let data = self.catalog.data.get(&page.file);
        anchors.extend(data.iter().flat_map(|d| &d.anchors).map(String::as_str));
        let heading = || {
            let mut titles = files
                .iter()
                .map(|facts| &facts.titles)
                .map(|[first, third]| if learn { third } else { first });
            titles.find_map(Clone::clone)
        };
        let h1 = match data {
            Some(data) => {
                data.data.get("title").and_then(serde_json::Value::as_str).map(|t| t.trim().to_owned())
            }
            None => heading(),
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
                let front = self.catalog.documents.facts(page.file).and_then(|facts| facts.front_matter());
                front
                    .and_then(|f| metadata::text(f.data.get("title")))
                    .or_else(|| metadata::text(page.metadata.get("titleOverwriteH1")))
            }
        };
        own.or_else(|| h1.map(str::to_owned).filter(|t| !t.is_empty()))
            .or(stated)
            .unwrap_or_else(|| page.path.file_stem().to_owned())
    }

    /// The files of a page: its own, then all it includes, each once, in reading order as far as files go.
    fn files(&mut self, page: &Page) -> Vec<Arc<FileFacts>> {
        let own = self.catalog.facts_of(page.file);
        let mut open: Vec<FileId> = Vec::new();
        for (file, facts) in &own {
            open.extend(self.targets(*file, facts, page.docset));
        }
        let mut out: Vec<Arc<FileFacts>> = own.into_iter().map(|(_, facts)| facts).collect();
        let mut seen: FxHashSet<FileId> = FxHashSet::from_iter([page.file]);
        open.reverse();
        while let Some(file) = open.pop() {
            if !seen.insert(file) {
                continue;
            }
            let documents = &self.catalog.documents;
            let Some(facts) = documents.facts(file).or_else(|| documents.inline_facts(file)) else {
                continue;
            };
            let targets = match self.includes.get(&file) {
                Some(targets) => targets.clone(),
                None => {
                    let targets: Arc<[FileId]> = self.targets(file, facts, page.docset).into();
                    self.includes.insert(file, targets.clone());
                    targets
                }
            };
            open.extend(targets.iter().rev());
            out.push(Arc::clone(facts));
        }
        out
    }

    fn targets(&self, file: FileId, facts: &FileFacts, docset: usize) -> Vec<FileId> {
        let Some(config) = self.workspace.config.docsets.get(docset) else { return Vec::new() };
        if facts.includes.is_empty() {
            return Vec::new();
        }
        let folder = self.workspace.sources.get(file).path.parent();
        let target = |path: &str| match meant(self.workspace, config, &folder, path) {
            Meant::File(file) => Some(file),
            _ => None,
        };
        facts.includes.iter().filter_map(|i| target(&i.path)).collect()
    }
}

impl Catalog {
    /// What a page's own file says of itself; of a structured page what each of its texts says.
    pub(super) fn facts_of(&self, file: FileId) -> Vec<(FileId, Arc<FileFacts>)> {
        let own = self.documents.facts(file).into_iter();
        let texts =
            self.data.get(&file).into_iter().flat_map(|data| data.texts.iter().map(|text| &text.facts));
        own.chain(texts).map(|facts| (file, Arc::clone(facts))).collect()
    }
}
