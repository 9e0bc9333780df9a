//! The Markdown twin of a page: what the page says, complete in one file, for programs that read documentation.
//!
//! Another reader of the document tree beside [`article`](super::article): front matter is reduced to what says
//! something about the page, includes are expanded, code from files is in place, links lead to the output's pages.
//! What Markdown has no form for becomes a plain one: alerts are quotes, tabs and zones are sections with headings,
//! rows and columns stand below one another.
//!
//! **Invariant:** knows nothing of HTML templates, of files or of other pages.

mod data;
mod escape;
mod grid;
mod lines;
mod writer;

use crate::base::{DocPath, OutPath, url};
use crate::docset::{NodeRef, PageView};
use crate::markdown::{AlertType, Directive};

use super::article::Strings;
use super::article::walk::walk;
use super::context::PageMeta;

pub use grid::{Grid, cell_text};

/// Gives the Markdown of a `:::comparison` directive; `None` leaves nothing in its place.
pub type ComparisonMarkdown<'a> = &'a (dyn Fn(&Directive) -> Option<String> + Sync);

/// Markdown that is put into the text beside what the page says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Insertion {
    /// The block before which it stands; `None`: at the end.
    pub before: Option<NodeRef>,
    /// Whole lines.
    pub markdown: String,
}

/// How to write a twin.
#[derive(Clone, Copy)]
pub struct TwinOptions<'a> {
    /// Words.
    pub strings: &'a Strings,
    /// The docset's own alert types.
    pub alerts: &'a [AlertType],
    /// Address of the site: links become absolute. Without it they stay relative to the page.
    pub site: Option<&'a str>,
    /// The page's output path.
    pub out: &'a OutPath,
    /// What readers see for a pivot's id.
    pub pivot: &'a (dyn Fn(&str) -> String + Sync),
    /// The page stands for several versions, so zones say which they are for.
    pub versions: bool,
    /// Comparison tables.
    pub comparison: ComparisonMarkdown<'a>,
    /// Tables that a page shows without a directive.
    pub inserted: &'a [Insertion],
}

impl TwinOptions<'_> {
    /// Where a link of the page leads from anywhere.
    fn address(&self, href: &str) -> String {
        let Some(site) = self.site else { return href.to_owned() };
        let parts = url::split(href);
        if parts.path.is_empty() || href.starts_with('/') || url::scheme(href).is_some() {
            return href.to_owned();
        }
        let folder = DocPath::new(self.out.folder()).unwrap_or_else(DocPath::root);
        let Some(path) = folder.join(&url::decode(parts.path)) else { return href.to_owned() };
        let mut out = format!("{}/{}", site.trim_end_matches('/'), url::encode_path(path.as_str()));
        for (mark, part) in [('?', parts.query), ('#', parts.fragment)] {
            if let Some(part) = part {
                out.push(mark);
                out.push_str(part);
            }
        }
        out
    }
}

/// Where the twin of a page is written: beside it, with `.md` for `.html`.
pub fn path(page: &OutPath) -> Option<OutPath> {
    OutPath::new(&format!("{}.md", page.as_str().strip_suffix(".html")?))
}

/// The twin of a page: its facts as front matter, then what it says.
pub fn markdown(view: &PageView, meta: &PageMeta, options: &TwinOptions<'_>) -> String {
    let mut out = front_matter(meta);
    out.push('\n');
    match &view.data {
        Some(data) => out.push_str(&data::markdown(view, data, meta, options)),
        None => {
            let mut writer = writer::Writer::new(view, options);
            walk(view, [PageView::ROOT], &mut writer);
            out.push_str(&writer.finish());
        }
    }
    out
}

/// What is said about the page. Text stands in JSON's quotes, which YAML understands.
fn front_matter(meta: &PageMeta) -> String {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let mut out = String::from("---\n");
    let mut line = |key: &str, value: String| out.extend([key, ": ", value.as_str(), "\n"]);
    line("title", quoted(&meta.title));
    if let Some(description) = &meta.description {
        line("description", quoted(description));
    }
    if let Some(date) = &meta.date {
        line("date", date.clone());
    }
    if !meta.applies_to.is_empty() {
        let entries: Vec<String> = meta.applies_to.iter().map(|e| quoted(e)).collect();
        line("applies_to", format!("[{}]", entries.join(", ")));
    }
    if let Some(address) = &meta.canonical {
        line("url", quoted(address));
    }
    out.push_str("---\n");
    out
}

#[cfg(test)]
mod tests;
