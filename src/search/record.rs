//! A document as bytes: what a page's reading leaves, what a build keeps of it for the next one as it is, and what
//! joining the index reads in place.
//!
//! Numbers are LEB128; texts and lists have their length before them. In order:
//!
//! | part | what |
//! | --- | --- |
//! | kind | number: 0 a page, 1 a method |
//! | length | number: words of body text in units |
//! | area, topic, address, title, description, type | texts |
//! | versions | list of texts |
//! | sections | text: JSON as it goes into the index, `[anchor, heading, text]` each |
//! | words | list of a text, the occurrences in units, and the strength of its fields in hundredths |

use crate::base::SharedBytes;

use super::Kind;
use super::tokenize::Word;

/// A page or method, taken apart for the index.
#[derive(Debug, Clone, Default)]
pub struct SearchDoc(pub(super) SharedBytes);

impl SearchDoc {
    /// A document from the bytes that it was kept as. What they say is not checked: a damaged document finds nothing.
    pub fn from_bytes(bytes: SharedBytes) -> Self {
        SearchDoc(bytes)
    }

    /// What to keep of it.
    pub fn into_bytes(self) -> SharedBytes {
        self.0
    }

    /// All but its words, and where they lie.
    pub(super) fn parts(&self) -> Parts<'_> {
        let mut reader = Reader::new(self.0.as_ref());
        let kind = if reader.number() == 1 { Kind::Method } else { Kind::Page };
        let length = reader.number();
        let [area, topic, url, title, description, topic_type] = std::array::from_fn(|_| reader.text());
        let count = reader.number();
        let versions = (0..count).map_while(|_| reader.more().then(|| reader.text())).collect();
        let sections = reader.bytes();
        Parts {
            kind,
            length,
            area,
            topic,
            url,
            title,
            description,
            topic_type,
            versions,
            sections,
            words: reader.rest,
        }
    }
}

/// A document, read in place.
#[derive(Debug)]
pub(super) struct Parts<'a> {
    pub(super) kind: Kind,
    /// Words of body text in units.
    pub(super) length: u32,
    pub(super) area: &'a str,
    pub(super) topic: &'a str,
    pub(super) url: &'a str,
    pub(super) title: &'a str,
    pub(super) description: &'a str,
    pub(super) topic_type: &'a str,
    /// Those it holds for; empty means all.
    pub(super) versions: Vec<&'a str>,
    /// JSON.
    pub(super) sections: &'a [u8],
    /// As they were written; see [`Parts::each_word`].
    pub(super) words: &'a [u8],
}

impl<'a> Parts<'a> {
    /// Calls `each` with every word, its occurrences in units and the strength of its fields.
    #[inline]
    pub(super) fn each_word(&self, mut each: impl FnMut(Word<'a>, u32, u32)) {
        let mut reader = Reader::new(self.words);
        reader.number();
        while reader.more() {
            let length = reader.number() as usize;
            // Looked at with what follows it: words are read eight bytes at a time.
            let word = Word::folded(reader.rest, 0, length.min(reader.rest.len()));
            reader.skip(length);
            let (body, fields) = (reader.number(), reader.number());
            if !word.bytes().is_empty() {
                each(word, body, fields);
            }
        }
    }
}

/// Writes a number.
pub(super) fn number(mut n: usize, out: &mut Vec<u8>) {
    while n >= 0x80 {
        // The lowest seven bits.
        #[allow(clippy::cast_possible_truncation)]
        out.push(n as u8 | 0x80);
        n >>= 7;
    }
    #[allow(clippy::cast_possible_truncation)]
    out.push(n as u8);
}

/// Writes a text.
pub(super) fn bytes(text: &[u8], out: &mut Vec<u8>) {
    number(text.len(), out);
    out.extend_from_slice(text);
}

/// Reads what was written, in the same order. Where nothing is left, numbers are 0 and texts empty.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Reader { rest: bytes }
    }

    /// Whether there is more to read.
    pub(super) fn more(&self) -> bool {
        !self.rest.is_empty()
    }

    #[inline]
    pub(super) fn number(&mut self) -> u32 {
        match self.rest.split_first() {
            Some((byte, rest)) if *byte < 0x80 => {
                self.rest = rest;
                u32::from(*byte)
            }
            _ => self.long_number(),
        }
    }

    fn long_number(&mut self) -> u32 {
        let (mut n, mut shift) = (0u32, 0);
        while let Some((byte, rest)) = self.rest.split_first() {
            self.rest = rest;
            n |= u32::from(byte & 0x7f).checked_shl(shift).unwrap_or_default();
            shift += 7;
            if *byte < 0x80 {
                break;
            }
        }
        n
    }

    pub(super) fn bytes(&mut self) -> &'a [u8] {
        let length = self.number() as usize;
        self.skip(length)
    }

    /// The next `length` bytes, or as many as there are.
    #[inline]
    fn skip(&mut self, length: usize) -> &'a [u8] {
        let (text, rest) = self.rest.split_at(length.min(self.rest.len()));
        self.rest = rest;
        text
    }

    pub(super) fn text(&mut self) -> &'a str {
        std::str::from_utf8(self.bytes()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let numbers = [0, 1, 127, 128, 300, 70_000, u32::MAX];
        let mut out = Vec::new();
        for n in numbers {
            number(n as usize, &mut out);
            bytes(n.to_string().as_bytes(), &mut out);
        }
        let mut reader = Reader::new(&out);
        for n in numbers {
            assert_eq!((reader.number(), reader.text()), (n, n.to_string().as_str()));
        }
        assert!(!reader.more());
    }

    #[test]
    fn damaged_bytes_are_read_to_their_end() {
        for bytes in [&[][..], &[0xff; 40], &[0; 40], &[0, 4, 200, 1, 2], &[1, 1, 3, b'a', 0xff, b'b', 9]] {
            let doc = SearchDoc::from_bytes(SharedBytes::from(bytes.to_vec()));
            let mut words = 0;
            doc.parts().each_word(|_, _, _| words += 1);
            assert!(words <= bytes.len());
            assert!(!super::super::index(&[doc], &super::super::Options::default()).is_empty());
        }
    }
}
