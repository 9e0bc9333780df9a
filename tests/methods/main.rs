//! The method index against pages: hand-labelled real ones (`labelled`), small ones of our own (`forms`), families
//! of pages (`families`), what discovery finds in whole docsets (`discovery`), and the data
//! that comes out (`data`).
//!
//! Real pages come from the folder that `DOCWRIGHT_SHARED` names; without it their tests are skipped, and say so.

#![expect(
    clippy::print_stdout,
    clippy::panic,
    reason = "runners that tell their figures and which file is faulty"
)]

mod data;
mod discovery;
mod families;
mod forms;
mod labelled;
mod page;
#[path = "../project/mod.rs"]
mod project;
