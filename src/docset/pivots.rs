//! Zone pivots: the groups that definition files list, and those that a page lets its readers choose from.

use serde_json::Value;

use crate::base::{DocPath, Span};
use crate::diag::{Code, Diagnostic};
use crate::markdown::{Document, NodeKind};
use crate::source::Workspace;

use super::{Catalog, Page, yaml_page};

/// A question put to the readers of a page, with its answers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PivotGroup {
    /// The name that pages use.
    pub id: String,
    /// Short name for readers.
    pub title: String,
    /// The question.
    pub prompt: String,
    /// The answers: the id in `pivot="…"`, and the words for readers.
    pub pivots: Vec<(String, String)>,
}

/// A `ZonePivotGroups` file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PivotFile {
    folder: DocPath,
    groups: Vec<PivotGroup>,
}

/// Reads the definition files and checks the pages that use them.
pub(super) fn collect(workspace: &Workspace, catalog: &mut Catalog, sink: &mut Vec<Diagnostic>) {
    for file in workspace.sources.files() {
        let name = file.path.file_name();
        let yaml = name.ends_with(".yml") || name.ends_with(".yaml");
        let typed = || yaml_page::mime(&file.text).is_some_and(|m| m.eq_ignore_ascii_case("ZonePivotGroups"));
        if yaml
            && typed()
            && let Ok(parsed) = crate::yaml::parse(&file.text)
        {
            catalog.pivot_files.push(PivotFile { folder: file.path.parent(), groups: groups(&parsed.value) });
        }
    }
    for page in &catalog.pages {
        catalog.check_pivots(page, sink);
    }
}

fn groups(data: &Value) -> Vec<PivotGroup> {
    let text =
        |v: &Value, key: &str| v.get(key).and_then(Value::as_str).unwrap_or_default().trim().to_owned();
    let rows = |v: &Value, key: &str| v.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let group = |v: &Value| PivotGroup {
        id: text(v, "id"),
        title: text(v, "title"),
        prompt: text(v, "prompt"),
        pivots: rows(v, "pivots").iter().map(|p| (text(p, "id"), text(p, "title"))).collect(),
    };
    rows(data, "groups").iter().map(group).filter(|g| !g.id.is_empty()).collect()
}

/// The groups that a page's metadata names, parted by commas.
fn named(page: &Page) -> impl Iterator<Item = &str> {
    page.text("zone_pivot_groups").unwrap_or_default().split(',').map(str::trim).filter(|n| !n.is_empty())
}

impl Catalog {
    /// The pivot groups of a page.
    pub fn pivots(&self, page: &Page) -> Vec<&PivotGroup> {
        named(page).filter_map(|id| self.pivot_group(page, id)).collect()
    }

    /// A group by id: from the nearest definition in the page's folder or above it, else from any of its docset.
    fn pivot_group(&self, page: &Page, id: &str) -> Option<&PivotGroup> {
        let root = self.docsets.get(page.docset).map(|d| &d.root);
        let above = |f: &&PivotFile| page.path.strip_prefix(&f.folder).is_some();
        let beside = |f: &&PivotFile| root.is_some_and(|root| f.folder.strip_prefix(root).is_some());
        let mut files: Vec<&PivotFile> = self.pivot_files.iter().filter(above).collect();
        files.sort_by_key(|f| std::cmp::Reverse(f.folder.as_str().len()));
        files.extend(self.pivot_files.iter().filter(|f| !above(f) && beside(f)));
        files.into_iter().flat_map(|f| &f.groups).find(|g| g.id == id)
    }

    fn check_pivots(&self, page: &Page, sink: &mut Vec<Diagnostic>) {
        let Some(document) = self.documents.get(page.file) else { return };
        let place = || {
            let front = document.front_matter.as_ref();
            front.map_or(Span::at(page.file, 0), |f| f.key_span("zone_pivot_groups"))
        };
        for id in named(page).filter(|id| self.pivot_group(page, id).is_none()) {
            let (code, help) = if self.pivot_files.is_empty() {
                (Code::ZonePivotDefinitionNotFound, "add a zone-pivot-groups.yml that defines the group")
            } else {
                (Code::PivotGroupNotFound, "define the group in zone-pivot-groups.yml, or correct its name")
            };
            let message = format!("the pivot group \"{id}\" is not defined");
            sink.push(Diagnostic::new(code, place(), message).help(help));
        }
        let zones = zones(document);
        let Some((span, _)) = zones.first() else { return };
        let groups = self.pivots(page);
        if named(page).next().is_none() {
            let message = "the page has zones for pivots, but names no pivot group";
            sink.push(
                Diagnostic::new(Code::ZonePivotGroupMissing, *span, message)
                    .help("name the group in the front matter: zone_pivot_groups: my-group"),
            );
        }
        if groups.is_empty() {
            return;
        }
        let known = |id: &str| groups.iter().any(|g| g.pivots.iter().any(|(known, _)| known == id));
        for (span, id) in zones.iter().filter(|(_, id)| !known(id)) {
            let all: Vec<&str> = groups.iter().flat_map(|g| &g.pivots).map(|(id, _)| id.as_str()).collect();
            let message = format!("none of the page's pivot groups has a pivot \"{id}\"");
            let help = format!("they have {}", all.join(", "));
            sink.push(Diagnostic::new(Code::PivotIdNotFound, *span, message).help(help));
        }
    }
}

/// The pivots of a document's zones, with the place of each zone's opening line.
fn zones(document: &Document) -> Vec<(Span, &str)> {
    if document.zones.iter().all(|z| z.pivots.is_empty()) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for node in document.ids() {
        let NodeKind::Zone(i) = document.kind(node) else { continue };
        let Some(zone) = document.zones.get(i as usize) else { continue };
        let span = document.span(node);
        let text = document.source.get(span.range()).unwrap_or_default();
        let line = u32::try_from(text.lines().next().unwrap_or_default().len()).unwrap_or(0);
        let span = Span { end: span.start + line, ..span };
        found.extend(zone.pivots.iter().map(|id| (span, id.as_str())));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_read_and_those_without_a_name_left_out() {
        let data = crate::docset::testing::yaml(
            "groups:\n- id: lang\n  title: Language\n  prompt: Choose\n  pivots:\n  - id: cs\n    title: C#\n- title: nameless\n",
        );
        let found = groups(&data);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].pivots, [("cs".to_owned(), "C#".to_owned())]);
    }
}
