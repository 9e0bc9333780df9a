//! Sources that would be published in one place.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::base::Span;
use crate::diag::{Code, Diagnostic};

use super::addresses::Emit;
use super::{Catalog, Page};

/// A docset and a site path in lower case.
pub(super) type Place = (usize, String);

/// Learn: of two pages with one address and a version in common the one whose path comes last counts. A site keeps
/// both, each under its newest version.
pub(super) fn without_version_conflicts(
    catalog: &Catalog,
    pages: Vec<Page>,
    sink: &mut Vec<Diagnostic>,
) -> Vec<Page> {
    let mut by_address: FxHashMap<Place, Vec<usize>> = FxHashMap::default();
    for (i, page) in pages.iter().enumerate().filter(|(_, p)| !p.monikers.is_empty()) {
        by_address.entry((page.docset, page.site_path.to_lowercase())).or_default().push(i);
    }
    let mut dropped: FxHashSet<usize> = FxHashSet::default();
    let mut groups: Vec<Vec<usize>> = by_address.into_values().filter(|g| g.len() > 1).collect();
    groups.sort();
    for mut group in groups {
        group.sort_by_key(|i| pages.get(*i).map(|p| std::cmp::Reverse(p.path.clone())));
        let mut kept: Vec<&Page> = Vec::new();
        for i in group {
            let Some(page) = pages.get(i) else { continue };
            let meets = |other: &&&Page| other.monikers.iter().any(|m| page.monikers.contains(m));
            let Some(other) = kept.iter().find(meets) else {
                kept.push(page);
                continue;
            };
            dropped.insert(i);
            sink.push(
                Diagnostic::new(
                    Code::PublishUrlConflict,
                    Span::at(page.file, 0),
                    format!("{} and {} have one address and a version in common", page.path, other.path),
                )
                .related(Span::at(other.file, 0), "this one counts")
                .help("give them different versions"),
            );
        }
    }
    if catalog.emit == Emit::Site {
        return pages;
    }
    pages.into_iter().enumerate().filter(|(i, _)| !dropped.contains(i)).map(|(_, p)| p).collect()
}

/// Of the pages that would be written to one file, letter case aside, the first.
pub(super) fn without_conflicts(pages: Vec<Page>, sink: &mut Vec<Diagnostic>) -> Vec<Page> {
    let mut seen: FxHashMap<String, usize> = FxHashMap::default();
    let mut kept: Vec<Page> = Vec::with_capacity(pages.len());
    for page in pages {
        match seen.get(&page.out.as_str().to_lowercase()).and_then(|i| kept.get(*i)) {
            Some(other) => {
                let same = other.out == page.out;
                let code = if same { Code::OutputPathConflict } else { Code::CaseCollision };
                sink.push(
                    Diagnostic::new(
                        code,
                        Span::at(page.file, 0),
                        format!("{} and {} would both be written to {}", other.path, page.path, page.out),
                    )
                    .related(Span::at(other.file, 0), "this one is published")
                    .help("rename one of them, or take it out of the content patterns"),
                );
            }
            None => {
                seen.insert(page.out.as_str().to_lowercase(), kept.len());
                kept.push(page);
            }
        }
    }
    kept
}
