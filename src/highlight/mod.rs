//! Code highlighting at build time: text in, escaped HTML with classed spans out.
//!
//! Languages are data (`languages`) that one table-driven lexer reads; only markup, YAML and Markdown have
//! readers of their own. Everything is one pass, linear in the code, with no regular expressions.
//!
//! | class | token | class | token |
//! | --- | --- | --- | --- |
//! | `hl-c` | comment | `hl-v` | variable |
//! | `hl-s` | string | `hl-a` | attribute, key, parameter, decorator |
//! | `hl-n` | number | `hl-p` | preprocessor directive |
//! | `hl-k` | keyword, tag | `hl-m` | meta: prompt, declaration, entity |
//! | `hl-t` | type | `hl-d` | deletion |
//! | `hl-f` | function, command | `hl-i` | insertion |
//!
//! **Invariant:** knows code and classes only; nothing of Markdown, pages or themes. The text between the tags is
//! always the input, whatever the language table says.

use std::ops::RangeInclusive;
use std::sync::{LazyLock, OnceLock};

use rustc_hash::FxHashMap;

mod escape;
mod grammar;
mod languages;
mod lexer;
mod markup;
mod prose;
mod scan;
mod sink;
mod words;

pub use escape::escape;

use languages::{FAMILIES, Syntax};
use lexer::Lexer;
use sink::{Flat, Lined, Sink};

/// A language that captions and the highlighter know.
#[derive(Debug, Clone, Copy)]
pub struct Language {
    name: &'static str,
    display: &'static str,
    aliases: &'static str,
    syntax: Syntax,
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
        matches!(self.syntax, Syntax::Plain)
    }
}

/// A language and its lexer, made when it is first asked for.
struct Registered {
    language: &'static Language,
    lexer: OnceLock<Lexer>,
}

static REGISTRY: LazyLock<FxHashMap<&'static str, &'static Registered>> = LazyLock::new(|| {
    static LIST: LazyLock<Vec<Registered>> = LazyLock::new(|| {
        let all = FAMILIES.iter().flat_map(|family| family.iter());
        all.map(|language| Registered { language, lexer: OnceLock::new() }).collect()
    });
    let mut by_name = FxHashMap::default();
    for registered in LIST.iter() {
        by_name.insert(registered.language.name, registered);
        for alias in registered.language.aliases.split_ascii_whitespace() {
            by_name.entry(alias).or_insert(registered);
        }
    }
    by_name
});

fn registered(name: &str) -> Option<&'static Registered> {
    let name = name.trim();
    if name.bytes().any(|b| b.is_ascii_uppercase()) {
        return REGISTRY.get(name.to_ascii_lowercase().as_str()).copied();
    }
    REGISTRY.get(name).copied()
}

/// Looks a language up by name or alias, letter case aside. An `-interactive` suffix is the caller's business.
pub fn language(name: &str) -> Option<&'static Language> {
    registered(name).map(|r| r.language)
}

/// Appends `code` to `out` as escaped HTML with a `<span class="hl-…">` around each token.
///
/// `false`, and nothing written, when the language is not known. A plain language is escaped only.
pub fn highlight(lang: &str, code: &str, out: &mut String) -> bool {
    let Some(found) = registered(lang) else { return false };
    out.reserve(code.len() * 2);
    run(found, code, &mut Flat { out });
    true
}

/// As [`highlight`], with each line in `lines` (counted from 1) inside `<span class="line hl">`, its line break
/// included; no token span crosses the end of a line. Code in an unknown language is escaped.
pub fn highlight_lines(lang: &str, code: &str, lines: &[RangeInclusive<u32>], out: &mut String) {
    let mut sink = Lined::new(lines, out);
    match registered(lang) {
        Some(found) => run(found, code, &mut sink),
        None => sink.plain(code),
    }
    sink.finish();
}

/// Reads a line list such as `1-3,5,8-` (counted from 1, an open end runs to the last line). What is no number is
/// left out.
pub fn line_ranges(text: &str) -> Vec<RangeInclusive<u32>> {
    let range = |part: &str| {
        let (from, to) = part.split_once('-').map_or((part, part), |(from, to)| (from.trim(), to.trim()));
        let from: u32 = from.parse().ok()?;
        let to = if to.is_empty() { u32::MAX } else { to.parse().ok()? };
        (from <= to).then_some(from..=to)
    };
    text.split(',').filter_map(|part| range(part.trim())).collect()
}

fn run<S: Sink>(found: &'static Registered, code: &str, sink: &mut S) {
    match found.language.syntax {
        Syntax::Plain => sink.plain(code),
        Syntax::Table(grammar) => found.lexer.get_or_init(|| Lexer::new(grammar)).run(code, sink),
        Syntax::Markup(dialect) => markup::run(dialect, code, sink, &|name, code, sink| {
            if let Some(Registered { language: Language { syntax: Syntax::Table(grammar), .. }, lexer }) =
                registered(name)
            {
                lexer.get_or_init(|| Lexer::new(grammar)).run(code, sink);
            }
        }),
        Syntax::Yaml => prose::yaml(code, sink),
        Syntax::Markdown => prose::markdown(code, sink),
    }
}

#[cfg(test)]
mod tests;
