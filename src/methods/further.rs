//! Further reading: paragraphs and items that are only links, or lead to such, and belong to no value.

use std::collections::HashSet;

use crate::docset::{NodeRef, PageView};
use crate::markdown::NodeKind;

use super::item::{head, is_block};
use super::links;
use super::model::Related;
use super::scan::ItemNodes;
use super::value::Context;

/// Longest paragraph, in characters, that only leads to further reading.
const LONGEST_LEAD: usize = 400;

/// Whether inlines are further reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Further {
    /// No.
    None,
    /// Nothing but links.
    LinkOnly,
    /// "For more information, see …".
    Lead,
}

/// How sentences begin that lead to further reading. Lower case.
const LEADS: &[&str] = &[
    "for more ",
    "for further ",
    "for additional ",
    "for an example",
    "for examples",
    "for detail",
    "for information ",
    "for instructions",
    "to learn more",
    "learn more",
    "see also",
    "also see",
    "read more",
    "more information",
    "related:",
];

/// Decides whether a paragraph (its inlines and their text) is further reading.
pub(crate) fn is_further(view: &PageView, inlines: &[NodeRef], text: &str) -> Further {
    let count = inlines.iter().map(|n| links_below(view, *n)).sum::<usize>();
    let lower: String = text.chars().take(24).flat_map(char::to_lowercase).collect();
    let leads = LEADS.iter().any(|lead| lower.starts_with(lead));
    if leads && (count > 0 || text.ends_with(':')) && text.chars().count() <= LONGEST_LEAD {
        return Further::Lead;
    }
    if count == 0 {
        return Further::None;
    }
    let outside: String = text_outside_links(view, inlines);
    let words = outside.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).count();
    match words {
        0 => Further::LinkOnly,
        1..=2 if lower.starts_with("see ") => Further::Lead,
        _ => Further::None,
    }
}

/// Whether most items of a list are nothing but links.
pub(crate) fn mostly_links(view: &PageView, items: &[ItemNodes]) -> bool {
    let only = |item: &&ItemNodes| {
        let (inlines, rest) = head(view, &item.nodes);
        let text: String = inlines.iter().map(|n| view.plain_text(*n)).collect();
        rest.is_empty() && is_further(view, &inlines, &text) == Further::LinkOnly
    };
    items.iter().filter(only).count() * 2 > items.len()
}

/// Adds the links of an item in a list of links, each target once; false when it has none.
pub(crate) fn links_of(ctx: &Context<'_>, nodes: &[NodeRef], out: &mut Vec<Related>) -> bool {
    let mut found = related(ctx, nodes);
    let mut seen = HashSet::new();
    found.retain(|r| seen.insert(r.url.clone()));
    out.extend(found);
    !seen.is_empty()
}

fn links_below(view: &PageView, at: NodeRef) -> usize {
    match view.kind(at) {
        NodeKind::Link(_) | NodeKind::Xref(_) => 1,
        NodeKind::Emphasis | NodeKind::Strong | NodeKind::Strike => {
            view.children(at).into_iter().map(|n| links_below(view, n)).sum()
        }
        _ => 0,
    }
}

fn text_outside_links(view: &PageView, inlines: &[NodeRef]) -> String {
    let mut out = String::new();
    for node in inlines {
        match view.kind(*node) {
            NodeKind::Link(_) | NodeKind::Xref(_) => out.push(' '),
            NodeKind::Emphasis | NodeKind::Strong | NodeKind::Strike => {
                out.push_str(&text_outside_links(view, &view.children(*node)));
            }
            NodeKind::MarkdownImage(_) | NodeKind::Image(_) => out.push_str("picture"),
            _ => view.push_text(*node, &mut out),
        }
    }
    out
}

/// The links among inlines, as related links.
pub(crate) fn related(ctx: &Context<'_>, inlines: &[NodeRef]) -> Vec<Related> {
    let mut out = Vec::new();
    for node in inlines {
        match ctx.view.kind(*node) {
            NodeKind::Link(_) | NodeKind::Xref(_) => {
                let href = ctx.view.target(*node).and_then(|t| t.href());
                if let Some(href) = href.filter(|h| !h.is_empty()) {
                    let url = links::to_root(href, ctx.page.out.as_str());
                    out.push(Related { text: ctx.text(&[*node]), url, source: ctx.place(*node) });
                }
            }
            kind if is_block(kind)
                || matches!(
                    kind,
                    NodeKind::Emphasis | NodeKind::Strong | NodeKind::Strike | NodeKind::Item
                ) =>
            {
                out.extend(related(ctx, &ctx.view.children(*node)));
            }
            _ => {}
        }
    }
    out
}
