//! The files of a theme, read from layers that replace one another file by file.
//!
//! Layers, weakest first: the embedded `default` theme, the embedded theme of the chosen name, the folder
//! `themes/<name>/` of the site. The only part of rendering that reads files.

use std::collections::BTreeMap;
use std::path::Path;

use include_dir::{Dir, include_dir};
use serde::Deserialize;

use super::{ThemeError, Tokens};
use crate::base::Hash128;
use crate::render::strings::Strings;

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes");

/// The theme at the bottom of every other.
const DEFAULT: &str = "default";

/// Name of the site's own layer; its templates keep their bare names, which win over every prefix.
const SITE: &str = "";

/// Largest file that a site's own theme may have, in bytes.
const FILE_LIMIT: u64 = 16 * 1024 * 1024;

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

/// The layers of a theme by their names, the weakest first.
pub(super) struct Layers(Vec<(String, Layer)>);

impl Layers {
    /// Reads the layers of the theme `name`; empty means `default`. `folder` holds the site's own themes.
    pub(super) fn read(name: &str, folder: Option<&Path>) -> Result<Layers, ThemeError> {
        let name = if name.is_empty() { DEFAULT } else { name };
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
            return Err(ThemeError::Unknown { name: name.to_owned(), known: embedded().join(", ") });
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
        Ok(Layers(layers))
    }

    /// The prefixes under which templates of embedded layers are known, the strongest first.
    pub(super) fn prefixes(&self) -> Vec<String> {
        self.0.iter().filter(|(name, _)| name != SITE).map(|(name, _)| format!("{name}/")).rev().collect()
    }

    /// Whether a template of the site's own contains `text`.
    pub(super) fn name(&self, text: &str) -> bool {
        let own = self.0.iter().filter(|(name, _)| name == SITE).flat_map(|(_, files)| files);
        let mut templates = own.filter(|(path, _)| path.starts_with("templates/"));
        templates.any(|(_, body)| String::from_utf8_lossy(body).contains(text))
    }

    /// The words of a language.
    pub(super) fn strings(&self, language: &str) -> Result<Strings, ThemeError> {
        let mut strings = Strings::default();
        for file in Strings::files(language) {
            for (layer, files) in &self.0 {
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
    pub(super) fn templates(&self) -> Result<Vec<(String, String)>, ThemeError> {
        let mut out = Vec::new();
        for (layer, files) in &self.0 {
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
            let name = self.0.iter().filter(|(layer, _)| layer != SITE).find_map(|(layer, _)| {
                full.strip_prefix(layer.as_str())?.strip_prefix('/').map(str::to_owned)
            });
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
    pub(super) fn assets(&self, strings: &Strings, tokens: &Tokens) -> Layer {
        let mut sources = Layer::new();
        for (_, files) in &self.0 {
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
}

/// The names of the themes inside the program.
pub(super) fn embedded() -> Vec<&'static str> {
    EMBEDDED.dirs().filter_map(|d| d.path().to_str()).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_cannot_leave_its_declaration() {
        let tokens = Tokens {
            light: BTreeMap::from([("link".to_owned(), "red;} body{display:none".to_owned())]),
            dark: BTreeMap::new(),
        };
        assert_eq!(token_rules(&tokens), ":root{--link:red bodydisplay:none;}\n");
    }
}
