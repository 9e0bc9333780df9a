//! One page or method to its search document: sections to quote from, and words with how much they weigh.

use crate::base::{SharedBytes, url};
use crate::docset::PageView;

use super::record::{self, SearchDoc};
use super::tokenize::each_word;
use super::vocabulary::{Collector, WordUse};
use super::{Meta, MethodMeta, quote, read};

/// How much of a section is kept to quote from, in bytes.
const SECTION_TEXT: usize = 700;
/// How much of a page is kept to quote from, in bytes.
const PAGE_TEXT: usize = 8_000;
/// How much of one block of code is read, in bytes: the rest is output and data.
const CODE_TEXT: usize = 4_000;

/// Where a word stood, in units of body text: a word in code counts a quarter of a word in prose.
const IN_TEXT: u32 = 4;
const IN_CODE: u32 = 1;

/// Takes a page apart.
pub fn document(view: &PageView, meta: &Meta<'_>) -> SearchDoc {
    let mut draft = Draft::new(meta);
    read::page(view, &mut draft);
    draft.finish()
}

/// Takes a method apart.
pub fn method(meta: &MethodMeta<'_>) -> SearchDoc {
    let face = Face {
        kind: 1,
        area: meta.area,
        topic: meta.topic,
        url: meta.url.to_owned(),
        topic_type: "",
        versions: meta.versions,
    };
    let mut draft = Draft::start(face, meta.name, meta.summary);
    draft.text(meta.summary);
    draft.text(meta.text);
    draft.finish()
}

/// What is known of a document beside its texts.
#[derive(Debug)]
struct Face<'a> {
    kind: u8,
    area: &'a str,
    topic: &'a str,
    url: String,
    topic_type: &'a str,
    versions: &'a [String],
}

/// A section in the making.
#[derive(Debug, Default)]
struct Section {
    anchor: String,
    heading: String,
    text: String,
}

/// A document in the making, for pages that are data rather than Markdown: sections in order, text under them.
#[derive(Debug)]
pub struct Draft<'a> {
    face: Face<'a>,
    title: String,
    description: String,
    words: Collector,
    /// Words of body text in units.
    length: u32,
    section: Section,
    /// Finished sections, one after the other.
    sections: Vec<u8>,
    /// Bytes of section text so far.
    kept: usize,
}

impl<'a> Draft<'a> {
    /// Starts a page.
    pub fn new(meta: &Meta<'a>) -> Self {
        let face = Face {
            kind: 0,
            area: meta.area,
            topic: meta.topic,
            url: url::encode_path(meta.out.as_str()),
            topic_type: meta.topic_type,
            versions: meta.versions,
        };
        let mut draft = Draft::start(face, meta.title, meta.description);
        // The file's name says what a page is about, often in other words than its title.
        let name = meta.topic.rsplit('/').next().unwrap_or_default();
        draft.field(name, |_| 40, |word| &mut word.about);
        draft
    }

    fn start(face: Face<'a>, title: &str, description: &str) -> Self {
        let mut draft = Draft {
            face,
            title: one_line(title),
            description: one_line(description),
            words: Collector::default(),
            length: 0,
            section: Section::default(),
            sections: Vec::new(),
            kept: 0,
        };
        draft.field(title, |words| share(220, words), |word| &mut word.title);
        draft.field(description, |_| 30, |word| &mut word.about);
        draft
    }

    /// Starts a section; `anchor` is empty where there is none to link to.
    pub fn heading(&mut self, level: u8, anchor: &str, text: &str) {
        let heading = one_line(text);
        // The title is no section of its own.
        let own = level > 1 && heading != self.title;
        let strength = if own && level == 2 { 90 } else { 60 };
        self.field(&heading, |words| share(strength, words), |word| &mut word.heading);
        if own {
            self.close();
            self.section.anchor.push_str(anchor);
            self.section.heading = heading;
        }
    }

    /// Text of the current section.
    pub fn text(&mut self, text: &str) {
        self.count(text, IN_TEXT);
        let section = &mut self.section.text;
        let room = SECTION_TEXT.saturating_sub(section.len()).min(PAGE_TEXT.saturating_sub(self.kept));
        if room == 0 {
            return;
        }
        let text = text.trim_start();
        let beyond = text.as_bytes().get(room..).unwrap_or_default();
        let end = beyond.iter().position(u8::is_ascii_whitespace).map_or(text.len(), |n| room + n);
        let before = section.len();
        push_line(text.get(..end).unwrap_or_default(), section);
        self.kept += section.len() - before + 1;
    }

    /// Code of the current section: found, but weighs less and is not quoted.
    pub fn code(&mut self, text: &str) {
        let end = text.floor_char_boundary(CODE_TEXT.min(text.len()));
        self.count(text.get(..end).unwrap_or_default(), IN_CODE);
    }

    /// The finished document.
    pub fn finish(mut self) -> SearchDoc {
        self.close();
        let face = &self.face;
        let mut out = Vec::with_capacity(4096 + self.sections.len());
        record::number(usize::from(face.kind), &mut out);
        record::number(self.length as usize, &mut out);
        for text in [face.area, face.topic, &face.url, &self.title, &self.description, face.topic_type] {
            record::bytes(text.as_bytes(), &mut out);
        }
        record::number(face.versions.len(), &mut out);
        for version in face.versions {
            record::bytes(version.as_bytes(), &mut out);
        }
        record::number(self.sections.len() + 2, &mut out);
        out.push(b'[');
        out.extend_from_slice(&self.sections);
        out.push(b']');
        self.words.write(&mut out);
        out.shrink_to_fit();
        SearchDoc::from_bytes(SharedBytes::from(out))
    }

    /// Ends the current section. One that says nothing is none.
    fn close(&mut self) {
        let Section { anchor, heading, text } = &mut self.section;
        if !heading.is_empty() || !text.is_empty() {
            if !self.sections.is_empty() {
                self.sections.push(b',');
            }
            quote::list(&[anchor, heading, text], &mut self.sections);
        }
        anchor.clear();
        heading.clear();
        text.clear();
    }

    fn count(&mut self, text: &str, unit: u32) {
        let mut length = 0u32;
        each_word(text, |word| {
            let units = if word.part { unit.div_ceil(2) } else { unit };
            if !word.part {
                length += unit;
            }
            if let Some(used) = self.words.used(&word) {
                used.body = used.body.saturating_add(units);
            }
        });
        self.length = self.length.saturating_add(length);
    }

    /// Marks the words of a field; what it says about each may depend on how many there are.
    fn field(
        &mut self,
        text: &str,
        strength: impl FnOnce(u16) -> u16,
        of: impl Fn(&mut WordUse) -> &mut u16,
    ) {
        let mut numbers = Vec::with_capacity(16);
        let mut words = 0u16;
        each_word(text, |word| {
            words = words.saturating_add(u16::from(!word.part));
            numbers.push(self.words.number(&word));
        });
        let strength = strength(words);
        for number in numbers {
            if let Some(word) = self.words.known(number) {
                let known = of(word);
                *known = strength.max(*known);
            }
        }
    }
}

/// What a field's strength is to each of its words: a word that is the whole title says more than one of ten.
fn share(strength: u16, words: u16) -> u16 {
    let share = f32::from(strength) / f32::from(words.max(1)).sqrt();
    // In range: at most `strength`, never negative.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let share = share.round() as u16;
    share
}

fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_line(text, &mut out);
    out
}

/// Appends a text with one space for all white space between its words, and before it.
fn push_line(text: &str, out: &mut String) {
    let text = text.trim();
    if text.is_empty() {
        return;
    }
    if !out.is_empty() {
        out.push(' ');
    }
    if is_line(text) {
        out.push_str(text);
        return;
    }
    let mut rest = text;
    let mut between = "";
    while let Some(word) = next_piece(&mut rest) {
        out.push_str(between);
        out.push_str(word);
        between = " ";
    }
}

/// Whether a text is of ASCII and has no white space but single spaces. Looked at without an early end, so that
/// compilers take many bytes at once.
fn is_line(text: &str) -> bool {
    let bytes = text.as_bytes();
    let next = bytes.get(1..).unwrap_or_default();
    let odd = |byte: u8| !matches!(byte, b' '..=b'~');
    let double = |(one, two): (&u8, &u8)| (*one == b' ') & (*two == b' ');
    !bytes.iter().fold(false, |any, byte| any | odd(*byte))
        & !bytes.iter().zip(next).fold(false, |any, two| any | double(two))
}

/// What stands up to the next white space, which is taken off `rest`; as `split_whitespace` has it, but most text is
/// ASCII and need not be read by characters.
fn next_piece<'a>(rest: &mut &'a str) -> Option<&'a str> {
    let text = rest.trim_start();
    let white = |b: &u8| !b.is_ascii() || matches!(b, b' ' | 9..=13);
    let mut end = text.bytes().position(|b| white(&b)).unwrap_or(text.len());
    if text.as_bytes().get(end).is_some_and(|b| !b.is_ascii()) {
        end += text.get(end..).and_then(|t| t.find(char::is_whitespace)).unwrap_or(text.len() - end);
    }
    let (piece, after) = text.split_at(end);
    *rest = after;
    (!piece.is_empty()).then_some(piece)
}
