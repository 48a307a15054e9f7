//! What was stored, read back as it was.

use std::io::Read;

use dateline_text::{Item, ItemId, Media, Sighting};
use rusqlite::{Connection, OptionalExtension, Row};

use super::projection::MADE_OF;
use super::{Error, Ledger, Result};
use crate::record::{Options, Record};

/// Items and records longer than this are not read back: no limit of intake lets them in.
const MOST_BYTES: u64 = 1 << 30;

/// An item and its newest reading, as stored.
#[derive(Debug, Clone)]
pub struct Content {
    /// The item, as it was told of when it was read.
    pub item: Item,
    /// Where it was met when it was read.
    pub sighting: Sighting,
    /// The newest reading.
    pub record: Record,
}

impl Ledger {
    /// Returns an item with its newest reading; `None` where there is none, or it was forgotten.
    ///
    /// # Errors
    /// Something stored does not read back, or the ledger has an older form.
    pub fn content(&self, id: ItemId) -> Result<Option<Content>> {
        self.require_newest_form()?;
        let find = "SELECT max(r.key) FROM readings AS r JOIN items AS i ON i.key = r.item
                    WHERE i.id = ?1 AND i.bytes IS NOT NULL";
        let mut find = self.connection.prepare_cached(find)?;
        let reading: Option<i64> = find.query_row([id.to_string()], |row| row.get(0))?;
        let (Some(reading), Some(record)) = (reading, self.record(id)?) else { return Ok(None) };
        let item = item_of_reading(&self.connection, reading, &record)?;
        let sighting = sighting_of_reading(&self.connection, reading)?.unwrap_or_default();
        Ok(Some(Content { item, sighting, record }))
    }

    /// Returns where an item was met, the first time first.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn sightings(&self, id: ItemId) -> Result<Vec<Sighting>> {
        let mut select = self.connection.prepare_cached(
            "SELECT s.path, s.url, s.member, s.outlet, s.retrieved FROM sightings AS s
             JOIN items AS i ON i.key = s.item WHERE i.id = ?1 ORDER BY s.key",
        )?;
        let sightings = select.query_map([id.to_string()], sighting_at)?;
        Ok(sightings.collect::<Result<_, _>>()?)
    }

    /// Returns which reader version made the newest reading of an item, and its options.
    ///
    /// # Errors
    /// The ledger cannot be read. [`Error::Damaged`]: the stored options are not JSON.
    pub fn newest_reader(&self, id: ItemId) -> Result<Option<(String, Options)>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT a.version, ifnull(a.options, '{}') FROM items AS i
             JOIN readings AS r ON r.key = (SELECT max(key) FROM readings WHERE item = i.key)
             JOIN readers AS a ON a.key = r.reader WHERE i.id = ?1",
        )?;
        let found: Option<(String, String)> = statement
            .query_row([id.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((version, options)) = found else { return Ok(None) };
        let options = serde_json::from_str(&options)
            .map_err(|error| Error::Damaged(format!("options of reader {version}: {error}")))?;
        Ok(Some((version, options)))
    }

    /// Returns the outlet that a reading of an item tells.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn outlet_of(&self, id: ItemId, reader_version: &str) -> Result<Option<String>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT r.outlet FROM readings AS r JOIN items AS i ON i.key = r.item
             JOIN readers AS a ON a.key = r.reader WHERE i.id = ?1 AND a.version = ?2",
        )?;
        let outlet = statement.query_row([&id.to_string(), reader_version], |row| row.get(0));
        Ok(outlet.optional()?.flatten())
    }

    /// Returns the newest reading of an item.
    ///
    /// # Errors
    /// The ledger cannot be read. [`Error::Damaged`]: the stored record cannot be unpacked or parsed.
    pub fn record(&self, id: ItemId) -> Result<Option<Record>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT r.record FROM readings AS r JOIN items AS i ON i.key = r.item
             WHERE i.id = ?1 ORDER BY r.key DESC LIMIT 1",
        )?;
        let packed: Option<Vec<u8>> =
            statement.query_row([id.to_string()], |row| row.get(0)).optional()?;
        packed.map(|packed| unpack_record(&packed)).transpose()
    }
}

/// Returns the item of a reading, as it was told of when it was read.
pub(crate) fn item_of_reading(
    connection: &Connection,
    reading: i64,
    record: &Record,
) -> Result<Item> {
    connection
        .prepare_cached(
            "SELECT i.id, i.bytes, i.charset, i.columns, a.options IS NOT NULL
             FROM main.readings AS r JOIN main.items AS i ON i.key = r.item
             JOIN main.readers AS a ON a.key = r.reader WHERE r.key = ?1",
        )?
        .query_row([reading], |row| Ok(item_of(row, record)))?
}

/// Returns where the item of a reading was met when it was read.
pub(crate) fn sighting_of_reading(
    connection: &Connection,
    reading: i64,
) -> Result<Option<Sighting>> {
    let sql = format!(
        "SELECT s.path, s.url, s.member, s.outlet, s.retrieved FROM main.readings AS r
         JOIN main.sightings AS s ON s.key = {MADE_OF} WHERE r.key = ?1"
    );
    Ok(connection.prepare_cached(&sql)?.query_row([reading], sighting_at).optional()?)
}

fn sighting_at(row: &Row<'_>) -> rusqlite::Result<Sighting> {
    Ok(Sighting {
        path: row.get(0)?,
        url: row.get(1)?,
        member: row.get(2)?,
        outlet: row.get(3)?,
        retrieved: row.get(4)?,
    })
}

/// Reads a stored record back.
pub(crate) fn unpack_record(packed: &[u8]) -> Result<Record> {
    parse_record(&unpack_json(packed)?)
}

/// Reads the JSON text of a record.
pub(crate) fn parse_record(json: &[u8]) -> Result<Record> {
    let damaged = |why: &dyn std::fmt::Display| {
        Error::Damaged(format!("a stored record does not parse: {why}"))
    };
    let record: Record = serde_json::from_slice(json).map_err(|error| damaged(&error))?;
    if record.body.is_none() && is_readable(json) {
        return Err(damaged(&"a field of its body is missing or of another form"));
    }
    Ok(record)
}

/// Tells whether a record has a text. A body that does not parse is taken for none.
fn is_readable(json: &[u8]) -> bool {
    #[derive(serde::Deserialize)]
    struct Text {
        text: Option<serde::de::IgnoredAny>,
    }
    serde_json::from_slice::<Text>(json).is_ok_and(|record| record.text.is_some())
}

/// Returns the JSON text of a stored record.
pub(crate) fn unpack_json(packed: &[u8]) -> Result<Vec<u8>> {
    unpack_bytes(packed)
        .map_err(|error| Error::Damaged(format!("a stored record does not unpack: {error}")))
}

/// Unpacks what was stored, unless it is longer than anything that is.
pub(crate) fn unpack_bytes(packed: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let decoder = zstd::stream::read::Decoder::new(packed)?;
    decoder.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(std::io::Error::other(format!("it is longer than {MOST_BYTES} bytes")));
    }
    Ok(bytes)
}

fn item_of(row: &Row<'_>, record: &Record) -> Result<Item> {
    let id: String = row.get(0)?;
    let damaged = |what: &str| Error::Damaged(format!("item {id}: {what}"));
    let bytes = unpack_bytes(row.get_ref(1)?.as_blob().unwrap_or(&[]))
        .map_err(|error| damaged(&format!("its bytes do not unpack: {error}")))?;
    let told = if row.get(4)? {
        record.reader.options.clone()
    } else {
        // Read by a program that kept no options: as the item was first told of.
        let columns = columns_of(row.get(3)?).ok_or_else(|| damaged("its columns are no list"))?;
        Options { charset: row.get(2)?, columns, ..Options::default() }
    };
    Ok(Item {
        id: id.parse().map_err(|_| damaged("its id is no hash"))?,
        bytes,
        media: Media::parse(&record.item.media_type).unwrap_or(Media::Other),
        charset: told.charset,
        language: told.declared_language,
        columns: told.columns.into(),
        delimiter: told.delimiter.and_then(|delimiter| u8::try_from(delimiter).ok()),
    })
}

/// Reads a list of column names; `None` where it is none.
fn columns_of(json: Option<String>) -> Option<Vec<String>> {
    json.map_or(Some(Vec::new()), |json| serde_json::from_str(&json).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::append::compress;

    #[track_caller]
    fn check(body: &str, expected: bool) {
        let json = format!(
            r#"{{"schema":"dateline/1","reader":{{"version":"r","engine":"e","models":[],"lexicons":[]}},
               "id":"0123456789abcdef","item":{{"media_type":"text/plain"}},{body}"notes":[]}}"#
        );
        let packed = compress(json.as_bytes()).expect("plain bytes");
        assert_eq!(unpack_record(&packed).is_ok(), expected, "{body}");
    }

    #[test]
    fn a_body_that_does_not_parse_is_damage() {
        check("", true);
        check(r#""text":"Rain.","blocks":7,"#, false);
    }
}
