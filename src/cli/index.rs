//! `docwright index`: the method sets of a docset, for the eye or as JSON.

use std::fmt::Write as _;
use std::process::ExitCode;

use super::args::{DataFormat, IndexArgs};
use super::failure::{Failure, Outcome};
use super::terminal::{Stream, Terminal};
use crate::build::{BuildOptions, Emit};
use crate::diag::render::{escape_controls, plural};
use crate::methods::{Entry, Index, Set};

pub(super) fn run(args: &IndexArgs, terminal: Terminal) -> Outcome {
    let options = BuildOptions {
        dir: args.docset.dir.clone(),
        output: None,
        emit: Emit::Nothing,
        jobs: None,
        whole: true,
    };
    let report = super::build::run(&options)?;
    let mut index = report
        .index
        .ok_or_else(|| Failure::new("the method index is switched off (`index.enabled` in site.toml)"))?;
    if let Some(id) = &args.set {
        index = only(index, id)?;
    }
    let text = match args.format {
        DataFormat::Json => {
            let json = serde_json::to_string_pretty(&index).map_err(|e| Failure::from_error(&e))?;
            format!("{json}\n")
        }
        DataFormat::Text => text(&index),
    };
    terminal.write(Stream::Out, &text);
    let entries = index.sets.iter().map(|s| s.entries.len()).sum();
    terminal.say("Found", &format!("{} in {}", plural(entries, "method"), plural(index.sets.len(), "set")));
    Ok(ExitCode::SUCCESS)
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
