//! The git program, asked about the repository around a workspace.
//!
//! **Invariant:** git runs no other program and opens no connection. Hooks, file-system monitors, external diffs,
//! text conversions, filters, signature checks, pagers and transports are switched off, and nothing of the
//! environment steers it: a repository's own settings and the shell of a hook decide neither what runs nor where.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

/// Settings that would run a program, or fetch what is missing, each switched off.
const CONFINED: &[&str] = &[
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.pager=cat",
    "diff.external=",
    "log.showSignature=false",
    "protocol.allow=never",
];

/// Variables that would lead git to another repository, as the shell of a hook does, or to other settings and programs.
const STEERING: &[&str] = &[
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_ATTR_SOURCE",
    "GIT_COMMON_DIR",
    "GIT_CONFIG",
    "GIT_CONFIG_COUNT",
    "GIT_CONFIG_PARAMETERS",
    "GIT_DIFF_OPTS",
    "GIT_DIR",
    "GIT_EXTERNAL_DIFF",
    "GIT_GRAFT_FILE",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PAGER",
    "GIT_PREFIX",
    "GIT_REPLACE_REF_BASE",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
];

/// Why git gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// There is no such program.
    #[error("the program git was not found")]
    NoProgram,
    /// It could not be started.
    #[error("cannot run git: {0}")]
    Io(String),
    /// It refused; the first line of what it said.
    #[error("{0}")]
    Refused(String),
}

/// Runs git in `folder` and gives what it prints. What a user typed must stand behind `--end-of-options`.
///
/// # Errors
/// When git is missing or ends with a failure.
pub fn git<'a>(folder: &Path, args: impl IntoIterator<Item = &'a str>) -> Result<Vec<u8>, GitError> {
    let mut command = Command::new("git");
    for name in STEERING {
        command.env_remove(name);
    }
    command.arg("-C").arg(folder).arg("--no-optional-locks");
    for setting in CONFINED {
        command.args(["-c", setting]);
    }
    let output = command
        .args(args)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_TERMINAL_PROMPT", "0")
        // Its messages are quoted in ours.
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .output()
        .map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => GitError::NoProgram,
            _ => GitError::Io(error.to_string()),
        })?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let words = String::from_utf8_lossy(&output.stderr);
    let reason = words.lines().next().unwrap_or("git failed");
    Err(GitError::Refused(reason.trim_start_matches("fatal: ").to_owned()))
}

/// Settings that switch off the filters that a repository configures for its files: `git diff` would run them on
/// files that look changed.
///
/// # Errors
/// As for [`git`].
pub fn without_filters(folder: &Path) -> Result<Vec<String>, GitError> {
    let names = match git(folder, ["config", "--null", "--name-only", "--get-regexp", r"^filter\..*\."]) {
        Ok(names) => names,
        // git's way to say that nothing fits.
        Err(GitError::Refused(_)) => Vec::new(),
        Err(error) => return Err(error),
    };
    let mut settings = Vec::new();
    for name in names.split(|byte| *byte == 0).map(String::from_utf8_lossy) {
        let Some((filter, _)) = name.rsplit_once('.') else { continue };
        for (key, value) in [("clean", ""), ("process", ""), ("required", "false")] {
            settings.extend(["-c".to_owned(), format!("{filter}.{key}={value}")]);
        }
    }
    Ok(settings)
}
