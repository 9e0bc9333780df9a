//! Levels of findings as configured: `[rules]` in `site.toml`, `rules` in `docfx.json`.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::glob::{GlobOptions, GlobSet};
use super::learn::OneOrMany;
use crate::diag::{Code, Severity};

/// A level in a configuration file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Not reported.
    #[serde(alias = "OFF", alias = "Off")]
    Off,
    /// For information.
    #[serde(alias = "INFO", alias = "Info")]
    Info,
    /// A page could be better.
    #[serde(alias = "SUGGESTION", alias = "Suggestion")]
    Suggestion,
    /// A reader will stumble over this.
    #[serde(alias = "WARNING", alias = "Warning")]
    Warning,
    /// A page or the build is wrong.
    #[default]
    #[serde(alias = "ERROR", alias = "Error")]
    Error,
}

impl Level {
    /// The severity; `None` for [`Level::Off`].
    pub fn severity(self) -> Option<Severity> {
        match self {
            Level::Off => None,
            Level::Info => Some(Severity::Info),
            Level::Suggestion => Some(Severity::Suggestion),
            Level::Warning => Some(Severity::Warning),
            Level::Error => Some(Severity::Error),
        }
    }

    /// Reads a level as people write it, letter case aside.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text.to_ascii_lowercase().as_str() {
            "off" | "none" | "ignore" => Level::Off,
            "info" | "verbose" => Level::Info,
            "suggestion" => Level::Suggestion,
            "warning" | "warn" => Level::Warning,
            "error" => Level::Error,
            _ => return None,
        })
    }
}

/// One rule: a level alone, or a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RuleSetting {
    /// `code = "warning"`
    Level(Level),
    /// `code = { severity = "warning", exclude = ["old/**"] }`
    Table(Box<RuleTable>),
}

/// A rule with exceptions.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct RuleTable {
    /// The level; the code's own when left out.
    pub severity: Option<Level>,
    /// Globs of files in which the finding is not reported, from the docset's folder.
    pub exclude: Option<OneOrMany>,
    /// Globs of the only files in which it is reported.
    pub include: Option<OneOrMany>,
    /// Another message; `{0}`, `{1}` stand for the finding's values.
    pub message: Option<String>,
    /// Text after the message.
    pub additional_message: Option<String>,
    /// Only in the newest version of a page.
    pub canonical_version_only: bool,
    /// Whether a docset's rules may change it.
    pub docfx_override: Option<bool>,
    /// What a content rule measures with.
    #[serde(flatten)]
    pub options: RuleOptions,
}

/// What content rules measure with, under the names of Learn's rule files.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct RuleOptions {
    /// `dev-language-missing`: code blocks of fewer lines need no language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_code_block_line_count: Option<usize>,
    /// `image-altText-with-badlength`: characters at least.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_alt_text_length: Option<usize>,
    /// `image-altText-with-badlength`: characters at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_alt_text_length: Option<usize>,
    /// Terms or headings that may not be used.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub disallowed: Vec<String>,
    /// Texts in which a disallowed term is no finding.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<String>,
    /// Hosts that a rule on links is about, their subdomains included.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub domains: Vec<String>,
    /// `dev-language-invalid`: the languages that code blocks may name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub allowed: Vec<String>,
}

/// Rules ready to be asked.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    by_code: IndexMap<String, Rule>,
}

#[derive(Debug, Clone)]
struct Rule {
    level: Option<Level>,
    exclude: GlobSet,
    include: Option<GlobSet>,
    message: Option<String>,
    additional: Option<String>,
    canonical_version_only: bool,
}

/// What becomes of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision<'a> {
    /// Not reported.
    Off,
    /// Reported at this level, with a text after its message.
    Report {
        /// The level.
        severity: Severity,
        /// Text after the message.
        additional: Option<&'a str>,
    },
}

impl Rules {
    /// Adds a rule, replacing an earlier one for the same code. `code` may be DocFX's name (`InvalidFileLink`).
    pub fn add(&mut self, code: &str, setting: &RuleSetting) {
        let table = match setting {
            RuleSetting::Level(level) => RuleTable { severity: Some(*level), ..RuleTable::default() },
            RuleSetting::Table(table) => RuleTable::clone(table),
        };
        let globs = |list: &Option<OneOrMany>| {
            let patterns = list.as_ref().map(OneOrMany::as_slice).unwrap_or_default();
            GlobSet::new(patterns.iter().map(String::as_str), GlobOptions::default()).0
        };
        let rule = Rule {
            level: table.severity,
            exclude: globs(&table.exclude),
            include: table.include.is_some().then(|| globs(&table.include)),
            message: table.message,
            additional: table.additional_message,
            canonical_version_only: table.canonical_version_only,
        };
        // Names that no finding of ours has are kept: rules of other engines stand in the same list.
        let name = Code::from_name(code).map_or_else(|| code.to_owned(), |known| known.name().to_owned());
        self.by_code.insert(name, rule);
    }

    /// Whether a rule for `code` says that it counts in the newest version of a page alone.
    pub fn canonical_version_only(&self, code: Code) -> bool {
        self.by_code.get(code.name()).is_some_and(|rule| rule.canonical_version_only)
    }

    /// Another message for findings of `code`.
    pub fn message(&self, code: Code) -> Option<&str> {
        self.by_code.get(code.name())?.message.as_deref()
    }

    /// What becomes of a finding of `code` and its own level in a file at `path` (from the docset's folder;
    /// `None` for findings about the whole build).
    pub fn decide(&self, code: Code, severity: Severity, path: Option<&str>) -> Decision<'_> {
        self.decide_named(code.name(), severity, path)
    }

    /// As [`Rules::decide`], for a finding that a rule file gave another name.
    pub fn decide_named(&self, name: &str, severity: Severity, path: Option<&str>) -> Decision<'_> {
        let plain = Decision::Report { severity, additional: None };
        let Some(rule) = self.by_code.get(name) else { return plain };
        if let Some(path) = path {
            if rule.exclude.is_match(path) {
                return Decision::Off;
            }
            if rule.include.as_ref().is_some_and(|set| !set.is_match(path)) {
                return plain;
            }
        }
        match rule.level.map(Level::severity) {
            None => Decision::Report { severity, additional: rule.additional.as_deref() },
            Some(None) => Decision::Off,
            Some(Some(severity)) => Decision::Report { severity, additional: rule.additional.as_deref() },
        }
    }

    /// Whether there are no rules.
    pub fn is_empty(&self) -> bool {
        self.by_code.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_has_a_level_and_exceptions() {
        let mut rules = Rules::default();
        let setting = serde_json::from_str(r#"{"severity": "ERROR", "exclude": "old/**"}"#).expect("a rule");
        rules.add("InvalidFileLink", &setting);
        rules.add("title-missing", &RuleSetting::Level(Level::Off));
        let decide = |code, path| rules.decide(code, Severity::Warning, Some(path));
        let report = |severity| Decision::Report { severity, additional: None };
        assert_eq!(decide(Code::FileNotFound, "a.md"), report(Severity::Error));
        assert_eq!(decide(Code::FileNotFound, "old/a.md"), Decision::Off);
        assert_eq!(decide(Code::TitleMissing, "a.md"), Decision::Off);
        assert_eq!(decide(Code::H1Missing, "a.md"), report(Severity::Warning));
    }
}
