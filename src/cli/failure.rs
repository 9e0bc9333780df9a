//! Why a command could not do its work at all: exit status 2. Findings in a docset are no failures.

use std::error::Error;
use std::fmt;
use std::process::ExitCode;

use crate::diag::Code;
use crate::diag::render::escape_controls;

/// What is told to the user when a command gives up.
#[derive(Debug)]
pub(super) struct Failure {
    code: Option<Code>,
    message: String,
    help: Option<String>,
}

/// What commands return.
pub(super) type Outcome = Result<ExitCode, Failure>;

impl Failure {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Failure { code: None, message: message.into(), help: None }
    }

    /// The error and its causes, in one line.
    pub(super) fn from_error(error: &dyn Error) -> Self {
        let mut message = error.to_string();
        let mut source = error.source();
        while let Some(cause) = source {
            let text = cause.to_string();
            if !message.contains(&text) {
                message.push_str(": ");
                message.push_str(&text);
            }
            source = cause.source();
        }
        Failure::new(message)
    }

    pub(super) fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Names the code that `docwright explain` knows it by; its remedy is the help unless there is a better one.
    pub(super) fn code(mut self, code: Code) -> Self {
        self.code = Some(code);
        self.help = self.help.or_else(|| crate::diag::register::entry(code).map(|e| e.fix.clone()));
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(code) = self.code {
            write!(f, "[{}]", code.name())?;
        }
        // Templates report themselves in several lines; each is kept, whatever else a line holds is shown.
        let lines: Vec<String> = self.message.trim_end().lines().map(escape_controls).collect();
        write!(f, ": {}", lines.join("\n  "))?;
        if let Some(help) = &self.help {
            write!(f, "\n  = help: {}", escape_controls(help))?;
        }
        Ok(())
    }
}
