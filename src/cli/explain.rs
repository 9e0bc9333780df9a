//! `docwright explain`: the register of codes in words.

use std::process::ExitCode;

use super::args::ExplainArgs;
use super::failure::{Failure, Outcome};
use super::terminal::{Stream, Terminal};
use crate::diag::{Code, register};

pub(super) fn run(args: &ExplainArgs, terminal: Terminal) -> Outcome {
    let text = match &args.code {
        None => register::page(),
        Some(name) => register::explain(Code::from_name(name).ok_or_else(|| unknown(name))?),
    };
    terminal.write(Stream::Out, &text);
    Ok(ExitCode::SUCCESS)
}

fn unknown(name: &str) -> Failure {
    let failure = Failure::new(format!("no diagnostic is called `{name}`"));
    match Code::nearest(name) {
        Some(near) => failure.help(format!("did you mean `{}`?", near.name())),
        None => failure.help("`docwright explain --all` lists every code"),
    }
}
