//! Paths inside a docset and inside the output folder.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

/// A source path relative to the workspace root: `/` only, no `.` or `..`, no leading or trailing slash.
///
/// The only path type past `source`. The empty path is the root itself.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocPath(Arc<str>);

impl DocPath {
    /// The workspace root.
    pub fn root() -> Self {
        DocPath(Arc::from(""))
    }

    /// Normalises `path` (`\` and `/` separate, `.` and empty parts vanish, `..` goes up).
    /// `None` when `..` leaves the root.
    pub fn new(path: &str) -> Option<Self> {
        Self::root().join(path)
    }

    /// `path` resolved against this path taken as a folder. `None` when it leaves the root.
    pub fn join(&self, path: &str) -> Option<Self> {
        let mut joined = String::with_capacity(self.0.len() + 1 + path.len());
        joined.push_str(&self.0);
        for part in path.split(['/', '\\']) {
            match part {
                "" | "." => {}
                ".." if joined.is_empty() => return None,
                ".." => joined.truncate(joined.rfind('/').unwrap_or(0)),
                other => {
                    if !joined.is_empty() {
                        joined.push('/');
                    }
                    joined.push_str(other);
                }
            }
        }
        Some(DocPath(joined.into()))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder the path lies in; the root's parent is the root.
    pub fn parent(&self) -> DocPath {
        self.0.rfind('/').map_or_else(DocPath::root, |i| DocPath(self.0[..i].into()))
    }

    /// The last part.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// The last part without its last extension.
    pub fn file_stem(&self) -> &str {
        let name = self.file_name();
        name.rfind('.').filter(|i| *i > 0).map_or(name, |i| &name[..i])
    }

    /// The last extension without the dot, as written; empty when there is none.
    pub fn extension(&self) -> &str {
        let name = self.file_name();
        name.rfind('.').filter(|i| *i > 0).map_or("", |i| &name[i + 1..])
    }

    /// Whether the extension is `ext`, letter case aside.
    pub fn has_extension(&self, ext: &str) -> bool {
        self.extension().eq_ignore_ascii_case(ext)
    }

    /// The rest of the path below `folder`, or `None` when it lies elsewhere.
    pub fn strip_prefix(&self, folder: &DocPath) -> Option<&str> {
        if folder.0.is_empty() {
            return Some(&self.0);
        }
        let rest = self.0.strip_prefix(folder.as_str())?;
        if rest.is_empty() { Some(rest) } else { rest.strip_prefix('/') }
    }

    /// The key for look-ups that ignore letter case (Unicode simple lower case).
    pub fn fold(&self) -> String {
        self.0.to_lowercase()
    }

    /// `target` as a relative path from the folder `self`.
    pub fn relative_to(&self, target: &DocPath) -> String {
        super::url::relative(&self.0, &target.0)
    }
}

impl Default for DocPath {
    fn default() -> Self {
        DocPath::root()
    }
}

impl fmt::Display for DocPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for DocPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

impl Borrow<str> for DocPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// A path in the output folder: `/` only, relative, no `.` or `..`; made from a site path and nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OutPath(Arc<str>);

impl OutPath {
    /// Checks and keeps `path`; `None` when it is empty, absolute, or has `.`, `..`, `\` or a NUL in it.
    pub fn new(path: &str) -> Option<Self> {
        let bad = path.is_empty()
            || path.contains(['\\', '\0'])
            || path.split('/').any(|p| matches!(p, "" | "." | ".."));
        (!bad).then(|| OutPath(path.into()))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same for paths that one file system or another takes for one: letter case aside, and however letters
    /// with marks are put together.
    pub fn folded(&self) -> String {
        let lower = self.0.to_lowercase();
        if lower.is_ascii() { lower } else { lower.nfc().collect() }
    }

    /// The folder it lies in, without a trailing slash; empty at the top.
    pub fn folder(&self) -> &str {
        self.0.rfind('/').map_or("", |i| &self.0[..i])
    }
}

impl fmt::Display for OutPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_normalised_and_never_leave_the_root() {
        let p = |s| DocPath::new(s).map(|p| p.to_string());
        assert_eq!(p("a/./b//c\\d.md").as_deref(), Some("a/b/c/d.md"));
        assert_eq!(p("a/../b").as_deref(), Some("b"));
        assert_eq!(p("../b"), None);
        assert_eq!(p(""), Some(String::new()));
    }

    #[test]
    fn stems_keep_inner_dots() {
        let p = DocPath::new("x/guide-1.8-notes.md").expect("inside");
        assert_eq!((p.file_stem(), p.extension()), ("guide-1.8-notes", "md"));
        assert_eq!(DocPath::new(".env").expect("inside").extension(), "");
    }

    #[test]
    fn out_paths_refuse_escapes() {
        for bad in ["", "/a", "a/../b", "a//b", "a\\b", "."] {
            assert!(OutPath::new(bad).is_none(), "{bad}");
        }
        assert_eq!(OutPath::new("a/b.html").expect("fine").folder(), "a");
    }

    #[test]
    fn one_file_on_some_systems_is_one_key() {
        let key = |path: &str| OutPath::new(path).expect("fine").folded();
        assert_eq!(key("A/Caf\u{e9}.html"), key("a/cafe\u{301}.html"));
        assert_ne!(key("a/cafe.html"), key("a/caf\u{e9}.html"));
    }
}
