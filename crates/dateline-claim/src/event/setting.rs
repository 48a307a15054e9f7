//! Where and when: the place and the time told in the clause of an event or figure.

use dateline_mention::{Mentions, PlaceId, TimeId, TimeKind};
use dateline_syntax::TokenId;
use dateline_text::Span;

use super::chunk::{ChunkKind, VerbForm};
use super::clause::is_reporting;
use super::sentence::Row;
use super::verbal::Reading;

// Prepositions that put something in a place.
const LOCATIVE: &[&str] = &[
    "in",
    "at",
    "near",
    "outside",
    "across",
    "around",
    "inside",
    "off",
    "throughout",
    "through",
    "along",
    "over",
    "above",
    "within",
];

/// A clause: the chunks from one boundary to the next.
pub(crate) fn clause_around(row: &Row<'_>, chunk: usize) -> std::ops::Range<usize> {
    let is_edge = |at: &usize| match &row.chunks[*at].kind {
        ChunkKind::Boundary | ChunkKind::Relative => true,
        ChunkKind::Conjunction => opens_clause(row, *at),
        _ => false,
    };
    let start = (0..chunk).rev().find(is_edge).map_or(0, |at| at + 1);
    let end = (chunk + 1..row.chunks.len()).find(is_edge).unwrap_or(row.chunks.len());
    start..end
}

/// Tells whether a conjunction joins clauses: `and the rebels fled`, but not `and fled`.
fn opens_clause(row: &Row<'_>, conjunction: usize) -> bool {
    let next = row.chunks.get(conjunction + 1..).unwrap_or(&[]);
    let subject = next.iter().take(4).position(|chunk| chunk.verb().is_some());
    let plain = |chunk: &super::chunk::Chunk| {
        !matches!(chunk.kind, ChunkKind::Comma | ChunkKind::Conjunction)
    };
    subject.is_some_and(|n_chunks| n_chunks > 0 && next[..n_chunks].iter().all(plain))
}

/// Finds the place told in the clause around a chunk whose verb stands at another.
///
/// The nearest behind the chunk, up to the next verb with a tense, goes first, then the nearest before
/// it, down to a verb of saying; of `Orland's Beltown` the last, of `Beltown, Orland` the first.
pub(crate) fn place_near(
    row: &Row<'_>,
    mentions: &Mentions,
    chunk: usize,
    verb: usize,
) -> Option<PlaceId> {
    let clause = clause_around(row, chunk);
    let located =
        |at: &usize| row.preposition_before(*at).is_some_and(|word| LOCATIVE.contains(&word));
    let place = |at: usize| {
        let own = place_in(mentions, row.span(row.chunks[at].tokens.clone()));
        own.or_else(|| place_of_locality(row, mentions, at))
    };
    let says = |at: usize| {
        row.chunks[at].verb().is_some() && is_reporting(row.lemma(row.chunks[at].head()))
    };
    let behind = (chunk + 1..clause.end).take_while(|&at| at == verb || !is_finite(row, at));
    let before = (clause.start..chunk).rev().take_while(|&at| !says(at));
    behind.chain(before).filter(located).find_map(place)
}

/// Finds the place that a word for places is said of, or stands for: `in the Orlandian city of
/// Beltown`, `through the city`.
fn place_of_locality(row: &Row<'_>, mentions: &Mentions, chunk: usize) -> Option<PlaceId> {
    let tokens = row.chunks[chunk].tokens.clone();
    if !is_locality(row.lemma(row.chunks[chunk].head())) {
        return None;
    }
    place_in(mentions, row.span(row.phrase(chunk).tokens)).or_else(|| {
        let entity = mentions.entity_at(row.span(tokens))?;
        let at = mentions.places.iter().position(|place| place.entity == Some(entity))?;
        Some(PlaceId::from(at))
    })
}

/// Tells whether a noun stands for a place that another word names: `city`.
pub(super) fn is_locality(lemma: &str) -> bool {
    LOCALITIES.contains(&lemma)
}

const LOCALITIES: &[&str] = &[
    "city",
    "town",
    "village",
    "port",
    "province",
    "region",
    "district",
    "capital",
    "island",
    "camp",
    "valley",
    "state",
    "suburb",
    "outskirts",
    "centre",
    "center",
    "hill",
    "mountain",
    "north",
    "south",
    "east",
    "west",
];

/// Finds when and where that began since which something holds: `have found 12 since a boat sank off
/// Beltown on Sunday`.
pub(crate) fn since_clause(
    row: &Row<'_>,
    mentions: &Mentions,
    chunk: usize,
) -> Option<(TimeId, Option<PlaceId>)> {
    let since = clause_around(row, chunk).end;
    if row.form_at(since) != "since" {
        return None;
    }
    let clause = clause_around(row, since + 1);
    let time = clause.clone().find_map(|at| time_told(row, mentions, at))?;
    let verb = clause.into_iter().find(|&at| is_finite(row, at))?;
    Some((time, place_near(row, mentions, verb, verb)))
}

/// Finds the place that violence or a siege is directed at: `the blockade of Zouar`.
pub(super) fn place_of_target(
    row: &Row<'_>,
    mentions: &Mentions,
    reading: &Reading,
) -> Option<PlaceId> {
    let coding = &reading.coding;
    let local = matches!(coding.mode, Some("restrict" | "curfew" | "martial-law"));
    if coding.kind != "ASSAULT" && !(coding.kind == "COERCE" && local) {
        return None;
    }
    let target = reading.recipients.first()?;
    let head = row.chunks[target.chunk].head();
    let place = place_in(mentions, row.span(target.tokens.clone()))?;
    let span = mentions.place(place)?.span;
    span.contains(row.span(head..head + 1)).then_some(place)
}

/// Returns the last place inside some words.
pub(crate) fn place_in(mentions: &Mentions, span: Span) -> Option<PlaceId> {
    let from = mentions.places.partition_point(|place| place.span.end <= span.start);
    let rest = mentions.places[from..].iter().take_while(|place| place.span.start < span.end);
    rest.enumerate()
        .filter(|(_, place)| span.contains(place.span))
        .last()
        .map(|(at, _)| PlaceId::from(from + at))
}

/// Finds the time told in the clause around a chunk whose verb stands at another.
///
/// Behind the chunk up to the next verb with a tense; else before it, relative clauses left out; else
/// in the subject ("the 1985 crash, which killed …").
pub(crate) fn time_near(
    row: &Row<'_>,
    mentions: &Mentions,
    chunk: usize,
    verb: usize,
) -> Option<TimeId> {
    let clause = clause_around(row, chunk);
    let behind = (chunk + 1..clause.end)
        .take_while(|&at| at == verb || !is_finite(row, at))
        .find_map(|at| time_told(row, mentions, at));
    behind
        .or_else(|| time_before(row, mentions, clause.start, chunk))
        .or_else(|| time_in_subject(row, mentions, verb))
}

fn time_before(row: &Row<'_>, mentions: &Mentions, start: usize, chunk: usize) -> Option<TimeId> {
    let mut at = chunk;
    while at > start {
        at -= 1;
        if is_finite(row, at) {
            at = row.relative_of(at).unwrap_or(at);
        } else if let Some(time) = time_told(row, mentions, at) {
            let in_relative = (at + 1..chunk).any(|next| is_finite(row, next))
                && (start..at).rev().take(4).any(|before| row.relative_of(before).is_some());
            if !in_relative {
                return Some(time);
            }
        }
    }
    None
}

fn time_in_subject(row: &Row<'_>, mentions: &Mentions, verb: usize) -> Option<TimeId> {
    row.chunks.get(verb)?.verb()?;
    let arguments = row.arguments(verb);
    arguments.subjects.first().and_then(|subject| time_at(row, mentions, subject.chunk))
}

fn is_finite(row: &Row<'_>, chunk: usize) -> bool {
    row.chunks[chunk].verb().is_some_and(|group| group.form == VerbForm::Finite)
}

/// Returns the time in a chunk, unless its preposition says that it is only a bound: `before 2015`.
fn time_told(row: &Row<'_>, mentions: &Mentions, chunk: usize) -> Option<TimeId> {
    let id = time_at(row, mentions, chunk)?;
    let time = mentions.times.get(id.index())?;
    let first = row.tokens_in(time.span).start;
    let bounds = |token: TokenId| ["before", "until", "till"].contains(&row.form(token));
    // `before dawn on Sunday` is on Sunday
    let from = if time.kind == TimeKind::Date { first } else { row.chunks[chunk].tokens.start };
    let bound = from.checked_sub(1).is_some_and(bounds);
    (!bound).then_some(id)
}

/// Returns the time that stands in a chunk: a date or a time of day.
pub(crate) fn time_at(row: &Row<'_>, mentions: &Mentions, chunk: usize) -> Option<TimeId> {
    let chunk = row.chunks.get(chunk).filter(|chunk| chunk.verb().is_none())?;
    let span = row.span(chunk.tokens.clone());
    let from = mentions.times.partition_point(|time| time.span.end <= span.start);
    let mut rest = mentions.times[from..].iter().take_while(|time| time.span.start < span.end);
    let at = rest.position(|time| {
        matches!(time.kind, TimeKind::Date | TimeKind::Time) || time.from.is_some()
    })?;
    Some(TimeId::from(from + at))
}
