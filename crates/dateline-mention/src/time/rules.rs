//! The rules for times, and the choice between them.

use super::{
    clock, day, duration,
    expression::{Found, Rule},
    list, modified, part_of_year, reference, relative, set, weekday, year,
};
use crate::quantity::Line;

/// Every rule that reads an expression without a word before it that cuts or bounds it; where two
/// read equally far, the earlier wins.
const PLAIN: [Rule; 33] = [
    clock::timed_day,
    clock::clock,
    clock::day_part,
    day::iso_day,
    day::numeric_day,
    day::day,
    list::day_of_month,
    day::month,
    year::year,
    year::decade,
    year::century,
    part_of_year::quarter,
    part_of_year::reported_quarter,
    part_of_year::half,
    part_of_year::season,
    part_of_year::fiscal_year,
    part_of_year::holiday,
    weekday::weekday,
    weekday::weekend,
    relative::deictic_day,
    relative::deictic_night,
    relative::neighbour,
    relative::ago,
    relative::same_stretch,
    set::set_word,
    set::every,
    set::weekdays,
    set::per_unit,
    duration::year_to,
    duration::length,
    duration::joined_length,
    duration::bare_plural,
    reference::reference,
];

/// Reads the longest expression that begins at `at`.
pub(super) fn longest(line: &Line<'_>, at: usize) -> Option<Found> {
    let modified = [modified::edge, modified::approximation];
    first_longest(modified.iter().filter_map(|rule| rule(line, at)).chain(longest_plain(line, at)))
}

/// Reads the longest expression that begins at `at`, without a word before it that cuts or bounds it.
pub(super) fn longest_plain(line: &Line<'_>, at: usize) -> Option<Found> {
    first_longest(PLAIN.iter().filter_map(|rule| rule(line, at)))
}

fn first_longest(found: impl Iterator<Item = Found>) -> Option<Found> {
    found.reduce(|best, next| if next.end > best.end { next } else { best })
}
