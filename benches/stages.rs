//! Each stage by itself, on a generated docset: parse, link, render, index.
//!
//! `cargo bench --bench stages`

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use docwright::build::{self, Project};
use docwright::docset::{self, PageView};
use docwright::markdown;
use docwright::render::article::{self, ArticleOptions};
use docwright::search::{self, SearchDoc};

#[path = "docset.rs"]
mod generator;

/// Enough pages that no cache holds them all, few enough that a round takes milliseconds.
const PAGES: usize = 400;

fn project() -> Project {
    let folder = tempfile::tempdir().expect("a temporary folder");
    generator::write(folder.path(), PAGES).expect("written");
    build::load(folder.path()).expect("a docset")
}

fn views(project: &Project) -> Vec<PageView> {
    let pages = project.catalog.pages().iter();
    pages.map(|page| docset::resolve(&project.workspace, &project.catalog, page.id)).collect()
}

fn documents(project: &Project, views: &[PageView]) -> Vec<SearchDoc> {
    let of_page = |view: &PageView| {
        let page = project.catalog.page(view.page)?;
        let meta = search::Meta {
            out: &page.out,
            topic: &page.site_path,
            title: &page.facts.title,
            description: page.facts.description.as_deref().unwrap_or_default(),
            area: "",
            topic_type: "",
            versions: &[],
        };
        Some(search::document(view, &meta))
    };
    views.iter().filter_map(of_page).collect()
}

fn stages(c: &mut Criterion) {
    let project = project();
    let views = views(&project);
    let found = documents(&project, &views);
    let files = project.workspace.sources.files();
    let markdown: Vec<_> = files.iter().filter(|file| file.path.has_extension("md")).collect();
    let options = project.workspace.config.docsets.first().map(|d| d.markdown.clone()).unwrap_or_default();
    let parse = || -> Vec<Arc<markdown::Document>> {
        let one = |file: &&docwright::source::SourceFile| {
            Arc::new(markdown::parse(Arc::clone(&file.text), file.id, &options))
        };
        markdown.iter().map(one).collect()
    };
    let read = project.catalog.documents().clone();

    let mut group = c.benchmark_group("stages");
    group.throughput(Throughput::Bytes(markdown.iter().map(|file| file.text.len() as u64).sum()));
    group.bench_function("parse", |b| b.iter(|| black_box(parse())));
    group.bench_function("link", |b| {
        b.iter(|| {
            let catalog = docset::assemble(&project.workspace, read.clone()).value;
            for page in catalog.pages() {
                black_box(docset::resolve(&project.workspace, &catalog, page.id));
            }
        });
    });
    let strings = article::Strings::default();
    let options = ArticleOptions {
        strings: &strings,
        sanitise: false,
        alerts: &[],
        skip_title: false,
        monikers: None,
        comparison: &|_| None,
        inserted: &[],
    };
    group.bench_function("render", |b| {
        b.iter(|| {
            for view in &views {
                black_box(article::article(view, &options));
            }
        });
    });
    let settings = search::Options { language: "en".to_owned(), results: 10, ..search::Options::default() };
    group.bench_function("index", |b| {
        b.iter(|| black_box(search::index(&documents(&project, &views), &settings)));
    });
    group.bench_function("index/join", |b| b.iter(|| black_box(search::index(&found, &settings))));
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
