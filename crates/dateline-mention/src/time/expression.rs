//! What the words of an expression say, before anything is counted from a date.

use super::{
    lexicon::{Edge, Holiday},
    stretch::{Season, Stretch, Unit},
};
use crate::quantity::Line;

/// An expression that a rule has read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    /// One past its last lexeme.
    pub(super) end: usize,
    /// What it says.
    pub(super) meaning: Meaning,
    /// The time of day it says.
    pub(super) clock: Option<Clock>,
    /// The part of the stretch it says.
    pub(super) edge: Option<Edge>,
    /// The rule that read it.
    pub(super) rule: &'static str,
}

impl Found {
    /// Makes an expression without a time of day.
    pub(super) fn new(rule: &'static str, end: usize, meaning: Meaning) -> Self {
        Self { end, meaning, clock: None, edge: None, rule }
    }

    /// Adds a time of day that ends at `end`.
    pub(super) fn at_clock(mut self, clock: Clock, end: usize) -> Self {
        self.clock = Some(clock);
        self.end = self.end.max(end);
        self
    }
}

/// A rule reads an expression that begins at a place, or none.
pub(super) type Rule = fn(&Line<'_>, usize) -> Option<Found>;

/// What an expression says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Meaning {
    /// A stretch that needs no other date: `10 February 2024`, `the 1990s`.
    Fixed(Stretch),
    /// One of a kind that comes again: `Saturday`, `February 10`, `the third quarter`.
    OneOf(Cycle, Pick),
    /// So many units away from a date: `yesterday`, `last week`, `three months ago`.
    Away { unit: Unit, n: i64, from: Anchor },
    /// The last stretch of that unit that the text spoke of: `that year`, `the quarter`.
    Same(Unit),
    /// A length of time.
    Length(Length),
    /// A length of time that nothing measures, as a TIMEX3 value.
    Indefinite(&'static str),
    /// Something that comes again, as a TIMEX3 value.
    Repeating(String),
    /// `PRESENT_REF` and the like.
    Vague(&'static str),
    /// A time of day alone.
    Clock,
    /// Something that cannot be told, and why.
    Unclear(&'static str),
}

/// A kind of stretch that comes again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cycle {
    /// A day of the month, each year.
    MonthDay(i8, i8),
    /// A day of any month, and the weekday it must be, 1 = Monday: `the 28th`, `Monday 20`.
    DayOfMonth(i8, Option<i8>),
    /// A month, each year.
    Month(i8),
    /// A season, each year.
    Season(Season),
    /// A quarter, 1 to 4.
    Quarter(i8),
    /// A half of the year, 1 or 2.
    Half(i8),
    /// A day with a name.
    Holiday(Holiday),
    /// A weekday, 1 = Monday.
    Weekday(i8),
    /// Saturday and Sunday.
    Weekend,
}

/// Which one of those that come again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pick {
    /// The words do not say; tense and the dates nearby do.
    Bare,
    /// The last one before the dispatch's date.
    Last,
    /// The one in the running cycle: `this summer`.
    This,
    /// The next one after the dispatch's date.
    Next,
    /// The last one before the time the text spoke of.
    Previous,
    /// The next one after the time the text spoke of.
    Following,
    /// The one in a year counted from the dispatch's: `July last year`.
    YearAway(i64),
}

/// The date that an offset counts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    /// The dispatch's date.
    Dispatch,
    /// The time that the text spoke of last.
    Text,
}

/// A length of time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Length {
    /// How many; `None` for `several`.
    pub(super) n: Option<f64>,
    /// Of what.
    pub(super) unit: Unit,
    /// On which side of the dispatch's date it lies: `the past three days`.
    pub(super) side: Side,
}

/// Where a length of time lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// The words do not say.
    Unknown,
    /// It ends on the dispatch's date.
    Past,
    /// It begins on the dispatch's date.
    Future,
}

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clock {
    /// `14:30`; the minutes may be unsaid.
    At(u8, u8),
    /// A part of the day, as a TIMEX3 token.
    Part(&'static str),
}

impl Clock {
    /// Returns what follows the day in a TIMEX3 value.
    pub(super) fn value(self) -> String {
        match self {
            Clock::At(hour, minute) => format!("T{hour:02}:{minute:02}"),
            Clock::Part(token) => token.to_owned(),
        }
    }
}
