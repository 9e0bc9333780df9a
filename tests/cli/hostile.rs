//! Docsets that mean harm: nothing outside is read or written, nothing of theirs runs, nothing takes for ever.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use html5gum::{Token, Tokenizer};

use crate::folder::Folder;
use crate::tree::tree;

/// A word that stands in files outside the docset and must never come out of a build.
const CANARY: &str = "canary-in-the-cellar";

/// Ways to write the path of a file beside the repository.
const WAYS_OUT: &[&str] = &[
    "../outside",
    "..\\outside",
    "..%2foutside",
    "%2e%2e/outside",
    "~/../outside",
    "~\\..\\outside",
    "/../outside",
    "//outside",
    "./../outside",
    "docs/../../outside",
    "docs/..\\..\\outside",
    "....//outside",
    "file:///outside",
    "file:../outside",
    "link/outside",
    "linked",
];

/// A repository in `repo/`, beside files that are none of its business.
fn beside_a_secret() -> Folder {
    let folder = Folder::new(&[("repo/docs/index.md", "# Home\n")]);
    for extension in ["md", "txt", "yml", "json", "png"] {
        folder.write(&format!("outside.{extension}"), &format!("# {CANARY}\n"));
    }
    #[cfg(unix)]
    for extension in ["md", "txt", "yml", "json", "png"] {
        let to = folder.path(&format!("outside.{extension}"));
        std::os::unix::fs::symlink(to, folder.path(&format!("repo/linked.{extension}"))).expect("linked");
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink(folder.path("."), folder.path("repo/link")).expect("linked");
    folder
}

#[test]
fn no_field_of_a_docset_leads_out_of_it() {
    let folder = beside_a_secret();
    let (mut page, mut toc) = ("# Ways out\n\n".to_owned(), String::new());
    let mut moved = Vec::new();
    for (i, way) in WAYS_OUT.iter().enumerate() {
        let _ = write!(
            page,
            "[!INCLUDE [x]({way}.md)]\n\ntext [!INCLUDE [x]({way}.md)] text\n\n[!code[x]({way}.txt)]\n\n\
             :::code language=\"text\" source=\"{way}.txt\":::\n\n:::image source=\"{way}.png\" alt-text=\"x\":::\n\n\
             ![x]({way}.png) [x]({way}.txt) <img src=\"{way}.png\">\n\n"
        );
        let _ = write!(toc, "- name: a{i}\n  href: {way}.md\n- name: b{i}\n  tocHref: {way}.yml\n");
        moved.push(serde_json::json!({ "source_path": format!("{way}.md"), "redirect_url": "/x" }));
    }
    folder.write("repo/docs/out.md", &page);
    folder.write("repo/docs/toc.yml", &toc);
    let redirections = serde_json::json!({ "redirections": moved });
    folder.write("repo/.openpublishing.redirection.json", &redirections.to_string());
    let mut content = vec![serde_json::json!({ "files": ["**/*.md", "**/*.yml"] })];
    for way in ["..", "../", "/", "~/..", "docs/../.."] {
        content.push(serde_json::json!({ "files": ["*.md"], "src": way }));
        content.push(serde_json::json!({ "files": ["docs/*.md"], "dest": way }));
    }
    let maps: Vec<String> = WAYS_OUT.iter().map(|way| format!("{way}.yml")).collect();
    let config = serde_json::json!({ "build": { "content": content, "resource": content, "overwrite": ["../*.md"],
        "xref": maps, "globalMetadata": { "breadcrumb_path": "../outside.yml" } } });
    folder.write("repo/docfx.json", &config.to_string());

    let before = tree(&folder.path("."));
    let run = folder.run(&["build", "repo", "--message-format", "json"]);
    assert_eq!(run.status, 1, "{}", run.err);
    assert!(run.out.contains("path-escapes-root"), "{}", run.out);
    let after = tree(&folder.path("."));
    assert!(after.contains_key("repo/_site/docs/out.html"), "{:?}", after.keys());
    for (path, bytes) in &after {
        if path.starts_with("repo/_site/") || path.starts_with("repo/.docwright/") {
            let text = String::from_utf8_lossy(bytes);
            assert!(!text.contains(CANARY), "{path} holds what lies outside");
        } else {
            assert_eq!(before.get(path), Some(bytes), "{path} was written");
        }
    }
    assert!(!run.out.contains(CANARY) && !run.err.contains(CANARY));
}

#[test]
fn no_key_of_the_sites_configuration_leads_out_of_it() {
    let folder = beside_a_secret();
    for name in ["style.css", "script.js", "picture.svg"] {
        folder.write(name, CANARY);
    }
    folder.write("repo/content/index.md", "# Home\n\n[!INCLUDE [x](outside.md)]\n\n<xref:x>\n");
    folder.write("repo/themes/mine/assets/own.css", "h1 { color: red }\n");
    #[cfg(unix)]
    for (from, to) in
        [("style.css", "assets/style.css"), (".", "assets/all"), ("style.css", "templates/parts/a.html")]
    {
        let to = folder.path(&format!("repo/themes/mine/{to}"));
        std::fs::create_dir_all(to.parent().expect("a folder")).expect("made");
        std::os::unix::fs::symlink(folder.path(from), to).expect("linked");
    }
    let keys = [
        "[site]\nlogo = \"../picture.svg\"\nfavicon = \"../../picture.svg\"\nsocial_image = \"/etc/hostname\"\n",
        "[build]\ncontent = \"..\"\n",
        "[build]\noutput = \"../..\"\n",
        "[theme]\nname = \"mine\"\nextra_css = [\"../style.css\"]\nextra_js = [\"../../script.js\"]\n",
        "[theme]\nname = \"../..\"\n",
        "[markdown]\nfallback_folders = [\"..\", \"../..\"]\n",
        "[index]\nbaseline = \"../outside.json\"\npath = \"../../index\"\n",
        "[versions]\ndefinition = \"../outside.json\"\n",
        "[links]\nxref = [\"../outside.yml\", \"../outside.json\"]\n",
        "[redirects]\n\"../../x.md\" = \"index.md\"\n",
        "[learn]\nmetadataSchema = [\"../outside.json\"]\nmarkdownValidationRules = \"../outside.json\"\n",
    ];
    let before = tree(&folder.path("."));
    for key in keys {
        folder.write("repo/site.toml", key);
        let run = folder.run(&["build", "repo", "--message-format", "json"]);
        assert!(run.status <= 2, "{key}: {}", run.err);
        assert!(!run.out.contains(CANARY) && !run.err.contains(CANARY), "{key}: {}{}", run.out, run.err);
        for (path, bytes) in tree(&folder.path(".")) {
            let ours =
                ["repo/_site/", "repo/.docwright/", "repo/site.toml"].iter().any(|own| path.starts_with(own));
            assert!(ours || before.get(&path) == Some(&bytes), "{key}: {path} was written");
            let leaked = ours && String::from_utf8_lossy(&bytes).contains(CANARY);
            assert!(!leaked, "{key}: {path} holds what lies outside");
        }
    }
}

/// Markdown and HTML that would run code, most of it in the disguises that filters have fallen for.
const SCRIPTS: &[&str] = &[
    "<script>run()</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<scr<script>ipt>run()</scr</script>ipt>",
    "<img src=x onerror=run()>",
    "<img src=x oNeRrOr = \"run()\" >",
    "<img/src=\"x\"/onerror=run()>",
    "<svg onload=run()><g onclick=run()></g></svg>",
    "<svg><script>run()</script></svg>",
    "<svg><a xlink:href=\"javascript:run()\"><text>x</text></a></svg>",
    "<math><mtext><style><img src=x onerror=run()></style></mtext></math>",
    "<a href=\"javascript:run()\">x</a>",
    "<a href=\" java&#x09;script&colon;run()\">x</a>",
    "<a href=\"&#106;&#97;vascript:run()\">x</a>",
    "<a href=\"\u{1}javascript:run()\">x</a>",
    "<a href='vbscript:run()'>x</a>",
    "<a href=\"data:text/html;base64,PHNjcmlwdD4=\">x</a>",
    "<iframe src=\"javascript:run()\"></iframe>",
    "<iframe srcdoc=\"<script>run()</script>\"></iframe>",
    "<object data=\"javascript:run()\"></object>",
    "<embed src=\"javascript:run()\">",
    "<form action=\"javascript:run()\"><button formaction=\"javascript:run()\">x</button></form>",
    "<base href=\"https://evil.example/\">",
    "<meta http-equiv=\"refresh\" content=\"0;url=javascript:run()\">",
    "<link rel=\"stylesheet\" href=\"https://evil.example/x.css\">",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<p style=\"background:url(javascript:run())\">x</p>",
    "<details open ontoggle=run()><summary>x</summary></details>",
    "<textarea><img title=\"</textarea><img src=x onerror=run()>\"></textarea>",
    "<noscript><p title=\"</noscript><img src=x onerror=run()>\"></p></noscript>",
    "<!-- --!><img src=x onerror=run()> -->",
    "<!--><img src=x onerror=run()>-->",
    "<![CDATA[<img src=x onerror=run()>]]>",
    "<?xml <img src=x onerror=run()> ?>",
    "[x](javascript:run())",
    "[x](JaVaScRiPt:run())",
    "[x](java&#10;script:run())",
    "[x](<javascript:run()>)",
    "![x](javascript:run())",
    "<javascript:run()>",
    "[x][scripted]\n\n[scripted]: javascript:run()",
    "[x](a.md \"\\\" onmouseover=run() \\\"\")",
    "![\\\" onerror=run() x=\\\"](a.png)",
    "```x\" onload=\"run()\n<script>run()</script>\n```",
    "# <img src=x onerror=run()> \\\"><script>run()</script>",
    "| <script>run()</script> |\n| --- |\n| <img src=x onerror=run()> |",
    ":::image source=\"a.png\" alt-text=\"x\" link=\"javascript:run()\":::",
    ":::image source=\"javascript:run()\" alt-text=\"<script>run()</script>\":::",
    ":::video source=\"javascript:run()\" title=\"<script>run()</script>\":::",
    "> [!VIDEO javascript:run()]",
    "> [!div class=\"x\" onclick=\"run()\"]\n> x",
    ":::zone pivot=\"\\\" onclick=\\\"run()\"\nx\n:::zone-end",
    "#### [<script>run()</script>](#tab/a\"onclick=run())\n\nx\n\n---",
    "[!code-x\"onclick=run()[x](a.txt)]",
    "<xref:javascript:run()> @\"><script>run()</script>",
];

/// What a browser would run, or fetch from elsewhere, of a page that is not the theme's own.
fn dangers(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for token in Tokenizer::new(html) {
        let Ok(Token::StartTag(tag)) = token else { continue };
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        let attributes: Vec<(String, String)> = tag
            .attributes
            .iter()
            .map(|(name, value)| {
                (
                    String::from_utf8_lossy(name).into_owned(),
                    String::from_utf8_lossy(&value.value).into_owned(),
                )
            })
            .collect();
        let value = |of: &str| attributes.iter().find(|(name, _)| name == of).map_or("", |(_, v)| v.as_str());
        let script = name == "script"
            && !value("src").contains("_docwright/")
            && value("type") != "application/ld+json";
        let foreign = name == "link" && value("rel") != "canonical" && value("href").contains("//");
        if script || matches!(name.as_str(), "base" | "object" | "embed") && !attributes.is_empty() {
            found.push(format!("<{name}>"));
        }
        if name == "style" || foreign {
            found.push(format!("<{name}>"));
        }
        let refreshes = !value("http-equiv").is_empty();
        for (attribute, value) in &attributes {
            let plain = value.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect::<String>();
            let plain = plain.to_lowercase();
            // An address runs code by how it begins; a style or a refresh can have one inside.
            let runs = |begins: bool| {
                let schemes = ["javascript:", "vbscript:", "data:text"];
                schemes.iter().any(|s| if begins { plain.starts_with(s) } else { plain.contains(s) })
            };
            let bad = match attribute.as_str() {
                "srcdoc" => true,
                "href" | "src" | "action" | "formaction" | "data" | "xlink:href" => runs(true),
                "style" => runs(false),
                "content" => refreshes && runs(false),
                other => other.starts_with("on"),
            };
            if bad {
                found.push(format!("<{name} {attribute}={value:?}>"));
            }
        }
    }
    found
}

/// A docset whose pages, metadata, table of contents and structured pages are full of scripts.
fn scripted(learn: bool) -> Folder {
    let folder = Folder::new(&[(
        "docs/docfx.json",
        r#"{ "build": { "content": [{ "files": ["**/*.md", "**/*.yml"] }] } }"#,
    )]);
    if learn {
        let publish = r#"{ "docsets_to_publish": [{ "docset_name": "d", "build_source_folder": "docs" }] }"#;
        folder.write(".openpublishing.publish.config.json", publish);
    }
    let quoted = |text: &str| serde_json::to_string(text).expect("a text");
    let (mut toc, mut faq) =
        (String::new(), "### YamlMime:FAQ\ntitle: Asked\nsections:\n- name: All\n  questions:\n".to_owned());
    for (i, script) in SCRIPTS.iter().enumerate() {
        let flat = quoted(&script.replace('\n', " "));
        // HTML is the author's own business where DocFX's rules hold; all else is not.
        let body = if learn || !script.contains('<') { script } else { "x" };
        folder.write(
            &format!("docs/page-{i}.md"),
            &format!("---\ntitle: {flat}\ndescription: {flat}\nauthor: {flat}\nms.date: {flat}\nkeywords: [{flat}]\nuid: {flat}\n---\n\n{body}\n"),
        );
        let _ = write!(toc, "- name: {flat}\n  href: page-{i}.md\n- name: x\n  href: {flat}\n");
        let answer = if learn || !script.contains('<') { flat.clone() } else { "x".to_owned() };
        let _ = write!(faq, "  - question: {answer}\n    answer: {answer}\n");
    }
    folder.write("docs/toc.yml", &toc);
    folder.write("docs/asked.yml", &faq);
    let moved: Vec<_> = [
        "javascript:run()",
        " javascript:run()",
        "data:text/html,<script>run()</script>",
        "\"><script>run()</script>",
    ]
    .iter()
    .enumerate()
    .map(|(i, to)| serde_json::json!({ "source_path": format!("docs/old-{i}.md"), "redirect_url": to }))
    .collect();
    let redirections = serde_json::json!({ "redirections": moved });
    folder.write(".openpublishing.redirection.json", &redirections.to_string());
    folder
}

#[test]
fn nothing_of_an_author_runs_in_a_readers_browser() {
    for learn in [true, false] {
        let folder = scripted(learn);
        let run = folder.run(&["build", "docs", "-o", "site", "--message-format", "short"]);
        assert!(run.err.contains("Built     "), "{}", run.err);
        let mut pages = 0;
        for (path, bytes) in tree(&folder.path("site")) {
            if path.ends_with(".html") {
                let found = dangers(&String::from_utf8_lossy(&bytes));
                assert!(found.is_empty(), "{path} (Learn's rules: {learn}): {found:?}");
                pages += 1;
            }
        }
        assert!(pages > SCRIPTS.len(), "{pages} pages");
    }
}

#[test]
fn the_danger_is_seen_where_there_is_some() {
    for script in [
        "<script>x</script>",
        "<img onerror=x>",
        "<a href=' java\tscript:x'>",
        "<style>x</style>",
        "<base href=x>",
    ] {
        assert_eq!(dangers(script).len(), 1, "{script}");
    }
    assert!(dangers("<a href=\"x.html\">x</a><script src=\"../_docwright/app.js\"></script>").is_empty());
}

#[test]
fn texts_that_look_like_templates_stay_texts() {
    let folder = Folder::sound();
    let looks = "{{ 7 * 7 }} {% set x = 1 %} {# gone #} ${7*7} <%= 7*7 %> {{{ site }}}";
    let page = format!("---\ntitle: \"{looks}\"\ndescription: \"{looks}\"\n---\n\n# A\n\n`{looks}`\n");
    folder.write("content/roses.md", &page);
    folder.write("content/toc.yml", &format!("- name: \"{looks}\"\n  href: roses.md\n"));
    assert_eq!(folder.run(&["build"]).status, 0);
    let html = folder.read("_site/roses.html");
    let escaped = looks.replace('<', "&lt;").replace('>', "&gt;");
    // In the head, in the body, and in the navigation.
    assert!(html.matches("{{ 7 * 7 }} {% set x = 1 %} {# gone #}").count() >= 3, "{html}");
    assert!(html.contains(&escaped) || html.contains(&looks.replace('<', "&lt;")), "{html}");
}

#[test]
fn includes_that_multiply_end_soon() {
    let folder = Folder::sound();
    // Each file includes the next one twice: a million copies of the last.
    for i in 0..20 {
        let next = format!("[!INCLUDE [n](part-{}.md)]\n\n", i + 1);
        folder.write(&format!("content/parts/part-{i}.md"), &next.repeat(2));
    }
    folder.write("content/parts/part-20.md", "The end.\n");
    // And six that include themselves.
    folder.write("content/ring.md", &"[!INCLUDE [n](ring.md)]\n\n".repeat(6));
    folder.write("content/roses.md", "# Roses\n\n[!INCLUDE [n](parts/part-0.md)]\n");
    let start = Instant::now();
    let run = folder.run(&["check", "--message-format", "jsonl"]);
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
    assert!(run.out.contains("circular-reference"), "{}", run.out);
    assert!(run.out.contains("include-limit-exceeded") || run.out.contains("limit"), "{}", run.out);
    assert!(run.out.lines().count() < 60, "{} findings", run.out.lines().count());
}

#[test]
fn data_that_nests_without_end_is_a_finding() {
    let deep = |open: &str, close: &str| open.repeat(100_000) + &close.repeat(100_000);
    let lists = deep("[", "]");
    let objects = deep("{\"a\":", "") + "1" + &"}".repeat(100_000);
    for (name, text) in [
        ("content/toc.yml", lists.clone()),
        ("content/a.yml", format!("### YamlMime:Hub\ntitle: {lists}\n")),
        ("content/a.md", format!("---\ntitle: {lists}\n---\n\n# A\n")),
        ("site.toml", format!("[site]\ntitle = {lists}\n")),
        ("site.toml", format!("[{}]\n", vec!["a"; 50_000].join("."))),
        ("docfx.json", format!("{{ \"build\": {lists} }}")),
        ("docfx.json", objects.clone()),
        (".openpublishing.redirection.json", format!("{{ \"redirections\": {lists} }}")),
        (".openpublishing.publish.config.json", lists.clone()),
        ("content/zone-pivot-groups.yml", format!("### YamlMime:ZonePivotGroups\ngroups: {lists}\n")),
        ("docwright-baseline.json", lists.clone()),
    ] {
        let folder = Folder::sound();
        if name.ends_with(".json") {
            std::fs::remove_file(folder.path("site.toml")).expect("removed");
            folder.write("docfx.json", r#"{ "build": { "content": [{ "files": ["**/*.md"] }] } }"#);
        }
        folder.write(name, &text);
        // `run` fails when a signal ended the program.
        let run = folder.run(&["check", "--strict", "--message-format", "short"]);
        assert!(
            matches!(run.status, 1 | 2),
            "{name}: {} {}",
            run.status,
            run.err.get(..500).unwrap_or(&run.err)
        );
    }
}

#[test]
fn a_file_too_large_to_be_text_is_not_read() {
    let folder = Folder::sound();
    let file = std::fs::File::create(folder.path("content/large.md")).expect("made");
    file.set_len(40 << 20).expect("a hole in the file");
    let run = folder.run(&["check", "--message-format", "jsonl"]);
    assert!(run.out.contains("file-too-large"), "{}{}", run.out, run.err);
}

#[test]
fn keys_and_dot_files_are_not_published_by_a_wildcard() {
    let folder = Folder::sound();
    folder.write("site.toml", "[site]\ntitle = \"x\"\n");
    for name in [".env", ".git-credentials", "server.pem", "id_rsa", "private.key", "page.md~", "shown.txt"] {
        folder.write(&format!("content/{name}"), CANARY);
    }
    folder.write("docfx.json", r#"{ "build": { "content": [{ "files": ["**/*.md"] }], "resource": [{ "files": ["content/**"] }] } }"#);
    folder.run(&["build"]);
    let site = tree(&folder.path("_site"));
    let published: Vec<&String> = site
        .iter()
        .filter(|(_, body)| String::from_utf8_lossy(body).contains(CANARY))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(published, ["content/shown.txt"], "{:?}", site.keys());
}

#[cfg(unix)]
#[test]
fn names_of_files_cannot_speak_to_terminals_and_build_servers() {
    let folder = Folder::sound();
    let name = "content/a\n::stop-commands::x\n##vso[task.complete]\u{1b}[31m\u{9b}31m.md";
    folder.write(name, "# A\n\n[x](gone\u{1b}[0m.md)\n\n[y](nothing.md)\n");
    for format in ["human", "short", "github", "azure", "gitlab", "junit", "json", "jsonl", "sarif"] {
        let run = folder.run(&["check", "--message-format", format]);
        for text in [&run.out, &run.err] {
            assert!(!text.contains(['\u{1b}', '\u{9b}']), "{format}: {text:?}");
            let forged =
                |line: &str| line.starts_with("::stop-commands") || line.starts_with("##vso[task.complete]");
            assert!(!text.lines().any(forged), "{format}: {text}");
        }
        assert!(format!("{}{}", run.out, run.err).contains("stop-commands"), "{format} names the file");
    }
}

#[test]
fn git_runs_nothing_for_a_hostile_repository() {
    let folder = Folder::broken();
    folder.git(&["init", "-q"]);
    folder.git(&["add", "."]);
    folder.git(&["commit", "-q", "-m", "All"]);
    let pwned = folder.path("pwned");
    let touch = format!("touch {}", pwned.display());
    for key in [
        "core.fsmonitor",
        "core.pager",
        "diff.external",
        "diff.x.textconv",
        "diff.x.command",
        "core.sshCommand",
        "core.editor",
    ] {
        folder.git(&["config", key, &touch]);
    }
    folder.write(".git/hooks/post-index-change", &format!("#!/bin/sh\n{touch}\n"));
    folder.write(".gitattributes", "*.md diff=x\n");
    folder.write("content/roses.md", "# Roses\n\nChanged.\n");
    let run = folder.run(&["check", "--since", "HEAD"]);
    assert!(run.status < 2, "{}", run.err);
    for reference in ["--output=pwned", "-O/etc/passwd", "--no-index"] {
        assert_eq!(folder.run(&["check", &format!("--since={reference}")]).status, 2, "{reference}");
    }
    assert!(!pwned.exists(), "a program of the repository ran");
}

#[test]
fn no_dangerous_folder_becomes_the_output() {
    let folder = Folder::sound();
    folder.write("foreign/thesis.txt", "years of work");
    folder.write("file", "a file");
    let before = tree(&folder.path("."));
    for target in [
        "/",
        ".",
        "..",
        "content",
        "./content/..",
        "foreign",
        "file",
        "/etc",
        "/tmp",
        "/proc/self",
        "content/index.md",
    ] {
        let run = folder.run(&["build", "-o", target]);
        assert_eq!(run.status, 2, "{target}: {}", run.err);
        assert!(run.err.starts_with("error"), "{target}: {}", run.err);
    }
    assert_eq!(tree(&folder.path(".")), before);
}

/// The process is ended without a chance to tidy up, at whatever point it has reached: before the new files are moved
/// to their places, in between, or after.
#[cfg(unix)]
#[test]
fn a_killed_build_leaves_whole_files_and_the_next_one_completes_it() {
    let folder = Folder::sound();
    let write_all = |word: &str| {
        for i in 0..60 {
            folder.write(&format!("content/page-{i}.md"), &format!("# Page {i}\n\n{word}.\n"));
        }
    };
    write_all("Old");
    assert_eq!(folder.run(&["build"]).status, 0);
    let old = tree(&folder.path("_site"));
    write_all("New");
    assert_eq!(folder.run(&["build", "-o", "new"]).status, 0);
    let new = tree(&folder.path("new"));
    for step in 0..25 {
        let mut child = folder.start(&["build"]);
        std::thread::sleep(Duration::from_micros(800 * step));
        // An error says that it has ended by itself.
        let _ = child.kill();
        child.wait().expect("it ended");
        for (path, bytes) in tree(&folder.path("_site")) {
            let whole = old.get(&path) == Some(&bytes) || new.get(&path) == Some(&bytes);
            assert!(whole, "{path} is neither the old file nor the new one, at step {step}");
        }
    }
    assert_eq!(folder.run(&["build"]).status, 0, "the next build works");
    assert_eq!(tree(&folder.path("_site")), new);
    let left: Vec<String> = folder.names().into_iter().filter(|name| name.starts_with("._site")).collect();
    assert!(left.is_empty(), "left over: {left:?}");
}
