//! Quarters, halves, seasons, fiscal years and days with names.

use super::{
    expression::{Anchor, Cycle, Found, Meaning, Pick},
    lexicon::LEXICON,
    stretch::{Stretch, Unit},
    year::{year_after, year_away},
};
use crate::quantity::{Line, read_ordinal};

/// Reads `the third quarter of 2023`, `last year's third quarter`, `third-quarter`, `Q3 2023`.
pub(super) fn quarter(line: &Line<'_>, at: usize) -> Option<Found> {
    let (owner, start) = owner_year(line, at);
    let start = line.skip_any(start, &["fiscal", "fiscal-"]);
    let start = if line.is_hyphen(start) { start + 1 } else { start };
    let (nth, end) = short_quarter(line, start).or_else(|| long_quarter(line, start, "quarter"))?;
    let cycle = Cycle::Quarter(i8::try_from(nth).ok().filter(|n| (1..=4).contains(n))?);
    Some(of_year(line, "time.quarter", end, (cycle, owner)))
}

/// Reads `the latest quarter`, `the year-earlier period`, `year-ago`: the quarter that a report
/// tells of, and the one it is compared with.
pub(super) fn reported_quarter(line: &Line<'_>, at: usize) -> Option<Found> {
    let rule = "time.reported_quarter";
    let start = line.skip_any(at, &["the"]);
    if line.low(start) == "latest" && matches!(line.low(start + 1), "quarter" | "period") {
        let quarter = Meaning::Same(Unit::Quarter);
        return (start > at).then(|| Found::new(rule, start + 2, quarter));
    }
    let start = line.skip_any(start, &["comparable", "corresponding"]);
    let is_compared = line.low(start) == "year"
        && line.is_hyphen(start + 1)
        && matches!(line.low(start + 2), "ago" | "earlier");
    let has_noun = matches!(line.low(start + 3), "quarter" | "period");
    let end = if has_noun { start + 4 } else { start + 3 };
    let year_before = Meaning::Away { unit: Unit::Year, n: -1, from: Anchor::Text };
    // `the year-earlier results`: the article belongs to the results.
    let is_expression = is_compared && (has_noun || start == at);
    is_expression.then(|| Found::new(rule, end, year_before))
}

/// Reads `the first half of 2023`.
pub(super) fn half(line: &Line<'_>, at: usize) -> Option<Found> {
    let (owner, start) = owner_year(line, at);
    let (nth, end) = long_quarter(line, start, "half")?;
    let cycle = Cycle::Half(i8::try_from(nth).ok().filter(|n| (1..=2).contains(n))?);
    let found = of_year(line, "time.half", end, (cycle, owner));
    let has_year = !matches!(found.meaning, Meaning::OneOf(_, Pick::Bare));
    let is_of_year = has_year || line.skip(end, "of the year").is_some();
    is_of_year.then_some(found)
}

/// Reads `last summer`, `the winter of 2023`, `spring 2024`.
pub(super) fn season(line: &Line<'_>, at: usize) -> Option<Found> {
    let (pick, start) = picked(line, at);
    let &(season, is_other) = LEXICON.seasons.get(line.low(start))?;
    let cycle = Cycle::Season(season);
    let owner = if pick == Pick::Bare { Owner::Nobody } else { Owner::Picked(pick) };
    let found = of_year(line, "time.season", start + 1, (cycle, owner));
    let is_bare = matches!(found.meaning, Meaning::OneOf(_, Pick::Bare));
    let is_season = !is_bare
        || !is_other && matches!(line.before(at, 1), "in" | "during" | "by" | "since" | "until")
        || is_other && start > at && matches!(line.before(at, 1), "in" | "by" | "since" | "until");
    is_season.then_some(found)
}

/// Reads `fiscal 2024`, `fiscal year 2024`, `FY2024`, `the fiscal year`.
pub(super) fn fiscal_year(line: &Line<'_>, at: usize) -> Option<Found> {
    let start = line.skip_any(at, &["the"]);
    let start = line.skip_any(start, &["current", "last", "next", "this", "previous"]);
    let after = match line.low(start) {
        "fiscal" | "financial" => line.skip_any(start + 1, &["year"]),
        "fy" => start + 1,
        _ => return None,
    };
    let rule = "time.fiscal_year";
    if let Some((year, end)) = year_after(line, after) {
        return Some(Found::new(rule, end, Meaning::Fixed(Stretch::year(year as i16))));
    }
    let n = match line.before(start, 1) {
        "last" | "previous" => -1,
        "next" => 1,
        _ => 0,
    };
    let meaning = Meaning::Away { unit: Unit::Year, n, from: Anchor::Dispatch };
    (after == start + 2 && start > at).then(|| Found::new(rule, after, meaning))
}

/// Reads `Christmas Day`, `last Thanksgiving`, `Easter 2024`.
pub(super) fn holiday(line: &Line<'_>, at: usize) -> Option<Found> {
    let (pick, start) = picked(line, at);
    let (holiday, end) = LEXICON.holidays.find(line, start).filter(|_| line.is_capital(start))?;
    let owner = if start == at { Owner::Nobody } else { Owner::Picked(pick) };
    // `Christmas market`, `Easter Island` are names of other things.
    let is_name = line.is_capital(end) && !line.is_sign(end, ".");
    let found = of_year(line, "time.holiday", end, (Cycle::Holiday(holiday), owner));
    (!is_name).then_some(found)
}

/// Reads the word before a season or a month that says which one is meant.
pub(super) fn picked(line: &Line<'_>, at: usize) -> (Pick, usize) {
    let pairs = [
        ("this past", Pick::Last),
        ("this coming", Pick::Next),
        ("this last", Pick::Last),
        ("the previous", Pick::Previous),
        ("the following", Pick::Following),
        ("the next", Pick::Following),
        ("the coming", Pick::Next),
    ];
    for (phrase, pick) in pairs {
        if let Some(next) = line.skip(at, phrase) {
            return (pick, next);
        }
    }
    match line.low(at) {
        "last" | "past" => (Pick::Last, at + 1),
        "this" => (Pick::This, at + 1),
        "next" | "coming" => (Pick::Next, at + 1),
        "the" => (Pick::Bare, at + 1),
        _ => (Pick::Bare, at),
    }
}

/// Whose quarter it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    Nobody,
    Year(u32),
    YearAway(i64),
    Picked(Pick),
}

/// Reads `last year's`, `the 1988`, `the year-ago`, `the` before a quarter.
fn owner_year(line: &Line<'_>, at: usize) -> (Owner, usize) {
    if let Some((n, end)) = year_away(line, at).filter(|_| line.low(at) != "of")
        && line.is_apostrophe(end)
    {
        return (Owner::YearAway(n), line.skip_any(end + 1, &["s"]));
    }
    let (pick, start) = picked(line, at);
    if let Some((year, end)) = year_after(line, start).filter(|_| line.integer(start).is_some()) {
        return (Owner::Year(year), end);
    }
    for word in ["ago", "earlier"] {
        let is_ago =
            line.low(start) == "year" && line.is_hyphen(start + 1) && line.low(start + 2) == word;
        if is_ago {
            return (Owner::Picked(Pick::Previous), start + 3);
        }
    }
    let owner = if pick == Pick::Bare { Owner::Nobody } else { Owner::Picked(pick) };
    (owner, start)
}

fn short_quarter(line: &Line<'_>, at: usize) -> Option<(u32, usize)> {
    let nth = match line.raw(at) {
        "Q" if line.is_glued(at + 1) => line.integer(at + 1)?,
        _ => return None,
    };
    Some((nth, at + 2))
}

fn long_quarter(line: &Line<'_>, at: usize, word: &str) -> Option<(u32, usize)> {
    let (nth, end) = read_ordinal(line, at)?;
    let end = if line.is_hyphen(end) { end + 1 } else { end };
    (line.low(end) == word).then_some((nth, end + 1))
}

/// Adds the year that stands after, or the owner that stood before.
fn of_year(
    line: &Line<'_>,
    rule: &'static str,
    end: usize,
    (cycle, owner): (Cycle, Owner),
) -> Found {
    let in_year = |year: u32, end: usize| {
        let reference = Stretch::year(year as i16).first;
        let stretch = super::cycle::in_year(cycle, reference.year());
        let missing = Meaning::Unclear("the calendar has no such day");
        Found::new(rule, end, stretch.map_or(missing, Meaning::Fixed))
    };
    if let Owner::Year(year) = owner {
        return in_year(year, end);
    }
    if let Some((year, end)) = year_after(line, end) {
        return in_year(year, end);
    }
    let (pick, end) = match (owner, year_away(line, end)) {
        (_, Some((n, end))) => (Pick::YearAway(n), end),
        (Owner::YearAway(n), None) => (Pick::YearAway(n), end),
        (Owner::Picked(pick), None) => (pick, end),
        _ => (Pick::Bare, end),
    };
    Found::new(rule, end, Meaning::OneOf(cycle, pick))
}
