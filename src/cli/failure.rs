//! Why a command could not do its work at all: exit status 2. Findings in a docset are no failures.

use std::fmt;

/// What is told to the user when a command gives up.
#[derive(Debug)]
pub(super) struct Failure {
    message: String,
    help: Option<String>,
}

/// What commands return.
pub(super) type Outcome = Result<std::process::ExitCode, Failure>;

impl Failure {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Failure { message: message.into(), help: None }
    }

    pub(super) fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if let Some(help) = &self.help {
            write!(f, "\n  = help: {help}")?;
        }
        Ok(())
    }
}

impl<E: std::error::Error> From<E> for Failure {
    /// The error and its causes, in one line.
    fn from(error: E) -> Self {
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
}
