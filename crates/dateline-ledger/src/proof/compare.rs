//! A table of the ledger and its shadow, row by row.

use std::collections::BTreeMap;

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Row};

use super::{Difference, Part, Proof};
use crate::Result;
use crate::store::shadow::columns_of;

/// How a table is compared with its shadow.
#[derive(Debug, Clone, Copy)]
pub(super) struct Compared {
    pub(super) part: Part,
    pub(super) table: &'static str,
    /// Columns that tell one row from another; they come first in `rows`.
    pub(super) identity: &'static [&'static str],
    /// Rows to compare, where they are not the table as it is; `{s}` stands for the schema.
    pub(super) rows: Option<&'static str>,
    /// Letter of the local ids of its records, which `n` counts.
    pub(super) letter: Option<char>,
}

impl Compared {
    pub(super) const fn new(
        part: Part,
        table: &'static str,
        identity: &'static [&'static str],
    ) -> Self {
        Self { part, table, identity, rows: None, letter: None }
    }

    pub(super) const fn lettered(self, letter: char) -> Self {
        Self { letter: Some(letter), ..self }
    }

    pub(super) const fn of_rows(self, rows: &'static str) -> Self {
        Self { rows: Some(rows), ..self }
    }

    /// Returns the query for the rows of one schema, those that `condition` holds for.
    fn select(&self, schema: &str, condition: &str) -> String {
        let from = match self.rows {
            Some(rows) => format!("({})", rows.replace("{s}", schema)),
            None => format!("{schema}.{}", self.table),
        };
        let columns = columns_of(self.table).iter().map(String::as_str);
        let others = columns.filter(|column| !self.identity.contains(column));
        let columns: Vec<String> = match self.rows {
            Some(_) => vec!["*".to_owned()],
            // A column without regard to case would take `A` for `a`.
            None => self
                .identity
                .iter()
                .copied()
                .chain(others)
                .map(|column| format!("\"{column}\" COLLATE BINARY AS \"{column}\""))
                .collect(),
        };
        format!("SELECT {} FROM {from} WHERE {condition}", columns.join(", "))
    }
}

/// One row: its values by column.
type Values = Vec<(String, Value)>;

/// Compares the rows of the ledger for which `condition` holds with all rows of the shadow; `id_of`
/// tells the dispatch of a row.
pub(super) fn compare(
    connection: &Connection,
    compared: &Compared,
    condition: &str,
    id_of: &dyn Fn(&Values) -> Option<String>,
    proof: &mut Proof,
) -> Result<()> {
    let stored = compared.select("main", condition);
    let made = compared.select("temp", "TRUE");
    let key = |values: &Values| -> Vec<String> {
        values.iter().take(compared.identity.len()).map(|(_, value)| shown(value)).collect()
    };
    let rows = |sql: String| -> Result<BTreeMap<Vec<String>, Values>> {
        let rows = rows_of(connection, &sql)?;
        Ok(rows.into_iter().map(|values| (key(&values), values)).collect())
    };
    let found = rows(format!("{stored} EXCEPT {made}"))?;
    let mut expected = rows(format!("{made} EXCEPT {stored}"))?;
    let mut add = |values: &Values, column: Option<&str>, expected: String, found: String| {
        let place = place_of(compared, values, column);
        let mut difference = Difference::new(compared.part, place, expected, found);
        difference.id = id_of(values).map(|id| local_id(compared, values, id));
        proof.add(difference);
    };
    for (key, values) in found {
        let Some(made) = expected.remove(&key) else {
            add(&values, None, "no such row".to_owned(), text_of(&values));
            continue;
        };
        for ((column, value), (_, made)) in values.iter().zip(&made) {
            if value != made {
                add(&values, Some(column), shown(made), shown(value));
            }
        }
    }
    for values in expected.values() {
        add(values, None, text_of(values), "no such row".to_owned());
    }
    Ok(())
}

fn rows_of(connection: &Connection, sql: &str) -> Result<Vec<Values>> {
    let mut select = connection.prepare_cached(sql)?;
    let columns: Vec<String> = select.column_names().map(str::to_owned).collect();
    let values = |row: &Row<'_>| {
        let named = columns.iter().cloned().enumerate();
        named.map(|(at, column)| Ok((column, row.get(at)?))).collect::<Result<Values, _>>()
    };
    let rows = select.query_map([], values)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Returns the place of a row: table and column, with what tells the row from others of its
/// dispatch.
fn place_of(compared: &Compared, values: &Values, column: Option<&str>) -> String {
    let table = compared.table;
    let own = values.iter().take(compared.identity.len()).filter(|(column, _)| column != "reading");
    let own: Vec<String> =
        own.map(|(column, value)| format!("{column} {}", shown(value))).collect();
    let column = column.map_or(String::new(), |column| format!(".{column}"));
    match own.as_slice() {
        [] => format!("{table}{column}"),
        own => format!("{table}{column} ({})", own.join(", ")),
    }
}

/// Returns the id of a record of a dispatch, where the table holds records.
fn local_id(compared: &Compared, values: &Values, id: String) -> String {
    let n = values.iter().find(|(column, _)| column == "n").map(|(_, value)| shown(value));
    match (compared.letter, n) {
        (Some(letter), Some(n)) => format!("{id}/{letter}{n}"),
        _ => id,
    }
}

/// Returns the whole number in a column of a row.
pub(super) fn integer(values: &[(String, Value)], column: &str) -> Option<i64> {
    match values.iter().find(|(name, _)| name == column)?.1 {
        Value::Integer(number) => Some(number),
        _ => None,
    }
}

fn text_of(values: &Values) -> String {
    values.iter().map(|(_, value)| shown(value)).collect::<Vec<_>>().join(" | ")
}

fn shown(value: &Value) -> String {
    match ValueRef::from(value) {
        ValueRef::Null => "NULL".to_owned(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
        ValueRef::Blob(bytes) => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
    }
}
