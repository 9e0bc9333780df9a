//! Host names in URLs: what is not ASCII becomes Punycode (RFC 3492), as links need it.

use std::borrow::Cow;

/// `url` with its host in ASCII.
pub(super) fn in_ascii(url: &str) -> Cow<'_, str> {
    let Some((scheme, rest)) = url.split_once("://") else { return Cow::Borrowed(url) };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, tail) = rest.split_at(end);
    if host.is_ascii() || !scheme.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Cow::Borrowed(url);
    }
    let labels: Option<Vec<String>> = host
        .split('.')
        .map(|label| if label.is_ascii() { Some(label.to_owned()) } else { encode(&label.to_lowercase()) })
        .collect();
    labels.map_or(Cow::Borrowed(url), |labels| Cow::Owned(format!("{scheme}://{}{tail}", labels.join("."))))
}

/// One label; `None` when it is too long to be one.
fn encode(label: &str) -> Option<String> {
    const BASE: u32 = 36;
    let points: Vec<u32> = label.chars().map(u32::from).collect();
    if points.len() > 63 {
        return None;
    }
    let mut out = String::from("xn--");
    out.extend(label.chars().filter(char::is_ascii));
    let basic = u32::try_from(out.len() - 4).ok()?;
    if basic > 0 {
        out.push('-');
    }
    let (mut n, mut delta, mut bias, mut handled) = (128u32, 0u32, 72u32, basic);
    while (handled as usize) < points.len() {
        let next = points.iter().copied().filter(|p| *p >= n).min()?;
        delta = delta.checked_add((next - n).checked_mul(handled + 1)?)?;
        n = next;
        for point in &points {
            if *point < n {
                delta = delta.checked_add(1)?;
            }
            if *point != n {
                continue;
            }
            let mut rest = delta;
            let mut k = BASE;
            loop {
                let threshold = k.saturating_sub(bias).clamp(1, 26);
                if rest < threshold {
                    break;
                }
                out.push(digit(threshold + (rest - threshold) % (BASE - threshold)));
                rest = (rest - threshold) / (BASE - threshold);
                k += BASE;
            }
            out.push(digit(rest));
            bias = adapt(delta, handled + 1, handled == basic);
            delta = 0;
            handled += 1;
        }
        delta += 1;
        n += 1;
    }
    Some(out)
}

fn digit(value: u32) -> char {
    let byte = u8::try_from(value).unwrap_or(0);
    char::from(if byte < 26 { b'a' + byte } else { b'0' + (byte - 26) })
}

fn adapt(delta: u32, points: u32, first: bool) -> u32 {
    let mut delta = if first { delta / 700 } else { delta / 2 };
    delta += delta / points;
    let mut k = 0;
    while delta > 455 {
        delta /= 35;
        k += 36;
    }
    k + 36 * delta / (delta + 38)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_become_ascii_and_paths_stay() {
        assert_eq!(in_ascii("https://例え.jp/ü"), "https://xn--r8jz45g.jp/ü");
        assert_eq!(in_ascii("https://bücher.example"), "https://xn--bcher-kva.example");
        assert_eq!(in_ascii("a/ü"), "a/ü");
    }
}
