//! Views across outlets: copies of one text, stories, figures side by side.
//!
//! They are made from what was appended, as a whole, in a fixed order; the order in which the
//! dispatches were appended does not matter. Work grows with the number of dispatches, not of
//! pairs: a text that a million outlets reprint costs a million comparisons.

mod figure;
mod origin;
mod sketch;
mod story;

use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior};

pub(crate) use sketch::Sketch;

use crate::store::shadow::Shadow;
use crate::{Ledger, Result};

/// Changes with the code that makes the views, so that they are made anew.
const FORM: u32 = 1;

/// How much the views hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Views {
    /// Texts that one or more dispatches reprint.
    pub origins: u64,
    /// Stories.
    pub stories: u64,
    /// Figures that can be compared.
    pub figures: u64,
    /// Pairs of figures that were compared.
    pub comparisons: u64,
}

/// The tables that are made, each after those it is made from.
pub(crate) const VIEWS: &[&str] =
    &["origins", "copies", "stories", "story_dispatches", "series", "comparisons"];

/// Times that views are made beside other writers before they are made under the lock.
const MOST_TRIES: usize = 3;

impl Ledger {
    /// Makes the views across outlets anew, unless nothing was appended since the last time.
    ///
    /// # Errors
    /// The ledger cannot be read or written. The old views stay then.
    ///
    /// # Notes
    /// They are made from what was in the ledger when this began, while others write; the lock is
    /// held only while they take the place of the old ones. If something was appended meanwhile,
    /// they are made again, at last under the lock. Cut off, the old ones stay.
    pub fn refresh_views(&mut self) -> Result<Views> {
        for _ in 0..MOST_TRIES {
            if let Some(views) = self.remake(false)? {
                return Ok(views);
            }
        }
        let views = self.remake(true)?;
        Ok(views.expect("nobody else writes under the lock"))
    }

    /// Tells whether something was appended since the views were made.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn has_stale_views(&self) -> Result<bool> {
        let connection = self.connection();
        Ok(made_from(connection)?.as_ref() != Some(&state_of(connection)?))
    }

    /// Returns what the views hold; `None` if something was appended while they were made, which
    /// cannot be where the lock is held all the time.
    fn remake(&self, holds_lock: bool) -> Result<Option<Views>> {
        let connection = self.connection();
        let begin = |behavior| Transaction::new_unchecked(connection, behavior);
        let snapshot = begin(if holds_lock {
            TransactionBehavior::Immediate
        } else {
            TransactionBehavior::Deferred
        })?;
        let state = state_of(&snapshot)?;
        if made_from(&snapshot)?.as_ref() == Some(&state) {
            return Ok(Some(count(&snapshot)?));
        }
        let shadow = Shadow::new(connection, VIEWS)?;
        make(&snapshot)?;
        let views = count(&snapshot)?;
        let writing = if holds_lock {
            snapshot
        } else {
            snapshot.commit()?;
            begin(TransactionBehavior::Immediate)?
        };
        let is_current = state_of(&writing)? == state;
        if is_current {
            for table in VIEWS {
                writing.execute(&format!("DELETE FROM main.{table}"), [])?;
                writing
                    .execute(&format!("INSERT INTO main.{table} SELECT * FROM temp.{table}"), [])?;
            }
            writing.execute("DELETE FROM view_state", [])?;
            writing.execute("INSERT INTO view_state (state) VALUES (?1)", [state])?;
        }
        writing.commit()?;
        drop(shadow);
        Ok(is_current.then_some(views))
    }
}

/// Makes the views; where shadows of them stand before them, makes those.
pub(crate) fn make(connection: &Connection) -> Result<()> {
    let origins = origin::find_origins(connection)?;
    let stories = story::find_stories(&origins);
    origin::insert_origins(connection, &origins, &stories)?;
    story::insert_stories(connection, &origins, &stories)?;
    figure::insert_series(connection)
}

/// Returns what tells one state of the appended tables from another: the newest seal of what the
/// views are made from.
pub(crate) fn state_of(connection: &Connection) -> Result<String> {
    let sql = "SELECT n, hex(chain) FROM seals
               WHERE kind IN ('readings', 'sightings', 'forgotten') ORDER BY n DESC LIMIT 1";
    let state = |row: &Row<'_>| {
        Ok(format!("{FORM} {} {}", row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
    };
    let newest = connection.query_row(sql, [], state).optional()?;
    Ok(newest.unwrap_or_else(|| format!("{FORM} 0")))
}

/// Tells whether a state of the views names a seal of this ledger: they were made of it once.
pub(crate) fn names_a_seal(connection: &Connection, state: &str) -> bool {
    let mut words = state.split(' ').skip(1);
    let (Some(n), Some(chain)) = (words.next(), words.next()) else { return state.ends_with(" 0") };
    let find = "SELECT 1 FROM seals WHERE n = ?1 AND hex(chain) = ?2";
    let found = connection.prepare(find).and_then(|mut find| find.exists([n, chain]));
    found.unwrap_or(false)
}

/// Returns the state that the views were made from, if they were.
fn made_from(connection: &Connection) -> Result<Option<String>> {
    let sql = "SELECT state FROM view_state";
    Ok(connection.query_row(sql, [], |row| row.get(0)).optional()?)
}

fn count(connection: &Connection) -> Result<Views> {
    let sql = "SELECT (SELECT count(*) FROM origins), (SELECT count(*) FROM stories),
                 (SELECT count(*) FROM series), (SELECT count(*) FROM comparisons)";
    let unsigned = |n: i64| n.unsigned_abs();
    Ok(connection.query_row(sql, [], |row| {
        Ok(Views {
            origins: unsigned(row.get(0)?),
            stories: unsigned(row.get(1)?),
            figures: unsigned(row.get(2)?),
            comparisons: unsigned(row.get(3)?),
        })
    })?)
}
