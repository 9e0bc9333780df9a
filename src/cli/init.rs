//! `docwright init`: a new docset of three files. Nothing that exists is touched.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use super::args::InitArgs;
use super::failure::{Failure, Outcome};
use super::terminal::Terminal;

/// Files that say that a folder is a docset already.
const KNOWN: [&str; 3] = ["site.toml", "docfx.json", ".openpublishing.publish.config.json"];

pub(super) fn run(args: &InitArgs, terminal: Terminal) -> Outcome {
    let dir = &args.dir;
    if let Some(name) = KNOWN.iter().find(|name| dir.join(name).exists()) {
        terminal.say("Found", &format!("{}: nothing needs to be set up", dir.join(name).display()));
        terminal.say("Next", &next(dir, "build"));
        return Ok(ExitCode::SUCCESS);
    }
    let title = args.title.clone().unwrap_or_else(|| title_of(dir));
    let files = [
        ("site.toml", site_toml(&title)),
        ("content/index.md", index_md(&title)),
        ("content/toc.yml", "items:\n- name: Start\n  href: index.md\n".to_owned()),
    ];
    if let Some((name, _)) = files.iter().find(|(name, _)| dir.join(name).exists()) {
        let failure = Failure::new(format!("{} exists; nothing was written", dir.join(name).display()));
        return Err(failure.help("choose an empty folder, or write site.toml by hand"));
    }
    for (name, text) in &files {
        let path = dir.join(name);
        create(&path, text).map_err(|e| Failure::new(format!("cannot write {}: {e}", path.display())))?;
        terminal.say("Wrote", &path.display().to_string());
    }
    terminal.say("Next", &next(dir, "serve --open"));
    Ok(ExitCode::SUCCESS)
}

/// Writes a file that must not exist yet.
fn create(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(text.as_bytes())
}

fn next(dir: &Path, command: &str) -> String {
    if dir == Path::new(".") {
        format!("docwright {command}")
    } else {
        let (verb, rest) = command.split_once(' ').unwrap_or((command, ""));
        format!("docwright {verb} {} {rest}", dir.display()).trim_end().to_owned()
    }
}

/// `my-handbook` is titled "My handbook".
fn title_of(dir: &Path) -> String {
    let name = dir.file_name().map(|n| n.to_string_lossy().into_owned());
    let name = name.or_else(|| {
        let full = dir.canonicalize().ok()?;
        Some(full.file_name()?.to_string_lossy().into_owned())
    });
    let words = name.unwrap_or_default().replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => "Documentation".to_owned(),
    }
}

fn site_toml(title: &str) -> String {
    let title = toml::Value::String(title.to_owned());
    format!(
        "# Every key is optional; `docwright config show` prints them all with their values.\n\
         [site]\ntitle = {title}\nlanguage = \"en\"\n\n[build]\ncontent = \"content\"\noutput = \"_site\"\n"
    )
}

fn index_md(title: &str) -> String {
    let quoted = serde_json::Value::String(title.to_owned());
    format!(
        "---\ntitle: {quoted}\ndescription: Where to begin.\n---\n\n# {title}\n\n\
         This page is `content/index.md`. Change it while `docwright serve` runs, and the browser follows.\n\n\
         > [!TIP]\n> Add pages to `content/toc.yml`, so that readers find them.\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folder_names_make_titles() {
        assert_eq!(title_of(Path::new("a/my-hand_book")), "My hand book");
        assert!(!title_of(Path::new(".")).is_empty());
    }

    #[test]
    fn titles_are_quoted() {
        assert!(site_toml("A \"b\"").contains("A \"b\"") || site_toml("A \"b\"").contains("\\\""));
        let parsed: Result<toml::Table, _> = toml::from_str(&site_toml("A \"b\" \\ c"));
        assert!(parsed.is_ok());
    }
}
