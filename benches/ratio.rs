//! How much docwright's Markdown costs: its own reading, parsing and writing of every page of a docset, as a ratio to
//! plain pulldown-cmark with its own HTML writer over the same files, in one run and by one thread.
//!
//! Resolving links and includes, which the yardstick does not do at all, is timed by itself and counted in the last line.
//! The best of the rounds counts.
//!
//! `cargo run --release --example ratio -- DOCSET [ROUNDS]`

#![expect(clippy::print_stdout, reason = "a program that reports on standard output")]

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use docwright::build::{self, Project};
use docwright::docset::{self, PageView};
use docwright::markdown::{self, ParseOptions};
use docwright::render::article::compat::{self, CompatOptions};
use docwright::render::article::{self, ArticleOptions};
use docwright::source::SourceFile;
use pulldown_cmark::{Options, Parser, html};

/// The program's own, for the yardstick too.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What one round took.
#[derive(Clone, Copy)]
struct Times {
    plain: Duration,
    parse: Duration,
    resolve: Duration,
    article: Duration,
    compat: Duration,
}

impl Times {
    const NONE: Times = Times {
        plain: Duration::MAX,
        parse: Duration::MAX,
        resolve: Duration::MAX,
        article: Duration::MAX,
        compat: Duration::MAX,
    };

    fn best(self, other: Times) -> Times {
        Times {
            plain: self.plain.min(other.plain),
            parse: self.parse.min(other.parse),
            resolve: self.resolve.min(other.resolve),
            article: self.article.min(other.article),
            compat: self.compat.min(other.compat),
        }
    }
}

fn timed(run: impl FnOnce()) -> Duration {
    let start = Instant::now();
    run();
    start.elapsed()
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let Some(folder) = args.next().map(PathBuf::from) else {
        return Err("usage: ratio DOCSET [ROUNDS]".into());
    };
    let rounds: usize = args.next().map_or(Ok(5), |n| n.parse())?;
    let project = build::load(Path::new(&folder))?;
    let files: Vec<&SourceFile> =
        project.workspace.sources.files().iter().filter(|file| file.path.has_extension("md")).collect();
    let options = project.workspace.config.docsets.first().map(|d| d.markdown.clone()).unwrap_or_default();
    let mut times = Times::NONE;
    for _ in 0..rounds {
        times = times.best(round(&project, &files, &options));
    }
    let bytes: usize = files.iter().map(|file| file.text.len()).sum();
    println!("{} files, {:.1} MB, best of {rounds} rounds", files.len(), bytes as f64 / 1e6);
    let line = |name: &str, time: Duration| {
        let ratio = time.as_secs_f64() / times.plain.as_secs_f64();
        println!("{name:<42}{:>9.1} ms{ratio:>7.2}", time.as_secs_f64() * 1e3);
    };
    line("plain: read, parse, write HTML", times.plain);
    line("docwright: read, parse", times.parse);
    line("docwright: write article", times.article);
    line("docwright: write DocFX's shapes", times.compat);
    line("docwright: resolve links and includes", times.resolve);
    line("read, parse, write article", times.parse + times.article);
    line("read, parse, write DocFX's shapes", times.parse + times.compat);
    line("read, parse, resolve, write article", times.parse + times.resolve + times.article);
    Ok(())
}

/// Everything once, each stage over all files. Buffers are dropped page by page, as in the yardstick.
fn round(project: &Project, files: &[&SourceFile], options: &ParseOptions) -> Times {
    let read = |file: &SourceFile| {
        let disk = project.workspace.sources.disk_path(&file.path);
        std::fs::read_to_string(disk).unwrap_or_default()
    };
    let plain = timed(|| {
        for file in files {
            let text = read(file);
            let parser = Parser::new_ext(&text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH);
            let mut out = String::with_capacity(text.len() * 3 / 2);
            html::push_html(&mut out, parser);
            black_box(out);
        }
    });
    let parse = timed(|| {
        for file in files {
            black_box(markdown::parse(Arc::from(read(file)), file.id, options));
        }
    });
    let mut views: Vec<PageView> = Vec::new();
    let resolve = timed(|| {
        let pages = project.catalog.pages().iter();
        views.extend(pages.map(|page| docset::resolve(&project.workspace, &project.catalog, page.id)));
    });
    let strings = article::Strings::default();
    let article_options = ArticleOptions {
        strings: &strings,
        sanitise: false,
        alerts: &options.alerts,
        skip_title: false,
        monikers: None,
        comparison: &|_| None,
        inserted: &[],
    };
    let article = timed(|| {
        for view in &views {
            black_box(article::article(view, &article_options));
        }
    });
    let compat = timed(|| {
        for view in &views {
            black_box(compat::view(view, &CompatOptions::default()));
        }
    });
    Times { plain, parse, resolve, article, compat }
}
