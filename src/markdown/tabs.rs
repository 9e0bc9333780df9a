//! Headings that link to `#tab/id` and what follows them become tab groups.

use rustc_hash::FxHashMap;

use crate::diag::{Code, Diagnostic};

use super::ast::{Document, NodeId, NodeKind, Tab};

/// `#tab/a+b/cond`: the ids and the condition.
pub(super) fn selector(target: &str) -> Option<(Vec<String>, Option<String>)> {
    let rest = target.strip_prefix("#tab/")?;
    let word = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let (ids, condition) = match rest.split_once('/') {
        Some((ids, condition)) => (ids, Some(condition)),
        None => (rest, None),
    };
    if !ids.split('+').all(word) || condition.is_some_and(|c| !c.is_empty() && !word(c)) {
        return None;
    }
    let condition = condition.filter(|c| !c.is_empty()).map(str::to_owned);
    Some((ids.split('+').map(str::to_owned).collect(), condition))
}

/// Groups the tabs of a document, numbers the groups and decides what is selected at first.
pub(super) fn group(doc: &mut Document) {
    let headings: Vec<NodeId> = doc.headings.iter().map(|h| h.node).collect();
    let mut parents: Vec<NodeId> = Vec::new();
    for heading in headings {
        if tab_of(doc, heading).is_some()
            && let Some(parent) = doc.parent(heading)
            && parents.last() != Some(&parent)
        {
            parents.push(parent);
        }
    }
    parents.sort_by_key(|p| p.0);
    parents.dedup();
    for parent in parents {
        regroup(doc, parent);
    }
    activate(doc);
}

/// The tab that a heading stands for, and its link.
fn tab_of(doc: &Document, node: NodeId) -> Option<(Tab, NodeId)> {
    if !matches!(doc.kind(node), NodeKind::Heading(_)) {
        return None;
    }
    let mut children = doc.children(node);
    let link = children.next()?;
    let NodeKind::Link(i) = doc.kind(link) else { return None };
    if children.next().is_some() {
        return None;
    }
    let (ids, condition) = selector(doc.str(doc.links.get(i as usize)?.target))?;
    Some((Tab { ids, condition, active: false, visible: true }, link))
}

fn regroup(doc: &mut Document, parent: NodeId) {
    let children: Vec<NodeId> = doc.children(parent).collect();
    let mut kept = Vec::with_capacity(children.len());
    let mut group: Option<NodeId> = None;
    let mut tab: Option<NodeId> = None;
    for child in children {
        if let Some((found, link)) = tab_of(doc, child) {
            let range = doc.node(child).start as usize..doc.node(child).end as usize;
            let group = *group.get_or_insert_with(|| {
                let group = doc.detached(NodeKind::TabGroup(0), range.clone());
                kept.push(group);
                group
            });
            let index = u32::try_from(doc.tabs.len()).unwrap_or(u32::MAX);
            doc.tabs.push(found);
            let new = doc.append(group, NodeKind::Tab(index), range.clone());
            let title = doc.append(new, NodeKind::TabTitle, range);
            let inlines = doc.take_children(link);
            doc.set_children(title, &inlines);
            tab = Some(new);
        } else if let Some(open) = tab {
            if matches!(doc.kind(child), NodeKind::ThematicBreak) {
                (group, tab) = (None, None);
                continue;
            }
            let end = doc.node(child).end;
            doc.attach(open, child);
            for node in [Some(open), group].into_iter().flatten() {
                if let Some(n) = doc.node_mut(node) {
                    n.end = n.end.max(end);
                }
            }
        } else {
            kept.push(child);
        }
    }
    doc.set_children(parent, &kept);
}

/// Every tab group in reading order.
fn groups(doc: &Document) -> Vec<NodeId> {
    let mut found = Vec::new();
    let mut stack = vec![NodeId::ROOT];
    while let Some(node) = stack.pop() {
        if matches!(doc.kind(node), NodeKind::TabGroup(_)) {
            found.push(node);
        }
        let children: Vec<NodeId> = doc.children(node).collect();
        stack.extend(children.into_iter().rev());
    }
    found
}

/// Numbers the groups; which tab of each is selected and which are visible follows from the groups before it.
fn activate(doc: &mut Document) {
    let mut remembered = Remembered::default();
    for (number, group) in groups(doc).into_iter().enumerate() {
        if let Some(node) = doc.node_mut(group) {
            node.kind = NodeKind::TabGroup(u32::try_from(number + 1).unwrap_or(u32::MAX));
        }
        let tabs: Vec<usize> = doc
            .children(group)
            .filter_map(|t| match doc.kind(t) {
                NodeKind::Tab(i) => Some(i as usize),
                _ => None,
            })
            .collect();
        let shown = |tab: &Tab| match &tab.condition {
            None => true,
            Some(c) => remembered.by_first.contains_key(c),
        };
        let visible: Vec<usize> =
            tabs.iter().copied().filter(|i| doc.tabs.get(*i).is_some_and(shown)).collect();
        let (active, faults) = choose(doc, &visible, &mut remembered);
        for i in &tabs {
            if let Some(tab) = doc.tabs.get_mut(*i) {
                tab.visible = visible.binary_search(i).is_ok();
                tab.active = Some(*i) == active.or_else(|| tabs.first().copied());
            }
        }
        let span = doc.span(group);
        for message in faults {
            let found = Diagnostic::new(Code::InvalidTabGroup, span, message);
            doc.diagnostics.push(found.help("Give every group of tabs the same set of ids, each id once."));
        }
    }
}

/// The sets of ids that groups before have shown. No two have the same first id: a group with the first id of a set
/// takes its selection from there and adds none.
#[derive(Default)]
struct Remembered {
    sets: Vec<Vec<String>>,
    by_first: FxHashMap<String, usize>,
    /// For each id the first set that has it.
    earliest: FxHashMap<String, usize>,
}

impl Remembered {
    fn add(&mut self, ids: Vec<String>) {
        let place = self.sets.len();
        if let Some(first) = ids.first() {
            self.by_first.insert(first.clone(), place);
        }
        for id in &ids {
            self.earliest.entry(id.clone()).or_insert(place);
        }
        self.sets.push(ids);
    }
}

fn choose(doc: &Document, visible: &[usize], remembered: &mut Remembered) -> (Option<usize>, Vec<String>) {
    let mut faults = Vec::new();
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    let mut ids: Vec<String> = Vec::new();
    for tab in visible.iter().filter_map(|i| doc.tabs.get(*i)) {
        for id in &tab.ids {
            let count = counts.entry(id).or_insert(0);
            *count += 1;
            if *count == 1 {
                ids.push(id.clone());
            }
        }
    }
    for id in &ids {
        let count = counts.get(id.as_str()).copied().unwrap_or(0);
        if count > 1 {
            faults.push(format!("The tab id \"{id}\" stands {count} times in one group."));
        }
    }
    let with_id =
        |id: &String| visible.iter().copied().find(|i| doc.tabs.get(*i).is_some_and(|t| t.ids.contains(id)));
    // The first set whose first id is here decides; those before it that share an id only differ.
    let deciding = ids.iter().filter_map(|id| remembered.by_first.get(id)).min().copied();
    let sharing = ids.iter().filter_map(|id| remembered.earliest.get(id)).min().copied();
    let set = deciding.and_then(|place| remembered.sets.get(place));
    let mut active = set.and_then(|set| set.first()).and_then(with_id);
    let equal =
        set.is_some_and(|s| s.len() == ids.len() && s.iter().all(|id| counts.contains_key(id.as_str())));
    let different = match (sharing, deciding) {
        (Some(sharing), Some(deciding)) => sharing < deciding || !equal,
        (sharing, _) => sharing.is_some(),
    };
    if different {
        faults.push("This group of tabs has other ids than an earlier one that it shares ids with.".into());
    }
    if active.is_none() {
        active = visible.first().copied();
        if active.is_some() {
            remembered.add(ids);
        } else {
            faults.push("All tabs of the group are hidden.".into());
        }
    }
    (active, faults)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selectors() {
        assert!(selector("#tab/a+b/c").is_some_and(|(ids, c)| ids.len() == 2 && c.as_deref() == Some("c")));
        assert!(selector("#tab/a/").is_some_and(|(_, c)| c.is_none()));
        for bad in ["#tab/", "#tab/a_b", "#TAB/a", "#tab/a/b/c", "#tab/a+"] {
            assert!(selector(bad).is_none(), "{bad}");
        }
    }
}
