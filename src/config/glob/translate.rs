//! One pattern without braces, name by name, in `globset`'s syntax.

/// A step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// Any number of folders, none included.
    AnyDepth,
    /// One name.
    Name {
        /// The name in `globset`'s syntax.
        glob: String,
        /// The pattern begins with a dot, so it may match names that do.
        explicit_dot: bool,
    },
}

/// Splits a pattern. `None`: it names folders (a slash at the end) or nothing, so no file fits.
pub(super) fn parts(pattern: &str) -> Option<Vec<Part>> {
    // A slash in brackets or after a backslash parts names too: no name holds one.
    let names: Vec<&str> = pattern.split('/').collect();
    if names.last().is_none_or(|last| last.is_empty()) {
        return None;
    }
    let mut out: Vec<Part> = Vec::new();
    let push_any = |out: &mut Vec<Part>| {
        if out.last() != Some(&Part::AnyDepth) {
            out.push(Part::AnyDepth);
        }
    };
    let count = names.len();
    for (i, name) in names.into_iter().enumerate() {
        if name.is_empty() || name == "." {
            continue;
        }
        let stars = name.bytes().take_while(|b| *b == b'*').count();
        let rest = name.get(stars..).unwrap_or_default();
        if stars >= 2 {
            push_any(&mut out);
            let last = i + 1 == count;
            if !rest.is_empty() {
                out.push(Part::Name { glob: format!("*{}", translated(rest)), explicit_dot: false });
            } else if last {
                out.push(Part::Name { glob: "*".to_owned(), explicit_dot: false });
            }
        } else {
            out.push(Part::Name { glob: translated(name), explicit_dot: name.starts_with('.') });
        }
    }
    (!out.is_empty()).then_some(out)
}

/// The whole pattern in `globset`'s syntax.
pub(super) fn join(parts: &[Part]) -> String {
    let steps: Vec<&str> = parts
        .iter()
        .map(|part| match part {
            Part::AnyDepth => "**",
            Part::Name { glob, .. } => glob.as_str(),
        })
        .collect();
    steps.join("/")
}

/// One name in `globset`'s syntax: star runs become one, classes are written anew, all else is escaped.
fn translated(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 8);
    let mut rest = name;
    while let Some(c) = rest.chars().next() {
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
        match c {
            '*' => {
                if !out.ends_with('*') || out.ends_with("\\*") {
                    out.push('*');
                }
            }
            '?' => out.push('?'),
            '\\' => {
                let next = rest.chars().next().unwrap_or('\\');
                rest = rest.get(next.len_utf8()..).unwrap_or_default();
                literal(next, &mut out);
            }
            '[' => match class(rest) {
                Some((text, after)) => {
                    out.push_str(&text);
                    rest = after;
                }
                None => literal('[', &mut out),
            },
            other => literal(other, &mut out),
        }
    }
    out
}

fn literal(c: char, out: &mut String) {
    if matches!(c, '*' | '?' | '[' | ']' | '{' | '}' | '\\' | '!' | ',') {
        out.push('\\');
    }
    out.push(c);
}

/// A character class after its bracket, and what follows it; `None` when it is not closed.
fn class(text: &str) -> Option<(String, &str)> {
    let negated = text.starts_with(['!', '^']);
    let mut rest = if negated { text.get(1..)? } else { text };
    let mut singles = String::new();
    let mut ranges = String::new();
    let mut first = true;
    loop {
        let c = rest.chars().next()?;
        rest = rest.get(c.len_utf8()..)?;
        match c {
            ']' if !first => break,
            '\\' => {
                let next = rest.chars().next()?;
                rest = rest.get(next.len_utf8()..)?;
                match next {
                    'w' => ranges.push_str("a-zA-Z0-9_-_"),
                    'd' => ranges.push_str("0-9"),
                    's' => singles.push(' '),
                    other => singles.push(other),
                }
            }
            from => match range_end(rest) {
                Some((to, after)) => {
                    if from <= to {
                        ranges.extend([from, '-', to]);
                    }
                    rest = after;
                }
                None => singles.push(from),
            },
        }
        first = false;
    }
    if negated {
        singles.push('/');
    }
    Some((written(negated, &singles, &ranges), rest))
}

/// The end of a range, when `-x` follows and `x` does not close the class.
fn range_end(text: &str) -> Option<(char, &str)> {
    let after = text.strip_prefix('-')?;
    let to = after.chars().next().filter(|c| !matches!(c, ']' | '\\'))?;
    Some((to, after.get(to.len_utf8()..)?))
}

/// A class as `globset` reads it: a closing bracket first, a hyphen first or last, a mark of negation never first.
fn written(negated: bool, singles: &str, ranges: &str) -> String {
    let is_mark = |c: &char| matches!(c, '!' | '^');
    let mut body = String::new();
    if singles.contains(']') {
        body.push(']');
    }
    body.push_str(ranges);
    body.extend(singles.chars().filter(|c| !matches!(c, ']' | '-' | '!' | '^')));
    let marks: Vec<char> = singles.chars().filter(is_mark).collect();
    let hyphen = singles.contains('-');
    if body.is_empty() && !hyphen && !negated {
        // Marks alone cannot be a class.
        let options: Vec<String> = marks.iter().map(|c| format!("\\{c}")).collect();
        return format!("{{{}}}", options.join(","));
    }
    if hyphen && body.is_empty() {
        body.push('-');
    }
    body.extend(marks);
    if hyphen && !body.starts_with('-') {
        body.push('-');
    }
    format!("[{}{body}]", if negated { "!" } else { "" })
}
