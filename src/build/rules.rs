//! Rules on content and metadata: their files read, pages and the whole docset held against them.

use crate::base::{DocPath, FileId, Span};
use crate::config::json;
use crate::diag::{Code, Diagnostic};
use crate::docset::{Page, PageId, PageView};
use crate::source::{Entry, Workspace};
use crate::validate::{self, Checked, Facts, Places, RuleSet};

use super::Project;

/// Reads the rules that the configuration names.
pub(super) fn read(workspace: &Workspace) -> RuleSet {
    let config = &workspace.config;
    let site_file = config.site_file.map(|file| Span::at(file, 0));
    let missing = |name: &str, why: &str| {
        let message = format!("the rules in {name} do not run: {why}");
        Box::new(
            Diagnostic::new(Code::ValidationIncomplete, site_file, message).help("check the file's path"),
        )
    };
    RuleSet::new(config, &mut |name| {
        let path = config.site_root.join(name).ok_or_else(|| missing(name, "the path leads out"))?;
        let sources = &workspace.sources;
        let text = sources.read(&path).map_err(|e| missing(name, &e.to_string()))?;
        let file = match sources.find_folded(path.as_str()) {
            Some(Entry::Text(file)) => Some(file),
            _ => None,
        };
        // Places in a file that is no source of the docset cannot be shown.
        match json::parse(file.unwrap_or(FileId(0)), &text) {
            Ok(Some(json)) => Ok(json.to_value()),
            Ok(None) => Err(missing(name, "the file is empty")),
            Err(fault) if file.is_some() => Err(fault),
            Err(fault) => Err(missing(name, &fault.message)),
        }
    })
}

/// Holds one page against the rules.
pub(super) fn page(project: &Project, page: &Page, view: &PageView) -> Checked {
    let place = |key: &str| configured(project, page, key);
    validate::page(&project.catalog, page, view, &project.rules, &place)
}

/// Holds all pages together against the rules.
pub(super) fn site(project: &Project, facts: &[(PageId, Facts)]) -> Vec<Diagnostic> {
    validate::site(&project.catalog, facts, &project.rules, &Known(project))
}

fn configured(project: &Project, page: &Page, key: &str) -> Option<Span> {
    let docset = project.workspace.config.docsets.get(page.docset)?;
    let stated = docset.metadata_span(&page.path, key);
    stated.or_else(|| {
        let known = docset.metadata_value(&page.path, key).is_some();
        docset.file.filter(|_| known).map(|file| Span::at(file, 0))
    })
}

struct Known<'p>(&'p Project);

impl Places for Known<'_> {
    fn path(&self, file: FileId) -> DocPath {
        self.0.workspace.sources.get(file).path.clone()
    }

    fn metadata(&self, page: &Page, key: &str) -> Option<Span> {
        configured(self.0, page, key)
    }
}
