//! From a judged group of siblings to a set: which labelled part becomes which facet, entries with their
//! values, notes and related links, and what authors should be told.

use std::borrow::Cow;
use std::collections::HashSet;

use indexmap::IndexMap;

use crate::diag::{Code, Diagnostic};
use crate::docset::NodeRef;

use super::discover::Member;
use super::further::related;
use super::groups::{Content, Group, Source};
use super::label;
use super::links;
use super::model::{Entry, Form, Note, Related};
use super::outline::Outline;
use super::rules::FacetRule;
use super::scan::{Piece, Raw};
use super::value::{Built, Context, build, build_aside, value};

/// Longest summary of an entry, in characters.
const SUMMARY: usize = 240;

/// Makes the entries of the members that take part.
pub(crate) fn entries(
    ctx: &Context<'_>,
    outline: &Outline,
    group: &Group,
    chosen: &[(&Source, &Member)],
    facets: &[FacetRule],
) -> (Vec<Entry>, Vec<Diagnostic>) {
    let all: Vec<&Member> = chosen.iter().map(|(_, m)| *m).collect();
    let free = free_names(&all, facets);
    let mut diagnostics = Vec::new();
    let mut ids: IndexMap<String, usize> = IndexMap::new();
    let mut out = Vec::new();
    for (source, member) in chosen {
        let mut entry = entry(ctx, outline, source);
        entry.id = unique(&entry.id, &mut ids);
        fill(ctx, &mut entry, member, facets, &free);
        misspelt(ctx, &mut entry, member, facets, &mut diagnostics);
        out.push(entry);
    }
    diagnostics.extend(empty_sections(ctx, group, chosen));
    (out, diagnostics)
}

/// An entry without values.
fn entry(ctx: &Context<'_>, outline: &Outline, source: &Source) -> Entry {
    let page = ctx.page.out.as_str();
    let own = ctx.view.heading_id(source.at).map(str::to_owned);
    let around = || {
        let section = outline.section_of(source.block)?;
        let heading = outline.blocks.get(outline.sections.get(section)?.heading)?;
        ctx.view.heading_id(heading.at).map(str::to_owned)
    };
    let anchor = own.clone().or_else(around);
    let id = own.unwrap_or_else(|| label::slug(&source.title));
    let url = anchor.map_or_else(|| links::to_root(page, ""), |id| links::to_root(&format!("#{id}"), page));
    Entry {
        id: if id.is_empty() { "entry".to_owned() } else { id },
        title: source.title.clone(),
        url,
        summary: String::new(),
        source: ctx.place(source.at),
        values: IndexMap::new(),
        notes: Vec::new(),
        related: Vec::new(),
        reported: Vec::new(),
    }
}

/// `id`, with a number behind it when it was taken.
pub(crate) fn unique(id: &str, taken: &mut IndexMap<String, usize>) -> String {
    let seen = taken.entry(id.to_owned()).or_default();
    *seen += 1;
    if *seen == 1 { id.to_owned() } else { format!("{id}-{seen}") }
}

/// Folded names of facets that stand outside of other facets in some entry: where such a label lies inside
/// another facet's text in a sibling, it ends that text.
fn free_names<'a>(members: &[&'a Member], facets: &[FacetRule]) -> HashSet<&'a str> {
    let raws = members.iter().flat_map(|m| m.scan.raws.iter().map(move |r| (m, r)));
    let free = raws.filter(|(m, r)| r.swallowed || !inside_facet(m, r, facets));
    free.map(|(_, r)| r.folded.as_str()).collect()
}

fn rule_of<'a>(facets: &'a [FacetRule], folded: &str) -> Option<&'a FacetRule> {
    facets.iter().find(|f| f.names.iter().any(|n| n == folded))
}

/// Whether a part lies inside another that is a facet.
fn inside_facet(member: &Member, raw: &Raw, facets: &[FacetRule]) -> bool {
    member.scan.around(raw).any(|around| rule_of(facets, &around.folded).is_some())
}

/// A labelled part that becomes a value.
struct Kept<'a> {
    rule: &'a FacetRule,
    raw: &'a Raw,
    /// What stands under the label, wherever it is repeated.
    pieces: Cow<'a, [Piece]>,
}

/// Gives an entry its values, notes and related links.
fn fill(ctx: &Context<'_>, entry: &mut Entry, member: &Member, facets: &[FacetRule], free: &HashSet<&str>) {
    let mut kept: Vec<Kept<'_>> = Vec::new();
    let mut cuts: HashSet<NodeRef> = HashSet::new();
    for raw in &member.scan.raws {
        let Some(rule) = rule_of(facets, &raw.folded) else { continue };
        let inside = inside_facet(member, raw, facets);
        if inside && !free.contains(raw.folded.as_str()) {
            continue;
        }
        if let Some(known) = kept.iter_mut().find(|k| k.rule.key == rule.key) {
            // Two rows of one table with the same label say one thing together.
            if raw.form == Form::Table && raw.cut == known.raw.cut {
                known.pieces.to_mut().extend(raw.pieces.iter().cloned());
            }
            continue;
        }
        if inside {
            cuts.insert(raw.cut);
        }
        kept.push(Kept { rule, raw, pieces: Cow::Borrowed(&raw.pieces) });
    }
    let mut rest = build(ctx, &member.scan.rest, &cuts);
    take_asides(&mut rest, entry);
    entry.summary = rest.first_words().map(shorten).unwrap_or_default();
    for part in kept.iter().filter(|k| !k.pieces.is_empty()) {
        let (found, notes, related) = value(ctx, part.raw, &part.pieces, &cuts, &entry.url);
        entry.notes.extend(notes);
        entry.related.extend(related);
        if let Some(found) = found {
            entry.values.insert(part.rule.key.clone(), found);
        }
    }
    for raw in unkept(member, facets) {
        if label::is_further(&raw.folded) {
            entry.related.extend(raw.pieces.iter().flat_map(|p| piece_links(ctx, p)));
        } else {
            take_asides(&mut build_aside(ctx, &raw.pieces), entry);
        }
    }
    entry.related.sort_by_key(|r| r.source.span);
    entry.related.dedup_by(|a, b| a.url == b.url && a.source == b.source);
    entry.notes.sort_by_key(|n| n.source.span);
}

/// The outermost parts that are no facets and hold none.
fn unkept<'a>(member: &'a Member, facets: &'a [FacetRule]) -> impl Iterator<Item = &'a Raw> {
    let holds: HashSet<usize> = member
        .scan
        .raws
        .iter()
        .filter(|r| rule_of(facets, &r.folded).is_some())
        .filter_map(|r| r.outer)
        .collect();
    let raws = member.scan.raws.iter().enumerate();
    raws.filter(move |(i, r)| r.outer.is_none() && !holds.contains(i) && rule_of(facets, &r.folded).is_none())
        .map(|(_, r)| r)
}

fn take_asides(built: &mut Built, entry: &mut Entry) {
    entry.notes.extend(built.all_notes());
    entry.related.append(&mut built.related);
}

fn piece_links(ctx: &Context<'_>, piece: &Piece) -> Vec<Related> {
    match piece {
        Piece::Block(at) => related(ctx, &[*at]),
        Piece::Run(run) => related(ctx, &run.nodes),
        Piece::Items { items, .. } => items.iter().flat_map(|i| related(ctx, &i.nodes)).collect(),
        Piece::Text(_) => Vec::new(),
    }
}

/// The first words of a text, ended at a blank.
fn shorten(text: &str) -> String {
    if text.chars().count() <= SUMMARY {
        return text.to_owned();
    }
    let cut: String = text.chars().take(SUMMARY).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", cut.get(..end).unwrap_or_default().trim_end_matches([',', ';', ':']))
}

/// Reports labels that are nearly the label of a facet which the entry lacks.
fn misspelt(
    ctx: &Context<'_>,
    entry: &mut Entry,
    member: &Member,
    facets: &[FacetRule],
    out: &mut Vec<Diagnostic>,
) {
    for rule in facets.iter().filter(|f| !entry.values.contains_key(&f.key)) {
        let slip = member.scan.raws.iter().find(|r| {
            rule_of(facets, &r.folded).is_none() && rule.names.iter().any(|name| label::near(name, &r.folded))
        });
        let Some(raw) = slip else { continue };
        let shown =
            if rule.label.is_empty() { rule.names.first().map_or("", String::as_str) } else { &rule.label };
        out.push(
            Diagnostic::new(
                Code::MethodLabelMisspelt,
                ctx.place(raw.at).span,
                format!(
                    "`{}` in \"{}\" is spelled almost like `{shown}` in its siblings.",
                    raw.label, entry.title
                ),
            )
            .help(format!(
                "Write `{shown}`, or make `{}` a synonym of it in the set's configuration.",
                raw.label
            )),
        );
        entry.reported.push(rule.key.clone());
    }
}

/// Reports sections among the entries that hold nothing at all.
fn empty_sections(ctx: &Context<'_>, group: &Group, chosen: &[(&Source, &Member)]) -> Vec<Diagnostic> {
    let taken: HashSet<usize> = chosen.iter().map(|(s, _)| s.block).collect();
    let empty = group.sources.iter().filter(|s| {
        let nothing = matches!(&s.content, Content::Blocks(range) if range.is_empty());
        nothing && !taken.contains(&s.block) && !s.is_aside()
    });
    empty
        .map(|s| {
            Diagnostic::new(
                Code::MethodEntryEmpty,
                ctx.place(s.at).span,
                format!("\"{}\" stands among the entries of a comparison but has no text.", s.title),
            )
            .help("Fill the section like its siblings, or remove the heading.")
        })
        .collect()
}

/// The alerts among blocks before the first entry.
pub(crate) fn notes_before(ctx: &Context<'_>, outline: &Outline, group: &Group) -> Vec<Note> {
    let block = group.sources.first().map(|s| s.block);
    // A group by level alone names no parent; the section around its first entry is the same.
    let around = || outline.sections.iter().find(|s| Some(s.heading) == block).and_then(|s| s.parent);
    let parent = group.parent.or_else(around).and_then(|p| outline.sections.get(p));
    let start = parent.map_or(0, |s| s.heading + 1);
    let first = block.unwrap_or(start);
    let end = outline.sections.iter().find(|s| s.heading >= start).map_or(first, |s| s.heading.min(first));
    let pieces: Vec<Piece> =
        outline.blocks(start..end.max(start)).iter().map(|b| Piece::Block(b.at)).collect();
    let alerts: Vec<Piece> = pieces
        .into_iter()
        .filter(|p| matches!(p, Piece::Block(at) if matches!(ctx.view.kind(*at), crate::markdown::NodeKind::Alert(_))))
        .collect();
    build(ctx, &alerts, &HashSet::new()).notes
}
