//! Forgetting an item: a tombstone stays.

use dateline_text::ItemId;
use rusqlite::Transaction;

use super::append::find_item;
use super::projection::withdraw;
use super::{Error, Ledger, Result};

/// Tables that hold parts of a reading, children before parents.
const PARTS: &[&str] = &[
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
    /// What is deleted is overwritten in the file, and the write-ahead log is emptied.
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
        transaction.commit()?;
        self.refresh_views()?;
        self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }
}

fn delete_readings(transaction: &Transaction<'_>, item: i64) -> Result<()> {
    for table in PARTS {
        let sql = format!(
            "DELETE FROM {table} WHERE reading IN (SELECT key FROM readings WHERE item = ?1)"
        );
        transaction.execute(&sql, [item])?;
    }
    transaction.execute("DELETE FROM readings WHERE item = ?1", [item])?;
    Ok(())
}
