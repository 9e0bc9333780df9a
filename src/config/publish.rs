//! `.openpublishing.publish.config.json`: which docsets a Learn repository publishes, and what belongs to it.

use super::docset::{Dependency, EditTarget};
use super::json::Json;
use crate::base::{DocPath, Span};
use crate::diag::{Code, Diagnostic};

/// Name of the file; it lies at a repository's root.
pub const FILE_NAME: &str = ".openpublishing.publish.config.json";

/// What a publish configuration says about the pages. Everything about servers and people is passed over.
#[derive(Debug, Clone, Default)]
pub(super) struct Publish {
    /// Docsets in the order of the file.
    pub(super) docsets: Vec<PublishedDocset>,
    /// Folders of other repositories.
    pub(super) dependencies: Vec<Dependency>,
    /// Redirection files, from the root.
    pub(super) redirection_files: Vec<(DocPath, Span)>,
    /// Where pages can be edited.
    pub(super) edit: Option<EditTarget>,
}

/// An entry of `docsets_to_publish`.
#[derive(Debug, Clone)]
pub(super) struct PublishedDocset {
    /// `docset_name`
    pub(super) name: Option<String>,
    /// `build_source_folder`, from the root.
    pub(super) folder: DocPath,
    /// Where the folder is named.
    pub(super) span: Span,
    /// A step makes pages before a build (`customized_tasks.docset_prebuild`).
    pub(super) has_prebuild: bool,
}

/// Reads the file's members. Faults go to `notes`.
pub(super) fn read(json: &Json, notes: &mut Vec<Diagnostic>) -> Publish {
    let mut publish = Publish { edit: edit_target(json), ..Publish::default() };
    for entry in json.get("docsets_to_publish").and_then(Json::entries).unwrap_or_default() {
        let Some(source) = entry.get("build_source_folder") else { continue };
        let Some(folder) = source.as_str().and_then(DocPath::new) else {
            notes.push(outside(source, "build_source_folder"));
            continue;
        };
        let prebuild = entry.get("customized_tasks").and_then(|tasks| tasks.get("docset_prebuild"));
        publish.docsets.push(PublishedDocset {
            name: entry.get("docset_name").and_then(Json::as_str).map(str::to_owned),
            folder,
            span: source.span,
            has_prebuild: prebuild.and_then(Json::entries).is_some_and(|steps| !steps.is_empty()),
        });
    }
    for entry in json.get("dependent_repositories").and_then(Json::entries).unwrap_or_default() {
        let text = |key| entry.get(key).and_then(Json::as_str).filter(|t| !t.is_empty());
        let Some(path) = text("path_to_root").and_then(DocPath::new) else { continue };
        publish.dependencies.push(Dependency {
            path,
            url: text("url").map(str::to_owned),
            branch: text("branch").map(str::to_owned),
            include_in_build: false,
        });
    }
    for (name, span) in json.get("redirection_files").map(Json::strings).unwrap_or_default() {
        publish.redirection_files.extend(DocPath::new(name).map(|path| (path, span)));
    }
    publish
}

fn edit_target(json: &Json) -> Option<EditTarget> {
    let text = |key| json.get(key).and_then(Json::as_str).filter(|t| !t.is_empty());
    let repository = text("git_repository_url_open_to_public_contributors")?;
    Some(EditTarget {
        repository: repository.trim_end_matches('/').trim_end_matches(".git").to_owned(),
        branch: text("git_repository_branch_open_to_public_contributors").unwrap_or("main").to_owned(),
    })
}

fn outside(value: &Json, key: &str) -> Diagnostic {
    let message = match value.as_str() {
        Some(path) => format!("`{key}` is `{path}`, which leads out of the repository"),
        None => format!("`{key}` is {}; it should be the path of a folder", value.type_name()),
    };
    Diagnostic::new(Code::PathEscapesRoot, value.span, message)
        .help("Name a folder by its path from the repository's root.")
}
