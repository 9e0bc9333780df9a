//! Lines of a paragraph that begin with a label: `**Label:** value`, `**Label**: value`, `Label: value`.

use crate::docset::{NodeRef, PageView};
use crate::markdown::NodeKind;

use super::label;
use super::model::Form;
use super::outline::squeeze;

/// How far, in bytes, a line is searched for the colon behind its label.
const LONGEST_PLAIN: usize = 128;

/// A run of inline nodes whose beginning may have to be taken off.
#[derive(Debug, Clone, Default)]
pub(crate) struct Run {
    /// The nodes in order.
    pub(crate) nodes: Vec<NodeRef>,
    /// Text at the beginning that belongs to the label (plain labels stand in the same node as their value).
    pub(crate) prefix: String,
}

impl Run {
    /// Plain text without the label and the colon or dash after it.
    pub(crate) fn text(&self, view: &PageView) -> String {
        squeeze(self.own(&self.whole(view)))
    }

    /// Whether there is no text but the label.
    pub(crate) fn is_empty(&self, view: &PageView) -> bool {
        self.own(&self.whole(view)).is_empty()
    }

    /// Whether the text ends with a colon, as one that announces something does.
    pub(crate) fn announces(&self, view: &PageView) -> bool {
        self.own(&self.whole(view)).trim_end().ends_with(':')
    }

    /// The text of the nodes as it is.
    fn whole(&self, view: &PageView) -> String {
        let mut text = String::new();
        for node in &self.nodes {
            view.push_text(*node, &mut text);
        }
        text
    }

    /// What of the text of the nodes follows the label.
    fn own<'t>(&self, text: &'t str) -> &'t str {
        let text = text.trim_start();
        strip_separator(text.strip_prefix(self.prefix.as_str()).unwrap_or(text))
    }

    /// HTML without the label, given the HTML of the nodes.
    pub(crate) fn strip_html(&self, html: &str) -> String {
        let text = html.trim_start();
        let prefix = self.prefix.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let text = text.strip_prefix(prefix.as_str()).unwrap_or(text);
        let text = text.strip_prefix("&nbsp;").unwrap_or(text);
        strip_separator(text).trim_end().to_owned()
    }
}

/// Takes blanks and one colon or dash off the beginning.
fn strip_separator(text: &str) -> &str {
    let text = text.trim_start();
    let rest = text.strip_prefix([':', '–', '—']).or_else(|| text.strip_prefix("- "));
    rest.unwrap_or(text).trim_start()
}

/// A label with its line.
#[derive(Debug, Clone)]
pub(crate) struct Labelled {
    /// The label as written, colon off.
    pub(crate) label: String,
    /// The label folded.
    pub(crate) folded: String,
    /// Where the label stands.
    pub(crate) at: NodeRef,
    /// Strong or plain.
    pub(crate) form: Form,
    /// What follows on the line.
    pub(crate) value: Run,
    /// Whether a colon or a dash follows the label.
    pub(crate) marked: bool,
}

/// One line of a paragraph, or what hard breaks part.
#[derive(Debug, Clone)]
pub(crate) enum Line {
    /// It begins with a label.
    Labelled(Labelled),
    /// It does not.
    Plain(Run),
}

/// Whether a paragraph may begin with a label: looks at its first nodes only.
pub(crate) fn may_be_labelled(view: &PageView, paragraph: NodeRef) -> bool {
    let Some(occurrence) = view.occurrence(paragraph) else { return false };
    let doc = &occurrence.doc;
    for node in doc.children(paragraph.node) {
        match doc.kind(node) {
            NodeKind::Strong => return true,
            NodeKind::Text(t) => {
                let text = doc.str(t);
                if !text.trim().is_empty() {
                    return plain_label(text).is_some();
                }
            }
            NodeKind::HtmlInline(_) | NodeKind::SoftBreak => {}
            _ => return false,
        }
    }
    false
}

/// Splits the inline children of a paragraph or tight item into lines.
pub(crate) fn lines(view: &PageView, inlines: &[NodeRef]) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    for piece in pieces(view, inlines) {
        let run = Run { nodes: piece, prefix: String::new() };
        match labelled(view, &run) {
            Some(found) => out.push(Line::Labelled(found)),
            None => out.push(Line::Plain(run)),
        }
    }
    out
}

/// Inlines parted at hard breaks, and at soft breaks where a strong label with a colon follows.
fn pieces(view: &PageView, inlines: &[NodeRef]) -> Vec<Vec<NodeRef>> {
    let mut out: Vec<Vec<NodeRef>> = vec![Vec::new()];
    for (i, node) in inlines.iter().enumerate() {
        let parts = match view.kind(*node) {
            NodeKind::HardBreak => true,
            NodeKind::SoftBreak => {
                let run =
                    Run { nodes: inlines.get(i + 1..).unwrap_or_default().to_vec(), prefix: String::new() };
                let strong = run.nodes.first().is_some_and(|n| view.kind(*n) == NodeKind::Strong);
                strong && labelled(view, &run).is_some_and(|l| l.marked)
            }
            _ => false,
        };
        if parts {
            out.push(Vec::new());
        } else if let Some(last) = out.last_mut() {
            last.push(*node);
        }
    }
    out.retain(|piece| piece.iter().any(|n| !is_blank(view, *n)));
    out
}

/// Whether an inline shows nothing.
fn is_blank(view: &PageView, node: NodeRef) -> bool {
    match view.kind(node) {
        NodeKind::SoftBreak | NodeKind::HardBreak | NodeKind::HtmlInline(_) => true,
        NodeKind::Text(_) => view.plain_text(node).trim().is_empty(),
        _ => false,
    }
}

fn labelled(view: &PageView, run: &Run) -> Option<Labelled> {
    let first = run.nodes.iter().position(|n| !is_blank(view, *n))?;
    let at = *run.nodes.get(first)?;
    let rest = run.nodes.get(first + 1..).unwrap_or_default();
    match view.kind(at) {
        NodeKind::Strong => strong(view, at, rest),
        NodeKind::Text(_) => {
            let text = view.plain_text(at);
            let name = plain_label(&text)?;
            let label = squeeze(name);
            let value = Run {
                nodes: run.nodes.get(first..).unwrap_or_default().to_vec(),
                prefix: format!("{}:", name.trim()),
            };
            let folded = label::fold(&label);
            Some(Labelled { label, folded, at, form: Form::Plain, value, marked: true })
        }
        _ => None,
    }
}

/// A label in strong text: colon inside or outside, a dash, or nothing after it at all.
fn strong(view: &PageView, at: NodeRef, rest: &[NodeRef]) -> Option<Labelled> {
    let text = squeeze(&view.plain_text(at));
    let inside = text.ends_with([':', '：']);
    let name = text.trim_end_matches([':', '：', ' ']).to_owned();
    let mut after = String::new();
    for node in rest {
        view.push_text(*node, &mut after);
        if after.trim().len() > 80 {
            break;
        }
    }
    let after = after.trim();
    let outside = after.starts_with([':', '：', '–', '—']) || after.starts_with("- ");
    let make = |label: String, value: Vec<NodeRef>, marked: bool| {
        let folded = label::fold(&label);
        let ok = label::plausible(&label) && !folded.is_empty();
        let value = Run { nodes: value, prefix: String::new() };
        ok.then_some(Labelled { label, folded, at, form: Form::Label, value, marked })
    };
    if inside || outside {
        return make(name, rest.to_vec(), true);
    }
    if after.is_empty() {
        return make(name, Vec::new(), false);
    }
    // "**Accounts** you can use:" names what the list after it holds.
    if after.ends_with(':') && !after.trim_end_matches(':').contains([':', '.']) {
        return make(format!("{name} {}", squeeze(after.trim_end_matches(':'))), Vec::new(), true);
    }
    None
}

/// The label of a plain line: `Data type: String`. A capital first, few words, then a colon and a blank.
pub(crate) fn plain_label(text: &str) -> Option<&str> {
    let trimmed = text.trim_start();
    // Most lines of prose end the look here: no capital first, or no colon near.
    if !trimmed.starts_with(char::is_uppercase) {
        return None;
    }
    let near = trimmed.as_bytes().get(..LONGEST_PLAIN).unwrap_or(trimmed.as_bytes());
    let end = memchr::memchr(b':', near)?;
    let name = trimmed.get(..end)?;
    let after = trimmed.get(end + 1..)?;
    if !(after.is_empty() || after.starts_with(char::is_whitespace))
        || name.bytes().any(|b| matches!(b, b'.' | b',' | b'"' | b'`' | b'(' | b'/'))
        || !label::plausible(name)
    {
        return None;
    }
    let words = name.split_whitespace().count();
    // "The following settings apply:" announces a list; "Advantages:" is its label.
    let announces =
        after.trim().is_empty() && (words > 3 || name.contains("following") || name.contains("these"));
    (words <= 5 && !announces).then_some(name)
}
