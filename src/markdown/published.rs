//! Which of authors' HTML Microsoft Learn publishes: lists of what is allowed; all else is left out there.

/// Elements, sorted.
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "address",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "button",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "iframe",
    "image",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "var",
    "video",
];

/// Attributes that every element may have, sorted. Those that begin with `aria-` or `data-` may stand, too.
const EVERYWHERE: &[&str] =
    &["class", "dir", "hidden", "id", "lang", "name", "role", "slot", "tabindex", "title", "translate"];

/// Whether an element (in lower case) is published.
pub fn element(name: &str) -> bool {
    ELEMENTS.binary_search(&name).is_ok()
}

/// Whether an attribute (in lower case) of an element is published.
pub fn attribute(element: &str, name: &str) -> bool {
    if name.starts_with("aria-") || name.starts_with("data-") || EVERYWHERE.binary_search(&name).is_ok() {
        return true;
    }
    let own: &[&str] = match element {
        "a" => &["href", "rel", "target"],
        "blockquote" | "q" => &["cite"],
        "del" | "ins" => &["cite", "datetime"],
        "details" => &["open"],
        "img" | "image" => &["alt", "height", "src", "width"],
        "li" => &["value"],
        "ol" => &["reversed", "start", "type"],
        "td" | "th" => &["colspan", "rowspan", "scope"],
        "time" => &["datetime"],
        "iframe" => &["allowfullscreen", "height", "src", "width"],
        "video" => &["controls", "height", "poster", "src", "width"],
        _ => &[],
    };
    own.contains(&name)
}

/// Whether a piece of HTML is one tag without attributes of an element that is published: nothing to look into.
pub(super) fn is_plain_tag(html: &str) -> bool {
    let Some(inner) = html.strip_prefix('<').and_then(|h| h.strip_suffix('>')) else { return false };
    let name = inner.strip_prefix('/').unwrap_or(inner).trim_end_matches([' ', '/']);
    element(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted() {
        assert!(ELEMENTS.is_sorted() && EVERYWHERE.is_sorted());
    }

    #[test]
    fn plain_tags_are_known_without_a_look() {
        assert!(is_plain_tag("<br />") && is_plain_tag("</kbd>"));
        assert!(!is_plain_tag("<script>") && !is_plain_tag("<b></b>"));
    }
}
