//! The command line as typed. Nothing is decided here: commands turn these structs into options.

mod findings;
mod index;
mod links;
mod site;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use findings::{BaselineAction, BaselineArgs, FailOn, FindingArgs, MessageFormat};
pub use index::{FacetFilter, IndexArgs, IndexFormat};
pub use links::{DataFormat, LinksArgs, MvArgs};
pub use site::{BuildArgs, CheckArgs, Emit, Work};

const EXAMPLES: &str = "\
Examples:
  docwright build                       build the docset of this folder into _site/
  docwright build ../docs -o public     another docset, another output folder
  docwright check --fail-on suggestion  report problems, write nothing
  docwright serve --open                preview that reloads on every change
  docwright explain file-not-found      what a code means and how to mend it

Exit status: 0 fine, 1 findings at or over --fail-on, 2 could not run.";

/// A documentation-site generator for DocFX-style Markdown.
///
/// Reads docfx.json and toc.yml as they are, checks every link, and finds the methods that pages compare.
#[derive(Debug, Parser)]
#[command(name = "docwright", version, about, after_help = EXAMPLES, propagate_version = false)]
#[command(disable_help_subcommand = false, arg_required_else_help = true, infer_long_args = false)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Options of every command.
    #[command(flatten)]
    pub global: Global,
}

/// Options of every command.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// Run as if started in DIR.
    #[arg(short = 'C', value_name = "DIR", global = true)]
    pub directory: Option<PathBuf>,
    /// Say less: findings and failures only. Never changes the exit status.
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Say more: every finding in full, time per stage.
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// When to colour messages.
    #[arg(long, value_name = "WHEN", value_enum, default_value_t = Color::Auto, global = true)]
    pub color: Color,
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless the environment says otherwise.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// One verb each.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build the site
    Build(BuildArgs),
    /// Report problems without writing anything
    Check(CheckArgs),
    /// Preview in the browser, rebuilt and reloaded on every change
    #[cfg(feature = "serve")]
    Serve(ServeArgs),
    /// Print one Markdown file as an HTML fragment
    Render(RenderArgs),
    /// List the method sets of a docset: entries, facets, traits
    Index(IndexArgs),
    /// Ask the link graph: who links where, what is broken, what nobody reaches
    Links(LinksArgs),
    /// Move a page, mend every link to it and add the redirect
    Mv(MvArgs),
    /// Freeze today's findings, so that only new ones fail
    Baseline(BaselineArgs),
    /// Start a docset
    Init(InitArgs),
    /// Say what a diagnostic code means and how to mend it
    Explain(ExplainArgs),
    /// Show the configuration or its schema
    Config(ConfigArgs),
}

/// Where the docset is.
#[derive(Debug, Args)]
pub struct Docset {
    /// Folder with site.toml or docfx.json, or a repository that holds such folders.
    #[arg(value_name = "DIR", default_value = ".")]
    pub dir: PathBuf,
}

/// `docwright serve`
#[cfg(feature = "serve")]
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  docwright serve
  docwright serve docs --open guide/start.html
  docwright serve --port 8080")]
pub struct ServeArgs {
    /// Where the docset is.
    #[command(flatten)]
    pub docset: Docset,
    /// Port to listen on; the next free one when it is taken.
    #[arg(short, long, value_name = "N", default_value_t = 4040)]
    pub port: u16,
    /// Open the browser, at PATH when it is given.
    #[arg(long, value_name = "PATH", num_args = 0..=1, default_missing_value = "")]
    pub open: Option<String>,
    /// One more host name that browsers may use for this machine.
    #[arg(long, value_name = "NAME")]
    pub allow_host: Vec<String>,
    /// Threads to use [default: one a processor].
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<usize>,
}

/// Shapes of HTML for `render`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Compat {
    /// What docfx prints before links are resolved.
    Docfx,
}

/// `docwright render`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  docwright render docs/guide/start.md
  docwright render --compat docfx --root docs guide/start.md")]
pub struct RenderArgs {
    /// The Markdown file.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The docset's root, what `~/` means; FILE is relative to it [default: found from FILE].
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// Print another program's shapes.
    #[arg(long, value_name = "PROGRAM", value_enum)]
    pub compat: Option<Compat>,
    /// The file is Markdown from its first character on.
    #[arg(long, requires = "compat")]
    pub no_front_matter: bool,
    /// How to print findings (to standard error).
    #[arg(long, value_name = "FORMAT[:FILE]")]
    pub message_format: Vec<MessageFormat>,
}

/// `docwright init`
#[derive(Debug, Args)]
pub struct InitArgs {
    /// Folder of the new docset.
    #[arg(value_name = "DIR", default_value = ".")]
    pub dir: PathBuf,
    /// Title of the site [default: made from the folder's name].
    #[arg(long)]
    pub title: Option<String>,
}

/// `docwright explain`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  docwright explain bookmark-not-found
  docwright explain --all")]
#[command(group = clap::ArgGroup::new("what").required(true))]
pub struct ExplainArgs {
    /// A code, or the name that docfx has for it.
    #[arg(value_name = "CODE", group = "what")]
    pub code: Option<String>,
    /// Every code, as one Markdown page.
    #[arg(long, group = "what")]
    pub all: bool,
}

/// `docwright config`
#[derive(Debug, Args)]
pub struct ConfigArgs {
    /// What to show.
    #[command(subcommand)]
    pub action: ConfigAction,
}

/// What of the configuration to show.
#[derive(Debug, Subcommand)]
pub enum ConfigAction {
    /// Print the JSON Schema of site.toml
    Schema,
    /// Print the configuration in force, with all defaults
    Show(Docset),
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::diag::Severity;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn strict_never_relaxes_what_fails() {
        let parse = |args: &[&str]| match Cli::try_parse_from(args).expect("valid").command {
            Command::Build(b) => b.findings.threshold(Some(Severity::Error)),
            _ => None,
        };
        assert_eq!(parse(&["docwright", "build"]), Some(Severity::Error));
        assert_eq!(parse(&["docwright", "build", "--strict"]), Some(Severity::Warning));
        let both = ["docwright", "build", "--strict", "--fail-on", "suggestion"];
        assert_eq!(parse(&both), Some(Severity::Suggestion));
    }
}
