//! Tables kept in step with every append: the newest reading of each item, where it appeared, what
//! it is searched and compared by.

use rusqlite::{Connection, OptionalExtension, params};

use super::Result;
use super::content::unpack_record;
use crate::record::{Body, Record};
use crate::view::Sketch;

/// Makes the newest reading of an item its dispatch, in place of an older one.
pub(super) fn project(connection: &Connection, item: i64, record: &Record) -> Result<()> {
    withdraw(connection, item)?;
    let newest = "SELECT key FROM readings WHERE item = ?1 ORDER BY key DESC LIMIT 1";
    let reading: i64 = connection.prepare_cached(newest)?.query_row([item], |row| row.get(0))?;
    let Some(body) = &record.body else { return Ok(()) };
    show(connection, item, reading, body)?;
    index_words(connection, reading)
}

/// Makes a reading its item's dispatch, with where it appeared and what it is compared by.
pub(crate) fn show(connection: &Connection, item: i64, reading: i64, body: &Body) -> Result<()> {
    insert_dispatch(connection, reading)?;
    let sketch = Sketch::of(body);
    connection
        .prepare_cached(
            "INSERT INTO sketches (reading, n_shingles, fingerprint, hashes, terms)
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            reading,
            sketch.n_shingles,
            sketch.fingerprint,
            sketch.packed_hashes(),
            sketch.packed_terms(),
        ])?;
    insert_appearances(connection, ("s.item = ?1", item))
}

/// Notes where a new sighting shows the dispatch of its item to have appeared, if it has one.
pub(super) fn appear(connection: &Connection, item: i64, sighting: i64) -> Result<()> {
    let replaces = format!(
        "SELECT 1 FROM sightings AS later JOIN sightings AS s USING (item)
         WHERE later.key = ?1 AND {REPLACES}"
    );
    if !connection.prepare_cached(&replaces)?.exists([sighting])? {
        return insert_appearances(connection, ("s.key = ?1", sighting));
    }
    let delete = "DELETE FROM appearances WHERE reading IN
       (SELECT d.reading FROM dispatches AS d JOIN items USING (id) WHERE items.key = ?1)";
    connection.prepare_cached(delete)?.execute([item])?;
    insert_appearances(connection, ("s.item = ?1", item))
}

/// Makes the appearances of all dispatches anew.
pub(super) fn appear_again(connection: &Connection) -> Result<()> {
    connection.execute("DELETE FROM appearances", [])?;
    let mut items = connection
        .prepare("SELECT i.key FROM dispatches AS d JOIN items AS i USING (id) ORDER BY i.key")?;
    let keys = items.query_map([], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
    keys.into_iter().try_for_each(|item| insert_appearances(connection, ("s.item = ?1", item)))
}

/// A sighting of an item that takes the place of an earlier one: the same member of the same file,
/// of which something else is told now. What came by standard input has no place of its own.
const REPLACES: &str = "later.key > s.key AND s.path <> '-'
    AND ifnull(later.path, '') = ifnull(s.path, '')
    AND ifnull(later.member, '') = ifnull(s.member, '')";

/// Inserts the appearances that some sightings `s` show.
///
/// # Notes
/// The reading tells the outlet of the sighting that it was made of; another stands for another
/// outlet only if it names one that the first does not.
fn insert_appearances(connection: &Connection, (which, key): (&str, i64)) -> Result<()> {
    let sql = format!(
        "INSERT OR IGNORE INTO appearances (outlet, day, reading, url)
         SELECT ifnull(CASE WHEN s.outlet IS made.outlet THEN d.outlet
                       ELSE ifnull(s.outlet, d.outlet) END, ''),
                ifnull(d.day, ''), d.reading, s.url
         FROM sightings AS s
         JOIN items AS i ON i.key = s.item
         JOIN dispatches AS d ON d.id = i.id
         JOIN readings AS r ON r.key = d.reading
         JOIN sightings AS made ON made.key = {MADE_OF}
         WHERE {which} AND (s.key = made.key OR NOT EXISTS
           (SELECT 1 FROM sightings AS later WHERE later.item = s.item AND {REPLACES}))
         ORDER BY s.key"
    );
    connection.prepare_cached(&sql)?.execute([key])?;
    Ok(())
}

/// Key of the sighting that reading `r` was made of.
pub(super) const MADE_OF: &str =
    "ifnull(r.sighting, (SELECT min(key) FROM sightings WHERE item = r.item))";

/// Takes the dispatch of an item out of what is searched and compared.
pub(super) fn withdraw(connection: &Connection, item: i64) -> Result<()> {
    let find = "SELECT reading FROM dispatches JOIN items USING (id) WHERE items.key = ?1";
    let mut find = connection.prepare_cached(find)?;
    let Some(reading) = find.query_row([item], |row| row.get::<_, i64>(0)).optional()? else {
        return Ok(());
    };
    for sql in [
        "INSERT INTO search (search, rowid, text)
         SELECT 'delete', key, text FROM sentences WHERE reading = ?1",
        "INSERT INTO search_statements (search_statements, rowid, speaker, source, content)
         SELECT 'delete', key, speaker, source, content FROM statements WHERE reading = ?1",
        "INSERT INTO search_events (search_events, rowid, actors, recipients)
         SELECT 'delete', key, actors, recipients FROM events WHERE reading = ?1",
        "DELETE FROM sketches WHERE reading = ?1",
        "DELETE FROM appearances WHERE reading = ?1",
        "DELETE FROM dispatches WHERE reading = ?1",
    ] {
        connection.prepare_cached(sql)?.execute([reading])?;
    }
    Ok(())
}

fn insert_dispatch(connection: &Connection, reading: i64) -> Result<()> {
    let sql = format!(
        "INSERT INTO dispatches
         SELECT r.key, i.id, a.version, r.external_id, r.outlet, r.title, r.byline, r.published,
           r.day, r.dateline_place, r.agency, r.credit, r.language, s.url, s.path, s.member,
           (SELECT count(*) FROM statements WHERE reading = r.key),
           (SELECT count(*) FROM events WHERE reading = r.key),
           (SELECT count(*) FROM figures WHERE reading = r.key)
         FROM readings AS r
         JOIN items AS i ON i.key = r.item
         JOIN readers AS a ON a.key = r.reader
         JOIN sightings AS s ON s.key = {MADE_OF}
         WHERE r.key = ?1"
    );
    connection.prepare_cached(&sql)?.execute([reading])?;
    Ok(())
}

/// Puts the words of a reading where they are searched.
pub(crate) fn index_words(connection: &Connection, reading: i64) -> Result<()> {
    for sql in [
        "INSERT INTO search (rowid, text) SELECT key, text FROM sentences WHERE reading = ?1",
        "INSERT INTO search_statements (rowid, speaker, source, content)
         SELECT key, speaker, source, content FROM statements WHERE reading = ?1",
        "INSERT INTO search_events (rowid, actors, recipients)
         SELECT key, actors, recipients FROM events WHERE reading = ?1",
    ] {
        connection.prepare_cached(sql)?.execute([reading])?;
    }
    Ok(())
}

/// Makes what is kept in step anew from the newest readings; leaves out those that cannot be
/// read, or whose item is not there.
pub(crate) fn project_all(connection: &Connection) -> Result<()> {
    for table in ["sketches", "appearances", "dispatches", "view_state"] {
        connection.execute(&format!("DELETE FROM {table}"), [])?;
    }
    for index in ["search", "search_statements", "search_events"] {
        let sql = format!("INSERT INTO {index} ({index}) VALUES ('delete-all')");
        connection.execute(&sql, [])?;
    }
    let mut newest = connection.prepare(
        "SELECT item, record FROM readings
         WHERE key IN (SELECT max(key) FROM readings GROUP BY item)
           AND item IN (SELECT key FROM items) ORDER BY key",
    )?;
    let mut rows = newest.query([])?;
    while let Some(row) = rows.next()? {
        if let Ok(record) = unpack_record(row.get_ref(1)?.as_blob().unwrap_or(&[])) {
            project(connection, row.get(0)?, &record)?;
        }
    }
    Ok(())
}
