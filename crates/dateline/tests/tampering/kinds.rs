//! Kinds of change, each told as the part of the ledger that it touches.

use dateline::ledger::proof::{Part, Proof};

use crate::fixture::Copy;

/// Name, change, the part that must be told, and what its place must begin with.
type Case = (&'static str, &'static str, Part, &'static str);

#[rustfmt::skip]
const CASES: &[Case] = &[
    ("bytes of another item", "UPDATE items SET bytes = (SELECT bytes FROM items WHERE key = 2) WHERE key = 1", Part::Bytes, "items.bytes"),
    ("bytes cut short", "UPDATE items SET bytes = substr(bytes, 1, length(bytes) - 3) WHERE key = 2", Part::Bytes, "items.bytes"),
    ("bytes emptied", "UPDATE items SET bytes = x'' WHERE key = 3", Part::Bytes, "items.bytes"),
    ("another id", "UPDATE items SET id = 'ffffffffffffffff' WHERE key = 3", Part::Bytes, "items.bytes"),
    ("another media type", "UPDATE items SET media_type = 'text/plain' WHERE key = 3", Part::Table, "items 3"),
    ("another charset", "UPDATE items SET charset = 'koi8-r' WHERE key = 3", Part::Table, "items 3"),
    ("columns put in", "UPDATE items SET columns = '[\"text\"]' WHERE key = 3", Part::Table, "items 3"),
    ("another length", "UPDATE items SET n_bytes = n_bytes + 1 WHERE key = 3", Part::Table, "items 3"),
    ("an item put in", "INSERT INTO items (id, media_type, n_bytes) VALUES ('0000000000000000', 'text/plain', 0)", Part::Table, "items"),
    ("an item taken out", "DELETE FROM items WHERE key = 3", Part::Table, "items 3"),
    ("another reason on a tombstone", "UPDATE items SET forgotten = 'a mistake' WHERE forgotten IS NOT NULL", Part::Table, "items 7"),
    ("a tombstone taken out", "DELETE FROM items WHERE forgotten IS NOT NULL", Part::Table, "items 7"),
    ("a tombstone made an item", "UPDATE items SET forgotten = NULL WHERE forgotten IS NOT NULL", Part::Table, "items 7"),
    ("another path", "UPDATE sightings SET path = 'other.jsonl' WHERE key = 3", Part::Table, "sightings 3"),
    ("another outlet of a sighting", "UPDATE sightings SET outlet = 'Coast Times' WHERE outlet = 'Coast Mirror'", Part::Table, "sightings"),
    ("a sighting put in", "INSERT INTO sightings (item, path) VALUES (2, 'late.jsonl')", Part::Table, "sightings"),
    ("a sighting taken out", "DELETE FROM sightings WHERE outlet = 'Coast Mirror'", Part::Table, "sightings"),
    ("a sighting of a forgotten item put back", "INSERT INTO sightings (key, item, path, member) VALUES (7, 7, 'week.jsonl', 'line 7')", Part::Table, "sightings 7"),
    ("sightings exchanged", "UPDATE sightings SET key = 900 WHERE key = 2; UPDATE sightings SET key = 2 WHERE key = 3; UPDATE sightings SET key = 3 WHERE key = 900", Part::Table, "sightings 2"),
    ("another reader version", "UPDATE readers SET version = '9.9.9' WHERE version LIKE '0.0.9%'", Part::Table, "readers"),
    ("a reader put in", "INSERT INTO readers (version, engine, models, lexicons) VALUES ('x', 'swift', '[]', '[]')", Part::Table, "readers"),
    ("a correction changed", "UPDATE corrections SET value = '17'", Part::Table, "corrections 1"),
    ("a correction taken out", "DELETE FROM corrections", Part::Table, "corrections 1"),
    ("a correction put in", "INSERT INTO corrections (item, start_byte, end_byte, record, field) VALUES (1, 0, 1, 'event', 'type')", Part::Table, "corrections"),
    ("a loose note changed", "UPDATE notes SET message = 'all is well' WHERE reading IS NULL", Part::Table, "notes"),
    ("a loose note taken out", "DELETE FROM notes WHERE reading IS NULL", Part::Table, "notes"),
    ("a loose note put in", "INSERT INTO notes (path, stage, kind, message) VALUES ('x', 'intake', 'empty', 'x')", Part::Table, "notes"),
    ("a record of another item", "UPDATE readings SET record = (SELECT record FROM readings WHERE key = 3) WHERE key = 4", Part::Record, "readings 4"),
    ("an older record cut short", "UPDATE readings SET record = substr(record, 1, 50) WHERE key = 1", Part::Record, "readings 1"),
    ("an older reading taken out", "DELETE FROM readings WHERE key = 1", Part::Record, "readings 1"),
    ("a reading of another reader", "UPDATE readings SET reader = 3 - reader WHERE key = 4", Part::Record, "readings 4"),
    ("a reading put in", "INSERT INTO readings (item, reader, readable, credit, record) SELECT item, 1, readable, credit, record FROM readings WHERE key = 5", Part::Record, "readings"),
    ("another title of a reading", "UPDATE readings SET title = 'Landslip' WHERE key = 1", Part::Table, "readings.title"),
    ("another day of a reading", "UPDATE readings SET day = '2031-05-01' WHERE key = 4", Part::Table, "readings.day"),
    ("a sentence changed", "UPDATE sentences SET text = replace(text, 'killed', 'hurt') WHERE text LIKE '%killed%'", Part::Table, "sentences.text"),
    ("a sentence taken out", "DELETE FROM sentences WHERE reading = 1 AND n = 2", Part::Table, "sentences (n 2)"),
    ("a sentence put in", "INSERT INTO sentences (reading, n, start_point, end_point, block, text) VALUES (3, 99, 0, 1, 'paragraph', 'x')", Part::Table, "sentences (n 99)"),
    ("another name", "UPDATE entities SET name = 'Ida Orn' WHERE name = 'Ilse Orn'", Part::Table, "entities.name"),
    ("a mention changed", "UPDATE mentions SET text = 'Ida Orn' WHERE text = 'Ilse Orn'", Part::Table, "mentions.text"),
    ("a mention taken out", "DELETE FROM mentions WHERE reading = 4 AND entity = 1 AND n = 1", Part::Table, "mentions (entity 1, n 1)"),
    ("another time", "UPDATE times SET from_day = '2030-01-01'", Part::Table, "times.from_day"),
    ("another country", "UPDATE places SET country = 'SWE' WHERE country = 'NOR'", Part::Table, "places.country"),
    ("another speaker", "UPDATE statements SET speaker = 'Pavel Lund'", Part::Table, "statements.speaker"),
    ("another act", "UPDATE statements SET act = 'confirms' WHERE act = 'denies'", Part::Table, "statements.act"),
    ("a statement of an older reading changed", "UPDATE statements SET content = content || '.' WHERE reading = 1", Part::Table, "statements.content"),
    ("a statement taken out", "DELETE FROM statements WHERE reading = 4 AND n = 1", Part::Table, "statements (n 1)"),
    ("a statement of no reading", "INSERT INTO statements (reading, n, form, attitude, act, content, content_spans, rule) VALUES (999, 1, 'direct', 'said', 'says', 'x', '[]', 'x')", Part::Table, "statements"),
    ("another type of event", "UPDATE events SET type = 'CONSULT' WHERE type <> 'CONSULT'", Part::Table, "events.type"),
    ("another participant", "UPDATE participants SET name = name || ' Jr.'", Part::Table, "participants.name"),
    ("another number", "UPDATE figures SET low = low + 1 WHERE measure = 'killed'", Part::Table, "figures.low"),
    ("a figure taken out", "DELETE FROM figures WHERE key = (SELECT max(key) FROM figures)", Part::Table, "figures"),
    ("a note of a reading changed", "UPDATE notes SET message = 'x' WHERE reading IS NOT NULL", Part::Table, "notes.message"),
    ("a dispatch with another title", "UPDATE dispatches SET title = 'Landslip' WHERE reading = 4", Part::Table, "dispatches.title"),
    ("a dispatch taken out", "DELETE FROM dispatches WHERE reading = 5", Part::Table, "dispatches"),
    ("a dispatch of an older reading", "UPDATE dispatches SET reading = 1 WHERE id = (SELECT id FROM items WHERE key = 1)", Part::Table, "dispatches"),
    ("an outlet in other letters", "UPDATE appearances SET outlet = 'EVENING STAR' WHERE outlet = 'Evening Star'", Part::Table, "appearances"),
    ("an appearance put in", "INSERT INTO appearances (outlet, day, reading) VALUES ('Coast Times', '2031-05-08', 5)", Part::Table, "appearances"),
    ("other terms of a sketch", "UPDATE sketches SET terms = '9 tolvik' WHERE reading = 6", Part::Table, "sketches.terms"),
    ("a word taken out of the search", "INSERT INTO search (search, rowid, text) SELECT 'delete', key, text FROM sentences WHERE reading = 6 LIMIT 1", Part::Table, "search"),
    ("words put into the search", "INSERT INTO search_statements (rowid, speaker, source, content) VALUES (1, 'x', 'y', 'z')", Part::Table, "search_statements"),
    ("other lengths in the search", "UPDATE search_events_docsize SET sz = x'0505' WHERE id = (SELECT max(id) FROM search_events_docsize)", Part::Table, "search_events"),
    ("other reprints of a text", "UPDATE origins SET n_reprints = n_reprints + 1", Part::View, "origins.n_reprints"),
    ("another share of a copy", "UPDATE copies SET share = 0.5", Part::View, "copies.share"),
    ("another title of a story", "UPDATE stories SET title = 'Landslip'", Part::View, "stories.title"),
    ("a dispatch taken out of its story", "DELETE FROM story_dispatches WHERE reading = 5", Part::View, "story_dispatches"),
    ("another figure in a series", "UPDATE series SET low = low + 1", Part::View, "series.low"),
    ("another relation", "UPDATE comparisons SET relation = 'agree' WHERE relation <> 'agree'", Part::View, "comparisons.relation"),
    ("another state of the views", "UPDATE view_state SET state = '1 3 00'", Part::View, "view_state"),
    ("a seal changed", "UPDATE seals SET digest = zeroblob(32) WHERE n = 5", Part::Seal, "seals 5"),
    ("a link of the chain changed", "UPDATE seals SET chain = zeroblob(32) WHERE n = 5", Part::Seal, "seals 5"),
    ("a seal taken out", "DELETE FROM seals WHERE n = 5", Part::Seal, "seals 5"),
    ("seals exchanged", "UPDATE seals SET n = 900 WHERE n = 5; UPDATE seals SET n = 5 WHERE n = 6; UPDATE seals SET n = 6 WHERE n = 900", Part::Seal, "seals 5"),
    ("a seal of another row", "UPDATE seals SET row_key = row_key + 1 WHERE n = 5", Part::Seal, "seals 5"),
    ("a view of people defined otherwise", "DROP VIEW current_statements; CREATE VIEW current_statements AS SELECT 1 AS id", Part::File, "view current_statements"),
    ("an index taken out", "DROP INDEX statements_act", Part::File, "index statements_act"),
    ("a trigger put in", "CREATE TRIGGER t AFTER INSERT ON items BEGIN DELETE FROM corrections; END", Part::File, "trigger t"),
    ("a table put in", "CREATE TABLE more (x)", Part::File, "table more"),
];

fn tells(proof: &Proof, part: Part, place: &str) -> bool {
    proof.differences.iter().any(|one| one.part == part && one.place.starts_with(place))
}

#[test]
fn nothing_is_told_of_an_untouched_ledger() {
    let proof = Copy::new().proof(true);
    assert_eq!(proof.differences, []);
    assert_eq!((proof.n_readings, proof.n_again, proof.is_stale), (9, 7, false));
    assert!(proof.n_seals > 20 && proof.n_spans > 100);
}

#[test]
fn every_kind_of_change_is_noticed_and_named() {
    for (name, sql, part, place) in CASES {
        let copy = Copy::new();
        copy.change(sql);
        let proof = copy.proof(false);
        assert!(
            tells(&proof, *part, place),
            "{name}: {part} at {place} is not among {:#?}",
            proof.differences
        );
    }
    assert!(CASES.len() >= 40);
}

#[test]
fn a_changed_row_is_told_once() {
    let copy = Copy::new();
    copy.change("UPDATE statements SET act = 'confirms' WHERE act = 'denies'");
    let proof = copy.proof(false);
    let told: Vec<_> = proof.differences.iter().map(|one| one.place.as_str()).collect();
    assert_eq!(told, ["statements.act (n 2)"]);
    let id = proof.differences[0].id.as_deref().unwrap();
    assert!(id.len() == 19 && id.ends_with("/s2"), "{id}");
}

#[test]
fn damage_in_one_item_costs_that_items_proof() {
    let copy = Copy::new();
    copy.change("UPDATE readings SET record = x'00' WHERE key = 4; UPDATE statements SET act = 'x' WHERE reading = 7");
    let proof = copy.proof(false);
    assert!(tells(&proof, Part::Record, "readings 4"));
    assert!(tells(&proof, Part::Table, "statements.act"));
    assert_eq!(proof.n_readings, 8);
}

/// Tells whether a place is that of an appended row, which nothing can be made again from.
fn is_appended(place: &str) -> bool {
    let tables = ["items ", "sightings ", "readers ", "readings ", "corrections ", "notes "];
    tables.iter().any(|table| place.starts_with(table))
}

#[test]
fn what_is_derived_is_repaired_and_what_is_appended_is_not() {
    for (name, sql, part, _) in CASES {
        if !matches!(part, Part::Table | Part::View) {
            continue;
        }
        let copy = Copy::new();
        copy.change(sql);
        let before = copy.proof(false);
        dateline::repair_ledger(&copy.path).unwrap();
        let after = copy.proof(false);
        let told = |proof: &Proof, appended: bool| -> Vec<_> {
            let of_kind =
                proof.differences.iter().filter(|one| is_appended(&one.place) == appended);
            of_kind.cloned().collect()
        };
        assert_eq!(told(&after, false), [], "{name}");
        assert_eq!(told(&after, true), told(&before, true), "{name}");
    }
}
