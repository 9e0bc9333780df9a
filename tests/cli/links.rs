//! Commands on the link graph, and those that change sources.

use crate::folder::Folder;

#[test]
fn the_graph_answers_questions() {
    let folder = Folder::broken();
    folder.write("content/lost.md", "---\ntitle: Lost\ndescription: Nobody comes.\n---\n\n# Lost\n");
    let to = folder.run(&["links", "--to", "content/roses.md"]);
    assert_eq!(to.status, 0, "{}", to.err);
    assert_eq!(to.out, "content/index.md:8:36: roses.md#care\n");
    assert_eq!(folder.run(&["links", "--orphans"]).out, "content/lost.md\n");
    assert!(
        folder.run(&["links", "--broken"]).out.contains("content/index.md:8:14: warning[file-not-found]")
    );
    assert_eq!(folder.run(&["links"]).status, 2);
    assert_eq!(folder.run(&["links", "--to", "content/none.md"]).status, 2);
}

#[test]
fn a_page_moves_and_everything_follows() {
    let folder = Folder::sound();
    folder.write("content/media/a.png", "not a picture");
    let roses = folder.read("content/roses.md");
    folder.write("content/roses.md", &format!("{roses}\n![A rose](media/a.png)\n"));
    let shown = folder.run(&["mv", "content/roses.md", "content/flowers/rose.md", "--dry-run"]);
    assert_eq!(shown.status, 0, "{}", shown.err);
    assert!(shown.out.contains("+[Roses](flowers/rose.md)"), "{}", shown.out);
    assert!(folder.path("content/roses.md").exists());

    let moved = folder.run(&["mv", "content/roses.md", "content/flowers/rose.md"]);
    assert_eq!(moved.status, 0, "{}", moved.err);
    assert!(!folder.path("content/roses.md").exists());
    assert!(folder.read("content/toc.yml").contains("href: flowers/rose.md"));
    let page = folder.read("content/flowers/rose.md");
    assert!(page.contains("[Up](../index.md)") && page.contains("(../media/a.png)"), "{page}");
    let check = folder.run(&["check", "--strict"]);
    assert_eq!(check.status, 0, "{}", check.err);
    folder.run(&["build"]);
    assert!(folder.read("_site/roses.html").contains("flowers/rose.html"), "the redirect leads there");
}

#[test]
fn a_page_with_capitals_in_its_name_moves() {
    let folder = Folder::sound();
    folder.write(
        "content/Trees/README.md",
        "---\ntitle: Trees\ndescription: Tall.\n---\n\n# Trees\n\n[Up](../index.md)\n",
    );
    folder.write(
        "content/toc.yml",
        "- name: Garden\n  href: index.md\n- name: Trees\n  href: Trees/README.md\n- href: roses.md\n",
    );
    let moved = folder.run(&["mv", "content/Trees/README.md", "content/Trees/index.md"]);
    assert_eq!(moved.status, 0, "{}", moved.err);
    assert!(folder.read("content/toc.yml").contains("href: Trees/index.md"));
    let check = folder.run(&["check", "--strict"]);
    assert_eq!(check.status, 0, "{}", check.err);
}

#[test]
fn what_is_certain_is_mended() {
    let folder = Folder::sound();
    let page = folder.read("content/index.md").replace("roses.md", "Roses.md");
    folder.write("content/index.md", &page);
    let shown = folder.run(&["check", "--fix", "--dry-run"]);
    assert!(shown.out.contains("-[Roses](Roses.md)\n+[Roses](roses.md)"), "{}\n{}", shown.out, shown.err);
    assert!(folder.read("content/index.md").contains("Roses.md"));
    assert_eq!(folder.run(&["check", "--fix", "--fail-on", "suggestion"]).status, 0);
    assert!(folder.read("content/index.md").contains("(roses.md)"));
}
