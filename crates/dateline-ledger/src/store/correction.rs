//! What people say is wrong in a reading.

use dateline_text::ItemId;
use rusqlite::params;
use serde_json::Value;

use super::append::find_item;
use super::seal::{Kind, seal};
use super::{Error, Ledger, Result};
use crate::record::{Part, Record};

/// A correction of one field of one part of a reading, anchored by the item's bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// The item.
    pub item: ItemId,
    /// First byte of the item that it is about.
    pub start_byte: u32,
    /// One past the last byte.
    pub end_byte: u32,
    /// Kind of the part: `statement`, `event`, `figure`, `entity`, `place`, `time`.
    pub record: String,
    /// Field of it, as named in the output, `source.kind` within another; empty where the whole
    /// part is meant.
    pub field: String,
    /// The value that is wrong, as JSON.
    pub was: Option<String>,
    /// The right value, as JSON; `None` where the part should not be there.
    pub value: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Who says so.
    pub author: Option<String>,
    /// When it was said (RFC 3339).
    pub made: Option<String>,
}

impl Correction {
    /// Makes out a correction of a field of the part `local` of a reading, with a value as it is
    /// written on a command line.
    ///
    /// # Errors
    /// There is no such part or field, or the field cannot hold the value.
    pub fn of_field(record: &Record, local: &str, field: &str, value: &str) -> Result<Self> {
        let parts = record.parts();
        let part = part(record, &parts, local)?;
        let (kind, field) = (part.kind, field.to_owned());
        let Some(was) = part.field(&field) else {
            return Err(Error::NoField { kind, field, fields: part.fields() });
        };
        let right = part.parse(&field, value, &parts).map_err(|why| {
            let (field, value) = (field.clone(), value.to_owned());
            Error::BadValue { field, value, why }
        })?;
        Self::of(record, part, field, (was, Some(&right)))
    }

    /// Makes out the correction that the part `local` of a reading should not be there.
    ///
    /// # Errors
    /// There is no such part.
    pub fn of_whole(record: &Record, local: &str) -> Result<Self> {
        let parts = record.parts();
        let part = part(record, &parts, local)?;
        Self::of(record, part, String::new(), (&part.value, None))
    }

    fn of(
        record: &Record,
        part: &Part,
        field: String,
        (was, value): (&Value, Option<&Value>),
    ) -> Result<Self> {
        Ok(Self {
            item: record.id.parse().map_err(|_| Error::NotFound(record.id.clone()))?,
            start_byte: part.bytes.0,
            end_byte: part.bytes.1,
            record: part.kind.to_owned(),
            field,
            was: Some(was.to_string()),
            value: value.map(Value::to_string),
            reason: None,
            author: None,
            made: None,
        })
    }

    /// Returns the part of a reading that the correction is about: the one of its kind whose bytes
    /// are its own, else the one that shares most of them.
    ///
    /// # Notes
    /// It finds its way into a later reading, whose local ids and bounds are others.
    pub fn part<'p>(&self, parts: &'p [Part]) -> Option<&'p Part> {
        let of_kind = parts.iter().filter(|part| part.kind == self.record);
        let nearness = |part: &Part| {
            let shared =
                self.end_byte.min(part.bytes.1).saturating_sub(self.start_byte.max(part.bytes.0));
            let all = self.end_byte.max(part.bytes.1) - self.start_byte.min(part.bytes.0);
            // Where several have the same bytes, the one that holds what was wrong.
            let holds = part.field(&self.field).map(Value::to_string) == self.was;
            (u64::from(shared) * 1_000_000 / u64::from(all.max(1)), holds)
        };
        let met = of_kind.map(|part| (nearness(part), part)).filter(|((shared, _), _)| *shared > 0);
        // The first of equals.
        met.rev().max_by_key(|(nearness, _)| *nearness).map(|(_, part)| part)
    }
}

fn part<'p>(record: &Record, parts: &'p [Part], local: &str) -> Result<&'p Part> {
    parts
        .iter()
        .find(|part| part.id == local)
        .ok_or_else(|| Error::NoPart { dispatch: record.id.clone(), local: local.to_owned() })
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
    ///
    /// # Errors
    /// The ledger cannot be read. [`Error::Damaged`](crate::Error::Damaged): the correction of an item whose id is none.
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn part(id: &str, kind: &'static str, bytes: (u32, u32), value: Value) -> Part {
        Part { id: id.to_owned(), kind, bytes, value }
    }

    #[test]
    fn a_correction_finds_its_part_in_a_later_reading() {
        let correction = Correction {
            item: "0123456789abcdef".parse().unwrap(),
            start_byte: 20,
            end_byte: 30,
            record: "event".to_owned(),
            field: "mode".to_owned(),
            was: Some("\"strike\"".to_owned()),
            value: Some("\"protest\"".to_owned()),
            reason: None,
            author: None,
            made: None,
        };
        let check = |parts: &[Part], expected: Option<&str>| {
            assert_eq!(correction.part(parts).map(|part| part.id.as_str()), expected);
        };
        let event = |id, bytes, mode| part(id, "event", bytes, json!({ "mode": mode }));
        check(&[], None);
        check(&[event("e1", (0, 20), "strike"), part("f1", "figure", (20, 30), json!({}))], None);
        // The nearest bytes, of equal ones the value that was wrong, of equal ones the first.
        check(&[event("e1", (18, 40), "strike"), event("e2", (21, 30), "fight")], Some("e2"));
        check(&[event("e1", (20, 30), "fight"), event("e2", (20, 30), "strike")], Some("e2"));
        check(&[event("e1", (20, 30), "fight"), event("e2", (20, 30), "walk")], Some("e1"));
    }
}
