//! What was stored, read back as it was.

use std::io::Read;

use dateline_text::{Item, ItemId, Media, Sighting};
use rusqlite::{Connection, OptionalExtension, Row};

use super::{Error, Ledger, Result};
use crate::record::Record;

/// Items and records longer than this are not read back: no limit of intake lets them in.
const MOST_BYTES: u64 = 1 << 30;

/// An item and its newest reading, as stored.
#[derive(Debug, Clone)]
pub struct Content {
    /// The item.
    pub item: Item,
    /// Where it was met, the first time first.
    pub sightings: Vec<Sighting>,
    /// The newest reading.
    pub record: Record,
}

impl Ledger {
    /// Returns an item with its newest reading; `None` where there is none, or it was forgotten.
    ///
    /// # Errors
    /// Something stored does not read back.
    pub fn content(&self, id: ItemId) -> Result<Option<Content>> {
        let find = "SELECT key FROM items WHERE id = ?1 AND bytes IS NOT NULL";
        let mut find = self.connection.prepare_cached(find)?;
        let key: Option<i64> = find.query_row([id.to_string()], |row| row.get(0)).optional()?;
        let (Some(key), Some(record)) = (key, self.record(id)?) else { return Ok(None) };
        let item = item_at(&self.connection, key)?;
        Ok(Some(Content { item, sightings: sightings_of(&self.connection, key)?, record }))
    }

    /// Returns the newest reading of an item.
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

/// Returns the item with a key.
pub(crate) fn item_at(connection: &Connection, key: i64) -> Result<Item> {
    connection
        .prepare_cached(
            "SELECT id, bytes, media_type, charset, columns FROM main.items WHERE key = ?1",
        )?
        .query_row([key], |row| Ok(item_of(row)))?
}

/// Returns where an item was met, the first time first.
pub(crate) fn sightings_of(connection: &Connection, item: i64) -> Result<Vec<Sighting>> {
    let mut select = connection.prepare_cached(
        "SELECT path, url, member, outlet, retrieved FROM main.sightings WHERE item = ?1
         ORDER BY key",
    )?;
    let sightings = select.query_map([item], |row| {
        Ok(Sighting {
            path: row.get(0)?,
            url: row.get(1)?,
            member: row.get(2)?,
            outlet: row.get(3)?,
            retrieved: row.get(4)?,
        })
    })?;
    Ok(sightings.collect::<Result<_, _>>()?)
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

fn item_of(row: &Row<'_>) -> Result<Item> {
    let id: String = row.get(0)?;
    let damaged = |what: &str| Error::Damaged(format!("item {id}: {what}"));
    let bytes = unpack_bytes(row.get_ref(1)?.as_blob().unwrap_or(&[]))
        .map_err(|error| damaged(&format!("its bytes do not unpack: {error}")))?;
    let media: String = row.get(2)?;
    let columns = match row.get::<_, Option<String>>(4)? {
        None => Vec::new(),
        Some(json) => {
            serde_json::from_str(&json).map_err(|_| damaged("its columns are no list"))?
        }
    };
    Ok(Item {
        id: id.parse().map_err(|_| damaged("its id is no hash"))?,
        bytes,
        media: Media::parse(&media).unwrap_or(Media::Other),
        charset: row.get(3)?,
        columns,
        delimiter: None,
    })
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
