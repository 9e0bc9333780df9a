//! Sources that would be published in one place, or in a place that not every system has.

use std::collections::hash_map::Entry;

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

/// Of the pages that would be written to one file (see [`OutPath::folded`](crate::base::OutPath::folded)), the first.
pub(super) fn without_conflicts(pages: Vec<Page>, sink: &mut Vec<Diagnostic>) -> Vec<Page> {
    let mut seen: FxHashMap<String, usize> = FxHashMap::default();
    let mut kept: Vec<Page> = Vec::with_capacity(pages.len());
    for page in pages {
        match seen.entry(page.out.folded()) {
            Entry::Occupied(slot) => {
                let Some(other) = kept.get(*slot.get()) else { continue };
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
            Entry::Vacant(slot) => {
                slot.insert(kept.len());
                kept.push(page);
            }
        }
    }
    kept
}

/// Names that Windows keeps for devices, with any extension.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul"];

/// Reports sources whose names cannot be files on every system: a repository with one cannot be checked out there,
/// and its site cannot be unpacked.
pub(super) fn reserved_names(catalog: &Catalog, sink: &mut Vec<Diagnostic>) {
    let mut told = FxHashSet::default();
    let pages = catalog.pages.iter().map(|p| (&p.path, Some(Span::at(p.file, 0))));
    for (path, span) in pages.chain(catalog.assets.iter().map(|a| (&a.path, None))) {
        let Some(why) = path.as_str().split('/').find_map(refused) else { continue };
        if told.insert(path) {
            let message = format!("{path} cannot be a file on Windows: {why}");
            let help = "rename it; until then it is published under the name that it has";
            sink.push(Diagnostic::new(Code::ReservedFileName, span, message).help(help));
        }
    }
}

/// Why Windows refuses a name.
fn refused(name: &str) -> Option<String> {
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    let port = |stem: &str| {
        let number = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
        number.is_some_and(|n| n.len() == 1 && n.chars().all(|c| c.is_ascii_digit() && c != '0'))
    };
    // Hardly a name is as short as these.
    if stem.len() <= 4 {
        let folded = stem.to_ascii_lowercase();
        if DEVICES.contains(&folded.as_str()) || port(&folded) {
            return Some(format!("{stem} is a device there"));
        }
    }
    if name.ends_with(['.', ' ']) {
        return Some(format!("\"{name}\" ends with a dot or a space"));
    }
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b' ');
    if name.bytes().all(plain) {
        return None;
    }
    let bad = name
        .chars()
        .find(|c| matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*' | '\\') || c.is_control())?;
    Some(format!("it has the character {bad:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_windows_refuses() {
        for name in [
            "con",
            "CON.md",
            "nul.tar.gz",
            "Com1.md",
            "lpt9",
            "a.",
            "a ",
            "q?x.md",
            "a:b",
            "x\u{1b}.md",
            "con .md",
        ] {
            assert!(refused(name).is_some(), "{name:?}");
        }
        for name in
            ["console.md", "com.md", "com0", "com10.md", "lpta", "a b.md", "ü#%.md", ".config", "connect"]
        {
            assert_eq!(refused(name), None, "{name:?}");
        }
    }
}
