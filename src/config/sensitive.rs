//! Files that a wildcard must not publish: keys, environment files, leftovers of editors.

use super::glob::{GlobOptions, GlobSet};

/// File-name endings and names. Names with a dot in front are out of a wildcard's reach anyway.
const PATTERNS: &[&str] = &[
    ".pem",
    ".key",
    ".pfx",
    ".p12",
    ".jks",
    ".kdbx",
    ".env",
    "id_rsa",
    "id_ed25519",
    "~",
    ".swp",
    ".orig",
    ".bak",
    "thumbs.db",
    "desktop.ini",
];

/// Patterns to leave out: all that `files` does not name itself.
pub(super) fn unnamed(files: &GlobSet) -> GlobSet {
    let named =
        |end: &&&str| files.patterns().any(|p| p.to_lowercase().trim_end_matches('}').ends_with(**end));
    let patterns: Vec<String> =
        PATTERNS.iter().filter(|end| !named(end)).map(|end| format!("**/*{end}")).collect();
    GlobSet::new(patterns.iter().map(String::as_str), GlobOptions { dot: true, ..GlobOptions::default() }).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wildcard_does_not_publish_keys_but_a_name_does() {
        let of = |p| unnamed(&GlobSet::new([p], GlobOptions::default()).0);
        assert!(of("**").is_match("a/server.PEM") && of("**").is_match("notes.md~"));
        assert!(!of("**/*.pem").is_match("a/server.pem"));
        assert!(!of("**").is_match("a/keys.png"));
    }
}
