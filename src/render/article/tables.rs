//! Tables: `<thead>`, `<tbody>`, alignment by column.

use crate::markdown::Align;

/// Where in a table the writer is.
#[derive(Debug, Default)]
pub(super) struct TableState {
    /// Index of the table among the document's.
    pub(super) align: Vec<Align>,
    pub(super) head: bool,
    pub(super) body: bool,
    pub(super) column: usize,
}

impl TableState {
    pub(super) fn begin(align: &[Align]) -> Self {
        TableState { align: align.to_vec(), ..TableState::default() }
    }

    /// Begins a row of the body, and the body with the first of them.
    pub(super) fn begin_row(&mut self, out: &mut String) {
        self.column = 0;
        if !std::mem::replace(&mut self.body, true) {
            out.push_str("<tbody>\n");
        }
    }

    /// The alignment of the cell at hand; moves on to the next.
    pub(super) fn next_align(&mut self) -> Align {
        let align = self.align.get(self.column).copied().unwrap_or(Align::None);
        self.column += 1;
        align
    }
}
