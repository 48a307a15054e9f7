//! The database file: its pages and keys, and the definitions of its tables.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::{Difference, Part, Proof};
use crate::store::shadow::{parts, parts_of};
use crate::{Error, Ledger, Result};

/// Faults that the database's own check tells before it gives up.
const MOST_FAULTS: u32 = 100;

pub(super) fn prove(connection: &Connection, proof: &mut Proof) {
    if let Err(error) = prove_pages(connection, proof) {
        proof.add_unread(Part::File, "pages", &error);
    }
    if let Err(error) = prove_keys(connection, proof) {
        proof.add_unread(Part::File, "keys", &error);
    }
    if let Err(error) = prove_schema(connection, proof) {
        proof.add_unread(Part::File, "schema", &error);
    }
}

impl Ledger {
    /// Tells whether the file is sound: the database's own check, keys that lead nowhere, and the
    /// definitions of its tables.
    ///
    /// # Errors
    /// Says what is damaged.
    pub fn check(&self) -> Result<()> {
        let mut proof = Proof::default();
        prove(self.connection(), &mut proof);
        match proof.differences.first() {
            None => Ok(()),
            Some(first) => Err(Error::Damaged(format!("{}: {}", first.place, first.found))),
        }
    }
}

/// The database's own check, full-text indexes included.
fn prove_pages(connection: &Connection, proof: &mut Proof) -> Result<()> {
    let mut check = connection.prepare(&format!("PRAGMA main.integrity_check({MOST_FAULTS})"))?;
    let mut rows = check.query([])?;
    while let Some(row) = rows.next()? {
        let verdict: String = row.get(0)?;
        if verdict != "ok" {
            proof.add(Difference::new(Part::File, "pages", "ok", verdict));
        }
    }
    Ok(())
}

fn prove_keys(connection: &Connection, proof: &mut Proof) -> Result<()> {
    let mut check = connection.prepare("PRAGMA main.foreign_key_check")?;
    let mut rows = check.query([])?;
    while let Some(row) = rows.next()? {
        let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
        let key = row.get::<_, Option<i64>>(1)?.map_or(String::new(), |key| format!(" {key}"));
        let expected = format!("a row of {parent}");
        proof.add(Difference::new(Part::Table, format!("{table}{key}"), expected, "leads nowhere"));
    }
    Ok(())
}

/// Compares tables, indexes and views with those of a new ledger.
fn prove_schema(connection: &Connection, proof: &mut Proof) -> Result<()> {
    let mut found: BTreeMap<(String, String), String> =
        parts_of(connection)?.into_iter().map(|part| ((part.kind, part.name), part.sql)).collect();
    for part in parts() {
        let place = format!("{} {}", part.kind, part.name);
        match found.remove(&(part.kind.clone(), part.name.clone())) {
            Some(sql) if sql == part.sql => {}
            Some(sql) => proof.add(Difference::new(Part::File, place, &part.sql, sql)),
            None => proof.add(Difference::new(Part::File, place, "its definition", "none")),
        }
    }
    for ((kind, name), sql) in found {
        proof.add(Difference::new(Part::File, format!("{kind} {name}"), "nothing", sql));
    }
    Ok(())
}
