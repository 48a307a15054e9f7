//! A story, and what stands in it.

use rusqlite::Row;
use serde::Serialize;

use super::filter::Filter;
use super::rows::DispatchRow;
use crate::{Ledger, Result};

/// A story.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the columns are described in docs/ledger.md")]
pub struct StoryRow {
    pub id: String,
    pub title: Option<String>,
    pub first_day: Option<String>,
    pub last_day: Option<String>,
    pub place: Option<String>,
    pub n_dispatches: u32,
    pub n_outlets: u32,
    pub n_origins: u32,
}

/// A text and how often it was reprinted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the columns are described in docs/ledger.md")]
pub struct OriginRow {
    pub id: String,
    pub story: String,
    pub first_day: Option<String>,
    pub last_day: Option<String>,
    pub agency: Option<String>,
    pub n_dispatches: u32,
    pub n_reprints: u32,
    /// Outlets that printed it, in alphabetical order.
    pub outlets: Vec<String>,
}

/// A figure of a series.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[allow(missing_docs, reason = "the columns are described in docs/ledger.md")]
pub struct SeriesRow {
    /// Id of the figure.
    pub id: String,
    pub story: String,
    pub measure: String,
    pub unit: Option<String>,
    pub population: Option<String>,
    pub place: Option<String>,
    pub day: Option<String>,
    pub outlet: Option<String>,
    pub speaker: Option<String>,
    pub value: Option<f64>,
    pub low: Option<f64>,
    pub high: Option<f64>,
    pub hedge: Option<String>,
    pub text: String,
    pub sentence: Option<String>,
    pub url: Option<String>,
    pub published: Option<String>,
}

/// Two figures of a series, and how they stand to each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the columns are described in docs/ledger.md")]
pub struct ComparisonRow {
    /// Id of the earlier figure.
    pub earlier: String,
    /// `agree`, `supersede`, `contradict`.
    pub relation: String,
    /// Id of the later figure.
    pub later: String,
}

/// A story with all that stands in it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StoryDetail {
    /// The story.
    pub story: StoryRow,
    /// Its dispatches, newest first.
    pub dispatches: Vec<DispatchRow>,
    /// Its texts, earliest first.
    pub origins: Vec<OriginRow>,
    /// Its figures, measure by measure, in order of time.
    pub series: Vec<SeriesRow>,
    /// How they stand to each other.
    pub comparisons: Vec<ComparisonRow>,
}

/// Columns of a story `s`.
pub(super) const STORY: &str =
    "s.id, s.title, s.first_day, s.last_day, s.place, s.n_dispatches, s.n_outlets,
  s.n_origins";

impl Ledger {
    /// Returns a story with its dispatches, texts and figures; `None` where there is none of
    /// this id.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn story(&self, id: &str) -> Result<Option<StoryDetail>> {
        let sql = format!("SELECT {STORY} FROM stories AS s WHERE s.id = ?1");
        let mut statement = self.connection().prepare_cached(&sql)?;
        let mut found = statement.query_map([id], read_story)?;
        let Some(story) = found.next().transpose()? else { return Ok(None) };
        let filter = Filter { story: Some(id.to_owned()), ..Filter::default() };
        Ok(Some(StoryDetail {
            dispatches: self.dispatches(&filter)?,
            origins: self.origins(id)?,
            series: self.series(id)?,
            comparisons: self.comparisons(id)?,
            story,
        }))
    }

    /// Returns the texts of a story, earliest first.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn origins(&self, story: &str) -> Result<Vec<OriginRow>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT o.id, o.story, o.first_day, o.last_day, o.agency, o.n_dispatches, o.n_reprints,
               (SELECT json_group_array(outlet) FROM (
                  SELECT DISTINCT a.outlet FROM copies AS c JOIN appearances AS a USING (reading)
                  WHERE c.origin = o.id AND a.outlet <> '' ORDER BY a.outlet))
             FROM origins AS o WHERE o.story = ?1 ORDER BY o.first_day, o.id",
        )?;
        let rows = statement.query_map([story], |row| {
            let outlets: String = row.get(7)?;
            Ok(OriginRow {
                id: row.get(0)?,
                story: row.get(1)?,
                first_day: row.get(2)?,
                last_day: row.get(3)?,
                agency: row.get(4)?,
                n_dispatches: row.get(5)?,
                n_reprints: row.get(6)?,
                outlets: serde_json::from_str(&outlets).unwrap_or_default(),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Returns the figures of a story, measure by measure, in order of time.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn series(&self, story: &str) -> Result<Vec<SeriesRow>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT d.id || '/f' || f.n, s.story, s.measure, s.unit, s.population, s.place, s.day,
               s.outlet, s.speaker, s.value, s.low, s.high, s.hedge, f.text, x.text, d.url,
               d.published
             FROM series AS s
             JOIN figures AS f ON f.key = s.figure
             JOIN dispatches AS d ON d.reading = s.reading
             LEFT JOIN sentences AS x ON x.reading = f.reading AND x.n = f.sentence
             WHERE s.story = ?1 ORDER BY s.key",
        )?;
        let rows = statement.query_map([story], read_series)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Returns how the figures of a story stand to each other.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn comparisons(&self, story: &str) -> Result<Vec<ComparisonRow>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT a.id || '/f' || f.n, c.relation, b.id || '/f' || g.n
             FROM comparisons AS c
             JOIN series AS s ON s.key = c.earlier
             JOIN series AS t ON t.key = c.later
             JOIN figures AS f ON f.key = s.figure
             JOIN figures AS g ON g.key = t.figure
             JOIN dispatches AS a ON a.reading = s.reading
             JOIN dispatches AS b ON b.reading = t.reading
             WHERE c.story = ?1 ORDER BY c.later, c.earlier",
        )?;
        let rows = statement.query_map([story], |row| {
            Ok(ComparisonRow { earlier: row.get(0)?, relation: row.get(1)?, later: row.get(2)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

pub(super) fn read_story(row: &Row<'_>) -> rusqlite::Result<StoryRow> {
    Ok(StoryRow {
        id: row.get(0)?,
        title: row.get(1)?,
        first_day: row.get(2)?,
        last_day: row.get(3)?,
        place: row.get(4)?,
        n_dispatches: row.get(5)?,
        n_outlets: row.get(6)?,
        n_origins: row.get(7)?,
    })
}

fn read_series(row: &Row<'_>) -> rusqlite::Result<SeriesRow> {
    Ok(SeriesRow {
        id: row.get(0)?,
        story: row.get(1)?,
        measure: row.get(2)?,
        unit: row.get(3)?,
        population: row.get(4)?,
        place: row.get(5)?,
        day: row.get(6)?,
        outlet: row.get(7)?,
        speaker: row.get(8)?,
        value: row.get(9)?,
        low: row.get(10)?,
        high: row.get(11)?,
        hedge: row.get(12)?,
        text: row.get(13)?,
        sentence: row.get(14)?,
        url: row.get(15)?,
        published: row.get(16)?,
    })
}
