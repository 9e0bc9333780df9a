//! `docwright links`: questions to the link graph.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;

use serde_json::{Value, json};

use super::args::{DataFormat, LinksArgs};
use super::failure::{Failure, Outcome};
use super::graph::{self, Edge, To};
use super::terminal::{Stream, Terminal};
use crate::base::{DocPath, FileId, Span};
use crate::build::{BuildOptions, Emit, Project, Report};
use crate::diag::render::{Findings, Format, Look, escape_controls, plural, render};
use crate::diag::{Code, Diagnostic, Files};
use crate::docset::{PageId, TocTarget};

/// The codes of links that lead nowhere.
const BROKEN: [Code; 11] = [
    Code::FileNotFound,
    Code::BookmarkNotFound,
    Code::LinkOutOfScope,
    Code::LocalFilePath,
    Code::XrefNotFound,
    Code::UidNotFound,
    Code::IncludeNotFound,
    Code::CodesnippetNotFound,
    Code::TocNotFound,
    Code::InvalidTocHref,
    Code::InvalidTopicHref,
];

/// A row of an answer: what a person reads and what a program reads.
struct Row {
    text: String,
    data: Value,
}

pub(super) fn run(args: &LinksArgs, terminal: Terminal) -> Outcome {
    let dir = args.docset.dir.clone();
    let options = BuildOptions { dir, emit: Emit::Nothing, ..BuildOptions::default() };
    let report = super::build::run(options, terminal)?;
    if args.broken {
        return broken(&report, args.format, terminal);
    }
    let (rows, noun) = if let Some(target) = &args.to {
        (leading_to(&report.project, target)?, "link")
    } else if args.orphans {
        (orphans(&report.project), "orphan")
    } else {
        (redirects(&report), "redirect")
    };
    let text = match args.format {
        DataFormat::Text => rows.iter().map(|row| format!("{}\n", row.text)).collect(),
        DataFormat::Json => {
            let data: Vec<&Value> = rows.iter().map(|row| &row.data).collect();
            let json = serde_json::to_string_pretty(&data).map_err(|e| Failure::from_error(&e))?;
            format!("{json}\n")
        }
    };
    terminal.write(Stream::Out, &text);
    terminal.say("Found", &plural(rows.len(), noun));
    Ok(ExitCode::SUCCESS)
}

fn broken(report: &Report, format: DataFormat, terminal: Terminal) -> Outcome {
    let chosen: Vec<Diagnostic> =
        report.diagnostics.iter().filter(|d| BROKEN.contains(&d.code)).cloned().collect();
    let findings = Findings { diagnostics: &chosen, files: &report.project.workspace.sources };
    let format = match format {
        DataFormat::Text => Format::Short,
        DataFormat::Json => Format::Json,
    };
    let mut text = String::new();
    render(format, &findings, &Look::default(), &mut text);
    terminal.write(Stream::Out, &text);
    terminal.say("Found", &plural(chosen.len(), "broken link"));
    Ok(ExitCode::SUCCESS)
}

/// Every link to a file, whether it is a page, an include or code.
fn leading_to(project: &Project, target: &Path) -> Result<Vec<Row>, Failure> {
    let path = find(project, target)?;
    let is_it = |edge: &Edge| match &edge.to {
        To::Page(page) => project.catalog.page(*page).is_some_and(|p| p.path == path),
        To::File(file) => *file == path,
        To::Missing(_) => false,
    };
    let places: BTreeSet<(FileId, u32, u32)> = graph::edges(project)
        .into_iter()
        .filter(is_it)
        .map(|edge| (edge.file, edge.span.start, edge.span.end))
        .collect();
    let files: &dyn Files = &project.workspace.sources;
    let mut rows: Vec<(String, u32, Row)> = places
        .into_iter()
        .map(|(file, start, end)| {
            let (name, place) = (files.display_path(file), files.position(file, start));
            let span = Span { file, start, end };
            let written = files.text(file).get(span.range()).unwrap_or_default();
            let text = format!(
                "{}:{}:{}: {}",
                escape_controls(name),
                place.line,
                place.column,
                escape_controls(written)
            );
            let data = json!({ "file": name, "line": place.line, "column": place.column, "text": written });
            (name.to_owned(), start, Row { text, data })
        })
        .collect();
    rows.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    Ok(rows.into_iter().map(|(_, _, row)| row).collect())
}

/// A file that the user named: from the working folder, or as findings name it.
fn find(project: &Project, target: &Path) -> Result<DocPath, Failure> {
    let workspace = &project.workspace;
    let shown = target.to_str().and_then(|t| workspace.start.join(t));
    let root = workspace.root.canonicalize().unwrap_or_else(|_| workspace.root.clone());
    let on_disk = target.canonicalize().ok();
    let on_disk = on_disk.as_deref().and_then(|t| t.strip_prefix(&root).ok()?.to_str());
    let candidates = shown.into_iter().chain(on_disk.and_then(DocPath::new));
    for path in candidates {
        if let Some(entry) = workspace.sources.find_folded(path.as_str()) {
            return Ok(workspace.sources.path(entry).clone());
        }
    }
    Err(Failure::new(format!("{} is no file of the docset", target.display())))
}

/// Pages that no other page and no table of contents leads to. Versions of a page lead to one another.
fn orphans(project: &Project) -> Vec<Row> {
    let catalog = &project.catalog;
    let mut reached: BTreeSet<PageId> = BTreeSet::new();
    for edge in graph::edges(project) {
        if let To::Page(page) = edge.to
            && page != edge.page
        {
            reached.insert(page);
        }
    }
    let entries = catalog.tocs().iter().flat_map(|toc| &toc.entries);
    reached.extend(entries.filter_map(|entry| match &entry.target {
        TocTarget::Page(page, _) => Some(*page),
        _ => None,
    }));
    let files: &dyn Files = &project.workspace.sources;
    let found: BTreeSet<FileId> = reached.iter().filter_map(|id| Some(catalog.page(*id)?.file)).collect();
    let pages = catalog.pages().iter().filter(|page| !found.contains(&page.file));
    pages
        .filter(|page| page.out.as_str() != "index.html")
        .map(|page| {
            let file = files.display_path(page.file);
            Row {
                text: escape_controls(file),
                data: json!({ "file": file, "title": page.facts.title, "output": page.out.as_str() }),
            }
        })
        .collect()
}

/// Redirects: the old address, the new one, the page that is written for it.
fn redirects(report: &Report) -> Vec<Row> {
    let redirects = report.project.catalog.redirects().iter();
    redirects
        .map(|redirect| Row {
            text: format!("{} -> {}", escape_controls(&redirect.url), escape_controls(&redirect.target)),
            data: json!({
                "url": redirect.url,
                "target": redirect.target,
                "output": redirect.out.as_str(),
                "monikers": redirect.monikers,
            }),
        })
        .collect()
}
