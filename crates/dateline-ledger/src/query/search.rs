//! Words found in the sentences of the dispatches.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use rusqlite::{Connection, Row, params};
use serde::Serialize;

use super::claim::sentence_question;
use super::filter::{Filter, Narrow};
use crate::{Ledger, Result};

row! {
    /// A sentence that has the words.
    Hit {
        dispatch: String = "d.id",
        outlet: Option<String> = "d.outlet",
        title: Option<String> = "d.title",
        published: Option<String> = "d.published",
        day: Option<String> = "d.day",
        url: Option<String> = "d.url",
        marked: String = "CAST(r.key AS TEXT)", // until `mark` has the words for it
        sentence: String = "r.text",
        origin: Option<String> = "k.origin",
        story: Option<String> = "k.story",
        story_title: Option<String> = "z.title",
    }
}

impl Ledger {
    /// Returns the sentences that have the words, newest first; `marked` has them between `[` and
    /// `]`. Of the filter, days, outlet, place, story, words, speaker and limit count.
    ///
    /// # Errors
    /// The words are no search; nothing bears a name of the filter.
    pub fn search(&self, words: &str, filter: &Filter) -> Result<Vec<Hit>> {
        self.list(&Filter { words: Some(words.to_owned()), ..filter.clone() })
    }
}

/// Returns the sentences that fit, newest first, their words marked.
pub(super) fn hits(ledger: &Ledger, narrow: &Narrow<'_>) -> Result<Vec<Hit>> {
    let mut hits = Vec::new();
    sentence_question(narrow)?.answer(ledger.connection(), Hit::read, &mut |hit| {
        hits.push(hit);
        ControlFlow::Continue(())
    })?;
    if let Some(about) = &narrow.about {
        mark(ledger.connection(), &about.query(""), &mut hits)?;
    }
    Ok(hits)
}

/// Marks the words in each sentence, in one walk through the index: a look for each sentence would
/// walk as often.
fn mark(connection: &Connection, query: &str, hits: &mut [Hit]) -> Result<()> {
    let keys = hits.iter().map(|hit| hit.marked.as_str()).collect::<Vec<_>>().join(",");
    let mut statement = connection.prepare_cached(
        "SELECT rowid, CASE WHEN rowid IN (SELECT value FROM json_each(?2))
                            THEN highlight(search, 0, '[', ']') END
         FROM search WHERE search MATCH ?1",
    )?;
    let mut marked: BTreeMap<String, String> = BTreeMap::new();
    let mut rows = statement.query(params![query, format!("[{keys}]")])?;
    while let Some(row) = rows.next()? {
        if let Some(words) = row.get(1)? {
            marked.insert(row.get::<_, i64>(0)?.to_string(), words);
        }
    }
    for hit in hits {
        hit.marked = marked.remove(&hit.marked).unwrap_or_else(|| hit.sentence.clone());
    }
    Ok(())
}
