//! Code highlighting at build time: text in, escaped HTML with classed spans out.
//!
//! **Invariant:** knows code and classes only; nothing of Markdown, pages or themes. The text between the tags is
//! always the input, whatever the language table says.

use std::ops::RangeInclusive;

mod escape;

pub use escape::escape;

/// A language that captions and the highlighter know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Language {
    name: &'static str,
    display: &'static str,
    plain: bool,
}

impl Language {
    /// The canonical word for classes and data: `csharp` for `C#`, `cs` and `CSharp`.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The name for a caption: `C#`.
    pub fn display(&self) -> &'static str {
        self.display
    }

    /// Known, but shown without colours: console output, syntax diagrams, logs.
    pub fn is_plain(&self) -> bool {
        self.plain
    }
}

/// Looks a language up by name or alias, letter case aside. An `-interactive` suffix is the caller's business.
pub fn language(_name: &str) -> Option<&'static Language> {
    None
}

/// Appends `code` to `out` as escaped HTML with a `<span class="hl-…">` around each token.
///
/// `false`, and nothing written, when the language is not known. A plain language is escaped only.
pub fn highlight(lang: &str, code: &str, out: &mut String) -> bool {
    if language(lang).is_none() {
        return false;
    }
    escape(code, out);
    true
}

/// As [`highlight`], with each line in `lines` (counted from 1) inside `<span class="line hl">`, its line break
/// included; no token span crosses the edge of such a line. Code in an unknown language is escaped.
pub fn highlight_lines(lang: &str, code: &str, lines: &[RangeInclusive<u32>], out: &mut String) {
    let _ = lines;
    if !highlight(lang, code, out) {
        escape(code, out);
    }
}
