//! Several readings of one item: what each was told, which is shown, where it appears.

use dateline_ledger::query::{Limits, Which};
use dateline_ledger::record::Options;
use dateline_ledger::{Error, Ledger, Sighted};
use dateline_text::ItemId;
use rusqlite::Connection;

use crate::builder::{draft, unreadable, week};

const SENTENCES: [&str; 2] = ["The ferry to Orm sank.", "Ada Lund said nine were missing."];

/// A reading by some version, of a dispatch that some outlet is given for.
fn sighted(reader: &str, outlet: &str, path: &str) -> Sighted {
    let mut sighted = draft(outlet, "2031-05-06", "Ferry sinks", &SENTENCES).reader(reader).done();
    sighted.sighting.path = Some(path.to_owned());
    sighted.sighting.outlet = Some(outlet.to_owned());
    sighted.sighting.url = None;
    sighted
}

fn column(ledger: &mut Ledger, sql: &str) -> Vec<String> {
    let rows = ledger.query(sql, Limits::default()).unwrap().rows;
    rows.iter().map(|row| row[0].as_str().unwrap_or_default().to_owned()).collect()
}

fn outlets(ledger: &mut Ledger) -> Vec<String> {
    column(ledger, "SELECT outlet FROM appearances ORDER BY outlet")
}

#[test]
fn a_reading_is_given_back_with_what_it_was_told() {
    let mut ledger = Ledger::in_memory().unwrap();
    let mut one = sighted("r1", "Harbour Post", "a.csv");
    one.item.columns = ["text".to_owned()].into();
    one.record.reader.options.columns = vec!["text".to_owned()];
    let mut other = sighted("r2", "Harbour Post", "b.csv");
    other.record.reader.options = Options {
        columns: vec!["title".to_owned()],
        delimiter: Some(';'),
        charset: Some("windows-1252".to_owned()),
        ..Options::default()
    };
    ledger.append(&[one.clone(), other.clone()]).unwrap();
    let content = ledger.content(one.item.id).unwrap().unwrap();
    assert_eq!(*content.item.columns, ["title"]);
    assert_eq!(
        (content.item.delimiter, content.item.charset.as_deref()),
        (Some(b';'), Some("windows-1252"))
    );
    assert_eq!(content.sighting, other.sighting);
    let newest = ledger.newest_reader(one.item.id).unwrap().unwrap();
    assert_eq!(newest, ("r2".to_owned(), other.record.reader.options));
    assert_eq!(column(&mut ledger, "SELECT path FROM dispatches"), ["b.csv"]);
    assert_eq!(column(&mut ledger, "SELECT columns FROM items"), [r#"["text"]"#]);
}

#[test]
fn what_an_older_program_read_is_as_it_was_first_told() {
    let folder = tempfile::tempdir().unwrap();
    let (new, old) = (folder.path().join("new.db"), folder.path().join("old.db"));
    let mut one = sighted("r1", "Harbour Post", "a.csv");
    one.item.columns = ["title".to_owned(), "text".to_owned()].into();
    one.item.charset = Some("windows-1252".to_owned());
    Ledger::open(&new).unwrap().append(std::slice::from_ref(&one)).unwrap();
    // The same ledger in the form that the first program gave it.
    let connection = Connection::open(&old).unwrap();
    connection.execute_batch(include_str!("../../src/store/schema/1.sql")).unwrap();
    connection.pragma_update(None, "application_id", 0x4454_4c4e).unwrap();
    connection.pragma_update(None, "user_version", 1).unwrap();
    connection.execute("ATTACH ?1 AS new", [new.display().to_string()]).unwrap();
    for (table, columns) in [
        ("items", "*"),
        ("sightings", "*"),
        ("readers", "key, version, engine, models, lexicons"),
        (
            "readings",
            "key, item, reader, readable, external_id, outlet, title, byline, published, day,
             dateline_place, dateline_date, agency, credit, language, record",
        ),
    ] {
        let sql = format!("INSERT INTO {table} SELECT {columns} FROM new.{table}");
        connection.execute(&sql, []).unwrap();
    }
    drop(connection);
    let unwritten = Ledger::open_readonly(&old).unwrap();
    let content = unwritten.content(one.item.id);
    assert!(matches!(content, Err(Error::TooOld { found: 1, .. })));
    let mut ledger = Ledger::open(&old).unwrap();
    let content = ledger.content(one.item.id).unwrap().unwrap();
    assert_eq!(*content.item.columns, ["title", "text"]);
    assert_eq!(content.item.charset.as_deref(), Some("windows-1252"));
    assert_eq!(content.sighting, one.sighting);
    ledger.repair().unwrap();
    assert_eq!(outlets(&mut ledger), ["Harbour Post"]);
    ledger.check().unwrap();
}

#[test]
fn each_place_appears_under_the_outlet_that_was_last_told_of_it() {
    let mut ledger = Ledger::in_memory().unwrap();
    ledger.append(&[sighted("r1", "Lantern", "a.txt")]).unwrap();
    ledger.append(&[sighted("r2", "Wrong Post", "b.txt")]).unwrap();
    assert_eq!(outlets(&mut ledger), ["Lantern", "Wrong Post"]);
    let right = sighted("r3", "Harbour Post", "b.txt");
    ledger.append(std::slice::from_ref(&right)).unwrap();
    assert_eq!(outlets(&mut ledger), ["Harbour Post", "Lantern"]);
    // Seen again under another name, and not read again.
    let mut renamed = sighted("r3", "Evening Lantern", "a.txt").sighting;
    ledger.see(&[(right.item.id, renamed.clone())]).unwrap();
    assert_eq!(outlets(&mut ledger), ["Evening Lantern", "Harbour Post"]);
    // Standard input is no place of its own: both count.
    for outlet in ["Star", "Sun"] {
        renamed.path = Some("-".to_owned());
        renamed.outlet = Some(outlet.to_owned());
        ledger.see(&[(right.item.id, renamed.clone())]).unwrap();
    }
    let four = ["Evening Lantern", "Harbour Post", "Star", "Sun"];
    assert_eq!(outlets(&mut ledger), four);
    ledger.repair().unwrap();
    assert_eq!(outlets(&mut ledger), four);
}

#[test]
fn items_are_chosen_by_id_path_and_outlet() {
    let mut ledger = Ledger::in_memory().unwrap();
    let mut batch = week();
    let paths = ["in/a.txt", "./in/b.txt", "in/sub/c.txt", "inner/d.txt", "in", "/in/f.txt"];
    for (sighted, path) in batch.iter_mut().zip(paths) {
        sighted.sighting.path = Some(path.to_owned());
    }
    let lost = unreadable("in/lost.bin", &[0]);
    ledger.append(&batch).unwrap();
    ledger.append(std::slice::from_ref(&lost)).unwrap();
    let ids: Vec<ItemId> = batch.iter().map(|sighted| sighted.item.id).collect();
    let of = |which: Which| ledger.items(&which).unwrap();
    assert_eq!(of(Which::All).len(), 7);
    let below = [ids[0], ids[1], ids[2], ids[4], lost.item.id];
    for path in ["in", "./in", "in/"] {
        assert_eq!(of(Which::Path(path.to_owned())), below, "{path}");
    }
    assert_eq!(of(Which::Path("in/sub/c.txt".to_owned())), [ids[2]]);
    assert_eq!(of(Which::Path(".".to_owned())).len(), 6);
    assert_eq!(of(Which::Path("./".to_owned())).len(), 6);
    assert_eq!(of(Which::Path("/".to_owned())), [ids[5]]);
    assert_eq!(of(Which::Outlet("harbour post".to_owned())), [ids[1], ids[3]]);
    let heads = [ids[3].to_string(), lost.item.id.to_string()[..9].to_owned(), ids[3].to_string()];
    assert_eq!(of(Which::Ids(heads.to_vec())), [ids[3], lost.item.id]);
    let none = Which::Ids(vec!["ffffffffff".to_owned()]);
    assert!(matches!(ledger.items(&none), Err(Error::NotFound(_))));
}
