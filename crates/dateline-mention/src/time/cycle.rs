//! Which Saturday, which February, which third quarter.

use jiff::{ToSpan, civil::Date};

use super::{
    expression::Cycle,
    lexicon::Holiday,
    stretch::{Stretch, Unit, easter, shift_days},
};

/// Returns the one of a yearly cycle that falls in (or begins in) a year.
pub(super) fn in_year(cycle: Cycle, year: i16) -> Option<Stretch> {
    match cycle {
        Cycle::MonthDay(month, day) => Stretch::day(year, month, day),
        Cycle::Month(month) => Some(Stretch::month(year, month)),
        Cycle::Season(season) => Some(Stretch::season(year, season)),
        Cycle::Quarter(nth) => {
            Some(Stretch { unit: Unit::Quarter, ..Stretch::month(year, nth * 3 - 2) })
        }
        Cycle::Half(nth) => Some(Stretch { unit: Unit::Half, ..Stretch::month(year, nth * 6 - 5) }),
        Cycle::Holiday(holiday) => day_of_holiday(holiday, year),
        Cycle::DayOfMonth(..) | Cycle::Weekday(_) | Cycle::Weekend => None,
    }
}

/// Returns the last one that begins on or before a day.
pub(super) fn last_until(cycle: Cycle, day: Date) -> Option<Stretch> {
    match cycle {
        Cycle::Weekday(weekday) => {
            let back = (day.weekday().to_monday_one_offset() - weekday).rem_euclid(7);
            let date = day.checked_sub(i64::from(back).days()).ok()?;
            Some(Stretch::around(Unit::Day, date))
        }
        Cycle::Weekend => {
            let this = Stretch::around(Unit::Weekend, day);
            if this.first <= day { Some(this) } else { this.shift(-1) }
        }
        Cycle::DayOfMonth(..) => (0..=MOST_MONTHS)
            .filter_map(|back| {
                in_month(cycle, shift_days(day.first_of_month(), Unit::Month, -back)?)
            })
            .find(|stretch| stretch.first <= day),
        // A leap day may be eight years away from the next.
        _ => (0..=8)
            .filter_map(|back| in_year(cycle, day.year().checked_sub(back)?))
            .find(|stretch| stretch.first <= day),
    }
}

/// Returns the first one that begins on or after a day.
pub(super) fn first_from(cycle: Cycle, day: Date) -> Option<Stretch> {
    match cycle {
        Cycle::Weekday(_) | Cycle::Weekend => {
            let before = last_until(cycle, day)?;
            if before.first == day { Some(before) } else { before.shift_cycle() }
        }
        Cycle::DayOfMonth(..) => (0..=MOST_MONTHS)
            .filter_map(|ahead| {
                in_month(cycle, shift_days(day.first_of_month(), Unit::Month, ahead)?)
            })
            .find(|stretch| stretch.first >= day),
        _ => (0..=8)
            .filter_map(|ahead| in_year(cycle, day.year().checked_add(ahead)?))
            .find(|stretch| stretch.first >= day),
    }
}

/// Returns the day of a month that a day lies in, where it is the weekday asked for.
pub(super) fn in_month(cycle: Cycle, month: Date) -> Option<Stretch> {
    let Cycle::DayOfMonth(day, weekday) = cycle else { return None };
    let day = Stretch::day(month.year(), month.month(), day)?;
    let is_weekday = |weekday| day.first.weekday().to_monday_one_offset() == weekday;
    weekday.is_none_or(is_weekday).then_some(day)
}

/// Within so many months every day of the month has been every weekday, but for a 31st.
const MOST_MONTHS: i64 = 24;

impl Stretch {
    /// Moves a weekday or a weekend to the next one.
    fn shift_cycle(self) -> Option<Self> {
        Some(Self { first: self.first.checked_add(1.week()).ok()?, ..self })
    }
}

fn day_of_holiday(holiday: Holiday, year: i16) -> Option<Stretch> {
    match holiday {
        Holiday::Fixed { month, day } => Stretch::day(year, month, day),
        Holiday::Nth { month, weekday, nth } => {
            let first = Stretch::month(year, month);
            let day = if nth == 9 {
                last_until(Cycle::Weekday(weekday), first.last())?
            } else {
                let day = first_from(Cycle::Weekday(weekday), first.first)?;
                day.shift(7 * i64::from(nth - 1))?
            };
            Some(day)
        }
        Holiday::Easter(days) => Stretch::around(Unit::Day, easter(year)?).shift(days),
    }
}
