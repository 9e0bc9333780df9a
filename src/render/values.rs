//! A page's context as the template engine holds it.
//!
//! The fields of [`PageContext`] become variables one by one, without a detour over a map of all of them. What a
//! theme has no use for is left out, and what pages share is made once for all of them.

use tera::{Context, Tera, TeraResult, Value};

use super::article::escape;
use super::context::{OutlineEntry, PageContext, Surroundings};
use super::theme::{Reads, breakable};

/// What the template puts around the parts of a page, in bytes: more than most need, so that a page is seldom moved
/// while it grows.
const FRAME: usize = 12 * 1024;

/// Fewest headings that are worth a list.
const FEW: usize = 2;

/// A part of the page that may be the same for all pages that share their [`Surroundings`]: its template, and the
/// variable by which `base.html` has it ready.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    variable: &'static str,
    template: &'static str,
}

const PARTS: [Part; 5] = [
    Part { variable: "policy_html", template: "parts/policy.html" },
    LINKS,
    Part { variable: "header_html", template: "parts/header.html" },
    Part { variable: "areas_html", template: "parts/areas.html" },
    Part { variable: "footer_html", template: "parts/footer.html" },
];

/// What the head of a page links to. Most pages have no style sheets or scripts of their own and share it.
const LINKS: Part = Part { variable: "links_html", template: "parts/links.html" };

/// The variables that pages with the same surroundings have in common.
const COMMON: [&str; 6] = ["site", "ui", "root", "areas", "methods", "menu"];

/// The variables that tell pages apart whose [`LINKS`] differ.
const LINKED: [&str; 2] = ["styles", "scripts"];

impl Part {
    /// The parts whose templates read nothing that differs among pages with the same surroundings. A site's own header
    /// that shows the title of the page is made for each page.
    pub(super) fn shared(tera: &Tera) -> TeraResult<Vec<Part>> {
        let mut shared = Vec::with_capacity(PARTS.len());
        for part in PARTS {
            let read = tera.get_template_variables(part.template)?;
            let linked: &[&str] = if part.variable == LINKS.variable { &LINKED } else { &[] };
            if read.iter().all(|name| COMMON.contains(name) || linked.contains(name)) {
                shared.push(part);
            }
        }
        Ok(shared)
    }
}

impl Surroundings {
    /// Its fields and the parts made from them, as variables.
    fn values(&self, tera: &Tera, shared: &[Part]) -> TeraResult<&[(&'static str, Value)]> {
        if let Some(made) = self.made.get() {
            return Ok(made);
        }
        let mut made = vec![
            ("root", Value::normal_string(&self.root)),
            ("areas", Value::try_from_serializable(&self.areas)?),
            ("methods", Value::try_from_serializable(&self.methods)?),
            ("menu", Value::from(self.menu)),
        ];
        let mut context = Context::new();
        for (name, value) in &made {
            context.insert_value(*name, value.clone());
        }
        for name in LINKED {
            context.insert_value(name, Value::from(Vec::<Value>::new()));
        }
        for part in shared {
            let html = tera.render(part.template, &context)?;
            made.push((part.variable, Value::safe_string(&html)));
        }
        Ok(self.made.get_or_init(|| made))
    }
}

impl PageContext {
    /// About how long the page will be, in bytes.
    pub(super) fn size_hint(&self) -> usize {
        let nav = self.nav.as_ref().map_or(0, |nav| nav.html.len());
        self.heading.len() + self.content.len() + nav + FRAME
    }

    /// The variables of the page's template.
    pub(super) fn values(&self, tera: &Tera, shared: &[Part], reads: Reads) -> TeraResult<Context> {
        let PageContext {
            around,
            path,
            page,
            heading,
            content,
            outline,
            breadcrumbs,
            nav,
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
        let links = styles.is_empty() && scripts.is_empty();
        for (name, value) in around.values(tera, shared)? {
            if links || *name != LINKS.variable {
                context.insert_value(*name, value.clone());
            }
        }
        let mut set = |name: &'static str, value: Value| context.insert_value(name, value);
        set("path", Value::normal_string(path));
        set("heading", Value::normal_string(heading));
        set("content", Value::normal_string(content));
        set("outline_html", Value::normal_string(&outline_html(outline)));
        let outline = if reads.outline { outline.as_slice() } else { &[] };
        set("outline", Value::try_from_serializable(outline)?);
        set("page", Value::try_from_serializable(page)?);
        set("breadcrumbs", Value::try_from_serializable(breadcrumbs)?);
        set("nav", Value::try_from_serializable(nav)?);
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
