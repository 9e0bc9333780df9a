//! Versions: their order, ranges of them, and what a range selects.

use std::cmp::Ordering;

use rustc_hash::FxHashMap;
use serde_json::Value;

/// One version.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Moniker {
    name: String,
    product: String,
    title: String,
}

/// All versions that are known, oldest first within a product.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Monikers {
    list: Vec<Moniker>,
    names: Vec<String>,
    position: FxHashMap<String, usize>,
    /// Stated by a definition; else gathered from the ranges in use, so that a name seen nowhere else is no fault.
    pub(super) defined: bool,
}

/// Why a range cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RangeError {
    /// It names a version that is not defined.
    Unknown(String),
    /// It is no range.
    Syntax,
}

impl Monikers {
    /// Reads Learn's definition: `{"monikers": [{"moniker_name", "product_name", "version_display_name", "order"}]}`.
    pub(super) fn from_definition(value: &Value) -> Option<Self> {
        let text = |v: &Value, key: &str| v.get(key).and_then(Value::as_str).map(str::to_owned);
        let rows = value.as_object()?.get("monikers").and_then(Value::as_array);
        let mut list: Vec<(i64, Moniker)> = Vec::new();
        for row in rows.into_iter().flatten() {
            let Some(name) = text(row, "moniker_name") else { continue };
            let title = text(row, "version_display_name").unwrap_or_else(|| name.clone());
            let product = text(row, "product_name").unwrap_or_default();
            let order = row.get("order").and_then(Value::as_i64).unwrap_or(0);
            list.push((order, Moniker { name, product, title }));
        }
        list.sort_by_key(|(order, _)| *order);
        Some(Self::ordered(list.into_iter().map(|(_, m)| m), true))
    }

    /// Versions that a configuration lists, oldest first: name, title (may be empty), product (may be empty).
    pub(super) fn from_list(rows: impl IntoIterator<Item = (String, String, String)>) -> Self {
        let moniker = |(name, title, product): (String, String, String)| Moniker {
            title: if title.is_empty() { name.clone() } else { title },
            product,
            name,
        };
        Self::ordered(rows.into_iter().map(moniker), true)
    }

    /// Versions known by name alone. The name up to its last number is the product, the number gives the order.
    pub(super) fn from_names(names: impl IntoIterator<Item = String>) -> Self {
        let mut list: Vec<Moniker> = Vec::new();
        for name in names {
            let product = split_version(&name).0.to_owned();
            if !list.iter().any(|m| m.name.eq_ignore_ascii_case(&name)) {
                list.push(Moniker { title: name.clone(), product, name });
            }
        }
        list.sort_by(|a, b| a.product.cmp(&b.product).then_with(|| compare_versions(&a.name, &b.name)));
        // Of one product the number says all; readers know which product they read about.
        let one = list.windows(2).all(|pair| matches!(pair, [a, b] if a.product == b.product));
        for moniker in list.iter_mut().filter(|_| one) {
            let number = split_version(&moniker.name).1;
            if !number.is_empty() {
                moniker.title = number.to_owned();
            }
        }
        Self::ordered(list, false)
    }

    fn ordered(list: impl IntoIterator<Item = Moniker>, defined: bool) -> Self {
        let list: Vec<Moniker> = list.into_iter().collect();
        let position = list.iter().enumerate().map(|(i, m)| (m.name.to_lowercase(), i)).collect();
        let names = list.iter().map(|m| m.name.clone()).collect();
        Monikers { list, names, position, defined }
    }

    /// All versions, oldest first within a product.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// Where a version stands among all; for sorting.
    pub(super) fn order(&self, name: &str) -> Option<usize> {
        // Names are in lower case, nearly all.
        self.position.get(name).or_else(|| self.position.get(&name.to_lowercase())).copied()
    }

    /// What readers see of a version.
    pub(super) fn title<'a>(&'a self, name: &'a str) -> &'a str {
        self.order(name).and_then(|i| self.list.get(i)).map_or(name, |m| m.title.as_str())
    }

    /// The versions that a range selects, oldest first.
    pub(super) fn expand(&self, range: &str) -> Result<Vec<String>, RangeError> {
        let mut chosen = vec![false; self.list.len()];
        for set in range.split("||") {
            let mut fits = vec![true; self.list.len()];
            let terms = terms(set)?;
            for (operator, name) in terms {
                let at = self.order(name).ok_or_else(|| RangeError::Unknown(name.to_owned()))?;
                let product = self.list.get(at).map(|m| m.product.as_str());
                for (i, (fit, moniker)) in fits.iter_mut().zip(&self.list).enumerate() {
                    let inside = match operator {
                        "<" => i < at,
                        "<=" => i <= at,
                        ">" => i > at,
                        ">=" => i >= at,
                        _ => i == at,
                    };
                    *fit &= inside && product == Some(moniker.product.as_str());
                }
            }
            for (all, one) in chosen.iter_mut().zip(fits) {
                *all |= one;
            }
        }
        Ok(self.list.iter().zip(chosen).filter(|(_, c)| *c).map(|(m, _)| m.name.clone()).collect())
    }
}

/// The names in a range, for gathering versions when no definition lists them.
pub(super) fn names(range: &str) -> Vec<String> {
    range.split("||").filter_map(|set| terms(set).ok()).flatten().map(|(_, name)| name.to_owned()).collect()
}

/// The comparisons of one set: operator (empty for "is") and name.
fn terms(set: &str) -> Result<Vec<(&str, &str)>, RangeError> {
    let mut out = Vec::new();
    let mut rest = set.trim();
    while !rest.is_empty() {
        let end = rest.find(|c| !matches!(c, '<' | '>' | '=')).ok_or(RangeError::Syntax)?;
        let (operator, after) = rest.split_at(end);
        if !matches!(operator, "" | "<" | "<=" | ">" | ">=" | "=") {
            return Err(RangeError::Syntax);
        }
        let after = after.trim_start();
        let end =
            after.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '=')).unwrap_or(after.len());
        if end == 0 {
            return Err(RangeError::Syntax);
        }
        out.push((operator, &after[..end]));
        rest = after[end..].trim_start();
    }
    if out.is_empty() { Err(RangeError::Syntax) } else { Ok(out) }
}

/// A name as its product and its version: `tool-1.10` is `tool` and `1.10`.
fn split_version(name: &str) -> (&str, &str) {
    match name.rfind('-') {
        Some(i) if name[i + 1..].starts_with(|c: char| c.is_ascii_digit()) => (&name[..i], &name[i + 1..]),
        _ => (name, ""),
    }
}

fn compare_versions(a: &str, b: &str) -> Ordering {
    let numbers = |name: &str| -> Vec<u64> {
        split_version(name).1.split('.').map(|p| p.parse().unwrap_or(0)).collect()
    };
    numbers(a).cmp(&numbers(b)).then_with(|| a.cmp(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tool() -> Monikers {
        Monikers::from_names(["tool-1.10", "tool-1.2", "other-9", "tool-2.0"].map(str::to_owned))
    }

    #[test]
    fn versions_are_ordered_by_number_within_a_product() {
        assert_eq!(tool().expand(">=tool-1.10").expect("range"), ["tool-1.10", "tool-2.0"]);
        assert_eq!(tool().expand("> tool-1.2 <tool-2.0").expect("range"), ["tool-1.10"]);
        assert_eq!(tool().expand("tool-1.2 || =other-9").expect("range"), ["other-9", "tool-1.2"]);
    }

    #[test]
    fn versions_of_one_product_are_shown_by_their_number() {
        let one = Monikers::from_names(["tool-1.2", "tool-1.10"].map(str::to_owned));
        assert_eq!((one.title("tool-1.10"), tool().title("tool-1.10")), ("1.10", "tool-1.10"));
    }

    #[test]
    fn faults_are_told_apart() {
        assert_eq!(tool().expand(">=nope-1"), Err(RangeError::Unknown("nope-1".to_owned())));
        assert_eq!(tool().expand("=> tool-2.0"), Err(RangeError::Syntax));
        assert_eq!(tool().expand(" "), Err(RangeError::Syntax));
    }
}
