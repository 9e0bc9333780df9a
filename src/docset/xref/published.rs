//! Where Learn publishes the interfaces of .NET and PowerShell, and how their names read: a rule, as no map of them is
//! fetched.

/// Namespaces of which everything is on Learn.
const NAMESPACES: [&str; 4] = ["Azure.", "Microsoft.", "System.", "Windows."];

/// Whether a name cannot but be one that Learn publishes: `System.String`, not `example.com` or `microsoft.com`.
pub(super) fn is_in_known_namespace(uid: &str) -> bool {
    let rest = NAMESPACES.iter().find_map(|namespace| uid.strip_prefix(namespace));
    rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
}

/// Where Learn publishes a name of an interface, and how it reads: .NET types and members, PowerShell commands.
pub(super) fn published(uid: &str, display: Option<&str>) -> Option<(String, String)> {
    let plain = uid.trim_end_matches('*').trim_end_matches('.');
    let simple = |c: char| c.is_alphanumeric() || "._-`#(),[]{}@~+&^*".contains(c);
    if plain.len() < 2 || !plain.chars().all(simple) || !plain.contains('.') {
        return None;
    }
    let (path, parameters) = match plain.find('(') {
        Some(i) => (&plain[..i], &plain[i..]),
        None => (plain, ""),
    };
    let last = path.rfind('.').map_or(path, |i| &path[i + 1..]);
    if last.contains('-') && !last.starts_with('-') {
        let module = &path[..path.len() - last.len() - 1];
        let address = format!("https://learn.microsoft.com/powershell/module/{module}/{last}").to_lowercase();
        return Some((last.to_owned(), address));
    }
    if let Some(topic) = last.strip_prefix("about_") {
        let module = &path[..path.len() - last.len() - 1];
        let address = format!("https://learn.microsoft.com/powershell/module/{module}/about/about_{topic}")
            .to_lowercase();
        return Some((last.to_owned(), address));
    }
    let address = path.to_lowercase().replace(['`', '#'], "-");
    let readable: Vec<String> = path.split('.').map(readable).collect();
    let constructor = readable.last().is_some_and(|l| l == "#ctor");
    let names: Vec<&str> = readable.iter().map(String::as_str).filter(|n| *n != "#ctor").collect();
    let count = match display {
        Some("fullName") => names.len(),
        Some("nameWithType") if !constructor => 2,
        _ => 1,
    };
    let name = names.get(names.len().saturating_sub(count)..).unwrap_or_default().join(".");
    let parameters: Vec<&str> = parameters
        .trim_matches(['(', ')'])
        .split(',')
        .filter(|p| !p.is_empty())
        .map(|p| p.rsplit('.').next().unwrap_or(p))
        .collect();
    let label = if plain.contains('(') { format!("{name}({})", parameters.join(", ")) } else { name };
    Some((label, format!("https://learn.microsoft.com/dotnet/api/{address}")))
}

/// A part of a .NET name with its number of type parameters written out.
fn readable(part: &str) -> String {
    match part.split_once('`').map(|(name, n)| (name, n.trim_start_matches('`').parse::<usize>())) {
        Some((name, Ok(1))) => format!("{name}<T>"),
        Some((name, Ok(n))) if n < 10 => {
            let all: Vec<String> = (1..=n).map(|i| format!("T{i}")).collect();
            format!("{name}<{}>", all.join(","))
        }
        Some((name, _)) => name.to_owned(),
        None => part.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(uid: &str, display: Option<&str>) -> String {
        published(uid, display).map(|(label, _)| label).unwrap_or_default()
    }

    #[test]
    fn names_of_interfaces_are_readable() {
        assert_eq!(label("System.Text.Json.JsonSerializer.Serialize*", None), "Serialize");
        assert_eq!(label("System.Collections.Generic.List`1", None), "List<T>");
        assert_eq!(label("System.Uri.#ctor", None), "Uri");
        assert_eq!(
            label("System.String.Format(System.Object)", Some("nameWithType")),
            "String.Format(Object)"
        );
        assert_eq!(label("Pki.New-Thing", None), "New-Thing");
    }

    #[test]
    fn addresses_of_people_are_in_no_namespace() {
        assert!(is_in_known_namespace("System.IO.Path") && is_in_known_namespace("Microsoft.Win32"));
        assert!(
            ["microsoft.com", "Microsoft.com", "System_0.log", "Contoso.Thing"]
                .iter()
                .all(|uid| !is_in_known_namespace(uid))
        );
    }

    #[test]
    fn addresses_are_lower_case_and_keep_their_place() {
        let (_, address) = published("System.Collections.Generic.List`1.Add*", None).expect("known");
        assert_eq!(address, "https://learn.microsoft.com/dotnet/api/system.collections.generic.list-1.add");
    }
}
