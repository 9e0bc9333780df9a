//! Zone pivots: the groups that definition files list, and those that a page lets its readers choose from.

use rustc_hash::FxHashMap;
use serde_json::Value;

use crate::base::{DocPath, Span};
use crate::diag::{Code, Diagnostic};
use crate::markdown::{Document, NodeKind};
use crate::source::{SourceFile, Workspace};

use super::addresses::without_extension;
use super::yaml_places::Places;
use super::{Catalog, Occurrence, Page, yaml_page};

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
    path: DocPath,
    groups: Vec<PivotGroup>,
}

impl PivotFile {
    /// Whether it is the file that a page's `zone_pivot_group_filename` names. Learn: the extension does not count, as
    /// the name may be that of the published data.
    fn is_called(&self, name: &str) -> bool {
        let stem = |path: &str| without_extension(path).to_lowercase();
        let wanted = stem(name.trim_start_matches("~/").trim_start_matches("../").trim_start_matches('/'));
        let own = stem(self.path.as_str());
        own == wanted || own.strip_suffix(wanted.as_str()).is_some_and(|folder| folder.ends_with('/'))
    }
}

/// Reads the definition files.
pub(super) fn collect(workspace: &Workspace, catalog: &mut Catalog, sink: &mut Vec<Diagnostic>) {
    for file in workspace.sources.files() {
        let name = file.path.file_name();
        let yaml = name.ends_with(".yml") || name.ends_with(".yaml");
        let typed = || yaml_page::mime(&file.text).is_some_and(|m| m.eq_ignore_ascii_case("ZonePivotGroups"));
        if yaml
            && typed()
            && let Ok(parsed) = crate::yaml::parse(&file.text)
        {
            let groups = groups(&parsed.value);
            duplicates(file, &groups, sink);
            catalog.pivot_files.push(PivotFile { path: file.path.clone(), groups });
        }
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

/// Reports groups, and pivots of one group, that a file defines twice. Learn reports them about the file as a whole.
fn duplicates(file: &SourceFile, groups: &[PivotGroup], sink: &mut Vec<Diagnostic>) {
    let mut places = Places::new(file.id, &file.text);
    let mut seen: FxHashMap<&str, Span> = FxHashMap::default();
    let mut report = |code: Code, message: String, first: Span, again: Span| {
        sink.push(
            Diagnostic::new(code, Span::at(file.id, 0), message)
                .related(first, "this one counts")
                .related(again, "this one does not")
                .help("remove one of them"),
        );
    };
    for group in groups {
        let place = places.value("id", &group.id);
        match seen.get(group.id.as_str()) {
            Some(first) => {
                let message = format!("the pivot group \"{}\" is defined twice", group.id);
                report(Code::DuplicatePivotGroups, message, *first, place);
            }
            None => {
                seen.insert(&group.id, place);
            }
        }
        let mut known: FxHashMap<&str, Span> = FxHashMap::default();
        for (id, _) in group.pivots.iter().filter(|(id, _)| !id.is_empty()) {
            let place = places.value("id", id);
            if let Some(first) = known.get(id.as_str()) {
                let message = format!("the pivot \"{id}\" of the group \"{}\" is defined twice", group.id);
                report(Code::DuplicatePivotIds, message, *first, place);
            } else {
                known.insert(id, place);
            }
        }
    }
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

    /// A group by id: from the file that the page names, else from the nearest definition in the page's folder or
    /// above it, else from any of its docset.
    fn pivot_group(&self, page: &Page, id: &str) -> Option<&PivotGroup> {
        if let Some(name) = page.text("zone_pivot_group_filename") {
            let files = self.pivot_files.iter().filter(|f| f.is_called(name));
            return files.flat_map(|f| &f.groups).find(|g| g.id == id);
        }
        let root = self.docsets.get(page.docset).map(|d| &d.root);
        let above = |f: &&PivotFile| page.path.strip_prefix(&f.path.parent()).is_some();
        let beside = |f: &&PivotFile| root.is_some_and(|root| f.path.strip_prefix(root).is_some());
        let mut files: Vec<&PivotFile> = self.pivot_files.iter().filter(above).collect();
        files.sort_by_key(|f| std::cmp::Reverse(f.path.parent().as_str().len()));
        files.extend(self.pivot_files.iter().filter(|f| !above(f) && beside(f)));
        files.into_iter().flat_map(|f| &f.groups).find(|g| g.id == id)
    }

    /// Holds the zones of a page, those of its includes too, against the groups that it names. What is wrong with
    /// the page as a whole is reported at its top, as Learn does.
    pub(super) fn check_pivots(&self, page: &Page, docs: &[Occurrence], sink: &mut Vec<Diagnostic>) {
        let zones: Vec<(Span, &str)> = docs.iter().flat_map(|o| zones(&o.doc)).collect();
        let mut names = named(page).peekable();
        if zones.is_empty() && names.peek().is_none() {
            return;
        }
        let top = Span::at(page.file, 0);
        if let (None, Some((zone, _))) = (names.peek(), zones.first()) {
            let message = "the page has zones for pivots, but names no pivot group";
            sink.push(
                Diagnostic::new(Code::ZonePivotGroupMissing, top, message)
                    .related(*zone, "a zone for a pivot")
                    .help("name the group in the front matter: zone_pivot_groups: my-group"),
            );
        }
        let mut groups = Vec::new();
        for id in names {
            match self.pivot_group(page, id) {
                Some(group) => groups.push(group),
                None => sink.push(self.unknown_group(page, id)),
            }
        }
        if groups.is_empty() {
            return;
        }
        let all =
            || groups.iter().flat_map(|g| g.pivots.iter().map(move |(id, _)| (g.id.as_str(), id.as_str())));
        for (span, id) in zones.iter().filter(|(_, id)| all().all(|(_, known)| known != *id)) {
            let known: Vec<&str> = all().map(|(_, id)| id).collect();
            let message = format!("none of the page's pivot groups has a pivot \"{id}\"");
            let help = format!("they have {}", known.join(", "));
            sink.push(Diagnostic::new(Code::PivotIdNotFound, *span, message).help(help));
        }
        for (group, id) in all().filter(|(_, id)| zones.iter().all(|(_, used)| used != id)) {
            let message = format!("the page has no zone for the pivot \"{id}\" of its group \"{group}\"");
            sink.push(
                Diagnostic::new(Code::PivotIdUnused, top, message)
                    .help("write a zone for it, or take it out of the group"),
            );
        }
    }

    fn unknown_group(&self, page: &Page, id: &str) -> Diagnostic {
        let (code, help) = if self.pivot_files.is_empty() {
            (Code::ZonePivotDefinitionNotFound, "add a zone-pivot-groups.yml that defines the group")
        } else {
            (Code::PivotGroupNotFound, "define the group in zone-pivot-groups.yml, or correct its name")
        };
        let message = format!("the pivot group \"{id}\" is not defined");
        let diagnostic = Diagnostic::new(code, Span::at(page.file, 0), message).help(help);
        match self.documents.facts(page.file).and_then(|facts| facts.front_matter()) {
            Some(front) => diagnostic.related(front.key_span("zone_pivot_groups"), "named here"),
            None => diagnostic,
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
