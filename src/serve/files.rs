//! From the path of a request to a file of the site, as a plain static host does it.

use crate::base::{OutPath, url};

/// What a request path asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Asked {
    /// A file.
    File(OutPath),
    /// A folder without its slash, or a file: the file first, then the folder's `index.html` by way of a redirect.
    FileOrFolder(OutPath, OutPath),
    /// Nothing that a site can have.
    Nothing,
}

/// Reads a request path, which begins with a slash.
pub(super) fn asked(path: &str) -> Asked {
    let decoded = url::decode(path);
    // What is still escaped was not UTF-8; encoded slashes would name another file than the one written.
    let lower = path.to_ascii_lowercase();
    if lower.contains("%2f") || lower.contains("%5c") || lower.contains("%00") {
        return Asked::Nothing;
    }
    let Some(rest) = decoded.strip_prefix('/') else { return Asked::Nothing };
    if rest.is_empty() || rest.ends_with('/') {
        return OutPath::new(&format!("{rest}index.html")).map_or(Asked::Nothing, Asked::File);
    }
    match (OutPath::new(rest), OutPath::new(&format!("{rest}/index.html"))) {
        (Some(file), Some(index)) => Asked::FileOrFolder(file, index),
        _ => Asked::Nothing,
    }
}

/// The media type of a file, by its extension.
pub(super) fn media_type(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or_default();
    let extension = name.rsplit_once('.').map_or("", |(_, e)| e).to_ascii_lowercase();
    match extension.as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "xml" => "application/xml",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "bmp" => "image/bmp",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "mp3" => "audio/mpeg",
        "pdf" => "application/pdf",
        "wasm" => "application/wasm",
        "zip" => "application/zip",
        "md" => "text/markdown; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "txt" | "yml" | "yaml" | "ps1" | "sh" | "cs" | "toml" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str) -> Option<String> {
        match asked(path) {
            Asked::File(file) | Asked::FileOrFolder(file, _) => Some(file.as_str().to_owned()),
            Asked::Nothing => None,
        }
    }

    #[test]
    fn folders_have_an_index_and_files_are_themselves() {
        assert_eq!(file("/").as_deref(), Some("index.html"));
        assert_eq!(file("/a/").as_deref(), Some("a/index.html"));
        assert_eq!(file("/a/b%20c.html").as_deref(), Some("a/b c.html"));
    }

    #[test]
    fn no_path_leads_out_of_the_site() {
        for bad in [
            "/../etc/passwd",
            "/a/../../b",
            "/%2e%2e/b",
            "/a/%2e%2e%2fb",
            "//etc/passwd",
            "/a//b",
            "/a\\..\\b",
            "/a%5c..%5cb",
            "/a%00b",
            "/a%2fb",
            "/./a",
            "/%2e/a",
            "a",
            "",
            "/..",
            "/.",
            "/a/..",
            "/..%c0%af",
        ] {
            let found = file(bad);
            let harmless = found.as_deref().is_none_or(|f| f == "..%c0%af");
            assert!(harmless, "{bad} -> {found:?}");
        }
    }
}
