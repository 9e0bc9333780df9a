//! Tables that are data: comparison tables as Markdown.

use super::escape;

/// A table of plain text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grid {
    /// The header cells, the corner's first.
    pub columns: Vec<String>,
    /// Rows, the row's name first.
    pub rows: Vec<Vec<String>>,
}

impl Grid {
    /// The table as Markdown.
    pub fn markdown(&self) -> String {
        let mut out = String::new();
        push_row(&mut out, &self.columns, self.columns.len());
        out.push('|');
        out.push_str(&" --- |".repeat(self.columns.len()));
        out.push('\n');
        for row in &self.rows {
            push_row(&mut out, row, self.columns.len());
        }
        out
    }
}

fn push_row(out: &mut String, cells: &[String], width: usize) {
    out.push('|');
    for i in 0..width {
        let words = cells.get(i).map(String::as_str).unwrap_or_default();
        if !words.is_empty() {
            out.push(' ');
            escape::text(out, words, escape::Place { cell: true, ..escape::Place::default() });
        }
        out.push_str(" |");
    }
    out.push('\n');
}

/// The text of a cell's HTML; items of a list are parted by semicolons.
pub fn cell_text(html: &str) -> String {
    let parted = ["</li>", "</p>", "<br>"].iter().fold(html.to_owned(), |h, tag| h.replace(tag, "\u{1}"));
    let parts: Vec<String> =
        parted.split('\u{1}').map(super::super::theme::plain_text).filter(|p| !p.is_empty()).collect();
    let mut out = String::new();
    for part in parts {
        if !out.is_empty() {
            out.push_str(if out.ends_with(['.', ':', '!', '?']) { " " } else { "; " });
        }
        out.push_str(&part);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_as_wide_as_the_head_and_bars_are_escaped() {
        let grid = Grid {
            columns: vec![String::new(), "A".into()],
            rows: vec![
                vec!["r".into(), cell_text("<ul>\n<li>a | b</li>\n<li>c</li></ul>")],
                vec!["s".into()],
            ],
        };
        assert_eq!(grid.markdown(), "| | A |\n| --- | --- |\n| r | a \\| b; c |\n| s | |\n");
    }
}
