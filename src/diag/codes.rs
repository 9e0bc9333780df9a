//! The register of codes. Names are Microsoft Learn's where the check is the same; a code never changes meaning.
//!
//! A new code needs an entry in `register.toml`; `UPDATE=1 cargo test --test register` then writes the page of the
//! documentation anew.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Severity;

macro_rules! codes {
    ($($variant:ident $name:literal $level:ident $meaning:literal;)*) => {
        /// A kind of problem.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code {
            $(#[doc = $meaning] $variant,)*
        }

        impl Code {
            /// Every code, in the order of the register.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)*];

            /// The name that people type: `file-not-found`.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            /// The level unless a configuration says otherwise.
            pub fn level(self) -> Severity {
                match self { $(Code::$variant => Severity::$level,)* }
            }

            /// What it means, in one sentence.
            pub fn meaning(self) -> &'static str {
                match self { $(Code::$variant => $meaning,)* }
            }
        }
    };
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Code::from_name(&name).ok_or_else(|| D::Error::custom(format!("no code is named {name}")))
    }
}

impl Code {
    /// The code that a name stands for: our own (letter case aside), or docfx's.
    pub fn from_name(name: &str) -> Option<Code> {
        let own = Code::ALL.iter().copied().find(|c| c.name().eq_ignore_ascii_case(name));
        own.or_else(|| ALIASES.iter().find(|(alias, _)| *alias == name).map(|(_, code)| *code))
    }

    /// The code whose name is most like `name`, if one is.
    pub fn nearest(name: &str) -> Option<Code> {
        let distance = |c: &Code| strsim::damerau_levenshtein(c.name(), name);
        Code::ALL.iter().copied().min_by_key(distance).filter(|c| distance(c) <= 1 + name.len() / 4)
    }

    /// The names that docfx and older rule sets have for it.
    pub fn aliases(self) -> impl Iterator<Item = &'static str> {
        ALIASES.iter().filter(move |(_, code)| *code == self).map(|(alias, _)| *alias)
    }
}

/// Names that configurations written for other programs use.
const ALIASES: &[(&str, Code)] = &[
    ("InvalidFileLink", Code::FileNotFound),
    ("InvalidBookmark", Code::BookmarkNotFound),
    ("internal-bookmark-not-found", Code::BookmarkNotFound),
    ("external-bookmark-not-found", Code::BookmarkNotFound),
    ("UidNotFound", Code::XrefNotFound),
    ("InternalUidNotFound", Code::XrefNotFound),
    ("DuplicateUids", Code::DuplicateUid),
    ("UidFoundInMultipleArticles", Code::DuplicateUid),
    ("DuplicateOutputFiles", Code::OutputPathConflict),
    ("InvalidHref", Code::InvalidTocHref),
    ("InvalidTocLink", Code::InvalidTocHref),
    ("UnsupportedTocHrefType", Code::InvalidTocHref),
    ("InvalidInclude", Code::IncludeNotFound),
    ("InvalidTocInclude", Code::TocNotFound),
    ("InvalidTocFile", Code::TocNotFound),
    ("InvalidCodeSnippet", Code::CodesnippetNotFound),
    ("InvalidInlineCodeSnippet", Code::CodesnippetNotFound),
    ("snippet-not-found", Code::CodesnippetNotFound),
    ("CircularTocInclusion", Code::CircularReference),
    ("InvalidYamlHeader", Code::YamlHeaderSyntax),
    ("invalid-yaml-header", Code::YamlHeaderSyntax),
    ("yaml-header-invalid", Code::YamlHeaderSyntax),
    ("InvalidYamlFile", Code::YamlSyntax),
    ("InvalidTabGroup", Code::InvalidTabGroup),
    ("DuplicateTabId", Code::InvalidTabGroup),
    ("DifferentTabIdSet", Code::InvalidTabGroup),
    ("NoVisibleTab", Code::InvalidTabGroup),
    ("tab-group-invalid", Code::InvalidTabGroup),
    ("InvalidMarkdownToc", Code::InvalidTocSyntax),
    ("EmptyTocItemName", Code::MissingAttribute),
    ("EmptyTocItemNode", Code::MissingAttribute),
    ("ViolateSchema", Code::ViolateSchema),
    ("InvalidPropertyFormat", Code::ViolateSchema),
    ("MissingYamlMime", Code::SchemaNotFound),
    ("UnknownContentType", Code::SchemaNotFound),
    ("ApplyTemplateRendererError", Code::TemplateError),
    ("ApplyTemplatePreprocessorError", Code::TemplateError),
    ("TopicHrefNotset", Code::InvalidTopicHref),
    ("TooManyWarnings", Code::ExceedMaxFileErrors),
    ("InvalidRelativePath", Code::PathEscapesRoot),
    ("FileNamesMaxLengthExceeded", Code::PathInvalid),
    ("FatalError", Code::InternalError),
    ("EmptyInputFiles", Code::GlobMatchesNothing),
    ("EmptyInputContents", Code::GlobMatchesNothing),
    ("block-section-invalid", Code::InvalidNoteSection),
    ("zone-invalid", Code::InvalidZone),
    ("link-to-redirect", Code::RedirectedLink),
];

codes! {
    ConfigNotFound "config-not-found" Error
        "No configuration was found for the folder.";
    ConfigSyntax "json-syntax-error" Error
        "A JSON file does not parse.";
    TomlSyntax "toml-syntax-error" Error
        "A site.toml does not parse.";
    YamlSyntax "yaml-syntax-error" Error
        "A YAML file does not parse.";
    ViolateSchema "violate-schema" Error
        "A value in a configuration or structured page has the wrong type.";
    UnknownConfigKey "unknown-config-key" Warning
        "A configuration file has a key that docwright does not know.";
    SchemaNotFound "schema-not-found" Warning
        "A structured page names no type, or one that docwright has no layout for.";
    GlobPatternInvalid "glob-pattern-invalid" Error
        "A file pattern cannot be understood.";
    GlobMatchesNothing "glob-matches-nothing" Info
        "A file pattern matches no file.";
    DirectoryNotFound "directory-not-found" Error
        "A folder that the configuration names does not exist.";
    PathInvalid "path-invalid" Warning
        "A path holds characters that file systems forbid.";
    NullArrayValue "null-array-value" Warning
        "A list has an empty entry; it is left out.";
    MergeConflict "merge-conflict" Error
        "A file still has conflict markers of version control.";
    ExceedMaxFileErrors "exceed-max-file-errors" Info
        "One file has more findings of a level than are shown.";
    UnusedSuppression "unused-suppression" Suggestion
        "An ignore comment silences nothing.";
    YamlHeaderNotObject "yaml-header-not-object" Warning
        "Front matter parses but is no mapping of keys to values.";
    YamlHeaderSyntax "yaml-header-syntax-error" Warning
        "Front matter does not parse as YAML.";
    YamlDuplicateKey "yaml-duplicate-key" Warning
        "A key stands twice in one mapping; the last one counts.";
    MissingAttribute "missing-attribute" Warning
        "A required key is missing.";
    InvalidValue "invalid-value" Warning
        "A value is not one of those allowed.";
    UnexpectedType "unexpected-type" Warning
        "A metadata value has another type than expected.";
    AttributeReserved "attribute-reserved" Warning
        "A metadata key is reserved for the build and is ignored.";
    FormatInvalid "format-invalid" Warning
        "A metadata value does not have the pattern it should.";
    StringLengthInvalid "string-length-invalid" Warning
        "A metadata text is shorter or longer than allowed.";
    NumberInvalid "number-invalid" Warning
        "A metadata number is smaller or larger than allowed.";
    ArrayLengthInvalid "array-length-invalid" Warning
        "A metadata list has fewer or more items than allowed.";
    ArrayNotUnique "array-not-unique" Warning
        "A metadata list holds a value twice.";
    ArrayContainsFailed "array-contains-failed" Warning
        "A metadata list lacks an item of the kind it must have.";
    DateFormatInvalid "date-format-invalid" Warning
        "A metadata date is not written in the form asked for.";
    MissingEitherAttribute "missing-either-attribute" Warning
        "A page has none of several keys of which one is required.";
    MissingPairedAttribute "missing-paired-attribute" Warning
        "A metadata key stands without another that belongs to it.";
    InvalidPairedAttribute "invalid-paired-attribute" Warning
        "A metadata value does not go with the value of another key.";
    PrecludedAttributes "precluded-attributes" Warning
        "A page has metadata keys that exclude each other.";
    AttributeDeprecated "attribute-deprecated" Warning
        "A metadata key is out of use.";
    DuplicateAttribute "duplicate-attribute" Suggestion
        "Several pages share a metadata value that should be unique.";
    RuleOverrideInvalid "rule-override-invalid" Warning
        "The configuration changes a rule that its rule file keeps fixed.";
    ValidationIncomplete "validation-incomplete" Warning
        "A file with rules cannot be read, so its checks do not run.";
    MsDateInvalid "ms-date-invalid" Warning
        "A date cannot be read as one.";
    MsDateTooLate "ms-date-too-late" Warning
        "A date lies in the future.";
    MsDateStale "ms-date-stale" Suggestion
        "A page was last reviewed longer ago than the docset allows.";
    TitleMissing "title-missing" Suggestion
        "A page has neither a title nor a first heading.";
    DescriptionMissing "description-missing" Suggestion
        "A page has no description.";
    H1Missing "h1-missing" Suggestion
        "A page has no level-one heading.";
    H1Empty "h1-empty" Suggestion
        "A level-one heading has no text.";
    H1NotFirst "h1-not-first" Warning
        "Content stands before the level-one heading.";
    MultipleH1s "multiple-h1s" Suggestion
        "A page has more than one level-one heading.";
    H1InInclude "h1-in-include" Suggestion
        "An included file has a level-one heading.";
    H1InZone "h1-in-zone" Suggestion
        "A level-one heading stands in a zone that is not for the site itself.";
    H1InMoniker "h1-in-moniker" Suggestion
        "A level-one heading stands in a version zone.";
    DuplicateH1 "duplicate-h1" Suggestion
        "Several pages share a level-one heading.";
    DuplicateTitles "duplicate-titles" Suggestion
        "Several pages share a title.";
    HeadingEmpty "heading-empty" Suggestion
        "A heading has no text.";
    HeadingSkipped "heading-skipped" Suggestion
        "A heading is more than one level below the heading before it.";
    HeadingNoContent "heading-no-content" Suggestion
        "Nothing stands between a heading and the next of its level or higher.";
    HeadingsWithUnderline "headings-with-underline" Suggestion
        "A heading is written by underlining it.";
    H2Duplicated "h2-duplicated" Suggestion
        "Two level-two headings of a page have one text.";
    DisallowedHeading "disallowed-heading" Suggestion
        "A heading has a text that the page frame uses.";
    CodeBlockIndented "code-block-indented" Suggestion
        "A code block is made by indenting it.";
    CodeBlockUnclosed "code-block-unclosed" Suggestion
        "A fenced code block has no closing fence.";
    DevLanguageMissing "dev-language-missing" Suggestion
        "A long code block names no language.";
    DevLanguageInvalid "dev-language-invalid" Suggestion
        "A code block names a language that is not allowed.";
    ColumnHeaderMissing "column-header-missing" Suggestion
        "A column of a table has no header.";
    TableHeaderMissing "table-header-missing" Suggestion
        "Rows that look like a table have no header row and are shown as text.";
    ImageAltTextMissing "missing-image-altText" Suggestion
        "An image has no alternative text.";
    ImageAltTextBadLength "image-altText-with-badlength" Suggestion
        "The alternative text of an image is too short or too long.";
    ImageAltTextEqualsFileName "altText-equal-filename" Suggestion
        "The alternative text of an image is its file's name.";
    ImageAltTextDuplicated "image-alt-text-duplicated" Suggestion
        "Different images of a page have one alternative text.";
    ImageInline "image-inline" Suggestion
        "An image stands in a line with text or other images.";
    ExternalImage "external-image" Suggestion
        "An image is loaded from another site.";
    DisallowedDomain "disallowed-domain" Suggestion
        "A link or an embedded page leads to a site that the configuration does not trust.";
    LinkTextMissing "link-text-missing" Suggestion
        "A link has no text.";
    InsecureLink "insecure-link" Suggestion
        "A link uses http for a site that has https.";
    HtmlLink "html-link" Suggestion
        "A link is written in HTML.";
    HardCodedLocale "hard-coded-locale" Suggestion
        "A link names the language of the page it leads to.";
    DocsLinkAbsolute "docs-link-absolute" Suggestion
        "A link to the site's own host is written with the host.";
    PreserveViewNotSet "preserve-view-not-set" Suggestion
        "A link names a version of a page but does not ask to keep it.";
    SensitiveLanguage "sensitive-language" Suggestion
        "A page uses a term of the list of terms to avoid.";
    TocDeprecated "toc-deprecated" Suggestion
        "A table of contents is written in Markdown.";
    TocEntryDuplicated "toc-entry-duplicated" Suggestion
        "A page stands in a table of contents more than once.";
    TocBreadcrumbLinkExternal "toc-breadcrumb-link-external" Suggestion
        "An entry of a table of contents leads to another site.";
    TocMissing "toc-missing" Suggestion
        "A page stands in no table of contents.";
    FileNotFound "file-not-found" Warning
        "A link names a file that is not in the docset.";
    LinkOutOfScope "link-out-of-scope" Warning
        "A link names a file that exists but is not published.";
    LocalFilePath "local-file-path" Warning
        "A link names a path on the author's own machine.";
    BookmarkNotFound "bookmark-not-found" Warning
        "A link's fragment names no anchor of its target page.";
    LinkBroken "link-broken" Suggestion
        "A site-absolute link into the docset names no page of it, or no anchor of its page.";
    LinkCaseMismatch "link-case-mismatch" Suggestion
        "A link differs from its target in letter case.";
    RedirectedLink "redirected-link" Suggestion
        "A link points at a page that has moved.";
    UnsafeUrl "unsafe-url" Warning
        "A link has a scheme that can run code.";
    UndefinedReference "undefined-reference" Suggestion
        "A reference link has no definition.";
    DuplicateAnchor "duplicate-anchor" Suggestion
        "An id stands twice on one page.";
    PathEscapesRoot "path-escapes-root" Error
        "A path leads out of the repository.";
    SymlinkEscapesRoot "symlink-escapes-root" Error
        "A symbolic link leads out of the repository.";
    SymlinkTargetNotFound "symlink-target-not-found" Info
        "A symbolic link leads to nothing.";
    XrefNotFound "xref-not-found" Warning
        "A cross reference names a uid that no page and no map defines.";
    UidNotFound "uid-not-found" Warning
        "A TOC entry or structured page names a uid that nothing defines.";
    DuplicateUid "duplicate-uid" Warning
        "Two pages define one uid.";
    DuplicateUidGlobal "duplicate-uid-global" Warning
        "A uid that must be the only one of all docsets is in the map of another.";
    IncludeNotFound "include-not-found" Error
        "An included file does not exist.";
    IncludeInvalid "include-invalid" Warning
        "An included file is not Markdown.";
    CircularReference "circular-reference" Error
        "Files include one another in a circle.";
    IncludeDepthExceeded "include-depth-exceeded" Error
        "Includes are nested too deeply.";
    ExpansionLimitExceeded "expansion-limit-exceeded" Error
        "A page's includes expand to more than is allowed.";
    CodesnippetNotFound "codesnippet-not-found" Warning
        "A code file that a page shows does not exist.";
    TagNotFound "tag-not-found" Warning
        "A code file has no region with the name asked for.";
    InvalidCode "invalid-code" Warning
        "A `:::code` block has a fault.";
    UnknownLanguageCode "unknown-language-code" Info
        "A snippet's language is unknown, so every comment style is tried for its regions.";
    NotNotebookContent "not-notebook-content" Error
        "A notebook file is not a notebook.";
    MultipleTagsWithSameName "multiple-tags-with-same-name" Error
        "A notebook has two cells of one name.";
    InvalidNoteSection "invalid-note-section" Warning
        "An alert, div or video marker is malformed.";
    InvalidTabGroup "invalid-tab-group" Warning
        "Tabs of one group do not fit together.";
    InvalidZone "invalid-zone" Warning
        "A `:::zone` has a fault.";
    InvalidMonikerRange "invalid-moniker-range" Warning
        "A `:::moniker` has a fault.";
    InvalidRow "invalid-row" Warning
        "A `:::row` has a fault.";
    InvalidNestedColumn "invalid-nested-column" Warning
        "A `:::column` has a fault.";
    InvalidImage "invalid-image" Warning
        "A `:::image` has a fault.";
    InvalidVideo "invalid-video" Warning
        "A `:::video` has a fault.";
    InvalidForm "invalid-form" Warning
        "A `:::form` has a fault.";
    UnknownDirective "unknown-directive" Suggestion
        "A line looks like a directive that docwright does not know.";
    DisallowedHtmlTag "disallowed-html-tag" Info
        "An HTML element is not published.";
    DisallowedHtmlAttribute "disallowed-html-attribute" Info
        "An HTML attribute is not published.";
    TocNotFound "toc-not-found" Warning
        "A TOC names another TOC that does not exist.";
    InvalidTocHref "invalid-toc-href" Error
        "A TOC entry's href cannot be used.";
    InvalidTopicHref "invalid-topic-href" Error
        "A TOC entry's topicHref cannot be used.";
    InvalidTocSyntax "invalid-toc-syntax" Error
        "A line of a Markdown TOC cannot be read.";
    InvalidTocLevel "invalid-toc-level" Error
        "A Markdown TOC skips a level.";
    OutputPathConflict "output-path-conflict" Error
        "Two sources would be written to one file.";
    PublishUrlConflict "publish-url-conflict" Warning
        "Two sources would have one URL.";
    CaseCollision "case-collision" Error
        "Two outputs are one file on some systems: letter case or the form of an accent is all that differs.";
    ReservedFileName "reserved-file-name" Warning
        "A file name cannot exist on every system.";
    RedirectionConflict "redirection-conflict" Error
        "One source is redirected twice.";
    RedirectionInvalid "redirection-invalid" Error
        "A redirect has a source that is no page.";
    RedirectUrlInvalid "redirect-url-invalid" Suggestion
        "A redirect points at a page that is not in the docset.";
    RedirectionUrlConflict "redirection-url-conflict" Warning
        "Two redirects hand their page's identity to one page.";
    CircularRedirection "circular-redirection" Warning
        "Redirects lead in a circle.";
    RedirectedFileNotRemoved "redirected-file-not-removed" Warning
        "A page is redirected but its file still exists.";
    SourcePathConflict "source-path-conflict" Error
        "A redirect names its source twice.";
    RedirectionPathSyntax "redirection-path-syntax-error" Warning
        "A redirect's source path is malformed.";
    MonikerRangeInvalid "moniker-range-invalid" Error
        "A version range names an unknown version or cannot be read.";
    MonikerRangeUndefined "moniker-range-undefined" Suggestion
        "A page has a version range but its docset has none.";
    MonikerRangeOutOfScope "moniker-range-out-of-scope" Error
        "A page's versions and its docset's have nothing in common.";
    DuplicateMonikerConfig "duplicate-moniker-config" Warning
        "A file states its versions both as a list and as a range.";
    MonikerZoneEmpty "moniker-zone-empty" Warning
        "A version zone applies to no version of its page.";
    ZonePivotDefinitionNotFound "zone-pivot-definition-not-found" Suggestion
        "The file that defines pivot groups was not found.";
    PivotGroupNotFound "pivot-group-not-found" Suggestion
        "A page names a pivot group that is not defined.";
    ZonePivotGroupMissing "zone-pivot-group-missing" Suggestion
        "A page has pivot zones but names no pivot group.";
    PivotIdNotFound "pivot-id-not-found" Suggestion
        "A zone names a pivot that its group does not have.";
    DuplicatePivotGroups "duplicate-pivot-groups" Suggestion
        "A pivot group is defined twice; the first one counts.";
    DuplicatePivotIds "duplicate-pivot-ids" Suggestion
        "A pivot is defined twice in its group; the first one counts.";
    PivotIdUnused "pivot-id-unused" Suggestion
        "A page has no zone for a pivot of its group.";
    GitNotFound "git-not-found" Warning
        "The history was asked for, but git is missing or the folder is in no repository.";
    GitCloneIncomplete "git-clone-incomplete" Warning
        "The clone lacks a part of the history, so contributors and some dates are left out.";
    LastUpdatedUnavailable "last-updated-unavailable" Info
        "A page shows no date: it states none, and git has no commit of it.";
    UnlistedPagesPublished "unlisted-pages-published" Info
        "Pages that no content glob lists were published because other pages link to them.";
    MethodFacetMissing "method-field-missing" Warning
        "An entry of a comparison lacks a facet that its siblings have.";
    MethodLabelMisspelt "method-label-misspelt" Warning
        "A facet label is spelled almost like its siblings' label.";
    MethodEntryEmpty "method-entry-empty" Warning
        "An entry of a comparison has no text.";
    MethodIdDuplicate "method-id-duplicate" Warning
        "Two sets or entries have one id.";
    MethodSetNotFound "method-source-missing" Warning
        "A configured set or a comparison directive names something that does not exist.";
    InvalidEncoding "invalid-encoding" Error
        "A file is not UTF-8.";
    NulCharacter "nul-character" Warning
        "A file has NUL characters; they are replaced.";
    FileTooLarge "file-too-large" Error
        "A text file is larger than the limit.";
    NestingLimitExceeded "nesting-limit-exceeded" Warning
        "Blocks are nested too deeply; the inner ones are shown as text.";
    YamlLimitExceeded "yaml-limit-exceeded" Error
        "A YAML text is larger, deeper or more repetitive than allowed.";
    OutputDirNotOwned "output-dir-not-owned" Error
        "The output folder was not made by docwright.";
    BuildLocked "build-locked" Error
        "Another build is writing to the same folder.";
    OutputWriteFailed "output-write-failed" Error
        "A file could not be written.";
    TemplateError "template-error" Error
        "A template has a fault.";
    InternalError "internal-error" Error
        "A fault of docwright's own; the page was left out.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_read_back() {
        let mut names: Vec<&str> = Code::ALL.iter().map(|c| c.name()).collect();
        names.extend(ALIASES.iter().map(|(alias, _)| *alias));
        let total = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), total);
        assert!(Code::ALL.iter().all(|c| Code::from_name(c.name()) == Some(*c)));
        assert_eq!(Code::from_name("InvalidFileLink"), Some(Code::FileNotFound));
        assert_eq!(Code::nearest("bookmrk-not-found"), Some(Code::BookmarkNotFound));
        assert_eq!(Code::nearest("zzz"), None);
    }
}
