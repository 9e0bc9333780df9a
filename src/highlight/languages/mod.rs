//! The languages as data, one file a family. To add one, write its [`Grammar`] and an entry in its family's list.

use super::Language;
use super::grammar::Grammar;
use super::markup::Dialect;

mod c_family;
mod data;
mod dotnet;
mod plain;
mod script;
mod shell;
mod web;

/// How code of a language is read.
#[derive(Debug, Clone, Copy)]
pub(super) enum Syntax {
    /// Not at all.
    Plain,
    /// By the table-driven lexer.
    Table(&'static Grammar),
    /// As tags and text.
    Markup(Dialect),
    /// As YAML.
    Yaml,
    /// As Markdown.
    Markdown,
}

/// Every language; the order has no meaning.
pub(super) const FAMILIES: &[&[Language]] = &[
    c_family::LANGUAGES,
    dotnet::LANGUAGES,
    web::LANGUAGES,
    shell::LANGUAGES,
    script::LANGUAGES,
    data::LANGUAGES,
    plain::LANGUAGES,
];

/// An entry: canonical name, name for captions, other names (blank-separated, lower case), how it is read.
const fn entry(name: &'static str, display: &'static str, aliases: &'static str, syntax: Syntax) -> Language {
    Language { name, display, aliases, syntax }
}
