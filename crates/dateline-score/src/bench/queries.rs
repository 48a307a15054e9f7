//! The questions that people click on, timed.

use std::path::Path;
use std::time::Instant;

use dateline::Ledger;
use dateline::ledger::Filter;
use dateline::ledger::query::Limits;

use super::{BYTES_PER_MB, row, synthesis};
use crate::metric::median;
use crate::{Error, ScoreRow};

const N_RUNS: usize = 5;

/// How many rows a page of an interface shows.
const PAGE_ROWS: u32 = 100;

/// How long one question took.
#[derive(Debug, Clone, PartialEq)]
pub struct QueryTime {
    /// The question, in words.
    pub question: String,
    /// Rows in the answer.
    pub n_rows: usize,
    /// Median of five runs.
    pub median_ms: f64,
}

/// How fast a ledger answers.
#[derive(Debug, Clone, PartialEq)]
pub struct LedgerSpeed {
    /// Dispatches in the ledger.
    pub n_dispatches: usize,
    /// Size of its file.
    pub n_bytes: u64,
    /// The engine of its newest reading.
    pub engine: String,
    /// The questions.
    pub queries: Vec<QueryTime>,
}

type Question = fn(&mut Ledger, &Words) -> dateline::ledger::Result<usize>;

/// Words of the questions, taken from the synthesised world.
struct Words {
    speaker: String,
    about: String,
    beside: String,
    place: String,
    since: String,
}

/// The questions, in the order they are shown.
const QUESTIONS: [(&str, Question); 9] = [
    ("statements by a name", |ledger, words| {
        Ok(ledger.statements(&Filter { by: Some(words.speaker.clone()), ..page() })?.len())
    }),
    ("statements by a name, about a word, that deny, since a day", |ledger, words| {
        let filter = Filter {
            by: Some(words.speaker.clone()),
            about: Some(words.about.clone()),
            act: Some("denies".to_owned()),
            since: Some(words.since.clone()),
            ..page()
        };
        Ok(ledger.statements(&filter)?.len())
    }),
    ("statements that deny", |ledger, _| {
        Ok(ledger.statements(&Filter { act: Some("denies".to_owned()), ..page() })?.len())
    }),
    ("events in a place", |ledger, words| {
        Ok(ledger.events(&Filter { place: Some(words.place.clone()), ..page() })?.len())
    }),
    ("figures of killed since a day", |ledger, words| {
        let filter =
            Filter { act: Some("killed".to_owned()), since: Some(words.since.clone()), ..page() };
        Ok(ledger.figures(&filter)?.len())
    }),
    ("search for two words", |ledger, words| {
        Ok(ledger.search(&format!("{} {}", words.about, words.beside), &page())?.len())
    }),
    ("newest stories", |ledger, _| Ok(ledger.stories(&page())?.len())),
    ("one story with its figures", |ledger, _| {
        let Some(story) = ledger.stories(&Filter { limit: Some(1), ..Filter::default() })?.pop()
        else {
            return Ok(0);
        };
        Ok(ledger.story(&story.id)?.map_or(0, |_| 1) + ledger.series(&story.id)?.len())
    }),
    ("dispatches of each outlet (SQL)", |ledger, _| {
        let sql = "SELECT outlet, count(*) FROM dispatches GROUP BY outlet";
        Ok(ledger.query(sql, Limits::default())?.rows.len())
    }),
];

fn page() -> Filter {
    Filter { limit: Some(PAGE_ROWS), ..Filter::default() }
}

/// Asks a ledger the standard questions, five times each.
///
/// # Errors
/// The file is no ledger, or cannot be read.
pub fn measure_queries(path: &Path) -> Result<LedgerSpeed, Error> {
    let failed = |error: dateline::ledger::Error| Error::Ledger(error.to_string());
    let mut ledger = Ledger::open_readonly(path).map_err(failed)?;
    let words = Words {
        speaker: synthesis::person(0).name(),
        about: "ferry".to_owned(),
        beside: "islands".to_owned(),
        place: synthesis::place(0).to_owned(),
        since: synthesis::FIRST_DAY.to_string(),
    };
    let mut queries = Vec::new();
    for (question, ask) in QUESTIONS {
        let mut times_ms = Vec::new();
        let mut n_rows = 0;
        for _ in 0..N_RUNS {
            let start = Instant::now();
            n_rows = match ask(&mut ledger, &words) {
                // A small ledger may not have the place: that is an answer, too.
                Err(dateline::ledger::Error::Unknown { .. }) => 0,
                asked => asked.map_err(failed)?,
            };
            times_ms.push(start.elapsed().as_secs_f64() * 1_000.0);
        }
        let median_ms = median(times_ms).unwrap_or(0.0);
        queries.push(QueryTime { question: question.to_owned(), n_rows, median_ms });
    }
    let n_dispatches = ledger.counts().map_err(failed)?.dispatches as usize;
    let n_bytes = std::fs::metadata(path).map_err(Error::file(path))?.len();
    let sql = "SELECT engine FROM readers JOIN readings ON readings.reader = readers.key
               ORDER BY readings.key DESC LIMIT 1";
    let newest = ledger.query(sql, Limits::default()).map_err(failed)?;
    let engine = newest.rows.first().and_then(|row| row[0].as_str()).unwrap_or_default().to_owned();
    Ok(LedgerSpeed { n_dispatches, n_bytes, engine, queries })
}

impl LedgerSpeed {
    /// Returns the rows for the page of scores.
    pub fn rows(&self) -> Vec<ScoreRow> {
        let engine = self.engine.as_str();
        let data = format!("synthesised ledger of {} dispatches", self.n_dispatches);
        let size = (self.n_bytes as f64 / BYTES_PER_MB, self.n_dispatches);
        let mut rows = vec![row(&data, engine, "ledger, file, MB".to_owned(), size)];
        rows.extend(self.queries.iter().map(|query| {
            let measure = format!("query, {}, ms", query.question);
            row(&data, engine, measure, (query.median_ms, query.n_rows))
        }));
        rows
    }
}
