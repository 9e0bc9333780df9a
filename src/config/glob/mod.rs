//! DocFX's file patterns, translated to `globset` once and matched many times.
//!
//! DocFX: letter case is ignored; `*` and `?` stay within a name; `**` is any depth; `**.md` means `**/*.md`; `{a,b}`
//! expands; `!` in front negates; `\` escapes; a pattern that ends in a slash names folders only; wildcards do not
//! match names that begin with a dot.

mod expand;
mod translate;

use std::borrow::Cow;
use std::sync::OnceLock;

use globset::{GlobBuilder, GlobMatcher, GlobSetBuilder};

use translate::Part;

/// How patterns are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GlobOptions {
    /// Letter case counts.
    pub case_sensitive: bool,
    /// Wildcards match names that begin with a dot.
    pub dot: bool,
    /// Braces are literal.
    pub no_expand: bool,
    /// An exclamation mark in front is literal.
    pub no_negate: bool,
}

/// Why a pattern cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct GlobError(String);

impl GlobError {
    fn new(text: impl Into<String>) -> Self {
        GlobError(text.into())
    }
}

/// One pattern.
#[derive(Debug, Clone)]
pub struct Glob {
    pattern: String,
    set: GlobSet,
}

impl Glob {
    /// Reads a pattern.
    ///
    /// # Errors
    /// When it expands to too many.
    pub fn new(pattern: &str, options: GlobOptions) -> Result<Self, GlobError> {
        let (set, mut errors) = GlobSet::new([pattern], options);
        match errors.pop() {
            Some((_, error)) => Err(error),
            None => Ok(Glob { pattern: pattern.to_owned(), set }),
        }
    }

    /// The pattern as written.
    pub fn pattern(&self) -> &str {
        &self.pattern
    }

    /// Whether a path (`/` between its parts, no slash in front) fits.
    pub fn is_match(&self, path: &str) -> bool {
        self.set.is_match(path)
    }
}

/// Several patterns, matched at once.
#[derive(Debug, Clone, Default)]
pub struct GlobSet {
    options: GlobOptions,
    patterns: Vec<Pattern>,
    /// All alternatives of all patterns.
    all: globset::GlobSet,
    /// Alternative of `all` to pattern.
    owner: Vec<usize>,
    any_negated: bool,
}

#[derive(Debug, Clone)]
struct Pattern {
    text: String,
    negated: bool,
    alternatives: Vec<Alternative>,
}

/// One pattern without braces, name by name; for paths with names that begin with a dot.
#[derive(Debug, Clone)]
struct Alternative {
    parts: Vec<Part>,
    matchers: OnceLock<Vec<Option<GlobMatcher>>>,
}

impl GlobSet {
    /// Reads patterns; those that cannot be used are left out and given back with their index.
    pub fn new<'a>(
        patterns: impl IntoIterator<Item = &'a str>,
        options: GlobOptions,
    ) -> (Self, Vec<(usize, GlobError)>) {
        let mut set = GlobSet { options, ..GlobSet::default() };
        let mut errors = Vec::new();
        let mut builder = GlobSetBuilder::new();
        for (i, text) in patterns.into_iter().enumerate() {
            let pattern = match read(text, options) {
                Ok((pattern, globs)) => {
                    for glob in globs {
                        builder.add(glob);
                        set.owner.push(set.patterns.len());
                    }
                    pattern
                }
                Err(e) => {
                    errors.push((i, e));
                    // Its place is kept, so that indices are those of the caller's list.
                    Pattern { text: text.to_owned(), negated: false, alternatives: Vec::new() }
                }
            };
            set.any_negated |= pattern.negated;
            set.patterns.push(pattern);
        }
        match builder.build() {
            Ok(all) => set.all = all,
            Err(e) => {
                errors.push((0, GlobError::new(e.to_string())));
                set.patterns.clear();
                set.owner.clear();
            }
        }
        (set, errors)
    }

    /// Whether a path (`/` between its parts, no slash in front) fits one of the patterns.
    pub fn is_match(&self, path: &str) -> bool {
        let path = self.folded(path);
        if self.any_negated || self.needs_names(&path) {
            return (0..self.patterns.len()).any(|i| self.fits(i, &path));
        }
        self.all.is_match(&*path)
    }

    /// The indices, in order, of the patterns that a path fits.
    pub fn matches(&self, path: &str) -> Vec<usize> {
        let path = self.folded(path);
        if self.any_negated || self.needs_names(&path) {
            return (0..self.patterns.len()).filter(|i| self.fits(*i, &path)).collect();
        }
        let hits = self.all.matches(&*path);
        let mut out: Vec<usize> = hits.into_iter().filter_map(|i| self.owner.get(i).copied()).collect();
        out.sort_unstable();
        out.dedup();
        out
    }

    /// Whether there are no patterns.
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// The patterns as written.
    pub fn patterns(&self) -> impl Iterator<Item = &str> {
        self.patterns.iter().map(|p| p.text.as_str())
    }

    /// Whether a pattern can match names that begin with a dot.
    pub fn reaches_dot_names(&self) -> bool {
        let named = |part: &Part| matches!(part, Part::Name { explicit_dot: true, .. });
        self.options.dot
            || self.patterns.iter().any(|p| p.alternatives.iter().any(|a| a.parts.iter().any(named)))
    }

    fn folded<'p>(&self, path: &'p str) -> Cow<'p, str> {
        if self.options.case_sensitive || path.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
            Cow::Borrowed(path)
        } else {
            Cow::Owned(path.to_lowercase())
        }
    }

    /// `globset` knows no rule about dots; paths in which it matters are matched name by name.
    fn needs_names(&self, path: &str) -> bool {
        !self.options.dot && (path.starts_with('.') || path.contains("/."))
    }

    fn fits(&self, pattern: usize, path: &str) -> bool {
        let Some(pattern) = self.patterns.get(pattern) else { return false };
        let dot = self.options.dot;
        pattern.alternatives.iter().any(|a| a.is_match(path, dot)) != pattern.negated
    }
}

fn read(text: &str, options: GlobOptions) -> Result<(Pattern, Vec<globset::Glob>), GlobError> {
    let marks = if options.no_negate { 0 } else { text.bytes().take_while(|b| *b == b'!').count() };
    let body = text.get(marks..).unwrap_or_default();
    let body = if options.case_sensitive { body.to_owned() } else { body.to_lowercase() };
    let expanded = if options.no_expand { vec![body] } else { expand::braces(&body)? };
    let mut globs = Vec::new();
    let mut alternatives = Vec::new();
    for alternative in expanded {
        let Some(parts) = translate::parts(&alternative) else { continue };
        globs.push(compile(&translate::join(&parts))?);
        alternatives.push(Alternative { parts, matchers: OnceLock::new() });
    }
    Ok((Pattern { text: text.to_owned(), negated: marks % 2 == 1, alternatives }, globs))
}

fn compile(glob: &str) -> Result<globset::Glob, GlobError> {
    let mut builder = GlobBuilder::new(glob);
    builder.literal_separator(true).backslash_escape(true).empty_alternates(true);
    builder.build().map_err(|e| GlobError::new(e.kind().to_string()))
}

impl Alternative {
    /// Name by name: `**` tries every depth, the last one first remembered, as with `*` in a name.
    fn is_match(&self, path: &str, dot: bool) -> bool {
        let matchers = self.matchers.get_or_init(|| {
            let one = |part: &Part| match part {
                Part::Name { glob, .. } => compile(glob).ok().map(|g| g.compile_matcher()),
                Part::AnyDepth => None,
            };
            self.parts.iter().map(one).collect()
        });
        let names: Vec<&str> = path.split('/').collect();
        let (mut part, mut name) = (0, 0);
        let mut retry: Option<(usize, usize)> = None;
        while name < names.len() || part < self.parts.len() {
            let text = names.get(name).copied();
            let step = match (self.parts.get(part), text) {
                (Some(Part::AnyDepth), _) => {
                    retry = Some((part, name));
                    part += 1;
                    continue;
                }
                (Some(Part::Name { explicit_dot, .. }), Some(text)) => {
                    let allowed = dot || *explicit_dot || !text.starts_with('.');
                    let fits = matchers.get(part).and_then(Option::as_ref).is_some_and(|m| m.is_match(text));
                    allowed && fits
                }
                _ => false,
            };
            if step {
                part += 1;
                name += 1;
                continue;
            }
            match retry {
                Some((star, from)) => match names.get(from) {
                    Some(skipped) if dot || !skipped.starts_with('.') => {
                        retry = Some((star, from + 1));
                        part = star + 1;
                        name = from + 1;
                    }
                    _ => return false,
                },
                None => return false,
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    fn fits(pattern: &str, path: &str, options: GlobOptions) -> bool {
        Glob::new(pattern, options).unwrap_or_else(|e| panic!("{pattern}: {e}")).is_match(path)
    }

    /// A table as a file: `pattern | fits, fits | does not, does not`, options in front as `dot:` or `case:`.
    #[test]
    fn the_table_holds() {
        let table = include_str!("../../../tests/config/globs.txt");
        for line in table.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')) {
            let mut cells = line.split('|');
            let mut pattern = cells.next().expect("pattern").trim();
            let mut options = GlobOptions::default();
            if let Some(rest) = pattern.strip_prefix("dot:") {
                (pattern, options.dot) = (rest, true);
            } else if let Some(rest) = pattern.strip_prefix("case:") {
                (pattern, options.case_sensitive) = (rest, true);
            }
            for (cell, expected) in cells.zip([true, false]) {
                for path in cell.split(',').map(str::trim).filter(|p| !p.is_empty()) {
                    assert_eq!(fits(pattern, path, options), expected, "{pattern} on {path}");
                }
            }
        }
    }

    #[test]
    fn indices_are_those_of_the_list_even_after_a_bad_pattern() {
        let bad = "{a,b}".repeat(12);
        let (set, errors) = GlobSet::new(["**/*.md", &bad, "docs/**"], GlobOptions::default());
        assert_eq!(errors.iter().map(|(i, _)| *i).collect::<Vec<_>>(), [1]);
        assert_eq!(set.matches("Docs/A.MD"), [0, 2]);
        assert!(set.matches("x/.hidden/a.md").is_empty());
    }

    #[test]
    fn many_files_and_many_patterns_take_little_time() {
        let patterns: Vec<String> = (0..50).map(|i| format!("docs/area{i}/**/*.{{md,yml}}")).collect();
        let (set, _) = GlobSet::new(patterns.iter().map(String::as_str), GlobOptions::default());
        let start = Instant::now();
        let hits =
            (0..10_000).filter(|i| set.is_match(&format!("docs/Area{}/x/page-{i}.md", i % 60))).count();
        assert_eq!(hits, 8_340);
        assert!(start.elapsed().as_millis() < 1500, "{:?}", start.elapsed());
    }
}
