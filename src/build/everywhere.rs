//! Files that `site.toml` names for every page: the logo, pictures, style sheets, scripts. A page never links to them,
//! so nothing else notices when one is missing.

use crate::base::{Span, url};
use crate::config::SiteConfig;
use crate::diag::{Code, Diagnostic};
use crate::docset::Catalog;
use crate::source::Workspace;

/// Reports those that are no files of the site.
pub(super) fn missing(workspace: &Workspace, catalog: &Catalog) -> Vec<Diagnostic> {
    let config = &workspace.config;
    let Some(file) = config.site_file else { return Vec::new() };
    let text = &workspace.sources.get(file).text;
    let published = |path: &str| catalog.assets().iter().any(|asset| asset.out.as_str() == path);
    let mut out = Vec::new();
    for (key, value) in named(&config.site) {
        let path = url::decode(url::split(value).path);
        if value.starts_with("//") || url::scheme(value).is_some() || published(path.trim_start_matches("./"))
        {
            continue;
        }
        let quoted = format!("\"{value}\"");
        let place = text.find(&quoted).map_or(Span::at(file, 0), |at| Span::new(file, at..at + quoted.len()));
        let message = format!("`{key}` names \"{value}\", which is no file of the site");
        let help = "name a file of the content folder; beside a docfx.json a resource pattern must list it";
        out.push(Diagnostic::new(Code::FileNotFound, place, message).help(help));
    }
    out
}

/// The keys that name a file of the site, with what they name.
fn named(config: &SiteConfig) -> impl Iterator<Item = (&'static str, &str)> {
    let (site, theme) = (&config.site, &config.theme);
    let single = [
        ("logo", &site.logo),
        ("logo_dark", &site.logo_dark),
        ("favicon", &site.favicon),
        ("social_image", &site.social_image),
    ];
    let lists = [("extra_css", &theme.extra_css), ("extra_js", &theme.extra_js)];
    let single = single.into_iter().filter_map(|(key, value)| Some((key, value.as_deref()?)));
    single
        .chain(lists.into_iter().flat_map(|(key, list)| list.iter().map(move |value| (key, value.as_str()))))
}
