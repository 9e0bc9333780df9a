//! What a docset may switch on or off for its Markdown.

/// Optional Markdig extensions, off by default as in DocFX.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[expect(clippy::struct_excessive_bools, reason = "one switch an extension, as in docfx.json")]
pub struct Extensions {
    /// `footnotes`
    pub footnotes: bool,
    /// `tasklists`
    pub task_lists: bool,
    /// `definitionlists`
    pub definition_lists: bool,
    /// `abbreviations`
    pub abbreviations: bool,
    /// `attributes`: `{#id .class key=value}`
    pub attributes: bool,
    /// `emphasisextras`: sub, sup, ins, mark
    pub emphasis_extras: bool,
    /// `citations`: `""title""`
    pub citations: bool,
    /// `smartypants`: quotes, dashes and angle quotes
    pub smart_punctuation: bool,
    /// `emojis`: smileys beside the short codes, which are always read
    pub smileys: bool,
    /// `gfm-pipetables`: the header row says how many columns there are
    pub gfm_tables: bool,
    /// `hardlinebreak`
    pub hard_line_breaks: bool,
    /// `autoidentifiers`: Markdig's own heading ids instead of GitHub's
    pub auto_identifiers: bool,
    /// `nohtml`: authors' HTML is text
    pub no_html: bool,
    /// `bootstrap`: classes of that framework on tables, quotes and images
    pub bootstrap: bool,
    /// `nofollowlinks`
    pub no_follow: bool,
    /// `noopenerlinks`
    pub no_opener: bool,
    /// `noreferrerlinks`
    pub no_referrer: bool,
}

/// An alert type of the docset's own.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AlertType {
    /// The word in brackets; letter case is ignored.
    pub name: String,
    /// The class attribute that DocFX would write.
    pub class: String,
}

/// How to read a file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ParseOptions {
    /// Extensions.
    pub extensions: Extensions,
    /// Alert types besides the five that are built in.
    pub alerts: Vec<AlertType>,
    /// Look for front matter. Off for fragments.
    pub front_matter: bool,
    /// Only paragraphs are blocks: the reading of an inline include.
    pub inline_only: bool,
    /// Tell of authors' HTML that Microsoft Learn does not publish.
    pub learn_html: bool,
}

impl Default for ParseOptions {
    fn default() -> Self {
        ParseOptions {
            extensions: Extensions::default(),
            alerts: Vec::new(),
            front_matter: true,
            inline_only: false,
            learn_html: false,
        }
    }
}
