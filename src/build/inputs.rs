//! Keys over what a build reads: everything, or everything but the texts that only the pages showing them depend on.

use crate::base::{DocPath, Hash128};
use crate::config::OneOrMany;
use crate::render;
use crate::source::Workspace;

use super::{Emit, Project, themes_folder};

/// Extensions of files that are copied and never read, so that no page's text depends on what is in them.
const COPIED: &[&str] = &[
    "png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "ico", "bmp", "mp4", "webm", "mp3", "pdf", "zip",
    "woff2",
];

/// The key over everything that decides what a build writes and says: the program, what it was asked for, the
/// workspace, the site's own themes.
pub(super) fn key(workspace: &Workspace, emit: Emit) -> Hash128 {
    let parts = (workspace.fingerprint(), beside(workspace), format!("{emit:?}"));
    Hash128::of(format!("{parts:?}").as_bytes())
}

/// The key over everything that pages are made from, apart from the Markdown that they show themselves, the ids to
/// which they link, and whether there is a method index. Pages for which those are as before are as before while this
/// key is.
pub(super) fn frame(project: &Project) -> Hash128 {
    let Project { workspace, catalog, .. } = project;
    // What no page shows can only be there for what it does to others: a table of contents, a redirect.
    let files = workspace.key(
        |file| !file.path.has_extension("md") || !catalog.is_shown(file.id),
        |asset| content(workspace, &asset.path),
    );
    let parts = (files, beside(workspace), catalog.face());
    Hash128::of(format!("{parts:?}").as_bytes())
}

/// A key over the text of a file that pages may show; empty for those that are copied. Unlike times it is the same
/// after a fresh checkout.
fn content(workspace: &Workspace, path: &DocPath) -> Vec<u8> {
    if COPIED.iter().any(|extension| path.has_extension(extension)) {
        return Vec::new();
    }
    match workspace.sources.read(path) {
        Ok(text) => Hash128::of(text.as_bytes()).0.to_le_bytes().to_vec(),
        Err(error) => error.to_string().into_bytes(),
    }
}

/// What is not in the list of sources: the program, the site's themes, and files that the configuration names and
/// that may lie where no source is looked for.
fn beside(workspace: &Workspace) -> String {
    let config = &workspace.config;
    let themes = themes_folder(workspace).map(|folder| render::fingerprint(&folder));
    let of_site = |name: &String| config.site_root.join(name);
    let mut named: Vec<Option<DocPath>> = config.site.index.baseline.iter().map(of_site).collect();
    if let Some(learn) = &config.site.learn {
        let rules = [&learn.markdown_validation_rules, &learn.build_validation_rules, &learn.allowlists];
        named.extend(rules.into_iter().flatten().map(of_site));
        named.extend(learn.metadata_schema.iter().flat_map(OneOrMany::as_slice).map(of_site));
    }
    for docset in &config.docsets {
        named.extend(
            docset.xref_maps.iter().map(|map| &map.path).chain(&docset.moniker_definition).cloned().map(Some),
        );
    }
    let texts: Vec<Option<Hash128>> = named
        .iter()
        .map(|path| workspace.sources.read(path.as_ref()?).ok().map(|text| Hash128::of(text.as_bytes())))
        .collect();
    format!("{:?}", (env!("DOCWRIGHT_SOURCES"), themes, texts))
}
