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
    /// A cross reference as an element: the place of its tag, and what that says.
    Xref { tag: Range<usize>, xref: XrefTag },
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
    let mut xref: Option<XrefTag> = None;
    let mut element = String::new();
    let mut out: Vec<Reference> = Vec::new();
    let emitter =
        CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span| -> Option<std::convert::Infallible> {
            match event {
                CallbackEvent::OpenStartTag { name } => {
                    tag_start = span.start;
                    xref = (name == b"xref").then(XrefTag::default);
                    if unpublished {
                        element = String::from_utf8_lossy(name).into_owned();
                        if xref.is_none() && !published::element(&element) {
                            let Range { start, end } = written_name(html, span.start);
                            out.push(Reference::Element {
                                name: std::mem::take(&mut element),
                                range: base + start..base + end,
                            });
                        }
                    }
                }
                CallbackEvent::AttributeName { name } => {
                    attribute = Attribute::of(name);
                    // Of an element that goes as a whole nothing more is said.
                    if unpublished && xref.is_none() && !element.is_empty() {
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
                    match (attribute, &mut xref) {
                        (Attribute::Anchor, _) if !value.is_empty() => {
                            out.push(Reference::Anchor { id: value.into_owned(), range });
                        }
                        (_, Some(xref)) => xref.say(attribute, &value),
                        (Attribute::SourceSet, None) => {
                            let tag = tag_start + base..span.end + base;
                            let written = html.get(span.start..span.end).unwrap_or_default();
                            out.extend(image_candidates(written).into_iter().map(|(at, value)| {
                                Reference::Link {
                                    resource: true,
                                    value: value.to_owned(),
                                    tag: tag.clone(),
                                    range: range.start + at..range.start + at + value.len(),
                                }
                            }));
                        }
                        (Attribute::Href | Attribute::Src, None) => out.push(Reference::Link {
                            resource: attribute == Attribute::Src,
                            value: value.into_owned(),
                            tag: tag_start + base..span.end + base,
                            range,
                        }),
                        _ => {}
                    }
                    attribute = Attribute::Other;
                }
                CallbackEvent::CloseStartTag { .. } => {
                    if let Some(xref) = xref.take().filter(|x| !x.uid.is_empty()) {
                        out.push(Reference::Xref { tag: tag_start + base..span.end + base, xref });
                    }
                }
                _ => {}
            }
            None
        });
    let Ok(()) = Tokenizer::new_with_emitter(html, emitter).finish();
    out.into_iter().for_each(&mut found);
}

/// The place of an element's name as it is written in the tag that begins at `tag`. What the tokenizer gives can be
/// longer: it shows U+FFFD for a NUL.
fn written_name(html: &str, tag: usize) -> Range<usize> {
    let start = tag + 1;
    let rest = html.get(start..).unwrap_or_default();
    start
        ..start + rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')).unwrap_or(rest.len())
}

/// The addresses in a `srcset`, each with its offset: HTML parts them by commas, after a blank and a size or density.
pub fn image_candidates(srcset: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let mut at = 0;
    let skip = |from: usize, stop: &dyn Fn(char) -> bool| {
        let rest = srcset.get(from..).unwrap_or_default();
        from + rest.find(stop).unwrap_or(rest.len())
    };
    while at < srcset.len() {
        let start = skip(at, &|c| !c.is_ascii_whitespace() && c != ',');
        let end = skip(start, &|c| c.is_ascii_whitespace());
        let address = srcset.get(start..end).unwrap_or_default().trim_end_matches(',');
        if !address.is_empty() {
            out.push((start, address));
        }
        at = if start + address.len() < end { end } else { skip(end, &|c| c == ',') };
    }
    out
}

/// What an `<xref>` element says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct XrefTag {
    /// The uid with its query, as in `<xref:…>`. That of `href` counts before that of `uid`, which has no query.
    pub(super) uid: String,
    by_href: bool,
    /// `data-throw-if-not-resolved`.
    stated: Option<bool>,
    /// `data-raw-source`, or `data-raw-html`: what is shown when nothing has the uid.
    pub(super) raw: Option<String>,
}

impl XrefTag {
    fn say(&mut self, attribute: Attribute, value: &str) {
        match attribute {
            Attribute::Href => {
                self.uid = value.to_owned();
                self.by_href = true;
            }
            Attribute::Uid if !self.by_href => {
                self.uid = value.replace('%', "%25").replace('?', "%3F").replace('#', "%23");
            }
            Attribute::Required => self.stated = Some(value.eq_ignore_ascii_case("true")),
            Attribute::Raw => self.raw = Some(value.to_owned()),
            _ => {}
        }
    }

    /// Whether something must have the uid: as the element says, else when it brings no text to show instead.
    pub(super) fn required(&self) -> bool {
        self.stated.unwrap_or(self.raw.is_none())
    }
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
    SourceSet,
    Uid,
    Required,
    Raw,
    Other,
}

impl Attribute {
    fn of(name: &[u8]) -> Self {
        match name {
            b"id" | b"name" => Attribute::Anchor,
            b"href" => Attribute::Href,
            // Of elements with `data` there is one, and it shows what that names.
            b"src" | b"poster" | b"data" => Attribute::Src,
            b"srcset" => Attribute::SourceSet,
            b"uid" => Attribute::Uid,
            b"data-throw-if-not-resolved" => Attribute::Required,
            b"data-raw-source" | b"data-raw-html" => Attribute::Raw,
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
    fn a_name_with_a_nul_lies_where_it_is_written() {
        let html = "<b>\u{0}</b><Mar\u{0}quee/x>";
        let mut all = Vec::new();
        references(html, 100, true, |r| all.push(r));
        assert_eq!(all, [Reference::Element { name: "mar\u{fffd}quee".into(), range: 109..117 }]);
        assert_eq!(html.get(9..17), Some("Mar\u{0}quee"));
    }

    #[test]
    fn the_addresses_of_a_source_set_are_told_apart() {
        let all = |set| image_candidates(set).into_iter().map(|(_, a)| a.to_owned()).collect::<Vec<_>>();
        assert_eq!(all("a.png 1x, b.png 2x,c.png"), ["a.png", "b.png", "c.png"]);
        assert_eq!(all(" a,b.png, data:image/png;base64,x 2x ,"), ["a,b.png", "data:image/png;base64,x"]);
        let mut places = Vec::new();
        let html = "<source srcset='x.png 100w, y.png'>";
        references(html, 0, false, |r| {
            if let Reference::Link { range, resource: true, .. } = r {
                places.extend(html.get(range));
            }
        });
        assert_eq!(places, ["x.png", "y.png"]);
    }

    #[test]
    fn references_say_whether_something_must_have_their_uid() {
        let cases = [
            ("<xref href='a?x=1'/>", "a?x=1", true),
            ("<xref uid=\"a?x\" href=b></xref>", "b", true),
            ("<xref uid='a?x#y'>", "a%3Fx%23y", true),
            ("<xref href=a data-raw-source='@a'>", "a", false),
            ("<xref href=a data-throw-if-not-resolved='True' data-raw-html=x>", "a", true),
        ];
        for (html, uid, required) in cases {
            let mut found = Vec::new();
            references(html, 0, false, |r| found.push(r));
            let is = |r: &Reference| matches!(r, Reference::Xref { xref, .. } if xref.uid == uid && xref.required() == required);
            assert!(found.iter().any(is), "{html}: {found:?}");
        }
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
