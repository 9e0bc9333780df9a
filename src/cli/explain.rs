//! `docwright explain`: the register of codes in words.

use std::process::ExitCode;

use super::args::ExplainArgs;
use super::failure::{Failure, Outcome};
use super::terminal::{Stream, Terminal};
use crate::diag::Code;

pub(super) fn run(args: &ExplainArgs, terminal: Terminal) -> Outcome {
    let codes: Vec<Code> = match &args.code {
        None => Code::ALL.to_vec(),
        Some(name) => vec![Code::from_name(name).ok_or_else(|| unknown(name))?],
    };
    for code in codes {
        let text = format!("{} ({})\n  {}\n", code.name(), code.level().as_str(), code.meaning());
        terminal.write(Stream::Out, &text);
    }
    Ok(ExitCode::SUCCESS)
}

fn unknown(name: &str) -> Failure {
    let failure = Failure::new(format!("no diagnostic is called `{name}`"));
    match Code::nearest(name) {
        Some(near) => failure.help(format!("did you mean `{}`?", near.name())),
        None => failure.help("`docwright explain --all` lists every code"),
    }
}
