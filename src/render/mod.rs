//! Documents and data to HTML.

pub mod article;
