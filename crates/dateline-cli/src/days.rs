//! Days as a person writes them on the command line.

use jiff::ToSpan;
use jiff::civil::Date;

/// Reads a day as a person writes it on the command line.
pub(crate) fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| format!("`{text}` is no day; write it as 2026-02-13"))
}

/// Reads the first day of what is written: a day, month or year, or so many days ago.
pub(crate) fn first_day(text: &str) -> Result<String, String> {
    period(text, today()).map(|(first, _)| first.to_string())
}

/// Reads the last day of what is written.
pub(crate) fn last_day(text: &str) -> Result<String, String> {
    period(text, today()).map(|(_, last)| last.to_string())
}

fn period(text: &str, today: Date) -> Result<(Date, Date), String> {
    let wrong =
        || format!("`{text}` is no day; write it as 2026-02-13, 2026-02, 2026, today or 7d");
    let ago = |days: i64| today.checked_sub(days.days()).map_err(|_| wrong());
    let one = |day: Date| (day, day);
    let number = |part: &str, n_digits: usize| {
        let is_number = part.len() == n_digits && part.bytes().all(|byte| byte.is_ascii_digit());
        if is_number { part.parse::<i16>().map_err(|_| wrong()) } else { Err(wrong()) }
    };
    if text.eq_ignore_ascii_case("today") {
        return Ok(one(today));
    }
    if text.eq_ignore_ascii_case("yesterday") {
        return ago(1).map(one);
    }
    if let Some(days) = text.strip_suffix(['d', 'D']) {
        let days: u16 = days.parse().map_err(|_| wrong())?;
        return ago(days.into()).map(one);
    }
    let parts: Vec<&str> = text.split('-').collect();
    let month = |year, month| Date::new(year, month, 1).map_err(|_| wrong());
    match parts[..] {
        [year] => {
            let year = number(year, 4)?;
            Ok((month(year, 1)?, month(year, 12)?.last_of_month()))
        }
        [year, of_year] => {
            let first = month(number(year, 4)?, number(of_year, 2)? as i8)?;
            Ok((first, first.last_of_month()))
        }
        _ => text.parse().map(one).map_err(|_| wrong()),
    }
}

/// The command line is the edge where the clock enters.
fn today() -> Date {
    jiff::Zoned::now().date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_months_years_and_days_ago_are_read() {
        let today = Date::constant(2026, 3, 2);
        let check = |text: &str, expected: Option<(&str, &str)>| {
            let found = period(text, today).ok().map(|(a, b)| (a.to_string(), b.to_string()));
            let expected = expected.map(|(a, b)| (a.to_owned(), b.to_owned()));
            assert_eq!(found, expected, "{text}");
        };
        check("2026-02-24", Some(("2026-02-24", "2026-02-24")));
        check("2026-02", Some(("2026-02-01", "2026-02-28")));
        check("2024-02", Some(("2024-02-01", "2024-02-29")));
        check("2026", Some(("2026-01-01", "2026-12-31")));
        check("today", Some(("2026-03-02", "2026-03-02")));
        check("Yesterday", Some(("2026-03-01", "2026-03-01")));
        check("7d", Some(("2026-02-23", "2026-02-23")));
        for wrong in
            ["", "26", "2026-13", "2026-2", "2026-02-30", "tomorrow", "d", "-7d", "2026-02-24x"]
        {
            check(wrong, None);
        }
    }
}
