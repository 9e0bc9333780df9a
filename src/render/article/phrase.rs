//! What is the same in our shapes and in the reference's: phrases, which are a pair of tags around text, leaves of a
//! line, and the end tags of most blocks.

use crate::markdown::{Document, NodeKind};

use super::escape;

/// The tags around a phrase; `None` for nodes that are none, or that need more than tags.
pub(in crate::render) fn tags(kind: NodeKind) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        NodeKind::Emphasis => ("<em>", "</em>"),
        NodeKind::Strong => ("<strong>", "</strong>"),
        NodeKind::Strike => ("<del>", "</del>"),
        NodeKind::Subscript => ("<sub>", "</sub>"),
        NodeKind::Superscript => ("<sup>", "</sup>"),
        NodeKind::Inserted => ("<ins>", "</ins>"),
        NodeKind::Marked => ("<mark>", "</mark>"),
        NodeKind::Citation => ("<cite>", "</cite>"),
        _ => return None,
    })
}

/// The end tag of a node; nothing for nodes whose ends differ between the shapes, or that have none.
pub(super) fn end_tag(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::List { ordered: true, .. } => "</ol>\n",
        NodeKind::List { .. } => "</ul>\n",
        NodeKind::Item => "</li>\n",
        NodeKind::Quote => "</blockquote>\n",
        NodeKind::Div(_) | NodeKind::Zone(_) | NodeKind::Moniker(_) | NodeKind::Column(_) => "</div>\n",
        NodeKind::TableHead => "</tr>\n</thead>\n",
        NodeKind::TableRow => "</tr>\n",
        NodeKind::DefinitionList => "</dl>\n",
        NodeKind::DefinitionTerm => "</dt>\n",
        NodeKind::DefinitionDetails => "</dd>\n",
        kind => tags(kind).map_or("", |(_, end)| end),
    }
}

/// Writes code, a formula or an abbreviation in a line. `false`, and nothing written, for all other nodes.
pub(super) fn leaf(out: &mut String, doc: &Document, kind: NodeKind) -> bool {
    match kind {
        NodeKind::CodeSpan(t) => {
            out.push_str("<code>");
            escape::text(out, doc.str(t));
            out.push_str("</code>");
        }
        NodeKind::MathInline(t) => {
            out.push_str("<span class=\"math\">\\(");
            escape::text(out, doc.str(t).trim());
            out.push_str("\\)</span>");
        }
        NodeKind::Abbreviation(i) => {
            if let Some((short, long)) = doc.abbreviations.get(i as usize) {
                out.push_str("<abbr");
                escape::attribute(out, "title", long);
                out.push('>');
                escape::text(out, short);
                out.push_str("</abbr>");
            }
        }
        _ => return false,
    }
    true
}
