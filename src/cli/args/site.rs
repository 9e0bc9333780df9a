//! `build` and `check`, as typed.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Docset, FindingArgs};

/// What `build` writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Emit {
    /// A web site.
    Site,
    /// One JSON file a page, for those who render elsewhere.
    Model,
}

/// How a command works.
#[derive(Debug, Args)]
pub struct Work {
    /// Threads to use [default: one a processor].
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<usize>,
    /// Print the time of each stage.
    #[arg(long)]
    pub timings: bool,
}

/// `docwright build`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  docwright build
  docwright build docs -o public --strict
  docwright build --message-format human --message-format sarif:findings.sarif
  docwright build --emit model -o model")]
pub struct BuildArgs {
    /// Where the docset is.
    #[command(flatten)]
    pub docset: Docset,
    /// Folder to write to; replaced only when docwright made it [default: `_site` in the docset's folder].
    #[arg(short, long, value_name = "OUT")]
    pub output: Option<PathBuf>,
    /// What to write.
    #[arg(long, value_name = "WHAT", value_enum, default_value_t = Emit::Site)]
    pub emit: Emit,
    /// How it works.
    #[command(flatten)]
    pub work: Work,
    /// How findings are reported.
    #[command(flatten)]
    pub findings: FindingArgs,
}

/// `docwright check`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  docwright check
  docwright check docs --since origin/main --message-format github
  docwright check --fix --dry-run       show what would be mended")]
pub struct CheckArgs {
    /// Where the docset is.
    #[command(flatten)]
    pub docset: Docset,
    /// Mend what has one certain remedy: letter case, moved pages, extensions, anchors with one close match.
    #[arg(long)]
    pub fix: bool,
    /// With --fix: show the changes as a diff, write nothing.
    #[arg(long, requires = "fix")]
    pub dry_run: bool,
    /// How it works.
    #[command(flatten)]
    pub work: Work,
    /// How findings are reported.
    #[command(flatten)]
    pub findings: FindingArgs,
}
