//! Where a redirect from the old address is written down: in `site.toml`, or in a redirection file.

use super::Move;
use crate::base::{DocPath, Span};
use crate::build::Project;
use crate::diag::Fix;

/// The name of a redirection file.
const FILE: &str = ".openpublishing.redirection.json";

/// What is to be written.
pub(super) enum Addition {
    /// An entry in a file that exists.
    Edit(Fix),
    /// A redirection file.
    NewFile(DocPath, String),
    /// Nothing, and why.
    None(String),
}

/// The redirect of a move.
pub(super) fn add(project: &Project, moved: &Move) -> Addition {
    let Some((_, new_url)) = &moved.urls else {
        return Addition::None(format!("{} is no page of its own, so there is no redirect", moved.old));
    };
    let workspace = &project.workspace;
    let learn = workspace.config.docset_of(&moved.old).is_some_and(|d| d.learn);
    if let (Some(file), false) = (workspace.config.site_file, learn) {
        let text = &workspace.sources.get(file).text;
        let old = moved.old.strip_prefix(&moved.docset).unwrap_or(moved.old.as_str());
        let target = moved.old.parent().relative_to(&moved.new);
        let target = target.strip_suffix(".md").unwrap_or(&target);
        let (at, entry) = toml_entry(text, old, target);
        return Addition::Edit(Fix { span: Span::at(file, at), replacement: entry, certain: true });
    }
    let entry = format!(
        "    {{\n      \"source_path_from_root\": {},\n      \"redirect_url\": {},\n      \
         \"redirect_document_id\": {learn}\n    }}",
        quoted(&format!("/{}", moved.old)),
        quoted(new_url.trim_end_matches('/')),
    );
    let mut folder = moved.old.parent();
    loop {
        let path = folder.join(FILE).unwrap_or_else(DocPath::root);
        if let Some(file) = workspace.sources.find(path.as_str()) {
            let text = &workspace.sources.get(file).text;
            return match json_entry(text, &entry) {
                Some((at, text)) => {
                    Addition::Edit(Fix { span: Span::at(file, at), replacement: text, certain: true })
                }
                None => {
                    Addition::None(format!("{path} has no list of redirections; add the redirect by hand"))
                }
            };
        }
        if folder.as_str().is_empty() {
            break;
        }
        folder = folder.parent();
    }
    let path = moved.docset.join(FILE).unwrap_or_else(DocPath::root);
    Addition::NewFile(path, format!("{{\n  \"redirections\": [\n{entry}\n  ]\n}}\n"))
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A line of `[redirects]`, below its heading, which is made when there is none.
fn toml_entry(text: &str, old: &str, target: &str) -> (usize, String) {
    let line = format!("{} = {}\n", quoted(old), quoted(target));
    let mut at = 0;
    for row in text.split_inclusive('\n') {
        at += row.len();
        if row.trim() == "[redirects]" {
            let gap = if row.ends_with('\n') { "" } else { "\n" };
            return (at, format!("{gap}{line}"));
        }
    }
    let gap = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    (text.len(), format!("{gap}\n[redirects]\n{line}"))
}

/// An entry as the first of `"redirections": [`.
fn json_entry(text: &str, entry: &str) -> Option<(usize, String)> {
    let key = text.find("\"redirections\"")?;
    let at = key + text.get(key..)?.find('[')? + 1;
    let is_empty = text.get(at..)?.trim_start().starts_with(']');
    let tail = if is_empty { "\n  " } else { "," };
    Some((at, format!("\n{entry}{tail}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inserted(text: &str, (at, entry): (usize, String)) -> String {
        let (head, tail) = text.split_at(at);
        format!("{head}{entry}{tail}")
    }

    #[test]
    fn entries_go_where_they_are_read() {
        let toml = "[redirects]\n\"a.md\" = \"b\"\n";
        let table: toml::Table =
            toml::from_str(&inserted(toml, toml_entry(toml, "x.md", "y"))).expect("TOML");
        assert_eq!(table["redirects"].as_table().map(toml::Table::len), Some(2));
        let none = "[site]\ntitle = \"T\"";
        let table: toml::Table =
            toml::from_str(&inserted(none, toml_entry(none, "x.md", "y"))).expect("TOML");
        assert_eq!(table["redirects"]["x.md"].as_str(), Some("y"));
    }

    #[test]
    fn json_stays_json() {
        for json in
            ["{\"redirections\": []}", "{\n  \"redirections\": [\n    {\"source_path\": \"a.md\"}\n  ]\n}"]
        {
            let text = inserted(json, json_entry(json, "{\"source_path\": \"b.md\"}").expect("a list"));
            let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
            assert_eq!(value["redirections"][0]["source_path"], "b.md", "{text}");
        }
        assert!(json_entry("{}", "x").is_none());
    }
}
