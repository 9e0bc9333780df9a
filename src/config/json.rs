//! Lenient JSON with places: comments and trailing commas are accepted, as DocFX does.

use indexmap::IndexMap;
use jsonc_parser::ast;
use jsonc_parser::errors::ParseErrorKind;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};
use serde_json::{Map, Number, Value};

use crate::base::{FileId, Span};
use crate::diag::{Code, Diagnostic};

/// A JSON value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Json {
    /// Its bytes.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
}

/// What a JSON value is.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text.
    String(String),
    /// A list.
    Array(Vec<Json>),
    /// An object; of duplicate keys the last counts.
    Object(IndexMap<String, Member>),
}

/// A member of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Where its key stands.
    pub key: Span,
    /// Its value.
    pub value: Json,
}

impl Json {
    /// The member `key` of an object.
    pub fn get(&self, key: &str) -> Option<&Json> {
        self.members()?.get(key).map(|m| &m.value)
    }

    /// The member `key` of an object, letter case aside; an exact match goes first.
    pub fn get_folded(&self, key: &str) -> Option<&Json> {
        let members = self.members()?;
        let folded = || members.iter().find(|(k, _)| k.eq_ignore_ascii_case(key)).map(|(_, m)| m);
        members.get(key).or_else(folded).map(|m| &m.value)
    }

    /// The members of an object.
    pub fn members(&self) -> Option<&IndexMap<String, Member>> {
        match &self.kind {
            Kind::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The entries of a list.
    pub fn entries(&self) -> Option<&[Json]> {
        match &self.kind {
            Kind::Array(entries) => Some(entries),
            _ => None,
        }
    }

    /// A text.
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::String(text) => Some(text),
            _ => None,
        }
    }

    /// A truth value; the texts `true` and `false` count, letter case aside.
    pub fn as_bool(&self) -> Option<bool> {
        match &self.kind {
            Kind::Bool(b) => Some(*b),
            Kind::String(s) if s.eq_ignore_ascii_case("true") => Some(true),
            Kind::String(s) if s.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        }
    }

    /// A text, or the texts of a list, with their places. Anything else is passed over.
    pub fn strings(&self) -> Vec<(&str, Span)> {
        match &self.kind {
            Kind::String(text) => vec![(text, self.span)],
            Kind::Array(entries) => entries.iter().filter_map(|e| Some((e.as_str()?, e.span))).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        self.kind == Kind::Null
    }

    /// What it is, in a writer's words.
    pub fn type_name(&self) -> &'static str {
        match self.kind {
            Kind::Null => "null",
            Kind::Bool(_) => "a truth value",
            Kind::Number(_) => "a number",
            Kind::String(_) => "a text",
            Kind::Array(_) => "a list",
            Kind::Object(_) => "an object",
        }
    }

    /// The value without places.
    pub fn to_value(&self) -> Value {
        match &self.kind {
            Kind::Null => Value::Null,
            Kind::Bool(b) => Value::Bool(*b),
            Kind::Number(n) => Value::Number(n.clone()),
            Kind::String(s) => Value::String(s.clone()),
            Kind::Array(entries) => Value::Array(entries.iter().map(Json::to_value).collect()),
            Kind::Object(_) => Value::Object(self.to_map()),
        }
    }

    /// An object's members without places; empty for anything else.
    pub fn to_map(&self) -> Map<String, Value> {
        let members = self.members().into_iter().flatten();
        members.map(|(key, member)| (key.clone(), member.value.to_value())).collect()
    }
}

/// Reads a JSON text. An empty text is `None`.
///
/// # Errors
/// The diagnostic to show when the text is no JSON.
pub fn parse(file: FileId, text: &str) -> Result<Option<Json>, Box<Diagnostic>> {
    let options = ParseOptions {
        allow_comments: true,
        allow_trailing_commas: true,
        allow_loose_object_property_names: true,
        allow_missing_commas: false,
        allow_single_quoted_strings: true,
        allow_hexadecimal_numbers: true,
        allow_unary_plus_numbers: true,
    };
    let parsed = parse_to_ast(text, &CollectOptions::default(), &options).map_err(|e| {
        let range = e.range();
        // What is not ended lacks its end where the text ends, wherever it begins.
        let unended =
            matches!(e.kind(), ParseErrorKind::UnterminatedArray | ParseErrorKind::UnterminatedObject);
        let start = if unended { text.len() } else { range.start };
        let span = Span::new(file, start..range.end.max(start));
        let message = format!("this is no JSON: {}", e.kind());
        Box::new(Diagnostic::new(Code::ConfigSyntax, span, message))
    })?;
    Ok(parsed.value.map(|value| convert(file, value)))
}

/// Calls itself for each level; the reader refuses more than 512.
fn convert(file: FileId, value: ast::Value<'_>) -> Json {
    let span = |range: jsonc_parser::common::Range| Span::new(file, range.start..range.end);
    match value {
        ast::Value::NullKeyword(v) => Json { span: span(v.range), kind: Kind::Null },
        ast::Value::BooleanLit(v) => Json { span: span(v.range), kind: Kind::Bool(v.value) },
        ast::Value::StringLit(v) => Json { span: span(v.range), kind: Kind::String(v.value.into_owned()) },
        ast::Value::NumberLit(v) => Json { span: span(v.range), kind: number(v.value) },
        ast::Value::Array(v) => {
            let entries = v.elements.into_iter().map(|e| convert(file, e)).collect();
            Json { span: span(v.range), kind: Kind::Array(entries) }
        }
        ast::Value::Object(v) => {
            let mut members = IndexMap::with_capacity(v.properties.len());
            for property in v.properties {
                let range = match &property.name {
                    ast::ObjectPropName::String(s) => s.range,
                    ast::ObjectPropName::Word(w) => w.range,
                };
                let value = convert(file, property.value);
                members.insert(property.name.into_string(), Member { key: span(range), value });
            }
            Json { span: span(v.range), kind: Kind::Object(members) }
        }
    }
}

fn number(text: &str) -> Kind {
    let plain = text.strip_prefix('+').unwrap_or(text);
    let hex = plain.strip_prefix("0x").or_else(|| plain.strip_prefix("0X"));
    match hex {
        Some(digits) => u64::from_str_radix(digits, 16)
            .map_or_else(|_| Kind::String(text.to_owned()), |n| Kind::Number(n.into())),
        None => plain.parse::<Number>().map_or_else(|_| Kind::String(text.to_owned()), Kind::Number),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn comments_and_trailing_commas_are_fine() {
        let text = "// a\n{ \"a\": [1, 2.5, /* no */ \"x\",], \"B\": {\"c\": null,}, }\n";
        let json = parse(FileId(3), text).expect("lenient").expect("not empty");
        assert_eq!(json.to_value(), json!({"a": [1, 2.5, "x"], "B": {"c": null}}));
        let b = json.get_folded("b").expect("folded");
        assert_eq!(&text[b.span.range()], "{\"c\": null,}");
    }

    #[test]
    fn faults_have_a_place() {
        let e = parse(FileId(0), "{\n \"a\": }").expect_err("no value");
        assert_eq!(e.code, Code::ConfigSyntax);
        assert!(e.primary.is_some_and(|s| s.start >= 8), "{e:?}");
        assert!(parse(FileId(0), &"[".repeat(100_000)).is_err());
        assert_eq!(parse(FileId(0), ""), Ok(None));
    }
}
