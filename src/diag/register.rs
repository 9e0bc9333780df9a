//! The register of codes for people: examples and remedies beside the meanings, as text and as a page.
//!
//! The data stand in `register.toml`; the terminal and the documentation say the same words.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use serde::Deserialize;

use super::Code;

/// What the register adds to a code's meaning.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The chapter it stands in.
    pub group: String,
    /// Source that causes it.
    pub bad: Option<String>,
    /// The same, mended.
    pub good: Option<String>,
    /// What to do, in one sentence.
    pub fix: String,
}

static ENTRIES: LazyLock<BTreeMap<String, Entry>> =
    LazyLock::new(|| toml::from_str(include_str!("register.toml")).unwrap_or_default());

/// The entry of a code.
pub fn entry(code: Code) -> Option<&'static Entry> {
    ENTRIES.get(code.name())
}

/// What `docwright explain` prints of a code.
pub fn explain(code: Code) -> String {
    let name = code.name();
    let mut out = format!("{name} ({})\n  {}\n", code.level().as_str(), code.meaning());
    if let Some(entry) = entry(code) {
        out.push('\n');
        for (label, text) in [("Bad", &entry.bad), ("Good", &entry.good)] {
            if let Some(text) = text {
                push_field(&mut out, label, text);
            }
        }
        push_field(&mut out, "Fix", &entry.fix);
    }
    let off = format!("[rules] {name} = \"off\" in site.toml, or <!-- docwright: ignore {name} --> above it");
    push_field(&mut out, "Off", &off);
    let aliases: Vec<&str> = code.aliases().collect();
    if !aliases.is_empty() {
        push_field(&mut out, "Alias", &aliases.join(", "));
    }
    out
}

fn push_field(out: &mut String, label: &str, text: &str) {
    for (i, line) in text.lines().enumerate() {
        let label = if i == 0 { label } else { "" };
        let _ = writeln!(out, "{}", format!("  {label:<6} {line}").trim_end());
    }
}

/// The page of the documentation that lists every code.
pub fn page() -> String {
    let mut out = String::from(
        "---\ntitle: Diagnostics\n\
         description: Every problem that docwright reports, with examples, what to do, and how to switch it off.\n---\n\n\
         # Diagnostics\n\n\
         <!-- Made from the register by the test suite (`UPDATE=1 cargo test --test register`); edits here are lost. -->\n\n\
         Each finding has a code. `docwright explain CODE` prints what stands here. A code never changes its meaning, \
         and the names that docfx has for a check work in configuration, too.\n\n\
         The level of a code can be changed, or the code switched off, for a docset:\n\n\
         ```toml\n[rules]\nh1-missing = \"off\"\nfile-not-found = \"error\"\n\
         ms-date-stale = { severity = \"info\", exclude = [\"archive/**\"] }\n```\n\n\
         A comment silences one place: `<!-- docwright: ignore CODE -->` on a line of its own counts for the paragraph \
         below it, at the end of a line for that line, and `ignore-file` for the file. In YAML it is \
         `# docwright: ignore CODE`.\n",
    );
    let mut groups: Vec<&str> = Vec::new();
    for group in Code::ALL.iter().filter_map(|c| entry(*c)).map(|e| e.group.as_str()) {
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    for group in groups {
        let _ = write!(out, "\n## {group}\n");
        for (code, entry) in Code::ALL.iter().filter_map(|c| entry(*c).map(|e| (*c, e))) {
            if entry.group == group {
                push_section(&mut out, code, entry);
            }
        }
    }
    out
}

fn push_section(out: &mut String, code: Code, entry: &Entry) {
    let (name, level, meaning) = (code.name(), code.level().as_str(), code.meaning());
    let _ = write!(out, "\n### {name}\n\n{meaning} Level: {level}.\n");
    for (label, text) in [("Not so", &entry.bad), ("But so", &entry.good)] {
        if let Some(text) = text {
            let _ = write!(out, "\n{label}:\n\n````text\n{text}\n````\n");
        }
    }
    let _ = write!(out, "\n{}\n", entry.fix);
    let aliases: Vec<String> = code.aliases().map(|a| format!("`{a}`")).collect();
    if !aliases.is_empty() {
        let _ = write!(out, "\nAlso known as {}.\n", aliases.join(", "));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_an_entry_and_every_entry_a_code() {
        let parsed: Result<BTreeMap<String, Entry>, _> = toml::from_str(include_str!("register.toml"));
        let entries = parsed.expect("the register is TOML");
        let missing: Vec<&str> =
            Code::ALL.iter().map(|c| c.name()).filter(|n| !entries.contains_key(*n)).collect();
        assert!(missing.is_empty(), "no entry in register.toml for {missing:?}");
        let names: Vec<&str> = Code::ALL.iter().map(|c| c.name()).collect();
        let unknown: Vec<&String> = entries.keys().filter(|n| !names.contains(&n.as_str())).collect();
        assert!(unknown.is_empty(), "register.toml has entries for no code: {unknown:?}");
    }

    #[test]
    fn an_explanation_has_examples_a_remedy_and_the_way_to_silence_it() {
        let text = explain(Code::BookmarkNotFound);
        for part in
            ["bookmark-not-found (warning)", "  Bad ", "  Good ", "  Fix ", "  Off ", "InvalidBookmark"]
        {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(!text.lines().any(|l| l.ends_with(' ')), "{text:?}");
    }
}
