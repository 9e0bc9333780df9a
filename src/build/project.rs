//! From a folder to a frozen catalog.

use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::{DocPath, Span};
use crate::diag::{Code, Diagnostic};
use crate::docset::{self, Catalog, Documents, Page, PageView};
use crate::markdown::{self, Document, ParseOptions};
use crate::render;
use crate::source::{self, SourceFile, Workspace};
use crate::validate::RuleSet;

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
    Ok(assemble(workspace, former, emit, timings))
}

/// Parses and assembles a workspace; files that are the same as in `former` are not parsed again.
pub(super) fn assemble(
    mut workspace: Workspace,
    former: Option<&Project>,
    emit: docset::Emit,
    timings: &mut Timings,
) -> Project {
    let (documents, history) = timings.measure("parse", || {
        // git works in a process of its own meanwhile.
        rayon::join(|| parse(&workspace, former), || workspace.history_after(former.map(|f| &f.workspace)))
    });
    workspace.take_history(history);
    let mut diagnostics = std::mem::take(&mut workspace.diagnostics);
    for document in documents.iter() {
        diagnostics.extend_from_slice(&document.diagnostics);
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
        let mut documents = Vec::with_capacity(edits.len());
        for edit in &edits {
            let docset = self.workspace.config.docset_of(&self.workspace.sources.get(edit.file()).path)?;
            let new = markdown::parse(Arc::clone(edit.text()), edit.file(), &docset.markdown);
            documents.push((Arc::clone(self.catalog.document(edit.file())?), Arc::new(new)));
        }
        let new: Vec<_> = documents.iter().map(|(_, new)| Arc::clone(new)).collect();
        if !self.catalog.take_edits(&new) {
            return None;
        }
        self.workspace.take_edits(edits);
        for (old, new) in &documents {
            self.diagnostics.retain(|d| !old.diagnostics.contains(d));
            self.diagnostics.extend_from_slice(&new.diagnostics);
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

/// Parses every Markdown file of every docset, and reads what there is to know of each file by itself.
fn parse(workspace: &Workspace, former: Option<&Project>) -> Documents {
    let files = workspace.sources.files();
    let document = |file: &SourceFile| {
        let kept = former.and_then(|former| unchanged(former, workspace, file));
        kept.or_else(|| parse_file(workspace, file).map(Arc::new))
    };
    let reader = docset::Reader::new(workspace);
    let (documents, readings) = rayon::join(
        || files.par_iter().filter_map(document).collect::<Vec<Arc<Document>>>(),
        || files.par_iter().map(|file| reader.read(file)).collect(),
    );
    Documents::new(documents).with_readings(readings)
}

/// The document that a former project made of the same text, under the same id and options.
fn unchanged(former: &Project, workspace: &Workspace, file: &SourceFile) -> Option<Arc<Document>> {
    let before = former.workspace.sources.files().get(file.id.0 as usize)?;
    let options = |w: &Workspace| w.config.docset_of(&file.path).map(|d| d.markdown.clone());
    let same = before.path == file.path
        && before.hash == file.hash
        && options(&former.workspace) == options(workspace);
    if same { former.catalog.document(file.id).cloned() } else { None }
}

fn parse_file(workspace: &Workspace, file: &SourceFile) -> Option<Document> {
    if !file.path.has_extension("md") {
        return None;
    }
    let options = &workspace.config.docset_of(&file.path)?.markdown;
    let text = Arc::clone(&file.text);
    // The entries of a table of contents are read otherwise: what looks like HTML in them is text.
    if options.learn_html && file.path.file_name().eq_ignore_ascii_case("toc.md") {
        return Some(markdown::parse(text, file.id, &ParseOptions { learn_html: false, ..options.clone() }));
    }
    Some(markdown::parse(text, file.id, options))
}
