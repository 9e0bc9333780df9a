//! Sources that have moved: where links to them lead, and the pages that stand at their old addresses.

mod conflicts;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::base::{DocPath, OutPath, Span, url};
use crate::config;
use crate::diag::{Code, Diagnostic};

use super::addresses::{page_out, page_url, url_key, without_extension};
use super::{Catalog, Emit, Page, PageId};

/// How many redirects a link follows.
const LONGEST_CHAIN: usize = 16;

/// A page that only leads to another address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// Where it is written.
    pub out: OutPath,
    /// Where it leads: relative to `out` inside the site, else absolute. Unescaped attribute value.
    pub href: String,
    /// The old address on the docset's own host.
    pub url: String,
    /// The new address on that host, query and fragment included.
    pub target: String,
    /// The versions it holds for; empty: all.
    pub monikers: Vec<String>,
}

/// Where a redirect ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Landing {
    /// At a page; with query and fragment to add.
    Page(PageId, String),
    /// At another site, or at an address of the host that is not in these docsets.
    Away(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Moved {
    docset: usize,
    site_path: String,
    url: String,
    target: String,
    monikers: Vec<String>,
    landing: Landing,
}

/// All redirects.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct RedirectTable {
    rows: Vec<Moved>,
    by_source: FxHashMap<String, u32>,
    by_url: FxHashMap<String, u32>,
    pages: Vec<Redirect>,
}

impl RedirectTable {
    /// Where links to a source path lead, letter case aside.
    pub(super) fn of_source(&self, path: &str) -> Option<&Landing> {
        let i = self.by_source.get(&path.to_lowercase())?;
        self.rows.get(*i as usize).map(|r| &r.landing)
    }

    /// The old address of a source, on the docset's host.
    pub(super) fn url_of_source(&self, path: &str) -> Option<&str> {
        let i = self.by_source.get(&path.to_lowercase())?;
        self.rows.get(*i as usize).map(|r| r.url.as_str())
    }

    /// Where links to an address lead; `key` is an [`url_key`].
    pub(super) fn of_url(&self, key: &str) -> Option<&Landing> {
        let i = find_url(&self.by_url, key)?;
        self.rows.get(*i as usize).map(|r| &r.landing)
    }
}

/// What a table has for an address, else for the same with or without a slash at its end.
fn find_url<'t, T>(table: &'t FxHashMap<String, T>, key: &str) -> Option<&'t T> {
    table.get(key).or_else(|| match key.strip_suffix('/') {
        Some(short) => table.get(short),
        None => table.get(&format!("{key}/")),
    })
}

/// The sources that a docset redirects: where each is first stated, and whether in all versions.
#[derive(Debug, Default)]
pub(super) struct Sources(FxHashMap<String, (Span, bool)>);

impl Sources {
    pub(super) fn of(docset: &config::DocsetConfig) -> Self {
        let mut sources = Sources::default();
        for redirect in &docset.redirects {
            let (_, whole) =
                sources.0.entry(page_key(&redirect.source)).or_insert((redirect.source_span, false));
            *whole |= redirect.monikers.is_empty();
        }
        sources
    }

    /// The redirect of a page in all its versions. Learn: it counts even when the file exists.
    pub(super) fn leading_away(&self, path: &DocPath) -> Option<Span> {
        if self.0.is_empty() {
            return None;
        }
        self.0.get(&page_key(path)).filter(|(_, whole)| *whole).map(|(span, _)| *span)
    }
}

/// What pages of one address have in common: the path without the extension of a page, letter case aside.
fn page_key(path: &DocPath) -> String {
    let key = path.fold();
    let short = [".md", ".yml"].iter().find_map(|extension| key.strip_suffix(extension)).map(str::to_owned);
    short.unwrap_or(key)
}

/// A source that leads elsewhere, however that is stated.
#[derive(Debug, Clone)]
pub(super) struct Stated {
    pub(super) docset: usize,
    pub(super) source: DocPath,
    pub(super) site_path: String,
    pub(super) target: String,
    pub(super) target_span: Span,
    pub(super) monikers: Vec<String>,
    /// The target takes over the page's identity on Learn.
    pub(super) identity: bool,
}

/// Fills the catalog's redirects: those of the configuration, then `stated` ones (DocFX: pages whose front matter has
/// `redirect_url`). Pages and base paths must be there.
pub(super) fn collect(
    docsets: &[config::DocsetConfig],
    stated: Vec<Stated>,
    catalog: &mut Catalog,
    sink: &mut Vec<Diagnostic>,
) {
    let mut all = Vec::new();
    for (docset, config) in docsets.iter().enumerate() {
        for redirect in &config.redirects {
            let mapped = config.classify(&redirect.source);
            let Some(site_path) = site_path(config, redirect, mapped.as_ref()) else { continue };
            all.push(Stated {
                docset,
                source: redirect.source.clone(),
                site_path,
                target: redirect.url.clone(),
                target_span: redirect.url_span,
                monikers: monikers(catalog, config, redirect, mapped.as_ref()),
                identity: redirect.document_id && config.learn && catalog.emit == Emit::Model,
            });
        }
    }
    if catalog.emit == Emit::Model {
        let dropped = conflicts::find(catalog, &all, sink);
        all = all.into_iter().enumerate().filter(|(i, _)| !dropped.contains(i)).map(|(_, s)| s).collect();
    }
    all.extend(stated);
    all.retain(|one| leads_to_a_page(one, sink));
    let mut table = RedirectTable::default();
    for (i, one) in all.iter().enumerate() {
        let base = catalog.docsets.get(one.docset).map_or("", |d| d.base.as_str());
        let url = page_url(base, &one.site_path, catalog.lower(one.docset));
        let index = u32::try_from(i).unwrap_or(u32::MAX);
        let target = absolute_target(&one.target, &url);
        // Of several entries for one source (versions), the first counts for links.
        table.by_source.entry(one.source.fold()).or_insert(index);
        table.by_url.entry(url_key(&url)).or_insert(index);
        table.rows.push(Moved {
            docset: one.docset,
            site_path: one.site_path.clone(),
            url,
            landing: Landing::Away(target.clone()),
            target,
            monikers: one.monikers.clone(),
        });
    }
    let landings: Vec<Landing> =
        all.iter().enumerate().map(|(i, one)| follow(catalog, &table, i, one, sink)).collect();
    for (row, landing) in table.rows.iter_mut().zip(landings) {
        row.landing = landing;
    }
    catalog.redirects = table;
    write_pages(catalog);
}

/// Whether a redirect can lead to a page at all. A browser runs what stands in an address of another scheme, and
/// follows it without asking.
fn leads_to_a_page(stated: &Stated, sink: &mut Vec<Diagnostic>) -> bool {
    let web = |scheme: &str| ["http", "https"].iter().any(|web| scheme.eq_ignore_ascii_case(web));
    let Some(scheme) = url::scheme(stated.target.trim()).filter(|scheme| !web(scheme)) else { return true };
    let message = format!("a redirect to the scheme \"{scheme}:\" leads to no page and is left out");
    let help = "let it lead to a page, or to an address with https:";
    sink.push(Diagnostic::new(Code::UnsafeUrl, stated.target_span, message).help(help));
    false
}

/// The versions of a redirect: its own, else those that the configuration gives its source.
fn monikers(
    catalog: &Catalog,
    config: &config::DocsetConfig,
    redirect: &config::Redirect,
    mapped: Option<&config::Mapped>,
) -> Vec<String> {
    if !redirect.monikers.is_empty() {
        return redirect.monikers.clone();
    }
    let range = mapped.and_then(|m| config.moniker_range(&redirect.source, m));
    range.and_then(|(range, _)| catalog.monikers.expand(range).ok()).unwrap_or_default()
}

/// The site path that a moved source had: by the content entry that fits, else by the one whose folder it lies in.
fn site_path(
    config: &config::DocsetConfig,
    redirect: &config::Redirect,
    mapped: Option<&config::Mapped>,
) -> Option<String> {
    if let Some(mapped) = mapped {
        return Some(without_extension(&mapped.site_path).to_owned());
    }
    let fits = |m: &&config::FileMapping| redirect.source.strip_prefix(&m.src).is_some_and(|r| !r.is_empty());
    let mapping = config.content.iter().filter(fits).max_by_key(|m| m.src.as_str().len());
    let rest = match mapping {
        Some(mapping) => mapping.site_path(redirect.source.strip_prefix(&mapping.src)?),
        None => redirect.source.strip_prefix(&config.root).filter(|r| !r.is_empty())?.to_owned(),
    };
    Some(without_extension(&rest).to_owned())
}

/// The new address from the root of the host, or absolute. Relative ones count from the folder of the old address.
fn absolute_target(target: &str, url: &str) -> String {
    if target.starts_with('/') || url::scheme(target).is_some() {
        return target.to_owned();
    }
    let parts = url::split(target);
    let folder = url.rfind('/').map_or("", |i| &url[..i]);
    let mut segments: Vec<&str> = folder.split('/').filter(|s| !s.is_empty()).collect();
    for part in parts.path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            other => segments.push(other),
        }
    }
    let slash = if parts.path.ends_with('/') { "/" } else { "" };
    format!("/{}{slash}{}", segments.join("/"), &target[parts.path.len()..])
}

/// Follows a redirect through others to its end.
fn follow(
    catalog: &Catalog,
    table: &RedirectTable,
    row: usize,
    redirect: &Stated,
    sink: &mut Vec<Diagnostic>,
) -> Landing {
    let Some(first) = table.rows.get(row) else { return Landing::Away(redirect.target.clone()) };
    let mut target = first.target.as_str();
    let mut seen = vec![row];
    for _ in 0..LONGEST_CHAIN {
        target = catalog.on_own_host(first.docset, target);
        if url::scheme(target).is_some() {
            break;
        }
        let parts = url::split(target);
        let key = url_key(&url::decode(parts.path));
        let rest = &target[parts.path.len()..];
        if let Some(page) = catalog.page_at(&key, parts.query, None) {
            return Landing::Page(page, rest.to_owned());
        }
        let Some(next) = find_url(&table.by_url, &key).map(|n| *n as usize) else { break };
        if seen.contains(&next) {
            // A target that differs from its source in the query or the last slash alone is another version, or
            // the folder of the source: no circle.
            let other_form = next == row && url_key(&first.url) != key;
            if parts.query.is_none() && !other_form {
                sink.push(
                    Diagnostic::new(
                        Code::CircularRedirection,
                        redirect.target_span,
                        format!("the redirect to {} comes back to where it began", redirect.target),
                    )
                    .help("let it lead to a page that exists"),
                );
            }
            return Landing::Away(catalog.on_host(first.docset, &first.target));
        }
        seen.push(next);
        let Some(moved) = table.rows.get(next) else { break };
        target = moved.target.as_str();
    }
    if redirect.identity || catalog.should_know(target) {
        sink.push(
            Diagnostic::new(
                Code::RedirectUrlInvalid,
                redirect.target_span,
                format!("the redirect leads to {target}, which is no page of the docset"),
            )
            .help("let it lead to a page that exists"),
        );
    }
    Landing::Away(catalog.on_host(first.docset, target))
}

/// Makes the pages at the old addresses, except where a page stands.
fn write_pages(catalog: &mut Catalog) {
    let models = catalog.emit == Emit::Model;
    let mut taken: FxHashSet<String> = catalog.pages.iter().map(|p| p.out.as_str().to_lowercase()).collect();
    let mut pages = Vec::new();
    for moved in &catalog.redirects.rows {
        let prefix = catalog.docsets.get(moved.docset).map_or("", |d| d.prefix.as_str());
        let Some(out) = page_out(prefix, None, &moved.site_path) else { continue };
        // Models list every redirect, those of several versions of one source too.
        if !taken.insert(out.as_str().to_lowercase()) && !models {
            continue;
        }
        let href = match &moved.landing {
            Landing::Page(id, rest) => match catalog.page(*id) {
                Some(page) => {
                    url::encode_path(url::relative(out.folder(), page.out.as_str())) + &local_rest(page, rest)
                }
                None => continue,
            },
            Landing::Away(href) => href.clone(),
        };
        pages.push(Redirect {
            out,
            href,
            url: moved.url.clone(),
            target: moved.target.clone(),
            monikers: moved.monikers.clone(),
        });
    }
    pages.sort_by(|a, b| a.out.cmp(&b.out));
    catalog.redirects.pages = pages;
}

/// Query and fragment of a redirect to a page of the site; the version in the query is settled by the page.
fn local_rest(page: &Page, rest: &str) -> String {
    match rest.split_once('#') {
        Some((_, fragment)) if page.facts.anchors.contains(fragment) => format!("#{fragment}"),
        _ => String::new(),
    }
}

impl Catalog {
    /// The redirects, each written as a page, in order of output path.
    pub fn redirects(&self) -> &[Redirect] {
        &self.redirects.pages
    }

    /// The page at an address; `key` is an [`url_key`]. A `view` in the query picks its version.
    pub(super) fn page_at(&self, key: &str, query: Option<&str>, from: Option<&Page>) -> Option<PageId> {
        let candidates = find_url(&self.by_url, key)?;
        let view = query.into_iter().flat_map(|q| q.split('&')).find_map(|p| p.strip_prefix("view="));
        let viewed = view.and_then(|view| {
            let shows = |id: &&PageId| {
                self.page(**id).is_some_and(|p| p.monikers.iter().any(|m| m.eq_ignore_ascii_case(view)))
            };
            candidates.iter().find(shows).copied()
        });
        viewed.or_else(|| self.nearest(candidates, from))
    }

    /// An address from the host's root as an absolute one, when the docset is written for Learn.
    pub(super) fn on_host(&self, docset: usize, target: &str) -> String {
        if !self.learn(docset)
            || !target.starts_with('/')
            || target.starts_with("//")
            || self.emit == Emit::Model
        {
            return target.to_owned();
        }
        let host = self.settings.host_name.as_deref().unwrap_or("learn.microsoft.com");
        format!("https://{host}{target}")
    }

    /// Whether an address lies beside pages of these docsets, so that it ought to be one of them. The host has other
    /// docsets below the same base.
    pub(super) fn should_know(&self, target: &str) -> bool {
        if !target.starts_with('/') {
            return false;
        }
        let key = url_key(&url::decode(url::split(target).path));
        let folder = key.trim_end_matches('/');
        let folder = folder.rfind('/').map_or("", |i| &folder[..i]);
        self.url_folders.contains(folder)
    }
}
