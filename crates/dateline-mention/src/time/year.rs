//! Years, decades and centuries by their own names.

use super::{
    expression::{Found, Meaning},
    lexicon::LEXICON,
    stretch::{Stretch, Unit},
};
use crate::quantity::{LexemeKind, Line, WordKind, number_word, read_ordinal};

/// Reads `2024`, `the year 2000`, `nineteen ninety-seven`, `490 BC`.
pub(super) fn year(line: &Line<'_>, at: usize) -> Option<Found> {
    let rule = "time.year";
    if let Some(start) = line.skip(at, "the year") {
        let (year, end) = four_digits(line, start).or_else(|| spelled_year(line, start))?;
        return Some(Found::new(rule, end, Meaning::Fixed(year_of(year))));
    }
    if let Some(found) = year_of_era(line, at) {
        return Some(found);
    }
    let (year, end) = four_digits(line, at)
        .filter(|&(year, end)| stands_as_year(line, at, year, end))
        .or_else(|| short_year(line, at))
        .or_else(|| spelled_year(line, at))?;
    Some(Found::new(rule, end, Meaning::Fixed(year_of(year))))
}

/// Reads `the 1990s`, `the '80s`, `the nineties`.
pub(super) fn decade(line: &Line<'_>, at: usize) -> Option<Found> {
    let start = line.skip_any(at, &["the"]);
    let (year, end) = decade_in_digits(line, start).or_else(|| decade_in_words(line, at, start))?;
    let decade = Stretch { unit: Unit::Decade, ..year_of(year / 10 * 10) };
    Some(Found::new("time.decade", end, Meaning::Fixed(decade)))
}

/// Reads `the 20th century`, `the nineteenth century`.
pub(super) fn century(line: &Line<'_>, at: usize) -> Option<Found> {
    let start = line.skip_any(at, &["the"]);
    let (nth, end) = read_ordinal(line, start)?;
    let end = if line.is_hyphen(end) { end + 1 } else { end };
    let is_century = line.low(end) == "century" && (1..=30).contains(&nth);
    if !is_century {
        return None;
    }
    let century = Stretch { unit: Unit::Century, ..year_of((nth - 1) * 100) };
    Some(Found::new("time.century", end + 1, Meaning::Fixed(century)))
}

/// Reads `last year`, `of this year`, `next year` after a month or a quarter.
pub(super) fn year_away(line: &Line<'_>, at: usize) -> Option<(i64, usize)> {
    let at = line.skip_any(at, &["of"]);
    let n = match line.low(at) {
        "last" => -1,
        "this" => 0,
        "next" => 1,
        _ => return None,
    };
    (line.low(at + 1) == "year").then_some((n, at + 2))
}

/// Reads a year after a month, a day or a quarter: `2024`, `, 2024`, `of 2024`.
pub(super) fn year_after(line: &Line<'_>, at: usize) -> Option<(u32, usize)> {
    let start = match line.raw(at) {
        "," | "of" | "in" => at + 1,
        _ => at,
    };
    let spelled = || spelled_year(line, start).filter(|_| start == at || line.raw(at) == "of");
    let (year, end) = four_digits(line, start).or_else(spelled)?;
    let is_year = (1000..2200).contains(&year) && !(line.raw(at) == "in" && year < 1700);
    is_year.then_some((year, end))
}

pub(super) fn year_of(year: u32) -> Stretch {
    Stretch::year(i16::try_from(year).unwrap_or(i16::MAX))
}

/// Widens a year of two digits to the years 1950 to 2049.
pub(super) fn full_year(year: u32) -> Option<u32> {
    match year {
        0..=49 => Some(2000 + year),
        50..=99 => Some(1900 + year),
        1000..=2199 => Some(year),
        _ => None,
    }
}

pub(super) fn four_digits(line: &Line<'_>, at: usize) -> Option<(u32, usize)> {
    let year = line.integer(at).filter(|_| line.raw(at).len() == 4)?;
    (1000..2200).contains(&year).then_some((year, at + 1))
}

/// Reads `nineteen ninety-seven`, `nineteen oh one`, `two thousand and three`.
fn spelled_year(line: &Line<'_>, at: usize) -> Option<(u32, usize)> {
    let century = match line.low(at) {
        "eighteen" => 1800,
        "nineteen" => 1900,
        "twenty" => 2000,
        "two" if line.low(at + 1) == "thousand" => {
            let next = line.skip_any(at + 2, &["and"]);
            return match number_word(line.low(next)) {
                Some((n, WordKind::Unit)) => Some((2000 + n as u32, next + 1)),
                _ => Some((2000, at + 2)),
            };
        }
        _ => return None,
    };
    let next = if line.is_hyphen(at + 1) { at + 2 } else { at + 1 };
    match number_word(line.low(next))? {
        (n, WordKind::Unit) if n >= 10 => Some((century + n as u32, next + 1)),
        (tens, WordKind::Tens) => {
            let unit = if line.is_hyphen(next + 1) { next + 2 } else { next + 1 };
            match number_word(line.low(unit)) {
                Some((n, WordKind::Unit)) if (1..10).contains(&n) => {
                    Some((century + (tens + n) as u32, unit + 1))
                }
                _ => Some((century + tens as u32, next + 1)),
            }
        }
        _ => None,
    }
}

/// Reads `'98`, where a preposition stands before.
fn short_year(line: &Line<'_>, at: usize) -> Option<(u32, usize)> {
    let is_short = line.is_apostrophe(at)
        && line.is_glued(at + 1)
        && line.raw(at + 1).len() == 2
        && !line.is_glued(at + 2)
        && LEXICON.opens_year(line.before(at, 1));
    let year = full_year(line.integer(at + 1)?)?;
    is_short.then_some((year, at + 2))
}

fn year_of_era(line: &Line<'_>, at: usize) -> Option<Found> {
    let number = line.integer(at).filter(|&n| (1..=9999).contains(&n))?;
    let (is_before, end) = match line.raw(at + 1) {
        "BC" | "BCE" => (true, at + 2),
        "AD" | "CE" => (false, at + 2),
        "B" if line.is_sign(at + 2, ".") && line.raw(at + 3) == "C" => (true, at + 5),
        _ => return None,
    };
    let year = if is_before { 1 - number as i16 } else { number as i16 };
    Some(Found::new("time.year", end.min(line.len()), Meaning::Fixed(Stretch::year(year))))
}

/// Tells whether four digits are a year rather than a number of something.
fn stands_as_year(line: &Line<'_>, at: usize, year: u32, end: usize) -> bool {
    let before = line.before(at, 1);
    let is_amount = matches!(before, "$" | "€" | "£" | "¥" | "#" | "no" | "route" | "flight")
        || line.is_glued(at)
            && matches!(before, "/" | "." | ":" | "+" | "-" | "\u{2013}")
            && !line.before(at, 2).bytes().all(|byte| byte.is_ascii_digit())
            && !matches!(line.before(at, 2), "mid" | "post" | "pre" | "early" | "late")
        || line.is_glued(end) && matches!(line.raw(end), "%" | "/" | ":" | "°")
        || line.is_glued(end) && line.kind(end) == Some(LexemeKind::Word);
    if is_amount {
        return false;
    }
    // `(1789)`, `1778-83`
    let is_set_apart = before == "(" && matches!(line.raw(end), ")" | "-" | "\u{2013}")
        || line.is_hyphen(end) && four_digits(line, end + 1).is_some_and(|(next, _)| next > year);
    is_set_apart
        || LEXICON.opens_year(before)
        || (1900..2060).contains(&year) && !is_counting(line, at, end)
}

/// Tells whether the digits count the word that follows: `1998 people`, but `the 1998 cases`.
fn is_counting(line: &Line<'_>, at: usize, end: usize) -> bool {
    line.before(at, 1) != "the" && LEXICON.counted.contains(line.low(end))
}

fn decade_in_digits(line: &Line<'_>, at: usize) -> Option<(u32, usize)> {
    let start = if line.is_apostrophe(at) { at + 1 } else { at };
    let year = line.integer(start)?;
    let end = if line.is_apostrophe(start + 1) { start + 2 } else { start + 1 };
    let is_decade = line.low(end) == "s" && line.is_glued(end) && year % 10 == 0;
    let year = match line.raw(start).len() {
        4 if (1000..2200).contains(&year) => year,
        2 if start > at || line.before(start, 1) == "the" => 1900 + year,
        _ => return None,
    };
    is_decade.then_some((year, end + 1))
}

fn decade_in_words(line: &Line<'_>, at: usize, start: usize) -> Option<(u32, usize)> {
    let tens = match line.low(start) {
        "twenties" => 20,
        "thirties" => 30,
        "forties" => 40,
        "fifties" => 50,
        "sixties" => 60,
        "seventies" => 70,
        "eighties" => 80,
        "nineties" => 90,
        _ => return None,
    };
    let is_age = matches!(line.before(at, 1), "his" | "her" | "their" | "in" if start == at);
    (start > at && !is_age).then_some((1900 + tens, start + 1))
}
