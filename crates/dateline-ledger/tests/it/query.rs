//! Questions: what the filters let through, how ids are found, what SQL may not do.

use dateline_ledger::export::{Format, Formulas};
use dateline_ledger::query::{
    DispatchRow, EventRow, FigureRow, Limits, OutletRow, PlaceRow, SpeakerRow, StatementRow,
    StoryRow,
};
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
    assert_eq!(hits[0].day.as_deref(), Some("2031-05-08"), "newest first");
    assert!(matches!(ledger.search(" -- ", &Filter::default()), Err(Error::NoWords(_))));
    for hostile in ["\"", "a AND", "NEAR(", "col:x", "*", "^x", "{a}", "text : cod", "a + b"] {
        // The index's own language is out of reach.
        assert!(matches!(
            ledger.search(hostile, &Filter::default()),
            Ok(_) | Err(Error::NoWords(_) | Error::BadSearch { .. })
        ));
    }
}

#[test]
fn a_search_knows_phrases_alternatives_and_exceptions() {
    let ledger = ledger();
    let count = |words: &str| ledger.search(words, &Filter::default()).unwrap().len();
    assert_eq!(count("\"herring quotas\""), 2);
    assert_eq!(count("\"quotas herring\""), 0);
    assert_eq!(count("herr*"), 3);
    assert_eq!(count("herring NOT quotas"), 1);
    assert_eq!(count("herring -quotas -talks"), 0);
    assert_eq!(count("truce OR sluices"), count("truce") + count("sluices"));
    assert_eq!(count("(truce OR out) nets"), 2);
    assert_eq!(count("TRUCE"), 1);
}

#[test]
fn a_search_is_narrowed_like_any_list() {
    let ledger = ledger();
    let count = |filter: Filter| ledger.search("herring", &filter).unwrap().len();
    assert_eq!(count(Filter::default()), 3);
    assert_eq!(count(Filter { outlet: some("morning"), ..Filter::default() }), 1);
    assert_eq!(count(Filter { place: some("quellport"), ..Filter::default() }), 3);
    assert_eq!(count(Filter { place: some("Norway"), ..Filter::default() }), 0);
    assert_eq!(count(Filter { about: some("dispute"), ..Filter::default() }), 1);
    assert_eq!(count(Filter { since: some("2031-05-08"), ..Filter::default() }), 2);
    let said = ledger.search("nets", &Filter { by: some("orn"), ..Filter::default() }).unwrap();
    assert_eq!(said.len(), 2);
}

#[test]
fn outlets_and_places_are_known_by_any_of_their_names() {
    let ledger = ledger();
    let by_outlet = |words: &str| {
        let filter = Filter { outlet: some(words), ..Filter::default() };
        ledger.dispatches(&filter).map(|rows| rows.len())
    };
    assert_eq!(by_outlet("harbour").unwrap(), 2);
    assert_eq!(by_outlet("HARBOUR POST").unwrap(), 2);
    assert_eq!(by_outlet("p*").unwrap(), 2);
    let told = by_outlet("Harbor Post").unwrap_err().to_string();
    assert_eq!(told, r#"no outlet "Harbor Post" in the ledger; nearest: "Harbour Post""#);
    let by_place = |words: &str| {
        let filter = Filter { place: some(words), ..Filter::default() };
        ledger.figures(&filter).map(|rows| rows.len())
    };
    for words in ["Norway", "NOR", "no", "norway", "Tolvik", "tólvik", "Tolv*", "Tolvik, Norway"] {
        assert_eq!(by_place(words).unwrap(), 5, "{words}");
    }
    assert_eq!(by_place("Denmark").unwrap(), 0);
    assert!(
        matches!(by_place("Tolvick"), Err(Error::Unknown { nearest: Some(near), .. }) if near == "Tolvik")
    );
    assert!(matches!(by_place("Zzyzx"), Err(Error::Unknown { nearest: None, .. })));
}

#[test]
fn a_wrong_word_is_no_empty_answer() {
    let ledger = ledger();
    let filter = Filter { act: some("deny"), ..Filter::default() };
    let told = ledger.statements(&filter).unwrap_err().to_string();
    assert!(told.contains("did you mean \"denies\""), "{told}");
    let filter = Filter { act: some("denies"), ..Filter::default() };
    assert!(matches!(ledger.figures(&filter), Err(Error::NotAllowedWord { .. })));
    let filter = Filter { source_kind: some("anonymous"), ..Filter::default() };
    assert!(ledger.statements(&filter).is_err());
}

#[test]
fn claims_are_narrowed_by_source_confidence_and_status() {
    let ledger = ledger();
    let figures = |filter: Filter| ledger.figures(&filter).unwrap().len();
    assert_eq!(figures(Filter { source_kind: some("Named"), ..Filter::default() }), 5);
    assert_eq!(figures(Filter { source_kind: some("unnamed"), ..Filter::default() }), 0);
    assert_eq!(figures(Filter { min_confidence: Some(0.5), ..Filter::default() }), 0);
    assert_eq!(figures(Filter { status: some("actual"), ..Filter::default() }), 5);
    assert_eq!(figures(Filter { status: some("feared"), ..Filter::default() }), 0);
    let row = &ledger.figures(&Filter { by: some("boatmen"), ..Filter::default() }).unwrap()[0];
    assert_eq!(row.story_title.as_deref(), Some("River Sarn floods Tolvik"));
    assert_eq!(figures(Filter { story: row.story.clone(), ..Filter::default() }), 5);
}

#[test]
fn copies_are_folded_into_one_row() {
    let ledger = ledger();
    let filter = Filter { fold: true, act: some("killed"), ..Filter::default() };
    let rows = ledger.figures(&filter).unwrap();
    let told: Vec<_> = rows.iter().map(|row| (&*row.text, row.copies)).collect();
    assert_eq!(
        told,
        [("19 people", Some(1)), ("at least 25 people", Some(1)), ("12 people", Some(3))]
    );
    assert_eq!(ledger.count::<FigureRow>(&filter).unwrap(), 3);
    let one = ledger.figures(&Filter { limit: Some(1), ..filter }).unwrap();
    assert_eq!(one.len(), 1);
    let statements = ledger.statements(&Filter { fold: true, ..Filter::default() }).unwrap();
    assert_eq!(statements.iter().filter_map(|row| row.copies).sum::<u32>(), 7);
    assert_eq!(statements.len(), 5);
}

#[test]
fn rows_are_counted_whatever_the_limit() {
    let ledger = ledger();
    let filter = Filter { limit: Some(2), ..Filter::default() };
    assert_eq!(ledger.statements(&filter).unwrap().len(), 2);
    assert_eq!(ledger.count::<StatementRow>(&filter).unwrap(), 7);
    assert_eq!(ledger.count::<StoryRow>(&filter).unwrap(), 2);
    assert_eq!(ledger.count::<OutletRow>(&filter).unwrap(), 5);
    let by = Filter { by: some("hale"), ..filter };
    assert_eq!(ledger.count::<StatementRow>(&by).unwrap(), 4);
}

#[test]
fn dispatches_without_a_day_are_counted() {
    let mut ledger = Ledger::in_memory().unwrap();
    let mut batch = week();
    batch[3].record.body.as_mut().unwrap().published = None;
    ledger.append(&batch).unwrap();
    ledger.refresh_views().unwrap();
    let since = |filter: Filter| Filter { since: some("2031-05-01"), ..filter };
    let by = |words: &str| Filter { by: some(words), ..Filter::default() };
    let n = |filter: &Filter| ledger.n_undated::<StatementRow>(filter).unwrap();
    assert_eq!(n(&since(by("hale"))), 1);
    assert_eq!(n(&since(by("orn"))), 0);
    assert_eq!(n(&by("hale")), 0, "nothing was asked of days");
    assert_eq!(ledger.statements(&since(by("boatmen"))).unwrap().len(), 0);
    let outlet = Filter { outlet: some("Harbour Post"), ..Filter::default() };
    assert_eq!(n(&since(outlet)), 1);
    assert_eq!(ledger.n_undated::<StoryRow>(&since(Filter::default())).unwrap(), 1);
}

#[test]
fn outlets_speakers_and_places_are_counted() {
    let ledger = ledger();
    let outlets: Vec<OutletRow> = ledger.list(&Filter::default()).unwrap();
    let told: Vec<_> = outlets.iter().map(|row| (&*row.outlet, row.n_dispatches)).collect();
    assert_eq!(told[..2], [("Harbour Post", 2), ("Coast Courier", 1)]);
    assert_eq!((outlets[0].n_stories, outlets[0].n_origins), (1, 2));
    assert_eq!(outlets[0].last_day.as_deref(), Some("2031-05-07"));
    let one: Vec<OutletRow> =
        ledger.list(&Filter { outlet: some("nlw"), ..Filter::default() }).unwrap();
    assert_eq!((one.len(), &*one[0].outlet), (1, "NLW"));

    let speakers: Vec<SpeakerRow> = ledger.list(&Filter::default()).unwrap();
    let told: Vec<_> =
        speakers.iter().map(|row| (&*row.speaker, row.n_statements, row.n_outlets)).collect();
    assert_eq!(told, [("Mira Hale", 4, 3), ("Pavel Orn", 2, 2), ("The Boatmen's Union", 1, 1)]);
    assert_eq!(speakers[0].kind.as_deref(), Some("person"));
    assert_eq!(speakers[0].outlets, ["Evening Star", "Harbour Post", "NLW"]);
    let deny: Vec<SpeakerRow> =
        ledger.list(&Filter { act: some("denies"), ..Filter::default() }).unwrap();
    assert_eq!((deny.len(), &*deny[0].speaker), (1, "Pavel Orn"));

    let places: Vec<PlaceRow> = ledger.list(&Filter::default()).unwrap();
    let told: Vec<_> = places
        .iter()
        .map(|row| (&*row.place, row.n_dispatches, row.n_events, row.n_figures))
        .collect();
    assert_eq!(told, [("Tolvik", 4, 0, 5), ("Quellport", 2, 1, 0)]);
    let there: Vec<PlaceRow> = ledger
        .list(&Filter { place: some("Norway"), by: some("hale"), ..Filter::default() })
        .unwrap();
    assert_eq!((there.len(), there[0].n_dispatches), (1, 4));
}

#[test]
fn words_lead_to_a_story() {
    let ledger = ledger();
    let titles = |words: &str| -> Vec<String> {
        let found = ledger.stories_named(words).unwrap();
        found.into_iter().map(|story| story.title.unwrap()).collect()
    };
    assert_eq!(titles("Tolvik flood"), ["River Sarn floods Tolvik"]);
    assert_eq!(titles("sluices banks"), ["River Sarn floods Tolvik"], "in two sentences");
    assert_eq!(titles("herring").len(), 1);
    assert_eq!(titles("Tuesday").len(), 1, "three times as often");
    assert!(titles("xylophone").is_empty());
}

#[test]
fn a_field_has_one_name_in_every_output() {
    let mut ledger = ledger();
    let folder = tempfile::tempdir().unwrap();
    ledger.export(Format::Csv(Formulas::Raw), folder.path()).unwrap();
    let named = |row: serde_json::Value| -> Vec<String> {
        row.as_object().unwrap().keys().cloned().collect()
    };
    let lists = [
        ("dispatches", named(serde_json::to_value(DispatchRow::default()).unwrap())),
        ("statements", named(serde_json::to_value(StatementRow::default()).unwrap())),
        ("events", named(serde_json::to_value(EventRow::default()).unwrap())),
        ("figures", named(serde_json::to_value(FigureRow::default()).unwrap())),
    ];
    for (name, fields) in lists {
        let csv = std::fs::read_to_string(folder.path().join(format!("{name}.csv"))).unwrap();
        let exported: Vec<&str> = csv.lines().next().unwrap().split(',').collect();
        let listed: Vec<&str> =
            fields.iter().map(String::as_str).filter(|field| *field != "copies").collect();
        assert_eq!(listed, exported, "{name}");
        if name != "dispatches" {
            let sql = format!("SELECT {} FROM current_{name} LIMIT 1", listed.join(", "));
            assert!(ledger.query(&sql, Limits::default()).is_ok(), "{sql}");
        }
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
