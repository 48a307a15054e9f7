//! Seals: a digest of every row that is appended, each chained to the one before.
//!
//! A row that is changed, taken out, put in or moved afterwards no longer fits its seal, and a seal
//! that is changed no longer fits the chain. Sealed is what cannot be worked out from anything
//! else: of a reading its item, sighting, reader and record, not the columns that the record tells too.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row, params};
use sha2::{Digest as _, Sha256};

use crate::Result;

/// SHA-256.
pub(crate) type Digest = [u8; 32];

/// What a seal is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Reader,
    Item,
    /// An item that became a tombstone; its sightings, readings and corrections went.
    Forgotten,
    Sighting,
    Reading,
    Correction,
    /// A note of something that never became an item.
    Note,
}

impl Kind {
    /// Every kind, in the order in which an older ledger is sealed.
    pub(crate) const ALL: [Self; 7] = [
        Self::Reader,
        Self::Item,
        Self::Forgotten,
        Self::Sighting,
        Self::Reading,
        Self::Correction,
        Self::Note,
    ];

    /// Returns the word in the column `kind`.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Forgotten => "forgotten",
            _ => self.table(),
        }
    }

    /// Returns the table of the sealed row.
    pub(crate) fn table(self) -> &'static str {
        match self {
            Self::Reader => "readers",
            Self::Item | Self::Forgotten => "items",
            Self::Sighting => "sightings",
            Self::Reading => "readings",
            Self::Correction => "corrections",
            Self::Note => "notes",
        }
    }

    /// Returns the key of the row's item, in SQL.
    fn item(self) -> &'static str {
        match self {
            Self::Reader | Self::Note => "NULL",
            Self::Item | Self::Forgotten => "key",
            Self::Sighting | Self::Reading | Self::Correction => "item",
        }
    }

    /// Returns the columns that are sealed.
    fn columns(self) -> &'static str {
        match self {
            Self::Reader => "version, engine, models, lexicons, options",
            Self::Item | Self::Forgotten => {
                "id, media_type, charset, columns, n_bytes, bytes, forgotten"
            }
            Self::Sighting => "item, path, url, member, outlet, retrieved",
            Self::Reading => "item, reader, record, sighting",
            Self::Correction => {
                "item, start_byte, end_byte, record, field, was, value, reason, author, made"
            }
            Self::Note => "path, url, member, stage, kind, start_point, end_point, message",
        }
    }

    /// Returns the condition that tells the kind's rows from others of the table, in SQL.
    pub(crate) fn condition(self) -> &'static str {
        match self {
            Self::Item => "forgotten IS NULL",
            Self::Forgotten => "forgotten IS NOT NULL",
            Self::Note => "reading IS NULL",
            _ => "TRUE",
        }
    }
}

/// Returns the digest of a row and the key of its item; `None` where there is no such row.
///
/// # Errors
/// The row cannot be read.
pub(crate) fn digest_of(
    connection: &Connection,
    kind: Kind,
    key: i64,
) -> Result<Option<(Digest, Option<i64>)>> {
    let sql = format!(
        "SELECT {}, {} FROM main.{} WHERE key = ?1 AND {}",
        kind.item(),
        kind.columns(),
        kind.table(),
        kind.condition()
    );
    let mut find = connection.prepare_cached(&sql)?;
    let n_columns = find.column_count();
    let digest = |row: &Row<'_>| Ok((digest_values(row, 1..n_columns)?, row.get(0)?));
    Ok(find.query_row([key], digest).optional()?)
}

/// Returns the digest that chains a seal to the one before.
pub(crate) fn chained(
    before: &[u8],
    kind: &str,
    row_key: i64,
    item: Option<i64>,
    digest: &[u8],
) -> Digest {
    let mut hash = Sha256::new();
    update(&mut hash, ValueRef::Blob(before));
    update(&mut hash, ValueRef::Text(kind.as_bytes()));
    update(&mut hash, ValueRef::Integer(row_key));
    update(&mut hash, item.map_or(ValueRef::Null, ValueRef::Integer));
    update(&mut hash, ValueRef::Blob(digest));
    hash.finalize().into()
}

/// Seals a row that was just appended.
pub(crate) fn seal(connection: &Connection, kind: Kind, key: i64) -> Result<()> {
    let (digest, item) =
        digest_of(connection, kind, key)?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
    let last = "SELECT n, chain FROM seals ORDER BY n DESC LIMIT 1";
    let last: Option<(i64, Vec<u8>)> = connection
        .prepare_cached(last)?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (n, before) = last.unwrap_or_default();
    let chain = chained(&before, kind.as_str(), key, item, &digest);
    connection
        .prepare_cached(
            "INSERT INTO seals (n, kind, row_key, item, digest, chain)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![n + 1, kind.as_str(), key, item, digest, chain])?;
    Ok(())
}

/// Seals every row of a ledger that has no seals yet.
pub(super) fn seal_all(connection: &Connection) -> Result<()> {
    for kind in Kind::ALL {
        let (table, condition) = (kind.table(), kind.condition());
        let sql = format!("SELECT key FROM {table} WHERE {condition} ORDER BY key");
        let mut select = connection.prepare(&sql)?;
        let mut keys = select.query([])?;
        while let Some(row) = keys.next()? {
            seal(connection, kind, row.get(0)?)?;
        }
    }
    Ok(())
}

fn digest_values(row: &Row<'_>, columns: std::ops::Range<usize>) -> rusqlite::Result<Digest> {
    let mut hash = Sha256::new();
    for at in columns {
        update(&mut hash, row.get_ref(at)?);
    }
    Ok(hash.finalize().into())
}

/// Takes a value in: its type, its length, its bytes, so that no two lists of values read alike.
fn update(hash: &mut Sha256, value: ValueRef<'_>) {
    let mut add = |tag: u8, bytes: &[u8]| {
        hash.update([tag]);
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    };
    match value {
        ValueRef::Null => add(0, &[]),
        ValueRef::Integer(number) => add(1, &number.to_be_bytes()),
        ValueRef::Real(number) => add(2, &number.to_bits().to_be_bytes()),
        ValueRef::Text(text) => add(3, text),
        ValueRef::Blob(bytes) => add(4, bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest_of_query(sql: &str) -> Digest {
        let connection = Connection::open_in_memory().expect("memory");
        let digest = |row: &Row<'_>| digest_values(row, 0..2);
        connection.query_row(sql, [], digest).expect("two values")
    }

    #[test]
    fn no_two_rows_have_one_digest() {
        let rows =
            ["'ab', 'c'", "'a', 'bc'", "'abc', NULL", "'abc', ''", "1, 2", "'1', 2", "1.0, 2"];
        let digests = rows.map(|row| digest_of_query(&format!("SELECT {row}")));
        for (at, digest) in digests.iter().enumerate() {
            assert!(!digests[at + 1..].contains(digest), "{}", rows[at]);
        }
    }
}
