//! Which files a site has, before any of them is made: conflicts show here, and the preview looks paths up here.
//!
//! Files that only show while pages are rendered (pictures outside `resource` globs, search data, the method
//! index) are not in the plan.

use std::collections::BTreeMap;

use crate::base::{DocPath, OutPath, Span};
use crate::diag::{Code, Diagnostic, Severity};
use crate::docset::{PageId, TocId};
use crate::render::toc;

use super::listing::Listing;
use super::site::Site;

/// What a file of the site is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Product {
    /// A page.
    Page(PageId),
    /// The Markdown twin of a page.
    Twin(PageId),
    /// A redirect, as an index into the catalog's.
    Redirect(usize),
    /// A file that is copied.
    Asset(DocPath),
    /// The script with a whole TOC.
    TocData(TocId),
    /// The page with a whole TOC.
    TocPage(TocId),
    /// A file about the site as a whole.
    Listing(Listing),
}

impl Product {
    /// Whether it is made from what all pages share, and from nothing that only one page says.
    pub(super) fn is_of_frame(&self) -> bool {
        match self {
            Product::Redirect(_) | Product::TocData(_) | Product::TocPage(_) => true,
            // The others list what pages say of themselves.
            Product::Listing(listing) => {
                matches!(listing, Listing::NotFound | Listing::Home | Listing::Robots)
            }
            Product::Page(_) | Product::Twin(_) | Product::Asset(_) => false,
        }
    }
}

/// The files of a site.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// By path.
    pub files: BTreeMap<OutPath, Product>,
    /// Why the site cannot be written: outputs with two sources, or no output at all.
    pub conflicts: Vec<Diagnostic>,
}

impl Plan {
    /// The plan of a site. Where a generated file (a redirect, a listing) meets a source, the source has the path.
    pub(super) fn new(site: &Site) -> Plan {
        let catalog = site.catalog();
        let mut plan = Plan::default();
        let mut folded: BTreeMap<String, (OutPath, Option<Span>)> = BTreeMap::new();
        for page in catalog.pages() {
            let span = Some(Span::at(page.file, 0));
            plan.claim(&page.out, Product::Page(page.id), page.path.as_str(), span, &mut folded);
        }
        for asset in catalog.assets() {
            plan.claim(
                &asset.out,
                Product::Asset(asset.path.clone()),
                asset.path.as_str(),
                None,
                &mut folded,
            );
        }
        if plan.files.is_empty() && catalog.redirects().is_empty() {
            plan.conflicts.push(nothing(site));
        }
        let mut add = |path: OutPath, product| {
            plan.files.entry(path).or_insert(product);
        };
        for page in catalog.pages() {
            if let Some(path) = site.twin(page) {
                add(path, Product::Twin(page.id));
            }
        }
        for (i, redirect) in catalog.redirects().iter().enumerate() {
            add(redirect.out.clone(), Product::Redirect(i));
        }
        for table in catalog.tocs() {
            if let (Some(script), Some(page)) = (toc::script_path(table.id), toc::contents_path(table.id)) {
                add(script, Product::TocData(table.id));
                add(page, Product::TocPage(table.id));
            }
        }
        for listing in Listing::ALL {
            if let Some(path) = listing.path(site) {
                add(path, Product::Listing(*listing));
            }
        }
        plan
    }

    /// Gives a source its output; a second source of one output, letter case aside, is a conflict.
    fn claim(
        &mut self,
        out: &OutPath,
        product: Product,
        source: &str,
        span: Option<Span>,
        folded: &mut BTreeMap<String, (OutPath, Option<Span>)>,
    ) {
        let key = out.folded();
        if let Some((other, first)) = folded.get(&key) {
            let (code, message) = if other == out {
                (
                    Code::OutputPathConflict,
                    format!("{source} and another source would both be written to {out}"),
                )
            } else {
                let message = format!(
                    "{source} would be written to {out}, which is {other} but for letter case or accents"
                );
                (Code::CaseCollision, message)
            };
            let help = "rename one of them, or leave one out of the content patterns";
            let mut conflict = Diagnostic::new(code, span.or(*first), message).help(help);
            if let (Some(first), Some(_)) = (first, span) {
                conflict = conflict.related(*first, "the other source");
            }
            self.conflicts.push(conflict);
            return;
        }
        folded.insert(key, (out.clone(), span));
        self.files.insert(out.clone(), product);
    }
}

/// A docset without a page is a mistake: an empty site in place of the one that stands would be a worse one.
fn nothing(site: &Site) -> Diagnostic {
    let docsets = &site.project().workspace.config.docsets;
    let entry = docsets.iter().flat_map(|d| &d.content).next();
    let folder = entry.map(|entry| entry.src.as_str()).filter(|folder| !folder.is_empty());
    let folder = folder.map_or("this folder".to_owned(), |folder| format!("`{folder}`"));
    let message = format!("no page is to be published: the content patterns match nothing in {folder}");
    let help = "Write a Markdown file there, or start with `docwright init`. Nothing was written.";
    let mut empty = Diagnostic::new(Code::GlobMatchesNothing, entry.and_then(|e| e.span), message).help(help);
    empty.severity = Severity::Error;
    empty
}
