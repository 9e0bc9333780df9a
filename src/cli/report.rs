//! Findings to where they are wanted: formats to streams and files, annotations and a summary where a CI service
//! runs the command, and the exit status.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::args::{FindingArgs, MessageFormat};
use super::failure::Failure;
use super::terminal::{Stream, Terminal};
use crate::build::{Project, Report};
use crate::diag::render::{self, Findings, Format};
use crate::diag::{Diagnostic, Severity};

/// Prints what a build found and decides the exit status.
pub(super) fn publish(report: &Report, args: &FindingArgs, terminal: Terminal) -> Result<ExitCode, Failure> {
    let chosen = super::baseline::unknown_findings(report, args)?;
    let chosen = super::since::narrow(report, chosen, args)?;
    let findings = Findings { diagnostics: &chosen.diagnostics, files: &report.project.workspace.sources };
    let formats = formats(&args.message_format);
    write(&findings, &formats, terminal, args.full, Stream::Out)?;
    if args.message_format.is_empty() {
        job_summary(&findings)?;
    }
    let frozen = match chosen.frozen {
        0 => String::new(),
        n => format!(", {} in the baseline", render::thousands(n)),
    };
    terminal.say("Findings", &format!("{}{frozen}", render::summary(&findings)));
    Ok(status(&chosen.diagnostics, threshold(&report.project, args)))
}

/// What is left of the findings of a build.
pub(super) struct Chosen {
    /// To be reported.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// How many the baseline knows.
    pub(super) frozen: usize,
}

/// The lowest level that fails.
fn threshold(project: &Project, args: &FindingArgs) -> Option<Severity> {
    args.threshold(project.workspace.config.site.build.fail_on.severity())
}

fn status(diagnostics: &[Diagnostic], threshold: Option<Severity>) -> ExitCode {
    let fails = threshold.is_some_and(|t| diagnostics.iter().any(|d| d.severity >= t));
    ExitCode::from(u8::from(fails))
}

/// Whether a variable of the environment says yes.
fn set(name: &str) -> bool {
    std::env::var(name).is_ok_and(|v| v.eq_ignore_ascii_case("true"))
}

/// The text of a format with nothing in it that the agent of Azure Pipelines would obey: it looks for commands
/// anywhere in a line, and pages about pipelines show some.
fn without_commands(text: &str, format: Format) -> String {
    let json = matches!(format, Format::Json | Format::Jsonl | Format::Sarif | Format::Gitlab);
    let (vso, group) = if json { ("\\u0023#vso[", "\\u0023#[") } else { ("# #vso[", "# #[") };
    text.replace("##vso[", vso).replace("##[", group)
}

/// The formats asked for, or what suits the place where the command runs.
fn formats(asked: &[MessageFormat]) -> Vec<MessageFormat> {
    if !asked.is_empty() {
        return asked.to_vec();
    }
    let format = if set("GITHUB_ACTIONS") {
        Format::Github
    } else if set("TF_BUILD") {
        Format::Azure
    } else {
        Format::Human
    };
    vec![MessageFormat { format, file: None }]
}

/// Writes findings in each format to its file, or to `data` (words for people always go to standard error).
pub(super) fn write(
    findings: &Findings<'_>,
    formats: &[MessageFormat],
    terminal: Terminal,
    full: bool,
    data: Stream,
) -> Result<(), Failure> {
    for MessageFormat { format, file } in formats {
        let mut text = String::new();
        let look = match file {
            None => terminal.look(full),
            Some(_) => render::Look { cap: None, ..render::Look::default() },
        };
        render::render(*format, findings, &look, &mut text);
        if file.is_none() && *format != Format::Azure && set("TF_BUILD") {
            text = without_commands(&text, *format);
        }
        match file {
            Some(path) => write_file(path, text.as_bytes())?,
            None if format.is_data() => terminal.write(data, &text),
            None => terminal.write(Stream::Err, &text),
        }
    }
    Ok(())
}

/// Writes a file that the user named, with the folders above it.
pub(super) fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let failed = |e: std::io::Error| Failure::new(format!("cannot write {}: {e}", path.display()));
    if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    std::fs::write(path, bytes).map_err(failed)
}

/// GitHub shows what is appended to this file on the page of the run.
fn job_summary(findings: &Findings<'_>) -> Result<(), Failure> {
    use std::io::Write as _;
    let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|p| !p.is_empty()).map(PathBuf::from)
    else {
        return Ok(());
    };
    let failed = |e: std::io::Error| Failure::new(format!("cannot write {}: {e}", path.display()));
    let mut file = std::fs::OpenOptions::new().append(true).create(true).open(&path).map_err(failed)?;
    file.write_all(render::markdown_summary(findings).as_bytes()).map_err(failed)
}
