//! Redirects that cannot all hold: at one address, or with one identity to give.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::base::url;
use crate::diag::{Code, Diagnostic, Severity};

use super::super::addresses::url_key;
use super::super::{Catalog, PageId};
use super::Stated;

/// Reports redirects that stand in one another's way. Gives those that do not count: of two for one address and one
/// version, the one that is stated first.
pub(super) fn find(catalog: &Catalog, all: &[Stated], sink: &mut Vec<Diagnostic>) -> FxHashSet<usize> {
    let mut dropped = FxHashSet::default();
    let mut by_address: FxHashMap<(usize, String), Vec<usize>> = FxHashMap::default();
    let mut identities: FxHashMap<(usize, &str, Option<PageId>), usize> = FxHashMap::default();
    let mut told: FxHashSet<usize> = FxHashSet::default();
    for (i, one) in all.iter().enumerate().filter(|(_, s)| catalog.learn(s.docset)) {
        let same = by_address.entry((one.docset, one.site_path.to_lowercase())).or_default();
        for other in same.iter() {
            let Some(earlier) = all.get(*other) else { continue };
            let meet = match (earlier.monikers.is_empty(), one.monikers.is_empty()) {
                (true, true) => true,
                (false, false) => one.monikers.iter().any(|m| earlier.monikers.contains(m)),
                _ => false,
            };
            if meet && dropped.insert(*other) {
                sink.push(in_the_way(earlier, one));
            }
        }
        same.push(i);
        if !one.identity {
            continue;
        }
        let first = *identities.entry((one.docset, &one.target, heir(catalog, one))).or_insert(i);
        if let Some(other) = all.get(first).filter(|_| first != i && told.insert(first)) {
            sink.push(one_identity(other, one));
        }
    }
    dropped
}

/// The page that takes a redirect's identity: of those at the target, one with a version in common.
fn heir(catalog: &Catalog, redirect: &Stated) -> Option<PageId> {
    let key = url_key(&url::decode(url::split(&redirect.target).path));
    let meets = |id: &&PageId| {
        let page = catalog.page(**id);
        page.is_some_and(|p| p.monikers.iter().any(|m| redirect.monikers.contains(m)))
    };
    catalog.by_url.get(&key)?.iter().find(meets).copied()
}

fn in_the_way(earlier: &Stated, later: &Stated) -> Diagnostic {
    let versioned = !later.monikers.is_empty();
    let code = if versioned { Code::PublishUrlConflict } else { Code::OutputPathConflict };
    let message = format!("the redirects of {} and {} stand at one address", earlier.source, later.source);
    let mut conflict = Diagnostic::new(code, None, message).help("keep one of them");
    // Learn: the redirect that comes last still leads on.
    conflict.severity = Severity::Warning;
    conflict
        .related(earlier.target_span, "this one does not count")
        .related(later.target_span, "this one counts")
}

fn one_identity(first: &Stated, other: &Stated) -> Diagnostic {
    let message =
        format!("{} and {} both hand their identity to {}", first.source, other.source, first.target);
    Diagnostic::new(Code::RedirectionUrlConflict, first.target_span, message)
        .related(other.target_span, "the other one")
        .help("set redirect_document_id to false in all but one of them")
}
