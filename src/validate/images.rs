//! Rules on images, in whichever form they are written.

use std::collections::BTreeMap;

use crate::base::{DocPath, url};
use crate::diag::Code;

use super::Checker;
use super::reading::{ContextId, ImageAt};

/// Alternative texts, in characters, unless a rule says otherwise.
const ALT_TEXT: (usize, usize) = (10, 150);

/// Checks the images of a page.
pub(super) fn check(checker: &mut Checker<'_>) {
    let images = std::mem::take(&mut checker.reading.images);
    for image in &images {
        each(checker, image);
    }
    duplicated(checker, &images);
}

fn each(checker: &mut Checker<'_>, image: &ImageAt) {
    let alt = image.alt.trim();
    let quoted = format!("'{alt}'");
    let file = image.source.rsplit('/').next().unwrap_or_default();
    let mut found = |code: Code, values: &[&str]| {
        for rule in checker.rules(code) {
            checker.found(rule, image.doc, image.span, values);
        }
    };
    if alt.is_empty() && !image.directive {
        found(Code::ImageAltTextMissing, &[file]);
    }
    if url::scheme(&image.source).is_some_and(|s| s.starts_with("http")) {
        found(Code::ExternalImage, &[&image.source]);
    }
    let stem = DocPath::new(file).map(|path| path.file_stem().to_owned()).unwrap_or_default();
    if !alt.is_empty() && (alt.eq_ignore_ascii_case(file) || alt.eq_ignore_ascii_case(&stem)) {
        found(Code::ImageAltTextEqualsFileName, &[&quoted]);
    }
    let run = checker.reading.runs.get(image.run).copied().unwrap_or_default();
    if !image.icon && (run.cell || run.text || run.images > 1) {
        for rule in checker.rules(Code::ImageInline) {
            checker.found(rule, image.doc, image.span, &[file]);
        }
    }
    for rule in checker.rules(Code::ImageAltTextBadLength).filter(|_| !alt.is_empty()) {
        let least = rule.options.min_alt_text_length.unwrap_or(ALT_TEXT.0);
        let most = rule.options.max_alt_text_length.unwrap_or(ALT_TEXT.1);
        let length = alt.chars().count();
        if !(least..=most).contains(&length) {
            let values = [quoted.clone(), length.to_string(), least.to_string(), most.to_string()];
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            checker.found(rule, image.doc, image.span, &values);
        }
    }
}

/// Different images that one reader sees must differ in their texts.
fn duplicated(checker: &mut Checker<'_>, images: &[ImageAt]) {
    for rule in checker.rules(Code::ImageAltTextDuplicated) {
        let mut by_alt: BTreeMap<&str, Vec<&ImageAt>> = BTreeMap::new();
        for image in images.iter().filter(|i| !i.alt.trim().is_empty() && !i.icon) {
            by_alt.entry(image.alt.trim()).or_default().push(image);
        }
        for (alt, group) in by_alt {
            for image in &group {
                let others = group.iter().filter(|other| other.source != image.source);
                let mut contexts: Vec<ContextId> = others.map(|other| other.context).collect();
                contexts.dedup();
                contexts.insert(0, image.context);
                if checker.meets_another(&contexts, 0) {
                    checker.found(rule, image.doc, image.span, &[&format!("'{alt}'")]);
                }
            }
        }
    }
}
