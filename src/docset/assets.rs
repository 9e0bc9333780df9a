//! Files that are copied: their versions, their places in the output, and which of two counts that would take one.

use rustc_hash::FxHashMap;

use crate::base::{DocPath, OutPath};
use crate::config::{DocsetConfig, Mapped};
use crate::diag::{Code, Diagnostic};
use crate::source::Workspace;

use super::addresses::{Emit, joined, moniker_group};
use super::{Asset, Catalog, metadata};

/// A file to copy with the versions it is for; none: all.
struct Placed {
    asset: Asset,
    monikers: Vec<String>,
}

/// Gives the files to copy their places, now that docsets and versions are known.
pub(super) fn place(workspace: &Workspace, catalog: &mut Catalog, sink: &mut Vec<Diagnostic>) {
    let assets = std::mem::take(&mut catalog.assets);
    let docsets = std::mem::take(&mut catalog.asset_docsets);
    let mut by_address: FxHashMap<(usize, String), Vec<Placed>> = FxHashMap::default();
    for (asset, docset) in assets.into_iter().zip(docsets) {
        let Some(config) = workspace.config.docsets.get(docset) else { continue };
        let mapped = config.classify(&asset.path);
        let monikers = catalog.monikers_of_asset(config, &asset.path, mapped.as_ref());
        let Some(asset) = catalog.asset_of((config, docset), &asset.path, mapped, &monikers) else {
            continue;
        };
        // Versions of a file lie apart on a site, and share their address in models.
        let address = match catalog.emit {
            Emit::Site => asset.out.as_str().to_lowercase(),
            Emit::Model => asset.url.to_lowercase(),
        };
        catalog.placed_assets.insert(asset.path.clone(), (docset, asset.clone()));
        by_address.entry((docset, address)).or_default().push(Placed { asset, monikers });
    }
    let mut conflicts = Vec::new();
    for same in by_address.into_values() {
        without_conflicts(catalog, same, &mut conflicts);
    }
    conflicts.sort_by(|a: &Diagnostic, b| a.message.cmp(&b.message));
    sink.append(&mut conflicts);
    catalog.assets.sort();
    catalog.assets.dedup();
}

/// Of the files of one address, those whose versions do not meet. Learn: where they meet, the one counts whose path
/// comes last; links to the other lead to it.
fn without_conflicts(catalog: &mut Catalog, mut same: Vec<Placed>, sink: &mut Vec<Diagnostic>) {
    same.sort_by(|a, b| b.asset.path.cmp(&a.asset.path));
    let mut kept: Vec<Placed> = Vec::with_capacity(same.len());
    for placed in same {
        let meets = |other: &&Placed| {
            let all = other.monikers.is_empty() || placed.monikers.is_empty();
            catalog.emit == Emit::Site || all || other.monikers.iter().any(|m| placed.monikers.contains(m))
        };
        let Some(other) = kept.iter().find(meets) else {
            kept.push(placed);
            continue;
        };
        let (path, counts) = (placed.asset.path, other.asset.clone());
        if path == counts.path {
            continue;
        }
        let versioned = catalog.emit == Emit::Model && !placed.monikers.is_empty();
        let code = if versioned { Code::PublishUrlConflict } else { Code::OutputPathConflict };
        let place = if counts.url.is_empty() { counts.out.as_str() } else { &counts.url };
        let message = format!("{path} and {} would both be published at {place}", counts.path);
        let help = format!("{} counts; rename one of them, or give them different versions", counts.path);
        sink.push(Diagnostic::new(code, None, message).help(help));
        catalog.superseded.insert(path, counts);
    }
    catalog.assets.extend(kept.into_iter().map(|placed| placed.asset));
}

impl Catalog {
    /// A file as one that is copied, with its place in the output.
    pub(super) fn asset(&self, config: &DocsetConfig, docset: usize, path: &DocPath) -> Option<Asset> {
        if let Some(other) = self.superseded.get(path) {
            return Some(other.clone());
        }
        // Pictures stand on page after page.
        if let Some((_, placed)) = self.placed_assets.get(path).filter(|(of, _)| *of == docset) {
            return Some(placed.clone());
        }
        let mapped = config.classify(path);
        let monikers = self.monikers_of_asset(config, path, mapped.as_ref());
        self.asset_of((config, docset), path, mapped, &monikers)
    }

    /// A file of these versions as one that is copied, with its place in the output.
    fn asset_of(
        &self,
        (config, docset): (&DocsetConfig, usize),
        path: &DocPath,
        mapped: Option<Mapped>,
        monikers: &[String],
    ) -> Option<Asset> {
        let info = self.docsets.get(docset)?;
        let site_path = match mapped {
            Some(mapped) => mapped.site_path,
            None => path.strip_prefix(&config.root).unwrap_or(path.as_str()).to_owned(),
        };
        let (out, url) = match self.emit {
            Emit::Site => {
                // A file of versions that are not the newest stands below its version.
                let newest = self.monikers.names().last();
                let version = monikers.last().filter(|m| Some(*m) != newest).map_or("", String::as_str);
                (joined(&[&info.prefix, version, &site_path]), String::new())
            }
            Emit::Model => {
                let path = if self.lower(docset) { site_path.to_lowercase() } else { site_path };
                let url = format!("/{}", joined(&[&info.base, &path]));
                (joined(&[&info.base, &moniker_group(monikers), &path]), url)
            }
        };
        Some(Asset { path: path.clone(), out: OutPath::new(&out)?, url })
    }

    /// Whether a docset's configuration publishes a file as it is.
    pub(super) fn publishes(&self, docset: usize, path: &DocPath) -> bool {
        self.placed_assets.get(path).is_some_and(|(of, _)| *of == docset)
    }

    /// The versions of a file that is copied.
    pub(super) fn asset_monikers(&self, config: &DocsetConfig, path: &DocPath) -> Vec<String> {
        self.monikers_of_asset(config, path, config.classify(path).as_ref())
    }

    fn monikers_of_asset(
        &self,
        config: &DocsetConfig,
        path: &DocPath,
        mapped: Option<&Mapped>,
    ) -> Vec<String> {
        let range = mapped.and_then(|m| config.moniker_range(path, m));
        let ranged = range.and_then(|(range, _)| self.monikers.expand(range).ok());
        let listed = metadata::list(config.metadata_value(path, "monikers"));
        match ranged {
            Some(ranged) if !listed.is_empty() => ranged.into_iter().filter(|m| listed.contains(m)).collect(),
            Some(ranged) => ranged,
            None => listed,
        }
    }
}
