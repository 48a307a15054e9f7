//! Days and months by their own names.

use super::{
    expression::{Cycle, Found, Meaning, Pick},
    lexicon::LEXICON,
    list::{month_behind, year_behind},
    part_of_year::picked,
    stretch::Stretch,
    year::{full_year, year_after, year_away},
};
use crate::quantity::{LexemeKind, Line, read_ordinal};

/// Reads `2024-02-10`, `2024/02/10`.
pub(super) fn iso_day(line: &Line<'_>, at: usize) -> Option<Found> {
    let separator = line.raw(at + 1);
    let is_iso = matches!(separator, "-" | "/" | "\u{2011}")
        && line.raw(at).len() == 4
        && (1..=4).all(|n| line.is_glued(at + n))
        && line.raw(at + 3) == separator
        && line.raw(at + 2).len() <= 2
        && !line.is_hyphen(at + 5);
    let numbers = (line.integer(at)?, line.integer(at + 2)?, line.integer(at + 4)?);
    let end = at + 5;
    is_iso.then(|| Found::new("time.iso_day", end, day_of(numbers.0, numbers.1, numbers.2)))
}

/// Reads `24/2/2024`, `10.02.2024`, `10/30/89`; a date that can be read both ways stays open.
pub(super) fn numeric_day(line: &Line<'_>, at: usize) -> Option<Found> {
    let (first, second, year, end) = numeric_parts(line, at)?;
    let year = full_year(year)?;
    let meaning = match (first, second) {
        (1..=12, 1..=12) if first != second => {
            Meaning::Unclear("day and month can be read either way round")
        }
        (1..=31, 1..=12) => day_of(year, second, first),
        (1..=12, 1..=31) => day_of(year, first, second),
        _ => return None,
    };
    Some(Found::new("time.numeric_day", end, meaning))
}

/// Reads `10 February 2024`, `Feb. 10, 2024`, `February 10`, `the 10th of February`.
pub(super) fn day(line: &Line<'_>, at: usize) -> Option<Found> {
    month_then_day(line, at).or_else(|| day_then_month(line, at))
}

/// Reads `February 2024`, `October`, `July last year`.
pub(super) fn month(line: &Line<'_>, at: usize) -> Option<Found> {
    let rule = "time.month";
    let (pick, start) = picked(line, at);
    let (month, end, is_other) = month_name(line, start)?;
    if start > at {
        let meaning = Meaning::OneOf(Cycle::Month(month), pick);
        let is_day = day_number(line, end).is_some();
        return (pick != Pick::Bare && !is_day).then(|| Found::new(rule, end, meaning));
    }
    if let Some((year, end)) = year_after(line, end) {
        return Some(Found::new(rule, end, Meaning::Fixed(Stretch::month(year as i16, month))));
    }
    if let Some((n, end)) = year_away(line, end) {
        return Some(Found::new(rule, end, Meaning::OneOf(Cycle::Month(month), Pick::YearAway(n))));
    }
    if is_other && !stands_as_month(line, at) || is_name_part(line, at, end) {
        return None;
    }
    let end = trim_full_stop(line, end);
    Some(Found::new(rule, end, Meaning::OneOf(Cycle::Month(month), Pick::Bare)))
}

/// Reads a month's name with a capital; tells whether it is another word too.
pub(super) fn month_name(line: &Line<'_>, at: usize) -> Option<(i8, usize, bool)> {
    if !line.is_capital(at) {
        return None;
    }
    let &(month, is_other) = LEXICON.months.get(line.low(at))?;
    let is_short = line.raw(at).len() <= 4 && !matches!(line.low(at), "june" | "july" | "may");
    let has_stop = is_short && line.is_sign(at + 1, ".");
    Some((month, if has_stop { at + 2 } else { at + 1 }, is_other && !has_stop))
}

/// Makes a day; where the calendar lacks it, says so.
pub(super) fn day_of(year: u32, month: impl TryInto<i8>, day: impl TryInto<i8>) -> Meaning {
    let day = i16::try_from(year)
        .ok()
        .and_then(|year| Stretch::day(year, month.try_into().ok()?, day.try_into().ok()?));
    day.map_or(Meaning::Unclear("the calendar has no such day"), Meaning::Fixed)
}

fn numeric_parts(line: &Line<'_>, at: usize) -> Option<(u32, u32, u32, usize)> {
    if let Some((day, month)) = line.raw(at).split_once('.') {
        return dotted_parts(line, at, day, month);
    }
    let (first, is_short) = (line.integer(at)?, line.raw(at).len() <= 2);
    if line.is_sign(at + 1, ".")
        && is_short
        && line.is_glued(at + 2)
        && let Some((month, year)) = line.raw(at + 2).split_once('.')
        && month.len() <= 2
    {
        return Some((first, month.parse().ok()?, year.parse().ok()?, at + 3));
    }
    let separator = line.raw(at + 1);
    let is_day = matches!(separator, "/" | "-")
        && is_short
        && (1..=4).all(|n| line.is_glued(at + n))
        && line.raw(at + 3) == separator
        && line.raw(at + 2).len() <= 2
        && matches!(line.raw(at + 4).len(), 2 | 4)
        && (separator == "/" || line.raw(at + 4).len() == 4);
    let parts = (first, line.integer(at + 2)?, line.integer(at + 4)?, at + 5);
    is_day.then_some(parts)
}

fn dotted_parts(
    line: &Line<'_>,
    at: usize,
    day: &str,
    month: &str,
) -> Option<(u32, u32, u32, usize)> {
    let is_day = day.len() <= 2
        && month.len() <= 2
        && line.is_sign(at + 1, ".")
        && line.is_glued(at + 2)
        && line.raw(at + 2).len() == 4;
    is_day.then_some((day.parse().ok()?, month.parse().ok()?, line.integer(at + 2)?, at + 3))
}

fn month_then_day(line: &Line<'_>, at: usize) -> Option<Found> {
    let (month, end, _) = month_name(line, at)?;
    let (start, end) = (line.skip_any(end, &["the"]), end);
    let (day, day_end) = day_number(line, start).or_else(|| spelled_day(line, end))?;
    let found = dated(line, day_end, month, day);
    let shared = year_behind(line, day_end, day).filter(|_| found.end == day_end);
    Some(match shared {
        Some(year) => Found { meaning: day_of(year, month, day), ..found },
        None => found,
    })
}

fn day_then_month(line: &Line<'_>, at: usize) -> Option<Found> {
    let start = line.skip_any(at, &["the"]);
    let (day, end) = day_number(line, start).or_else(|| spelled_day(line, start))?;
    let end = line.skip_any(end, &["of"]);
    let end = if line.is_hyphen(end) { end + 1 } else { end };
    if let Some((month, end, _)) = month_name(line, end) {
        return Some(dated(line, end, month, day));
    }
    // The first day of `10-12 February`, `10, 11 and 13 February 2024`.
    let (month, after) = month_behind(line, end, day)?;
    Some(Found { end, ..dated(line, after, month, day) })
}

/// Adds the year after a month and a day, if one stands there.
fn dated(line: &Line<'_>, end: usize, month: i8, day: i8) -> Found {
    let rule = "time.day";
    if let Some((year, end)) = year_after(line, end) {
        return Found::new(rule, end, day_of(year, month, day));
    }
    if let Some((n, end)) = year_away(line, end) {
        let pick = Pick::YearAway(n);
        return Found::new(rule, end, Meaning::OneOf(Cycle::MonthDay(month, day), pick));
    }
    Found::new(rule, end, Meaning::OneOf(Cycle::MonthDay(month, day), Pick::Bare))
}

/// Reads `23`, `3rd` as a day of a month.
pub(super) fn day_number(line: &Line<'_>, at: usize) -> Option<(i8, usize)> {
    let day = line.integer(at).filter(|day| (1..=31).contains(day))? as i8;
    if line.raw(at).len() > 2 {
        return None;
    }
    if let Some((_, end)) = read_ordinal(line, at) {
        return Some((day, end));
    }
    let is_clock = line.raw(at + 1) == ":" && line.integer(at + 2).is_some();
    let is_more = line.is_glued(at + 1)
        && (is_clock && line.is_glued(at + 2)
            || matches!(line.raw(at + 1), "%" | "/")
            || line.kind(at + 1) == Some(LexemeKind::Word));
    (!is_more).then_some((day, at + 1))
}

fn spelled_day(line: &Line<'_>, at: usize) -> Option<(i8, usize)> {
    let (day, end) = read_ordinal(line, at).filter(|(day, _)| (1..=31).contains(day))?;
    Some((day as i8, end))
}

/// Tells whether `May` or `March` stands where a month does.
fn stands_as_month(line: &Line<'_>, at: usize) -> bool {
    LEXICON.opens_month(line.before(at, 1))
}

/// Tells whether a capitalised word beside it makes the month part of a name: `April Hale`.
fn is_name_part(line: &Line<'_>, at: usize, end: usize) -> bool {
    let is_title = matches!(line.before(at, 1), "mr" | "ms" | "mrs" | "miss");
    let is_followed = line.is_capital(end)
        && !LEXICON.opens_month(line.before(at, 1))
        && !LEXICON.months.contains_key(line.low(end));
    is_title || is_followed
}

/// Leaves a full stop that ends the sentence out of `in Oct.`.
fn trim_full_stop(line: &Line<'_>, end: usize) -> usize {
    if end == line.len() && line.raw(end - 1) == "." { end - 1 } else { end }
}
