//! Writes a synthetic docset, to measure builds of any size with.
//!
//! `cargo run --release --example synthetic -- DIR PAGES`

#![expect(clippy::print_stdout, reason = "a program that says what it made")]

use std::path::PathBuf;

#[path = "docset.rs"]
mod docset;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(dir), Some(pages)) = (args.next().map(PathBuf::from), args.next()) else {
        return Err("usage: synthetic DIR PAGES".into());
    };
    let pages: usize = pages.parse()?;
    let folders = docset::write(&dir, pages)?;
    println!("{pages} pages in {folders} folders");
    Ok(())
}
