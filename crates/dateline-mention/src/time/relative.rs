//! Stretches counted from the dispatch's date or from a time in the text.

use super::{
    duration::{Count, read_count, read_unit},
    expression::{Anchor, Clock, Found, Meaning},
    lexicon::LEXICON,
    stretch::Unit,
};
use crate::quantity::Line;

/// Reads `yesterday`, `today`, `tomorrow`, `the day after tomorrow`.
pub(super) fn deictic_day(line: &Line<'_>, at: usize) -> Option<Found> {
    let phrases = [
        ("the day before yesterday", -2),
        ("the day after tomorrow", 2),
        ("yesterday", -1),
        ("today", 0),
        ("tomorrow", 1),
    ];
    let (end, n) = phrases.iter().find_map(|(words, n)| Some((line.skip(at, words)?, *n)))?;
    Some(away("time.deictic_day", end, (Unit::Day, n), Anchor::Dispatch))
}

/// Reads `tonight`, `overnight`, `last night`, `this morning`.
pub(super) fn deictic_night(line: &Line<'_>, at: usize) -> Option<Found> {
    let rule = "time.deictic_night";
    let day = |end, n| away(rule, end, (Unit::Day, n), Anchor::Dispatch);
    match line.low(at) {
        "tonight" | "overnight" => {
            return Some(day(at + 1, 0).at_clock(Clock::Part("TNI"), at + 1));
        }
        _ => {}
    }
    let part = LEXICON.day_parts.get(line.low(at + 1)).filter(|part| part.needs_day)?;
    let n = match line.low(at) {
        "last" => -1,
        "this" => 0,
        _ => return None,
    };
    Some(day(at + 2, n).at_clock(Clock::Part(part.token), at + 2))
}

/// Reads `last week`, `this year`, `next month`, `the following day`, `the same day`.
pub(super) fn neighbour(line: &Line<'_>, at: usize) -> Option<Found> {
    let rule = "time.neighbour";
    let start = line.skip_any(at, &["the", "that"]);
    let has_the = start > at;
    let (n, from) = match line.low(start) {
        "same" if has_the => return same(line, start + 1, rule),
        "last" | "past" if !has_the => (-1, Anchor::Dispatch),
        "this" if !has_the => (0, Anchor::Dispatch),
        "current" => (0, Anchor::Dispatch),
        "next" | "coming" if !has_the => (1, Anchor::Dispatch),
        "next" | "following" | "ensuing" => (1, Anchor::Text),
        "previous" | "preceding" => (-1, Anchor::Text),
        _ => return None,
    };
    let start = if line.low(start) == "this" {
        line.skip_any(start + 1, &["current", "past"])
    } else {
        start + 1
    };
    if let Some(part) = LEXICON.day_parts.get(line.low(start)).filter(|part| part.needs_day) {
        let day = away(rule, start + 1, (Unit::Day, n), from);
        let is_other_day = from == Anchor::Text;
        return is_other_day.then(|| day.at_clock(Clock::Part(part.token), start + 1));
    }
    let (unit, size, is_plural) = read_unit(line, start)?;
    let is_stretch = !is_plural && unit >= Unit::Day && !line.is_hyphen(start + 1);
    // `the next year` is the year to come, a length; `the next day` follows a day of the text.
    let is_length = has_the && line.low(start - 1) == "next" && unit != Unit::Day;
    let unit = widen(unit, size);
    (is_stretch && !is_length).then(|| away(rule, start + 1, (unit, n), from))
}

/// Reads `three days ago`, `two weeks earlier`, `a year later`, `five years from now`.
pub(super) fn ago(line: &Line<'_>, at: usize) -> Option<Found> {
    let (count, start) = read_count(line, at).unwrap_or((Count::Some, at));
    let joined = line.is_hyphen(start);
    let start = if joined { start + 1 } else { start };
    let (unit, size, is_plural) = read_unit(line, start)?;
    if !is_plural && start == at {
        return None;
    }
    let or_so = line.skip(start + 1, "or so").unwrap_or(start + 1);
    let (sign, from, end) = direction(line, or_so)?;
    let vague = if sign < 0 { "PAST_REF" } else { "FUTURE_REF" };
    let meaning = match count {
        Count::Of(n) if n.fract() == 0.0 => {
            Meaning::Away { unit, n: sign * (n as i64).saturating_mul(i64::from(size)), from }
        }
        Count::Of(n) if unit == Unit::Year => {
            let months = (n * 12.0 * f64::from(size)) as i64;
            Meaning::Away { unit: Unit::Month, n: sign.saturating_mul(months), from }
        }
        _ => Meaning::Vague(vague),
    };
    Some(Found::new("time.ago", end, meaning))
}

/// Reads `that year`, `the quarter`, `the day`: the last one that the text spoke of.
pub(super) fn same_stretch(line: &Line<'_>, at: usize) -> Option<Found> {
    let rule = "time.same_stretch";
    let is_that = line.low(at) == "that";
    if !(is_that || line.low(at) == "the" && stands_in_time(line, at)) {
        return None;
    }
    if is_that && LEXICON.day_parts.get(line.low(at + 1)).is_some_and(|part| part.needs_day) {
        return same(line, at + 1, rule);
    }
    let (unit, size, is_plural) = read_unit(line, at + 1)?;
    let is_stretch = !is_plural && unit >= Unit::Day && line.low(at + 1) != "night";
    let is_joined = line.is_hyphen(at + 2);
    let is_stretch = is_stretch && !is_joined && !is_before_of(line, at + 2);
    is_stretch.then(|| Found::new(rule, at + 2, Meaning::Same(widen(unit, size))))
}

/// Reads `day`, `night`, `year` after `the same`.
fn same(line: &Line<'_>, at: usize, rule: &'static str) -> Option<Found> {
    if let Some(part) = LEXICON.day_parts.get(line.low(at)).filter(|part| part.needs_day) {
        let day = Found::new(rule, at + 1, Meaning::Same(Unit::Day));
        return Some(day.at_clock(Clock::Part(part.token), at + 1));
    }
    let (unit, size, is_plural) = read_unit(line, at)?;
    let is_stretch = !is_plural && unit >= Unit::Day;
    is_stretch.then(|| Found::new(rule, at + 1, Meaning::Same(widen(unit, size))))
}

/// Reads `ago`, `earlier`, `later`, `from now` after a length of time.
fn direction(line: &Line<'_>, at: usize) -> Option<(i64, Anchor, usize)> {
    let is_end = |end: usize| line.low(end) != "than" && line.low(end) != "this";
    let (sign, from) = match line.low(at) {
        "ago" => (-1, Anchor::Dispatch),
        "earlier" | "previously" if is_end(at + 1) => (-1, Anchor::Text),
        "later" | "afterward" | "afterwards" | "thereafter" if is_end(at + 1) => (1, Anchor::Text),
        "before" if ends_clause(line, at + 1) => (-1, Anchor::Text),
        "after" if ends_clause(line, at + 1) => (1, Anchor::Text),
        "hence" => (1, Anchor::Dispatch),
        "from" if matches!(line.low(at + 1), "now" | "today") => {
            return Some((1, Anchor::Dispatch, at + 2));
        }
        _ => return None,
    };
    Some((sign, from, at + 1))
}

fn ends_clause(line: &Line<'_>, at: usize) -> bool {
    matches!(line.raw(at), "" | "." | "," | ";" | ":" | "\u{201d}" | "\"" | ")")
}

/// Tells whether `the quarter` stands where a time does rather than a thing.
fn stands_in_time(line: &Line<'_>, at: usize) -> bool {
    matches!(
        line.before(at, 1),
        "in" | "of" | "for" | "during" | "throughout" | "through" | "earlier" | "later" | "since"
    ) && !line.is_capital(at + 2)
}

fn is_before_of(line: &Line<'_>, at: usize) -> bool {
    line.low(at) == "of" || line.low(at) == "when"
}

/// Makes a decade of ten years.
fn widen(unit: Unit, size: u32) -> Unit {
    match (unit, size) {
        (Unit::Year, 10) => Unit::Decade,
        (Unit::Year, 100) => Unit::Century,
        _ => unit,
    }
}

fn away(rule: &'static str, end: usize, (unit, n): (Unit, i64), from: Anchor) -> Found {
    Found::new(rule, end, Meaning::Away { unit, n, from })
}
