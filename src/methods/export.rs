//! The index as data: JSON with its schema, CSV, Markdown and terminal tables.

use crate::base::{Artifact, OutPath};

use super::assemble::join_path;
use super::label;
use super::model::{Entry, Index, Set, Value};
use super::rules::Rules;

/// Widest column of a terminal table, in characters.
const WIDEST: usize = 28;

impl Index {
    /// The whole index as JSON, indented, with a line break at the end.
    pub fn json(&self) -> String {
        pretty(self)
    }

    /// The JSON Schema of [`Index::json`].
    pub fn schema() -> String {
        pretty(&schemars::schema_for!(Index))
    }

    /// The index with only the entries that have a value for a facet: one of its terms, or words of its text,
    /// letter case and punctuation aside. Sets without such entries are left out.
    #[must_use]
    pub fn filtered(&self, facet: &str, value: &str) -> Index {
        let facet = label::fold(facet);
        let wanted = label::fold(value);
        let mut out = self.clone();
        for set in &mut out.sets {
            let named =
                |f: &&super::model::Facet| f.key == label::key(&facet) || label::fold(&f.label) == facet;
            let key = set.facets.iter().find(named).map(|f| f.key.clone());
            let Some(key) = key else {
                set.entries.clear();
                continue;
            };
            set.entries.retain(|e| e.values.get(&key).is_some_and(|v| states(v, &wanted)));
            let left = &set.entries;
            for found in &mut set.traits {
                found.marks.retain(|m| left.iter().any(|e| e.id == m.entry));
            }
            set.traits.retain(|t| t.marks.len() > 1);
        }
        out.sets.retain(|s| !s.entries.is_empty());
        out.pages.clear();
        out
    }

    /// The whole index as CSV by RFC 4180: one row a value, since sets differ in their columns. Formulas are disarmed
    /// as in [`Set::csv`].
    pub fn csv(&self) -> String {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        // Writing to memory cannot fail, and every row has the same length.
        let _ = writer.write_record(["Set", "Entry", "Facet", "Value", "URL", "File", "Line"]);
        for set in &self.sets {
            for (entry, key, value) in
                set.entries.iter().flat_map(|e| e.values.iter().map(move |(key, v)| (e, key, v)))
            {
                let label = set.facets.iter().find(|f| f.key == *key).map_or(key, |f| &f.label);
                let line = value.source.line.to_string();
                let row = [&set.id, &entry.title, label, &value.text, &value.url, &value.source.file, &line];
                let _ = writer.write_record(row.map(|cell| safe(cell)));
            }
        }
        let bytes = writer.into_inner().unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// The data files of the index: `index.json` and its schema, and each set as JSON, CSV and Markdown.
    pub fn artifacts(&self, rules: &Rules) -> Vec<Artifact> {
        let mut out = Vec::new();
        let mut push = |name: &str, body: String| {
            if let Some(path) = OutPath::new(&join_path(&rules.path, name)) {
                out.push(Artifact::text(path, body));
            }
        };
        push("index.json", self.json());
        push("schema.json", Index::schema());
        for set in &self.sets {
            push(&format!("{}.json", set.id), set.json());
            push(&format!("{}.csv", set.id), set.csv());
            push(&format!("{}.md", set.id), set.markdown());
        }
        out
    }
}

/// Whether a value states what is asked for.
fn states(value: &Value, wanted: &str) -> bool {
    if value.terms.is_empty() {
        let text = label::fold(&value.text);
        return format!(" {text} ").contains(&format!(" {wanted} "));
    }
    value.terms.iter().any(|t| label::fold(t) == wanted)
}

fn pretty(value: &impl serde::Serialize) -> String {
    // Serialising plain data to a string cannot fail.
    let mut out = serde_json::to_string_pretty(value).unwrap_or_default();
    out.push('\n');
    out
}

impl Set {
    /// The set as JSON.
    pub fn json(&self) -> String {
        pretty(self)
    }

    /// The set as CSV by RFC 4180: one row an entry, one column a facet. Cells that a spreadsheet would take
    /// for a formula begin with an apostrophe.
    pub fn csv(&self) -> String {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        let mut header = vec!["Entry".to_owned(), "URL".to_owned()];
        header.extend(self.facets.iter().map(|f| f.label.clone()));
        header.push("Related".to_owned());
        let rows = self.entries.iter().map(|entry| {
            let mut row = vec![entry.title.clone(), entry.url.clone()];
            row.extend(
                self.facets
                    .iter()
                    .map(|f| entry.values.get(&f.key).map(|v| v.text.clone()).unwrap_or_default()),
            );
            let related: Vec<String> =
                entry.related.iter().map(|r| format!("{} <{}>", r.text, r.url)).collect();
            row.push(related.join("\n"));
            row
        });
        for row in std::iter::once(header).chain(rows) {
            // Writing to memory cannot fail, and every row has the same length.
            let _ = writer.write_record(row.iter().map(|cell| safe(cell)));
        }
        let bytes = writer.into_inner().unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// The set as a Markdown table: facets as rows, entries as columns; the other way round for more than six.
    pub fn markdown(&self) -> String {
        let mut grid = self.grid(&|e| format!("[{}]({})", e.title, e.url), &|v| cell_text(v, " · "));
        let mut out = format!("# {}\n\n", self.title);
        let header = if grid.is_empty() { Vec::new() } else { grid.remove(0) };
        push_row(&header, &mut out);
        out.push('|');
        out.push_str(&" --- |".repeat(header.len()));
        out.push('\n');
        for row in grid {
            push_row(&row, &mut out);
        }
        out
    }

    /// The set as a table for terminals, cells cut to a width.
    pub fn terminal(&self) -> String {
        let grid = self.grid(&|e| e.title.clone(), &|v| match v.items.len() {
            0 => cell_text(v, "; "),
            1 => v.items.first().map(|i| i.text.clone()).unwrap_or_default(),
            n => format!("{n}: {}", cell_text(v, "; ")),
        });
        let grid: Vec<Vec<String>> =
            grid.into_iter().map(|row| row.iter().map(|cell| clip(cell)).collect()).collect();
        let columns = grid.first().map_or(0, Vec::len);
        let width =
            |c: usize| grid.iter().filter_map(|r| r.get(c)).map(|t| t.chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..columns).map(width).collect();
        let mut out = format!("{} ({})\n", self.title, self.id);
        for (number, row) in grid.iter().enumerate() {
            let cells: Vec<String> =
                row.iter().zip(&widths).map(|(cell, w)| format!("{cell:<w$}", w = *w)).collect();
            out.push_str(cells.join("  ").trim_end());
            out.push('\n');
            if number == 0 {
                out.push_str(&widths.iter().map(|w| "-".repeat(*w)).collect::<Vec<_>>().join("  "));
                out.push('\n');
            }
        }
        out
    }

    /// Header and rows of a table.
    fn grid(&self, name: &dyn Fn(&Entry) -> String, cell: &dyn Fn(&Value) -> String) -> Vec<Vec<String>> {
        let value = |e: &Entry, key: &str| e.values.get(key).map(cell).unwrap_or_default();
        if self.entries.len() > 6 {
            let mut header = vec![String::new()];
            header.extend(self.facets.iter().map(|f| f.label.clone()));
            let rows = self.entries.iter().map(|e| {
                std::iter::once(name(e)).chain(self.facets.iter().map(|f| value(e, &f.key))).collect()
            });
            return std::iter::once(header).chain(rows).collect();
        }
        let header = std::iter::once(String::new()).chain(self.entries.iter().map(name)).collect();
        let rows = self.facets.iter().map(|f| {
            std::iter::once(f.label.clone()).chain(self.entries.iter().map(|e| value(e, &f.key))).collect()
        });
        std::iter::once(header).chain(rows).collect()
    }
}

fn cell_text(value: &Value, between: &str) -> String {
    if value.items.is_empty() {
        return value.text.replace('\n', between);
    }
    value.items.iter().map(|i| i.text.as_str()).collect::<Vec<_>>().join(between)
}

fn push_row(cells: &[String], out: &mut String) {
    out.push('|');
    for cell in cells {
        out.push(' ');
        out.push_str(&cell.replace('|', "\\|").replace('\n', " "));
        out.push_str(" |");
    }
    out.push('\n');
}

fn clip(text: &str) -> String {
    let text = text.replace('\n', " ");
    if text.chars().count() <= WIDEST {
        return text;
    }
    let cut: String = text.chars().take(WIDEST - 1).collect();
    format!("{}…", cut.trim_end())
}

/// A cell that no spreadsheet takes for a formula.
fn safe(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_disarmed() {
        for cell in ["=1+1", "+1", "-x", "@sum", "\tx"] {
            assert!(safe(cell).starts_with('\''), "{cell}");
        }
        assert_eq!(safe("a=b"), "a=b");
    }
}
