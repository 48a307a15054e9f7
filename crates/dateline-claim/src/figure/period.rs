//! The period that a figure counts, or the day as of which it is told.

use dateline_mention::{Mentions, Time};
use jiff::civil::Date;

use super::measure::Reading;
use crate::event::sentence::Row;
use crate::event::setting::{clause_around, time_at, time_near};

/// Period and as-of day of a figure.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Told {
    pub(super) from: Option<Date>,
    pub(super) to: Option<Date>,
    pub(super) as_of: Option<Date>,
}

impl Told {
    /// Reads the times of the clause around a number.
    ///
    /// "As of Sunday", "by Monday", and the day on which a toll rose, say when the figure stood so;
    /// every other time says what period it counts.
    pub(super) fn new(row: &Row<'_>, mentions: &Mentions, chunk: usize, reading: Reading) -> Self {
        if let Some(as_of) = as_of(row, mentions, chunk) {
            return Self { as_of: Some(as_of), ..Self::default() };
        }
        let Some(time) = time_near(row, mentions, chunk, reading.cue) else {
            return Self::default();
        };
        let time = &mentions.times[time.index()];
        if reading.rule == "toll" && is_day(time) {
            return Self { as_of: time.to, ..Self::default() };
        }
        Self { from: time.from, to: time.to, as_of: None }
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
