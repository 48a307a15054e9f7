//! The period that a figure counts, or the day as of which it is told.

use dateline_mention::{Mentions, Time, TimeId};
use jiff::civil::Date;

use super::Measure;
use super::measure::Reading;
use super::place::{is_in_relative, is_saying, joins, reach};
use crate::event::chunk::{ChunkKind, VerbForm};
use crate::event::sentence::Row;
use crate::event::setting::{clause_around, since_clause, time_at, time_near};

/// Period and as-of day of a figure.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) from: Option<Date>,
    pub(super) to: Option<Date>,
    pub(super) as_of: Option<Date>,
}

impl Told {
    /// Reads the times around a number: of its clause, of a clause that hangs on it, of the clause that
    /// its own is joined to.
    ///
    /// "As of Sunday", "by Monday", and the day on which a toll rose, say when the figure stood so;
    /// every other time says what period it counts.
    pub(super) fn new(row: &Row<'_>, mentions: &Mentions, chunk: usize, reading: Reading) -> Self {
        if let Some(as_of) = as_of(row, mentions, chunk) {
            return Self { as_of: Some(as_of), ..Self::default() };
        }
        let near = time_near(row, mentions, chunk, reading.cue);
        let near = near.filter(|&time| !is_of_saying(row, mentions, time, chunk));
        let time = near
            .or_else(|| time_behind(row, mentions, chunk, reading))
            .or_else(|| time_joined(row, mentions, chunk, reading));
        let Some(time) = time else { return Self::since(row, mentions, chunk).unwrap_or_default() };
        let time = &mentions.times[time.index()];
        if reading.rule == "toll" && is_day(time) {
            return Self { as_of: time.to, ..Self::default() };
        }
        Self::of(time)
    }

    /// Reads the period since what the clause behind that of a number tells, or behind the one that
    /// its clause is joined to: `12 were found since the boat sank on Sunday, but 30 are missing`.
    fn since(row: &Row<'_>, mentions: &Mentions, chunk: usize) -> Option<Self> {
        let edge = clause_around(row, chunk).start.checked_sub(1);
        let joined = edge.filter(|&edge| joins(row, edge)).and_then(|edge| edge.checked_sub(1));
        let before = joined.map(|at| clause_around(row, at).start).and_then(|at| at.checked_sub(2));
        let (time, _) = since_clause(row, mentions, chunk)
            .or_else(|| before.and_then(|at| since_clause(row, mentions, at)))?;
        let from = mentions.times[time.index()].from;
        Some(Self { from, to: row.reference_date(), as_of: None })
    }

    /// Makes the period that an expression of time covers.
    pub(super) fn of(time: &Time) -> Self {
        Self { from: time.from, to: time.to, as_of: None }
    }

    /// Tells whether nothing is known.
    pub(super) fn is_unknown(&self) -> bool {
        *self == Self::default()
    }
}

fn is_day(time: &Time) -> bool {
    time.from.is_some() && time.from == time.to
}

fn as_of(row: &Row<'_>, mentions: &Mentions, chunk: usize) -> Option<Date> {
    let mut clause = clause_around(row, chunk);
    clause.find_map(|at| {
        let word = row.form_at(at);
        let introduces = word == "by" || word == "of" && at > 0 && row.form_at(at - 1) == "as";
        let time = introduces.then(|| time_at(row, mentions, at + 1)).flatten()?;
        mentions.times[time.index()].to
    })
}

/// Tells whether a time before a number is that of saying it: `said on Sunday 12 men had died`.
fn is_of_saying(row: &Row<'_>, mentions: &Mentions, time: TimeId, chunk: usize) -> bool {
    let at = row.chunk_of(row.tokens_in(mentions.times[time.index()].span).start);
    let back = if row.preposition_before(at).is_some() { 2 } else { 1 };
    at < chunk && at.checked_sub(back).is_some_and(|verb| is_saying(row, verb))
}

/// Finds the time of what those counted were caught in: `killed when a bus fell off a bridge today`.
fn time_behind(
    row: &Row<'_>,
    mentions: &Mentions,
    chunk: usize,
    reading: Reading,
) -> Option<TimeId> {
    // those who are detained after a march may be detained later
    let at_once = matches!(reading.measure, Measure::Killed | Measure::Injured | Measure::Missing);
    let bound = |at: usize| matches!(row.form_at(at), "before" | "until" | "till");
    let told = |at: &usize| matches!(row.chunks[*at].kind, ChunkKind::Time) && !bound(at - 1);
    let since = |at: usize| row.form_at(at - 1) == "since";
    let mut behind =
        reach(row, chunk, reading.cue).filter(|&at| (at_once || since(at)) && told(&at));
    behind.find_map(|at| time_at(row, mentions, at))
}

/// Finds the time of the clause that the number's clause is joined to and shares a tense with: `190 have
/// drowned since May, and 40 have fled`.
fn time_joined(
    row: &Row<'_>,
    mentions: &Mentions,
    chunk: usize,
    reading: Reading,
) -> Option<TimeId> {
    let edge = clause_around(row, chunk).start.checked_sub(1)?;
    let before = edge.checked_sub(1).filter(|_| joins(row, edge))?;
    let finite =
        |at: &usize| row.chunks[*at].verb().is_some_and(|group| group.form == VerbForm::Finite);
    let own = own_verb(row, chunk, reading)?;
    let verb = clause_around(row, before).rev().find(finite)?;
    let shares = !is_saying(row, verb)
        && !is_in_relative(row, verb)
        && tense(row, own) == tense(row, verb)
        && reading.measure.is_of_people();
    shares.then(|| time_near(row, mentions, verb, verb)).flatten()
}

/// Tells whether a number's verb tells a state that lasts, so that a single day is not its time: `12 died
/// on Sunday and 30 are missing`.
pub(super) fn lasts(row: &Row<'_>, chunk: usize, reading: Reading) -> bool {
    own_verb(row, chunk, reading).is_some_and(|verb| tense(row, verb) != Tense::Past)
}

fn own_verb(row: &Row<'_>, chunk: usize, reading: Reading) -> Option<usize> {
    let is_verb = |at: &usize| row.chunks.get(*at).is_some_and(|chunk| chunk.verb().is_some());
    [chunk + 1, reading.cue].into_iter().find(is_verb)
}

#[derive(PartialEq, Eq)]
enum Tense {
    Past,
    Perfect,
    Present,
}

fn tense(row: &Row<'_>, verb: usize) -> Tense {
    let form = row.form(row.chunks[verb].tokens.start);
    match form {
        "has" | "have" => Tense::Perfect,
        "is" | "are" => Tense::Present,
        _ => Tense::Past,
    }
}
