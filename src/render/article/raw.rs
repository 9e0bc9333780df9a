//! Authors' HTML: written as it is where that is safe, and always so that it cannot break the page around it.
//!
//! Tags are balanced within the block that holds them; ids that the page has already go; links get what they
//! resolved to; what can run code goes where the docset asks for that; a tag that no browser knows is shown as
//! the text that its author meant (`<username>`).

use crate::docset::{NodeRef, Occurrence, PageView, Target};
use crate::markdown::TextRef;

use super::escape;
use super::writer::Writer;

/// Elements without content.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];

/// Elements that end a paragraph.
const FLOW: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "ul",
];

/// Elements that browsers know, sorted.
const KNOWN: &[&str] = &[
    "a",
    "abbr",
    "acronym",
    "address",
    "area",
    "article",
    "aside",
    "audio",
    "b",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "datalist",
    "dd",
    "del",
    "details",
    "dfn",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "legend",
    "li",
    "link",
    "main",
    "map",
    "mark",
    "menu",
    "meter",
    "nav",
    "nobr",
    "object",
    "ol",
    "optgroup",
    "option",
    "output",
    "p",
    "param",
    "picture",
    "pre",
    "progress",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "script",
    "section",
    "select",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "track",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
];

/// Elements whose content is no HTML.
const OPAQUE: &[&str] = &["script", "style", "textarea", "svg", "template"];

/// Elements that Learn does not publish, with their content where they have any.
const UNPUBLISHED: &[&str] = &["embed", "link", "object", "param", "script", "style", "svg", "template"];

/// Which open elements an opening tag ends.
fn implied_ends(name: &str) -> &'static [&'static str] {
    match name {
        "li" => &["li"],
        "dt" | "dd" => &["dt", "dd"],
        "tr" => &["td", "th", "tr", "caption", "colgroup"],
        "td" | "th" => &["td", "th"],
        "tbody" | "thead" | "tfoot" => &["td", "th", "tr", "tbody", "thead", "tfoot", "caption", "colgroup"],
        "option" => &["option"],
        _ => &[],
    }
}

/// Elements that an implied end does not reach across.
const BARRIERS: &[&str] = &["table", "ul", "ol", "dl", "div", "select"];

fn among(list: &[&str], name: &str) -> bool {
    list.binary_search(&name).is_ok()
}

#[derive(Debug, Default)]
struct Scope {
    height: usize,
    /// A paragraph of ours is open around.
    paragraph: bool,
}

/// The authors' elements that are open, by the block that holds them.
#[derive(Debug, Default)]
pub(super) struct RawScope {
    open: Vec<String>,
    scopes: Vec<Scope>,
}

impl RawScope {
    /// Begins a block; `paragraph` when it is a `<p>`.
    pub(super) fn begin(&mut self, paragraph: bool) {
        self.scopes.push(Scope { height: self.open.len(), paragraph });
    }

    /// Ends the block with what its author left open. Whether its `<p>`, if it is one, is still open.
    pub(super) fn end(&mut self, out: &mut String) -> bool {
        let scope = self.scopes.pop().unwrap_or_default();
        self.close_to(scope.height, out);
        scope.paragraph
    }

    pub(super) fn close_all(&mut self, out: &mut String) {
        self.close_to(0, out);
    }

    fn close_to(&mut self, height: usize, out: &mut String) {
        while self.open.len() > height {
            if let Some(name) = self.open.pop() {
                out.push_str("</");
                out.push_str(&name);
                out.push('>');
            }
        }
    }

    fn height(&self) -> usize {
        self.scopes.last().map_or(0, |s| s.height)
    }

    /// A block begins: an author's `<p>` ends.
    pub(super) fn before_block(&mut self, out: &mut String) {
        if self.open.len() > self.height() && self.open.last().is_some_and(|n| n == "p") {
            self.close_to(self.open.len() - 1, out);
        }
    }

    fn before_open(&mut self, name: &str, out: &mut String) {
        let height = self.height();
        if FLOW.contains(&name) {
            self.before_block(out);
            if let Some(scope) = self.scopes.last_mut().filter(|s| s.paragraph) {
                scope.paragraph = false;
                self.close_to(height, out);
                out.push_str("</p>");
            }
        }
        let ends = implied_ends(name);
        if ends.is_empty() {
            return;
        }
        let reach = self
            .open
            .iter()
            .enumerate()
            .skip(height)
            .rev()
            .take_while(|(_, n)| !BARRIERS.contains(&n.as_str()));
        let outermost = reach.filter(|(_, n)| ends.contains(&n.as_str())).map(|(i, _)| i).last();
        if let Some(i) = outermost {
            self.close_to(i, out);
        }
    }

    /// Whether the closing tag belongs to something that is open here; what lies in between is closed.
    fn close(&mut self, name: &str, out: &mut String) -> bool {
        let height = self.height();
        let place = self.open.iter().enumerate().skip(height).rev().find(|(_, n)| *n == name).map(|(i, _)| i);
        match place {
            Some(i) => {
                self.close_to(i, out);
                true
            }
            None => false,
        }
    }
}

/// A tag or comment in raw HTML: offsets in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Tag<'t> {
    start: usize,
    end: usize,
    kind: TagKind,
    /// As written.
    name: &'t str,
    /// Between the name and the end.
    rest: &'t str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TagKind {
    Open,
    Close,
    Comment,
}

/// The next tag or comment from `from` on.
fn next_tag(text: &str, from: usize) -> Option<Tag<'_>> {
    let mut at = from;
    loop {
        at += text.get(at..)?.find('<')?;
        let rest = text.get(at + 1..)?;
        if rest.starts_with(['!', '?']) {
            let end = match rest.strip_prefix("!--") {
                Some(inner) => inner.find("-->").map_or(text.len(), |n| at + 4 + n + 3),
                None => rest.find('>').map_or(text.len(), |n| at + n + 2),
            };
            return Some(Tag { start: at, end, kind: TagKind::Comment, name: "", rest: "" });
        }
        let (kind, name_at) =
            if rest.starts_with('/') { (TagKind::Close, at + 2) } else { (TagKind::Open, at + 1) };
        let tail = text.get(name_at..)?;
        let length = tail
            .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | ':' | '_'))
            .unwrap_or(tail.len());
        let named = tail.starts_with(|c: char| c.is_ascii_alphabetic());
        if named && let Some(end) = tag_end(text, name_at + length) {
            let rest = text.get(name_at + length..end - 1).unwrap_or_default();
            return Some(Tag { start: at, end, kind, name: tail.get(..length)?, rest });
        }
        at += 1;
    }
}

/// Past the `>` that ends a tag, quoted values stepped over.
fn tag_end(text: &str, from: usize) -> Option<usize> {
    let mut quote = 0u8;
    let mut after_equals = false;
    for (i, b) in text.bytes().enumerate().skip(from) {
        match b {
            b'"' | b'\'' if quote == 0 && after_equals => quote = b,
            b if quote != 0 && b == quote => quote = 0,
            b'>' if quote == 0 => return Some(i + 1),
            _ => {}
        }
        if !b.is_ascii_whitespace() {
            after_equals = quote == 0 && b == b'=';
        }
    }
    None
}

/// Names (in lower case) and values, as written, of a tag's attributes, with the offset of each value.
fn attribute_list(rest: &str) -> Vec<(String, &str, usize)> {
    let mut out = Vec::new();
    let bytes = rest.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        while bytes.get(i).is_some_and(|b| b.is_ascii_whitespace() || *b == b'/') {
            i += 1;
        }
        let name_at = i;
        while bytes.get(i).is_some_and(|b| !b.is_ascii_whitespace() && !matches!(b, b'=' | b'/')) {
            i += 1;
        }
        let name = rest.get(name_at..i).unwrap_or_default().to_ascii_lowercase();
        let mut j = i;
        while bytes.get(j).is_some_and(u8::is_ascii_whitespace) {
            j += 1;
        }
        let mut value = ("", i);
        if bytes.get(j) == Some(&b'=') {
            i = j + 1;
            while bytes.get(i).is_some_and(u8::is_ascii_whitespace) {
                i += 1;
            }
            let quote = bytes.get(i).copied().filter(|b| matches!(b, b'"' | b'\''));
            let start = i + usize::from(quote.is_some());
            let tail = rest.get(start..).unwrap_or_default();
            let length = match quote {
                Some(q) => tail.find(char::from(q)),
                None => tail.find(|c: char| c.is_ascii_whitespace()),
            };
            let length = length.unwrap_or(tail.len());
            value = (tail.get(..length).unwrap_or_default(), start);
            i = start + length + usize::from(quote.is_some());
        }
        let fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.' | '@');
        if !name.is_empty() && name.chars().all(fine) {
            out.push((name, value.0, value.1));
        }
        i = i.max(name_at + 1);
    }
    out
}

/// Names and values of attributes as an author wrote them.
pub(super) fn attributes(text: &str) -> Vec<(String, String)> {
    attribute_list(text).into_iter().map(|(n, v, _)| (n, v.to_owned())).collect()
}

/// The resolved target of the attribute whose value stands at `place` in the source.
fn target_at(occurrence: &Occurrence, place: usize) -> Option<&Target> {
    let links = &occurrence.doc.links;
    let place = u32::try_from(place).ok()?;
    // A tag's links begin no later than its values; they are few.
    let after = links.partition_point(|l| l.span.start <= place);
    let i =
        (0..after).rev().take(64).find(|i| links.get(*i).is_some_and(|l| l.target_span.start == place))?;
    occurrence.targets.get(i)
}

/// Raw HTML with its links resolved and nothing else changed; `None` when nothing was.
pub(super) fn splice(view: &PageView, at: NodeRef) -> Option<String> {
    let occurrence = view.occurrence(at)?;
    let doc = &occurrence.doc;
    let node = doc.node(at.node);
    let source = doc.source.get(node.start as usize..node.end as usize)?;
    let mut out = String::new();
    let mut copied = 0;
    for i in doc.links_in(node.start..node.end) {
        let (Some(link), Some(href)) = (doc.links.get(i), occurrence.targets.get(i).and_then(Target::href))
        else {
            continue;
        };
        let from = link.target_span.start.checked_sub(node.start)? as usize;
        let to = link.target_span.end.checked_sub(node.start)? as usize;
        if href == doc.str(link.target) || from < copied {
            continue;
        }
        out.push_str(source.get(copied..from)?);
        escape::text(&mut out, href);
        copied = to;
    }
    if copied == 0 {
        return None;
    }
    out.push_str(source.get(copied..)?);
    Some(out)
}

/// Writes a raw HTML node.
pub(super) fn write(writer: &mut Writer<'_>, at: NodeRef, text: TextRef) {
    let Some(occurrence) = writer.occurrence(at) else { return };
    let html = occurrence.doc.str(text);
    let base = text.source_range().map(|r| r.start);
    let mut from = 0;
    while let Some(tag) = next_tag(html, from) {
        writer.out.push_str(html.get(from..tag.start).unwrap_or_default());
        from = match tag.kind {
            TagKind::Comment => tag.end,
            TagKind::Close => {
                close_tag(writer, &tag, html);
                tag.end
            }
            TagKind::Open => open_tag(writer, occurrence, html, &tag, base),
        };
    }
    writer.out.push_str(html.get(from..).unwrap_or_default());
}

fn close_tag(writer: &mut Writer<'_>, tag: &Tag<'_>, html: &str) {
    let name = tag.name.to_ascii_lowercase();
    if name == "a" {
        writer.in_link = false;
    }
    if name == "br" {
        writer.out.push_str("<br>");
    } else if !writer.raw.close(&name, &mut writer.out) && !among(KNOWN, &name) && !dropped(&name) {
        escape::text(&mut writer.out, html.get(tag.start..tag.end).unwrap_or_default());
    }
}

/// Elements of a page's frame: their tags go, their content stays.
fn dropped(name: &str) -> bool {
    matches!(
        name,
        "html" | "head" | "body" | "base" | "meta" | "title" | "frame" | "frameset" | "noscript" | "xref"
    ) || name.contains('-')
}

/// Writes an opening tag; where the text goes on.
fn open_tag(
    writer: &mut Writer<'_>,
    occurrence: &Occurrence,
    html: &str,
    tag: &Tag<'_>,
    base: Option<usize>,
) -> usize {
    let name = tag.name.to_ascii_lowercase();
    if !among(KNOWN, &name) {
        if !dropped(&name) {
            escape::text(&mut writer.out, html.get(tag.start..tag.end).unwrap_or_default());
        }
        return tag.end;
    }
    let opaque_end = OPAQUE.contains(&name.as_str()).then(|| {
        let rest = html.get(tag.end..).unwrap_or_default().to_ascii_lowercase();
        let close = format!("</{name}");
        rest.find(&close).map_or(html.len(), |n| {
            let at = tag.end + n;
            html.get(at..).and_then(|t| t.find('>')).map_or(html.len(), |m| at + m + 1)
        })
    });
    if writer.options.sanitise && among(UNPUBLISHED, &name) {
        return opaque_end.unwrap_or(tag.end);
    }
    writer.raw.before_open(&name, &mut writer.out);
    writer.out.push('<');
    writer.out.push_str(&name);
    if !tag.rest.is_empty() {
        let place = base.map(|b| b + tag.end - 1 - tag.rest.len());
        write_attributes(writer, occurrence, &name, tag.rest, place);
    }
    missing_attributes(writer, &name, tag.rest);
    writer.out.push('>');
    if let Some(end) = opaque_end {
        let content = html.get(tag.end..end).unwrap_or_default();
        writer.out.push_str(content);
        if !content.ends_with('>') {
            writer.out.push_str(&format!("</{name}>"));
        }
        return end;
    }
    if among(VOID, &name) {
        return tag.end;
    }
    if tag.rest.trim_end().ends_with('/') {
        writer.out.push_str(&format!("</{name}>"));
        return tag.end;
    }
    writer.raw.open.push(name);
    tag.end
}

fn write_attributes(
    writer: &mut Writer<'_>,
    occurrence: &Occurrence,
    name: &str,
    rest: &str,
    place: Option<usize>,
) {
    let list = attribute_list(rest);
    let has_id = list.iter().any(|(n, ..)| n == "id");
    let mut seen: Vec<&str> = Vec::with_capacity(list.len());
    for (attribute, value, offset) in &list {
        if seen.contains(&attribute.as_str()) {
            continue;
        }
        seen.push(attribute);
        match attribute.as_str() {
            "id" => add_id(writer, value),
            // Anchors of old: an id does the same and is valid.
            "name" if name == "a" => {
                if !has_id {
                    add_id(writer, value);
                }
            }
            "style" if writer.options.sanitise => {}
            "data-raw-source" | "data-raw-html" | "srcdoc" => {}
            a if a.starts_with("on") && writer.options.sanitise => {}
            "href" | "src" | "poster" | "action" | "formaction" | "xlink:href" | "data" => {
                let target = place.and_then(|p| target_at(occurrence, p + offset));
                let href = match target {
                    Some(target) => target.href(),
                    None => Some(*value),
                };
                let Some(href) = href.filter(|h| !escape::runs_code(&decoded(h))) else { continue };
                if name == "a" && attribute == "href" {
                    writer.in_link = true;
                }
                writer.out.push_str(&format!(" {attribute}=\""));
                match target {
                    Some(_) => escape::text(&mut writer.out, href),
                    None => writer.out.push_str(&href.replace('"', "&quot;")),
                }
                writer.out.push('"');
            }
            _ => {
                writer.out.push(' ');
                writer.out.push_str(attribute);
                writer.out.push_str("=\"");
                writer.out.push_str(&value.replace('"', "&quot;"));
                writer.out.push('"');
            }
        }
    }
}

fn add_id(writer: &mut Writer<'_>, id: &str) {
    if !id.is_empty() && !id.contains(char::is_whitespace) && writer.ids.insert(id.to_owned()) {
        escape::attribute(&mut writer.out, "id", id);
    }
}

/// What assistive technology needs and the author left out.
fn missing_attributes(writer: &mut Writer<'_>, name: &str, rest: &str) {
    let has = |attribute: &str| attribute_list(rest).iter().any(|(n, ..)| n == attribute);
    match name {
        "img" if !has("alt") => writer.out.push_str(" alt=\"\""),
        "iframe" if !has("title") => {
            escape::attribute(&mut writer.out, "title", &writer.options.strings.video);
        }
        _ => {}
    }
}

/// Character references that could hide a scheme, undone.
fn decoded(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(i) = rest.find('&') {
        let (head, tail) = rest.split_at(i);
        out.push_str(head);
        let (c, length) = character(tail);
        out.push(c);
        rest = tail.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

fn character(text: &str) -> (char, usize) {
    for (name, c) in [("&colon;", ':'), ("&Tab;", '\t'), ("&NewLine;", '\n'), ("&amp;", '&')] {
        if text.starts_with(name) {
            return (c, name.len());
        }
    }
    let Some(number) = text.strip_prefix("&#") else { return ('&', 1) };
    let (digits, radix) = match number.strip_prefix(['x', 'X']) {
        Some(hex) => (hex, 16),
        None => (number, 10),
    };
    let length = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
    let parsed =
        digits.get(..length).and_then(|d| u32::from_str_radix(d, radix).ok()).and_then(char::from_u32);
    let semicolon = usize::from(digits.get(length..).is_some_and(|r| r.starts_with(';')));
    let total = text.len() - digits.len() + length + semicolon;
    parsed.map_or(('&', 1), |c| (c, total))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted() {
        assert!(KNOWN.is_sorted() && VOID.is_sorted() && UNPUBLISHED.is_sorted());
    }

    #[test]
    fn attributes_are_read_however_they_are_quoted() {
        let all = attributes(" A=\"1\" b='2' c=3 d / e = \"x>y\"");
        let pairs: Vec<(&str, &str)> = all.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(pairs, [("a", "1"), ("b", "2"), ("c", "3"), ("d", ""), ("e", "x>y")]);
    }

    #[test]
    fn hidden_schemes_are_seen() {
        assert!(escape::runs_code(&decoded("java&#x73;cript&colon;x")));
    }
}
