//! A throw-away docset and the program run on it.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A folder of files that is deleted at the end.
pub(crate) struct Folder {
    dir: tempfile::TempDir,
}

/// What a run left behind.
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Folder {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let folder = Folder { dir: tempfile::tempdir().expect("a temporary folder") };
        for (name, text) in files {
            folder.write(name, text);
        }
        folder
    }

    /// A site of two pages that link to one another, without a fault.
    pub(crate) fn sound() -> Self {
        Folder::new(&[
            ("site.toml", "[site]\ntitle = \"Garden\"\n"),
            (
                "content/index.md",
                "---\ntitle: Garden\ndescription: All about it.\n---\n\n# Garden\n\n[Roses](roses.md)\n",
            ),
            (
                "content/roses.md",
                "---\ntitle: Roses\ndescription: They smell.\n---\n\n# Roses\n\n## Care\n\n[Up](index.md)\n",
            ),
            (
                "content/toc.yml",
                "items:\n- name: Garden\n  href: index.md\n- name: Roses\n  href: roses.md\n",
            ),
        ])
    }

    /// The same with a link that leads nowhere, on line 8 of the first page.
    pub(crate) fn broken() -> Self {
        let folder = Folder::sound();
        folder.write(
            "content/index.md",
            "---\ntitle: Garden\ndescription: All about it.\n---\n\n# Garden\n\nSee [tulips](tulips.md) and [care](roses.md#care).\n",
        );
        folder
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("below the folder")).expect("writable");
        std::fs::write(path, text).expect("writable");
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).expect("the file exists")
    }

    pub(crate) fn run(&self, args: &[&str]) -> Run {
        self.run_with(args, &[])
    }

    /// Runs the program in the folder, with nothing of the machine's environment that it looks at.
    pub(crate) fn run_with(&self, args: &[&str], variables: &[(&str, &str)]) -> Run {
        run(self.dir.path(), args, variables)
    }

    /// The names at the top, ordered.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.dir.path()).expect("readable").flatten();
        let mut names: Vec<String> = entries.map(|e| e.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// Starts the program in the folder; what it says is lost.
    pub(crate) fn start(&self, args: &[&str]) -> Child {
        let mut command = program(self.dir.path(), args);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().expect("the program starts")
    }

    pub(crate) fn git(&self, args: &[&str]) {
        self.git_at("2024-01-01T00:00:00Z", args);
    }

    /// Runs git as if it were `date`.
    pub(crate) fn git_at(&self, date: &str, args: &[&str]) {
        let status = Command::new("git")
            .env("GIT_COMMITTER_DATE", date)
            .current_dir(self.dir.path())
            .args(["-c", "user.name=Gardener", "-c", "user.email=gardener@example.org"])
            .args(args)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .status()
            .expect("git runs");
        assert!(status.success(), "git {args:?}");
    }
}

/// The program without anything of the machine's environment that it looks at.
fn program(dir: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_docwright"));
    command.current_dir(dir).args(args);
    for name in ["GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "TF_BUILD", "NO_COLOR", "CLICOLOR_FORCE", "COLUMNS"]
    {
        command.env_remove(name);
    }
    command
}

fn run(dir: &Path, args: &[&str], variables: &[(&str, &str)]) -> Run {
    let mut command = program(dir, args);
    command.envs(variables.iter().copied());
    let output = command.output().expect("the program runs");
    Run {
        status: output.status.code().expect("no signal ended it"),
        out: String::from_utf8(output.stdout).expect("UTF-8"),
        err: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}
