//! Questions: what the filters let through, how ids are found, what SQL may not do.

use dateline_ledger::query::Limits;
use dateline_ledger::{Error, Filter, Ledger};

use crate::builder::week;

fn ledger() -> Ledger {
    let mut ledger = Ledger::in_memory().unwrap();
    ledger.append(&week()).unwrap();
    ledger.refresh_views().unwrap();
    ledger
}

fn some(words: &str) -> Option<String> {
    Some(words.to_owned())
}

#[track_caller]
fn check(filter: Filter, expected: &[&str]) {
    let rows = ledger().statements(&filter).unwrap();
    let told: Vec<String> = rows
        .iter()
        .map(|row| {
            let (outlet, speaker) = (row.outlet.as_deref(), row.speaker.as_deref());
            format!("{} | {} | {}", outlet.unwrap_or("-"), speaker.unwrap_or("-"), row.act)
        })
        .collect();
    assert_eq!(told, expected);
}

#[test]
fn statements_come_newest_first() {
    let filter = Filter { limit: Some(3), ..Filter::default() };
    check(
        filter,
        &[
            "Coast Courier | Pavel Orn | promises",
            "Harbour Post | Mira Hale | says",
            "Harbour Post | The Boatmen's Union | says",
        ],
    );
}

#[test]
fn statements_are_found_by_each_filter() {
    let both = ["Coast Courier | Pavel Orn | promises", "Morning Ledger | Pavel Orn | denies"];
    check(Filter { by: some("orn"), ..Filter::default() }, &both);
    check(Filter { place: some("quellport"), ..Filter::default() }, &both);
    check(Filter { place: some("DNK"), ..Filter::default() }, &both);
    check(Filter { about: some("net"), ..Filter::default() }, &both);
    check(Filter { about: some("nets truce"), ..Filter::default() }, &both[1..]);
    check(Filter { about: some("\"truce on nets\""), ..Filter::default() }, &both[1..]);
    check(Filter { act: some("denies"), ..Filter::default() }, &both[1..]);
    check(Filter { since: some("2031-05-08"), ..Filter::default() }, &both[..1]);
    check(Filter { outlet: some("morning ledger"), ..Filter::default() }, &both[1..]);
    check(Filter { by: some("orn"), until: some("2031-05-07"), ..Filter::default() }, &both[1..]);
    check(Filter { about: some("nets"), outlet: some("NLW"), ..Filter::default() }, &[]);
}

#[test]
fn rows_carry_their_sentence_and_provenance() {
    let ledger = ledger();
    let row = &ledger.figures(&Filter { by: some("boatmen"), ..Filter::default() }).unwrap()[0];
    assert_eq!(row.text, "at least 25 people");
    assert_eq!(row.speaker.as_deref(), Some("The Boatmen's Union"));
    assert_eq!(
        row.sentence.as_deref(),
        Some("The Boatmen's Union said at least 25 people had been killed in Tolvik.")
    );
    assert_eq!(row.url.as_deref(), Some("https://harbour-post.example/2031-05-07"));
    assert_eq!(row.published.as_deref(), Some("2031-05-07"));
    assert_eq!((row.place.as_deref(), row.country.as_deref()), (Some("Tolvik"), Some("NOR")));
}

#[test]
fn events_figures_and_dispatches_are_filtered_too() {
    let ledger = ledger();
    let events = |filter: Filter| ledger.events(&filter).unwrap().len();
    assert_eq!(events(Filter { act: some("consult"), ..Filter::default() }), 1);
    assert_eq!(events(Filter { by: some("velde"), ..Filter::default() }), 1);
    assert_eq!(events(Filter { about: some("herring"), ..Filter::default() }), 1);
    assert_eq!(events(Filter { place: some("Tolvik"), ..Filter::default() }), 0);
    let figures = |filter: Filter| ledger.figures(&filter).unwrap().len();
    assert_eq!(figures(Filter { act: some("killed"), ..Filter::default() }), 5);
    assert_eq!(figures(Filter { about: some("flood"), ..Filter::default() }), 1);
    assert_eq!(figures(Filter { place: some("tolvik"), ..Filter::default() }), 5);
    let dispatches = |filter: Filter| ledger.dispatches(&filter).unwrap().len();
    assert_eq!(dispatches(Filter { about: some("sluices"), ..Filter::default() }), 2);
    assert_eq!(dispatches(Filter { by: some("Mira Hale"), ..Filter::default() }), 4);
    assert_eq!(dispatches(Filter { act: some("denies"), ..Filter::default() }), 1);
    let story = ledger.stories(&Filter { about: some("sluices"), ..Filter::default() }).unwrap();
    assert_eq!(story.len(), 1);
    assert_eq!(dispatches(Filter { story: some(&story[0].id), ..Filter::default() }), 4);
    let detail = ledger.story(&story[0].id).unwrap().unwrap();
    assert_eq!((detail.dispatches.len(), detail.origins.len(), detail.series.len()), (4, 2, 3));
    assert!(ledger.story("0000").unwrap().is_none());
}

#[test]
fn stories_are_filtered() {
    let ledger = ledger();
    let count = |filter: Filter| ledger.stories(&filter).unwrap().len();
    assert_eq!(count(Filter::default()), 2);
    assert_eq!(count(Filter { since: some("2031-05-08"), ..Filter::default() }), 1);
    assert_eq!(count(Filter { until: some("2031-05-05"), ..Filter::default() }), 0);
    assert_eq!(count(Filter { place: some("NOR"), ..Filter::default() }), 1);
    assert_eq!(count(Filter { outlet: some("coast courier"), ..Filter::default() }), 1);
    assert_eq!(count(Filter { limit: Some(1), ..Filter::default() }), 1);
}

#[test]
fn search_marks_the_words() {
    let ledger = ledger();
    let hits = ledger.search("herring quota", &Filter::default()).unwrap();
    assert_eq!(hits.len(), 2);
    assert!(hits.iter().all(|hit| hit.marked.contains("[herring] [quotas]")), "{hits:?}");
    assert!(matches!(ledger.search(" -- ", &Filter::default()), Err(Error::NoWords(_))));
    for hostile in ["\"", "a AND", "NEAR(", "col:x", "*", "^x", "{a}"] {
        // Whatever is typed is words, never syntax.
        assert!(matches!(
            ledger.search(hostile, &Filter::default()),
            Ok(_) | Err(Error::NoWords(_))
        ));
    }
}

#[test]
fn the_head_of_an_id_is_enough() {
    let ledger = ledger();
    let id = ledger.dispatches(&Filter::default()).unwrap()[0].id.clone();
    assert_eq!(ledger.resolve(&id[..9]).unwrap().dispatch, id);
    let found = ledger.resolve(&format!("{}/r1/s1", &id[..9])).unwrap();
    assert_eq!(found.to_string(), format!("{id}/s1"));
    assert_eq!(ledger.resolve(&id.to_uppercase()).unwrap().dispatch, id);
    assert!(matches!(ledger.resolve("zz"), Err(Error::NotFound(_))));
    assert!(matches!(ledger.resolve(""), Err(Error::NotFound(_))));
    let story = ledger.resolve_story(&id[..9]).unwrap();
    assert!(ledger.story(&story).unwrap().is_some());
}

#[test]
fn a_head_of_two_ids_is_ambiguous() {
    let mut ledger = Ledger::in_memory().unwrap();
    let mut batch = week();
    for (sighted, id) in batch.iter_mut().zip(["aaaa000000000001", "aaaa000000000002"]) {
        sighted.item.id = id.parse().unwrap();
    }
    ledger.append(&batch[..2]).unwrap();
    assert!(matches!(ledger.resolve("aaaa"), Err(Error::Ambiguous { ids, .. }) if ids.len() == 2));
}

#[test]
fn sql_reads_and_does_nothing_else() {
    let mut ledger = ledger();
    let answer = ledger
        .query("SELECT outlet, count(*) AS n FROM dispatches GROUP BY outlet", Limits::default());
    let answer = answer.unwrap();
    assert_eq!(answer.columns, ["outlet", "n"]);
    assert_eq!(answer.rows.len(), 5);
    let found =
        ledger.query("SELECT count(*) FROM search WHERE search MATCH 'herring'", Limits::default());
    assert_eq!(found.unwrap().rows, [[serde_json::json!(3)]]);
    for refused in [
        "DELETE FROM items",
        "INSERT INTO view_state VALUES ('x')",
        "UPDATE items SET bytes = NULL",
        "DROP TABLE items",
        "CREATE TABLE t (x)",
        "CREATE TEMP TABLE t (x)",
        "ATTACH 'x.db' AS x",
        "PRAGMA journal_mode = delete",
        "PRAGMA user_version = 9",
        "VACUUM INTO 'y.db'",
        "BEGIN",
        "SELECT load_extension('x')",
        "REINDEX",
    ] {
        let answer = ledger.query(refused, Limits::default());
        assert!(answer.is_err(), "{refused}");
    }
    ledger.append(&week()).unwrap(); // may be written again afterwards
}

#[test]
fn sql_stops_in_time() {
    let mut ledger = ledger();
    let endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) \
                   SELECT count(*) FROM n";
    let limits = Limits { steps: 1_000_000, rows: 10, ..Limits::default() };
    assert!(matches!(ledger.query(endless, limits), Err(Error::TooLong(_))));
    let many = ledger.query("SELECT n FROM sentences", limits).unwrap();
    assert_eq!((many.rows.len(), many.is_cut), (10, true));
}

#[test]
fn sql_takes_no_more_room_than_it_may() {
    let mut ledger = ledger();
    let numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 20000000)";
    for sql in [
        "SELECT zeroblob(1e9)".to_owned(),
        "SELECT hex(zeroblob(3e7))".to_owned(),
        "SELECT length(randomblob(1e9))".to_owned(),
        "SELECT length(printf('%1000000000d', 1))".to_owned(),
        format!("{numbers} SELECT length(group_concat(i)) FROM n"),
        format!("{numbers} SELECT i FROM n ORDER BY randomblob(9999)"),
        format!("{numbers} SELECT count(*) FROM (SELECT DISTINCT i, randomblob(9999) FROM n)"),
        "SELECT zeroblob(2e7), zeroblob(2e7)".to_owned(),
    ] {
        let answer = ledger.query(&sql, Limits::default());
        assert!(matches!(answer, Err(Error::TooLarge { .. })), "{sql}: {:?}", answer.err());
    }
    let limits = Limits { answer_bytes: 10_000, ..Limits::default() };
    let cut = ledger.query("SELECT n, 'abcdefgh' FROM sentences, (VALUES (1), (2))", limits);
    assert!(cut.unwrap().rows.len() > 10);
    let wide = ledger.query(&format!("{numbers} SELECT zeroblob(1000) FROM n"), limits).unwrap();
    assert_eq!((wide.rows.len(), wide.is_cut), (4, true));
    ledger.append(&week()).unwrap(); // may be written again afterwards
}

#[test]
fn columns_of_one_name_are_told_apart() {
    let mut ledger = ledger();
    let sql = "SELECT 1 AS a, 2 AS a, 3 AS a_2, 4 AS a, 5 AS b";
    let answer = ledger.query(sql, Limits::default()).unwrap();
    assert_eq!(answer.columns, ["a", "a_3", "a_2", "a_4", "b"]);
}
