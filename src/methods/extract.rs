//! One page to its sets: configured, marked, discovered.

use std::ops::Range;

use crate::config::{EntryLevel, Placement};
use crate::diag::{Diagnostic, Files, Warned};
use crate::docset::PageView;

use super::discover::{Member, Verdict, judge};
use super::entries::{entries, notes_before};
use super::family;
use super::finish::finish;
use super::groups::{self, Group, Source, Wanted};
use super::label;
use super::links;
use super::model::{Found, Home, Insertion, Origin, Place, Set};
use super::outline::Outline;
use super::prefilter::Labels;
use super::rules::{FacetRule, PageMark, Rules, SectionName, SetRule, entry_level, heading_level, origin};
use super::value::Context;
use super::{Candidate, Html, PageInfo, PageSets};

/// Reads the sets of one page. Pure; called for each page in parallel.
pub fn extract(
    view: &PageView,
    page: &PageInfo<'_>,
    rules: &Rules,
    html: &dyn Html,
    files: &dyn Files,
) -> Warned<PageSets> {
    let mark = PageMark::read(page.metadata.get("comparison"));
    let named: Vec<usize> = (0..rules.sets.len())
        .filter(|i| rules.sets.get(*i).is_some_and(|s| rules.names(&s.sources, page.source)))
        .collect();
    let looked_for = rules.discover && named.is_empty() && !rules.names(&rules.exclude, page.source);
    if !rules.enabled || mark.off || view.docs.is_empty() {
        return Warned::default();
    }
    let labels = if looked_for && !mark.on { Labels::of(view, rules) } else { None };
    if named.is_empty() && !mark.on && labels.is_none() {
        return Warned::default();
    }
    let ctx = Context { view, page, html: Some(html), files };
    let mut reader = Reader { ctx, rules, outline: Outline::of(view), out: Warned::default() };
    for index in named {
        reader.configured(index);
    }
    if mark.on {
        reader.marked(&mark.rule);
    } else if let Some(labels) = labels {
        reader.discover(&labels);
    }
    reader.out
}

struct Reader<'a> {
    ctx: Context<'a>,
    rules: &'a Rules,
    outline: Outline,
    out: Warned<PageSets>,
}

/// What is known of a set before its entries are made.
struct Plan<'a> {
    rule: Option<&'a SetRule>,
    found: Found,
    group: &'a Group,
    members: &'a [Member],
    verdict: &'a Verdict,
}

impl Reader<'_> {
    /// The groups that a rule speaks of.
    fn groups(&self, rule: &SetRule) -> Vec<Group> {
        let view = self.ctx.view;
        let parent = rule.section.as_ref().and_then(|name| self.section_named(name));
        if rule.section.is_some() && parent.is_none() {
            return Vec::new();
        }
        let mut found = match (origin(rule.level), heading_level(rule.level)) {
            (_, Some(level)) => vec![groups::sections_of_level(&self.outline, parent, level)],
            (Origin::Table, _) => groups::tables(view, &self.outline),
            (Origin::List, _) => groups::lists(view, &self.outline, &|_| true),
            (Origin::PseudoHeadings, _) => groups::strong_paragraphs(view, &self.outline, &|_| true),
            _ => self.all_groups(&|_| true),
        };
        if let Some(section) = parent.and_then(|p| self.outline.sections.get(p)) {
            let within = section.heading..section.content.end;
            found.retain(|g| {
                g.sources.first().is_some_and(|s| within.contains(&s.block) && s.block != section.heading)
            });
        }
        for group in &mut found {
            group.sources.retain(|s| !rule.skip.contains(&label::fold(&s.title)));
        }
        found
    }

    fn section_named(&self, name: &SectionName) -> Option<usize> {
        self.outline.section_named(self.ctx.view, name)
    }

    /// Whether a text names just this section.
    fn is_named(&self, text: &str, index: usize) -> bool {
        SectionName::new(text).is_some_and(|name| self.section_named(&name) == Some(index))
    }

    fn all_groups(&self, wanted: &Wanted<'_>) -> Vec<Group> {
        let mut all = groups::sections(&self.outline);
        all.extend(groups::lists(self.ctx.view, &self.outline, wanted));
        all.extend(groups::strong_paragraphs(self.ctx.view, &self.outline, wanted));
        all
    }

    fn configured(&mut self, index: usize) {
        let rules = self.rules;
        let Some(rule) = rules.sets.get(index) else { return };
        let set = if rule.level == EntryLevel::Page {
            family::page_set(&self.ctx, &self.outline, rule, rules)
        } else {
            self.best(rule, Found::Configured)
        };
        self.out.value.parts.extend(set.map(|s| (index, s)));
    }

    fn marked(&mut self, rule: &SetRule) {
        if let Some(set) = self.best(rule, Found::Marked) {
            let set = finish(set, &self.rules.traits, &mut self.out.diagnostics);
            self.out.value.sets.push(set);
        }
    }

    /// The group that fits a rule best: the one with the most filled cells.
    fn best(&mut self, rule: &SetRule, found: Found) -> Option<Set> {
        let lenient =
            Rules { reference: true, min_score: 0, min_entries: 1, min_facets: 1, ..self.rules.clone() };
        let mut best: Option<(usize, Group, Vec<Member>, Verdict)> = None;
        let decide = |members: &[Member], origin| match rule.facets.as_slice() {
            [] => judge(members, origin, &lenient),
            facets => named_facets(members, facets),
        };
        for mut group in self.groups(rule) {
            let (members, verdict) = self.decide(&mut group, true, &decide);
            let weight = verdict.members.len() * verdict.facets.len();
            let better = best.as_ref().is_none_or(|(w, ..)| weight > *w);
            if weight > 0 && verdict.refused.is_none() && better {
                best = Some((weight, group, members, verdict));
            }
        }
        let (_, group, members, mut verdict) = best?;
        verdict.score = 100;
        Some(self.set(&Plan { rule: Some(rule), found, group: &group, members: &members, verdict: &verdict }))
    }

    /// Judges a group; when it is a set, sections that merely hold entries together are opened up first.
    fn decide(
        &self,
        group: &mut Group,
        yaml: bool,
        decide: &dyn Fn(&[Member], Origin) -> Verdict,
    ) -> (Vec<Member>, Verdict) {
        let members = group.members(self.ctx.view, &self.outline, yaml);
        let verdict = decide(&members, group.origin);
        let sections = group.origin == Origin::Sections && verdict.refused.is_none();
        if sections && group.open_up(self.ctx.view, &self.outline, &verdict.facets, yaml) {
            let members = group.members(self.ctx.view, &self.outline, yaml);
            let verdict = decide(&members, group.origin);
            return (members, verdict);
        }
        (members, verdict)
    }

    fn discover(&mut self, labels: &Labels<'_>) {
        let labels = labels.by_block(self.ctx.view, &self.outline);
        let mut taken: Vec<Range<usize>> = Vec::new();
        let decide = |members: &[Member], origin| judge(members, origin, self.rules);
        let all = self.rules.keep_rejected;
        for mut group in self.all_groups(&|blocks| all || labels.repeat_within(blocks)) {
            let blocks = group.blocks();
            if taken.iter().any(|t| t.start <= blocks.start && blocks.end <= t.end) {
                continue;
            }
            if !all && !labels.suffice(&group) {
                continue;
            }
            let (members, verdict) = self.decide(&mut group, false, &decide);
            let plan = Plan {
                rule: None,
                found: Found::Discovered,
                group: &group,
                members: &members,
                verdict: &verdict,
            };
            if verdict.refused.is_some() {
                self.refuse(&plan);
                continue;
            }
            taken.push(blocks);
            let set = self.set(&plan);
            let set = finish(set, &self.rules.traits, &mut self.out.diagnostics);
            if self.rules.keep_rejected {
                let candidate = self.candidate(&plan, set.clone());
                self.out.value.candidates.push(candidate);
            }
            self.out.value.sets.push(set);
        }
    }

    /// Keeps a refused group for the command that lists candidates.
    fn refuse(&mut self, plan: &Plan<'_>) {
        if !self.rules.keep_rejected || plan.verdict.members.len() < 2 || plan.verdict.facets.is_empty() {
            return;
        }
        let html = self.ctx.html.take();
        let before = self.out.diagnostics.len();
        let set = self.set(plan);
        self.out.diagnostics.truncate(before);
        self.ctx.html = html;
        let candidate = self.candidate(plan, set);
        self.out.value.candidates.push(candidate);
    }

    /// A judged group with what configuration would say of it.
    fn candidate(&self, plan: &Plan<'_>, set: Set) -> Candidate {
        let Plan { group, members, verdict, .. } = *plan;
        let parent = group.parent.and_then(|p| Some((p, self.outline.sections.get(p)?)));
        let section = parent.filter(|(_, s)| s.level > 1).map(|(index, section)| {
            let id = self.outline.blocks.get(section.heading).and_then(|b| self.ctx.view.heading_id(b.at));
            match id {
                Some(id) if !self.is_named(&section.title, index) => id.to_owned(),
                _ => section.title.clone(),
            }
        });
        let heading = |s: &Source| self.outline.blocks.get(s.block).map_or(0, |b| b.level);
        let level = entry_level(group.origin, group.sources.first().map_or(0, heading));
        let has = |m: &Member| verdict.facets.iter().any(|f| m.scan.has(f));
        let out = members.iter().enumerate().filter(|(i, m)| !verdict.members.contains(i) && has(m));
        let skip = out.map(|(_, m)| m.title.clone()).collect();
        Candidate {
            set,
            parts: verdict.parts.clone(),
            refused: verdict.refused.clone(),
            level,
            section,
            skip,
        }
    }

    fn set(&mut self, plan: &Plan<'_>) -> Set {
        let facets: Vec<FacetRule> = match plan.rule {
            Some(rule) if !rule.facets.is_empty() => rule.facets.clone(),
            rule => plan.verdict.facets.iter().map(|f| self.rules.facet(rule, f)).collect(),
        };
        let chosen: Vec<(&Source, &Member)> = plan
            .verdict
            .members
            .iter()
            .filter_map(|i| Some((plan.group.sources.get(*i)?, plan.members.get(*i)?)))
            .collect();
        let labels = spellings(plan.members, &facets);
        let ctx = &self.ctx;
        let (entries, diagnostics) = entries(ctx, &self.outline, plan.group, &chosen, &facets);
        let parent = plan.group.parent.and_then(|p| self.outline.sections.get(p));
        let heading = parent.and_then(|s| self.outline.blocks.get(s.heading));
        let anchor =
            heading.and_then(|b| ctx.view.heading_id(b.at)).filter(|_| parent.is_some_and(|s| s.level > 1));
        let page = ctx.page.out.as_str();
        let url =
            anchor.map_or_else(|| links::to_root(page, ""), |id| links::to_root(&format!("#{id}"), page));
        let rule = plan.rule;
        let given = rule.map(|r| r.title.clone()).filter(|t| !t.is_empty());
        let title = given.unwrap_or_else(|| match parent {
            Some(section) if section.level > 1 => section.title.clone(),
            _ => ctx.page.title.to_owned(),
        });
        let id = rule.map(|r| r.id.clone()).filter(|id| !id.is_empty());
        let placement = rule.map_or(self.rules.placement, |r| r.placement);
        let set = Set {
            id: id.unwrap_or_else(|| page_id(page, anchor, plan.group.origin)),
            title,
            description: rule.map(|r| r.description.clone()).unwrap_or_default(),
            found: plan.found,
            origin: plan.group.origin,
            score: plan.verdict.score,
            url,
            comparison: String::new(),
            source: heading.map_or_else(|| first_place(&entries), |b| ctx.place(b.at)),
            notes: notes_before(ctx, &self.outline, plan.group),
            facets: facets.iter().zip(labels).map(|(f, l)| super::finish::facet(f, &l)).collect(),
            entries,
            traits: Vec::new(),
            near_misses: Vec::new(),
            versions: ctx.page.versions.to_vec(),
            unversioned: page_id(ctx.page.site_path, anchor, plan.group.origin),
            homes: vec![Home { page: ctx.page.id, insertion: self.insertion(placement, plan.group) }],
            view: rule.map(|r| r.view).unwrap_or_default(),
            facet_rules: facets,
        };
        self.out.diagnostics.extend(diagnostics.into_iter().map(|d| soften(d, plan.found)));
        set
    }

    fn insertion(&self, placement: Placement, group: &Group) -> Option<Insertion> {
        let blocks = group.blocks();
        let index = match placement {
            Placement::None => return None,
            Placement::Before | Placement::Link => Some(blocks.start),
            Placement::After => Some(blocks.end),
            Placement::Intro => self.outline.sections.iter().find(|s| s.level > 1).map(|s| s.heading),
        };
        let before = index.and_then(|i| self.outline.blocks.get(i)).map(|b| b.at);
        Some(Insertion { before, link: placement == Placement::Link })
    }
}

/// What discovery says is advice, since nobody asked for the set.
fn soften(mut diagnostic: Diagnostic, found: Found) -> Diagnostic {
    if found == Found::Discovered {
        diagnostic.severity = diagnostic.severity.min(crate::diag::Severity::Suggestion);
    }
    diagnostic
}

/// Members that have at least one of the facets of a rule.
fn named_facets(members: &[Member], facets: &[FacetRule]) -> Verdict {
    let has = |m: &Member, f: &FacetRule| f.names.iter().any(|name| m.scan.has(name));
    let taking: Vec<usize> = (0..members.len())
        .filter(|i| members.get(*i).is_some_and(|m| facets.iter().any(|f| has(m, f))))
        .collect();
    let kept = facets.iter().filter(|f| members.iter().any(|m| has(m, f)));
    let kept = kept.filter_map(|f| f.names.first().cloned()).collect();
    Verdict { facets: kept, members: taking, ..Verdict::default() }
}

/// The most frequent spelling of each facet's label; the first one among equals.
pub(crate) fn spellings(members: &[Member], facets: &[FacetRule]) -> Vec<String> {
    let spelling = |facet: &FacetRule| {
        let mut counts: indexmap::IndexMap<&str, usize> = indexmap::IndexMap::new();
        for raw in members.iter().flat_map(|m| &m.scan.raws) {
            if facet.names.contains(&raw.folded) {
                *counts.entry(raw.label.as_str()).or_default() += 1;
            }
        }
        let most = counts.values().copied().max().unwrap_or(0);
        counts.into_iter().find(|(_, n)| *n == most).map(|(l, _)| l.to_owned()).unwrap_or_default()
    };
    facets.iter().map(spelling).collect()
}

/// The id of a set that has none given: the page's path, and the heading above its entries.
fn page_id(out: &str, anchor: Option<&str>, origin: Origin) -> String {
    let path = out.strip_suffix(".html").unwrap_or(out);
    let kind = match origin {
        Origin::List => "-list",
        Origin::PseudoHeadings => "-terms",
        Origin::Table => "-table",
        Origin::Sections | Origin::Pages => "",
    };
    anchor.map_or_else(|| format!("{path}{kind}"), |a| format!("{path}.{a}{kind}"))
}

fn first_place(entries: &[super::model::Entry]) -> Place {
    entries.first().map(|e| e.source.clone()).unwrap_or_default()
}
