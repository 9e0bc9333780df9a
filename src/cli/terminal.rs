//! Standard output and error: data on the one, words on the other; colour where a person looks.

use std::io::{self, IsTerminal, Write};

use crate::diag::render::Look;

use super::args::{Color, Global};

/// The two streams and how to write to them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terminal {
    quiet: bool,
    verbose: bool,
    color: bool,
    unicode: bool,
    progress: bool,
}

/// What to write where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stream {
    Out,
    Err,
}

impl Terminal {
    /// Looks at the options, the environment and the streams once.
    pub(super) fn new(global: &Global) -> Self {
        let color = match global.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => auto_color(io::stderr().is_terminal()),
        };
        let progress = !global.quiet && lines_can_go(io::stderr().is_terminal());
        Terminal { quiet: global.quiet, verbose: global.verbose, color, unicode: utf8_locale(), progress }
    }

    /// Whether everything is wanted.
    pub(super) fn is_verbose(self) -> bool {
        self.verbose
    }

    /// How findings look here.
    pub(super) fn look(self, full: bool) -> Look {
        let cap = if full || self.verbose { None } else { Look::default().cap };
        let width = variable("COLUMNS").and_then(|c| c.parse().ok()).unwrap_or(100);
        Look { color: self.color, width, unicode: self.unicode && self.color, cap }
    }

    /// A line for people on standard error: a verb, set off, and what it is about.
    pub(super) fn say(self, verb: &str, text: &str) {
        if self.quiet {
            return;
        }
        let (on, off) = if self.color { ("\u{1b}[1;32m", "\u{1b}[0m") } else { ("", "") };
        self.write(Stream::Err, &format!("  {on}{verb:<9}{off} {text}\n"));
    }

    /// Whether a person looks on, who would like to see how far a command is.
    pub(super) fn shows_progress(self) -> bool {
        self.progress
    }

    /// A line for as long as nothing else is said; over the one before.
    pub(super) fn say_for_now(self, text: &str) {
        self.take_back();
        self.write(Stream::Err, &format!("  {text}"));
    }

    /// Takes away what was said for now.
    pub(super) fn take_back(self) {
        self.write(Stream::Err, "\r\u{1b}[2K");
    }

    /// Text on a stream. A reader that has gone away is no failure.
    pub(super) fn write(self, stream: Stream, text: &str) {
        let result = match stream {
            Stream::Out => {
                let mut out = io::stdout().lock();
                out.write_all(text.as_bytes()).and_then(|()| out.flush())
            }
            Stream::Err => io::stderr().lock().write_all(text.as_bytes()),
        };
        // Nothing is left to report a closed stream to; the exit status still tells the result.
        drop(result);
    }

    /// A failure on standard error; `text` begins with its code or a colon.
    pub(super) fn fail(self, text: &str) {
        let (on, off) = if self.color { ("\u{1b}[1;31m", "\u{1b}[0m") } else { ("", "") };
        self.write(Stream::Err, &format!("{on}error{off}{text}\n"));
    }
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|v| !v.is_empty())
}

/// <https://no-color.org> and <https://bixense.com/clicolors>.
fn auto_color(is_terminal: bool) -> bool {
    if variable("NO_COLOR").is_some() {
        return false;
    }
    if variable("CLICOLOR_FORCE").is_some_and(|v| v != "0") {
        return true;
    }
    is_terminal
        && variable("TERM").is_none_or(|t| t != "dumb")
        && variable("CLICOLOR").is_none_or(|v| v != "0")
}

/// Whether what is written over goes away: in a log of a build server, every line would stay.
fn lines_can_go(is_terminal: bool) -> bool {
    is_terminal && variable("TERM").is_some_and(|t| t != "dumb") && variable("CI").is_none()
}

fn utf8_locale() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(variable).unwrap_or_default();
    let locale = locale.to_ascii_lowercase();
    locale.contains("utf-8") || locale.contains("utf8")
}
