//! The documentation is true: the reference pages name everything that the program has (keys, commands, options,
//! formats), and every command and every piece of configuration that a page shows is one that the program takes.

#![expect(clippy::panic, reason = "a test that cannot go on says why")]

mod project;
mod tree;

use std::fs;

use clap::{CommandFactory, Parser};
use docwright::cli::args::Cli;
use docwright::config::SiteConfig;
use docwright::diag::Code;
use docwright::diag::render::Format;
use serde_json::Value;
use tree::tree;

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

/// The fenced blocks of all pages in one language, without the indentation of their list, each with its place.
fn blocks(language: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (path, text) in tree(&project::project().join("content")) {
        if !path.ends_with(".md") {
            continue;
        }
        let text = String::from_utf8(text).expect("pages are UTF-8");
        let mut block: Option<(usize, String)> = None;
        // A longer fence shows how a fence is written: what is in it counts with it.
        let mut longer = false;
        for (i, line) in text.lines().enumerate() {
            let bare = line.trim_start();
            if bare.starts_with("````") {
                longer = !longer;
            }
            match &mut block {
                Some((_, body)) if bare.starts_with("```") => {
                    found.push((format!("{path}:{i}"), std::mem::take(body)));
                    block = None;
                }
                Some((indent, body)) => {
                    body.push_str(line.get(*indent..).unwrap_or_default());
                    body.push('\n');
                }
                None if !longer && bare.strip_prefix("```") == Some(language) => {
                    block = Some((line.len() - bare.len(), String::new()));
                }
                None => {}
            }
        }
    }
    assert!(!found.is_empty(), "no {language} on any page");
    found
}

#[test]
fn every_command_that_is_shown_is_one() {
    let mut wrong = Vec::new();
    let help =
        Cli::command().get_subcommands().filter_map(|c| Some(format!("{}\n", c.get_after_help()?))).collect();
    let shown = blocks("console").into_iter().chain(blocks("bash")).chain([("--help".to_owned(), help)]);
    for (place, block) in shown {
        for line in block.lines().map(str::trim).filter(|l| l.starts_with("docwright ")) {
            // Two blanks part a command from what it is for; capitals and brackets stand for something.
            let line = line.split("  ").next().unwrap_or(line).split(" > ").next().unwrap_or(line);
            if line.contains(['[', '|']) || line.ends_with("CODE") {
                continue;
            }
            let words = line.split_whitespace().map(|word| word.trim_matches('"'));
            if let Err(error) = Cli::try_parse_from(words)
                && error.exit_code() != 0
            {
                wrong.push(format!("{place}: {line}: {error}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_configuration_that_is_shown_is_taken() {
    let mut wrong = Vec::new();
    for (place, block) in blocks("toml") {
        // Words of a theme are TOML, too.
        if !block.contains('[') {
            continue;
        }
        let folder = tempfile::tempdir().expect("a temporary folder");
        let content = folder.path().join("content");
        fs::create_dir(&content).expect("made");
        fs::write(folder.path().join("site.toml"), &block).expect("written");
        fs::write(content.join("index.md"), "# Start\n").expect("written");
        let project = docwright::build::load(folder.path()).expect("a docset");
        let about = [Code::TomlSyntax, Code::UnknownConfigKey, Code::ViolateSchema, Code::UnexpectedType];
        for finding in project.diagnostics.iter().filter(|d| about.contains(&d.code)) {
            wrong.push(format!("{place}: {}", finding.message));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_piece_of_data_that_is_shown_can_be_read() {
    let mut wrong = Vec::new();
    for (place, block) in blocks("json") {
        if let Err(error) = serde_json::from_str::<Value>(&block) {
            wrong.push(format!("{place}: {error}"));
        }
    }
    for (place, block) in blocks("yaml") {
        // Front matter is shown with its fences.
        let data = block.trim_start_matches("---\n").split("\n---").next().unwrap_or_default();
        if let Err(error) = docwright::yaml::parse(data) {
            wrong.push(format!("{place}: {}", error.message));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn ready_workflows_run_and_ask_for_no_more_than_they_need() {
    let mut workflows = Vec::new();
    for (place, block) in blocks("yaml").into_iter().filter(|(place, _)| place.starts_with("ci/")) {
        let workflow = docwright::yaml::parse(&block).expect("it parses").value;
        if workflow.get("jobs").is_some() {
            workflows.push((place, workflow));
        }
    }
    assert_eq!(workflows.len(), 3, "ready workflows");
    let only_reads = serde_json::json!({ "contents": "read" });
    for (place, workflow) in &workflows {
        // Nobody who may only propose a change gets rights or secrets.
        assert!(workflow["on"].get("pull_request_target").is_none(), "{place}");
        assert_eq!(workflow["permissions"]["contents"], "read", "{place}");
        if workflow["on"].get("pull_request").is_some() {
            assert_eq!(workflow["permissions"], only_reads, "{place}");
            assert!(!workflow["jobs"].to_string().contains("secrets."), "{place}");
        }
        let jobs = workflow["jobs"].as_object().expect("jobs by name").values();
        for step in jobs.filter_map(|job| job["steps"].as_array()).flatten() {
            assert!(step.get("uses").is_some() != step.get("run").is_some(), "{place}: {step}");
            let run = step["run"].as_str().unwrap_or_default();
            for line in run.lines().filter(|line| line.starts_with("docwright ")) {
                let words = line.split_whitespace().map(|word| word.trim_matches('"'));
                assert!(Cli::try_parse_from(words).is_ok(), "{place}: {line}");
            }
        }
    }
}
