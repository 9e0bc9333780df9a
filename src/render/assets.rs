//! The files of a theme that pages load: named by their content, so that they can be cached for ever.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::base::{Artifact, Hash128, OutPath, url};

/// The folder of the output that belongs to the theme and to generated data.
pub(super) const FOLDER: &str = "_docwright";

/// The files by the name templates use, with where each goes.
#[derive(Debug, Clone, Default)]
pub(super) struct Assets {
    files: BTreeMap<String, (OutPath, Vec<u8>)>,
}

impl Assets {
    /// Fingerprints `sources` (name in the theme to bytes). Style sheets come last, because the fingerprint of one
    /// covers the names of the files it refers to.
    pub(super) fn new(sources: BTreeMap<String, Vec<u8>>) -> Self {
        let mut assets = Assets::default();
        let (sheets, others): (Vec<_>, Vec<_>) = sources.into_iter().partition(|(n, _)| n.ends_with(".css"));
        for (name, body) in others {
            assets.add(name, body);
        }
        for (name, body) in sheets {
            let body = assets.rewritten(&name, body);
            assets.add(name, body);
        }
        assets
    }

    fn add(&mut self, name: String, body: Vec<u8>) {
        let hash = Hash128::of(&body).short();
        let fingerprinted = match name.rsplit_once('.') {
            Some((stem, extension)) => format!("{FOLDER}/{stem}.{hash}.{extension}"),
            None => format!("{FOLDER}/{name}.{hash}"),
        };
        if let Some(path) = OutPath::new(&fingerprinted) {
            self.files.insert(name, (path, body));
        }
    }

    /// A style sheet with `url(name)` of files already added pointing to their fingerprinted names.
    fn rewritten(&self, sheet: &str, body: Vec<u8>) -> Vec<u8> {
        let Ok(text) = std::str::from_utf8(&body) else { return body };
        let folder = sheet.rsplit_once('/').map_or("", |(f, _)| f);
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find("url(") {
            let (before, after) = rest.split_at(at + 4);
            out.push_str(before);
            let end = after.find(')').unwrap_or(after.len());
            let (inner, tail) = after.split_at(end);
            out.push_str(&self.reference(folder, inner));
            rest = tail;
        }
        out.push_str(rest);
        out.into_bytes()
    }

    fn reference<'a>(&self, folder: &str, inner: &'a str) -> Cow<'a, str> {
        let name = inner.trim().trim_matches(['"', '\'']);
        let full = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        match self.files.get(&full) {
            Some((path, _)) => {
                let from = if folder.is_empty() { FOLDER.to_owned() } else { format!("{FOLDER}/{folder}") };
                Cow::Owned(format!("\"{}\"", url::relative(&from, path.as_str())))
            }
            None => Cow::Borrowed(inner),
        }
    }

    /// Where a file goes, from the top of the site.
    pub(super) fn path(&self, name: &str) -> Option<&OutPath> {
        self.files.get(name).map(|(path, _)| path)
    }

    /// All names with their places.
    pub(super) fn paths(&self) -> BTreeMap<String, String> {
        self.files.iter().map(|(name, (path, _))| (name.clone(), path.as_str().to_owned())).collect()
    }

    /// All files, in order of their names.
    pub(super) fn artifacts(&self) -> Vec<Artifact> {
        self.files.values().map(|(path, body)| Artifact { path: path.clone(), body: body.clone() }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_content_and_style_sheets_follow_names() {
        let files = |svg: &str| {
            Assets::new(BTreeMap::from([
                ("app.css".to_owned(), b"a{background:url(icon.svg)}b{src:url(data:x)}".to_vec()),
                ("icon.svg".to_owned(), svg.as_bytes().to_vec()),
            ]))
        };
        let (one, two) = (files("<svg/>"), files("<svg></svg>"));
        assert_ne!(one.path("app.css"), two.path("app.css"), "the sheet names the picture");
        let sheet = one.artifacts().into_iter().find(|a| a.path.as_str().ends_with(".css")).expect("a sheet");
        let text = String::from_utf8(sheet.body).expect("text");
        let icon = one.path("icon.svg").expect("an icon").as_str().trim_start_matches("_docwright/");
        assert_eq!(text, format!("a{{background:url(\"{icon}\")}}b{{src:url(data:x)}}"));
    }
}
