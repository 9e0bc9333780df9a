//! The vocabulary in which a language is described: data only, read by the lexer.

use super::sink::Class;

/// What a table-driven language looks like. Start from [`Grammar::NONE`] and fill in what there is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Grammar {
    /// Tokens that begin with a fixed mark, tried in order at each byte that begins one.
    pub rules: &'static [Rule],
    /// Tokens that only the first text of a line can be, tried in order.
    pub line: &'static [LineRule],
    /// Reserved words by class, blank-separated.
    pub words: &'static [(Class, &'static str)],
    /// Letter case of reserved words does not matter.
    pub fold: bool,
    /// Bytes of a word beside letters, digits and `_`.
    pub word_bytes: &'static str,
    /// Numbers are coloured.
    pub numbers: bool,
    /// A word with `(` right after it is a function.
    pub calls: bool,
    /// A word that begins with an upper-case letter and has a lower-case one is a type.
    pub capitals: bool,
    /// A word with `-` in it is a command (PowerShell's `Verb-Noun`).
    pub verb_noun: bool,
    /// The first word of a line, and the first after `|`, `;`, `&` and `(`, is a command.
    pub commands: bool,
    /// A string with `:` after it is a key.
    pub string_keys: bool,
}

impl Grammar {
    /// Nothing but words and numbers.
    pub(super) const NONE: Grammar = Grammar {
        rules: &[],
        line: &[],
        words: &[],
        fold: false,
        word_bytes: "",
        numbers: true,
        calls: false,
        capitals: false,
        verb_noun: false,
        commands: false,
        string_keys: false,
    };
}

/// A token that begins with a mark.
#[derive(Debug, Clone, Copy)]
pub(super) enum Rule {
    /// A comment from the mark to the end of the line.
    Line(&'static str),
    /// The same, where the mark counts only at the start of a line or after a blank.
    LineAfterBlank(&'static str),
    /// A comment between marks.
    Block(&'static str, &'static str),
    /// A comment between marks that nests.
    Nested(&'static str, &'static str),
    /// A string.
    Text(Quote),
    /// `R"mark(…)mark"`
    RawCpp,
    /// `'x'` or `'\n'` where a lone quote means something else (lifetimes, digit groups).
    Char,
    /// The mark and a name; the last field holds bytes that a name may have beside those of a word.
    Name(&'static str, Class, &'static str),
    /// The same after a blank, bracket or comma only; when mark and name are a reserved word, that class wins.
    Flag(&'static str, Class),
    /// From mark to mark on one line with only word bytes and those of the last field between; `*` allows all.
    Enclosed(&'static str, &'static str, Class, &'static str),
    /// `[Name.Space]` where it is no index: a type.
    BracketType,
    /// The mark alone.
    Mark(&'static str, Class),
}

/// How a string looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quote {
    /// How it begins.
    pub open: &'static str,
    /// How it ends.
    pub close: &'static str,
    /// What keeps the end from being the end.
    pub escape: Escape,
    /// It may run over several lines.
    pub lines: bool,
    /// What is coloured inside.
    pub inside: Inside,
}

/// What makes a closing mark part of the string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Escape {
    /// Nothing.
    None,
    /// This byte before it.
    Byte(u8),
    /// Writing it twice.
    Doubled,
    /// Either.
    ByteOrDoubled(u8),
}

/// What is coloured inside a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Inside {
    /// Nothing.
    Nothing,
    /// `$name`, `${…}`, `$(…)`
    Dollar,
    /// `${…}` only.
    DollarBrace,
    /// `#{…}`
    HashBrace,
}

impl Quote {
    const fn new(open: &'static str, close: &'static str, escape: Escape, lines: bool) -> Quote {
        Quote { open, close, escape, lines, inside: Inside::Nothing }
    }
}

/// A string on one line whose quote is escaped by a backslash.
pub(super) const fn quote(mark: &'static str) -> Rule {
    Rule::Text(Quote::new(mark, mark, Escape::Byte(b'\\'), false))
}

/// A string on one line with a letter or sign before its first quote.
pub(super) const fn marked_quote(open: &'static str, close: &'static str) -> Rule {
    Rule::Text(Quote::new(open, close, Escape::Byte(b'\\'), false))
}

/// A string over several lines whose quote is escaped by a backslash.
pub(super) const fn quote_lines(mark: &'static str) -> Rule {
    Rule::Text(Quote::new(mark, mark, Escape::Byte(b'\\'), true))
}

/// A string whose quote is escaped by doubling, over several lines when `lines`.
pub(super) const fn doubled(open: &'static str, close: &'static str, lines: bool) -> Rule {
    Rule::Text(Quote::new(open, close, Escape::Doubled, lines))
}

/// Text between marks with no escapes, over several lines.
pub(super) const fn between(open: &'static str, close: &'static str) -> Rule {
    Rule::Text(Quote::new(open, close, Escape::None, true))
}

/// A string over several lines with values in it.
pub(super) const fn filled(open: &'static str, close: &'static str, escape: Escape, inside: Inside) -> Rule {
    Rule::Text(Quote { open, close, escape, lines: true, inside })
}

/// A token at the start of a line, blanks before it aside.
#[derive(Debug, Clone, Copy)]
pub(super) enum LineRule {
    /// A mark and the word after it: `#include`, `#region`. What `<…>` follows `include` is a string.
    Directive(&'static str),
    /// The rest of the line, when it begins with the mark.
    Rest(&'static str, Class),
    /// The rest of the line, when it begins with this word, letter case aside.
    RestAfterWord(&'static str, Class),
    /// A key: text up to one of the bytes, without quotes, brackets or `#`; blanks inside only when allowed.
    Key {
        /// What ends a key.
        ends: &'static str,
        /// Keys may hold blanks.
        blanks: bool,
        /// Lines that begin with a blank have keys too.
        indented: bool,
    },
    /// `[section]`
    Section,
    /// A shell's prompt: begins so, ends so, on this line.
    Prompt(&'static str, &'static str),
}
