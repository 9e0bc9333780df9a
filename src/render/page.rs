//! Small pure parts of a page's context: prefixes, titles, dates, structured data.

use serde_json::{Value, json};

use super::context::Link;
use super::strings::Strings;
use crate::base::{OutPath, url};

/// The prefix that leads from a page to the top of the site: `""` at the top, `"../../"` two folders down.
pub fn root_prefix(page: &OutPath) -> String {
    "../".repeat(page.as_str().matches('/').count())
}

/// The content of `<title>`: the page's title and the suffix, unless the title already says it.
pub fn title_tag(title: &str, suffix: &str) -> String {
    let (title, suffix) = (title.trim(), suffix.trim());
    if suffix.is_empty() || title == suffix || title.ends_with(&format!("| {suffix}")) {
        return title.to_owned();
    }
    if title.is_empty() {
        return suffix.to_owned();
    }
    format!("{title} | {suffix}")
}

/// Parts an article's HTML into its `h1` and the rest, so that templates can put the facts of the page between.
///
/// An article that begins otherwise keeps its heading where it is; one without any gets the page's title, for a
/// page has one `h1`.
pub fn split_heading(article: &str, title: &str) -> (String, String) {
    let start = article.trim_start();
    if start.starts_with("<h1")
        && let Some(end) = start.find("</h1>")
    {
        let (heading, rest) = start.split_at(end + "</h1>".len());
        return (heading.to_owned(), rest.to_owned());
    }
    if article.contains("<h1") {
        return (String::new(), article.to_owned());
    }
    (format!("<h1>{}</h1>", escape(title)), article.to_owned())
}

/// Text for HTML content and quoted attributes.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The absolute address of an output path below the site's address (which ends with a slash).
///
/// `index.html` is left off, since that is the address a host answers at.
pub fn canonical(site_url: &str, page: &OutPath) -> String {
    let path = page.as_str();
    let path = match path.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
        _ => path,
    };
    let slash = if site_url.ends_with('/') { "" } else { "/" };
    format!("{site_url}{slash}{}", url::encode_path(path))
}

/// A date as metadata has it (`11/22/2026`, `2026-11-22`, `2026-11-22T10:00:00Z`) as `YYYY-MM-DD`.
///
/// Learn: `ms.date` is month, day, year. `None` when it is no date of the calendar.
pub fn iso_date(text: &str) -> Option<String> {
    let day = text.trim().split(['T', ' ']).next().unwrap_or_default();
    let (year, month, day) = if day.contains('/') {
        let mut parts = day.split('/');
        let (month, day) = (number(parts.next()?)?, number(parts.next()?)?);
        let year = number(parts.next()?)?;
        parts.next().is_none().then_some((year, month, day))?
    } else {
        let mut parts = day.split('-');
        let found = (number(parts.next()?)?, number(parts.next()?)?, number(parts.next()?)?);
        parts.next().is_none().then_some(found)?
    };
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(leap),
        _ => 31,
    };
    let real = (1000..=9999).contains(&year) && (1..=12).contains(&month) && (1..=days).contains(&day);
    real.then(|| format!("{year:04}-{month:02}-{day:02}"))
}

fn number(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// An ISO date in the language of the strings: `date_format` with `{day}`, `{month}` and `{year}`.
pub fn date_text(iso: &str, strings: &Strings) -> String {
    let parts: Vec<&str> = iso.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return iso.to_owned() };
    let names = strings.text("months");
    let index = month.parse::<usize>().unwrap_or_default().wrapping_sub(1);
    match names.split_whitespace().nth(index) {
        Some(name) => strings
            .text("date_format")
            .replace("{day}", day.trim_start_matches('0'))
            .replace("{month}", name)
            .replace("{year}", year),
        None => iso.to_owned(),
    }
}

/// Breadcrumbs as a schema.org `BreadcrumbList`, safe inside a script element.
///
/// Entries need absolute addresses, so there is none without the site's own; `links` are as in
/// [`PageContext::breadcrumbs`](super::PageContext), with paths from the top of the site in `href`.
pub fn json_ld(
    site_url: &str,
    links: &[(Link, Option<OutPath>)],
    title: &str,
    page: &OutPath,
) -> Option<String> {
    let mut items: Vec<Value> = Vec::new();
    let mut push = |name: &str, address: Option<String>| {
        let mut item = json!({ "@type": "ListItem", "position": items.len() + 1, "name": name });
        if let (Some(address), Some(map)) = (address, item.as_object_mut()) {
            map.insert("item".into(), Value::String(address));
        }
        items.push(item);
    };
    for (link, path) in links {
        if let Some(path) = path {
            push(&link.title, Some(canonical(site_url, path)));
        }
    }
    if title.is_empty() {
        return None;
    }
    push(title, Some(canonical(site_url, page)));
    let list = json!({
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": items,
    });
    Some(script_json(&list))
}

/// JSON that cannot end the script element it stands in.
pub(super) fn script_json(value: &Value) -> String {
    value
        .to_string()
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn out(path: &str) -> OutPath {
        OutPath::new(path).expect("a fine path")
    }

    #[test]
    fn prefixes_count_folders() {
        assert_eq!(root_prefix(&out("index.html")), "");
        assert_eq!(root_prefix(&out("a/b/c.html")), "../../");
    }

    #[test]
    fn titles_do_not_repeat_the_site() {
        assert_eq!(title_tag("Start", "Docs"), "Start | Docs");
        assert_eq!(title_tag("Docs", "Docs"), "Docs");
        assert_eq!(title_tag("Start | Docs", "Docs"), "Start | Docs");
        assert_eq!(title_tag("", "Docs"), "Docs");
    }

    #[test]
    fn every_page_has_one_heading() {
        let split = |html| split_heading(html, "T & U");
        assert_eq!(
            split("\n<h1 id=\"a\">A</h1>\n<p>b</p>"),
            ("<h1 id=\"a\">A</h1>".into(), "\n<p>b</p>".into())
        );
        assert_eq!(split("<p>b</p><h1>A</h1>").0, "");
        assert_eq!(split("<p>b</p>").0, "<h1>T &amp; U</h1>");
    }

    #[test]
    fn only_dates_of_the_calendar_pass() {
        assert_eq!(iso_date("11/22/2026").as_deref(), Some("2026-11-22"));
        assert_eq!(iso_date("2024-02-29T08:00:00Z").as_deref(), Some("2024-02-29"));
        for bad in ["", "22/11/2026", "2023-02-29", "soon", "1/2", "2026-1-2-3"] {
            assert_eq!(iso_date(bad), None, "{bad}");
        }
    }

    #[test]
    fn an_index_is_the_address_of_its_folder() {
        assert_eq!(canonical("https://x.org/d/", &out("a b/index.html")), "https://x.org/d/a%20b/");
        assert_eq!(canonical("https://x.org", &out("reindex.html")), "https://x.org/reindex.html");
    }

    #[test]
    fn titles_cannot_end_the_script() {
        let text = json_ld("https://x.org/", &[], "</script><b>", &out("a.html")).expect("a title is enough");
        assert!(!text.contains('<'));
    }
}
