//! Rules across pages: what no two of them may share, and tables of contents. Linear in pages and entries.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::base::{DocPath, FileId, Span};
use crate::diag::{Code, Diagnostic};
use crate::docset::{Catalog, Page, PageId, PageKind, Toc, TocEntry, TocTarget};

use super::reading::Reading;
use super::rules::Rule;
use super::schema::is_stated;
use super::{ARTICLE, Facts, RuleSet, is_unlisted};

/// The type of content that tables of contents are, in rule files.
const TOC: &str = "toc";
/// How many pages a message names.
const NAMED: usize = 8;

/// A heading or title and the places that have it.
type Shared<'p> = BTreeMap<(String, String), Vec<(&'p Page, Span)>>;

/// What the rules across pages need to know of files.
pub trait Places {
    /// The path of a file.
    fn path(&self, file: FileId) -> DocPath;
    /// Where the configuration states a metadata value of a page.
    fn metadata(&self, page: &Page, key: &str) -> Option<Span>;
}

/// What a page gives to the rules across pages: the title headings of its newest version.
pub(super) fn facts(reading: &Reading<'_>, page: &Page) -> Facts {
    let newest = page.monikers.last();
    let shown = |versions: &Option<Vec<String>>| match (versions, newest) {
        (Some(versions), Some(newest)) => versions.contains(newest),
        _ => true,
    };
    let titles =
        reading.titles().filter(|h| !h.text.is_empty() && shown(&reading.context(h.context).versions));
    let place = |at| reading.view.span(at);
    Facts { titles: titles.filter_map(|h| Some((h.text.clone(), place(h.at)?))).collect() }
}

/// Looks at all pages and tables of contents together. `facts` are those that looking at the pages gave.
pub fn site(
    catalog: &Catalog,
    facts: &[(PageId, Facts)],
    rules: &RuleSet,
    places: &dyn Places,
) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    if rules.is_empty() {
        return out;
    }
    let newest = newest_pages(catalog);
    let counts = |rule: &Rule, page: &Page| {
        !is_unlisted(page) && (!rule.canonical_only || newest.get(page.site_path.as_str()) == Some(&page.id))
    };
    for rule in rules.of(Code::DuplicateH1, ARTICLE) {
        let mut shared = Shared::new();
        for (id, facts) in facts {
            let Some(page) = catalog.page(*id).filter(|page| counts(rule, page)) else { continue };
            for (text, span) in &facts.titles {
                note(&mut shared, text, page, *span, rule.canonical_only);
            }
        }
        report(shared, &mut out, |span, text, pages| Some(rule.report(span, &[text, pages])));
    }
    for rule in rules.of(Code::DuplicateTitles, ARTICLE) {
        let mut shared = Shared::new();
        for (id, facts) in facts {
            let Some(page) = catalog.page(*id).filter(|page| counts(rule, page)) else { continue };
            let title = match page.text("titleSuffix") {
                Some(suffix) => format!("{} - {suffix}", page.facts.title),
                None => page.facts.title.clone(),
            };
            let heading = facts.titles.first().map(|(_, span)| *span);
            let span = stated(catalog, places, page, "title").or(heading).unwrap_or(Span::at(page.file, 0));
            note(&mut shared, &title, page, span, rule.canonical_only);
        }
        report(shared, &mut out, |span, text, pages| Some(rule.report(span, &[text, pages])));
    }
    attributes(catalog, rules, places, &mut out);
    tocs(catalog, rules, places, &mut out);
    out
}

/// The newest page of each place on the site.
fn newest_pages(catalog: &Catalog) -> BTreeMap<&str, PageId> {
    let order: BTreeMap<&str, usize> =
        catalog.monikers().iter().enumerate().map(|(i, name)| (name.as_str(), i)).collect();
    let mut best: BTreeMap<&str, (Option<usize>, PageId)> = BTreeMap::new();
    for page in catalog.pages() {
        let rank = page.monikers.last().and_then(|name| order.get(name.as_str()).copied());
        let entry = best.entry(page.site_path.as_str()).or_insert((rank, page.id));
        if rank > entry.0 {
            *entry = (rank, page.id);
        }
    }
    best.into_iter().map(|(path, (_, id))| (path, id)).collect()
}

/// Notes that a page has a text, once a version: pages without a version in common share nothing.
fn note<'p>(shared: &mut Shared<'p>, text: &str, page: &'p Page, span: Span, newest_only: bool) {
    let versions: Vec<&str> = match (page.monikers.last(), newest_only) {
        (None, _) => vec![""],
        (Some(newest), true) => vec![newest],
        (Some(_), false) => page.monikers.iter().map(String::as_str).collect(),
    };
    for version in versions {
        shared.entry((text.to_owned(), version.to_owned())).or_default().push((page, span));
    }
}

/// Reports every place of a text that more than one page has.
fn report(
    shared: Shared<'_>,
    out: &mut Vec<Diagnostic>,
    say: impl Fn(Span, &str, &str) -> Option<Diagnostic>,
) {
    for ((text, _), places) in shared {
        let pages: BTreeSet<&str> = places.iter().map(|(page, _)| page.path.as_str()).collect();
        if pages.len() < 2 {
            continue;
        }
        let mut named = pages.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
        if pages.len() > NAMED {
            named.push_str(&format!(" and {} more", pages.len() - NAMED));
        }
        let mut seen = BTreeSet::new();
        for (_, span) in places {
            if seen.insert(span) {
                out.extend(say(span, &text, &named));
            }
        }
    }
}

fn stated(catalog: &Catalog, places: &dyn Places, page: &Page, key: &str) -> Option<Span> {
    let front = catalog.documents().facts(page.file).and_then(|facts| facts.front_matter());
    super::metadata::place(front, key, &|key| places.metadata(page, key))
}

/// Metadata values that no two pages may share.
fn attributes(catalog: &Catalog, rules: &RuleSet, places: &dyn Places, out: &mut Vec<Diagnostic>) {
    for schema in &rules.schemas {
        for key in &schema.unique {
            let fault = |span: Span, text: &str, pages: &str| {
                let message = format!("the value \"{text}\" of `{key}` belongs to several pages: {pages}");
                let help = "say in each what sets the page apart";
                let mut diagnostic = Diagnostic::new(Code::DuplicateAttribute, span, message).help(help);
                schema.settle(key, &mut diagnostic).map(|rule| (diagnostic, rule))
            };
            let trial = fault(Span::at(FileId(0), 0), "", "");
            let Some((_, rule)) = trial else { continue };
            let mut shared = Shared::new();
            for page in catalog.pages() {
                let Some(value) = page.metadata.get(key).filter(|v| is_stated(v)) else { continue };
                if rule.seo && is_unlisted(page) {
                    continue;
                }
                let span = stated(catalog, places, page, key).unwrap_or(Span::at(page.file, 0));
                let text = value.as_str().map_or_else(|| Value::to_string(value), str::to_owned);
                note(&mut shared, &text, page, span, rule.canonical_only);
            }
            report(shared, out, |span, text, pages| fault(span, text, pages).map(|(d, _)| d));
        }
    }
}

fn tocs(catalog: &Catalog, rules: &RuleSet, places: &dyn Places, out: &mut Vec<Diagnostic>) {
    for toc in catalog.tocs().iter().chain(catalog.breadcrumb_tocs()) {
        let Some(file) = toc.file else { continue };
        let top = Span::at(file, 0);
        for rule in rules.of(Code::TocDeprecated, TOC) {
            if places.path(file).has_extension("md") {
                out.push(rule.report(top, &[]));
            }
        }
        for rule in rules.of(Code::TocBreadcrumbLinkExternal, TOC) {
            for entry in &toc.entries {
                if let TocTarget::External(address) = &entry.target
                    && crate::base::url::scheme(address).is_some()
                {
                    out.push(rule.report(entry.span.unwrap_or(top), &[address]));
                }
            }
        }
        for rule in rules.of(Code::TocEntryDuplicated, TOC) {
            let twice = listed_twice(catalog, toc);
            if !twice.is_empty() {
                out.push(rule.report(top, &[&twice.join(", ")]));
            }
        }
    }
    for rule in rules.of(Code::TocMissing, TOC) {
        let written = || catalog.tocs().iter().filter(|toc| toc.file.is_some());
        let with_toc: BTreeSet<usize> = written().map(|toc| toc.docset).collect();
        let target = |entry: &TocEntry| match &entry.target {
            TocTarget::Page(id, _) => Some(*id),
            _ => None,
        };
        let listed: BTreeSet<PageId> = written().flat_map(|toc| &toc.entries).filter_map(target).collect();
        let alone = |page: &&Page| page.kind == PageKind::Article && !listed.contains(&page.id);
        for page in catalog.pages().iter().filter(alone).filter(|p| with_toc.contains(&p.docset)) {
            out.push(rule.report(Span::at(page.file, 0), &[]));
        }
    }
}

/// The pages that a table of contents has more than one entry for, in its order.
fn listed_twice<'c>(catalog: &'c Catalog, toc: &Toc) -> Vec<&'c str> {
    let mut counts: BTreeMap<PageId, usize> = BTreeMap::new();
    let mut twice = Vec::new();
    for entry in &toc.entries {
        let TocTarget::Page(id, _) = &entry.target else { continue };
        let count = counts.entry(*id).or_default();
        *count += 1;
        if *count == 2 {
            twice.extend(catalog.page(*id).map(|page| page.path.as_str()));
        }
    }
    twice
}
