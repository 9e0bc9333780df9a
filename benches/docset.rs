//! A docset of any size with the proportions of real ones: folders with TOCs, front matter, headings, lists, tables,
//! alerts, code, includes and links between pages. The same size gives the same bytes. Shared by benches and programs.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

/// Pages in a folder.
const FOLDER: usize = 40;

const WORDS: &[&str] = &[
    "client",
    "server",
    "policy",
    "update",
    "deploy",
    "site",
    "system",
    "role",
    "network",
    "account",
    "device",
    "group",
    "package",
    "content",
    "source",
    "version",
    "option",
    "value",
    "setting",
    "service",
    "report",
    "cluster",
    "backup",
    "restore",
    "schedule",
    "window",
    "request",
    "response",
    "certificate",
    "boundary",
];

/// A small generator of numbers, so that no crate and no clock decides the content.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n.max(1)
    }

    fn words(&mut self, n: usize) -> String {
        let picked: Vec<&str> = (0..n).map(|_| WORDS[self.below(WORDS.len())]).collect();
        picked.join(" ")
    }
}

/// Writes a docset of `pages` pages into `dir`; how many folders it has.
pub(crate) fn write(dir: &Path, pages: usize) -> io::Result<usize> {
    fs::create_dir_all(dir.join("includes"))?;
    fs::write(dir.join("docfx.json"), CONFIG)?;
    for i in 0..8 {
        fs::write(dir.join(format!("includes/note-{i}.md")), format!("> [!NOTE]\n> Shared note {i}.\n"))?;
    }
    let folders = pages.div_ceil(FOLDER);
    let mut root = String::from("- name: Home\n  href: index.md\n");
    for folder in 0..folders {
        let path = dir.join(format!("area-{folder}"));
        fs::create_dir_all(&path)?;
        let here = FOLDER.min(pages - folder * FOLDER);
        let mut toc = String::new();
        for page in 0..here {
            let number = folder * FOLDER + page;
            fs::write(path.join(format!("page-{number}.md")), text(number, pages))?;
            let _ = writeln!(toc, "- name: Page {number}\n  href: page-{number}.md");
        }
        fs::write(path.join("toc.yml"), toc)?;
        let _ = writeln!(root, "- name: Area {folder}\n  href: area-{folder}/toc.yml");
    }
    fs::write(dir.join("toc.yml"), root)?;
    fs::write(dir.join("index.md"), "# Home\n\nSee [the first page](area-0/page-0.md).\n")?;
    Ok(folders)
}

const CONFIG: &str = r#"{
  "build": {
    "content": [{ "files": ["**/*.md", "**/toc.yml"], "exclude": ["includes/**"] }],
    "resource": [{ "files": ["**/*.png"] }],
    "globalMetadata": { "author": "generator" }
  }
}
"#;

/// One page, about 6 KB.
fn text(number: usize, pages: usize) -> String {
    let mut n = Numbers(number as u64 + 1);
    let mut out = format!(
        "---\ntitle: Page {number}\ndescription: {}\nms.date: 01/02/2026\nms.topic: how-to\n---\n\n# Page {number}\n\n## Overview\n\n",
        n.words(9)
    );
    for section in 0..4 + n.below(4) {
        let _ = writeln!(out, "## Section {section} {}\n", n.words(2));
        for _ in 0..2 {
            let target = n.below(pages);
            let fragment = if n.below(10) == 0 { "#overview" } else { "" };
            let link = format!("[page {target}](../area-{}/page-{target}.md{fragment})", target / FOLDER);
            let (prose, term, more, code) = (n.words(18), n.words(2), n.words(12), n.words(1));
            let _ = writeln!(out, "{prose} **{term}** {more} `{code}` see {link}.\n");
        }
        match n.below(5) {
            0 => {
                let _ = writeln!(out, "> [!TIP]\n> {}\n", n.words(14));
            }
            1 => {
                out.push_str("| Name | Value | Notes |\n| --- | --- | --- |\n");
                for _ in 0..5 {
                    let _ = writeln!(out, "| {} | `{}` | {} |", n.words(1), n.words(1), n.words(6));
                }
                out.push('\n');
            }
            2 => {
                let _ = writeln!(
                    out,
                    "```powershell\nGet-{} -Name \"{}\" | Where-Object {{ $_.Id -gt {} }}\n# {}\n```\n",
                    n.words(1),
                    n.words(1),
                    n.below(900),
                    n.words(6)
                );
            }
            3 => {
                for step in 1..5 {
                    let _ = writeln!(out, "{step}. {}", n.words(10));
                }
                out.push('\n');
            }
            _ => {
                let _ = writeln!(out, "[!INCLUDE [note](../includes/note-{}.md)]\n", n.below(8));
            }
        }
    }
    out
}
