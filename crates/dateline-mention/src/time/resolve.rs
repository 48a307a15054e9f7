//! From what the words say to days of the calendar.

use jiff::civil::Date;

use super::{
    TimeKind,
    cycle::{first_from, in_month, in_year, last_until},
    duration::length_value,
    expression::{Anchor, Cycle, Found, Length, Meaning, Pick, Side},
    lexicon::{Edge, LEXICON},
    stretch::{Stretch, Unit, cut, shift_days},
    tense::Leaning,
};

/// What an expression comes to.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Resolved {
    pub(super) kind: TimeKind,
    pub(super) value: Option<String>,
    pub(super) from: Option<Date>,
    pub(super) to: Option<Date>,
    pub(super) why: Option<&'static str>,
}

/// Resolves expressions in text order; remembers the time that the text spoke of last.
#[derive(Debug, Clone)]
pub(super) struct Resolver {
    /// The dispatch's date.
    pub(super) reference: Option<Date>,
    // Tells whether the text recounts times long past rather than the news of the day.
    is_history: bool,
    // The last stretch of the calendar that the text spoke of.
    focus: Option<Focus>,
    // The last day, not after the dispatch's, that the text spoke of.
    last_day: Option<Stretch>,
}

#[derive(Debug, Clone, Copy)]
struct Focus {
    stretch: Stretch,
    // Tells whether its year is written out.
    has_year: bool,
    n_line: usize,
}

impl Resolver {
    /// Begins a dispatch of that date, whose expressions are `found`.
    pub(super) fn new<'f>(reference: Option<Date>, found: impl Iterator<Item = &'f Found>) -> Self {
        Self { reference, is_history: is_history(reference, found), focus: None, last_day: None }
    }

    /// Resolves an expression in the `n_line`-th sentence.
    pub(super) fn resolve(&mut self, found: &Found, leaning: Leaning, n_line: usize) -> Resolved {
        match &found.meaning {
            Meaning::Length(length) => self.length(*length),
            Meaning::Indefinite(value) => without_days(TimeKind::Duration, value),
            Meaning::Repeating(value) => without_days(TimeKind::Set, value),
            Meaning::Vague(value) => self.vague(value),
            meaning => {
                let stretch = match self.year_ago(found, n_line) {
                    Some(quarter) => Ok(quarter),
                    None => self.stretch(meaning, leaning, n_line),
                };
                if let Ok(stretch) = stretch {
                    self.remember(meaning, stretch, n_line);
                }
                self.on_calendar(stretch, found)
            }
        }
    }

    /// Resolves `a year ago` beside a quarter: figures are compared by the quarter.
    fn year_ago(&self, found: &Found, n_line: usize) -> Option<Stretch> {
        let is_year_ago = found.rule == "time.ago"
            && found.meaning == Meaning::Away { unit: Unit::Year, n: -1, from: Anchor::Dispatch };
        let focus = self.focus.filter(|focus| n_line - focus.n_line <= NEAR_LINES);
        let quarter = focus?.stretch;
        (is_year_ago && quarter.unit == Unit::Quarter).then(|| quarter.shift_years(-1)).flatten()
    }

    fn remember(&mut self, meaning: &Meaning, stretch: Stretch, n_line: usize) {
        // `a year earlier` compares; the text goes on from where it was.
        if matches!(meaning, Meaning::Away { unit: Unit::Year, n: ..0, .. }) {
            return;
        }
        let had_year = self.focus.is_some_and(|focus| focus.has_year && n_line - focus.n_line <= 3);
        let has_year = match meaning {
            Meaning::Fixed(_) => true,
            Meaning::OneOf(Cycle::Weekday(_) | Cycle::Weekend, _) => false,
            Meaning::OneOf(_, Pick::Bare) | Meaning::Same(_) | Meaning::Clock => had_year,
            Meaning::Away { from, .. } => *from == Anchor::Text && had_year,
            _ => false,
        };
        self.focus = Some(Focus { stretch, has_year, n_line });
        let has_come = self.reference.is_none_or(|day| stretch.first <= day);
        if stretch.unit == Unit::Day && has_come {
            self.last_day = Some(stretch);
        }
    }

    fn on_calendar(&self, stretch: Result<Stretch, &'static str>, found: &Found) -> Resolved {
        let kind = if found.clock.is_some() { TimeKind::Time } else { TimeKind::Date };
        let stretch = match stretch {
            Ok(stretch) => stretch,
            Err(why) => {
                return Resolved { kind, value: None, from: None, to: None, why: Some(why) };
            }
        };
        let (from, to) = self.window(stretch, found.edge);
        let value = match found.clock {
            Some(clock) => format!("{}{}", stretch.value(), clock.value()),
            None => stretch.value(),
        };
        Resolved { kind, value: Some(value), from: Some(from), to: Some(to), why: None }
    }

    /// Returns the days that an edge leaves of a stretch.
    fn window(&self, stretch: Stretch, edge: Option<Edge>) -> (Date, Date) {
        let (first, last) = (stretch.first, stretch.last());
        match (edge, self.reference) {
            (None, _) => (first, last),
            (Some(Edge::Before), Some(day)) if first <= day && day <= last => (first, day),
            (Some(Edge::After), Some(day)) if first <= day && day <= last => (day, last),
            (Some(edge), _) => {
                let n_days = first.duration_until(last).as_hours() / 24 + 1;
                cut(first, last, LEXICON.window(stretch.unit, edge, n_days as i32))
            }
        }
    }

    fn length(&self, length: Length) -> Resolved {
        let near = self.reference.filter(|_| length.side != Side::Unknown);
        let far = near.and_then(|day| {
            let n = length.n.filter(|n| n.fract() == 0.0 && *n < 1e6)? as i64;
            shift_days(day, length.unit, if length.side == Side::Past { -n } else { n })
        });
        let (from, to) = if length.side == Side::Past { (far, near) } else { (near, far) };
        let value = Some(length_value(length));
        Resolved { kind: TimeKind::Duration, value, from, to, why: None }
    }

    fn vague(&self, value: &str) -> Resolved {
        let day = self.reference.filter(|_| value == "PRESENT_REF");
        let value = Some(value.to_owned());
        Resolved { kind: TimeKind::Date, value, from: day, to: day, why: None }
    }

    fn stretch(
        &self,
        meaning: &Meaning,
        leaning: Leaning,
        n_line: usize,
    ) -> Result<Stretch, &'static str> {
        let stretch = match *meaning {
            Meaning::Fixed(stretch) => Some(stretch),
            Meaning::OneOf(cycle, Pick::Bare) => self.bare(cycle, leaning, n_line)?,
            Meaning::OneOf(cycle, pick) => self.picked(cycle, pick)?,
            Meaning::Away { unit: Unit::Second | Unit::Minute | Unit::Hour, .. } => {
                return Err("the hour it counts from is not known");
            }
            Meaning::Away { unit, n, from: Anchor::Dispatch } => {
                shift_days(self.dispatch()?, unit, n).map(|day| Stretch::around(unit, day))
            }
            Meaning::Away { unit, n, from: Anchor::Text } => {
                away_from(self.day_counted_from(unit).map_or_else(|| self.text(), Ok)?, unit, n)
            }
            Meaning::Same(Unit::Day) if leaning == Leaning::Past => Some(self.same_past_day()?),
            Meaning::Same(unit) => Some(self.same(unit)?),
            Meaning::Clock => Some(self.day_nearby(n_line)?),
            Meaning::Unclear(why) => return Err(why),
            Meaning::Length(_)
            | Meaning::Indefinite(_)
            | Meaning::Repeating(_)
            | Meaning::Vague(_) => None,
        };
        stretch.ok_or("it lies outside the calendar")
    }

    fn dispatch(&self) -> Result<Date, &'static str> {
        self.reference.ok_or("the dispatch has no date to count from")
    }

    /// Returns the stretch that the text spoke of; before the first, the dispatch's day.
    fn text(&self) -> Result<Stretch, &'static str> {
        match self.focus {
            Some(focus) => Ok(focus.stretch),
            None => Ok(Stretch::around(Unit::Day, self.dispatch()?)),
        }
    }

    /// Returns the day that days or weeks are counted from where the text has spoken of a longer
    /// stretch since: `three days earlier` is not counted from a month.
    fn day_counted_from(&self, unit: Unit) -> Option<Stretch> {
        let counts_days = matches!(unit, Unit::Day | Unit::Week);
        let is_longer = self.focus.is_some_and(|focus| focus.stretch.unit > Unit::Week);
        self.last_day.filter(|_| counts_days && is_longer)
    }

    /// Returns the day of `died that evening`: none that is still to come.
    fn same_past_day(&self) -> Result<Stretch, &'static str> {
        let day = self.same(Unit::Day)?;
        let is_ahead = self.reference.is_some_and(|today| day.first > today);
        Ok(self.last_day.filter(|_| is_ahead).unwrap_or(day))
    }

    fn same(&self, unit: Unit) -> Result<Stretch, &'static str> {
        let focus = self.focus.map(|focus| focus.stretch);
        match focus.filter(|focus| focus.unit <= unit) {
            Some(focus) if focus.unit == unit => Ok(focus),
            Some(focus) => Ok(Stretch::around(unit, focus.first)),
            // `the quarter` that is reported on has ended.
            None if unit == Unit::Quarter => Stretch::around(unit, self.dispatch()?)
                .shift(-1)
                .ok_or("it lies outside the calendar"),
            None => Ok(Stretch::around(unit, self.dispatch()?)),
        }
    }

    /// Returns the day that a bare time of day falls on.
    fn day_nearby(&self, n_line: usize) -> Result<Stretch, &'static str> {
        let near = self
            .focus
            .filter(|focus| focus.stretch.unit == Unit::Day && n_line - focus.n_line <= NEAR_LINES);
        near.map(|focus| focus.stretch).ok_or("no day stands near it")
    }

    fn bare(
        &self,
        cycle: Cycle,
        leaning: Leaning,
        n_line: usize,
    ) -> Result<Option<Stretch>, &'static str> {
        let beside = self.in_focused_month(cycle, leaning, n_line);
        if let Some(stretch) = beside.or_else(|| self.beside_focus(cycle, leaning, n_line)) {
            return Ok(Some(stretch));
        }
        let day = self.dispatch()?;
        let (before, after) = (last_until(cycle, day), first_from(cycle, day));
        Ok(match (cycle, leaning) {
            (Cycle::Weekday(_) | Cycle::DayOfMonth(..), Leaning::Future) => after,
            (Cycle::DayOfMonth(..), Leaning::Past) => before,
            (Cycle::MonthDay(..) | Cycle::DayOfMonth(..) | Cycle::Holiday(_), _) => {
                nearest(day, before, after, leaning)
            }
            (Cycle::Month(_) | Cycle::Season(_), Leaning::Future) => {
                before.filter(|stretch| stretch.last() >= day).or(after)
            }
            _ => before,
        })
    }

    /// Resolves `the 28th` by the month that the text spoke of just before, where that lies on the side
    /// that tense tells.
    fn in_focused_month(&self, cycle: Cycle, leaning: Leaning, n_line: usize) -> Option<Stretch> {
        let focus = self.focus.filter(|focus| {
            matches!(focus.stretch.unit, Unit::Day | Unit::Month)
                && n_line - focus.n_line <= NEAR_LINES
        })?;
        let stretch = in_month(cycle, focus.stretch.first)?;
        let fits = self.reference.is_none_or(|day| match leaning {
            Leaning::Past => stretch.first <= day,
            Leaning::Future => stretch.first >= day,
            Leaning::Unsaid => true,
        });
        fits.then_some(stretch)
    }

    /// Resolves a bare day or month by a full date of long ago that stands before it: in history
    /// the next one from there, in news only within the sentence.
    fn beside_focus(&self, cycle: Cycle, leaning: Leaning, n_line: usize) -> Option<Stretch> {
        let focus =
            self.focus.filter(|focus| focus.has_year && focus.stretch.unit <= Unit::Year)?;
        let year = focus.stretch.first.year();
        let is_long_ago = self.reference.is_none_or(|day| day.year() - year >= 2);
        if !is_long_ago {
            return None;
        }
        if self.is_history {
            let earliest = shift_days(focus.stretch.first, Unit::Month, -HISTORY_BACK_MONTHS)?;
            return first_from(cycle, earliest);
        }
        let is_beside = focus.n_line == n_line
            && focus.stretch.unit == Unit::Day
            && matches!(cycle, Cycle::MonthDay(..))
            && leaning != Leaning::Future;
        is_beside.then(|| in_year(cycle, year)).flatten()
    }

    fn picked(&self, cycle: Cycle, pick: Pick) -> Result<Option<Stretch>, &'static str> {
        Ok(match pick {
            Pick::Previous => before(cycle, self.text()?.first),
            Pick::Following => after(cycle, self.text()?.last()),
            Pick::Last => before(cycle, self.dispatch()?),
            Pick::Next => after(cycle, self.dispatch()?),
            Pick::This => running(cycle, self.dispatch()?),
            Pick::YearAway(n) => {
                let year = i64::from(self.dispatch()?.year()) + n;
                i16::try_from(year).ok().and_then(|year| in_year(cycle, year))
            }
            Pick::Bare => last_until(cycle, self.dispatch()?),
        })
    }
}

fn without_days(kind: TimeKind, value: &str) -> Resolved {
    Resolved { kind, value: Some(value.to_owned()), from: None, to: None, why: None }
}

/// Tells whether most dates with a year lie two years or more before the dispatch's, and outnumber
/// the days that count from it.
fn is_history<'f>(reference: Option<Date>, found: impl Iterator<Item = &'f Found>) -> bool {
    let (mut n_old, mut n_others) = (0, 0);
    for found in found {
        match found.meaning {
            Meaning::Fixed(stretch) => match reference {
                Some(day) if day.year() - stretch.first.year() < 2 => n_others += 1,
                _ => n_old += 1,
            },
            Meaning::Away { from: Anchor::Dispatch, .. } | Meaning::OneOf(Cycle::Weekday(_), _) => {
                n_others += 1;
            }
            _ => {}
        }
    }
    n_old >= HISTORY_DATES && n_old > 2 * n_others
}

/// Returns the last one that ended before a day.
fn before(cycle: Cycle, day: Date) -> Option<Stretch> {
    let last = last_until(cycle, day.yesterday().ok()?)?;
    if last.last() < day { Some(last) } else { last_until(cycle, last.first.yesterday().ok()?) }
}

/// Returns the first one that begins after a day.
fn after(cycle: Cycle, day: Date) -> Option<Stretch> {
    first_from(cycle, day.tomorrow().ok()?)
}

/// Returns the one of the running year or week.
fn running(cycle: Cycle, day: Date) -> Option<Stretch> {
    match cycle {
        Cycle::Weekday(weekday) => {
            let monday = Stretch::around(Unit::Week, day).first;
            first_from(Cycle::Weekday(weekday), monday)
        }
        Cycle::Weekend => Some(Stretch::around(Unit::Weekend, day)),
        _ => {
            let last = last_until(cycle, day).filter(|stretch| stretch.last() >= day);
            last.or_else(|| in_year(cycle, day.year()))
        }
    }
}

/// Returns the nearer of two; tense decides where it speaks clearly.
fn nearest(
    day: Date,
    before: Option<Stretch>,
    after: Option<Stretch>,
    leaning: Leaning,
) -> Option<Stretch> {
    let (Some(before), Some(after)) = (before, after) else { return before.or(after) };
    let days_back = before.first.duration_until(day);
    let days_ahead = day.duration_until(after.first);
    let is_future = match leaning {
        Leaning::Future => days_ahead.as_hours() / 24 < 300,
        Leaning::Past => days_ahead.as_hours() / 24 < 75 && days_ahead < days_back,
        Leaning::Unsaid => days_ahead < days_back,
    };
    Some(if is_future { after } else { before })
}

/// Counts from a time in the text: `a year earlier` than a quarter is a quarter.
fn away_from(focus: Stretch, unit: Unit, n: i64) -> Option<Stretch> {
    if unit == Unit::Year && n.abs() == 1 && focus.unit < Unit::Year {
        return focus.shift_years(n);
    }
    if unit == focus.unit {
        return focus.shift(n);
    }
    let day = if n > 0 { focus.last() } else { focus.first };
    Some(Stretch::around(unit, shift_days(day, unit, n)?))
}

/// How many sentences away a day may stand that a bare time of day falls on.
const NEAR_LINES: usize = 3;

/// How many dates of long ago make a text a history.
const HISTORY_DATES: usize = 5;

/// How far before the last date of a history the next bare one may lie.
const HISTORY_BACK_MONTHS: i64 = 4;
