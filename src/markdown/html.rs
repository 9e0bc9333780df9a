//! Links, anchors and what Learn leaves out of an author's raw HTML, with their places. One tokenizer pass over
//! each piece.

use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::published;

/// Something in raw HTML that matters beyond it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reference {
    /// An id or name.
    Anchor { id: String, range: Range<usize> },
    /// An `href`, `src` or `poster`: its decoded value, the place of its tag and of the value as written.
    Link { resource: bool, value: String, tag: Range<usize>, range: Range<usize> },
    /// A cross reference as an element: its uid, and the place of its tag up to that.
    Xref { uid: String, tag: Range<usize> },
    /// An element that Learn does not publish: the place of its name.
    Element { name: String, range: Range<usize> },
    /// An attribute that Learn does not publish: the place of its name.
    Attribute { element: String, name: String, range: Range<usize> },
}

/// Calls `found` for each reference in `html`, which begins at byte `base` of the source; with `unpublished` also
/// for what Learn leaves out.
pub(super) fn references(html: &str, base: usize, unpublished: bool, mut found: impl FnMut(Reference)) {
    let nothing_to_publish = !unpublished || published::is_plain_tag(html);
    if nothing_to_publish && !html.contains('=') {
        return;
    }
    let mut attribute = Attribute::Other;
    let mut tag_start = 0usize;
    let mut xref = false;
    let mut element = String::new();
    let mut out: Vec<Reference> = Vec::new();
    let emitter =
        CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span| -> Option<std::convert::Infallible> {
            match event {
                CallbackEvent::OpenStartTag { name } => {
                    tag_start = span.start;
                    xref = name == b"xref";
                    if unpublished {
                        element = String::from_utf8_lossy(name).into_owned();
                        if !xref && !published::element(&element) {
                            let at = base + span.start + 1;
                            out.push(Reference::Element {
                                name: std::mem::take(&mut element),
                                range: at..at + name.len(),
                            });
                        }
                    }
                }
                CallbackEvent::AttributeName { name } => {
                    attribute = Attribute::of(name);
                    // Of an element that goes as a whole nothing more is said.
                    if unpublished && !xref && !element.is_empty() {
                        let name = String::from_utf8_lossy(name);
                        if !published::attribute(&element, &name) {
                            out.push(Reference::Attribute {
                                element: element.clone(),
                                name: name.into_owned(),
                                range: span.start + base..span.end + base,
                            });
                        }
                    }
                }
                CallbackEvent::AttributeValue { value } => {
                    let value = String::from_utf8_lossy(value);
                    let range = span.start + base..span.end + base;
                    match attribute {
                        Attribute::Anchor if !value.is_empty() => {
                            out.push(Reference::Anchor { id: value.into_owned(), range });
                        }
                        Attribute::Href | Attribute::Uid if xref => {
                            out.push(Reference::Xref {
                                uid: value.into_owned(),
                                tag: tag_start + base..span.end + base,
                            });
                        }
                        Attribute::Href | Attribute::Src if !xref => out.push(Reference::Link {
                            resource: attribute == Attribute::Src,
                            value: value.into_owned(),
                            tag: tag_start + base..span.end + base,
                            range,
                        }),
                        _ => {}
                    }
                    attribute = Attribute::Other;
                }
                _ => {}
            }
            None
        });
    let Ok(()) = Tokenizer::new_with_emitter(html, emitter).finish();
    out.into_iter().for_each(&mut found);
}

/// A piece of raw HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HtmlPiece {
    /// An opening tag: its name in lower case, its attributes, its first byte in the text.
    Open {
        /// The element.
        name: String,
        /// Names in lower case, values decoded.
        attributes: Vec<(String, String)>,
        /// First byte, from the start of the text.
        at: usize,
    },
    /// A closing tag.
    Close {
        /// The element.
        name: String,
    },
    /// Text that is not blank.
    Text,
}

/// The tags and texts of raw HTML, in order. Comments say nothing.
pub fn html_pieces(html: &str) -> Vec<HtmlPiece> {
    let lower = |bytes: &[u8]| String::from_utf8_lossy(bytes).to_ascii_lowercase();
    let mut out: Vec<HtmlPiece> = Vec::new();
    let emitter =
        CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span| -> Option<std::convert::Infallible> {
            match event {
                CallbackEvent::OpenStartTag { name } => {
                    out.push(HtmlPiece::Open { name: lower(name), attributes: Vec::new(), at: span.start });
                }
                CallbackEvent::AttributeName { name } => {
                    if let Some(HtmlPiece::Open { attributes, .. }) = out.last_mut() {
                        attributes.push((lower(name), String::new()));
                    }
                }
                CallbackEvent::AttributeValue { value } => {
                    if let Some(HtmlPiece::Open { attributes, .. }) = out.last_mut()
                        && let Some((_, slot)) = attributes.last_mut()
                    {
                        *slot = String::from_utf8_lossy(value).into_owned();
                    }
                }
                CallbackEvent::EndTag { name } => out.push(HtmlPiece::Close { name: lower(name) }),
                // Only ASCII blanks say nothing; a no-break space does.
                CallbackEvent::String { value } if !value.trim_ascii().is_empty() => {
                    out.push(HtmlPiece::Text);
                }
                _ => {}
            }
            None
        });
    let Ok(()) = Tokenizer::new_with_emitter(html, emitter).finish();
    out
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Attribute {
    Anchor,
    Href,
    Src,
    Uid,
    Other,
}

impl Attribute {
    fn of(name: &[u8]) -> Self {
        match name {
            b"id" | b"name" => Attribute::Anchor,
            b"href" => Attribute::Href,
            b"src" | b"poster" => Attribute::Src,
            b"uid" => Attribute::Uid,
            _ => Attribute::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_their_places() {
        let html = "<p><a  href = \"x.md?a&amp;b\" ID='q'>t</a><img src=y.png></p><!-- <a href=\"no\"> -->";
        let mut all = Vec::new();
        references(html, 0, false, |r| all.push(r));
        let places: Vec<&str> = all
            .iter()
            .filter_map(|r| match r {
                Reference::Anchor { range, .. } | Reference::Link { range, .. } => html.get(range.clone()),
                Reference::Xref { tag, .. } => html.get(tag.clone()),
                Reference::Element { .. } | Reference::Attribute { .. } => None,
            })
            .collect();
        assert_eq!(places, ["x.md?a&amp;b", "q", "y.png"]);
        assert!(matches!(all.first(), Some(Reference::Link { value, .. }) if value == "x.md?a&b"));
    }

    #[test]
    fn what_learn_leaves_out_has_its_place() {
        let html = "<P STYLE=\"x\" id=a><blink class=b></blink></p><kbd>k</kbd>";
        let mut names = Vec::new();
        references(html, 0, true, |r| match r {
            Reference::Element { range, .. } | Reference::Attribute { range, .. } => {
                names.extend(html.get(range));
            }
            _ => {}
        });
        assert_eq!(names, ["STYLE", "blink"]);
    }
}
