//! Workspaces on disk, made in a throw-away folder.

use std::fs;
use std::path::Path;

use super::*;
use crate::config::MappedKind;
use crate::diag::Code;

fn lay(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    for (path, text) in files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("made");
        fs::write(path, text).expect("written");
    }
    dir
}

fn at(dir: &Path) -> Workspace {
    open(dir).unwrap_or_else(|e| panic!("{}: {e}", dir.display()))
}

/// `docset: page site-path, …` of every docset.
fn mapped(workspace: &Workspace) -> Vec<String> {
    let all = workspace.sources.files().iter().map(|f| &f.path);
    let paths: Vec<&DocPath> = all.chain(workspace.sources.assets().iter().map(|a| &a.path)).collect();
    let mut out = Vec::new();
    for docset in &workspace.config.docsets {
        for path in &paths {
            if let Some(m) = docset.classify(path) {
                let kind = match m.kind {
                    MappedKind::Page => "page",
                    MappedKind::DataPage => "data",
                    MappedKind::Toc => "toc",
                    MappedKind::Resource => "copy",
                };
                out.push(format!("{}: {kind} {}", docset.name, m.site_path));
            }
        }
    }
    out.sort();
    out
}

fn codes(workspace: &Workspace) -> Vec<Code> {
    workspace.diagnostics.iter().map(|d| d.code).collect()
}

#[test]
fn a_folder_without_configuration_is_a_docset() {
    let dir =
        lay(&[("a.md", "# A"), ("x/b.md", "# B"), ("x/pic.png", ""), ("x/.hidden.md", ""), ("key.pem", "")]);
    let workspace = at(dir.path());
    let name = &workspace.config.docsets[0].name;
    let expected = ["copy x/pic.png", "page a.md", "page x/b.md"].map(|line| format!("{name}: {line}"));
    assert_eq!(mapped(&workspace), expected);
    assert!(workspace.diagnostics.is_empty(), "{:?}", workspace.diagnostics);
    assert!(workspace.sources.find_folded("X/PIC.PNG").is_some());
}

#[test]
fn a_folder_of_its_own_ignores_the_site_around_it() {
    let dir = lay(&[
        ("site.toml", "[site]\ntitle = \"S\"\n[build]\nexclude = [\"drafts/\"]\n"),
        ("content/index.md", "# S"),
        ("content/guide/a.md", "# A"),
        ("content/drafts/d.md", ""),
        ("content/includes/part.md", ""),
        ("fixtures/one/f.md", "# F"),
        ("_site/.docwright.json", "{}"),
    ]);
    let whole = at(dir.path());
    assert_eq!(mapped(&whole), ["S: page guide/a.md", "S: page index.md"]);
    let inner = at(&dir.path().join("content/guide"));
    assert_eq!(mapped(&inner).len(), 2, "a folder inside the content folder belongs to the site");
    assert_eq!(mapped(&at(&dir.path().join("fixtures/one"))), ["one: page f.md"]);
}

#[test]
fn a_repository_publishes_what_it_lists() {
    let publish = r#"{"docsets_to_publish": [
        {"docset_name": "first", "build_source_folder": "one"}, {"docset_name": "all", "build_source_folder": "."},
        {"docset_name": "empty", "build_source_folder": "none"}],
        "git_repository_url_open_to_public_contributors": "https://code.example/r/"}"#;
    let docfx = r#"{"build": {"content": [{"files": "**/*.md"}]}}"#;
    let dir = lay(&[
        (".openpublishing.publish.config.json", publish),
        ("one/docfx.json", r#"{"build": {"content": {"files": ["**.md"], "dest": "/guide/"}}}"#),
        ("one/a.md", ""),
        ("none/docfx.json", docfx),
        ("sub/docfx.json", docfx),
        ("sub/s.md", ""),
    ]);
    let workspace = at(dir.path());
    assert_eq!(mapped(&workspace), ["first: page guide/a.md"]);
    assert!(codes(&workspace).contains(&Code::ConfigNotFound), "the root has no docfx.json");
    let docset = &workspace.config.docsets[0];
    assert!(docset.learn && docset.edit.as_ref().is_some_and(|e| e.repository == "https://code.example/r"));
    assert_eq!(mapped(&at(&dir.path().join("one"))), ["first: page guide/a.md"]);
    assert_eq!(mapped(&at(&dir.path().join("sub"))), ["sub: page s.md"], "listed or not, it was named");
}

#[test]
fn docsets_are_found_below_a_folder() {
    let docfx = r#"{"build": {"content": ["*.md"]}}"#;
    let dir = lay(&[("b/docfx.json", docfx), ("b/x.md", ""), ("a/docfx.json", docfx), ("a/y.md", "")]);
    let workspace = at(dir.path());
    assert_eq!(mapped(&workspace), ["a: page y.md", "b: page x.md"]);
    assert!(!workspace.config.docsets[0].learn);
}

#[test]
fn site_toml_adds_to_docfx_json() {
    let docfx = r#"{"build": {"content": ["**/*.md"], "globalMetadata": {"a": 1, "b": 1},
        "fileMetadata": {"t": {"*.md": "json", "x/**": "deep"}},
        "markdownEngineProperties": {"markdigExtensions": ["footnotes"]}}}"#;
    let site = "[markdown]\nextensions = [\"tasklists\"]\n[metadata]\nglobal = {b = 2}\n\
                file = [{files = [\"x/y.md\"], values = {t = \"toml\"}}]\n[redirects]\n\"/old/\" = \"/new\"\n";
    let dir =
        lay(&[("docfx.json", docfx), ("site.toml", site), ("x/y.md", ""), ("x/z.md", ""), ("w.md", "")]);
    let workspace = at(dir.path());
    let docset = &workspace.config.docsets[0];
    let of = |path: &str| docset.metadata(&DocPath::new(path).expect("inside"));
    assert_eq!(serde_json::Value::from(of("x/y.md")), serde_json::json!({"a": 1, "b": 2, "t": "toml"}));
    assert_eq!(of("x/z.md").get("t"), Some(&"deep".into()));
    assert_eq!(of("w.md").get("t"), Some(&"json".into()));
    assert!(docset.markdown.extensions.footnotes && docset.markdown.extensions.task_lists);
    assert_eq!(docset.redirects[0].source.as_str(), "old/index.md");
}

#[test]
fn pages_of_a_prebuild_step_are_published_in_their_place() {
    let publish = r#"{"docsets_to_publish": [{"docset_name": "ref", "build_source_folder": "ref",
        "customized_tasks": {"docset_prebuild": ["make.ps1"]}}]}"#;
    let docfx = r#"{"build": {"content": [{"files": ["index.md"]},
        {"files": ["**/*.yml", "**/about/*.md"], "exclude": ["old/**"], "src": "v1", "dest": "module", "group": "g"}],
        "groups": {"g": {"moniker_range": "v1"}}}}"#;
    let files = [
        (".openpublishing.publish.config.json", publish),
        ("ref/docfx.json", docfx),
        ("ref/index.md", ""),
        ("ref/v1/Tool/get.md", ""),
        ("ref/v1/Tool/About/about.md", ""),
        ("ref/v1/old/gone.md", ""),
        ("ref/v1/README.md", ""),
        ("ref/loose.md", ""),
    ];
    let dir = lay(&files);
    let workspace = at(dir.path());
    assert_eq!(
        mapped(&workspace),
        ["ref: page index.md", "ref: page module/Tool/About/about.md", "ref: page module/Tool/get.md"]
    );
    assert_eq!(codes(&workspace), [Code::UnlistedPagesPublished]);
    let docset = &workspace.config.docsets[0];
    let path = DocPath::new("ref/v1/Tool/get.md").expect("inside");
    let page = docset.classify(&path).expect("mapped");
    assert_eq!(docset.moniker_range(&path, &page).map(|(range, _)| range), Some("v1"));
}

#[test]
fn redirects_find_their_docset_in_any_letter_case() {
    let redirects = r#"{"redirections": [
        {"source_path": "docs/Guide/old.md", "redirect_url": "/d/new"},
        {"source_path": "elsewhere/x.md", "redirect_url": "/d/new"},
        {"source_path": "docs/toc.yml", "redirect_url": "/d/new"}]}"#;
    let dir = lay(&[
        (
            ".openpublishing.publish.config.json",
            r#"{"redirection_files": ["redir/more.json", "redir/none.json"]}"#,
        ),
        (".openpublishing.redirection.json", redirects),
        ("redir/more.json", r#"{"redirections": [{"source_path": "../Docs/b.md", "redirect_URL": "c "}]}"#),
        ("Docs/docfx.json", r#"{"build": {"content": ["**/*.md", "**/*.yml"]}}"#),
        ("Docs/guide/a.md", ""),
    ]);
    let workspace = at(dir.path());
    let docset = &workspace.config.docsets[0];
    let found: Vec<(&str, &str)> =
        docset.redirects.iter().map(|r| (r.source.as_str(), r.url.as_str())).collect();
    assert_eq!(found, [("Docs/guide/old.md", "/d/new"), ("Docs/b.md", "c")]);
    assert_eq!(codes(&workspace), [Code::RedirectionInvalid]);
}

#[cfg(unix)]
#[test]
fn links_are_followed_inside_and_nowhere_else() {
    use std::os::unix::fs::symlink;
    let outside = lay(&[("secret.md", "canary")]);
    let dir = lay(&[("real/a.md", "# A"), ("docs/b.md", "# B")]);
    let link = |target: &Path, name: &str| symlink(target, dir.path().join(name)).expect("linked");
    link(&dir.path().join("real"), "docs/inside");
    link(&outside.path().join("secret.md"), "docs/file.md");
    link(outside.path(), "docs/folder");
    link(&dir.path().join("docs"), "docs/loop");
    link(Path::new("nowhere"), "docs/dangling.md");
    let workspace = at(dir.path());
    let texts: Vec<&str> = workspace.sources.files().iter().map(|f| f.path.as_str()).collect();
    assert_eq!(texts, ["docs/b.md", "docs/inside/a.md", "real/a.md"]);
    let mut told = codes(&workspace);
    told.sort_unstable_by_key(|code| code.name());
    assert_eq!(told, [Code::SymlinkEscapesRoot, Code::SymlinkEscapesRoot, Code::SymlinkTargetNotFound]);
    let read = |path: &str| workspace.sources.read(&DocPath::new(path).expect("inside"));
    assert_eq!(read("docs/file.md"), Err(ReadError::Outside));
    assert_eq!(read("docs/none.md"), Err(ReadError::NotFound));
    assert!(read("docs/b.md").is_ok_and(|text| &*text == "# B"));
}

#[test]
fn broken_files_are_reported_with_their_place() {
    let dir = lay(&[("nul.md", "a\0b"), ("docfx.json", "{\"build\": {\"content\": [\"**/*.md\"]}, }")]);
    fs::write(dir.path().join("latin.md"), b"caf\xE9").expect("written");
    let unmerged = "# A\n\n<<<<<<< HEAD\nx\n=======\ny\n>>>>>>> topic\n";
    fs::write(dir.path().join("merge.md"), unmerged).expect("written");
    let workspace = at(dir.path());
    assert_eq!(codes(&workspace), [Code::InvalidEncoding, Code::MergeConflict, Code::NulCharacter]);
    let first = workspace.diagnostics[0].primary.expect("a place");
    assert_eq!((workspace.sources.get(first.file).path.as_str(), first.start), ("latin.md", 3));
}

#[test]
fn what_cannot_be_opened() {
    let dir = lay(&[("a.txt", ""), ("docfx.json", "{}")]);
    assert!(matches!(open(&dir.path().join("none")), Err(OpenError::NotFound(_))));
    assert!(matches!(open(&dir.path().join("a.txt")), Err(OpenError::NotAFolder(_))));
    assert!(open(&dir.path().join("docfx.json")).is_ok());
}

#[test]
fn no_form_of_a_path_reads_what_lies_outside() {
    let outside = lay(&[("secret.md", "canary")]);
    let dir = lay(&[("docs/a.md", "# A"), (".env", "TOKEN=1"), (".git/config", "[core]")]);
    let workspace = at(dir.path());
    let absolute = outside.path().join("secret.md").display().to_string();
    let forms = [
        "../secret.md",
        "docs/../../secret.md",
        "..\\secret.md",
        "docs\\..\\..\\secret.md",
        "/etc/passwd",
        "//host/share/a.md",
        "\\\\?\\C:\\a.md",
        "C:\\a.md",
        "C:a.md",
        "file:///etc/passwd",
        "~/../secret.md",
        "%2e%2e/secret.md",
        "..%2fsecret.md",
        "docs/a.md\0.png",
        "docs/a.md/",
        "docs/a.md/../../..",
        ".env",
        ".git/config",
        ".GIT/config",
        "docs",
        "",
        ".",
        "..",
        "\u{2024}\u{2024}/secret.md",
        &absolute,
    ];
    for form in forms {
        let text = DocPath::new(form).map(|path| workspace.sources.read(&path));
        let harmless = match &text {
            None | Some(Err(_)) => true,
            Some(Ok(text)) => &**text == "# A",
        };
        assert!(harmless, "{form:?} gave {text:?}");
    }
}

#[test]
fn a_fragment_beside_its_page_is_no_page() {
    let docfx = r#"{"build": {"content": ["**/*.{md,yml}"]}}"#;
    let dir = lay(&[("docfx.json", docfx), ("a.yml", "x: 1"), ("a.yml.md", ""), ("b.yml.md", "")]);
    let lines: Vec<String> =
        mapped(&at(dir.path())).iter().filter_map(|l| Some(l.split_once(": ")?.1.to_owned())).collect();
    assert_eq!(lines, ["data a.yml", "page b.yml.md"]);
}

#[test]
fn another_letter_case_finds_the_file_that_comes_first() {
    let paths = ["a/x.md", "A/X.md", "b/y.md", "C/z.md", "É.md"];
    let dir = lay(&paths.map(|path| (path, path)));
    let sources = at(dir.path()).sources;
    let found = |path: &str| sources.find_folded(path).map(|entry| sources.path(entry).as_str());
    assert_eq!(found("a/x.md"), Some("a/x.md"), "the very path");
    for (path, first) in [("a/X.md", "A/X.md"), ("B/Y.MD", "b/y.md"), ("c/Z.md", "C/z.md"), ("é.MD", "É.md")]
    {
        assert_eq!(found(path), Some(first), "{path}");
    }
    assert_eq!(found("c/y.md"), None);
}

#[test]
fn folders_are_those_with_files_at_any_depth_and_names_lead_to_the_first_file() {
    let paths = ["a/b/c/x.md", "a/n.md", "d/X.md", "d/y.png"];
    let dir = lay(&paths.map(|path| (path, path)));
    let sources = at(dir.path()).sources;
    let folder = |path: &str| DocPath::new(path).expect("inside");
    assert!(["", "a", "a/b", "a/b/c", "d"].iter().all(|path| sources.has_folder(&folder(path))));
    assert!(["b", "a/n", "a/b/c/x", "e"].iter().all(|path| !sources.has_folder(&folder(path))));
    let alike = |name: &str, path: &str| -> Vec<&str> {
        let found = sources.alike(name, &folder(path));
        found.into_iter().map(|entry| sources.path(entry).as_str()).collect()
    };
    assert_eq!(alike("X.MD", "a"), ["a/b/c/x.md", "a/n.md"]);
    assert_eq!(alike("none", "d"), ["d/X.md", "d/y.png"]);
}
