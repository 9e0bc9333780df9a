//! What machines read: addresses, structured data, `sitemap.xml`, `robots.txt`, `llms.txt`.
//!
//! Pure functions over a page or the list of pages, in the order given; the build decides what is listed.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::context::{Contributor, PageMeta};
use crate::base::{DocPath, OutPath, url};
use crate::docset::Crumb;

/// The absolute address of an output path below the site's address (which ends with a slash).
///
/// `index.html` is left off, since that is the address a host answers at.
pub fn canonical(site: &str, page: &OutPath) -> String {
    let path = page.as_str();
    let path = match path.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
        _ => path,
    };
    let slash = if site.ends_with('/') { "" } else { "/" };
    format!("{site}{slash}{}", url::encode_path(path))
}

/// The place of a page as a schema.org `BreadcrumbList`, safe inside a script element; `crumbs` as
/// [`docset::Nav`](crate::docset::Nav) has them. Entries need absolute addresses, so those that lead elsewhere
/// or nowhere are left out.
pub fn json_ld(site: &str, page: &OutPath, title: &str, crumbs: &[Crumb]) -> String {
    let folder = DocPath::new(page.folder()).unwrap_or_else(DocPath::root);
    let inside = |href: &str| {
        let parts = url::split(href);
        let relative = url::scheme(href).is_none() && !parts.path.is_empty() && !href.starts_with('/');
        let path = relative.then(|| folder.join(&url::decode(parts.path))).flatten()?;
        OutPath::new(path.as_str())
    };
    let mut items: Vec<Value> = Vec::new();
    let mut push = |name: &str, path: &OutPath| {
        items.push(json!({
            "@type": "ListItem", "position": items.len() + 1, "name": name, "item": canonical(site, path),
        }));
    };
    for crumb in crumbs {
        if let Some(path) = crumb.href.as_deref().and_then(inside) {
            push(&crumb.title, &path);
        }
    }
    push(title, page);
    script_json(&json!({
        "@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items,
    }))
}

/// What [`json_ld`] gave, `crumbs`, and beside it the article at `address` as a schema.org `TechArticle`: when it was
/// changed and by whom.
pub fn with_article(crumbs: &str, address: &str, page: &PageMeta) -> String {
    let mut article = json!({
        "@context": "https://schema.org", "@type": "TechArticle", "headline": page.title, "url": address,
    });
    if let Some(day) = page.updated.as_ref().or(page.date.as_ref()) {
        article["dateModified"] = json!(day);
    }
    let person = |c: &Contributor| match &c.url {
        Some(url) => json!({ "@type": "Person", "name": c.name, "url": url }),
        None => json!({ "@type": "Person", "name": c.name }),
    };
    if !page.contributors.is_empty() {
        article["contributor"] = page.contributors.iter().map(person).collect();
    }
    format!("[{crumbs},{}]", script_json(&article))
}

/// JSON that cannot end the script element it stands in.
pub(super) fn script_json(value: &Value) -> String {
    value
        .to_string()
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

/// A page as these files list it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its output path.
    pub path: OutPath,
    /// Plain title.
    pub title: String,
    /// One or two sentences.
    pub description: Option<String>,
    /// `YYYY-MM-DD`.
    pub date: Option<String>,
    /// Output path of its Markdown form.
    pub markdown: Option<OutPath>,
    /// Area of the site it belongs to: a heading in `llms.txt`.
    pub section: String,
}

/// How many addresses a sitemap may hold (sitemaps.org protocol).
pub const SITEMAP_LIMIT: usize = 50_000;

/// The text of `sitemap.xml`; pages past [`SITEMAP_LIMIT`] need a file of their own.
pub fn sitemap(site: &str, pages: &[Listed]) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for page in pages.iter().take(SITEMAP_LIMIT) {
        let address = xml(&canonical(site, &page.path));
        let _ = write!(out, "<url><loc>{address}</loc>");
        if let Some(date) = &page.date {
            let _ = write!(out, "<lastmod>{}</lastmod>", xml(date));
        }
        out.push_str("</url>\n");
    }
    out.push_str("</urlset>\n");
    out
}

/// The text of `robots.txt`: everything may be read; the sitemap is named when there is one.
pub fn robots(site: Option<&str>) -> String {
    let mut out = String::from("User-agent: *\nAllow: /\n");
    if let Some(site) = site {
        let slash = if site.ends_with('/') { "" } else { "/" };
        let _ = writeln!(out, "\nSitemap: {site}{slash}sitemap.xml");
    }
    out
}

/// The text of `llms.txt` (llmstxt.org): the site's name and summary, then its pages by section, each with its
/// Markdown form where there is one. Addresses are absolute when the site's own is known, else from the top.
pub fn llms(title: &str, summary: Option<&str>, site: Option<&str>, pages: &[Listed]) -> String {
    let mut out = format!("# {}\n", line(title));
    if let Some(summary) = summary {
        let _ = write!(out, "\n> {}\n", line(summary));
    }
    let mut section: Option<&str> = None;
    for page in pages {
        if section != Some(page.section.as_str()) {
            section = Some(&page.section);
            let name = if page.section.is_empty() { "Pages" } else { &page.section };
            let _ = write!(out, "\n## {}\n\n", line(name));
        }
        let path = page.markdown.as_ref().unwrap_or(&page.path);
        let address = match site {
            Some(site) if page.markdown.is_none() => canonical(site, path),
            Some(url) => {
                format!("{}/{}", url.trim_end_matches('/'), url::encode_path(path.as_str()))
            }
            None => url::encode_path(path.as_str()),
        };
        let name = line(&page.title).replace('[', "\\[").replace(']', "\\]");
        let _ = write!(out, "- [{name}]({})", address.replace('(', "%28").replace(')', "%29"));
        if let Some(text) = page.description.as_deref().map(line).filter(|t| !t.is_empty()) {
            let _ = write!(out, ": {text}");
        }
        out.push('\n');
    }
    out
}

/// One line, white space collapsed, without angle brackets that a reader could take for HTML.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('<', "&lt;")
}

fn xml(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn out(path: &str) -> OutPath {
        OutPath::new(path).expect("a fine path")
    }

    fn page(path: &str, section: &str) -> Listed {
        Listed {
            path: out(path),
            title: "A [b] <c>".into(),
            description: Some("Two\nlines".into()),
            date: Some("2026-01-02".into()),
            markdown: None,
            section: section.into(),
        }
    }

    #[test]
    fn titles_cannot_end_the_script() {
        let page = OutPath::new("a/b.html").expect("a fine path");
        let crumbs = [
            Crumb { title: "Top".into(), href: Some("../x%20y/index.html".into()) },
            Crumb { title: "Elsewhere".into(), href: Some("https://y.org/".into()) },
        ];
        let text = json_ld("https://x.org/", &page, "</script><b>", &crumbs);
        assert!(
            !text.contains('<') && text.contains("https://x.org/x%20y/") && !text.contains("y.org"),
            "{text}"
        );
    }

    #[test]
    fn an_index_is_the_address_of_its_folder() {
        assert_eq!(canonical("https://x.org/d/", &out("a b/index.html")), "https://x.org/d/a%20b/");
        assert_eq!(canonical("https://x.org", &out("reindex.html")), "https://x.org/reindex.html");
    }

    #[test]
    fn a_sitemap_escapes_its_addresses() {
        let text = sitemap("https://x.org/", &[page("a&b/index.html", "")]);
        assert!(text.contains("<loc>https://x.org/a&amp;b/</loc><lastmod>2026-01-02</lastmod>"), "{text}");
    }

    #[test]
    fn llms_groups_by_section() {
        let text = llms("Docs", Some("All."), None, &[page("a.html", "One"), page("b.html", "One")]);
        let entry = |p: &str| format!("- [A \\[b\\] &lt;c>]({p}): Two lines\n");
        assert_eq!(text, format!("# Docs\n\n> All.\n\n## One\n\n{}{}", entry("a.html"), entry("b.html")));
    }

    #[test]
    fn robots_names_the_sitemap_only_with_an_address() {
        assert!(robots(Some("https://x.org/d")).ends_with("Sitemap: https://x.org/d/sitemap.xml\n"));
        assert!(!robots(None).contains("Sitemap"));
    }
}
