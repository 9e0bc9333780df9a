//! Which siblings are alternatives: the facets they share, who takes part, and the score that decides.
//!
//! A label is a facet that half of the members with labels have, one in the text from a third on; those that any
//! section or API member may have, that name tasks, or that stand inside other facets only, make no set. Labels that
//! repeat inside the members are left out, and when they outweigh the others the group is refused. Members with two
//! facets are entries, and so are those with one that stand between them or say it by a label.
//!
//! Refused are groups with too few entries or facets, steps of a procedure, releases, descriptions of a user interface
//! and members of an API. Two siblings are enough when nothing is missing and a label passes a verdict (advantages,
//! costs), or when they share three facets. The rest is scored, 100 points at most: up to 20 for the number of entries
//! (six give all), 20 for the number of facets (four give all), 30 for how many cells are filled, 20 for the share of
//! the siblings that take part, and 10 when a label weighs alternatives (advantages, platforms, limits).

use std::collections::HashSet;

use indexmap::IndexMap;

use super::candidate::ScorePart;
use super::label;
use super::model::{Form, Origin};
use super::rules::Rules;
use super::scan::{Raw, Scan};

/// A possible entry.
#[derive(Debug)]
pub(crate) struct Member {
    /// Its name.
    pub(crate) title: String,
    /// Its name introduces or closes, so that it does not count among the siblings.
    pub(crate) aside: bool,
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
    let siblings = members.iter().filter(|m| !m.aside).count();
    let Shared { facets, strong, repeated } = shared(members, siblings, rules);
    let strong: Vec<&String> = strong.iter().collect();
    let taking = taking(members, &strong);
    let mut verdict = Verdict { members: taking, facets: facets.clone(), ..Verdict::default() };
    let entries = verdict.members.len();
    if repeated > 0
        && (repeated >= filled(members, &verdict.members, &strong) || strong.len() < rules.min_facets)
    {
        verdict.refused =
            Some("the labels repeat inside the siblings: the entries are smaller parts of them".to_owned());
        return verdict;
    }
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
    if most(names_interface) || interface * 2 >= strong.len() {
        return Some("the siblings describe parts of a user interface".to_owned());
    }
    None
}

/// Whether a heading names a part of a user interface, and not what is done with one: `Close tab`.
fn names_interface(title: &str) -> bool {
    let folded = label::fold(title);
    label::is_interface(&folded) && !label::is_task(&folded)
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

/// What members have in common.
struct Shared {
    /// The facets, folded, in order of appearance.
    facets: Vec<String>,
    /// Those of them that make a set: half of the members say them, and they are no labels that any section has.
    strong: Vec<String>,
    /// How often those stand in the members that were left out because they repeat inside them.
    repeated: usize,
}

/// Looks for the facets that members share.
fn shared(members: &[Member], siblings: usize, rules: &Rules) -> Shared {
    let mut counted: IndexMap<&str, usize> = IndexMap::new();
    let keys: Vec<Vec<&str>> = members.iter().map(|m| m.scan.keys()).collect();
    for key in keys.iter().flatten() {
        *counted.entry(key).or_default() += 1;
    }
    let least = rules.least_sharing(siblings);
    // Those with two facets or more set the measure.
    let frequent = |key: &str| counted.get(key).copied().unwrap_or(0) >= least;
    let base = keys
        .iter()
        .filter(|k| k.iter().filter(|key| frequent(key) && counts(key, rules)).count() >= 2)
        .count();
    // Half of them must say it; of labels, which are never mere headings, a third is enough beside those.
    let half = |key: &str| counted.get(key).is_some_and(|n| n * 2 >= base);
    let third = |key: &str, n: usize| n * 3 >= base && members.iter().any(|m| labelled(m, key));
    let kept = counted.iter().filter(|(key, n)| {
        **n >= least && (half(key) || third(key, **n)) && may_be_facet(members, key, rules)
    });
    let mut kept: Vec<&str> = kept.map(|(key, _)| *key).collect();
    let makes_set = |key: &str| half(key) && counts(key, rules) && !is_task(members, key);
    let mut repeated = 0;
    kept.retain(|key| {
        let often = if makes_set(key) { repeats(members, key) } else { 0 };
        repeated += often;
        often == 0
    });
    // A label that stands inside other facets only is a part of their values.
    let outer: HashSet<&str> = kept.iter().copied().collect();
    kept.retain(|key| stands_free(members, key, &outer));
    let strong = kept.iter().filter(|key| makes_set(key)).map(|key| (*key).to_owned()).collect();
    Shared { facets: kept.into_iter().map(str::to_owned).collect(), strong, repeated }
}

/// Whether a label names a task wherever it stands; before a value on the same line (`**Opens to:** …`) it names
/// a property.
fn is_task(members: &[Member], key: &str) -> bool {
    let property =
        |r: &Raw| r.folded == key && matches!(r.form, Form::Label | Form::Plain) && !r.pieces.is_empty();
    label::is_task(key) && !members.iter().any(|m| m.scan.raws.iter().any(property))
}

/// Whether a member says a label in another form than a heading.
fn labelled(member: &Member, key: &str) -> bool {
    let own = |r: &Raw| r.folded == key && r.form != Form::Heading && !r.pieces.is_empty();
    member.scan.raws.iter().any(own)
}

/// Whether a label that is frequent enough can be a facet at all.
fn may_be_facet(members: &[Member], key: &str, rules: &Rules) -> bool {
    let illustrates = label::is_illustration(key) && !rules.reference;
    !label::is_further(key) && !illustrates && !is_caption(members, key)
}

/// Whether a label stands outside of all facets in one member at least.
fn stands_free(members: &[Member], key: &str, facets: &HashSet<&str>) -> bool {
    let free = |m: &Member| {
        let own = m.scan.raws.iter().filter(|r| r.folded == key);
        own.into_iter().any(|r| r.swallowed || !m.scan.around(r).any(|o| facets.contains(o.folded.as_str())))
    };
    members.iter().any(free)
}

/// How often a label stands in all members, when those that have it have it several times, more often than not; else 0.
fn repeats(members: &[Member], key: &str) -> usize {
    let times = |m: &Member| m.scan.raws.iter().filter(|r| r.folded == key).count();
    let counts: Vec<usize> = members.iter().map(times).filter(|n| *n > 0).collect();
    let all = counts.iter().sum::<usize>();
    if all * 5 >= counts.len() * 8 { all } else { 0 }
}

/// The members that are entries: those with two of the facets (with one, where there are but two), and those with one
/// that stand between these, or say it by a label of their own and not by a heading, which may be anything.
fn taking(members: &[Member], strong: &[&String]) -> Vec<usize> {
    let wanted = if strong.len() <= 2 { 1 } else { 2 };
    let number = |m: &Member| strong.iter().filter(|key| m.scan.has(key)).count();
    let numbers: Vec<usize> = members.iter().map(number).collect();
    let first = numbers.iter().position(|n| *n >= wanted);
    let last = numbers.iter().rposition(|n| *n >= wanted);
    let (Some(first), Some(last)) = (first, last) else { return Vec::new() };
    let takes = |(i, m): (usize, &Member)| {
        let count = numbers.get(i).copied().unwrap_or(0);
        let entry = count >= wanted
            || count > 0 && (first..last).contains(&i)
            || count > 0 && strong.iter().any(|key| labelled(m, key));
        entry.then_some(i)
    };
    members.iter().enumerate().filter_map(takes).collect()
}

/// Whether a facet counts towards a set: one that every section or every API member may have does not.
fn counts(folded: &str, rules: &Rules) -> bool {
    !label::is_structure(folded) && (rules.reference || !label::is_reference(folded))
}

/// A table's header row that is the same everywhere is a caption, no facet.
fn is_caption(members: &[Member], key: &str) -> bool {
    let mut raws = members.iter().flat_map(|m| &m.scan.raws).filter(|r| r.folded == key).peekable();
    raws.peek().is_some() && raws.all(|r| r.header)
}

fn filled(members: &[Member], taking: &[usize], facets: &[&String]) -> usize {
    let taking = taking.iter().filter_map(|i| members.get(*i));
    taking.map(|m| facets.iter().filter(|f| m.scan.has(f)).count()).sum()
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
