//! Rules on the metadata of one page.

use crate::base::Span;
use crate::diag::Diagnostic;
use crate::docset::{Page, PageView};
use crate::markdown::FrontMatter;

use super::{RuleSet, is_unlisted};

/// Holds the metadata of a page against every schema.
pub(super) fn check(
    page: &Page,
    view: &PageView,
    rules: &RuleSet,
    configured: &dyn Fn(&str) -> Option<Span>,
    out: &mut Vec<Diagnostic>,
) {
    let front = view.docs.first().and_then(|o| o.doc.front_matter.as_deref());
    if rules.schemas.is_empty() {
        return;
    }
    let metadata = page.metadata.to_map();
    for schema in &rules.schemas {
        for fault in schema.faults(&metadata) {
            let span = place(front, &fault.key, configured).unwrap_or(Span::at(page.file, 0));
            let mut diagnostic = Diagnostic::new(fault.code, span, fault.message).help(fault.help);
            let rule = schema.settle(&fault.key, &mut diagnostic);
            if rule.is_some_and(|rule| !(rule.seo && is_unlisted(page))) {
                out.push(diagnostic);
            }
        }
    }
}

/// Where a key is stated: in the page, else in the configuration.
pub(super) fn place(
    front: Option<&FrontMatter>,
    key: &str,
    configured: &dyn Fn(&str) -> Option<Span>,
) -> Option<Span> {
    let own = front.filter(|f| f.data.contains_key(key)).map(|f| f.key_span(key));
    own.or_else(|| configured(key))
}
