//! Small docsets under `tests/sites/`, each with what becomes of it in `expected.txt`: pages, where their links lead,
//! tables of contents, redirects, findings. `UPDATE=1 cargo test --test sites` writes the expectations anew.

mod project;

use std::fmt::Write as _;
use std::path::Path;

use docwright::build::{Project, load};
use docwright::diag::{Diagnostic, Files};
use docwright::docset::{Page, TocNode, resolve};

use project::project;

#[test]
fn small_docsets_become_what_they_should() {
    let root = project().join("tests/sites");
    let mut sites: Vec<_> =
        std::fs::read_dir(&root).expect("the folder").flatten().map(|e| e.path()).collect();
    sites.sort();
    sites.retain(|p| p.is_dir());
    assert!(!sites.is_empty(), "there are docsets");
    let mut wrong = Vec::new();
    for site in &sites {
        // Away from this repository, whose own configuration would count otherwise.
        let temp = tempfile::tempdir().expect("a temporary folder");
        copy(&site.join("repo"), temp.path());
        let found = describe(&load(temp.path()).expect("a docset"));
        let expected = site.join("expected.txt");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&expected, &found).expect("writable");
        }
        if std::fs::read_to_string(&expected).unwrap_or_default() != found {
            wrong.push(format!("{}:\n{found}", site.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("made");
    for entry in std::fs::read_dir(from).expect("the folder").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), &target).expect("copied");
        }
    }
}

fn describe(project: &Project) -> String {
    let mut out = String::new();
    let mut findings = project.diagnostics.clone();
    for page in project.catalog.pages() {
        describe_page(project, page, &mut out, &mut findings);
    }
    for toc in project.catalog.tocs() {
        let _ = writeln!(out, "toc {} \"{}\"", toc.key, toc.title);
        describe_toc(&project.catalog.toc_tree(toc.id), 1, &mut out);
    }
    for redirect in project.catalog.redirects() {
        let _ = writeln!(out, "redirect {} -> {}", redirect.out, redirect.href);
    }
    for asset in project.catalog.assets() {
        let _ = writeln!(out, "copy {} -> {}", asset.path, asset.out);
    }
    let mut findings: Vec<String> = findings.iter().map(|d| finding(project, d)).collect();
    findings.sort();
    for finding in findings {
        let _ = writeln!(out, "{finding}");
    }
    out
}

fn describe_page(project: &Project, page: &Page, out: &mut String, findings: &mut Vec<Diagnostic>) {
    let _ = writeln!(out, "page {} <- {} \"{}\"", page.out, page.path, page.facts.title);
    let nav = project.catalog.nav(page.id);
    let crumbs: Vec<&str> = nav.crumbs.iter().map(|c| c.title.as_str()).collect();
    if !crumbs.is_empty() {
        let _ = writeln!(out, "  below {}", crumbs.join(" > "));
    }
    let title = |c: &docwright::docset::Crumb| c.title.clone();
    if let (Some(before), Some(after)) = (&nav.previous, &nav.next) {
        let _ = writeln!(out, "  between {} and {}", title(before), title(after));
    }
    for version in &nav.versions {
        let _ = writeln!(out, "  version {} {}", version.moniker, version.href);
    }
    let view = resolve(&project.workspace, &project.catalog, page.id);
    for occurrence in &view.docs {
        for (link, target) in occurrence.doc.links.iter().zip(&occurrence.targets) {
            let written = occurrence.doc.str(link.target);
            let _ = writeln!(out, "  {written} => {}", target.href().unwrap_or("(no link)"));
        }
        for (xref, target) in occurrence.doc.xrefs.iter().zip(&occurrence.xrefs) {
            let _ =
                writeln!(out, "  @{} => {}", occurrence.doc.str(xref.uid), target.href().unwrap_or("(text)"));
        }
        for (snippet, text) in occurrence.doc.snippets.iter().zip(&occurrence.snippets) {
            let _ =
                writeln!(out, "  code {} => {:?}", snippet.path, text.text.as_deref().unwrap_or("(missing)"));
        }
        if occurrence.heading_ids.iter().any(|id| !id.is_empty()) {
            let _ = writeln!(out, "  ids of {}: {}", occurrence.path, occurrence.heading_ids.join(" "));
        }
    }
    for asset in &view.assets {
        let _ = writeln!(out, "  shows {}", asset.out);
    }
    findings.extend(view.diagnostics);
}

fn describe_toc(nodes: &[TocNode], depth: usize, out: &mut String) {
    for node in nodes {
        let _ = writeln!(out, "{}{} {}", "  ".repeat(depth), node.title, node.href.as_deref().unwrap_or("-"));
        describe_toc(&node.children, depth + 1, out);
    }
}

fn finding(project: &Project, diagnostic: &Diagnostic) -> String {
    let place = diagnostic.primary.map_or_else(String::new, |span| {
        let sources = &project.workspace.sources;
        format!(" {}:{}", sources.get(span.file).path, sources.position(span.file, span.start).line)
    });
    format!("{}{place}: {}", diagnostic.code.name(), diagnostic.message)
}
