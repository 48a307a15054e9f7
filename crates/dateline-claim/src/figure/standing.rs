//! How a figure counts and whether it is told as a fact.

use super::lexicon::{LEXICON, List, Use};
use super::measure::Reading;
use super::number::Number;
use super::{FigureStatus, Measure};
use crate::event::EventStatus;
use crate::event::sentence::Row;
use crate::event::status::status_of_verb;

/// Tells whether a number counts some of those counted before: `including 5 children`.
pub(super) fn is_part(row: &Row<'_>, number: &Number<'_>) -> bool {
    let start = number.tokens.start;
    let cue = (1..=2).any(|back| {
        let Some(token) = start.checked_sub(back) else { return false };
        let one = row.form(token);
        let plain = matches!(one, "including" | "include" | "included" | "includes" | "among");
        let two = format!("{one} {}", row.form(token + 1));
        plain
            || matches!(
                two.as_str(),
                "among them" | "of whom" | "of them" | "of these" | "of those"
            )
    });
    let of_them = row.form(number.tokens.end) == "of"
        && matches!(row.form(number.tokens.end + 1), "them" | "whom" | "these")
        && row.preposition_before(number.chunk).is_none();
    cue || of_them
}

/// Returns what is counted in `among the dead were 5 children`.
pub(super) fn member(row: &Row<'_>, number: &Number<'_>) -> Option<Measure> {
    let first = row.chunks.first()?.tokens.start;
    (first..number.tokens.start)
        .filter(|&token| row.form(token) == "among" && row.form(token + 1) == "the")
        .find_map(|token| {
            LEXICON
                .measure(Use::Member, row.lemma(token + 2))
                .or_else(|| LEXICON.measure(Use::Member, row.form(token + 2)))
        })
}

/// Tells whether a number adds to an earlier one: `another 5`, `five more bodies`.
pub(super) fn is_new(row: &Row<'_>, number: &Number<'_>) -> bool {
    let start = row.chunks[number.chunk].tokens.start;
    let end = row.chunks[number.chunk].tokens.end.max(number.tokens.end) + 1;
    (start..end).any(|token| {
        let than = row.form(token + 1) == "than";
        !than && LEXICON.lists(List::New, row.form(token)) && row.form(token) != "other"
    })
}

/// Tells whether a number goes on from a count told before: `thousands more`, `50 others`.
pub(super) fn continues(row: &Row<'_>, number: &Number<'_>) -> bool {
    is_new(row, number)
        || (number.tokens.start..number.end()).any(|token| row.lemma(token) == "other")
}

/// Returns whether a figure is told as a fact.
pub(super) fn status_of(row: &Row<'_>, number: &Number<'_>, reading: &Reading) -> FigureStatus {
    let told = match row.chunks[reading.cue].verb() {
        Some(_) => status_of_verb(row, reading.cue),
        None => row
            .governor(number.chunk)
            .filter(|&verb| verb + 4 > number.chunk)
            .map_or(EventStatus::Actual, |verb| status_of_verb(row, verb)),
    };
    if is_feared(row, number, reading) {
        return FigureStatus::Feared;
    }
    let zero = number.bounds().1 == Some(0.0);
    // "cannot return home" is the fact that is counted
    if reading.rule == "unable" {
        return FigureStatus::Actual;
    }
    match told {
        EventStatus::Negated if !zero => FigureStatus::Denied,
        EventStatus::Future | EventStatus::Hypothetical => FigureStatus::Hypothetical,
        _ => FigureStatus::Actual,
    }
}

/// Tells whether a word of fear stands between the number and the word that tells the measure.
///
/// "Missing and feared buried" is a fact about the missing.
fn is_feared(row: &Row<'_>, number: &Number<'_>, reading: &Reading) -> bool {
    let cue = &row.chunks[reading.cue];
    let end = if reading.cue == number.chunk { cue.tokens.end } else { cue.head() };
    let between = number.tokens.end.min(end)..number.tokens.end.max(end);
    let measured =
        |token: usize| LEXICON.measure(Use::State, row.form(token)) == Some(reading.measure);
    let mut between = between.take_while(|&token| !measured(token));
    let feared = between.any(|token| LEXICON.lists(List::Feared, row.form(token)));
    let fears = row.governor(number.chunk).is_some_and(|verb| {
        let passive = row.chunks[verb].verb().is_some_and(|group| group.passive);
        row.lemma(row.chunks[verb].head()) == "fear" && !passive && verb < reading.cue
    });
    let may_have = cue.verb().is_some_and(|group| group.modal == Some("may"));
    feared || fears || may_have
}
