//! The command line as typed. Nothing is decided here: commands turn these structs into options.

use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::diag::Severity;
use crate::diag::render::Format;

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

/// How findings are reported; shared by `build` and `check`.
#[derive(Debug, Args)]
#[command(next_help_heading = "Findings")]
pub struct FindingArgs {
    /// Lowest level that makes the exit status 1 [default: `build.fail_on` of site.toml, else error].
    #[arg(long, value_name = "LEVEL", value_enum)]
    pub fail_on: Option<FailOn>,
    /// Fail on warnings, too (the same as --fail-on warning).
    #[arg(long)]
    pub strict: bool,
    /// How to print findings; `FORMAT:FILE` writes to a file. May be given several times.
    ///
    /// human, short, json, jsonl, sarif, github, azure, gitlab, junit. Left out: human, or annotations
    /// where the environment is GitHub Actions or Azure Pipelines.
    #[arg(long, value_name = "FORMAT[:FILE]")]
    pub message_format: Vec<MessageFormat>,
    /// Only findings in files changed since the commit REF, and in pages that link to them.
    #[arg(long, value_name = "REF")]
    pub since: Option<String>,
    /// Do not look at the baseline.
    #[arg(long)]
    pub no_baseline: bool,
    /// Print every finding, however many share a code.
    #[arg(long)]
    pub full: bool,
}

impl FindingArgs {
    /// The lowest level that fails, `configured` being what the configuration says; `None`: nothing fails.
    pub fn threshold(&self, configured: Option<Severity>) -> Option<Severity> {
        let named = self.fail_on.map_or(configured, FailOn::severity);
        if self.strict { Some(named.map_or(Severity::Warning, |s| s.min(Severity::Warning))) } else { named }
    }
}

/// The lowest level that fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Errors.
    Error,
    /// Warnings and errors.
    Warning,
    /// Suggestions and above.
    Suggestion,
    /// Any finding.
    Info,
    /// Nothing fails.
    Never,
}

impl FailOn {
    fn severity(self) -> Option<Severity> {
        match self {
            FailOn::Error => Some(Severity::Error),
            FailOn::Warning => Some(Severity::Warning),
            FailOn::Suggestion => Some(Severity::Suggestion),
            FailOn::Info => Some(Severity::Info),
            FailOn::Never => None,
        }
    }
}

/// One `--message-format`: a format and, perhaps, the file it goes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageFormat {
    /// The format.
    pub format: Format,
    /// The file; standard output or error when there is none.
    pub file: Option<PathBuf>,
}

impl FromStr for MessageFormat {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, file) = match text.split_once(':') {
            Some((_, "")) => return Err("there is no file name after the colon".to_owned()),
            Some((name, file)) => (name, Some(PathBuf::from(file))),
            None => (text, None),
        };
        let format = Format::from_name(name).ok_or_else(|| {
            let names: Vec<&str> = Format::ALL.iter().map(|f| f.name()).collect();
            let distance = |n: &&&str| strsim::damerau_levenshtein(n, name);
            let near = names.iter().min_by_key(distance).filter(|n| distance(n) <= 2);
            let hint = near.map_or(String::new(), |n| format!("; did you mean `{n}`?"));
            format!("no such format{hint} (known: {})", names.join(", "))
        })?;
        Ok(MessageFormat { format, file })
    }
}

/// What `build` writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Emit {
    /// A web site.
    Site,
    /// One JSON file a page, for those who render elsewhere.
    Model,
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
    /// Threads to use [default: one a processor].
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<usize>,
    /// Print the time of each stage.
    #[arg(long)]
    pub timings: bool,
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
    /// Threads to use [default: one a processor].
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<usize>,
    /// Print the time of each stage.
    #[arg(long)]
    pub timings: bool,
    /// How findings are reported.
    #[command(flatten)]
    pub findings: FindingArgs,
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

/// Shapes of data that commands print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DataFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// Shapes in which `index` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum IndexFormat {
    /// An outline of each set, for people.
    Text,
    /// A table for each set, for a wide terminal.
    Table,
    /// The published data format.
    Json,
    /// A row for each entry; with more than one set, a row for each value.
    Csv,
    /// A table for each set, to paste into a page.
    Markdown,
}

/// One `--facet`: the facet's key or label, and what it must say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetFilter {
    /// Key or label of the facet.
    pub facet: String,
    /// A term, or words of the text.
    pub value: String,
}

impl FromStr for FacetFilter {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('=').map(|(facet, value)| (facet.trim(), value.trim())) {
            Some((facet, value)) if !facet.is_empty() && !value.is_empty() => {
                Ok(FacetFilter { facet: facet.to_owned(), value: value.to_owned() })
            }
            _ => Err("write KEY=VALUE, as in platform=Windows".to_owned()),
        }
    }
}

/// `docwright index`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  docwright index
  docwright index docs --format json > index.json
  docwright index --set client-installation-methods --format csv
  docwright index --facet platform=Linux
  docwright index --discover            why groups of sections are sets, or are not")]
pub struct IndexArgs {
    /// Where the docset is.
    #[command(flatten)]
    pub docset: Docset,
    /// Only the set with this id.
    #[arg(long, value_name = "ID")]
    pub set: Option<String>,
    /// Only entries that say VALUE of the facet KEY, by its key or its label. May be given several times.
    #[arg(long, value_name = "KEY=VALUE")]
    pub facet: Vec<FacetFilter>,
    /// List what discovery looked at: what it saw, its score, why it was refused, and the configuration to paste.
    ///
    /// Prints text or JSON.
    #[arg(long, conflicts_with = "facet")]
    pub discover: bool,
    /// Shape of the data.
    #[arg(long, value_enum, default_value_t = IndexFormat::Text)]
    pub format: IndexFormat,
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

/// `docwright baseline`
#[derive(Debug, Args)]
pub struct BaselineArgs {
    /// What to do with it.
    #[command(subcommand)]
    pub action: BaselineAction,
}

/// What to do with the baseline.
#[derive(Debug, Subcommand)]
pub enum BaselineAction {
    /// Write today's findings to the baseline
    Write(Docset),
    /// Take out entries that no longer occur
    Prune(Docset),
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

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_format_may_name_a_file() {
        let sarif: MessageFormat = "sarif:out/x.sarif".parse().expect("known");
        assert_eq!(sarif.format, Format::Sarif);
        assert_eq!(sarif.file, Some(PathBuf::from("out/x.sarif")));
        let wrong = "serif".parse::<MessageFormat>().expect_err("unknown");
        assert!(wrong.contains("did you mean `sarif`"), "{wrong}");
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
