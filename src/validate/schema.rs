//! Rules on metadata: a JSON Schema with Learn's additions, or `[metadata.rules]`, which becomes one.

use regex::Regex;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

use crate::config::{Level, MetadataConfig, MetadataRule};
use crate::diag::{Code, Diagnostic, Severity};

use super::dates;
use super::rules::{list, text};

/// How deep lists and objects are looked into.
const DEEPEST: usize = 16;

/// What metadata must be like.
#[derive(Debug, Clone, Default)]
pub(super) struct Schema {
    root: Map<String, Value>,
    /// Keys whose values no two pages may share.
    pub(super) unique: Vec<String>,
    overrides: BTreeMap<(String, String), Override>,
    patterns: BTreeMap<String, Regex>,
    /// The day that ages count to.
    as_of: Option<i64>,
}

/// What a schema makes of one kind of finding about one key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Override {
    off: bool,
    severity: Option<Severity>,
    name: Option<String>,
    additional: Option<String>,
    /// About search engines: pages that they leave out are passed over.
    pub(super) seo: bool,
    pub(super) canonical_only: bool,
}

/// A value that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) code: Code,
    /// The top-level key.
    pub(super) key: String,
    pub(super) message: String,
    pub(super) help: &'static str,
}

impl Schema {
    /// A schema file.
    pub(super) fn of_file(value: &Value) -> Schema {
        let root = value.as_object().cloned().unwrap_or_default();
        let mut schema = Schema { unique: list(&root, "docsetUnique"), ..Schema::default() };
        for (key, rules) in root.get("rules").and_then(Value::as_object).into_iter().flatten() {
            for (code, rule) in rules.as_object().into_iter().flatten() {
                let Some(rule) = rule.as_object() else { continue };
                schema.overrides.insert((key.clone(), code.clone()), Override::read(rule));
            }
        }
        schema.compile(&Value::Object(root.clone()), 0);
        schema.root = root;
        schema
    }

    /// `[metadata.rules]`.
    pub(super) fn of_settings(settings: &MetadataConfig) -> (Schema, Vec<Diagnostic>) {
        let mut notes = Vec::new();
        let mut properties = Map::new();
        let mut overrides = Map::new();
        let (mut required, mut unique) = (Vec::new(), Vec::new());
        for (key, rule) in &settings.rules {
            if rule.required {
                required.push(key.clone());
            }
            if rule.unique {
                unique.push(key.clone());
            }
            if let Some(pattern) = &rule.pattern
                && let Err(error) = Regex::new(pattern)
            {
                let error = error.to_string();
                let error = error.lines().last().unwrap_or_default();
                let message = format!("the pattern for `{key}` cannot be understood: {error}");
                notes.push(
                    Diagnostic::new(Code::ValidationIncomplete, None, message).help("mend the pattern"),
                );
            }
            properties.insert(key.clone(), property(rule));
            overrides.insert(key.clone(), renames(key, rule));
        }
        let value = json!({
            "required": required,
            "properties": properties,
            "docsetUnique": unique,
            "rules": overrides,
        });
        let mut schema = Schema::of_file(&value);
        if let Some(text) = &settings.as_of {
            schema.as_of = dates::day(text);
            if schema.as_of.is_none() {
                let message = format!("`as_of` is \"{text}\", which is no date");
                notes.push(
                    Diagnostic::new(Code::ValidationIncomplete, None, message).help("write it as 2025-03-31"),
                );
            }
        }
        (schema, notes)
    }

    fn compile(&mut self, value: &Value, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        match value {
            Value::Object(members) => {
                if let Some(pattern) = text(members, "pattern")
                    && let Ok(regex) = Regex::new(pattern)
                {
                    self.patterns.insert(pattern.to_owned(), regex);
                }
                members.values().for_each(|v| self.compile(v, depth + 1));
            }
            Value::Array(items) => items.iter().for_each(|v| self.compile(v, depth + 1)),
            _ => {}
        }
    }

    /// What a schema says of a finding about a key; `None`: it is not reported.
    pub(super) fn settle(&self, key: &str, diagnostic: &mut Diagnostic) -> Option<Override> {
        let named = |code: &str| self.overrides.get(&(key.to_owned(), code.to_owned()));
        let rule = named(diagnostic.code.name()).or_else(|| named("*")).cloned().unwrap_or_default();
        if rule.off {
            return None;
        }
        diagnostic.severity = rule.severity.unwrap_or(diagnostic.severity);
        if let Some(name) = &rule.name {
            match Code::from_name(name) {
                Some(code) if code.name() == name => diagnostic.code = code,
                _ => diagnostic.renamed = Some(Box::from(name.as_str())),
            }
        }
        if let Some(more) = &rule.additional {
            diagnostic.message.push(' ');
            diagnostic.message.push_str(more);
        }
        Some(rule)
    }

    /// Holds the metadata of a page against the schema.
    pub(super) fn faults(&self, metadata: &Map<String, Value>) -> Vec<Fault> {
        let mut found = Faults { schema: self, out: Vec::new() };
        found.object(&self.root, metadata, "", 0);
        found.out
    }
}

impl Override {
    fn read(rule: &Map<String, Value>) -> Self {
        let flag = |key: &str| rule.get(key).and_then(Value::as_bool) == Some(true);
        let level = text(rule, "severity").and_then(Level::parse);
        Override {
            off: flag("disabled") || level == Some(Level::Off),
            severity: level.and_then(Level::severity),
            name: text(rule, "code").map(str::to_owned),
            additional: text(rule, "additionalMessage").map(str::to_owned),
            seo: list(rule, "tags").iter().any(|t| t.eq_ignore_ascii_case("seo")),
            canonical_only: flag("canonicalVersionOnly"),
        }
    }
}

/// The schema of one key of `[metadata.rules]`.
fn property(rule: &MetadataRule) -> Value {
    let mut out = Map::new();
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            out.insert(key.to_owned(), value);
        }
    };
    put("enum", (!rule.values.is_empty()).then(|| json!(rule.values)));
    put("type", rule.kind.as_ref().map(|k| json!(k)));
    put("pattern", rule.pattern.as_ref().map(|p| json!(p)));
    put("minLength", rule.min_length.map(|n| json!(n)));
    put("maxLength", rule.max_length.map(|n| json!(n)));
    put("maxAgeDays", rule.max_age_days.map(|n| json!(n)));
    put("format", (rule.date || rule.max_age_days.is_some()).then(|| json!("date")));
    put("replacedBy", rule.replaced_by.as_ref().map(|k| json!(k)));
    Value::Object(out)
}

/// The names that findings about a key of `[metadata.rules]` have.
fn renames(key: &str, rule: &MetadataRule) -> Value {
    let level = rule.severity.and_then(Level::severity).map(Severity::as_str);
    let mut out = Map::new();
    out.insert("*".to_owned(), json!({ "severity": level }));
    let mut rename = |generic: &str, name: &str| {
        out.insert(generic.to_owned(), json!({ "severity": level, "code": name }));
    };
    match key {
        "title" => rename("missing-attribute", "title-missing"),
        "description" => rename("missing-attribute", "description-missing"),
        "ms.date" => rename("date-format-invalid", "ms-date-invalid"),
        _ => {}
    }
    Value::Object(out)
}

struct Faults<'s> {
    schema: &'s Schema,
    out: Vec<Fault>,
}

impl Faults<'_> {
    fn add(&mut self, code: Code, key: &str, message: String, help: &'static str) {
        let key = key.split('.').next().filter(|_| key.contains("..")).unwrap_or(key);
        let key = key.split('[').next().unwrap_or(key);
        self.out.push(Fault { code, key: key.to_owned(), message, help });
    }

    /// An object: `path` leads to it, with `..` between keys, since keys have dots of their own.
    fn object(&mut self, schema: &Map<String, Value>, object: &Map<String, Value>, path: &str, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        let name = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}..{key}") };
        let stated = |key: &str| object.get(key).is_some_and(is_stated);
        for key in list(schema, "required").iter().filter(|key| !stated(key)) {
            let message = format!("the key `{key}` is missing");
            self.add(Code::MissingAttribute, &name(key), message, "add it to the front matter");
        }
        for group in groups(schema, "either") {
            if let Some(first) = group.first().filter(|_| !group.iter().any(|key| stated(key))) {
                let message = format!("one of the keys {} is required", quoted(&group));
                self.add(Code::MissingEitherAttribute, &name(first), message, "add one of them");
            }
        }
        for group in groups(schema, "precludes") {
            let present: Vec<String> = group.into_iter().filter(|key| stated(key)).collect();
            if let [_, second, ..] = present.as_slice() {
                let message = format!("the keys {} exclude each other", quoted(&present));
                self.add(Code::PrecludedAttributes, &name(second), message, "keep one of them");
            }
        }
        for (key, needs) in schema.get("dependencies").and_then(Value::as_object).into_iter().flatten() {
            let needs = needs.as_array().into_iter().flatten().filter_map(Value::as_str);
            for need in needs.filter(|need| stated(key) && !stated(need)) {
                let message = format!("the key `{key}` needs the key `{need}` beside it");
                self.add(Code::MissingPairedAttribute, &name(key), message, "add the missing key");
            }
        }
        self.pairs(schema, object, path);
        for key in list(schema, "reserved").iter().filter(|key| object.contains_key(*key)) {
            let message = format!("the key `{key}` is reserved");
            self.add(Code::AttributeReserved, &name(key), message, "remove it");
        }
        for (key, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let (Some(value), Some(property)) = (object.get(key), property.as_object()) else { continue };
            if let Some(replacement) = property.get("replacedBy") {
                let message = match replacement.as_str().filter(|r| !r.is_empty()) {
                    Some(other) => format!("the key `{key}` is out of use; `{other}` stands for it"),
                    None => format!("the key `{key}` is out of use"),
                };
                self.add(Code::AttributeDeprecated, &name(key), message, "remove or replace it");
            }
            self.value(property, value, &name(key), depth + 1);
        }
    }

    /// Learn: `enumDependencies`: key, value, key, values allowed with it.
    fn pairs(&mut self, schema: &Map<String, Value>, object: &Map<String, Value>, path: &str) {
        let table = schema.get("enumDependencies").and_then(Value::as_object);
        for (key, by_value) in table.into_iter().flatten() {
            let Some(value) = object.get(key).and_then(Value::as_str) else { continue };
            let others = by_value.get(value).and_then(Value::as_object);
            for (other, allowed) in others.into_iter().flatten() {
                let Some(stated) = object.get(other).and_then(Value::as_str) else { continue };
                if allowed.as_object().is_some_and(|a| !a.contains_key(stated)) {
                    let message = format!("`{other}` cannot be \"{stated}\" where `{key}` is \"{value}\"");
                    let name = if path.is_empty() { other.clone() } else { path.to_owned() };
                    self.add(
                        Code::InvalidPairedAttribute,
                        &name,
                        message,
                        "use a value that goes with the other",
                    );
                }
            }
        }
    }

    fn value(&mut self, schema: &Map<String, Value>, value: &Value, path: &str, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        let shown = path.replace("..", " / ");
        let types: Vec<&str> = match schema.get("type") {
            Some(Value::String(one)) => vec![one],
            Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        if !types.is_empty() && !types.iter().any(|t| is_a(value, t)) {
            let wanted: Vec<&str> = types.iter().map(|t| word(t)).collect();
            let message =
                format!("`{shown}` should be {}, not {}", wanted.join(" or "), word(type_of(value)));
            return self.add(Code::UnexpectedType, path, message, "write a value of the right kind");
        }
        let among = schema.get("enum").and_then(Value::as_array);
        let single = schema.get("const").map(std::slice::from_ref);
        if let Some(allowed) = among.map(Vec::as_slice).or(single)
            && !allowed.contains(value)
            && !value.is_null()
        {
            let values: Vec<String> = allowed.iter().take(12).map(Value::to_string).collect();
            let message = format!("`{shown}` is {value}, which is not among the allowed values");
            self.add(Code::InvalidValue, path, message, "use one of the allowed values");
            if let Some(fault) = self.out.last_mut() {
                fault.message.push_str(": ");
                fault.message.push_str(&values.join(", "));
            }
        }
        match value {
            Value::String(text) => self.string(schema, text, path, &shown),
            Value::Number(number) => {
                let bound = |key: &str| schema.get(key).and_then(Value::as_f64);
                let number = number.as_f64().unwrap_or_default();
                if bound("minimum").is_some_and(|min| number < min)
                    || bound("maximum").is_some_and(|max| number > max)
                {
                    let message = format!("`{shown}` is {value}, outside of its range");
                    self.add(Code::NumberInvalid, path, message, "use a number within the range");
                }
            }
            Value::Array(items) => self.array(schema, items, path, depth),
            Value::Object(object) => self.object(schema, object, path, depth + 1),
            _ => {}
        }
    }

    fn string(&mut self, schema: &Map<String, Value>, value: &str, path: &str, shown: &str) {
        let bound = |key: &str| schema.get(key).and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok());
        let length = value.chars().count();
        if let Some(least) = bound("minLength").filter(|least| length < *least) {
            let message = format!("`{shown}` has {length} characters, fewer than {least}");
            self.add(Code::StringLengthInvalid, path, message, "say more");
        } else if let Some(most) = bound("maxLength").filter(|most| length > *most) {
            let message = format!("`{shown}` has {length} characters, more than {most}");
            self.add(Code::StringLengthInvalid, path, message, "say it shorter");
        }
        if let Some(pattern) = text(schema, "pattern")
            && self.schema.patterns.get(pattern).is_some_and(|regex| !regex.is_match(value))
        {
            let message = format!("`{shown}` is \"{value}\", which does not fit the pattern `{pattern}`");
            self.add(Code::FormatInvalid, path, message, "write it as the pattern asks");
        }
        let dated =
            matches!(text(schema, "format"), Some("date" | "date-time")) || schema.contains_key("dateFormat");
        if !dated || value.is_empty() {
            return;
        }
        let Some(day) = dates::day(value) else {
            let message = format!("`{shown}` is \"{value}\", which is no date");
            return self.add(Code::DateFormatInvalid, path, message, "write it as 03/31/2025 or 2025-03-31");
        };
        let Some(today) = self.schema.as_of else { return };
        if day > today + 1 {
            let message = format!("`{shown}` is {value}, which lies in the future");
            self.add(Code::MsDateTooLate, path, message, "write the day of the last review");
        }
        if let Some(most) =
            schema.get("maxAgeDays").and_then(Value::as_i64).filter(|most| today - day > *most)
        {
            let message = format!("`{shown}` is {value}: {} days ago, more than {most}", today - day);
            self.add(Code::MsDateStale, path, message, "review the page and set the date anew");
        }
    }

    fn array(&mut self, schema: &Map<String, Value>, items: &[Value], path: &str, depth: usize) {
        let bound = |key: &str| schema.get(key).and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok());
        let shown = path.replace("..", " / ");
        let count = items.len();
        if bound("minItems").is_some_and(|n| count < n) || bound("maxItems").is_some_and(|n| count > n) {
            let message = format!("`{shown}` has {count} items, too few or too many");
            self.add(Code::ArrayLengthInvalid, path, message, "add or remove items");
        }
        if schema.get("uniqueItems").and_then(Value::as_bool) == Some(true) {
            let mut seen = std::collections::BTreeSet::new();
            if let Some(twice) = items.iter().find(|item| !seen.insert(item.to_string())) {
                let message = format!("`{shown}` holds {twice} twice");
                self.add(Code::ArrayNotUnique, path, message, "keep one of them");
            }
        }
        if let Some(contained) = schema.get("contains").and_then(Value::as_object) {
            let fits = |item: &Value| {
                let mut trial = Faults { schema: self.schema, out: Vec::new() };
                trial.value(contained, item, "", depth + 1);
                trial.out.is_empty()
            };
            if !items.iter().any(fits) {
                let message = format!("`{shown}` has no item of the kind it must have");
                self.add(Code::ArrayContainsFailed, path, message, "add such an item");
            }
        }
        if let Some(inner) = schema.get("items").and_then(Value::as_object) {
            for item in items {
                self.value(inner, item, path, depth + 1);
            }
        }
    }
}

/// Whether a value says anything.
pub(super) fn is_stated(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => true,
    }
}

/// Lists of keys.
fn groups(schema: &Map<String, Value>, key: &str) -> Vec<Vec<String>> {
    let groups = schema.get(key).and_then(Value::as_array).into_iter().flatten();
    let texts = |group: &Value| {
        let texts = group.as_array().into_iter().flatten().filter_map(Value::as_str);
        texts.map(str::to_owned).collect()
    };
    groups.map(texts).collect()
}

fn quoted(keys: &[String]) -> String {
    keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ")
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn is_a(value: &Value, name: &str) -> bool {
    match name {
        "integer" => value.is_i64() || value.is_u64(),
        _ => type_of(value) == name,
    }
}

/// A type in a writer's words.
fn word(name: &str) -> &str {
    match name {
        "null" => "nothing",
        "boolean" => "true or false",
        "integer" => "a whole number",
        "number" => "a number",
        "string" => "a text",
        "array" => "a list",
        "object" => "a mapping",
        other => other,
    }
}
