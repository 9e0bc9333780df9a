//! Addresses and HTML carried from one page to another: values are kept with links from the root of the site
//! and are printed with links from the page that shows them.

use crate::base::url;

/// `href`, printed on the page `out`, as an address from the root of the site. Absolute ones stay as they are.
pub(crate) fn to_root(href: &str, out: &str) -> String {
    if href.is_empty() || href.starts_with('/') || url::scheme(href).is_some() {
        return href.to_owned();
    }
    let parts = url::split(href);
    let page = url::encode_path(out);
    let suffix = href.get(parts.path.len()..).unwrap_or_default();
    if parts.path.is_empty() {
        return format!("{page}{suffix}");
    }
    let mut segments: Vec<&str> = page.split('/').collect();
    segments.pop();
    for segment in parts.path.split('/') {
        match segment {
            "." => {}
            ".." => {
                if segments.pop().is_none() {
                    return href.to_owned();
                }
            }
            other => segments.push(other),
        }
    }
    format!("{}{suffix}", segments.join("/"))
}

/// An address from the root of the site as one from the folder `folder` (of output paths).
pub(crate) fn from_root(address: &str, folder: &str) -> String {
    if address.starts_with('/') || address.starts_with("../") || url::scheme(address).is_some() {
        return address.to_owned();
    }
    let parts = url::split(address);
    let suffix = address.get(parts.path.len()..).unwrap_or_default();
    format!("{}{suffix}", url::relative(&url::encode_path(folder), parts.path))
}

/// HTML of a value with its links changed by `change` and without ids, which may stand once on a page only.
pub(crate) fn rewrite(html: &str, change: &dyn Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(html.len() + 32);
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        let (text, tag) = rest.split_at(open);
        out.push_str(text);
        if tag.starts_with("<!--") {
            rest = tag.find("-->").and_then(|end| tag.get(end + 3..)).unwrap_or_default();
            continue;
        }
        let Some(end) = tag_end(tag) else {
            out.push_str(tag);
            return out;
        };
        let (tag, after) = tag.split_at(end);
        rewrite_tag(tag, change, &mut out);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Length of a tag, quotes respected.
fn tag_end(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (i, c) in tag.char_indices() {
        match (quote, c) {
            (None, '>') => return Some(i + 1),
            (None, '"' | '\'') => quote = Some(c),
            (Some(q), c) if q == c => quote = None,
            _ => {}
        }
    }
    None
}

/// Attributes that hold an address.
const ADDRESSES: &[&str] = &["href", "src", "poster"];

/// Attributes that must not be repeated, or that point at such.
const IDS: &[&str] = &["id", "name", "aria-labelledby", "aria-describedby", "aria-controls", "for"];

fn rewrite_tag(tag: &str, change: &dyn Fn(&str) -> String, out: &mut String) {
    let mut rest = tag;
    while let Some(equals) = rest.find('=') {
        let (before, value) = rest.split_at(equals);
        let value = value.get(1..).unwrap_or_default();
        let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
            out.push_str(before);
            out.push('=');
            rest = value;
            continue;
        };
        let inner = value.get(1..).unwrap_or_default();
        let Some(close) = inner.find(quote) else { break };
        let (inner, after) = inner.split_at(close);
        let name_at = before.rfind(char::is_whitespace).map_or(0, |i| i + 1);
        let (lead, name) = before.split_at(name_at);
        if IDS.contains(&name) {
            out.push_str(lead.trim_end());
        } else {
            out.push_str(before);
            out.push('=');
            out.push(quote);
            if ADDRESSES.contains(&name) {
                out.push_str(&change(inner));
            } else {
                out.push_str(inner);
            }
            out.push(quote);
        }
        rest = after.get(1..).unwrap_or_default();
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_travel_to_the_root_and_back() {
        assert_eq!(to_root("../b/c.html#x", "docs/a/p.html"), "docs/b/c.html#x");
        assert_eq!(to_root("#here", "docs/a/p.html"), "docs/a/p.html#here");
        assert_eq!(to_root("https://example.org/", "docs/p.html"), "https://example.org/");
        assert_eq!(to_root("../../../up.html", "docs/p.html"), "../../../up.html");
        assert_eq!(from_root("docs/b/c.html#x", "methods"), "../docs/b/c.html#x");
        assert_eq!(from_root("docs/c.html?a=b/c", "docs"), "c.html?a=b/c");
    }

    #[test]
    fn html_loses_ids_and_keeps_the_rest() {
        let html = r#"<p id="a" class="b">x <a href="c.html">=</a> a="b" <img src='d.png'></p><!-- e -->"#;
        let out = rewrite(html, &|href| format!("../{href}"));
        assert_eq!(out, r#"<p class="b">x <a href="../c.html">=</a> a="b" <img src='../d.png'></p>"#);
    }
}
