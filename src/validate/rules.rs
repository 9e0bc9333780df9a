//! Which rules are on, and how each is measured and worded.

use serde_json::{Map, Value};

use crate::base::Span;
use crate::config::{Config, Level, OneOrMany, RuleOptions, RuleSetting, RuleTable};
use crate::diag::{Code, Diagnostic, Severity};

use super::METADATA;
use super::kinds::{KINDS, Kind};
use super::schema::Schema;

/// The rules of a site. Without any, nothing is looked at.
#[derive(Debug, Clone, Default)]
pub struct RuleSet {
    pub(super) content: Vec<Rule>,
    pub(super) schemas: Vec<Schema>,
    /// New names and levels for the findings of the build itself.
    build: Vec<(Code, Rule)>,
    /// What reading the rules had to say.
    pub diagnostics: Vec<Diagnostic>,
}

/// A content rule that is on.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    pub(super) kind: &'static Kind,
    /// The name it reports under, where that is not the code's.
    name: Option<Box<str>>,
    /// The rule file's message; `{0}`, `{1}` stand for values.
    message: Option<String>,
    additional: Option<String>,
    severity: Option<Severity>,
    pub(super) options: RuleOptions,
    /// Only the newest version of a page counts.
    pub(super) canonical_only: bool,
    /// About search engines: pages that they leave out are passed over.
    pub(super) seo: bool,
    /// A docset's own rules may change it.
    overridable: bool,
    /// Kinds of content that it is for; empty: all that it can be about.
    content_types: Vec<String>,
}

/// Reads a JSON file that the configuration names, from the folder of the configuration.
pub type ReadJson<'a> = &'a mut dyn FnMut(&str) -> Result<Value, Box<Diagnostic>>;

impl RuleSet {
    /// The rules that `config` switches on, in `[rules]`, in rule files and in metadata schemas.
    pub fn new(config: &Config, read: ReadJson<'_>) -> Self {
        let mut set = RuleSet::default();
        for (code, setting) in &config.site.rules {
            set.own(code, setting);
        }
        if !config.site.metadata.rules.is_empty() {
            let (schema, notes) = Schema::of_settings(&config.site.metadata);
            set.schemas.push(schema);
            set.diagnostics.extend(notes);
        }
        let Some(learn) = &config.site.learn else { return set };
        let mut open = |name: &str, notes: &mut Vec<Diagnostic>| match read(name) {
            Ok(value) => Some(value),
            Err(diagnostic) => {
                notes.push(*diagnostic);
                None
            }
        };
        if let Some(name) = &learn.markdown_validation_rules
            && let Some(value) = open(name, &mut set.diagnostics)
        {
            set.content.extend(categories(&value).filter_map(Rule::of_file));
        }
        if let Some(name) = &learn.build_validation_rules
            && let Some(value) = open(name, &mut set.diagnostics)
        {
            set.build.extend(categories(&value).filter_map(Rule::of_build));
        }
        if let Some(name) = &learn.allowlists
            && let Some(value) = open(name, &mut set.diagnostics)
        {
            set.allow(&value);
        }
        for name in learn.metadata_schema.iter().flat_map(OneOrMany::as_slice) {
            if let Some(value) = open(name, &mut set.diagnostics) {
                set.schemas.push(Schema::of_file(&value));
            }
        }
        set.fixed(config, "rules", config.site.rules.keys());
        set.fixed(config, "learn.rules", learn.rules.keys());
        set
    }

    /// Whether no rule looks at pages or tables of contents.
    pub fn is_empty(&self) -> bool {
        self.content.is_empty() && self.schemas.is_empty()
    }

    /// Whether a finding of `code` can come of a page: content rules are off unless something switches them on, and
    /// of metadata rules nothing can be said without the key.
    pub fn looks_for(&self, code: Code) -> bool {
        match Kind::of(code) {
            Some(_) => self.content.iter().any(|rule| rule.kind.code == code),
            None => !METADATA.contains(&code),
        }
    }

    /// Gives a finding of the build the name and level that a rule file has for it, and says whether the docset's
    /// own rules may change it further.
    pub fn rename(&self, diagnostic: &mut Diagnostic) -> bool {
        let Some((_, rule)) = self.build.iter().find(|(code, _)| *code == diagnostic.code) else {
            let rule = self.content.iter().find(|r| r.is_for(diagnostic));
            return rule.is_none_or(|r| r.overridable);
        };
        diagnostic.severity = rule.severity.unwrap_or(diagnostic.severity);
        if diagnostic.renamed.is_none() {
            diagnostic.renamed.clone_from(&rule.name);
        }
        if let Some(text) = &rule.additional {
            diagnostic.message.push(' ');
            diagnostic.message.push_str(text);
        }
        rule.overridable
    }

    /// The rules of a kind, for content of a type.
    pub(super) fn of<'a>(&'a self, code: Code, content: &'a str) -> impl Iterator<Item = &'a Rule> {
        self.content.iter().filter(move |r| r.kind.code == code && r.covers(content))
    }

    /// Switches a rule on that `[rules]` names; names of the build's own findings only change levels elsewhere.
    fn own(&mut self, code: &str, setting: &RuleSetting) {
        let Some(kind) = Code::from_name(code).and_then(Kind::of) else { return };
        let table = match setting {
            RuleSetting::Level(Level::Off) => return,
            RuleSetting::Level(_) => RuleTable::default(),
            RuleSetting::Table(table) if table.severity == Some(Level::Off) => return,
            RuleSetting::Table(table) => RuleTable::clone(table),
        };
        self.content.push(Rule {
            kind,
            name: None,
            message: table.message,
            additional: None,
            severity: None,
            options: table.options,
            canonical_only: table.canonical_version_only,
            seo: false,
            overridable: true,
            content_types: Vec::new(),
        });
    }

    /// Takes the list of languages from a file of allow lists.
    fn allow(&mut self, lists: &Value) {
        let Some(languages) = lists.get("devlang") else { return };
        let mut allowed: Vec<String> = Vec::new();
        for list in [languages, languages.get("nestedTaxonomy").unwrap_or(&Value::Null)] {
            let texts = list.as_array().into_iter().flatten().filter_map(Value::as_str);
            allowed.extend(texts.map(str::to_owned));
        }
        for rule in self.content.iter_mut().filter(|r| r.kind.code == Code::DevLanguageInvalid) {
            rule.options.allowed.extend_from_slice(&allowed);
        }
    }

    /// Reports rules of the configuration, in its section `key`, that a rule file does not let change.
    fn fixed<'n>(&mut self, config: &Config, key: &str, named: impl Iterator<Item = &'n String>) {
        for name in named {
            let fixed = |r: &&Rule| !r.overridable && r.reported().eq_ignore_ascii_case(name);
            if self.content.iter().any(|r| fixed(&r)) {
                let message =
                    format!("the rule file keeps `{name}` as it is; the configuration cannot change it");
                let help = "take the rule out of the configuration";
                let place = config.site.places.of(&format!("{key}.{name}"));
                self.diagnostics.push(Diagnostic::new(Code::RuleOverrideInvalid, place, message).help(help));
            }
        }
    }
}

impl Rule {
    /// One entry of a content rule file. Kinds that are not known are passed over: rule files are written for
    /// several programs.
    fn of_file(entry: &Map<String, Value>) -> Option<Rule> {
        let kind = entry.get("type").and_then(Value::as_str).and_then(|name| {
            let by_type = KINDS.iter().find(|k| k.rule_type.eq_ignore_ascii_case(name));
            by_type.or_else(|| Code::from_name(text(entry, "code")?).and_then(Kind::of))
        })?;
        Rule::read(kind, kind.code, entry)
    }

    /// One entry of a rule file for the build's findings: its type is the code in one word.
    fn of_build(entry: &Map<String, Value>) -> Option<(Code, Rule)> {
        let name = text(entry, "type")?;
        let same = |code: &Code| code.name().split('-').collect::<String>().eq_ignore_ascii_case(name);
        let code = Code::from_name(name).or_else(|| Code::ALL.iter().copied().find(same))?;
        Some((code, Rule::read(Kind::of(code).unwrap_or(KINDS.first()?), code, entry)?))
    }

    fn read(kind: &'static Kind, code: Code, entry: &Map<String, Value>) -> Option<Rule> {
        let flag = |key: &str| entry.get(key).and_then(Value::as_bool);
        if flag("disabled") == Some(true) {
            return None;
        }
        let level = text(entry, "severity").and_then(Level::parse);
        if level == Some(Level::Off) {
            return None;
        }
        let name = text(entry, "code").filter(|name| *name != code.name());
        let options = serde_json::from_value(Value::Object(options(entry))).unwrap_or_default();
        let tags = list(entry, "tags");
        Some(Rule {
            kind,
            name: name.map(Box::from),
            message: text(entry, "message").map(str::to_owned),
            additional: text(entry, "additionalMessage").map(str::to_owned),
            severity: level.and_then(Level::severity),
            options,
            canonical_only: flag("canonicalVersionOnly") == Some(true),
            seo: tags.iter().any(|t| t.eq_ignore_ascii_case("seo")),
            overridable: flag("docfxOverride") != Some(false),
            content_types: list(entry, "contentTypes"),
        })
    }

    /// A finding of this rule; `values` fill the gaps of the message.
    pub(super) fn report(&self, span: impl Into<Option<Span>>, values: &[&str]) -> Diagnostic {
        let mut message = fill(self.message.as_deref().unwrap_or(self.kind.message), values);
        if let Some(more) = &self.additional {
            message.push(' ');
            message.push_str(more);
        }
        let mut diagnostic = Diagnostic::new(self.kind.code, span, message).help(self.kind.help);
        diagnostic.severity = self.severity.unwrap_or(diagnostic.severity);
        diagnostic.renamed.clone_from(&self.name);
        diagnostic
    }

    fn reported(&self) -> &str {
        self.name.as_deref().unwrap_or_else(|| self.kind.code.name())
    }

    fn is_for(&self, diagnostic: &Diagnostic) -> bool {
        self.kind.code == diagnostic.code && self.reported() == diagnostic.name()
    }

    fn covers(&self, content: &str) -> bool {
        self.content_types.is_empty() || self.content_types.iter().any(|t| t.eq_ignore_ascii_case(content))
    }
}

/// The rules of all categories of a rule file.
fn categories(file: &Value) -> impl Iterator<Item = &Map<String, Value>> {
    let categories = file.as_object().into_iter().flat_map(Map::values);
    let rules = categories.filter_map(|c| c.get("rules")).filter_map(Value::as_array).flatten();
    rules.filter_map(Value::as_object)
}

/// The measures of a rule, each only where it has the right type.
fn options(entry: &Map<String, Value>) -> Map<String, Value> {
    let counts = ["minCodeBlockLineCount", "minAltTextLength", "maxAltTextLength"];
    let lists = ["disallowed", "exceptions", "domains", "allowed"];
    let fits = |key: &str, value: &Value| {
        counts.contains(&key) && value.is_u64()
            || lists.contains(&key) && value.as_array().is_some_and(|a| a.iter().all(Value::is_string))
    };
    entry.iter().filter(|(k, v)| fits(k, v)).map(|(k, v)| (k.clone(), v.clone())).collect()
}

pub(super) fn text<'m>(entry: &'m Map<String, Value>, key: &str) -> Option<&'m str> {
    entry.get(key).and_then(Value::as_str)
}

pub(super) fn list(entry: &Map<String, Value>, key: &str) -> Vec<String> {
    let texts = entry.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    texts.map(str::to_owned).collect()
}

/// Puts values into `{0}`, `{1}`; gaps without a value stay.
fn fill(template: &str, values: &[&str]) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let gap = from.find('}').and_then(|end| {
            let number: usize = from.get(1..end)?.parse().ok()?;
            Some((values.get(number)?, end + 1))
        });
        match gap {
            Some((value, length)) => {
                out.push_str(value);
                rest = from.get(length..).unwrap_or_default();
            }
            None => {
                out.push('{');
                rest = from.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}
