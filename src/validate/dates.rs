//! Calendar dates of metadata, as days.

/// The day that a text names, counted from 1970-01-01: `2025-03-31` or `03/31/2025`, a time of day behind it aside.
pub(super) fn day(text: &str) -> Option<i64> {
    let date = text.trim().split([' ', 'T']).next()?;
    let number = |part: Option<&str>| part?.parse::<i64>().ok().filter(|n| *n > 0);
    let (year, month, day, rest) = if date.contains('/') {
        let mut parts = date.split('/');
        let (month, day) = (number(parts.next())?, number(parts.next())?);
        (number(parts.next())?, month, day, parts.next())
    } else {
        let mut parts = date.split('-');
        let (year, month) = (number(parts.next())?, number(parts.next())?);
        (year, month, number(parts.next())?, parts.next())
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    (rest.is_none() && month <= 12 && day <= length && (1000..=9999).contains(&year))
        .then(|| days(year, month, day))
}

/// Days from civil, with the year beginning in March so that the leap day is its last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year / 400;
    let of_era = year - era * 400;
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_days() {
        assert_eq!(day("1970-01-01"), Some(0));
        assert_eq!(day("03/01/2024"), day("2024-02-29").map(|d| d + 1));
        assert_eq!(day("2025-03-31T10:00:00Z"), day("3/31/2025"));
        for bad in ["2023-02-29", "31/12/2024", "soon", "2024-1", "1/2/3/4", "0/1/2024"] {
            assert_eq!(day(bad), None, "{bad}");
        }
    }
}
