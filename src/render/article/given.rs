//! Attributes that authors gave to elements: put into the tag that was written for them.

use crate::markdown::ElementAttributes;

use super::escape;
use super::writer::Writer;

/// Attributes that can do no harm and that a layout may use.
const HARMLESS: &[&str] = &[
    "align", "dir", "height", "hidden", "lang", "rel", "role", "start", "tabindex", "target", "title",
    "width",
];

impl Writer<'_> {
    /// Puts an author's attributes into the first tag that was written from byte `from` on: those that are safe, and
    /// an id that the page does not have yet.
    pub(super) fn give(&mut self, from: usize, given: &ElementAttributes) {
        let id = given.id.as_deref().filter(|id| self.ids.insert((*id).to_owned().into()));
        let safe = |name: &str| {
            name.starts_with("data-")
                || name.starts_with("aria-")
                || HARMLESS.contains(&name)
                || (name == "style" && !self.options.sanitise)
        };
        let pairs: Vec<(String, String)> = given.pairs.iter().filter(|(n, _)| safe(n)).cloned().collect();
        insert(&mut self.out, from, id, &given.classes, &pairs);
    }
}

/// Puts attributes into the first tag from byte `from` on. Classes and relations join those that it has; of others
/// the tag's own stand.
pub(super) fn insert(
    out: &mut String,
    from: usize,
    id: Option<&str>,
    classes: &[String],
    pairs: &[(String, String)],
) {
    let Some((open, end)) = first_tag(out, from) else { return };
    let tag = out.get(open..end).unwrap_or_default().to_owned();
    let mut new = tag.clone();
    let mut added = String::new();
    if let Some(id) = id.filter(|_| !tag.contains(" id=\"")) {
        escape::attribute(&mut added, "id", id);
    }
    let joined = [("class", classes.join(" "))];
    let joined = joined.iter().map(|(name, value)| (*name, value.as_str()));
    for (name, value) in joined.chain(pairs.iter().map(|(n, v)| (n.as_str(), v.as_str()))) {
        let (list, own) = (matches!(name, "class" | "rel"), format!(" {name}=\""));
        if name == "class" && value.is_empty() {
            continue;
        }
        match new.find(&own) {
            Some(at) if list => {
                let rest = new.get(at + own.len()..).unwrap_or_default();
                let has = rest.split('"').next().unwrap_or_default();
                let place = at + own.len() + has.len();
                let words = value.split(' ').filter(|word| !has.split(' ').any(|h| h == *word));
                let more = words.fold(String::new(), |mut more, word| {
                    more.push(' ');
                    escape::text(&mut more, word);
                    more
                });
                new.insert_str(place, if has.is_empty() { more.trim_start() } else { &more });
            }
            Some(_) => {}
            None => escape::attribute(&mut added, name, value),
        }
    }
    let close = new.len() - if new.ends_with("/>") { 2 } else { 1 };
    let place = new.get(..close).unwrap_or_default().trim_end().len();
    new.insert_str(place, &added);
    out.replace_range(open..end, &new);
}

/// The first opening tag from byte `from` on.
fn first_tag(out: &str, from: usize) -> Option<(usize, usize)> {
    let mut at = from;
    loop {
        let open = at + out.get(at..)?.find('<')?;
        let mut quoted = false;
        let length = out.get(open..)?.bytes().position(|b| {
            quoted ^= b == b'"';
            b == b'>' && !quoted
        })?;
        let end = open + length + 1;
        if out.get(open + 1..)?.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return Some((open, end));
        }
        at = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(tag: &str, id: Option<&str>, classes: &[&str], pairs: &[(&str, &str)]) -> String {
        let mut out = format!("before{tag}");
        let classes: Vec<String> = classes.iter().map(|c| (*c).to_owned()).collect();
        let pairs: Vec<(String, String)> =
            pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        insert(&mut out, 6, id, &classes, &pairs);
        out.split_off(6)
    }

    #[test]
    fn attributes_join_the_first_opening_tag() {
        assert_eq!(
            given("</p><p>x", Some("a"), &["b"], &[("k", "\"v")]),
            "</p><p id=\"a\" class=\"b\" k=\"&quot;v\">x"
        );
        assert_eq!(given("<p class=\"x\">", None, &["b", "c"], &[]), "<p class=\"x b c\">");
        assert_eq!(
            given("<a rel=\"noopener\" id=\"i\">", Some("j"), &[], &[("rel", "noopener")]),
            "<a rel=\"noopener\" id=\"i\">"
        );
        assert_eq!(given("<img alt=\"a > b\" />", None, &["c"], &[]), "<img alt=\"a > b\" class=\"c\" />");
    }
}
