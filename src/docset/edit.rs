//! The catalog after an edit of prose: when what a file offers to others is as before, only the file's own text is
//! exchanged. The preview follows most keystrokes this way.

use std::sync::Arc;

use super::{Catalog, PageFacts};
use crate::markdown::{Document, NodeKind, XrefRef};

impl Catalog {
    /// Puts `documents` in the place of those of the same files. Refused, with nothing done, when one of them changes
    /// what other pages, TOCs or the configuration could see of it: then the catalog must be assembled anew.
    pub fn take_edits(&mut self, documents: &[Arc<Document>]) -> bool {
        let stays = |document: &Arc<Document>| {
            let is_toc = self.tocs.iter().any(|toc| toc.file == Some(document.file));
            let former = self.documents.get(document.file);
            !is_toc
                && self.inline_documents.get(document.file).is_none()
                && former.is_some_and(|former| offers_the_same(former, document))
        };
        if !documents.iter().all(stays) {
            return false;
        }
        for document in documents {
            self.documents.insert(Arc::clone(document));
        }
        true
    }
}

/// Whether nothing that goes into [`PageFacts`], routes, TOCs, cross references or the docset's base differs.
fn offers_the_same(old: &Document, new: &Document) -> bool {
    let headings = |d: &Document| -> Vec<_> {
        d.headings.iter().map(|h| (h.level, h.id.clone(), h.auto_id.clone(), h.text.clone())).collect()
    };
    let anchors = |d: &Document| -> Vec<_> { d.anchors.iter().map(|a| a.id.clone()).collect() };
    let includes =
        |d: &Document| -> Vec<_> { d.includes.iter().map(|i| (i.path.clone(), i.inline)).collect() };
    let site_links = |d: &Document| -> Vec<_> {
        let targets = d.links.iter().map(|l| d.str(l.target));
        targets.filter(|t| t.starts_with('/')).map(str::to_owned).collect()
    };
    let versions = |d: &Document| -> Vec<_> {
        let zones = d.ids().filter_map(|node| match d.kind(node) {
            NodeKind::Moniker(range) => Some(d.str(range).to_owned()),
            _ => None,
        });
        zones.collect()
    };
    // Unresolved references and zones for unknown pivots are reported with their places when the catalog is assembled.
    let is_reference = |target: &str| target.get(..5).is_some_and(|s| s.eq_ignore_ascii_case("xref:"));
    // `@name` is often no reference at all, and one that nothing knows is text, never reported; but in a heading it
    // counts for the heading's id.
    let in_heading = |d: &Document, x: &XrefRef| {
        let mut headings = d.headings.iter().map(|heading| d.node(heading.node));
        headings.any(|node| (node.start..node.end).contains(&x.span.start))
    };
    let stays_quiet = |d: &Document| {
        d.xrefs.iter().all(|x| !x.required && !in_heading(d, x))
            && d.zones.iter().all(|zone| zone.pivots.is_empty())
            && !d.links.iter().any(|l| is_reference(d.str(l.target)))
    };
    stays_quiet(old)
        && stays_quiet(new)
        && versions(old) == versions(new)
        && old.front_matter == new.front_matter
        && headings(old) == headings(new)
        && anchors(old) == anchors(new)
        && includes(old) == includes(new)
        && site_links(old) == site_links(new)
}

// A fact that is added to `PageFacts` must be compared above; this fails to compile until somebody has looked.
const _: fn(PageFacts) = |facts| {
    let PageFacts { title: _, h1: _, description: _, anchors: _, uid: _ } = facts;
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::FileId;
    use crate::docset::Documents;
    use crate::markdown::{ParseOptions, parse};

    fn document(text: &str) -> Arc<Document> {
        Arc::new(parse(text.into(), FileId(0), &ParseOptions::default()))
    }

    #[test]
    fn prose_is_exchanged_and_what_others_see_is_not() {
        let old = "---\ntitle: A\n---\n\n# A\n\nOld words. [x](b.md)\n";
        let mut catalog = Catalog { documents: Documents::new([document(old)]), ..Catalog::default() };
        let edited = document("---\ntitle: A\n---\n\n# A\n\nNew words for @you, more of them. [x](c.md)\n");
        assert!(!edited.xrefs.is_empty(), "the short form");
        assert!(catalog.take_edits(std::slice::from_ref(&edited)), "prose alone changed");
        assert!(catalog.document(FileId(0)).is_some_and(|d| d.source == edited.source));
        for other in [
            "---\ntitle: B\n---\n\n# A\n\nOld words.\n",
            "---\ntitle: A\n---\n\n# A\n\n## More\n",
            "---\ntitle: A\n---\n\n# A\n\n<a id=\"x\"></a>\n",
            "---\ntitle: A\n---\n\n# A\n\n[!INCLUDE [x](x.md)]\n",
            "---\ntitle: A\n---\n\n# A\n\n<xref:some.uid>\n",
            "---\ntitle: A\n---\n\n# A @you\n\nOld words.\n",
            "---\ntitle: A\n---\n\n# A\n\n[x](xref:some.uid)\n",
            "---\ntitle: A\n---\n\n# A\n\n::: moniker range=\"v1\"\n\nx\n\n::: moniker-end\n",
            "---\ntitle: A\n---\n\n# A\n\n::: zone pivot=\"x\"\n\nx\n\n::: zone-end\n",
        ] {
            assert!(!catalog.take_edits(&[document(other)]), "{other}");
        }
    }
}
