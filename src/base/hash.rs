//! Content keys.

use std::fmt;

/// A 128-bit xxh3 hash: a key for content, not a cryptographic digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Hash128(pub u128);

impl Hash128 {
    /// Hash of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Hash128(xxhash_rust::xxh3::xxh3_128(bytes))
    }

    /// Ten hexadecimal digits for file names such as `app.3f2a91b0c4.css`.
    pub fn short(self) -> String {
        format!("{:010x}", (self.0 >> 88))
    }
}

impl fmt::Display for Hash128 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}
