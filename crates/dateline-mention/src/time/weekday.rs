//! Days of the week and weekends.

use super::{
    day,
    expression::{Cycle, Found, Meaning, Pick},
    lexicon::LEXICON,
    list,
    part_of_year::picked,
};
use crate::quantity::Line;

/// Reads `Saturday`, `last Friday`, `the previous Monday`, `Saturday, Feb. 10`.
pub(super) fn weekday(line: &Line<'_>, at: usize) -> Option<Found> {
    let (pick, start) = picked(line, at);
    let (weekday, end, is_other) = weekday_name(line, start)?;
    // `the Friday` alone is no more than `Friday`: the rule begins at the name.
    if line.low(at) == "the" && pick == Pick::Bare {
        return None;
    }
    let comma = if line.raw(end) == "," { end + 1 } else { end };
    let dated = day::day(line, comma).or_else(|| day::iso_day(line, comma));
    if let Some(day) = dated {
        return Some(Found { rule: "time.weekday", ..day });
    }
    if is_other {
        return None;
    }
    // `Friday the 13th`
    let day = list::day_of_weekday(line, end).filter(|_| pick == Pick::Bare);
    let (cycle, end) = match day {
        Some((day, end)) => (Cycle::DayOfMonth(day, Some(weekday)), end),
        None => (Cycle::Weekday(weekday), end),
    };
    Some(Found::new("time.weekday", end, Meaning::OneOf(cycle, pick)))
}

/// Reads `the weekend`, `last weekend`, `this weekend`.
pub(super) fn weekend(line: &Line<'_>, at: usize) -> Option<Found> {
    let (pick, start) = picked(line, at);
    let meaning = Meaning::OneOf(Cycle::Weekend, pick);
    let is_weekend = line.low(start) == "weekend" && (start > at) && !line.is_hyphen(start + 1);
    is_weekend.then(|| Found::new("time.weekend", start + 1, meaning))
}

/// Reads the name of a weekday with a capital; tells whether it is another word too.
pub(super) fn weekday_name(line: &Line<'_>, at: usize) -> Option<(i8, usize, bool)> {
    if !line.is_capital(at) {
        return None;
    }
    let &(weekday, is_short) = LEXICON.weekdays.get(line.low(at))?;
    let has_stop = is_short && line.is_sign(at + 1, ".");
    Some((weekday, if has_stop { at + 2 } else { at + 1 }, is_short && !has_stop))
}
