//! `docwright build` and `docwright check`.

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use super::args::{BuildArgs, CheckArgs, Emit};
use super::failure::{Failure, Outcome};
use super::terminal::Terminal;
use super::{fix, progress, report};
use crate::build::{self, BuildError, BuildOptions, Report};
use crate::diag::Code;
use crate::diag::render::{plural, thousands};
use crate::output::OutputError;

pub(super) fn build(args: &BuildArgs, terminal: Terminal) -> Outcome {
    let options = BuildOptions {
        dir: args.docset.dir.clone(),
        output: args.output.clone(),
        emit: match args.emit {
            Emit::Site => build::Emit::Site,
            Emit::Model => build::Emit::Model,
        },
        jobs: args.work.jobs,
        whole: args.findings.since.is_some(),
        ..BuildOptions::default()
    };
    let report = run(options, terminal)?;
    let status = report::publish(&report, &args.findings, terminal)?;
    say_timings(&report, args.work.timings, terminal);
    say_built(&report, terminal);
    // The program ends here: giving back a docset's trees piece by piece would only take time.
    std::mem::forget(report);
    Ok(status)
}

pub(super) fn check(args: &CheckArgs, terminal: Terminal) -> Outcome {
    let options = BuildOptions {
        dir: args.docset.dir.clone(),
        emit: build::Emit::Nothing,
        jobs: args.work.jobs,
        whole: true,
        ..BuildOptions::default()
    };
    let mut report = run(options.clone(), terminal)?;
    if args.fix {
        let changed = fix::apply(&report, args.dry_run, terminal)?;
        if args.dry_run {
            return Ok(ExitCode::SUCCESS);
        }
        if changed > 0 {
            report = run(options, terminal)?;
        }
    }
    let status = report::publish(&report, &args.findings, terminal)?;
    say_timings(&report, args.work.timings, terminal);
    let counts = report.counts;
    let what = format!("{}, {}", plural(counts.pages, "page"), plural(counts.links, "link"));
    terminal.say("Checked", &format!("{what} in {}", seconds(report.elapsed)));
    let mendable =
        report.diagnostics.iter().filter(|d| d.fix.as_ref().is_some_and(|fix| fix.certain)).count();
    if mendable > 0 {
        let what = plural(mendable, "finding");
        terminal.say("Next", &format!("docwright check --fix mends {what}; add --dry-run to see how"));
    }
    Ok(status)
}

/// Builds, and says in the words of the register why nothing could be built.
pub(super) fn run(options: BuildOptions, terminal: Terminal) -> Result<Report, Failure> {
    let built = progress::during(terminal, |progress| build::build(&BuildOptions { progress, ..options }));
    built.map_err(|error| explain(&error))
}

fn explain(error: &BuildError) -> Failure {
    let code = match error {
        BuildError::Output(OutputError::NotOwned(_) | OutputError::HoldsSources(_)) => {
            Some(Code::OutputDirNotOwned)
        }
        BuildError::Output(OutputError::Locked(_)) => Some(Code::BuildLocked),
        BuildError::Output(_) => Some(Code::OutputWriteFailed),
        BuildError::Theme(_) => Some(Code::TemplateError),
        _ => None,
    };
    let failure = Failure::from_error(error);
    match code {
        Some(code) => failure.code(code),
        None => failure,
    }
}

fn say_timings(report: &Report, wanted: bool, terminal: Terminal) {
    if !wanted && !terminal.is_verbose() {
        return;
    }
    for (stage, time) in report.timings.stages() {
        terminal.say("Time", &format!("{:>9}  {stage}", seconds(*time)));
    }
    for (page, time) in report.timings.slowest() {
        terminal.say("Slow", &format!("{:>9}  {page}", milliseconds(*time)));
    }
    if let Some((_, written)) = &report.output {
        let kept = written.files.saturating_sub(written.changed);
        let hits = format!("{} of {} files are as before", thousands(kept), thousands(written.files));
        let pages = report.counts.pages;
        let note = match report.unchanged {
            true => "no input has changed".to_owned(),
            false => {
                let kept = pages.saturating_sub(report.timings.made());
                format!("{} of {} taken over", thousands(kept), plural(pages, "page"))
            }
        };
        terminal.say("Cache", &format!("{hits}; {note}"));
    }
}

fn say_built(report: &Report, terminal: Terminal) {
    let counts = report.counts;
    let Some((folder, written)) = &report.output else {
        terminal.say("Built", "nothing: see the errors above");
        return;
    };
    let mut what = vec![plural(counts.pages, "page")];
    for (count, noun) in [(counts.comparisons, "comparison"), (counts.methods, "method")] {
        if count > 0 {
            what.push(plural(count, noun));
        }
    }
    let place = shown(folder);
    let unchanged = written.files.saturating_sub(written.changed);
    let note =
        if unchanged > 0 { format!(" ({} files unchanged)", thousands(unchanged)) } else { String::new() };
    terminal.say("Built", &format!("{} -> {place} in {}{note}", what.join(", "), seconds(report.elapsed)));
    let folder = Path::new(&place);
    terminal.say("Next", &format!("open {} or run docwright serve", folder.join("index.html").display()));
}

/// A path as people type it: relative to the working folder where it lies below it.
fn shown(path: &Path) -> String {
    let here = std::env::current_dir().ok();
    let relative = here.as_deref().and_then(|here| path.strip_prefix(here).ok());
    relative.unwrap_or(path).display().to_string()
}

/// `38.2ms`, for pages.
fn milliseconds(time: Duration) -> String {
    format!("{:.1}ms", time.as_secs_f64() * 1_000.0)
}

/// `1.84s`, `38ms`.
pub(super) fn seconds(time: Duration) -> String {
    if time.as_millis() < 1_000 {
        format!("{}ms", time.as_millis())
    } else {
        format!("{:.2}s", time.as_secs_f64())
    }
}
