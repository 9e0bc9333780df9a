//! `site.toml`: text to [`SiteConfig`], with a finding for every key that is unknown or of the wrong type.

use serde::de::DeserializeOwned;
use serde_json::Value;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::markdown_options;
use super::places::Places;
use super::site::SiteConfig;
use crate::base::{FileId, Span};
use crate::diag::{Code, Diagnostic};

/// Name of the file.
pub(super) const FILE_NAME: &str = "site.toml";

/// Reads a `site.toml`. Faults go to `notes`; every section that can be read counts.
pub fn read(file: FileId, text: &str, notes: &mut Vec<Diagnostic>) -> SiteConfig {
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let span = error.span().map(|range| Span::new(file, range));
        let message = format!("this is no TOML: {}", one_line(error.message()));
        notes.push(Diagnostic::new(Code::TomlSyntax, span, message));
    }
    let mut reader = Reader { file, notes };
    let schema = schema();
    reader.unknown_keys(table.get_ref(), &schema, &schema, "");
    let places = Places::new(file, table.get_ref());
    SiteConfig { places, ..reader.sections(table.into_inner()) }
}

/// The JSON Schema of `site.toml`.
pub fn schema() -> Value {
    schemars::schema_for!(SiteConfig).to_value()
}

struct Reader<'a> {
    file: FileId,
    notes: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    /// One by one, so that a fault in one section leaves the others standing.
    fn sections(&mut self, table: DeTable<'_>) -> SiteConfig {
        let mut site = SiteConfig::default();
        for (key, value) in table {
            let span = key.span();
            match key.get_ref().as_ref() {
                "site" => self.section(value, &mut site.site),
                "build" => self.section(value, &mut site.build),
                "theme" => self.section(value, &mut site.theme),
                "markdown" => {
                    self.section(value, &mut site.markdown);
                    self.extensions(&site.markdown.extensions, span);
                }
                "index" => self.section(value, &mut site.index),
                "rules" => {
                    self.rule_names(&value);
                    self.section(value, &mut site.rules);
                }
                "metadata" => self.section(value, &mut site.metadata),
                "redirects" => self.section(value, &mut site.redirects),
                "search" => self.section(value, &mut site.search),
                "versions" => self.section(value, &mut site.versions),
                "links" => self.section(value, &mut site.links),
                "git" => self.section(value, &mut site.git),
                "learn" => self.section(value, &mut site.learn),
                // Reported with the unknown keys.
                _ => {}
            }
        }
        site
    }

    fn section<T: DeserializeOwned>(&mut self, value: Spanned<DeValue<'_>>, into: &mut T) {
        let whole = value.span();
        match T::deserialize(ValueDeserializer::from(value)) {
            Ok(section) => *into = section,
            Err(error) => {
                let span = Span::new(self.file, error.span().unwrap_or(whole));
                let message = format!("a value of the wrong kind: {}", one_line(error.message()));
                self.notes.push(Diagnostic::new(Code::ViolateSchema, span, message));
            }
        }
    }

    fn extensions(&mut self, names: &[String], section: std::ops::Range<usize>) {
        for name in names {
            if let Some(why) = markdown_options::enable(&mut crate::markdown::Extensions::default(), name) {
                let span = Span::new(self.file, section.clone());
                self.notes.push(markdown_options::unread(name, why, span));
            }
        }
    }

    fn rule_names(&mut self, value: &Spanned<DeValue<'_>>) {
        let Some(table) = value.get_ref().as_table() else { return };
        for key in table.keys() {
            if Code::from_name(key.get_ref()).is_none() {
                let message = format!("there is no finding `{}`", key.get_ref());
                let near = super::nearest(key.get_ref(), Code::ALL.iter().map(|code| code.name()));
                self.unknown(key, message, near);
            }
        }
    }

    /// Holds the file's keys against the schema. The depth is that of the schema, which does not refer to itself.
    fn unknown_keys(&mut self, table: &DeTable<'_>, schema: &Value, root: &Value, path: &str) {
        let Some((properties, rest)) = members_of(schema, root) else { return };
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            let inner = properties.and_then(|p| p.get(name)).or(rest);
            match inner {
                Some(inner) => self.unknown_below(value, inner, root, &join(path, name)),
                None => {
                    let known = properties.into_iter().flat_map(|p| p.keys().map(String::as_str));
                    let near = super::nearest(name, known);
                    let place = if path.is_empty() { String::new() } else { format!(" in `{path}`") };
                    self.unknown(key, format!("`{name}` is no key{place} that docwright knows"), near);
                }
            }
        }
    }

    fn unknown_below(&mut self, value: &Spanned<DeValue<'_>>, schema: &Value, root: &Value, path: &str) {
        match value.get_ref() {
            DeValue::Table(table) => self.unknown_keys(table, schema, root, path),
            DeValue::Array(entries) => {
                let items = variants(schema, root).into_iter().find_map(|v| v.get("items"));
                let Some(items) = items else { return };
                for entry in entries {
                    if let Some(table) = entry.get_ref().as_table() {
                        self.unknown_keys(table, items, root, path);
                    }
                }
            }
            _ => {}
        }
    }

    fn unknown(&mut self, key: &Spanned<impl AsRef<str>>, message: String, near: Option<&str>) {
        let span = Span::new(self.file, key.span());
        let mut diagnostic = Diagnostic::new(Code::UnknownConfigKey, span, message);
        diagnostic = match near {
            Some(near) => diagnostic.help(format!("Did you mean `{near}`?")).fix(span, near, false),
            None => diagnostic.help("Take it out; `docwright config schema` prints the keys that there are."),
        };
        self.notes.push(diagnostic);
    }
}

type Members<'s> = (Option<&'s serde_json::Map<String, Value>>, Option<&'s Value>);

/// The properties of an object's schema, and the schema of all other keys. `None`: any key will do.
fn members_of<'s>(schema: &'s Value, root: &'s Value) -> Option<Members<'s>> {
    for variant in variants(schema, root) {
        let properties = variant.get("properties").and_then(Value::as_object);
        let rest = variant.get("additionalProperties").filter(|rest| rest.is_object());
        if properties.is_some() || rest.is_some() {
            return Some((properties, rest));
        }
    }
    None
}

/// A schema, or those it is put together from, references resolved.
fn variants<'s>(schema: &'s Value, root: &'s Value) -> Vec<&'s Value> {
    let resolved = |schema: &'s Value| match schema.get("$ref").and_then(Value::as_str) {
        Some(reference) => root.pointer(reference.trim_start_matches('#')).unwrap_or(schema),
        None => schema,
    };
    let schema = resolved(schema);
    let several =
        ["anyOf", "oneOf", "allOf"].iter().find_map(|key| schema.get(key).and_then(Value::as_array));
    match several {
        Some(several) => several.iter().map(resolved).collect(),
        None => vec![schema],
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

fn one_line(text: &str) -> String {
    text.lines().map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{EntryLevel, FacetKind, Level, RuleSetting};

    fn of(text: &str) -> (SiteConfig, Vec<Diagnostic>) {
        let mut notes = Vec::new();
        let site = read(FileId(0), text, &mut notes);
        (site, notes)
    }

    #[test]
    fn every_section_is_read() {
        let (site, notes) = of(include_str!("../../tests/config/every-key.toml"));
        assert_eq!(notes, []);
        assert_eq!((site.site.title.as_str(), site.build.content.as_str()), ("Lanterns", "pages"));
        assert_eq!(site.build.fail_on, Level::Warning);
        let set = site.index.sets.first().expect("a set");
        assert_eq!((set.id.as_str(), set.level), ("lighting", EntryLevel::H2));
        let facet = set.facets.first().expect("a facet");
        assert_eq!((facet.kind, facet.aliases.get("oli").map(String::as_str)), (FacetKind::Set, Some("oil")));
        assert_eq!(site.rules.get("title-missing"), Some(&RuleSetting::Level(Level::Error)));
        let keys: Vec<&String> = site.redirects.keys().collect();
        assert_eq!(keys, ["old.md", "b/older.md", "a/oldest.md"], "order is that of the file");
        assert!(site.learn.is_some_and(|l| l.moniker_range.len() == 1 && !l.lower_case_url));
    }

    #[test]
    fn the_example_has_every_key_of_the_schema() {
        let text = include_str!("../../tests/config/every-key.toml");
        let schema = schema();
        let named = |key: &str| {
            text.lines().any(|l| l.contains(&format!("{key} = ")) || l.contains(&format!("{key}]")))
        };
        let definitions = schema.get("$defs").and_then(Value::as_object).into_iter().flat_map(|d| d.values());
        let objects = definitions.chain([&schema]).filter_map(|d| d.get("properties")?.as_object());
        let missing: Vec<&String> = objects.flat_map(|o| o.keys()).filter(|key| !named(key)).collect();
        assert_eq!(missing, Vec::<&String>::new());
    }

    #[test]
    fn unknown_keys_are_named_with_the_nearest_known_one() {
        let text = "[site]\ntitel = \"x\"\n[[index.set]]\nid = \"a\"\nfacets = [{lable = \"l\"}]\n[rules]\n\
                    titel-missing = \"off\"\n[theme.options]\nanything = 1\n[zoo]\n";
        let (site, notes) = of(text);
        let found: Vec<(&str, Option<&str>)> = notes
            .iter()
            .map(|n| {
                (&text[n.primary.map_or(0..0, Span::range)], n.fix.as_ref().map(|f| f.replacement.as_str()))
            })
            .collect();
        let near = |a, b| (a, Some(b));
        assert_eq!(
            found,
            [
                near("titel", "title"),
                near("lable", "label"),
                ("zoo", None),
                near("titel-missing", "title-missing")
            ]
        );
        assert_eq!(site.index.sets.len(), 1);
    }

    #[test]
    fn a_fault_in_one_section_leaves_the_others() {
        let (site, notes) =
            of("[site]\ntitle = 5\n[build]\noutput = \"out\"\n[search]\nresults = \"many\"\n");
        assert_eq!(notes.iter().map(|n| n.code).collect::<Vec<_>>(), [Code::ViolateSchema; 2]);
        assert_eq!((site.site.title.as_str(), site.build.output.as_str()), ("", "out"));
        let (site, notes) = of("[site]\ntitle = \"a\"\n[build\noutput = 1\n");
        assert!(notes.iter().any(|n| n.code == Code::TomlSyntax && n.primary.is_some()));
        assert_eq!(site.site.title, "a");
    }

    #[test]
    fn the_defaults_read_back_as_they_are() {
        let text = toml::to_string(&SiteConfig::default()).expect("writable");
        let (site, notes) = of(&text);
        let site = SiteConfig { places: Places::default(), ..site };
        assert_eq!((site, notes), (SiteConfig::default(), Vec::new()));
    }
}
