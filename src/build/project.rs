//! From a folder to a frozen catalog.

use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::{DocPath, Span};
use crate::diag::{Code, Diagnostic};
use crate::docset::{self, Catalog, Documents, Page, PageView, ReadFile};
use crate::markdown::Document;
use crate::render;
use crate::source::{self, SourceFile, Workspace};
use crate::validate::RuleSet;

use super::known::{KeptToc, Known};
use super::{BuildError, Timings, everywhere, rules};

/// A docset that was read, parsed and assembled. Frozen.
#[derive(Debug)]
pub struct Project {
    /// Configuration and files.
    pub workspace: Workspace,
    /// Pages, TOCs, routes.
    pub catalog: Catalog,
    /// Rules on content and metadata.
    pub rules: Arc<RuleSet>,
    /// What opening, parsing and assembling had to say.
    pub diagnostics: Vec<Diagnostic>,
}

/// Opens, parses and assembles the docset around `dir`.
///
/// # Errors
/// When the folder cannot be opened.
pub fn load(dir: &Path) -> Result<Project, BuildError> {
    load_timed(dir, None, docset::Emit::Site, &mut Timings::default())
}

/// Resolves every page, in parallel, and gives what `read` makes of each, in page order.
pub fn of_pages<T: Send>(project: &Project, read: impl Fn(&Page, &PageView) -> T + Sync) -> Vec<T> {
    let one = |page: &Page| read(page, &docset::resolve(&project.workspace, &project.catalog, page.id));
    project.catalog.pages().par_iter().map(one).collect()
}

/// As [`load`]; files that are the same as in `former` are not parsed again.
pub(super) fn load_timed(
    dir: &Path,
    former: Option<&Project>,
    emit: docset::Emit,
    timings: &mut Timings,
) -> Result<Project, BuildError> {
    let workspace = timings.measure("read", || source::open(dir))?;
    Ok(assemble(workspace, (former, None), emit, timings))
}

/// Reads and assembles a workspace; files that are the same as in `former` are not parsed again, nor those of which
/// enough is `known` before a page needs them.
pub(super) fn assemble(
    mut workspace: Workspace,
    (former, known): (Option<&Project>, Option<&Known>),
    emit: docset::Emit,
    timings: &mut Timings,
) -> Project {
    let (documents, history) = timings.measure("parse", || {
        // git works in a process of its own meanwhile.
        rayon::join(
            || read(&workspace, former, known),
            || workspace.history_after(former.map(|f| &f.workspace)),
        )
    });
    workspace.take_history(history);
    let mut diagnostics = std::mem::take(&mut workspace.diagnostics);
    for (_, facts) in documents.iter() {
        diagnostics.extend_from_slice(&facts.diagnostics);
    }
    let catalog = timings
        .measure("assemble", || docset::assemble_for(&workspace, documents, emit))
        .take(&mut diagnostics);
    diagnostics.extend(undated(&workspace, &catalog));
    diagnostics.extend(everywhere::missing(&workspace, &catalog));
    let rules = Arc::new(rules::read(&workspace));
    diagnostics.extend_from_slice(&rules.diagnostics);
    Project { workspace, catalog, rules, diagnostics }
}

impl Project {
    /// Takes in an edit of prose in `paths` (from the workspace root) at the cost of these files alone, and gives
    /// their documents, the former and the new. `None`, with nothing done, when more may have changed than these
    /// files' own pages.
    pub(super) fn edit(&mut self, paths: &[DocPath]) -> Option<Vec<(Arc<Document>, Arc<Document>)>> {
        let edits = self.workspace.read_edits(paths)?;
        let (mut former, mut new) = (Vec::with_capacity(edits.len()), Vec::with_capacity(edits.len()));
        for edit in &edits {
            former.push(self.catalog.document(&self.workspace, edit.id)?);
            new.push(ReadFile::new(edit, self.catalog.documents().grammar(&self.workspace, edit)?, None));
        }
        if !self.catalog.take_edits(new) {
            return None;
        }
        self.workspace.take_edits(edits);
        let mut documents = Vec::with_capacity(former.len());
        for old in former {
            let new = self.catalog.document(&self.workspace, old.file)?;
            self.diagnostics.retain(|d| !old.diagnostics.contains(d));
            self.diagnostics.extend_from_slice(&new.diagnostics);
            documents.push((old, new));
        }
        Some(documents)
    }
}

/// Pages that show no date although dates are asked for: nothing states one and git has no commit of them. Of a
/// shallow clone that is said once, for all.
fn undated(workspace: &Workspace, catalog: &Catalog) -> Vec<Diagnostic> {
    let Some(history) = workspace.history.as_ref().filter(|history| history.is_whole()) else {
        return Vec::new();
    };
    let dated =
        |page: &Page| render::stated_date(page).is_some() || history.last_change(&page.path).is_some();
    let pages = catalog.pages().iter().filter(|page| workspace.config.site.git.last_updated && !dated(page));
    pages
        .map(|page| {
            let message = "the page has no date: git has no commit of it, and it states none";
            Diagnostic::new(Code::LastUpdatedUnavailable, Span::at(page.file, 0), message)
                .help("commit it, or write `ms.date` in its front matter")
        })
        .collect()
}

/// Reads what there is to know of every file by itself: of Markdown files as `former` has it, from what is `known`, or by
/// parsing them.
fn read(workspace: &Workspace, former: Option<&Project>, known: Option<&Known>) -> Documents {
    let files = workspace.sources.files();
    let mut documents = Documents::new(workspace);
    let one = |file: &SourceFile| {
        let grammar = documents.grammar(workspace, file)?;
        let same = former.and_then(|former| former.catalog.documents().same(file, grammar));
        let facts = || known.and_then(|known| known.facts(grammar.key(file)));
        Some(same.unwrap_or_else(|| ReadFile::new(file, grammar, facts())))
    };
    let reader = docset::Reader::new(workspace);
    let reading = |file: &SourceFile| {
        let toc = reader.toc_key(file).zip(known);
        let toc = toc.and_then(|(key, known)| known.toc(key, || reader.toc(file)));
        match toc {
            Some((facts, kept)) => (reader.read(file, Some(facts)), Some(kept)),
            None => (reader.read(file, reader.toc(file)), None),
        }
    };
    let (read, (readings, tocs)) = rayon::join(
        || files.par_iter().filter_map(one).collect::<Vec<ReadFile>>(),
        || files.par_iter().map(reading).unzip::<_, _, Vec<_>, Vec<Option<KeptToc>>>(),
    );
    if let Some(known) = known {
        let tocs: Vec<KeptToc> = tocs.into_iter().flatten().collect();
        let used = read.iter().map(ReadFile::key).chain(tocs.iter().map(|(key, _)| *key));
        documents.leave(known.others(&used.collect()));
        known.note(tocs);
    }
    read.into_iter().for_each(|file| documents.insert(file));
    documents.with_readings(readings)
}
