//! From the head of an id to what it names.

use std::fmt;

use dateline_text::ItemId;

use crate::{Error, Ledger, Result};

/// What an id names: a dispatch, and a record in it where one is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Id {
    /// The dispatch's id.
    pub dispatch: String,
    /// Local id of a record, such as `s3`.
    pub local: Option<String>,
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.local {
            Some(local) => write!(f, "{}/{local}", self.dispatch),
            None => write!(f, "{}", self.dispatch),
        }
    }
}

/// Ids named in the message about an ambiguous one.
const MOST_SHOWN: usize = 5;

impl Ledger {
    /// Returns what an id, or the head of one, names: `3fa9`, `3fa9/s2`, `3fa9/READER/s2`, or the
    /// input's own id in full.
    ///
    /// # Errors
    /// Nothing has an id that begins so, or several things have.
    pub fn resolve(&self, id: &str) -> Result<Id> {
        let (item, local) = split(id);
        let own = "SELECT id FROM dispatches WHERE external_id = ?1 LIMIT 2";
        let mut found = self.ids(own, id)?;
        if found.len() == 1 {
            return Ok(Id { dispatch: found.remove(0), local: None });
        }
        let dispatch =
            self.only("SELECT id FROM dispatches WHERE id >= ?1 AND id < ?1 || 'g'", item)?;
        Ok(Id { dispatch, local: local.map(str::to_owned) })
    }

    /// Returns the id of the item that an id, or the head of one, names: its dispatch's, else of one
    /// that could not be read, or that is forgotten.
    ///
    /// # Errors
    /// Nothing has an id that begins so, or several things have.
    pub fn resolve_item(&self, id: &str) -> Result<ItemId> {
        match self.resolve(id) {
            Err(Error::NotFound(_)) => {
                parsed(&self.only("SELECT id FROM items WHERE id >= ?1 AND id < ?1 || 'g'", id)?)
            }
            found => parsed(&found?.dispatch),
        }
    }

    /// Returns the id of the story that an id, or the head of one, names: the story's own, or that
    /// of one of its dispatches.
    ///
    /// # Errors
    /// Nothing has an id that begins so, or several things have.
    pub fn resolve_story(&self, id: &str) -> Result<String> {
        match self.only("SELECT id FROM stories WHERE id >= ?1 AND id < ?1 || 'g'", id) {
            Err(Error::NotFound(_)) => {}
            other => return other,
        }
        let dispatch = self.resolve(id)?.dispatch;
        let story = "SELECT m.story FROM story_dispatches AS m JOIN dispatches AS d USING (reading)
                     WHERE d.id = ?1";
        self.only(story, &dispatch)
    }

    /// Returns how many digits of these ids tell each of them from every other item of the ledger.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn telling_digits<'i>(&self, ids: impl IntoIterator<Item = &'i str>) -> Result<usize> {
        let mut beside = self.connection().prepare_cached(
            "SELECT max(id) FROM items WHERE id < ?1
             UNION ALL SELECT min(id) FROM items WHERE id > ?1",
        )?;
        let mut n_digits = 0;
        for id in ids {
            let others = beside.query_map([id], |row| row.get::<_, Option<String>>(0))?;
            for other in others.filter_map(Result::transpose) {
                let n_shared = id.bytes().zip(other?.bytes()).take_while(|(a, b)| a == b).count();
                n_digits = n_digits.max(n_shared + 1);
            }
        }
        Ok(n_digits)
    }

    pub(super) fn only(&self, sql: &str, prefix: &str) -> Result<String> {
        let lower = prefix.to_ascii_lowercase();
        let mut ids = if lower.is_empty() { Vec::new() } else { self.ids(sql, &lower)? };
        match ids.len() {
            0 => Err(Error::NotFound(prefix.to_owned())),
            1 => Ok(ids.remove(0)),
            _ => Err(Error::Ambiguous { prefix: prefix.to_owned(), ids }),
        }
    }

    fn ids(&self, sql: &str, value: &str) -> Result<Vec<String>> {
        let mut statement = self.connection().prepare_cached(sql)?;
        let ids = statement.query_map([value], |row| row.get(0))?.take(MOST_SHOWN);
        Ok(ids.collect::<Result<_, _>>()?)
    }
}

pub(super) fn parsed(id: &str) -> Result<ItemId> {
    id.parse().map_err(|_| Error::Damaged(format!("{id} is no item id")))
}

/// Splits an id into the item's part and the local part.
fn split(id: &str) -> (&str, Option<&str>) {
    let item = id.split('/').next().unwrap_or(id);
    let last = id.rsplit('/').next().filter(|last| last.len() < id.len());
    let is_local = |part: &&str| {
        part.starts_with(|c: char| c.is_ascii_lowercase()) && crate::store::number(part).is_some()
    };
    (item, last.filter(is_local))
}
