//! Words found in the sentences of the dispatches.

use rusqlite::params;
use serde::{Deserialize, Serialize};

use super::filter::{Filter, match_words};
use crate::{Ledger, Result};

/// Hits where the filter sets no limit.
const DEFAULT_LIMIT: u32 = 50;

/// Hits that are ranked; of more, the newest appended are.
const MOST_RANKED: u32 = 5_000;

/// A sentence that has the words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the columns are described in docs/ledger.md")]
pub struct Hit {
    pub dispatch: String,
    pub outlet: Option<String>,
    pub title: Option<String>,
    pub published: Option<String>,
    pub url: Option<String>,
    /// The sentence, the words found between `[` and `]`.
    pub marked: String,
    pub sentence: String,
}

impl Ledger {
    /// Returns the sentences that have all the words, the best first; of the filter, days, outlet
    /// and limit count.
    ///
    /// # Errors
    /// There is no word to search for.
    pub fn search(&self, words: &str, filter: &Filter) -> Result<Vec<Hit>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT d.id, d.outlet, d.title, d.published, d.url,
                    highlight(search, 0, '[', ']'), search.text
             FROM search
             JOIN sentences AS x ON x.key = search.rowid
             JOIN dispatches AS d ON d.reading = x.reading
             WHERE search MATCH ?1
               AND search.rowid >= ifnull((SELECT min(r) FROM (
                 SELECT rowid AS r FROM search WHERE search MATCH ?1
                 ORDER BY rowid DESC LIMIT ?2)), 0)
               AND (?3 IS NULL OR d.day >= ?3) AND (?4 IS NULL OR d.day <= ?4)
               AND (?5 IS NULL OR EXISTS (
                 SELECT 1 FROM appearances AS a WHERE a.reading = d.reading AND a.outlet = ?5))
             ORDER BY bm25(search), search.rowid DESC LIMIT ?6",
        )?;
        let words = match_words(words, "")?;
        let limit = filter.limit.unwrap_or(DEFAULT_LIMIT);
        let (since, until) = (&filter.since, &filter.until);
        let values = params![words, MOST_RANKED, since, until, filter.outlet, limit];
        let rows = statement.query_map(values, |row| {
            Ok(Hit {
                dispatch: row.get(0)?,
                outlet: row.get(1)?,
                title: row.get(2)?,
                published: row.get(3)?,
                url: row.get(4)?,
                marked: row.get(5)?,
                sentence: row.get(6)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
