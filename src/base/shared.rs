//! Bytes with several owners.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// A buffer, or a part of one, that may have several owners: what one stage keeps and another reads is there once.
#[derive(Clone, Default)]
pub struct SharedBytes {
    buffer: Arc<Vec<u8>>,
    range: Range<usize>,
}

impl SharedBytes {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.range.is_empty()
    }

    /// The part at `range` of these bytes; nothing when they do not reach that far.
    pub fn part(&self, range: Range<usize>) -> SharedBytes {
        let range = self.range.start + range.start..self.range.start + range.end;
        if range.start > range.end || range.end > self.range.end {
            return SharedBytes::default();
        }
        SharedBytes { buffer: Arc::clone(&self.buffer), range }
    }
}

impl From<Vec<u8>> for SharedBytes {
    /// Takes a buffer as it is; its spare room stays with it.
    fn from(bytes: Vec<u8>) -> Self {
        SharedBytes { range: 0..bytes.len(), buffer: Arc::new(bytes) }
    }
}

impl AsRef<[u8]> for SharedBytes {
    fn as_ref(&self) -> &[u8] {
        self.buffer.get(self.range.clone()).unwrap_or_default()
    }
}

impl fmt::Debug for SharedBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SharedBytes({} bytes)", self.range.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_lies_within_what_it_is_of() {
        let all = SharedBytes::from(b"abcdef".to_vec());
        let part = all.part(1..4);
        assert_eq!((part.as_ref(), part.part(1..3).as_ref()), (&b"bcd"[..], &b"cd"[..]));
        for beyond in [2..5, 4..4] {
            assert_eq!(part.part(beyond).as_ref(), b"");
        }
    }
}
