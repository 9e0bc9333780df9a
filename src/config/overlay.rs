//! What `site.toml` adds to a docset, or decides otherwise than its `docfx.json`.

use super::docset::{Dependency, DocsetConfig, EditTarget, FileMetadata, MonikerRange, XrefMap};
use super::glob::{Glob, GlobOptions, GlobSet};
use super::learn::LearnConfig;
use super::markdown_options;
use super::places::Places;
use super::redirects::Redirect;
use super::site::{SiteConfig, VersionRange};
use crate::base::{DocPath, FileId, Span};
use crate::diag::{Code, Diagnostic};

/// Puts `site` (of the folder `root`, read from `file`) on top of `docset`.
pub(super) fn apply(
    site: &SiteConfig,
    root: &DocPath,
    file: Option<FileId>,
    docset: &mut DocsetConfig,
    notes: &mut Vec<Diagnostic>,
) {
    let place = file.map(|file| Span::at(file, 0));
    for name in &site.markdown.extensions {
        // A name that is none is reported where `site.toml` is read.
        markdown_options::enable(&mut docset.markdown.extensions, name);
    }
    for (name, class) in &site.markdown.alerts {
        markdown_options::alert(&mut docset.markdown.alerts, name, class);
    }
    docset.fallback_folders.extend(site.markdown.fallback_folders.iter().filter_map(|name| root.join(name)));
    docset.exclude = globs(&site.build.exclude, &site.places, "build.exclude", notes);
    docset.search_exclude = globs(&site.search.exclude, &site.places, "search.exclude", notes);
    for (key, value) in &site.metadata.global {
        docset.global_metadata.insert(key.clone(), value.clone());
        docset.global_metadata_spans.shift_remove(key);
    }
    for setting in &site.metadata.file {
        for pattern in &setting.files {
            docset.file_metadata.extend(setting.values.iter().map(|(key, value)| FileMetadata {
                key: key.clone(),
                pattern: pattern.clone(),
                value: value.clone(),
                span: place,
            }));
        }
    }
    for (code, rule) in &site.rules {
        docset.rules.add(code, rule);
    }
    ranges(&site.versions.ranges, &site.places, "versions.ranges", docset, notes);
    if let Some(definition) = site.versions.definition.as_deref().and_then(|name| root.join(name)) {
        docset.moniker_definition = Some(definition);
    }
    let maps = site.links.xref.iter().filter_map(|name| root.join(name));
    docset.xref_maps.extend(maps.map(|path| XrefMap { path, span: place }));
    docset.base_path.clone_from(&site.links.base_path);
    if let Some(span) = place {
        redirects(site, span, docset, notes);
    }
    if let Some(learn) = &site.learn {
        apply_learn(learn, root, &site.places, docset, notes);
    }
}

fn apply_learn(
    learn: &LearnConfig,
    root: &DocPath,
    places: &Places,
    docset: &mut DocsetConfig,
    notes: &mut Vec<Diagnostic>,
) {
    if let Some(name) = &learn.name {
        docset.name.clone_from(name);
    }
    for (code, rule) in &learn.rules {
        docset.rules.add(code, rule);
    }
    ranges(&learn.moniker_range, places, "learn.monikerRange", docset, notes);
    if let Some(path) = learn.moniker_definition.as_ref().and_then(|v| v.as_str()).and_then(|p| root.join(p))
    {
        docset.moniker_definition = Some(path);
    }
    if learn.base_path.is_some() {
        docset.base_path.clone_from(&learn.base_path);
    }
    for (name, dependency) in &learn.dependencies {
        docset.dependencies.extend(root.join(name).map(|path| Dependency {
            path,
            url: None,
            branch: None,
            include_in_build: dependency.include_in_build,
        }));
    }
    if let Some(repository) = &learn.edit_repository_url {
        let branch = learn.edit_repository_branch.clone().unwrap_or_else(|| "main".to_owned());
        docset.edit = Some(EditTarget { repository: repository.trim_end_matches('/').to_owned(), branch });
    }
}

/// Compiles the patterns of `key`.
fn globs(patterns: &[String], places: &Places, key: &str, notes: &mut Vec<Diagnostic>) -> GlobSet {
    // Unlike in docfx.json, `drafts/` means what a writer takes it for: all that lies in the folder.
    let patterns: Vec<String> =
        patterns.iter().map(|p| if p.ends_with('/') { format!("{p}**") } else { p.clone() }).collect();
    let (set, errors) = GlobSet::new(patterns.iter().map(String::as_str), GlobOptions::default());
    for (i, error) in errors {
        let text = patterns.get(i).map(String::as_str).unwrap_or_default();
        let message = format!("the pattern `{text}` cannot be understood: {error}");
        notes.push(Diagnostic::new(Code::GlobPatternInvalid, places.of(&format!("{key}.{i}")), message));
    }
    set
}

/// Takes the version ranges of `key`.
fn ranges(
    settings: &[VersionRange],
    places: &Places,
    key: &str,
    docset: &mut DocsetConfig,
    notes: &mut Vec<Diagnostic>,
) {
    for (i, setting) in settings.iter().enumerate() {
        let place = places.of(&format!("{key}.{i}.glob"));
        match Glob::new(&setting.glob, GlobOptions::default()) {
            Ok(glob) => {
                let range = setting.range.clone();
                docset.moniker_ranges.push(MonikerRange { glob, range, span: place });
            }
            Err(error) => {
                let message = format!("the pattern `{}` cannot be understood: {error}", setting.glob);
                notes.push(Diagnostic::new(Code::GlobPatternInvalid, place, message));
            }
        }
    }
}

/// `[redirects]`: a source path, or the address that a page had (`/guide/old`, `guide/old.html`, `guide/`).
fn redirects(site: &SiteConfig, span: Span, docset: &mut DocsetConfig, notes: &mut Vec<Diagnostic>) {
    for (old, new) in &site.redirects {
        let path = old.trim_start_matches('/');
        let source = if path.is_empty() || path.ends_with('/') {
            format!("{path}index.md")
        } else if path.ends_with(".md") || path.ends_with(".yml") {
            path.to_owned()
        } else {
            format!("{}.md", path.trim_end_matches(".html"))
        };
        match docset.root.join(&source) {
            Some(source) => docset.redirects.push(Redirect {
                source,
                source_span: span,
                url: new.trim().to_owned(),
                url_span: span,
                document_id: false,
                monikers: Vec::new(),
            }),
            None => {
                let message = format!("the redirect's source `{old}` lies outside the repository");
                notes.push(Diagnostic::new(Code::RedirectionPathSyntax, span, message));
            }
        }
    }
}
