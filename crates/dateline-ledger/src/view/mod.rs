//! Views across outlets: copies of one text, stories, figures side by side.
//!
//! They are made from what was appended, as a whole, in a fixed order; the order in which the
//! dispatches were appended does not matter. Work grows with the number of dispatches, not of
//! pairs: a text that a million outlets reprint costs a million comparisons.

mod figure;
mod origin;
mod sketch;
mod story;

use rusqlite::{Connection, OptionalExtension};

pub(crate) use sketch::Sketch;

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

impl Ledger {
    /// Makes the views across outlets anew, unless nothing was appended since the last time.
    pub fn refresh_views(&mut self) -> Result<Views> {
        let transaction = self.begin()?;
        let state = state_of(&transaction)?;
        let made_from: Option<String> = transaction
            .query_row("SELECT state FROM view_state", [], |row| row.get(0))
            .optional()?;
        if made_from.as_ref() != Some(&state) {
            for table in
                ["comparisons", "series", "story_dispatches", "stories", "copies", "origins"]
            {
                transaction.execute(&format!("DELETE FROM {table}"), [])?;
            }
            make(&transaction)?;
            transaction.execute("DELETE FROM view_state", [])?;
            transaction.execute("INSERT INTO view_state (state) VALUES (?1)", [state])?;
        }
        let views = count(&transaction)?;
        transaction.commit()?;
        Ok(views)
    }
}

fn make(connection: &Connection) -> Result<()> {
    let origins = origin::find_origins(connection)?;
    let stories = story::find_stories(&origins);
    origin::insert_origins(connection, &origins, &stories)?;
    story::insert_stories(connection, &origins, &stories)?;
    figure::insert_series(connection)
}

/// Returns what tells one state of the appended tables from another.
fn state_of(connection: &Connection) -> Result<String> {
    let sql = "SELECT printf('%d %d %d %d', ?1, (SELECT count(*) FROM dispatches),
                 (SELECT ifnull(max(key), 0) FROM readings), (SELECT count(*) FROM appearances))";
    Ok(connection.query_row(sql, [FORM], |row| row.get(0))?)
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
