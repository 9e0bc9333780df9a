//! DocFX's file patterns, translated to `globset` once and matched many times.

use globset::{GlobBuilder, GlobMatcher};

/// How a pattern is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GlobOptions {
    /// Letter case counts.
    pub case_sensitive: bool,
    /// Wildcards match names that begin with a dot.
    pub dot: bool,
}

/// Why a pattern cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct GlobError(pub String);

/// One pattern.
#[derive(Debug, Clone)]
pub struct Glob {
    pattern: String,
    matcher: GlobMatcher,
}

impl Glob {
    /// Reads a pattern.
    ///
    /// # Errors
    /// When a bracket is not closed and the like.
    pub fn new(pattern: &str, options: GlobOptions) -> Result<Self, GlobError> {
        let matcher = GlobBuilder::new(pattern)
            .case_insensitive(!options.case_sensitive)
            .literal_separator(true)
            .build()
            .map_err(|e| GlobError(e.to_string()))?
            .compile_matcher();
        Ok(Glob { pattern: pattern.to_owned(), matcher })
    }

    /// The pattern as written.
    pub fn pattern(&self) -> &str {
        &self.pattern
    }

    /// Whether a path (`/` between its parts, no slash in front) fits.
    pub fn is_match(&self, path: &str) -> bool {
        self.matcher.is_match(path)
    }
}

/// Several patterns: a path fits when it fits one of them.
#[derive(Debug, Clone, Default)]
pub struct GlobSet {
    globs: Vec<Glob>,
}

impl GlobSet {
    /// Reads patterns; those that cannot be used are given back with their index.
    pub fn new<'a>(
        patterns: impl IntoIterator<Item = &'a str>,
        options: GlobOptions,
    ) -> (Self, Vec<(usize, GlobError)>) {
        let mut set = GlobSet::default();
        let mut errors = Vec::new();
        for (i, pattern) in patterns.into_iter().enumerate() {
            match Glob::new(pattern, options) {
                Ok(glob) => set.globs.push(glob),
                Err(e) => errors.push((i, e)),
            }
        }
        (set, errors)
    }

    /// Whether a path fits one of the patterns.
    pub fn is_match(&self, path: &str) -> bool {
        self.globs.iter().any(|g| g.is_match(path))
    }

    /// Whether there are no patterns.
    pub fn is_empty(&self) -> bool {
        self.globs.is_empty()
    }

    /// The patterns as written.
    pub fn patterns(&self) -> impl Iterator<Item = &str> {
        self.globs.iter().map(Glob::pattern)
    }
}
