//! Forgetting an item: a tombstone stays.

use dateline_text::ItemId;
use rusqlite::{Connection, OptionalExtension, Transaction};

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

/// What a ledger holds of an item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holding {
    /// Its bytes.
    pub n_bytes: u64,
    /// Where it was met.
    pub n_sightings: u64,
    /// Readings of it.
    pub n_readings: u64,
    /// Statements, events and figures of all readings.
    pub n_claims: u64,
    /// What people say is wrong in it.
    pub n_corrections: u64,
    /// Why it was forgotten; nothing but its id is left.
    pub forgotten: Option<String>,
}

impl Ledger {
    /// Counts what the ledger holds of an item.
    ///
    /// # Errors
    /// The ledger does not have the item.
    pub fn holding(&self, id: ItemId) -> Result<Holding> {
        let sql = "SELECT n_bytes, forgotten,
               (SELECT count(*) FROM sightings AS s WHERE s.item = i.key),
               (SELECT count(*) FROM readings AS r WHERE r.item = i.key),
               (SELECT count(*) FROM readings AS r JOIN statements AS s ON s.reading = r.key
                WHERE r.item = i.key)
             + (SELECT count(*) FROM readings AS r JOIN events AS e ON e.reading = r.key
                WHERE r.item = i.key)
             + (SELECT count(*) FROM readings AS r JOIN figures AS f ON f.reading = r.key
                WHERE r.item = i.key),
               (SELECT count(*) FROM corrections AS c WHERE c.item = i.key)
             FROM items AS i WHERE i.id = ?1";
        let holding = self.connection.query_row(sql, [id.to_string()], |row| {
            let count = |at| row.get::<_, i64>(at).map(i64::unsigned_abs);
            Ok(Holding {
                n_bytes: count(0)?,
                forgotten: row.get(1)?,
                n_sightings: count(2)?,
                n_readings: count(3)?,
                n_claims: count(4)?,
                n_corrections: count(5)?,
            })
        });
        holding.optional()?.ok_or_else(|| Error::NotFound(id.to_string()))
    }

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
