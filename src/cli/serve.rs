//! `docwright serve`: starts the preview, tells what happens, opens the browser.

use std::process::{Command, ExitCode, Stdio};
use std::sync::Arc;

use super::args::ServeArgs;
use super::build::seconds;
use super::failure::{Failure, Outcome};
use super::terminal::{Stream, Terminal};
use crate::diag::render::escape_controls;
use crate::serve::{self, Listener, Notice, ServeOptions};

pub(super) fn run(args: &ServeArgs, terminal: Terminal) -> Outcome {
    let options =
        ServeOptions { dir: args.docset.dir.clone(), port: args.port, allow_hosts: args.allow_host.clone() };
    let open = args.open.clone();
    let listener: Listener = Arc::new(move |notice: Notice| match notice {
        Notice::Ready { url, elapsed } => {
            terminal
                .say("Ready", &format!("{url} in {} (this machine only; Ctrl+C ends it)", seconds(elapsed)));
            if let Some(path) = &open {
                open_browser(&format!("{url}{}", path.trim_start_matches('/')), terminal);
            }
        }
        Notice::Renewed { files, elapsed, findings } => {
            let what = if files.is_empty() { "files".to_owned() } else { files.join(", ") };
            terminal.say("Changed", &format!("{} ({})", escape_controls(&what), seconds(elapsed)));
            terminal.write(Stream::Err, &findings);
        }
        Notice::Failed(reason) => terminal.say("Waiting", &escape_controls(&reason)),
    });
    serve::run(&options, &listener).map_err(|e| Failure::from_error(&e))?;
    Ok(ExitCode::SUCCESS)
}

/// Hands an address to the system; a machine without a browser is no failure.
fn open_browser(url: &str, terminal: Terminal) {
    let mut command = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(windows) {
        let mut command = Command::new("rundll32");
        command.arg("url.dll,FileProtocolHandler");
        command
    } else {
        Command::new("xdg-open")
    };
    let started = command.arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    if started.is_err() {
        terminal.say("Open", url);
    }
}
