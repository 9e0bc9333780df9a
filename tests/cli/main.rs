//! The program as people and build servers run it: exit status, streams, formats, files.

mod commands;
mod findings;
mod folder;
mod index;
mod links;
