//! Questions in SQL, for reading alone.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::types::ValueRef;
use serde::Serialize;

use crate::{Error, Ledger, Result};

/// Steps of the database's machine between two looks at the limit.
const STEPS_BETWEEN: i32 = 10_000;

/// What a query may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Steps of the database's own machine; a hundred million take some seconds.
    pub steps: u64,
    /// Rows in the answer; the rest is left out.
    pub rows: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { steps: 2_000_000_000, rows: 100_000 }
    }
}

/// An answer to a query in SQL.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Table {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Rows, each with one value a column: null, number or text; bytes are shown in hexadecimal.
    pub rows: Vec<Vec<serde_json::Value>>,
    /// Whether rows were left out.
    pub is_cut: bool,
}

impl Ledger {
    /// Answers one query in SQL that reads and does nothing else.
    ///
    /// # Errors
    /// The query would write, attach a file or change a setting; it is no SQL; it takes too long.
    pub fn query(&mut self, sql: &str, limits: Limits) -> Result<Table> {
        let steps = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&steps);
        let is_over = move || {
            let before = counted.fetch_add(STEPS_BETWEEN.unsigned_abs().into(), Ordering::Relaxed);
            before >= limits.steps
        };
        let connection = self.connection_mut();
        connection.authorizer(Some(only_reading))?;
        connection.progress_handler(STEPS_BETWEEN, Some(is_over))?;
        let answer = answer(connection, sql, limits);
        connection.progress_handler(0, None::<fn() -> bool>)?;
        connection.authorizer(None::<fn(AuthContext<'_>) -> Authorization>)?;
        answer.map_err(|error| explained(error, steps.load(Ordering::Relaxed)))
    }
}

fn answer(connection: &rusqlite::Connection, sql: &str, limits: Limits) -> Result<Table> {
    let mut statement = connection.prepare(sql)?;
    if !statement.readonly() {
        return Err(Error::NotAllowed("it changes the ledger".to_owned()));
    }
    let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let mut table = Table { columns, ..Table::default() };
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if table.rows.len() == limits.rows {
            table.is_cut = true;
            break;
        }
        let values = (0..table.columns.len()).map(|at| row.get_ref(at).map(shown));
        table.rows.push(values.collect::<Result<_, _>>()?);
    }
    Ok(table)
}

fn only_reading(context: AuthContext<'_>) -> Authorization {
    match context.action {
        AuthAction::Select | AuthAction::Read { .. } | AuthAction::Recursive => {
            Authorization::Allow
        }
        AuthAction::Function { function_name } if function_name != "load_extension" => {
            Authorization::Allow
        }
        // What FTS5 asks for itself, and questions about the form of the tables.
        AuthAction::Pragma { pragma_name, .. }
            if ["data_version", "table_info", "table_xinfo"].contains(&pragma_name) =>
        {
            Authorization::Allow
        }
        _ => Authorization::Deny,
    }
}

fn shown(value: ValueRef<'_>) -> serde_json::Value {
    match value {
        ValueRef::Null => serde_json::Value::Null,
        ValueRef::Integer(number) => number.into(),
        ValueRef::Real(number) => number.into(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned().into(),
        ValueRef::Blob(bytes) => hexadecimal(bytes).into(),
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(half.into(), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn explained(error: Error, steps: u64) -> Error {
    match &error {
        Error::Database(cause) => match cause.sqlite_error_code() {
            Some(rusqlite::ErrorCode::OperationInterrupted) => Error::TooLong(steps),
            Some(rusqlite::ErrorCode::AuthorizationForStatementDenied) => {
                Error::NotAllowed("it does more than read".to_owned())
            }
            _ => error,
        },
        _ => error,
    }
}
