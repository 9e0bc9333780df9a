//! Page families: sets whose entries are whole pages, or one section of each of many pages.

use indexmap::IndexMap;
use serde_json::Value as Json;

use crate::config::Placement;

use super::discover::Member;
use super::entries::entries;
use super::extract::spellings;
use super::finish::facet;
use super::groups::{Content, Group, Source};
use super::model::{Entry, Form, Found, Home, Kind, Origin, Place, Set, Value};
use super::outline::Outline;
use super::rules::{FacetRule, Rules, SetRule};
use super::value::{Context, escape};

/// The name that stands for the versions of a page among metadata keys.
pub(crate) const VERSIONS: &str = "versions";

/// The page as the one entry of a set; `None` when it lacks the section, or has none of the facets.
pub(crate) fn page_set(ctx: &Context<'_>, outline: &Outline, rule: &SetRule, rules: &Rules) -> Option<Set> {
    let (at, block, range) = match &rule.section {
        Some(name) => {
            let section = outline.sections.get(outline.section_named(ctx.view, name)?)?;
            (outline.blocks.get(section.heading)?.at, section.heading, section.content.clone())
        }
        None => {
            let first = outline.sections.first().filter(|s| s.level == 1);
            let start = first.map_or(0, |s| s.heading + 1);
            let at = outline.blocks.get(start.saturating_sub(1)).map(|b| b.at)?;
            (at, start.saturating_sub(1), start..outline.blocks.len())
        }
    };
    let title = ctx.page.title.to_owned();
    let source = Source { title, at, block, content: Content::Blocks(range) };
    let group = Group { origin: Origin::Pages, parent: None, sources: vec![source] };
    let members = group.members(ctx.view, outline, true);
    let facets = if rule.facets.is_empty() { own_facets(&members, rule, rules) } else { rule.facets.clone() };
    let chosen: Vec<(&Source, &Member)> = group.sources.iter().zip(&members).collect();
    // What the front matter holds is not looked for in the text, where the same label may speak of something smaller.
    let written: Vec<FacetRule> = facets.iter().filter(|f| f.metadata.is_none()).cloned().collect();
    let (mut entries, _) = entries(ctx, outline, &group, &chosen, &written);
    let labels = spellings(&members, &facets);
    for entry in &mut entries {
        entry.id = ctx.page.site_path.to_owned();
        if rule.section.is_none() {
            entry.url = super::links::to_root(ctx.page.out.as_str(), "");
        }
        metadata(ctx, entry, &facets);
    }
    entries.retain(|e| !e.values.is_empty());
    let first = entries.first()?;
    let home = Home { page: ctx.page.id, insertion: None };
    Some(Set {
        id: rule.id.clone(),
        title: rule.title.clone(),
        description: rule.description.clone(),
        found: Found::Configured,
        origin: Origin::Pages,
        score: 100,
        url: String::new(),
        comparison: String::new(),
        source: first.source.clone(),
        notes: Vec::new(),
        facets: facets.iter().zip(labels).map(|(f, l)| facet(f, &l)).collect(),
        entries,
        traits: Vec::new(),
        near_misses: Vec::new(),
        versions: Vec::new(),
        unversioned: rule.id.clone(),
        homes: (rule.placement != Placement::None).then_some(home).into_iter().collect(),
        view: rule.view,
        facet_rules: facets,
    })
}

/// Without configured facets: every outermost labelled part.
fn own_facets(members: &[Member], rule: &SetRule, rules: &Rules) -> Vec<FacetRule> {
    let mut out: IndexMap<String, FacetRule> = IndexMap::new();
    for raw in members.iter().flat_map(|m| &m.scan.raws).filter(|r| r.outer.is_none()) {
        out.entry(raw.folded.clone()).or_insert_with(|| rules.facet(Some(rule), &raw.folded));
    }
    out.into_values().collect()
}

/// Adds the facets that the front matter holds.
fn metadata(ctx: &Context<'_>, entry: &mut Entry, facets: &[FacetRule]) {
    for rule in facets {
        let Some(key) = &rule.metadata else { continue };
        let terms = if key == VERSIONS {
            ctx.page.versions.to_vec()
        } else {
            ctx.page.metadata.get(key).map(words).unwrap_or_default()
        };
        if terms.is_empty() {
            continue;
        }
        let text = terms.join(", ");
        let value = Value {
            form: Form::FrontMatter,
            kind: Kind::Text,
            html: escape(&text),
            text,
            items: Vec::new(),
            terms: if terms.len() > 1 || key == VERSIONS { terms } else { Vec::new() },
            notes: Vec::new(),
            url: entry.url.clone(),
            source: key_place(ctx, key).unwrap_or_else(|| entry.source.clone()),
        };
        entry.values.insert(rule.key.clone(), value);
    }
}

/// Where the page's front matter has a key; `None` when the value comes from elsewhere.
fn key_place(ctx: &Context<'_>, key: &str) -> Option<Place> {
    let page = ctx.view.docs.first()?;
    let front = page.doc.front_matter.as_ref()?;
    let stated = front.key_offsets.iter().any(|(name, _)| name == key);
    stated.then(|| ctx.place_of(page.path.as_str(), front.key_span(key)))
}

/// A metadata value as words.
fn words(value: &Json) -> Vec<String> {
    match value {
        Json::String(text) if !text.trim().is_empty() => vec![text.trim().to_owned()],
        Json::Number(n) => vec![n.to_string()],
        Json::Bool(b) => vec![if *b { "Yes" } else { "No" }.to_owned()],
        Json::Array(list) => list.iter().flat_map(words).collect(),
        _ => Vec::new(),
    }
}
