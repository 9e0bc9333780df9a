//! Rules on links: their form, not where they lead.

use crate::base::url;
use crate::diag::Code;
use crate::markdown::{LinkKind, NodeKind};

use super::Checker;

/// Hosts whose addresses name a language and a version.
const LEARN_HOSTS: &[&str] = &["learn.microsoft.com", "docs.microsoft.com"];

/// Checks the links of a page.
pub(super) fn check(checker: &mut Checker<'_>) {
    for (doc, kind, span, target) in checker.reading.all_links() {
        for rule in checker.rules(Code::InsecureLink) {
            if let Some(host) = target.strip_prefix("http://").map(host)
                && insecure(host, &rule.options.domains)
            {
                checker.found(rule, doc, span, &[target]);
            }
        }
        if kind == LinkKind::HtmlHref {
            for rule in checker.rules(Code::HtmlLink) {
                checker.found(rule, doc, span, &[target]);
            }
        }
        if changes_version(target) {
            for rule in checker.rules(Code::PreserveViewNotSet) {
                checker.found(rule, doc, span, &[target]);
            }
        }
        absolute(checker, doc, span, target);
    }
    without_text(checker);
}

fn absolute(checker: &mut Checker<'_>, doc: u32, span: crate::base::Span, target: &str) {
    let rest = ["https://", "http://"].iter().find_map(|scheme| target.strip_prefix(scheme));
    let Some(rest) = rest else { return };
    let of = |domains: &[String], host: &str| match domains {
        [] => LEARN_HOSTS.iter().any(|own| host.eq_ignore_ascii_case(own)),
        domains => domains.iter().any(|own| host.eq_ignore_ascii_case(own)),
    };
    for rule in checker.rules(Code::DocsLinkAbsolute).filter(|r| of(&r.options.domains, host(rest))) {
        checker.found(rule, doc, span, &[target]);
    }
    let names_language = rest.split('/').nth(1).is_some_and(is_locale);
    for rule in checker.rules(Code::HardCodedLocale) {
        if names_language && (of(&rule.options.domains, host(rest)) || host(rest).ends_with("microsoft.com"))
        {
            checker.found(rule, doc, span, &[target]);
        }
    }
}

fn without_text(checker: &mut Checker<'_>) {
    for at in std::mem::take(&mut checker.reading.links) {
        let view = checker.reading.view;
        let Some(occurrence) = view.occurrence(at) else { continue };
        let NodeKind::Link(i) = occurrence.doc.kind(at.node) else { continue };
        let Some(link) = occurrence.doc.links.get(i as usize) else { continue };
        let shows = |kind: NodeKind| {
            matches!(kind, NodeKind::MarkdownImage(_) | NodeKind::Image(_) | NodeKind::HtmlInline(_))
        };
        let pictured = view.children(at).into_iter().any(|child| shows(view.kind(child)));
        if !pictured && view.plain_text(at).trim().is_empty() {
            for rule in checker.rules(Code::LinkTextMissing) {
                checker.found(rule, at.doc, link.span, &[occurrence.doc.str(link.target)]);
            }
        }
    }
}

/// The host of an address whose scheme was taken off.
fn host(rest: &str) -> &str {
    let end = rest.find(['/', '?', '#', ':']).unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default()
}

/// Whether a host has `https`: one of a list, or, without one, any that is not the reader's own machine.
fn insecure(host: &str, domains: &[String]) -> bool {
    if domains.is_empty() {
        let own = ["localhost", "127.0.0.1", "0.0.0.0", "example.com", "example.org", "example.net"];
        return !own.iter().any(|name| within(host, name));
    }
    domains.iter().any(|domain| within(host, domain))
}

fn within(host: &str, domain: &str) -> bool {
    let Some(at) = host.len().checked_sub(domain.len()) else { return false };
    let ends = host.get(at..).is_some_and(|end| end.eq_ignore_ascii_case(domain));
    ends && (at == 0 || host.get(..at).is_some_and(|before| before.ends_with('.')))
}

/// Whether an address on Learn names a version without asking to keep it.
fn changes_version(target: &str) -> bool {
    let (path, query) = match target.split_once('?') {
        Some((path, rest)) => (path, rest.split('#').next().unwrap_or_default()),
        None => return false,
    };
    let on_learn = match url::scheme(path) {
        Some(_) => path.split("://").nth(1).is_some_and(|rest| LEARN_HOSTS.contains(&host(rest))),
        None => path.starts_with('/'),
    };
    let has = |name: &str| query.split('&').any(|pair| pair.split('=').next() == Some(name));
    on_learn && has("view") && !has("preserve-view")
}

/// `en-us`, `zh-hans-cn`.
fn is_locale(segment: &str) -> bool {
    let mut parts = segment.split('-');
    let letters = |part: Option<&str>, lengths: &[usize]| {
        part.is_some_and(|p| lengths.contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphabetic()))
    };
    letters(parts.next(), &[2]) && letters(parts.next(), &[2, 4]) && parts.all(|p| letters(Some(p), &[2, 4]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_locales() {
        assert!(within("docs.contoso.com", "contoso.com") && !within("notcontoso.com", "contoso.com"));
        assert!(!insecure("localhost", &[]) && insecure("contoso.com", &[]));
        assert!(is_locale("en-us") && is_locale("zh-hans-cn") && !is_locale("azure") && !is_locale("a-b"));
        assert!(changes_version("/x/y?view=v1") && !changes_version("/x/y?view=v1&preserve-view=true"));
        assert!(!changes_version("https://example.com/?view=grid"));
    }
}
