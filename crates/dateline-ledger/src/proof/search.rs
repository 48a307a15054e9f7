//! The full-text indexes against the words of the newest readings.

use rusqlite::{Connection, Row};

use super::{Difference, Part, Proof};
use crate::Result;
use crate::store::index_words;
use crate::store::shadow::Shadow;

/// The indexes, each with the table that its rows are numbered by.
const INDEXES: [(&str, &str); 3] =
    [("search", "sentences"), ("search_statements", "statements"), ("search_events", "events")];

const TABLES: &[&str] = &["search", "search_statements", "search_events"];

pub(super) fn prove(connection: &Connection, proof: &mut Proof) {
    if let Err(error) = prove_indexes(connection, proof) {
        proof.add_unread(Part::Table, "search", &error);
    }
}

fn prove_indexes(connection: &Connection, proof: &mut Proof) -> Result<()> {
    let shadow = Shadow::new(connection, TABLES)?;
    let mut select = connection.prepare("SELECT reading FROM main.dispatches ORDER BY reading")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        index_words(connection, row.get(0)?)?;
    }
    drop(rows);
    for (index, table) in INDEXES {
        if let Err(error) = prove_index(connection, index, table, proof) {
            proof.add_unread(Part::Table, index, &error);
        }
    }
    drop(shadow);
    Ok(())
}

/// Compares every occurrence of every word, then what ranks answers: the lengths of the texts and
/// their sums; then the settings.
fn prove_index(connection: &Connection, index: &str, table: &str, proof: &mut Proof) -> Result<()> {
    for schema in ["main", "temp"] {
        connection.execute_batch(&format!(
            "CREATE VIRTUAL TABLE temp.words_{schema} USING fts5vocab({schema}, {index}, instance)"
        ))?;
    }
    let place = prove_words(connection, index, table, proof);
    connection.execute_batch("DROP TABLE temp.words_main; DROP TABLE temp.words_temp")?;
    place?;
    if lengths_differ(connection, index)? {
        let expected = "the lengths of its texts";
        proof.add(Difference::new(Part::Table, index, expected, "other lengths"));
    }
    let sql =
        format!("SELECT group_concat(k || '=' || v) FROM main.{index}_config WHERE k <> 'version'");
    let settings: Option<String> = connection.query_row(&sql, [], |row| row.get(0))?;
    if settings.as_deref() != Some("secure-delete=1") {
        let found = settings.unwrap_or_default();
        proof.add(Difference::new(Part::Table, index, "secure-delete=1", found));
    }
    Ok(())
}

/// Compares the length of each text, and the sums of all.
fn lengths_differ(connection: &Connection, index: &str) -> Result<bool> {
    let lengths = |schema: &str| format!("SELECT id, sz FROM {schema}.{index}_docsize");
    let (stored, made) = (lengths("main"), lengths("temp"));
    let sql = format!("SELECT EXISTS ({stored} EXCEPT {made}) OR EXISTS ({made} EXCEPT {stored})");
    let differ: bool = connection.query_row(&sql, [], |row| row.get(0))?;
    let sums = |schema: &str| -> Result<Vec<u8>> {
        let sql = format!("SELECT block FROM {schema}.{index}_data WHERE id = 1");
        let mut sums: Vec<u8> = connection.query_row(&sql, [], |row| row.get(0))?;
        // An index that became empty keeps zeros where a new one has nothing.
        sums.truncate(sums.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1));
        Ok(sums)
    };
    Ok(differ || sums("main")? != sums("temp")?)
}

/// One word in an index: the word, its row, column and place.
type Occurrence = (String, i64, String, i64);

/// Walks both indexes in step, up to the first word that one has and the other has not.
fn prove_words(connection: &Connection, index: &str, table: &str, proof: &mut Proof) -> Result<()> {
    let select = |schema: &str| {
        connection.prepare(&format!("SELECT term, doc, col, offset FROM temp.words_{schema}"))
    };
    let (mut stored, mut made) = (select("main")?, select("temp")?);
    let (mut stored, mut made) = (stored.query([])?, made.query([])?);
    loop {
        let found = stored.next()?.map(occurrence).transpose()?;
        let expected = made.next()?.map(occurrence).transpose()?;
        if found == expected {
            if found.is_none() {
                return Ok(());
            }
            continue;
        }
        // The lesser of the two is the one that the other index has not.
        let row = [&found, &expected].into_iter().flatten().min().map(|(_, row, ..)| *row);
        let mut difference =
            Difference::new(Part::Table, index, told(expected.as_ref()), told(found.as_ref()));
        difference.id = row.and_then(|row| id_of(connection, table, row));
        proof.add(difference);
        return Ok(());
    }
}

fn occurrence(row: &Row<'_>) -> rusqlite::Result<Occurrence> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
}

fn told(occurrence: Option<&Occurrence>) -> String {
    match occurrence {
        Some((word, row, column, place)) => format!("{word} in {column} {row} at {place}"),
        None => "the end".to_owned(),
    }
}

fn id_of(connection: &Connection, table: &str, row: i64) -> Option<String> {
    let sql = format!(
        "SELECT d.id FROM main.{table} AS t JOIN main.dispatches AS d USING (reading)
         WHERE t.key = ?1"
    );
    connection.query_row(&sql, [row], |row| row.get(0)).ok()
}
