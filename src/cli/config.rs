//! `docwright config`: the schema of `site.toml`, and the configuration in force.

use std::process::ExitCode;

use super::args::ConfigAction;
use super::failure::{Failure, Outcome};
use super::terminal::{Stream, Terminal};
use crate::config::SiteConfig;
use crate::source;

pub(super) fn run(action: &ConfigAction, terminal: Terminal) -> Outcome {
    let text = match action {
        ConfigAction::Schema => {
            let schema = schemars::schema_for!(SiteConfig);
            serde_json::to_string_pretty(&schema).map_err(|e| Failure::from_error(&e))?
        }
        ConfigAction::Show(docset) => {
            let workspace = source::open(&docset.dir).map_err(|e| Failure::from_error(&e))?;
            for found in &workspace.config.docsets {
                let root = if found.root.as_str().is_empty() { "." } else { found.root.as_str() };
                terminal.say("Docset", &format!("{} in {root}", found.name));
            }
            toml::to_string_pretty(&workspace.config.site).map_err(|e| Failure::from_error(&e))?
        }
    };
    terminal.write(Stream::Out, &format!("{}\n", text.trim_end()));
    Ok(ExitCode::SUCCESS)
}
