//! Findings: where they are printed, in which shape, and what they do to the exit status.

use serde_json::Value;

use crate::folder::Folder;

#[test]
fn a_broken_link_has_its_place_and_fails_only_where_asked() {
    let folder = Folder::broken();
    let check = folder.run(&["check"]);
    assert_eq!((check.status, check.out.as_str()), (0, ""), "{}", check.err);
    assert!(check.err.contains("warning[file-not-found]"), "{}", check.err);
    assert!(check.err.contains("content/index.md:8:14"), "{}", check.err);
    assert!(check.err.contains("^^^^^^^^^"), "{}", check.err);
    assert!(check.err.contains("Findings  1 warning"), "{}", check.err);
    assert!(!check.err.contains('\u{1b}'), "{:?}", check.err);
    for fails in
        [&["check", "--strict"][..], &["check", "--fail-on", "warning"], &["-q", "check", "--strict"]]
    {
        assert_eq!(folder.run(fails).status, 1, "{fails:?}");
    }
    assert_eq!(folder.run(&["check", "--fail-on", "never"]).status, 0);
    assert!(!folder.path("_site").exists());
}

#[test]
fn programs_get_one_object_a_line_on_standard_output() {
    let folder = Folder::broken();
    for command in ["check", "build"] {
        let run = folder.run(&[command, "--message-format", "jsonl"]);
        let rows: Vec<Value> = run.out.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
        assert_eq!(rows.len(), 1, "{}", run.out);
        assert_eq!(rows[0]["severity"], "warning");
        assert_eq!(rows[0]["code"], "file-not-found");
        assert_eq!(rows[0]["file"], "content/index.md");
        assert_eq!((&rows[0]["line"], &rows[0]["column"]), (&8.into(), &14.into()));
    }
}

#[test]
fn several_formats_go_to_several_places() {
    let folder = Folder::broken();
    let all = ["json", "sarif", "github", "azure", "gitlab", "junit", "short", "human"];
    let formats: Vec<String> = all.iter().map(|f| format!("{f}:reports/{f}.txt")).collect();
    let mut args = vec!["check"];
    for format in &formats {
        args.extend(["--message-format", format]);
    }
    let run = folder.run(&args);
    assert_eq!((run.status, run.out.as_str()), (0, ""), "{}", run.err);
    for format in all {
        assert!(folder.read(&format!("reports/{format}.txt")).contains("file-not-found"), "{format}");
    }
    let sarif: Value = serde_json::from_str(&folder.read("reports/sarif.txt")).expect("JSON");
    assert_eq!(sarif["version"], "2.1.0");
    assert!(folder.read("reports/github.txt").starts_with("::warning file=content/index.md,line=8,col=14,"));
}

#[test]
fn a_build_server_gets_annotations_and_a_summary() {
    let folder = Folder::broken();
    let summary = folder.path("summary.md");
    let variables = [("GITHUB_ACTIONS", "true"), ("GITHUB_STEP_SUMMARY", summary.to_str().expect("UTF-8"))];
    let run = folder.run_with(&["check"], &variables);
    assert!(run.out.starts_with("::warning file="), "{}", run.out);
    assert!(folder.read("summary.md").contains("| file-not-found | warning | 1 |"));
    let azure = folder.run_with(&["check"], &[("TF_BUILD", "True")]);
    assert!(azure.out.starts_with("##vso[task.logissue type=warning;"), "{}", azure.out);
}

#[test]
fn a_page_about_pipelines_gives_no_command_to_one() {
    let folder = Folder::broken();
    folder.write("content/index.md", "# A\n\n[x](##vso[task.complete]) [y](gone.md) ##vso[task.complete]\n");
    for format in ["human", "short", "json", "sarif", "junit"] {
        let run = folder.run_with(&["check", "--message-format", format], &[("TF_BUILD", "True")]);
        assert!(
            !run.out.contains("##vso[") && !run.err.contains("##vso["),
            "{format}: {}{}",
            run.out,
            run.err
        );
        assert!(
            run.out.contains("#vso[") || run.err.contains("#vso[") || format == "junit" || format == "short"
        );
    }
    let sarif = folder.run_with(&["check", "--message-format", "json"], &[("TF_BUILD", "True")]).out;
    serde_json::from_str::<Value>(&sarif).expect("still JSON");
}

#[test]
fn colour_is_a_matter_of_the_terminal_and_of_the_user() {
    let folder = Folder::broken();
    let colored =
        |args: &[&str], variables: &[(&str, &str)]| folder.run_with(args, variables).err.contains('\u{1b}');
    assert!(!colored(&["check"], &[]));
    assert!(colored(&["check"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!colored(&["check"], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(colored(&["--color", "always", "check"], &[("NO_COLOR", "1")]));
}

#[test]
fn levels_are_set_in_site_toml_and_comments_silence_a_place() {
    let folder = Folder::broken();
    folder.write("site.toml", "[rules]\nInvalidFileLink = \"error\"\n");
    assert_eq!(folder.run(&["check"]).status, 1);
    folder.write("site.toml", "[rules]\nfile-not-found = \"off\"\n");
    assert_eq!(folder.run(&["check", "--strict"]).status, 0);
    folder.write("site.toml", "[build]\nfail_on = \"warning\"\n");
    assert_eq!(folder.run(&["check"]).status, 1);
    let page = folder.read("content/index.md");
    let silenced = page.replace("See ", "<!-- docwright: ignore file-not-found -->\nSee ");
    folder.write("content/index.md", &silenced);
    let run = folder.run(&["check"]);
    assert_eq!(run.status, 0, "{}", run.err);
}

#[test]
fn files_that_every_page_loads_are_looked_for() {
    let folder = Folder::sound();
    folder.write("content/media/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    folder.write(
        "site.toml",
        "[site]\ntitle = \"Garden\"\nlogo = \"media/logo.svg\"\nfavicon = \"media/gone.ico\"\n\
         social_image = \"https://example.org/a.png\"\n\n[theme]\nextra_css = [\"../own.css\"]\n",
    );
    let run = folder.run(&["check", "--message-format", "short"]);
    let found: Vec<&str> = run.out.lines().filter(|line| line.contains("file-not-found")).collect();
    assert_eq!(found.len(), 2, "{}", run.out);
    assert!(
        run.out.contains("site.toml:4:11: warning[file-not-found]: `favicon` names \"media/gone.ico\""),
        "{}",
        run.err
    );
    assert!(run.out.contains("`extra_css` names \"../own.css\""), "{}", run.out);
}

#[test]
fn what_the_baseline_knows_does_not_fail() {
    let folder = Folder::broken();
    assert_eq!(folder.run(&["baseline", "write"]).status, 0);
    let run = folder.run(&["check", "--strict"]);
    assert_eq!(run.status, 0, "{}", run.err);
    assert!(run.err.contains("1 in the baseline"), "{}", run.err);
    assert_eq!(folder.run(&["check", "--strict", "--no-baseline"]).status, 1);

    // Lines that move do not matter; a new fault does.
    let page = folder.read("content/index.md").replace("# Garden\n", "# Garden\n\nA new line.\n");
    folder.write("content/index.md", &page);
    assert_eq!(folder.run(&["check", "--strict"]).status, 0);
    folder.write("content/index.md", &format!("{page}\n[x](lilies.md)\n"));
    assert_eq!(folder.run(&["check", "--strict"]).status, 1);

    folder.write("content/index.md", "# Garden\n\nFine.\n");
    let pruned = folder.run(&["baseline", "prune"]);
    assert!(pruned.err.contains("1 finding that no longer occur"), "{}", pruned.err);
    assert!(!folder.read("docwright-baseline.json").contains("tulips"));
}

#[test]
fn since_a_commit_only_what_changed_and_what_leads_there_counts() {
    let folder = Folder::broken();
    folder.git(&["init", "-q"]);
    folder.git(&["add", "."]);
    folder.git(&["commit", "-q", "-m", "All"]);
    assert_eq!(folder.run(&["check", "--strict", "--since", "HEAD"]).status, 0);
    // The heading is gone, so a page that did not change has a fault now.
    folder.write("content/roses.md", "---\ntitle: Roses\ndescription: They smell.\n---\n\n# Roses\n");
    let run = folder.run(&["check", "--since", "HEAD", "--message-format", "jsonl"]);
    assert!(run.out.contains("bookmark-not-found"), "{}\n{}", run.out, run.err);
    folder.write("content/roses.yml", "### YamlMime:FAQ\ntitle: Roses\n");
    let clash = folder.run(&["check", "--since", "HEAD", "--message-format", "jsonl"]);
    assert!(clash.out.contains("output-path-conflict"), "{}\n{}", clash.out, clash.err);
    let wrong = folder.run(&["check", "--since", "--output=x"]);
    assert_eq!(wrong.status, 2);
}

#[test]
fn sarif_keeps_to_its_schema_whatever_files_are_called() {
    let folder = Folder::broken();
    let page = "# A <b> & \"c\"\n\n[x](gone.md) [y](Index.md#none)\n\n:::image source=\"no.png\":::\n";
    for name in ["content/a b.md", "content/100%.md", "content/é, ü.md", "content/#1.md"] {
        folder.write(name, page);
    }
    let run = folder.run(&["check", "--message-format", "sarif"]);
    let report: Value = serde_json::from_str(&run.out).expect("JSON");
    assert!(report["runs"][0]["results"].as_array().is_some_and(|r| r.len() > 8), "{}", run.out);

    let text = include_str!("schema/sarif-2.1.0.json");
    let schema: Value = serde_json::from_str(text).expect("the schema is JSON");
    let mut compiler = boon::Compiler::new();
    compiler.enable_format_assertions();
    compiler.add_resource("sarif.json", schema).expect("the schema is one");
    let mut schemas = boon::Schemas::new();
    let index = compiler.compile("sarif.json", &mut schemas).expect("the schema compiles");
    if let Err(error) = schemas.validate(&report, index) {
        panic!("{error}");
    }
}
