//! A theme: templates, assets and strings, read from layers that replace one another file by file.
//!
//! Where the files come from is for [`layers`] to know, what templates may call for [`filters`]. A template of a
//! higher layer may extend the one it replaces by its full name, such as `{% extends "default/page.html" %}`.

mod filters;
mod layers;

use std::collections::BTreeMap;
use std::path::PathBuf;

use indexmap::IndexMap;
use serde::Serialize;
use tera::{Context, Tera, Value};

use super::assets::Assets;
use super::context::{PageContext, SiteContext};
use super::strings::Strings;
use super::values::Part;
use crate::base::{Artifact, OutPath};
use crate::config::SiteConfig;
use crate::docset::NavItem;

pub(super) use filters::breakable;
pub use filters::plain_text;
use layers::Layers;
pub use layers::fingerprint;

/// Colours and other custom properties to replace, by name without the leading dashes (`link` → `--link`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tokens {
    /// In the light scheme, and in the dark one where `dark` says nothing.
    pub light: BTreeMap<String, String>,
    /// In the dark scheme.
    pub dark: BTreeMap<String, String>,
}

/// What a theme is loaded with.
#[derive(Debug, Clone, Default)]
pub struct ThemeSettings {
    /// Name of the theme; empty means `default`.
    pub name: String,
    /// The `themes` folder of the site, if it has one.
    pub folder: Option<PathBuf>,
    /// What templates see as `site`; its language chooses the strings.
    pub site: SiteContext,
    /// Replacements of custom properties.
    pub tokens: Tokens,
}

impl ThemeSettings {
    /// What a configuration says. `folder` is the `themes` folder beside `site.toml`; `title` names the site
    /// where the configuration does not.
    pub fn new(config: &SiteConfig, folder: Option<PathBuf>, title: &str) -> Self {
        let tokens =
            |map: &IndexMap<String, String>| map.iter().map(|(k, v)| (k.clone(), v.clone())).collect();
        ThemeSettings {
            name: config.theme.name.clone(),
            folder,
            site: SiteContext::new(config, title),
            tokens: Tokens { light: tokens(&config.theme.colors), dark: tokens(&config.theme.colors_dark) },
        }
    }
}

/// Why a theme could not be loaded or a page not be rendered.
#[derive(Debug, thiserror::Error)]
pub enum ThemeError {
    /// No layer has a theme of this name.
    #[error("there is no theme named `{name}`; the themes at hand are {known}")]
    Unknown {
        /// The name asked for.
        name: String,
        /// The names that exist.
        known: String,
    },
    /// A file of the site's own theme could not be read.
    #[error("the theme file {path} could not be read: {reason}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said, or what is wrong with it.
        reason: String,
    },
    /// A `theme.toml` or strings file is not valid.
    #[error("the theme file {name} is not valid: {reason}")]
    Invalid {
        /// Theme and file.
        name: String,
        /// What the parser said.
        reason: String,
    },
    /// A template does not compile or failed on a page.
    #[error("{0}")]
    Template(String),
}

impl From<tera::Error> for ThemeError {
    fn from(error: tera::Error) -> Self {
        // The template engine begins with the word that stands before every failure anyway.
        let text = error.to_string();
        let mut text = text.strip_prefix("error: ").unwrap_or(&text).to_owned();
        let mut source = std::error::Error::source(&error);
        while let Some(cause) = source {
            text.push_str("\n  ");
            text.push_str(&cause.to_string());
            source = cause.source();
        }
        ThemeError::Template(text)
    }
}

/// What a template of the site's own reads as data, and which therefore has to be made for every page.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Reads {
    /// `nav.items`
    pub nav_items: bool,
    /// `outline`
    pub outline: bool,
}

/// An open entry of the sidebar without what stands below it; see [`Theme::nav_shell`].
#[derive(Debug)]
pub struct NavShell {
    before: String,
    after: String,
}

impl NavShell {
    /// Appends the entry, open around the entries below it.
    pub fn around(&self, inner: &str, out: &mut String) {
        out.reserve(self.before.len() + inner.len() + self.after.len());
        out.push_str(&self.before);
        out.push_str(inner);
        out.push_str(&self.after);
    }
}

/// Stands for what is below an open entry. No other text has it, for a template escapes what is not trusted.
const BELOW: &str = "<docwright-below>";

/// A loaded theme. Shared by all threads; rendering changes nothing.
#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    assets: Assets,
    strings: Strings,
    site: SiteContext,
    reads: Reads,
    /// The parts that pages side by side share.
    shared: Vec<Part>,
}

impl Theme {
    /// Reads and compiles a theme.
    ///
    /// # Errors
    /// When no layer has the name, or a file cannot be read or compiled.
    pub fn load(settings: &ThemeSettings) -> Result<Theme, ThemeError> {
        let layers = Layers::read(&settings.name, settings.folder.as_deref())?;
        let strings = layers.strings(&settings.site.language)?;
        let assets = Assets::new(layers.assets(&strings, &settings.tokens));

        let mut tera = Tera::new();
        filters::register(&mut tera, assets.paths());
        tera.set_fallback_prefixes(layers.prefixes())?;
        tera.add_raw_templates(layers.templates()?)?;
        let globals = tera.global_context();
        globals.insert_value("site", Value::try_from_serializable(&settings.site)?);
        globals.insert_value("ui", Value::try_from_serializable(&strings)?);
        let reads = Reads { nav_items: layers.name("nav.items"), outline: layers.name("outline") };
        let shared = Part::shared(&tera)?;
        Ok(Theme { tera, shared, assets, strings, site: settings.site.clone(), reads })
    }

    /// Renders a template (`methods/table.html`) with the fields of `context` as its variables.
    ///
    /// # Errors
    /// When the template does not exist, or uses what the context does not have.
    pub fn render(&self, template: &str, context: &impl Serialize) -> Result<String, ThemeError> {
        let context = Context::from_serialize(context)?;
        Ok(self.tera.render(template, &context)?)
    }

    /// Renders the template of a page (`page.html`): the bytes of its file.
    ///
    /// # Errors
    /// When the template does not exist, or uses what pages do not have.
    pub fn page(&self, template: &str, context: &PageContext) -> Result<Vec<u8>, ThemeError> {
        let mut out = Vec::with_capacity(context.size_hint());
        self.tera.render_to(template, &context.values(&self.tera, &self.shared, self.reads)?, &mut out)?;
        Ok(out)
    }

    /// Renders an entry of the sidebar (`parts/nav-item.html`): the template is given the entry as `item`, without
    /// children, and as `inner` the entries below it as HTML, trusted; empty when none are shown.
    ///
    /// # Errors
    /// When the template uses what entries do not have.
    pub fn nav_item(&self, item: &NavItem, inner: &str) -> Result<String, ThemeError> {
        let mut context = Context::new();
        context.insert_value("item", Value::try_from_serializable(item)?);
        context.insert_value("inner", Value::normal_string(inner));
        Ok(self.tera.render("parts/nav-item.html", &context)?)
    }

    /// An open entry of the sidebar, made without what stands below it; `None` where a theme's template does not print
    /// that once and as it is, so that the entry has to be made with it ([`Theme::nav_item`]).
    ///
    /// # Errors
    /// When the template uses what entries do not have.
    pub fn nav_shell(&self, item: &NavItem) -> Result<Option<NavShell>, ThemeError> {
        let html = self.nav_item(item, BELOW)?;
        let parts = html.split_once(BELOW).filter(|(_, after)| !after.contains(BELOW));
        Ok(parts.map(|(before, after)| NavShell { before: before.to_owned(), after: after.to_owned() }))
    }

    /// Whether a template of the site's own names `nav.items`, so that pages must be given them.
    pub fn reads_nav_items(&self) -> bool {
        self.reads.nav_items
    }

    /// The files that pages load, with fingerprinted names below `_docwright/`.
    pub fn assets(&self) -> Vec<Artifact> {
        self.assets.artifacts()
    }

    /// Where a file of the theme (`app.css`) goes, from the top of the site.
    pub fn asset(&self, name: &str) -> Option<&OutPath> {
        self.assets.path(name)
    }

    /// What templates see as `site`.
    pub fn site(&self) -> &SiteContext {
        &self.site
    }

    /// The words of the user interface in the site's language.
    pub fn strings(&self) -> &Strings {
        &self.strings
    }

    /// The names of the themes inside the program.
    pub fn embedded() -> Vec<&'static str> {
        layers::embedded()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_theme_names_the_known_ones() {
        let settings = ThemeSettings { name: "nope".into(), ..ThemeSettings::default() };
        let text = Theme::load(&settings).map(|_| ()).expect_err("no such theme").to_string();
        assert!(text.contains("default"), "{text}");
    }
}
