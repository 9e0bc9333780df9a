//! Pages: article HTML, the templates around it, the theme's files, and what machines read beside the pages.
//!
//! | module | what it does |
//! | --- | --- |
//! | [`article`] | the body of a page: its tree to HTML |
//! | [`context`] | what a template may use: the documented contract of themes |
//! | [`Theme`] | templates, assets and strings of a theme, laid over one another |
//! | [`toc`] | one table of contents as a shared script |
//! | [`twin`] | a page as Markdown |
//! | [`machine`] | `sitemap.xml`, `robots.txt`, `llms.txt`, JSON-LD |
//!
//! **Must not know:** how pages were found, where they are written, or other pages than the one at hand.

pub mod article;
mod assets;
pub mod context;
mod dates;
pub mod machine;
mod page;
mod strings;
mod theme;
pub mod toc;
pub mod twin;
mod values;

pub use context::{Contributor, PageContext, PivotGroup, SiteContext, Surroundings};
pub use dates::{date_text, iso_date};
pub use page::{
    data_html, data_outline, head_title, outline, root_prefix, split_heading, stated_date, summary,
};
pub use strings::Strings;
pub use theme::{NavShell, Theme, ThemeError, ThemeSettings, Tokens, fingerprint, plain_text};
