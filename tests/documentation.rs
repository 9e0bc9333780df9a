//! The reference pages in `content/` name everything that the program has: keys, commands, options, formats.

#![expect(clippy::panic, reason = "a test that cannot go on says why")]

mod project;

use std::fs;

use clap::CommandFactory;
use docwright::cli::args::Cli;
use docwright::config::SiteConfig;
use docwright::diag::render::Format;
use serde_json::Value;

fn page(path: &str) -> String {
    let path = project::project().join("content").join(path);
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The properties of an object's schema, its definition looked up when it is a reference.
fn properties<'a>(root: &'a Value, schema: &'a Value) -> Vec<(&'a str, &'a Value)> {
    let reference = schema["$ref"].as_str().or_else(|| schema["items"]["$ref"].as_str());
    let target = reference
        .and_then(|r| r.strip_prefix('#'))
        .and_then(|pointer| root.pointer(pointer))
        .unwrap_or(schema);
    target["properties"].as_object().into_iter().flatten().map(|(k, v)| (k.as_str(), v)).collect()
}

/// The part of a page under a heading, up to the next heading of its level.
fn section<'a>(page: &'a str, heading: &str) -> &'a str {
    let Some((_, rest)) = page.split_once(&format!("\n{heading}\n")) else { return "" };
    let level = heading.chars().take_while(|c| *c == '#').count();
    let next = format!("\n{} ", "#".repeat(level));
    rest.split(&next).next().unwrap_or(rest)
}

#[test]
fn every_key_of_the_configuration_is_explained() {
    let schema = serde_json::to_value(schemars::schema_for!(SiteConfig)).expect("a schema is JSON");
    let reference = page("reference/configuration.md");
    let sets = page("method-index/configuration.md");
    let mut missing = Vec::new();
    for (name, value) in properties(&schema, &schema) {
        let text = section(&reference, &format!("## [{name}]"));
        if text.is_empty() {
            missing.push(format!("[{name}]"));
        }
        // Learn's own names are explained by Learn; the section says where they are listed.
        for (key, _) in properties(&schema, value).into_iter().filter(|_| name != "learn") {
            let named = [format!("`{key}`"), format!("[{name}.{key}]")];
            if !named.iter().any(|n| text.contains(n)) {
                missing.push(format!("{name}.{key}"));
            }
        }
    }
    for definition in ["IndexSet", "FacetSetting", "TraitsConfig"] {
        for (key, _) in properties(&schema, &schema["$defs"][definition]) {
            let page = if definition == "TraitsConfig" { &reference } else { &sets };
            if !page.contains(&format!("`{key}`")) {
                missing.push(format!("{definition}.{key}"));
            }
        }
    }
    assert!(missing.is_empty(), "not in the reference: {missing:?}");
}

#[test]
fn every_command_and_option_is_explained() {
    let reference = page("reference/command-line.md");
    let mut missing = Vec::new();
    let command = Cli::command();
    for sub in command.get_subcommands() {
        if !reference.contains(&format!("\n### {}\n", sub.get_name())) {
            missing.push(sub.get_name().to_owned());
        }
        for option in sub.get_arguments().chain(command.get_arguments()) {
            if let Some(long) = option.get_long().filter(|l| !["help", "version"].contains(l))
                && !reference.contains(&format!("--{long}"))
            {
                missing.push(format!("{} --{long}", sub.get_name()));
            }
        }
    }
    assert!(missing.is_empty(), "not in the reference: {missing:?}");
}

#[test]
fn every_format_of_findings_is_named() {
    let reference = page("reference/command-line.md");
    for format in Format::ALL {
        assert!(reference.contains(&format!("`{}`", format.name())), "{}", format.name());
    }
}
