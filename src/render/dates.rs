//! Dates of pages: read from metadata, written in the language of the site.

use super::strings::Strings;

/// A date as metadata has it (`11/22/2026`, `2026-11-22`, `2026-11-22T10:00:00Z`) as `YYYY-MM-DD`.
///
/// Learn: `ms.date` is month, day, year. `None` when it is no date of the calendar.
pub fn iso_date(text: &str) -> Option<String> {
    let day = text.trim().split(['T', ' ']).next().unwrap_or_default();
    let (year, month, day) = if day.contains('/') {
        let mut parts = day.split('/');
        let (month, day) = (number(parts.next()?)?, number(parts.next()?)?);
        let year = number(parts.next()?)?;
        parts.next().is_none().then_some((year, month, day))?
    } else {
        let mut parts = day.split('-');
        let found = (number(parts.next()?)?, number(parts.next()?)?, number(parts.next()?)?);
        parts.next().is_none().then_some(found)?
    };
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(leap),
        _ => 31,
    };
    let real = (1000..=9999).contains(&year) && (1..=12).contains(&month) && (1..=days).contains(&day);
    real.then(|| format!("{year:04}-{month:02}-{day:02}"))
}

fn number(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// An ISO date in the language of the strings: `date_format` with `{day}`, `{month}` and `{year}`.
pub fn date_text(iso: &str, strings: &Strings) -> String {
    let parts: Vec<&str> = iso.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return iso.to_owned() };
    let names = strings.text("months");
    let index = month.parse::<usize>().unwrap_or_default().wrapping_sub(1);
    match names.split_whitespace().nth(index) {
        Some(name) => strings
            .text("date_format")
            .replace("{day}", day.trim_start_matches('0'))
            .replace("{month}", name)
            .replace("{year}", year),
        None => iso.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_dates_of_the_calendar_pass() {
        assert_eq!(iso_date("11/22/2026").as_deref(), Some("2026-11-22"));
        assert_eq!(iso_date("2024-02-29T08:00:00Z").as_deref(), Some("2024-02-29"));
        for bad in ["", "22/11/2026", "2023-02-29", "soon", "1/2", "2026-1-2-3"] {
            assert_eq!(iso_date(bad), None, "{bad}");
        }
    }

    #[test]
    fn dates_are_written_as_the_language_does() {
        let mut strings = Strings::default();
        strings.extend("months = 'Jan Feb Mar'\ndate_format = '{day}. {month} {year}'").expect("valid");
        assert_eq!(date_text("2026-03-07", &strings), "7. Mar 2026");
        assert_eq!(date_text("soon", &strings), "soon");
    }
}
