//! Cross references: names of pages and of things other sites document, and what a reference to a name shows.

mod maps;
mod published;

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value;

use crate::base::{Span, url};
use crate::diag::{Code, Diagnostic};
use crate::source::Workspace;

use super::schema_page::DefinedUid;
use super::yaml_page::DataPage;
use super::{Catalog, Page, PageId};

use maps::External;
use published::published;

/// All names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct UidTable {
    pages: FxHashMap<String, Vec<PageId>>,
    /// Names that a structured page defines for itself and its parts: which of the page's.
    defined: FxHashMap<(String, PageId), usize>,
    /// Names made of module and command, letter case aside: `module.command`.
    commands: FxHashMap<String, Vec<PageId>>,
    external: FxHashMap<String, External>,
}

/// What a reference shows and where it leads, apart from how it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Resolved {
    pub(super) label: String,
    pub(super) place: Place,
    /// The label is a page's title.
    pub(super) title: bool,
}

/// Where a reference leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    Page(PageId, String),
    Away(String),
    Nowhere,
}

/// A name that a structured page defines, with the page's data.
pub(super) struct Defined<'a> {
    data: &'a DataPage,
    pub(super) uid: &'a DefinedUid,
}

impl Defined<'_> {
    /// The text of a member that references can show; Markdown as its plain text.
    pub(super) fn shown(&self, name: &str) -> Option<String> {
        let (_, pointer) = self.uid.properties.iter().find(|(n, _)| n == name)?;
        self.data.data.pointer(pointer)?.as_str().map(str::to_owned)
    }

    /// All members that references can show, as data.
    pub(super) fn properties(&self) -> impl Iterator<Item = (&str, &Value)> {
        let named = self.uid.properties.iter();
        named.filter_map(|(name, pointer)| Some((name.as_str(), self.data.data.pointer(pointer)?)))
    }
}

/// A reference as written, taken apart.
struct Reference {
    uid: String,
    text: Option<String>,
    display: Option<String>,
    /// Other parameters and the fragment, for the address.
    rest: String,
}

impl Reference {
    fn parse(written: &str) -> Self {
        let parts = url::split(written.trim());
        let mut reference =
            Reference { uid: url::decode(parts.path), text: None, display: None, rest: String::new() };
        let mut kept = Vec::new();
        for pair in parts.query.unwrap_or_default().split('&').filter(|p| !p.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = || url::decode(&value.replace('+', " "));
            match key.to_ascii_lowercase().as_str() {
                "text" => reference.text = Some(value()),
                "displayproperty" => reference.display = Some(value()),
                "alt" | "title" | "altproperty" => {}
                _ => kept.push(pair),
            }
        }
        if !kept.is_empty() {
            reference.rest = format!("?{}", kept.join("&"));
        }
        if let Some(fragment) = parts.fragment {
            reference.rest.push('#');
            reference.rest.push_str(fragment);
        }
        reference
    }
}

/// Fills the catalog's names from its pages and the maps that the docsets name.
pub(super) fn collect(workspace: &Workspace, catalog: &mut Catalog, sink: &mut Vec<Diagnostic>) {
    let mut table = UidTable::default();
    for page in &catalog.pages {
        let data = catalog.data.get(&page.file).map(|d| d.uids.as_slice()).unwrap_or_default();
        for (i, defined) in data.iter().enumerate() {
            if table.defined.insert((defined.uid.clone(), page.id), i).is_none() {
                table.pages.entry(defined.uid.clone()).or_default().push(page.id);
            }
        }
        if let Some(uid) = page.facts.uid.as_ref().filter(|uid| data.iter().all(|d| d.uid != **uid)) {
            table.pages.entry(uid.clone()).or_default().push(page.id);
        }
        for name in command_names(page) {
            table.commands.entry(name).or_default().push(page.id);
        }
    }
    for map in workspace.config.docsets.iter().flat_map(|d| &d.xref_maps) {
        maps::read(workspace, map, &mut table.external, sink);
    }
    catalog.uids = table;
    taken_elsewhere(catalog, sink);
    let mut duplicates: Vec<(&String, &Vec<PageId>)> =
        catalog.uids.pages.iter().filter(|(_, p)| p.len() > 1).collect();
    duplicates.sort();
    for (uid, pages) in duplicates {
        duplicate(catalog, uid, pages, sink);
    }
}

/// Learn: names that a schema wants to be the only ones of all docsets, and that a map has too.
fn taken_elsewhere(catalog: &Catalog, sink: &mut Vec<Diagnostic>) {
    for page in &catalog.pages {
        let data = catalog.data.get(&page.file).map(|d| d.uids.as_slice()).unwrap_or_default();
        for defined in data.iter().filter(|d| d.global) {
            let Some(other) = catalog.uids.external.get(&defined.uid) else { continue };
            let place = other.repository.as_deref().unwrap_or("another docset");
            let message = format!("the uid \"{}\" is also defined in {place}", defined.uid);
            sink.push(
                Diagnostic::new(Code::DuplicateUidGlobal, defined.span, message)
                    .help("give the thing a uid of its own"),
            );
        }
    }
}

fn duplicate(catalog: &Catalog, uid: &str, pages: &[PageId], sink: &mut Vec<Diagnostic>) {
    let mut pages = pages.iter().filter_map(|id| catalog.page(*id));
    let Some(first) = pages.next() else { return };
    let mut named = false;
    for other in pages {
        let versions_meet = match (first.monikers.is_empty(), other.monikers.is_empty()) {
            (true, true) => true,
            (false, false) => first.monikers.iter().any(|m| other.monikers.contains(m)),
            _ => false,
        };
        if other.file == first.file || !versions_meet {
            continue;
        }
        // Learn tells the writers of all files, as nobody knows which of them is to change.
        if catalog.learn(first.docset) && !std::mem::replace(&mut named, true) {
            sink.push(already_named(catalog, uid, first, other));
        }
        sink.push(already_named(catalog, uid, other, first));
    }
}

fn already_named(catalog: &Catalog, uid: &str, page: &Page, other: &Page) -> Diagnostic {
    let message = format!("the uid \"{uid}\" also names {}", other.path);
    Diagnostic::new(Code::DuplicateUid, uid_span(catalog, uid, page), message)
        .related(uid_span(catalog, uid, other), "defined here too")
        .help("give the page a uid of its own")
}

fn uid_span(catalog: &Catalog, uid: &str, page: &Page) -> Span {
    if let Some(defined) = catalog.defined(uid, page) {
        return defined.uid.span;
    }
    let front = catalog.documents.facts(page.file).and_then(|facts| facts.front_matter());
    front.map_or(Span::at(page.file, 0), |f| f.key_span("uid"))
}

/// PowerShell: a command's page is named by its module's folder and its own file: `Module.Get-Thing`, and
/// `Module.about_Thing` for a topic in the module's `About` folder.
fn command_names(page: &Page) -> Vec<String> {
    let stem = page.path.file_stem().to_lowercase();
    let folder = page.path.parent();
    let about = folder.file_name().eq_ignore_ascii_case("About");
    if !about
        && !page.metadata.contains_key("Module Name")
        && !page.metadata.contains_key("external help file")
    {
        return Vec::new();
    }
    let module = if about { folder.parent() } else { folder };
    let module = module.file_name().to_lowercase();
    let name = format!("{module}.{stem}");
    if stem == module { vec![module, name] } else { vec![name] }
}

impl Catalog {
    /// The page that a uid names, for a reader of `from`.
    pub(super) fn page_of_uid(&self, uid: &str, from: Option<&Page>) -> Option<PageId> {
        let pages = self.uids.pages.get(uid).or_else(|| {
            let commands = &self.uids.commands;
            if commands.is_empty() { None } else { commands.get(&uid.to_lowercase()) }
        })?;
        self.nearest(pages, from)
    }

    /// What a structured page says of a name that it defines.
    pub(super) fn defined(&self, uid: &str, page: &Page) -> Option<Defined<'_>> {
        if self.uids.defined.is_empty() {
            return None;
        }
        let at = *self.uids.defined.get(&(uid.to_owned(), page.id))?;
        let data = self.data.get(&page.file)?;
        Some(Defined { data, uid: data.uids.get(at)? })
    }

    /// What a reference leads to; `None` when nothing knows its name. `meant` says that it is surely a reference, not
    /// perhaps the address of a person (`@…`).
    pub(super) fn xref(
        &self,
        written: &str,
        meant: bool,
        docset: usize,
        from: Option<&Page>,
    ) -> Option<Resolved> {
        let reference = Reference::parse(written);
        let rest = reference.rest.clone();
        if let Some(page) = self.page_of_uid(&reference.uid, from).and_then(|id| self.page(id)) {
            if let Some(defined) = self.defined(&reference.uid, page) {
                let shown = reference.display.as_deref().and_then(|name| defined.shown(name));
                let title = reference.text.is_some();
                let label = reference.text.or(shown).or_else(|| defined.shown("name"));
                let fragment = defined.uid.fragment().map(|f| format!("#{f}")).unwrap_or_default();
                return Some(Resolved {
                    label: label.unwrap_or(reference.uid),
                    place: Place::Page(page.id, merged(&fragment, &rest)),
                    // An author's own words are no name.
                    title,
                });
            }
            let label = reference.text.unwrap_or_else(|| match self.emit {
                super::Emit::Model if self.learn(page.docset) => name_on_learn(page, &reference.uid),
                _ => page.facts.h1.clone().unwrap_or_else(|| page.facts.title.clone()),
            });
            return Some(Resolved { label, place: Place::Page(page.id, rest), title: true });
        }
        if let Some(external) = self.uids.external.get(&reference.uid) {
            let named = match reference.display.as_deref() {
                Some("fullName") => external.full_name.clone(),
                Some("nameWithType") => external.name_with_type.clone(),
                _ => None,
            };
            let label = reference.text.or(named).unwrap_or_else(|| external.name.clone());
            let place = match external.href.as_deref() {
                Some(href) => Place::Away(merged(self.without_host(docset, href), &rest)),
                None => Place::Nowhere,
            };
            return Some(Resolved { label, place, title: false });
        }
        let info = self.docsets.get(docset).filter(|d| d.learn || d.names_on_learn)?;
        let certain = (info.learn && meant) || published::is_in_known_namespace(&reference.uid);
        if !certain || self.emit == super::Emit::Model {
            return None;
        }
        let (label, address) = published(&reference.uid, reference.display.as_deref())?;
        Some(Resolved {
            label: reference.text.unwrap_or(label),
            place: Place::Away(merged(&address, &rest)),
            title: false,
        })
    }

    /// An address on the docset's own host, in its own language, from the host's root.
    pub(super) fn on_own_host<'a>(&self, docset: usize, href: &'a str) -> &'a str {
        let path = self.without_host(docset, href);
        let locale = self.settings.locale.as_deref().unwrap_or("en-us");
        let rest = path.strip_prefix('/').filter(|_| path.len() < href.len());
        let rest = rest.filter(|r| r.get(..locale.len()).is_some_and(|l| l.eq_ignore_ascii_case(locale)));
        rest.map(|r| &r[locale.len()..]).filter(|r| r.starts_with('/')).unwrap_or(path)
    }

    /// An address on the docset's own host, from its root.
    pub(super) fn without_host<'a>(&self, docset: usize, href: &'a str) -> &'a str {
        let settings = &self.settings;
        let hosts = [&settings.host_name, &settings.alternative_host_name, &settings.xref_host_name];
        let path = |host: &String| {
            let rest = href.strip_prefix("https://")?.strip_prefix(host.as_str())?;
            if rest.is_empty() { Some("/") } else { rest.starts_with('/').then_some(rest) }
        };
        let own = self.emit == super::Emit::Model && self.learn(docset);
        hosts.into_iter().flatten().find_map(path).filter(|_| own).unwrap_or(href)
    }

    /// Reports each name that nothing knows once, at its first use.
    pub(super) fn unknown_uids<'a>(&'a self) -> Vec<Diagnostic> {
        let mut first: FxHashMap<&str, (Span, u32)> = FxHashMap::default();
        let mut order: Vec<&str> = Vec::new();
        let mut count = |uid: &'a str, span: Span| {
            let key = url::split(uid).path;
            let (_, times) = first.entry(key).or_insert_with(|| {
                order.push(key);
                (span, 0)
            });
            *times += 1;
        };
        let mut data: Vec<_> = self.data.iter().filter(|(_, d)| !d.references.is_empty()).collect();
        data.sort_by_key(|(file, _)| **file);
        for (file, page) in data {
            let Some(owner) = self.pages_of(*file).first().and_then(|id| self.page(*id)) else { continue };
            for (uid, span) in &page.references {
                if self.xref(&literal(uid), true, owner.docset, Some(owner)).is_none() {
                    count(uid, *span);
                }
            }
        }
        // Whether a name leads anywhere is the same for all pages of a docset, and most are named many times.
        let mut known: FxHashSet<(usize, &str)> = FxHashSet::default();
        for (file, facts) in self.documents.iter() {
            let Some(owner) = self.owners.get(&file).and_then(|id| self.page(*id)) else { continue };
            for (uid, span) in &facts.references {
                if known.contains(&(owner.docset, uid)) {
                    continue;
                }
                if self.xref(uid, true, owner.docset, Some(owner)).is_some() {
                    known.insert((owner.docset, uid));
                } else {
                    count(uid, *span);
                }
            }
        }
        order
            .into_iter()
            .filter_map(|uid| first.get(uid).map(|(span, count)| unknown(uid, *span, *count)))
            .collect()
    }
}

/// A uid that stands alone as a reference: data names things without query and escapes.
fn literal(uid: &str) -> String {
    uid.replace('%', "%25").replace('?', "%3F").replace('#', "%23")
}

/// Learn: a page is called by the title that its metadata states, else by its uid.
pub(super) fn name_on_learn(page: &Page, uid: &str) -> String {
    super::metadata::text(page.metadata.get("title")).unwrap_or_else(|| uid.to_owned())
}

fn unknown(uid: &str, span: Span, count: u32) -> Diagnostic {
    let often = if count > 1 { format!(" (used {count} times)") } else { String::new() };
    Diagnostic::new(Code::XrefNotFound, span, format!("nothing is called \"{}\"{often}", url::decode(uid)))
        .help("check the uid, or add the cross-reference map that has it to the configuration")
}

/// An address with the query and fragment of a reference added; the reference's fragment counts.
fn merged(href: &str, rest: &str) -> String {
    if rest.is_empty() {
        return href.to_owned();
    }
    let own = url::split(href);
    let added = url::split(rest);
    let mut out = own.path.to_owned();
    let queries: Vec<&str> = own.query.into_iter().chain(added.query).filter(|q| !q.is_empty()).collect();
    if !queries.is_empty() {
        out.push('?');
        out.push_str(&queries.join("&"));
    }
    if let Some(fragment) = added.fragment.or(own.fragment) {
        out.push('#');
        out.push_str(fragment);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_taken_apart() {
        let one = Reference::parse("A.B%2A?displayProperty=nameWithType&text=a+b&view=x#part");
        assert_eq!((one.uid.as_str(), one.rest.as_str()), ("A.B*", "?view=x#part"));
        assert_eq!((one.display.as_deref(), one.text.as_deref()), (Some("nameWithType"), Some("a b")));
        assert_eq!(Reference::parse(&literal("A?x#y%")).uid, "A?x#y%");
    }

    #[test]
    fn a_reference_adds_to_an_address() {
        assert_eq!(merged("/a?x=1#f", "?y=2#g"), "/a?x=1&y=2#g");
    }
}
