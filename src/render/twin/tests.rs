//! Twins of small pages.

use std::sync::Arc;

use super::*;
use crate::base::FileId;
use crate::docset::{PageId, Target};
use crate::markdown::{self, ParseOptions};

fn view(text: &str) -> PageView {
    let doc = markdown::parse(text.into(), FileId(0), &ParseOptions::default());
    PageView::single(PageId(0), Arc::new(doc), DocPath::new("a/b.md").expect("a fine path"))
}

fn twin_of(view: &PageView, site: Option<&str>, inserted: &[Insertion]) -> String {
    let (strings, out) = (Strings::default(), OutPath::new("a/b.html").expect("a fine path"));
    let options = TwinOptions {
        strings: &strings,
        alerts: &[],
        site,
        out: &out,
        pivot: &|id| id.to_uppercase(),
        versions: true,
        comparison: &|_| Some("| | A |\n| --- | --- |\n".to_owned()),
        inserted,
    };
    let text = markdown(view, &PageMeta { title: "T".into(), ..PageMeta::default() }, &options);
    text.strip_prefix("---\ntitle: \"T\"\n---\n\n").expect("front matter").to_owned()
}

fn twin(text: &str) -> String {
    twin_of(&view(text), None, &[])
}

/// What has a form in Markdown keeps it.
#[test]
fn plain_markdown_stays_as_it_is() {
    for text in [
        "# A\n\nOne *two* **three** `four|` ~~five~~.\nNext line\\\nafter a break.\n",
        "- a\n- b\n  - c\n\n    d\n- e\n",
        "3. a\n\n   ```sh\n   ls\n   ```\n\n4. b\n",
        "> a\n>\n> - b\n\nc\n",
        "| a | b |\n| :-- | --- |\n| `x` | *y* \\| z |\n|  | 2 |\n",
        "````md\n```\ncode\n```\n````\n",
        "[a](b.md) and ![c](d.png), not \\[!x\\]\\(y).\n",
        "$$\nx^2\n$$\n",
    ] {
        let once = twin(text);
        assert_eq!(twin(&once), once, "a twin is its own twin");
        if !text.contains("not \\[") && !text.contains("- c\n\n") {
            assert_eq!(once, text);
        }
    }
}

#[test]
fn constructs_become_plain_forms() {
    let cases = [
        ("> [!NOTE]\n> Mind\n> this.\n", "> **Note**\n>\n> Mind\n> this.\n"),
        (
            "## H\n\n# [One](#tab/a)\n\nx\n\n# [Two](#tab/b)\n\ny\n\n---\n\n## I\n",
            "## H\n\n### One\n\nx\n\n### Two\n\ny\n\n## I\n",
        ),
        ("## H\n\n::: zone pivot=\"q\"\n\nx\n\n::: zone-end\n", "## H\n\n### Q\n\nx\n"),
        (
            ":::row:::\n:::column:::\nx\n:::column-end:::\n:::column:::\ny\n:::column-end:::\n:::row-end:::\n",
            "x\n\ny\n",
        ),
        ("a <!-- b --> c<br>d\n\n<!-- e -->\n\n<script>f</script>\n", "a  c<br>d\n"),
        ("[a](javascript:b) c\n", "a c\n"),
        ("Now! [^x]\n", "Now! \\[^x]\n"),
        (":::comparison set=\"x\":::\n", "| | A |\n| --- | --- |\n"),
    ];
    for (text, expected) in cases {
        assert_eq!(twin(text), expected, "{text}");
    }
}

#[test]
fn links_are_absolute_where_the_address_is_known() {
    let mut page = view("[a](x) [b](y) [c](z)\n");
    let targets = &mut page.docs.first_mut().expect("the page").targets;
    *targets = vec![
        Target::Page { page: PageId(1), href: "../c%20d/e.html?view=v#f".into() },
        Target::Fragment("#g".into()),
        Target::Broken("gone.md".into()),
    ];
    let text = twin_of(&page, Some("https://x.org/docs/"), &[]);
    assert_eq!(
        text,
        "[a](https://x.org/docs/c%20d/e.html?view=v#f) [b](#g) [c](https://x.org/docs/a/gone.md)\n"
    );
    assert_eq!(twin_of(&page, None, &[]), "[a](../c%20d/e.html?view=v#f) [b](#g) [c](gone.md)\n");
}

#[test]
fn tables_are_put_where_the_page_shows_them() {
    let page = view("# A\n\nb\n");
    let second = page.children(PageView::ROOT).get(1).copied();
    let insertion = |before| Insertion { before, markdown: "| t |\n| --- |\n".into() };
    let text = twin_of(&page, None, &[insertion(second), insertion(None)]);
    assert_eq!(text, "# A\n\n| t |\n| --- |\n\nb\n\n| t |\n| --- |\n");
}

#[test]
fn structured_pages_are_sections_and_links() {
    let mut page = view("Some *words*.\n");
    page.data = Some(serde_json::json!({
        "title": "Top", "summary": { "markdown": 0 }, "metadata": { "title": "M" },
        "landingContent": [{ "title": "Card", "linkLists": [{ "linkListType": "overview", "links": [
            { "text": "One", "url": "one.html" }, { "text": "Two", "url": "two.html", "note": "Second" },
        ] }] }],
        "sections": [{ "name": "All", "questions": [{ "question": "Why?", "answer": { "markdown": 0 } }] }],
    }));
    let text = twin_of(&page, None, &[]);
    let expected = "# T\n\nSome *words*.\n\n## Card\n\n- [One](one.html)\n- [Two](two.html): Second\n\n## All\n\n\
                    ### Why?\n\nSome *words*.\n";
    assert_eq!(text, expected);
}
