//! Lines of Markdown: what each begins with inside quotes and lists, and the blank lines between blocks.

/// Where on a line the text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Place {
    /// Nothing of the line is written.
    #[default]
    Start,
    /// What the line begins with and a list marker are written; a block may begin here.
    Marked,
    /// Text is written.
    Middle,
}

/// Text that grows line by line.
#[derive(Debug, Default)]
pub(super) struct Lines {
    out: String,
    /// What each line begins with.
    prefix: String,
    /// Lengths of the prefix outside of the containers that are open.
    outer: Vec<usize>,
    place: Place,
    /// A block ended; the next is parted from it by a blank line.
    gap: bool,
}

impl Lines {
    /// All that was written, with one line break at its end.
    pub(super) fn finish(mut self) -> String {
        self.end_line();
        self.out
    }

    /// Whether a block could begin at this place without ending a line.
    pub(super) fn at_start(&self) -> bool {
        self.place != Place::Middle
    }

    /// Whether the line so far ends in `text`.
    pub(super) fn ends_with(&self, text: &str) -> bool {
        self.out.ends_with(text)
    }

    /// Takes `text` off the end, if it is there.
    pub(super) fn take_off(&mut self, text: &str) -> bool {
        let end = self.out.strip_suffix(text).map(str::len);
        end.inspect(|end| self.out.truncate(*end)).is_some()
    }

    /// Writes text; each line break in it begins a line of the same containers.
    pub(super) fn write(&mut self, text: &str) {
        for piece in text.split_inclusive('\n') {
            let line = piece.strip_suffix('\n');
            let words = line.unwrap_or(piece);
            if !words.is_empty() {
                self.begin();
                self.out.push_str(words);
            }
            if line.is_some() {
                self.break_line();
            }
        }
    }

    /// Gives a piece of text the end of the output to write to.
    pub(super) fn inline(&mut self, write: impl FnOnce(&mut String)) {
        self.begin();
        write(&mut self.out);
    }

    /// Begins a block.
    pub(super) fn block(&mut self) {
        self.end_line();
        if std::mem::take(&mut self.gap) && self.place == Place::Start && !self.out.is_empty() {
            self.out.push_str(self.prefix.trim_end());
            self.out.push('\n');
        }
    }

    /// Ends a block.
    pub(super) fn end_block(&mut self) {
        self.end_line();
        self.gap = true;
    }

    /// Begins a container whose first line begins with `first` and whose others begin with `rest`.
    pub(super) fn container(&mut self, first: &str, rest: &str) {
        self.block();
        self.begin();
        self.out.push_str(first);
        self.place = Place::Marked;
        self.outer.push(self.prefix.len());
        self.prefix.push_str(rest);
    }

    /// Ends a container; `loose`: what follows is parted from it by a blank line.
    pub(super) fn end_container(&mut self, loose: bool) {
        if self.place != Place::Start {
            self.break_line();
        }
        self.prefix.truncate(self.outer.pop().unwrap_or(0));
        self.gap = loose;
    }

    fn begin(&mut self) {
        if self.place == Place::Start {
            self.out.push_str(&self.prefix);
        }
        self.place = Place::Middle;
    }

    fn end_line(&mut self) {
        if self.place == Place::Middle {
            self.break_line();
        }
    }

    fn break_line(&mut self) {
        if self.place == Place::Start {
            self.out.push_str(&self.prefix);
        }
        let end = self.out.trim_end_matches(' ').len();
        self.out.truncate(end);
        self.out.push('\n');
        self.place = Place::Start;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn containers_nest_and_blank_lines_belong_to_the_outer_one() {
        let mut lines = Lines::default();
        lines.container("> ", "> ");
        lines.block();
        lines.write("a");
        lines.end_block();
        lines.container("- ", "  ");
        lines.block();
        lines.write("b\nc");
        lines.end_block();
        lines.block();
        lines.write("d");
        lines.end_block();
        lines.end_container(false);
        lines.container("- ", "  ");
        lines.end_container(true);
        lines.end_container(true);
        lines.block();
        lines.write("e");
        assert_eq!(lines.finish(), "> a\n>\n> - b\n>   c\n>\n>   d\n> -\n\ne\n");
    }
}
