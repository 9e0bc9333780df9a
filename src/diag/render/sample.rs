//! A tiny docset for the tests of renderers and rules.

use crate::base::{FileId, Span};
use crate::diag::{Code, Diagnostic, Files, LineIndex, Position};

/// Two files in memory, one with a hostile name.
pub(crate) struct Sample {
    pub(crate) files: Vec<(String, String)>,
}

impl Sample {
    pub(crate) fn new() -> Self {
        let text = "# Start\n\nSee [\u{1f600} there](gone.md).\n\nEnd\n";
        let hostile = "odd: 100%,\nname.md";
        Sample {
            files: vec![
                ("guide/start.md".to_owned(), text.to_owned()),
                (hostile.to_owned(), "[x](<y>.md)\n".to_owned()),
            ],
        }
    }

    /// The span of `needle` in file `file`.
    pub(crate) fn span(&self, file: u32, needle: &str) -> Span {
        let at = self.files[file as usize].1.find(needle).expect("the needle stands in the file");
        Span::new(FileId(file), at..at + needle.len())
    }

    pub(crate) fn diagnostics(&self) -> Vec<Diagnostic> {
        vec![
            Diagnostic::new(Code::FileNotFound, self.span(0, "gone.md"), "no file `gone.md` in guide")
                .help("did you mean `going.md`?")
                .fix(self.span(0, "gone.md"), "going.md", true)
                .related(self.span(0, "# Start"), "on this page"),
            Diagnostic::new(
                Code::InvalidValue,
                self.span(1, "<y>"),
                "bad <value> & \"more\"\r\n::stop-commands::x",
            ),
            Diagnostic::new(Code::OutputPathConflict, None, "two sources for one file"),
        ]
    }
}

impl Files for Sample {
    fn display_path(&self, file: FileId) -> &str {
        &self.files[file.0 as usize].0
    }

    fn text(&self, file: FileId) -> &str {
        &self.files[file.0 as usize].1
    }

    fn position(&self, file: FileId, offset: u32) -> Position {
        let text = self.text(file);
        LineIndex::new(text).position(text, offset)
    }
}
