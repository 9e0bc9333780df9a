//! A page: what is known of it before it is resolved, and what other pages may see of it.

use std::sync::Arc;

use serde_json::Value;

use crate::base::{DocPath, FileId, OutPath};

use super::{Anchors, Metadata, PageId, TocId};

/// The layout of a structured page, from its `YamlMime` line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Layout {
    /// Cards with lists of links.
    Landing,
    /// A product hub.
    Hub,
    /// Questions and answers.
    Faq,
    /// A free tree of components.
    Marketing,
    /// The older landing page: `YamlDocument` with `documentType: LandingData`.
    LandingData,
    /// Steps.
    HowTo,
    /// Timed items.
    Tutorial,
    /// A type without a layout of its own, shown as headings, text and links.
    Other,
}

impl Layout {
    /// The template that shows it, from the templates folder.
    pub fn template(self) -> &'static str {
        match self {
            Layout::Landing => "yaml/landing.html",
            Layout::Hub => "yaml/hub.html",
            Layout::Faq => "yaml/faq.html",
            Layout::Marketing => "yaml/marketing.html",
            Layout::LandingData => "yaml/landingdata.html",
            Layout::HowTo => "yaml/howto.html",
            Layout::Tutorial => "yaml/tutorial.html",
            Layout::Other => "yaml/other.html",
        }
    }
}

/// What a page is made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PageKind {
    /// A Markdown file.
    Article,
    /// A structured YAML file; its data is in `PageView::data`.
    Data(Layout),
}

/// What other pages may see of a page. Editing prose does not change it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PageFacts {
    /// The title, by DocFX's order: front matter, other metadata, first heading, file name.
    pub title: String,
    /// Plain text of the first heading, when there is one.
    pub h1: Option<String>,
    /// `description` of the metadata.
    pub description: Option<String>,
    /// Every id that a fragment can lead to, those of included files too.
    pub anchors: Anchors,
    /// The uid by which cross references name the page.
    pub uid: Option<String>,
}

/// A page of the site. One source file has several when it is mounted in several places.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Its id.
    pub id: PageId,
    /// The docset, as an index into [`super::Catalog::docsets`].
    pub docset: usize,
    /// The source.
    pub file: FileId,
    /// The source's path.
    pub path: DocPath,
    /// Article or structured page.
    pub kind: PageKind,
    /// Where it is written.
    pub out: OutPath,
    /// The path without extension and version folder: `core/get-started/index`. Versions of a page share it.
    pub site_path: String,
    /// The address on the site the docset was written for: base path, lower case, no extension.
    pub url: String,
    /// Global, file and front matter metadata, merged.
    pub metadata: Metadata,
    /// The versions the page stands for, oldest first; empty when it is not versioned.
    pub monikers: Arc<[String]>,
    /// The TOC it belongs to.
    pub toc: Option<TocId>,
    /// Published although no content pattern lists it.
    pub unlisted: bool,
    /// What others may see of it.
    pub facts: PageFacts,
}

impl Page {
    /// A metadata value as text; `None` when it is missing, empty or no text.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.metadata.get(key).and_then(Value::as_str).filter(|s| !s.trim().is_empty())
    }
}
