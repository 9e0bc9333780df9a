//! Cells of Jupyter notebooks.

use serde_json::Value;

use crate::diag::{Code, Diagnostic};
use crate::markdown::Snippet;

/// The source of the cell that `request` names; the whole file as it is when it names none.
pub(super) fn cell(request: &Snippet, text: &str, sink: &mut Vec<Diagnostic>) -> Option<String> {
    let Some(name) = request.tag.as_deref() else { return Some(text.to_owned()) };
    let mut say = |code, message: String, help: &str| {
        sink.push(Diagnostic::new(code, request.path_span, message).help(help));
        None
    };
    let notebook: Value = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(e) => {
            let message = format!("{} is no notebook: {e}", request.path);
            return say(Code::NotNotebookContent, message, "save the notebook again as nbformat 4 JSON");
        }
    };
    let cells = notebook.get("cells").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let named = |cell: &&Value| {
        cell.pointer("/metadata/name").and_then(Value::as_str).is_some_and(|n| n.eq_ignore_ascii_case(name))
    };
    let mut found = cells.iter().filter(named);
    let Some(cell) = found.next() else {
        let message = format!("no cell of {} is called \"{name}\"", request.path);
        return say(Code::TagNotFound, message, "set metadata.name of the cell");
    };
    if found.next().is_some() {
        let message = format!("{} has two cells called \"{name}\"", request.path);
        return say(Code::MultipleTagsWithSameName, message, "give each cell its own metadata.name");
    }
    match cell.get("source")? {
        Value::Array(lines) => Some(lines.iter().filter_map(Value::as_str).collect()),
        Value::String(text) => Some(text.clone()),
        _ => None,
    }
}
