//! The command line: parses arguments, runs one command, prints, and turns the result into an exit status.
//!
//! The only room that prints, and the only one that reads the environment. Exit status: 0 fine, 1 findings at or
//! over the failing level, 2 could not run.

pub mod args;
mod baseline;
mod build;
mod config;
mod explain;
mod failure;
mod fix;
mod graph;
mod index;
mod init;
mod links;
mod mv;
mod progress;
mod render;
mod report;
#[cfg(feature = "serve")]
mod serve;
mod since;
mod terminal;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};
use failure::{Failure, Outcome};
use terminal::Terminal;

/// Exit status when a command could not do its work.
const COULD_NOT_RUN: u8 = 2;

/// Runs the command that the process was started with.
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let code = if error.use_stderr() { COULD_NOT_RUN } else { 0 };
            // The stream may be closed; the status tells the result all the same.
            drop(error.print());
            return ExitCode::from(code);
        }
    };
    let terminal = Terminal::new(&cli.global);
    dispatch(cli, terminal).unwrap_or_else(|failure| {
        terminal.fail(&failure.to_string());
        ExitCode::from(COULD_NOT_RUN)
    })
}

fn dispatch(cli: Cli, terminal: Terminal) -> Outcome {
    if let Some(dir) = &cli.global.directory {
        std::env::set_current_dir(dir)
            .map_err(|e| Failure::new(format!("cannot change to {}: {e}", dir.display())))?;
    }
    match cli.command {
        Command::Build(args) => build::build(&args, terminal),
        Command::Check(args) => build::check(&args, terminal),
        Command::Render(args) => render::run(&args, terminal),
        Command::Index(args) => index::run(&args, terminal),
        Command::Baseline(args) => baseline::run(&args.action, terminal),
        Command::Init(args) => init::run(&args, terminal),
        Command::Explain(args) => explain::run(&args, terminal),
        Command::Config(args) => config::run(&args.action, terminal),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::run(&args, terminal),
        Command::Links(args) => links::run(&args, terminal),
        Command::Mv(args) => mv::run(&args, terminal),
    }
}
