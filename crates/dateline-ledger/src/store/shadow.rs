//! Tables made a second time, as temporary ones beside the ledger.
//!
//! `SQLite` takes a bare name for the temporary table of that name first, also where the file
//! itself may not be written. So the very code that fills a table of the ledger fills its shadow
//! while there is one, and the two can be compared or exchanged.

use std::sync::LazyLock;

use rusqlite::Connection;

use super::migration;
use crate::Result;

/// A table, index or view as a new ledger has it.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) kind: String,
    pub(crate) name: String,
    /// Empty for what the database makes by itself.
    pub(crate) sql: String,
    /// Columns of a table, without a key that is used inside the file only.
    pub(crate) columns: Vec<String>,
}

/// The parts of a new ledger, by kind and name.
static PARTS: LazyLock<Vec<Part>> = LazyLock::new(|| {
    let mut connection = Connection::open_in_memory().expect("a database in memory opens");
    migration::migrate(&mut connection, ":memory:").expect("the scripts run on an empty file");
    parts_of(&connection).expect("a new ledger reads back")
});

/// Returns what a new ledger consists of.
pub(crate) fn parts() -> &'static [Part] {
    &PARTS
}

/// Returns what a ledger consists of, by kind and name.
pub(crate) fn parts_of(connection: &Connection) -> Result<Vec<Part>> {
    let mut select = connection.prepare(
        "SELECT type, name, ifnull(sql, ''),
           (SELECT group_concat(name) FROM pragma_table_info(s.name)
            WHERE name <> 'key' AND s.type = 'table')
         FROM main.sqlite_schema AS s WHERE name NOT GLOB 'sqlite_stat*' ORDER BY type, name",
    )?;
    let parts = select.query_map([], |row| {
        let columns: Option<String> = row.get(3)?;
        Ok(Part {
            kind: row.get(0)?,
            name: row.get(1)?,
            sql: row.get(2)?,
            columns: columns.iter().flat_map(|list| list.split(',')).map(str::to_owned).collect(),
        })
    })?;
    Ok(parts.collect::<Result<_, _>>()?)
}

/// Returns the columns of a table, without a key that is used inside the file only.
pub(crate) fn columns_of(table: &str) -> &'static [String] {
    part(table).map_or(&[], |part| &part.columns)
}

fn part(table: &str) -> Option<&'static Part> {
    PARTS.iter().find(|part| part.kind == "table" && part.name == table)
}

/// Empty temporary tables that stand before those of the ledger until this is dropped.
pub(crate) struct Shadow<'c> {
    connection: &'c Connection,
    tables: &'static [&'static str],
}

impl<'c> Shadow<'c> {
    /// Makes the shadows of some tables.
    ///
    /// # Notes
    /// A table that refers to another refers to the other's shadow: switch foreign keys off where
    /// that has none.
    pub(crate) fn new(connection: &'c Connection, tables: &'static [&'static str]) -> Result<Self> {
        let shadow = Self { connection, tables };
        shadow.drop_tables();
        for table in tables {
            let sql = part(table).map_or("", |part| &part.sql);
            let sql = match sql.strip_prefix("CREATE VIRTUAL TABLE ") {
                Some(rest) => format!("CREATE VIRTUAL TABLE temp.{rest}"),
                None => sql.replacen("CREATE TABLE ", "CREATE TEMP TABLE ", 1),
            };
            connection.execute_batch(&sql)?;
        }
        Ok(shadow)
    }

    /// Drops what is there; what was never made, or went with its transaction, is passed over.
    fn drop_tables(&self) {
        for table in self.tables {
            let _ = self.connection.execute_batch(&format!("DROP TABLE IF EXISTS temp.{table}"));
        }
    }
}

impl Drop for Shadow<'_> {
    fn drop(&mut self) {
        self.drop_tables();
    }
}
