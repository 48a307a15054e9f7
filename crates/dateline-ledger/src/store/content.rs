//! What was stored, read back as it was.

use dateline_text::{Item, ItemId, Media, Sighting};
use rusqlite::{OptionalExtension, Row};

use super::projection::MADE_OF;
use super::{Error, Ledger, Result};
use crate::record::{Options, Record};

/// Items longer than this are not read back: no limit of intake lets them in.
const MOST_BYTES: usize = 1 << 30;

/// An item and its newest reading, as stored.
#[derive(Debug, Clone)]
pub struct Content {
    /// The item's id.
    pub id: ItemId,
    /// The item's bytes.
    pub bytes: Vec<u8>,
    /// The form that the bytes are in.
    pub media: Media,
    /// Charset that the reading was told from outside the bytes, where that matters.
    pub charset: Option<String>,
    /// Column names of a CSV row, as the reading was told.
    pub columns: Vec<String>,
    /// What stands between the cells of a CSV row, as the reading was told.
    pub delimiter: Option<u8>,
    /// Where the item was met when it was read.
    pub sighting: Sighting,
    /// The newest reading.
    pub record: Record,
}

impl Content {
    /// Takes the item and its newest reading apart.
    pub fn into_parts(self) -> (Item, Sighting, Record) {
        let Self { id, bytes, media, charset, columns, delimiter, sighting, record } = self;
        (Item { id, bytes, media, charset, columns, delimiter }, sighting, record)
    }
}

/// Returns the query for items with their newest readings, by a condition on reading `r`, item `i`.
fn content_sql(condition: &str) -> String {
    format!(
        "SELECT i.id, i.bytes, i.n_bytes, i.charset, i.columns, r.record, a.options,
           s.path, s.url, s.member, s.outlet, s.retrieved
         FROM readings AS r JOIN items AS i ON i.key = r.item JOIN readers AS a ON a.key = r.reader
         LEFT JOIN sightings AS s ON s.key = {MADE_OF}
         WHERE r.key = (SELECT max(key) FROM readings WHERE item = r.item)
           AND i.bytes IS NOT NULL AND {condition}"
    )
}

impl Ledger {
    /// Passes each item with its newest reading to `visit`, in the order of the readings, one in
    /// memory at a time; stops at the first error.
    ///
    /// # Errors
    /// Something stored does not read back, or `visit` fails.
    pub fn for_each_content<E: From<Error>>(
        &self,
        mut visit: impl FnMut(Content) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = content_sql("1 ORDER BY r.key");
        let mut statement = self.connection.prepare(&sql).map_err(Error::from)?;
        let mut rows = statement.query([]).map_err(Error::from)?;
        while let Some(row) = rows.next().map_err(Error::from)? {
            visit(content_of(row)?)?;
        }
        Ok(())
    }

    /// Returns an item with its newest reading.
    pub fn content(&self, id: ItemId) -> Result<Option<Content>> {
        let sql = content_sql("i.id = ?1");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([id.to_string()])?;
        rows.next()?.map(content_of).transpose()
    }

    /// Returns which reader version made the newest reading of an item, and its options.
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
    pub fn outlet_of(&self, id: ItemId, reader_version: &str) -> Result<Option<String>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT r.outlet FROM readings AS r JOIN items AS i ON i.key = r.item
             JOIN readers AS a ON a.key = r.reader WHERE i.id = ?1 AND a.version = ?2",
        )?;
        let outlet = statement.query_row([&id.to_string(), reader_version], |row| row.get(0));
        Ok(outlet.optional()?.flatten())
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

/// Reads a stored record back.
pub(crate) fn unpack_record(packed: &[u8]) -> Result<Record> {
    let json = unpack_json(packed)?;
    let damaged = |why: &dyn std::fmt::Display| {
        Error::Damaged(format!("a stored record does not parse: {why}"))
    };
    let record: Record = serde_json::from_slice(&json).map_err(|error| damaged(&error))?;
    if record.body.is_none() && is_readable(&json) {
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
    zstd::stream::decode_all(packed)
        .map_err(|error| Error::Damaged(format!("a stored record does not unpack: {error}")))
}

fn content_of(row: &Row<'_>) -> Result<Content> {
    let id: String = row.get(0)?;
    let damaged = |what: &str| Error::Damaged(format!("item {id}: {what}"));
    let n_bytes = usize::try_from(row.get::<_, i64>(2)?).unwrap_or(0).min(MOST_BYTES);
    let bytes = zstd::bulk::decompress(row.get_ref(1)?.as_blob().unwrap_or(&[]), n_bytes)
        .map_err(|error| damaged(&format!("its bytes do not unpack: {error}")))?;
    let record = unpack_record(&row.get::<_, Vec<u8>>(5)?)?;
    let told = match row.get::<_, Option<String>>(6)? {
        Some(_) => record.reader.options.clone(),
        // Read by a program that kept no options: as the item was first told of.
        None => Options {
            charset: row.get(3)?,
            columns: columns_of(row)?.ok_or_else(|| damaged("its columns are no list"))?,
            ..Options::default()
        },
    };
    Ok(Content {
        id: id.parse().map_err(|_| damaged("its id is no hash"))?,
        bytes,
        media: Media::parse(&record.item.media_type).unwrap_or(Media::Other),
        charset: told.charset,
        columns: told.columns,
        delimiter: told.delimiter.and_then(|delimiter| u8::try_from(delimiter).ok()),
        sighting: Sighting {
            path: row.get(7)?,
            url: row.get(8)?,
            member: row.get(9)?,
            outlet: row.get(10)?,
            retrieved: row.get(11)?,
        },
        record,
    })
}

/// Returns the columns that an item was first met under; `None` where they do not read back.
fn columns_of(row: &Row<'_>) -> Result<Option<Vec<String>>> {
    let columns: Option<String> = row.get(4)?;
    Ok(columns.map_or(Some(Vec::new()), |json| serde_json::from_str(&json).ok()))
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
