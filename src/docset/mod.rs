//! Everything that needs more than one file: metadata, includes, snippets, TOCs, cross references, links, routes.
//!
//! Three passes. A [`Reader`] is called for each file in parallel: its places on the site, its TOC, its data.
//! [`assemble()`] is serial and cheap: it makes the [`Catalog`] (routes, what each page offers to others, TOCs, uids,
//! redirects), which is frozen afterwards. [`resolve()`] reads it and is called for each page in parallel: includes
//! expanded, links resolved, snippets read.
//!
//! **Invariant:** never formats HTML.

mod addresses;
mod anchors;
mod assemble;
mod assets;
mod base_path;
mod catalog;
mod conflicts;
mod documents;
mod edit;
mod face;
mod facts;
mod file_facts;
mod heading_ids;
mod include;
mod links;
mod metadata;
pub mod model;
mod monikers;
mod nav;
mod page;
mod pivots;
mod reading;
mod redirects;
mod resolve;
mod routes;
mod schema_page;
pub(crate) mod snippet;
mod toc;
mod view;
mod xref;
mod yaml_page;
mod yaml_places;

pub use addresses::Emit;
pub use anchors::Anchors;
pub use assemble::{assemble, assemble_for};
pub use catalog::{Asset, Catalog, DocsetInfo, TocId};
pub use documents::{Documents, Grammar, KeptFacts, ReadFile};
pub use file_facts::FileFacts;
pub use metadata::Metadata;
pub use nav::{AreasKey, Crumb, Nav, NavItem, NavLevel, TocNode, VersionLink};
pub use page::{Layout, Page, PageFacts, PageKind};
pub use pivots::PivotGroup;
pub use reading::{Reader, Reading};
pub use redirects::Redirect;
pub use resolve::resolve;
use toc::TocFile;
pub use toc::{Toc, TocEntry, TocFacts, TocTarget};
pub use view::{ChildNodes, NodeRef, Occurrence, PageId, PageView, SnippetText, Target};

#[cfg(test)]
mod testing {
    //! What the tests of this stage share.

    /// A YAML text as data.
    pub(in crate::docset) fn yaml(text: &str) -> serde_json::Value {
        crate::yaml::parse(text).expect("the test's YAML is good").value
    }
}
