//! Appending: nothing twice, nothing lost, nothing that was forgotten.

use dateline_ledger::{Appended, Correction, Error, Ledger};
use dateline_text::{Item, Media, NoteKind, Sighting, Stage};
use rusqlite::Connection;

use crate::builder::{draft, unreadable, week};

fn stored(n: usize) -> Appended {
    Appended { stored: n, sightings: n, ..Appended::default() }
}

#[test]
fn what_is_appended_comes_back() {
    let mut ledger = Ledger::in_memory().unwrap();
    let batch = week();
    assert_eq!(ledger.append(&batch).unwrap(), stored(6));
    for sighted in &batch {
        let content = ledger.content(sighted.item.id).unwrap().unwrap();
        assert_eq!(content.item.bytes, sighted.item.bytes);
        assert_eq!(content.item.media, Media::Text);
        assert_eq!(content.sighting, sighted.sighting);
        assert_eq!(content.record, sighted.record);
    }
    ledger.check().unwrap();
}

#[test]
fn nothing_is_stored_twice() {
    let mut ledger = Ledger::in_memory().unwrap();
    let batch = week();
    ledger.append(&batch).unwrap();
    let before = ledger.counts().unwrap();
    let again = ledger.append(&batch).unwrap();
    assert_eq!(again, Appended { known: 6, ..Appended::default() });
    assert_eq!(ledger.counts().unwrap(), before);
    assert!(ledger.has(batch[0].item.id, "r1").unwrap());
    assert!(!ledger.has(batch[0].item.id, "r2").unwrap());
}

#[test]
fn equal_bytes_in_two_outlets_are_one_item_and_two_reprints() {
    let mut ledger = Ledger::in_memory().unwrap();
    let mut batch = week();
    batch.truncate(1);
    let mut twin = batch[0].clone();
    twin.sighting.outlet = Some("Evening Star".to_owned());
    twin.sighting.path = Some("star/1.txt".to_owned());
    batch.push(twin);
    let appended = ledger.append(&batch).unwrap();
    assert_eq!(appended, Appended { stored: 1, known: 1, sightings: 2, forgotten: 0 });
    ledger.refresh_views().unwrap();
    let story = ledger.stories(&dateline_ledger::Filter::default()).unwrap().remove(0);
    assert_eq!((story.n_dispatches, story.n_outlets), (1, 2));
    let origin = ledger.origins(&story.id).unwrap().remove(0);
    assert_eq!((origin.n_dispatches, origin.n_reprints), (1, 2));
    assert_eq!(origin.outlets, ["Evening Star", "NLW"]);
}

#[test]
fn a_known_item_met_elsewhere_is_a_sighting() {
    let mut ledger = Ledger::in_memory().unwrap();
    let batch = week();
    ledger.append(&batch[..1]).unwrap();
    let elsewhere = Sighting { path: Some("copy.txt".to_owned()), ..Sighting::default() };
    let id = batch[0].item.id;
    assert_eq!(ledger.see(&[(id, elsewhere.clone())]).unwrap(), 1);
    assert_eq!(ledger.see(&[(id, elsewhere), (batch[1].item.id, Sighting::default())]).unwrap(), 0);
}

#[test]
fn a_new_reading_takes_the_place_of_the_old_one() {
    let mut ledger = Ledger::in_memory().unwrap();
    let sentences = ["The ferry to Orm sank.", "Ada Lund said nine were missing."];
    let old = draft("Harbour Post", "2031-05-06", "Ferry sinks", &sentences).statement(
        "Ada Lund",
        "says",
        "nine were missing",
    );
    let new = draft("Harbour Post", "2031-05-06", "Ferry sinks", &sentences)
        .reader("r2")
        .entity("person", "Ada Lund")
        .statement("Ada Lund", "says", "nine were missing")
        .statement("Ada Lund", "warns", "missing");
    ledger.append(&[old.done()]).unwrap();
    ledger.append(&[new.done()]).unwrap();
    let counts = ledger.counts().unwrap();
    assert_eq!((counts.dispatches, counts.statements), (1, 2));
    assert_eq!(ledger.search("ferry", &dateline_ledger::Filter::default()).unwrap().len(), 2);
    ledger.check().unwrap();
}

#[test]
fn repairing_a_sound_ledger_changes_nothing() {
    let mut ledger = Ledger::in_memory().unwrap();
    ledger.append(&week()).unwrap();
    ledger.refresh_views().unwrap();
    let before = crate::view::everything(&mut ledger);
    ledger.repair().unwrap();
    assert_eq!(crate::view::everything(&mut ledger), before);
    ledger.check().unwrap();
}

#[test]
fn a_forgotten_item_leaves_a_tombstone_and_stays_away() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("l.db");
    let mut ledger = Ledger::open(&path).unwrap();
    let batch = week();
    ledger.append(&batch).unwrap();
    let id = batch[4].item.id;
    ledger.forget(id, "asked for by Pavel Orn's office").unwrap();
    ledger.check().unwrap();
    assert!(ledger.content(id).unwrap().is_none());
    assert!(ledger.has(id, "r1").unwrap());
    let again = ledger.append(&batch[4..5]).unwrap();
    assert_eq!(again, Appended { forgotten: 1, ..Appended::default() });
    assert_eq!(ledger.counts().unwrap().dispatches, 5);
    drop(ledger);
    let bytes = std::fs::read(&path).unwrap();
    let words = b"truce on nets";
    assert!(!bytes.windows(words.len()).any(|window| window == words), "its words are gone");
}

#[test]
fn what_cannot_be_read_is_kept_with_its_reason() {
    let mut ledger = Ledger::in_memory().unwrap();
    ledger.append(&[unreadable("a.bin", &[0, 159, 146])]).unwrap();
    let note = dateline_text::Note::new(Stage::Intake, NoteKind::Unreadable, "no such file");
    let missing = Sighting { path: Some("gone.txt".to_owned()), ..Sighting::default() };
    let notes = [(missing, note)];
    assert_eq!(ledger.append_notes(&notes).unwrap(), 1);
    assert_eq!(ledger.append_notes(&notes).unwrap(), 0);
    let counts = ledger.counts().unwrap();
    assert_eq!((counts.items, counts.dispatches, counts.unreadable, counts.notes), (1, 0, 1, 2));
}

#[test]
fn corrections_are_kept_in_order() {
    let mut ledger = Ledger::in_memory().unwrap();
    let batch = week();
    ledger.append(&batch).unwrap();
    let correction = Correction {
        item: batch[3].item.id,
        start_byte: 10,
        end_byte: 14,
        record: "figure".to_owned(),
        field: "value".to_owned(),
        was: Some("19".to_owned()),
        value: Some("18".to_owned()),
        reason: Some("misread".to_owned()),
        author: Some("desk".to_owned()),
        made: Some("2031-05-09T10:00:00Z".to_owned()),
    };
    let withdrawn = Correction { value: None, ..correction.clone() };
    ledger.correct(&correction).unwrap();
    ledger.correct(&withdrawn).unwrap();
    assert_eq!(ledger.corrections(None).unwrap(), [correction.clone(), withdrawn.clone()]);
    assert_eq!(ledger.corrections(Some(batch[3].item.id)).unwrap().len(), 2);
    assert_eq!(ledger.corrections(Some(batch[0].item.id)).unwrap(), []);
    let unknown = Correction { item: Item::new(vec![1], Media::Text).id, ..correction };
    assert!(matches!(ledger.correct(&unknown), Err(Error::NotFound(_))));
}

#[test]
fn a_batch_that_is_cut_off_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("l.db");
    let batch = week();
    let mut ledger = Ledger::open(&path).unwrap();
    ledger.append(&batch[..2]).unwrap();
    // The file as a killed process leaves it: the log as it stood when the commit returned.
    let copy = folder.path().join("copy.db");
    for suffix in ["", "-wal"] {
        let name = |path: &std::path::Path| format!("{}{suffix}", path.display());
        std::fs::copy(name(&path), name(&copy)).unwrap();
    }
    let wal = format!("{}-wal", copy.display());
    let mut log = std::fs::read(&wal).unwrap();
    log.extend_from_slice(&[7; 5000]); // the beginning of a batch that was never committed
    std::fs::write(&wal, log).unwrap();
    let mut survivor = Ledger::open(&copy).unwrap();
    survivor.check().unwrap();
    assert_eq!(survivor.counts().unwrap().dispatches, 2);
    assert_eq!(survivor.append(&batch).unwrap().known, 2);
    assert_eq!(survivor.counts().unwrap().dispatches, 6);
}

#[test]
fn other_files_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("text.db");
    std::fs::write(
        &text,
        "This is no database, but it is long enough to be taken for one. ".repeat(99),
    )
    .unwrap();
    assert!(matches!(Ledger::open(&text), Err(Error::NotALedger { .. })));
    let other = folder.path().join("other.db");
    Connection::open(&other).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
    assert!(matches!(Ledger::open(&other), Err(Error::NotALedger { .. })));
    assert!(matches!(Ledger::open_readonly(&other), Err(Error::NotALedger { .. })));
    let none = folder.path().join("none.db");
    assert!(matches!(Ledger::open_readonly(&none), Err(Error::NoLedger { .. })));
    let newer = folder.path().join("newer.db");
    drop(Ledger::open(&newer).unwrap());
    Connection::open(&newer).unwrap().pragma_update(None, "user_version", 99).unwrap();
    assert!(matches!(Ledger::open(&newer), Err(Error::TooNew { found: 99, .. })));
}

#[test]
fn a_ledger_is_read_while_it_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("l.db");
    let batch = week();
    let mut writer = Ledger::open(&path).unwrap();
    writer.append(&batch[..3]).unwrap();
    let reader = Ledger::open_readonly(&path).unwrap();
    assert_eq!(reader.counts().unwrap().dispatches, 3);
    writer.append(&batch[3..]).unwrap();
    assert_eq!(reader.counts().unwrap().dispatches, 6);
}
