//! Days that share a month: `April 23, 24 and 26`, `Monday 20 and Tuesday 21 April`, `the 28th`.

use dateline_syntax::Upos;

use super::{
    day::{day_number, day_of, month_name},
    expression::{Cycle, Found, Meaning, Pick},
    lexicon::LEXICON,
    stretch::{Stretch, Unit},
    weekday::weekday_name,
    year::{year_after, year_of},
};
use crate::quantity::{Line, read_ordinal};

/// Most days that one month is looked for behind.
const MOST_DAYS: usize = 12;

/// Reads the next day of `April 24, 25 and 27`, or the second year of `1939-45`.
pub(super) fn continued(line: &Line<'_>, at: usize, before: &Found) -> Option<Found> {
    let joint = Joint::read(line, before.end).filter(|joint| joint.end == at)?;
    let (first, n) = (line.integer(at)?, line.raw(at).len());
    match before.meaning {
        Meaning::Fixed(Stretch { unit: Unit::Year, first: year, .. }) if n == 2 => {
            let year = u32::try_from(year.year()).ok()?;
            let second = year / 100 * 100 + first;
            let is_range = line.is_hyphen(before.end) && second > year;
            is_range.then(|| Found::new("time.year", at + 1, Meaning::Fixed(year_of(second))))
        }
        Meaning::OneOf(Cycle::DayOfMonth(earlier, None), pick) => {
            let (day, end) = day_number(line, at).filter(|(day, _)| *day > earlier)?;
            let is_day = read_ordinal(line, at).is_some() && ends_day(line, end);
            let meaning = Meaning::OneOf(Cycle::DayOfMonth(day, None), pick);
            is_day.then(|| Found::new("time.day_of_month", end, meaning))
        }
        Meaning::OneOf(Cycle::MonthDay(month, earlier), pick) => next_day(
            line,
            at,
            joint,
            (earlier, |day| Meaning::OneOf(Cycle::MonthDay(month, day), pick)),
        ),
        Meaning::Fixed(stretch) if stretch.unit == Unit::Day && is_bare_end(line, before.end) => {
            let (year, month) = (stretch.first.year(), stretch.first.month());
            let day_of = |day| day_of(u32::from(year.unsigned_abs()), month, day);
            next_day(line, at, joint, (stretch.first.day(), day_of))
        }
        _ => None,
    }
}

/// Tells whether a day that has its year from the end of its list ends with its own number.
fn is_bare_end(line: &Line<'_>, end: usize) -> bool {
    end.checked_sub(1).is_some_and(|at| line.raw(at).len() <= 2)
}

fn next_day(
    line: &Line<'_>,
    at: usize,
    joint: Joint,
    (earlier, meaning): (i8, impl Fn(i8) -> Meaning),
) -> Option<Found> {
    let (day, end) = day_number(line, at).filter(|(day, _)| *day > earlier)?;
    // `8 November and 23 November`, `15 to 22 February`: the month that follows counts.
    let is_alone = month_name(line, end).is_none();
    if !is_alone || !ends_as_days(line, end, day) || joint.is_comma && !goes_on(line, end, day) {
        return None;
    }
    let (year, end) = year_after(line, end).unwrap_or((0, end));
    let meaning = match (year, meaning(day)) {
        (1.., Meaning::OneOf(Cycle::MonthDay(month, day), _)) => day_of(year, month, day),
        (_, meaning) => meaning,
    };
    Some(Found::new("time.day", end, meaning))
}

/// Reads `the 28th`, where no noun follows that it counts.
pub(super) fn day_of_month(line: &Line<'_>, at: usize) -> Option<Found> {
    let is_placed = LEXICON.opens_month(line.before(at, 1))
        || matches!(line.before(at, 1), "on" | "and" | "or");
    let (day, end) = day_number(line, line.skip(at, "the")?)?;
    let is_day = is_placed && line.integer(end - 1).is_none() && ends_list(line, end, day);
    let meaning = Meaning::OneOf(Cycle::DayOfMonth(day, None), Pick::Bare);
    is_day.then(|| Found::new("time.day_of_month", end, meaning))
}

/// Reads the day of `Monday 20`, `Friday the 13th`, where no month follows.
pub(super) fn day_of_weekday(line: &Line<'_>, at: usize) -> Option<(i8, usize)> {
    let (day, end) = day_number(line, line.skip_any(at, &["the"]))?;
    let is_ordinal = line.integer(end - 1).is_none();
    let next_weekday = Joint::read(line, end).and_then(|joint| weekday_name(line, joint.end));
    (next_weekday.is_some() || ends_day(line, end) && (is_ordinal || !line.is_hyphen(end)))
        .then_some((day, end))
}

/// Finds the month that the days of a list share, behind them, and the place after it: from the end of
/// `3` in `3, 5 and 9 March`.
pub(super) fn month_behind(line: &Line<'_>, end: usize, day: i8) -> Option<(i8, usize)> {
    let (mut at, mut last) = (end, day);
    for _ in 0..MOST_DAYS {
        (last, at) = listed_day(line, at, last)?;
        if let Some((month, end, _)) = month_name(line, line.skip_any(at, &["of"])) {
            return Some((month, end));
        }
    }
    None
}

/// Finds the year that the days of a list share, behind them: from the end of `23` in
/// `April 23, 24 and 26, 2024`.
pub(super) fn year_behind(line: &Line<'_>, end: usize, day: i8) -> Option<u32> {
    let (mut at, mut last) = (end, day);
    for _ in 0..MOST_DAYS {
        (last, at) = listed_day(line, at, last)?;
        if let Some((year, _)) = year_after(line, at) {
            return Some(year);
        }
    }
    None
}

/// Reads the next day of a list, later than the last: a joint, perhaps a weekday, a number.
fn listed_day(line: &Line<'_>, at: usize, last: i8) -> Option<(i8, usize)> {
    let start = Joint::read(line, at)?.end;
    let start = weekday_name(line, start).map_or(start, |(_, end, _)| end);
    day_number(line, line.skip_any(start, &["the"])).filter(|(day, _)| *day > last)
}

/// Tells whether another day of the list follows.
fn goes_on(line: &Line<'_>, end: usize, day: i8) -> bool {
    listed_day(line, end, day).is_some() || matches!(line.raw(end), "" | "." | ";" | ")")
}

/// Tells whether the list that goes on behind a day ends with a day, not with a count: `April 23, 24
/// people` is no list.
fn ends_as_days(line: &Line<'_>, end: usize, day: i8) -> bool {
    let (mut at, mut last) = (end, day);
    for _ in 0..MOST_DAYS {
        match listed_day(line, at, last) {
            Some(next) => (last, at) = next,
            None => break,
        }
    }
    !is_counting(line, at)
}

fn ends_list(line: &Line<'_>, end: usize, day: i8) -> bool {
    listed_day(line, end, day).is_some() || ends_day(line, end)
}

/// Tells whether a noun, or a word before one, follows a number.
fn is_counting(line: &Line<'_>, at: usize) -> bool {
    matches!(line.tag(at), Some(Upos::Noun | Upos::Adj | Upos::Num))
}

/// Tells whether nothing follows that a day could count: a mark, a preposition, a conjunction.
fn ends_day(line: &Line<'_>, at: usize) -> bool {
    let is_mark = matches!(line.raw(at), "" | "." | "," | ";" | ":" | ")" | "\u{201d}" | "\"");
    let is_link = matches!(line.tag(at), Some(Upos::Adp | Upos::Cconj | Upos::Sconj));
    is_mark || is_link && !line.is_hyphen(at) && !matches!(line.low(at), "of" | "percent")
}

/// What stands between two days: `and`, `or`, `to`, a hyphen, a comma.
#[derive(Debug, Clone, Copy)]
struct Joint {
    end: usize,
    /// Tells whether it is a mere comma, which may part a day from a count too.
    is_comma: bool,
}

impl Joint {
    fn read(line: &Line<'_>, at: usize) -> Option<Self> {
        let is_comma = line.raw(at) == ",";
        let start = if is_comma { at + 1 } else { at };
        let is_word = matches!(line.low(start), "and" | "or" | "&");
        let is_range = !is_comma
            && (line.is_hyphen(start)
                || matches!(line.low(start), "to" | "through" | "until" | "\u{2013}"));
        match () {
            () if is_word || is_range => Some(Self { end: start + 1, is_comma: false }),
            () if is_comma => Some(Self { end: start, is_comma }),
            () => None,
        }
    }
}
