//! Commands that need no finding: help, suggestions, explanations, new docsets, builds.

use crate::folder::Folder;

#[test]
fn help_names_every_command_and_gives_examples() {
    let folder = Folder::new(&[]);
    let help = folder.run(&["--help"]);
    assert_eq!(help.status, 0);
    for word in [
        "build",
        "check",
        "serve",
        "render",
        "index",
        "links",
        "mv",
        "baseline",
        "init",
        "explain",
        "config",
        "Examples:",
    ] {
        assert!(help.out.contains(word), "{word}\n{}", help.out);
    }
    assert!(folder.run(&["build", "--help"]).out.contains("Examples:"));
}

#[test]
fn a_mistyped_command_or_option_gets_a_suggestion_and_status_2() {
    let folder = Folder::new(&[]);
    let wrong = folder.run(&["biuld"]);
    assert_eq!((wrong.status, wrong.out.as_str()), (2, ""));
    assert!(wrong.err.contains("'build'"), "{}", wrong.err);
    let wrong = folder.run(&["check", "--message-format", "jsnl"]);
    assert_eq!(wrong.status, 2);
    assert!(wrong.err.contains("did you mean `jsonl`?"), "{}", wrong.err);
}

#[test]
fn codes_are_explained_under_all_their_names() {
    let folder = Folder::new(&[]);
    let own = folder.run(&["explain", "file-not-found"]);
    assert_eq!(own.status, 0);
    assert_eq!(own.out, folder.run(&["explain", "InvalidFileLink"]).out);
    let wrong = folder.run(&["explain", "file-not-fond"]);
    assert_eq!(wrong.status, 2);
    assert!(wrong.err.contains("did you mean `file-not-found`?"), "{}", wrong.err);
    assert!(folder.run(&["explain", "--all"]).out.contains("### output-path-conflict"));
}

#[test]
fn the_schema_of_the_configuration_is_json() {
    let schema = Folder::new(&[]).run(&["config", "schema"]);
    let value: serde_json::Value = serde_json::from_str(&schema.out).expect("JSON");
    assert!(value["properties"]["site"].is_object());
}

#[test]
fn the_configuration_in_force_is_toml_that_says_the_same() {
    let folder = Folder::sound();
    let shown = folder.run(&["config", "show"]);
    assert_eq!(shown.status, 0, "{}", shown.err);
    let table: toml::Table = toml::from_str(&shown.out).expect("TOML");
    assert_eq!(table["site"]["title"].as_str(), Some("Garden"));
}

#[test]
fn a_new_docset_builds_and_is_never_overwritten() {
    let folder = Folder::new(&[]);
    assert_eq!(folder.run(&["init", "hand-book"]).status, 0);
    assert!(folder.read("hand-book/site.toml").contains("title = \"Hand book\""));
    let built = folder.run(&["build", "hand-book", "--strict"]);
    assert_eq!(built.status, 0, "{}", built.err);
    assert!(folder.path("hand-book/_site/index.html").is_file());

    folder.write("hand-book/content/index.md", "# Mine\n");
    let again = folder.run(&["init", "hand-book"]);
    assert_eq!(again.status, 0);
    assert!(again.err.contains("nothing needs to be set up"), "{}", again.err);
    assert_eq!(folder.read("hand-book/content/index.md"), "# Mine\n");

    folder.write("other/content/index.md", "# Mine\n");
    assert_eq!(folder.run(&["init", "other"]).status, 2);
    assert!(!folder.path("other/site.toml").exists());
}

#[test]
fn a_build_says_what_it_made_and_what_to_do_next() {
    let folder = Folder::sound();
    let built = folder.run(&["build"]);
    assert_eq!((built.status, built.out.as_str()), (0, ""), "{}", built.err);
    assert!(built.err.contains("Built     2 pages"), "{}", built.err);
    assert!(built.err.contains("-> _site in "), "{}", built.err);
    assert!(built.err.contains("Next "), "{}", built.err);
    assert!(folder.read("_site/roses.html").contains("Roses"));
    let quiet = folder.run(&["-q", "build", "-o", "elsewhere"]);
    assert_eq!((quiet.status, quiet.err.as_str()), (0, ""));
}

#[test]
fn a_folder_that_is_not_ours_is_left_alone() {
    let folder = Folder::sound();
    folder.write("public/notes.txt", "mine");
    let built = folder.run(&["build", "-o", "public"]);
    assert_eq!(built.status, 2);
    assert!(built.err.contains("error[output-dir-not-owned]"), "{}", built.err);
    assert!(built.err.contains("help: "), "{}", built.err);
    assert_eq!(folder.read("public/notes.txt"), "mine");
}

#[test]
fn a_folder_that_does_not_exist_is_status_2() {
    let run = Folder::new(&[]).run(&["check", "nowhere"]);
    assert_eq!((run.status, run.out.as_str()), (2, ""));
    assert!(run.err.starts_with("error: "), "{}", run.err);
}

#[test]
fn commands_work_from_elsewhere() {
    let folder = Folder::sound();
    folder.write("sub/x.txt", "");
    let run = folder.run(&["-C", "sub", "check", ".."]);
    assert_eq!(run.status, 0, "{}", run.err);
    assert!(run.err.contains("Checked   2 pages"), "{}", run.err);
}

#[test]
fn one_page_is_rendered_with_its_links_resolved() {
    let folder = Folder::sound();
    let run = folder.run(&["render", "content/index.md"]);
    assert_eq!(run.status, 0, "{}", run.err);
    assert!(run.out.contains("href=\"roses.html\""), "{}", run.out);
    let compat = folder.run(&["render", "--compat", "docfx", "--root", "content", "index.md"]);
    assert!(compat.out.contains("href=\"roses.md\""), "{}", compat.out);
    assert_eq!(folder.run(&["render", "content/none.md"]).status, 2);
}
