//! Keys over what pages may see of one another, for builds that make only the pages anew that can have changed.
//!
//! A page is made from its own files, from what the configuration says, and from the catalog. What it may read of
//! the catalog is in [`Catalog::face`], but for the ids in other pages, which only links with a fragment ask for:
//! those have a key a page ([`Catalog::anchors_key`]).

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;
use xxhash_rust::xxh3::Xxh3;

use crate::base::{FileId, Hash128};

use super::toc::{Toc, TocTarget};
use super::{Catalog, Page, PageId};

impl Catalog {
    /// A key over everything in the catalog that Markdown files have a share in and that other pages than theirs may
    /// see, ids for links apart. Files of other kinds are the caller's to reckon in.
    pub fn face(&self) -> Hash128 {
        let mut key = Xxh3::new();
        for docset in &self.docsets {
            (&docset.name, docset.root.as_str(), &docset.prefix, &docset.base, docset.learn).hash(&mut key);
        }
        self.monikers().hash(&mut key);
        for page in &self.pages {
            hash_page(page, &mut key);
        }
        // A sum does not depend on the order in which a table is read.
        let owners = self.owners.iter().map(|(file, page)| short(&(file.0, page.0)));
        owners.fold(0_u64, u64::wrapping_add).hash(&mut key);
        for redirect in self.redirects() {
            (redirect.out.as_str(), &redirect.href, &redirect.monikers).hash(&mut key);
        }
        for asset in &self.assets {
            (asset.path.as_str(), asset.out.as_str()).hash(&mut key);
        }
        for toc in self.tocs.iter().chain(&self.crumb_tocs) {
            hash_toc(toc, &mut key);
        }
        Hash128(key.digest128())
    }

    /// A key over the ids of a page to which links may lead.
    pub fn anchors_key(&self, page: PageId) -> u64 {
        let anchors = self.page(page).into_iter().flat_map(|p| p.facts.anchors.iter());
        anchors.map(|id| short(&id)).fold(0, u64::wrapping_add)
    }

    /// Whether the text of a file stands on some page: its own, or one that includes it.
    pub fn is_shown(&self, file: FileId) -> bool {
        self.owners.contains_key(&file)
    }
}

fn short(value: &impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}

/// What links, navigation, cross references and lists of versions take from a page.
fn hash_page(page: &Page, key: &mut Xxh3) {
    let Page { id: _, docset, file, path, kind, out, site_path, url, metadata, monikers, toc, .. } = page;
    (docset, file, path.as_str(), kind, out.as_str(), site_path, url, monikers, toc).hash(key);
    (page.unlisted, &page.facts.title, &page.facts.h1, &page.facts.uid).hash(key);
    // PowerShell: pages with these are named as commands, and stand for their module's folder.
    for name in ["Module Name", "external help file"] {
        metadata.contains_key(name).hash(key);
    }
}

fn hash_toc(toc: &Toc, key: &mut Xxh3) {
    (toc.id, toc.docset, toc.file, toc.folder.as_str(), &toc.title, &toc.key, &toc.monikers, toc.order)
        .hash(key);
    for entry in &toc.entries {
        (&entry.title, entry.parent, entry.end, &entry.display_name).hash(key);
        match &entry.target {
            TocTarget::None => 0_u8.hash(key),
            TocTarget::Page(page, rest) => (1_u8, page, rest).hash(key),
            TocTarget::Asset(out) => (2_u8, out).hash(key),
            TocTarget::External(address) => (3_u8, address).hash(key),
            TocTarget::Broken(address) => (4_u8, address).hash(key),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{DocPath, OutPath};
    use crate::docset::{PageFacts, PageKind};

    fn page(title: &str, anchors: &[&str]) -> Page {
        Page {
            id: PageId(0),
            docset: 0,
            file: FileId(0),
            path: DocPath::new("a.md").expect("a path"),
            kind: PageKind::Article,
            out: OutPath::new("a.html").expect("a path"),
            site_path: "a".to_owned(),
            url: "/a".to_owned(),
            metadata: crate::docset::Metadata::default(),
            monikers: std::sync::Arc::from([]),
            toc: None,
            unlisted: false,
            facts: PageFacts {
                title: title.to_owned(),
                anchors: anchors.iter().copied().collect(),
                ..PageFacts::default()
            },
        }
    }

    #[test]
    fn titles_are_seen_by_all_and_ids_by_those_who_link() {
        let catalog = |page: Page| Catalog { pages: vec![page], ..Catalog::default() };
        let one = catalog(page("A", &["x", "y"]));
        let other_ids = catalog(page("A", &["x", "z"]));
        assert_eq!(one.face(), other_ids.face());
        assert_ne!(one.anchors_key(PageId(0)), other_ids.anchors_key(PageId(0)));
        assert_eq!(one.anchors_key(PageId(0)), catalog(page("B", &["y", "x"])).anchors_key(PageId(0)));
        assert_ne!(one.face(), catalog(page("B", &["x", "y"])).face());
    }
}
