//! Stretches of the calendar: a day, a week, a quarter, a decade.

use jiff::{ToSpan, civil::Date};

/// Units of time, from short to long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Month,
    Season,
    Quarter,
    Half,
    Year,
    Decade,
    Century,
}

impl Unit {
    /// Returns the word that the lexicons use.
    pub(super) fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "second" => Unit::Second,
            "minute" => Unit::Minute,
            "hour" => Unit::Hour,
            "day" => Unit::Day,
            "week" => Unit::Week,
            "month" => Unit::Month,
            "quarter" => Unit::Quarter,
            "year" => Unit::Year,
            _ => return None,
        })
    }
}

/// A season of the northern hemisphere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Season {
    /// Code of TIMEX3: `SP`.
    pub(super) code: &'static str,
    /// Its first month; it lasts three.
    pub(super) first_month: i8,
}

/// A stretch of the calendar, from its first day to its last.
///
/// # Notes
/// `first` is always the first day of a stretch of that unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    /// How long it is.
    pub(super) unit: Unit,
    /// Its first day.
    pub(super) first: Date,
    /// Which season, where `unit` is one.
    pub(super) season: Option<Season>,
}

impl Stretch {
    /// Returns the stretch of that unit around a day.
    pub(super) fn around(unit: Unit, day: Date) -> Self {
        let first = match unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => day,
            Unit::Week => monday_of(day),
            Unit::Weekend => saturday_of(day),
            Unit::Month | Unit::Season => day.first_of_month(),
            Unit::Quarter => first_of(day.year(), (day.month() - 1) / 3 * 3 + 1),
            Unit::Half => first_of(day.year(), (day.month() - 1) / 6 * 6 + 1),
            Unit::Year => first_of(day.year(), 1),
            Unit::Decade => first_of(day.year().div_euclid(10) * 10, 1),
            Unit::Century => first_of(day.year().div_euclid(100) * 100, 1),
        };
        Self { unit, first, season: None }
    }

    /// Returns one day; `None` where the calendar has no such day.
    pub(super) fn day(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(|date| Self::around(Unit::Day, date))
    }

    /// Returns one month.
    pub(super) fn month(year: i16, month: i8) -> Self {
        Self::around(Unit::Month, first_of(year, month))
    }

    /// Returns one year.
    pub(super) fn year(year: i16) -> Self {
        Self::around(Unit::Year, first_of(year, 1))
    }

    /// Returns the season that begins in a year.
    pub(super) fn season(year: i16, season: Season) -> Self {
        let first = first_of(year, season.first_month);
        Self { unit: Unit::Season, first, season: Some(season) }
    }

    /// Returns the stretch of the same unit `n` later (earlier where negative).
    pub(super) fn shift(self, n: i64) -> Option<Self> {
        let first = shift_days(self.first, self.unit, n)?;
        Some(Self { first, ..self })
    }

    /// Returns the same stretch of another year.
    pub(super) fn shift_years(self, n: i64) -> Option<Self> {
        let first = shift_days(self.first, Unit::Year, n)?;
        Some(match self.unit {
            Unit::Week | Unit::Weekend => Self::around(self.unit, first),
            _ => Self { first, ..self },
        })
    }

    /// Returns the last day.
    pub(super) fn last(self) -> Date {
        let months = match self.unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => return self.first,
            Unit::Weekend => return self.first.saturating_add(1.day()),
            Unit::Week => return self.first.saturating_add(6.days()),
            Unit::Month => 1,
            Unit::Season | Unit::Quarter => 3,
            Unit::Half => 6,
            Unit::Year => 12,
            Unit::Decade => 120,
            Unit::Century => 1200,
        };
        let next = self.first.saturating_add(months.months());
        next.yesterday().unwrap_or(next)
    }

    /// Returns the value that TIMEX3 has for it.
    pub(super) fn value(self) -> String {
        let (year, month) = (self.first.year(), self.first.month());
        match self.unit {
            _ if year <= 0 => format!("BC{:04}", 1 - i32::from(year)),
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => self.first.to_string(),
            Unit::Week => week_value(self.first),
            Unit::Weekend => format!("{}-WE", week_value(self.first)),
            Unit::Month => format!("{year:04}-{month:02}"),
            Unit::Season => format!("{year:04}-{}", self.season.map_or("XX", |s| s.code)),
            Unit::Quarter => format!("{year:04}-Q{}", (month - 1) / 3 + 1),
            Unit::Half => format!("{year:04}-H{}", (month - 1) / 6 + 1),
            Unit::Year => format!("{year:04}"),
            Unit::Decade => format!("{:03}", year / 10),
            Unit::Century => format!("{:02}", year / 100),
        }
    }
}

/// Moves a day by `n` units; `None` where it leaves the calendar.
pub(super) fn shift_days(day: Date, unit: Unit, n: i64) -> Option<Date> {
    let span = jiff::Span::new();
    let span = match unit {
        Unit::Second | Unit::Minute | Unit::Hour => Ok(span),
        Unit::Day => span.try_days(n),
        Unit::Week | Unit::Weekend => span.try_weeks(n),
        Unit::Month => span.try_months(n),
        Unit::Quarter => span.try_months(n.saturating_mul(3)),
        Unit::Half => span.try_months(n.saturating_mul(6)),
        Unit::Season | Unit::Year => span.try_years(n),
        Unit::Decade => span.try_years(n.saturating_mul(10)),
        Unit::Century => span.try_years(n.saturating_mul(100)),
    };
    let span = span.ok()?;
    day.checked_add(span).ok()
}

/// Returns the days of a stretch that an edge (`early`, `mid`, `late`) picks, by the table of edges.
pub(super) fn cut(first: Date, last: Date, window: (i32, i32)) -> (Date, Date) {
    let at = |n: i32| first.saturating_add(i64::from(n - 1).days()).min(last);
    (at(window.0), if window.1 == 0 { last } else { at(window.1) })
}

/// Returns the date of Easter Sunday.
///
/// # Source
/// The anonymous Gregorian algorithm (Meeus, Jones, Butcher).
#[expect(clippy::many_single_char_names, reason = "the letters are the source's")]
pub(super) fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (b - (b + 8) / 25 + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let l = (32 + 2 * e + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let days = h + l - 7 * m + 114;
    Date::new(year, (days / 31) as i8, (days % 31 + 1) as i8).ok()
}

fn first_of(year: i16, month: i8) -> Date {
    Date::new(year, month.clamp(1, 12), 1).unwrap_or(Date::MIN)
}

fn monday_of(day: Date) -> Date {
    day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days())
}

fn saturday_of(day: Date) -> Date {
    monday_of(day).saturating_add(5.days())
}

fn week_value(day: Date) -> String {
    let week = day.iso_week_date();
    format!("{:04}-W{:02}", week.year(), week.week())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn check(unit: Unit, day: Date, expected: &str) {
        let stretch = Stretch::around(unit, day);
        let words = format!("{} {} {}", stretch.value(), stretch.first, stretch.last());
        assert_eq!(words, expected);
    }

    #[test]
    fn stretches_cover_their_days() {
        let day = date(2024, 2, 11);
        check(Unit::Day, day, "2024-02-11 2024-02-11 2024-02-11");
        check(Unit::Week, day, "2024-W06 2024-02-05 2024-02-11");
        check(Unit::Weekend, day, "2024-W06-WE 2024-02-10 2024-02-11");
        check(Unit::Month, day, "2024-02 2024-02-01 2024-02-29");
        check(Unit::Quarter, day, "2024-Q1 2024-01-01 2024-03-31");
        check(Unit::Half, day, "2024-H1 2024-01-01 2024-06-30");
        check(Unit::Year, day, "2024 2024-01-01 2024-12-31");
        check(Unit::Decade, day, "202 2020-01-01 2029-12-31");
        check(Unit::Century, day, "20 2000-01-01 2099-12-31");
    }

    #[test]
    fn shifts_stop_at_the_end_of_the_calendar() {
        let day = date(2024, 2, 29);
        assert_eq!(shift_days(day, Unit::Year, 1), Some(date(2025, 2, 28)));
        assert_eq!(shift_days(day, Unit::Quarter, -1), Some(date(2023, 11, 29)));
        for unit in [Unit::Day, Unit::Week, Unit::Month, Unit::Quarter, Unit::Year, Unit::Century] {
            assert_eq!(shift_days(Date::MAX, unit, i64::MAX), None);
        }
    }

    #[test]
    fn easter_falls_on_its_sundays() {
        assert_eq!(easter(2024), Some(date(2024, 3, 31)));
        assert_eq!(easter(2000), Some(date(2000, 4, 23)));
        assert_eq!(easter(2038), Some(date(2038, 4, 25)));
    }
}
