//! Opening where nothing can be written, and ledgers of an older form.

use std::path::{Path, PathBuf};

use dateline_ledger::{Error, Ledger};
use rusqlite::Connection;

use crate::builder::week;

fn beside(path: &Path, suffix: &str) -> PathBuf {
    PathBuf::from(format!("{}{suffix}", path.display()))
}

/// Makes a ledger beside which no index of the log can be made, as in a folder that is read-only.
fn ledger_that_cannot_be_written(folder: &Path, name: &str) -> PathBuf {
    let path = folder.join(name);
    let mut ledger = Ledger::open(&path).unwrap();
    ledger.append(&week()).unwrap();
    ledger.refresh_views().unwrap();
    drop(ledger);
    forbid_index(&path);
    path
}

/// Puts something in the place of the log's index that can neither be opened nor made anew.
fn forbid_index(path: &Path) {
    std::os::unix::fs::symlink("nowhere/index", beside(path, "-shm")).unwrap();
}

#[test]
fn a_ledger_that_cannot_be_written_is_read() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["l.db", "50% what?.db", "a#b &c=1.db", "über.db"] {
        let path = ledger_that_cannot_be_written(folder.path(), name);
        let ledger = Ledger::open_readonly(&path).unwrap();
        assert_eq!(ledger.counts().unwrap().dispatches, 6, "{name}");
        let proof = ledger.prove(|_, _| ()).unwrap();
        assert_eq!(proof.differences, [], "{name}");
        assert!(!proof.is_stale);
    }
}

#[test]
fn a_log_that_cannot_be_read_is_not_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("l.db");
    let mut ledger = Ledger::open(&path).unwrap();
    ledger.append(&week()).unwrap();
    // The file and its log as they lie while a process writes, in a place where nothing can be made.
    let copy = folder.path().join("copy.db");
    std::fs::copy(&path, &copy).unwrap();
    std::fs::copy(beside(&path, "-wal"), beside(&copy, "-wal")).unwrap();
    forbid_index(&copy);
    let error = Ledger::open_readonly(&copy).unwrap_err();
    assert!(matches!(error, Error::UnreadLog { .. }), "{error}");
    assert!(error.to_string().contains("copy both files"), "{error}");
}

#[test]
fn a_ledger_of_form_1_is_read_as_it_is_and_sealed_when_it_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("l.db");
    let mut ledger = Ledger::open(&path).unwrap();
    let batch = week();
    ledger.append(&batch).unwrap();
    ledger.forget(batch[5].item.id, "asked for").unwrap();
    let n_seals = ledger.prove(|_, _| ()).unwrap().n_seals;
    drop(ledger);
    let connection = Connection::open(&path).unwrap();
    connection
        .execute_batch(
            "DROP TABLE seals; DROP INDEX readings_sighting; DROP INDEX statements_source_kind;
             ALTER TABLE readings DROP COLUMN sighting; ALTER TABLE readers DROP COLUMN options;
             PRAGMA user_version = 1",
        )
        .unwrap();
    drop(connection);

    let ledger = Ledger::open_readonly(&path).unwrap();
    assert_eq!(ledger.counts().unwrap().dispatches, 5);
    assert!(matches!(ledger.prove(|_, _| ()), Err(Error::TooOld { found: 1, .. })));
    drop(ledger);

    let mut ledger = Ledger::open(&path).unwrap();
    let proof = ledger.prove(|_, _| ()).unwrap();
    assert_eq!(proof.differences, []);
    assert!(proof.is_stale, "the views are older than the seals");
    // What the forgotten item, its sighting and reading had before is not there to be sealed.
    assert_eq!(proof.n_seals, n_seals - 3);
    ledger.refresh_views().unwrap();
    let proof = ledger.prove(|_, _| ()).unwrap();
    assert_eq!((proof.differences, proof.is_stale), (Vec::new(), false));
}

#[test]
fn a_kept_seal_outlives_appends_and_forgetting() {
    let mut ledger = Ledger::in_memory().unwrap();
    let batch = week();
    ledger.append(&batch[..2]).unwrap();
    let sealed = ledger.prove(|_, _| ()).unwrap().sealed.unwrap();
    ledger.append(&batch).unwrap();
    ledger.forget(batch[0].item.id, "asked for").unwrap();
    assert!(ledger.holds_seal(&sealed).unwrap());
    let proof = ledger.prove(|_, _| ()).unwrap();
    assert_eq!(proof.differences, []);
    assert_ne!(proof.sealed, Some(sealed));
}

#[test]
fn a_key_that_is_used_again_is_sealed_again() {
    let mut ledger = Ledger::in_memory().unwrap();
    let batch = week();
    ledger.append(&batch[..5]).unwrap();
    ledger.forget(batch[4].item.id, "asked for").unwrap(); // had the greatest keys
    ledger.append(&batch[5..]).unwrap();
    assert_eq!(ledger.prove(|_, _| ()).unwrap().differences, []);
}
