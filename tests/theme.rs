//! Every template of the embedded themes on hand-made pages, written to a folder where they can be looked at too
//! (`target/tmp/gallery`).

use std::path::{Path, PathBuf};
use std::sync::Arc;

use docwright::config::SiteConfig;
use docwright::docset::{Crumb, NavItem, TocId, TocNode, VersionLink};
use docwright::render::context::{Choice, NavContext, OutlineEntry, PageContext, PivotGroup};
use docwright::render::{Surroundings, Theme, ThemeSettings, split_heading, toc};
use serde_json::{Value, json};

fn theme(name: &str, language: &str) -> Theme {
    let mut config = SiteConfig::default();
    config.theme.name = name.to_owned();
    config.site.language = language.to_owned();
    config.site.base_url = Some("https://docs.example.org/tool/".to_owned());
    config.site.copyright = Some("© The makers of Tool".to_owned());
    config.site.repository = Some("https://code.example.org/tool".to_owned());
    Theme::load(&ThemeSettings::new(&config, None, "Tool documentation")).expect("an embedded theme loads")
}

fn item(title: &str, href: Option<&str>, children: Vec<NavItem>) -> NavItem {
    NavItem {
        title: title.to_owned(),
        href: href.map(str::to_owned),
        current: title == "Move a fleet",
        open: title == "Guides" || title == "Move a fleet",
        parent: !children.is_empty() || title == "Reference",
        skipped: 0,
        omitted: 0,
        children,
    }
}

fn crumb(title: &str, href: &str) -> Crumb {
    Crumb { title: title.to_owned(), href: Some(href.to_owned()) }
}

/// Entries of the sidebar as pages have them: each made by its template, around those below it.
fn sidebar(items: &[NavItem]) -> String {
    let theme = theme("default", "en");
    let one = |item: &NavItem| theme.nav_item(item, &sidebar(&item.children)).expect("an entry");
    items.iter().map(one).collect()
}

/// A page of a theme as text.
fn render(theme: &Theme, template: &str, page: &PageContext) -> String {
    String::from_utf8(theme.page(template, page).expect(template)).expect("text")
}

fn around(root: &str) -> Arc<Surroundings> {
    let areas =
        vec![item("Start", Some("../index.html"), vec![]), item("Guides", Some("index.html"), vec![])];
    Arc::new(Surroundings::new(root.to_owned(), areas, None, false))
}

fn context(article: &str) -> PageContext {
    let (heading, content) = split_heading(article.to_owned(), "Move a fleet");
    let mut page = PageContext {
        around: around("../"),
        path: "guides/move".into(),
        heading,
        content,
        ..Default::default()
    };
    page.page.title = "Move a fleet".into();
    page.page.head_title = "Move a fleet | Tool documentation".into();
    page.page.description = Some("How to \"move\" many machines & more.".into());
    page.page.canonical = Some("https://docs.example.org/tool/guides/move.html".into());
    page.page.date = Some("2026-03-07".into());
    page.page.date_text = Some("March 7, 2026".into());
    page.page.applies_to = vec!["Tool 3".into(), "Tool 4".into()];
    page.page.edit_url = Some("https://code.example.org/tool/edit/main/move.md".into());
    page.page.feedback_url = Some("https://code.example.org/tool/issues/new".into());
    page.page.kind = "how-to".into();
    page.outline = vec![
        OutlineEntry {
            id: "before".into(),
            title: "Before you begin".into(),
            children: vec![OutlineEntry { id: "rights".into(), title: "Rights".into(), children: vec![] }],
        },
        OutlineEntry { id: "code".into(), title: "The code".into(), children: vec![] },
        OutlineEntry { id: "table".into(), title: "A long table".into(), children: vec![] },
    ];
    page.breadcrumbs = vec![crumb("Tool", "../index.html"), crumb("Guides", "index.html")];
    page.previous = Some(crumb("Plan a move", "plan.html"));
    page.next = Some(crumb("Check the result", "check.html"));
    page.versions = vec![VersionLink {
        moniker: "4".into(),
        title: "Tool 4".into(),
        href: "move.html".into(),
        current: true,
    }];
    page.pivots = vec![PivotGroup {
        id: "os".into(),
        title: "System".into(),
        prompt: "Which system do you use?".into(),
        choices: ["Linux", "Windows"].map(|t| Choice { id: t.to_lowercase(), title: t.into() }).to_vec(),
    }];
    page.nav = Some(NavContext {
        id: "0".into(),
        title: "Tool".into(),
        trail: "1.0".into(),
        data: Some("../_docwright/toc/0.js".into()),
        contents: Some("../_docwright/toc/0.html".into()),
        html: sidebar(&[
            item("Start", Some("../index.html"), vec![]),
            item(
                "Guides",
                None,
                vec![
                    item("Move a fleet", Some("move.html"), vec![]),
                    item("Plan a move", Some("plan.html"), vec![]),
                ],
            ),
            item("Reference", Some("../reference.html"), vec![]),
        ]),
        items: Vec::new(),
    });
    page
}

fn gallery(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("gallery").join(name)
}

fn write(folder: &Path, name: &str, body: impl AsRef<[u8]>) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
    std::fs::write(path, body).expect("a file");
}

fn write_assets(theme: &Theme, folder: &Path) {
    for asset in theme.assets() {
        write(folder, asset.path.as_str(), &asset.body);
    }
    let picture = "<svg xmlns='http://www.w3.org/2000/svg' width='2400' height='1200'><rect width='2400' height='1200' fill='#0b57d0'/></svg>";
    write(folder, "_docwright/picture.svg", picture);
    let leaf = |t: &str, h: &str| TocNode { title: t.into(), href: Some(h.into()), children: vec![] };
    let group = |t: &str, children| TocNode { title: t.into(), href: None, children };
    let tree = [
        leaf("Start", "index.html"),
        group(
            "Guides",
            vec![leaf("Move a fleet", "guides/move.html"), leaf("Plan a move", "guides/plan.html")],
        ),
        TocNode {
            title: "Reference".into(),
            href: Some("reference.html".into()),
            children: vec![leaf("Options", "options.html")],
        },
    ];
    write(folder, "_docwright/toc/0.js", toc::script(TocId(0), &tree));
    let mut page = context("<h1>All contents</h1>");
    page.around = around("../../");
    page.data = json!({ "entries": toc::seen_from("../../", &tree) });
    write(folder, "_docwright/toc/0.html", render(theme, "toc.html", &page));
}

/// What every page of the default theme has, whatever its template.
fn assert_page(html: &str, what: &str) {
    let count = |text: &str| html.matches(text).count();
    assert_eq!(count("<h1"), 1, "{what}: one h1");
    assert_eq!(count("<main id=\"main\""), 1, "{what}: one main");
    assert_eq!(count("<title>"), 1, "{what}: one title");
    assert!(count("href=\"#main\"") >= 1, "{what}: a skip link");
    assert!(!html.contains(" style=\"") && !html.contains(" onclick="), "{what}: nothing inline");
    assert!(html.contains("script-src 'self'; style-src 'self'"), "{what}: a policy");
    assert!(
        !html.contains("src=\"http") && !html.contains("rel=\"stylesheet\" href=\"http"),
        "{what}: no other origin"
    );
    for open in ["nav", "header", "footer", "section", "article", "ul", "ol", "li", "details", "div", "p"] {
        let opened = count(&format!("<{open}>")) + count(&format!("<{open} "));
        assert_eq!(opened, count(&format!("</{open}>")), "{what}: {open} opened and closed");
    }
}

#[test]
fn an_article_has_its_parts() {
    let theme = theme("default", "en");
    let folder = gallery("default");
    write_assets(&theme, &folder);
    let html = render(&theme, "page.html", &context(include_str!("theme/article.html")));
    write(&folder, "guides/move.html", &html);
    assert_page(&html, "page.html");
    for part in [
        "<html lang=\"en\" dir=\"ltr\" data-root=\"../\"",
        "content=\"How to &quot;move&quot; many machines &amp; more.\"",
        "aria-current=\"page\">Move a fleet</a>",
        "data-toc=\"0\" data-toc-src=\"../_docwright/toc/0.js\" data-trail=\"1.0\"",
        "<li data-more><a href=\"../reference.html\">Reference</a>",
        "<time datetime=\"2026-03-07\">March 7, 2026</time>",
        "<a rel=\"next\" href=\"check.html\">",
        "<a href=\"#rights\">Rights</a>",
    ] {
        assert!(html.contains(part), "missing: {part}\n{html}");
    }
    let mut alone = context("<p>x</p>");
    alone.nav = None;
    let alone = render(&theme, "page.html", &alone);
    assert!(
        alone.contains("id=\"nav\"") && alone.contains("class=\"areas-phone\""),
        "the menu of a phone leads on"
    );
    let facts = html.find("class=\"facts\"").expect("facts");
    assert!(html.find("</h1>").expect("a heading") < facts, "facts stand below the heading");
}

#[test]
fn data_pages_have_designs_of_their_own() {
    let theme = theme("default", "en");
    let folder = gallery("default");
    let html = |text: &str| json!({ "html": text });
    let link = |text: &str, url: &str| json!({ "text": text, "url": url, "itemType": "overview" });
    let pages: Vec<(&str, Value)> = vec![
        (
            "landing",
            json!({ "title": "Tool", "summary": html("<p>Everything about <em>Tool</em>.</p>"), "landingContent": [
            { "title": "Learn", "linkLists": [{ "linkListType": "overview", "links": [link("What Tool is", "guides/move.html")] },
              { "linkListType": "how-to-guide", "links": [link("Move a fleet", "guides/move.html"), link("Plan a move with a name that is rather long", "guides/move.html")] }] },
            { "title": "Run", "linkLists": [{ "linkListType": "reference", "links": [link("Options", "guides/move.html")] }] },
            { "title": "Ask" } ] }),
        ),
        (
            "hub",
            json!({ "title": "Tool hub", "summary": "All of it.", "highlightedContent": { "items": [
              { "title": "Begin", "itemType": "get-started", "url": "guides/move.html" }, { "title": "Other", "itemType": "odd-type", "url": "guides/move.html" }] },
            "conceptualContent": { "items": [{ "title": "Ideas", "links": [link("One", "guides/move.html")], "footerLink": link("See more", "guides/move.html") }] },
            "productDirectory": { "title": "Parts", "items": [{ "title": "Agent", "imageSrc": "_docwright/picture.svg", "links": [link("Two", "guides/move.html")] }] },
            "additionalContent": { "sections": [{ "title": "More", "items": [{ "title": "Three", "summary": html("<p>Text</p>"), "url": "guides/move.html" }] }], "footer": html("<p>The end</p>") } }),
        ),
        (
            "faq",
            json!({ "title": "Questions", "summary": html("<p>Asked often.</p>"), "sections": [
            { "name": "First", "questions": [{ "question": html("<p>Is <code>x &amp; y</code> fine?</p>"), "answer": html("<p>Yes.</p>") }] },
            { "name": "Ignored", "questions": [{ "question": "Really?\n", "answer": html("<p>Really.</p>") }] }] }),
        ),
        (
            "marketing",
            json!({ "sections": [{ "componentType": "hero", "title": "Welcome", "summary": "To Tool." },
            { "componentType": "cards", "title": "Ways", "cards": [{ "title": "One", "summary": "Text", "links": [link("Go", "guides/move.html")] }, { "image": {}, "text": "Bare" }] },
            { "componentType": "frequently-asked-questions", "title": "Questions", "questions": [{ "question": "Why?", "answer": html("<p>So.</p>") }] }] }),
        ),
        (
            "landingdata",
            json!({ "title": "Old", "abstract": { "description": html("<p>Lead</p>") }, "sections": [
            { "title": "Here", "items": [{ "type": "paragraph", "text": html("<p>Text</p>") }, { "type": "list", "items": [{ "href": "guides/move.html", "title": "Card", "image": { "src": "_docwright/picture.svg" } }, { "html": html("<p>Bare</p>") }] }] }] }),
        ),
        (
            "howto",
            json!({ "title": "Do it", "introduction": html("<p>First.</p>"), "steps": [{ "title": "One", "summary": html("<p>Do.</p>") }, "Two"] }),
        ),
        ("tutorial", json!({ "title": "Learn it" })),
        (
            "other",
            json!({ "title": "Odd", "someList": [{ "name": "a", "url": "guides/move.html" }, { "deepKey": [1, true, null] }], "text": html("<p>t</p>") }),
        ),
    ];
    for (name, data) in pages {
        for (suffix, data) in [("", data), ("-empty", Value::Null)] {
            let mut page = context("");
            page.around = around("");
            page.nav = None;
            page.breadcrumbs.clear();
            page.outline.clear();
            page.page.layout = name.to_owned();
            page.data = data;
            let html = render(&theme, &format!("yaml/{name}.html"), &page);
            write(&folder, &format!("{name}{suffix}.html"), &html);
            assert_page(&html, &format!("{name}{suffix}"));
        }
    }
}

#[test]
fn questions_are_text_in_their_headings() {
    let mut page = context("");
    page.data = json!({ "sections": [{ "questions": [{ "question": { "html": "<p>a &lt; <b>b</b></p>" }, "answer": "A" }] }] });
    let html = render(&theme("default", "en"), "yaml/faq.html", &page);
    assert!(html.contains("<h2 id=\"question-1-1\">a &lt; b</h2>"), "{html}");
}

#[test]
fn other_templates_render_in_every_language() {
    for language in ["en", "de-AT", "fr", "ar"] {
        let theme = theme("default", language);
        let folder = gallery(language);
        write_assets(&theme, &folder);
        let mut page = context("<p>x</p>");
        page.around = around("/tool/");
        let html = render(&theme, "404.html", &page);
        write(&folder, "404.html", &html);
        assert_page(&html, "404.html");
        let page = render(&theme, "page.html", &context(include_str!("theme/article.html")));
        write(&folder, "guides/move.html", &page);
        let redirect = json!({ "target": "new.html?a=1&b=2", "canonical": Value::Null });
        let html = theme.render("redirect.html", &redirect).expect("redirect");
        assert!(html.contains("url=new.html?a=1&amp;b=2\""), "{html}");
    }
    let arabic = render(&theme("default", "ar"), "page.html", &context(""));
    assert!(arabic.contains("lang=\"ar\" dir=\"rtl\""));
}

#[test]
fn texts_of_authors_stay_text() {
    let hostile = "\"'><script>alert(1)</script>";
    let mut page = context("<p>x</p>");
    page.page.title = hostile.into();
    page.page.head_title = hostile.into();
    page.page.description = Some(hostile.into());
    page.page.applies_to = vec![hostile.into()];
    page.outline = vec![OutlineEntry { id: hostile.into(), title: hostile.into(), children: vec![] }; 2];
    page.breadcrumbs = vec![crumb(hostile, hostile)];
    page.previous = Some(crumb(hostile, hostile));
    page.nav =
        Some(NavContext { items: vec![item(hostile, Some(hostile), vec![])], ..NavContext::default() });
    page.data = json!({ "title": hostile, "summary": hostile, "sections": [{ "name": hostile, "title": hostile,
        "questions": [{ "question": { "html": "<p>&lt;script>alert(1)&lt;/script></p>" }, "answer": hostile, "id": hostile }],
        "blocks": [{ "title": hostile, "url": hostile, "src": hostile }] }],
        "landingContent": [{ "title": hostile, "linkLists": [{ "linkListType": hostile, "links": [{ "text": hostile, "url": hostile }] }] }] });
    let theme = theme("default", "en");
    for template in [
        "page.html",
        "404.html",
        "yaml/landing.html",
        "yaml/faq.html",
        "yaml/marketing.html",
        "yaml/other.html",
    ] {
        let html = render(&theme, template, &page);
        assert!(!html.contains("<script>alert"), "{template}: {html}");
        assert!(!html.contains("\"\"'>"), "{template}: an attribute was left");
    }
}

#[test]
fn the_plain_theme_changes_the_frame_only() {
    let theme = theme("plain", "en");
    let folder = gallery("plain");
    write_assets(&theme, &folder);
    let html = render(&theme, "page.html", &context(include_str!("theme/article.html")));
    write(&folder, "guides/move.html", &html);
    assert_page(&html, "plain");
    assert!(!html.contains("class=\"rail\""), "no sidebar");
}

#[test]
fn languages_have_the_same_words() {
    let keys = |text: &str| -> Vec<String> {
        text.lines().filter_map(|l| l.split_once(" = ")).map(|(k, _)| k.to_owned()).collect()
    };
    let english = keys(include_str!("../themes/default/strings/en.toml"));
    assert_eq!(keys(include_str!("../themes/default/strings/de.toml")), english);
    assert_eq!(keys(include_str!("../themes/default/strings/fr.toml")), english);
}

#[test]
fn a_site_replaces_single_files() {
    let site = tempfile::tempdir().expect("a folder");
    write(
        site.path(),
        "default/templates/page.html",
        "{% extends \"default/page.html\" %}{% block title %}Mine: {{ super() }}{% endblock title %}",
    );
    write(site.path(), "default/templates/head.html", "<meta name=\"own\" content=\"1\">");
    write(site.path(), "default/strings/en.toml", "next = 'Onwards'");
    write(site.path(), "default/assets/site.css", "h1{color:red}");
    let settings = ThemeSettings::new(&SiteConfig::default(), Some(site.path().to_owned()), "Docs");
    let theme = Theme::load(&settings).expect("the theme");
    let html = render(&theme, "page.html", &context(""));
    for part in ["<title>Mine: Move a fleet", "name=\"own\"", "<small>Onwards</small>", "_docwright/site."] {
        assert!(html.contains(part), "missing: {part}\n{html}");
    }
}

#[test]
fn a_site_writes_its_own_outline() {
    let site = tempfile::tempdir().expect("a folder");
    write(
        site.path(),
        "default/templates/parts/outline-list.html",
        "{% for entry in outline %}[{{ entry.id }}: {{ entry.title }}{% for below in entry.children %} > {{ below.id }}{% endfor %}]{% endfor %}",
    );
    let settings = ThemeSettings::new(&SiteConfig::default(), Some(site.path().to_owned()), "Docs");
    let theme = Theme::load(&settings).expect("the theme");
    let html = render(&theme, "page.html", &context(""));
    let own = "[before: Before you begin > rights][code: The code][table: A long table]";
    assert_eq!(html.matches(own).count(), 2, "{html}");
}

#[test]
fn open_entries_are_made_without_what_is_below_them_where_that_comes_out_once() {
    let open = NavItem { open: true, ..item("Guides & more", Some("index.html"), vec![]) };
    let below = "<li><a href=\"a.html\">A</a></li>";
    let default = theme("default", "en");
    let mut html = String::new();
    default.nav_shell(&open).expect("an entry").expect("a shell").around(below, &mut html);
    assert_eq!(html, default.nav_item(&open, below).expect("an entry"));
    for own in ["{{ inner }}", "{{ inner | safe }}{{ inner | safe }}", "{{ item.title }}"] {
        let site = tempfile::tempdir().expect("a folder");
        write(site.path(), "default/templates/parts/nav-item.html", own);
        let settings = ThemeSettings::new(&SiteConfig::default(), Some(site.path().to_owned()), "Docs");
        let theme = Theme::load(&settings).expect("the theme");
        assert!(theme.nav_shell(&open).expect("an entry").is_none(), "{own}");
    }
}

#[test]
fn a_header_of_its_own_may_name_the_page() {
    let site = tempfile::tempdir().expect("a folder");
    write(site.path(), "default/templates/parts/header.html", "<header>{{ page.title }}</header>");
    let settings = ThemeSettings::new(&SiteConfig::default(), Some(site.path().to_owned()), "Docs");
    let theme = Theme::load(&settings).expect("the theme");
    let mut page = context("");
    for title in ["One", "Two"] {
        page.page.title = title.into();
        assert!(render(&theme, "page.html", &page).contains(&format!("<header>{title}</header>")));
    }
}

#[test]
fn pages_with_style_sheets_of_their_own_share_no_links() {
    let theme = theme("default", "en");
    let mut plain = context("");
    plain.styles.clear();
    plain.scripts.clear();
    let own = PageContext { styles: vec!["methods.css".into()], ..plain.clone() };
    for (page, count) in [(&plain, 0), (&own, 1), (&plain, 0)] {
        let html = render(&theme, "page.html", page);
        assert_eq!(html.matches("_docwright/methods.").count(), count, "{html}");
        assert_eq!(html.matches("_docwright/app.").count(), 2, "{html}");
    }
}

#[test]
fn a_template_finds_every_variable_of_a_page() {
    let site = tempfile::tempdir().expect("a folder");
    let names = [
        "root",
        "path",
        "page",
        "heading",
        "content",
        "outline",
        "outline_html",
        "nav",
        "areas",
        "breadcrumbs",
        "previous",
        "next",
        "methods",
        "menu",
        "versions",
        "pivots",
        "styles",
        "scripts",
        "json_ld",
        "data",
        "site",
        "ui",
    ];
    let each: String = names.map(|name| format!("{{% if {name} is defined %}}{name} {{% endif %}}")).concat();
    write(site.path(), "default/templates/page.html", each);
    let settings = ThemeSettings::new(&SiteConfig::default(), Some(site.path().to_owned()), "Docs");
    let theme = Theme::load(&settings).expect("the theme");
    assert_eq!(render(&theme, "page.html", &context("")), names.join(" ") + " ");
}

#[test]
fn a_site_is_customised_by_its_configuration() {
    let mut config = SiteConfig::default();
    config.site.logo = Some("media/logo.svg".into());
    config.site.logo_dark = Some("media/logo-dark.svg".into());
    config.site.favicon = Some("media/icon.svg".into());
    config.site.footer_html = Some("<a href=\"privacy.html\">Privacy</a>".into());
    config.theme.colors.insert("link".into(), "#7a1fa2".into());
    config.theme.colors_dark.insert("link".into(), "#d8a8f0".into());
    config.theme.extra_css = vec!["assets/own.css".into()];
    config.theme.extra_js = vec!["assets/own.js".into()];
    config.theme.extra_head = "<meta name=\"theme-color\" content=\"#7a1fa2\">".into();
    let theme = Theme::load(&ThemeSettings::new(&config, None, "Docs")).expect("the theme");
    let html = render(&theme, "page.html", &context("<p>x</p>"));
    for part in [
        "<img class=\"on-light\" src=\"../media/logo.svg\" alt=\"\"",
        "<img class=\"on-dark\" src=\"../media/logo-dark.svg\" alt=\"\"",
        "<link rel=\"icon\" href=\"../media/icon.svg\">",
        "<div><a href=\"privacy.html\">Privacy</a></div>",
        "<link rel=\"stylesheet\" href=\"../assets/own.css\">",
        "<script defer src=\"../assets/own.js\"></script>",
        "<meta name=\"theme-color\" content=\"#7a1fa2\">",
    ] {
        assert!(html.contains(part), "missing: {part}\n{html}");
    }
    let sheet =
        theme.assets().into_iter().find(|a| a.path.as_str().contains("/app.")).expect("the style sheet");
    let css = String::from_utf8(sheet.body).expect("text");
    assert!(css.contains("--link:#7a1fa2;") && css.contains("--link:#d8a8f0;"), "{css}");
    assert_page(&html, "customised");
}

#[test]
fn a_template_that_does_not_compile_says_where() {
    let site = tempfile::tempdir().expect("a folder");
    write(
        site.path(),
        "default/templates/page.html",
        "{% extends \"base.html\" %}\n{% block content %}{{ oops",
    );
    let settings = ThemeSettings::new(&SiteConfig::default(), Some(site.path().to_owned()), "Docs");
    let error = Theme::load(&settings).expect_err("it does not compile").to_string();
    assert!(error.contains("page.html") && error.contains('2'), "{error}");
}

#[test]
fn the_first_load_stays_small() {
    let theme = theme("default", "en");
    let size = |name: &str| {
        let path = theme.asset(name).expect("an asset").clone();
        theme.assets().into_iter().find(|a| a.path == path).expect("its bytes").body.len()
    };
    // Uncompressed; the script and the style sheet compress to about a quarter.
    assert!(size("app.css") < 44_000, "app.css has {} bytes", size("app.css"));
    assert!(size("app.js") + size("theme.js") < 36_000, "app.js has {} bytes", size("app.js"));
}
