//! How findings are reported, kept and frozen, as typed.

use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, Subcommand, ValueEnum};

use super::Docset;
use crate::diag::Severity;
use crate::diag::render::Format;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_may_name_a_file() {
        let sarif: MessageFormat = "sarif:out/x.sarif".parse().expect("known");
        assert_eq!(sarif.format, Format::Sarif);
        assert_eq!(sarif.file, Some(PathBuf::from("out/x.sarif")));
        let wrong = "serif".parse::<MessageFormat>().expect_err("unknown");
        assert!(wrong.contains("did you mean `sarif`"), "{wrong}");
    }
}
