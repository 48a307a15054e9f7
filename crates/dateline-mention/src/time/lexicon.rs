//! The word lists of times, read once.

use std::sync::LazyLock;

use dateline_text::Evidence;
use rustc_hash::{FxHashMap, FxHashSet};

use super::stretch::{Season, Unit};
use crate::quantity::{Phrases, cell, rows};

/// What an edge word picks of a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    /// `early October`.
    Start,
    /// `mid-October`.
    Mid,
    /// `the end of October`.
    End,
    /// `earlier this month`: up to the dispatch's date.
    Before,
    /// `later this month`: from the dispatch's date on.
    After,
}

/// The rule behind a day with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holiday {
    /// The same day each year.
    Fixed { month: i8, day: i8 },
    /// The `nth` weekday (1 = Monday) of a month; 9th = the last.
    Nth { month: i8, weekday: i8, nth: i8 },
    /// So many days after Easter Sunday.
    Easter(i64),
}

/// A part of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DayPart {
    /// TIMEX3 token: `TMO`, `T12:00`.
    pub(super) token: &'static str,
    /// Tells whether it needs a day or a determiner beside it.
    pub(super) needs_day: bool,
}

/// What a verb, or a noun made of one, tells of when something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum VerbUse {
    /// What is said below it lies ahead: `agreed to meet`.
    Ahead,
    /// In the present tense it tells a plan: `polls open on Sunday`.
    Scheduled,
    /// What is said below it goes with it, even in the present: `seems to fall`.
    Same,
}

/// Every table of `lexicons/times`.
pub(super) struct Lexicon {
    /// Month, and whether the name is another word too.
    pub(super) months: FxHashMap<String, (i8, bool)>,
    /// Weekday (1 = Monday), and whether the name is another word too.
    pub(super) weekdays: FxHashMap<String, (i8, bool)>,
    /// Unit, how many of it, and whether the word is a plural.
    pub(super) units: FxHashMap<&'static str, (Unit, u32, bool)>,
    pub(super) day_parts: FxHashMap<&'static str, DayPart>,
    /// Season, and whether the name is another word too.
    pub(super) seasons: FxHashMap<&'static str, (Season, bool)>,
    /// Value, and whether a preposition must stand before.
    pub(super) references: Phrases<(&'static str, bool)>,
    pub(super) sets: FxHashMap<&'static str, &'static str>,
    pub(super) edges: Phrases<Edge>,
    /// Expressions that each rule found on the tuning data, and those that were right.
    measured: FxHashMap<&'static str, (u32, u32)>,
    edge_days: Vec<(&'static str, &'static str, (i32, i32))>,
    pub(super) approximations: Phrases<()>,
    pub(super) holidays: Phrases<Holiday>,
    /// Words after four digits that show them to be a count.
    pub(super) counted: FxHashSet<&'static str>,
    /// Words before a month or a year, and which of them they open.
    openings: FxHashMap<&'static str, &'static str>,
    /// Words that point to the future (`true`) or the past.
    pub(super) cues: FxHashMap<&'static str, bool>,
    verbs: FxHashMap<&'static str, VerbUse>,
}

/// The lexicon, read at first use.
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon {
    months: rows(include_str!("../../../../lexicons/times/months.tsv"))
        .filter_map(|row| Some((row[0].to_ascii_lowercase(), (cell(&row, 1)?, row.len() > 2))))
        .collect(),
    weekdays: rows(include_str!("../../../../lexicons/times/weekdays.tsv"))
        .filter_map(|row| Some((row[0].to_ascii_lowercase(), (cell(&row, 1)?, row.len() > 2))))
        .collect(),
    units: rows(include_str!("../../../../lexicons/times/units.tsv"))
        .flat_map(|row| read_unit(&row))
        .collect(),
    day_parts: rows(include_str!("../../../../lexicons/times/day-parts.tsv"))
        .map(|row| (row[0], DayPart { token: row[1], needs_day: row[2] == "of" }))
        .collect(),
    seasons: rows(include_str!("../../../../lexicons/times/seasons.tsv"))
        .filter_map(|row| {
            let season = Season { code: row[1], first_month: cell(&row, 2)? };
            Some((row[0], (season, row.len() > 3)))
        })
        .collect(),
    references: rows(include_str!("../../../../lexicons/times/references.tsv"))
        .map(|row| (row[0].to_owned(), (row[1], row[2] == "prep")))
        .collect(),
    sets: rows(include_str!("../../../../lexicons/times/sets.tsv"))
        .map(|row| (row[0], row[1]))
        .collect(),
    edges: rows(include_str!("../../../../lexicons/times/edges.tsv"))
        .filter_map(|row| Some((row[0].to_owned(), read_edge(row[1])?)))
        .collect(),
    edge_days: rows(include_str!("../../../../lexicons/times/edge-days.tsv"))
        .filter_map(|row| Some((row[0], row[1], (cell(&row, 2)?, cell(&row, 3)?))))
        .collect(),
    measured: rows(include_str!("../../../../lexicons/times/measured.tsv"))
        .filter_map(|row| Some((row[0], (cell(&row, 1)?, cell(&row, 2)?))))
        .collect(),
    approximations: rows(include_str!("../../../../lexicons/times/approximations.tsv"))
        .map(|row| (row[0].to_owned(), ()))
        .collect(),
    holidays: rows(include_str!("../../../../lexicons/times/holidays.tsv"))
        .filter_map(|row| Some((row[0].to_ascii_lowercase(), read_holiday(row[1])?)))
        .collect(),
    counted: rows(include_str!("../../../../lexicons/times/counted.tsv"))
        .map(|row| row[0])
        .collect(),
    openings: rows(include_str!("../../../../lexicons/times/openings.tsv"))
        .map(|row| (row[0], row[1]))
        .collect(),
    cues: rows(include_str!("../../../../lexicons/times/cues.tsv"))
        .map(|row| (row[0], row[1] == "future"))
        .collect(),
    verbs: rows(include_str!("../../../../lexicons/times/verbs.tsv"))
        .filter_map(|row| Some((row[0], read_use(row[1])?)))
        .collect(),
});

/// Returns the evidence of a rule, with its precision where the tuning data hold enough of it.
pub(super) fn evidence(rule: &'static str) -> Evidence {
    match LEXICON.measured.get(rule) {
        Some(&(n_found, n_right)) if n_found >= LEAST_MEASURED => {
            Evidence::measured(rule, f64::from(n_right) / f64::from(n_found))
        }
        _ => Evidence::unmeasured(rule),
    }
}

/// How many expressions a rule must have found before its precision is told.
const LEAST_MEASURED: u32 = 10;

impl Lexicon {
    /// Tells whether a name behind a word is that of a month.
    pub(super) fn opens_month(&self, word: &str) -> bool {
        self.openings.get(word).is_some_and(|what| *what != "year")
    }

    /// Tells whether four digits behind a word are a year.
    pub(super) fn opens_year(&self, word: &str) -> bool {
        self.openings.get(word).is_some_and(|what| *what != "month")
    }

    /// Returns what a verb or noun tells of when something is.
    pub(super) fn verb_use(&self, lemma: &str) -> Option<VerbUse> {
        self.verbs.get(lemma).copied()
    }

    /// Returns the first and last day (0 = the last) that an edge picks of `n_days` days.
    pub(super) fn window(&self, unit: Unit, edge: Edge, n_days: i32) -> (i32, i32) {
        let unit = if unit == Unit::Month { "month" } else { "week" };
        let edge_word = match edge {
            Edge::Start | Edge::Before => "start",
            Edge::Mid => "mid",
            Edge::End | Edge::After => "end",
        };
        let row = self.edge_days.iter().find(|(u, e, _)| *u == unit && *e == edge_word);
        match row {
            Some((_, _, days)) if matches!(n_days, 7 | 28..=31) => *days,
            _ => match edge {
                Edge::Start | Edge::Before => (1, (n_days / 3).max(1)),
                Edge::Mid => (n_days / 3 + 1, (n_days * 2 / 3).max(1)),
                Edge::End | Edge::After => (n_days * 2 / 3 + 1, 0),
            },
        }
    }
}

fn read_unit(row: &[&'static str]) -> Vec<(&'static str, (Unit, u32, bool))> {
    match (Unit::parse(row[2]), cell(row, 3)) {
        (Some(unit), Some(n)) => vec![(row[0], (unit, n, false)), (row[1], (unit, n, true))],
        _ => Vec::new(),
    }
}

fn read_use(word: &str) -> Option<VerbUse> {
    match word {
        "ahead" => Some(VerbUse::Ahead),
        "scheduled" => Some(VerbUse::Scheduled),
        "same" => Some(VerbUse::Same),
        _ => None,
    }
}

fn read_edge(word: &str) -> Option<Edge> {
    match word {
        "start" => Some(Edge::Start),
        "mid" => Some(Edge::Mid),
        "end" => Some(Edge::End),
        "before" => Some(Edge::Before),
        "after" => Some(Edge::After),
        _ => None,
    }
}

fn read_holiday(rule: &str) -> Option<Holiday> {
    if let Some(days) = rule.strip_prefix("easter") {
        return days.parse().ok().map(Holiday::Easter);
    }
    let (month, day) = rule.split_once('-')?;
    let month = month.parse().ok()?;
    match day.split_once('#') {
        Some((weekday, nth)) => {
            Some(Holiday::Nth { month, weekday: weekday.parse().ok()?, nth: nth.parse().ok()? })
        }
        None => Some(Holiday::Fixed { month, day: day.parse().ok()? }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every row of a table must be one that the program understands.
    fn check(table: &'static str, n_read: usize) {
        assert_eq!(rows(table).count(), n_read);
    }

    #[test]
    fn every_row_is_read() {
        let lexicon = &*LEXICON;
        check(include_str!("../../../../lexicons/times/months.tsv"), lexicon.months.len());
        check(include_str!("../../../../lexicons/times/weekdays.tsv"), lexicon.weekdays.len());
        check(include_str!("../../../../lexicons/times/units.tsv"), lexicon.units.len() / 2);
        check(include_str!("../../../../lexicons/times/seasons.tsv"), lexicon.seasons.len());
        check(include_str!("../../../../lexicons/times/sets.tsv"), lexicon.sets.len());
        check(include_str!("../../../../lexicons/times/cues.tsv"), lexicon.cues.len());
        check(include_str!("../../../../lexicons/times/verbs.tsv"), lexicon.verbs.len());
        check(include_str!("../../../../lexicons/times/openings.tsv"), lexicon.openings.len());
        check(include_str!("../../../../lexicons/times/edge-days.tsv"), lexicon.edge_days.len());
        let n_holidays = lexicon.holidays.len();
        check(include_str!("../../../../lexicons/times/holidays.tsv"), n_holidays);
    }
}
