//! Below which path a docset stands on its host, when no configuration says so.
//!
//! Learn's docsets state it nowhere, but their breadcrumbs, redirects and links are full of it: the path under which
//! the most of these addresses name pages of the docset is the one.

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value;

use crate::base::url;
use crate::config::DocsetConfig;
use crate::source::Workspace;

use super::addresses::{page_url, url_key};
use super::routes::Routes;
use super::toc::TocFiles;
use super::{DocsetInfo, Documents};

/// How many addresses of one kind are looked at.
const SAMPLE: usize = 2_000;
/// How many folders deep a base may lie.
const DEEPEST: usize = 3;

/// Finds the base of every docset whose configuration states none.
pub(super) fn find(
    workspace: &Workspace,
    infos: &mut [DocsetInfo],
    routes: &Routes,
    files: &TocFiles,
    documents: &Documents,
) {
    for (index, info) in infos.iter_mut().enumerate() {
        let Some(config) = workspace
            .config
            .docsets
            .get(index)
            .filter(|d| d.learn && info.base.is_empty() && d.base_path.is_none())
        else {
            continue;
        };
        let pages: FxHashSet<String> = routes
            .drafts
            .iter()
            .filter(|d| d.docset == index)
            .map(|d| url_key(&page_url("", &d.site_path, true)))
            .collect();
        let stated = by_breadcrumb_path(config, routes, index);
        let addresses = addresses(workspace, config, files, documents, index);
        info.base = voted(&pages, &addresses).or(stated).unwrap_or_default();
    }
}

/// `breadcrumb_path: /windows/wsl/breadcrumb/toc.json` over a file `breadcrumb/toc.yml` tells the base.
fn by_breadcrumb_path(config: &DocsetConfig, routes: &Routes, docset: usize) -> Option<String> {
    let stated = config.global_metadata.get("breadcrumb_path").and_then(Value::as_str)?;
    let key = url_key(super::addresses::without_extension(stated));
    let tocs = routes.tocs.iter().filter(|t| t.docset == docset);
    let bases = tocs.filter_map(|t| {
        let tail = format!("/{}", t.site_path.to_lowercase());
        key.strip_suffix(tail.as_str()).map(str::to_owned)
    });
    bases.min_by_key(String::len)
}

fn addresses(
    workspace: &Workspace,
    config: &DocsetConfig,
    files: &TocFiles,
    documents: &Documents,
    index: usize,
) -> Vec<String> {
    let key = |address: &str| url_key(&url::decode(url::split(address).path));
    let mut out = Vec::new();
    for file in files.breadcrumbs() {
        if workspace.config.docset_of(&file.path).is_none_or(|d| d.root != config.root) {
            continue;
        }
        let mut open: Vec<_> = file.toc.items.iter().collect();
        while let Some(item) = open.pop() {
            out.extend(item.topic_href.iter().chain(&item.toc_href).map(|h| key(&h.text)));
            open.extend(&item.items);
        }
    }
    out.extend(config.redirects.iter().filter(|r| r.url.starts_with('/')).take(SAMPLE).map(|r| key(&r.url)));
    let links = documents
        .iter()
        .filter(|(file, _)| {
            let path = &workspace.sources.get(*file).path;
            workspace
                .config
                .docset_of(path)
                .is_some_and(|d| workspace.config.docsets.get(index).is_some_and(|c| c.root == d.root))
        })
        .flat_map(|(_, facts)| &facts.site_links);
    out.extend(links.take(SAMPLE).map(|link| key(link)));
    out
}

/// The prefix under which the most addresses name pages; of equal ones the longest.
fn voted(pages: &FxHashSet<String>, addresses: &[String]) -> Option<String> {
    let mut votes: FxHashMap<&str, usize> = FxHashMap::default();
    for address in addresses.iter().filter(|a| a.starts_with('/')) {
        let ends = address.match_indices('/').map(|(i, _)| i).chain([address.len()]).skip(1);
        for end in ends.take(DEEPEST) {
            let Some((base, rest)) = address.split_at_checked(end) else { continue };
            // Every docset has a top; that an address may be its top tells nothing.
            let inner = rest.len() > 1;
            let known = inner && (pages.contains(rest) || pages.contains(format!("{rest}/").as_str()));
            if known {
                *votes.entry(base).or_default() += 1;
            }
        }
    }
    let best = votes.into_iter().max_by(|a, b| (a.1, a.0.len(), b.0).cmp(&(b.1, b.0.len(), a.0)));
    best.map(|(base, _)| base.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prefix_that_names_the_most_pages_wins() {
        let pages = FxHashSet::from_iter(["/", "/guide/a", "/guide/b"].map(str::to_owned));
        let addresses = ["/x/tool/guide/a", "/x/tool/guide/b", "/guide/other", "/x/else", "/x/tool/"];
        assert_eq!(voted(&pages, &addresses.map(str::to_owned)).as_deref(), Some("/x/tool"));
        assert_eq!(voted(&pages, &["/y/z".to_owned()]), None);
    }
}
