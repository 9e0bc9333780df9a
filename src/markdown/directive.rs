//! What each triple-colon construct demands of its attributes. Errors are a writer's sentences.

use super::ast::Zone;
use super::grammar::Attributes;

fn only(attributes: &Attributes<'_>, known: &[&str]) -> Result<(), String> {
    match attributes.unknown(known) {
        Some(name) => Err(format!("There is no attribute \"{name}\" here; there are {}.", known.join(", "))),
        None => Ok(()),
    }
}

fn required<'a>(attributes: &Attributes<'a>, name: &str) -> Result<&'a str, String> {
    attributes
        .get(name)
        .filter(|v| !v.is_empty())
        .ok_or_else(|| format!("The attribute \"{name}\" is required and must not be empty."))
}

/// `:::zone target="…" pivot="…"`.
pub(super) fn zone(attributes: &Attributes<'_>) -> Result<Zone, String> {
    only(attributes, &["target", "pivot"])?;
    let target = attributes.get("target");
    let pivot = attributes.get("pivot");
    if let Some(t) = target
        && !matches!(t, "docs" | "chromeless" | "pdf")
    {
        return Err(format!("The target \"{t}\" is none of \"docs\", \"chromeless\" and \"pdf\"."));
    }
    let mut pivots = Vec::new();
    if let Some(p) = pivot {
        for id in p.split(',').map(str::trim) {
            let fine = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
            if id.is_empty() || !id.bytes().all(fine) {
                return Err(format!(
                    "\"{p}\" is no list of pivots: lower-case letters, digits and dashes, with commas between."
                ));
            }
            pivots.push(id.to_owned());
        }
    }
    match (target, pivot) {
        (None, None) => Err("A zone needs a target or a pivot.".into()),
        (Some("pdf"), Some(_)) => Err("A zone for the target \"pdf\" cannot have a pivot.".into()),
        _ => Ok(Zone { target: target.map(str::to_owned), pivots }),
    }
}

/// `:::form`.
pub(super) fn form(attributes: &Attributes<'_>) -> Result<(), String> {
    only(attributes, &["action", "submitText", "model"])?;
    required(attributes, "action")?;
    required(attributes, "submitText").map(|_| ())
}

/// `:::code`.
pub(super) fn code(attributes: &Attributes<'_>) -> Result<(), String> {
    only(attributes, &["source", "language", "id", "range", "highlight", "interactive"])?;
    required(attributes, "source").map(|_| ())
}

/// `:::comparison`, docwright's own.
pub(super) fn comparison(attributes: &Attributes<'_>) -> Result<(), String> {
    required(attributes, "set").map(|_| ())
}

/// `:::image`.
pub(super) fn image(attributes: &Attributes<'_>) -> Result<(), String> {
    only(attributes, &["type", "source", "alt-text", "loc-scope", "border", "lightbox", "link"])?;
    required(attributes, "source")?;
    if attributes.get("type") != Some("icon") {
        required(attributes, "alt-text")?;
    }
    Ok(())
}

/// `:::video`.
pub(super) fn video(attributes: &Attributes<'_>) -> Result<(), String> {
    only(attributes, &["source", "title", "max-width", "thumbnail", "upload-date", "duration", "type"])?;
    required(attributes, "source")?;
    match attributes.get("max-width") {
        Some(w) if w.parse::<i32>().is_err() => Err(format!("The maximal width \"{w}\" is no whole number.")),
        _ => Ok(()),
    }
}
