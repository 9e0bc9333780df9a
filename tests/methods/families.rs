//! Families of pages: commands of several modules and versions, and the parameters of one of them, with the
//! configuration that the documentation gives.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use docwright::methods::{self, Form, Index, Rules, Set};
use serde_json::Value as Json;

use super::page;
use super::project::project;

/// A page of a command.
struct Command {
    version: String,
    module: String,
    name: String,
    text: String,
}

/// The configuration that the page about families shows.
fn rules() -> Rules {
    let page =
        std::fs::read_to_string(project().join("content/method-index/page-families.md")).expect("the page");
    let mut blocks = page.split("```toml\n").skip(1).filter_map(|b| b.split("```").next());
    let block = blocks.find(|b| b.contains("id = \"commands\"")).expect("the configuration of commands");
    let site: toml::Table =
        toml::from_str(&format!("[site]\n{}", block.replace("[[index.", "[[site.index."))).expect("TOML");
    page::rules(site["site"].as_table().expect("a table"))
}

/// The index of commands; the newest version has no folder of its own.
fn index(commands: &[Command]) -> Index {
    let rules = rules();
    let newest = commands.iter().map(|c| c.version.as_str()).max().unwrap_or_default();
    let pages = commands.iter().map(|command| {
        let site_path = format!("module/{}/{}", command.module, command.name);
        let source = format!("reference/{}/{}/{}", command.version, command.module, command.name);
        let out = if command.version == newest {
            site_path.clone()
        } else {
            format!("{}/{site_path}", command.version)
        };
        let versions = [command.version.clone()];
        let address =
            page::Address { source: &source, out: &out, site_path: &site_path, versions: &versions };
        page::read_at(&command.text, &address, &rules, &Json::Null).value
    });
    methods::assemble(pages.collect::<Vec<_>>(), &rules).value
}

fn own() -> Vec<Command> {
    let one = |version: &str, module: &str, name: &str, aliases: &str, does: &str| Command {
        version: version.to_owned(),
        module: module.to_owned(),
        name: name.to_owned(),
        text: format!(
            "---\nModule Name: {module}\n{aliases}title: {name}\n---\n\n# {name}\n\n## SYNOPSIS\n{does}\n\n## SYNTAX\n\n```\n{name} [-Colour]\n```\n\n## PARAMETERS\n\n### -Colour\n\nOf the light.\n\n```yaml\nType: String\nAliases: Color\n\nRequired: False\nPosition: 0\nDefault value: White\n```\n\n### -Force\n\nAsks nothing.\n\n```yaml\nType: Switch\nAliases:\n\nRequired: False\nPosition: Named\nDefault value: False\n```\n\n## INPUTS\n\n### Lamp\n\nWhat to change.\n\n## OUTPUTS\n\n### None\n\n## NOTES\n\nNone.\n"
        ),
    };
    let aliases = "aliases:\n  - sl\n  - lamp\n";
    vec![
        one("1.0", "Light", "Set-Lamp", "", "Sets a lamp."),
        one("1.5", "Light", "Set-Lamp", aliases, "Changes a lamp."),
        one("2.0", "Light", "Set-Lamp", aliases, "Changes a lamp."),
        one("1.0", "Sound", "Stop-Bell", "", "Stops a bell."),
        one("1.5", "Sound", "Stop-Bell", "", "Stops a bell."),
        one("2.0", "Light", "Get-Lamp", "", "Finds lamps."),
    ]
}

fn text<'a>(set: &'a Set, title: &str, key: &str) -> &'a str {
    let entry = set.entries.iter().find(|e| e.title == title).expect("the entry");
    entry.values.get(key).map_or("(none)", |v| v.text.as_str())
}

#[test]
fn commands_of_several_versions_are_one_set() {
    let index = index(&own());
    let set = index.set("commands").expect("the set of commands");
    let titles: Vec<&str> = set.entries.iter().map(|e| e.title.as_str()).collect();
    assert_eq!(titles, ["Set-Lamp", "Stop-Bell", "Get-Lamp"]);
    let says = |key| text(set, "Set-Lamp", key);
    assert_eq!(
        (says("module"), says("synopsis"), says("aliases"), says("versions")),
        ("Light", "Changes a lamp.", "sl, lamp", "1.0, 1.5, 2.0")
    );
    assert_eq!((says("inputs"), says("outputs")), ("Lamp\nWhat to change.", "None"));
    assert_eq!(
        (text(set, "Stop-Bell", "versions"), text(set, "Get-Lamp", "aliases")),
        ("1.0, 1.5", "(none)")
    );
    // The newest version of each is what its addresses lead to, and each value tells where it stands.
    let urls: Vec<&str> = set.entries.iter().map(|e| e.url.as_str()).collect();
    assert_eq!(
        urls,
        ["module/Light/Set-Lamp.html", "1.5/module/Sound/Stop-Bell.html", "module/Light/Get-Lamp.html"]
    );
    let lamp = &set.entries[0].values;
    assert_eq!((lamp["module"].form, lamp["module"].source.line), (Form::FrontMatter, 2));
    assert_eq!((lamp["aliases"].source.line, lamp["synopsis"].source.line), (3, 11));
    assert!(lamp["module"].source.file.starts_with("reference/2.0/"), "{:?}", lamp["module"].source);
}

#[test]
fn parameters_of_one_command_are_a_set() {
    let mut all = own();
    all.push(Command {
        name: "Get-ChildItem".to_owned(),
        module: "Microsoft.PowerShell.Management".to_owned(),
        version: "7.5".to_owned(),
        text: own().remove(0).text,
    });
    let index = index(&all);
    let set = index.set("get-childitem-parameters").expect("the set of parameters");
    assert_eq!(set.entries.iter().map(|e| e.title.as_str()).collect::<Vec<_>>(), ["-Colour", "-Force"]);
    assert_eq!((text(set, "-Colour", "type"), text(set, "-Colour", "alias")), ("String", "Color"));
    assert_eq!((text(set, "-Force", "position"), text(set, "-Force", "alias")), ("Named", "(none)"));
    assert_eq!(set.facets[0].forms, [Form::Yaml]);
}

/// Every command page of the docset: `reference/VERSION/MODULE/VERB-NOUN.md`.
fn real(reference: &Path) -> Vec<Command> {
    let names = |dir: &Path| -> BTreeSet<String> {
        let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
        entries.map(|e| e.file_name().to_string_lossy().into_owned()).collect()
    };
    let mut out = Vec::new();
    for version in names(reference).into_iter().filter(|v| v.starts_with(|c: char| c.is_ascii_digit())) {
        for module in names(&reference.join(&version)) {
            let dir = reference.join(&version).join(&module);
            for file in names(&dir).into_iter().filter(|f| f.contains('-')) {
                let Some(name) = file.strip_suffix(".md") else { continue };
                let text = std::fs::read_to_string(dir.join(&file)).expect("a page");
                out.push(Command {
                    version: version.clone(),
                    module: module.clone(),
                    name: name.to_owned(),
                    text,
                });
            }
        }
    }
    out
}

#[test]
fn commands_of_a_real_docset() {
    let Some(docsets) = page::docsets() else {
        println!("skipped: DOCWRIGHT_SHARED names no folder of docsets");
        return;
    };
    let commands = real(&docsets.join("powershell/reference"));
    let index = index(&commands);
    let set = index.set("commands").expect("the set of commands");
    // Read once more, line by line.
    let mut versions: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    let mut does: BTreeMap<(&str, &str), &str> = BTreeMap::new();
    for command in &commands {
        let key = (command.module.as_str(), command.name.as_str());
        versions.entry(key).or_default().insert(&command.version);
        let mut lines = command.text.lines().skip_while(|l| !l.eq_ignore_ascii_case("## synopsis")).skip(1);
        does.insert(key, lines.find(|l| !l.trim().is_empty()).unwrap_or_default());
    }
    assert!(
        commands.len() > 1500 && versions.len() > 300,
        "{} pages, {} commands",
        commands.len(),
        versions.len()
    );
    assert_eq!(set.entries.len(), versions.len());
    let mut wrong = Vec::new();
    for ((module, name), known) in &versions {
        let id = format!("module/{module}/{name}");
        let entry = set.entries.iter().find(|e| e.id == id).unwrap_or_else(|| panic!("{id} is missing"));
        let says = |key: &str| entry.values.get(key).map_or("", |v| v.text.as_str());
        let expected = known.iter().copied().collect::<Vec<_>>().join(", ");
        let first =
            does[&(*module, *name)].split(['`', '[', '*', '<', '\\']).next().unwrap_or_default().trim();
        if says("versions") != expected || !says("synopsis").starts_with(first) {
            wrong.push(format!("{id}: {} / {}", says("versions"), says("synopsis")));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let parameters = index.set("get-childitem-parameters").expect("the set of parameters");
    assert!(
        parameters.entries.iter().any(|e| e.title == "-Recurse" && e.values["type"].text.contains("Switch"))
    );
    println!(
        "{} commands of {} pages, {} parameters",
        versions.len(),
        commands.len(),
        parameters.entries.len()
    );
}
