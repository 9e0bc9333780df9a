//! Named regions of a code file.

use super::languages::Family;

/// A marker line: the start or end of a region.
enum Marker<'a> {
    Start(&'a str),
    /// The end; `None` when its name does not count.
    End(Option<&'a str>),
}

/// The lines of a region: the range between its markers, and which lines in it are markers to leave out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Region {
    /// Line numbers from 0, markers excluded.
    pub(super) lines: std::ops::Range<usize>,
    /// Marker lines of the same family within.
    pub(super) markers: Vec<usize>,
}

/// Looks a region up. The name may stand in the file with `snippet` before it. An unclosed region is empty.
pub(super) fn find(lines: &[&str], families: &[Family], name: &str) -> Option<Region> {
    let prefixed = format!("snippet{name}");
    families
        .iter()
        .find_map(|family| find_in(lines, *family, name).or_else(|| find_in(lines, *family, &prefixed)))
}

fn find_in(lines: &[&str], family: Family, name: &str) -> Option<Region> {
    let mut found: Option<(usize, Option<usize>)> = None;
    // Regions that are open, for families whose ends carry no name.
    let mut open: Vec<bool> = Vec::new();
    let mut markers = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let Some(marker) = marker(line, family) else { continue };
        markers.push(number);
        match marker {
            Marker::Start(tag) => {
                let ours = tag.eq_ignore_ascii_case(name);
                open.push(ours);
                if ours {
                    found = Some((number + 1, None));
                }
            }
            Marker::End(tag) => {
                let ours = match tag {
                    Some(tag) => tag.eq_ignore_ascii_case(name),
                    None => open.pop().unwrap_or(false),
                };
                if let Some((_, end @ None)) = &mut found
                    && ours
                {
                    *end = Some(number);
                }
            }
        }
    }
    let (start, end) = found?;
    let lines = start..end.unwrap_or(start);
    markers.retain(|m| lines.contains(m));
    Some(Region { lines, markers })
}

fn marker(line: &str, family: Family) -> Option<Marker<'_>> {
    let line = line.trim();
    match family {
        Family::Comment(before, after) => {
            let (tag, end) = tagged(line, before, after)?;
            valid(tag).then_some(if end { Marker::End(Some(tag)) } else { Marker::Start(tag) })
        }
        Family::Css => {
            let (tag, end) = tagged(line, "/*", "*/")?;
            valid(tag).then_some(if end { Marker::End(None) } else { Marker::Start(tag) })
        }
        Family::Region => {
            let rest = line.strip_prefix('#')?.trim_start();
            if strip_word(rest, "endregion").is_some() {
                return Some(Marker::End(None));
            }
            let rest = strip_word(rest, "region")?;
            let tag = rest.trim();
            (rest.len() > rest.trim_start().len() && valid(tag)).then_some(Marker::Start(tag))
        }
    }
}

/// The tag of `before <tag> after` and whether it is an end tag.
fn tagged<'a>(line: &'a str, before: &str, after: &str) -> Option<(&'a str, bool)> {
    let rest = strip_word(line, before)?.trim_start().strip_prefix('<')?.trim_start();
    let rest = match after {
        "" => rest,
        _ => rest.strip_suffix(after)?.trim_end(),
    };
    let rest = rest.strip_suffix('>')?;
    match rest.strip_prefix('/') {
        Some(name) => Some((name.trim(), true)),
        None => Some((rest.trim(), false)),
    }
}

/// `text` without a word at its start, letter case aside.
fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let head = text.get(..word.len())?;
    head.eq_ignore_ascii_case(word).then(|| &text[word.len()..])
}

fn valid(tag: &str) -> bool {
    !tag.is_empty() && tag.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-'))
}

#[cfg(test)]
mod tests {
    use super::super::languages::families;
    use super::*;

    fn lines_of(lang: &str, text: &str, name: &str) -> Option<Vec<String>> {
        let lines: Vec<&str> = text.lines().collect();
        let region = find(&lines, families(lang)?, name)?;
        let keep = |n: &usize| !region.markers.contains(n);
        Some(region.lines.clone().filter(keep).map(|n| lines[n].to_owned()).collect())
    }

    #[test]
    fn nested_markers_vanish_and_names_ignore_case() {
        let text = "// <Outer>\na\n  //<inner>\nb\n// </inner>\nc\n// </outer>\nd\n";
        assert_eq!(lines_of("csharp", text, "outer").expect("there"), ["a", "b", "c"]);
        assert_eq!(lines_of("cs", text, "INNER").expect("there"), ["b"]);
        assert_eq!(lines_of("cs", text, "none"), None);
    }

    #[test]
    fn regions_close_the_innermost_and_snippet_is_an_optional_prefix() {
        let text = "#region One\na\n#region Two\nb\n#endregion\nc\n#endregion\nd";
        assert_eq!(lines_of("csharp", text, "one").expect("there"), ["a", "b", "c"]);
        let text = "<!-- <SnippetX> -->\n<a/>\n<!-- </SnippetX> -->";
        assert_eq!(lines_of("xml", text, "x").expect("there"), ["<a/>"]);
    }

    #[test]
    fn a_region_that_never_ends_is_empty_and_a_second_start_begins_anew() {
        assert_eq!(lines_of("python", "# <a>\nx\n", "a").expect("there"), Vec::<String>::new());
        assert_eq!(lines_of("python", "# <a>\nx\n# <a>\ny\n# </a>\n", "a").expect("there"), ["y"]);
    }
}
