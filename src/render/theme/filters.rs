//! What templates may call beside the engine's own filters: the documented functions and filters of themes.

use std::collections::BTreeMap;

use tera::{Kwargs, State, Tera, TeraResult, Value};

use crate::render::page::without_tags;

/// Registers them; `paths`: where each file of the theme goes.
pub(super) fn register(tera: &mut Tera, paths: BTreeMap<String, String>) {
    let known = paths.clone();
    tera.register_function("has_asset", move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<bool> {
        Ok(known.contains_key(kwargs.must_get::<&str>("name")?))
    });
    // As the engine's own, but text is not copied: an article is the better part of a page.
    tera.register_filter("safe", |value: &Value, _: Kwargs, _: &State<'_>| match value.is_string() {
        true => value.clone().mark_safe(),
        false => Value::safe_string(&value.to_string()),
    });
    tera.register_filter("words", |name: &str, _: Kwargs, _: &State<'_>| words(name));
    tera.register_filter("breakable", |text: &str, _: Kwargs, _: &State<'_>| {
        let mut html = String::with_capacity(text.len() + 16);
        breakable(text, &mut html);
        Value::safe_string(&html)
    });
    tera.register_filter("slug", |title: &str, _: Kwargs, _: &State<'_>| slug(title));
    tera.register_filter("text", |html: &str, _: Kwargs, _: &State<'_>| plain_text(html));
    tera.register_function("asset", move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<String> {
        let name = kwargs.must_get::<&str>("name")?;
        paths
            .get(name)
            .cloned()
            .ok_or_else(|| tera::Error::message(format!("the theme has no asset named `{name}`")))
    });
}

/// A key of a data file as a label: `landingContent` and `landing-content` become `Landing content`.
fn words(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let mut lower_before = false;
    for c in name.chars() {
        if c.is_uppercase() && lower_before {
            out.push(' ');
            out.extend(c.to_lowercase());
        } else if out.is_empty() {
            out.extend(c.to_uppercase());
        } else {
            out.push(if matches!(c, '-' | '_') { ' ' } else { c });
        }
        lower_before = c.is_lowercase() || c.is_ascii_digit();
    }
    out
}

/// Words this long may break inside where people read a joint.
const LONG_WORD: usize = 18;

/// Appends text as HTML in which long names (`Contoso.Storage.Management`, `-DocumentEncryptionCert`) may break behind a dot,
/// slash or underscore, and before a capital letter inside a word.
pub(in crate::render) fn breakable(text: &str, out: &mut String) {
    for (i, word) in text.split(' ').enumerate() {
        if i > 0 {
            out.push(' ');
        }
        let long = word.chars().nth(LONG_WORD).is_some();
        let mut before = ' ';
        for c in word.chars() {
            if long && before.is_lowercase() && c.is_uppercase() {
                out.push_str("<wbr>");
            }
            before = c;
            match c {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                c => out.push(c),
            }
            if long && matches!(c, '.' | '_' | '/' | '\\') {
                out.push_str("<wbr>");
            }
        }
    }
}

/// A title as an id: letters and digits in lower case, spaces and dashes as dashes, the rest left out.
fn slug(title: &str) -> String {
    let keep = |c: char| match c {
        ' ' | '-' => Some('-'),
        c if c.is_alphanumeric() || c == '_' => Some(c),
        _ => None,
    };
    title.trim().chars().filter_map(keep).flat_map(char::to_lowercase).collect()
}

/// The text of HTML, unescaped, for places where elements cannot stand.
pub fn plain_text(html: &str) -> String {
    let entities =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&")];
    entities.iter().fold(without_tags(html), |text, (entity, c)| text.replace(entity, c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_become_labels() {
        assert_eq!(
            ["landingContent", "whats-new", "FAQ"].map(words),
            ["Landing content", "Whats new", "FAQ"]
        );
    }

    #[test]
    fn long_names_may_break() {
        let mut html = String::new();
        breakable("a.b Contoso.Storage_Management <x> -DocumentEncryptionCert GetAll", &mut html);
        assert_eq!(
            html,
            "a.b Contoso.<wbr>Storage_<wbr>Management &lt;x&gt; -Document<wbr>Encryption<wbr>Cert GetAll"
        );
    }

    #[test]
    fn titles_become_ids() {
        assert_eq!(slug(" Who's in? Über-all "), "whos-in-über-all");
    }

    #[test]
    fn text_of_html_is_unescaped_once() {
        assert_eq!(plain_text("<p>a &amp;lt; <code>b</code></p>"), "a &lt; b");
    }

    #[test]
    fn what_is_safe_is_printed_as_it_is_and_text_beside_it_is_not() {
        let mut tera = Tera::new();
        register(&mut tera, BTreeMap::new());
        tera.add_raw_template("a.html", "{{ t | safe }}{{ t }}{{ n | safe }}").expect("a template");
        let context = tera::context! { t => "<b>some text or other</b>", n => &7 };
        assert_eq!(
            tera.render("a.html", &context).expect("rendered"),
            "<b>some text or other</b>&lt;b&gt;some text or other&lt;/b&gt;7"
        );
    }
}
