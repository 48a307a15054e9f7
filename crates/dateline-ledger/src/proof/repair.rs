//! Making what is derived anew, where it can be made from what is proved.

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::Proof;
use super::seals;
use crate::record::Record;
use crate::store::shadow::{Shadow, columns_of};
use crate::store::{PARTS, delete_parts, insert_parts, insert_reading, project_all, unpack_record};
use crate::{Ledger, Result};

/// What a repair did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Repair {
    /// Readings whose rows were made anew from their records.
    pub n_readings: u64,
    /// Readings whose record is not as it was appended; their rows were left as they are.
    pub n_left: u64,
}

impl Ledger {
    /// Makes the tables anew from the records, and the indexes and views from the tables.
    ///
    /// # Notes
    /// Appended rows, records and seals stay as they are, damaged or not. The rows of a reading
    /// whose record does not fit its seal, or cannot be read, may be all that is left of it, and
    /// stay too; its dispatch is listed again only if the record can be read.
    ///
    /// # Errors
    /// The database refuses; then nothing is changed.
    pub fn repair(&mut self) -> Result<Repair> {
        self.connection().pragma_update(None, "foreign_keys", false)?; // those of shadows lead nowhere
        let repair = self.remake_tables();
        self.connection().pragma_update(None, "foreign_keys", true)?;
        let repair = repair?;
        self.refresh_views()?;
        Ok(repair)
    }

    fn remake_tables(&self) -> Result<Repair> {
        let connection = self.connection();
        let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
        let _ = transaction.execute_batch("REINDEX"); // a table that resists is met again below
        let doubts = seals::prove(&transaction, &mut Proof::default());
        delete_orphans(&transaction)?;
        let mut repair = Repair::default();
        let shadow = Shadow::new(connection, &["readings"])?;
        for (key, item) in readings(&transaction)? {
            let is_sound = !doubts.readings.contains(&key);
            match record_at(&transaction, key).ok().filter(|_| is_sound) {
                None => repair.n_left += 1,
                Some(record) => {
                    remake_reading(&transaction, (key, item), &record)?;
                    repair.n_readings += 1;
                }
            }
        }
        drop(shadow);
        project_all(&transaction)?;
        transaction.commit()?;
        Ok(repair)
    }
}

/// Deletes rows of readings that are not there.
fn delete_orphans(connection: &Connection) -> Result<()> {
    for table in PARTS {
        let sql = format!("DELETE FROM {table} WHERE reading NOT IN (SELECT key FROM readings)");
        connection.execute(&sql, [])?;
    }
    Ok(())
}

/// Returns the key of each reading and of its item.
fn readings(connection: &Connection) -> Result<Vec<(i64, i64)>> {
    let mut select = connection.prepare("SELECT key, item FROM main.readings ORDER BY key")?;
    let keys = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(keys.collect::<Result<_, _>>()?)
}

fn record_at(connection: &Connection, key: i64) -> Result<Record> {
    let find = "SELECT record FROM main.readings WHERE key = ?1";
    let packed: Vec<u8> = connection.prepare_cached(find)?.query_row([key], |row| row.get(0))?;
    unpack_record(&packed)
}

/// Makes the rows of a reading anew, and those of its columns that its record tells.
fn remake_reading(connection: &Connection, (key, item): (i64, i64), record: &Record) -> Result<()> {
    delete_parts(connection, key)?;
    insert_parts(connection, key, record)?;
    connection.prepare_cached("DELETE FROM temp.readings")?.execute([])?;
    insert_reading(connection, (item, 0, 0), record, &[])?;
    let told = columns_of("readings").iter().map(String::as_str);
    let told = told.filter(|column| !["item", "reader", "record", "sighting"].contains(column));
    let told = told.collect::<Vec<_>>().join(", ");
    let sql = format!(
        "UPDATE main.readings SET ({told}) = (SELECT {told} FROM temp.readings) WHERE key = ?1"
    );
    connection.prepare_cached(&sql)?.execute([key])?;
    Ok(())
}
