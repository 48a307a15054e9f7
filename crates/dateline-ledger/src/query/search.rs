//! Words found in the sentences of the dispatches.

use rusqlite::Row;
use serde::Serialize;

use super::filter::Filter;
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
        marked: String = "(SELECT highlight(search, 0, '[', ']') FROM search
                           WHERE search.rowid = r.key AND search MATCH ?)",
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
