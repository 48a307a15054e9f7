//! What people say is wrong in a reading.

use dateline_text::ItemId;
use rusqlite::params;

use super::append::find_item;
use super::seal::{Kind, seal};
use super::{Error, Ledger, Result};

/// A correction of one field of one record, anchored by the item's bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// The item.
    pub item: ItemId,
    /// First byte of the item that it is about.
    pub start_byte: u32,
    /// One past the last byte.
    pub end_byte: u32,
    /// Kind of record: `statement`, `event`, `figure`.
    pub record: String,
    /// Field of the record, as named in the output.
    pub field: String,
    /// The value that is wrong, as JSON.
    pub was: Option<String>,
    /// The right value, as JSON; `None` where the record should not be there.
    pub value: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Who says so.
    pub author: Option<String>,
    /// When it was said (RFC 3339).
    pub made: Option<String>,
}

impl Ledger {
    /// Appends a correction; earlier ones stay.
    ///
    /// # Errors
    /// The ledger does not have the item.
    pub fn correct(&mut self, correction: &Correction) -> Result<()> {
        let transaction = self.begin()?;
        let id = correction.item.to_string();
        let Some((item, None)) = find_item(&transaction, &id)? else {
            return Err(Error::NotFound(id));
        };
        transaction.execute(
            "INSERT INTO corrections
               (item, start_byte, end_byte, record, field, was, value, reason, author, made)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![
                item,
                correction.start_byte,
                correction.end_byte,
                correction.record,
                correction.field,
                correction.was,
                correction.value,
                correction.reason,
                correction.author,
                correction.made,
            ],
        )?;
        seal(&transaction, Kind::Correction, transaction.last_insert_rowid())?;
        Ok(transaction.commit()?)
    }

    /// Returns the corrections of an item, or of all, in the order they were made.
    pub fn corrections(&self, item: Option<ItemId>) -> Result<Vec<Correction>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT i.id, c.start_byte, c.end_byte, c.record, c.field, c.was, c.value, c.reason,
                    c.author, c.made
             FROM corrections AS c JOIN items AS i ON i.key = c.item
             WHERE ?1 IS NULL OR i.id = ?1 ORDER BY c.key",
        )?;
        let mut rows = statement.query([item.map(|item| item.to_string())])?;
        let mut corrections = Vec::new();
        while let Some(row) = rows.next()? {
            let id: String = row.get(0)?;
            corrections.push(Correction {
                item: id.parse().map_err(|_| Error::Damaged(format!("{id} is no item id")))?,
                start_byte: row.get(1)?,
                end_byte: row.get(2)?,
                record: row.get(3)?,
                field: row.get(4)?,
                was: row.get(5)?,
                value: row.get(6)?,
                reason: row.get(7)?,
                author: row.get(8)?,
                made: row.get(9)?,
            });
        }
        Ok(corrections)
    }
}
