//! Times of day.

use super::{
    day,
    expression::{Clock, Found, Meaning},
    lexicon::LEXICON,
    part_of_year, relative, weekday,
};
use crate::quantity::{LexemeKind, Line, WordKind, number_word, read_number};

/// Reads `5 p.m.`, `14:30 GMT`, `10 p.m. Wednesday`, `5 o'clock`.
pub(super) fn clock(line: &Line<'_>, at: usize) -> Option<Found> {
    let (hour, minute, end) = read_clock(line, at)?;
    let end = skip_zone(line, end);
    let found = Found::new("time.clock", end, Meaning::Clock);
    Some(with_day_after(line, found).at_clock(Clock::At(hour, minute), end))
}

/// Reads `noon`, `dawn`, `midnight Friday`, `mid-afternoon yesterday`, `the morning of Feb. 10`.
pub(super) fn day_part(line: &Line<'_>, at: usize) -> Option<Found> {
    let rule = "time.day_part";
    let start = line.skip_any(at, &["the", "mid"]);
    let start = if start > at && line.is_hyphen(start) { start + 1 } else { start };
    let part = *LEXICON.day_parts.get(line.low(start))?;
    // `a pre-dawn raid`, `High Noon`
    if start > 0 && line.is_hyphen(start - 1) && line.low(at) != "mid"
        || line.before(at, 1) == "high"
    {
        return None;
    }
    let found = Found::new(rule, start + 1, Meaning::Clock);
    let of = line.skip_any(start + 1, &["of", "on"]);
    let dated = with_day_after(line, Found { end: of, ..found.clone() });
    let has_day = dated.meaning != Meaning::Clock;
    let found = if has_day { dated } else { found };
    let is_alone = !part.needs_day
        || line.low(at) == "mid"
        || line.low(at) == "the" && line.before(at, 1) == "in";
    (has_day || is_alone).then(|| found.at_clock(Clock::Part(part.token), start + 1))
}

/// Reads a day, and a part of it or a time of day after it: `Friday morning`.
pub(super) fn timed_day(line: &Line<'_>, at: usize) -> Option<Found> {
    let day = read_day(line, at)?;
    if day.clock.is_some() {
        return None;
    }
    if let Some(part) = LEXICON.day_parts.get(line.low(day.end)).filter(|part| part.needs_day) {
        let end = day.end + 1;
        return Some(day.at_clock(Clock::Part(part.token), end));
    }
    let start = if line.raw(day.end) == "," { day.end + 1 } else { day.end };
    let start = line.skip_any(start, &["at"]);
    let (hour, minute, end) = read_clock(line, start)?;
    Some(day.at_clock(Clock::At(hour, minute), skip_zone(line, end)))
}

/// Reads any expression for one day.
fn read_day(line: &Line<'_>, at: usize) -> Option<Found> {
    day::day(line, at)
        .or_else(|| day::iso_day(line, at))
        .or_else(|| weekday::weekday(line, at))
        .or_else(|| relative::deictic_day(line, at))
        .or_else(|| part_of_year::holiday(line, at))
}

/// Adds the day of `10 p.m. Wednesday`, `noon on Saturday`, `5 p.m. EST, Nov. 6`.
fn with_day_after(line: &Line<'_>, found: Found) -> Found {
    let start = if line.raw(found.end) == "," { found.end + 1 } else { found.end };
    let start = line.skip_any(start, &["on"]);
    match read_day(line, start) {
        Some(day) => Found { end: day.end, meaning: day.meaning, ..found },
        None => found,
    }
}

fn read_clock(line: &Line<'_>, at: usize) -> Option<(u8, u8, usize)> {
    let (hour, minute, end) = hour_and_minute(line, at)?;
    let has_minute = minute.is_some();
    let minute = minute.unwrap_or(0);
    if let Some((is_afternoon, end)) = half_of_day(line, end) {
        if !(1..=12).contains(&hour) {
            return None;
        }
        return Some((hour % 12 + if is_afternoon { 12 } else { 0 }, minute, end));
    }
    if let Some(end) = skip_o_clock(line, end) {
        return Some((hour, minute, end));
    }
    if let Some((part, end)) = part_after(line, end) {
        let is_late = matches!(part, "afternoon" | "evening") || part == "night" && hour >= 6;
        return Some((if is_late && hour < 12 { hour + 12 } else { hour }, minute, end));
    }
    let has_zone = skip_zone(line, end) > end;
    let is_military = line.raw(at).len() == 4 && !line.raw(at).contains('.') && has_zone;
    let is_clock = line.raw(at + 1) == ":" && (has_zone || stands_as_clock(line, at));
    (has_minute && (is_military || is_clock)).then_some((hour, minute, end))
}

/// Reads `5`, `5:30`, `5.30`, `1430`, `five`.
fn hour_and_minute(line: &Line<'_>, at: usize) -> Option<(u8, Option<u8>, usize)> {
    let fits = |hour: u32, minute: u32| hour <= 24 && minute < 60;
    if let Some(hour) = line.integer(at) {
        let joined = line.is_sign(at + 1, ":") && line.is_glued(at + 2);
        if joined && let Some(minute) = line.integer(at + 2).filter(|_| line.raw(at + 2).len() == 2)
        {
            let seconds = line.is_sign(at + 3, ":") && line.integer(at + 4).is_some();
            let end = if seconds { at + 5 } else { at + 3 };
            return fits(hour, minute).then_some((hour as u8, Some(minute as u8), end));
        }
        return match line.raw(at).len() {
            4 => fits(hour / 100, hour % 100).then_some((
                (hour / 100) as u8,
                Some((hour % 100) as u8),
                at + 1,
            )),
            1 | 2 => fits(hour, 0).then_some((hour as u8, None, at + 1)),
            _ => None,
        };
    }
    if let Some((hour, minute)) = line.raw(at).split_once('.') {
        let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
        let is_clock = line.raw(at).len() >= 4 && fits(hour, minute);
        return is_clock.then_some((hour as u8, Some(minute as u8), at + 1));
    }
    // `five`, not `five hundred`
    let (hour, _) = number_word(line.low(at)).filter(|(_, kind)| *kind == WordKind::Unit)?;
    let is_hour = read_number(line, at).is_some_and(|number| number.end == at + 1);
    (is_hour && (1..=12).contains(&hour)).then_some((hour as u8, None, at + 1))
}

/// Reads `a.m.`, `pm`, `P.M.`; tells whether it is the afternoon.
fn half_of_day(line: &Line<'_>, at: usize) -> Option<(bool, usize)> {
    let is_afternoon = match line.low(at) {
        "am" => return Some((false, at + 1)),
        "pm" => return Some((true, at + 1)),
        "a" => false,
        "p" => true,
        _ => return None,
    };
    let is_marked = line.is_sign(at + 1, ".") && line.low(at + 2) == "m";
    let end = if line.is_sign(at + 3, ".") { at + 4 } else { at + 3 };
    is_marked.then_some((is_afternoon, end))
}

fn skip_o_clock(line: &Line<'_>, at: usize) -> Option<usize> {
    let is_o_clock =
        line.low(at) == "o" && line.is_apostrophe(at + 1) && line.low(at + 2) == "clock";
    is_o_clock.then_some(at + 3)
}

/// Reads `in the morning` after an hour.
fn part_after<'t>(line: &Line<'t>, at: usize) -> Option<(&'t str, usize)> {
    let start = line.skip(at, "in the").or_else(|| line.skip(at, "at"))?;
    let is_part = LEXICON.day_parts.get(line.low(start)).is_some_and(|part| part.needs_day);
    is_part.then(|| (line.low(start), start + 1))
}

/// Steps over a time zone: `GMT`, `(EST)`, `local time`.
fn skip_zone(line: &Line<'_>, at: usize) -> usize {
    match line.raw(at) {
        "GMT" | "UTC" | "EST" | "EDT" | "ET" | "CST" | "CDT" | "MST" | "MDT" | "PST" | "PDT"
        | "CET" | "CEST" | "EET" | "BST" | "MSK" | "IST" | "JST" | "EEST" => at + 1,
        _ => at,
    }
}

/// Tells whether `5:30` stands where a time of day does: `3:1` may be a score.
fn stands_as_clock(line: &Line<'_>, at: usize) -> bool {
    line.raw(at + 2).len() == 2
        && matches!(
            line.before(at, 1),
            "at" | "by"
                | "around"
                | "about"
                | "until"
                | "till"
                | "from"
                | "to"
                | "before"
                | "after"
                | "since"
                | "between"
                | "past"
                | "and"
        )
        && line.kind(at + 3) != Some(LexemeKind::Number)
}
