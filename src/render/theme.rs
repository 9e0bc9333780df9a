//! A theme: templates, assets and strings, read from layers that replace one another file by file.
//!
//! Layers, weakest first: the embedded `default` theme, the embedded theme of the chosen name, the folder
//! `themes/<name>/` of the site. A template of a higher layer may extend the one it replaces by its full name,
//! such as `{% extends "default/page.html" %}`. The only part of rendering that reads files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use tera::{Context, Kwargs, State, Tera};

use super::assets::Assets;
use super::context::SiteContext;
use super::page::without_tags;
use super::strings::Strings;
use crate::base::{Artifact, Hash128, OutPath};
use crate::config::SiteConfig;

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes");

/// The theme at the bottom of every other.
const DEFAULT: &str = "default";

/// Largest file that a site's own theme may have, in bytes.
const FILE_LIMIT: u64 = 16 * 1024 * 1024;

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

/// `theme.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Manifest {
    /// Shown in messages.
    #[allow(dead_code, reason = "documents the theme for people who read the file")]
    description: String,
}

/// The files of one layer: path inside the theme to bytes.
type Layer = BTreeMap<String, Vec<u8>>;

/// A loaded theme. Shared by all threads; rendering changes nothing.
#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    assets: Assets,
    strings: Strings,
    site: SiteContext,
    /// Whether a template of the site's own reads the sidebar as data.
    reads_nav_items: bool,
}

impl Theme {
    /// Reads and compiles a theme.
    ///
    /// # Errors
    /// When no layer has the name, or a file cannot be read or compiled.
    pub fn load(settings: &ThemeSettings) -> Result<Theme, ThemeError> {
        let name = if settings.name.is_empty() { DEFAULT } else { &settings.name };
        let layers = layers(name, settings.folder.as_deref())?;
        let strings = strings(&layers, &settings.site.language)?;
        let assets = Assets::new(asset_sources(&layers, &strings, &settings.tokens));

        let mut tera = Tera::new();
        register_functions(&mut tera, assets.paths());
        let prefixes: Vec<String> =
            layers.iter().filter(|(n, _)| n != SITE).map(|(n, _)| format!("{n}/")).rev().collect();
        tera.set_fallback_prefixes(prefixes)?;
        tera.add_raw_templates(templates(&layers)?)?;
        let globals = tera.global_context();
        globals.insert_value("site", tera::Value::try_from_serializable(&settings.site)?);
        globals.insert_value("ui", tera::Value::try_from_serializable(&strings)?);
        let reads_nav_items = layers
            .iter()
            .filter(|(name, _)| name == SITE)
            .flat_map(|(_, files)| files.iter().filter(|(path, _)| path.starts_with("templates/")))
            .any(|(_, body)| String::from_utf8_lossy(body).contains("nav.items"));
        Ok(Theme { tera, assets, strings, site: settings.site.clone(), reads_nav_items })
    }

    /// Renders a template (`page.html`) with the fields of `context` as its variables.
    ///
    /// # Errors
    /// When the template does not exist, or uses what the context does not have.
    pub fn render(&self, template: &str, context: &impl Serialize) -> Result<String, ThemeError> {
        let context = Context::from_serialize(context)?;
        Ok(self.tera.render(template, &context)?)
    }

    /// Whether a template of the site's own names `nav.items`, so that pages must be given them.
    pub fn reads_nav_items(&self) -> bool {
        self.reads_nav_items
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
        EMBEDDED.dirs().filter_map(|d| d.path().to_str()).collect()
    }
}

/// Name of the site's own layer; its templates keep their bare names, which win over every prefix.
const SITE: &str = "";

fn layers(name: &str, folder: Option<&Path>) -> Result<Vec<(String, Layer)>, ThemeError> {
    let mut layers = Vec::new();
    let chosen = [DEFAULT, name];
    for embedded in chosen.iter().take(if name == DEFAULT { 1 } else { 2 }) {
        if let Some(dir) = EMBEDDED.get_dir(embedded) {
            let mut layer = Layer::new();
            collect_embedded(dir, embedded, &mut layer);
            layers.push(((*embedded).to_owned(), layer));
        }
    }
    let own = folder.map(|f| f.join(name)).filter(|f| f.is_dir());
    if own.is_none() && EMBEDDED.get_dir(name).is_none() {
        return Err(ThemeError::Unknown { name: name.to_owned(), known: Theme::embedded().join(", ") });
    }
    if let Some(own) = own {
        layers.push((SITE.to_owned(), read_layer(&own)?));
    }
    for (layer, files) in &layers {
        if let Some(text) = files.get("theme.toml") {
            let invalid =
                |reason: String| ThemeError::Invalid { name: format!("{layer}/theme.toml"), reason };
            let text = std::str::from_utf8(text).map_err(|e| invalid(e.to_string()))?;
            toml::from_str::<Manifest>(text).map_err(|e| invalid(e.to_string()))?;
        }
    }
    Ok(layers)
}

fn collect_embedded(dir: &Dir<'_>, theme: &str, layer: &mut Layer) {
    for file in dir.files() {
        if let Some(path) = file.path().strip_prefix(theme).ok().and_then(Path::to_str) {
            layer.insert(path.replace('\\', "/"), file.contents().to_vec());
        }
    }
    for below in dir.dirs() {
        collect_embedded(below, theme, layer);
    }
}

/// Reads a theme folder of the site. Links are not followed, so nothing outside the folder is published.
fn read_layer(folder: &Path) -> Result<Layer, ThemeError> {
    let read = |path: &Path, reason: String| ThemeError::Read { path: path.to_owned(), reason };
    let mut layer = Layer::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.map_err(|e| read(folder, e.to_string()))?;
        if !entry.file_type().is_file() {
            continue;
        }
        let path = entry.path();
        let Some(name) = path.strip_prefix(folder).ok().and_then(Path::to_str) else { continue };
        if entry.metadata().is_ok_and(|m| m.len() > FILE_LIMIT) {
            return Err(read(path, format!("it is larger than {FILE_LIMIT} bytes")));
        }
        let body = std::fs::read(path).map_err(|e| read(path, e.to_string()))?;
        layer.insert(name.replace('\\', "/"), body);
    }
    Ok(layer)
}

/// A key over the names and contents of all files below a folder of themes.
pub fn fingerprint(folder: &Path) -> Hash128 {
    let layer = read_layer(folder);
    let mut bytes = Vec::new();
    match &layer {
        Ok(files) => {
            for (name, body) in files {
                bytes.extend_from_slice(name.as_bytes());
                bytes.push(0);
                bytes.extend_from_slice(&Hash128::of(body).0.to_le_bytes());
            }
        }
        Err(error) => bytes.extend_from_slice(error.to_string().as_bytes()),
    }
    Hash128::of(&bytes)
}

fn strings(layers: &[(String, Layer)], language: &str) -> Result<Strings, ThemeError> {
    let mut strings = Strings::default();
    for file in Strings::files(language) {
        for (layer, files) in layers {
            let Some(body) = files.get(&file) else { continue };
            let text = String::from_utf8_lossy(body);
            strings.extend(&text).map_err(|e| ThemeError::Invalid {
                name: format!("{layer}/{file}"),
                reason: e.to_string(),
            })?;
        }
    }
    Ok(strings)
}

/// The templates of all layers under the names Tera finds them by.
fn templates(layers: &[(String, Layer)]) -> Result<Vec<(String, String)>, ThemeError> {
    let mut out = Vec::new();
    for (layer, files) in layers {
        for (path, body) in files {
            let Some(name) = path.strip_prefix("templates/") else { continue };
            let full = if layer == SITE { name.to_owned() } else { format!("{layer}/{name}") };
            let text = String::from_utf8(body.clone())
                .map_err(|e| ThemeError::Invalid { name: full.clone(), reason: e.to_string() })?;
            out.push((full, text));
        }
    }
    // By its plain name a template is found at once, by its layer's only after a look-up that fails: once for every
    // part of every page. Components are known by names of their own, and none may be defined twice.
    let mut plain: BTreeMap<String, String> = BTreeMap::new();
    for (full, text) in &out {
        let name = layers
            .iter()
            .filter(|(layer, _)| layer != SITE)
            .find_map(|(layer, _)| full.strip_prefix(layer.as_str())?.strip_prefix('/').map(str::to_owned));
        if let Some(name) = name.filter(|_| !text.contains("{% component")) {
            plain.insert(name, text.clone());
        }
    }
    plain.retain(|name, _| !out.iter().any(|(known, _)| known == name));
    out.extend(plain);
    Ok(out)
}

/// The assets of all layers, with the colours of the site behind the style sheet and the words of scripts before
/// the script.
fn asset_sources(layers: &[(String, Layer)], strings: &Strings, tokens: &Tokens) -> Layer {
    let mut sources = Layer::new();
    for (_, files) in layers {
        for (path, body) in files {
            if let Some(name) = path.strip_prefix("assets/") {
                sources.insert(name.to_owned(), body.clone());
            }
        }
    }
    if let Some(sheet) = sources.get_mut("app.css") {
        sheet.extend_from_slice(token_rules(tokens).as_bytes());
    }
    if let Some(script) = sources.get_mut("app.js") {
        let words: BTreeMap<&str, &str> = strings.with_prefix("js_").collect();
        let words = serde_json::to_string(&words).unwrap_or_default();
        let mut whole = format!("var docwrightStrings={words};\n").into_bytes();
        whole.append(script);
        *script = whole;
    }
    sources
}

/// Rules that replace custom properties. What could end a declaration is left out, so that a value stays a value.
fn token_rules(tokens: &Tokens) -> String {
    let declarations = |map: &BTreeMap<String, String>| -> String {
        map.iter()
            .filter(|(name, _)| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'))
            .map(|(name, value)| format!("--{name}:{};", value.replace(['{', '}', ';', '<', '\n'], "")))
            .collect()
    };
    let (light, dark) = (declarations(&tokens.light), declarations(&tokens.dark));
    let mut out = String::new();
    if !light.is_empty() {
        out.push_str(&format!(":root{{{light}}}\n"));
    }
    if !dark.is_empty() {
        out.push_str(&format!(
            "@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}\n:root[data-theme=dark]{{{dark}}}\n"
        ));
    }
    out
}

fn register_functions(tera: &mut Tera, paths: BTreeMap<String, String>) {
    let known = paths.clone();
    tera.register_function("has_asset", move |kwargs: Kwargs, _: &State<'_>| -> tera::TeraResult<bool> {
        Ok(known.contains_key(kwargs.must_get::<&str>("name")?))
    });
    tera.register_filter("words", |name: &str, _: Kwargs, _: &State<'_>| words(name));
    tera.register_filter("breakable", |text: &str, _: Kwargs, _: &State<'_>| {
        tera::Value::safe_string(&breakable(text))
    });
    tera.register_filter("slug", |title: &str, _: Kwargs, _: &State<'_>| slug(title));
    tera.register_filter("text", |html: &str, _: Kwargs, _: &State<'_>| plain_text(html));
    tera.register_function("asset", move |kwargs: Kwargs, _: &State<'_>| -> tera::TeraResult<String> {
        let name = kwargs.must_get::<&str>("name")?;
        paths
            .get(name)
            .cloned()
            .ok_or_else(|| tera::Error::message(format!("the theme has no asset named `{name}`")))
    });
}

/// A key of a data file as a label: `landingContent` and `landing-content` become `Landing content`.
fn words(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let mut lower_before = false;
    for c in name.chars() {
        if c.is_uppercase() && lower_before {
            out.push(' ');
            out.extend(c.to_lowercase());
        } else if out.is_empty() {
            out.extend(c.to_uppercase());
        } else {
            out.push(if matches!(c, '-' | '_') { ' ' } else { c });
        }
        lower_before = c.is_lowercase() || c.is_ascii_digit();
    }
    out
}

/// Words this long may break inside where people read a joint.
const LONG_WORD: usize = 18;

/// Text as HTML in which long names (`Contoso.Storage.Management`, `-DocumentEncryptionCert`) may break behind a dot,
/// slash or underscore, and before a capital letter inside a word.
fn breakable(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for (i, word) in text.split(' ').enumerate() {
        if i > 0 {
            out.push(' ');
        }
        let long = word.chars().nth(LONG_WORD).is_some();
        let mut before = ' ';
        for c in word.chars() {
            if long && before.is_lowercase() && c.is_uppercase() {
                out.push_str("<wbr>");
            }
            before = c;
            match c {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                c => out.push(c),
            }
            if long && matches!(c, '.' | '_' | '/' | '\\') {
                out.push_str("<wbr>");
            }
        }
    }
    out
}

/// A title as an id: letters and digits in lower case, spaces and dashes as dashes, the rest left out.
fn slug(title: &str) -> String {
    let keep = |c: char| match c {
        ' ' | '-' => Some('-'),
        c if c.is_alphanumeric() || c == '_' => Some(c),
        _ => None,
    };
    title.trim().chars().filter_map(keep).flat_map(char::to_lowercase).collect()
}

/// The text of HTML, unescaped, for places where elements cannot stand.
pub fn plain_text(html: &str) -> String {
    let entities =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&")];
    entities.iter().fold(without_tags(html), |text, (entity, c)| text.replace(entity, c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_become_labels() {
        assert_eq!(
            ["landingContent", "whats-new", "FAQ"].map(words),
            ["Landing content", "Whats new", "FAQ"]
        );
    }

    #[test]
    fn long_names_may_break() {
        assert_eq!(
            breakable("a.b Contoso.Storage_Management <x> -DocumentEncryptionCert GetAll"),
            "a.b Contoso.<wbr>Storage_<wbr>Management &lt;x&gt; -Document<wbr>Encryption<wbr>Cert GetAll"
        );
    }

    #[test]
    fn titles_become_ids() {
        assert_eq!(slug(" Who's in? Über-all "), "whos-in-über-all");
    }

    #[test]
    fn text_of_html_is_unescaped_once() {
        assert_eq!(plain_text("<p>a &amp;lt; <code>b</code></p>"), "a &lt; b");
    }

    #[test]
    fn a_token_cannot_leave_its_declaration() {
        let tokens = Tokens {
            light: BTreeMap::from([("link".to_owned(), "red;} body{display:none".to_owned())]),
            dark: BTreeMap::new(),
        };
        assert_eq!(token_rules(&tokens), ":root{--link:red bodydisplay:none;}\n");
    }

    #[test]
    fn an_unknown_theme_names_the_known_ones() {
        let settings = ThemeSettings { name: "nope".into(), ..ThemeSettings::default() };
        let text = Theme::load(&settings).map(|_| ()).expect_err("no such theme").to_string();
        assert!(text.contains("default"), "{text}");
    }
}
