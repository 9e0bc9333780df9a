//! The document tree: what one Markdown file says, owned, free of the parser's types.
//!
//! Nodes live in one vector and are linked by index. Text is a range of the source where it stands there
//! literally, else a range of a side buffer; [`Document::str`] hides the difference. What a node needs beyond
//! a few bytes lies in a side table of the document (`headings`, `links`, `code`, …) under the index it carries.

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::base::{FileId, Span};
use crate::diag::Diagnostic;

use super::front_matter::FrontMatter;

/// A node of one document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NodeId(pub(crate) u32);

impl NodeId {
    /// The document itself.
    pub const ROOT: NodeId = NodeId(0);
}

/// A piece of text: a range of the source or of the document's side buffer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TextRef {
    pub(crate) start: u32,
    /// Length in bytes; the top bit says that the range is of the side buffer.
    pub(crate) len: u32,
}

impl TextRef {
    pub(super) const SIDE: u32 = 1 << 31;

    /// A range of the source.
    pub(crate) fn source(range: Range<usize>) -> Self {
        let clip = |n: usize| u32::try_from(n).unwrap_or(u32::MAX).min(Self::SIDE - 1);
        TextRef { start: clip(range.start), len: clip(range.end.saturating_sub(range.start)) }
    }

    /// The range of the source, when it stands there literally.
    pub(crate) fn source_range(self) -> Option<Range<usize>> {
        let start = self.start as usize;
        (self.len & Self::SIDE == 0).then(|| start..start + self.len as usize)
    }
}

/// What kind of alert a quote is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AlertKind {
    /// `[!NOTE]`
    Note,
    /// `[!TIP]`
    Tip,
    /// `[!IMPORTANT]`
    Important,
    /// `[!WARNING]`
    Warning,
    /// `[!CAUTION]`
    Caution,
    /// A type from the docset's `markdownEngineProperties.alerts`: an index into `ParseOptions::alerts`.
    Custom(u16),
}

/// What a node is. Inline kinds follow the block kinds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NodeKind {
    /// The document.
    Root,
    /// A paragraph. Inside a tight list item, text has no paragraph around it.
    Paragraph,
    /// A heading: index into `headings`.
    Heading(u32),
    /// `---`
    ThematicBreak,
    /// A list; `start` is the first number of an ordered one.
    List {
        /// Numbered or bulleted.
        ordered: bool,
        /// Items hold bare inlines instead of paragraphs.
        tight: bool,
        /// First number.
        start: u32,
    },
    /// An item of a list.
    Item,
    /// An ordinary block quote.
    Quote,
    /// `> [!NOTE]` and its relatives.
    Alert(AlertKind),
    /// `> [!div attrs]`: the attributes as written.
    Div(TextRef),
    /// `> [!VIDEO url]`: the URL as written.
    QuoteVideo(TextRef),
    /// Fenced or indented code: index into `code`.
    CodeBlock(u32),
    /// A block of `$$` math: its content.
    MathBlock(TextRef),
    /// A table: index into `tables`. Children: one `TableHead`, then `TableRow`s.
    Table(u32),
    /// The header row; children are cells.
    TableHead,
    /// A body row; children are cells.
    TableRow,
    /// A cell; children are inlines.
    TableCell,
    /// A raw HTML block. Links and anchors in it are in `links` and `anchors` by position.
    HtmlBlock(TextRef),
    /// A group of tabs; children are `Tab`s. The number counts groups of the document from 1.
    TabGroup(u32),
    /// One tab: index into `tabs`. First child is `TabTitle`, the rest is content.
    Tab(u32),
    /// The label of a tab; children are inlines.
    TabTitle,
    /// `:::zone`: index into `zones`.
    Zone(u32),
    /// `:::moniker range="…"`: the range expression.
    Moniker(TextRef),
    /// `:::row:::`
    Row,
    /// `:::column:::` with the `span` value as written, empty when absent.
    Column(TextRef),
    /// `:::form`: index into `directives`.
    Form(u32),
    /// `:::image` (block when complex: children are its long description; inline otherwise): index into `directives`.
    Image(u32),
    /// `:::video` (as `Image`): index into `directives`.
    Video(u32),
    /// `[!INCLUDE]`, block or inline: index into `includes`.
    Include(u32),
    /// `[!code]`, `:::code`, `[!notebook]`: index into `snippets`.
    Snippet(u32),
    /// `:::comparison set="…"`: index into `directives`.
    Comparison(u32),
    /// A definition list; children are terms and details.
    DefinitionList,
    /// A term.
    DefinitionTerm,
    /// Its definition.
    DefinitionDetails,
    /// `[^x]: …`; the label.
    FootnoteDefinition(TextRef),
    /// A group made by the parser with no markup of its own (error recovery); renders its children.
    Group,

    /// Plain text, entities and escapes decoded.
    Text(TextRef),
    /// A line break in the source.
    SoftBreak,
    /// A forced line break.
    HardBreak,
    /// `*x*`
    Emphasis,
    /// `**x**`
    Strong,
    /// `~~x~~`
    Strike,
    /// `~x~` where switched on.
    Subscript,
    /// `^x^` where switched on.
    Superscript,
    /// `++x++` where switched on.
    Inserted,
    /// `==x==` where switched on.
    Marked,
    /// `""x""` where switched on.
    Citation,
    /// Text in back-ticks.
    CodeSpan(TextRef),
    /// One raw HTML tag or comment inside text.
    HtmlInline(TextRef),
    /// A link: index into `links`; children are its text.
    Link(u32),
    /// `![alt](src)`: index into `links`; children are the alternative text.
    MarkdownImage(u32),
    /// `<xref:uid>` or `@uid`: index into `xrefs`.
    Xref(u32),
    /// `$x$`: its content.
    MathInline(TextRef),
    /// `:::no-loc text="…":::`: the text.
    NoLoc(TextRef),
    /// `[^x]`; the label.
    FootnoteReference(TextRef),
    /// `[ ]` or `[x]` where switched on.
    TaskMarker(bool),
    /// An abbreviation where switched on: shown text and its expansion, indexes into `abbreviations`.
    Abbreviation(u32),
}

/// A node with its place in the tree and in the source.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// First byte in the source.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    pub(crate) parent: u32,
    /// The children are a ring: behind the last comes the first.
    pub(crate) last_child: u32,
    pub(crate) next: u32,
}

/// "No node" in the links between nodes.
pub(crate) const NONE: u32 = u32::MAX;

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The node.
    pub node: NodeId,
    /// 1 to 6.
    pub level: u8,
    /// Its id by the rule of this document alone (DocFX: ids start afresh in each file).
    pub id: String,
    /// The automatic id, when an explicit anchor replaced it in `id`.
    pub auto_id: Option<String>,
    /// Plain text, trimmed.
    pub text: String,
}

/// Where a link stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LinkKind {
    /// `[text](target)`, reference links and autolinks.
    Link,
    /// `![alt](target)`.
    Image,
    /// `:::image source=`.
    ImageSource,
    /// `:::image lightbox=`.
    Lightbox,
    /// `:::image link=`.
    ImageLink,
    /// `:::video source=`.
    VideoSource,
    /// `href` of raw HTML.
    HtmlHref,
    /// `src` (or `poster`) of raw HTML.
    HtmlSrc,
}

impl LinkKind {
    /// Whether the target is shown on the page rather than gone to.
    pub fn is_resource(self) -> bool {
        matches!(self, LinkKind::Image | LinkKind::ImageSource | LinkKind::HtmlSrc)
    }
}

/// A link, image or HTML attribute that names a target. Resolved later, by index.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkRef {
    /// Where it stands.
    pub kind: LinkKind,
    /// The target with Markdown escapes and entities decoded; percent escapes are kept.
    pub target: TextRef,
    /// The title, when there is one.
    pub title: Option<TextRef>,
    /// The node that carries it.
    pub node: NodeId,
    /// The whole construct.
    pub span: Span,
    /// The target alone; for raw HTML the attribute's value without quotes, to be replaced in place.
    pub target_span: Span,
}

/// A cross reference by uid.
#[derive(Debug, Clone, PartialEq)]
pub struct XrefRef {
    /// The uid with its query, as written.
    pub uid: TextRef,
    /// The source text, shown when nothing resolves.
    pub raw: TextRef,
    /// Whether something must have the uid: `<xref:…>`, and the HTML element `<xref>` unless it says otherwise; not `@…`.
    pub required: bool,
    /// The node.
    pub node: NodeId,
    /// Its place.
    pub span: Span,
}

/// An id or name that a fragment can lead to, from raw HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// The id.
    pub id: String,
    /// Its place.
    pub span: Span,
}

/// Code in the page itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Code {
    /// First word of the info string, as written; empty when there is none.
    pub lang: TextRef,
    /// Whether the word ended in `-interactive` (taken off `lang`).
    pub interactive: bool,
    /// Fenced or indented.
    pub fenced: bool,
    /// The code.
    pub text: TextRef,
}

/// Alignment of a table column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Not given.
    None,
    /// `:--`
    Left,
    /// `:-:`
    Center,
    /// `--:`
    Right,
}

/// A pipe table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// One a column.
    pub align: Vec<Align>,
}

/// A tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// `a+b` of `#tab/a+b/cond`.
    pub ids: Vec<String>,
    /// `cond` of `#tab/a/cond`.
    pub condition: Option<String>,
    /// Selected at first (DocFX's computation over the groups of a document).
    pub active: bool,
    /// Shown at first.
    pub visible: bool,
}

/// `:::zone`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    /// `docs`, `chromeless` or `pdf`.
    pub target: Option<String>,
    /// Pivot ids.
    pub pivots: Vec<String>,
}

/// A triple-colon construct with attributes (names in lower case, values as written).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Directive {
    /// Attributes in order.
    pub attributes: Vec<(String, String)>,
    /// The place of its opening line or whole inline form.
    pub span: Span,
    /// `type="complex"`: a container.
    pub complex: bool,
}

impl Directive {
    /// An attribute's value.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

/// `[!INCLUDE [title](path)]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Include {
    /// The text in brackets.
    pub title: String,
    /// The path, by the rules of the specification (no percent-decoding).
    pub path: String,
    /// Inside a line of text.
    pub inline: bool,
    /// The node.
    pub node: NodeId,
    /// The whole construct.
    pub span: Span,
    /// The path alone.
    pub path_span: Span,
}

/// Which form asked for a snippet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SnippetForm {
    /// `[!code-lang[name](path)]`
    Bracket,
    /// `:::code source="path":::`
    Colon,
    /// `[!notebook-lang[name](path)]`
    Notebook,
}

/// A request for code from a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// The form.
    pub form: SnippetForm,
    /// Language as written, without `-interactive`; empty when absent.
    pub lang: String,
    /// `-interactive`, or the `interactive` attribute's value.
    pub interactive: Option<String>,
    /// The bracket text.
    pub name: String,
    /// The title in quotes.
    pub title: String,
    /// The path.
    pub path: String,
    /// Region to show.
    pub tag: Option<String>,
    /// Line ranges to show, from 1, inclusive; `None` as end means to the end of the file.
    pub ranges: Vec<(u32, Option<u32>)>,
    /// `highlight` as written.
    pub highlight: String,
    /// `dedent`; `None`: take the common indentation off.
    pub dedent: Option<u32>,
    /// The node.
    pub node: NodeId,
    /// The whole construct.
    pub span: Span,
    /// The path alone.
    pub path_span: Span,
}

/// What an author, or an extension, adds to the element of a node: `{#id .class key=value}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ElementAttributes {
    /// The node.
    pub node: NodeId,
    /// The id.
    pub id: Option<String>,
    /// Classes in order.
    pub classes: Vec<String>,
    /// All others in order; names in lower case.
    pub pairs: Vec<(String, String)>,
}

/// One Markdown file, parsed.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The file.
    pub file: FileId,
    /// Its text; spans count in it.
    pub source: Arc<str>,
    /// Side buffer for text that does not stand in the source literally.
    pub(crate) extra: String,
    /// Front matter, when there is any.
    pub front_matter: Option<Arc<FrontMatter>>,
    /// The tree; the first is the root.
    pub(crate) nodes: Vec<Node>,
    /// Headings in order.
    pub headings: Vec<Heading>,
    /// Links in order of position.
    pub links: Vec<LinkRef>,
    /// Cross references in order.
    pub xrefs: Vec<XrefRef>,
    /// Anchors of raw HTML in order.
    pub anchors: Vec<Anchor>,
    /// Code blocks.
    pub code: Vec<Code>,
    /// Tables.
    pub tables: Vec<Table>,
    /// Tabs.
    pub tabs: Vec<Tab>,
    /// Zones.
    pub zones: Vec<Zone>,
    /// `:::image`, `:::video`, `:::form`, `:::comparison`.
    pub directives: Vec<Directive>,
    /// Includes.
    pub includes: Vec<Include>,
    /// Snippets.
    pub snippets: Vec<Snippet>,
    /// Abbreviations: shown text, expansion.
    pub abbreviations: Vec<(String, String)>,
    /// Attributes that nodes were given, sorted by node; one entry a node.
    pub attributes: Vec<ElementAttributes>,
    /// Whether it has version zones: most have none, and need not be looked through for them.
    pub has_version_zones: bool,
    /// Whether it has math, so that a page without loads nothing for it.
    pub has_math: bool,
    /// What there was to say.
    pub diagnostics: Vec<Diagnostic>,
}
