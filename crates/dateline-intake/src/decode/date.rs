//! Publication dates in the forms that inputs write them.

use dateline_text::{Published, month_named};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan};

/// Reads a date: RFC 3339 or ISO 8601, RFC 2822 and its like, seconds since 1970, or words
/// (`10 February 2024`, `Feb. 10, 2024`).
///
/// # Notes
/// The day is the outlet's own: it is taken from the text as written, never moved to UTC. Orders
/// that can mean two days (`03/04/2024`) are not read. An hour without a zone is no instant: the
/// day alone is known.
pub(crate) fn read(text: &str) -> Option<Published> {
    let text = text.trim();
    numeric(text).or_else(|| epoch(text)).or_else(|| worded(text))
}

/// Makes a bare day.
pub(crate) fn day(date: Date) -> Published {
    Published { text: date.to_string(), date }
}

/// Reads a date in figures that opens the text, and the hour after it.
fn numeric(text: &str) -> Option<Published> {
    let (date, rest) = bare_date(text).or_else(|| parted_date(text))?;
    let is_hour = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
    let after = match rest.strip_prefix(['T', 't']).filter(|after| is_hour(after)) {
        Some(hour) => hour,
        None if rest.starts_with(char::is_alphanumeric) => return None,
        None => rest,
    };
    let mut parts = after.split_whitespace().take(MOST_PARTS);
    let hour = parts.next().and_then(|first| Clock::read(first, parts));
    Some(hour.map_or_else(|| day(date), |hour| hour.on(date)))
}

/// Reads `20240211`, with an hour (`T233000Z`) that is passed over.
fn bare_date(text: &str) -> Option<(Date, &str)> {
    let n_digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let is_whole = n_digits == 8 && (text.len() == 8 || text[8..].starts_with(['T', 't', ' ']));
    let date: Date = text.get(..8).filter(|_| is_whole)?.parse().ok()?;
    (1900..2100).contains(&date.year()).then(|| (date, text.get(15..).unwrap_or_default()))
}

/// Reads `2024-02-11`, `2024/2/11`, and `24.2.2024` where no other day can be meant.
fn parted_date(text: &str) -> Option<(Date, &str)> {
    let (first, mark, rest) = number(text)?;
    let (second, second_mark, rest) = number(rest)?;
    let n_third = rest.bytes().take_while(u8::is_ascii_digit).count();
    let third = rest.get(..n_third)?;
    if mark != second_mark || !matches!(mark, '-' | '/' | '.') {
        return None;
    }
    let date = |year: &str, month: &str, day: &str| {
        let is_written =
            year.len() == 4 && (1..=2).contains(&month.len()) && (1..=2).contains(&day.len());
        let year = year.parse().ok().filter(|_| is_written)?;
        Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
    };
    let found = date(first, second, third).or_else(|| {
        match (date(third, second, first), date(third, first, second)) {
            (Some(one), Some(other)) if one != other => None,
            (one, other) => one.or(other),
        }
    });
    found.map(|date| (date, &rest[n_third..]))
}

/// Takes digits and the mark after them off a text.
fn number(text: &str) -> Option<(&str, char, &str)> {
    let n_digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mark = text[n_digits..].chars().next().filter(|_| n_digits > 0)?;
    Some((&text[..n_digits], mark, &text[n_digits + mark.len_utf8()..]))
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

/// Words of a text that are looked at for a date.
const MOST_PARTS: usize = 12;

/// Reads a date with a month in words, and the hour wherever it stands.
fn worded(text: &str) -> Option<Published> {
    let is_joined = |part: &&str| part.contains(char::is_alphabetic) && !part.contains(':');
    let all: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c == ',')
        .flat_map(|part| part.split(move |c| c == '-' && is_joined(&part)))
        .filter(|part| !part.is_empty())
        .take(MOST_PARTS)
        .collect();
    let clock = all.iter().enumerate().find_map(|(at, part)| {
        Clock::read(part, all[at + 1..].iter().copied()).map(|hour| (at, hour))
    });
    // The date may stand on both sides of the hour: `Feb 11 23:30:00 GMT 2024`.
    let parts: Vec<&str> = match &clock {
        Some((at, hour)) => {
            let after = all.iter().skip(at + 1 + hour.n_parts_after);
            all[..*at].iter().chain(after).copied().collect()
        }
        None => all,
    };
    let has_clock = clock.is_some();
    let date = parts.windows(3).find_map(|three| {
        let (day, month, is_day_first) = match month_named(three[0]) {
            Some(month) => (day_of_month(three[1])?, month, false),
            None => (day_of_month(three[0])?, month_named(three[1])?, true),
        };
        let short = || short_year(three[2]).filter(|_| has_clock && is_day_first);
        Date::new(year(three[2]).or_else(short)?, month, day).ok()
    })?;
    Some(clock.map_or_else(|| day(date), |(_, hour)| hour.on(date)))
}

fn year(word: &str) -> Option<i16> {
    (word.len() == 4)
        .then(|| word.parse().ok())
        .flatten()
        .filter(|year| (1000..3000).contains(year))
}

/// Reads the two digits of RFC 822.
///
/// # Source
/// RFC 2822, 4.3 "Obsolete Date and Time".
fn short_year(word: &str) -> Option<i16> {
    let year: i16 = word.parse().ok().filter(|_| word.len() == 2 && !word.starts_with('+'))?;
    Some(if year < 50 { 2000 + year } else { 1900 + year })
}

/// Reads `3`, `03`, `3rd`.
pub(crate) fn day_of_month(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '.');
    let is_suffix = matches!(&word[digits.len()..], "" | "st" | "nd" | "rd" | "th" | ".");
    digits.parse().ok().filter(|day| is_suffix && (1..=31).contains(day))
}

/// A time of day as it is written, and its zone where it has one.
struct Clock<'t> {
    hour: i8,
    minute: i8,
    second: i8,
    fraction: &'t str,
    offset: Option<Offset>,
    n_parts_after: usize,
}

impl<'t> Clock<'t> {
    /// Reads `23:30`, `9:05:00.25Z`, `5:30 p.m. EST`; what follows in parts of its own is `after`.
    fn read(part: &'t str, after: impl IntoIterator<Item = &'t str>) -> Option<Self> {
        let (hour, colon, rest) = number(part)?;
        let n_minute = rest.bytes().take_while(u8::is_ascii_digit).count();
        if colon != ':' || n_minute != 2 || hour.len() > 2 {
            return None;
        }
        let (minute, mut rest) = rest.split_at(n_minute);
        let (mut second, mut fraction) = ("0", "");
        if let Some((digits, after)) =
            rest.strip_prefix(':').and_then(|rest| rest.split_at_checked(2))
        {
            second = digits;
            let n_fraction = after
                .strip_prefix('.')
                .map_or(0, |digits| 1 + digits.bytes().take_while(u8::is_ascii_digit).count());
            (fraction, rest) = after.split_at(n_fraction);
        }
        let mut read = Self {
            hour: hour.parse().ok().filter(|hour| (0..=24).contains(hour))?,
            minute: minute.parse().ok().filter(|minute| *minute < 60)?,
            second: second.parse().ok().filter(|second| (0..=60).contains(second))?,
            fraction,
            offset: None,
            n_parts_after: 0,
        };
        let mut after = after.into_iter().map(|part| (part, 1)).peekable();
        let mut next =
            Some((rest, 0)).filter(|(rest, _)| !rest.is_empty()).or_else(|| after.next());
        if let Some((part, n_parts)) = next
            && let Some(is_afternoon) = half_of_day(part)
        {
            let is_half = (1..=12).contains(&read.hour);
            read.hour = if is_half {
                read.hour % 12 + if is_afternoon { 12 } else { 0 }
            } else {
                read.hour
            };
            read.n_parts_after += n_parts;
            next = after.next();
        }
        if let Some((part, n_parts)) = next
            && let Some(offset) = zone(part)
        {
            read.offset = Some(offset);
            read.n_parts_after += n_parts;
        }
        Some(read)
    }

    /// Makes an instant of a day; the day alone where the zone is not known. Midnight at the end of
    /// a day is that of the next.
    fn on(&self, date: Date) -> Published {
        let Some(offset) = self.offset else { return day(date) };
        let is_end = self.hour == 24 && self.minute == 0 && self.second == 0;
        let date = if is_end { date.saturating_add(1.day()) } else { date };
        let hour = if is_end { 0 } else { self.hour };
        let Ok(time) = Time::new(hour, self.minute, self.second.min(59), 0) else {
            return day(date);
        };
        let when = DateTime::from_parts(date, time);
        if offset.to_timestamp(when).is_err() {
            return day(date);
        }
        let minutes = offset.seconds() / 60;
        let zone = if minutes == 0 {
            "Z".to_owned()
        } else {
            let sign = if minutes < 0 { '-' } else { '+' };
            format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
        };
        Published { text: format!("{when}{}{zone}", self.fraction), date }
    }
}

fn half_of_day(part: &str) -> Option<bool> {
    match part.replace('.', "").to_ascii_lowercase().as_str() {
        "am" => Some(false),
        "pm" => Some(true),
        _ => None,
    }
}

/// Reads `Z`, `GMT`, `-0500`, `+05:30`, `GMT+1` and the zones of mail.
///
/// # Source
/// RFC 2822, 4.3 "Obsolete Date and Time", and the zones of Central and Eastern Europe and Japan;
/// letters that stand for several zones (`IST`) are not read.
fn zone(part: &str) -> Option<Offset> {
    const ZONES: [(&str, i8); 19] = [
        ("Z", 0),
        ("UT", 0),
        ("UTC", 0),
        ("GMT", 0),
        ("EST", -5),
        ("EDT", -4),
        ("CST", -6),
        ("CDT", -5),
        ("MST", -7),
        ("MDT", -6),
        ("PST", -8),
        ("PDT", -7),
        ("WET", 0),
        ("WEST", 1),
        ("CET", 1),
        ("CEST", 2),
        ("EET", 2),
        ("EEST", 3),
        ("JST", 9),
    ];
    let bare = part.trim_matches(['(', ')', '.']);
    if let Some((_, hours)) = ZONES.iter().find(|(name, _)| bare.eq_ignore_ascii_case(name)) {
        return Some(Offset::constant(*hours));
    }
    let bare = bare.strip_prefix("GMT").or_else(|| bare.strip_prefix("UTC")).unwrap_or(bare);
    let sign = match bare.chars().next()? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let digits: String = bare[1..].chars().filter(|c| *c != ':').collect();
    let (hours, minutes) = match digits.len() {
        1 | 2 => (&*digits, "0"),
        4 => digits.split_at(2),
        _ => return None,
    };
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<(&str, &str)>) {
        let read = read(text).map(|published| (published.text, published.date.to_string()));
        let expected = expected.map(|(text, date)| (text.to_owned(), date.to_owned()));
        assert_eq!(read, expected, "{text}");
    }

    #[test]
    fn forms() {
        let day = Some(("2024-02-11", "2024-02-11"));
        check("2024-02-11", day);
        check("2024/02/11", day);
        check("2024/2/11 15:07:41", day);
        check("2024.2.11.", day);
        check("20240211", day);
        check("11.02.2024", None);
        check("24/02/2024 18:00", Some(("2024-02-24", "2024-02-24")));
        check("02/24/2024", Some(("2024-02-24", "2024-02-24")));
        check("2024-02-11T23:30:00-05:00", Some(("2024-02-11T23:30:00-05:00", "2024-02-11")));
        check("2024-02-11T23:30:00+0200", Some(("2024-02-11T23:30:00+02:00", "2024-02-11")));
        check("2024-02-11 23:30:00.25 +02", Some(("2024-02-11T23:30:00.25+02:00", "2024-02-11")));
        check("2024-02-11 23:30:00Z", Some(("2024-02-11T23:30:00Z", "2024-02-11")));
        check("2024-02-11T23:30:00", day);
        check("Feb. 11, 2024", day);
        check("Published 11th February 2024, 10:15", day);
        check("1707694200", Some(("2024-02-11T23:30:00Z", "2024-02-11")));
        check("03/04/2024", None);
        check("2024-13-40", None);
        check("yesterday", None);
    }

    #[test]
    fn forms_of_mail() {
        let night = |zone: &str| {
            let text = format!("2024-02-11T23:30:00{zone}");
            move |form: &str| check(form, Some((&text, "2024-02-11")))
        };
        night("-05:00")("Sun, 11 Feb 2024 23:30:00 -0500");
        night("-05:00")("Sun, 11 Feb 2024 23:30:00 EST");
        night("Z")("Sun, 11 Feb 2024 23:30:00 GMT");
        night("Z")("Sun, 11 Feb 2024 23:30:00 Z");
        night("Z")("Sun, Feb 11 2024 23:30:00 +0000");
        night("Z")("Sun Feb 11 23:30:00 UTC 2024");
        night("Z")("Sunday, 11-Feb-24 23:30:00 UT");
        night("+02:00")("Mon, 11 Feb 24 23:30 +0200 (EET)");
        night("-05:00")("11 Feb 2024 11:30 p.m. EST");
        night("+01:00")("February 11, 2024 at 11:30pm GMT+1");
        check("Sun, 11 Feb 2024 24:00:00 GMT", Some(("2024-02-12T00:00:00Z", "2024-02-12")));
        check("Sun, 11 Feb 2024 9:05:00 UT", Some(("2024-02-11T09:05:00Z", "2024-02-11")));
        check("Sun, 11 Feb 2024 23:30:00 IST", Some(("2024-02-11", "2024-02-11")));
        check("Sun, 31 Feb 2024 23:30:00 GMT", None);
        check("11 Feb 24", None);
    }
}
