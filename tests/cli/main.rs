//! The program as people and build servers run it: exit status, streams, formats, files.

#![expect(clippy::print_stderr, reason = "a test says what it skips")]

mod commands;
mod faults;
mod findings;
mod folder;
mod history;
mod hostile;
mod index;
mod limits;
mod links;
#[path = "../project/mod.rs"]
mod project;
#[cfg(unix)]
mod races;
mod round_trip;
#[path = "../tree/mod.rs"]
mod tree;
mod tutorial;
