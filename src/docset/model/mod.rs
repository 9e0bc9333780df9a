//! Page models: what a page is, as data for those who render elsewhere.
//!
//! **Invariant:** HTML comes in from outside; here it is only cut and counted.

pub(super) mod digest;
mod site;

use serde_json::{Map, Value, json};

use crate::base::{Artifact, url};
use crate::source::Workspace;

use super::addresses::relative_url;
use super::view::{INLINE, MARKDOWN};
use super::{Catalog, Page, PageKind, PageView, metadata};

pub use site::{component_models, listings, toc_models};

/// The model of a resolved page. `html` gives the HTML of one of its documents; the first is the page's own.
pub fn page(
    workspace: &Workspace,
    catalog: &Catalog,
    view: &PageView,
    html: &mut dyn FnMut(u32) -> String,
) -> Option<Artifact> {
    let page = catalog.page(view.page)?;
    let model = match (&view.data, page.kind) {
        (Some(data), PageKind::Data(_)) => data_model(workspace, catalog, page, data, html),
        _ => article_model(workspace, catalog, page, &html(0)),
    };
    let body = serde_json::to_string_pretty(&model).unwrap_or_default();
    Some(Artifact::text(page.out.clone(), body))
}

fn article_model(workspace: &Workspace, catalog: &Catalog, page: &Page, html: &str) -> Value {
    let learn = catalog.learn(page.docset);
    let (raw_title, conceptual) = split_title(html, if learn { 3 } else { 1 });
    let mut model = common(workspace, catalog, page);
    let stated = metadata::text(page.metadata.get("title"));
    let title = match page.facts.title == page.path.file_stem() && stated.is_none() && page.facts.h1.is_none()
    {
        true => Value::Null,
        false => Value::String(page.facts.title.clone()),
    };
    // Learn: a page that states no title and has none is without one; an empty one is null.
    if !(learn && title.is_null() && !page.metadata.contains_key("title")) {
        model.insert("title".into(), title);
    }
    model.insert("rawTitle".into(), json!(raw_title));
    model.insert("conceptual".into(), json!(conceptual));
    model.insert("wordCount".into(), json!(word_count(conceptual)));
    Value::Object(model)
}

fn data_model(
    workspace: &Workspace,
    catalog: &Catalog,
    page: &Page,
    data: &Value,
    html: &mut dyn FnMut(u32) -> String,
) -> Value {
    let mut model = with_html(data, html);
    if let (Value::Object(map), false) = (&mut model, catalog.is_component(page.file)) {
        let metadata = common(workspace, catalog, page);
        map.insert("metadata".into(), Value::Object(metadata));
    }
    model
}

/// Metadata and what the build adds to it.
fn common(workspace: &Workspace, catalog: &Catalog, page: &Page) -> Map<String, Value> {
    let mut model: Map<String, Value> = page.metadata.to_map();
    for key in ["monikerRange", "replace_monikers", "exclude_monikers"] {
        model.shift_remove(key);
    }
    if let Some(path) = breadcrumb_path(workspace, catalog, page) {
        model.insert("breadcrumb_path".into(), Value::String(path));
    }
    if !model.contains_key("_tocRel")
        && let Some(toc) = page.toc.and_then(|t| catalog.toc(t)).filter(|t| t.file.is_some())
    {
        model.insert("_tocRel".into(), Value::String(catalog.toc_rel(page, toc)));
    }
    model.extend(changes(workspace, page));
    if catalog.learn(page.docset) {
        if metadata::text(page.metadata.get("page_type")).is_none_or(|t| t != "profile") {
            model.insert("canonical_url".into(), Value::String(canonical(catalog, page)));
        }
        let name = page.path.file_name();
        if name == "404.md" {
            model.insert("ROBOTS".into(), json!("NOINDEX, NOFOLLOW"));
        }
    }
    if !page.monikers.is_empty() {
        model.insert("monikers".into(), json!(page.monikers.as_ref()));
    }
    model
}

/// What the history of the source tells: the day of its last change, under Learn's key, and who has changed it.
fn changes(workspace: &Workspace, page: &Page) -> Vec<(String, Value)> {
    let Some(history) = &workspace.history else { return Vec::new() };
    let settings = &workspace.config.site.git;
    let day = history.last_change(&page.path).filter(|_| settings.last_updated);
    let people: Vec<Value> = history
        .contributors(&page.path)
        .into_iter()
        .map(|person| json!({ "name": person.name, "login": person.login }))
        .collect();
    let people = (!people.is_empty()).then(|| ("contributors".to_owned(), Value::Array(people)));
    day.map(|day| ("updated_at".to_owned(), json!(day))).into_iter().chain(people).collect()
}

/// The address of a page on its host.
fn canonical(catalog: &Catalog, page: &Page) -> String {
    let settings = &catalog.settings;
    let host = settings.host_name.as_deref().unwrap_or("learn.microsoft.com");
    let locale = settings.locale.as_deref().unwrap_or("en-us").to_lowercase();
    let address = encoded(&catalog.published_url(page));
    let view = page.monikers.last().filter(|_| settings.is_canonical_url_with_moniker);
    let view = view.map(|m| format!("?view={m}")).unwrap_or_default();
    format!("https://{host}/{locale}{address}{view}")
}

/// Percent-encodes as Learn does: lower-case digits, and these marks stay: `!$&'()+,;=@-._~`.
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        let stays = byte.is_ascii_alphanumeric() || b"!$&'()+,;=@-._~/".contains(&byte);
        if stays { out.push(char::from(byte)) } else { out.push_str(&format!("%{byte:02x}")) }
    }
    out
}

/// A breadcrumb file that is named by its path, as the address of its data; relative to the page.
fn breadcrumb_path(workspace: &Workspace, catalog: &Catalog, page: &Page) -> Option<String> {
    let stated = metadata::text(page.metadata.get("breadcrumb_path"))?;
    if stated.starts_with('/') || url::scheme(&stated).is_some() {
        return None;
    }
    let config = workspace.config.docsets.get(page.docset)?;
    let front = catalog.documents.facts(page.file).and_then(|facts| facts.front_matter());
    let own = front.is_some_and(|f| f.data.contains_key("breadcrumb_path"));
    let folder = if own { page.path.parent() } else { config.root.clone() };
    let path = config.path(&folder, &stated)?;
    let mapped = config.classify(&path)?;
    let site_path = super::addresses::without_extension(&mapped.site_path).to_lowercase();
    let base = catalog.docsets.get(page.docset).map_or("", |d| d.base.as_str());
    Some(relative_url(&page.url, &format!("{base}/{site_path}.json")))
}

/// The title heading of a body and what is left, when nothing visible stands before it.
fn split_title(html: &str, most: u8) -> (&str, &str) {
    let mut rest = html.trim_start();
    while let Some(comment) = rest.strip_prefix("<!--") {
        let Some(end) = comment.find("-->") else { return ("", html) };
        rest = comment[end + 3..].trim_start();
    }
    for level in 1..=most {
        let (open, close) = (format!("<h{level}"), format!("</h{level}>"));
        let opens = rest.strip_prefix(open.as_str()).is_some_and(|r| r.starts_with(['>', ' ']));
        if let Some(end) = rest.find(&close).filter(|_| opens) {
            let (title, rest) = rest.split_at(end + close.len());
            return (title, rest.trim_start_matches('\n'));
        }
    }
    ("", html)
}

/// DocFX: words of the text, where every closing tag parts words and tokens of punctuation alone do not count.
fn word_count(html: &str) -> usize {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        let tag = &rest[at..];
        let Some(end) = tag.find('>') else {
            rest = tag;
            break;
        };
        if tag.starts_with("</") {
            text.push(' ');
        }
        rest = &tag[end + 1..];
        // DocFX: the title of a page within a page does not count.
        if tag.get(..6).is_some_and(|t| t.eq_ignore_ascii_case("<title")) {
            rest = rest.find("</").map_or(rest, |at| &rest[at..]);
        }
    }
    text.push_str(rest);
    let counts = |word: &&str| !word.chars().all(|c| ".?!;:,()[]".contains(c));
    text.split([' ', '\t', '\n', '\r']).filter(|w| !w.is_empty()).filter(counts).count()
}

/// Data with its Markdown texts as HTML.
fn with_html(value: &Value, html: &mut dyn FnMut(u32) -> String) -> Value {
    match value {
        Value::Object(map) => {
            if let (1, Some(doc)) = (map.len(), map.get(MARKDOWN).and_then(Value::as_u64)) {
                return Value::String(html(u32::try_from(doc).unwrap_or(u32::MAX)));
            }
            if let (1, Some(doc)) = (map.len(), map.get(INLINE).and_then(Value::as_u64)) {
                let html = html(u32::try_from(doc).unwrap_or(u32::MAX));
                let html = html.trim_end();
                let line = html.strip_prefix("<p>").and_then(|h| h.strip_suffix("</p>")).unwrap_or(html);
                return Value::String(line.to_owned());
            }
            // YAML is only so deep (`yaml::parse`).
            let member = |(k, v): (&String, &Value)| (k.clone(), with_html(v, html));
            Value::Object(map.iter().map(member).collect())
        }
        Value::Array(list) => Value::Array(list.iter().map(|v| with_html(v, html)).collect()),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_is_the_first_visible_heading() {
        assert_eq!(
            split_title("<!-- x -->\n<h2 id=\"a\">T</h2>\n<p>x</p>", 3),
            ("<h2 id=\"a\">T</h2>", "<p>x</p>")
        );
        assert_eq!(split_title("<p>x</p><h1>T</h1>", 1).0, "");
        assert_eq!(split_title("<hr>", 3).0, "");
    }

    #[test]
    fn closing_tags_part_words_and_punctuation_is_none() {
        assert_eq!(word_count("<p>one<br>two</p><p>three . four</p>"), 3);
    }

    #[test]
    fn addresses_keep_marks_that_learn_keeps() {
        assert_eq!(encoded("/a (b)/é#"), "/a%20(b)/%c3%a9%23");
    }
}
