//! Rules on what pages say: headings, code, images, links, tables, words, metadata, tables of contents.
//!
//! None is on by itself. `[rules]` in `site.toml` names those that hold, with our own words and measures;
//! Learn's rule files and metadata schemas bring theirs. [`page()`] looks at one page and is called in parallel;
//! [`site()`] looks at what only shows across pages.
//!
//! **Invariant:** reads, never changes; opens no file, knows no clock; works nothing when no rule is on.

mod code;
mod dates;
mod headings;
mod images;
mod kinds;
mod links;
mod metadata;
mod reading;
mod rules;
mod schema;
mod site;
mod tables;
mod text;

use crate::base::Span;
use crate::diag::{Code, Diagnostic};
use crate::docset::{Catalog, Page, PageKind, PageView};

pub use rules::{ReadJson, RuleSet};
pub use site::{Places, site};

use reading::Reading;
use rules::Rule;

/// The type of content that articles are, in rule files.
const ARTICLE: &str = "conceptual";

/// What looking at a page gave.
#[derive(Debug, Clone, Default)]
pub struct Checked {
    /// What there is to say.
    pub diagnostics: Vec<Diagnostic>,
    /// What the rules across pages need.
    pub facts: Facts,
}

/// What rules across pages need of one page.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
pub struct Facts {
    /// Its first-level headings: text and place.
    pub(super) titles: Vec<(String, Span)>,
}

/// The codes that content rules report: naming one in `[rules]` switches its rule on.
pub fn content_codes() -> impl Iterator<Item = Code> {
    kinds::KINDS.iter().map(|kind| kind.code)
}

/// The codes that metadata rules report; which of them can be found, the schemas say key by key.
pub fn metadata_codes() -> impl Iterator<Item = Code> {
    METADATA.iter().copied()
}

const METADATA: &[Code] = &[
    Code::MissingAttribute,
    Code::InvalidValue,
    Code::UnexpectedType,
    Code::AttributeReserved,
    Code::FormatInvalid,
    Code::StringLengthInvalid,
    Code::NumberInvalid,
    Code::ArrayLengthInvalid,
    Code::ArrayNotUnique,
    Code::ArrayContainsFailed,
    Code::DateFormatInvalid,
    Code::MissingEitherAttribute,
    Code::MissingPairedAttribute,
    Code::InvalidPairedAttribute,
    Code::PrecludedAttributes,
    Code::AttributeDeprecated,
    Code::DuplicateAttribute,
    Code::MsDateInvalid,
    Code::MsDateTooLate,
    Code::MsDateStale,
    Code::TitleMissing,
    Code::DescriptionMissing,
];

/// Looks at one page. `metadata_span` is the place of a metadata value that the page itself does not state.
pub fn page(
    catalog: &Catalog,
    page: &Page,
    view: &PageView,
    rules: &RuleSet,
    metadata_span: &dyn Fn(&str) -> Option<Span>,
) -> Checked {
    let mut out = Checked::default();
    if rules.is_empty() {
        return out;
    }
    metadata::check(page, view, rules, metadata_span, &mut out.diagnostics);
    if page.kind != PageKind::Article || rules.content.is_empty() {
        return out;
    }
    let reading = Reading::new(catalog, page, view);
    let mut checker = Checker { rules, page, unlisted: is_unlisted(page), reading, out: Vec::new() };
    headings::check(&mut checker);
    code::check(&mut checker);
    images::check(&mut checker);
    links::check(&mut checker);
    tables::check(&mut checker);
    text::check(&mut checker);
    out.facts = site::facts(&checker.reading, page);
    out.diagnostics.append(&mut checker.out);
    out
}

/// A page being looked at.
struct Checker<'a> {
    rules: &'a RuleSet,
    page: &'a Page,
    /// Search engines are told to leave the page out.
    unlisted: bool,
    reading: Reading<'a>,
    out: Vec<Diagnostic>,
}

impl<'a> Checker<'a> {
    /// The rules of a kind that hold for this page.
    fn rules(&self, code: Code) -> impl Iterator<Item = &'a Rule> + use<'a> {
        let rules = self.rules;
        let passed_over = self.unlisted;
        rules.of(code, ARTICLE).filter(move |rule| !(rule.seo && passed_over))
    }

    /// Keeps a finding in document `doc` of the page, with the includes that lead to it.
    fn found(&mut self, rule: &Rule, doc: u32, span: Span, values: &[&str]) {
        let mut diagnostic = rule.report(span, values);
        let docs = &self.reading.view.docs;
        let mut parent = docs.get(doc as usize).and_then(|o| o.parent);
        while let Some((host, include)) = parent {
            let Some(host) = docs.get(host as usize) else { break };
            if let Some(include) = host.doc.includes.get(include as usize) {
                diagnostic = diagnostic.related(include.span, "included here");
            }
            parent = host.parent;
        }
        self.out.push(diagnostic);
    }
}

/// Whether search engines are told to leave a page out.
fn is_unlisted(page: &Page) -> bool {
    let robots = page.metadata.iter().find(|(key, _)| key.eq_ignore_ascii_case("robots"));
    robots.and_then(|(_, v)| v.as_str()).is_some_and(|r| r.to_ascii_lowercase().contains("noindex"))
}
