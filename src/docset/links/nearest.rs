//! What the author of a broken link may have meant.

use crate::base::DocPath;
use crate::source::Workspace;

/// How many edits apart two anchors may be.
const MOST_EDITS: usize = 5;

/// A file of the same name elsewhere, or one with nearly the same name in the same folder.
pub(super) fn file(workspace: &Workspace, path: &DocPath) -> Option<DocPath> {
    let name = path.file_name().to_lowercase();
    let stem = path.file_stem().to_lowercase();
    let folder = path.parent();
    let mut best: Option<(usize, &DocPath)> = None;
    for entry in workspace.sources.alike(&name, &folder) {
        let candidate = workspace.sources.path(entry);
        let same_folder = candidate.parent() == folder;
        let other = candidate.file_name().to_lowercase();
        let distance = if other == name {
            // Elsewhere under its own name: nearer than any misspelling when only one place has it.
            usize::from(!same_folder)
        } else if same_folder && candidate.file_stem().to_lowercase() == stem {
            1
        } else if same_folder && other.len().abs_diff(name.len()) <= MOST_EDITS {
            let edits = strsim::levenshtein(&other, &name);
            if edits > MOST_EDITS.min(name.len() / 3) {
                continue;
            }
            edits + 1
        } else {
            continue;
        };
        if best.is_none_or(|(d, _)| distance < d) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, path)| path.clone())
}

/// The anchor that is spelled most alike.
pub(super) fn anchor<'a>(anchors: impl Iterator<Item = &'a str>, wanted: &str) -> Option<String> {
    let wanted = wanted.trim_start_matches('#');
    let near = anchors.filter(|a| a.len().abs_diff(wanted.len()) <= MOST_EDITS);
    near.map(|a| (strsim::levenshtein(&a.to_lowercase(), &wanted.to_lowercase()), a))
        .filter(|(distance, _)| *distance <= MOST_EDITS.min(wanted.len() / 2 + 1))
        .min()
        .map(|(_, a)| a.to_owned())
}
