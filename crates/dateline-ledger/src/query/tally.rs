//! Who published, who spoke, which places are named: how often, and over which days.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use dateline_mention::name_key;
use rusqlite::Row;
use serde::Serialize;

use super::claim::{dispatch_question, event_question, figure_question, statement_question};
use super::filter::Narrow;
use super::question::{Condition, Question};
use crate::{Ledger, Result};

/// An outlet, and what it published.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the columns are described in docs/ledger.md")]
pub struct OutletRow {
    pub outlet: String,
    pub n_dispatches: u32,
    pub n_stories: u32,
    /// Different texts; the others are copies of these.
    pub n_origins: u32,
    pub first_day: Option<String>,
    pub last_day: Option<String>,
}

/// A person or body who says something, across dispatches, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the columns are described in docs/ledger.md")]
pub struct SpeakerRow {
    /// The name as it is most often spelled.
    pub speaker: String,
    /// Kind of entity, as most dispatches have it.
    pub kind: Option<String>,
    pub n_statements: u32,
    pub n_dispatches: u32,
    pub n_outlets: u32,
    /// Outlets that report it, in alphabetical order.
    pub outlets: Vec<String>,
    pub first_day: Option<String>,
    pub last_day: Option<String>,
}

/// A place, and how often it is named.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[allow(missing_docs, reason = "the columns are described in docs/ledger.md")]
pub struct PlaceRow {
    pub place: String,
    pub country: Option<String>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub n_mentions: u32,
    pub n_dispatches: u32,
    /// Events that happened there.
    pub n_events: u32,
    /// Figures of what happened there.
    pub n_figures: u32,
}

/// Returns the outlets of the dispatches that fit, those with most of them first.
pub(super) fn outlets(ledger: &Ledger, narrow: &Narrow<'_>) -> Result<Vec<OutletRow>> {
    let question = Question {
        columns: "o.outlet, d.id, k.story, k.origin, d.day",
        joins: "JOIN appearances AS o ON o.reading = d.reading AND o.outlet <> ''
                LEFT JOIN story_dispatches AS k ON k.reading = d.reading",
        limit: None,
        ..dispatch_question(narrow)?
    };
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    each(ledger, &question, |[outlet, dispatch, story, origin, day]| {
        let outlet = outlet.unwrap_or_default();
        let is_asked = |asked: &String| asked.eq_ignore_ascii_case(&outlet);
        if narrow.outlets.is_empty() || narrow.outlets.iter().any(is_asked) {
            let tally = tallies.entry(outlet.to_ascii_lowercase()).or_default();
            tally.names.add(outlet);
            tally.add(dispatch, day);
            tally.stories.extend(story);
            tally.origins.extend(origin);
        }
    })?;
    let row = |tally: Tally| OutletRow {
        outlet: tally.names.most_common().unwrap_or_default(),
        n_dispatches: tally.dispatches.len() as u32,
        n_stories: tally.stories.len() as u32,
        n_origins: tally.origins.len() as u32,
        first_day: tally.first_day,
        last_day: tally.last_day,
    };
    let mut rows: Vec<OutletRow> = tallies.into_values().map(row).collect();
    rows.sort_by(|a, b| b.n_dispatches.cmp(&a.n_dispatches).then_with(|| a.outlet.cmp(&b.outlet)));
    Ok(rows)
}

/// Returns those who made the statements that fit, those with most of them first.
pub(super) fn speakers(ledger: &Ledger, narrow: &Narrow<'_>) -> Result<Vec<SpeakerRow>> {
    let mut question = Question {
        columns: "r.speaker, d.id, e.kind, d.outlet, d.day",
        joins: "LEFT JOIN entities AS e ON e.reading = r.reading AND e.n = r.source_entity",
        limit: None,
        ..statement_question(narrow)?
    };
    question.conditions.push(Condition::test_alone("r.speaker IS NOT NULL"));
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    each(ledger, &question, |[speaker, dispatch, kind, outlet, day]| {
        let speaker = speaker.unwrap_or_default();
        let tally = tallies.entry(name_key(&speaker)).or_default();
        tally.n_rows += 1;
        tally.names.add(speaker);
        tally.add(dispatch, day);
        tally.outlets.extend(outlet);
        if let Some(kind) = kind {
            tally.kinds.add(kind);
        }
    })?;
    let row = |tally: Tally| SpeakerRow {
        speaker: tally.names.most_common().unwrap_or_default(),
        kind: tally.kinds.most_common(),
        n_statements: tally.n_rows,
        n_dispatches: tally.dispatches.len() as u32,
        n_outlets: tally.outlets.len() as u32,
        outlets: tally.outlets.into_iter().collect(),
        first_day: tally.first_day,
        last_day: tally.last_day,
    };
    let mut rows: Vec<SpeakerRow> = tallies.into_values().map(row).collect();
    rows.sort_by(|a, b| {
        b.n_statements.cmp(&a.n_statements).then_with(|| a.speaker.cmp(&b.speaker))
    });
    Ok(rows)
}

/// Returns the places that the dispatches that fit speak of, those in most of them first.
pub(super) fn places(ledger: &Ledger, narrow: &Narrow<'_>) -> Result<Vec<PlaceRow>> {
    let mut mentions = Question {
        columns: "p.name, p.country, p.lat, p.lon, d.reading",
        joins: "JOIN places AS p ON p.reading = d.reading",
        limit: None,
        ..dispatch_question(narrow)?
    };
    if let Some(place) = &narrow.place {
        let there = Condition::test_alone(place.test("p")).with_all(place.values());
        mentions.conditions.push(there);
    }
    let mut rows: BTreeMap<Key, (PlaceRow, Option<i64>)> = BTreeMap::new();
    mentions.answer(
        ledger.connection(),
        |row| Ok((place_key(row)?, row.get(2)?, row.get(3)?, row.get(4)?)),
        &mut |(key, lat, lon, reading): (Key, _, _, _)| {
            let (place, country) = key.clone();
            let blank = || (PlaceRow { place, country, lat, lon, ..PlaceRow::default() }, None);
            let (row, last) = rows.entry(key).or_insert_with(blank);
            row.n_mentions += 1;
            if last.replace(reading) != Some(reading) {
                row.n_dispatches += 1;
            }
            ControlFlow::Continue(())
        },
    )?;
    for (claims, count) in [
        (event_question(narrow)?, (|row| &mut row.n_events) as fn(&mut PlaceRow) -> &mut u32),
        (figure_question(narrow)?, |row| &mut row.n_figures),
    ] {
        let mut claims = Question { columns: "p.name, p.country", limit: None, ..claims };
        claims.conditions.push(Condition::test_alone("r.place IS NOT NULL"));
        claims.answer(ledger.connection(), place_key, &mut |key| {
            if let Some((row, _)) = rows.get_mut(&key) {
                *count(row) += 1;
            }
            ControlFlow::Continue(())
        })?;
    }
    let mut rows: Vec<PlaceRow> = rows.into_values().map(|(row, _)| row).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.n_dispatches)); // stable: then by name
    Ok(rows)
}

/// A place's name and country.
type Key = (String, Option<String>);

fn place_key(row: &Row<'_>) -> rusqlite::Result<Key> {
    Ok((row.get(0)?, row.get(1)?))
}

/// What is counted of one name.
#[derive(Default)]
struct Tally {
    names: Spellings,
    kinds: Spellings,
    n_rows: u32,
    dispatches: BTreeSet<String>,
    stories: BTreeSet<String>,
    origins: BTreeSet<String>,
    outlets: BTreeSet<String>,
    first_day: Option<String>,
    last_day: Option<String>,
}

impl Tally {
    fn add(&mut self, dispatch: Option<String>, day: Option<String>) {
        self.dispatches.extend(dispatch);
        if day.is_some() {
            if self.first_day.is_none() || day < self.first_day {
                self.first_day.clone_from(&day);
            }
            self.last_day = self.last_day.take().max(day);
        }
    }
}

/// How often each spelling comes.
#[derive(Default)]
struct Spellings(BTreeMap<String, u32>);

impl Spellings {
    fn add(&mut self, words: String) {
        *self.0.entry(words).or_default() += 1;
    }

    /// Returns the one that comes most often, of several the first in the alphabet.
    fn most_common(self) -> Option<String> {
        let by_count =
            |a: &(String, u32), b: &(String, u32)| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0));
        self.0.into_iter().max_by(by_count).map(|(words, _)| words)
    }
}

/// Hands on the five columns of each row.
fn each(
    ledger: &Ledger,
    question: &Question<'_>,
    mut take: impl FnMut([Option<String>; 5]),
) -> Result<()> {
    let read =
        |row: &Row<'_>| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?]);
    question.answer(ledger.connection(), read, &mut |row| {
        take(row);
        ControlFlow::Continue(())
    })
}
