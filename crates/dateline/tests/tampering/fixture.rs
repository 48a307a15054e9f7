//! A small ledger with one of everything in it, and copies of it to change.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use dateline::ledger::proof::Proof;
use dateline::ledger::{Correction, Sighted};
use dateline::record::Include;
use dateline::syntax::Engine;
use dateline::text::{Item, ItemId, Media, Note, NoteKind, Sighting, Stage};
use dateline::{Ledger, Reader, verify_ledger};
use rusqlite::Connection;
use tempfile::TempDir;

/// Outlet, day, title and text of each dispatch.
const DISPATCHES: [(&str, &str, &str, &str); 8] = [
    (
        "Harbour Post",
        "2031-05-06",
        "Landslide at Tolvik",
        "At least 12 people were killed when a hillside slid onto the river road near Tolvik in \
         Norway on Monday, Mayor Ilse Orn said. Rescue crews with dogs searched the mud through the \
         night, she said. The governor, Pavel Lund, criticised the road office.",
    ),
    (
        "Harbour Post",
        "2031-05-07",
        "More dead at Tolvik",
        "At least 19 people were killed by the landslide near Tolvik in Norway, Mayor Ilse Orn said \
         on Wednesday. The mayor denied that warnings had come too late.",
    ),
    (
        "Evening Star",
        "2031-05-07",
        "Tolvik landslide kills 25",
        "The landslide near Tolvik in Norway killed 25 people, Pavel Lund, the governor, told \
         reporters on Wednesday. Ilse Orn, the mayor, will meet him in Oslo on Friday.",
    ),
    (
        "Evening Star",
        "2031-05-08",
        "Ferries stay in port",
        "The Boatmen's Union said on Thursday that the ferries of Quellport would stay in port. \
         “Nobody has asked us,” said Otto Hale, who leads the union.",
    ),
    (
        "Harbour Post",
        "2031-05-08",
        "Union and owners meet",
        "Owners of the ferries met the Boatmen's Union in Quellport on Thursday. Both sides \
         rejected a truce, Otto Hale said.",
    ),
    (
        "Evening Star",
        "2031-05-09",
        "Hospital opens in Lima",
        "A hospital with 280 beds opened in Lima on Friday, the health ministry said. The minister, \
         Rosa Vidal, promised 4 million dollars for its staff.",
    ),
    (
        "Harbour Post",
        "2031-05-09",
        "A name withdrawn",
        "A court in Nairobi acquitted Jonas Brandt on Friday, his lawyer said.",
    ),
    (
        "Harbour Post",
        "2031-05-10",
        "Kein Wort",
        "Der Fluss trat am Montag über die Ufer, sagte die \
         Sprecherin der Stadt. Die Schulen bleiben bis Freitag geschlossen, und die Brücke ist gesperrt.",
    ),
];

/// The file, and the newest seal in it.
static LEDGER: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    make(&path);
    std::fs::read(&path).unwrap()
});

fn sighted(reader: &Reader, at: usize) -> Sighted {
    let (outlet, day, title, text) = DISPATCHES[at];
    let line = serde_json::json!(
        {"outlet": outlet, "published": day, "title": title, "text": text}
    );
    let item = Item::new(line.to_string().into_bytes(), Media::Json);
    let sighting = Sighting {
        path: Some("week.jsonl".to_owned()),
        member: Some(format!("line {}", at + 1)),
        ..Sighting::default()
    };
    let found = dateline::intake::Found {
        sighting: sighting.clone(),
        item: Some(item.clone()),
        notes: Vec::new(),
    };
    Sighted { item, sighting, record: reader.read(&found).unwrap() }
}

fn make(path: &Path) {
    let include = Include { origin: true, ..Include::default() };
    let reader = Reader::default().engine(Engine::Swift).with(include);
    let mut ledger = Ledger::open(path).unwrap();
    let all: Vec<Sighted> = (0..DISPATCHES.len()).map(|at| sighted(&reader, at)).collect();
    let older = |sighted: &Sighted| {
        let mut older = sighted.clone();
        "0.0.9-swift".clone_into(&mut older.record.reader.version);
        older
    };
    ledger.append(&[older(&all[0]), older(&all[3])]).unwrap();
    ledger.append(&all).unwrap();
    let id = |at: usize| all[at].item.id;
    let elsewhere = Sighting {
        path: Some("copies.jsonl".to_owned()),
        member: Some("line 1".to_owned()),
        url: Some("https://coast.example/1".to_owned()),
        outlet: Some("Coast Mirror".to_owned()),
        ..Sighting::default()
    };
    ledger.see(&[(id(0), elsewhere)]).unwrap();
    let missing = Sighting { path: Some("gone.txt".to_owned()), ..Sighting::default() };
    let note = Note::new(Stage::Intake, NoteKind::Unreadable, "no such file");
    ledger.append_notes(&[(missing, note)]).unwrap();
    ledger.refresh_views().unwrap();
    ledger.forget(id(6), "asked for by his lawyer").unwrap();
    ledger.correct(&correction(id(1))).unwrap();
}

fn correction(item: ItemId) -> Correction {
    Correction {
        item,
        start_byte: 10,
        end_byte: 14,
        record: "figure".to_owned(),
        field: "low".to_owned(),
        was: Some("19".to_owned()),
        value: Some("18".to_owned()),
        reason: Some("misread".to_owned()),
        author: Some("desk".to_owned()),
        made: Some("2031-05-11T10:00:00Z".to_owned()),
    }
}

/// A copy of the ledger.
pub(crate) struct Copy {
    _folder: TempDir,
    pub(crate) path: PathBuf,
}

impl Copy {
    pub(crate) fn new() -> Self {
        Self::of(&LEDGER)
    }

    pub(crate) fn of(bytes: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.db");
        std::fs::write(&path, bytes).unwrap();
        Self { _folder: folder, path }
    }

    pub(crate) fn bytes() -> &'static [u8] {
        &LEDGER
    }

    /// Opens the file as any program could.
    pub(crate) fn connection(&self) -> Connection {
        let connection = Connection::open(&self.path).unwrap();
        connection.pragma_update(None, "foreign_keys", false).unwrap();
        connection
    }

    /// Changes the file; fails where nothing is changed by it.
    pub(crate) fn change(&self, sql: &str) {
        let connection = self.connection();
        let before = dump(&connection);
        connection.execute_batch(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
        assert_ne!(dump(&connection), before, "nothing is changed by {sql}");
    }

    pub(crate) fn proof(&self, reads_again: bool) -> Proof {
        verify_ledger(&self.path, reads_again, |_| ()).unwrap()
    }
}

/// Returns all that queries can return: every row of every table, every word of every index, and
/// every definition.
pub(crate) fn dump(connection: &Connection) -> Vec<String> {
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'search*'";
    let mut queries = vec!["SELECT type, name, sql FROM sqlite_schema".to_owned()];
    queries.extend(
        strings(connection, tables).into_iter().map(|name| format!("SELECT * FROM {name}")),
    );
    for index in ["search", "search_statements", "search_events"] {
        let words = format!("CREATE VIRTUAL TABLE temp.w USING fts5vocab(main, {index}, instance)");
        connection.execute_batch("DROP TABLE IF EXISTS temp.w").unwrap();
        connection.execute_batch(&words).unwrap();
        queries.push(format!("SELECT * FROM {index}_docsize"));
        queries.push(format!("SELECT block FROM {index}_data WHERE id = 1"));
        queries.push(format!("SELECT * FROM {index}_config"));
        let mut rows = strings(
            connection,
            "SELECT term || ' ' || doc || ' ' || col || ' ' || offset FROM temp.w",
        );
        rows.sort();
        queries.push(format!("SELECT '{index}', {}", rows.len()));
        queries.push(format!("SELECT '{}'", rows.join("\n").replace('\'', "''")));
    }
    connection.execute_batch("DROP TABLE IF EXISTS temp.w").unwrap();
    queries.iter().flat_map(|sql| rows(connection, sql)).collect()
}

fn strings(connection: &Connection, sql: &str) -> Vec<String> {
    let mut select = connection.prepare(sql).unwrap();
    let strings = select.query_map([], |row| row.get(0)).unwrap();
    strings.map(Result::unwrap).collect()
}

fn rows(connection: &Connection, sql: &str) -> Vec<String> {
    let mut select = connection.prepare(sql).unwrap();
    let n_columns = select.column_count();
    let rows = select.query_map([], |row| {
        let values = (0..n_columns).map(|at| row.get_ref(at).map(|value| format!("{value:?}")));
        Ok(values.collect::<Result<Vec<_>, _>>()?.join(" | "))
    });
    rows.unwrap().map(Result::unwrap).collect()
}

#[test]
fn the_ledger_has_one_of_everything() {
    let copy = Copy::new();
    let connection = copy.connection();
    for table in [
        "items WHERE forgotten IS NOT NULL",
        "readings WHERE reader = (SELECT key FROM readers WHERE version LIKE '0.0.9%')",
        "sightings WHERE outlet = 'Coast Mirror'",
        "corrections",
        "notes WHERE reading IS NULL",
        "notes WHERE reading IS NOT NULL",
        "sentences",
        "entities",
        "mentions",
        "times",
        "places",
        "statements",
        "events",
        "participants",
        "figures",
        "appearances",
        "sketches",
        "copies",
        "story_dispatches",
        "series",
        "comparisons",
        "seals",
    ] {
        let n: i64 = connection
            .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))
            .unwrap();
        assert!(n > 0, "no {table}");
    }
}
