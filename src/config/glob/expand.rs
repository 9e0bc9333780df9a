//! Braces: `a{b,c}d` to `abd` and `acd`.

use super::GlobError;

/// Most patterns that one may expand to.
const MAX: usize = 1024;

/// Every pattern that `pattern` stands for. `{}` is nothing, nested braces multiply, braces without a partner are
/// literal (and come out escaped).
pub(super) fn braces(pattern: &str) -> Result<Vec<String>, GlobError> {
    let mut done = Vec::new();
    // Patterns still to expand, the next one last; a work list instead of recursion.
    let mut todo = vec![pattern.to_owned()];
    while let Some(text) = todo.pop() {
        if done.len() + todo.len() > MAX {
            return Err(GlobError::new(format!("braces expand to more than {MAX} patterns")));
        }
        match group(&text) {
            None => done.push(text),
            Some((open, close, commas)) => {
                let (before, after) = (text.get(..open).unwrap_or(""), text.get(close + 1..).unwrap_or(""));
                let mut from = open + 1;
                let mut options = Vec::new();
                for end in commas.into_iter().chain([close]) {
                    options.push(format!("{before}{}{after}", text.get(from..end).unwrap_or("")));
                    from = end + 1;
                }
                todo.extend(options.into_iter().rev());
            }
        }
    }
    Ok(done)
}

/// The first brace that has a partner, its partner, and the commas between them on the same level.
fn group(text: &str) -> Option<(usize, usize, Vec<usize>)> {
    let bytes = text.as_bytes();
    let mut open: Vec<(usize, Vec<usize>)> = Vec::new();
    let mut found: Option<(usize, usize, Vec<usize>)> = None;
    let mut i = 0;
    while let Some(byte) = bytes.get(i) {
        match byte {
            b'\\' => i += 1,
            b'{' => open.push((i, Vec::new())),
            b',' => {
                if let Some((_, commas)) = open.last_mut() {
                    commas.push(i);
                }
            }
            b'}' => {
                if let Some((start, commas)) = open.pop() {
                    if found.as_ref().is_none_or(|(first, ..)| start < *first) {
                        found = Some((start, i, commas));
                    }
                    if open.is_empty() {
                        break;
                    }
                }
            }
            _ => {}
        }
        i += 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::braces;

    #[test]
    fn braces_expand_in_order() {
        let all = |p: &str| braces(p).expect("few").join(" ");
        assert_eq!(all("a{b,c}d"), "abd acd");
        assert_eq!(all("{a,{b,c}x}{1,}"), "a1 a bx1 bx cx1 cx");
        assert_eq!(all("x{}y{z}"), "xyz");
        assert_eq!(all("x{a,b{c,d}"), "x{a,bc x{a,bd");
        assert_eq!(all("\\{a,b}"), "\\{a,b}");
        assert!(braces(&"{a,b}".repeat(40)).is_err());
    }
}
