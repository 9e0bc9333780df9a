//! The bare limit: reads the Markdown files of a folder, parses them with pulldown-cmark, writes HTML with its own
//! writer into another folder, by two threads and with nothing else done. Builds are quoted as ratios to it.
//!
//! `cargo run --release --example bare -- DOCSET OUT [read|parse|html|write]`

#![expect(clippy::print_stdout, reason = "a program that reports on standard output")]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use pulldown_cmark::{Options, Parser, html};
use rayon::prelude::*;

/// How far to go with each file.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Stage {
    Read,
    Parse,
    Html,
    Write,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(docset), Some(out)) = (args.next().map(PathBuf::from), args.next().map(PathBuf::from)) else {
        return Err("usage: bare DOCSET OUT [read|parse|html|write]".into());
    };
    let stage = match args.next().as_deref() {
        Some("read") => Stage::Read,
        Some("parse") => Stage::Parse,
        Some("html") => Stage::Html,
        _ => Stage::Write,
    };
    rayon::ThreadPoolBuilder::new().num_threads(2).build_global()?;
    let start = Instant::now();
    let files: Vec<PathBuf> = walkdir::WalkDir::new(&docset)
        .into_iter()
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .filter(|p| p.extension().is_some_and(|e| e.eq_ignore_ascii_case("md")))
        .collect();
    let bytes: u64 = files.par_iter().map(|file| page(&docset, file, &out, stage).unwrap_or(0)).sum();
    let seconds = start.elapsed().as_secs_f64();
    let (pages, megabytes) = (files.len(), bytes as f64 / 1e6);
    println!("{pages} pages, {megabytes:.1} MB of source, {seconds:.3} s");
    Ok(())
}

/// Takes one file as far as `stage`; its size in bytes.
fn page(docset: &Path, file: &Path, out: &Path, stage: Stage) -> std::io::Result<u64> {
    let text = fs::read_to_string(file)?;
    let size = text.len() as u64;
    if stage == Stage::Read {
        return Ok(size);
    }
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let parser = Parser::new_ext(&text, options);
    if stage == Stage::Parse {
        let events = parser.count();
        return Ok(if events == 0 { 0 } else { size });
    }
    let mut body = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut body, parser);
    if stage == Stage::Write {
        let target = out.join(file.strip_prefix(docset).unwrap_or(file)).with_extension("html");
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(target, body)?;
    }
    Ok(size)
}
