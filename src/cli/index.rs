//! `docwright index`: the method sets of a docset, for the eye or as data, and what discovery made of its pages.

use std::cmp::Reverse;
use std::fmt::Write as _;
use std::process::ExitCode;

use super::args::{IndexArgs, IndexFormat};
use super::failure::{Failure, Outcome};
use super::terminal::{Stream, Terminal};
use crate::build::{BuildOptions, Emit};
use crate::diag::render::{escape_controls, plural};
use crate::methods::{Candidate, Entry, Index, Set};

pub(super) fn run(args: &IndexArgs, terminal: Terminal) -> Outcome {
    let options = BuildOptions {
        dir: args.docset.dir.clone(),
        emit: Emit::Nothing,
        whole: true,
        candidates: args.discover,
        ..BuildOptions::default()
    };
    let report = super::build::run(options, terminal)?;
    let mut index = report
        .index
        .ok_or_else(|| Failure::new("the method index is switched off (`index.enabled` in site.toml)"))?;
    if args.discover {
        return discovered(args, report.candidates, terminal);
    }
    if let Some(id) = &args.set {
        index = only(index, id)?;
    }
    for filter in &args.facet {
        index = index.filtered(&filter.facet, &filter.value);
    }
    let tables = |one: fn(&Set) -> String| index.sets.iter().map(one).collect::<Vec<_>>().join("\n");
    let text = match args.format {
        IndexFormat::Json => index.json(),
        IndexFormat::Csv => match index.sets.as_slice() {
            [set] => set.csv(),
            _ => index.csv(),
        },
        IndexFormat::Markdown => tables(Set::markdown),
        IndexFormat::Table => {
            tables(Set::terminal).lines().map(|line| escape_controls(line) + "\n").collect()
        }
        IndexFormat::Text => text(&index),
    };
    terminal.write(Stream::Out, &text);
    let entries = index.sets.iter().map(|s| s.entries.len()).sum();
    terminal.say("Found", &format!("{} in {}", plural(entries, "method"), plural(index.sets.len(), "set")));
    Ok(ExitCode::SUCCESS)
}

/// What discovery looked at: what it took first, then what came closest.
fn discovered(args: &IndexArgs, mut all: Vec<(Candidate, String)>, terminal: Terminal) -> Outcome {
    if let Some(id) = &args.set {
        all.retain(|(candidate, _)| candidate.set.id == *id);
    }
    all.sort_by_cached_key(|(c, _)| {
        (
            c.refused.is_some(),
            Reverse(c.set.score),
            c.set.source.file.clone(),
            c.set.source.line,
            c.set.id.clone(),
        )
    });
    let text = match args.format {
        IndexFormat::Json => {
            let values: Vec<_> =
                all.iter().map(|(c, configuration)| candidate_json(c, configuration)).collect();
            let json = serde_json::to_string_pretty(&values).map_err(|e| Failure::from_error(&e))?;
            format!("{json}\n")
        }
        IndexFormat::Text => {
            let texts: Vec<String> =
                all.iter().map(|(c, configuration)| candidate_text(c, configuration)).collect();
            texts.join("\n")
        }
        _ => return Err(Failure::new("candidates are printed as text or JSON").help("use --format json")),
    };
    terminal.write(Stream::Out, &text);
    let taken = all.iter().filter(|(c, _)| c.refused.is_none()).count();
    terminal.say("Looked at", &format!("{}, took {taken}", plural(all.len(), "candidate")));
    Ok(ExitCode::SUCCESS)
}

fn candidate_json(candidate: &Candidate, configuration: &str) -> serde_json::Value {
    let Candidate { set, parts, refused, .. } = candidate;
    let entries: Vec<&str> = set.entries.iter().map(|e| e.title.as_str()).collect();
    let facets: Vec<&str> = set.facets.iter().map(|f| f.label.as_str()).collect();
    serde_json::json!({
        "id": set.id, "title": set.title, "source": set.source, "origin": set.origin,
        "entries": entries, "facets": facets, "taken": refused.is_none(), "refused": refused,
        "score": set.score, "parts": parts, "configuration": configuration,
    })
}

fn candidate_text(candidate: &Candidate, configuration: &str) -> String {
    let Candidate { set, parts, refused, .. } = candidate;
    let mut out = String::new();
    let verdict = match refused {
        Some(why) => format!("refused: {why}"),
        None => format!("taken, score {}", set.score),
    };
    let _ = writeln!(out, "{}  ({})", escape_controls(&set.title), escape_controls(&set.id));
    let _ = writeln!(out, "  {}:{}", escape_controls(&set.source.file), set.source.line);
    let _ = writeln!(out, "  {}", escape_controls(&verdict));
    let titles: Vec<&str> = set.entries.iter().map(|e| e.title.as_str()).collect();
    let labels: Vec<&str> = set.facets.iter().map(|f| f.label.as_str()).collect();
    let _ = writeln!(out, "  entries: {}", escape_controls(&titles.join(" | ")));
    let _ = writeln!(out, "  facets: {}", escape_controls(&labels.join(" | ")));
    for part in parts {
        let _ = writeln!(out, "  {:>3} {:8} {}", part.points, part.name, escape_controls(&part.reason));
    }
    for line in configuration.lines() {
        let _ = writeln!(out, "    {}", escape_controls(line));
    }
    out
}

fn only(mut index: Index, id: &str) -> Result<Index, Failure> {
    let near = index
        .sets
        .iter()
        .map(|set| set.id.as_str())
        .min_by_key(|known| strsim::damerau_levenshtein(known, id))
        .map(|known| format!("did you mean `{known}`?"));
    index.sets.retain(|set| set.id == id);
    if index.sets.is_empty() {
        let failure = Failure::new(format!("no set is called `{id}`"));
        return Err(failure.help(near.unwrap_or_else(|| "this docset has no method sets".to_owned())));
    }
    Ok(index)
}

fn text(index: &Index) -> String {
    let mut out = String::new();
    for (i, set) in index.sets.iter().enumerate() {
        if i > 0 {
            out.push('\n');
        }
        push_set(set, &mut out);
    }
    out
}

fn push_set(set: &Set, out: &mut String) {
    let _ = writeln!(out, "{}  ({})", escape_controls(&set.title), set.id);
    let _ = writeln!(out, "  {}:{}", escape_controls(&set.source.file), set.source.line);
    let counts = [
        plural(set.entries.len(), "entry").replace("entrys", "entries"),
        plural(set.facets.len(), "facet"),
        plural(set.traits.len(), "shared trait"),
    ];
    let _ = writeln!(out, "  {}", counts.join(", "));
    for (number, entry) in set.entries.iter().enumerate() {
        let _ = writeln!(out, "  {}. {}", number + 1, escape_controls(&entry.title));
        for line in facets(set, entry) {
            let _ = writeln!(out, "     {line}");
        }
    }
    for shared in &set.traits {
        let makers: Vec<&str> = shared.marks.iter().map(|m| m.entry.as_str()).collect();
        let text = escape_controls(&shared.text);
        let _ = writeln!(out, "  = {text} ({}: {})", shared.facet, makers.join(", "));
    }
}

/// What an entry says, one line a facet: terms as they are, lists counted, the rest as text.
fn facets(set: &Set, entry: &Entry) -> Vec<String> {
    let mut lines: Vec<String> = set
        .facets
        .iter()
        .filter_map(|facet| {
            let value = entry.values.get(&facet.key)?;
            let said = if !value.terms.is_empty() {
                value.terms.join(", ")
            } else if value.items.is_empty() {
                shorten(&value.text)
            } else {
                value.items.len().to_string()
            };
            Some(format!("{}: {}", escape_controls(&facet.label), escape_controls(&said)))
        })
        .collect();
    if !entry.related.is_empty() {
        lines.push(format!("Related: {}", entry.related.len()));
    }
    lines
}

fn shorten(text: &str) -> String {
    const SHOWN: usize = 72;
    let mut line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((cut, _)) = line.char_indices().nth(SHOWN) {
        line.truncate(cut);
        line.push_str("...");
    }
    line
}
