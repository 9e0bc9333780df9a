//! A page's context as the template engine holds it.
//!
//! The fields of [`PageContext`] become variables one by one, without a detour over a map of all of them, and what a
//! theme has no use for is left out.

use tera::{Context, TeraResult, Value};

use super::article::escape;
use super::context::{OutlineEntry, PageContext};
use super::theme::{Reads, breakable};

/// What the template puts around the parts of a page, in bytes: more than most need, so that a page is seldom moved
/// while it grows.
const FRAME: usize = 12 * 1024;

/// Fewest headings that are worth a list.
const FEW: usize = 2;

impl PageContext {
    /// About how long the page will be, in bytes.
    pub(super) fn size_hint(&self) -> usize {
        let nav = self.nav.as_ref().map_or(0, |nav| nav.html.len());
        self.heading.len() + self.content.len() + nav + FRAME
    }

    /// The variables of the page's template.
    pub(super) fn values(&self, reads: Reads) -> TeraResult<Context> {
        let PageContext {
            root,
            path,
            page,
            heading,
            content,
            outline,
            breadcrumbs,
            nav,
            areas,
            methods,
            previous,
            next,
            versions,
            pivots,
            styles,
            scripts,
            json_ld,
            data,
        } = self;
        let mut context = Context::new();
        let mut set = |name: &'static str, value: Value| context.insert_value(name, value);
        set("root", Value::normal_string(root));
        set("path", Value::normal_string(path));
        set("heading", Value::normal_string(heading));
        set("content", Value::normal_string(content));
        set("outline_html", Value::normal_string(&outline_html(outline)));
        let outline = if reads.outline { outline.as_slice() } else { &[] };
        set("outline", Value::try_from_serializable(outline)?);
        set("page", Value::try_from_serializable(page)?);
        set("breadcrumbs", Value::try_from_serializable(breadcrumbs)?);
        set("nav", Value::try_from_serializable(nav)?);
        set("areas", Value::try_from_serializable(areas)?);
        set("methods", Value::try_from_serializable(methods)?);
        set("previous", Value::try_from_serializable(previous)?);
        set("next", Value::try_from_serializable(next)?);
        set("versions", Value::try_from_serializable(versions)?);
        set("pivots", Value::try_from_serializable(pivots)?);
        set("styles", Value::try_from_serializable(styles)?);
        set("scripts", Value::try_from_serializable(scripts)?);
        set("json_ld", Value::try_from_serializable(json_ld)?);
        set("data", Value::try_from_serializable(data)?);
        Ok(context)
    }
}

/// The outline as a list; empty when there is too little of it.
fn outline_html(outline: &[OutlineEntry]) -> String {
    if outline.len() < FEW {
        return String::new();
    }
    let mut html = String::with_capacity(outline.len() * 256);
    html.push_str("<ol>");
    for entry in outline {
        item(entry, &mut html);
        if !entry.children.is_empty() {
            html.push_str("\n<ol>");
            for child in &entry.children {
                item(child, &mut html);
                html.push_str("</li>");
            }
            html.push_str("\n</ol>");
        }
        html.push_str("</li>");
    }
    html.push_str("\n</ol>\n");
    html
}

/// An entry, its element open.
fn item(entry: &OutlineEntry, html: &mut String) {
    html.push_str("\n<li><a href=\"#");
    escape::text(html, &entry.id);
    html.push_str("\">");
    breakable(&entry.title, html);
    html.push_str("</a>");
}
