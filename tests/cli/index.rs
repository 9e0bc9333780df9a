//! The method index from the command line: formats, filters, candidates, lost sets.

use serde_json::Value;

use crate::folder::Folder;

/// A site with one set of three entries, and a group that is too small to be one.
fn fences() -> Folder {
    let folder = Folder::sound();
    folder.write(
        "content/roses.md",
        "---\ntitle: Fences\ndescription: Which one.\n---\n\n# Fences\n\n\
         ## Hedge\n\n**Soil:** Clay, Loam\n\n### Advantages\n\n- Birds like it\n- Grows\n\n### Costs\n\n- Work\n\n\
         ## Wall\n\n**Soil:** Sand\n\n### Advantages\n\n- Lasts\n\n### Costs\n\n- Stone\n\n\
         ## Pickets\n\n**Soil:** Loam\n\n### Advantages\n\n- Quick\n\n### Costs\n\n- Paint\n\n[Up](index.md)\n",
    );
    folder.write(
        "content/gates.md",
        "---\ntitle: Gates\ndescription: Two.\n---\n\n# Gates\n\n## Wood\n\n**Colour:** Brown\n\n**Weight:** Low\n\n\
         ## Iron\n\n**Colour:** Black\n\n**Weight:** High\n",
    );
    folder
}

#[test]
fn every_format_holds_the_set() {
    let folder = fences();
    let json: Value = serde_json::from_str(&folder.run(&["index", "--format", "json"]).out).expect("JSON");
    assert_eq!(json["sets"][0]["id"], "roses", "{json}");
    assert_eq!(json["sets"][0]["entries"].as_array().map(Vec::len), Some(3));
    let csv = folder.run(&["index", "--format", "csv"]).out;
    assert!(csv.starts_with("Entry,URL,Soil,Advantages,Costs,Related\r\n"), "{csv}");
    let markdown = folder.run(&["index", "--format", "markdown"]).out;
    assert!(markdown.contains("| Advantages | Birds like it · Grows | Lasts | Quick |"), "{markdown}");
    let table = folder.run(&["index", "--format", "table"]).out;
    assert!(table.contains("Advantages  2: Birds like it; Grows"), "{table}");
    let text = folder.run(&["index"]).out;
    assert!(text.contains("1. Hedge") && text.contains("Advantages: 2"), "{text}");
}

#[test]
fn entries_are_filtered_by_what_they_say() {
    let folder = fences();
    let titles = |args: &[&str]| {
        let run = folder.run(&[&["index", "--format", "json"], args].concat());
        let json: Value = serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("{}", run.err));
        let entries = json["sets"][0]["entries"].as_array().cloned().unwrap_or_default();
        entries.iter().filter_map(|e| e["title"].as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    assert_eq!(titles(&["--facet", "soil=loam"]), ["Hedge", "Pickets"]);
    assert_eq!(titles(&["--facet", "soil=loam", "--facet", "Costs=Paint"]), ["Pickets"]);
    assert!(titles(&["--facet", "soil=peat"]).is_empty());
    let wrong = folder.run(&["index", "--facet", "soil"]);
    assert_eq!(wrong.status, 2);
    assert!(wrong.err.contains("KEY=VALUE"), "{}", wrong.err);
}

#[test]
fn candidates_say_why_and_give_configuration_that_makes_the_same_set() {
    let folder = fences();
    let run = folder.run(&["index", "--discover", "--format", "json"]);
    let found: Value = serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("{}", run.err));
    let candidates = found.as_array().expect("a list");
    assert_eq!(candidates[0]["id"], "roses");
    assert_eq!(candidates[0]["taken"], true);
    let points = candidates[0]["parts"].as_array().expect("parts");
    let sum: u64 = points.iter().filter_map(|p| p["points"].as_u64()).sum();
    assert_eq!(Some(sum), candidates[0]["score"].as_u64());
    let gates = candidates.iter().find(|c| c["id"] == "gates").expect("the small group is listed");
    assert_eq!(gates["refused"], "2 entries, 3 are needed");
    let site = format!(
        "[site]\ntitle = \"Garden\"\n\n{}\n{}",
        candidates[0]["configuration"].as_str().expect("text"),
        gates["configuration"].as_str().expect("text")
    );
    folder.write("site.toml", &site);
    let run = folder.run(&["index", "--format", "json"]);
    let json: Value = serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("{}", run.err));
    let sets: Vec<(&str, &str, usize)> = json["sets"]
        .as_array()
        .expect("sets")
        .iter()
        .filter_map(|s| Some((s["id"].as_str()?, s["found"].as_str()?, s["entries"].as_array()?.len())))
        .collect();
    assert_eq!(sets, [("gates", "configured", 2), ("roses", "configured", 3)]);
}

#[test]
fn sets_gone_since_the_baseline_are_reported() {
    let folder = fences();
    folder.write("methods.json", &folder.run(&["index", "--format", "json"]).out);
    folder.write("site.toml", "[site]\ntitle = \"Garden\"\n\n[index]\nbaseline = \"methods.json\"\n");
    let check = folder.run(&["check"]);
    assert!(!check.err.contains("baseline"), "{}", check.err);
    folder.write(
        "content/roses.md",
        "---\ntitle: Fences\ndescription: None.\n---\n\n# Fences\n\n[Up](index.md)\n",
    );
    let check = folder.run(&["check"]);
    assert!(check.err.contains("is gone since the baseline"), "{}", check.err);
    folder.write("methods.json", "{}");
    let check = folder.run(&["check"]);
    assert!(check.err.contains("is no method index"), "{}", check.err);
}
