//! The context of one page, from what the catalog knows of it.

use std::sync::Arc;

use serde_json::{Value, json};

use super::article::escape;
use super::context::{
    Choice, Contributor, NavContext, OutlineEntry, PageContext, PageMeta, PivotGroup, Surroundings,
};
use super::dates::{date_text, iso_date};
use super::machine::{canonical, json_ld, with_article};
use super::theme::Theme;
use super::toc;
use crate::base::{OutPath, url};
use crate::docset::{self, Layout, Metadata, Nav, NodeRef, Page, PageKind, PageView};
use crate::markdown::NodeKind;

impl PageContext {
    /// What a page's metadata and place say; the caller adds the article, the outline and what else it has.
    pub fn new(page: &Page, nav: Nav, around: Arc<Surroundings>, theme: &Theme) -> Self {
        let site = theme.site();
        let address = site.url.as_deref();
        let mut context = PageContext {
            around,
            path: page.site_path.clone(),
            page: meta(page, theme),
            json_ld: address.map(|site| json_ld(site, &page.out, &page.facts.title, &nav.crumbs)),
            ..PageContext::default()
        };
        if nav.newest.is_some()
            && let Some(own) = nav.versions.iter().find(|v| v.current)
        {
            let title = format!("{} ({})", page.facts.title, own.title);
            context.page.head_title =
                head_title(&title, page.text("titleSuffix").unwrap_or_default(), &site.title);
        }
        context.page.canonical =
            address.map(|site| canonical(site, nav.newest.as_ref().unwrap_or(&page.out)));
        context.place(nav, &page.out);
        context
    }

    /// Fills in what the history of the source tells: the day of its last change and who has changed it.
    pub fn take_history(&mut self, updated: Option<String>, contributors: Vec<Contributor>, theme: &Theme) {
        self.page.updated_text = updated.as_deref().map(|day| date_text(day, theme.strings()));
        self.page.updated = updated;
        self.page.contributors = contributors;
        if let (Some(crumbs), Some(address)) = (&self.json_ld, &self.page.canonical) {
            self.json_ld = Some(with_article(crumbs, address, &self.page));
        }
    }

    /// Fills in everything that comes from the place of the page at `out` in the site.
    pub fn place(&mut self, nav: Nav, out: &OutPath) {
        self.breadcrumbs = nav.crumbs;
        self.versions = nav.versions;
        self.previous = nav.previous;
        self.next = nav.next;
        let Some(id) = nav.toc else { return };
        let to = |path: OutPath| Some(url::relative(out.folder(), path.as_str()));
        let trail: Vec<String> = nav.trail.iter().map(u32::to_string).collect();
        self.nav = Some(NavContext {
            id: id.0.to_string(),
            title: nav.toc_title,
            trail: trail.join("."),
            data: toc::script_path(id).and_then(to),
            contents: toc::contents_path(id).and_then(to),
            ..NavContext::default()
        });
    }
}

impl From<&docset::PivotGroup> for PivotGroup {
    fn from(group: &docset::PivotGroup) -> Self {
        let choice = |(id, title): &(String, String)| Choice {
            id: id.clone(),
            title: if title.is_empty() { id.clone() } else { title.clone() },
        };
        PivotGroup {
            id: group.id.clone(),
            title: group.title.clone(),
            prompt: group.prompt.clone(),
            choices: group.pivots.iter().map(choice).collect(),
        }
    }
}

/// The date that a page's metadata states, `YYYY-MM-DD`.
pub fn stated_date(page: &Page) -> Option<String> {
    ["ms.date", "date", "updated_at"].iter().find_map(|key| iso_date(page.text(key)?))
}

fn meta(page: &Page, theme: &Theme) -> PageMeta {
    let date = stated_date(page);
    let topic = page.text("ms.topic").unwrap_or_default().trim().to_lowercase();
    let layout = match page.kind {
        PageKind::Data(Layout::Landing) => "landing",
        PageKind::Data(Layout::Hub) => "hub",
        PageKind::Data(Layout::Marketing) => "marketing",
        PageKind::Data(Layout::LandingData) => "landingdata",
        PageKind::Data(Layout::Faq) => "faq",
        _ => "",
    };
    PageMeta {
        title: page.facts.title.clone(),
        head_title: head_title(
            &page.facts.title,
            page.text("titleSuffix").unwrap_or_default(),
            &theme.site().title,
        ),
        description: page.facts.description.as_deref().map(one_line).filter(|d| !d.is_empty()),
        canonical: None,
        robots: page.text("ROBOTS").or_else(|| page.text("robots")).map(|r| r.trim().to_lowercase()),
        date_text: date.as_deref().map(|d| date_text(d, theme.strings())),
        date,
        updated: None,
        updated_text: None,
        contributors: Vec::new(),
        applies_to: applies_to(&page.metadata),
        edit_url: None,
        feedback_url: feedback(page),
        image: None,
        kind: if topic.is_empty() { "article".to_owned() } else { topic },
        layout: layout.to_owned(),
        markdown: None,
    }
}

/// `applies_to` and its older spellings: a list or one text. Learn allows tags in the entries; their text counts.
fn applies_to(metadata: &Metadata) -> Vec<String> {
    let value = ["applies_to", "appliesto", "applies-to"].iter().find_map(|key| metadata.get(key));
    let entries = match value {
        Some(Value::Array(entries)) => entries.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(entry)) => vec![entry.as_str()],
        _ => Vec::new(),
    };
    let plain = |entry: &str| without_tags(entry).trim_start_matches(['✅', ' ']).to_owned();
    entries.into_iter().map(plain).filter(|e| !e.is_empty()).collect()
}

pub(super) fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut depth = 0u32;
    for c in text.chars() {
        match c {
            '<' => depth += 1,
            '>' if depth > 0 => depth -= 1,
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    one_line(&out)
}

/// Where problems are reported (Learn: `feedback_system` and the keys that go with it).
fn feedback(page: &Page) -> Option<String> {
    if page.text("feedback_system").is_some_and(|s| s.eq_ignore_ascii_case("none")) {
        return None;
    }
    let web = |text: &str| text.starts_with("https://") || text.starts_with("http://");
    let keys = ["open_source_feedback_issueUrl", "feedback_product_url", "product_feedback_url"];
    let stated = keys.iter().filter_map(|key| page.text(key)).find(|text| web(text)).map(str::to_owned);
    stated.or_else(|| {
        let repository = page.text("feedback_github_repo")?.trim().trim_matches('/');
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '.');
        repository.chars().all(plain).then(|| format!("https://github.com/{repository}/issues/new"))
    })
}

fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The outline of a page: its second-level headings with the third level below them. Headings inside tabs are
/// left out, for only one tab shows.
pub fn outline(view: &PageView) -> Vec<OutlineEntry> {
    let mut out: Vec<OutlineEntry> = Vec::new();
    let mut open = vec![view.each_child(PageView::ROOT)];
    while let Some(level) = open.last_mut() {
        let Some(at) = level.next() else {
            open.pop();
            continue;
        };
        match view.kind(at) {
            NodeKind::Heading(index) => push_heading(view, at, index, &mut out),
            NodeKind::TabGroup(_)
            | NodeKind::Paragraph
            | NodeKind::Table(_)
            | NodeKind::Text(_)
            | NodeKind::CodeSpan(_)
            | NodeKind::CodeBlock(_) => {}
            _ => open.push(view.each_child(at)),
        }
    }
    out
}

fn push_heading(view: &PageView, at: NodeRef, index: u32, out: &mut Vec<OutlineEntry>) {
    let heading = view.occurrence(at).and_then(|o| o.doc.headings.get(index as usize));
    let Some(heading) = heading.filter(|h| matches!(h.level, 2 | 3)) else { return };
    let Some(id) = view.heading_id(at).filter(|id| !id.is_empty()) else { return };
    let title = one_line(&view.plain_text(at));
    if title.is_empty() {
        return;
    }
    let entry = OutlineEntry { id: id.to_owned(), title, children: Vec::new() };
    match out.last_mut() {
        Some(above) if heading.level == 3 => above.children.push(entry),
        _ => out.push(entry),
    }
}

/// Longest description that [`summary`] gives, in characters; search engines cut longer ones.
const SUMMARY: usize = 160;

/// What a page without a `description` is described by: its first paragraph that says something, cut at a word.
/// Paragraphs that are emphasised as a whole ("Applies to: …") are passed over.
pub fn summary(view: &PageView) -> Option<String> {
    let aside = |at: NodeRef| {
        let children = view.children(at);
        let blank = |n: &NodeRef| view.plain_text(*n).trim().is_empty();
        let emphasised = |n: &NodeRef| matches!(view.kind(*n), NodeKind::Emphasis | NodeKind::Strong);
        children.iter().filter(|n| !blank(n)).all(emphasised)
    };
    let paragraphs =
        view.children(PageView::ROOT).into_iter().filter(|at| view.kind(*at) == NodeKind::Paragraph);
    let text = paragraphs
        .filter(|at| !aside(*at))
        .map(|at| one_line(&view.plain_text(at)))
        .find(|t| t.len() > 20)?;
    if text.chars().nth(SUMMARY).is_none() {
        return Some(text);
    }
    let cut: String = text.chars().take(SUMMARY - 1).collect();
    let words = cut.rfind(' ').map_or(cut.as_str(), |end| &cut[..end]);
    Some(format!("{}…", words.trim_end_matches([',', ';', ':', ' '])))
}

/// The outline of a structured page whose data has sections with names and questions (`YamlMime:FAQ`): the ids
/// are those that the template `yaml/faq.html` gives them.
pub fn data_outline(data: &Value) -> Vec<OutlineEntry> {
    let list =
        |value: &Value, key: &str| value.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let entry = |item: &Value, key: &str, otherwise: String| {
        let id = item.get("id").and_then(Value::as_str).map_or(otherwise, str::to_owned);
        let text = match item.get(key)? {
            Value::String(text) => text.clone(),
            other => super::theme::plain_text(other.get("html")?.as_str()?),
        };
        Some(OutlineEntry { id, title: one_line(&text), children: Vec::new() })
            .filter(|e| !e.title.is_empty())
    };
    let mut out = Vec::new();
    for (i, section) in (1..).zip(list(data, "sections")) {
        let questions = (1..).zip(list(&section, "questions"));
        let children: Vec<_> =
            questions.filter_map(|(n, q)| entry(&q, "question", format!("question-{i}-{n}"))).collect();
        match entry(&section, "name", format!("section-{i}")).filter(|e| e.title != "Ignored") {
            Some(section) => out.push(OutlineEntry { children, ..section }),
            None => out.extend(children),
        }
    }
    out
}

/// The data of a structured page with every Markdown text (`{"markdown": n}`) replaced by `{"html": …}`, the HTML
/// that `html` gives for occurrence `n`. Templates tell the two kinds of text apart by that shape.
pub fn data_html(data: &Value, html: &mut dyn FnMut(u32) -> String) -> Value {
    match data {
        Value::Array(items) => Value::Array(items.iter().map(|item| data_html(item, html)).collect()),
        Value::Object(map) => {
            let text = ["markdown", "inlineMarkdown"].iter().find_map(|key| map.get(*key)?.as_u64());
            let text = text.filter(|_| map.len() == 1);
            match text.and_then(|n| u32::try_from(n).ok()) {
                Some(n) => json!({ "html": html(n) }),
                None => map.iter().map(|(k, v)| (k.clone(), data_html(v, html))).collect(),
            }
        }
        other => other.clone(),
    }
}

/// The prefix that leads from a page to the top of the site: `""` at the top, `"../../"` two folders down.
pub fn root_prefix(page: &OutPath) -> String {
    "../".repeat(page.as_str().matches('/').count())
}

/// The whole of `<title>`: the page's title, what metadata adds to it (`titleSuffix`), the site's name; each once.
pub fn head_title(title: &str, suffix: &str, site: &str) -> String {
    let mut parts: Vec<&str> = Vec::with_capacity(3);
    for part in [title.trim(), suffix.trim(), site.trim()] {
        let said = parts.iter().any(|p| *p == part || p.ends_with(&format!("| {part}")));
        if !part.is_empty() && !said {
            parts.push(part);
        }
    }
    parts.join(" | ")
}

/// Parts an article's HTML into its `h1` and the rest, so that templates can put the facts of the page between.
///
/// An article that begins otherwise keeps its heading where it is; one without any gets the page's title, for a
/// page has one `h1`.
pub fn split_heading(mut article: String, title: &str) -> (String, String) {
    let skipped = article.len() - article.trim_start().len();
    let start = article.get(skipped..).unwrap_or_default();
    if start.starts_with("<h1")
        && let Some(end) = start.find("</h1>")
    {
        let heading = start.get(..end + "</h1>".len()).unwrap_or_default().to_owned();
        article.drain(..skipped + heading.len());
        return (heading, article);
    }
    if article.contains("<h1") {
        return (String::new(), article);
    }
    let mut heading = "<h1>".to_owned();
    escape::text(&mut heading, title);
    heading.push_str("</h1>");
    (heading, article)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::docset::Occurrence;
    use crate::markdown::ParseOptions;

    #[test]
    fn prefixes_count_folders() {
        let out = |path| OutPath::new(path).expect("a fine path");
        assert_eq!(root_prefix(&out("index.html")), "");
        assert_eq!(root_prefix(&out("a/b/c.html")), "../../");
    }

    #[test]
    fn titles_do_not_repeat_the_site() {
        assert_eq!(head_title("Start", "Tool", "Docs"), "Start | Tool | Docs");
        assert_eq!(head_title("Docs", "", "Docs"), "Docs");
        assert_eq!(head_title("Start | Docs", "", "Docs"), "Start | Docs");
        assert_eq!(head_title("", "Docs", "Docs"), "Docs");
    }

    #[test]
    fn tags_of_applies_to_are_taken_off() {
        let metadata = json!({ "applies_to": ["✅ <a href=\"x\">Server\n 2025</a>", ""] });
        let metadata = Metadata::from(metadata.as_object().expect("a map").clone());
        assert_eq!(applies_to(&metadata), ["Server 2025"]);
    }

    #[test]
    fn markdown_texts_become_html() {
        let data = json!({ "a": [{ "markdown": 3 }], "b": { "markdown": "x", "c": 1 } });
        let html = data_html(&data, &mut |n| format!("<p>{n}</p>"));
        assert_eq!(html, json!({ "a": [{ "html": "<p>3</p>" }], "b": { "markdown": "x", "c": 1 } }));
    }

    #[test]
    fn questions_make_an_outline() {
        let question = json!({ "question": { "html": "<p>Why &amp; how?</p>" } });
        let data = json!({ "sections": [
            { "name": "All", "questions": [question.clone()] },
            { "name": "Ignored", "questions": [{ "question": "", "id": "x" }, question] },
        ] });
        let entry =
            |id: &str, title: &str, children| OutlineEntry { id: id.into(), title: title.into(), children };
        let first = entry("question-1-1", "Why & how?", vec![]);
        assert_eq!(
            data_outline(&data),
            [entry("section-1", "All", vec![first]), entry("question-2-2", "Why & how?", vec![])]
        );
    }

    fn view(text: &str) -> PageView {
        let file = crate::base::FileId(0);
        let doc = Arc::new(crate::markdown::parse(text.into(), file, &ParseOptions::default()));
        let heading_ids = doc.headings.iter().map(|h| h.id.clone()).collect();
        let path = crate::base::DocPath::new("a.md").expect("a fine path");
        let own = Occurrence {
            doc,
            path,
            parent: None,
            includes: vec![],
            targets: vec![],
            xrefs: vec![],
            snippets: vec![],
            heading_ids,
        };
        let (docs, page) = (vec![own], docset::PageId(0));
        PageView {
            page,
            docs,
            data: None,
            assets: vec![],
            hidden: vec![],
            zones: vec![],
            diagnostics: vec![],
        }
    }

    #[test]
    fn a_summary_is_the_first_paragraph_that_says_something() {
        let long = format!("{} end", "several words, ".repeat(12));
        let text = format!("# T\n\n*Applies to: everything that there is*\n\nShort.\n\n{long}\n");
        let summary = summary(&view(&text)).expect("a summary");
        assert!(summary.starts_with("several words") && summary.ends_with("several…"), "{summary}");
        assert!(summary.chars().count() <= SUMMARY);
        assert_eq!(super::summary(&view("# T\n\n- a list\n")), None);
    }

    #[test]
    fn outlines_hold_two_levels() {
        let outline = outline(&view("# T\n\n## A *b*\n\n### C\n\n#### D\n\n## E\n"));
        let flat: Vec<_> =
            outline.iter().map(|e| (e.id.as_str(), e.title.as_str(), e.children.len())).collect();
        assert_eq!(flat, [("a-b", "A b", 1), ("e", "E", 0)]);
    }

    #[test]
    fn every_page_has_one_heading() {
        let split = |html: &str| split_heading(html.to_owned(), "T & U");
        assert_eq!(
            split("\n<h1 id=\"a\">A</h1>\n<p>b</p>"),
            ("<h1 id=\"a\">A</h1>".into(), "\n<p>b</p>".into())
        );
        assert_eq!(split("<p>b</p><h1>A</h1>").0, "");
        assert_eq!(split("<p>b</p>").0, "<h1>T &amp; U</h1>");
    }
}
