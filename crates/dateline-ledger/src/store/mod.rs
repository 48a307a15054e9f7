//! One `SQLite` file: opened, appended to, and read back.

mod append;
mod content;
mod correction;
mod forget;
mod migration;
mod opening;
mod projection;
mod rows;
pub(crate) mod seal;
pub(crate) mod shadow;

use std::fmt;

use rusqlite::Connection;

pub use append::{Appended, Sighted};
pub(crate) use append::{insert_reader, insert_reading};
pub use content::Content;
pub(crate) use content::{
    item_of_reading, parse_record, sighting_of_reading, unpack_bytes, unpack_json, unpack_record,
};
pub use correction::Correction;
pub use forget::Holding;
pub(crate) use forget::{PARTS, delete_parts};
pub use opening::tell_waiting;
pub(crate) use projection::{index_words, project_all, show};
pub(crate) use rows::{insert_parts, number};

use crate::{Error, Result};
use dateline_text::ItemId;

/// A ledger, open for writing or for reading alone.
///
/// # Notes
/// Write-ahead log with `synchronous = FULL`: what an append has reported as stored outlives a
/// killed process and a loss of power. A batch costs one flush of the log, so large batches lose
/// nothing by it. One process writes at a time; others wait as long as it takes, and may read
/// meanwhile.
pub struct Ledger {
    connection: Connection,
}

/// How much a ledger holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Items, forgotten ones not counted.
    pub items: u64,
    /// Readable items.
    pub dispatches: u64,
    /// Items that could not be read.
    pub unreadable: u64,
    /// Statements of the newest readings.
    pub statements: u64,
    /// Events of the newest readings.
    pub events: u64,
    /// Figures of the newest readings.
    pub figures: u64,
    /// Texts, as last worked out.
    pub origins: u64,
    /// Stories, as last worked out.
    pub stories: u64,
    /// Notes of the newest readings, and those without a reading.
    pub notes: u64,
}
/// Returns a count as the database holds it.
pub(crate) fn count(n: usize) -> i64 {
    i64::try_from(n).expect("nothing in memory has so many parts")
}

impl fmt::Debug for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ledger").field("path", &self.connection.path()).finish()
    }
}

impl Ledger {
    /// Tells whether this reader version has read the item, or the item is forgotten: there is
    /// nothing left to do for it but to [`see`](Self::see) it.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn has(&self, item: ItemId, reader_version: &str) -> Result<bool> {
        let mut statement = self.connection.prepare_cached(
            "SELECT 1 FROM items WHERE id = ?1 AND (forgotten IS NOT NULL OR EXISTS (
               SELECT 1 FROM readings JOIN readers ON readers.key = readings.reader
               WHERE readings.item = items.key AND readers.version = ?2))",
        )?;
        Ok(statement.exists([&item.to_string(), reader_version])?)
    }

    /// Counts what the ledger holds.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn counts(&self) -> Result<Counts> {
        let count = |sql: &str| -> Result<u64> {
            let n: i64 = self.connection.query_row(sql, [], |row| row.get(0))?;
            Ok(n.unsigned_abs())
        };
        let dispatches = count("SELECT count(*) FROM dispatches")?;
        let items = count("SELECT count(*) FROM items WHERE forgotten IS NULL")?;
        Ok(Counts {
            items,
            dispatches,
            unreadable: items.saturating_sub(dispatches),
            statements: count("SELECT ifnull(sum(n_statements), 0) FROM dispatches")?,
            events: count("SELECT ifnull(sum(n_events), 0) FROM dispatches")?,
            figures: count("SELECT ifnull(sum(n_figures), 0) FROM dispatches")?,
            origins: count("SELECT count(*) FROM origins")?,
            stories: count("SELECT count(*) FROM stories")?,
            notes: count(
                "SELECT count(*) FROM notes WHERE reading IS NULL OR reading IN
                   (SELECT max(key) FROM readings GROUP BY item)",
            )?,
        })
    }

    /// Makes sure that the tables are those of this program.
    pub(crate) fn require_newest_form(&self) -> Result<()> {
        let path = self.connection.path().unwrap_or(":memory:");
        match migration::form(&self.connection, path)? {
            migration::NEWEST => Ok(()),
            found => Err(Error::TooOld { found, known: migration::NEWEST }),
        }
    }

    pub(crate) fn connection(&self) -> &Connection {
        &self.connection
    }

    pub(crate) fn connection_mut(&mut self) -> &mut Connection {
        &mut self.connection
    }
}
