//! The TOC files of a workspace, read once.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::base::{DocPath, FileId, Hash128, Span};
use crate::config::{MappedKind, content_kind};
use crate::diag::{Code, Diagnostic};
use crate::docset::routes::TocSource;
use crate::source::{Entry, SourceFile, Workspace};

use super::raw::{RawItem, RawToc};
use super::{markdown, raw};

/// A TOC file with what is in it.
#[derive(Debug, Clone)]
pub(in crate::docset) struct TocFile {
    pub(in crate::docset) file: FileId,
    pub(in crate::docset) path: DocPath,
    pub(in crate::docset) toc: RawToc,
    /// It says which addresses lie below which: breadcrumbs, no table of contents.
    pub(in crate::docset) breadcrumbs: bool,
    /// What there is to say when the configuration lists it.
    diagnostics: Vec<Diagnostic>,
}

/// What a TOC file says by itself; builds keep it from one to the next.
#[derive(Debug, Serialize, Deserialize)]
pub struct TocFacts {
    toc: RawToc,
    breadcrumbs: bool,
    diagnostics: Vec<Diagnostic>,
}

impl TocFacts {
    /// The key under which the facts of a TOC of a docset hold: over its number, its text and how it is read. `None`
    /// when the file is none.
    pub(in crate::docset) fn key(workspace: &Workspace, source: &SourceFile) -> Option<Hash128> {
        let learn = learn(workspace, source)?;
        // Its path says whether it is Markdown, and what there is to say of it.
        let parts = ("toc", source.id, source.hash, source.path.as_str(), learn);
        Some(Hash128::of(format!("{parts:?}").as_bytes()))
    }

    /// Reads a TOC of a docset, by itself; `None` when the file is none.
    pub(in crate::docset) fn read(workspace: &Workspace, source: &SourceFile) -> Option<Self> {
        Some(Self::read_as(source, learn(workspace, source)?))
    }

    fn read_as(source: &SourceFile, learn: bool) -> Self {
        let mut diagnostics = Vec::new();
        let toc = read_one((source.id, &source.path), &source.text, learn, &mut diagnostics);
        let breadcrumbs =
            any(&toc.items, &|item| item.toc_href.as_ref().is_some_and(|h| h.text.starts_with('/')));
        TocFacts { toc, breadcrumbs, diagnostics }
    }

    /// The file, with what it says.
    pub(in crate::docset) fn of(self, source: &SourceFile) -> TocFile {
        let TocFacts { toc, breadcrumbs, diagnostics } = self;
        TocFile { file: source.id, path: source.path.clone(), toc, breadcrumbs, diagnostics }
    }
}

/// Whether a TOC of a docset follows Learn's rules; `None` when the file is none.
fn learn(workspace: &Workspace, source: &SourceFile) -> Option<bool> {
    let docset = || workspace.config.docset_of(&source.path);
    if content_kind(&source.path) == MappedKind::Toc { docset().map(|docset| docset.learn) } else { None }
}

/// All TOC files by path, those too that only other TOCs name.
#[derive(Debug, Default)]
pub(in crate::docset) struct TocFiles {
    files: Vec<TocFile>,
    by_file: FxHashMap<FileId, usize>,
}

impl TocFiles {
    /// The TOCs that the configuration lists, in that order, and all beside them in the docsets, which others may
    /// name. `read` are all that a docset has; one that lies in none is read here.
    pub(in crate::docset) fn gather(
        workspace: &Workspace,
        sources: &[TocSource],
        read: Vec<TocFile>,
        sink: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut read: FxHashMap<FileId, TocFile> = read.into_iter().map(|toc| (toc.file, toc)).collect();
        let mut all = TocFiles::default();
        for source in sources.iter().map(|source| workspace.sources.get(source.file)) {
            if all.by_file.contains_key(&source.id) {
                continue;
            }
            let mut toc = read.remove(&source.id).unwrap_or_else(|| {
                let learn = workspace.config.docset_of(&source.path).is_some_and(|d| d.learn);
                TocFacts::read_as(source, learn).of(source)
            });
            sink.append(&mut toc.diagnostics);
            all.add(toc);
        }
        let mut others: Vec<TocFile> = read.into_values().collect();
        others.sort_unstable_by_key(|toc| toc.file);
        others.into_iter().for_each(|toc| all.add(toc));
        all
    }

    fn add(&mut self, toc: TocFile) {
        self.by_file.insert(toc.file, self.files.len());
        self.files.push(toc);
    }

    /// A TOC by its file.
    pub(in crate::docset) fn get(&self, file: FileId) -> Option<&TocFile> {
        self.files.get(*self.by_file.get(&file)?)
    }

    /// All that are breadcrumbs.
    pub(in crate::docset) fn breadcrumbs(&self) -> impl Iterator<Item = &TocFile> {
        self.files.iter().filter(|f| f.breadcrumbs)
    }

    /// The TOC of a folder: `toc.yml` before `toc.md`, letter case aside.
    pub(in crate::docset) fn in_folder(&self, workspace: &Workspace, folder: &DocPath) -> Option<&TocFile> {
        ["toc.yml", "toc.yaml", "toc.md", "toc.json"].iter().find_map(|name| {
            let path = folder.join(name)?;
            match workspace.sources.find_folded(path.as_str())? {
                Entry::Text(file) => self.get(file),
                Entry::Asset(_) => None,
            }
        })
    }
}

fn read_one((file, path): (FileId, &DocPath), text: &str, learn: bool, sink: &mut Vec<Diagnostic>) -> RawToc {
    if path.has_extension("md") {
        return markdown::read(file, text, learn).take(sink);
    }
    match crate::yaml::parse(text) {
        Ok(parsed) => {
            for (key, offset) in &parsed.duplicates {
                let at = *offset as usize;
                let message = format!("\"{key}\" stands here for the second time; the last one counts");
                let span = Span::new(file, at..at + key.len());
                sink.push(Diagnostic::new(Code::YamlDuplicateKey, span, message).help("remove one of them"));
            }
            raw::yaml(file, text, &parsed.value).take(sink)
        }
        Err(e) => {
            let code = match (e.limit, path.has_extension("json")) {
                (true, _) => Code::YamlLimitExceeded,
                (false, true) => Code::ConfigSyntax,
                (false, false) => Code::YamlSyntax,
            };
            let message = format!("the table of contents cannot be read: {}", e.message);
            let at = Span::at(file, e.offset as usize);
            sink.push(
                Diagnostic::new(code, at, message).help("mend the file; its entries are missing until then"),
            );
            RawToc::default()
        }
    }
}

/// Whether an entry or one below it fits.
fn any(items: &[RawItem], fits: &dyn Fn(&RawItem) -> bool) -> bool {
    let mut open: Vec<&RawItem> = items.iter().collect();
    while let Some(item) = open.pop() {
        if fits(item) {
            return true;
        }
        open.extend(&item.items);
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_of_a_table_of_contents_is_read_back_as_it_was() {
        let text = "order: -3\nmetadata:\n  titleSuffix: Lanterns\n  weights: [1, 2.5, null, {deep: true}]\nitems:\n\
                    - name: Oil\n  href: oil.md\n  expanded: true\n  items:\n  - name: Wick\n    tocHref: /wick/\n    \
                    displayName: cord\n  - name: Glass\n    name: Globe\n    uid: globe\n";
        for (path, text) in [("toc.yml", text), ("toc.yml", "- name: [\n"), ("toc.md", "# [Oil](oil.md)\n")] {
            let mut diagnostics = Vec::new();
            let path = DocPath::new(path).expect("a path");
            let toc = read_one((FileId(3), &path), text, true, &mut diagnostics);
            let facts = TocFacts { toc, breadcrumbs: true, diagnostics };
            let bytes = postcard::to_stdvec(&facts).expect("written");
            let again: TocFacts = postcard::from_bytes(&bytes).expect("read");
            assert_eq!((again.toc, again.diagnostics), (facts.toc, facts.diagnostics), "{text}");
            assert!(again.breadcrumbs);
        }
    }
}
