//! Dates and contributors from the git history, in throw-away repositories; without git these tests say so and end.

use std::process::Command;

use crate::folder::Folder;

const SETTINGS: &str = "[site]\ntitle = \"Garden\"\nbase_url = \"https://garden.example/\"\n\
    [git]\nlast_updated = true\ncontributors = true\nexclude_contributors = [\"Mole\"]\n";

/// A garden with a history: roses were planted as tulips by Ann, renamed and watered by Bo, then dug up by Mole.
fn grown() -> Option<Folder> {
    if Command::new("git").arg("--version").output().is_err() {
        eprintln!("skipped: there is no git");
        return None;
    }
    let folder = Folder::sound();
    let roses = folder.read("content/roses.md");
    folder.write("site.toml", SETTINGS);
    std::fs::rename(folder.path("content/roses.md"), folder.path("content/tulips.md")).expect("renamed");
    folder.git(&["init", "-q"]);
    commit(&folder, "Ann <ann@example.org>", "2024-02-29T23:30:00-02:00", "Plant");
    std::fs::rename(folder.path("content/tulips.md"), folder.path("content/roses.md")).expect("renamed");
    folder.write("content/roses.md", &format!("{roses}\nWater them.\n"));
    let both = "Water\n\nCo-authored-by: Cy <cy@example.org>";
    commit(&folder, "Bo <7+bo-b@users.noreply.github.com>", "2024-05-01T10:00:00Z", both);
    folder.write("content/roses.md", &format!("{roses}\nWater them. <!-- dug -->\n"));
    commit(&folder, "Mole <mole@example.org>", "2024-06-01T10:00:00Z", "Dig");
    Some(folder)
}

fn commit(folder: &Folder, author: &str, date: &str, message: &str) {
    folder.git(&["add", "-A"]);
    folder.git_at(date, &["commit", "-q", "--author", author, "--date", date, "-m", message]);
}

#[test]
fn pages_tell_when_and_by_whom_they_were_changed() {
    let Some(folder) = grown() else { return };
    let build = folder.run(&["build", "--strict"]);
    assert_eq!(build.status, 0, "{}", build.err);
    let roses = folder.read("_site/roses.html");
    assert!(roses.contains("<time datetime=\"2024-06-01\">June 1, 2024</time>"), "{roses}");
    let people = "<p>Contributors: Ann, <a href=\"https://github.com/bo-b\">Bo</a>, Cy</p>";
    assert!(roses.contains(people), "{roses}");
    assert!(roses.contains("\"dateModified\":\"2024-06-01\""));
    assert!(!roses.contains("ann@") && !roses.contains("Mole"), "addresses and excluded people stay out");
    // The day is that of UTC: half past eleven two hours west of it.
    let index = folder.read("_site/index.html");
    assert!(index.contains("datetime=\"2024-03-01\""), "{index}");
    let sitemap = folder.read("_site/sitemap.xml");
    assert!(sitemap.contains("roses.html</loc><lastmod>2024-06-01</lastmod>"), "{sitemap}");
    folder.run(&["build", "--emit", "model", "-o", "model"]);
    let model: serde_json::Value = serde_json::from_str(&folder.read("model/roses.json")).expect("JSON");
    assert_eq!(model["updated_at"], "2024-06-01");
    assert_eq!(model["contributors"][1], serde_json::json!({ "name": "Bo", "login": "bo-b" }));
}

#[test]
fn a_stated_date_is_the_one_that_is_shown() {
    let Some(folder) = grown() else { return };
    let page = folder.read("content/index.md").replace("title:", "ms.date: 01/02/2020\ntitle:");
    folder.write("content/index.md", &page);
    folder.run(&["build"]);
    assert!(folder.read("_site/index.html").contains("<time datetime=\"2020-01-02\">"));
    assert!(folder.read("_site/sitemap.xml").contains("garden.example/</loc><lastmod>2024-03-01<"));
}

#[test]
fn a_new_commit_is_a_reason_to_build() {
    let Some(folder) = grown() else { return };
    folder.run(&["build"]);
    assert!(folder.run(&["build", "-v"]).err.contains("no input has changed"));
    commit(&folder, "Di <di@example.org>", "2024-07-01T10:00:00Z", "Nothing new");
    folder.git(&["commit", "-q", "--allow-empty", "-m", "Nothing at all"]);
    assert!(!folder.run(&["build", "-v"]).err.contains("no input has changed"));
}

#[test]
fn a_page_without_a_commit_has_no_date() {
    let Some(folder) = grown() else { return };
    folder.write("content/moss.md", "---\ntitle: Moss\ndescription: Soft.\n---\n\n# Moss\n");
    // As in the shell of a hook of another repository.
    let hook = [("GIT_DIR", "/nowhere"), ("GIT_INDEX_FILE", "/nowhere/index")];
    let check = folder.run_with(&["check", "--message-format", "short"], &hook);
    assert!(check.out.contains("content/moss.md:1:1: info[last-updated-unavailable]"), "{}", check.out);
    assert_eq!(check.out.matches("last-updated-unavailable").count(), 1, "{}", check.out);
    folder.run(&["build"]);
    assert!(!folder.read("_site/moss.html").contains("<time"));
}

#[test]
fn a_shallow_clone_says_what_it_does_not_know() {
    let Some(folder) = grown() else { return };
    let clone = |depth: &str| {
        let name = format!("clone{depth}");
        let from = format!("file://{}", folder.path("").display());
        folder.git(&["clone", "-q", "--depth", depth, &from, &name]);
        let into = format!("{name}/site");
        let run = folder.run(&["build", &name, "-o", &into]);
        (run.err, folder.read(&format!("{into}/roses.html")), folder.read(&format!("{into}/index.html")))
    };
    let (said, roses, index) = clone("1");
    assert!(
        said.contains("warning[git-clone-incomplete]") && said.contains("dates of 4 of 4 files"),
        "{said}"
    );
    assert!(!roses.contains("<time") && !index.contains("<time") && !roses.contains("Contributors"));
    let (said, roses, index) = clone("2");
    assert!(said.contains("dates of 3 of 4 files"), "{said}");
    assert!(roses.contains("2024-06-01") && !index.contains("<time") && !roses.contains("Contributors"));
    assert!(!said.contains("last-updated-unavailable"), "{said}");
}

#[test]
fn without_a_repository_or_git_the_site_is_built_and_says_so() {
    let folder = Folder::sound();
    folder.write("site.toml", SETTINGS);
    let run = folder.run_with(&["build"], &[("PATH", "/nowhere")]);
    assert_eq!(run.status, 0, "{}", run.err);
    assert!(
        run.err.contains("warning[git-not-found]") && run.err.contains("git was not found"),
        "{}",
        run.err
    );
    assert!(!folder.read("_site/index.html").contains("<time"));
    let outside = folder.run(&["check"]);
    assert!(outside.err.contains("[git-not-found]"), "{}", outside.err);
}

/// Whatever a repository's own settings ask git to run, nothing runs.
#[test]
fn a_repository_runs_no_program() {
    let Some(folder) = grown() else { return };
    let touch = |name: &str| format!("touch {}", folder.path(name).display());
    for (key, name) in [
        ("core.fsmonitor", "monitor"),
        ("diff.external", "external"),
        ("core.pager", "pager"),
        ("gpg.program", "gpg"),
        ("filter.x.clean", "clean"),
        ("filter.x.process", "process"),
        ("diff.y.textconv", "textconv"),
        ("core.sshCommand", "ssh"),
    ] {
        folder.git(&["config", key, &touch(name)]);
    }
    folder.git(&["config", "log.showSignature", "true"]);
    folder.write(".gitattributes", "*.md filter=x diff=y\n");
    folder.write("content/roses.md", &folder.read("content/roses.md").replace("smell", "small"));
    let before = folder.names();
    let run = folder.run(&["check", "--since", "HEAD~1", "--message-format", "short"]);
    assert_eq!(run.status, 0, "{}{}", run.out, run.err);
    assert_eq!(folder.names(), before);
}
