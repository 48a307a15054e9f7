//! Forgetting an item: a tombstone stays.

use dateline_text::ItemId;
use rusqlite::{Connection, Transaction};

use super::append::find_item;
use super::projection::withdraw;
use super::seal::{Kind, seal};
use super::{Error, Ledger, Result};

/// Tables that hold parts of a reading, children before parents.
pub(crate) const PARTS: &[&str] = &[
    "notes",
    "figures",
    "participants",
    "events",
    "statements",
    "places",
    "times",
    "mentions",
    "entities",
    "sentences",
];

impl Ledger {
    /// Takes an item out: its bytes, sightings, readings and corrections. Its id stays, with the
    /// reason, so that it is not stored again.
    ///
    /// # Notes
    /// What is deleted is overwritten in the file, and the write-ahead log is emptied. The seals of
    /// what was deleted stay: a digest tells that there was something, not what.
    ///
    /// # Errors
    /// The ledger does not have the item.
    pub fn forget(&mut self, id: ItemId, reason: &str) -> Result<()> {
        let transaction = self.begin()?;
        let item = match find_item(&transaction, &id.to_string())? {
            None => return Err(Error::NotFound(id.to_string())),
            Some((_, Some(_))) => return Ok(()),
            Some((item, None)) => item,
        };
        withdraw(&transaction, item)?;
        delete_readings(&transaction, item)?;
        transaction.execute("DELETE FROM corrections WHERE item = ?1", [item])?;
        transaction.execute("DELETE FROM sightings WHERE item = ?1", [item])?;
        transaction.execute(
            "UPDATE items SET bytes = NULL, columns = NULL, n_bytes = 0, forgotten = ?2
             WHERE key = ?1",
            rusqlite::params![item, reason],
        )?;
        seal(&transaction, Kind::Forgotten, item)?;
        transaction.commit()?;
        self.refresh_views()?;
        self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }
}

fn delete_readings(transaction: &Transaction<'_>, item: i64) -> Result<()> {
    let mut readings = transaction.prepare("SELECT key FROM readings WHERE item = ?1")?;
    let keys = readings.query_map([item], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
    keys.into_iter().try_for_each(|reading| delete_parts(transaction, reading))?;
    transaction.execute("DELETE FROM readings WHERE item = ?1", [item])?;
    Ok(())
}

/// Deletes all rows that were made of a reading's record.
pub(crate) fn delete_parts(connection: &Connection, reading: i64) -> Result<()> {
    for table in PARTS {
        let sql = format!("DELETE FROM {table} WHERE reading = ?1");
        connection.prepare_cached(&sql)?.execute([reading])?;
    }
    Ok(())
}
