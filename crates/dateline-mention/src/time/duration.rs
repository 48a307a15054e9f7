//! Lengths of time.

use dateline_syntax::Upos;

use super::{
    expression::{Found, Length, Meaning, Side},
    lexicon::LEXICON,
    stretch::Unit,
};
use crate::quantity::{LexemeKind, Line, read_number};

/// How many units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Count {
    /// So many.
    Of(f64),
    /// `several`, `a few`, or a bare plural.
    Some,
}

/// Reads `three days`, `a year`, `several months`, `two and a half years`, `half an hour`.
pub(super) fn length(line: &Line<'_>, at: usize) -> Option<Found> {
    let (side, start) = read_side(line, at);
    let rule = "time.length";
    if start == at
        && let Some((half, end)) = half_unit(line, at)
    {
        return Some(Found::new(rule, end, Meaning::Length(half)));
    }
    let (count, unit_at) = match read_count(line, start) {
        Some(read) => read,
        None if start > at => (Count::Some, start),
        None => return None,
    };
    let unit_at = line.skip_any(
        unit_at,
        &["more", "full", "straight", "consecutive", "additional", "calendar", "trading", "whole"],
    );
    let (unit, size, is_plural) = read_unit(line, unit_at)?;
    if count == Count::Some && !is_plural && start > at {
        return singular_past(line, (at, unit_at), side);
    }
    // TimeML leaves `the` out of `the weeks before`; and ages altogether.
    let is_joined = line.is_hyphen(unit_at + 1) && line.kind(unit_at + 2) == Some(LexemeKind::Word);
    let is_share = unit == Unit::Quarter && (!is_plural || line.low(unit_at + 1) == "of");
    if is_joined || is_share && side == Side::Unknown {
        return None;
    }
    let is_bare = count == Count::Some && start > at && unit_at == start && side == Side::Unknown;
    if is_bare || is_age(line, unit_at + 1) {
        return None;
    }
    let is_one = count == Count::Of(1.0);
    let is_ordinal = unit == Unit::Second && !is_plural;
    if is_ordinal || !is_plural && !is_one && count == Count::Some {
        return None;
    }
    let length = scaled(count, unit, size, side);
    let (length, end) = and_a_half(line, unit_at + 1, length);
    let end = line.skip(end, "or so").unwrap_or(end);
    Some(Found::new(rule, end, Meaning::Length(length)))
}

/// Reads `three-day`, `45-year-old`, `year-long`, `decades-long`.
pub(super) fn joined_length(line: &Line<'_>, at: usize) -> Option<Found> {
    let (count, hyphen) = read_count(line, at).unwrap_or((Count::Some, at));
    let is_counted = hyphen > at;
    let start = if is_counted && line.is_hyphen(hyphen) { hyphen + 1 } else { hyphen };
    if is_counted && start == hyphen {
        return None;
    }
    let (unit, size, is_plural) = read_unit(line, start)?;
    let is_adjective = line.is_hyphen(start + 1) && line.low(start + 2) == "long";
    let end = if is_adjective { start + 3 } else { start + 1 };
    // TimeML marks no ages: `two-year-old`. `Three-quarters` is a fraction.
    let is_age = line.is_hyphen(start + 1) && line.low(start + 2) == "old";
    let is_fraction = unit == Unit::Quarter && is_plural;
    if !is_counted && !is_adjective || is_age || is_fraction {
        return None;
    }
    let count = if is_counted || is_plural { count } else { Count::Of(1.0) };
    let length = scaled(count, unit, size, Side::Unknown);
    Some(Found::new("time.joined_length", end, Meaning::Length(length)))
}

/// Reads `years` in `for years`, `months` in `in recent months`.
pub(super) fn bare_plural(line: &Line<'_>, at: usize) -> Option<Found> {
    let recent = line.skip_any(at, &["recent"]);
    let (unit, size, is_plural) = read_unit(line, recent)?;
    let side = if recent > at { Side::Past } else { Side::Unknown };
    let before = line.before(at, 1);
    let is_length = is_plural
        && unit > Unit::Minute
        && (recent > at || matches!(before, "for" | "in" | "within" | "over" | "after" | "of"))
        && line.low(recent + 1) != "of";
    let length = scaled(Count::Some, unit, size, side);
    is_length.then(|| Found::new("time.bare_plural", recent + 1, Meaning::Length(length)))
}

/// Reads `the year` of `the year ended March 31`, `a while`, `some time`.
pub(super) fn year_to(line: &Line<'_>, at: usize) -> Option<Found> {
    let rule = "time.year_to";
    if line.skip(at, "a while").is_some() || line.skip(at, "some time").is_some() {
        return Some(Found::new(rule, at + 2, Meaning::Indefinite("PXX")));
    }
    let end = line.skip(at, "the year").or_else(|| line.skip(at, "the fiscal year"))?;
    let length = Length { n: Some(1.0), unit: Unit::Year, side: Side::Unknown };
    matches!(line.low(end), "ended" | "ending")
        .then(|| Found::new(rule, end, Meaning::Length(length)))
}

/// Reads how many: `three`, `a`, `several`, `a few`, `two to three`, `a couple of`.
pub(super) fn read_count(line: &Line<'_>, at: usize) -> Option<(Count, usize)> {
    if let Some(number) = read_number(line, at) {
        let end = number_range_end(line, number.end).unwrap_or(number.end);
        return Some((Count::Of(number.value), end));
    }
    for phrase in ["a couple of", "a couple", "couple of"] {
        if let Some(end) = line.skip(at, phrase) {
            return Some((Count::Of(2.0), end));
        }
    }
    for phrase in ["a few", "the few", "a number of", "several", "few", "many", "some"] {
        if let Some(end) = line.skip(at, phrase) {
            return Some((Count::Some, end));
        }
    }
    match line.low(at) {
        "a" | "an" => Some((Count::Of(1.0), line.skip_any(at + 1, &["further", "single"]))),
        _ => None,
    }
}

/// Reads a unit of time: which, how many of it, and whether the word is a plural.
pub(super) fn read_unit(line: &Line<'_>, at: usize) -> Option<(Unit, u32, bool)> {
    LEXICON.units.get(line.low(at)).copied()
}

/// Writes a length as TIMEX3 does: `P3D`, `PT2H30M`, `PXM`.
///
/// # Source
/// ISO 8601 durations; X for an unknown number, as in `TimeML` 1.2.1.
pub(super) fn length_value(length: Length) -> String {
    let (mark, letter, parts, part_letter) = match length.unit {
        Unit::Second => ("PT", "S", 0.0, ""),
        Unit::Minute => ("PT", "M", 60.0, "S"),
        Unit::Hour => ("PT", "H", 60.0, "M"),
        Unit::Week => ("P", "W", 0.0, ""),
        Unit::Month => ("P", "M", 0.0, ""),
        Unit::Quarter => ("P", "Q", 0.0, ""),
        Unit::Year => ("P", "Y", 12.0, "M"),
        Unit::Decade => ("P", "DE", 0.0, ""),
        Unit::Century => ("P", "CE", 0.0, ""),
        _ => ("P", "D", 0.0, ""),
    };
    let Some(n) = length.n else { return format!("{mark}X{letter}") };
    let (whole, part) = (n.trunc(), (n.fract() * parts).round());
    match () {
        () if n.fract() == 0.0 || parts == 0.0 => format!("{mark}{n}{letter}"),
        () if whole == 0.0 => format!("{mark}{part}{part_letter}"),
        () => format!("{mark}{whole}{letter}{part}{part_letter}"),
    }
}

/// Reads `the past`, `the next`, `the first`, `the` before a length.
fn read_side(line: &Line<'_>, at: usize) -> (Side, usize) {
    let start = line.skip_any(at, &["the", "these", "those", "his", "her", "their", "its"]);
    let next = start + 1;
    match line.low(start) {
        // `will last two weeks`
        "last" if line.tag(start) == Some(Upos::Verb) => (Side::Unknown, at),
        "past" | "last" | "previous" | "preceding" | "latest" | "recent" => (Side::Past, next),
        "next" | "coming" | "following" => (Side::Future, next),
        "first" | "final" | "opening" if start > at => (Side::Unknown, next),
        _ if start > at && line.low(at) == "the" => (Side::Unknown, start),
        _ => (Side::Unknown, at),
    }
}

/// Reads `the past year`: one unit, up to the dispatch's date.
fn singular_past(line: &Line<'_>, (at, unit_at): (usize, usize), side: Side) -> Option<Found> {
    let (unit, size, _) = read_unit(line, unit_at)?;
    let is_length = line.low(at) == "the"
        && matches!(line.low(unit_at.saturating_sub(1)), "past" | "last" | "next" | "coming")
        && unit != Unit::Second
        && side != Side::Unknown;
    let length = scaled(Count::Of(1.0), unit, size, side);
    is_length.then(|| Found::new("time.length", unit_at + 1, Meaning::Length(length)))
}

/// Reads the second number of `two to three weeks`; the least is the value.
fn number_range_end(line: &Line<'_>, at: usize) -> Option<usize> {
    let is_linked = matches!(line.low(at), "to" | "or") || line.is_hyphen(at);
    let number = read_number(line, at + 1).filter(|_| is_linked)?;
    read_unit(line, number.end).map(|_| number.end)
}

/// Reads `half an hour`, `a half-hour`, `half a year`.
fn half_unit(line: &Line<'_>, at: usize) -> Option<(Length, usize)> {
    let start = line.skip_any(at, &["a"]);
    line.skip(start, "half")?;
    let next = match line.low(start + 1) {
        "a" | "an" => start + 2,
        _ if line.is_hyphen(start + 1) => start + 2,
        _ => return None,
    };
    let (unit, size, _) = read_unit(line, next)?;
    Some((scaled(Count::Of(0.5), unit, size, Side::Unknown), next + 1))
}

/// Tells whether `old`, `of age` follows.
fn is_age(line: &Line<'_>, at: usize) -> bool {
    line.low(at) == "old" || line.is_hyphen(at) && line.low(at + 1) == "old"
}

/// Reads `and a half` of `a year and a half`.
fn and_a_half(line: &Line<'_>, at: usize, length: Length) -> (Length, usize) {
    match line.skip(at, "and a half") {
        Some(end) => (Length { n: length.n.map(|n| n + 0.5), ..length }, end),
        None => (length, at),
    }
}

fn scaled(count: Count, unit: Unit, size: u32, side: Side) -> Length {
    let n = match count {
        Count::Of(n) => Some(n * f64::from(size)),
        Count::Some => None,
    };
    // An unknown number of decades or centuries keeps its own unit.
    let unit = match (n, size) {
        (None, 10) => Unit::Decade,
        (None, 100) => Unit::Century,
        _ => unit,
    };
    Length { n, unit, side }
}
