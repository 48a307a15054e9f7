//! Changes by one who knows how seals are made.

use dateline::Ledger;
use dateline::ledger::proof::Part;
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};

use crate::fixture::Copy;

/// Adds a value as `docs/ledger.md` says.
fn add(hash: &mut Sha256, value: ValueRef<'_>) {
    let (tag, bytes) = match value {
        ValueRef::Null => (0, Vec::new()),
        ValueRef::Integer(number) => (1, number.to_be_bytes().to_vec()),
        ValueRef::Real(number) => (2, number.to_bits().to_be_bytes().to_vec()),
        ValueRef::Text(text) => (3, text.to_vec()),
        ValueRef::Blob(bytes) => (4, bytes.to_vec()),
    };
    hash.update([tag]);
    hash.update((bytes.len() as u64).to_be_bytes());
    hash.update(bytes);
}

/// What is sealed of a reading.
const SEALED: &str = "SELECT item, reader, record, sighting FROM readings WHERE key = ?1";

/// Seals a reading as it now is, and makes all chain digests anew.
fn seal_again(connection: &Connection, reading: i64) {
    let digest: Vec<u8> = connection
        .query_row(SEALED, [reading], |row| {
            let mut hash = Sha256::new();
            (0..4).for_each(|at| add(&mut hash, row.get_ref(at).unwrap()));
            Ok(hash.finalize().to_vec())
        })
        .unwrap();
    let sql = "UPDATE seals SET digest = ?1 WHERE kind = 'readings' AND row_key = ?2";
    assert_eq!(connection.execute(sql, (digest, reading)).unwrap(), 1);
    let mut before = Vec::new();
    let n_seals: i64 =
        connection.query_row("SELECT max(n) FROM seals", [], |row| row.get(0)).unwrap();
    for n in 1..=n_seals {
        let sql = "SELECT kind, row_key, item, digest FROM seals WHERE n = ?1";
        before = connection
            .query_row(sql, [n], |row| {
                let mut hash = Sha256::new();
                add(&mut hash, ValueRef::Blob(&before));
                (0..4).for_each(|at| add(&mut hash, row.get_ref(at).unwrap()));
                Ok(hash.finalize().to_vec())
            })
            .unwrap();
        connection.execute("UPDATE seals SET chain = ?1 WHERE n = ?2", (&before, n)).unwrap();
    }
}

/// Changes the stored record of a reading and seals it again.
fn forge(copy: &Copy, reading: i64, change: impl FnOnce(String) -> String) {
    let connection = copy.connection();
    let find = "SELECT record FROM readings WHERE key = ?1";
    let packed: Vec<u8> = connection.query_row(find, [reading], |row| row.get(0)).unwrap();
    let json = String::from_utf8(zstd::stream::decode_all(packed.as_slice()).unwrap()).unwrap();
    let changed = change(json.clone());
    assert_ne!(changed, json);
    let packed = zstd::bulk::compress(changed.as_bytes(), 3).unwrap();
    connection
        .execute("UPDATE readings SET record = ?1 WHERE key = ?2", (packed, reading))
        .unwrap();
    seal_again(&connection, reading);
}

#[test]
fn sealing_as_the_documents_say_gives_the_same_seals() {
    let copy = Copy::new();
    let seals = |connection: &Connection| -> Vec<u8> {
        let sql = "SELECT chain FROM seals ORDER BY n DESC LIMIT 1";
        connection.query_row(sql, [], |row| row.get(0)).unwrap()
    };
    let connection = copy.connection();
    let before = seals(&connection);
    seal_again(&connection, 4);
    assert_eq!(seals(&connection), before);
}

#[test]
fn a_record_changed_with_its_seals_is_found_by_reading_again() {
    let copy = Copy::new();
    forge(&copy, 4, |json| json.replace(r#""act":"denies""#, r#""act":"confirms""#));
    dateline::repair_ledger(&copy.path).unwrap(); // now the tables tell the same
    assert_eq!(copy.proof(false).differences, []);
    let proof = copy.proof(true);
    assert_eq!(proof.n_differences, 1, "{:#?}", proof.differences);
    let told = &proof.differences[0];
    assert_eq!((told.part, told.place.as_str()), (Part::Record, "act"));
    assert!(told.id.as_deref().is_some_and(|id| id.ends_with("/s2")), "{told:?}");
    assert_eq!((told.expected.as_str(), told.found.as_str()), ("\"denies\"", "\"confirms\""));
}

#[test]
fn words_of_an_older_record_changed_with_its_seals_are_found_in_the_bytes() {
    let copy = Copy::new();
    forge(&copy, 1, |json| json.replace("Ilse Orn", "Ilse Ort"));
    let proof = copy.proof(false);
    let is_told = proof.differences.iter().any(|one| one.part == Part::Record);
    assert!(is_told, "{:#?}", proof.differences);
}

#[test]
fn a_forged_record_never_stops_the_proof() {
    let changes: [fn(String) -> String; 4] = [
        |json| json.replacen(r#""start":"#, r#""start":4000000000,"was":"#, 1),
        |json| json.replacen(r#""origin":[["#, r#""origin":[[9,1,900,2],["#, 1),
        |json| json.replacen(r#""id":"s1""#, r#""id":"s0""#, 1),
        |json| json.replacen(r#""entity":"a"#, r#""entity":"a9"#, 1),
    ];
    for change in changes {
        let copy = Copy::new();
        forge(&copy, 4, change);
        assert!(copy.proof(true).n_differences > 0);
    }
}

#[test]
fn an_end_cut_off_is_found_by_the_seal_that_was_kept() {
    let copy = Copy::new();
    let sealed = copy.proof(false).sealed.unwrap();
    copy.change("DELETE FROM corrections; DELETE FROM seals WHERE n = (SELECT max(n) FROM seals)");
    assert_eq!(copy.proof(false).differences, [], "it looks like an older ledger");
    let ledger = Ledger::open_readonly(&copy.path).unwrap();
    assert!(!ledger.holds_seal(&sealed).unwrap());
    let untouched = Copy::new();
    let ledger = Ledger::open_readonly(&untouched.path).unwrap();
    assert!(ledger.holds_seal(&sealed[..16]).unwrap());
    assert!(!ledger.holds_seal("").unwrap());
}
