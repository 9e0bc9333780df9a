//! Comparison tables as data for templates: `methods/table.html` prints what stands here, in whatever
//! orientation it was made.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::base::Hash128;
use crate::config::TableView;

use super::label;
use super::links;
use super::model::{Entry, Facet, Kind, Note, Set, Trait, Value};

/// Up to this many entries are columns; more are rows.
const MOST_COLUMNS: usize = 6;

/// Up to so many cells (twelve entries with sixty facets) each is complete in itself.
const MOST_CELLS: usize = 12 * 60;

/// What of a set a table shows.
#[derive(Debug, Clone, Default)]
pub struct TableOptions {
    /// Keys of the facets; all when empty.
    pub facets: Vec<String>,
    /// Facets or traits.
    pub view: TableView,
    /// Folder of the page that shows the table, to make links from.
    pub folder: String,
    /// Level of the table's heading; 0: it has none of its own.
    pub heading: u8,
}

/// A comparison table.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct Table {
    /// Id of the table on its page; ids of rows, columns and cells begin with it.
    pub id: String,
    /// Id of the set.
    pub set: String,
    /// Title of the set.
    pub title: String,
    /// A sentence about the set.
    pub description: String,
    /// `facets` or `traits`.
    pub view: &'static str,
    /// Level of the heading; 0 for none.
    pub heading: u8,
    /// Number of entries.
    pub entries: usize,
    /// Number of facets, or of traits.
    pub facets: usize,
    /// Whether the rows are entries.
    pub transposed: bool,
    /// What the first column holds, for the corner cell: `facet` or `entry`.
    pub corner: &'static str,
    /// It is so large that its cells have neither an address nor a link to their source of their own; that of the
    /// entry must do.
    pub slim: bool,
    /// Header cells of the columns.
    pub columns: Vec<Head>,
    /// Rows in order.
    pub rows: Vec<Row>,
    /// With traits: what each entry says that no other does.
    pub own: Vec<Own>,
    /// The comparison page; empty on that page itself.
    pub href: String,
    /// The set as CSV.
    pub csv: String,
    /// The set as JSON.
    pub json: String,
    /// Notes of the set.
    pub notes: Vec<Note>,
}

/// A header cell.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct Head {
    /// Id of the row or column on the page.
    pub id: String,
    /// Key of the facet, or id of the entry.
    pub key: String,
    /// Text.
    pub title: String,
    /// The section it leads to; empty for facets.
    pub href: String,
    /// Terms of the entry, shown as chips.
    pub chips: Vec<String>,
}

/// A row.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct Row {
    /// Its header.
    pub head: Head,
    /// Label of the group that begins with this row; empty inside a group.
    pub group: String,
    /// Whether its cells differ.
    pub differs: bool,
    /// One a column.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct Cell {
    /// Id on the page.
    pub id: String,
    /// Title of its column, for narrow screens.
    pub label: String,
    /// `value`, `yes`, `no` or `none` (not stated).
    pub state: &'static str,
    /// HTML of the value, links from the page.
    pub html: String,
    /// The entry's own words behind a mark; empty for values.
    pub words: Vec<String>,
    /// Equal for values that say the same.
    pub norm: String,
    /// Where it was taken from.
    pub href: String,
    /// What the link to its source is called: entry and facet.
    pub source: String,
    /// Alerts that hang on it.
    pub notes: Vec<Note>,
    /// Whether it differs from what most of its row says.
    pub minority: bool,
}

/// What one entry alone says, by facet.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct Own {
    /// Title of the entry.
    pub title: String,
    /// Its section.
    pub href: String,
    /// Facet label and HTML of an item.
    pub items: Vec<(String, String)>,
}

/// Makes the table of a set.
pub fn table(set: &Set, options: &TableOptions) -> Table {
    let traits = options.view == TableView::Traits && !set.traits.is_empty();
    // A page may show both tables of a set, and each has a column for every entry.
    let view = if traits { "-traits" } else { "" };
    let maker = Maker { set, options, id: format!("cmp-{}{view}", label::slug(&set.id)) };
    let facets: Vec<&Facet> = set.facets.iter().filter(|f| maker.wants(&f.key)).collect();
    let (rows, own) =
        if traits { (maker.trait_rows(), maker.own()) } else { (maker.facet_rows(&facets), Vec::new()) };
    let transposed = !traits && set.entries.len() > MOST_COLUMNS;
    let columns: Vec<Head> = set.entries.iter().map(|e| maker.entry_head(e)).collect();
    let count = rows.len();
    let (columns, rows) = if transposed { transpose(columns, rows) } else { (columns, rows) };
    let base = set.comparison.strip_suffix(".html").unwrap_or(&set.comparison);
    Table {
        id: maker.id.clone(),
        set: set.id.clone(),
        title: set.title.clone(),
        description: set.description.clone(),
        view: if traits { "traits" } else { "facets" },
        heading: options.heading,
        entries: set.entries.len(),
        facets: count,
        transposed,
        corner: if transposed { "entry" } else { "facet" },
        slim: set.entries.len() * count > MOST_CELLS,
        columns,
        rows,
        own,
        href: maker.link(&set.comparison),
        csv: maker.link(&format!("{base}.csv")),
        json: maker.link(&format!("{base}.json")),
        notes: maker.notes(&set.notes),
    }
}

struct Maker<'a> {
    set: &'a Set,
    options: &'a TableOptions,
    id: String,
}

impl Maker<'_> {
    fn wants(&self, key: &str) -> bool {
        let wanted = &self.options.facets;
        wanted.is_empty() || wanted.iter().any(|w| w == key || label::key(&label::fold(w)) == key)
    }

    fn link(&self, address: &str) -> String {
        links::from_root(address, &self.options.folder)
    }

    fn html(&self, html: &str) -> String {
        links::rewrite(html, &|href| self.link(href))
    }

    fn notes(&self, notes: &[Note]) -> Vec<Note> {
        notes.iter().map(|n| Note { html: self.html(&n.html), ..n.clone() }).collect()
    }

    fn entry_head(&self, entry: &Entry) -> Head {
        Head {
            id: format!("{}.{}", self.id, entry.id),
            key: entry.id.clone(),
            title: entry.title.clone(),
            href: self.link(&entry.url),
            chips: Vec::new(),
        }
    }

    fn facet_rows(&self, facets: &[&Facet]) -> Vec<Row> {
        let rows = facets.iter().map(|facet| {
            let cells = self.set.entries.iter().map(|e| self.cell(facet, e)).collect();
            row(
                Head {
                    id: format!("{}.{}", self.id, facet.key),
                    key: facet.key.clone(),
                    title: facet.label.clone(),
                    href: String::new(),
                    chips: Vec::new(),
                },
                String::new(),
                cells,
            )
        });
        rows.collect()
    }

    fn blank(&self, key: &str, entry: &Entry) -> Cell {
        Cell {
            id: format!("{}.{key}.{}", self.id, entry.id),
            label: entry.title.clone(),
            state: "none",
            html: String::new(),
            words: Vec::new(),
            norm: String::new(),
            href: self.link(&entry.url),
            source: entry.title.clone(),
            notes: Vec::new(),
            minority: false,
        }
    }

    fn cell(&self, facet: &Facet, entry: &Entry) -> Cell {
        let mut cell = self.blank(&facet.key, entry);
        let Some(value) = entry.values.get(&facet.key) else { return cell };
        cell.state = state(value);
        cell.html = if facet.terms && value.kind == Kind::Text && !value.terms.is_empty() {
            super::value::escape(&value.terms.join(", "))
        } else {
            self.html(&value.html)
        };
        cell.norm = norm(value);
        cell.href = self.link(&value.url);
        cell.source = format!("{}, {}", entry.title, facet.label);
        cell.notes = self.notes(&value.notes);
        for item in &value.items {
            cell.notes.extend(self.notes(&item.notes));
        }
        cell
    }

    fn trait_rows(&self) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::new();
        for facet in self.set.facets.iter().filter(|f| self.wants(&f.key)) {
            for (n, found) in self.set.traits.iter().filter(|t| t.facet == facet.key).enumerate() {
                let cells = self.set.entries.iter().map(|e| self.mark(facet, found, e)).collect();
                let head = Head {
                    id: format!("{}.{}", self.id, found.id),
                    key: found.id.clone(),
                    title: found.text.clone(),
                    href: String::new(),
                    chips: Vec::new(),
                };
                rows.push(row(head, if n == 0 { facet.label.clone() } else { String::new() }, cells));
            }
        }
        rows
    }

    /// A mark of the trait matrix: yes with the entry's own words, or not stated.
    fn mark(&self, facet: &Facet, found: &Trait, entry: &Entry) -> Cell {
        let mut cell = self.blank(&found.id, entry);
        let value = entry.values.get(&facet.key);
        let marks = found.marks.iter().filter(|m| m.entry == entry.id);
        let words: Vec<String> = marks
            .filter_map(|m| value.map(|v| v.items.get(m.item).map_or(v.html.as_str(), |i| i.html.as_str())))
            .map(|html| self.html(html))
            .collect();
        if let (false, Some(value)) = (words.is_empty(), value) {
            cell.state = "yes";
            cell.norm = "yes".to_owned();
            cell.href = self.link(&value.url);
            cell.source = format!("{}, {}", entry.title, facet.label);
            cell.words = words;
        }
        cell
    }

    /// What each entry says in list facets that no other entry says.
    fn own(&self) -> Vec<Own> {
        let shared: BTreeSet<(&str, &str, usize)> = self
            .set
            .traits
            .iter()
            .flat_map(|t| t.marks.iter().map(|m| (t.facet.as_str(), m.entry.as_str(), m.item)))
            .collect();
        let mut out = Vec::new();
        for entry in &self.set.entries {
            let mut items = Vec::new();
            for facet in self.set.facets.iter().filter(|f| self.wants(&f.key)) {
                let Some(value) = entry.values.get(&facet.key) else { continue };
                let own = value.items.iter().enumerate();
                let own = own.filter(|(i, _)| !shared.contains(&(facet.key.as_str(), entry.id.as_str(), *i)));
                items.extend(own.map(|(_, item)| (facet.label.clone(), self.html(&item.html))));
            }
            if !items.is_empty() {
                out.push(Own { title: entry.title.clone(), href: self.link(&entry.url), items });
            }
        }
        out
    }
}

/// A row, with what differs in it.
fn row(head: Head, group: String, mut cells: Vec<Cell>) -> Row {
    let mut counts: indexmap::IndexMap<String, usize> = indexmap::IndexMap::new();
    for cell in &cells {
        *counts.entry(cell.norm.clone()).or_default() += 1;
    }
    let differs = counts.len() > 1;
    let most = counts.values().copied().max().unwrap_or(0);
    let common =
        counts.iter().find(|(_, n)| **n == most && most * 2 > cells.len()).map(|(norm, _)| norm.clone());
    for cell in &mut cells {
        cell.minority = common.as_ref().is_some_and(|norm| *norm != cell.norm);
    }
    Row { head, group, differs, cells }
}

/// Rows become columns. Cells keep their ids; their labels become those of the new columns.
fn transpose(columns: Vec<Head>, rows: Vec<Row>) -> (Vec<Head>, Vec<Row>) {
    let heads: Vec<Head> = rows.iter().map(|r| r.head.clone()).collect();
    let mut cells: Vec<Vec<Cell>> = columns.iter().map(|_| Vec::with_capacity(rows.len())).collect();
    for row in rows {
        for (target, mut cell) in cells.iter_mut().zip(row.cells) {
            cell.label = row.head.title.clone();
            target.push(cell);
        }
    }
    let rows = columns.into_iter().zip(cells);
    (heads, rows.map(|(head, cells)| Row { head, group: String::new(), differs: true, cells }).collect())
}

fn state(value: &Value) -> &'static str {
    match value.text.trim().trim_end_matches('.').to_ascii_lowercase().as_str() {
        "yes" | "supported" | "true" => "yes",
        "no" | "not supported" | "false" => "no",
        _ => "value",
    }
}

/// A short key that is equal for values that say the same: case, order of terms and punctuation folded.
fn norm(value: &Value) -> String {
    let mut parts: Vec<String> = if value.terms.is_empty() {
        vec![label::fold(&value.text)]
    } else {
        value.terms.iter().map(|t| label::fold(t)).collect()
    };
    parts.sort();
    Hash128::of(parts.join("|").as_bytes()).short()
}
