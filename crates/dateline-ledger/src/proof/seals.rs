//! Appended rows against their seals, and the seals against their chain.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension};

use super::{Difference, Part, Proof};
use crate::Result;
use crate::store::seal::{Digest, Kind, chained, digest_of};
use crate::store::unpack_bytes;
use dateline_text::ItemId;

/// What nothing can be proved from, since it is not as it was appended.
#[derive(Debug, Default)]
pub(super) struct Doubts {
    /// Keys of items.
    pub(super) items: BTreeSet<i64>,
    /// Keys of readings.
    pub(super) readings: BTreeSet<i64>,
}

/// The newest seal of a row.
struct Seal {
    n: i64,
    kind: String,
    digest: Vec<u8>,
    /// Whether the item was forgotten after.
    is_forgotten: bool,
}

pub(super) fn prove(connection: &Connection, proof: &mut Proof) -> Doubts {
    let mut prover =
        Prover { connection, proof, broken: BTreeSet::new(), doubts: Doubts::default() };
    if let Err(error) = prover.chain() {
        prover.proof.add_unread(Part::Seal, "seals", &error);
    }
    // Tombstones are proved with the items.
    for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::Forgotten) {
        for key in prover.keys(kind) {
            prover.row(kind, key);
        }
    }
    prover.doubts
}

struct Prover<'p> {
    connection: &'p Connection,
    proof: &'p mut Proof,
    /// Seals that do not fit the chain, by their number.
    broken: BTreeSet<i64>,
    doubts: Doubts,
}

impl Prover<'_> {
    /// Walks the chain. After a break it goes on from what is stored, so that each break is told
    /// once.
    fn chain(&mut self) -> Result<()> {
        let mut select = self
            .connection
            .prepare("SELECT n, kind, row_key, item, digest, chain FROM main.seals ORDER BY n")?;
        let mut rows = select.query([])?;
        let (mut before, mut next) = (Vec::new(), 1);
        while let Some(row) = rows.next()? {
            let (n, kind): (i64, String) = (row.get(0)?, row.get(1)?);
            let digest: Vec<u8> = row.get(4)?;
            let expected = chained(&before, &kind, row.get(2)?, row.get(3)?, &digest);
            let chain: Vec<u8> = row.get(5)?;
            if n != next {
                let place = format!("seals {next}");
                self.proof.add(Difference::new(Part::Seal, place, "a seal", "none"));
            } else if chain != expected {
                self.broken.insert(n);
                let (place, expected) = (format!("seals {n}"), hexadecimal(&expected));
                self.proof.add(Difference::new(Part::Seal, place, expected, hexadecimal(&chain)));
            }
            self.proof.n_seals += 1;
            (before, next) = (chain, n.saturating_add(1));
        }
        self.proof.sealed = (next > 1).then(|| hexadecimal(&before));
        Ok(())
    }

    /// Returns the keys of all rows that are there or are sealed.
    fn keys(&mut self, kind: Kind) -> BTreeSet<i64> {
        let table = kind.table();
        let of_table = match kind {
            Kind::Note => format!("SELECT key FROM main.{table} WHERE {}", kind.condition()),
            _ => format!("SELECT key FROM main.{table}"),
        };
        let of_seals = format!("SELECT row_key FROM main.seals WHERE kind = '{}'", kind.as_str());
        let mut keys = BTreeSet::new();
        for sql in [of_table, of_seals] {
            if let Err(error) = collect(self.connection, &sql, &mut keys) {
                self.proof.add_unread(Part::File, table, &error);
            }
        }
        keys
    }

    fn row(&mut self, kind: Kind, key: i64) {
        let verdict = self
            .verdict(kind, key)
            .unwrap_or_else(|error| Some(("a row that can be read", error.to_string())));
        if kind == Kind::Item && self.bytes_differ(key) {
            self.doubts.items.insert(key);
            return;
        }
        let Some((expected, found)) = verdict else { return };
        let part = if kind == Kind::Reading { Part::Record } else { Part::Table };
        if kind == Kind::Reading {
            self.doubts.readings.insert(key);
        }
        let place = format!("{} {key}", kind.table());
        let mut difference = Difference::new(part, place, expected, found);
        difference.id = self.id_of(kind, key);
        self.proof.add(difference);
    }

    /// Returns what must be there and what is, where a row does not fit its newest seal.
    fn verdict(&self, kind: Kind, key: i64) -> Result<Option<(&'static str, String)>> {
        let seal = self.newest_seal(kind, key)?;
        let row = match (kind, &seal) {
            (Kind::Item, Some(seal)) if seal.kind == Kind::Forgotten.as_str() => {
                digest_of(self.connection, Kind::Forgotten, key)?
            }
            _ => digest_of(self.connection, kind, key)?,
        };
        Ok(self.weigh(seal, row.map(|(digest, _)| digest)))
    }

    fn weigh(&self, seal: Option<Seal>, row: Option<Digest>) -> Option<(&'static str, String)> {
        let told = |expected, found: &str| Some((expected, found.to_owned()));
        match (seal, row) {
            (None, None) => None,
            (None, Some(_)) => told("no row", "a row without a seal"),
            (Some(seal), None) if seal.is_forgotten => None,
            (Some(_), None) => told("the row as it was appended", "no such row"),
            (Some(seal), Some(_)) if seal.is_forgotten => {
                told("no row, as its item was forgotten", "a row")
            }
            (Some(seal), Some(digest)) => {
                let differs = seal.digest != digest && !self.broken.contains(&seal.n);
                differs.then(|| ("the row as it was appended", "other values".to_owned()))
            }
        }
    }

    fn newest_seal(&self, kind: Kind, key: i64) -> Result<Option<Seal>> {
        let also = if kind == Kind::Item { Kind::Forgotten } else { kind };
        let mut select = self.connection.prepare_cached(
            "SELECT n, kind, digest, EXISTS (
               SELECT 1 FROM main.seals AS f
               WHERE f.kind = 'forgotten' AND f.row_key = s.item AND f.n > s.n)
             FROM main.seals AS s WHERE kind IN (?1, ?2) AND row_key = ?3 ORDER BY n DESC LIMIT 1",
        )?;
        let seal = select.query_row((kind.as_str(), also.as_str(), key), |row| {
            Ok(Seal {
                n: row.get(0)?,
                kind: row.get(1)?,
                digest: row.get(2)?,
                is_forgotten: row.get(3)?,
            })
        });
        Ok(seal.optional()?)
    }

    /// Tells, and adds, that an item's bytes are not those that its id is the hash of.
    fn bytes_differ(&mut self, key: i64) -> bool {
        let find = "SELECT id, bytes FROM main.items WHERE key = ?1";
        let found = self.connection.prepare_cached(find).and_then(|mut find| {
            find.query_row([key], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, Option<Vec<u8>>>(1)?))
            })
        });
        let Ok((id, Some(packed))) = found else { return false };
        let hash = match unpack_bytes(&packed) {
            Ok(bytes) => ItemId::of(&bytes).to_string(),
            Err(error) => format!("bytes that do not unpack: {error}"),
        };
        let differs = hash != id;
        if differs {
            let difference = Difference::new(Part::Bytes, "items.bytes", &id, hash);
            self.proof.add(difference.of(id));
        }
        differs
    }

    /// Returns the id of the item that a row belongs to, if that can be told.
    fn id_of(&self, kind: Kind, key: i64) -> Option<String> {
        let sql = match kind {
            Kind::Reader | Kind::Note => return None,
            Kind::Item | Kind::Forgotten => "SELECT id FROM main.items WHERE key = ?1".to_owned(),
            _ => format!(
                "SELECT i.id FROM main.items AS i WHERE i.key = coalesce(
                   (SELECT item FROM main.{} WHERE key = ?1),
                   (SELECT item FROM main.seals WHERE kind = '{}' AND row_key = ?1))",
                kind.table(),
                kind.as_str()
            ),
        };
        self.connection.prepare_cached(&sql).ok()?.query_row([key], |row| row.get(0)).ok()
    }
}

fn collect(connection: &Connection, sql: &str, keys: &mut BTreeSet<i64>) -> Result<()> {
    let mut select = connection.prepare(sql)?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        keys.insert(row.get(0)?);
    }
    Ok(())
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
