//! Where tokens go: straight into HTML, or into HTML with some lines wrapped.

use std::ops::RangeInclusive;

use super::escape::escape;

/// What a token is. Each is one CSS class, `hl-` and a letter, so that a theme needs twelve colours at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Comment,
    String,
    Number,
    Keyword,
    Type,
    Function,
    Variable,
    Attribute,
    Preprocessor,
    Meta,
    Deletion,
    Insertion,
}

impl Class {
    fn open(self) -> &'static str {
        match self {
            Class::Comment => "<span class=\"hl-c\">",
            Class::String => "<span class=\"hl-s\">",
            Class::Number => "<span class=\"hl-n\">",
            Class::Keyword => "<span class=\"hl-k\">",
            Class::Type => "<span class=\"hl-t\">",
            Class::Function => "<span class=\"hl-f\">",
            Class::Variable => "<span class=\"hl-v\">",
            Class::Attribute => "<span class=\"hl-a\">",
            Class::Preprocessor => "<span class=\"hl-p\">",
            Class::Meta => "<span class=\"hl-m\">",
            Class::Deletion => "<span class=\"hl-d\">",
            Class::Insertion => "<span class=\"hl-i\">",
        }
    }
}

/// Receives the whole code in order, in pieces.
pub(super) trait Sink {
    /// Text without a class.
    fn plain(&mut self, text: &str);
    /// A token.
    fn token(&mut self, class: Class, text: &str);
}

/// HTML with nothing but token spans.
pub(super) struct Flat<'a> {
    pub(super) out: &'a mut String,
}

impl Sink for Flat<'_> {
    fn plain(&mut self, text: &str) {
        escape(text, self.out);
    }

    fn token(&mut self, class: Class, text: &str) {
        self.out.push_str(class.open());
        escape(text, self.out);
        self.out.push_str("</span>");
    }
}

/// HTML with chosen lines in spans of their own; tokens are cut at line ends.
pub(super) struct Lined<'a> {
    out: &'a mut String,
    lines: &'a [RangeInclusive<u32>],
    line: u32,
    /// Nothing of the current line has been written yet.
    fresh: bool,
    open: bool,
}

impl<'a> Lined<'a> {
    pub(super) fn new(lines: &'a [RangeInclusive<u32>], out: &'a mut String) -> Self {
        Lined { out, lines, line: 1, fresh: true, open: false }
    }

    fn piece(&mut self, class: Option<Class>, text: &str) {
        for part in text.split_inclusive('\n') {
            if self.fresh {
                self.fresh = false;
                self.open = self.lines.iter().any(|l| l.contains(&self.line));
                if self.open {
                    self.out.push_str("<span class=\"line hl\">");
                }
            }
            let (body, ends) = part.strip_suffix('\n').map_or((part, false), |body| (body, true));
            match class.filter(|_| !body.is_empty()) {
                Some(class) => Flat { out: self.out }.token(class, body),
                None => escape(body, self.out),
            }
            if ends {
                self.out.push('\n');
                self.end_line();
            }
        }
    }

    fn end_line(&mut self) {
        if self.open {
            self.out.push_str("</span>");
        }
        self.open = false;
        self.fresh = true;
        self.line = self.line.saturating_add(1);
    }

    /// Closes what is open after the last piece.
    pub(super) fn finish(mut self) {
        self.end_line();
    }
}

impl Sink for Lined<'_> {
    fn plain(&mut self, text: &str) {
        self.piece(None, text);
    }

    fn token(&mut self, class: Class, text: &str) {
        self.piece(Some(class), text);
    }
}
