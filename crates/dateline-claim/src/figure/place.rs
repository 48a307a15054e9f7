//! Where those who are counted were counted.

use std::ops::Range;

use dateline_mention::{Mentions, PlaceId, QuantityKind};
use dateline_syntax::Upos;

use super::lexicon::{LEXICON, List};
use super::measure::Reading;
use crate::event::chunk::{ChunkKind, VerbForm};
use crate::event::clause::is_reporting;
use crate::event::sentence::Row;
use crate::event::setting::{clause_around, place_in};

/// A place that something is put in: `in a suburb of Gaborone`.
#[derive(Debug, Clone, Copy)]
struct Spot {
    /// The chunk behind the preposition.
    chunk: usize,
    /// The place.
    place: PlaceId,
}

/// What the places of a sentence come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Places {
    /// Nothing is put anywhere.
    Nowhere,
    /// Everything is put in one place.
    Here(PlaceId),
    /// More than one place.
    Apart,
}

/// Finds where a figure counts: the nearest place behind it, else before it, else that of the clause
/// that its own is joined to.
pub(super) fn place_told(
    row: &Row<'_>,
    mentions: &Mentions,
    chunk: usize,
    reading: Reading,
) -> Option<PlaceId> {
    let spots = spots(row, mentions, chunk.min(reading.cue)..chunk.max(reading.cue));
    let behind = reach(row, chunk, reading.cue);
    let start = clause_around(row, chunk).start;
    let amount = |between| counts_between(row, mentions, between, QuantityKind::Money);
    let count = |between| counts_between(row, mentions, between, QuantityKind::Count);
    let near = spots.iter().find(|spot| behind.contains(&spot.chunk));
    let near = near.filter(|spot| !amount(chunk..spot.chunk));
    let before = spots.iter().rev().find(|spot| (start..=chunk).contains(&spot.chunk));
    // of two counts the first has taken the place between them
    let before = before.filter(|spot| !count(spot.chunk..chunk));
    let joined = start.checked_sub(1).filter(|&edge| joins(row, edge) && edge > 0);
    let joined = joined.map(|edge| clause_around(row, edge - 1)).and_then(|clause| {
        let mut there = spots.iter().filter(|spot| clause.contains(&spot.chunk));
        there.next().filter(|_| there.next().is_none())
    });
    near.or(before).or(joined).map(|spot| spot.place)
}

/// Tells what the places of a sentence come to.
pub(super) fn places_of(row: &Row<'_>, mentions: &Mentions) -> Places {
    one_place(mentions, &spots(row, mentions, 0..0))
}

/// Tells whether a sentence tells of a happening in the clause of one of its places.
pub(super) fn happens_at(row: &Row<'_>, mentions: &Mentions) -> bool {
    let is_happening = |at: usize| {
        row.chunks[at].is_noun() && LEXICON.lists(List::Happening, row.lemma(row.chunks[at].head()))
    };
    let spots = spots(row, mentions, 0..0);
    spots.first().is_some_and(|spot| clause_around(row, spot.chunk).any(is_happening))
}

/// Tells whether a sentence puts something in a place that is not known: `in eight cities`.
pub(super) fn is_set_elsewhere(row: &Row<'_>, mentions: &Mentions) -> bool {
    (0..row.chunks.len()).any(|at| {
        let placing = |word| LEXICON.lists(List::Placing, word);
        let head = row.chunks[at].head();
        let span = row.span(row.chunks[at].tokens.clone());
        let unknown = place_in(mentions, span).is_none();
        let named = row.chunks[at].is_noun() && unknown && row.upos(head) == Upos::Propn;
        let somewhere = named || LEXICON.lists(List::Locality, row.lemma(head));
        somewhere && row.preposition_before(at).is_some_and(placing)
            || matches!(row.form_at(at), "elsewhere" | "worldwide" | "abroad")
    })
}

/// Returns the chunks behind a number that tell of what it counts: up to the next verb with a tense that
/// no word like `when` or `after` puts under the number's own, and to any verb of saying.
pub(super) fn reach(row: &Row<'_>, chunk: usize, cue: usize) -> Range<usize> {
    let mut hangs = false;
    let stops = |at: &usize| {
        let kind = &row.chunks[*at].kind;
        let hanging = HANGING.contains(&row.form_at(*at)) || counts_on(row, *at);
        hangs |= hanging;
        let finite = row.chunks[*at].verb().is_some_and(|group| group.form == VerbForm::Finite);
        // "since" before a time may be taken for a conjunction
        let apart = matches!(kind, ChunkKind::Boundary) && !hanging && row.form_at(*at) != "since";
        *at != cue
            && (is_saying(row, *at) || finite && !hangs || apart || !hanging && parts(row, *at))
    };
    let end = (chunk + 1..row.chunks.len()).find(stops).unwrap_or(row.chunks.len());
    chunk + 1..end
}

/// Tells whether a conjunction at a chunk joins another count: `17 were killed and 22 are missing in`.
fn counts_on(row: &Row<'_>, at: usize) -> bool {
    let next = row.chunks.get(at + 1).map(|chunk| chunk.tokens.start);
    matches!(row.chunks[at].kind, ChunkKind::Conjunction)
        && next.is_some_and(|token| row.upos(token) == Upos::Num)
}

/// Tells whether a conjunction at a chunk opens a clause of its own.
fn parts(row: &Row<'_>, at: usize) -> bool {
    matches!(row.chunks[at].kind, ChunkKind::Conjunction)
        && clause_around(row, at + 1).start == at + 1
}

// Words that open a clause which tells more of the same.
const HANGING: &[&str] = &["when", "where", "as", "once", "because", "after"];

/// Tells whether a chunk is a verb of saying.
pub(super) fn is_saying(row: &Row<'_>, chunk: usize) -> bool {
    let says = |lemma| is_reporting(lemma) || LEXICON.lists(List::Telling, lemma);
    let chunk = row.chunks.get(chunk).filter(|chunk| chunk.verb().is_some());
    chunk.is_some_and(|verb| says(row.lemma(verb.head())))
}

fn counts_between(
    row: &Row<'_>,
    mentions: &Mentions,
    chunks: Range<usize>,
    kind: QuantityKind,
) -> bool {
    let Some(first) = row.chunks.get(chunks.start) else { return false };
    let Some(last) = row.chunks.get(chunks.end) else { return false };
    let span = row.span(first.tokens.end..last.tokens.start.max(first.tokens.end));
    let from = mentions.quantities.partition_point(|quantity| quantity.span.end <= span.start);
    let mut between = mentions.quantities[from..].iter().take_while(|q| q.span.end <= span.end);
    between.any(|quantity| quantity.kind == kind)
}

/// Finds the places that something is put in, those of saying left out: `said in Tunis`.
///
/// Between a number and its verb (`own`) no place belongs to a verb of saying.
fn spots(row: &Row<'_>, mentions: &Mentions, own: Range<usize>) -> Vec<Spot> {
    let mut spots: Vec<Spot> = Vec::new();
    let mut last_end = 0;
    for at in 0..row.chunks.len() {
        let placing = |word| LEXICON.lists(List::Placing, word);
        if !row.chunks[at].is_noun() || !row.preposition_before(at).is_some_and(placing) {
            continue;
        }
        let phrase = row.phrase(at);
        let place = place_in(mentions, row.span(phrase.tokens.clone()));
        let Some(place) = place.filter(|&place| is_where(row, mentions, at, place)) else {
            continue;
        };
        let end = row.chunk_of(phrase.tokens.end - 1) + 1;
        let said = row.governor(at).is_some_and(|verb| is_saying(row, verb)) || is_saying(row, end);
        // `in Valleytown in Orland`: the first is the nearer one
        let wider = last_end > 0 && at == last_end + 1;
        last_end = end;
        if !wider && (!said || own.contains(&at)) {
            spots.push(Spot { chunk: at, place });
        }
    }
    spots
}

/// Tells whether a place is where, not whose: `on Mindanao island`, but not `on the U.S. frigate`.
fn is_where(row: &Row<'_>, mentions: &Mentions, chunk: usize, place: PlaceId) -> bool {
    let place = &mentions.places[place.index()];
    let tokens = row.tokens_in(place.span);
    let at = row.chunk_of(tokens.start);
    let ends = row.chunks.get(at).is_none_or(|chunk| tokens.end >= chunk.tokens.end);
    let owns = matches!(row.form(tokens.end), "'s" | "’s" | "'" | "’");
    let is_country = place.feature.as_deref() == Some("PCLI");
    let glued = row.form(tokens.end).starts_with('-');
    // "spend on Africa": what stands on a place by its bare name is not there
    let bare = ends && at == chunk && row.form_at(chunk - 1) == "on";
    let last = place.name.rsplit(' ').next().unwrap_or("").to_lowercase();
    let is_happening = LEXICON.lists(List::Happening, &last);
    !glued && !bare && !is_happening && (ends || owns || !is_country)
}

fn one_place(mentions: &Mentions, spots: &[Spot]) -> Places {
    let name = |spot: &Spot| mentions.places[spot.place.index()].name.as_str();
    match spots {
        [] => Places::Nowhere,
        [first, rest @ ..] if rest.iter().all(|spot| name(spot) == name(first)) => {
            Places::Here(first.place)
        }
        _ => Places::Apart,
    }
}

/// Tells whether a chunk closes a clause that the next one is joined to: `and`, `but`, a semicolon.
pub(super) fn joins(row: &Row<'_>, edge: usize) -> bool {
    let is_conjunction = matches!(row.chunks[edge].kind, ChunkKind::Conjunction);
    is_conjunction || matches!(row.form_at(edge), ";" | "while" | "whereas")
}

/// Tells whether a chunk stands in a relative clause.
pub(super) fn is_in_relative(row: &Row<'_>, chunk: usize) -> bool {
    let edge = clause_around(row, chunk).start.checked_sub(1);
    edge.is_some_and(|edge| matches!(row.chunks[edge].kind, ChunkKind::Relative))
}
