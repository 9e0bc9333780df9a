//! Words of the user interface, one file a language.

use std::collections::BTreeMap;

use serde::Serialize;

/// The words of one language, laid over English so that a missing one is readable.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(transparent)]
pub struct Strings(BTreeMap<String, String>);

impl Strings {
    /// The word for `key`; the key itself when no language has it.
    pub fn text<'a>(&'a self, key: &'a str) -> &'a str {
        self.0.get(key).map_or(key, String::as_str)
    }

    /// The words whose key begins with `prefix`, in order of the keys.
    pub fn with_prefix<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0.iter().filter_map(move |(k, v)| Some((k.strip_prefix(prefix)?, v.as_str())))
    }

    /// Adds the entries of a strings file (`key = "text"` in TOML), replacing those already there.
    pub(super) fn extend(&mut self, file: &str) -> Result<(), toml::de::Error> {
        self.0.extend(toml::from_str::<BTreeMap<String, String>>(file)?);
        Ok(())
    }

    /// The files to read for a language, weakest first: English, the language, the language with its region.
    pub(super) fn files(language: &str) -> Vec<String> {
        let tag = language.to_ascii_lowercase();
        let primary = tag.split('-').next().unwrap_or_default();
        let mut names = vec!["en".to_owned()];
        for name in [primary, tag.as_str()] {
            if !name.is_empty() && !names.iter().any(|n| n == name) {
                names.push(name.to_owned());
            }
        }
        names.into_iter().map(|n| format!("strings/{n}.toml")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_files_win_and_missing_words_stay_readable() {
        let mut s = Strings::default();
        s.extend("note = 'Note'\ntip = 'Tip'").expect("valid");
        s.extend("note = 'Hinweis'").expect("valid");
        assert_eq!((s.text("note"), s.text("tip"), s.text("nope")), ("Hinweis", "Tip", "nope"));
    }

    #[test]
    fn a_region_falls_back_to_its_language() {
        assert_eq!(Strings::files("de-AT"), ["strings/en.toml", "strings/de.toml", "strings/de-at.toml"]);
        assert_eq!(Strings::files("en"), ["strings/en.toml"]);
    }
}
