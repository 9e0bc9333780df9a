//! The preview's script tag, put into pages as they are sent; the files themselves stay as a build writes them.

/// Where the script is served; on its own origin, so that a page's Content-Security-Policy holds.
pub(super) const SCRIPT: &str = "/__docwright/preview.js";

/// The page with the script at the end of its body, and the state of the site that it shows.
pub(super) fn with_script(html: &[u8], state: u64) -> Vec<u8> {
    let tag = format!("<script src=\"{SCRIPT}\" data-state=\"{state}\" defer></script>\n");
    let at = memchr::memmem::rfind(html, b"</body>").unwrap_or(html.len());
    let (head, tail) = html.split_at(at);
    [head, tag.as_bytes(), tail].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tag_stands_before_the_end_of_the_body() {
        let page = b"<body><p>a</p></body></html>";
        let out = String::from_utf8(with_script(page, 7)).expect("UTF-8");
        assert!(
            out.starts_with("<body><p>a</p><script src=\"/__docwright/preview.js\" data-state=\"7\""),
            "{out}"
        );
        assert!(out.ends_with("</script>\n</body></html>"), "{out}");
        assert!(with_script(b"x", 1).starts_with(b"x<script"));
    }
}
