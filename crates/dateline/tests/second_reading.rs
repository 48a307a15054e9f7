//! What makes a reader version, and how readings of one item follow each other.

use std::path::Path;

use dateline::intake::{Config, Found, open_reader};
use dateline::ledger::query::{Limits, Which};
use dateline::record::Include;
use dateline::syntax::Engine;
use dateline::text::{Item, Media, Sighting};
use dateline::{Asked, Ingested, Ledger, Reader, State, ingest, reread};

const FIELD_MAP: &[u8] = include_bytes!("../../../cases/hostile/field-map.jsonl");

fn config(set: impl Fn(&mut Config)) -> Config {
    let mut config = Config::default();
    set(&mut config);
    config
}

fn reader(config: Config) -> Reader {
    let include = Include { origin: true, ..Include::default() };
    Reader::new(config).engine(Engine::Swift).with(include)
}

fn row(columns: &[&str]) -> Item {
    let mut item = Item::new(b"Ferry to sail,It will sail.".to_vec(), Media::CsvRow);
    item.columns = columns.iter().map(|&name| name.to_owned()).collect();
    item
}

#[test]
fn a_version_holds_what_changes_the_reading_and_nothing_else() {
    let plain = Item::new(b"Rain fell on Orm.".to_vec(), Media::Text);
    let bare = reader(Config::default());
    let version = bare.version_of(&plain);
    assert_eq!(version, bare.describe().version);
    assert!(version.ends_with("-swift"), "{version}");
    let mapped = reader(config(|config| config.fields.assign("text=story").expect("a field")));
    assert_eq!(mapped.version_of(&plain), version, "a text has no fields");
    let line = Item::new(FIELD_MAP.to_vec(), Media::Json);
    assert_eq!(bare.version_of(&line), version, "the bytes show that they are JSON");
    assert_ne!(mapped.version_of(&line), version);
    let given = reader(config(|config| config.given.outlet = Some("Lantern".to_owned())));
    assert_ne!(given.version_of(&plain), version);
    assert_ne!(bare.clone().engine(Engine::Careful).version_of(&plain), version);
    let (one, other) = (row(&["title", "text"]), row(&["text", "title"]));
    assert_eq!(bare.version_of(&one), bare.version_of(&one.clone()));
    assert_ne!(bare.version_of(&one), bare.version_of(&other));
}

fn ingested(reader: &Reader, ledger: &Path, found: Vec<Found>) -> Vec<Ingested> {
    let mut all = Vec::new();
    ingest(reader, ledger, found.into_iter(), |batch| all.extend_from_slice(batch))
        .expect("stored");
    all
}

fn sighted(item: &Item, path: &str) -> Found {
    let sighting = Sighting { path: Some(path.to_owned()), ..Sighting::default() };
    Found { sighting, item: Some(item.clone()), notes: Vec::new() }
}

#[test]
fn readings_of_one_batch_follow_each_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("l.db");
    let (one, other) = (row(&["title", "text"]), row(&["text", "title"]));
    let found =
        vec![sighted(&one, "a"), sighted(&one, "b"), sighted(&other, "c"), sighted(&other, "a")];
    let mut states: Vec<(String, State, Option<bool>)> =
        ingested(&reader(Config::default()), &path, found)
            .into_iter()
            .map(|one| (one.sighting.path.expect("a path"), one.state, one.changed))
            .collect();
    states.sort();
    let expected = [
        ("a", State::Stored, None),
        ("a", State::Known, None),
        ("b", State::Known, None),
        ("c", State::Stored, Some(true)),
    ];
    assert_eq!(states, expected.map(|(path, state, changed)| (path.to_owned(), state, changed)));
    let record = Ledger::open_readonly(&path).expect("a ledger").record(one.id).expect("stored");
    assert_eq!(
        record.expect("a reading").body.expect("read").text,
        "It will sail.\n\nFerry to sail"
    );
}

#[test]
fn what_intake_met_is_kept_when_an_item_is_read_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("l.db");
    let reader = reader(Config::default());
    let found = open_reader(&b"%PDF-1.4 Rain"[..], "a.pdf", reader.config()).collect();
    let id = ingested(&reader, &path, found)[0].item.expect("an item");
    let notes = |path: &Path| {
        let ledger = Ledger::open_readonly(path).expect("a ledger");
        ledger.record(id).expect("stored").expect("a reading").notes
    };
    let before = notes(&path);
    assert!(before.iter().any(|note| note.stage == "intake"), "{before:?}");
    let asked = Asked { engine: Some(Engine::Careful), ..Asked::default() };
    let mut read = Vec::new();
    let observe = |batch: &[dateline::Reread]| read.extend_from_slice(batch);
    reread(&asked, &path, &Which::All, false, observe).expect("read again");
    assert!(read[0].difference.as_ref().expect("read again").is_empty(), "{read:?}");
    assert_eq!(notes(&path), before);
    let sql = "SELECT count(*) FROM readings";
    let n = Ledger::open(&path).expect("a ledger").query(sql, Limits::default()).expect("rows");
    assert_eq!(n.rows[0][0], 2);
}
