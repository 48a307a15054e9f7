//! Times that come again.

use super::{
    day::month_name,
    duration::read_unit,
    expression::{Found, Meaning},
    lexicon::LEXICON,
    stretch::Unit,
    weekday::weekday_name,
};
use crate::quantity::{LexemeKind, Line, read_number};

/// Reads `daily`, `weekly`, `annually`.
pub(super) fn set_word(line: &Line<'_>, at: usize) -> Option<Found> {
    let value = LEXICON.sets.get(line.low(at))?;
    let is_name =
        line.is_capital(at) && at > 0 || line.is_capital(at + 1) || line.is_hyphen(at + 1);
    (!is_name).then(|| repeating("time.set_word", at + 1, (*value).to_owned()))
}

/// Reads `every day`, `each July`, `every two weeks`, `each Thursday`.
pub(super) fn every(line: &Line<'_>, at: usize) -> Option<Found> {
    let rule = "time.every";
    if !matches!(line.low(at), "every" | "each") {
        return None;
    }
    if let Some((weekday, end, false)) = weekday_name(line, at + 1) {
        return Some(weekday_set(line, rule, end, weekday));
    }
    if let Some((month, end, false)) = month_name(line, at + 1) {
        return Some(repeating(rule, end, format!("XXXX-{month:02}")));
    }
    if let Some((season, _)) = LEXICON.seasons.get(line.low(at + 1)) {
        return Some(repeating(rule, at + 2, format!("XXXX-{}", season.code)));
    }
    if let Some(part) = LEXICON.day_parts.get(line.low(at + 1)) {
        return Some(repeating(rule, at + 2, format!("XXXX-XX-XX{}", part.token)));
    }
    let number = read_number(line, at + 1);
    let (n, start) = number.map_or((1.0, at + 1), |number| (number.value, number.end));
    let start = if line.low(start) == "other" { start + 1 } else { start };
    let n = if line.before(start, 1) == "other" { 2.0 } else { n };
    let (unit, size, _) = read_unit(line, start)?;
    Some(repeating(rule, start + 1, period(unit, n * f64::from(size))))
}

/// Reads `Tuesdays`, `Tuesday nights`.
pub(super) fn weekdays(line: &Line<'_>, at: usize) -> Option<Found> {
    let rule = "time.weekdays";
    if let Some((weekday, end, false)) = weekday_name(line, at) {
        let part = line.low(end).strip_suffix('s')?;
        let part = LEXICON.day_parts.get(part)?;
        return Some(repeating(rule, end + 1, format!("XXXX-WXX-{weekday}{}", part.token)));
    }
    let (weekday, false) = *LEXICON.weekdays.get(line.low(at).strip_suffix('s')?)? else {
        return None;
    };
    line.is_capital(at).then(|| weekday_set(line, rule, at + 1, weekday))
}

/// Reads `a year` of `$5 million a year`, `twice a week`, and `day` of `per day`.
pub(super) fn per_unit(line: &Line<'_>, at: usize) -> Option<Found> {
    let is_per = line.before(at, 1) == "per";
    let start = if is_per { at } else { line.skip_any(at, &["a", "an"]) };
    let (unit, size, is_plural) = read_unit(line, start)?;
    let is_counted = is_per || start > at && counts_before(line, at);
    let is_set = is_counted && !is_plural && unit > Unit::Second;
    is_set.then(|| repeating("time.per_unit", start + 1, period(unit, f64::from(size))))
}

/// Tells whether an amount that is counted by the unit stands before `a year`.
fn counts_before(line: &Line<'_>, at: usize) -> bool {
    if matches!(
        line.before(at, 1),
        "once"
            | "twice"
            | "times"
            | "dollars"
            | "euros"
            | "pounds"
            | "tonnes"
            | "tons"
            | "barrels"
            | "percent"
    ) {
        return true;
    }
    let is_amount = |back: usize| {
        at.checked_sub(back).is_some_and(|place| line.kind(place) == Some(LexemeKind::Number))
    };
    let is_sum = |back: usize| matches!(line.before(at, back), "$" | "€" | "£");
    let is_scaled = matches!(line.before(at, 1), "million" | "billion" | "trillion");
    is_amount(1) && is_sum(2) || is_scaled && is_amount(2) || line.raw(at.wrapping_sub(1)) == "%"
}

fn weekday_set(line: &Line<'_>, rule: &'static str, end: usize, weekday: i8) -> Found {
    let part = LEXICON.day_parts.get(line.low(end)).filter(|part| part.needs_day);
    let (token, end) = part.map_or(("", end), |part| (part.token, end + 1));
    repeating(rule, end, format!("XXXX-WXX-{weekday}{token}"))
}

fn period(unit: Unit, n: f64) -> String {
    let length =
        super::expression::Length { n: Some(n), unit, side: super::expression::Side::Unknown };
    super::duration::length_value(length)
}

fn repeating(rule: &'static str, end: usize, value: String) -> Found {
    Found::new(rule, end, Meaning::Repeating(value))
}
