//! Labels: folding them so that spellings meet, telling near-misspellings apart from different words, and
//! the lists of labels that say nothing about alternatives.

/// Longest label, in characters; what is longer is a sentence.
const LONGEST: usize = 64;

/// Longest label, in words.
const MOST_WORDS: usize = 9;

/// Folds a label: letter case, punctuation, plural endings, spaces of every kind.
///
/// `Supported client platform:`, `supported client platforms` and `**Supported**\u{a0}client platform` meet.
pub(crate) fn fold(label: &str) -> String {
    let mut out = String::with_capacity(label.len());
    fold_into(label, &mut out);
    out
}

/// Folds a label into a string that is emptied first: labels are folded by the thousand, most for one comparison.
pub(crate) fn fold_into(label: &str, out: &mut String) {
    out.clear();
    for word in label.split(|c: char| !(c.is_alphanumeric() || matches!(c, '#' | '+'))) {
        if word.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        let start = out.len();
        if word.is_ascii() {
            // `IDs` are several of an abbreviation, however short it is.
            let several = match word.as_bytes() {
                [capitals @ .., b's'] => capitals.len() > 1 && capitals.iter().all(u8::is_ascii_uppercase),
                _ => false,
            };
            out.push_str(word);
            if let Some(word) = out.get_mut(start..) {
                word.make_ascii_lowercase();
            }
            if several {
                out.pop();
            } else {
                singular(out, start);
            }
        } else {
            out.push_str(&word.to_lowercase());
        }
    }
}

/// So many letters and digits of a label go into its sketch.
const SKETCHED: usize = 16;

/// A number that is the same for all labels that fold to one, and for few others: of the first letters and digits that
/// no fold changes. Made in one short pass, where folding takes several.
pub(crate) fn sketch(label: &str) -> u64 {
    let of = |text: &str| {
        let kept = |byte: u8| match byte {
            // Plural endings come and go.
            b'e' | b'i' | b's' | b'y' | b'E' | b'I' | b'S' | b'Y' => None,
            b'a'..=b'z' | b'0'..=b'9' | b'#' | b'+' => Some(byte),
            b'A'..=b'Z' => Some(byte.to_ascii_lowercase()),
            _ => None,
        };
        let mix =
            |hash: u64, byte| (hash.rotate_left(5) ^ u64::from(byte)).wrapping_mul(0x517c_c1b7_2722_0a95);
        text.bytes().filter_map(kept).take(SKETCHED).fold(0, mix)
    };
    if label.is_ascii() { of(label) } else { of(&label.to_lowercase()) }
}

/// Takes a plural ending off the English word in lower case from `start` on. Words that merely end in `s` keep it.
fn singular(out: &mut String, start: usize) {
    const WORDS: [&str; 7] = ["does", "always", "macos", "this", "series", "axis", "windows"];
    let word = out.get(start..).unwrap_or_default();
    let end = out.len();
    match word.as_bytes() {
        []
        | [_]
        | [_, _]
        | [_, _, _]
        | [.., b's' | b'u', b's']
        | [.., b's', b'i', b's']
        | [.., b'i', b'a', b's'] => {}
        [.., b's'] if WORDS.contains(&word) => {}
        [.., _, _, b'i', b'e', b's'] => {
            out.truncate(end - 3);
            out.push('y');
        }
        [.., b's', b's', b'e', b's']
        | [.., b's' | b'c', b'h', b'e', b's']
        | [.., b'x', b'e', b's']
        | [.., b'i', b'a', b's', b'e', b's'] => {
            out.truncate(end - 2);
        }
        [.., b's'] => out.truncate(end - 1),
        _ => {}
    }
}

/// A folded label as a key for data and addresses: `supported-client-platform`.
pub(crate) fn key(folded: &str) -> String {
    folded.replace('+', "p").replace('#', "sharp").replace(' ', "-")
}

/// A text as an id: letters and digits in lower case, dashes between.
pub(crate) fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

/// Whether a text can be a label at all: short, with a letter, no sentence.
pub(crate) fn plausible(text: &str) -> bool {
    let text = text.trim();
    !text.ends_with(['.', '!', ';', ','])
        && (text.len() <= LONGEST || text.chars().nth(LONGEST).is_none())
        && text.split_whitespace().nth(MOST_WORDS).is_none()
        && text.chars().any(char::is_alphabetic)
}

/// Whether two folded labels differ so little that one is likely a slip of the other.
///
/// One edit, or two in labels of twelve letters and more. Labels that differ in a digit, in a negation or in
/// a whole short word are different labels: `Example 2`, `is not available`.
pub(crate) fn near(a: &str, b: &str) -> bool {
    let shorter = a.chars().count().min(b.chars().count());
    if a == b || shorter < 5 {
        return false;
    }
    let digits = |s: &str| s.chars().filter(char::is_ascii_digit).collect::<String>();
    if digits(a) != digits(b) || a.split(' ').count() != b.split(' ').count() {
        return false;
    }
    let allowed = if shorter >= 12 { 2 } else { 1 };
    let differing: Vec<(&str, &str)> = a.split(' ').zip(b.split(' ')).filter(|(x, y)| x != y).collect();
    let short = differing.iter().any(|(x, y)| x.chars().count().min(y.chars().count()) < 4);
    !short && strsim::osa_distance(a, b) <= allowed
}

/// Labels of API references: they repeat because every member of an API has them, not because members are
/// alternatives. Folded.
const REFERENCE: &[&str] = &[
    "accept pipeline input",
    "accept wildcard character",
    "height",
    "layout property",
    "location",
    "option",
    "position",
    "setting",
    "settings property",
    "width",
    "x",
    "y",
    "access type",
    "argument",
    "data type",
    "declaration",
    "definition",
    "description",
    "example",
    "header",
    "input",
    "library",
    "method",
    "namespace",
    "output",
    "parameter",
    "parameter set",
    "property",
    "property value",
    "qualifier",
    "remark",
    "requirement",
    "parent element",
    "element attribute",
    "number of occurrence",
    "content",
    "return",
    "return type",
    "return value",
    "signature",
    "synopsis",
    "syntax",
    "type",
    "usage",
    "name",
    "value",
    "possible value",
];

/// Labels that structure any section: further reading, steps, asides. They never make a set. Folded.
const STRUCTURE: &[&str] = &[
    "additional information",
    "additional resource",
    "before you begin",
    "caution",
    "conclusion",
    "for more information",
    "important",
    "introduction",
    "in this article",
    "known issue",
    "try it out",
    "in this section",
    "learn more",
    "more information",
    "next",
    "next step",
    "next task",
    "note",
    "overview",
    "prerequisite",
    "procedure",
    "reference",
    "related",
    "related article",
    "related content",
    "related link",
    "related topic",
    "requirement",
    "result",
    "see also",
    "step",
    "summary",
    "task",
    "tip",
    "to do this",
    "warning",
    "what next",
    "what s next",
    "what you need",
];

/// Labels whose content is nothing but further reading.
const FURTHER: &[&str] = &[
    "for more information",
    "learn more",
    "more information",
    "next step",
    "related",
    "related article",
    "related content",
    "related link",
    "related topic",
    "see also",
];

/// Labels that authors use when they weigh alternatives. Folded; a label counts when it has one of the words.
const WEIGHING: &[&str] = &[
    "advantage",
    "disadvantage",
    "pro",
    "con",
    "benefit",
    "drawback",
    "limitation",
    "platform",
    "cost",
    "strength",
    "weakness",
    "recommended",
    "consideration",
    "when",
    "best",
    "supported",
    "enabled",
    "configurable",
    "default",
    "permission",
    "cause",
    "workaround",
];

/// Words with which headings of tasks begin: what stands below is done, not weighed.
const TASKS: &[&str] = &[
    "add",
    "apply",
    "approve",
    "assign",
    "change",
    "check",
    "clean",
    "close",
    "collect",
    "configure",
    "connect",
    "copy",
    "create",
    "define",
    "delete",
    "deploy",
    "disable",
    "download",
    "duplicate",
    "edit",
    "enable",
    "enter",
    "export",
    "find",
    "get",
    "how",
    "ignore",
    "import",
    "install",
    "launch",
    "list",
    "manage",
    "modify",
    "monitor",
    "move",
    "open",
    "plan",
    "prepare",
    "publish",
    "register",
    "remove",
    "rename",
    "repair",
    "request",
    "restart",
    "restore",
    "retry",
    "review",
    "run",
    "save",
    "select",
    "send",
    "set",
    "specify",
    "split",
    "start",
    "stop",
    "submit",
    "swap",
    "test",
    "to",
    "toggle",
    "troubleshoot",
    "uninstall",
    "update",
    "upgrade",
    "upload",
    "use",
    "using",
    "verify",
    "view",
];

/// Whether a folded label names a task: a verb and what it is done to.
pub(crate) fn is_task(folded: &str) -> bool {
    let mut words = folded.split(' ');
    words.next().is_some_and(|first| TASKS.contains(&first)) && (words.next().is_some() || folded.len() > 4)
}

/// Whether a folded label weighs two alternatives against each other so plainly that two are enough.
pub(crate) fn is_verdict(folded: &str) -> bool {
    let words = [
        "advantage",
        "disadvantage",
        "pro",
        "con",
        "benefit",
        "drawback",
        "limitation",
        "strength",
        "weakness",
        "platform",
        "cost",
        "price",
    ];
    folded.split(' ').any(|word| words.contains(&word))
}

/// Whether a folded label belongs to API references.
pub(crate) fn is_reference(folded: &str) -> bool {
    REFERENCE.contains(&folded)
}

/// Whether what stands under a folded label shows what was said before, and says nothing of its own.
pub(crate) fn is_illustration(folded: &str) -> bool {
    matches!(folded, "example" | "for example" | "more example" | "sample" | "screenshot")
}

/// Whether a folded label merely structures a section, or names documents that are elsewhere.
pub(crate) fn is_structure(folded: &str) -> bool {
    STRUCTURE.contains(&folded)
        || folded.starts_with("step ")
        || folded.starts_with("example ")
        || folded.ends_with("documentation")
        || folded.ends_with("release note")
}

/// Whether a folded label or heading names a part of a user interface: what stands there says how to use it.
pub(crate) fn is_interface(folded: &str) -> bool {
    let last = folded.rsplit(' ').next().unwrap_or_default();
    matches!(last, "tab" | "menu" | "pane" | "dialog" | "button" | "toolbar" | "ribbon")
        || matches!(folded, "all" | "filter" | "search" | "sort by" | "group by")
}

/// Whether what stands under a folded label is further reading.
pub(crate) fn is_further(folded: &str) -> bool {
    FURTHER.contains(&folded)
}

/// Whether a folded label weighs alternatives.
pub(crate) fn is_weighing(folded: &str) -> bool {
    folded.split(' ').any(|word| WEIGHING.contains(&word))
}

/// Whether a folded label is like a platform, so that its values are single terms.
pub(crate) fn is_platform(folded: &str) -> bool {
    folded.split(' ').any(|w| matches!(w, "platform" | "os"))
        || folded.contains("operating system")
        || folded == "applies to"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_label_fold_together() {
        let all =
            ["Supported client platform:", "supported  client platforms", "Supported\u{a0}client Platform :"];
        for spelling in all {
            assert_eq!(fold(spelling), "supported client platform", "{spelling}");
        }
        assert_eq!(fold("Service APIs"), fold("Service API"));
        assert_eq!(fold("Default IDs"), fold("Default ID"));
        assert_eq!(fold("Objects returned"), fold("Object returned"));
        assert_eq!(fold("Aliases"), fold("Alias"));
        assert_eq!(fold("Dependencies"), "dependency");
        assert_eq!(fold("Access"), "access");
    }

    #[test]
    fn labels_that_fold_together_have_one_sketch() {
        for (a, b) in [
            ("Supported client platform:", "supported  client platforms"),
            ("Dependencies", "Dependency"),
            ("Aliases", "alias"),
            ("Default IDs", "Default ID"),
            ("Temperature \u{212a}", "temperature k"),
            ("\u{c9}diteurs", "\u{e9}diteurs"),
        ] {
            assert_eq!(fold(a), fold(b), "{a} / {b}");
            assert_eq!(sketch(a), sketch(b), "{a} / {b}");
        }
        assert_ne!(sketch("Advantages"), sketch("Disadvantages"));
    }

    #[test]
    fn slips_are_near_and_different_words_are_not() {
        assert!(near(&fold("Advantages"), &fold("Advantges")));
        assert!(near(&fold("Supported client platform"), &fold("Suported client platfrom")));
        for (a, b) in [
            ("Advantages", "Advantages"),
            ("Example 2", "Example 3"),
            ("Is available", "Is not available"),
            ("Pros", "Cons"),
            ("Enabled", "Disabled"),
            ("Version 7 mode", "Version 5 mode"),
        ] {
            assert!(!near(&fold(a), &fold(b)), "{a} / {b}");
        }
    }

    #[test]
    fn sentences_are_no_labels() {
        assert!(plausible("Supported client platform:"));
        assert!(!plausible("This is a whole sentence."));
        assert!(!plausible("One two three four five six seven eight nine ten"));
        assert!(!plausible("12:30"));
    }
}
