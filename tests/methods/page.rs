//! A page read from text alone, as one that stands for itself: no site around it, values as plain text.

use std::path::PathBuf;
use std::sync::Arc;

use docwright::base::{DocPath, FileId, OutPath};
use docwright::config::Config;
use docwright::diag::{Files, LineIndex, Position, Warned};
use docwright::docset::{NodeRef, PageId, PageView};
use docwright::markdown::{self, ParseOptions};
use docwright::methods::{self, Html, PageInfo, PageSets, Rules, StoredSets};
use serde_json::{Map, Value as Json};

/// One file.
struct OneFile(String, LineIndex);

impl Files for OneFile {
    fn display_path(&self, _: FileId) -> &str {
        "page.md"
    }
    fn text(&self, _: FileId) -> &str {
        &self.0
    }
    fn position(&self, _: FileId, offset: u32) -> Position {
        self.1.position(&self.0, offset)
    }
}

/// Values as their plain text.
struct Plain;

impl Html for Plain {
    fn html(&self, view: &PageView, nodes: &[NodeRef]) -> String {
        nodes.iter().map(|n| view.plain_text(*n)).collect()
    }
}

/// The rules that `[index]` of a `site.toml` makes.
pub(crate) fn rules(site: &toml::Table) -> Rules {
    let site = toml::from_str(&toml::to_string(site).expect("a table")).expect("a valid [index]");
    let mut config = Config::default();
    config.site = site;
    Rules::new(&config).value
}

/// Where a page stands.
pub(crate) struct Address<'a> {
    /// Its source, without extension.
    pub(crate) source: &'a str,
    /// Its output, without extension.
    pub(crate) out: &'a str,
    /// Its path without the folder of its version.
    pub(crate) site_path: &'a str,
    /// The versions it stands for.
    pub(crate) versions: &'a [String],
}

/// What a page gives: `path` without extension, `metadata` added to its front matter.
pub(crate) fn read(text: &str, path: &str, rules: &Rules, metadata: &Json) -> Warned<PageSets> {
    read_at(text, &Address { source: path, out: path, site_path: path, versions: &[] }, rules, metadata)
}

/// What a page of a version gives.
pub(crate) fn read_at(text: &str, address: &Address<'_>, rules: &Rules, metadata: &Json) -> Warned<PageSets> {
    let Address { site_path, versions, .. } = *address;
    let options = ParseOptions { front_matter: true, ..ParseOptions::default() };
    let doc = markdown::parse(Arc::from(text), FileId(0), &options);
    let own = doc.front_matter.as_ref().map(|f| f.data.as_ref().clone());
    let mut all: Map<String, Json> = own.unwrap_or_default();
    all.extend(metadata.as_object().cloned().unwrap_or_default());
    let title = doc.headings.first().map_or_else(String::new, |h| h.text.clone());
    let source = DocPath::new(&format!("{}.md", address.source)).expect("inside");
    let out = OutPath::new(&format!("{}.html", address.out)).expect("inside");
    let view = PageView::single(PageId(0), Arc::new(doc), source.clone());
    let page = PageInfo {
        id: PageId(0),
        source: &source,
        out: &out,
        site_path,
        versions,
        title: &title,
        metadata: &all.into(),
    };
    let files = OneFile(text.to_owned(), LineIndex::new(text));
    let found = methods::extract(&view, &page, rules, &Plain, &files);
    // Builds keep sets: whatever is found must be read back as it was.
    let bytes = postcard::to_stdvec(&StoredSets::from(&found.value)).expect("it can be kept");
    let kept: StoredSets = postcard::from_bytes(&bytes).expect("it can be read back");
    let kept = PageSets::from(kept);
    assert_eq!((&kept.sets, &kept.parts), (&found.value.sets, &found.value.parts));
    found
}

/// The folder of real docsets, where there is one.
pub(crate) fn docsets() -> Option<PathBuf> {
    std::env::var_os("DOCWRIGHT_SHARED").map(|shared| PathBuf::from(shared).join("docsets"))
}
