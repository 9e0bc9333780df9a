//! Front matter: the YAML mapping between two fences at the top of a file.

use std::ops::Range;
use std::sync::Arc;

use gray_matter::engine::Engine;
use gray_matter::{Matter, Pod};

use crate::base::Span;
use crate::diag::{Code, Diagnostic};

use super::ast::Document;

/// The front matter of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct FrontMatter {
    /// Both fences and all between.
    pub span: Span,
    /// The YAML alone.
    pub yaml_span: Span,
    /// The values; empty when the YAML does not parse (which is reported).
    pub data: Arc<serde_json::Map<String, serde_json::Value>>,
    /// First line of each top-level key, as a byte offset in the file.
    pub key_offsets: Vec<(String, u32)>,
}

impl FrontMatter {
    /// The span of a top-level key, for diagnostics about its value.
    pub fn key_span(&self, key: &str) -> Span {
        let at = self.key_offsets.iter().find(|(k, _)| k == key).map(|(_, o)| *o);
        at.map_or(self.span, |o| {
            let end = o + u32::try_from(key.len()).unwrap_or(0);
            Span { file: self.span.file, start: o, end }
        })
    }

    /// The first line of the value of a top-level key, of a list its first entry; `source` is the file's text. As
    /// [`FrontMatter::key_span`] where there is no value.
    pub fn value_span(&self, key: &str, source: &str) -> Span {
        let key = self.key_span(key);
        let value = || {
            let rest = source.get(key.end as usize..self.yaml_span.end as usize)?.strip_prefix(':')?;
            let value = rest.trim_start().trim_start_matches("- ").trim_start();
            let line = value.lines().next()?.trim_end();
            let start = self.yaml_span.end as usize - value.len();
            (!line.is_empty()).then(|| Span::new(key.file, start..start + line.len()))
        };
        value().unwrap_or(key)
    }
}

/// Leaves the YAML to `crate::yaml`: gray_matter splits, and no second YAML parser is compiled.
struct SplitOnly;

impl Engine for SplitOnly {
    fn parse(_: &str) -> gray_matter::Result<Pod> {
        Ok(Pod::Null)
    }
}

/// Reads the front matter of `doc` into it, if there is any; where the Markdown begins.
pub(super) fn take(doc: &mut Document) -> usize {
    let source = doc.source.clone();
    let Some(fences) = fences(&source) else { return 0 };
    let slice = source.get(fences.all.clone()).unwrap_or_default();
    let mut matter = Matter::<SplitOnly>::new();
    matter.close_delimiter = Some("...".into());
    let split = matter.parse::<()>(slice).map(|e| e.matter).unwrap_or_default();
    // What was split off has other line ends and no outer blanks; where that could matter the source is read itself.
    let written = source.get(fences.yaml.clone()).unwrap_or_default();
    let exact = written.starts_with(split.as_str()) && !split.is_empty();
    let text = if exact { split.as_str() } else { written };
    let span = Span::new(doc.file, fences.all.clone());
    let yaml_span = Span::new(doc.file, fences.yaml.clone());
    let mut front = FrontMatter { span, yaml_span, data: Arc::default(), key_offsets: Vec::new() };
    let place = |offset: u32| yaml_span.start.saturating_add(offset);
    match crate::yaml::parse(text) {
        Ok(parsed) => {
            front.key_offsets = parsed.keys.into_iter().map(|(k, o)| (k, place(o))).collect();
            for (key, offset) in parsed.duplicates {
                let end = place(offset) + u32::try_from(key.len()).unwrap_or(0);
                let at = Span { file: doc.file, start: place(offset), end };
                let message = format!("The key \"{key}\" stands twice; the last one counts.");
                doc.diagnostics.push(
                    Diagnostic::new(Code::YamlDuplicateKey, at, message).help("Take one of the two out."),
                );
            }
            match parsed.value {
                serde_json::Value::Object(data) => front.data = Arc::new(data),
                serde_json::Value::Null => {}
                _ => {
                    let message = "The front matter is no mapping of keys to values; it is ignored.";
                    let found = Diagnostic::new(Code::YamlHeaderNotObject, yaml_span, message);
                    doc.diagnostics.push(found.help("Write one \"key: value\" a line."));
                }
            }
        }
        Err(error) => {
            let at = Span { file: doc.file, start: place(error.offset), end: place(error.offset) };
            let code = if error.limit { Code::YamlLimitExceeded } else { Code::YamlHeaderSyntax };
            let message = format!("The front matter cannot be read: {}", error.message);
            let found = Diagnostic::new(code, at, message);
            doc.diagnostics
                .push(found.help("Put values with a colon, a dash or a quotation mark in them in quotes."));
        }
    }
    doc.front_matter = Some(Arc::new(front));
    fences.all.end
}

/// The places of front matter: with its fences, and between them.
struct Fences {
    all: Range<usize>,
    yaml: Range<usize>,
}

fn fences(source: &str) -> Option<Fences> {
    let is_fence = |line: &str, mark: &str| line.strip_prefix(mark).is_some_and(|r| r.trim().is_empty());
    let mut lines = source.split_inclusive('\n');
    let first = lines.next().filter(|l| is_fence(l, "---"))?;
    let start = first.len();
    let mut at = start;
    for line in lines {
        if is_fence(line, "---") || is_fence(line, "...") {
            // Two fences in a row are two thematic breaks.
            return (at > start || is_fence(line, "..."))
                .then(|| Fences { all: 0..at + line.len(), yaml: start..at });
        }
        at += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_are_found_only_at_the_very_top() {
        let found = |s: &str| fences(s).and_then(|f| s.get(f.yaml)).map(str::to_owned);
        assert_eq!(found("---\na: 1\n--- \nx").as_deref(), Some("a: 1\n"));
        assert_eq!(found("---\r\na: 1\r\n...\r\nx").as_deref(), Some("a: 1\r\n"));
        for none in ["\n---\na: 1\n---", "---\n---\n", "----\na\n---", "---\na: 1", " ---\na\n---"] {
            assert_eq!(found(none), None, "{none:?}");
        }
    }
}
