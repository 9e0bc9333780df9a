//! The body of a page: a [`PageView`]'s tree to HTML.
//!
//! [`article`] and [`fragment`] write the accessible shapes below, which the default theme styles and scripts.
//! [`compat`] writes the shapes of the reference engine instead, for comparison and for docsets whose
//! consumers expect them. Both read the same tree; neither resolves anything.
//!
//! **Invariant:** knows nothing of the page around the body, of templates or of files.
//!
//! # Shapes and class names
//!
//! | construct | HTML |
//! | --- | --- |
//! | heading | `<h2 id="x">…<a class="anchor" href="#x" aria-label="Link to this section"></a></h2>` |
//! | alert | `<aside class="alert alert-note" role="note" aria-label="Note"><p class="alert-title">Note</p>…</aside>`; `note`, `tip`, `important`, `warning`, `caution`; of a docset's own type `<aside class="alert alert-custom CLASSES">` |
//! | `[!div class="x"]` | `<div class="x">…</div>` |
//! | video | `<div class="video"><iframe src title loading="lazy" allowfullscreen></iframe></div>` |
//! | code | `<div class="code" data-lang="csharp"><div class="code-head"><span class="code-lang">C#</span></div><pre tabindex="0"><code class="language-csharp">…</code></pre></div>`; no `code-head` when no language is given; `data-name`, `data-title`, `data-interactive` on the `div.code`; highlighted lines are `<span class="line hl">…</span>` |
//! | snippet that is missing | `<div class="code code-missing"><p>…</p></div>` |
//! | table | `<div class="table-scroll" role="region" tabindex="0" aria-label="Table"><table>…</table></div>`; aligned cells have `class="left"`, `center`, `right` |
//! | tabs | `<div class="tabs" id="tabs.1" data-tabs><section class="tab" id="tabs.1.linux" data-tab="linux" [data-condition="c"] [data-active]><p class="tab-label" id="tabs.1.linux.label">Linux</p>…</section>…</div>` (all panels shown, with their labels; a script makes a tab list of them) |
//! | zone | `<div class="zone" data-pivot="a b" data-target="docs">…</div>` |
//! | version zone | `<div class="version-zone" data-moniker="v1 v2">…</div>` (`data-range` when no versions are defined) |
//! | row, column | `<div class="row"><div class="column span-2">…</div></div>` |
//! | image | `<img src alt loading="lazy">`; from `:::image`: `<figure class="image [bordered]">`, `<a class="lightbox" href>` around the picture, long description in `<details class="image-description"><summary>…</summary>…</details>`; inline: `<span class="image [bordered]">` |
//! | image in text with `#lightbox` link | `<a class="lightbox" href>` |
//! | external link | `<a href rel="noopener">` |
//! | cross reference without a target | `<span class="xref">label</span>` |
//! | math | `<span class="math">\(…\)</span>`, `<div class="math">\[…\]</div>` |
//! | diagram | `<pre class="mermaid">…</pre>` |
//! | task list | `<li class="task"><input type="checkbox" disabled [checked]> …` |
//! | footnotes | `<a class="footnote-ref" id="fnref.1" href="#fn.1"><sup>1</sup></a>`; at the end `<section class="footnotes"><ol><li id="fn.1">…<a class="footnote-back" href="#fnref.1">↩</a></li></ol></section>` |
//! | form | `<form class="form" data-action data-model>…</form>` (never sent) |
//! | include that is missing | nothing (reported) |

mod blocks;
pub mod compat;
pub(super) mod escape;
mod given;
mod host;
mod links;
pub(super) mod media;
pub(super) mod phrase;
pub(super) mod raw;
mod tables;
pub(super) mod walk;
mod writer;

use crate::docset::{NodeRef, PageView};
use crate::markdown::Directive;

pub(super) use escape::runs_code;

/// Words that the body shows, in the language of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strings {
    /// Title of `[!NOTE]`.
    pub note: String,
    /// Title of `[!TIP]`.
    pub tip: String,
    /// Title of `[!IMPORTANT]`.
    pub important: String,
    /// Title of `[!WARNING]`.
    pub warning: String,
    /// Title of `[!CAUTION]`.
    pub caution: String,
    /// Name of a table's scrolling region.
    pub table: String,
    /// Name of a code block without a language.
    pub code: String,
    /// Accessible name of the link beside a heading.
    pub heading_link: String,
    /// Opens the long description of a picture.
    pub image_description: String,
    /// Title of an embedded video without one of its own.
    pub video: String,
    /// What stands in place of code that was not found.
    pub code_missing: String,
    /// Accessible name of the way back from a footnote.
    pub footnote_back: String,
}

impl Default for Strings {
    fn default() -> Self {
        Strings {
            note: "Note".into(),
            tip: "Tip".into(),
            important: "Important".into(),
            warning: "Warning".into(),
            caution: "Caution".into(),
            table: "Table".into(),
            code: "Code".into(),
            heading_link: "Link to this section".into(),
            image_description: "Description of the picture".into(),
            video: "Video".into(),
            code_missing: "The sample that belongs here was not found.".into(),
            footnote_back: "Back to the text".into(),
        }
    }
}

/// Gives the HTML of a `:::comparison` directive; `None` leaves nothing in its place.
pub type ComparisonHtml<'a> = &'a (dyn Fn(&Directive) -> Option<String> + Sync);

/// HTML that is put into the body beside what the page says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inserted {
    /// The block before which it stands; `None`: at the end.
    pub before: Option<NodeRef>,
    /// What is put there.
    pub html: String,
}

/// The versions for which a `:::moniker` range holds.
pub type MonikersOf<'a> = &'a (dyn Fn(&str) -> Vec<String> + Sync);

/// How to write the body.
#[derive(Clone, Copy)]
pub struct ArticleOptions<'a> {
    /// Words.
    pub strings: &'a Strings,
    /// Leave out `<script>`, `<style>`, `<link>`, `style` and `on…` of authors' HTML (Learn's rule).
    pub sanitise: bool,
    /// Class attributes of the docset's own alert types, by their index in `ParseOptions::alerts`.
    pub alerts: &'a [crate::markdown::AlertType],
    /// Leave out the first heading when nothing visible stands before it, because the page shows it as its title.
    pub skip_title: bool,
    /// Versions for which a `:::moniker` range holds; `None`: versions are not defined, everything is shown.
    pub monikers: Option<MonikersOf<'a>>,
    /// Tables that a page shows without a directive.
    pub inserted: &'a [Inserted],
    /// Comparison tables.
    pub comparison: ComparisonHtml<'a>,
}

/// The HTML of a page's body.
pub fn article(view: &PageView, options: &ArticleOptions<'_>) -> String {
    fragment(view, &[PageView::ROOT], options)
}

/// The HTML of some nodes of a page.
pub fn fragment(view: &PageView, nodes: &[NodeRef], options: &ArticleOptions<'_>) -> String {
    let mut writer = writer::Writer::new(view, options);
    walk::walk(view, nodes.iter().copied(), &mut writer);
    writer.finish()
}

/// The alternative text of an image: its content as plain text.
pub(super) fn alternative_text(view: &PageView, at: NodeRef) -> String {
    let mut out = String::new();
    for child in walk::children(view, at) {
        view.push_text(child, &mut out);
    }
    out
}
