//! Which siblings are alternatives: the facets they share, and the score that decides.
//!
//! The score has 100 points: up to 20 for the number of entries (six give all), 20 for the number of facets
//! (four give all), 30 for how many cells are filled, 20 for the share of the siblings that take part, and 10
//! when a label weighs alternatives (advantages, platforms, limits). Before it is counted, groups are refused
//! that have too few entries or facets, that are steps of a procedure or releases, or whose labels repeat inside
//! the siblings. So are descriptions of a user interface (most headings, or half of the labels, name its tabs, menus
//! and lists), and members of an API: half of their labels are those of references. Two siblings are enough when nothing is missing and a label passes a verdict (advantages,
//! costs), or when they share three facets.

use indexmap::IndexMap;

use super::candidate::ScorePart;
use super::label;
use super::model::Origin;
use super::rules::Rules;
use super::scan::Scan;

/// A possible entry.
#[derive(Debug)]
pub(crate) struct Member {
    /// Its name.
    pub(crate) title: String,
    /// Its labelled parts.
    pub(crate) scan: Scan,
}

/// What a group of siblings comes to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Verdict {
    /// The facets, folded, in order of appearance.
    pub(crate) facets: Vec<String>,
    /// The members that take part, as indexes.
    pub(crate) members: Vec<usize>,
    /// The score.
    pub(crate) score: u8,
    /// Its parts.
    pub(crate) parts: Vec<ScorePart>,
    /// Why it is refused.
    pub(crate) refused: Option<String>,
}

/// Looks for shared facets and decides.
pub(crate) fn judge(members: &[Member], origin: Origin, rules: &Rules) -> Verdict {
    let siblings = members.iter().filter(|m| !is_aside(&m.title)).count();
    let (facets, taking) = shared(members, siblings, rules);
    let strong: Vec<&String> = facets.iter().filter(|f| counts(f, rules)).collect();
    let mut verdict = Verdict { members: taking, facets: facets.clone(), ..Verdict::default() };
    let entries = verdict.members.len();
    if strong.len() < rules.min_facets {
        verdict.refused = Some(format!("{} shared facets, {} are needed", strong.len(), rules.min_facets));
        return verdict;
    }
    let filled = filled(members, &verdict.members, &strong);
    let cells = entries * strong.len();
    let complete = filled == cells;
    let telling = strong.len() >= 3 || strong.iter().any(|f| label::is_verdict(f));
    let pair = entries == 2 && siblings == 2 && complete && telling && origin == Origin::Sections;
    if entries < rules.min_entries && !pair {
        verdict.refused = Some(format!("{entries} entries, {} are needed", rules.min_entries));
        return verdict;
    }
    let taking: Vec<&Member> = verdict.members.iter().filter_map(|i| members.get(*i)).collect();
    verdict.refused = no_alternatives(&taking, &strong).or_else(|| members_of_api(&facets, rules));
    if verdict.refused.is_some() {
        return verdict;
    }
    verdict.parts = score(entries, siblings.max(entries), &strong, filled, cells);
    verdict.score = verdict.parts.iter().map(|part| part.points).sum::<u8>().min(100);
    if verdict.score < rules.min_score {
        verdict.refused = Some(format!("score {}, {} is needed", verdict.score, rules.min_score));
    }
    verdict
}

/// Why siblings that share labels are no alternatives all the same.
fn no_alternatives(members: &[&Member], strong: &[&String]) -> Option<String> {
    let most = |test: fn(&str) -> bool| members.iter().filter(|m| test(&m.title)).count() * 2 > members.len();
    if most(is_step) {
        return Some("the siblings are steps of a procedure or examples".to_owned());
    }
    if most(is_release) {
        return Some("the siblings are releases".to_owned());
    }
    let interface = strong.iter().filter(|f| label::is_interface(f)).count();
    if most(|title| label::is_interface(&label::fold(title))) || interface * 2 >= strong.len() {
        return Some("the siblings describe parts of a user interface".to_owned());
    }
    let repeats = |facet: &&&String| {
        let times = |m: &&Member| m.scan.raws.iter().filter(|r| r.folded == ***facet).count();
        let counts: Vec<usize> = members.iter().map(times).filter(|n| *n > 0).collect();
        counts.iter().sum::<usize>() * 5 >= counts.len() * 8
    };
    if strong.iter().any(|f| repeats(&f)) {
        return Some(
            "the labels repeat inside the siblings: the entries are smaller parts of them".to_owned(),
        );
    }
    None
}

/// Whether the shared labels, few others aside, are those that every member of an API has.
fn members_of_api(facets: &[String], rules: &Rules) -> Option<String> {
    let reference = facets.iter().filter(|f| label::is_reference(f)).count();
    (!rules.reference && reference * 2 >= facets.len())
        .then(|| format!("{reference} of {} labels are those of API references", facets.len()))
}

fn score(entries: usize, siblings: usize, strong: &[&String], filled: usize, cells: usize) -> Vec<ScorePart> {
    let points = |part: usize, whole: usize, max: usize| {
        u8::try_from(part.min(whole) * max / whole.max(1)).unwrap_or(u8::MAX)
    };
    let weighing: Vec<&str> = strong.iter().filter(|f| label::is_weighing(f)).map(|f| f.as_str()).collect();
    let part = |name, points, reason| ScorePart { name, points, reason };
    let labels = if weighing.is_empty() {
        part("labels", 0, "no label weighs alternatives".to_owned())
    } else {
        part("labels", 10, format!("weighing labels: {}", weighing.join(", ")))
    };
    vec![
        part("entries", points(entries, 6, 20), format!("{entries} entries")),
        part("facets", points(strong.len(), 4, 20), format!("{} shared facets", strong.len())),
        part("coverage", points(filled, cells, 30), format!("{filled} of {cells} cells are filled")),
        part("share", points(entries, siblings, 20), format!("{entries} of {siblings} siblings take part")),
        labels,
    ]
}

/// The shared facets in order, and the members that have them.
fn shared(members: &[Member], siblings: usize, rules: &Rules) -> (Vec<String>, Vec<usize>) {
    let mut counted: IndexMap<&str, usize> = IndexMap::new();
    let keys: Vec<Vec<&str>> = members.iter().map(|m| m.scan.keys()).collect();
    for key in keys.iter().flatten() {
        *counted.entry(key).or_default() += 1;
    }
    let least = if siblings <= 2 { 2 } else { rules.min_entries.min(3) };
    // Those with two facets or more set the measure: a facet must be in half of them.
    let frequent = |key: &str| counted.get(key).copied().unwrap_or(0) >= least;
    let base = keys
        .iter()
        .filter(|k| k.iter().filter(|key| frequent(key) && counts(key, rules)).count() >= 2)
        .count();
    let kept: Vec<String> = counted
        .iter()
        .filter(|(key, n)| {
            **n >= least && **n * 2 >= base && !label::is_further(key) && !is_caption(members, key)
        })
        .map(|(key, _)| (*key).to_owned())
        .collect();
    let strong: Vec<&String> = kept.iter().filter(|k| counts(k, rules)).collect();
    let wanted = if strong.len() <= 2 { 1 } else { 2 };
    let taking = keys
        .iter()
        .enumerate()
        .filter(|(_, own)| own.iter().filter(|key| strong.iter().any(|k| k == *key)).count() >= wanted)
        .map(|(i, _)| i)
        .collect();
    (kept, taking)
}

/// Whether a facet counts towards a set: one that every section or every API member may have does not.
fn counts(folded: &str, rules: &Rules) -> bool {
    !label::is_structure(folded)
        && !label::is_task(folded)
        && (rules.reference || !label::is_reference(folded))
}

/// A table's header row that is the same everywhere is a caption, no facet.
fn is_caption(members: &[Member], key: &str) -> bool {
    let mut raws = members.iter().flat_map(|m| &m.scan.raws).filter(|r| r.folded == key).peekable();
    raws.peek().is_some() && raws.all(|r| r.header)
}

fn filled(members: &[Member], taking: &[usize], facets: &[&String]) -> usize {
    let keys = taking.iter().filter_map(|i| members.get(*i)).map(|m| m.scan.keys());
    keys.map(|own| facets.iter().filter(|f| own.contains(&f.as_str())).count()).sum()
}

/// Whether a heading introduces or closes, so that it does not count among the siblings.
pub(crate) fn is_aside(title: &str) -> bool {
    let folded = label::fold(title);
    label::is_structure(&folded) || label::is_further(&folded)
}

/// Whether a heading is a step of a procedure.
fn is_step(title: &str) -> bool {
    let lower = title.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let first = words.next().unwrap_or_default();
    let second = words.next().unwrap_or_default();
    let number = |w: &str| !w.is_empty() && w.chars().all(|c| c.is_ascii_digit());
    number(first)
        || (matches!(first, "step" | "phase" | "task" | "part" | "stage" | "day" | "lab" | "example")
            && number(second))
}

/// Whether a heading is a month, a date, a version or a build.
fn is_release(title: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let lower = title.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let first = words.next().unwrap_or_default();
    let second = words.next().unwrap_or_default();
    let digit = |w: &str| w.starts_with(|c: char| c.is_ascii_digit());
    let called =
        matches!(first, "build" | "version" | "release" | "update" | "v" | "changes") && digit(second);
    let counted = first.strip_prefix('v').is_some_and(digit);
    called || counted || digit(first) || MONTHS.contains(&first) && digit(second)
}
