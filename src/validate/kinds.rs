//! The content rules there are: code, the type that rule files call it by, our own words for it.

use crate::diag::Code;

/// A kind of content rule.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Kind {
    pub(super) code: Code,
    /// Its `type` in Learn's rule files.
    pub(super) rule_type: &'static str,
    /// What it says when no rule file words it; `{0}` and so on stand for values.
    pub(super) message: &'static str,
    /// What to do.
    pub(super) help: &'static str,
}

impl Kind {
    /// The kind that reports `code`.
    pub(super) fn of(code: Code) -> Option<&'static Kind> {
        KINDS.iter().find(|k| k.code == code)
    }
}

macro_rules! kinds {
    ($($code:ident $rule_type:literal $message:literal $help:literal;)*) => {
        /// Every kind.
        pub(super) const KINDS: &[Kind] = &[
            $(Kind { code: Code::$code, rule_type: $rule_type, message: $message, help: $help },)*
        ];
    };
}

kinds! {
    H1Missing "H1Missing" "the page has no level-one heading" "begin it with a line `# Title`";
    H1Empty "H1Empty" "the level-one heading has no text" "write the page's title behind the `#`";
    H1NotFirst "H1NotFirst" "content stands before {0}" "move the heading to the top of the page";
    MultipleH1s "H1Multiples" "this is not the first level-one heading of the page" "make it a level-two heading";
    H1InInclude "InclusionH1" "an included file has a level-one heading" "move the heading to the pages that include the file";
    H1InZone "H1InZone" "a level-one heading stands in the zone \"{0}\"" "put the heading before the zone";
    H1InMoniker "H1InMoniker" "a level-one heading stands in a version zone" "put the heading before the zone";
    DuplicateH1 "H1Unique" "the level-one heading \"{0}\" stands on several pages: {1}" "say in each what sets the page apart";
    DuplicateTitles "TitleUnique" "the title \"{0}\" belongs to several pages: {1}" "say in each what sets the page apart";
    HeadingEmpty "HeadingEmpty" "{0} has no text" "write the heading's text, or remove the line";
    HeadingSkipped "SkipLevel" "{1} follows {0}: a level is left out" "use the next level, so that the outline has no gap";
    HeadingNoContent "NoContent" "nothing stands below {0}" "write something below it, or remove it";
    HeadingsWithUnderline "SetexHeadings" "{0} is written by underlining it" "write it with `#` signs";
    H2Duplicated "DuplicateHeadings" "{0} stands twice on the page" "give each section a name of its own";
    DisallowedHeading "DisallowedHeadings" "{0} is a heading that the page frame uses" "choose another heading";
    CodeBlockIndented "CodeBlockIndented" "a code block is made by indenting it" "put it between lines of three back-ticks";
    CodeBlockUnclosed "CodeBlockUnclosed" "a code block is not closed, so all that follows is code" "close it with a line of three back-ticks";
    DevLanguageMissing "CodeLanguageMissing" "a code block of {0} lines or more names no language" "name the language behind the back-ticks";
    DevLanguageInvalid "CodeLanguageInvalid" "\"{0}\" is not among the allowed languages" "use a name from the list; letter case counts";
    ColumnHeaderMissing "MissingColumnHeaders" "a column of the table has no header" "name every column, or make the first cell of each row bold";
    TableHeaderMissing "MissingTableHeaders" "these lines look like a table but have no header row of their own, and are shown as text" "begin the table with a header row, and put an empty line before it";
    ImageAltTextMissing "ImageAltTextMissing" "the image {0} has no alternative text" "say in the brackets what the image shows";
    ImageAltTextBadLength "ImageAltTextBadLength" "the alternative text {0} has {1} characters, not {2} to {3}" "say in one sentence what the image shows";
    ImageAltTextEqualsFileName "ImageAltTextEqualsFilename" "the alternative text {0} is the file's name" "say what the image shows";
    ImageAltTextDuplicated "ImageAltTextDuplicated" "several images have the alternative text {0}" "say what sets each image apart";
    ImageInline "ImageInline" "the image {0} stands in a line with other content" "give the image a paragraph of its own";
    ExternalImage "ExternalImages" "the image {0} is loaded from another site" "keep a copy beside the page";
    LinkTextMissing "LinkTextMissing" "the link to {0} has no text" "write in the brackets where the link leads";
    InsecureLink "SecureLinks" "the link {0} uses http" "write https";
    HtmlLink "HtmlLinks" "the link to {0} is written in HTML" "write it as `[text](address)`";
    HardCodedLocale "HardCodedLocale" "the link {0} names a language" "take the language out of the address, so that readers get their own";
    DocsLinkAbsolute "DocsLinkAbsolute" "the link {0} to the site itself names the host" "begin the address with the path";
    PreserveViewNotSet "PreserveViewNotSet" "the link {0} names a version but readers will get their own" "add `&preserve-view=true`, or take the version out";
    SensitiveLanguage "SensitiveLanguage" "the term \"{0}\" is on the list of terms to avoid" "use another word";
    TocDeprecated "TocDeprecated" "the table of contents is written in Markdown" "write it as `toc.yml`";
    TocEntryDuplicated "TocEntryDuplicated" "the table of contents has more than one entry for: {0}" "keep one entry a page";
    TocBreadcrumbLinkExternal "TocBreadcrumbLinkExternal" "an entry leads to another site: {0}" "link to the other site from a page";
    TocMissing "TocMissing" "no table of contents lists the page" "add it to a table of contents";
}
