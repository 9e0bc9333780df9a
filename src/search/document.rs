//! One page or method to its search document.

use crate::docset::PageView;

use super::{Kind, Meta, MethodMeta, SearchDoc};

/// Takes a page apart.
pub fn document(_view: &PageView, meta: &Meta<'_>) -> SearchDoc {
    Draft::new(meta).finish()
}

/// Takes a method apart.
pub fn method(_meta: &MethodMeta<'_>) -> SearchDoc {
    SearchDoc { kind: Kind::Method }
}

/// A document in the making, for pages that are data rather than Markdown: sections in order, text under them.
#[derive(Debug)]
pub struct Draft {
    doc: SearchDoc,
}

impl Draft {
    /// Starts a page.
    pub fn new(_meta: &Meta<'_>) -> Self {
        Draft { doc: SearchDoc { kind: Kind::Page } }
    }

    /// Starts a section; `anchor` is empty where there is none to link to.
    pub fn heading(&mut self, _level: u8, _anchor: &str, _text: &str) {}

    /// Text of the current section.
    pub fn text(&mut self, _text: &str) {}

    /// Code of the current section: found, but weighs less and is not quoted.
    pub fn code(&mut self, _text: &str) {}

    /// The finished document.
    pub fn finish(self) -> SearchDoc {
        self.doc
    }
}
