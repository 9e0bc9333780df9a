//! Site paths, output paths and the hrefs between them.
//!
//! **Invariant:** the only place that makes an [`OutPath`] of a page or a relative address between pages.

use crate::base::{OutPath, url};
use crate::config::UrlType;

use super::{Asset, Catalog, Page};

/// What the output is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Emit {
    /// A site to be read: relative links with `.html`, good under every base path and from disk.
    #[default]
    Site,
    /// Page models for another renderer: addresses as the configuration's host has them.
    Model,
}

/// A path without its extension.
pub(super) fn without_extension(path: &str) -> &str {
    let name = path.rfind('/').map_or(0, |i| i + 1);
    match path[name..].rfind('.') {
        Some(i) if i > 0 => &path[..name + i],
        _ => path,
    }
}

/// The address of a site path: `index` as its folder with a slash at the end; in lower case when asked for.
pub(super) fn page_url(base: &str, site_path: &str, lower: bool) -> String {
    let path = if lower { site_path.to_lowercase() } else { site_path.to_owned() };
    let path = match path.strip_suffix("index") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
        _ => path.as_str(),
    };
    format!("{base}/{path}")
}

/// The address of data.
pub(super) fn data_url(base: &str, site_path: &str, lower: bool) -> String {
    let path = if lower { site_path.to_lowercase() } else { site_path.to_owned() };
    format!("{base}/{path}.json")
}

/// The key under which an address is looked up: no trailing `index`, no extension of a page, lower case.
pub(super) fn url_key(path: &str) -> String {
    let mut key = String::with_capacity(path.len());
    let mut push = |c: char| {
        let c = if c == '\\' { '/' } else { c };
        if c != '/' || !key.ends_with('/') {
            key.push(c);
        }
    };
    // Looked up several times for every page; hardly an address has letters beyond ASCII.
    if path.is_ascii() {
        path.bytes().for_each(|b| push(char::from(b.to_ascii_lowercase())));
    } else {
        path.chars().flat_map(char::to_lowercase).for_each(push);
    }
    for extension in [".html", ".md", ".yml"] {
        if let Some(short) = key.strip_suffix(extension) {
            key.truncate(short.len());
            break;
        }
    }
    if key.ends_with("/index") {
        key.truncate(key.len() - "index".len());
    }
    key
}

/// The place of a page in the output.
pub(super) fn page_out(prefix: &str, version: Option<&str>, site_path: &str) -> Option<OutPath> {
    let path = joined(&[prefix, version.unwrap_or(""), site_path]) + ".html";
    OutPath::new(&path)
}

/// The place of a page's model in the output: base path, folder of its versions, path in lower case.
pub(super) fn model_out(base: &str, monikers: &[String], site_path: &str, lower: bool) -> Option<OutPath> {
    let path = if lower { site_path.to_lowercase() } else { site_path.to_owned() };
    let group = moniker_group(monikers);
    OutPath::new(&format!("{}.json", joined(&[base.trim_matches('/'), &group, &path])))
}

/// The name of a set of versions in model output; empty for none.
pub(super) fn moniker_group(monikers: &[String]) -> String {
    if monikers.is_empty() {
        return String::new();
    }
    super::model::digest::short(&monikers.join(","))
}

/// Path parts with single slashes between those that are not empty.
pub(super) fn joined(parts: &[&str]) -> String {
    let mut path = String::with_capacity(parts.iter().map(|part| part.len() + 1).sum());
    for part in parts.iter().map(|part| part.trim_matches('/')).filter(|part| !part.is_empty()) {
        if !path.is_empty() {
            path.push('/');
        }
        path.push_str(part);
    }
    path
}

/// `target` (an address from the host's root) relative to the page at `from`.
pub(super) fn relative_url(from: &str, target: &str) -> String {
    let from = from.trim_start_matches('/');
    let folder = from.rfind('/').map_or("", |i| &from[..i]);
    let href = url::relative(folder, target.trim_start_matches('/'));
    if href.is_empty() { "./".to_owned() } else { href }
}

impl Catalog {
    /// The href of a page as seen from another, without query and fragment.
    pub fn href(&self, from: &Page, to: &Page) -> String {
        match self.emit {
            Emit::Site => url::encode_path(url::relative(from.out.folder(), to.out.as_str())),
            Emit::Model => self.href_from(&self.published_url(from), to),
        }
    }

    /// The address of a page relative to another address of the host.
    pub(super) fn href_from(&self, from: &str, to: &Page) -> String {
        url::encode_path(relative_url(from, &self.published_url(to)))
    }

    /// The href of a file that is copied.
    pub(super) fn asset_href(&self, from: &Page, asset: &Asset) -> String {
        match self.emit {
            Emit::Site => url::encode_path(url::relative(from.out.folder(), asset.out.as_str())),
            Emit::Model => url::encode_path(relative_url(&self.published_url(from), &asset.url)),
        }
    }

    /// How a docset's addresses look: as configured for Learn's, with `.html` for DocFX's.
    pub(super) fn url_type(&self, docset: usize) -> UrlType {
        if self.learn(docset) { self.settings.url_type } else { UrlType::Ugly }
    }

    /// Whether addresses are in lower case.
    pub(super) fn lower(&self, docset: usize) -> bool {
        self.learn(docset) && self.settings.lower_case_url
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_indexes_are_folders() {
        assert_eq!(page_url("/tool", "Guide/index", true), "/tool/guide/");
        assert_eq!(page_url("", "index", true), "/");
        assert_eq!(page_url("/tool", "my-index", true), "/tool/my-index");
        assert_eq!(url_key("/Tool//guide/index.md"), "/tool/guide/");
    }

    #[test]
    fn only_the_last_extension_goes() {
        assert_eq!(without_extension("a.b/c-1.8-x.md"), "a.b/c-1.8-x");
        assert_eq!(without_extension("a.b/.env"), "a.b/.env");
    }

    #[test]
    fn relative_addresses_between_pages_and_folders() {
        assert_eq!(relative_url("/a/b", "/a/c"), "c");
        assert_eq!(relative_url("/a/b", "/a/"), "./");
        assert_eq!(relative_url("/a/b/", "/a/"), "../");
        assert_eq!(relative_url("/x", "/a/"), "a/");
        assert_eq!(relative_url("/a", "/"), "./");
    }
}
