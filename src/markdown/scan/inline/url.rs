//! Bare URLs in text.

use std::ops::Range;

use super::super::MarkKind;
use super::site::Site;

impl Site<'_> {
    /// Whether a bare URL may begin after this character.
    fn url_may_begin(before: Option<char>) -> bool {
        before.is_none_or(|c| c.is_whitespace() || matches!(c, '*' | '_' | '~' | '('))
    }

    pub(super) fn url_at_colon(&self) -> Option<(Range<usize>, MarkKind)> {
        let head = self.source.get(self.begin..self.at)?;
        let scheme = ["http", "https", "ftp", "mailto", "tel"]
            .into_iter()
            .filter(|s| head.ends_with(s))
            .max_by_key(|s| s.len())?;
        let start = self.at - scheme.len();
        if !Self::url_may_begin(self.source.get(self.begin..start)?.chars().next_back()) {
            return None;
        }
        let web = !matches!(scheme, "mailto" | "tel");
        if web && !self.text().starts_with("://") {
            return None;
        }
        let end = self.url_end(start);
        let body_at = self.at + if web { 3 } else { 1 };
        let body = self.source.get(body_at..end).filter(|b| !b.is_empty())?;
        let fine = match scheme {
            "mailto" => {
                body.split_once('@').is_some_and(|(name, host)| !name.is_empty() && domain_fits(host, 1))
            }
            "tel" => body.bytes().any(|b| b.is_ascii_digit()),
            _ => domain_fits(body, 1),
        };
        let shown = if web { start } else { body_at };
        fine.then_some((start..end, MarkKind::Url { before: "", shown: shown..end }))
    }

    pub(super) fn www(&self) -> Option<(Range<usize>, MarkKind)> {
        if !self.text().starts_with("www.") || !Self::url_may_begin(self.before()) {
            return None;
        }
        let end = self.url_end(self.at);
        let fine = domain_fits(self.source.get(self.at..end)?, 2);
        fine.then_some((self.at..end, MarkKind::Url { before: "http://", shown: self.at..end }))
    }

    /// Where a bare URL ends: at white space, `<` or `|`; closing brackets need a partner; marks at its end are the
    /// sentence's.
    fn url_end(&self, start: usize) -> usize {
        let text = self.source.get(start..self.end).unwrap_or_default();
        let mut depth = 0usize;
        let mut end = text.len();
        for (i, c) in text.char_indices() {
            match c {
                '<' | '|' => {
                    end = i;
                    break;
                }
                '(' => depth += 1,
                ')' if depth == 0 => {
                    end = i;
                    break;
                }
                ')' => depth -= 1,
                c if c.is_whitespace() || c.is_control() => {
                    end = i;
                    break;
                }
                _ => {}
            }
        }
        let kept = text.get(..end).unwrap_or_default();
        let kept = kept.trim_end_matches(['?', '!', '.', ',', ':', '*', '_', '~']);
        let entity = kept.strip_suffix(';').and_then(|k| k.rfind('&')).filter(|n| {
            kept.get(n + 1..kept.len() - 1)
                .is_some_and(|e| !e.is_empty() && e.bytes().all(|b| b.is_ascii_alphanumeric()))
        });
        start + entity.unwrap_or(kept.len())
    }
}

/// Whether the host of a URL (without its scheme) has at least `dots` dots with text around, and no underscore in
/// its last two parts.
fn domain_fits(rest: &str, dots: usize) -> bool {
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let parts: Vec<&str> = host.split('.').collect();
    let underscore = parts.iter().rev().take(2).any(|p| p.contains('_'));
    let punctuation = |c: char| ('\u{2000}'..='\u{206f}').contains(&c);
    parts.len() > dots && parts.iter().all(|p| !p.is_empty()) && !underscore && !host.contains(punctuation)
}
