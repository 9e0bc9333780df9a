//! Front matter: the YAML mapping between two fences at the top of a file.

use crate::base::Span;

/// The front matter of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct FrontMatter {
    /// Both fences and all between.
    pub span: Span,
    /// The YAML alone.
    pub yaml_span: Span,
    /// The values; empty when the YAML does not parse (which is reported).
    pub data: serde_json::Map<String, serde_json::Value>,
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
}
