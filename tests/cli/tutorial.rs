//! The tutorial, done as it is written: what the page shows is what a reader gets.

use crate::folder::Folder;
use crate::project::project;

/// The fenced blocks of a page: language and text.
fn blocks(page: &str) -> Vec<(&str, String)> {
    let mut out: Vec<(&str, String)> = Vec::new();
    let mut open = false;
    for line in page.lines() {
        match line.strip_prefix("```") {
            Some(_) if open => open = false,
            Some(language) => {
                open = true;
                out.push((language, String::new()));
            }
            None if open => {
                let text = &mut out.last_mut().expect("a block is open").1;
                text.push_str(line);
                text.push('\n');
            }
            None => {}
        }
    }
    out
}

#[test]
fn the_first_site_comes_out_as_the_tutorial_says() {
    let page = project().join("content/start/first-build.md");
    let page = std::fs::read_to_string(page).expect("the tutorial");
    let blocks = blocks(&page);
    let one = |language: &str| -> &str {
        let found: Vec<&str> =
            blocks.iter().filter(|(l, _)| *l == language).map(|(_, text)| text.as_str()).collect();
        assert_eq!(found.len(), 1, "{language}");
        found[0]
    };
    let folder = Folder::new(&[]);
    for (_, commands) in blocks.iter().filter(|(language, _)| *language == "console").take(1) {
        assert_eq!(commands, "docwright init handbook\ncd handbook\n");
        assert_eq!(folder.run(&["init", "handbook"]).status, 0);
    }
    folder.write("handbook/content/backup.md", one("markdown"));
    let toc = folder.read("handbook/content/toc.yml");
    folder.write("handbook/content/toc.yml", &(toc + one("yaml")));
    let built = folder.run(&["-C", "handbook", "build"]);
    assert_eq!(built.status, 0, "{}", built.err);
    assert!(built.err.starts_with(one("output")), "{}", built.err);

    let mended = folder.read("handbook/content/backup.md").replace("#nowhere", "");
    folder.write("handbook/content/backup.md", &mended);
    let built = folder.run(&["-C", "handbook", "build", "--strict"]);
    assert_eq!(built.status, 0, "{}", built.err);
    assert!(folder.read("handbook/_site/index.html").contains("backup.html"), "the page is in the sidebar");
}
