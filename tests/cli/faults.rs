//! Faults and what is said of them: code, place and words.

use std::fs::File;

use crate::folder::Folder;

/// A docset in `content/`, and what a check says of it in the short form, but for the help.
struct Case {
    files: &'static [(&'static str, &'static [u8])],
    says: &'static [&'static str],
}

const CASES: &[Case] = &[
    Case {
        files: &[("content/latin.md", b"# Latin\n\nA caf\xE9.\n")],
        says: &[
            "content/latin.md:3:6: error[invalid-encoding]: the file is not UTF-8: the first bad byte is byte 14",
        ],
    },
    Case {
        files: &[("content/zero.md", b"# Zero\n\nnought: \0\n")],
        says: &[
            "content/zero.md:3:9: warning[nul-character]: the file has a NUL character; it is shown as a replacement \
             character",
        ],
    },
    Case {
        files: &[("site.toml", b"[site]\ntitle = \"Mill\"\n[build]\ncontent = \"pages\"\n")],
        says: &[
            "error[glob-matches-nothing]: no page is to be published: the content patterns match nothing in `pages`",
            "site.toml:4:11: error[directory-not-found]: the content folder `pages` does not exist",
        ],
    },
    Case {
        files: &[("site.toml", b"[site]\ntitle = \"Mill\"\n\n[build]\nouput = \"flour\"\n")],
        says: &[
            "site.toml:5:1: warning[unknown-config-key]: `ouput` is no key in `build` that docwright knows",
        ],
    },
    Case {
        files: &[(
            "site.toml",
            b"[build]\nexclude = [\n  \"a/**\",\n  \"{a,b,c,d}{a,b,c,d}{a,b,c,d}{a,b,c,d}{a,b,c,d}{a,b,c,d}\",\n]\n",
        )],
        says: &[
            "site.toml:4:3: error[glob-pattern-invalid]: the pattern `{a,b,c,d}{a,b,c,d}{a,b,c,d}{a,b,c,d}{a,b,c,d}{a,b,c,d}` cannot be \
             understood: braces expand to more than 1024 patterns",
        ],
    },
    Case {
        files: &[(
            "site.toml",
            b"[rules]\nh1-missing = { severity = \"error\", exclude = [\"index.md\", \"old/**\"] }\n\
              title-missing = { exclude = \"new/*.md\" }\n",
        )],
        says: &[
            "site.toml:2:59: suggestion[unused-suppression]: no file fits `old/**`, for which the rule `h1-missing` has \
             `exclude`",
            "site.toml:3:29: suggestion[unused-suppression]: no file fits `new/*.md`, for which the rule \
             `title-missing` has `exclude`",
        ],
    },
    Case {
        files: &[("content/grinding.md", GRINDING)],
        says: &[
            "content/grinding.md:21:1: suggestion[method-entry-empty]: \"Pin\" stands among the entries of a comparison \
             but has no text.",
        ],
    },
    Case {
        files: &[("content/first.md", SIEVES), ("content/second.md", SIEVES)],
        says: &[
            "content/second.md:5:1: warning[method-id-duplicate]: Two sets have the id `sieves`; the second is called \
             `sieves-2`.",
        ],
    },
];

const GRINDING: &[u8] = b"# Grinding

## Stone

**Advantages:** fine

**Costs:** dust

## Roller

**Advantages:** fast

**Costs:** heat

## Hammer

**Advantages:** cheap

**Costs:** noise

## Pin
";

const SIEVES: &[u8] = b"---
comparison:
  id: sieves
---
# Sieves

## Silk

**Advantages:** fine

**Costs:** dear

## Wire

**Advantages:** strong

**Costs:** coarse

## Hair

**Advantages:** cheap

**Costs:** weak
";

#[test]
fn faults_have_their_code_and_place() {
    for case in CASES {
        let folder = Folder::new(&[
            ("site.toml", "[site]\ntitle = \"Mill\"\n"),
            ("content/index.md", "---\ntitle: Mill\n---\n\n# Mill\n"),
        ]);
        for (name, bytes) in case.files {
            std::fs::write(folder.path(name), bytes).expect("writable");
        }
        let run = folder.run(&["check", "--message-format", "short"]);
        let says: Vec<&str> =
            run.out.lines().map(|line| line.rsplit_once(" (").map_or(line, |(said, _)| said)).collect();
        assert_eq!(says, case.says, "{}", run.err);
    }
}

/// Links that lead out of the repository, and names that are no Unicode.
#[cfg(target_os = "linux")]
#[test]
fn files_that_are_not_read_are_told_by_name() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let (outside, folder) = (Folder::new(&[("cellar.md", "# Cellar\n")]), Folder::sound());
    let cellar = outside.path("cellar.md").canonicalize().expect("there");
    std::os::unix::fs::symlink(&cellar, folder.path("content/cellar.md")).expect("linked");
    std::os::unix::fs::symlink("gone.png", folder.path("content/lost.png")).expect("linked");
    let odd = folder.path("content").join(OsStr::from_bytes(b"n\xE9.md"));
    std::fs::write(odd, "# Odd\n").expect("writable");
    let run = folder.run(&["check", "--message-format", "short"]);
    let link = format!(
        "error[symlink-escapes-root]: the symbolic link `content/cellar.md` leads out of the repository, to `{}` (",
        cellar.display()
    );
    assert!(run.out.lines().any(|line| line.starts_with(&link)), "{}", run.out);
    let name = "warning[path-invalid]: the name of `n\u{FFFD}.md` is no Unicode; the file is left out (";
    assert!(run.out.lines().any(|line| line.starts_with(name)), "{}", run.out);
    let lost = "info[symlink-target-not-found]: the symbolic link `content/lost.png` leads to `gone.png`, which is not \
                there (";
    assert!(run.out.lines().any(|line| line.starts_with(lost)), "{}", run.out);
    assert_eq!((run.status, run.out.lines().count()), (1, 3), "{}", run.out);
}

/// Runs what cannot be done: status 2, the code, words of the message, and help.
fn gives_up(folder: &Folder, args: &[&str], code: &str, words: &str) {
    let run = folder.run(args);
    assert_eq!(run.status, 2, "{}", run.err);
    assert!(run.err.starts_with(&format!("error[{code}]: ")), "{}", run.err);
    assert!(run.err.contains(words) && run.err.contains("\n  = help: "), "{}", run.err);
}

#[test]
fn a_build_that_cannot_write_says_where() {
    let folder = Folder::sound();
    folder.write("taken", "a file");
    let inside = folder.path("taken").display().to_string();
    gives_up(&folder, &["build", "-o", "taken/site"], "output-write-failed", &inside);
    assert_eq!(folder.read("taken"), "a file");
}

#[test]
fn a_build_leaves_a_folder_to_the_one_that_has_it() {
    let folder = Folder::sound();
    let other = File::create(folder.path("._site.docwright-lock")).expect("made");
    other.lock().expect("nobody has it");
    gives_up(&folder, &["build"], "build-locked", "another build is writing to ");
    assert!(!folder.path("_site").exists());
    drop(other);
    assert_eq!(folder.run(&["build"]).status, 0, "a lock that nobody holds is taken over");
}

#[test]
fn a_template_that_does_not_parse_says_its_file_line_and_column() {
    let folder = Folder::sound();
    folder.write("site.toml", "[site]\ntitle = \"Garden\"\n\n[theme]\nname = \"mine\"\n");
    folder.write(
        "themes/mine/templates/page.html",
        "{% extends \"base.html\" %}\n\n{% block content %}{{ gate",
    );
    gives_up(&folder, &["build"], "template-error", "page.html:3:27\n");
}
