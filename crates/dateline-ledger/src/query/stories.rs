//! Which stories: those that a filter lets through, and those that words may mean.

use rusqlite::params_from_iter;
use rusqlite::types::Value;

use super::filter::{Filter, Narrow};
use super::question::{Condition, appears_in};
use super::story::{STORY, StoryRow, read_story};
use super::words::Words;
use crate::{Ledger, Result};

/// Stories that are named where words may mean several.
const MOST_NAMED: u32 = 20;

/// How many times as many dispatches as the next story has the one that is meant.
const CLEARLY_MORE: i64 = 3;

impl Ledger {
    /// Returns the stories that fit, those told last first; of the filter, days, place, outlet,
    /// words, id and limit count.
    ///
    /// # Errors
    /// Nothing bears a name of the filter; its words are no search.
    pub fn stories(&self, filter: &Filter) -> Result<Vec<StoryRow>> {
        self.list(filter)
    }

    /// Returns the stories that words may mean, the best first, or only that one where it stands
    /// out: its titles have the words and no other's have, or it has them in far more dispatches.
    ///
    /// # Errors
    /// The words are no search.
    pub fn stories_named(&self, words: &str) -> Result<Vec<StoryRow>> {
        let words = Words::parse(words)?;
        let parts = words.parts();
        // Words of one dispatch, in whichever of its sentences.
        let sets = vec![
            "SELECT x.reading FROM search JOIN sentences AS x ON x.key = search.rowid
             WHERE search MATCH ?";
            parts.len()
        ];
        let sql = format!(
            "SELECT {STORY}, fit.n_titles, fit.n_dispatches FROM (
               SELECT m.story, count(*) AS n_dispatches, count(titled.reading) AS n_titles
               FROM ({}) AS hit JOIN story_dispatches AS m ON m.reading = hit.reading
               LEFT JOIN (SELECT DISTINCT x.reading FROM search
                          JOIN sentences AS x ON x.key = search.rowid
                          WHERE x.block = 'title' AND search MATCH ?) AS titled
                 ON titled.reading = hit.reading
               GROUP BY m.story) AS fit
             JOIN stories AS s ON s.id = fit.story
             ORDER BY fit.n_titles DESC, fit.n_dispatches DESC, s.last_day DESC, s.id
             LIMIT {MOST_NAMED}",
            sets.join(" INTERSECT ")
        );
        let queries = parts.iter().chain([&words]).map(|part| part.query(""));
        let mut statement = self.connection().prepare_cached(&sql)?;
        let found = statement.query_map(params_from_iter(queries), |row| {
            Ok((read_story(row)?, Fit { n_titles: row.get(8)?, n_dispatches: row.get(9)? }))
        })?;
        let mut found: Vec<(StoryRow, Fit)> = found.collect::<Result<_, _>>()?;
        if let [(_, first), (_, next), ..] = &found[..]
            && first.stands_out(next)
        {
            found.truncate(1);
        }
        Ok(found.into_iter().map(|(story, _)| story).collect())
    }
}

/// How many dispatches of a story have some words.
struct Fit {
    n_titles: i64,
    n_dispatches: i64,
}

impl Fit {
    fn stands_out(&self, next: &Self) -> bool {
        let alone = self.n_titles > 0 && next.n_titles == 0;
        alone || self.n_dispatches >= CLEARLY_MORE * next.n_dispatches
    }
}

/// Returns the stories that fit, those told last first.
pub(super) fn stories(ledger: &Ledger, narrow: &Narrow<'_>) -> Result<Vec<StoryRow>> {
    let (tests, mut values) = tests(ledger, narrow)?;
    values.push(Value::from(narrow.filter.limit.map_or(-1, i64::from)));
    let sql = format!(
        "SELECT {STORY} FROM stories AS s WHERE {tests}
         ORDER BY s.last_day DESC, s.n_dispatches DESC, s.id LIMIT ?"
    );
    let mut statement = ledger.connection().prepare_cached(&sql)?;
    let rows = statement.query_map(params_from_iter(values), read_story)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Returns how many stories fit, whatever the limit.
pub(super) fn count_stories(ledger: &Ledger, narrow: &Narrow<'_>) -> Result<u64> {
    let (tests, values) = tests(ledger, narrow)?;
    let sql = format!("SELECT count(*) FROM stories AS s WHERE {tests}");
    let mut statement = ledger.connection().prepare_cached(&sql)?;
    let n: i64 = statement.query_row(params_from_iter(values), |row| row.get(0))?;
    Ok(n.unsigned_abs())
}

fn tests(ledger: &Ledger, narrow: &Narrow<'_>) -> Result<(String, Vec<Value>)> {
    let filter = narrow.filter;
    let mut tests = vec!["1".to_owned()];
    let mut values = Vec::new();
    for (test, value) in [
        ("last_day >= ?", &filter.since),
        ("first_day <= ?", &filter.until),
        ("id = ?", &filter.story),
    ] {
        if let Some(value) = value {
            tests.push(format!("s.{test}"));
            values.push(Value::from(value.clone()));
        }
    }
    for condition in conditions(narrow) {
        tests.push(condition.test(ledger.connection(), "s.id")?);
        values.extend(condition.values);
    }
    Ok((tests.join(" AND "), values))
}

/// Returns what a story's dispatches must fulfil, one or another of them.
fn conditions(narrow: &Narrow<'_>) -> Vec<Condition> {
    let mut conditions = Vec::new();
    if !narrow.outlets.is_empty() {
        let marks = super::name::marks(narrow.outlets.len());
        let set = format!(
            "SELECT m.story AS key FROM appearances AS a
             JOIN story_dispatches AS m USING (reading) WHERE a.outlet IN ({marks})"
        );
        let test = format!(
            "EXISTS (SELECT 1 FROM story_dispatches AS m WHERE m.story = s.id AND {})",
            appears_in("m.reading", &narrow.outlets)
        );
        let outlets = narrow.outlets.iter().cloned().map(Value::from);
        conditions.push(Condition::new(set, test).with_all(outlets.collect()));
    }
    if let Some(place) = &narrow.place {
        let set = format!(
            "SELECT m.story AS key FROM places AS q JOIN story_dispatches AS m USING (reading)
             WHERE {}",
            place.test("q")
        );
        let test = format!(
            "EXISTS (SELECT 1 FROM story_dispatches AS m
                     CROSS JOIN places AS q ON q.reading = m.reading
                     WHERE m.story = s.id AND {})",
            place.test("q")
        );
        conditions.push(Condition::new(set, test).with_all(place.values()));
    }
    if let Some(about) = &narrow.about {
        let set = "SELECT m.story AS key FROM search JOIN sentences AS x ON x.key = search.rowid
                   JOIN story_dispatches AS m ON m.reading = x.reading WHERE search MATCH ?";
        let test = "EXISTS (SELECT 1 FROM story_dispatches AS m
                            CROSS JOIN sentences AS x ON x.reading = m.reading
                            CROSS JOIN search ON search.rowid = x.key
                            WHERE m.story = s.id AND search MATCH ?)";
        conditions.push(Condition::new(set, test).dear().with(about.query("")));
    }
    conditions
}
