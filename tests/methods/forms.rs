//! Small documents, read as pages of their own, in the words of these tests.

use docwright::diag::{Code, Warned};
use docwright::methods::{self, Form, Found, Index, Origin, PageSets, Rules, Set};
use serde_json::{Value as Json, json};

use super::page;

fn read(text: &str, rules: &Rules, metadata: &Json) -> Warned<PageSets> {
    page::read(text, "docs/page", rules, metadata)
}

fn discovered(text: &str) -> Vec<Set> {
    read(text, &Rules::default(), &json!({})).value.sets
}

fn the_set(text: &str) -> Set {
    let mut sets = discovered(text);
    assert_eq!(sets.len(), 1, "{sets:#?}");
    sets.remove(0)
}

fn text<'a>(set: &'a Set, entry: usize, key: &str) -> &'a str {
    set.entries.get(entry).and_then(|e| e.values.get(key)).map_or("(none)", |v| v.text.as_str())
}

fn items(set: &Set, entry: usize, key: &str) -> Vec<String> {
    let value = set.entries.get(entry).and_then(|e| e.values.get(key));
    value.map(|v| v.items.iter().map(|i| i.text.clone()).collect()).unwrap_or_default()
}

#[test]
fn labels_in_every_spelling_of_the_colon() {
    let set = the_set(
        "# Boats\n\n## Raft\n\n**Carries:** two\n\n **Sinks when**: wet\n\n## Canoe\n**Carries**\u{a0}: three  \n**Sinks when:** tipped\n\n## Ferry\n   **Carries:**\u{a0}cars\n\n**Sinks when** – never\n",
    );
    assert_eq!(set.entries.len(), 3);
    assert_eq!(set.facets.iter().map(|f| f.label.as_str()).collect::<Vec<_>>(), ["Carries", "Sinks when"]);
    assert_eq!((text(&set, 0, "carry"), text(&set, 0, "sink-when")), ("two", "wet"));
    assert_eq!((text(&set, 1, "carry"), text(&set, 1, "sink-when")), ("three", "tipped"));
    assert_eq!((text(&set, 2, "carry"), text(&set, 2, "sink-when")), ("cars", "never"));
}

#[test]
fn deeper_headings_are_facets_at_any_level() {
    let one = |name: &str, level: &str| {
        format!("## {name}\n\nIntro.\n\n{level} Pros\n\n- a {name}\n- b\n\n{level} Cons\n\nText.\n\n")
    };
    let set = the_set(&format!("# T\n\n{}{}{}", one("X", "###"), one("Y", "####"), one("Z", "#####")));
    assert_eq!(items(&set, 1, "pro"), ["a Y", "b"]);
    assert_eq!(text(&set, 2, "con"), "Text.");
    assert_eq!(set.entries[0].summary, "Intro.");
}

#[test]
fn a_label_inside_the_last_item_begins_the_next_facet() {
    let one = |name: &str| {
        format!("## {name}\n\n**Strengths**\n\n- one\n\n- two\n\n  **Weaknesses**\n\n- three\n\n- four\n\n")
    };
    let set = the_set(&format!("# T\n\n{}{}{}", one("A"), one("B"), one("C")));
    assert_eq!(items(&set, 0, "strength"), ["one", "two"]);
    assert_eq!(items(&set, 2, "weakness"), ["three", "four"]);
}

#[test]
fn two_siblings_are_a_set_when_every_facet_is_there() {
    let one = |name: &str| format!("### {name}\n\n**Advantages:**\n\n- one\n\n**Costs:** much\n\n");
    assert_eq!(discovered(&format!("# T\n\n## Choose\n\n{}{}", one("A"), one("B"))).len(), 1);
    let holed = format!("# T\n\n## Choose\n\n{}### B\n\n**Advantages:** two\n", one("A"));
    assert!(discovered(&holed).is_empty());
}

#[test]
fn procedures_and_api_references_are_no_sets() {
    let steps = |n: u8| format!("## Step {n}\n\n### Cost\n\nx\n\n### Advantages\n\ny\n\n");
    assert!(discovered(&format!("# T\n\n{}{}{}", steps(1), steps(2), steps(3))).is_empty());
    let task =
        |n: &str| format!("## {n}\n\n### Prerequisites\n\nx\n\n### Steps\n\ny\n\n### Next steps\n\nz\n\n");
    assert!(discovered(&format!("# T\n\n{}{}{}", task("A"), task("B"), task("C"))).is_empty());
    let member = |n: &str| format!("## {n}\n\n### Parameters\n\nx\n\n### Return value\n\ny\n\n");
    let text = format!("# T\n\n{}{}{}", member("A"), member("B"), member("C"));
    assert!(discovered(&text).is_empty());
    let opted = Rules { reference: true, ..Rules::default() };
    assert_eq!(read(&text, &opted, &json!({})).value.sets.len(), 1);
}

#[test]
fn trailing_links_are_related_and_alerts_are_notes() {
    let one = |name: &str| {
        format!(
            "## {name}\n\n> [!NOTE]\n> Mind the gap.\n\n**Platform:** Here, there and elsewhere\n\n### Pros\n\n- Good.\n\n    > [!TIP]\n    > Better at night.\n- Cheap, see [prices](p.md) first.\n\n  For more information, see the following topics:\n\n- [More](m.md)\n- [Most](n.md)\n\n"
        )
    };
    let set = the_set(&format!("# T\n\n> [!TIP]\n> For all.\n\n{}{}{}", one("A"), one("B"), one("C")));
    assert_eq!(set.notes.len(), 1);
    let entry = &set.entries[0];
    assert_eq!(items(&set, 0, "pro"), ["Good.", "Cheap, see prices first."]);
    assert_eq!(entry.related.iter().map(|r| r.url.as_str()).collect::<Vec<_>>(), ["docs/m.md", "docs/n.md"]);
    assert_eq!(entry.notes.len(), 1);
    assert_eq!(entry.values["pro"].items[0].notes.len(), 1);
    assert_eq!(entry.values["platform"].terms, ["Here", "there", "elsewhere"]);
}

#[test]
fn lists_of_labels_tables_and_plain_lines_are_facets() {
    let list = |n: &str| format!("## {n}\n\n- **Colour**: red\n- **Weight of it**: {n}\n\n");
    let set = the_set(&format!("# T\n\n{}{}{}", list("A"), list("B"), list("C")));
    assert_eq!((text(&set, 1, "colour"), text(&set, 1, "weight-of-it")), ("red", "B"));
    assert_eq!(set.facets[0].forms, [Form::ListItem]);
    let rows = |n: &str| format!("## {n}\n\n| | |\n|---|---|\n| **Colour** | red |\n| Weight | {n} |\n\n");
    let set = the_set(&format!("# T\n\n{}{}{}", rows("A"), rows("B"), rows("C")));
    assert_eq!((text(&set, 2, "colour"), text(&set, 2, "weight")), ("red", "C"));
    let lines = |n: &str| format!("## {n}\n\nColour: red\n\nWeight: {n}\n\n");
    let set = the_set(&format!("# T\n\n{}{}{}", lines("A"), lines("B"), lines("C")));
    assert_eq!((text(&set, 2, "colour"), text(&set, 2, "weight")), ("red", "C"));
    assert_eq!(set.facets[0].forms, [Form::Plain]);
}

#[test]
fn list_items_and_strong_paragraphs_can_be_entries() {
    let item =
        |n: &str| format!("- **Key name:** {n}\n\n    - **Required:** Yes\n    - **Detail:** About {n}\n\n");
    let set = the_set(&format!("# T\n\n## Keys\n\n{}{}{}", item("A"), item("B"), item("C")));
    assert_eq!(set.origin, Origin::List);
    assert_eq!(set.entries.iter().map(|e| e.title.as_str()).collect::<Vec<_>>(), ["A", "B", "C"]);
    assert_eq!(text(&set, 1, "detail"), "About B");
    let para = |n: &str| format!("**{n}**\n\n**Happens when:** {n} starts\n\n**Done by:** the system\n\n");
    let set = the_set(&format!("# T\n\n## Events\n\n{}{}{}", para("Up"), para("Down"), para("Left")));
    assert_eq!(set.origin, Origin::PseudoHeadings);
    assert_eq!(text(&set, 2, "happen-when"), "Left starts");
}

#[test]
fn holes_and_slips_are_told() {
    let one = |n: &str, label: &str| format!("## {n}\n\n**Advantages:** x\n\n**{label}:** {n}\n\n");
    let source = format!(
        "# T\n\n{}{}{}{}## E\n\n**Advantages:** y\n",
        one("A", "Limitations"),
        one("B", "Limitations"),
        one("C", "Limitations"),
        one("D", "Limitatons")
    );
    let found = read(&source, &Rules::default(), &json!({}));
    let codes: Vec<Code> = found.diagnostics.iter().map(|d| d.code).collect();
    assert_eq!(codes, [Code::MethodLabelMisspelt, Code::MethodFacetMissing], "{:#?}", found.diagnostics);
    assert_eq!(found.value.sets[0].facets.len(), 2);
    let missing = &found.diagnostics[1];
    assert!(
        missing.message.contains("\"E\"") && missing.message.contains("it has: Advantages"),
        "{}",
        missing.message
    );
    assert!(missing.primary.is_some());
}

#[test]
fn front_matter_turns_sets_on_and_off() {
    let one = |n: &str| format!("## {n}\n\n**Advantages:** x\n\n**Costs:** {n}\n\n");
    let source = format!("# T\n\n{}{}{}", one("A"), one("B"), one("C"));
    let off = read(&source, &Rules::default(), &json!({ "comparison": false }));
    assert!(off.value.sets.is_empty());
    let on = read(
        &source,
        &Rules::default(),
        &json!({ "comparison": { "id": "mine", "title": "Mine", "facets": ["Costs"], "skip": ["B"], "placement": "before" } }),
    );
    let set = &on.value.sets[0];
    assert_eq!((set.id.as_str(), set.title.as_str(), set.found), ("mine", "Mine", Found::Marked));
    assert_eq!(set.entries.len(), 2);
    assert_eq!(set.facets.len(), 1);
    assert!(set.homes[0].insertion.is_some_and(|i| i.before.is_some()));
}

#[test]
fn ids_do_not_change_when_entries_are_moved() {
    let one = |n: &str| {
        format!(
            "## {n}\n\n**Advantages:** same words here\n\n**Costs:**\n\n- high {n}\n- same cost for all\n\n"
        )
    };
    let forth = the_set(&format!("# T\n\n{}{}{}", one("A"), one("B"), one("C")));
    let back = the_set(&format!("# T\n\n{}{}{}", one("C"), one("B"), one("A")));
    let ids = |s: &Set| {
        let mut ids: Vec<String> =
            s.entries.iter().map(|e| e.id.clone()).chain(s.traits.iter().map(|t| t.id.clone())).collect();
        ids.sort();
        (s.id.clone(), ids)
    };
    assert_eq!(ids(&forth), ids(&back));
    assert!(!forth.traits.is_empty());
}

#[test]
fn a_label_before_a_list_ends_with_the_list() {
    let one = |n: &str| {
        format!(
            "## {n}\n\n**Limits:**\n\n- one\n- two\n\nText of {n} on its own.\n\n**Cost:** none at all:\n\n- here\n\n> [!TIP]\n> Look.\n\n"
        )
    };
    let set = the_set(&format!("# T\n\n{}{}{}", one("A"), one("B"), one("C")));
    assert_eq!(items(&set, 0, "limit"), ["one", "two"]);
    assert_eq!(set.entries[0].summary, "Text of A on its own.");
    assert_eq!((items(&set, 0, "cost").len(), set.entries[0].notes.len()), (1, 1));
}

#[test]
fn sets_that_vanished_are_told_against_a_baseline() {
    let one = |n: &str| format!("## {n}\n\n**Advantages:** x\n\n**Costs:** {n}\n\n");
    let source = format!("# T\n\n{}{}{}", one("A"), one("B"), one("C"));
    let rules = Rules::default();
    let then = methods::assemble([read(&source, &rules, &json!({})).value], &rules).value;
    let read_back: Index = serde_json::from_str(&then.json()).expect("the published format");
    assert!(then.lost_since(&read_back).is_empty());
    let now = methods::assemble([read("# T\n", &rules, &json!({})).value], &rules).value;
    assert_eq!(now.lost_since(&read_back).len(), 1);
}

#[test]
fn versions_that_say_the_same_are_one_set_under_the_newest_address() {
    let one = |n: &str| format!("## {n}\n\n**Advantages:** x\n\n**Costs:** {n}\n\n");
    let same = format!("# T\n\n{}{}{}", one("A"), one("B"), one("C"));
    let other = same.replace("**Costs:** C", "**Costs:** more");
    let rules = Rules::default();
    let version = |name: &str, folder: &str, text: &str| {
        let versions = [name.to_owned()];
        let path = format!("{folder}docs/page");
        let address =
            page::Address { source: &path, out: &path, site_path: "docs/page", versions: &versions };
        page::read_at(text, &address, &rules, &Json::Null).value
    };
    let pages = [
        version("v1", "v1/", &other),
        version("v2", "v2/", &same),
        version("v3", "v3/", &same),
        version("v4", "", &same),
    ];
    let sets = methods::assemble(pages, &rules).value.sets;
    let found: Vec<(&str, Vec<&str>, usize)> = sets
        .iter()
        .map(|s| (s.id.as_str(), s.versions.iter().map(String::as_str).collect(), s.homes.len()))
        .collect();
    assert_eq!(found, [("docs/page", vec!["v2", "v3", "v4"], 3), ("v1/docs/page", vec!["v1"], 1)]);
}
