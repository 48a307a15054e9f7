//! Tables made from records: each reading's rows, and those kept in step with the newest one.

use std::collections::BTreeMap;

use rusqlite::Connection;
use rusqlite::types::Value;

use super::compare::{Compared, compare, integer};
use super::seals::Doubts;
use super::{Part, Proof};
use crate::Result;
use crate::record::Record;
use crate::store::shadow::Shadow;
use crate::store::{
    insert_parts, insert_reader, insert_reading, item_of_reading, parse_record, show,
    sighting_of_reading, unpack_json,
};
use dateline_text::{Item, Sighting};

/// Most readings that are proved together.
const BATCH_READINGS: usize = 128;

/// Most bytes of records and items that are proved together; one reading more may be begun.
const BATCH_BYTES: usize = 8 << 20;

/// A reading as it is kept.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Id of its item.
    pub id: String,
    /// Its item; `None` where its bytes are not those that were appended.
    pub item: Option<Item>,
    /// Where its item was met when it was read; `None` where that is not known.
    pub sighting: Option<Sighting>,
    /// Its record as it is stored.
    pub json: Vec<u8>,
    /// Its record.
    pub record: Record,
    key: i64,
    item_key: i64,
    is_newest: bool,
}

/// Filled for every reading.
const OF_READINGS: &[&str] = &[
    "readers",
    "readings",
    "sentences",
    "entities",
    "mentions",
    "times",
    "places",
    "statements",
    "events",
    "participants",
    "figures",
    "notes",
];

/// Filled for the newest readings.
const OF_NEWEST: &[&str] = &["dispatches", "appearances", "sketches"];

const N: &[&str] = &["reading", "n"];

const COMPARED_OF_READINGS: [Compared; 11] = [
    table("readings", &["item", "version"]).of_rows(
        "SELECT r.item, a.version, r.readable, r.external_id, r.outlet, r.title, r.byline,
           r.published, r.day, r.dateline_place, r.dateline_date, r.agency, r.credit, r.language,
           a.engine, a.models, a.lexicons, ifnull(a.options, '{}') AS options
         FROM {s}.readings AS r LEFT JOIN {s}.readers AS a ON a.key = r.reader
         WHERE '{s}' = 'temp' OR r.key IN (SELECT reading FROM temp.proved)",
    ),
    table("sentences", N),
    table("entities", N).lettered('a'),
    table("mentions", &["reading", "entity", "n"]),
    table("times", N).lettered('t'),
    table("places", N).lettered('p'),
    table("statements", N).lettered('s'),
    table("events", N).lettered('e'),
    table("participants", &["reading", "event", "role", "n"]),
    table("figures", N).lettered('f'),
    table("notes", N).of_rows(
        "SELECT reading, row_number() OVER (PARTITION BY reading ORDER BY key) AS n, path, url,
           member, stage, kind, start_point, end_point, message
         FROM {s}.notes WHERE reading IN (SELECT reading FROM temp.proved)",
    ),
];

const COMPARED_OF_NEWEST: [Compared; 3] = [
    table("dispatches", &["reading"]),
    table("appearances", &["reading", "outlet", "day"]),
    table("sketches", &["reading"]),
];

const fn table(table: &'static str, identity: &'static [&'static str]) -> Compared {
    Compared::new(Part::Table, table, identity)
}

pub(super) fn prove(
    connection: &Connection,
    doubts: &Doubts,
    proof: &mut Proof,
    prove_records: &mut dyn FnMut(&[Kept], &mut Proof),
) {
    let keys = match keys_of(connection) {
        Ok(keys) => keys,
        Err(error) => return proof.add_unread(Part::File, "readings", &error),
    };
    let mut keys = keys.into_iter().filter(|key| !doubts.readings.contains(key)).peekable();
    while keys.peek().is_some() {
        let mut batch = Vec::new();
        let mut n_bytes = 0;
        while batch.len() < BATCH_READINGS
            && n_bytes < BATCH_BYTES
            && let Some(key) = keys.next()
        {
            match kept(connection, key, doubts) {
                Ok(kept) => {
                    n_bytes += kept.json.len() + kept.item.as_ref().map_or(0, |i| i.bytes.len());
                    batch.push(kept);
                }
                Err(error) => {
                    proof.add_unread(Part::Record, &format!("readings {key}"), &error);
                }
            }
        }
        proof.n_readings += batch.len() as u64;
        prove_records(&batch, proof);
        if let Err(error) = prove_batch(connection, &batch, proof) {
            proof.add_unread(Part::File, "tables of readings", &error);
        }
    }
}

fn keys_of(connection: &Connection) -> Result<Vec<i64>> {
    let mut select = connection.prepare("SELECT key FROM main.readings ORDER BY key")?;
    let keys = select.query_map([], |row| row.get(0))?;
    Ok(keys.collect::<Result<_, _>>()?)
}

fn kept(connection: &Connection, key: i64, doubts: &Doubts) -> Result<Kept> {
    let mut select = connection.prepare_cached(
        "SELECT r.item, i.id, r.record,
           r.key = (SELECT max(key) FROM main.readings WHERE item = r.item)
         FROM main.readings AS r JOIN main.items AS i ON i.key = r.item WHERE r.key = ?1",
    )?;
    let (item_key, id, packed, is_newest): (i64, String, Vec<u8>, bool) =
        select.query_row([key], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    let json = unpack_json(&packed)?;
    let record = parse_record(&json)?;
    Ok(Kept {
        id,
        item: (!doubts.items.contains(&item_key))
            .then(|| item_of_reading(connection, key, &record))
            .transpose()?,
        sighting: sighting_of_reading(connection, key)?,
        record,
        json,
        key,
        item_key,
        is_newest,
    })
}

/// Makes the rows of some readings a second time and compares them with those of the ledger.
fn prove_batch(connection: &Connection, batch: &[Kept], proof: &mut Proof) -> Result<()> {
    connection.execute_batch(
        "CREATE TEMP TABLE IF NOT EXISTS proved (reading INTEGER PRIMARY KEY) STRICT;
         DELETE FROM temp.proved;",
    )?;
    let mut insert = connection.prepare_cached("INSERT INTO temp.proved VALUES (?1)")?;
    batch.iter().try_for_each(|kept| insert.execute([kept.key]).map(drop))?;
    let id_of_reading: BTreeMap<i64, &str> =
        batch.iter().map(|kept| (kept.key, kept.id.as_str())).collect();
    let id_of_item: BTreeMap<i64, &str> =
        batch.iter().map(|kept| (kept.item_key, kept.id.as_str())).collect();
    let id_of = |values: &Vec<(String, Value)>| {
        let of_reading = integer(values, "reading").and_then(|key| id_of_reading.get(&key));
        let of_item = || integer(values, "item").and_then(|key| id_of_item.get(&key));
        of_reading.or_else(of_item).map(|id| (*id).to_owned())
    };
    let mut compare_all = |all: &[Compared]| {
        all.iter().try_for_each(|one| {
            let condition = match one.rows {
                Some(_) => "TRUE",
                None => "reading IN (SELECT reading FROM temp.proved)",
            };
            compare(connection, one, condition, &id_of, proof)
        })
    };
    let shadow = Shadow::new(connection, OF_READINGS)?;
    for kept in batch {
        insert_reader(connection, &kept.record.reader)?;
        let find = "SELECT key FROM temp.readers WHERE version = ?1";
        let version = &kept.record.reader.version;
        let reader = connection.prepare_cached(find)?.query_row([version], |row| row.get(0))?;
        // The sighting is sealed: nothing tells it a second time.
        insert_reading(connection, (kept.item_key, reader, 0), &kept.record, &[])?;
        insert_parts(connection, kept.key, &kept.record)?;
    }
    compare_all(&COMPARED_OF_READINGS)?;
    drop(shadow);
    let shadow = Shadow::new(connection, OF_NEWEST)?;
    for kept in batch.iter().filter(|kept| kept.is_newest) {
        if let Some(body) = &kept.record.body {
            show(connection, kept.item_key, kept.key, body)?;
        }
    }
    compare_all(&COMPARED_OF_NEWEST)?;
    drop(shadow);
    Ok(())
}
