//! Which other sites each element may load from or lead to: `[learn] trustedDomains`.

use indexmap::IndexMap;

use crate::base::url;
use crate::diag::Code;

use super::Problem;

/// What is wrong with an element's address on another site, when the configuration names the sites that such elements
/// may use and it is none of them. Elements that the configuration does not name may use all.
pub(in crate::docset) fn distrusted(
    trusted: &IndexMap<String, Vec<String>>,
    element: &str,
    address: &str,
) -> Option<Problem> {
    let element = if element.eq_ignore_ascii_case("image") { "img" } else { element };
    let (_, sites) = trusted.iter().find(|(name, _)| name.eq_ignore_ascii_case(element))?;
    if is_local(address) || sites.iter().any(|site| covers(site, address)) {
        return None;
    }
    let code = if element.eq_ignore_ascii_case("img") { Code::ExternalImage } else { Code::DisallowedDomain };
    let message = format!("\"{address}\" is on no site that the configuration trusts for \"{element}\"");
    Some(Problem::new(code, message, "keep a copy in the docset, or add the site to trustedDomains"))
}

/// A path of the own host, nothing, or what is on no host: mail, a telephone.
fn is_local(address: &str) -> bool {
    let hosted = address.contains("//") || address.get(..5).is_some_and(|s| s.eq_ignore_ascii_case("data:"));
    !hosted || (url::scheme(address).is_none() && !address.starts_with("//"))
}

/// Whether `site` (`https://host`, `http://*`, `*.host`, `data:image/*`) covers an address. `http` stands for `https`
/// too, as does an address without a scheme.
fn covers(site: &str, address: &str) -> bool {
    let site = site.trim();
    if site == "*" {
        return true;
    }
    let scheme = url::scheme(address).unwrap_or("https");
    if !site.contains("://") && url::scheme(site).is_some() {
        let start = site.trim_end_matches('*');
        return address.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
    }
    let (wanted, host) = match site.split_once("://") {
        Some((wanted, rest)) => (wanted, rest),
        None => ("http", site),
    };
    let secure = wanted.eq_ignore_ascii_case("http") && scheme.eq_ignore_ascii_case("https");
    let host = host.split('/').next().unwrap_or_default();
    (secure || wanted.eq_ignore_ascii_case(scheme)) && host_of(address).is_some_and(|own| fits(host, own))
}

fn host_of(address: &str) -> Option<&str> {
    let (_, rest) = address.split_once("//")?;
    let host = rest.split(['/', '?', '#']).next()?;
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    Some(host.split(':').next().unwrap_or(host))
}

fn fits(pattern: &str, host: &str) -> bool {
    if let Some(above) = pattern.strip_prefix("*.") {
        let at = host.len().checked_sub(above.len() + 1);
        return at
            .and_then(|at| host.get(at..))
            .is_some_and(|end| end.strip_prefix('.').is_some_and(|end| end.eq_ignore_ascii_case(above)));
    }
    pattern == "*" || pattern.eq_ignore_ascii_case(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites_are_named_by_scheme_and_host() {
        let cases = [
            ("http://*", "https://example.org/x", true),
            ("http://*", "//example.org", true),
            ("http://*", "ftp://example.org", false),
            ("https://example.org", "http://example.org/x", false),
            ("https://example.org", "https://user@EXAMPLE.org:8080?x", true),
            ("example.org", "https://www.example.org", false),
            ("*.example.org", "https://www.example.org", true),
            ("*.example.org", "https://example.org", false),
            ("data:image/*", "data:image/png;base64,x", true),
            ("data:image/*", "data:text/html,x", false),
            ("*", "ftp://example.org", true),
        ];
        for (site, address, expected) in cases {
            assert_eq!(covers(site, address), expected, "{site} and {address}");
        }
    }

    #[test]
    fn elements_that_are_not_named_may_use_all() {
        let trusted = IndexMap::from([("img".to_owned(), Vec::new())]);
        let code = |element, address| distrusted(&trusted, element, address).map(|p| p.code);
        assert_eq!(code("IMAGE", "//example.org/x.png"), Some(Code::ExternalImage));
        assert_eq!(code("img", "/own.png"), None);
        assert_eq!(code("img", "data:image/png;base64,x"), Some(Code::ExternalImage));
        assert_eq!(code("img", "mailto:a@example.org"), None);
        assert_eq!(code("a", "https://example.org"), None);
    }
}
