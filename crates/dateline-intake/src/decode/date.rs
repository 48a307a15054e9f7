//! Publication dates in the forms that inputs write them.

use dateline_text::{Published, month_named};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::fmt::rfc2822;
use jiff::fmt::temporal::DateTimeParser;

/// Reads a date: RFC 3339 or ISO 8601, RFC 2822, seconds since 1970, or words
/// (`10 February 2024`, `Feb. 10, 2024`).
///
/// # Notes
/// The day is the outlet's own: it is taken from the text as written, never moved to UTC. Orders
/// that can mean two days (`03/04/2024`) are not read.
pub(crate) fn read(text: &str) -> Option<Published> {
    let text = text.trim();
    iso(text).or_else(|| mail(text)).or_else(|| epoch(text)).or_else(|| words(text))
}

/// Makes a bare day.
pub(crate) fn day(date: Date) -> Published {
    Published { text: date.to_string(), date }
}

fn iso(text: &str) -> Option<Published> {
    let head = text.get(..10)?;
    let digits = head.replace(['/', '.'], "-");
    let date: Date = digits.parse().ok()?;
    let rest = text[10..].trim_start_matches(['T', 't', ' ']);
    if !rest.starts_with(|c: char| c.is_ascii_digit()) {
        let follows = rest.chars().next();
        return follows.is_none_or(|c| !c.is_alphanumeric()).then(|| day(date));
    }
    let whole = zone_with_colon(&format!("{digits}T{}", rest.replace(' ', "")));
    let parser = DateTimeParser::new();
    let is_instant = parser.parse_timestamp(&whole).is_ok();
    let is_local = || whole.parse::<DateTime>().is_ok();
    Some(match is_instant {
        true => Published { text: whole, date },
        // An hour without a zone is not an instant: the day alone is known.
        false if is_local() => day(date),
        false => day(date),
    })
}

/// Writes `+0200` as `+02:00`, as RFC 3339 has it.
fn zone_with_colon(text: &str) -> String {
    let bytes = text.as_bytes();
    let n = bytes.len();
    let is_bare = n > 5
        && matches!(bytes[n - 5], b'+' | b'-')
        && bytes[n - 4..].iter().all(u8::is_ascii_digit)
        && text[10..n - 5].contains(':');
    if is_bare { format!("{}:{}", &text[..n - 2], &text[n - 2..]) } else { text.to_owned() }
}

fn mail(text: &str) -> Option<Published> {
    let zoned = rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_zoned(text).ok()?;
    let offset = zoned.offset();
    let written = zoned.timestamp().display_with_offset(offset).to_string();
    Some(Published { text: written, date: zoned.date() })
}

/// Seconds or milliseconds since 1970, between the years 1980 and 2100.
fn epoch(text: &str) -> Option<Published> {
    if !(9..=13).contains(&text.len()) || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: i64 = text.parse().ok()?;
    let seconds = if text.len() > 11 { number / 1000 } else { number };
    if !(315_532_800..4_102_444_800).contains(&seconds) {
        return None;
    }
    let instant = Timestamp::from_second(seconds).ok()?;
    let date = instant.to_zoned(jiff::tz::TimeZone::UTC).date();
    Some(Published { text: instant.to_string(), date })
}

fn words(text: &str) -> Option<Published> {
    let parts: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|part| !part.is_empty())
        .take(8)
        .collect();
    parts.windows(3).find_map(|three| {
        let year = year(three[2])?;
        let (day, month) = match month_named(three[0]) {
            Some(month) => (day_of_month(three[1])?, month),
            None => (day_of_month(three[0])?, month_named(three[1])?),
        };
        Date::new(year, month, day).ok().map(self::day)
    })
}

fn year(word: &str) -> Option<i16> {
    (word.len() == 4)
        .then(|| word.parse().ok())
        .flatten()
        .filter(|year| (1000..3000).contains(year))
}

/// Reads `3`, `03`, `3rd`.
pub(crate) fn day_of_month(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '.');
    let is_suffix = matches!(&word[digits.len()..], "" | "st" | "nd" | "rd" | "th" | ".");
    digits.parse().ok().filter(|day| is_suffix && (1..=31).contains(day))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<(&str, &str)>) {
        let read = read(text).map(|published| (published.text, published.date.to_string()));
        let expected = expected.map(|(text, date)| (text.to_owned(), date.to_owned()));
        assert_eq!(read, expected, "{text}");
    }

    #[test]
    fn forms() {
        check("2024-02-11", Some(("2024-02-11", "2024-02-11")));
        check("2024/02/11", Some(("2024-02-11", "2024-02-11")));
        check("2024-02-11T23:30:00-05:00", Some(("2024-02-11T23:30:00-05:00", "2024-02-11")));
        check("2024-02-11T23:30:00+0200", Some(("2024-02-11T23:30:00+02:00", "2024-02-11")));
        check("2024-02-11 23:30:00Z", Some(("2024-02-11T23:30:00Z", "2024-02-11")));
        check("2024-02-11T23:30:00", Some(("2024-02-11", "2024-02-11")));
        check("Sun, 11 Feb 2024 23:30:00 -0500", Some(("2024-02-11T23:30:00-05:00", "2024-02-11")));
        check("Sun, 11 Feb 2024 23:30:00 GMT", Some(("2024-02-11T23:30:00+00:00", "2024-02-11")));
        check("Feb. 11, 2024", Some(("2024-02-11", "2024-02-11")));
        check("Published 11th February 2024, 10:15", Some(("2024-02-11", "2024-02-11")));
        check("1707694200", Some(("2024-02-11T23:30:00Z", "2024-02-11")));
        check("03/04/2024", None);
        check("2024-13-40", None);
        check("yesterday", None);
    }
}
