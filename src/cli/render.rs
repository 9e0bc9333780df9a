//! `docwright render`: one Markdown file as an HTML fragment on standard output; findings on standard error.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use super::args::{MessageFormat, RenderArgs};
use super::failure::{Failure, Outcome};
use super::report;
use super::terminal::{Stream, Terminal};
use crate::base::{DocPath, FileId};
use crate::build::Session;
use crate::diag::render::{Findings, Format};
use crate::diag::{Caps, Diagnostic, Files, Severity, settle};
use crate::render::article::compat::{self, Loader};
use crate::source::{self, Workspace};

pub(super) fn run(args: &RenderArgs, terminal: Terminal) -> Outcome {
    let (root, file) = places(args)?;
    if args.compat.is_some() {
        compat_page(args, &root, &file, terminal)
    } else {
        site_page(args, &root, &file, terminal)
    }
}

/// The folder to open and the file in it.
fn places(args: &RenderArgs) -> Result<(PathBuf, PathBuf), Failure> {
    let missing = |file: &Path| Failure::new(format!("there is no file {}", file.display()));
    match &args.root {
        Some(root) => {
            let below = root.join(&args.file);
            if !below.is_file() {
                return Err(missing(&below));
            }
            Ok((root.clone(), args.file.clone()))
        }
        None => {
            let name = args.file.file_name().filter(|_| args.file.is_file());
            let name = name.ok_or_else(|| missing(&args.file))?;
            let folder = args.file.parent().filter(|f| !f.as_os_str().is_empty());
            Ok((folder.unwrap_or(Path::new(".")).to_owned(), PathBuf::from(name)))
        }
    }
}

/// The page as its site shows it: includes expanded, links resolved.
fn site_page(args: &RenderArgs, root: &Path, file: &Path, terminal: Terminal) -> Outcome {
    let session = Session::open(root).map_err(|e| Failure::from_error(&e))?;
    let workspace = &session.project().workspace;
    let path = inside(&workspace.start, file)?;
    let (html, diagnostics) = session.fragment(&path).ok_or_else(|| {
        let failure = Failure::new(format!("{path} is no Markdown page of the docset"));
        failure.help("name a file that the content patterns list, or render it alone with --compat docfx")
    })?;
    print(args, &html, &diagnostics, &workspace.sources, terminal)
}

/// The page as docfx hands it on before links are resolved.
fn compat_page(args: &RenderArgs, root: &Path, file: &Path, terminal: Terminal) -> Outcome {
    let workspace = source::open(root).map_err(|e| Failure::from_error(&e))?;
    let path = inside(&workspace.start, file)?;
    let mut options = workspace.config.docset_of(&path).map(|d| d.markdown.clone()).unwrap_or_default();
    options.front_matter = !args.no_front_matter;
    let loader = DocsetFiles { workspace: &workspace };
    let from_root = inside(&DocPath::root(), file)?;
    let rendered = compat::page(&loader, &from_root, &options);
    let diagnostics = settle(rendered.diagnostics, &workspace.sources, &Caps::default(), |_| true);
    print(args, &rendered.value, &diagnostics, &workspace.sources, terminal)
}

fn inside(folder: &DocPath, file: &Path) -> Result<DocPath, Failure> {
    let outside = || Failure::new(format!("{} does not lie in the docset", file.display()));
    file.to_str().filter(|_| !file.is_absolute()).and_then(|f| folder.join(f)).ok_or_else(outside)
}

fn print(
    args: &RenderArgs,
    html: &str,
    diagnostics: &[Diagnostic],
    files: &dyn Files,
    terminal: Terminal,
) -> Outcome {
    terminal.write(Stream::Out, html);
    let human = [MessageFormat { format: Format::Human, file: None }];
    let formats = if args.message_format.is_empty() { &human } else { args.message_format.as_slice() };
    report::write(&Findings { diagnostics, files }, formats, terminal, false, Stream::Err)?;
    Ok(ExitCode::from(u8::from(diagnostics.iter().any(|d| d.severity == Severity::Error))))
}

/// The files below the folder that was named, as `~/` counts.
struct DocsetFiles<'a> {
    workspace: &'a Workspace,
}

impl DocsetFiles<'_> {
    fn place(&self, path: &DocPath) -> Option<DocPath> {
        self.workspace.start.join(path.as_str())
    }
}

impl Loader for DocsetFiles<'_> {
    fn read(&self, path: &DocPath) -> Option<Arc<str>> {
        self.workspace.sources.read(&self.place(path)?).ok()
    }

    fn file(&self, path: &DocPath) -> Option<FileId> {
        self.workspace.sources.find(self.place(path)?.as_str())
    }
}
