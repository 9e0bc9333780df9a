//! The catalog after an edit of prose: when what a file says of itself to others is as before, only the file's own
//! text is exchanged. The preview follows most keystrokes this way.

use super::documents::ReadFile;
use super::{Catalog, FileFacts};

impl Catalog {
    /// Puts `files` in the place of their former states. Refused, with nothing done, when one of them changes what other
    /// pages, TOCs or the configuration could see of it: then the catalog must be assembled anew.
    pub fn take_edits(&mut self, files: Vec<ReadFile>) -> bool {
        let stays = |edited: &ReadFile| {
            let is_toc = self.tocs.iter().any(|toc| toc.file == Some(edited.file()));
            let former = self.documents.facts(edited.file());
            !is_toc
                && self.documents.inline_facts(edited.file()).is_none()
                && former.is_some_and(|former| offers_the_same(former, edited.facts()))
        };
        if !files.iter().all(stays) {
            return false;
        }
        files.into_iter().for_each(|edited| self.documents.insert(edited));
        true
    }
}

/// Whether a catalog assembled from the one is that assembled from the other: nothing else of a file goes into it.
fn offers_the_same(old: &FileFacts, new: &FileFacts) -> bool {
    let FileFacts {
        front_matter,
        headings,
        titles,
        anchors,
        includes,
        version_zones,
        site_links,
        references,
        // These are told file by file.
        diagnostics: _,
    } = old;
    // Names that nothing knows are reported with their places when the catalog is assembled.
    references.is_empty()
        && new.references.is_empty()
        && *front_matter == new.front_matter
        && *headings == new.headings
        && *titles == new.titles
        && *anchors == new.anchors
        && *includes == new.includes
        && *version_zones == new.version_zones
        && *site_links == new.site_links
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::FileId;
    use crate::markdown::{ParseOptions, parse};

    #[test]
    fn prose_is_exchanged_and_what_others_see_is_not() {
        let facts = |text: &str| FileFacts::of(&parse(text.into(), FileId(0), &ParseOptions::default()));
        let old = facts("---\ntitle: A\n---\n\n# A\n\nOld words. [x](b.md)\n");
        for prose in [
            "---\ntitle: A\n---\n\n# A\n\nNew words for @you, more of them. [x](c.md)\n",
            "---\ntitle: A\n---\n\n# A\n\n::: zone pivot=\"x\"\n\nx\n\n::: zone-end\n",
        ] {
            assert!(offers_the_same(&old, &facts(prose)), "{prose}");
        }
        for other in [
            "---\ntitle: B\n---\n\n# A\n\nOld words.\n",
            "---\ntitle: A\n---\n\n# A\n\n## More\n",
            "---\ntitle: A\n---\n\n# A\n\n<a id=\"x\"></a>\n",
            "---\ntitle: A\n---\n\n# A\n\n[!INCLUDE [x](x.md)]\n",
            "---\ntitle: A\n---\n\n# A\n\n<xref:some.uid>\n",
            "---\ntitle: A\n---\n\n# A\n\n[x](xref:some.uid)\n",
            "---\ntitle: A\n---\n\n# A\n\n[x](/from/the/root)\n",
            "---\ntitle: A\n---\n\n# A\n\n::: moniker range=\"v1\"\n\nx\n\n::: moniker-end\n",
        ] {
            assert!(!offers_the_same(&old, &facts(other)), "{other}");
        }
    }
}
