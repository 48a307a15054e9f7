//! One `SQLite` file: opened, appended to, and read back.

mod append;
mod content;
mod correction;
mod forget;
mod migration;
mod projection;
mod rows;

use std::fmt;
use std::path::Path;

use rusqlite::{Connection, OpenFlags, OptionalExtension};

pub use append::{Appended, Sighted};
pub use content::Content;
pub(crate) use content::unpack_json;
pub use correction::Correction;
pub use forget::Holding;
pub(crate) use rows::number;

use crate::{Error, Result};
use dateline_text::ItemId;

/// Waits this long for another process that writes.
const BUSY_MS: u64 = 10_000;

/// A ledger, open for writing or for reading alone.
///
/// # Notes
/// Write-ahead log with `synchronous = FULL`: what an append has reported as stored outlives a
/// killed process and a loss of power. A batch costs one flush of the log, so large batches lose
/// nothing by it. One process writes at a time; others wait, and may read meanwhile.
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
    /// Opens a ledger for writing; makes it where there is none; brings an older form to the
    /// newest.
    ///
    /// # Errors
    /// The file is no ledger, is too new, or cannot be opened.
    pub fn open(path: &Path) -> Result<Self> {
        let mut connection = Connection::open(path)?;
        let shown = path.display().to_string();
        migration::form(&connection, &shown)?;
        connection.busy_timeout(std::time::Duration::from_millis(BUSY_MS))?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        Self::prepare(&connection)?;
        migration::migrate(&mut connection, &shown)?;
        Ok(Self { connection })
    }

    /// Opens a ledger that must be there, for reading alone.
    ///
    /// # Errors
    /// There is no file, or it is no ledger, too new or too old.
    pub fn open_readonly(path: &Path) -> Result<Self> {
        let shown = path.display().to_string();
        if !path.is_file() {
            return Err(Error::NoLedger { path: shown });
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(std::time::Duration::from_millis(BUSY_MS))?;
        match migration::form(&connection, &shown)? {
            migration::NEWEST => {}
            found => return Err(Error::TooOld { found, known: migration::NEWEST }),
        }
        Self::prepare(&connection)?;
        Ok(Self { connection })
    }

    /// Makes a ledger that lives in memory.
    pub fn in_memory() -> Result<Self> {
        let mut connection = Connection::open_in_memory()?;
        Self::prepare(&connection)?;
        migration::migrate(&mut connection, ":memory:")?;
        Ok(Self { connection })
    }

    fn prepare(connection: &Connection) -> Result<()> {
        connection.set_prepared_statement_cache_capacity(128);
        connection.pragma_update(None, "synchronous", "full")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "secure_delete", true)?;
        connection.pragma_update(None, "cache_size", -64 * 1024)?; // KiB
        Ok(())
    }

    /// Tells whether this reader version has read the item, or the item is forgotten: there is
    /// nothing left to do for it but to [`see`](Self::see) it.
    pub fn has(&self, item: ItemId, reader_version: &str) -> Result<bool> {
        let mut statement = self.connection.prepare_cached(
            "SELECT 1 FROM items WHERE id = ?1 AND (forgotten IS NOT NULL OR EXISTS (
               SELECT 1 FROM readings JOIN readers ON readers.key = readings.reader
               WHERE readings.item = items.key AND readers.version = ?2))",
        )?;
        Ok(statement.exists([&item.to_string(), reader_version])?)
    }

    /// Counts what the ledger holds.
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

    /// Tells whether the file is sound: the database's own check, keys that lead nowhere, and the
    /// search index against its words.
    ///
    /// # Errors
    /// Says what is damaged.
    pub fn check(&self) -> Result<()> {
        let verdict: String =
            self.connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        if verdict != "ok" {
            return Err(Error::Damaged(verdict));
        }
        let orphan = self.connection.query_row("PRAGMA foreign_key_check", [], |row| {
            Ok(format!("a row of {} leads nowhere", row.get::<_, String>(0)?))
        });
        match orphan.optional()? {
            Some(orphan) => Err(Error::Damaged(orphan)),
            None => Ok(()),
        }
    }

    pub(crate) fn connection(&self) -> &Connection {
        &self.connection
    }

    pub(crate) fn connection_mut(&mut self) -> &mut Connection {
        &mut self.connection
    }
}
