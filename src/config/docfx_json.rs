//! `docfx.json`, the `build` section. Unknown keys are passed over, as DocFX does.

use super::docset::{DocsetConfig, FileMapping, FileMetadata, Group, XrefMap};
use super::glob::{GlobOptions, GlobSet};
use super::json::{self, Json};
use super::markdown_options;
use super::rules::RuleSetting;
use super::{Folder, sensitive};
use crate::base::{DocPath, FileId, Span};
use crate::diag::{Code, Diagnostic};

/// Name of the file.
pub(super) const FILE_NAME: &str = "docfx.json";

/// Reads `docfx.json` of the folder `root`. Faults go to `notes`; what can be read counts.
pub(super) fn read(
    folder: &mut dyn Folder,
    root: &DocPath,
    file: FileId,
    json: &Json,
    notes: &mut Vec<Diagnostic>,
) -> DocsetConfig {
    let mut reader = Reader { folder, root: root.clone(), notes };
    let mut docset = DocsetConfig { root: root.clone(), file: Some(file), ..DocsetConfig::default() };
    // DocFX takes the members of `build`; a file that has none of them is a configuration without content.
    let Some(build) = json.get("build") else {
        let message = "docfx.json has no `build` section, so nothing is published";
        reader.notes.push(Diagnostic::new(Code::MissingAttribute, json.span, message));
        return docset;
    };
    docset.content = reader.mappings(build.get("content"), "content");
    docset.resource = reader.mappings(build.get("resource"), "resource");
    docset.overwrite = reader.mappings(build.get("overwrite"), "overwrite");
    for entry in &mut docset.resource {
        entry.sensitive = sensitive::unnamed(&entry.files);
    }
    reader.groups(build, &mut docset);
    reader.metadata(build, &mut docset);
    reader.markdown(build, &mut docset);
    reader.xref_maps(build, &mut docset);
    docset.sitemap = build.get("sitemap").filter(|s| !s.is_null()).map(Json::to_value);
    for rules in [json.get("rules"), build.get("rules")].into_iter().flatten() {
        for (code, rule) in rules.members().into_iter().flatten() {
            // A value that is no rule (Learn's own lists) says nothing about levels.
            if let Ok(setting) = serde_json::from_value::<RuleSetting>(rule.value.to_value()) {
                docset.rules.add(code, &setting);
            }
        }
    }
    docset
}

struct Reader<'a> {
    folder: &'a mut dyn Folder,
    root: DocPath,
    notes: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    /// A text, a list of texts, an object, or a list of both.
    fn mappings(&mut self, value: Option<&Json>, key: &str) -> Vec<FileMapping> {
        let Some(value) = value.filter(|v| !v.is_null()) else { return Vec::new() };
        let mut out = Vec::new();
        if value.as_str().is_some() || value.entries().is_some_and(|e| e.iter().all(|e| e.as_str().is_some()))
        {
            let strings = value.strings();
            if !strings.is_empty() {
                let files = self.globs(&strings, GlobOptions::default());
                out.push(FileMapping {
                    src: self.root.clone(),
                    files,
                    span: Some(value.span),
                    ..FileMapping::default()
                });
            }
            return out;
        }
        for entry in value.entries().unwrap_or(std::slice::from_ref(value)) {
            match entry.as_str() {
                Some(text) => {
                    let files = self.globs(&[(text, entry.span)], GlobOptions::default());
                    let src = self.root.clone();
                    out.push(FileMapping { src, files, span: Some(entry.span), ..FileMapping::default() });
                }
                None if entry.members().is_some() => out.extend(self.mapping(entry)),
                None => self.wrong_type(entry, key, "a pattern or an object with `files`"),
            }
        }
        out
    }

    fn mapping(&mut self, entry: &Json) -> Option<FileMapping> {
        let flag = |key| entry.get(key).and_then(Json::as_bool).unwrap_or(false);
        let options = GlobOptions {
            case_sensitive: flag("case"),
            dot: flag("dot"),
            no_expand: flag("noExpand"),
            no_negate: flag("noNegate"),
        };
        let text = |key| entry.get(key).and_then(Json::as_str).filter(|t| !t.is_empty());
        let src = match entry.get("src").or_else(|| entry.get("cwd")) {
            Some(value) if value.as_str().is_some() => self.path(value, "src")?,
            _ => self.root.clone(),
        };
        let dest = match entry.get("dest").filter(|d| d.as_str().is_some_and(|t| !t.is_empty())) {
            Some(value) => self.site_folder(value)?,
            None => String::new(),
        };
        let files = entry.get("files").map(Json::strings).unwrap_or_default();
        let exclude = entry.get("exclude").map(Json::strings).unwrap_or_default();
        Some(FileMapping {
            src,
            dest,
            files: self.globs(&files, options),
            exclude: self.globs(&exclude, options),
            sensitive: GlobSet::default(),
            group: text("group").map(str::to_owned),
            version: text("version").map(str::to_owned),
            root_toc: text("rootTocPath").map(str::to_owned),
            span: Some(entry.span),
        })
    }

    fn globs(&mut self, patterns: &[(&str, Span)], options: GlobOptions) -> GlobSet {
        let (set, errors) = GlobSet::new(patterns.iter().map(|(text, _)| *text), options);
        for (i, error) in errors {
            let Some((text, span)) = patterns.get(i) else { continue };
            let message = format!("the pattern `{text}` cannot be understood: {error}");
            self.notes.push(Diagnostic::new(Code::GlobPatternInvalid, *span, message));
        }
        set
    }

    /// A path from the folder of `docfx.json`; outside the workspace is an error.
    fn path(&mut self, value: &Json, key: &str) -> Option<DocPath> {
        let text = value.as_str()?;
        let path = if text.starts_with(['/', '\\']) { None } else { self.root.join(text) };
        if path.is_none() {
            let message = format!("`{key}` is `{text}`, which leads out of the repository");
            let help = "Build from a folder that holds both, or move the files.";
            self.notes.push(Diagnostic::new(Code::PathEscapesRoot, value.span, message).help(help));
        }
        path
    }

    /// A folder of the output.
    fn site_folder(&mut self, value: &Json) -> Option<String> {
        let text = value.as_str()?;
        match DocPath::new(text.trim_start_matches("~/")) {
            Some(path) => Some(path.as_str().to_owned()),
            None => {
                let message = format!("`dest` is `{text}`, which leads out of the output folder");
                self.notes.push(Diagnostic::new(Code::PathEscapesRoot, value.span, message));
                None
            }
        }
    }

    /// Paths of files from a text or list; addresses of other hosts are passed over.
    fn paths(&mut self, value: Option<&Json>) -> Vec<DocPath> {
        let strings = value.map(Json::strings).unwrap_or_default();
        let local = strings.into_iter().filter(|(text, _)| crate::base::url::scheme(text).is_none());
        local.filter_map(|(text, _)| self.root.join(text)).collect()
    }

    fn xref_maps(&self, build: &Json, docset: &mut DocsetConfig) {
        let named = [build.get("xref"), build.get("xrefService")];
        for (text, span) in named.into_iter().flatten().flat_map(Json::strings) {
            if let Some((_, rest)) = text.split_once("://") {
                const HOSTS: [&str; 3] =
                    ["learn.microsoft.com", "docs.microsoft.com", "xref.docs.microsoft.com"];
                let host = rest.split('/').next().unwrap_or_default();
                docset.names_on_learn |= HOSTS.iter().any(|own| host.eq_ignore_ascii_case(own));
            } else if let Some(path) = self.root.join(text) {
                docset.xref_maps.push(XrefMap { path, span: Some(span) });
            }
        }
    }

    fn groups(&mut self, build: &Json, docset: &mut DocsetConfig) {
        for (name, member) in build.get("groups").and_then(Json::members).into_iter().flatten() {
            let range = member.value.get("moniker_range").filter(|r| r.as_str().is_some());
            let dest = member.value.get("dest").filter(|d| d.as_str().is_some());
            docset.groups.insert(
                name.clone(),
                Group {
                    dest: dest.and_then(|d| self.site_folder(d)).unwrap_or_default(),
                    moniker_range: range.and_then(Json::as_str).map(str::to_owned),
                    span: range.map(|r| r.span),
                },
            );
        }
    }

    /// DocFX: values in the file first, then those of the files that it names, in order; later values win.
    fn metadata(&mut self, build: &Json, docset: &mut DocsetConfig) {
        if let Some(value) = build.get("globalMetadata") {
            self.global(value, docset);
        }
        if let Some(value) = build.get("fileMetadata") {
            self.file_metadata(value, docset);
        }
        for (key, is_global) in [("globalMetadataFiles", true), ("fileMetadataFiles", false)] {
            let names = build.get(key).map(Json::strings).unwrap_or_default();
            for (name, span) in names {
                let Some(json) = self.other_file(name, span) else { continue };
                let inner = if is_global { json.get("globalMetadata") } else { json.get("fileMetadata") };
                let value = inner.unwrap_or(&json);
                if is_global { self.global(value, docset) } else { self.file_metadata(value, docset) }
            }
        }
    }

    fn other_file(&mut self, name: &str, span: Span) -> Option<Json> {
        let path = self.root.join(name);
        let Some((file, text)) = path.and_then(|path| self.folder.text(&path)) else {
            let message = format!("the metadata file `{name}` does not exist");
            self.notes.push(Diagnostic::new(Code::FileNotFound, span, message));
            return None;
        };
        match json::parse(file, &text) {
            Ok(json) => json,
            Err(diagnostic) => {
                self.notes.push(*diagnostic);
                None
            }
        }
    }

    fn global(&mut self, value: &Json, docset: &mut DocsetConfig) {
        for (key, member) in value.members().into_iter().flatten() {
            docset.global_metadata.insert(key.clone(), member.value.to_value());
            docset.global_metadata_spans.insert(key.clone(), member.key);
        }
    }

    fn file_metadata(&mut self, value: &Json, docset: &mut DocsetConfig) {
        for (key, member) in value.members().into_iter().flatten() {
            let Some(globs) = member.value.members() else {
                if !member.value.is_null() {
                    self.wrong_type(&member.value, key, "an object of patterns and values");
                }
                continue;
            };
            for (pattern, entry) in globs {
                docset.file_metadata.push(FileMetadata {
                    key: key.clone(),
                    pattern: pattern.clone(),
                    value: entry.value.to_value(),
                    span: Some(entry.value.span),
                });
            }
        }
    }

    fn markdown(&mut self, build: &Json, docset: &mut DocsetConfig) {
        let Some(properties) = build.get("markdownEngineProperties") else { return };
        for entry in properties.get("markdigExtensions").and_then(Json::entries).unwrap_or_default() {
            // `"name"` or `{"Name": {options}}`.
            let names = entry.as_str().into_iter();
            let keys = entry.members().into_iter().flat_map(|m| m.keys().map(String::as_str));
            for name in names.chain(keys) {
                if let Some(why) = markdown_options::enable(&mut docset.markdown.extensions, name) {
                    self.notes.push(markdown_options::unread(name, why, entry.span));
                }
            }
            for (name, member) in entry.members().into_iter().flatten() {
                let Some(options) = member.value.members() else { continue };
                let options = options.iter().map(|(option, m)| (option.as_str(), m.value.as_bool()));
                for option in markdown_options::set(&mut docset.markdown.extensions, name, options) {
                    self.notes.push(markdown_options::unread_option(name, &option, member.value.span));
                }
            }
        }
        for (name, member) in properties.get("alerts").and_then(Json::members).into_iter().flatten() {
            if let Some(class) = member.value.as_str() {
                markdown_options::alert(&mut docset.markdown.alerts, name, class);
            }
        }
        docset.fallback_folders = self.paths(properties.get("fallbackFolders"));
    }

    fn wrong_type(&mut self, value: &Json, key: &str, expected: &str) {
        let message = format!("`{key}` has {} where {expected} should stand", value.type_name());
        self.notes.push(Diagnostic::new(Code::ViolateSchema, value.span, message));
    }
}
