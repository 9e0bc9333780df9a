//! `links` and `mv`, as typed.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Docset;

/// Shapes of data that commands print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DataFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// `docwright links`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  docwright links --to guide/start.md   every page that links to it
  docwright links --broken
  docwright links --orphans             pages that no page and no TOC leads to
  docwright links --redirects           every redirect and where it leads")]
#[command(group = clap::ArgGroup::new("question").required(true))]
pub struct LinksArgs {
    /// Where the docset is.
    #[command(flatten)]
    pub docset: Docset,
    /// Links to this source file.
    #[arg(long, value_name = "PAGE", group = "question")]
    pub to: Option<PathBuf>,
    /// Links that lead nowhere.
    #[arg(long, group = "question")]
    pub broken: bool,
    /// Pages that nothing leads to.
    #[arg(long, group = "question")]
    pub orphans: bool,
    /// Redirects and where they lead.
    #[arg(long, group = "question")]
    pub redirects: bool,
    /// Shape of the data.
    #[arg(long, value_enum, default_value_t = DataFormat::Text)]
    pub format: DataFormat,
}

/// `docwright mv`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  docwright mv guide/old.md guide/new.md
  docwright mv guide/old.md guide/new.md --dry-run")]
pub struct MvArgs {
    /// The page as it is named now.
    pub old: PathBuf,
    /// The page's new name.
    pub new: PathBuf,
    /// Do not add a redirect.
    #[arg(long)]
    pub no_redirect: bool,
    /// Show the changes as a diff, write nothing.
    #[arg(long)]
    pub dry_run: bool,
}
