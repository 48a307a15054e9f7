//! Appending readings: one transaction a batch, nothing twice.

use dateline_text::{Item, ItemId, Note, Sighting};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use super::projection::{appear, project};
use super::rows::insert_parts;
use super::seal::{Kind, seal};
use super::{Error, Ledger, Result, count};
use crate::record::{Reader, Record};

/// Level of the zstd frames: the best that keeps up with reading.
const ZSTD_LEVEL: i32 = 3;

/// An item, where it was met, and what was made of it.
#[derive(Debug, Clone)]
pub struct Sighted {
    /// The item.
    pub item: Item,
    /// Where and when it was met.
    pub sighting: Sighting,
    /// What was made of it.
    pub record: Record,
}

/// What an append did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Appended {
    /// Readings that are new.
    pub stored: usize,
    /// Readings that were there.
    pub known: usize,
    /// Sightings that are new.
    pub sightings: usize,
    /// Items that had been forgotten, and stay so.
    pub forgotten: usize,
}

impl Ledger {
    /// Appends a batch in one transaction; when it returns, all of it is stored.
    ///
    /// The same item, sighting and reader version are stored once, however often they come. An
    /// item that has been forgotten is not stored again.
    ///
    /// # Notes
    /// Memory and the length of the transaction grow with the batch: some hundreds of dispatches,
    /// or some 16 MiB of items, make a good one.
    ///
    /// # Errors
    /// The database refuses (disk full, another process holds it); then nothing of the batch is
    /// stored.
    pub fn append(&mut self, batch: &[Sighted]) -> Result<Appended> {
        let packed = batch.iter().map(Packed::new).collect::<Result<Vec<_>>>()?;
        let transaction = self.begin()?;
        let mut appended = Appended::default();
        for (sighted, packed) in batch.iter().zip(packed) {
            append_one(&transaction, sighted, &packed, &mut appended)?;
        }
        transaction.commit()?;
        Ok(appended)
    }

    /// Appends sightings of items that are in the ledger; returns how many are new.
    ///
    /// # Errors
    /// The ledger cannot be read or written. Nothing is appended then.
    ///
    /// # Notes
    /// Sightings of items that the ledger does not have are left out.
    pub fn see(&mut self, sightings: &[(ItemId, Sighting)]) -> Result<usize> {
        let transaction = self.begin()?;
        let mut n_new = 0;
        for (id, sighting) in sightings {
            if let Some((item, None)) = find_item(&transaction, &id.to_string())? {
                n_new += usize::from(insert_sighting(&transaction, item, sighting)?.1);
            }
        }
        transaction.commit()?;
        Ok(n_new)
    }

    /// Appends notes about what never became an item: a missing file, a broken archive.
    ///
    /// # Errors
    /// The ledger cannot be read or written. Nothing is appended then.
    pub fn append_notes(&mut self, notes: &[(Sighting, Note)]) -> Result<usize> {
        let transaction = self.begin()?;
        let mut n_new = 0;
        for (sighting, note) in notes {
            let is_new = transaction
                .prepare_cached(
                    "INSERT OR IGNORE INTO notes (path, url, member, stage, kind, message)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                )?
                .execute(params![
                    sighting.path,
                    sighting.url,
                    sighting.member,
                    note.stage.as_str(),
                    note.kind.as_str(),
                    note.message,
                ])?;
            if is_new > 0 {
                seal(&transaction, Kind::Note, transaction.last_insert_rowid())?;
                n_new += 1;
            }
        }
        transaction.commit()?;
        Ok(n_new)
    }

    /// Begins a transaction that writes; waits for other writers first.
    pub(crate) fn begin(&mut self) -> Result<Transaction<'_>> {
        Ok(self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?)
    }
}

/// What is made of a member of the batch before the transaction begins.
struct Packed {
    id: String,
    bytes: Vec<u8>,
    record: Vec<u8>,
}

impl Packed {
    fn new(sighted: &Sighted) -> Result<Self> {
        let record = serde_json::to_vec(&sighted.record)
            .map_err(|error| Error::Damaged(format!("a record cannot be written: {error}")))?;
        Ok(Self {
            id: sighted.item.id.to_string(),
            bytes: compress(&sighted.item.bytes)?,
            record: compress(&record)?,
        })
    }
}

fn append_one(
    connection: &Connection,
    sighted: &Sighted,
    packed: &Packed,
    appended: &mut Appended,
) -> Result<()> {
    let item = match find_item(connection, &packed.id)? {
        Some((_, Some(_why))) => {
            appended.forgotten += 1;
            return Ok(());
        }
        Some((item, None)) => item,
        None => insert_item(connection, &sighted.item, packed)?,
    };
    let (sighting, is_new_sighting) = insert_sighting(connection, item, &sighted.sighting)?;
    appended.sightings += usize::from(is_new_sighting);
    let reader = intern_reader(connection, &sighted.record.reader)?;
    match insert_reading(connection, (item, reader, sighting), &sighted.record, &packed.record)? {
        None => appended.known += 1,
        Some(reading) => {
            seal(connection, Kind::Reading, reading)?;
            insert_parts(connection, reading, &sighted.record)?;
            project(connection, item, &sighted.record)?;
            appended.stored += 1;
        }
    }
    Ok(())
}

/// Returns an item's key, and why it was forgotten, if it was.
pub(super) fn find_item(
    connection: &Connection,
    id: &str,
) -> Result<Option<(i64, Option<String>)>> {
    let mut statement =
        connection.prepare_cached("SELECT key, forgotten FROM items WHERE id = ?1")?;
    Ok(statement.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

fn insert_item(connection: &Connection, item: &Item, packed: &Packed) -> Result<i64> {
    let columns = (!item.columns.is_empty())
        .then(|| serde_json::Value::from(item.columns.to_vec()).to_string());
    connection
        .prepare_cached(
            "INSERT INTO items (id, media_type, charset, columns, n_bytes, bytes)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            packed.id,
            item.media.as_str(),
            item.charset,
            columns,
            count(item.bytes.len()),
            packed.bytes,
        ])?;
    let key = connection.last_insert_rowid();
    seal(connection, Kind::Item, key)?;
    Ok(key)
}

/// Returns the key of a sighting, and whether it is new.
fn insert_sighting(connection: &Connection, item: i64, sighting: &Sighting) -> Result<(i64, bool)> {
    let Sighting { path, url, member, outlet, retrieved } = sighting;
    let values = params![item, path, url, member, outlet, retrieved];
    let n_new = connection
        .prepare_cached(
            "INSERT OR IGNORE INTO sightings (item, path, url, member, outlet, retrieved)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(values)?;
    if n_new > 0 {
        let key = connection.last_insert_rowid();
        seal(connection, Kind::Sighting, key)?;
        appear(connection, item, key)?;
        return Ok((key, true));
    }
    let mut known = connection.prepare_cached(
        "SELECT key FROM sightings WHERE item = ?1 AND ifnull(path, '') = ifnull(?2, '')
           AND ifnull(url, '') = ifnull(?3, '') AND ifnull(member, '') = ifnull(?4, '')
           AND ifnull(outlet, '') = ifnull(?5, '') AND ifnull(retrieved, '') = ifnull(?6, '')",
    )?;
    Ok((known.query_row(values, |row| row.get(0))?, false))
}

fn intern_reader(connection: &Connection, reader: &Reader) -> Result<i64> {
    if insert_reader(connection, reader)? {
        seal(connection, Kind::Reader, connection.last_insert_rowid())?;
    }
    let mut find = connection.prepare_cached("SELECT key FROM readers WHERE version = ?1")?;
    Ok(find.query_row([&reader.version], |row| row.get(0))?)
}

/// Inserts a reader; tells whether it is new.
pub(crate) fn insert_reader(connection: &Connection, reader: &Reader) -> Result<bool> {
    let list = |names: &[String]| serde_json::Value::from(names.to_vec()).to_string();
    let n_new = connection
        .prepare_cached(
            "INSERT OR IGNORE INTO readers (version, engine, models, lexicons, options)
         VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            reader.version,
            reader.engine,
            list(&reader.models),
            list(&reader.lexicons),
            reader.options.to_json(),
        ])?;
    Ok(n_new > 0)
}

/// Returns the key of the reading, or `None` where it was there.
pub(crate) fn insert_reading(
    connection: &Connection,
    (item, reader, sighting): (i64, i64, i64),
    record: &Record,
    packed: &[u8],
) -> Result<Option<i64>> {
    let none = crate::record::Body::default();
    let body = record.body.as_ref().unwrap_or(&none);
    let dateline = body.dateline.as_ref();
    let dateline_date = dateline.and_then(|dateline| dateline.date.as_deref());
    let n_new = connection.prepare_cached(
        "INSERT OR IGNORE INTO readings (item, reader, readable, external_id, outlet, title, byline,
           published, day, dateline_place, dateline_date, agency, credit, language, record, sighting)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
    )?.execute(params![
        item, reader, record.body.is_some(), record.external_id, body.outlet, body.title,
        body.byline, body.published,
        body.published.as_deref().and_then(day_of).or(dateline_date),
        dateline.and_then(|dateline| dateline.place.as_deref()), dateline_date,
        dateline.and_then(|dateline| dateline.agency.as_deref()),
        serde_json::Value::from(body.credit.clone()).to_string(), body.language, packed,
        sighting,
    ])?;
    Ok((n_new > 0).then(|| connection.last_insert_rowid()))
}

/// Returns the day that an ISO date or RFC 3339 instant begins with.
fn day_of(published: &str) -> Option<&str> {
    let day = published.get(..10)?;
    day.parse::<jiff::civil::Date>().is_ok().then_some(day)
}

pub(super) fn compress(bytes: &[u8]) -> Result<Vec<u8>> {
    zstd::bulk::compress(bytes, ZSTD_LEVEL)
        .map_err(|error| Error::Damaged(format!("cannot compress: {error}")))
}
